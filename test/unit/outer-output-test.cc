/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/boolean.h"
#include "ns3/global-value.h"
#include "ns3/icmpv6-l4-protocol.h"
#include "ns3/internet-stack-helper.h"
#include "ns3/ip-l4-protocol.h"
#include "ns3/ipv4-header.h"
#include "ns3/ipv4-l3-protocol.h"
#include "ns3/ipv4-list-routing.h"
#include "ns3/ipv4-static-routing-helper.h"
#include "ns3/ipv4-static-routing.h"
#include "ns3/ipv6-header.h"
#include "ns3/ipv6-l3-protocol.h"
#include "ns3/ipv6-static-routing-helper.h"
#include "ns3/ipv6-static-routing.h"
#include "ns3/outer-output.h"
#include "ns3/simple-channel.h"
#include "ns3/simple-net-device.h"
#include "ns3/simulator.h"
#include "ns3/uinteger.h"

#include <doctest/doctest.h>
#include <functional>
#include <numeric>
#include <string>
#include <vector>

using namespace ns3;

namespace
{

constexpr uint8_t PROTOCOL = 253; // for experiments, RFC 3692

void
Call(std::function<void()> function)
{
    function();
}

/** Schedules a lambda, which Simulator::Schedule takes only from 3.36 on. */
void
At(Time time, std::function<void()> function)
{
    Simulator::Schedule(time, &Call, function);
}

/** Takes packets of protocol 253 and keeps them. */
class Sink : public IpL4Protocol
{
  public:
    int GetProtocolNumber() const override
    {
        return PROTOCOL;
    }

    RxStatus Receive(Ptr<Packet> p, const Ipv4Header& header, Ptr<Ipv4Interface>) override
    {
        packets.push_back(p->Copy());
        sources.emplace_back(header.GetSource());
        return RX_OK;
    }

    RxStatus Receive(Ptr<Packet> p, const Ipv6Header& header, Ptr<Ipv6Interface>) override
    {
        packets.push_back(p->Copy());
        sources.emplace_back(header.GetSource());
        return RX_OK;
    }

    void SetDownTarget(DownTargetCallback) override
    {
    }

    void SetDownTarget6(DownTargetCallback6) override
    {
    }

    DownTargetCallback GetDownTarget() const override
    {
        return {};
    }

    DownTargetCallback6 GetDownTarget6() const override
    {
        return {};
    }

    std::vector<Ptr<Packet>> packets; // as they came
    std::vector<IpAddress> sources;   // of these packets
};

/** A routing protocol that is none of those that are known not to change by themselves. */
class OtherRouting : public Ipv4ListRouting
{
};

/** Two nodes, 10.0.0.1 and .2, fd00::1 and ::2, on a link of MTU 1500. */
struct Pair
{
    Pair()
    {
        InternetStackHelper stack;
        Ptr<SimpleChannel> channel = CreateObject<SimpleChannel>();
        for (uint32_t i = 0; i < 2; ++i)
        {
            node[i] = CreateObject<Node>();
            device[i] = CreateObject<SimpleNetDevice>();
            device[i]->SetAddress(Mac48Address::Allocate());
            device[i]->SetChannel(channel);
            device[i]->SetMtu(1500);
            node[i]->AddDevice(device[i]);
            stack.Install(node[i]);
            node[i]->GetObject<Icmpv6L4Protocol>()->SetAttribute("DAD", BooleanValue(false));
            ipv4[i] = node[i]->GetObject<Ipv4L3Protocol>();
            ipv6[i] = node[i]->GetObject<Ipv6L3Protocol>();
            interface4[i] = ipv4[i]->AddInterface(device[i]);
            interface6[i] = ipv6[i]->AddInterface(device[i]);
            const std::string last = std::to_string(i + 1);
            AddAddress(i, "10.0.0." + last, "255.255.255.0");
            ipv6[i]->AddAddress(
                interface6[i],
                Ipv6InterfaceAddress(Ipv6Address(("fd00::" + last).c_str()), Ipv6Prefix(64)));
            ipv4[i]->SetUp(interface4[i]);
            ipv6[i]->SetUp(interface6[i]);
            sink[i] = CreateObject<Sink>();
            ipv4[i]->Insert(sink[i]);
            ipv6[i]->Insert(sink[i]);
        }
        static4 = Ipv4StaticRoutingHelper().GetStaticRouting(ipv4[0]);
        static6 = Ipv6StaticRoutingHelper().GetStaticRouting(ipv6[0]);
        output = OuterOutput::GetOrCreate(node[0]);
        output->TraceConnectWithoutContext("Tx", MakeCallback(&Pair::Tx, this));
        output->TraceConnectWithoutContext("Drop", MakeCallback(&Pair::Dropped, this));
    }

    ~Pair()
    {
        Simulator::Destroy();
    }

    void AddAddress(uint32_t i, const std::string& address, const std::string& mask)
    {
        ipv4[i]->AddAddress(
            interface4[i],
            Ipv4InterfaceAddress(Ipv4Address(address.c_str()), Ipv4Mask(mask.c_str())));
    }

    void Tx(Ptr<const Packet> packet, Ptr<NetDevice> through)
    {
        sent.push_back(packet->Copy());
        devices.push_back(through);
    }

    void Dropped(Ptr<const Packet>, DropReason reason)
    {
        dropped.push_back(reason);
    }

    void Heard(Ptr<NetDevice>,
               Ptr<const Packet>,
               uint16_t,
               const Address&,
               const Address& destination,
               NetDevice::PacketType)
    {
        heard.push_back(destination);
    }

    OuterOutput::Route Find(const std::string& destination, Ptr<NetDevice> oif = nullptr)
    {
        OuterOutput::Route route;
        REQUIRE(output->Lookup(*IpAddress::Parse(destination), IpAddress(), oif, 0, route));
        return route;
    }

    bool CanFind(const std::string& destination, const std::string& source = "0.0.0.0")
    {
        OuterOutput::Route route;
        return output->Lookup(*IpAddress::Parse(destination),
                              *IpAddress::Parse(source),
                              nullptr,
                              0,
                              route);
    }

    OuterOutput::SendResult Send(const OuterOutput::Route& route,
                                 const std::string& destination,
                                 uint32_t size,
                                 bool dontFragment = false)
    {
        std::vector<uint8_t> bytes(size);
        std::iota(bytes.begin(), bytes.end(), 0);
        OuterIpFields fields;
        fields.destination = *IpAddress::Parse(destination);
        fields.protocol = PROTOCOL;
        fields.tos = 0xb8;
        fields.ttl = 17;
        fields.dontFragment = dontFragment;
        fields.flowLabel = 0x54321;
        return output->Send(route, Create<Packet>(bytes.data(), size), fields);
    }

    Ipv4Header Header(size_t i) const
    {
        Ipv4Header header;
        sent.at(i)->PeekHeader(header);
        return header;
    }

    Ptr<Node> node[2];
    Ptr<SimpleNetDevice> device[2];
    Ptr<Ipv4L3Protocol> ipv4[2];
    Ptr<Ipv6L3Protocol> ipv6[2];
    uint32_t interface4[2];
    uint32_t interface6[2];
    Ptr<Sink> sink[2];
    Ptr<Ipv4StaticRouting> static4;
    Ptr<Ipv6StaticRouting> static6;
    Ptr<OuterOutput> output;
    std::vector<Ptr<Packet>> sent;
    std::vector<Ptr<NetDevice>> devices;
    std::vector<DropReason> dropped;
    std::vector<Address> heard;
};

} // namespace

TEST_CASE("outer output: one object per node, of the node's two stacks")
{
    Pair pair;
    CHECK(OuterOutput::GetOrCreate(pair.node[0]) == pair.output);
    CHECK(OuterOutput::GetOrCreate(pair.node[1]) != pair.output);
    Ptr<Node> bare = CreateObject<Node>();
    OuterOutput::Route route;
    CHECK_FALSE(OuterOutput::GetOrCreate(bare)
                    ->Lookup(Ipv4Address("10.0.0.1"), IpAddress(), nullptr, 0, route));
    InternetStackHelper().Install(bare);
    CHECK(OuterOutput::GetOrCreate(bare)
              ->Lookup(Ipv4Address("127.0.0.1"), IpAddress(), nullptr, 0, route));
}

TEST_CASE("outer output: IPv4 lookup")
{
    Pair pair;
    SUBCASE("on link")
    {
        const auto route = pair.Find("10.0.0.2");
        CHECK(route.source == IpAddress(Ipv4Address("10.0.0.1")));
        CHECK(route.gateway == IpAddress(Ipv4Address("10.0.0.2")));
        CHECK(route.device == pair.device[0]);
        CHECK(route.mtu == 1500);
        CHECK(route.hopLimit == 64);
        CHECK_FALSE(route.local);
        CHECK_FALSE(route.multicast);
    }
    SUBCASE("through a gateway, by the longest prefix")
    {
        CHECK_FALSE(pair.CanFind("192.0.2.7"));
        pair.static4->SetDefaultRoute(Ipv4Address("10.0.0.2"), pair.interface4[0]);
        CHECK(pair.Find("192.0.2.7").gateway == IpAddress(Ipv4Address("10.0.0.2")));
        pair.static4->AddHostRouteTo(Ipv4Address("192.0.2.7"),
                                     Ipv4Address("10.0.0.3"),
                                     pair.interface4[0]);
        CHECK(pair.Find("192.0.2.7").gateway == IpAddress(Ipv4Address("10.0.0.3")));
    }
    SUBCASE("a source must be an address of the node")
    {
        pair.AddAddress(0, "10.0.0.11", "255.255.255.0");
        CHECK(pair.CanFind("10.0.0.2", "10.0.0.11"));
        CHECK_FALSE(pair.CanFind("10.0.0.2", "10.0.0.12"));
        CHECK_FALSE(pair.CanFind("10.0.0.2", "fd00::1"));
        OuterOutput::Route route;
        pair.output->Lookup(Ipv4Address("10.0.0.2"), Ipv4Address("10.0.0.11"), nullptr, 0, route);
        CHECK(route.source == IpAddress(Ipv4Address("10.0.0.11")));
    }
    SUBCASE("own addresses are local, loopback too")
    {
        const auto route = pair.Find("10.0.0.1");
        CHECK(route.local);
        CHECK(route.source == IpAddress(Ipv4Address("10.0.0.1")));
        CHECK(route.device != pair.device[0]);
        CHECK(pair.Find("127.0.0.9").local);
        CHECK(pair.output->IsLocal(Ipv4Address("10.0.0.1")));
        CHECK_FALSE(pair.output->IsLocal(Ipv4Address("10.0.0.2")));
        CHECK(pair.output->IsLocal(Ipv6Address("fd00::1")));
    }
    SUBCASE("a device given: on link if no route says else")
    {
        const auto route = pair.Find("192.0.2.7", pair.device[0]);
        CHECK(route.gateway == IpAddress(Ipv4Address("192.0.2.7")));
        CHECK(route.source == IpAddress(Ipv4Address("10.0.0.1")));
    }
    SUBCASE("groups need a device or a route")
    {
        CHECK_FALSE(pair.CanFind("239.1.1.1"));
        CHECK_FALSE(pair.CanFind("224.0.0.5"));
        const auto route = pair.Find("239.1.1.1", pair.device[0]);
        CHECK(route.multicast);
        CHECK(route.gateway == IpAddress(Ipv4Address("239.1.1.1")));
        CHECK(route.source == IpAddress(Ipv4Address("10.0.0.1")));
        pair.static4->SetDefaultRoute(Ipv4Address("10.0.0.2"), pair.interface4[0]);
        CHECK(pair.CanFind("239.1.1.1"));
    }
    SUBCASE("nothing through an interface that is down")
    {
        pair.ipv4[0]->SetDown(pair.interface4[0]);
        CHECK_FALSE(pair.CanFind("10.0.0.2"));
        CHECK_FALSE(pair.CanFind("10.0.0.1"));
        OuterOutput::Route route;
        CHECK_FALSE(
            pair.output->Lookup(Ipv4Address("239.1.1.1"), IpAddress(), pair.device[0], 0, route));
    }
    SUBCASE("no address")
    {
        OuterOutput::Route route;
        CHECK_FALSE(pair.output->Lookup(IpAddress(), IpAddress(), nullptr, 0, route));
        CHECK_FALSE(pair.CanFind("0.0.0.0"));
        CHECK_FALSE(pair.CanFind("::"));
    }
}

TEST_CASE("outer output: IPv6 lookup")
{
    Pair pair;
    const auto route = pair.Find("fd00::2");
    CHECK(route.source == IpAddress(Ipv6Address("fd00::1")));
    CHECK(route.device == pair.device[0]);
    CHECK(route.interface6);
    CHECK_FALSE(route.interface4);
    CHECK(pair.Find("fd00::1").local);
    CHECK(pair.Find("::1").local);
    CHECK_FALSE(pair.CanFind("fd01::2"));
    pair.static6->SetDefaultRoute(Ipv6Address("fd00::2"), pair.interface6[0]);
    CHECK(pair.Find("fd01::2").gateway == IpAddress(Ipv6Address("fd00::2")));
    CHECK_FALSE(pair.CanFind("fe80::5"));
    const auto linkLocal = pair.Find("fe80::5", pair.device[0]);
    CHECK(linkLocal.source.IsLinkLocal());
    const auto group = pair.Find("ff05::100", pair.device[0]);
    CHECK(group.multicast);
    CHECK(group.source == IpAddress(Ipv6Address("fd00::1")));
    CHECK(group.gateway == IpAddress(Ipv6Address("ff05::100")));
    // Linux does not ask whether an IPv6 source is its own.
    CHECK(pair.CanFind("fd00::2", "fd00::99"));
}

TEST_CASE("outer output: IPv4 header fields are the caller's")
{
    Pair pair;
    const auto route = pair.Find("10.0.0.2");
    CHECK(pair.Send(route, "10.0.0.2", 100, true) == OuterOutput::SENT);
    CHECK(pair.Send(route, "10.0.0.2", 100) == OuterOutput::SENT);
    OuterIpFields fields;
    fields.destination = Ipv4Address("10.0.0.2");
    fields.source = Ipv4Address("10.0.0.77");
    fields.protocol = 47;
    CHECK(pair.output->Send(route, Create<Packet>(1480), fields) == OuterOutput::SENT);
    REQUIRE(pair.sent.size() == 3);
    const Ipv4Header header = pair.Header(0);
    CHECK(header.GetSource() == Ipv4Address("10.0.0.1"));
    CHECK(header.GetDestination() == Ipv4Address("10.0.0.2"));
    CHECK(header.GetProtocol() == PROTOCOL);
    CHECK(header.GetTos() == 0xb8);
    CHECK(header.GetTtl() == 17);
    CHECK(header.GetPayloadSize() == 100);
    CHECK(header.IsDontFragment());
    CHECK(header.IsLastFragment());
    CHECK_FALSE(pair.Header(1).IsDontFragment());
    CHECK(pair.Header(1).GetIdentification() != header.GetIdentification());
    CHECK(pair.Header(2).GetSource() == Ipv4Address("10.0.0.77"));
    CHECK(pair.Header(2).GetTtl() == 64);
    CHECK(pair.Header(2).GetPayloadSize() == 1480);
    CHECK(pair.devices.at(0) == pair.device[0]);

    Simulator::Run();
    REQUIRE(pair.sink[1]->packets.size() == 2);
    CHECK(pair.sink[1]->packets.at(0)->GetSize() == 100);
    CHECK(pair.output->GetBooks().in == 3);
    CHECK(pair.output->GetBooks().out == 3);
    CHECK(pair.output->GetBooks().Close());
}

TEST_CASE("outer output: the node's default TTL and the checksum switch")
{
    Pair pair;
    pair.ipv4[0]->SetAttribute("DefaultTtl", UintegerValue(33));
    pair.ipv6[0]->SetAttribute("DefaultTtl", UintegerValue(44));
    GlobalValue::Bind("ChecksumEnabled", BooleanValue(true));
    const auto route = pair.Find("10.0.0.2");
    CHECK(route.hopLimit == 33);
    CHECK(pair.Find("fd00::2").hopLimit == 44);
    pair.Send(route, "10.0.0.2", 100);
    GlobalValue::Bind("ChecksumEnabled", BooleanValue(false));
    Ipv4Header header;
    header.EnableChecksum();
    pair.sent.at(0)->PeekHeader(header);
    CHECK(header.IsChecksumOk());
    uint8_t bytes[20];
    pair.sent.at(0)->CopyData(bytes, 20);
    CHECK((bytes[10] | bytes[11]) != 0);
}

TEST_CASE("outer output: IPv4 fragments are cut as Linux cuts them")
{
    Pair pair;

    // Total length, fragment offset: from the recorded cases vxlan-mtu.
    struct Case
    {
        uint16_t mtu;
        uint32_t size;
        std::vector<std::pair<uint32_t, uint32_t>> fragments;
    };

    const Case cases[] = {
        {1500, 1480, {{1500, 0}}},
        {1500, 1481, {{1500, 0}, {21, 1480}}},
        {1500, 1530, {{1500, 0}, {70, 1480}}},
        {1280, 1261, {{1276, 0}, {25, 1256}}},
        {1400, 1381, {{1396, 0}, {25, 1376}}},
        {1500, 4030, {{1500, 0}, {1500, 1480}, {1090, 2960}}},
    };
    for (const auto& c : cases)
    {
        CAPTURE(c.mtu);
        CAPTURE(c.size);
        pair.sent.clear();
        pair.device[0]->SetMtu(c.mtu);
        CHECK(pair.Send(pair.Find("10.0.0.2"), "10.0.0.2", c.size) == OuterOutput::SENT);
        REQUIRE(pair.sent.size() == c.fragments.size());
        uint8_t next = 0;
        for (size_t i = 0; i < c.fragments.size(); ++i)
        {
            Ptr<Packet> fragment = pair.sent.at(i)->Copy();
            CHECK(fragment->GetSize() == c.fragments[i].first);
            Ipv4Header header;
            fragment->RemoveHeader(header);
            CHECK(header.GetPayloadSize() == fragment->GetSize());
            CHECK(header.GetFragmentOffset() == c.fragments[i].second);
            CHECK(header.IsLastFragment() == (i + 1 == c.fragments.size()));
            CHECK_FALSE(header.IsDontFragment());
            CHECK(header.GetIdentification() == pair.Header(0).GetIdentification());
            std::vector<uint8_t> bytes(fragment->GetSize());
            fragment->CopyData(bytes.data(), bytes.size());
            for (const uint8_t byte : bytes)
            {
                CHECK(byte == next++);
            }
        }
    }
    CHECK(pair.output->GetBooks().in == 6);
    CHECK(pair.output->GetBooks().fragments == 6);
    CHECK(pair.output->GetBooks().out == 12);
    CHECK(pair.output->GetBooks().Close());
}

TEST_CASE("outer output: the other end puts fragments together")
{
    Pair pair;
    CHECK(pair.Send(pair.Find("10.0.0.2"), "10.0.0.2", 20) == OuterOutput::SENT);
    At(Seconds(1), [&] { pair.Send(pair.Find("10.0.0.2"), "10.0.0.2", 4030); });
    Simulator::Run();
    REQUIRE(pair.sink[1]->packets.size() == 2);
    std::vector<uint8_t> bytes(pair.sink[1]->packets.at(1)->GetSize());
    REQUIRE(bytes.size() == 4030);
    pair.sink[1]->packets.at(1)->CopyData(bytes.data(), bytes.size());
    for (size_t i = 0; i < bytes.size(); ++i)
    {
        REQUIRE(bytes[i] == uint8_t(i));
    }
}

TEST_CASE("outer output: what is too big and must not be cut is dropped")
{
    Pair pair;
    const auto route4 = pair.Find("10.0.0.2");
    const auto route6 = pair.Find("fd00::2");
    CHECK(pair.Send(route4, "10.0.0.2", 1481, true) == OuterOutput::DROPPED_TOO_BIG_DF);
    CHECK(pair.Send(route4, "10.0.0.2", 1480, true) == OuterOutput::SENT);
    CHECK(pair.Send(route4, "10.0.0.2", 65516) == OuterOutput::DROPPED_TOO_BIG_DF);
    CHECK(pair.Send(route6, "fd00::2", 1461) == OuterOutput::DROPPED_TOO_BIG_IPV6);
    CHECK(pair.Send(route6, "fd00::2", 1460) == OuterOutput::SENT);
    CHECK(pair.dropped ==
          std::vector<DropReason>{OUTER_TOO_BIG_DF, OUTER_TOO_BIG_DF, OUTER_TOO_BIG_IPV6});
    CHECK(pair.output->GetDropCounters().Get(OUTER_TOO_BIG_DF) == 2);
    CHECK(pair.output->GetDropCounters().Get(OUTER_TOO_BIG_IPV6) == 1);
    CHECK(pair.output->GetBooks().in == 5);
    CHECK(pair.output->GetBooks().dropped == 3);
    CHECK(pair.output->GetBooks().Close());
}

TEST_CASE("outer output: a device MTU that leaves no room for a fragment drops")
{
    Pair pair;
    pair.device[0]->SetMtu(24);
    CHECK(pair.Send(pair.Find("10.0.0.2"), "10.0.0.2", 100) == OuterOutput::DROPPED_TOO_BIG_DF);
    CHECK(pair.output->GetDropCounters().Get(FRAGMENT_FAILED) == 1);
}

TEST_CASE("outer output: IPv6 header fields are the caller's")
{
    Pair pair;
    CHECK(pair.Send(pair.Find("fd00::2"), "fd00::2", 100) == OuterOutput::SENT);
    Ipv6Header header;
    pair.sent.at(0)->PeekHeader(header);
    CHECK(header.GetSource() == Ipv6Address("fd00::1"));
    CHECK(header.GetDestination() == Ipv6Address("fd00::2"));
    CHECK(header.GetNextHeader() == PROTOCOL);
    CHECK(header.GetTrafficClass() == 0xb8);
    // From the bytes: ns-3.35 reads the flow label wrongly.
    uint8_t bytes[4];
    pair.sent.at(0)->CopyData(bytes, sizeof(bytes));
    CHECK(bytes[1] == 0x85);
    CHECK(bytes[2] == 0x43);
    CHECK(bytes[3] == 0x21);
    CHECK(header.GetHopLimit() == 17);
    CHECK(header.GetPayloadLength() == 100);
    Simulator::Run();
    REQUIRE(pair.sink[1]->packets.size() == 1);
    CHECK(pair.sink[1]->sources.at(0) == IpAddress(Ipv6Address("fd00::1")));
}

TEST_CASE("outer output: an own address is reached through the node's own stack, later")
{
    Pair pair;
    CHECK(pair.Send(pair.Find("10.0.0.1"), "10.0.0.1", 3000) == OuterOutput::SENT);
    CHECK(pair.Send(pair.Find("fd00::1"), "fd00::1", 3000) == OuterOutput::SENT);
    CHECK(pair.sink[0]->packets.empty());
    Simulator::Run();
    REQUIRE(pair.sink[0]->packets.size() == 2);
    CHECK(pair.sink[0]->packets.at(0)->GetSize() == 3000);
    CHECK(pair.sink[0]->sources.at(0) == IpAddress(Ipv4Address("10.0.0.1")));
    CHECK(pair.sink[0]->sources.at(1) == IpAddress(Ipv6Address("fd00::1")));
    CHECK(pair.sink[1]->packets.empty());
}

TEST_CASE("outer output: groups go to their MAC address and not back to the sender")
{
    Pair pair;
    pair.node[1]->RegisterProtocolHandler(MakeCallback(&Pair::Heard, &pair),
                                          Ipv4L3Protocol::PROT_NUMBER,
                                          pair.device[1],
                                          true);
    pair.Send(pair.Find("239.1.2.3", pair.device[0]), "239.1.2.3", 50);
    Simulator::Run();
    REQUIRE(pair.heard.size() == 1);
    CHECK(pair.heard[0] == Mac48Address("01:00:5e:01:02:03"));
    CHECK(pair.sink[0]->packets.empty());
    CHECK(pair.sink[1]->packets.size() == 1);
}

TEST_CASE("outer output: an interface that went down drops")
{
    Pair pair;
    const auto route4 = pair.Find("10.0.0.2");
    const auto route6 = pair.Find("fd00::2");
    pair.ipv4[0]->SetDown(pair.interface4[0]);
    pair.ipv6[0]->SetDown(pair.interface6[0]);
    CHECK(pair.Send(route4, "10.0.0.2", 50) == OuterOutput::DROPPED_LINK);
    CHECK(pair.Send(route6, "fd00::2", 50) == OuterOutput::DROPPED_LINK);
    CHECK(pair.output->GetDropCounters().Get(LINK_DOWN) == 2);
}

TEST_CASE("outer output: route MTUs and unreachable prefixes follow the longest match")
{
    Pair pair;
    pair.static4->SetDefaultRoute(Ipv4Address("10.0.0.2"), pair.interface4[0]);
    pair.output->SetRouteMtu(Ipv4Address("10.0.0.2"), 32, 1400);
    pair.static4->AddHostRouteTo(Ipv4Address("10.0.0.2"), pair.interface4[0]);
    CHECK(pair.Find("10.0.0.2").mtu == 1400);
    CHECK(pair.Find("10.0.0.3").mtu == 1500);
    CHECK(pair.Send(pair.Find("10.0.0.2"), "10.0.0.2", 1381, true) ==
          OuterOutput::DROPPED_TOO_BIG_DF);
    pair.output->SetRouteMtu(Ipv4Address("0.0.0.0"), 0, 1300);
    CHECK(pair.Find("192.0.2.1").mtu == 1300);
    CHECK(pair.Find("10.0.0.3").mtu == 1500);
    pair.output->SetRouteMtu(Ipv4Address("0.0.0.0"), 0, 9000);
    CHECK(pair.Find("192.0.2.1").mtu == 1500);
    pair.output->SetRouteMtu(Ipv4Address("10.0.0.2"), 32, 0);
    CHECK(pair.Find("10.0.0.2").mtu == 1500);

    pair.output->SetUnreachable(Ipv4Address("172.16.5.0"), 24, true);
    CHECK_FALSE(pair.CanFind("172.16.5.9"));
    CHECK(pair.CanFind("172.16.6.9"));
    pair.static4->AddHostRouteTo(Ipv4Address("172.16.5.9"), pair.interface4[0]);
    CHECK(pair.CanFind("172.16.5.9"));
    pair.output->SetUnreachable(Ipv4Address("172.16.5.0"), 24, false);
    CHECK(pair.CanFind("172.16.5.10"));

    pair.output->SetRouteMtu(Ipv6Address("fd00::"), 64, 1350);
    CHECK(pair.Find("fd00::2").mtu == 1350);
}

TEST_CASE("outer output: path MTU exceptions")
{
    Pair pair;
    auto& output = *pair.output;
    const Ipv4Address far("10.0.0.2");
    const auto kept = pair.Find("10.0.0.2");
    output.NotePathMtu(far, 1600);
    CHECK(output.IsFresh(kept));
    output.NotePathMtu(far, 1400);
    CHECK_FALSE(output.IsFresh(kept));
    CHECK(pair.Find("10.0.0.2").mtu == 1400);
    CHECK(pair.Find("10.0.0.3").mtu == 1500);
    output.NotePathMtu(far, 1450);
    CHECK(pair.Find("10.0.0.2").mtu == 1400);

    At(Seconds(599), [&] { CHECK(pair.Find("10.0.0.2").mtu == 1400); });
    At(Seconds(600), [&] { CHECK(pair.Find("10.0.0.2").mtu == 1500); });
    At(Seconds(601), [&] {
        output.NotePathMtu(far, 300);
        const auto route = pair.Find("10.0.0.2");
        CHECK(route.mtu == 552);
        CHECK(route.mtuLocked);
        pair.sent.clear();
        CHECK(pair.Send(route, "10.0.0.2", 600, true) == OuterOutput::SENT);
        CHECK(pair.sent.size() == 2);
        CHECK_FALSE(pair.Header(0).IsDontFragment());
        output.NotePathMtu(Ipv6Address("fd00::2"), 1000);
        CHECK(pair.Find("fd00::2").mtu == 1280);
        output.NotePathMtu(Ipv4Address("203.0.113.5"), 1000); // no route: no exception
    });
    At(Seconds(602), [&] {
        pair.static4->SetDefaultRoute(far, pair.interface4[0]);
        CHECK(pair.Find("203.0.113.5").mtu == 1500);
    });
    Simulator::Run();
}

TEST_CASE("outer output: which kept routes are fresh")
{
    Pair pair;
    auto& output = *pair.output;
    CHECK_FALSE(output.IsFresh(OuterOutput::Route()));
    pair.Find("10.0.0.2"); // only now the tables of both families are known
    auto route6 = pair.Find("fd00::2");
    auto route = pair.Find("10.0.0.2");
    CHECK(output.IsFresh(route));
    CHECK(output.IsFresh(route6));
    SUBCASE("not after the number of routes changed")
    {
        pair.static4->AddHostRouteTo(Ipv4Address("10.0.0.2"), pair.interface4[0]);
        CHECK_FALSE(output.IsFresh(route));
        CHECK(output.IsFresh(pair.Find("10.0.0.2")));
        route6 = pair.Find("fd00::2");
        pair.static6->AddHostRouteTo(Ipv6Address("fd00::2"), pair.interface6[0]);
        CHECK_FALSE(output.IsFresh(route6));
    }
    SUBCASE("not after an address came or went")
    {
        pair.AddAddress(0, "10.7.0.1", "255.255.255.0");
        CHECK_FALSE(output.IsFresh(route));
        route = pair.Find("10.0.0.2");
        pair.ipv4[0]->RemoveAddress(pair.interface4[0], 1);
        CHECK_FALSE(output.IsFresh(route));
    }
    SUBCASE("not when told")
    {
        output.NoteRouteChange();
        CHECK_FALSE(output.IsFresh(route));
    }
    SUBCASE("not when the interface is down or its MTU another")
    {
        pair.device[0]->SetMtu(1280);
        CHECK_FALSE(output.IsFresh(route));
        route = pair.Find("10.0.0.2");
        CHECK(output.IsFresh(route));
        CHECK(route.mtu == 1280);
        pair.ipv4[0]->SetDown(pair.interface4[0]);
        CHECK_FALSE(output.IsFresh(route));
    }
    SUBCASE("a route replaced by another within one event is noticed in time")
    {
        pair.static4->AddHostRouteTo(Ipv4Address("192.0.2.1"),
                                     Ipv4Address("10.0.0.2"),
                                     pair.interface4[0]);
        route = pair.Find("192.0.2.1");
        pair.static4->RemoveRoute(pair.static4->GetNRoutes() - 1);
        pair.static4->AddHostRouteTo(Ipv4Address("192.0.2.1"),
                                     Ipv4Address("10.0.0.3"),
                                     pair.interface4[0]);
        bool checked = false;
        At(MilliSeconds(10), [&] {
            CHECK_FALSE(output.IsFresh(route));
            CHECK(pair.Find("192.0.2.1").gateway == IpAddress(Ipv4Address("10.0.0.3")));
            checked = true;
        });
        Simulator::Run();
        CHECK(checked);
    }
    SUBCASE("not when switched off")
    {
        output.SetAttribute("CacheRoutes", BooleanValue(false));
        CHECK_FALSE(output.IsFresh(route));
        CHECK_FALSE(output.IsFresh(pair.Find("10.0.0.2")));
    }
    SUBCASE("not under a routing protocol that changes routes by itself")
    {
        Ptr<Ipv4ListRouting> list =
            DynamicCast<Ipv4ListRouting>(pair.ipv4[0]->GetRoutingProtocol());
        REQUIRE(list);
        list->AddRoutingProtocol(CreateObject<OtherRouting>(), -20);
        output.NoteRouteChange();
        route = pair.Find("10.0.0.2");
        CHECK(route.generation == 0);
        CHECK_FALSE(output.IsFresh(route));
        CHECK(output.IsFresh(pair.Find("fd00::2")));
    }
}
