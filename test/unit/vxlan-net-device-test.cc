/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tunnel-fixture.h"

#include "ns3/arp-cache.h"
#include "ns3/bridge-helper.h"
#include "ns3/bridge-net-device.h"
#include "ns3/config.h"
#include "ns3/group-membership.h"
#include "ns3/linux-bridge-net-device.h"
#include "ns3/pointer.h"

#include <doctest/doctest.h>
#include <memory>

using namespace ns3;

namespace
{

/** Two VXLAN devices with addresses 192.168.0.1, .2 and fd01::1, ::2. */
struct VxlanPair : public TunnelPair
{
    VxlanPair(const char* first, const char* second)
    {
        tunnels[0] = AddVxlan(0, Vxlan(first, second));
        tunnels[1] = AddVxlan(1, Vxlan(second, first));
        Ipv4AddressHelper ipv4("192.168.0.0", "255.255.255.0");
        for (uint32_t i = 0; i < 2; ++i)
        {
            ipv4.Assign(NetDeviceContainer(tunnels[i]));
            AddIpv6(tunnels[i], i == 0 ? "fd01::1" : "fd01::2");
        }
    }

    /** Sends datagrams both ways over IPv4 and IPv6 and checks that all arrive. */
    void CheckTraffic()
    {
        const IpAddress inner[2][2] = {{Ipv4Address("192.168.0.1"), Ipv6Address("fd01::1")},
                                       {Ipv4Address("192.168.0.2"), Ipv6Address("fd01::2")}};
        std::vector<std::unique_ptr<UdpEnd>> ends;
        for (uint32_t i = 0; i < 2; ++i)
        {
            for (uint32_t family = 0; family < 2; ++family)
            {
                ends.push_back(std::make_unique<UdpEnd>(nodes.Get(i), inner[i][family], 5000));
                // Not at once: ns-3's neighbour discovery loses a packet when both ends begin.
                ends.back()->Send(100 + i, inner[1 - i][family], 5000, Seconds(2 + 0.1 * i));
                ends.back()->Send(1300, inner[1 - i][family], 5000, Seconds(3));
            }
        }
        // The underlay's IPv6 addresses are tentative for the first second, and what is sent in
        // it may be lost: the tunnels wait.
        for (const auto& tunnel : tunnels)
        {
            tunnel->SetAttribute("Up", BooleanValue(false));
            Simulator::Schedule(Seconds(1.5), &VxlanPair::GoUp, tunnel);
        }
        Simulator::Stop(Seconds(5));
        Simulator::Run();
        for (uint32_t i = 0; i < 2; ++i)
        {
            for (uint32_t family = 0; family < 2; ++family)
            {
                CHECK(ends[2 * i + family]->sizes == std::vector<uint32_t>{101 - i, 1300});
            }
            CHECK(tunnels[i]->GetBooks().Close());
            // Of its own IP stack's first packets (neighbour discovery) while it was down.
            const DropCounters& drops = tunnels[i]->GetDropCounters();
            CHECK(drops.Total() == drops.Get(DEVICE_DOWN));
            CHECK(tunnels[i]->GetStats().tx.packets == tunnels[1 - i]->GetStats().rx.packets);
            CHECK(tunnels[i]->GetStats().tx.bytes == tunnels[1 - i]->GetStats().rx.bytes);
            // The default entry and what was learned of the other end.
            CHECK(tunnels[i]->GetFdb().GetSize() == 2);
        }
    }

    static void GoUp(Ptr<VxlanNetDevice> tunnel)
    {
        tunnel->SetAttribute("Up", BooleanValue(true));
    }

    Ptr<VxlanNetDevice> tunnels[2];
};

/** Keeps what Drop tells. */
struct DropLog
{
    explicit DropLog(Ptr<TunnelNetDevice> device)
    {
        device->TraceConnectWithoutContext("Drop", MakeCallback(&DropLog::Note, this));
    }

    void Note(Ptr<const Packet> frame, DropReason reason)
    {
        reasons.push_back(reason);
        sizes.push_back(frame->GetSize());
    }

    std::vector<DropReason> reasons;
    std::vector<uint32_t> sizes;
};

const Mac48Address HOST_A("02:00:00:00:00:0a");
const Mac48Address HOST_B("02:00:00:00:00:0b");

} // namespace

TEST_CASE("VXLAN carries IPv4 with ARP and IPv6 with neighbour discovery over IPv4")
{
    VxlanPair pair("10.0.0.1", "10.0.0.2");
    CHECK(pair.tunnels[0]->GetMtu() == 1500);
    pair.CheckTraffic();
}

TEST_CASE("VXLAN carries IPv4 and IPv6 over IPv6")
{
    VxlanPair pair("fd00::1", "fd00::2");
    pair.CheckTraffic();
}

TEST_CASE("VXLAN without early demultiplexing gives the same")
{
    Config::SetDefault("ns3::UdpTunnelDemux::EarlyDemux", BooleanValue(false));
    {
        VxlanPair pair("10.0.0.1", "10.0.0.2");
        pair.CheckTraffic();
    }
    Config::SetDefault("ns3::UdpTunnelDemux::EarlyDemux", BooleanValue(true));
}

TEST_CASE("VXLAN device by ObjectFactory: attributes as text, and their values when read back")
{
    TunnelPair pair;
    ObjectFactory factory("ns3::VxlanNetDevice");
    const std::vector<std::pair<std::string, std::string>> attributes = {
        {"Vni", "4660"},
        {"Remote", "239.1.1.1"},
        {"Local", "10.0.0.1"},
        {"DestinationPort", "8472"},
        {"SourcePortMin", "50000"},
        {"SourcePortMax", "50100"},
        {"Ttl", "7"},
        {"TtlInherit", "true"},
        {"Tos", "16"},
        {"TosInherit", "true"},
        {"DontFragment", "Inherit"},
        {"EnableLearning", "false"},
        {"MaxAddresses", "12"},
        {"UdpChecksum", "false"},
        {"LocalBypass", "false"},
        {"Address", "02:00:00:00:0a:01"},
        {"Mtu", "1400"},
    };
    for (const auto& [name, value] : attributes)
    {
        factory.Set(name, StringValue(value));
    }
    factory.Set("LowerDevice", PointerValue(pair.links.Get(0)));
    const auto device = factory.Create<VxlanNetDevice>();
    pair.nodes.Get(0)->AddDevice(device);
    for (const auto& [name, value] : attributes)
    {
        StringValue text;
        device->GetAttribute(name, text);
        CHECK_MESSAGE(text.Get() == value, name);
    }
    CHECK(device->GetConfig().df == VXLAN_DF_INHERIT);
    CHECK(device->GetFdb().GetRows().at(0).remotes.at(0).ifIndex ==
          TunnelNode::GetLinkIndex(pair.links.Get(0)));
    // A value that Linux lets change.
    device->SetAttribute("Ttl", UintegerValue(9));
    CHECK(device->GetConfig().ttl == 9);
}

TEST_CASE("MTU of a VXLAN device: 1500, or the lower device's less 50 or 70")
{
    TunnelPair pair;
    VxlanConfig config = TunnelPair::Vxlan("10.0.0.1", "10.0.0.2");
    config.lowerDevice = pair.links.Get(0);
    const auto device = pair.AddVxlan(0, config);
    CHECK(device->GetMtu() == 1450);
    CHECK_FALSE(device->SetMtu(1451));
    CHECK_FALSE(device->SetMtu(67));
    CHECK(device->SetMtu(68));
    config = TunnelPair::Vxlan("fd00::1", "fd00::2");
    config.lowerDevice = pair.links.Get(0);
    CHECK(pair.AddVxlan(0, config)->GetMtu() == 1430);
}

TEST_CASE("A second VXLAN device with the VNI is refused, up or down; other ports are not")
{
    TunnelPair pair;
    const VxlanConfig config = TunnelPair::Vxlan("10.0.0.1", "10.0.0.2");
    pair.AddVxlan(0, config);
    auto second = CreateObject<VxlanNetDevice>();
    second->SetConfig(config);
    CHECK(second->Validate(pair.nodes.Get(0)).error == LinkError::EXIST);
    CHECK(second->Validate(pair.nodes.Get(1)).IsOk());
    VxlanConfig other = config;
    other.destinationPort = 4790;
    second->SetConfig(other);
    CHECK(second->Validate(pair.nodes.Get(0)).IsOk());
    other = config;
    other.lowerDevice = pair.links.Get(1);
    second->SetConfig(other);
    CHECK(second->Validate(pair.nodes.Get(0)).error == LinkError::NODEV);
}

TEST_CASE("A frame too large, or for a device that is down, is refused and counted as dropped")
{
    TunnelPair pair;
    const auto device = pair.AddVxlan(0, TunnelPair::Vxlan("10.0.0.1", "10.0.0.2"));
    DropLog log(device);
    CHECK_FALSE(device->Send(Create<Packet>(10), HOST_B, 0x88b5));
    REQUIRE(device->SetUp(true).IsOk());
    CHECK_FALSE(device->Send(Create<Packet>(1501), HOST_B, 0x88b5));
    CHECK(device->Send(Create<Packet>(1504), HOST_B, 0x8100));
    CHECK(log.reasons == std::vector<DropReason>{DEVICE_DOWN, MTU_EXCEEDED});
    CHECK(log.sizes == std::vector<uint32_t>{24, 1515});
    CHECK(device->GetStats().tx.dropped == 0);
    CHECK(device->GetStats().tx.errors == 0);
    CHECK(device->GetBooks().Close());
}

TEST_CASE("A VXLAN tunnel routed into itself is caught")
{
    TunnelPair pair;
    const auto device = pair.AddVxlan(0, TunnelPair::Vxlan("10.0.0.1", "172.16.0.1"));
    VxlanConfig config = device->GetConfig();
    config.local = IpAddress();
    REQUIRE(device->SetConfig(config).IsOk());
    Ipv4AddressHelper("172.16.0.0", "255.255.255.0", "0.0.0.9").Assign(NetDeviceContainer(device));
    REQUIRE(device->SetUp(true).IsOk());
    DropLog log(device);
    device->Send(Create<Packet>(100), HOST_B, 0x88b5);
    CHECK(device->GetStats().tx.collisions == 1);
    CHECK(device->GetStats().tx.errors == 1);
    CHECK(log.reasons == std::vector<DropReason>{ROUTE_LOOP});
    CHECK(device->GetBooks().Close());
}

TEST_CASE("Two VXLAN tunnels routed into each other are caught")
{
    TunnelPair pair;
    VxlanConfig config;
    config.vni = 1;
    config.remote = Ipv4Address("172.17.0.1");
    const auto first = pair.AddVxlan(0, config);
    config.vni = 2;
    config.remote = Ipv4Address("172.16.0.1");
    const auto second = pair.AddVxlan(0, config);
    Ipv4AddressHelper("172.16.0.0", "255.255.255.0", "0.0.0.9").Assign(NetDeviceContainer(first));
    Ipv4AddressHelper("172.17.0.0", "255.255.255.0", "0.0.0.9").Assign(NetDeviceContainer(second));
    const auto ipv4 = pair.nodes.Get(0)->GetObject<Ipv4L3Protocol>();
    // With neighbours known, everything happens in one go.
    for (const Ptr<NetDevice>& device : {Ptr<NetDevice>(first), Ptr<NetDevice>(second)})
    {
        const auto cache = ipv4->GetInterface(ipv4->GetInterfaceForDevice(device))->GetArpCache();
        auto* entry =
            cache->Add(device == first ? Ipv4Address("172.16.0.1") : Ipv4Address("172.17.0.1"));
        entry->SetMacAddress(HOST_B);
        entry->MarkPermanent();
    }
    REQUIRE(first->SetUp(true).IsOk());
    REQUIRE(second->SetUp(true).IsOk());
    first->Send(Create<Packet>(100), HOST_A, 0x88b5);
    const uint64_t loops =
        first->GetDropCounters().Get(ROUTE_LOOP) + second->GetDropCounters().Get(ROUTE_LOOP);
    CHECK(loops == 1);
    CHECK(first->GetBooks().Close());
    CHECK(second->GetBooks().Close());
}

TEST_CASE("Frames for an own address go to the device of that VNI without encapsulation")
{
    TunnelPair pair;
    VxlanConfig config = TunnelPair::Vxlan("10.0.0.1", "10.0.0.1");
    const auto first = pair.AddVxlan(0, config);
    config.vni = 200;
    config.remote = IpAddress();
    const auto second = pair.AddVxlan(0, config);
    REQUIRE(first->SetUp(true).IsOk());
    REQUIRE(second->SetUp(true).IsOk());
    FrameTap tap(second);
    FdbRequest request;
    request.mac = HOST_B;
    request.remote = Remote();
    request.remote->address = Ipv4Address("10.0.0.1");
    request.remote->hasVni = true;
    request.remote->vni = 200;
    REQUIRE(first->FdbAdd(request).IsOk());
    request.mac = HOST_A;
    request.remote->vni = 300;
    REQUIRE(first->FdbAdd(request).IsOk());
    first->SendFrom(ToPacket(std::string("0102")), HOST_A, HOST_B, 0x88b5);
    first->SendFrom(ToPacket(std::string("0102")), HOST_B, HOST_A, 0x88b5);
    CHECK(tap.frames.empty()); // not from within the same event
    Simulator::Stop(Seconds(1));
    Simulator::Run();
    CHECK(tap.frames == std::vector<std::string>{"02000000000b02000000000a88b50102"});
    CHECK(first->GetStats().tx.packets == 1);
    CHECK(first->GetStats().tx.bytes == 16);
    CHECK(first->GetStats().tx.errors == 1);
    CHECK(second->GetStats().rx.bytes == 16);
    CHECK(first->GetDropCounters().Get(TUNNEL_NOT_FOUND) == 1);
    CHECK(second->GetFdb().Find(HOST_A, 200) != nullptr);
    CHECK(first->GetBooks().Close());
    CHECK(second->GetBooks().Close());
}

TEST_CASE("A group is joined while the device is up, and ageing does not keep a simulation running")
{
    TunnelPair pair;
    VxlanConfig config = TunnelPair::Vxlan("10.0.0.1", "239.1.1.1");
    config.lowerDevice = pair.links.Get(0);
    const auto device = pair.AddVxlan(0, config);
    const auto groups = GroupMembership::GetOrCreate(pair.nodes.Get(0));
    CHECK_FALSE(groups->IsMember(config.remote, pair.links.Get(0)));
    REQUIRE(device->SetUp(true).IsOk());
    CHECK(groups->IsMember(config.remote, pair.links.Get(0)));
    config.remote = Ipv4Address("239.1.1.2");
    REQUIRE(device->SetConfig(config).IsOk());
    CHECK_FALSE(groups->IsMember(Ipv4Address("239.1.1.1"), pair.links.Get(0)));
    CHECK(groups->IsMember(config.remote, pair.links.Get(0)));
    REQUIRE(device->SetUp(false).IsOk());
    CHECK_FALSE(groups->IsMember(config.remote, pair.links.Get(0)));
    REQUIRE(device->SetUp(true).IsOk());
    device->GetFdb().Learn(HOST_A, 100, Ipv4Address("10.0.0.2"), 0, Simulator::Now());
    FdbRequest request;
    request.mac = HOST_B;
    request.remote = Remote();
    request.remote->address = Ipv4Address("10.0.0.2");
    request.state = FDB_REACHABLE;
    REQUIRE(device->FdbAdd(request).IsOk());
    Simulator::Run(); // ends by itself
    CHECK(Simulator::Now() == Seconds(300));
    CHECK(device->GetFdb().GetSize() == 1);
}

TEST_CASE("Flooded frames go to every remote, the first one last, and the books close")
{
    TunnelPair pair;
    const auto device = pair.AddVxlan(0, TunnelPair::Vxlan("10.0.0.1", "10.0.0.2"));
    REQUIRE(device->SetUp(true).IsOk());
    FdbRequest request;
    request.remote = Remote();
    for (const char* address : {"10.0.0.3", "172.16.0.1", "0.0.0.0"})
    {
        request.remote->address = Ipv4Address(address);
        REQUIRE(device->FdbAppend(request).IsOk());
    }
    std::vector<IpAddress> order;

    struct Sink
    {
        std::vector<IpAddress>& order;

        void Note(Ptr<const Packet>, const TunnelOuterInfo& outer)
        {
            order.push_back(outer.destination);
        }
    } sink{order};

    device->TraceConnectWithoutContext("Encapsulated", MakeCallback(&Sink::Note, &sink));
    device->Send(Create<Packet>(100), Mac48Address::GetBroadcast(), 0x88b5);
    CHECK(order == std::vector<IpAddress>{Ipv4Address("10.0.0.3"), Ipv4Address("10.0.0.2")});
    CHECK(device->GetStats().tx.packets == 2);
    CHECK(device->GetStats().tx.carrierErrors == 1);
    CHECK(device->GetStats().tx.dropped == 1);
    CHECK(device->GetBooks().copies == 3);
    CHECK(device->GetBooks().Close());
}

TEST_CASE("As a port of a bridge, VXLAN answers what does not fit with an ICMP error")
{
    TunnelPair pair;
    const auto device = pair.AddVxlan(0, TunnelPair::Vxlan("10.0.0.1", "10.0.0.2"));
    const auto bridge = CreateObject<LinuxBridgeNetDevice>();
    pair.nodes.Get(0)->AddDevice(bridge);
    const auto port = CreateObject<EthernetLinkDevice>();
    port->SetAddress(Mac48Address::Allocate());
    pair.nodes.Get(0)->AddDevice(port);
    REQUIRE(device->SetUp(true).IsOk());
    FrameTap tap(device);
    // Not a port: fragments.
    device->SendFrom(InnerIpv4(1430, 0, 64, true), HOST_A, HOST_B, 0x0800);
    CHECK(device->GetStats().tx.packets == 1);
    bridge->AddPort(device);
    bridge->AddPort(port);
    device->SendFrom(InnerIpv4(1430, 0, 64, true), HOST_A, HOST_B, 0x0800);
    device->SendFrom(InnerIpv4(1430, 0, 64, false), HOST_A, HOST_B, 0x0800);
    Simulator::Stop(Seconds(1));
    Simulator::Run();
    REQUIRE(tap.frames.size() == 1);
    // From B to A, ICMP type 3 code 4, MTU 1450.
    CHECK(tap.frames[0].substr(0, 28) == "02000000000a02000000000b0800");
    CHECK(tap.frames[0].substr(2 * (14 + 20), 4) == "0304");
    CHECK(tap.frames[0].substr(2 * (14 + 20 + 6), 4) == "05aa");
    CHECK(device->GetDropCounters().Get(PKT_TOO_BIG_REPLIED) == 1);
    CHECK(device->GetStats().tx.packets == 3); // two sent, one answer
    CHECK(device->GetBooks().Close());
}

TEST_CASE("VXLAN under ns-3's bridge and under ours joins two LANs")
{
    for (const bool fromLinux : {false, true})
    {
        CAPTURE(fromLinux);
        TunnelPair pair;
        NodeContainer hosts;
        hosts.Create(2);
        InternetStackHelper().Install(hosts);
        NetDeviceContainer ends;
        for (uint32_t i = 0; i < 2; ++i)
        {
            const auto lan = EthernetLinkHelper().Install(pair.nodes.Get(i), hosts.Get(i));
            ends.Add(lan.Get(1));
            const auto tunnel = pair.AddVxlan(
                i,
                TunnelPair::Vxlan(i ? "10.0.0.2" : "10.0.0.1", i ? "10.0.0.1" : "10.0.0.2"));
            if (fromLinux)
            {
                const auto bridge = CreateObject<LinuxBridgeNetDevice>();
                pair.nodes.Get(i)->AddDevice(bridge);
                bridge->AddPort(tunnel);
                bridge->AddPort(lan.Get(0));
            }
            else
            {
                BridgeHelper().Install(
                    pair.nodes.Get(i),
                    NetDeviceContainer(NetDeviceContainer(tunnel), NetDeviceContainer(lan.Get(0))));
            }
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
}
