/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tunnel-fixture.h"

#include "ns3/config.h"
#include "ns3/icmpv4-l4-protocol.h"
#include "ns3/random-variable-stream.h"
#include "ns3/udp-tunnel-demux.h"

#include <doctest/doctest.h>

using namespace ns3;

namespace
{

/** A VXLAN device on the first node, and frames put on the wire by the second. */
struct DemuxPair : public TunnelPair
{
    DemuxPair()
        : tunnel(AddVxlan(0, Vxlan("10.0.0.1", "10.0.0.2")))
    {
        tunnel->SetUp(true);
        demux = nodes.Get(0)->GetObject<UdpTunnelDemux>();
        wire = DynamicCast<EthernetLinkDevice>(links.Get(1));
    }

    /**
     * Puts an IPv4 packet to UDP port 4789 on the wire.
     * @param udp from the UDP header on @param identification IPv4 identification
     */
    void Inject(Ptr<Packet> udp, uint8_t protocol = 17)
    {
        Ipv4Header header;
        header.EnableChecksum();
        header.SetSource(Ipv4Address("10.0.0.2"));
        header.SetDestination(Ipv4Address("10.0.0.1"));
        header.SetProtocol(protocol);
        header.SetTtl(64);
        header.SetPayloadSize(static_cast<uint16_t>(udp->GetSize()));
        udp->AddHeader(header);
        Ptr<Packet> frame = ToPacket(ToHex(Mac(links.Get(0)).data(), 6) +
                                     ToHex(Mac(links.Get(1)).data(), 6) + "0800");
        frame->AddAtEnd(udp);
        ScheduleCall(Seconds(0), [this, frame] { wire->SendRaw(frame); });
        Simulator::Stop(Seconds(1));
        Simulator::Run();
    }

    static std::vector<uint8_t> Mac(Ptr<NetDevice> device)
    {
        std::vector<uint8_t> bytes(6);
        Mac48Address::ConvertFrom(device->GetAddress()).CopyTo(bytes.data());
        return bytes;
    }

    /** @returns what the receiving end of the link dropped */
    uint64_t GetLinkDrops() const
    {
        return DynamicCast<EthernetLinkDevice>(links.Get(0))->GetDropCounters().Total();
    }

    Ptr<VxlanNetDevice> tunnel;
    Ptr<UdpTunnelDemux> demux;
    Ptr<EthernetLinkDevice> wire;
};

/** VXLAN without UDP checksum: port 4789, VNI 100, inner frame of an unknown type. */
const char* const GOOD = "c00012b5 0020 0000 08000000 00006400 020000000a01 020000000b02 88b5 0102";

} // namespace

TEST_CASE("UDP sockets work beside a tunnel on the same node, over both families")
{
    for (const bool early : {true, false})
    {
        Config::SetDefault("ns3::UdpTunnelDemux::EarlyDemux", BooleanValue(early));
        DemuxPair pair;
        UdpEnd v4(pair.nodes.Get(0), Ipv4Address("10.0.0.1"), 5000);
        UdpEnd v6(pair.nodes.Get(0), Ipv6Address("fd00::1"), 5000);
        UdpEnd peer4(pair.nodes.Get(1), Ipv4Address("10.0.0.2"), 5001);
        UdpEnd peer6(pair.nodes.Get(1), Ipv6Address("fd00::2"), 5001);
        peer4.Send(10, Ipv4Address("10.0.0.1"), 5000, Seconds(2));
        peer4.Send(3000, Ipv4Address("10.0.0.1"), 5000, Seconds(2.1));
        peer6.Send(20, Ipv6Address("fd00::1"), 5000, Seconds(2.2));
        v4.Send(30, Ipv4Address("10.0.0.2"), 5001, Seconds(2.3));
        v6.Send(40, Ipv6Address("fd00::2"), 5001, Seconds(2.4));
        Simulator::Stop(Seconds(3));
        Simulator::Run();
        CHECK(v4.sizes == std::vector<uint32_t>{10, 3000});
        CHECK(v6.sizes == std::vector<uint32_t>{20});
        CHECK(peer4.sizes == std::vector<uint32_t>{30});
        CHECK(peer6.sizes == std::vector<uint32_t>{40});
        CHECK(pair.demux->GetBooks().in == 0);
    }
    Config::SetDefault("ns3::UdpTunnelDemux::EarlyDemux", BooleanValue(true));
}

TEST_CASE("A tunnel's UDP port is taken for sockets, and a socket's for tunnels")
{
    DemuxPair pair;
    CHECK_FALSE(UdpEnd(pair.nodes.Get(0), Ipv4Address("0.0.0.0"), 4789).bound);
    pair.tunnel->SetUp(false);
    UdpEnd socket(pair.nodes.Get(0), Ipv4Address("0.0.0.0"), 4789);
    CHECK(socket.bound);
    CHECK(pair.tunnel->SetUp(true).error == LinkError::ADDRINUSE);
    // Other flags on the same port are another socket.
    VxlanConfig config = TunnelPair::Vxlan("fd00::1", "fd00::2");
    CHECK(pair.AddVxlan(0, config)->SetUp(true).IsOk());
    config.vni = 101;
    config.udpZeroChecksum6Rx = true;
    CHECK(pair.AddVxlan(0, config)->SetUp(true).error == LinkError::ADDRINUSE);
}

TEST_CASE("Packets to a tunnel port: each drop has its reason, and the books close")
{
    const struct
    {
        const char* udp;
        DropReason demux;
        DropReason device;
    } cases[] = {
        {GOOD, NO_ERROR, NO_ERROR},
        {"c00012b5 0020", OUTER_HEADER_TRUNCATED, NO_ERROR},
        {"c00012b5 0007 0000 08000000 00006400", UDP_LENGTH, NO_ERROR},
        {"c00012b5 0040 0000 08000000 00006400", UDP_LENGTH, NO_ERROR},
        {"c00012b5 000f 0000 08000000 000064", OUTER_HEADER_TRUNCATED, NO_ERROR},
        {"c00012b5 0010 beef 08000000 00006400", UDP_CHECKSUM, NO_ERROR},
        {"c00012b5 0010 0000 00000000 00006400", VXLAN_INVALID_HDR, NO_ERROR},
        {"c00012b5 0010 0000 08000000 00006500", VXLAN_VNI_NOT_FOUND, NO_ERROR},
        {"c00012b5 0010 0000 08000001 00006400", NO_ERROR, RESERVED_BITS},
        {"c00012b5 0010 0000 08000000 00006400", NO_ERROR, INNER_ETHERNET_TRUNCATED},
        {"c00012b5 001e 0000 08000000 00006400 020000000a01 010000000b02 88b5",
         NO_ERROR,
         MAC_INVALID_SOURCE},
        {"c00012b5 001e 0000 08000000 00006400 020000000a01 020000000b02 0800",
         NO_ERROR,
         INNER_IP_TRUNCATED},
        {"c00012b5 001e 0000 08000000 00006400 020000000a01 020000000b02 8100",
         NO_ERROR,
         INNER_VLAN_TRUNCATED},
    };

    for (const bool early : {true, false})
    {
        Config::SetDefault("ns3::UdpTunnelDemux::EarlyDemux", BooleanValue(early));
        for (const auto& one : cases)
        {
            CAPTURE(std::string(one.udp));
            DemuxPair pair;
            FrameTap tap(pair.tunnel);
            pair.Inject(ToPacket(std::string(one.udp)));
            // The link drops what is cut short, unless the packet is taken early.
            const uint64_t atLink = pair.GetLinkDrops();
            const uint64_t atDemux = pair.demux->GetDropCounters().Total();
            const uint64_t atDevice = pair.tunnel->GetDropCounters().Total();
            CHECK(atLink + atDemux + atDevice + tap.frames.size() == 1);
            CHECK(pair.demux->GetDropCounters().Get(one.demux) == atDemux);
            CHECK(pair.tunnel->GetDropCounters().Get(one.device) == atDevice);
            CHECK(atDevice == (one.device ? 1 : 0));
            CHECK(atLink + atDemux == (one.demux ? 1 : 0));
            CHECK(pair.demux->GetBooks().in == 1 - atLink);
            CHECK(pair.demux->GetBooks().Close());
            CHECK(pair.tunnel->GetBooks().Close());
        }
    }
    Config::SetDefault("ns3::UdpTunnelDemux::EarlyDemux", BooleanValue(true));
}

TEST_CASE("A datagram longer than its UDP length is trimmed, early or not")
{
    for (const bool early : {true, false})
    {
        Config::SetDefault("ns3::UdpTunnelDemux::EarlyDemux", BooleanValue(early));
        DemuxPair pair;
        FrameTap tap(pair.tunnel);
        pair.Inject(ToPacket(std::string(GOOD) + "ffffff"));
        CHECK(tap.frames == std::vector<std::string>{"020000000a01020000000b0288b50102"});
    }
    Config::SetDefault("ns3::UdpTunnelDemux::EarlyDemux", BooleanValue(true));
}

TEST_CASE("ICMP errors: too big for a tunnel packet becomes a path MTU, others go on")
{
    DemuxPair pair;
    const auto output = OuterOutput::GetOrCreate(pair.nodes.Get(0));
    const uint8_t quoted[8] = {0xc0, 0, 0x12, 0xb5};
    const uint8_t other[8] = {0xc0, 0, 0x12, 0xb6};
    const auto report = [&](const uint8_t* bytes, Ipv4Address source) {
        pair.demux->ReceiveIcmp(Ipv4Address("10.0.0.9"),
                                64,
                                3,
                                4,
                                1300,
                                source,
                                Ipv4Address("10.0.0.2"),
                                bytes);
        OuterOutput::Route route;
        output->Lookup(Ipv4Address("10.0.0.2"), IpAddress(), nullptr, 0, route);
        return route.mtu;
    };
    CHECK(report(other, Ipv4Address("10.0.0.1")) == 1500);
    CHECK(report(quoted, Ipv4Address("10.0.0.7")) == 1500);
    CHECK(report(quoted, Ipv4Address("10.0.0.1")) == 1300);
}

TEST_CASE("Random packets to a tunnel port neither crash nor upset the books")
{
    const auto random = CreateObject<UniformRandomVariable>();
    random->SetStream(7);
    for (const uint8_t protocol : {17, 47})
    {
        DemuxPair pair;
        GretapConfig gre = TunnelPair::Gretap("10.0.0.1", "10.0.0.2");
        const auto gretap = pair.AddGretap(0, gre);
        gretap->SetUp(true);
        // Somebody parses what comes up.
        Ipv4AddressHelper ipv4("192.168.0.0", "255.255.255.0");
        ipv4.Assign(NetDeviceContainer(pair.tunnel));
        ipv4.Assign(NetDeviceContainer(gretap));
        TunnelPair::AddIpv6(pair.tunnel, "fd01::1");
        const std::vector<uint8_t> start =
            FromHex(protocol == 17 ? "c00012b5 0000 0000 08000000 00006400" : "0000 6558");
        const uint16_t types[] = {0x0800, 0x86dd, 0x0806, 0x8100, 0x0020};
        for (uint32_t run = 0; run < 400; ++run)
        {
            std::vector<uint8_t> bytes = start;
            const auto own = DemuxPair::Mac(protocol == 17 ? Ptr<NetDevice>(pair.tunnel)
                                                           : Ptr<NetDevice>(gretap));
            bytes.insert(bytes.end(), own.begin(), own.end());
            const std::vector<uint8_t> source = {2, 0, 0, 0, 0, 9};
            bytes.insert(bytes.end(), source.begin(), source.end());
            const uint16_t type = types[random->GetInteger(0, 4)];
            bytes.push_back(static_cast<uint8_t>(type >> 8));
            bytes.push_back(static_cast<uint8_t>(type));
            const uint32_t size = random->GetInteger(0, 90);
            for (uint32_t i = 0; i < size; ++i)
            {
                bytes.push_back(static_cast<uint8_t>(random->GetInteger(0, 255)));
            }
            if (size != 0 && type == 0x0800)
            {
                bytes[bytes.size() - size] = 0x45;
            }
            if (random->GetInteger(0, 3) == 0)
            {
                bytes[random->GetInteger(0, bytes.size() - 1)] ^= 0x10;
            }
            if (protocol == 17)
            {
                bytes[4] = static_cast<uint8_t>(bytes.size() >> 8);
                bytes[5] = static_cast<uint8_t>(bytes.size());
            }
            pair.Inject(ToPacket(bytes), protocol);
        }
        CHECK(pair.tunnel->GetBooks().Close());
        CHECK(gretap->GetBooks().Close());
        CHECK(pair.demux->GetBooks().Close());
        const auto greDemux = pair.nodes.Get(0)->GetObject<GreDemux>();
        CHECK(greDemux->GetBooks().Close());
        CHECK(pair.demux->GetBooks().in + greDemux->GetBooks().in >= 300);
    }
}
