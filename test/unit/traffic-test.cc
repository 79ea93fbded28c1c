/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "scheduled-call.h"

#include "ns3/dont-fragment-output.h"
#include "ns3/error-model.h"
#include "ns3/frame-flow.h"
#include "ns3/inet-socket-address.h"
#include "ns3/inet6-socket-address.h"
#include "ns3/internet-stack-helper.h"
#include "ns3/ipv4-address-helper.h"
#include "ns3/ipv4-header.h"
#include "ns3/ipv6-address-helper.h"
#include "ns3/node-container.h"
#include "ns3/ping-flow.h"
#include "ns3/point-to-point-helper.h"
#include "ns3/point-to-point-net-device.h"
#include "ns3/pointer.h"
#include "ns3/ppp-header.h"
#include "ns3/simple-channel.h"
#include "ns3/simple-net-device.h"
#include "ns3/simulator.h"
#include "ns3/string.h"
#include "ns3/tcp-cubic.h"
#include "ns3/tcp-flow.h"
#include "ns3/udp-flow.h"

#include <cstdio>
#include <doctest/doctest.h>
#include <memory>

using namespace ns3;

namespace
{

const MeasurementWindow ALL{Seconds(0), Seconds(100)};

/** Two hosts on a link of 10 Mb/s and 1 ms. */
struct Pair
{
    Pair()
    {
        nodes.Create(2);
        PointToPointHelper link;
        link.SetDeviceAttribute("DataRate", StringValue("10Mbps"));
        link.SetChannelAttribute("Delay", StringValue("1ms"));
        devices = link.Install(nodes);
        InternetStackHelper stack;
        stack.Install(nodes);
        ipv4 = Ipv4AddressHelper("10.0.0.0", "255.255.255.0").Assign(devices);
        ipv6 = Ipv6AddressHelper(Ipv6Address("fd00::"), Ipv6Prefix(64)).Assign(devices);
    }

    ~Pair()
    {
        Simulator::Destroy();
    }

    /**
     * Lose the given packets (counted from 0) on arrival at the second host. The count begins at
     * 2.9 s, when IPv6's first router solicitations are over.
     */
    void Lose(std::list<uint32_t> packets)
    {
        auto losses = CreateObject<ReceiveListErrorModel>();
        losses->SetList(packets);
        auto device = DynamicCast<PointToPointNetDevice>(devices.Get(1));
        ScheduleCall(Seconds(2.9), [device, losses]() { device->SetReceiveErrorModel(losses); });
    }

    FlowRecord Run(TrafficFlow& flow)
    {
        flow.Start();
        Simulator::Stop(Seconds(50));
        Simulator::Run();
        return flow.GetRecord();
    }

    NodeContainer nodes;
    NetDeviceContainer devices;
    Ipv4InterfaceContainer ipv4;
    Ipv6InterfaceContainer ipv6;
};

UdpFlowConfig
UdpOf(const Pair& pair)
{
    UdpFlowConfig config;
    config.source = pair.nodes.Get(0);
    config.sink = pair.nodes.Get(1);
    config.destination = InetSocketAddress(pair.ipv4.GetAddress(1), 5001);
    config.rate = DataRate("8Mbps");
    config.size = 1000;
    config.start = Seconds(3);
    config.stop = Seconds(4);
    return config;
}

TcpFlowConfig
TcpOf(const Pair& pair)
{
    TcpFlowConfig config;
    config.source = pair.nodes.Get(0);
    config.sink = pair.nodes.Get(1);
    config.destination = InetSocketAddress(pair.ipv4.GetAddress(1), 5002);
    config.size = 1000000;
    config.start = Seconds(3);
    config.stop = Seconds(10);
    config.congestionControl = TcpCubic::GetTypeId();
    config.segmentSize = TcpFlow::PayloadForMtu(1500, false);
    return config;
}

} // namespace

TEST_CASE("traffic: delay statistics are order statistics")
{
    DelaySamples samples;
    CHECK(samples.Summarize().count == 0);
    for (int i = 100; i >= 1; --i)
    {
        samples.Add(i * 1000);
    }
    auto statistics = samples.Summarize();
    CHECK(statistics.count == 100);
    CHECK(statistics.minimum == doctest::Approx(1e-6));
    CHECK(statistics.median == doctest::Approx(50e-6));
    CHECK(statistics.p99 == doctest::Approx(99e-6));
    CHECK(statistics.maximum == doctest::Approx(100e-6));
    CHECK(statistics.mean == doctest::Approx(50.5e-6));
    CHECK(statistics.jitter == doctest::Approx(1e-6));
}

TEST_CASE("traffic: udp sends at its rate and measures one-way delay")
{
    Pair pair;
    UdpFlow flow("u", ALL, UdpOf(pair));
    auto record = pair.Run(flow);
    CHECK(record.sentPackets == 1000);
    CHECK(record.receivedPackets == 1000);
    CHECK(record.lostPackets == 0);
    CHECK(record.goodput == doctest::Approx(8e6));
    // 1000 + 8 + 20 + 2 bytes at 10 Mb/s, and 1 ms
    CHECK(record.delay.minimum == doctest::Approx(1e-3 + 1030 * 8 / 10e6));
    CHECK(record.delay.jitter == doctest::Approx(0));
}

TEST_CASE("traffic: udp counts what is lost, by the time it was sent")
{
    Pair pair;
    pair.Lose({0, 10, 11});
    auto config = UdpOf(pair);
    SUBCASE("whole run")
    {
        UdpFlow flow("u", ALL, config);
        auto record = pair.Run(flow);
        CHECK(record.lostPackets == 3);
        CHECK(record.receivedPackets == 997);
        CHECK(record.reorderedPackets == 0);
        CHECK(record.duplicatePackets == 0);
    }
    SUBCASE("window that begins after the first loss")
    {
        UdpFlow flow("u", {Seconds(3) + MilliSeconds(5), Seconds(100)}, config);
        auto record = pair.Run(flow);
        CHECK(record.sentPackets == 995);
        CHECK(record.lostPackets == 2);
    }
}

TEST_CASE("traffic: udp in bursts, with a count, over IPv6")
{
    Pair pair;
    auto config = UdpOf(pair);
    SUBCASE("bursts")
    {
        config.on = MilliSeconds(10);
        config.off = MilliSeconds(90);
        UdpFlow flow("u", ALL, config);
        CHECK(pair.Run(flow).sentPackets == 100);
    }
    SUBCASE("count")
    {
        config.count = 7;
        UdpFlow flow("u", ALL, config);
        auto record = pair.Run(flow);
        CHECK(record.sentPackets == 7);
        CHECK(record.goodput == doctest::Approx(8e6));
    }
    SUBCASE("ipv6")
    {
        config.destination = Inet6SocketAddress(pair.ipv6.GetAddress(1, 1), 5001);
        UdpFlow flow("u", ALL, config);
        auto record = pair.Run(flow);
        CHECK(record.receivedPackets == 1000);
    }
}

TEST_CASE("traffic: a sized tcp transfer completes and is measured")
{
    Pair pair;
    TcpFlow flow("t", ALL, TcpOf(pair));
    auto record = pair.Run(flow);
    CHECK(record.receivedBytes == 1000000);
    CHECK(record.retransmissions == 0);
    CHECK(record.lostPackets == 0);
    CHECK(record.completion > 0.8);
    CHECK(record.completion < 1.2);
    CHECK(record.goodput > 7e6);
    CHECK(record.delay.minimum == doctest::Approx(1e-3 + 1502 * 8 / 10e6).epsilon(0.05));
    CHECK(record.note == "");
}

TEST_CASE("traffic: tcp counts retransmissions")
{
    Pair pair;
    pair.Lose({20, 21, 22});
    TcpFlow flow("t", ALL, TcpOf(pair));
    auto record = pair.Run(flow);
    CHECK(record.receivedBytes == 1000000);
    CHECK(record.retransmissions >= 3);
    CHECK(record.lostPackets == 3);
}

TEST_CASE("traffic: a tcp flow that gets nowhere says so")
{
    Pair pair;
    auto config = TcpOf(pair);
    SUBCASE("nobody there")
    {
        config.destination = InetSocketAddress(Ipv4Address("10.0.0.77"), 5002);
        config.sink = pair.nodes.Get(1);
        TcpFlow flow("t", ALL, config);
        CHECK(pair.Run(flow).note.find("connection") != std::string::npos);
    }
    SUBCASE("path breaks")
    {
        TcpFlow flow("t", ALL, config);
        auto device = DynamicCast<PointToPointNetDevice>(pair.devices.Get(1));
        auto blackHole = CreateObject<RateErrorModel>();
        blackHole->SetRate(1.0);
        ScheduleCall(Seconds(3.5),
                     [device, blackHole]() { device->SetReceiveErrorModel(blackHole); });
        auto record = pair.Run(flow);
        CHECK(record.completion < 0);
        CHECK(record.note.find("of 1000000") != std::string::npos);
    }
}

TEST_CASE("traffic: ping measures round trips over both families")
{
    Pair pair;
    PingFlowConfig config;
    config.source = pair.nodes.Get(0);
    config.interval = MilliSeconds(100);
    config.count = 5;
    config.start = Seconds(3);
    config.stop = Seconds(10);
    double headers = 20 + 8;
    SUBCASE("ipv4")
    {
        config.destination = pair.ipv4.GetAddress(1);
    }
    SUBCASE("ipv6")
    {
        config.destination = pair.ipv6.GetAddress(1, 1);
        headers = 40 + 8;
    }
    PingFlow flow("p", ALL, config);
    auto record = pair.Run(flow);
    CHECK(record.sentPackets == 5);
    CHECK(record.receivedPackets == 5);
    CHECK(record.delay.minimum ==
          doctest::Approx(2 * (1e-3 + (56 + headers + 2) * 8 / 10e6)).epsilon(1e-3));
}

TEST_CASE("traffic: ping counts what is lost")
{
    Pair pair;
    pair.Lose({1});
    PingFlowConfig config;
    config.source = pair.nodes.Get(0);
    config.destination = pair.ipv4.GetAddress(1);
    config.interval = MilliSeconds(100);
    config.count = 5;
    config.start = Seconds(3);
    config.stop = Seconds(10);
    PingFlow flow("p", ALL, config);
    auto record = pair.Run(flow);
    CHECK(record.lostPackets == 1);
    CHECK(record.receivedPackets == 4);
}

namespace
{

uint32_t g_withDf;    //!< IPv4 packets seen with DF.
uint32_t g_withoutDf; //!< And without.

void
SeeDf(Ptr<const Packet> packet)
{
    auto copy = packet->Copy();
    PppHeader ppp;
    copy->RemoveHeader(ppp);
    const uint16_t pppIpv4 = 0x0021;
    if (ppp.GetProtocol() != pppIpv4)
    {
        return;
    }
    Ipv4Header ip;
    copy->RemoveHeader(ip);
    ++(ip.IsDontFragment() ? g_withDf : g_withoutDf);
}

} // namespace

TEST_CASE("traffic: DF as Linux sets it")
{
    Pair pair;
    auto output = DontFragmentOutput::Install(pair.nodes.Get(0));
    CHECK(DontFragmentOutput::Install(pair.nodes.Get(0)) == output);
    g_withDf = g_withoutDf = 0;
    pair.devices.Get(0)->TraceConnectWithoutContext("PhyTxBegin", MakeCallback(&SeeDf));
    SUBCASE("tcp always")
    {
        TcpFlow flow("t", ALL, TcpOf(pair));
        CHECK(pair.Run(flow).receivedBytes == 1000000);
        CHECK(g_withDf > 600);
        CHECK(g_withoutDf == 0);
        CHECK(output->GetOriginated() == g_withDf);
    }
    SUBCASE("udp that fits")
    {
        auto config = UdpOf(pair);
        config.count = 3;
        UdpFlow flow("u", ALL, config);
        CHECK(pair.Run(flow).receivedPackets == 3);
        CHECK(g_withDf == 3);
    }
    SUBCASE("udp that does not fit is fragmented")
    {
        auto config = UdpOf(pair);
        config.count = 3;
        config.size = 2000;
        UdpFlow flow("u", ALL, config);
        CHECK(pair.Run(flow).receivedPackets == 3);
        CHECK(g_withDf == 0);
        CHECK(g_withoutDf == 6);
    }
    SUBCASE("udp that does not want it")
    {
        auto config = UdpOf(pair);
        config.count = 3;
        config.dontFragment = false;
        UdpFlow flow("u", ALL, config);
        CHECK(pair.Run(flow).receivedPackets == 3);
        CHECK(g_withDf == 0);
    }
}

namespace
{

uint32_t g_withTos;    //!< IPv4 packets seen with the TOS 0x28.
uint32_t g_withoutTos; //!< And with another.

void
SeeTos(Ptr<const Packet> packet)
{
    auto copy = packet->Copy();
    PppHeader ppp;
    copy->RemoveHeader(ppp);
    const uint16_t pppIpv4 = 0x0021;
    if (ppp.GetProtocol() == pppIpv4)
    {
        Ipv4Header ip;
        copy->RemoveHeader(ip);
        ++(ip.GetTos() == 0x28 ? g_withTos : g_withoutTos);
    }
}

} // namespace

TEST_CASE("traffic: every packet of a sender has its TOS")
{
    Pair pair;
    g_withTos = g_withoutTos = 0;
    pair.devices.Get(0)->TraceConnectWithoutContext("PhyTxBegin", MakeCallback(&SeeTos));
    SUBCASE("tcp")
    {
        auto config = TcpOf(pair);
        config.tos = 0x28;
        TcpFlow flow("t", ALL, config);
        CHECK(pair.Run(flow).receivedBytes == 1000000);
        CHECK(g_withTos > 600);
    }
    SUBCASE("udp")
    {
        auto config = UdpOf(pair);
        config.tos = 0x28;
        config.count = 3;
        UdpFlow flow("u", ALL, config);
        CHECK(pair.Run(flow).receivedPackets == 3);
        CHECK(g_withTos == 3);
    }
    SUBCASE("ping")
    {
        PingFlowConfig config;
        config.source = pair.nodes.Get(0);
        config.destination = pair.ipv4.GetAddress(1);
        config.tos = 0x28;
        config.count = 2;
        config.start = Seconds(3);
        config.stop = Seconds(10);
        PingFlow flow("p", ALL, config);
        CHECK(pair.Run(flow).receivedPackets == 2);
        CHECK(g_withTos == 2);
    }
    CHECK(g_withoutTos == 0);
}

namespace
{

std::vector<uint8_t>
FrameOf(uint8_t to, uint8_t from, uint8_t mark)
{
    std::vector<uint8_t> bytes{2, 0, 0, 0, 0, to, 2, 0, 0, 0, 0, from, 0x08, 0x00, 1, 2, 3, mark};
    if (to == 0xff)
    {
        std::fill(bytes.begin(), bytes.begin() + 6, 0xff);
    }
    return bytes;
}

/** Three stackless hosts on one medium that shows each frame to all: a hub. */
struct Hub
{
    Hub()
    {
        nodes.Create(3);
        auto channel = CreateObject<SimpleChannel>();
        for (uint32_t i = 0; i < 3; ++i)
        {
            auto device = CreateObject<SimpleNetDevice>();
            device->SetAddress(Mac48Address::Allocate());
            nodes.Get(i)->AddDevice(device);
            device->SetChannel(channel);
            Mac48Address mac(("02:00:00:00:00:0" + std::to_string(i + 1)).c_str());
            ports.push_back({"h" + std::to_string(i + 1), device, {mac}});
        }
    }

    ~Hub()
    {
        Simulator::Destroy();
    }

    NodeContainer nodes;
    std::vector<FramePort> ports;
};

} // namespace

TEST_CASE("traffic: frames are judged by a learning switch")
{
    Hub hub;
    std::vector<TimedFrame> frames{
        {MilliSeconds(0), FrameOf(0xff, 1, 0), 0}, // flood: two copies wanted
        {MilliSeconds(1), FrameOf(1, 2, 1), 1},    // known and heard: the hub's copy to 3 is extra
        {MilliSeconds(2), FrameOf(9, 3, 2), 2},    // unknown: flooded, two wanted
    };
    FrameFlow flow("f", "frames", ALL, Seconds(1), hub.ports, frames);
    flow.Start();
    Simulator::Run();
    auto record = flow.GetRecord();
    CHECK(record.sentPackets == 3);
    CHECK(record.receivedPackets == 5);
    CHECK(record.missingCopies == 0);
    CHECK(record.extraCopies == 1);
    CHECK(record.floodedCopies == 0);
    CHECK(record.alteredFrames == 0);
}

TEST_CASE("traffic: captured frames go to the port of their source")
{
    Hub hub;
    std::vector<TimedFrame> frames{{Time(0), FrameOf(1, 3, 0), 0}, {Time(1), FrameOf(1, 7, 0), 0}};
    auto strangers = FrameFlow::AssignPorts(hub.ports, frames);
    REQUIRE(frames.size() == 1);
    CHECK(frames[0].port == 2);
    REQUIRE(strangers.size() == 1);
    CHECK(strangers[0] == Mac48Address("02:00:00:00:00:07"));
}

TEST_CASE("traffic: a capture that cannot be read says why")
{
    std::string error;
    CHECK_FALSE(ReadCapture("/nonexistent.pcap", error));
    CHECK(error.find("pcap") != std::string::npos);

    const std::string path = "traffic-test.pcap";
    auto file = std::fopen(path.c_str(), "wb");
    REQUIRE(file);
    const unsigned char header[] = {
        0xd4, 0xc3, 0xb2, 0xa1, 2, 0, 4, 0, 0,  0, 0, 0, 0,  0, 0, 0,
        0,    0,    1,    0,    1, 0, 0, 0,                           // file
        1,    0,    0,    0,    2, 0, 0, 0, 20, 0, 0, 0, 20, 0, 0, 0, // record
        1,    2,    3,    4,                                          // cut
    };
    std::fwrite(header, 1, sizeof(header), file);
    std::fclose(file);
    CHECK_FALSE(ReadCapture(path, error));
    CHECK(error.find("frame 1") != std::string::npos);
    std::remove(path.c_str());
}
