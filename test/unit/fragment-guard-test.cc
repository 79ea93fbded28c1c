/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "hex-bytes.h"
#include "scheduled-call.h"

#include "ns3/boolean.h"
#include "ns3/config.h"
#include "ns3/ethernet-link-helper.h"
#include "ns3/fragment-guard.h"
#include "ns3/inet-socket-address.h"
#include "ns3/inet6-socket-address.h"
#include "ns3/internet-stack-helper.h"
#include "ns3/ipv4-address-helper.h"
#include "ns3/ipv4-l3-protocol.h"
#include "ns3/ipv6-address-helper.h"
#include "ns3/ipv6-l3-protocol.h"
#include "ns3/node-container.h"
#include "ns3/simulator.h"
#include "ns3/socket.h"
#include "ns3/string.h"
#include "ns3/udp-socket-factory.h"
#include "ns3/uinteger.h"

#include <algorithm>
#include <cstdlib>
#include <doctest/doctest.h>
#include <random>
#include <vector>

using namespace ns3;

namespace
{

typedef std::vector<uint8_t> Bytes;

/// Two hosts with IPv4 and IPv6 on a cable; the second counts what comes by UDP to port 9.
class FragmentHosts
{
  public:
    FragmentHosts()
    {
        nodes.Create(2);
        link.SetDeviceAttribute("DataRate", StringValue("1Gbps"));
        devices = link.Install(nodes);
        InternetStackHelper().Install(nodes);
        Ipv4AddressHelper("10.0.0.0", "255.255.255.0").Assign(devices);
        Ipv6AddressHelper(Ipv6Address("fd00::"), Ipv6Prefix(64)).Assign(devices);
        const Address any[] = {InetSocketAddress(Ipv4Address::GetAny(), 9),
                               Inet6SocketAddress(Ipv6Address::GetAny(), 9)};
        for (const Address& address : any)
        {
            auto socket = Socket::CreateSocket(nodes.Get(1), UdpSocketFactory::GetTypeId());
            socket->Bind(address);
            socket->SetRecvCallback(MakeCallback(&FragmentHosts::Receive, this));
            sockets.push_back(socket);
        }
        ipv6Target = nodes.Get(1)->GetObject<Ipv6>()->GetAddress(1, 1).GetAddress();
    }

    ~FragmentHosts()
    {
        Simulator::Destroy();
    }

    Ptr<EthernetLinkDevice> Device(uint32_t i) const
    {
        return DynamicCast<EthernetLinkDevice>(devices.Get(i));
    }

    uint64_t Drops(DropReason reason) const
    {
        return Device(1)->GetDropCounters().Get(reason);
    }

    /// Sends bytes of a datagram as one fragment, as an Ethernet frame, at once.
    void Send(IpAddress::Family family,
              uint32_t id,
              const Bytes& datagram,
              uint32_t begin,
              uint32_t end,
              bool more,
              uint8_t protocol = 17)
    {
        Bytes frame(14);
        Mac48Address::ConvertFrom(Device(1)->GetAddress()).CopyTo(frame.data());
        frame[6] = 2;
        frame[11] = 9;
        const Bytes header = family == IpAddress::IPV4 ? Header4(id, begin, end, more, protocol)
                                                       : Header6(id, begin, end, more, protocol);
        frame[12] = family == IpAddress::IPV4 ? 0x08 : 0x86;
        frame[13] = family == IpAddress::IPV4 ? 0x00 : 0xdd;
        frame.insert(frame.end(), header.begin(), header.end());
        frame.insert(frame.end(), datagram.begin() + begin, datagram.begin() + end);
        Device(0)->SendRaw(Create<Packet>(frame.data(), frame.size()));
    }

    /// A UDP datagram to port 9.
    static Bytes Udp(uint32_t size)
    {
        Bytes datagram = FromHex("1234 0009 0000 0000");
        datagram.resize(size);
        datagram[4] = static_cast<uint8_t>(size >> 8);
        datagram[5] = static_cast<uint8_t>(size);
        return datagram;
    }

    void Run(Time until)
    {
        Simulator::Stop(until - Simulator::Now());
        Simulator::Run();
    }

    bool BooksClose() const
    {
        return Device(0)->GetBooks().Close() && Device(1)->GetBooks().Close();
    }

    NodeContainer nodes;
    EthernetLinkHelper link;
    NetDeviceContainer devices;
    std::vector<Ptr<Socket>> sockets;
    Ipv6Address ipv6Target;
    std::vector<uint32_t> received; //!< sizes of what the sockets got

  private:
    void Receive(Ptr<Socket> socket)
    {
        while (Ptr<Packet> packet = socket->Recv())
        {
            received.push_back(packet->GetSize());
        }
    }

    Bytes Header4(uint32_t id, uint32_t begin, uint32_t end, bool more, uint8_t protocol) const
    {
        Bytes header = FromHex("4500 0000 0000 0000 4000 0000 0a000009 0a000002");
        const uint32_t length = 20 + end - begin;
        const uint32_t field = begin / 8 | (more ? 0x2000 : 0);
        header[2] = static_cast<uint8_t>(length >> 8);
        header[3] = static_cast<uint8_t>(length);
        header[4] = static_cast<uint8_t>(id >> 8);
        header[5] = static_cast<uint8_t>(id);
        header[6] = static_cast<uint8_t>(field >> 8);
        header[7] = static_cast<uint8_t>(field);
        header[9] = protocol;
        return header;
    }

    Bytes Header6(uint32_t id, uint32_t begin, uint32_t end, bool more, uint8_t next) const
    {
        Bytes header = FromHex("60000000 0000 2c 40 fd000000000000000000000000000009"
                               "00000000000000000000000000000000 11 00 0000 00000000");
        const uint32_t length = 8 + end - begin;
        const uint32_t field = begin | (more ? 1 : 0);
        header[4] = static_cast<uint8_t>(length >> 8);
        header[5] = static_cast<uint8_t>(length);
        ipv6Target.GetBytes(header.data() + 24);
        header[40] = next;
        header[42] = static_cast<uint8_t>(field >> 8);
        header[43] = static_cast<uint8_t>(field);
        header[46] = static_cast<uint8_t>(id >> 8);
        header[47] = static_cast<uint8_t>(id);
        return header;
    }
};

IpFragment
MakeFragment(IpAddress::Family family, uint32_t begin, uint32_t end, bool more, uint32_t id = 1)
{
    const bool ipv6 = family == IpAddress::IPV6;
    return {ipv6 ? IpAddress(Ipv6Address("fd00::9")) : IpAddress(Ipv4Address("10.0.0.9")),
            ipv6 ? IpAddress(Ipv6Address("fd00::2")) : IpAddress(Ipv4Address("10.0.0.2")),
            id,
            17,
            ipv6 ? 40U : 20U,
            begin,
            end,
            more};
}

/// Rules, asked without any packet.
class GuardRules
{
  public:
    explicit GuardRules(IpAddress::Family family)
        : m_guard(FragmentGuard::GetOrCreate(m_hosts.nodes.Get(1))),
          m_family(family)
    {
    }

    IpFragment Make(uint32_t begin, uint32_t end, bool more, uint32_t id = 1) const
    {
        return MakeFragment(m_family, begin, end, more, id);
    }

    DropReason Check(const IpFragment& fragment)
    {
        const DropReason reason = m_guard->Check(fragment);
        m_guard->EndInput();
        return reason;
    }

    DropReason Check(uint32_t begin, uint32_t end, bool more, uint32_t id = 1)
    {
        return Check(Make(begin, end, more, id));
    }

    std::size_t GetDatagrams() const
    {
        return m_guard->GetDatagrams(m_family);
    }

    void Wait(Time time)
    {
        m_hosts.Run(Simulator::Now() + time);
    }

  private:
    FragmentHosts m_hosts;
    Ptr<FragmentGuard> m_guard;
    IpAddress::Family m_family;
};

const IpAddress::Family FAMILIES[] = {IpAddress::IPV4, IpAddress::IPV6};

} // namespace

TEST_CASE("fragment guard: a duplicate is dropped alone")
{
    for (const auto family : FAMILIES)
    {
        GuardRules rules(family);
        CHECK(rules.Check(0, 16, true) == NO_ERROR);
        CHECK(rules.Check(0, 16, true) == FRAGMENT_DUPLICATE);
        CHECK(rules.Check(8, 16, true) == FRAGMENT_DUPLICATE);
        CHECK(rules.Check(16, 32, true) == NO_ERROR);
        CHECK(rules.Check(8, 24, true) == FRAGMENT_DUPLICATE); // from what came in order
        CHECK(rules.Check(48, 64, true) == NO_ERROR);
        CHECK(rules.Check(48, 64, true) == FRAGMENT_DUPLICATE);
        CHECK(rules.Check(32, 48, true) == NO_ERROR);
        CHECK(rules.Check(32, 48, true) == FRAGMENT_DUPLICATE);
        CHECK(rules.Check(64, 70, false) == NO_ERROR);
    }
}

TEST_CASE("fragment guard: an overlap ends the datagram until ns-3 has forgotten it")
{
    for (const auto family : FAMILIES)
    {
        const Time timeout = Seconds(family == IpAddress::IPV4 ? 30 : 60);
        const IpFragment overlaps[] = {
            MakeFragment(family, 8, 24, true),
            MakeFragment(family, 8, 40, true),
            MakeFragment(family, 16, 40, true),
            MakeFragment(family, 32, 56, true),
            MakeFragment(family, 40, 56, false),
            MakeFragment(family, 0, 64, true),
        };
        for (const IpFragment& overlap : overlaps)
        {
            CAPTURE(overlap.begin);
            CAPTURE(overlap.end);
            GuardRules rules(family);
            CHECK(rules.Check(0, 16, true) == NO_ERROR);
            CHECK(rules.Check(32, 48, true) == NO_ERROR);
            CHECK(rules.Check(overlap) == FRAGMENT_OVERLAP);
            CHECK(rules.Check(16, 32, true) == FRAGMENT_OVERLAP);
            CHECK(rules.Check(0, 16, true, 2) == NO_ERROR); // another one
            rules.Wait(timeout);
            CHECK(rules.Check(16, 32, true) == FRAGMENT_OVERLAP);
            CHECK(rules.GetDatagrams() == 2);
            rules.Wait(NanoSeconds(1));
            CHECK(rules.Check(16, 32, true) == NO_ERROR);
            CHECK(rules.GetDatagrams() == 1);
        }
    }
}

TEST_CASE("fragment guard: the length is what the last fragment says")
{
    for (const auto family : FAMILIES)
    {
        GuardRules rules(family);
        CHECK(rules.Check(16, 24, false) == NO_ERROR);
        CHECK(rules.Check(24, 32, true) == FRAGMENT_OVERLAP); // beyond the end
        CHECK(rules.Check(0, 16, true) == FRAGMENT_OVERLAP);

        CHECK(rules.Check(16, 24, false, 2) == NO_ERROR);
        CHECK(rules.Check(16, 20, false, 2) == FRAGMENT_OVERLAP); // another end
        CHECK(rules.Check(16, 24, false, 3) == NO_ERROR);
        CHECK(rules.Check(24, 30, false, 3) == FRAGMENT_OVERLAP);
        CHECK(rules.Check(16, 32, true, 4) == NO_ERROR);
        CHECK(rules.Check(8, 16, false, 4) == FRAGMENT_OVERLAP); // an end before what is there
        CHECK(rules.Check(0, 16, true, 5) == NO_ERROR);
        CHECK(rules.Check(16, 16, true, 5) == FRAGMENT_OVERLAP); // nothing in it
        CHECK(rules.Check(16, 24, false, 5) == FRAGMENT_OVERLAP);
        CHECK(rules.Check(24, 24, true, 6) == FRAGMENT_OVERLAP); // ns-3 holds nothing of that
        CHECK(rules.GetDatagrams() == 5);
        CHECK(rules.Check(0, 16, true, 6) == NO_ERROR);
    }
}

TEST_CASE("fragment guard: what ns-3 cannot tell apart")
{
    GuardRules rules(IpAddress::IPV6);
    CHECK(rules.Check(0, 16, true) == NO_ERROR);
    IpFragment other = rules.Make(16, 24, false);
    other.protocol = 6;
    CHECK(rules.Check(other) == FRAGMENT_OVERLAP);
    other = rules.Make(16, 24, false);
    other.destination = IpAddress(Ipv6Address("fd00::3"));
    CHECK(rules.Check(other) == FRAGMENT_OVERLAP);
    other = rules.Make(16, 24, false);
    other.headerSize = 48;
    CHECK(rules.Check(other) == FRAGMENT_OVERLAP);
    CHECK(rules.Check(0, 24, false) == FRAGMENT_OVERLAP); // all in one, but not alone
    CHECK(rules.Check(16, 24, false) == NO_ERROR);
    CHECK(rules.Check(0, 24, false, 2) == NO_ERROR);
    CHECK(rules.Check(0, 24, false, 2) == NO_ERROR);
}

TEST_CASE("fragment guard: IPv4 datagrams of another protocol are others")
{
    GuardRules ipv4(IpAddress::IPV4);
    CHECK(ipv4.Check(0, 16, true) == NO_ERROR);
    IpFragment other = ipv4.Make(16, 24, false);
    other.protocol = 6; // another datagram
    CHECK(ipv4.Check(other) == NO_ERROR);
    CHECK(ipv4.GetDatagrams() == 2);
}

TEST_CASE("fragment guard: memory is bounded")
{
    Config::SetDefault("ns3::FragmentGuard::HighThreshold", UintegerValue(10000));
    GuardRules rules(IpAddress::IPV4);
    Config::SetDefault("ns3::FragmentGuard::HighThreshold", UintegerValue(4 * 1024 * 1024));
    uint32_t taken = 0;
    while (taken < 100 && rules.Check(0, 1480, true, taken) == NO_ERROR)
    {
        taken++;
    }
    CHECK(taken == 5); // 5 * (1480 + 576) > 10000
    CHECK(rules.Check(1480, 1500, false, 0) == FRAGMENT_MEMORY);
    rules.Wait(Seconds(31));
    CHECK(rules.Check(0, 1480, true, 0) == NO_ERROR);
    CHECK(rules.GetDatagrams() == 1);
}

TEST_CASE("fragment guard: fragments from the wire in any order, twice, and again")
{
    for (const auto family : FAMILIES)
    {
        FragmentHosts hosts;
        const Bytes datagram = FragmentHosts::Udp(3000);
        std::vector<uint32_t> order{0, 1000, 2000};
        uint32_t rounds = 0;
        ScheduleCall(Seconds(3), [&] {
            do
            {
                for (const uint32_t begin : order)
                {
                    // Each twice but for the last one: that would begin a new datagram.
                    for (int n = begin == order.back() ? 1 : 0; n < 2; n++)
                    {
                        hosts.Send(family, 7, datagram, begin, begin + 1000, begin < 2000);
                    }
                }
                rounds++;
            } while (std::next_permutation(order.begin(), order.end()));
        });
        hosts.Run(Seconds(100));
        CHECK(rounds == 6);
        CHECK(hosts.received == std::vector<uint32_t>(6, 2992));
        CHECK(hosts.Drops(FRAGMENT_DUPLICATE) == 12);
        CHECK(hosts.Drops(FRAGMENT_OVERLAP) == 0);
        CHECK(hosts.nodes.Get(1)->GetObject<FragmentGuard>()->GetDatagrams(family) == 0);
        CHECK(hosts.BooksClose());
    }
}

TEST_CASE("fragment guard: overlaps from the wire reach no socket")
{
    for (const auto family : FAMILIES)
    {
        FragmentHosts hosts;
        const Bytes datagram = FragmentHosts::Udp(3000);
        ScheduleCall(Seconds(3), [&] {
            hosts.Send(family, 7, datagram, 0, 1000, true);
            hosts.Send(family, 7, datagram, 992, 2000, true);
            hosts.Send(family, 7, datagram, 1000, 2000, true);
            hosts.Send(family, 7, datagram, 2000, 3000, false);
            hosts.Send(family, 8, datagram, 0, 1000, true);
            hosts.Send(family, 8, datagram, 1000, 1999, true); // no multiple of 8
        });
        // ns-3 has forgotten them.
        ScheduleCall(Seconds(70), [&] {
            hosts.Send(family, 7, datagram, 0, 1000, true);
            hosts.Send(family, 7, datagram, 1000, 2000, true);
            hosts.Send(family, 7, datagram, 2000, 3000, false);
        });
        hosts.Run(Seconds(60));
        CHECK(hosts.received.empty());
        CHECK(hosts.Drops(FRAGMENT_OVERLAP) == 3);
        CHECK(hosts.Drops(IP_HEADER_MALFORMED) == 1);
        hosts.Run(Seconds(200));
        CHECK(hosts.received == std::vector<uint32_t>(1, 2992));
        CHECK(hosts.BooksClose());
    }
}

TEST_CASE("fragment guard: UDP does not become TCP by its last fragment")
{
    FragmentHosts hosts;
    const Bytes datagram = FragmentHosts::Udp(24);
    ScheduleCall(Seconds(3), [&] {
        hosts.Send(IpAddress::IPV6, 7, datagram, 0, 16, true, 17);
        hosts.Send(IpAddress::IPV6, 7, datagram, 16, 24, false, 6);
        hosts.Send(IpAddress::IPV6, 7, datagram, 16, 24, false, 17);
    });
    hosts.Run(Seconds(100));
    CHECK(hosts.Drops(FRAGMENT_OVERLAP) == 1);
    CHECK(hosts.received == std::vector<uint32_t>(1, 16));
    CHECK(hosts.BooksClose());
}

TEST_CASE("fragment guard: what is routed on is left alone")
{
    FragmentHosts hosts;
    const IpFragment mine = MakeFragment(IpAddress::IPV4, 0, 8, true);
    CHECK(FragmentGuard::IsForNode(mine, hosts.devices.Get(1)));
    IpFragment other = mine;
    other.destination = IpAddress(Ipv4Address("10.0.0.77"));
    CHECK(!FragmentGuard::IsForNode(other, hosts.devices.Get(1)));
    IpFragment mine6 = MakeFragment(IpAddress::IPV6, 0, 8, true);
    CHECK(!FragmentGuard::IsForNode(mine6, hosts.devices.Get(1)));
    mine6.destination = IpAddress(hosts.ipv6Target);
    CHECK(FragmentGuard::IsForNode(mine6, hosts.devices.Get(1)));
    mine6.destination = IpAddress(Ipv6Address("ff02::1"));
    CHECK(FragmentGuard::IsForNode(mine6, hosts.devices.Get(1)));
    mine6.destination = IpAddress(Ipv6Address("ff0e::77"));
    CHECK(!FragmentGuard::IsForNode(mine6, hosts.devices.Get(1)));
}

TEST_CASE("fragment guard: large datagrams arrive whole")
{
    for (const bool checksums : {false, true})
    {
        Config::SetGlobal("ChecksumEnabled", BooleanValue(checksums));
        FragmentHosts hosts;
        std::vector<uint32_t> sent;
        auto socket4 = Socket::CreateSocket(hosts.nodes.Get(0), UdpSocketFactory::GetTypeId());
        socket4->Bind();
        auto socket6 = Socket::CreateSocket(hosts.nodes.Get(0), UdpSocketFactory::GetTypeId());
        socket6->Bind6();
        // The first ones are small enough to wait for the neighbour.
        for (const uint32_t size : {1473, 1480, 2000, 3000, 9000, 30000, 65000})
        {
            ScheduleCall(Seconds(3 + sent.size()), [&, size] {
                socket4->SendTo(Create<Packet>(size), 0, InetSocketAddress("10.0.0.2", 9));
                // ns-3.35 does not cut an IPv6 packet that is at most 40 bytes too large.
                socket6->SendTo(Create<Packet>(size + 80),
                                0,
                                Inet6SocketAddress(hosts.ipv6Target, 9));
            });
            sent.push_back(size);
            sent.push_back(size + 80);
        }
        std::sort(sent.begin(), sent.end());
        hosts.Run(Seconds(100));
        std::sort(hosts.received.begin(), hosts.received.end());
        CHECK(hosts.received == sent);
        CHECK(hosts.Device(1)->GetRxBooks().dropped == 0);
        CHECK(hosts.BooksClose());
    }
    Config::SetGlobal("ChecksumEnabled", BooleanValue(false));
}

TEST_CASE("fragment guard: no fragments break a host")
{
    const char* rounds = std::getenv("TUNNEL_FUZZ_ROUNDS");
    const uint32_t fragments = rounds ? std::strtoul(rounds, nullptr, 10) : 20000;
    const char* seed = std::getenv("TUNNEL_FUZZ_SEED");
    std::mt19937 random(seed ? std::strtoul(seed, nullptr, 10) : 1);
    FragmentHosts hosts;
    const Bytes datagram = FragmentHosts::Udp(65400);
    const Bytes echo = [] {
        Bytes bytes = FromHex("8000 0000 0001 0001"); // ICMPv6; to ICMPv4 this is a type it ignores
        bytes.resize(65400);
        return bytes;
    }();
    uint32_t sent = 0;
    const auto send = [&] {
        const auto family = random() % 2 ? IpAddress::IPV4 : IpAddress::IPV6;
        // About ten fragments each, mostly of one size, so that some datagrams are complete.
        const uint32_t id = sent++ / 20 + random() % 2;
        const bool fits = random() % 8 != 0;
        const uint32_t far = random() % 50 == 0 ? 65000 : 0;
        const uint32_t unit = id % 2 ? 64 : 8;
        const uint32_t begin = far + unit * (random() % 4);
        const uint32_t end = begin + (fits ? unit : random() % 150);
        const bool isEcho = random() % 8 == 0;
        const uint8_t protocol = isEcho ? (random() % 2 ? 58 : 1) : 17;
        static const uint8_t OTHERS[] = {0, 1, 6, 43, 58, 60};
        const bool odd = random() % 8 == 0;
        hosts.Send(family,
                   id,
                   isEcho ? echo : datagram,
                   begin,
                   end,
                   random() % 3 != 0,
                   odd ? OTHERS[random() % sizeof(OTHERS)] : protocol);
    };
    for (uint32_t i = 0; i < fragments; i++)
    {
        ScheduleCall(Seconds(3) + MilliSeconds(2 * i), send);
    }
    hosts.Run(Seconds(200) + MilliSeconds(2 * fragments));
    CHECK(hosts.BooksClose());
    CHECK(hosts.received.size() > fragments / 200);
    for (DropReason reason : {FRAGMENT_DUPLICATE, FRAGMENT_OVERLAP, IP_HEADER_MALFORMED})
    {
        CAPTURE(DropReasonName(reason));
        CHECK(hosts.Drops(reason) > fragments / 200);
    }
}
