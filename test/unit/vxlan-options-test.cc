/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tunnel-fixture.h"

#include "ns3/packet-mark-tag.h"
#include "ns3/partial-checksum-tag.h"

#include <doctest/doctest.h>

using namespace ns3;

namespace
{

const Mac48Address STATION("02:00:00:00:0b:02");
const Mac48Address ROUTER("02:00:00:00:0d:01");

/** Two devices between the nodes, configured alike. */
struct OptionPair : public TunnelPair
{
    explicit OptionPair(void (*configure)(VxlanConfig&))
    {
        for (uint32_t i = 0; i < 2; ++i)
        {
            VxlanConfig config =
                i == 0 ? Vxlan("10.0.0.1", "10.0.0.2") : Vxlan("10.0.0.2", "10.0.0.1");
            configure(config);
            tunnels[i] = AddVxlan(i, config);
        }
        Run(1);
    }

    void Run(double seconds)
    {
        Simulator::Stop(Seconds(seconds));
        Simulator::Run();
    }

    Ptr<VxlanNetDevice> tunnels[2];
};

void
NoteMac(std::vector<Mac48Address>* list, Mac48Address mac)
{
    list->push_back(mac);
}

void
NoteIp(std::vector<IpAddress>* list, const IpAddress& address)
{
    list->push_back(address);
}

/** Keeps marks and metadata of what comes up. */
struct TagTap
{
    explicit TagTap(Ptr<NetDevice> device)
    {
        device->GetNode()->RegisterProtocolHandler(MakeCallback(&TagTap::Receive, this),
                                                   0,
                                                   device,
                                                   true);
    }

    void Receive(Ptr<NetDevice>,
                 Ptr<const Packet> packet,
                 uint16_t,
                 const Address&,
                 const Address&,
                 NetDevice::PacketType)
    {
        marks.push_back(PacketMarkTag::Get(packet));
        TunnelMetadataTag tag;
        metadata.push_back(packet->PeekPacketTag(tag) ? tag.GetMetadata() : TunnelMetadata());
    }

    std::vector<uint32_t> marks;
    std::vector<TunnelMetadata> metadata;
};

} // namespace

TEST_CASE("VXLAN options: group policy carries the mark over the wire")
{
    OptionPair pair([](VxlanConfig& config) { config.gbp = true; });
    TagTap tap(pair.tunnels[1]);
    for (const uint32_t mark : {0U, 0x1234U, 0xffffffffU})
    {
        Ptr<Packet> packet = InnerIpv4();
        PacketMarkTag::Set(packet, mark);
        pair.tunnels[0]->Send(packet, STATION, 0x0800);
        pair.Run(1);
    }
    // The packet tag itself must not cross: it is what the header says.
    CHECK(tap.marks == std::vector<uint32_t>{0, 0x1234, 0x48ffff});
    CHECK(pair.tunnels[1]->GetBooks().Close());
}

TEST_CASE("VXLAN options: a checksum left to the receiver is filled in there")
{
    for (const bool offload : {false, true})
    {
        OptionPair pair(offload ? [](VxlanConfig& config) {
            config.remcsumTx = true;
            config.remcsumRx = true;
        } : [](VxlanConfig&) {});
        FrameTap tap(pair.tunnels[1]);
        Ptr<Packet> packet = ToPacket("45000036123400004011e72fc0a80001c0a80002"
                                      "03e807d000228187000102030405060708090a0b0c0d0e0f"
                                      "10111213141516171819");
        packet->AddPacketTag(PartialChecksumTag(20, 6));
        pair.tunnels[0]->Send(packet, STATION, 0x0800);
        pair.Run(1);
        REQUIRE(tap.frames.size() == 1);
        CHECK(tap.frames[0].substr(68 + 12, 4) == "d5f4");
    }
}

TEST_CASE("VXLAN options: misses are told, and a control plane may answer")
{
    OptionPair pair([](VxlanConfig& config) {
        config.remote = IpAddress();
        config.proxy = true;
        config.rsc = true;
        config.l2miss = true;
        config.l3miss = true;
    });
    const Ptr<VxlanNetDevice> device = pair.tunnels[0];
    std::vector<Mac48Address> macs;
    std::vector<IpAddress> addresses;
    device->TraceConnectWithoutContext("L2Miss", MakeBoundCallback(&NoteMac, &macs));
    device->TraceConnectWithoutContext("L3Miss", MakeBoundCallback(&NoteIp, &addresses));
    device->Send(InnerIpv4(), STATION, 0x0800);
    device->Send(InnerIpv4(), Mac48Address::GetBroadcast(), 0x0800);
    CHECK(macs == std::vector<Mac48Address>{STATION});
    const auto arp = [] {
        return ToPacket("0001080006040001020000000a01c0a80001000000000000c0a80002");
    };
    const IpAddress target = *IpAddress::Parse("192.168.0.2");
    FrameTap tap(device);
    device->Send(arp(), Mac48Address::GetBroadcast(), 0x0806);
    CHECK(addresses == std::vector<IpAddress>{target});
    CHECK(device->GetDropCounters().Get(NEIGHBOR_SUPPRESSED) == 1);

    Neighbor neighbor;
    neighbor.mac = STATION;
    device->GetNeighbors().Set(target, neighbor);
    device->Send(arp(), Mac48Address::GetBroadcast(), 0x0806);
    pair.Run(1);
    REQUIRE(tap.frames.size() == 1);
    CHECK(tap.frames[0].substr(12, 16) == "02000000"
                                          "0b020806");
    CHECK(addresses.size() == 1);

    // By the router's entry the frame goes straight to the station.
    FdbRequest request;
    request.mac = ROUTER;
    request.flags = FDB_SELF | FDB_ROUTER;
    request.remote = Remote();
    request.remote->address = *IpAddress::Parse("10.0.0.9");
    CHECK(device->FdbAdd(request).IsOk());
    request.mac = STATION;
    request.flags = FDB_SELF;
    request.remote->address = *IpAddress::Parse("10.0.0.2");
    CHECK(device->FdbAdd(request).IsOk());
    FrameTap other(pair.tunnels[1]);
    device->Send(InnerIpv4(), ROUTER, 0x0800);
    pair.Run(1);
    REQUIRE(other.frames.size() == 1);
    CHECK(other.frames[0].substr(0, 24) == "0200"
                                           "00000b02"
                                           "02000000"
                                           "0d01");
    CHECK(device->GetBooks().Close());
}

TEST_CASE("VXLAN options: metadata says where a frame goes and tells how it came")
{
    OptionPair pair([](VxlanConfig& config) {
        config = VxlanConfig();
        config.external = true;
        config.learning = false;
    });
    TagTap tap(pair.tunnels[1]);
    pair.tunnels[0]->Send(InnerIpv4(), STATION, 0x0800);
    CHECK(pair.tunnels[0]->GetDropCounters().Get(TUNNEL_TXINFO) == 1);
    for (const char* family : {"10.0.0.", "fd00::"})
    {
        TunnelMetadata metadata;
        metadata.key = 77;
        metadata.source = *IpAddress::Parse(std::string(family) + "1");
        metadata.destination = *IpAddress::Parse(std::string(family) + "2");
        metadata.ttl = 9;
        Ptr<Packet> packet = InnerIpv4();
        TunnelMetadataTag(metadata).Replace(packet);
        pair.tunnels[0]->Send(packet, STATION, 0x0800);
        pair.Run(3);
        REQUIRE(!tap.metadata.empty());
        const TunnelMetadata& got = tap.metadata.back();
        CHECK(got.key == 77);
        CHECK(got.source == metadata.source);
        CHECK(got.destination == metadata.destination);
        CHECK(got.ttl == 9);
        CHECK(got.port == 4789);
    }
    CHECK(tap.metadata.size() == 2);
    CHECK(pair.tunnels[0]->GetBooks().Close());
}

TEST_CASE("VXLAN options: VNI filter")
{
    OptionPair pair([](VxlanConfig& config) {
        config = VxlanConfig();
        config.external = true;
        config.vnifilter = true;
        config.learning = false;
    });
    const Ptr<VxlanNetDevice> device = pair.tunnels[0];
    CHECK(device->DeleteVni(5) == FdbError::NOENT);
    CHECK(device->AddVni(0x1000000) == FdbError::INVAL);
    CHECK(device->AddVni(5).IsOk());
    CHECK(device->AddVni(5, *IpAddress::Parse("10.0.0.2")).IsOk());
    REQUIRE(device->GetFdb().GetSize() == 1);
    CHECK(device->GetFdb().GetRows()[0].vni == 5);
    CHECK(device->AddVni(5, *IpAddress::Parse("10.0.0.3")).IsOk());
    REQUIRE(device->GetFdb().GetSize() == 1);
    CHECK(device->GetFdb().GetRows()[0].remotes.size() == 1);

    // Another device with a filter on that port may have all other VNIs.
    VxlanConfig config = device->GetConfig();
    config.destinationPort = 5000;
    const Ptr<VxlanNetDevice> second = pair.AddVxlan(0, config);
    CHECK(second->AddVni(5).IsOk());
    CHECK(device->DeleteVni(5).IsOk());
    CHECK(device->GetFdb().GetSize() == 0);
    CHECK(pair.AddVxlan(1, TunnelPair::Vxlan("10.0.0.2", "10.0.0.1"))->AddVni(5) ==
          FdbError::OPNOTSUPP);
}

TEST_CASE("VXLAN options: combinations that are refused")
{
    VxlanConfig config;
    config.gpe = true;
    CHECK(config.Check().error == LinkError::INVAL);
    config.external = true;
    CHECK(config.Check().error == LinkError::INVAL);
    config.learning = false;
    CHECK(config.Check().IsOk());
    CHECK(config.GetHeadroom() == 36);
    config = VxlanConfig();
    config.vnifilter = true;
    CHECK(config.Check().error == LinkError::INVAL);
    config = VxlanConfig();
    config.hasReservedBits = true;
    config.reservedBits = 0x100;
    CHECK(config.Check().error == LinkError::INVAL);
    config.reservedBits = 0xff;
    CHECK(config.Check().IsOk());
    config = VxlanConfig();
    config.flowLabelInherit = true;
    CHECK(config.Check().error == LinkError::INVAL);
    for (bool VxlanConfig::*flag : {&VxlanConfig::proxy,
                                    &VxlanConfig::rsc,
                                    &VxlanConfig::l2miss,
                                    &VxlanConfig::l3miss,
                                    &VxlanConfig::remcsumTx,
                                    &VxlanConfig::remcsumRx,
                                    &VxlanConfig::external,
                                    &VxlanConfig::gbp})
    {
        VxlanConfig changed;
        changed.*flag = true;
        CHECK(VxlanConfig().CheckChange(changed).error == LinkError::OPNOTSUPP);
    }
}
