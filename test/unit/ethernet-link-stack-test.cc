/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Links and bridges under ns-3's IP stack.

#include "hex-bytes.h"
#include "scheduled-call.h"

#include "ns3/bulk-send-helper.h"
#include "ns3/config.h"
#include "ns3/ethernet-link-helper.h"
#include "ns3/inet-socket-address.h"
#include "ns3/inet6-socket-address.h"
#include "ns3/internet-stack-helper.h"
#include "ns3/ipv4-address-helper.h"
#include "ns3/ipv6-address-helper.h"
#include "ns3/linux-bridge-helper.h"
#include "ns3/node-container.h"
#include "ns3/packet-sink-helper.h"
#include "ns3/packet-sink.h"
#include "ns3/queue-disc.h"
#include "ns3/simulator.h"
#include "ns3/socket.h"
#include "ns3/string.h"
#include "ns3/traffic-control-layer.h"
#include "ns3/udp-socket-factory.h"
#include "ns3/uinteger.h"

#include <cstdio>
#include <cstdlib>
#include <doctest/doctest.h>
#include <fstream>
#include <functional>
#include <random>
#include <string>

using namespace ns3;

namespace
{

/** Two hosts with IPv4 and IPv6 on a cable. */
struct Hosts
{
    explicit Hosts(const std::string& rate = "100Mbps", bool addresses = true)
    {
        nodes.Create(2);
        link.SetDeviceAttribute("DataRate", StringValue(rate));
        link.SetChannelAttribute("Delay", TimeValue(MicroSeconds(10)));
        devices = link.Install(nodes);
        InternetStackHelper().Install(nodes);
        if (addresses)
        {
            Assign(devices);
        }
    }

    void Assign(const NetDeviceContainer& on)
    {
        Ipv4AddressHelper("10.0.0.0", "255.255.255.0").Assign(on);
        Ipv6AddressHelper(Ipv6Address("fd00::"), Ipv6Prefix(64)).Assign(on);
    }

    Ptr<EthernetLinkDevice> Device(uint32_t i) const
    {
        return DynamicCast<EthernetLinkDevice>(devices.Get(i));
    }

    NodeContainer nodes;
    EthernetLinkHelper link;
    NetDeviceContainer devices;
};

/** Sends bytes from one node to another by TCP. */
Ptr<PacketSink>
StartTcp(Ptr<Node> from, Ptr<Node> to, const Address& destination, uint32_t bytes)
{
    PacketSinkHelper sink("ns3::TcpSocketFactory", destination);
    ApplicationContainer sinks = sink.Install(to);
    BulkSendHelper source("ns3::TcpSocketFactory", destination);
    source.SetAttribute("MaxBytes", UintegerValue(bytes));
    source.Install(from).Start(Seconds(2));
    return DynamicCast<PacketSink>(sinks.Get(0));
}

} // namespace

TEST_CASE("ethernet link: TCP over IPv4 and IPv6, with ARP and neighbour discovery")
{
    Hosts hosts;
    auto sink4 = StartTcp(hosts.nodes.Get(0),
                          hosts.nodes.Get(1),
                          InetSocketAddress("10.0.0.2", 5001),
                          1000000);
    const Ipv6Address v6 = hosts.nodes.Get(1)->GetObject<Ipv6>()->GetAddress(1, 1).GetAddress();
    auto sink6 =
        StartTcp(hosts.nodes.Get(0), hosts.nodes.Get(1), Inet6SocketAddress(v6, 5002), 1000000);
    Simulator::Stop(Seconds(20));
    Simulator::Run();
    CHECK(sink4->GetTotalRx() == 1000000);
    CHECK(sink6->GetTotalRx() == 1000000);
    CHECK(hosts.Device(0)->GetBooks().Close());
    CHECK(hosts.Device(1)->GetBooks().Close());
    CHECK(hosts.Device(1)->GetRxBooks().dropped == 0);
}

TEST_CASE("ethernet link: flow control fills the queue disc, not the device queue")
{
    Hosts hosts("1Mbps");
    Ptr<QueueDisc> disc =
        hosts.nodes.Get(0)->GetObject<TrafficControlLayer>()->GetRootQueueDiscOnDevice(
            hosts.devices.Get(0));
    REQUIRE(disc);
    StartTcp(hosts.nodes.Get(0), hosts.nodes.Get(1), InetSocketAddress("10.0.0.2", 5001), 3000000);
    hosts.Device(0)->GetQueue()->SetMaxSize(QueueSize("5p"));
    Simulator::Stop(Seconds(10));
    Simulator::Run();
    CHECK(hosts.Device(0)->GetLinkStats().queueMaxPackets == 5);
    CHECK(hosts.Device(0)->GetDropCounters().Get(QUEUE_FULL) == 0);
    CHECK(disc->GetStats().nTotalEnqueuedPackets > 500);
}

TEST_CASE("linux bridge: hosts reach one another and the bridge's own IP stack")
{
    NodeContainer nodes;
    nodes.Create(3);
    EthernetLinkHelper link;
    link.SetChannelAttribute("Delay", TimeValue(MicroSeconds(5)));
    NodeContainer hosts(nodes.Get(1), nodes.Get(2));
    NetDeviceContainer cables = link.InstallStar(nodes.Get(0), hosts);
    LinuxBridgeHelper helper;
    NetDeviceContainer bridge =
        helper.Install(nodes.Get(0), NetDeviceContainer(cables.Get(0), cables.Get(2)));
    InternetStackHelper().Install(nodes);
    NetDeviceContainer ip(bridge, NetDeviceContainer(cables.Get(1), cables.Get(3)));
    Ipv4AddressHelper("10.0.0.0", "255.255.255.0").Assign(ip);
    auto across = StartTcp(nodes.Get(1), nodes.Get(2), InetSocketAddress("10.0.0.3", 5001), 500000);
    auto toBridge =
        StartTcp(nodes.Get(2), nodes.Get(0), InetSocketAddress("10.0.0.1", 5001), 500000);
    auto fromBridge =
        StartTcp(nodes.Get(0), nodes.Get(1), InetSocketAddress("10.0.0.2", 5001), 500000);
    Simulator::Stop(Seconds(20));
    Simulator::Run();
    CHECK(across->GetTotalRx() == 500000);
    CHECK(toBridge->GetTotalRx() == 500000);
    CHECK(fromBridge->GetTotalRx() == 500000);
    Ptr<LinuxBridgeNetDevice> device = DynamicCast<LinuxBridgeNetDevice>(bridge.Get(0));
    CHECK(device->GetBooks().Close());
    CHECK(device->GetBooks().copies > 0);
}

namespace
{

/** Makes frames of which many look like something for the host. */
class FrameFuzzer
{
  public:
    FrameFuzzer(uint32_t seed, Ptr<EthernetLinkDevice> target)
        : m_random(seed)
    {
        Mac48Address::ConvertFrom(target->GetAddress()).CopyTo(m_target);
    }

    std::vector<uint8_t> Next()
    {
        static const char* const seeds[] = {
            // ARP request
            "0806 0001080006040001 020000000b01 0a000009 000000000000 0a000002",
            // UDP, TCP with options, ICMP echo, ICMP unreachable, IGMP with router alert
            "0800 450000240001000040110000 0a0000090a000002 123413890010 0000 0102030405060708",
            "0800 450000480001000040060000 0a0000090a000002 12341389 00000001 00000001 d002ffff"
            "00000000 020405b4 0402080a 00000001 00000000 01030307 0101050a 00000001 00000009",
            "0800 450000240001000040010000 0a0000090a000002 0800000000010001 0102030405060708",
            "0800 450000380001000040010000 0a0000090a000002 0304000000000514"
            "450000240001000040110000 0a0000020a000009 1234138900100000",
            "0800 460000200001000001020000 0a000009e0000016 94040000 2200 0000 00000000",
            // fragments
            "0800 450000240001200040110000 0a0000090a000002 123413890010 0000 0102030405060708",
            "0800 450000240001000240110000 0a0000090a000002 123413890010 0000 0102030405060708",
            // IPv6: UDP, NS, NA, RA, redirect, too big, hop-by-hop, destination options, fragment
            "86dd 60000000 0010 11 40 @s @d 12341389 0010 0000 0102030405060708",
            "86dd 60000000 0020 3a ff @s @d 8700000000000000 @d 0101020000000b01",
            "86dd 60000000 0020 3a ff @s @d 8800000060000000 @s 0201020000000b01",
            "86dd 60000000 0038 3a ff @s @d 8600000040000708 0000000000000000"
            "030440c0 00001c20 00000e10 00000000 fd010000000000000000000000000000 0101020000000b01",
            "86dd 60000000 0038 3a ff @s @d 8900000000000000 @s fd000000000000000000000000000009 "
            "0201020000000b01"
            "0401000000000000",
            "86dd 60000000 0040 3a 40 @s @d 0200000000000514 60000000 0010 11 40 @d @s"
            "1234138900100000 0102030405060708",
            "86dd 60000000 0010 00 01 @s @d 3a00050200000100 8300000000000000",
            "86dd 60000000 0018 3c 40 @s @d 1100010400000000 123413890010000001020304 05060708",
            "86dd 60000000 0018 2c 40 @s @d 1100000100000007 123413890010000001020304 05060708",
            "86dd 60000000 0018 2c 40 @s @d 1100001000000007 123413890010000001020304 05060708",
            "86dd 60000000 0018 06 40 @s @d 12341389 00000001 00000001 6002ffff 00000000 01030307",
        };
        std::string text = seeds[m_random() % (sizeof(seeds) / sizeof(seeds[0]))];
        Replace(text, "@s", "fe80000000000000 00000000000000bb");
        Replace(text, "@d", "fe80000000000000 020000fffe000002");
        std::vector<uint8_t> frame(m_target, m_target + 6);
        for (uint8_t byte : {0x02, 0x00, 0x00, 0x00, 0x0b, 0x01})
        {
            frame.push_back(byte);
        }
        const std::vector<uint8_t> rest = FromHex(text);
        frame.insert(frame.end(), rest.begin(), rest.end());
        Damage(frame);
        return frame;
    }

  private:
    static void Replace(std::string& text, const std::string& what, const std::string& by)
    {
        for (size_t at = text.find(what); at != std::string::npos; at = text.find(what, at))
        {
            text.replace(at, what.size(), by);
        }
    }

    void Damage(std::vector<uint8_t>& frame)
    {
        static const uint8_t values[] = {0, 1, 2, 3, 4, 5, 8, 0x3a, 0x7f, 0x80, 0xfe, 0xff};
        for (uint32_t n = m_random() % 4; n > 0; n--)
        {
            const size_t at =
                m_random() % 8 == 0 ? m_random() % 14 : 14 + m_random() % (frame.size() - 14);
            frame[at] = m_random() % 2 ? values[m_random() % sizeof(values)]
                                       : static_cast<uint8_t>(m_random());
        }
        switch (m_random() % 6)
        {
        case 0:
            frame.resize(m_random() % (frame.size() + 1));
            break;
        case 1:
            frame.resize(frame.size() + m_random() % 40, static_cast<uint8_t>(m_random()));
            break;
        default:
            break;
        }
        if (m_random() % 16 == 0 && frame.size() > 6)
        {
            std::fill(frame.begin(), frame.begin() + 6, 0xff);
        }
    }

    std::mt19937 m_random;
    uint8_t m_target[6];
};

} // namespace

TEST_CASE("ethernet link: no frame breaks a host with an Internet stack")
{
    const char* rounds = std::getenv("TUNNEL_FUZZ_ROUNDS");
    const uint32_t frames = rounds ? std::strtoul(rounds, nullptr, 10) : 20000;
    const char* seed = std::getenv("TUNNEL_FUZZ_SEED");
    Hosts hosts("1Gbps");
    StartTcp(hosts.nodes.Get(0), hosts.nodes.Get(1), InetSocketAddress("10.0.0.2", 5001), 10000);
    FrameFuzzer fuzzer(seed ? std::strtoul(seed, nullptr, 10) : 1, hosts.Device(1));
    std::function<void(uint32_t)> send = [&](uint32_t left) {
        const std::vector<uint8_t> frame = fuzzer.Next();
        hosts.Device(0)->SendRaw(Create<Packet>(frame.data(), frame.size()));
        if (left > 1)
        {
            ScheduleCall(MilliSeconds(1), [&send, left] { send(left - 1); });
        }
    };
    Simulator::ScheduleWithContext(0,
                                   Seconds(3),
                                   &RunScheduledCall<std::function<void()>>,
                                   [&send, frames] { send(frames); });
    Simulator::Stop(Seconds(100) + MilliSeconds(frames));
    Simulator::Run();
    const DropCounters& drops = hosts.Device(1)->GetDropCounters();
    CHECK(hosts.Device(0)->GetBooks().Close());
    CHECK(hosts.Device(1)->GetBooks().Close());
    CHECK(hosts.Device(1)->GetRxBooks().in >= frames);
    CHECK(hosts.Device(1)->GetRxBooks().out > 0);
    for (DropReason reason : {FRAME_TOO_SHORT,
                              ADDRESS_FILTER,
                              NO_HANDLER,
                              IP_TRUNCATED,
                              IP_HEADER_MALFORMED,
                              L4_TRUNCATED,
                              UDP_LENGTH})
    {
        CAPTURE(DropReasonName(reason));
        CHECK(drops.Get(reason) > 0);
    }
}

TEST_CASE("ethernet link: captures read clean")
{
    if (std::system("tshark --version > /dev/null 2>&1") != 0)
    {
        MESSAGE("no tshark: left out");
        return;
    }
    Config::SetGlobal("ChecksumEnabled", BooleanValue(true));
    Hosts hosts;
    const std::string file = "ethernet-link-test.pcap";
    hosts.link.EnablePcap(file, hosts.devices.Get(0), true, true);
    StartTcp(hosts.nodes.Get(0), hosts.nodes.Get(1), InetSocketAddress("10.0.0.2", 5001), 100000);
    Simulator::Stop(Seconds(10));
    Simulator::Run();
    Simulator::Destroy();
    Config::SetGlobal("ChecksumEnabled", BooleanValue(false));
    const auto count = [&file](const std::string& filter) {
        const std::string command = "tshark -n -r " + file + " -o tcp.check_checksum:TRUE" +
                                    " -o ip.check_checksum:TRUE -Y '" + filter +
                                    "' 2>/dev/null | wc -l";
        int lines = -1;
        if (FILE* pipe = popen(command.c_str(), "r"))
        {
            if (std::fscanf(pipe, "%d", &lines) != 1)
            {
                lines = -1;
            }
            pclose(pipe);
        }
        return lines;
    };
    CHECK(count("arp") >= 2);
    CHECK(count("tcp.len > 0") >= 100000 / 1500);
    CHECK(count("icmpv6") >= 2);
    CHECK(count("_ws.malformed || ip.checksum.status == Bad || tcp.checksum.status == Bad || "
                "icmpv6.checksum.status == Bad") == 0);
    std::remove(file.c_str());
}
