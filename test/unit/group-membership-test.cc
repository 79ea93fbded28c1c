/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/boolean.h"
#include "ns3/ethernet-header.h"
#include "ns3/ethernet-link-channel.h"
#include "ns3/ethernet-link-device.h"
#include "ns3/group-membership.h"
#include "ns3/icmpv6-l4-protocol.h"
#include "ns3/igmp-header.h"
#include "ns3/internet-stack-helper.h"
#include "ns3/ipv4-l3-protocol.h"
#include "ns3/ipv6-header.h"
#include "ns3/ipv6-l3-protocol.h"
#include "ns3/mld-header.h"
#include "ns3/pcap-file-wrapper.h"
#include "ns3/random-variable-stream.h"
#include "ns3/simulator.h"
#include "ns3/trace-helper.h"
#include "ns3/uinteger.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <doctest/doctest.h>
#include <filesystem>
#include <functional>
#include <iterator>
#include <string>
#include <unistd.h>
#include <vector>

using namespace ns3;

namespace
{

const Ipv4Address ALL_HOSTS("224.0.0.1");
const Ipv6Address ALL_NODES("ff02::1");

void
Call(std::function<void()> function)
{
    function();
}

/** An IGMP or MLD message on the wire. */
struct Message
{
    Time time;                 // of arrival
    std::string to;            // IP destination
    std::string from;          // IP source
    Mac48Address mac;          // Ethernet destination
    uint8_t ttl{0};            // or hop limit
    IgmpHeader igmp;           // if IPv4
    MldHeader mld;             // if IPv6
    bool checksumRight{false}; // of MLD
};

/** A host and a router on one Ethernet link; keeps the host's IGMP and MLD messages. */
struct Segment
{
    explicit Segment(bool withIpv6 = true)
    {
        InternetStackHelper stack;
        stack.SetIpv6StackInstall(withIpv6);
        Ptr<EthernetLinkChannel> channel = CreateObject<EthernetLinkChannel>();
        for (uint32_t i = 0; i < 2; ++i)
        {
            node[i] = CreateObject<Node>();
            device[i] = CreateObject<EthernetLinkDevice>();
            device[i]->SetAddress(Mac48Address::Allocate());
            node[i]->AddDevice(device[i]);
            device[i]->Attach(channel);
            stack.Install(node[i]);
            Ptr<Ipv4L3Protocol> ipv4 = node[i]->GetObject<Ipv4L3Protocol>();
            const uint32_t index = ipv4->AddInterface(device[i]);
            const Ipv4Address address(0x0a000001 + i);
            ipv4->AddAddress(index, Ipv4InterfaceAddress(address, Ipv4Mask("255.255.255.0")));
            ipv4->SetUp(index);
            Ptr<Ipv6L3Protocol> ipv6 = node[i]->GetObject<Ipv6L3Protocol>();
            if (ipv6)
            {
                node[i]->GetObject<Icmpv6L4Protocol>()->SetAttribute("DAD", BooleanValue(false));
                interface6 = ipv6->AddInterface(device[i]);
                ipv6->SetUp(interface6);
            }
        }
        device[1]->SetRawReceiver(MakeCallback(&Segment::Hear, this));
        groups = GroupMembership::GetOrCreate(node[0]);
        groups->AssignStreams(7);
    }

    ~Segment()
    {
        Simulator::Destroy();
    }

    bool Hear(Ptr<const Packet> frame)
    {
        EthernetHeader ethernet(false);
        Ptr<Packet> packet = frame->Copy();
        packet->RemoveHeader(ethernet);
        std::vector<uint8_t> bytes(packet->GetSize());
        packet->CopyData(bytes.data(), bytes.size());
        Message message;
        message.time = Simulator::Now();
        message.mac = ethernet.GetDestination();
        const bool igmp = ethernet.GetLengthType() == 0x0800 && bytes.size() >= 32 && bytes[9] == 2;
        const bool mld = ethernet.GetLengthType() == 0x86dd && bytes.size() >= 72 &&
                         bytes[6] == 0 && bytes[40] == 58;
        if (igmp)
        {
            REQUIRE(bytes[0] == 0x46); // one word of options
            CHECK(bytes[20] == 0x94);  // router alert
            message.ttl = bytes[8];
            message.from = IpAddress::FromBytes(IpAddress::IPV4, &bytes[12]).ToString();
            message.to = IpAddress::FromBytes(IpAddress::IPV4, &bytes[16]).ToString();
            REQUIRE(message.igmp.Read(&bytes[24], bytes.size() - 24));
            igmps.push_back(message);
        }
        else if (mld)
        {
            const auto source = IpAddress::FromBytes(IpAddress::IPV6, &bytes[8]);
            const auto destination = IpAddress::FromBytes(IpAddress::IPV6, &bytes[24]);
            message.ttl = bytes[7];
            message.from = source.ToString();
            message.to = destination.ToString();
            message.checksumRight = MldHeader::IsChecksumRight(&bytes[48],
                                                               bytes.size() - 48,
                                                               source.ToIpv6(),
                                                               destination.ToIpv6());
            REQUIRE(message.mld.Read(&bytes[48], bytes.size() - 48));
            mlds.push_back(message);
        }
        return false;
    }

    void Write(Ptr<const Packet> frame)
    {
        pcap->Write(Simulator::Now(), frame);
    }

    /** At a time, run a function on the host's side of things. */
    void At(double seconds, std::function<void()> function)
    {
        Simulator::Schedule(Seconds(seconds), &Call, function);
    }

    /** The router asks. */
    void Ask(const IgmpHeader& query, Ipv4Address to = ALL_HOSTS)
    {
        device[1]->Send(query.MakeIpv4Packet(Ipv4Address("10.0.0.2"), to, 1),
                        device[1]->GetMulticast(to),
                        0x0800);
    }

    void Ask(const MldHeader& query,
             Ipv6Address source = Ipv6Address("fe80::2"),
             uint8_t hopLimit = 1)
    {
        Ptr<Packet> packet = query.MakeIpv6Payload(source, ALL_NODES);
        Ipv6Header header;
        header.SetSource(source);
        header.SetDestination(ALL_NODES);
        header.SetHopLimit(hopLimit);
        header.SetNextHeader(0);
        header.SetPayloadLength(packet->GetSize());
        packet->AddHeader(header);
        device[1]->Send(packet, device[1]->GetMulticast(ALL_NODES), 0x86dd);
    }

    bool Join(const std::string& group)
    {
        return groups->Join(*IpAddress::Parse(group), device[0]);
    }

    bool Leave(const std::string& group)
    {
        return groups->Leave(*IpAddress::Parse(group), device[0]);
    }

    /** What the i-th IGMPv3 report says, as "type group+sources" separated by blanks. */
    std::string Records(size_t i) const
    {
        std::string text;
        REQUIRE(i < igmps.size());
        REQUIRE(igmps[i].igmp.GetType() == IgmpHeader::V3_REPORT);
        for (const auto& record : igmps[i].igmp.GetRecords())
        {
            text += (text.empty() ? "" : " ") + std::to_string(record.type) + ":" +
                    IpAddress(record.group).ToString();
            for (const auto& source : record.sources)
            {
                text += "+" + IpAddress(source).ToString();
            }
        }
        return text;
    }

    void Run(double seconds)
    {
        Simulator::Stop(Seconds(seconds));
        Simulator::Run();
    }

    Ptr<Node> node[2];
    Ptr<EthernetLinkDevice> device[2];
    uint32_t interface6{0};
    Ptr<GroupMembership> groups;
    Ptr<PcapFileWrapper> pcap;
    std::vector<Message> igmps;
    std::vector<Message> mlds;
};

/** How many packets of a file match a display filter; -1 if tshark fails. */
int
CountWithTshark(const std::string& file, const std::string& filter)
{
    const std::string command =
        "tshark -r " + file + " -o ip.check_checksum:TRUE -Y '" + filter + "' 2>/dev/null | wc -l";
    FILE* pipe = popen(command.c_str(), "r");
    int n = -1;
    if (!pipe || std::fscanf(pipe, "%d", &n) != 1)
    {
        n = -1;
    }
    if (pipe)
    {
        pclose(pipe);
    }
    return n;
}

} // namespace

TEST_CASE("groups: joining and leaving are reported at once and once more")
{
    Segment s;
    s.At(1, [&] { CHECK(s.Join("239.1.1.1")); });
    s.At(5, [&] { CHECK(s.Leave("239.1.1.1")); });
    s.Run(100);
    REQUIRE(s.igmps.size() == 4);
    for (size_t i = 0; i < 4; ++i)
    {
        CHECK(s.Records(i) == (i < 2 ? "4:239.1.1.1" : "3:239.1.1.1"));
        CHECK(s.igmps[i].to == "224.0.0.22");
        CHECK(s.igmps[i].from == "10.0.0.1");
        CHECK(s.igmps[i].mac == Mac48Address("01:00:5e:00:00:16"));
        CHECK(s.igmps[i].ttl == 1);
    }
    CHECK(s.igmps[0].time < Seconds(1.0001));
    CHECK(s.igmps[1].time > s.igmps[0].time);
    CHECK(s.igmps[1].time <= s.igmps[0].time + Seconds(1));
    CHECK(s.igmps[2].time < Seconds(5.0001));
    CHECK(s.igmps[3].time <= s.igmps[2].time + Seconds(1));
    CHECK(s.groups->GetBooks().originated == 4);
    CHECK(s.groups->GetBooks().out == 4);
    CHECK(s.groups->GetBooks().Close());
}

TEST_CASE("groups: users of one membership are counted")
{
    Segment s;
    const IpAddress group = Ipv4Address("239.1.1.1");
    s.At(1, [&] {
        CHECK(s.Join("239.1.1.1"));
        CHECK(s.Join("239.1.1.1"));
        CHECK(s.groups->IsMember(group, s.device[0]));
        CHECK_FALSE(s.groups->IsMember(Ipv4Address("239.1.1.2"), s.device[0]));
        CHECK_FALSE(s.groups->IsMember(group, s.device[1]));
    });
    s.At(3, [&] {
        CHECK(s.Join("239.1.1.1"));
        CHECK(s.Leave("239.1.1.1"));
        CHECK(s.Leave("239.1.1.1"));
        CHECK(s.groups->IsMember(group, s.device[0]));
    });
    s.Run(10);
    CHECK(s.igmps.size() == 2);
    CHECK(s.Leave("239.1.1.1"));
    CHECK_FALSE(s.groups->IsMember(group, s.device[0]));
    CHECK_FALSE(s.Leave("239.1.1.1"));
}

TEST_CASE("groups: what cannot be joined")
{
    Segment s;
    CHECK_FALSE(s.Join("10.0.0.9"));
    CHECK_FALSE(s.groups->Join(IpAddress(), s.device[0]));
    CHECK_FALSE(s.groups->Join(Ipv4Address("239.1.1.1"), nullptr));
    CHECK_FALSE(s.groups->Join(Ipv4Address("239.1.1.1"), s.device[1]));
    Ptr<EthernetLinkDevice> bare = CreateObject<EthernetLinkDevice>();
    s.node[0]->AddDevice(bare);
    CHECK_FALSE(s.groups->Join(Ipv4Address("239.1.1.1"), bare));
    CHECK_FALSE(s.Leave("239.1.1.1"));
    CHECK_FALSE(s.groups->Leave(Ipv4Address("239.1.1.1"), bare));
    CHECK_FALSE(s.groups->Leave(Ipv4Address("239.1.1.1"), nullptr));
    CHECK_FALSE(s.groups->IsMember(Ipv4Address("239.1.1.1"), nullptr));
}

TEST_CASE("groups: changes at one instant share a report")
{
    Segment s;
    s.At(1, [&] {
        s.Join("239.1.1.1");
        s.Join("239.1.1.2");
    });
    s.At(5, [&] {
        s.Leave("239.1.1.1");
        s.Join("239.1.1.3");
    });
    s.Run(10);
    REQUIRE(s.igmps.size() == 4);
    CHECK(s.Records(0) == "4:239.1.1.1 4:239.1.1.2");
    CHECK(s.Records(1) == "4:239.1.1.1 4:239.1.1.2");
    CHECK(s.Records(2) == "3:239.1.1.1 4:239.1.1.3");
    CHECK(s.Records(3) == "3:239.1.1.1 4:239.1.1.3");
}

TEST_CASE("groups: all-hosts is joined but never reported")
{
    Segment s;
    CHECK(s.Join("224.0.0.1"));
    CHECK(s.groups->IsMember(ALL_HOSTS, s.device[0]));
    CHECK(s.Join("ff02::1"));
    CHECK(s.Join("ff01::5"));
    s.At(1, [&] {
        s.Ask(IgmpHeader::MakeV3Query(Ipv4Address::GetAny(), 10, 2, 125));
        s.Ask(MldHeader::MakeV2Query(Ipv6Address::GetAny(), 1000, 2, 125));
    });
    s.Run(10);
    CHECK(s.igmps.empty());
    CHECK(s.mlds.empty());
}

TEST_CASE("groups: robustness is an attribute, and what the querier says")
{
    Segment s;
    s.groups->SetAttribute("Robustness", UintegerValue(3));
    s.At(1, [&] { s.Join("239.1.1.1"); });
    s.At(10, [&] { s.Ask(IgmpHeader::MakeV3Query(Ipv4Address("239.9.9.9"), 10, 4, 125)); });
    s.At(20, [&] { s.Leave("239.1.1.1"); });
    s.Run(30);
    CHECK(s.igmps.size() == 3 + 4);
}

TEST_CASE("groups: answers to IGMPv3 queries")
{
    Segment s;
    s.At(1, [&] {
        s.Join("239.1.1.1");
        s.Join("239.1.1.2");
    });
    SUBCASE("general: one report of all groups, within the time given")
    {
        s.At(10, [&] { s.Ask(IgmpHeader::MakeV3Query(Ipv4Address::GetAny(), 50, 2, 125)); });
        s.Run(30);
        REQUIRE(s.igmps.size() == 3);
        CHECK(s.Records(2) == "2:239.1.1.1 2:239.1.1.2");
        CHECK(s.igmps[2].time > Seconds(10));
        CHECK(s.igmps[2].time < Seconds(15.001));
        CHECK(s.groups->GetBooks().in == 1);
        CHECK(s.groups->GetBooks().consumed == 1);
    }
    SUBCASE("a second general query does not ask for a second answer")
    {
        s.At(10, [&] {
            s.Ask(IgmpHeader::MakeV3Query(Ipv4Address::GetAny(), 50, 2, 125));
            s.Ask(IgmpHeader::MakeV3Query(Ipv4Address::GetAny(), 50, 2, 125));
            s.Ask(IgmpHeader::MakeV3Query(Ipv4Address("239.1.1.1"), 127, 2, 125),
                  Ipv4Address("239.1.1.1"));
        });
        s.Run(30);
        // The group's own answer may come before the general one, but not after it.
        CHECK(s.igmps.size() <= 4);
        CHECK(s.Records(s.igmps.size() - 1) == "2:239.1.1.1 2:239.1.1.2");
    }
    SUBCASE("of a group: the group; of another: nothing")
    {
        s.At(10, [&] {
            s.Ask(IgmpHeader::MakeV3Query(Ipv4Address("239.1.1.2"), 10, 2, 125),
                  Ipv4Address("239.1.1.2"));
            s.Ask(IgmpHeader::MakeV3Query(Ipv4Address("239.1.1.9"), 10, 2, 125),
                  Ipv4Address("239.1.1.9"));
        });
        s.Run(30);
        REQUIRE(s.igmps.size() == 3);
        CHECK(s.Records(2) == "2:239.1.1.2");
        CHECK(s.igmps[2].time < Seconds(11.001));
    }
    SUBCASE("not after the group was left")
    {
        s.At(10, [&] {
            s.Ask(IgmpHeader::MakeV3Query(Ipv4Address("239.1.1.2"), 100, 2, 125),
                  Ipv4Address("239.1.1.2"));
        });
        s.At(10.001, [&] { s.Leave("239.1.1.2"); });
        s.Run(30);
        REQUIRE(s.igmps.size() == 4);
        CHECK(s.Records(2) == "3:239.1.1.2");
        CHECK(s.Records(3) == "3:239.1.1.2");
    }
}

TEST_CASE("groups: a query for sources of a group is answered with those sources")
{
    Segment s;
    s.At(1, [&] { s.Join("239.1.1.1"); });
    s.At(10, [&] {
        // Type, code 10, checksum, group, robustness 2, interval 125, two sources.
        const uint8_t bytes[] = {0x11, 10, 0,   0, 239, 1, 1,   1, 2, 125,
                                 0,    2,  192, 0, 2,   1, 192, 0, 2, 2};
        uint8_t message[sizeof(bytes)];
        std::copy(std::begin(bytes), std::end(bytes), message);
        uint32_t sum = 0;
        for (size_t i = 0; i < sizeof(message); i += 2)
        {
            sum += message[i] << 8 | message[i + 1];
        }
        sum = (sum & 0xffff) + (sum >> 16);
        message[2] = uint8_t(~sum >> 8);
        message[3] = uint8_t(~sum);
        Ptr<Packet> packet = Create<Packet>(message, sizeof(message));
        Ipv4Header header;
        header.SetSource(Ipv4Address("10.0.0.2"));
        header.SetDestination(Ipv4Address("239.1.1.1"));
        header.SetProtocol(2);
        header.SetTtl(1);
        header.SetPayloadSize(sizeof(message));
        packet->AddHeader(header);
        s.device[1]->Send(packet, s.device[1]->GetMulticast(Ipv4Address("239.1.1.1")), 0x0800);
    });
    s.Run(30);
    REQUIRE(s.igmps.size() == 3);
    CHECK(s.Records(2) == "1:239.1.1.1+192.0.2.1+192.0.2.2");
}

TEST_CASE("groups: IGMPv2 while a querier of that version is there")
{
    Segment s;
    s.At(1, [&] {
        s.Join("239.1.1.1");
        s.Join("239.1.1.2");
    });
    s.At(10, [&] { s.Ask(IgmpHeader::MakeV2Query(Ipv4Address::GetAny(), 100)); });
    SUBCASE("every group answers for itself; leave goes to all routers")
    {
        s.At(30, [&] { s.Leave("239.1.1.1"); });
        s.At(40, [&] { s.Join("239.1.1.3"); });
        s.Run(60);
        REQUIRE(s.igmps.size() == 2 + 2 + 1 + 2);
        for (size_t i = 2; i < 4; ++i)
        {
            CHECK(s.igmps[i].igmp.GetType() == IgmpHeader::V2_REPORT);
            CHECK(s.igmps[i].to == IpAddress(s.igmps[i].igmp.GetGroup()).ToString());
            CHECK(s.igmps[i].time < Seconds(20.001));
        }
        CHECK(s.igmps[2].time != s.igmps[3].time);
        CHECK(s.igmps[4].igmp.GetType() == IgmpHeader::V2_LEAVE);
        CHECK(s.igmps[4].to == "224.0.0.2");
        CHECK(s.igmps[4].igmp.GetGroup() == Ipv4Address("239.1.1.1"));
        CHECK(s.igmps[5].igmp.GetGroup() == Ipv4Address("239.1.1.3"));
        CHECK(s.igmps[5].time < Seconds(40.001));
        CHECK(s.igmps[6].time <= Seconds(50.001));
    }
    SUBCASE("another host's report makes ours, and our leave, superfluous")
    {
        s.At(10.0005, [&] {
            s.Ask(IgmpHeader::MakeV2(IgmpHeader::V2_REPORT, Ipv4Address("239.1.1.1")),
                  Ipv4Address("239.1.1.1"));
        });
        s.At(30, [&] { s.Leave("239.1.1.1"); });
        s.Run(60);
        REQUIRE(s.igmps.size() == 3);
        CHECK(s.igmps[2].igmp.GetGroup() == Ipv4Address("239.1.1.2"));
    }
    SUBCASE("back to IGMPv3 when it is silent for long")
    {
        // 2 * 125 s + 10 s
        s.At(269, [&] { s.Join("239.1.1.4"); });
        s.At(290, [&] { s.Join("239.1.1.5"); });
        s.Run(320);
        REQUIRE(s.igmps.size() >= 2 + 2 + 1 + 2);
        CHECK(s.igmps[4].igmp.GetType() == IgmpHeader::V2_REPORT);
        CHECK(s.igmps[4].igmp.GetGroup() == Ipv4Address("239.1.1.4"));
        CHECK(s.Records(s.igmps.size() - 1) == "4:239.1.1.5");
    }
}

TEST_CASE("groups: IGMPv1 has no leave")
{
    Segment s;
    s.At(1, [&] { s.Join("239.1.1.1"); });
    s.At(10, [&] { s.Ask(IgmpHeader::MakeV2Query(Ipv4Address::GetAny(), 0)); });
    s.At(30, [&] { s.Leave("239.1.1.1"); });
    s.Run(60);
    REQUIRE(s.igmps.size() == 3);
    CHECK(s.igmps[2].igmp.GetType() == IgmpHeader::V1_REPORT);
}

TEST_CASE("groups: MLDv2 reports, and IPv6 takes the group's packets")
{
    Segment s;
    const Ipv6Address group("ff05::100");
    Ptr<Ipv6L3Protocol> ipv6 = s.node[0]->GetObject<Ipv6L3Protocol>();
    s.At(3, [&] {
        CHECK(s.Join("ff05::100"));
        CHECK(s.Join("ff05::100"));
        CHECK(ipv6->IsRegisteredMulticastAddress(group, s.interface6));
    });
    s.At(10, [&] { s.Ask(MldHeader::MakeV2Query(Ipv6Address::GetAny(), 5000, 2, 125)); });
    s.At(20, [&] {
        CHECK(s.Leave("ff05::100"));
        CHECK(ipv6->IsRegisteredMulticastAddress(group, s.interface6));
        CHECK(s.Leave("ff05::100"));
        CHECK_FALSE(ipv6->IsRegisteredMulticastAddress(group, s.interface6));
    });
    s.Run(60);
    REQUIRE(s.mlds.size() == 5);
    const uint8_t types[] = {4, 4, 2, 3, 3};
    for (size_t i = 0; i < 5; ++i)
    {
        CHECK(s.mlds[i].mld.GetType() == MldHeader::V2_REPORT);
        REQUIRE(s.mlds[i].mld.GetRecords().size() == 1);
        CHECK(s.mlds[i].mld.GetRecords()[0].type == types[i]);
        CHECK(s.mlds[i].mld.GetRecords()[0].group == group);
        CHECK(s.mlds[i].to == "ff02::16");
        CHECK(s.mlds[i].from.substr(0, 4) == "fe80");
        CHECK(s.mlds[i].mac == Mac48Address("33:33:00:00:00:16"));
        CHECK(s.mlds[i].ttl == 1);
        CHECK(s.mlds[i].checksumRight);
    }
    CHECK(s.mlds[0].time < Seconds(3.0001));
    CHECK(s.mlds[1].time <= Seconds(4.0001));
    CHECK(s.mlds[2].time > Seconds(10));
    CHECK(s.mlds[2].time < Seconds(15.001));
    CHECK(s.igmps.empty());
    CHECK(s.groups->GetBooks().Close());
}

TEST_CASE("groups: MLDv1 while a querier of that version is there")
{
    Segment s;
    s.At(3, [&] { s.Join("ff05::100"); });
    s.At(10, [&] { s.Ask(MldHeader::MakeV1Query(Ipv6Address::GetAny(), 5000)); });
    s.At(30, [&] { s.Leave("ff05::100"); });
    s.Run(60);
    REQUIRE(s.mlds.size() == 4);
    CHECK(s.mlds[2].mld.GetType() == MldHeader::V1_REPORT);
    CHECK(s.mlds[2].to == "ff05::100");
    CHECK(s.mlds[3].mld.GetType() == MldHeader::V1_DONE);
    CHECK(s.mlds[3].to == "ff02::2");
    CHECK(s.mlds[3].checksumRight);
}

TEST_CASE("groups: a link that is down is reported on when it comes up")
{
    Segment s;
    s.device[0]->SetUp(false);
    s.At(1, [&] {
        CHECK(s.Join("239.1.1.1"));
        s.Join("239.1.1.2");
        s.Leave("239.1.1.2");
    });
    s.At(5, [&] {
        CHECK(s.igmps.empty());
        s.device[0]->SetUp(true);
    });
    s.At(10, [&] { s.device[0]->SetUp(false); });
    s.At(11, [&] { s.device[0]->SetUp(true); });
    s.Run(30);
    REQUIRE(s.igmps.size() == 4);
    CHECK(s.igmps[0].time >= Seconds(5));
    CHECK(s.igmps[2].time >= Seconds(11));
    for (size_t i = 0; i < 4; ++i)
    {
        CHECK(s.Records(i) == "4:239.1.1.1");
    }
    CHECK(s.groups->GetBooks().Close());
    CHECK(s.groups->GetBooks().dropped == 0);
}

TEST_CASE("groups: reports are split by the MTU")
{
    Segment s;
    s.device[0]->SetMtu(576);
    s.At(1, [&] {
        for (uint32_t i = 0; i < 100; ++i)
        {
            s.groups->Join(Ipv4Address(0xef010000 + i), s.device[0]);
            uint8_t bytes[16] = {0xff, 0x05};
            bytes[15] = uint8_t(i);
            s.groups->Join(Ipv6Address(bytes), s.device[0]);
        }
    });
    s.Run(1.0005);
    REQUIRE(s.igmps.size() == 2);
    CHECK(s.igmps[0].igmp.GetRecords().size() == 68);
    CHECK(s.igmps[1].igmp.GetRecords().size() == 32);
    REQUIRE(s.mlds.size() == 4);
    CHECK(s.mlds[0].mld.GetRecords().size() == 26);
    CHECK(s.mlds[3].mld.GetRecords().size() == 22);
}

TEST_CASE("groups: what is not right is not believed")
{
    Segment s;
    s.At(1, [&] {
        s.Join("239.1.1.1");
        s.Join("ff05::100");
    });
    s.At(10, [&] {
        const MldHeader query = MldHeader::MakeV2Query(Ipv6Address::GetAny(), 1000, 2, 125);
        s.Ask(query, Ipv6Address("fd00::2"));
        s.Ask(query, Ipv6Address("fe80::2"), 2);
        const Ptr<Packet> good = IgmpHeader::MakeV3Query(Ipv4Address::GetAny(), 10, 2, 125)
                                     .MakeIpv4Packet(Ipv4Address("10.0.0.2"), ALL_HOSTS, 1);
        std::vector<uint8_t> bytes(good->GetSize());
        good->CopyData(bytes.data(), bytes.size());
        bytes[26] ^= 1;
        s.device[1]->Send(Create<Packet>(bytes.data(), bytes.size()),
                          s.device[1]->GetMulticast(ALL_HOSTS),
                          0x0800);
    });
    s.Run(30);
    CHECK(s.igmps.size() == 2);
    CHECK(s.mlds.size() == 2);
    CHECK(s.groups->GetBooks().in == 3);
    CHECK(s.groups->GetBooks().dropped == 3);
    CHECK(s.groups->GetDropCounters().Get(L4_CHECKSUM) == 1);
    CHECK(s.groups->GetDropCounters().Get(IP_HEADER_MALFORMED) == 2);
    CHECK(s.groups->GetBooks().Close());
}

TEST_CASE("groups: no bytes on the wire do harm")
{
    Ptr<UniformRandomVariable> random = CreateObject<UniformRandomVariable>();
    random->SetStream(3);
    const Ptr<Packet> query = MldHeader::MakeV2Query(Ipv6Address("ff05::1"), 1, 2, 125)
                                  .MakeIpv6Payload(Ipv6Address("fe80::2"), ALL_NODES);
    std::vector<uint8_t> base(40 + query->GetSize(), 0);
    base[0] = 0x60;
    base[5] = uint8_t(query->GetSize());
    query->CopyData(&base[40], query->GetSize());
    for (int i = 0; i < 20000; ++i)
    {
        std::vector<uint8_t> bytes = base;
        bytes.resize(random->GetInteger(0, base.size()));
        for (uint32_t n = random->GetInteger(0, 4); n > 0 && !bytes.empty(); --n)
        {
            bytes[random->GetInteger(0, bytes.size() - 1)] = uint8_t(random->GetInteger(0, 255));
        }
        HeardGroupMessage message;
        ReadMld(bytes.data(), bytes.size(), message);
        ReadIgmp(bytes.data(), bytes.size(), message);
        MayBeMld(Create<Packet>(bytes.data(), bytes.size()));
    }
    HeardGroupMessage message;
    CHECK(ReadIgmp(base.data(), 0, message) != NO_ERROR);
    CHECK(ReadMld(base.data(), 47, message) == IP_TRUNCATED);
    base[41] = 255; // a hop-by-hop header beyond the end
    CHECK(ReadMld(base.data(), base.size(), message) == L4_TRUNCATED);
}

TEST_CASE("groups: delays come from the assigned stream")
{
    std::vector<Time> times;
    for (const int64_t stream : {5, 5, 6})
    {
        Segment s;
        CHECK(s.groups->AssignStreams(stream) == 1);
        s.At(1, [&] { s.Join("239.1.1.1"); });
        s.Run(5);
        REQUIRE(s.igmps.size() == 2);
        times.push_back(s.igmps[1].time);
    }
    CHECK(times[0] == times[1]);
    CHECK(times[0] != times[2]);
}

TEST_CASE("groups: a node without IPv6 joins IPv4 groups only")
{
    Segment s(false);
    CHECK(s.Join("239.1.1.1"));
    CHECK_FALSE(s.Join("ff05::100"));
}

TEST_CASE("groups: tshark finds nothing wrong with the messages")
{
    if (std::system("tshark -v > /dev/null 2>&1") != 0)
    {
        MESSAGE("tshark is not installed");
        return;
    }
    const std::string file =
        (std::filesystem::temp_directory_path() / ("groups-" + std::to_string(getpid()) + ".pcap"))
            .string();
    {
        Segment s;
        PcapHelper pcaps;
        s.pcap = pcaps.CreateFile(file, std::ios::out, PcapHelper::DLT_EN10MB);
        s.device[1]->TraceConnectWithoutContext("PromiscSniffer",
                                                MakeCallback(&Segment::Write, &s));
        s.At(3, [&] {
            s.Join("239.1.1.1");
            s.Join("ff05::100");
        });
        s.At(10, [&] {
            s.Ask(IgmpHeader::MakeV3Query(Ipv4Address::GetAny(), 10, 2, 125));
            s.Ask(MldHeader::MakeV2Query(Ipv6Address::GetAny(), 1000, 2, 125));
        });
        s.At(20, [&] {
            s.Leave("239.1.1.1");
            s.Leave("ff05::100");
            s.Join("239.1.1.2");
            s.Join("ff05::101");
        });
        s.At(30, [&] {
            s.Ask(IgmpHeader::MakeV2Query(Ipv4Address::GetAny(), 10));
            s.Ask(MldHeader::MakeV1Query(Ipv6Address::GetAny(), 1000));
        });
        s.At(40, [&] {
            s.Leave("239.1.1.2");
            s.Leave("ff05::101");
        });
        s.Run(60);
    }
    CHECK(CountWithTshark(file, "igmp || icmpv6.type in {130,131,132,143}") == 2 * 9);
    CHECK(CountWithTshark(file,
                          "_ws.malformed || ip.checksum.status==Bad || "
                          "igmp.checksum.status==Bad || icmpv6.checksum.status==Bad") == 0);
    CHECK(CountWithTshark(file, "igmp.type==0x22") == 5);
    CHECK(CountWithTshark(file, "igmp.type==0x16") == 1);
    CHECK(CountWithTshark(file, "igmp.type==0x17") == 1);
    CHECK(CountWithTshark(file, "ip.opt.type.number==20 && ip.ttl==1") == 9);
    CHECK(CountWithTshark(file, "ipv6.opt.router_alert==0 && ipv6.hlim==1") == 9);
    std::remove(file.c_str());
}
