/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "hex-bytes.h"

#include "ns3/flow-hash.h"

#include <algorithm>
#include <doctest/doctest.h>
#include <map>
#include <random>
#include <set>
#include <vector>

using namespace ns3;

namespace
{

FrameView
Flow(const char* source, const char* destination, uint16_t sourcePort, uint16_t destinationPort)
{
    FrameView view;
    view.source = IpAddress::Parse(source).value();
    view.destination = IpAddress::Parse(destination).value();
    view.ipVersion = view.source.IsIpv4() ? 4 : 6;
    view.ipProtocol = 17;
    view.sourcePort = sourcePort;
    view.destinationPort = destinationPort;
    return view;
}

FrameView
Reverse(const FrameView& view)
{
    FrameView reverse = view;
    std::swap(reverse.source, reverse.destination);
    std::swap(reverse.sourcePort, reverse.destinationPort);
    return reverse;
}

} // namespace

TEST_SUITE("flow-hash")
{
    TEST_CASE("what is not IP has no flow")
    {
        FrameView view;
        view.etherType = FrameView::ETHERTYPE_ARP;
        CHECK(FlowHash(view) == 0);
        CHECK(FlowHash(view, 7) == 0);
    }

    TEST_CASE("both directions hash alike, other flows differ")
    {
        std::mt19937 random(3);
        std::set<uint32_t> hashes;
        for (int i = 0; i < 2000; ++i)
        {
            const std::string a = "10.0." + std::to_string(random() % 4) + ".1";
            const std::string b = "10.0." + std::to_string(random() % 4) + ".2";
            FrameView view = Flow(a.c_str(), b.c_str(), random() % 65536, i);
            CHECK(FlowHash(view) == FlowHash(Reverse(view)));
            CHECK(FlowHash(view) != 0);
            hashes.insert(FlowHash(view));
        }
        CHECK(hashes.size() == 2000);
        const FrameView same = Flow("10.0.0.1", "10.0.0.1", 5, 6);
        CHECK(FlowHash(same) == FlowHash(Reverse(same)));
        const FrameView v6 = Flow("fd00::1", "fd00::2", 5, 6);
        CHECK(FlowHash(v6) == FlowHash(Reverse(v6)));
    }

    TEST_CASE("each part of the key counts")
    {
        const FrameView base = Flow("fd00::1", "fd00::2", 1000, 2000);
        const uint32_t hash = FlowHash(base);
        FrameView other = base;
        other.ipProtocol = 6;
        CHECK(FlowHash(other) != hash);
        other = base;
        other.destinationPort = 2001;
        CHECK(FlowHash(other) != hash);
        other = base;
        other.source = IpAddress::Parse("fd01::1").value();
        CHECK(FlowHash(other) != hash);
        // Ports are crossed, addresses are not: another flow.
        other = base;
        std::swap(other.sourcePort, other.destinationPort);
        CHECK(FlowHash(other) != hash);
        CHECK(FlowHash(base, 1) != hash);
        CHECK(FlowHash(base, 1) != FlowHash(base, 2));
        // What does not make a flow.
        other = base;
        other.ttl = 3;
        other.dsField = 0xb8;
        other.ipTotalLength = 1400;
        CHECK(FlowHash(other) == hash);
    }

    TEST_CASE("with a flow label ports do not count, as in Linux")
    {
        FrameView view = Flow("fd00::1", "fd00::2", 1000, 2000);
        const uint32_t unlabelled = FlowHash(view);
        view.flowLabel = 0x12345;
        const uint32_t hash = FlowHash(view);
        CHECK(hash != unlabelled);
        view.destinationPort = 9;
        CHECK(FlowHash(view) == hash);
        view.flowLabel = 0x12346;
        CHECK(FlowHash(view) != hash);
    }

    TEST_CASE("all fragments of a packet hash alike")
    {
        const std::string addresses = "0a0000010a000002";
        const auto hash = [&addresses](const char* fragment, const char* payload) {
            return FlowHash(FrameView::FromPacket(0x0800,
                                                  ToPacket("450000361234" + std::string(fragment) +
                                                           "40110000" + addresses + payload)));
        };
        CHECK(hash("2000", "03e807d000220000") == hash("0005", "1122334455667788"));
        CHECK(hash("0000", "03e807d000220000") != hash("2000", "03e807d000220000"));
    }

    TEST_CASE("values stay the same over platforms and versions")
    {
        CHECK(FlowHash(Flow("192.168.0.1", "192.168.0.2", 1000, 2000)) == 0x4f7124d3u);
        CHECK(FlowHash(Flow("fd01::1", "fd01::2", 1000, 2000)) == 0x55e0e89du);
        CHECK(MacHash(Mac48Address("02:00:00:00:0b:02"),
                      Mac48Address("02:00:00:00:0a:01"),
                      0x88b5) == 0x40e12e90u);
    }

    TEST_CASE("MAC hash: each part counts, and it is not symmetric")
    {
        const Mac48Address a("02:00:00:00:00:01");
        const Mac48Address b("02:00:00:00:00:02");
        std::set<uint32_t> hashes{MacHash(a, b, 0x0806),
                                  MacHash(b, a, 0x0806),
                                  MacHash(a, b, 0x88b5),
                                  MacHash(a, a, 0x0806),
                                  MacHash(a, b, 0x0806, 1)};
        CHECK(hashes.size() == 5);
        CHECK(hashes.count(0) == 0);
    }

    TEST_CASE("hashes spread evenly over buckets")
    {
        constexpr uint32_t BUCKETS = 64;
        constexpr uint32_t FLOWS = 64000;
        std::vector<uint32_t> low(BUCKETS);
        std::vector<uint32_t> high(BUCKETS);
        for (uint32_t i = 0; i < FLOWS; ++i)
        {
            // Neighbouring hosts and ports: hardly any input bits differ.
            FrameView view = Flow("10.0.0.1", "10.0.0.2", 40000 + i % 1000, 5001);
            uint8_t bytes[4] = {10, 0, 1, static_cast<uint8_t>(i / 1000)};
            view.destination = IpAddress::FromBytes(IpAddress::IPV4, bytes);
            const uint32_t hash = FlowHash(view);
            ++low[hash % BUCKETS];
            ++high[hash / (0x100000000ULL / BUCKETS)];
        }
        // Mean 1000, standard deviation 31: five of them to each side.
        for (const auto& buckets : {low, high})
        {
            CHECK(*std::min_element(buckets.begin(), buckets.end()) > 840);
            CHECK(*std::max_element(buckets.begin(), buckets.end()) < 1160);
        }
    }
}

TEST_SUITE("source-port")
{
    TEST_CASE("Linux's formula")
    {
        CHECK(TunnelSourcePort(0, 32768, 60999) == 32768);
        CHECK(TunnelSourcePort(0xffffffff, 32768, 60999) == 32768);
        CHECK(TunnelSourcePort(0xffff0000, 32768, 60999) == 60998);
        for (const uint32_t hash : {1u, 0x12345678u, 0xdeadbeefu, 0x80000000u})
        {
            const uint32_t folded = hash ^ (hash << 16);
            CHECK(TunnelSourcePort(hash, 32768, 60999) ==
                  32768 + (static_cast<uint64_t>(folded) * 28231 >> 32));
        }
    }

    TEST_CASE("the range is [min, max)")
    {
        std::mt19937 random(4);
        std::map<uint16_t, int> seen;
        for (int i = 0; i < 3000; ++i)
        {
            const uint16_t port = TunnelSourcePort(random(), 1000, 1003);
            CHECK(port >= 1000);
            CHECK(port < 1003);
            ++seen[port];
        }
        CHECK(seen.size() == 3);
        CHECK(TunnelSourcePort(random(), 1000, 1001) == 1000);
        CHECK(TunnelSourcePort(0xffff0000, 0, 65535) == 65534);
    }

    TEST_CASE("equal or crossed bounds mean the default range")
    {
        std::mt19937 random(5);
        for (int i = 0; i < 1000; ++i)
        {
            const uint32_t hash = random();
            CHECK(TunnelSourcePort(hash, 5000, 5000) == TunnelSourcePort(hash, 32768, 60999));
            CHECK(TunnelSourcePort(hash, 6000, 5000) == TunnelSourcePort(hash, 32768, 60999));
            CHECK(TunnelSourcePort(hash, 0, 0) == TunnelSourcePort(hash, 32768, 60999));
        }
    }
}
