/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tunnel-fixture.h"

#include "ns3/bridge-helper.h"

#include <doctest/doctest.h>

using namespace ns3;

namespace
{

/** Two GRETAP devices with addresses 192.168.0.1, .2. */
struct GretapPair : public TunnelPair
{
    explicit GretapPair(const GretapConfig& options)
    {
        for (uint32_t i = 0; i < 2; ++i)
        {
            GretapConfig config = options;
            config.local = Ipv4Address(i ? "10.0.0.2" : "10.0.0.1");
            config.remote = Ipv4Address(i ? "10.0.0.1" : "10.0.0.2");
            tunnels[i] = AddGretap(i, config);
        }
        Ipv4AddressHelper ipv4("192.168.0.0", "255.255.255.0");
        ipv4.Assign(NetDeviceContainer(tunnels[0]));
        ipv4.Assign(NetDeviceContainer(tunnels[1]));
    }

    /** Sends datagrams both ways and checks that all arrive. */
    void CheckTraffic()
    {
        UdpEnd a(nodes.Get(0), Ipv4Address("192.168.0.1"), 5000);
        UdpEnd b(nodes.Get(1), Ipv4Address("192.168.0.2"), 5000);
        a.Send(100, Ipv4Address("192.168.0.2"), 5000, Seconds(1));
        a.Send(101, Ipv4Address("192.168.0.2"), 5000, Seconds(1.1));
        b.Send(200, Ipv4Address("192.168.0.1"), 5000, Seconds(2));
        Simulator::Stop(Seconds(3));
        Simulator::Run();
        CHECK(b.sizes == std::vector<uint32_t>{100, 101});
        CHECK(a.sizes == std::vector<uint32_t>{200});
        for (const auto& tunnel : tunnels)
        {
            CHECK(tunnel->GetBooks().Close());
            CHECK(tunnel->GetDropCounters().Total() == 0);
            CHECK(tunnel->GetStats().rx.errors == 0);
        }
    }

    Ptr<GretapNetDevice> tunnels[2];
};

const Mac48Address HOST_A("02:00:00:00:00:0a");
const Mac48Address HOST_B("02:00:00:00:00:0b");

} // namespace

TEST_CASE("GRETAP carries IP with every combination of key, checksum and sequence")
{
    for (uint32_t bits = 0; bits < 8; ++bits)
    {
        CAPTURE(bits);
        GretapConfig config;
        config.hasInputKey = config.hasOutputKey = bits & 1;
        config.inputKey = config.outputKey = 42;
        config.inputChecksum = config.outputChecksum = bits & 2;
        config.inputSequence = config.outputSequence = bits & 4;
        GretapPair pair(config);
        CHECK(pair.tunnels[0]->GetMtu() == 1500 - config.GetOverhead());
        pair.CheckTraffic();
    }
}

TEST_CASE("GRETAP counts as Linux: bytes with the inner Ethernet header in, without it out")
{
    GretapPair pair{GretapConfig()};
    REQUIRE(pair.tunnels[0]->SetUp(true).IsOk());
    REQUIRE(pair.tunnels[1]->SetUp(true).IsOk());
    FrameTap tap(pair.tunnels[1]);
    pair.tunnels[0]->SendFrom(ToPacket(std::string("0102030405")), HOST_A, HOST_B, 0x88b5);
    pair.tunnels[0]->SendFrom(ToPacket(std::string("")), HOST_A, HOST_B, 0x88b5);
    Simulator::Stop(Seconds(1));
    Simulator::Run();
    CHECK(tap.frames == std::vector<std::string>{"02000000000b02000000000a88b50102030405",
                                                 "02000000000b02000000000a88b5"});
    CHECK(pair.tunnels[0]->GetStats().tx.bytes == 5);
    CHECK(pair.tunnels[0]->GetStats().tx.packets == 1);
    CHECK(pair.tunnels[0]->GetStats().tx.dropped == 1); // sent, but counted so
    CHECK(pair.tunnels[1]->GetStats().rx.bytes == 19 + 14);
    CHECK(pair.tunnels[0]->GetBooks().Close());
}

TEST_CASE("Tunnels of two keys between the same ends are told apart")
{
    GretapConfig config;
    config.hasInputKey = config.hasOutputKey = true;
    config.inputKey = config.outputKey = 1;
    GretapPair pair(config);
    config = pair.tunnels[0]->GetConfig();
    config.inputKey = config.outputKey = 2;
    const auto first = pair.AddGretap(0, config);
    config = pair.tunnels[1]->GetConfig();
    const auto twin = CreateObject<GretapNetDevice>();
    twin->SetConfig(config);
    CHECK(twin->Validate(pair.nodes.Get(1)).error == LinkError::EXIST);
    config.inputKey = config.outputKey = 2;
    const auto second = pair.AddGretap(1, config);
    REQUIRE(first->SetUp(true).IsOk());
    REQUIRE(second->SetUp(true).IsOk());
    REQUIRE(pair.tunnels[1]->SetUp(true).IsOk());
    FrameTap tap(second);
    FrameTap other(pair.tunnels[1]);
    first->SendFrom(Create<Packet>(10), HOST_A, HOST_B, 0x88b5);
    Simulator::Stop(Seconds(1));
    Simulator::Run();
    CHECK(tap.frames.size() == 1);
    CHECK(other.frames.empty());
    // ip link set: the key of another device is refused, a free one is taken over at once.
    config.inputKey = 1;
    CHECK(second->SetConfig(config).error == LinkError::EXIST);
    config.inputKey = 3;
    CHECK(second->SetConfig(config).IsOk());
}

TEST_CASE("GRETAP: no remote, no route, and a route into itself")
{
    TunnelPair pair;
    GretapConfig config;
    const auto none = pair.AddGretap(0, config);
    config.remote = Ipv4Address("172.16.0.1");
    const auto device = pair.AddGretap(0, config);
    REQUIRE(none->SetUp(true).IsOk());
    REQUIRE(device->SetUp(true).IsOk());
    none->Send(Create<Packet>(10), HOST_B, 0x88b5);
    CHECK(none->GetStats().tx.fifoErrors == 1);
    CHECK(none->GetStats().tx.errors == 1);
    device->Send(Create<Packet>(10), HOST_B, 0x88b5);
    CHECK(device->GetStats().tx.carrierErrors == 1);
    Ipv4AddressHelper("172.16.0.0", "255.255.255.0", "0.0.0.9").Assign(NetDeviceContainer(device));
    device->Send(Create<Packet>(10), HOST_B, 0x88b5);
    CHECK(device->GetStats().tx.collisions == 1);
    CHECK(device->GetStats().tx.errors == 2);
    CHECK(device->GetDropCounters().Get(ROUTE_LOOP) == 1);
    CHECK(device->GetBooks().Close());
}

TEST_CASE("GRETAP sequence numbers: gaps pass, old and repeated ones do not")
{
    GretapConfig config;
    config.outputSequence = true;
    config.inputSequence = true;
    GretapPair pair(config);
    REQUIRE(pair.tunnels[0]->SetUp(true).IsOk());
    REQUIRE(pair.tunnels[1]->SetUp(true).IsOk());
    FrameTap tap(pair.tunnels[1]);
    for (uint32_t i = 0; i < 3; ++i)
    {
        pair.tunnels[0]->SendFrom(Create<Packet>(10), HOST_A, HOST_B, 0x88b5);
    }
    Simulator::Stop(Seconds(1));
    Simulator::Run();
    CHECK(tap.frames.size() == 3);
    // A device that starts again at 0 is not heard, as in Linux.
    pair.tunnels[0]->Dispose();
    GretapConfig again = config;
    again.local = Ipv4Address("10.0.0.1");
    again.remote = Ipv4Address("10.0.0.2");
    again.lowerDevice = pair.links.Get(0);
    const auto restarted = pair.AddGretap(0, again);
    REQUIRE(restarted->SetUp(true).IsOk());
    for (uint32_t i = 0; i < 4; ++i)
    {
        restarted->SendFrom(Create<Packet>(10), HOST_A, HOST_B, 0x88b5);
    }
    Simulator::Stop(Seconds(1));
    Simulator::Run();
    CHECK(tap.frames.size() == 4); // number 3 is the next one
    CHECK(pair.tunnels[1]->GetStats().rx.fifoErrors == 3);
    CHECK(pair.tunnels[1]->GetDropCounters().Get(GRE_SEQUENCE) == 3);
    CHECK(pair.tunnels[1]->GetBooks().Close());
}

TEST_CASE("GRETAP under ns-3's bridge joins two LANs")
{
    TunnelPair pair;
    NodeContainer hosts;
    hosts.Create(2);
    InternetStackHelper().Install(hosts);
    NetDeviceContainer ends;
    for (uint32_t i = 0; i < 2; ++i)
    {
        const auto lan = EthernetLinkHelper().Install(pair.nodes.Get(i), hosts.Get(i));
        ends.Add(lan.Get(1));
        const auto tunnel = pair.AddGretap(
            i,
            TunnelPair::Gretap(i ? "10.0.0.2" : "10.0.0.1", i ? "10.0.0.1" : "10.0.0.2"));
        NetDeviceContainer ports(tunnel);
        ports.Add(lan.Get(0));
        BridgeHelper().Install(pair.nodes.Get(i), ports);
    }
    Ipv4AddressHelper("192.168.0.0", "255.255.255.0").Assign(ends);
    UdpEnd a(hosts.Get(0), Ipv4Address("192.168.0.1"), 5000);
    UdpEnd b(hosts.Get(1), Ipv4Address("192.168.0.2"), 5000);
    a.Send(500, Ipv4Address("192.168.0.2"), 5000, Seconds(1));
    b.Send(501, Ipv4Address("192.168.0.1"), 5000, Seconds(2));
    Simulator::Stop(Seconds(3));
    Simulator::Run();
    CHECK(b.sizes == std::vector<uint32_t>{500});
    CHECK(a.sizes == std::vector<uint32_t>{501});
}

TEST_CASE("GRETAP tells the inner IPv6 source of a packet that is too large, from an own address")
{
    TunnelPair pair;
    const auto device = pair.AddGretap(0, TunnelPair::Gretap("10.0.0.1", "10.0.0.2"));
    REQUIRE(device->SetUp(true).IsOk());
    REQUIRE(device->SetMtu(1500));
    // From fd00::2, behind the tunnel for once, which is on the link as well.
    Ptr<Packet> packet = Create<Packet>(1460);
    Ipv6Header header;
    header.SetSource(Ipv6Address("fd00::2"));
    header.SetDestination(Ipv6Address("fd05::1"));
    header.SetNextHeader(17);
    header.SetHopLimit(64);
    header.SetPayloadLength(1460);
    packet->AddHeader(header);
    device->SendFrom(packet, HOST_A, HOST_B, 0x86dd);
    CHECK(device->GetStats().tx.errors == 1);
    CHECK(device->GetDropCounters().Get(PKT_TOO_BIG_REPLIED) == 1);
    CHECK(device->GetBooks().originated == 1);
    CHECK(device->GetBooks().Close());
}
