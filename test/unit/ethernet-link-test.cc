/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "scheduled-call.h"

#include "ns3/boolean.h"
#include "ns3/drop-tail-queue.h"
#include "ns3/error-model.h"
#include "ns3/ethernet-link-helper.h"
#include "ns3/ipv4-header.h"
#include "ns3/node-container.h"
#include "ns3/pointer.h"
#include "ns3/simulator.h"
#include "ns3/string.h"
#include "ns3/tunnel-ecn.h"
#include "ns3/uinteger.h"

#include <doctest/doctest.h>
#include <functional>
#include <string>
#include <vector>

using namespace ns3;

namespace
{

/** Two nodes and a cable; keeps what arrives at b. */
struct Link
{
    explicit Link(const std::string& rate = "10Gbps",
                  Time delay = MicroSeconds(1),
                  const std::string& queue = "100p")
    {
        nodes.Create(2);
        EthernetLinkHelper helper;
        helper.SetDeviceAttribute("DataRate", StringValue(rate));
        helper.SetChannelAttribute("Delay", TimeValue(delay));
        helper.SetQueue("ns3::DropTailQueue", "MaxSize", StringValue(queue));
        NetDeviceContainer devices = helper.Install(nodes);
        a = DynamicCast<EthernetLinkDevice>(devices.Get(0));
        b = DynamicCast<EthernetLinkDevice>(devices.Get(1));
        channel = DynamicCast<EthernetLinkChannel>(a->GetChannel());
        b->SetRawReceiver(MakeCallback(&Link::Received, this));
        b->TraceConnectWithoutContext("Drop", MakeCallback(&Link::Dropped, this));
        a->TraceConnectWithoutContext("Drop", MakeCallback(&Link::Dropped, this));
    }

    bool Received(Ptr<const Packet> packet)
    {
        times.push_back(Simulator::Now());
        std::vector<uint8_t> bytes(packet->GetSize());
        packet->CopyData(bytes.data(), bytes.size());
        frames.push_back(bytes);
        return consume;
    }

    void Dropped(Ptr<const Packet> /* packet */, DropReason reason)
    {
        drops.push_back(reason);
    }

    /** Everything that anybody sent is somewhere. */
    void CheckBooks() const
    {
        CHECK(a->GetTxBooks().Close());
        CHECK(a->GetRxBooks().Close());
        CHECK(b->GetTxBooks().Close());
        CHECK(b->GetRxBooks().Close());
        CHECK(channel->GetBooks().Close());
        CHECK(a->GetTxBooks().out == channel->GetBooks(0).in);
        CHECK(b->GetRxBooks().in == channel->GetBooks(0).out);
        CHECK(a->GetDropCounters().Total() == a->GetBooks().dropped);
        CHECK(b->GetDropCounters().Total() == b->GetBooks().dropped);
        CHECK(channel->GetDropCounters().Total() == channel->GetBooks().dropped);
    }

    NodeContainer nodes;
    Ptr<EthernetLinkDevice> a;
    Ptr<EthernetLinkDevice> b;
    Ptr<EthernetLinkChannel> channel;
    std::vector<Time> times;
    std::vector<std::vector<uint8_t>> frames;
    std::vector<DropReason> drops;
    bool consume{true};
};

} // namespace

TEST_CASE("ethernet link: a frame takes its bytes, padding, FCS, preamble and gap on the wire")
{
    // Payload bytes, wire bytes.
    const std::vector<std::pair<uint32_t, uint32_t>> sizes = {{1500, 1538}, {46, 84}, {1, 84}};
    for (const auto& size : sizes)
    {
        CAPTURE(size.first);
        Link link("1Gbps", MicroSeconds(7));
        CHECK(link.a->Send(Create<Packet>(size.first), link.b->GetAddress(), 0x0800));
        Simulator::Run();
        REQUIRE(link.times.size() == 1);
        CHECK(link.times[0] == NanoSeconds(size.second * 8) + MicroSeconds(7));
        CHECK(link.frames[0].size() == size.first + 14);
        const EthernetLinkStats stats = link.a->GetLinkStats();
        CHECK(stats.txBytes == size.first + 14);
        CHECK(stats.txWireBytes == size.second);
        CHECK(stats.busy == NanoSeconds(size.second * 8));
        link.CheckBooks();
        Simulator::Destroy();
    }
}

TEST_CASE("ethernet link: parts of a nanosecond are not lost")
{
    // 1538 bytes at 10 Gb/s are 1230.4 ns; ten of them are 12304 ns, not 12300.
    Link link("10Gbps", Seconds(0));
    for (int i = 0; i < 10; i++)
    {
        link.a->Send(Create<Packet>(1500), link.b->GetAddress(), 0x0800);
    }
    Simulator::Run();
    REQUIRE(link.times.size() == 10);
    CHECK(link.times[0] == NanoSeconds(1230));
    CHECK(link.times[9] == NanoSeconds(12304));
    CHECK(link.a->GetLinkStats().busy == NanoSeconds(12304));
    link.CheckBooks();
}

TEST_CASE("ethernet link: what does not fit into the queue is dropped and counted once")
{
    Link link("1Gbps", Seconds(0), "3p");
    int accepted = 0;
    for (int i = 0; i < 10; i++)
    {
        accepted += link.a->Send(Create<Packet>(1000), link.b->GetAddress(), 0x0800);
    }
    CHECK(accepted == 4); // one in transmission, three queued
    CHECK(link.a->GetTxBooks().in == 10);
    CHECK(link.a->GetTxBooks().held == 3);
    CHECK(link.channel->GetBooks().held == 1);
    CHECK(link.a->GetDropCounters().Get(QUEUE_FULL) == 6);
    CHECK(link.drops == std::vector<DropReason>(6, QUEUE_FULL));
    CHECK(link.a->GetLinkStats().queueMaxPackets == 3);
    CHECK(link.a->GetLinkStats().queueMaxBytes == 3 * 1014);
    link.CheckBooks();
    Simulator::Run();
    CHECK(link.frames.size() == 4);
    // Each of the three waits for those before it: 1, 2, 3 transmissions of 1014 bytes.
    const double transmission = 1038 * 8e-9;
    CHECK(link.a->GetLinkStats().queueByteSeconds == doctest::Approx(6 * transmission * 1014));
    link.CheckBooks();
    link.a->ResetQueueMaxima();
    CHECK(link.a->GetLinkStats().queueMaxPackets == 0);
}

static void
CountChange(int* changes)
{
    ++*changes;
}

TEST_CASE("ethernet link: a cut cable loses what is on it and in the queues")
{
    Link link("1Gbps", MilliSeconds(1));
    int changes = 0;
    Callback<void> count = MakeBoundCallback(&CountChange, &changes);
    link.a->AddLinkChangeCallback(count);
    link.b->AddLinkChangeCallback(count);
    CHECK(link.a->IsLinkUp());
    for (int i = 0; i < 5; i++)
    {
        link.a->Send(Create<Packet>(1000), link.b->GetAddress(), 0x0800);
    }
    // Two are on their way, the third is in transmission, two wait.
    Simulator::Schedule(MicroSeconds(20), &EthernetLinkChannel::SetUp, link.channel, false);
    ScheduleCall(MicroSeconds(30), [&link] {
        CHECK(!link.a->IsLinkUp());
        CHECK(!link.b->IsLinkUp());
        CHECK(!link.a->Send(Create<Packet>(100), link.b->GetAddress(), 0x0800));
        link.CheckBooks();
    });
    Simulator::Schedule(MilliSeconds(5), &EthernetLinkChannel::SetUp, link.channel, true);
    ScheduleCall(MilliSeconds(6), [&link] {
        CHECK(link.a->IsLinkUp());
        CHECK(link.a->Send(Create<Packet>(100), link.b->GetAddress(), 0x0800));
    });
    Simulator::Run();
    CHECK(changes == 4);
    CHECK(link.frames.size() == 1);
    CHECK(link.a->GetDropCounters().Get(LINK_DOWN) == 3);
    CHECK(link.channel->GetBooks(0).dropped == 3);
    CHECK(link.drops == std::vector<DropReason>(6, LINK_DOWN));
    CHECK(link.a->GetLinkStats().busy == NanoSeconds(20000 + 138 * 8));
    link.CheckBooks();
}

TEST_CASE("ethernet link: both ends see that one is switched off")
{
    Link link("1Gbps", MilliSeconds(1));
    link.a->Send(Create<Packet>(1000), link.b->GetAddress(), 0x0800);
    Simulator::Schedule(MicroSeconds(500), &EthernetLinkDevice::SetUp, link.b, false);
    ScheduleCall(MicroSeconds(600), [&link] {
        CHECK(!link.b->IsUp());
        CHECK(link.a->IsUp());
        CHECK(!link.a->IsLinkUp());
    });
    Simulator::Schedule(MilliSeconds(2), &EthernetLinkDevice::SetUp, link.b, true);
    ScheduleCall(MilliSeconds(3), [&link] { CHECK(link.a->IsLinkUp()); });
    Simulator::Run();
    CHECK(link.frames.empty());
    CHECK(link.channel->GetDropCounters().Get(LINK_DOWN) == 1);
    link.CheckBooks();
}

TEST_CASE("ethernet link: attributes stop sending and receiving, an error model loses frames")
{
    Link link;
    link.a->SetAttribute("SendEnable", BooleanValue(false));
    CHECK(!link.a->Send(Create<Packet>(10), link.b->GetAddress(), 0x0800));
    link.a->SetAttribute("SendEnable", BooleanValue(true));
    link.b->SetAttribute("ReceiveEnable", BooleanValue(false));
    link.a->Send(Create<Packet>(10), link.b->GetAddress(), 0x0800);
    Simulator::Run();
    CHECK(link.frames.empty());
    link.b->SetAttribute("ReceiveEnable", BooleanValue(true));
    Ptr<ReceiveListErrorModel> errors = CreateObject<ReceiveListErrorModel>();
    errors->SetList({1});
    link.b->SetReceiveErrorModel(errors);
    for (int i = 0; i < 3; i++)
    {
        link.a->Send(Create<Packet>(10 + i), link.b->GetAddress(), 0x0800);
    }
    Simulator::Run();
    REQUIRE(link.frames.size() == 2);
    CHECK(link.frames[1].size() == 14 + 12);
    CHECK(link.drops == std::vector<DropReason>{DEVICE_DOWN, DEVICE_DOWN, RECEIVE_ERROR});
    link.CheckBooks();
}

TEST_CASE("ethernet link: frames keep every byte, whatever their type field says")
{
    Link link;
    std::vector<std::vector<uint8_t>> sent;
    // VLAN tag, 802.3 length, IPv4, a length that lies, an odd type.
    for (uint16_t type : {0x8100, 0x0008, 0x0800, 0x05dc, 0xffff})
    {
        std::vector<uint8_t> frame = {1, 2, 3, 4, 5, 6, 0x02, 8, 9, 10, 11, 12};
        frame.push_back(type >> 8);
        frame.push_back(type & 0xff);
        for (uint8_t i = 0; i < 23; i++)
        {
            frame.push_back(i * 7);
        }
        sent.push_back(frame);
        link.a->SendRaw(Create<Packet>(frame.data(), frame.size()));
    }
    // The same by SendFrom.
    Ptr<Packet> packet = Create<Packet>(sent[1].data() + 14, 23);
    link.a->SendFrom(packet,
                     Mac48Address("02:08:09:0a:0b:0c"),
                     Mac48Address("01:02:03:04:05:06"),
                     0x0008);
    sent.push_back(sent[1]);
    Simulator::Run();
    CHECK(link.frames == sent);
    link.CheckBooks();
}

TEST_CASE("ethernet link: frames too short or too large do not go up")
{
    Link link;
    link.consume = false;
    link.b->SetMtu(1500);
    link.a->SetMtu(9000);
    const uint8_t bytes[13] = {};
    link.a->SendRaw(Create<Packet>(bytes, 13));
    link.a->Send(Create<Packet>(1505), link.b->GetAddress(), 0x1234);
    link.a->Send(Create<Packet>(1504), link.b->GetAddress(), 0x1234);
    CHECK(!link.a->Send(Create<Packet>(9005), link.b->GetAddress(), 0x1234));
    Simulator::Run();
    CHECK(link.frames.size() == 3);
    CHECK(link.drops == std::vector<DropReason>{MTU_LINK, FRAME_TOO_SHORT, MTU_LINK, NO_HANDLER});
    link.CheckBooks();
}

namespace
{

/** What went up by which way. */
struct Upcalls
{
    bool Receive(Ptr<NetDevice>, Ptr<const Packet> packet, uint16_t type, const Address&)
    {
        host.push_back(type);
        hostSize = packet->GetSize();
        return true;
    }

    bool Promisc(Ptr<NetDevice>,
                 Ptr<const Packet>,
                 uint16_t,
                 const Address&,
                 const Address&,
                 NetDevice::PacketType packetType)
    {
        promisc.push_back(packetType);
        return true;
    }

    void Whole(Ptr<const Packet> packet)
    {
        whole.push_back(packet);
    }

    std::vector<uint16_t> host;
    std::vector<NetDevice::PacketType> promisc;
    std::vector<Ptr<const Packet>> whole;
    uint32_t hostSize{0};
};

} // namespace

TEST_CASE("ethernet link: what is for others goes to the promiscuous callback only")
{
    Link link;
    link.consume = false;
    Upcalls up;
    link.b->SetReceiveCallback(MakeCallback(&Upcalls::Receive, &up));
    const auto sendAll = [&link] {
        for (const char* destination :
             {"02:00:00:00:00:99", "ff:ff:ff:ff:ff:ff", "01:00:5e:00:00:09"})
        {
            link.a->Send(Create<Packet>(40), Mac48Address(destination), 0x1234);
        }
        link.a->Send(Create<Packet>(40), link.b->GetAddress(), 0x1234);
        Simulator::Run();
    };
    sendAll();
    CHECK(up.host.size() == 3);
    CHECK(up.hostSize == 40);
    CHECK(link.b->GetDropCounters().Get(ADDRESS_FILTER) == 1);
    link.b->SetPromiscReceiveCallback(MakeCallback(&Upcalls::Promisc, &up));
    sendAll();
    CHECK(up.host.size() == 6);
    CHECK(up.promisc == std::vector<NetDevice::PacketType>{NetDevice::PACKET_OTHERHOST,
                                                           NetDevice::PACKET_BROADCAST,
                                                           NetDevice::PACKET_MULTICAST,
                                                           NetDevice::PACKET_HOST});
    CHECK(link.b->GetDropCounters().Get(ADDRESS_FILTER) == 1);
    CHECK(link.b->GetRxBooks().out == 7);
    link.CheckBooks();
}

TEST_CASE("ethernet link: trace sinks may keep the frames they see")
{
    for (const char* source : {"MacTx", "PhyTxBegin", "PhyTxEnd", "Sniffer", "PromiscSniffer"})
    {
        CAPTURE(source);
        Link link;
        Upcalls up;
        link.b->SetRawReceiver(EthernetLinkDevice::RawReceiver());
        REQUIRE(link.a->TraceConnectWithoutContext(source, MakeCallback(&Upcalls::Whole, &up)));
        link.a->Send(Create<Packet>(100), link.b->GetAddress(), 0x1234);
        Simulator::Run();
        REQUIRE(up.whole.size() == 1);
        CHECK(up.whole[0]->GetSize() == 114);
        Simulator::Destroy();
    }
    for (const char* source : {"PhyRxEnd", "Sniffer", "PromiscSniffer", "MacRx"})
    {
        CAPTURE(source);
        Link link;
        Upcalls up;
        link.b->SetReceiveCallback(MakeCallback(&Upcalls::Receive, &up));
        link.b->SetRawReceiver(EthernetLinkDevice::RawReceiver());
        REQUIRE(link.b->TraceConnectWithoutContext(source, MakeCallback(&Upcalls::Whole, &up)));
        link.a->Send(Create<Packet>(100), link.b->GetAddress(), 0x1234);
        Simulator::Run();
        REQUIRE(up.whole.size() == 1);
        CHECK(up.whole[0]->GetSize() == 114);
        CHECK(up.hostSize == 100);
        Simulator::Destroy();
    }
}

TEST_CASE("ethernet link: a device without the other end has no carrier")
{
    Ptr<Node> node = CreateObject<Node>();
    Ptr<EthernetLinkDevice> device = CreateObject<EthernetLinkDevice>();
    node->AddDevice(device);
    CHECK(!device->IsLinkUp());
    CHECK(!device->Send(Create<Packet>(10), Mac48Address("02:00:00:00:00:01"), 0x0800));
    device->Attach(CreateObject<EthernetLinkChannel>());
    CHECK(!device->IsLinkUp());
    CHECK(!device->Send(Create<Packet>(10), Mac48Address("02:00:00:00:00:01"), 0x0800));
    CHECK(device->GetDropCounters().Get(LINK_DOWN) == 2);
    CHECK(device->GetBooks().Close());
}

TEST_CASE("ethernet link: a queue longer than the threshold marks what is ECN capable")
{
    // One frame is on the wire, so of eight sent at once the queue sees 0 to 6 before each.
    const std::vector<std::string> thresholds = {"0p", "3p", "150B"};
    const std::vector<std::vector<uint8_t>> marked = {{0, 0, 0, 0, 0, 0, 0, 0},
                                                      {0, 0, 0, 0, 1, 1, 1, 1},
                                                      {0, 0, 0, 1, 1, 1, 1, 1}};
    for (uint8_t ecn : {ECN_ECT0, ECN_ECT1, ECN_NOT_ECT})
    {
        for (std::size_t t = 0; t < thresholds.size(); ++t)
        {
            CAPTURE(thresholds[t]);
            CAPTURE(+ecn);
            Link link;
            link.a->SetAttribute("EcnThreshold", StringValue(thresholds[t]));
            for (uint32_t i = 0; i < 8; ++i)
            {
                Ipv4Header ip;
                ip.SetTos(0xb8 | ecn);
                ip.SetPayloadSize(20);
                ip.EnableChecksum();
                auto packet = Create<Packet>(20);
                packet->AddHeader(ip);
                CHECK(link.a->Send(packet, link.b->GetAddress(), 0x0800));
            }
            Simulator::Run();
            REQUIRE(link.frames.size() == 8);
            uint64_t marks = 0;
            for (uint32_t i = 0; i < 8; ++i)
            {
                const bool ce = marked[t][i] && ecn != ECN_NOT_ECT;
                marks += ce ? 1 : 0;
                CHECK(link.frames[i][15] == (0xb8 | (ce ? uint8_t{ECN_CE} : ecn)));
                auto copy = Create<Packet>(link.frames[i].data() + 14, 40);
                Ipv4Header ip;
                ip.EnableChecksum();
                copy->RemoveHeader(ip);
                CHECK(ip.IsChecksumOk());
            }
            CHECK(link.a->GetLinkStats().marks == marks);
            link.CheckBooks();
            Simulator::Destroy();
        }
    }
}
