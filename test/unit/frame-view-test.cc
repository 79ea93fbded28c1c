/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "hex-bytes.h"

#include "ns3/frame-view.h"
#include "ns3/tunnel-ecn.h"

#include <doctest/doctest.h>

using namespace ns3;

namespace
{

const std::string PAYLOAD = "000102030405060708090a0b0c0d0e0f10111213141516171819";
const std::string UDP = "03e807d00022d5f4" + PAYLOAD;
const std::string IPV4 = "45000036123400004011e72fc0a80001c0a80002" + UDP;
const std::string IPV6_START = "600000000022";
const std::string IPV6_ADDRESSES = "fd010000000000000000000000000001"
                                   "fd010000000000000000000000000002";

FrameView
View(uint16_t etherType, const std::string& hex)
{
    return FrameView::FromPacket(etherType, ToPacket(hex));
}

} // namespace

TEST_SUITE("frame-view")
{
    TEST_CASE("IPv4 with UDP")
    {
        const FrameView view = View(0x0800, IPV4);
        CHECK(view.etherType == 0x0800);
        CHECK(view.networkProtocol == 0x0800);
        CHECK(view.networkOffset == 0);
        CHECK(view.transportOffset == 20);
        CHECK(view.ipVersion == 4);
        CHECK(view.dsField == 0);
        CHECK(view.ttl == 64);
        CHECK(view.ipProtocol == 17);
        CHECK(view.ipTotalLength == 54);
        CHECK(view.source == *IpAddress::Parse("192.168.0.1"));
        CHECK(view.destination == *IpAddress::Parse("192.168.0.2"));
        CHECK(view.sourcePort == 1000);
        CHECK(view.destinationPort == 2000);
        CHECK(!view.dontFragment);
        CHECK(!view.fragment);
        CHECK(!view.truncated);
        CHECK(!view.IsTagged());
        CHECK(view.IsUntaggedIp());
    }

    TEST_CASE("IPv6 with UDP, traffic class and flow label")
    {
        const FrameView view = View(0x86dd,
                                    "6ba123450022"
                                    "1121" +
                                        IPV6_ADDRESSES + UDP);
        CHECK(view.ipVersion == 6);
        CHECK(view.dsField == 0xba);
        CHECK(view.flowLabel == 0x12345);
        CHECK(view.ttl == 0x21);
        CHECK(view.ipProtocol == 17);
        CHECK(view.ipTotalLength == 74);
        CHECK(view.transportOffset == 40);
        CHECK(view.source == *IpAddress::Parse("fd01::1"));
        CHECK(view.destination == *IpAddress::Parse("fd01::2"));
        CHECK(view.sourcePort == 1000);
        CHECK(view.destinationPort == 2000);
        CHECK(!view.truncated);
    }

    TEST_CASE("IPv4 fragments, options, and headers that lie")
    {
        const auto with = [](const char* lengthByte, const char* fragment) {
            return View(0x0800,
                        std::string(lengthByte) + "0000361234" + fragment +
                            "4011e72fc0a80001c0a80002" + UDP);
        };
        const FrameView df = with("45", "4000");
        CHECK(df.dontFragment);
        CHECK(!df.fragment);
        CHECK(df.fragmentField == 0x4000);
        CHECK(df.sourcePort == 1000);

        const FrameView first = with("45", "2000");
        CHECK(first.fragment);
        CHECK(first.transportOffset == 20);
        CHECK(first.sourcePort == 0);

        const FrameView later = with("45", "0001");
        CHECK(later.fragment);
        CHECK(later.transportOffset == 0);
        CHECK(later.sourcePort == 0);

        // 24 bytes of header: the ports are four bytes further on.
        const FrameView options = with("46", "0000");
        CHECK(options.transportOffset == 24);
        CHECK(options.sourcePort == 0x0022);

        // Less than 20, or more than there is: Linux still reads TOS and TTL, but no ports.
        for (const char* lengthByte : {"40", "44", "4f"})
        {
            const FrameView bad = with(lengthByte, "0000");
            CHECK(bad.ipVersion == 4);
            CHECK(bad.ttl == 64);
            CHECK(!bad.truncated);
            CHECK(bad.transportOffset == 0);
            CHECK(bad.sourcePort == 0);
        }
        CHECK(View(0x0800, IPV4.substr(0, 40)).transportOffset == 20);
        CHECK(View(0x0800, IPV4.substr(0, 40)).sourcePort == 0);
        CHECK(View(0x0800, IPV4.substr(0, 46)).sourcePort == 0);
        CHECK(View(0x0800, IPV4.substr(0, 48)).sourcePort == 1000);
    }

    TEST_CASE("protocols with ports and without")
    {
        for (const char* protocol : {"06", "11", "21", "84", "88"})
        {
            CHECK(View(0x0800, "450000361234000040" + std::string(protocol) + IPV4.substr(20))
                      .sourcePort == 1000);
        }
        for (const char* protocol : {"00", "01", "02", "2f", "32", "33", "3a", "ff"})
        {
            CHECK(View(0x0800, "450000361234000040" + std::string(protocol) + IPV4.substr(20))
                      .sourcePort == 0);
        }
    }

    TEST_CASE("an IP header that does not fit is truncated, at every length")
    {
        for (uint32_t size = 0; size <= 54; ++size)
        {
            const FrameView view = View(0x0800, IPV4.substr(0, 2 * size));
            CHECK(view.truncated == (size < 20));
            CHECK(view.ipVersion == (size < 20 ? 0 : 4));
            CHECK(view.IsTruncatedUntagged() == (size < 20));
        }
        const std::string ipv6 = IPV6_START + "1140" + IPV6_ADDRESSES + UDP;
        for (uint32_t size = 0; size <= 74; ++size)
        {
            const FrameView view = View(0x86dd, ipv6.substr(0, 2 * size));
            CHECK(view.truncated == (size < 40));
            CHECK(view.ipVersion == (size < 40 ? 0 : 6));
            CHECK(view.transportOffset == (size < 40 ? 0 : 40));
            CHECK(view.sourcePort == (size < 44 ? 0 : 1000));
        }
        CHECK(!View(0x88b5, "").truncated);
        CHECK(!View(0x0806, "0001").truncated);
    }

    TEST_CASE("VLAN tags are skipped")
    {
        const FrameView one = View(0x8100, "00050800" + IPV4);
        CHECK(one.etherType == 0x8100);
        CHECK(one.networkProtocol == 0x0800);
        CHECK(one.networkOffset == 4);
        CHECK(one.transportOffset == 24);
        CHECK(one.sourcePort == 1000);
        CHECK(one.IsTagged());
        CHECK(!one.IsUntaggedIp());

        const FrameView two =
            View(0x88a8, "00058100000686dd" + IPV6_START + "1140" + IPV6_ADDRESSES + UDP);
        CHECK(two.networkProtocol == 0x86dd);
        CHECK(two.networkOffset == 8);
        CHECK(two.ipVersion == 6);
        CHECK(two.destinationPort == 2000);

        // Seven tags are followed, as in Linux, and no more.
        std::string tags;
        for (int i = 0; i < 6; ++i)
        {
            tags += "00018100";
        }
        CHECK(View(0x8100, tags + "00010800" + IPV4).sourcePort == 1000);
        const FrameView eight = View(0x8100, tags + "0001810000010800" + IPV4);
        CHECK(eight.networkProtocol == 0);
        CHECK(eight.ipVersion == 0);
        CHECK(!eight.truncated);
    }

    TEST_CASE("cut tags: sending looks behind tags, receiving does not")
    {
        for (const char* cut : {"", "00", "0005", "000508"})
        {
            const FrameView view = View(0x8100, cut);
            CHECK(view.networkProtocol == 0);
            CHECK(view.networkOffset == 0);
            CHECK(!view.truncated);
        }
        const FrameView view = View(0x8100, "00050800" + IPV4.substr(0, 38));
        CHECK(view.truncated);
        CHECK(!view.IsTruncatedUntagged());
    }

    TEST_CASE("IPv6 extension headers")
    {
        const auto with = [](const std::string& nextHeader, const std::string& rest) {
            return View(0x86dd, IPV6_START + nextHeader + "40" + IPV6_ADDRESSES + rest);
        };
        // Hop-by-hop, routing (16 bytes), destination options, authentication (12 bytes).
        const FrameView chain = with("00",
                                     "2b00050200000100"
                                     "3c01000000000000"
                                     "0000000000000000"
                                     "3300010400000000"
                                     "110100000000000000000000" +
                                         UDP);
        CHECK(chain.ipProtocol == 17);
        CHECK(chain.transportOffset == 40 + 8 + 16 + 8 + 12);
        CHECK(chain.sourcePort == 1000);
        CHECK(!chain.fragment);

        const FrameView first = with("2c", "1100000100000007" + UDP);
        CHECK(first.fragment);
        CHECK(first.transportOffset == 48);
        CHECK(first.sourcePort == 0);
        CHECK(first.ipProtocol == 17);

        const FrameView later = with("2c", "1100000800000007" + UDP);
        CHECK(later.fragment);
        CHECK(later.transportOffset == 0);

        const FrameView atomic = with("2c", "1100000000000007" + UDP);
        CHECK(!atomic.fragment);
        CHECK(atomic.sourcePort == 1000);

        CHECK(with("3b", UDP).transportOffset == 0);
        // Cut and endless chains.
        CHECK(with("00", "11").transportOffset == 0);
        CHECK(with("00", "11ff000000000000" + UDP).transportOffset == 0);
        std::string endless;
        for (int i = 0; i < 100; ++i)
        {
            endless += "0000000000000000";
        }
        CHECK(with("00", endless).transportOffset == 0);
    }

    TEST_CASE("only what is available is read")
    {
        const auto bytes = FromHex(IPV4);
        const FrameView view = FrameView::Parse(0x0800, bytes.data(), 10, 54);
        CHECK(!view.truncated);
        CHECK(view.ipVersion == 0);
        CHECK(FrameView::Parse(0x0800, bytes.data(), 54, 19).truncated);
    }
}

TEST_SUITE("tunnel-ecn")
{
    TEST_CASE("encapsulation copies the inner bits, CE becomes ECT(0)")
    {
        CHECK(EcnEncapsulate(0x00, 0xb8) == 0xb8);
        CHECK(EcnEncapsulate(0x01, 0xb8) == 0xb9);
        CHECK(EcnEncapsulate(0x02, 0xb8) == 0xba);
        CHECK(EcnEncapsulate(0x03, 0xb8) == 0xba);
        CHECK(EcnEncapsulate(0xfc, 0x03) == 0x00);
        CHECK(EcnEncapsulate(0xff, 0x00) == 0x02);
    }

    TEST_CASE("decapsulation, all sixteen cells")
    {
        // Rows: inner not-ECT, ECT(1), ECT(0), CE. Columns: outer likewise. -1 drops.
        const int expected[4][4] = {{0, 0, 0, -1}, {1, 1, 1, 3}, {2, 1, 2, 3}, {3, 3, 3, 3}};
        for (uint8_t inner = 0; inner < 4; ++inner)
        {
            for (uint8_t outer = 0; outer < 4; ++outer)
            {
                INFO("inner ", +inner, " outer ", +outer);
                const auto decision = EcnDecapsulate(0xa8 | outer, 0x20 | inner);
                CHECK(decision.drop == (expected[inner][outer] < 0));
                CHECK(decision.log == (inner == 0 && outer != 0));
                if (!decision.drop)
                {
                    CHECK(decision.innerEcn == expected[inner][outer]);
                }
            }
        }
    }

    TEST_CASE("rewriting gives what Linux delivered, byte for byte")
    {
        const std::string rest = "00361234000040 11%c0a80002c0a8000103e807d00022d5f4" + PAYLOAD;
        const auto ip = [&rest](const std::string& start, const std::string& checksum) {
            std::string text = start + rest;
            return text.replace(text.find('%'), 1, checksum);
        };

        struct Row
        {
            const char* before;
            const char* checksumBefore;
            uint8_t ecn;
            const char* after;
            const char* checksumAfter;
        };

        for (const Row& row : {Row{"4502", "e72d", 1, "4501", "e72e"},
                               Row{"4502", "e72d", 3, "4503", "e72c"},
                               Row{"4501", "e72e", 3, "4503", "e72c"},
                               // A wrong checksum stays wrong by as much.
                               Row{"4502", "e62d", 3, "4503", "e62c"},
                               Row{"4502", "e72d", 2, "4502", "e72d"}})
        {
            Ptr<Packet> packet = ToPacket(ip(row.before, row.checksumBefore));
            SetInnerEcn(packet, FrameView::FromPacket(0x0800, packet), row.ecn);
            CHECK(ToHex(packet) == ToHex(ToPacket(ip(row.after, row.checksumAfter))));
        }

        const std::string ipv6 = "12345002211 40" + IPV6_ADDRESSES + UDP;
        Ptr<Packet> packet = ToPacket("602" + ipv6);
        SetInnerEcn(packet, FrameView::FromPacket(0x86dd, packet), ECN_CE);
        CHECK(ToHex(packet) == ToHex(ToPacket("603" + ipv6)));
        SetInnerEcn(packet, FrameView::FromPacket(0x86dd, packet), ECN_ECT1);
        CHECK(ToHex(packet) == ToHex(ToPacket("601" + ipv6)));
    }

    TEST_CASE("rewriting behind tags, and leaving others alone")
    {
        Ptr<Packet> tagged = ToPacket("00050800"
                                      "4502" +
                                      IPV4.substr(4));
        SetInnerEcn(tagged, FrameView::FromPacket(0x8100, tagged), ECN_CE);
        CHECK(ToHex(tagged).substr(0, 12) == "000508004503");
        CHECK(ToHex(tagged).substr(28, 4) == "e72e");

        Ptr<Packet> arp = ToPacket("0001080006040001");
        SetInnerEcn(arp, FrameView::FromPacket(0x0806, arp), ECN_CE);
        CHECK(ToHex(arp) == "0001080006040001");

        // A view of another, longer packet.
        Ptr<Packet> small = ToPacket("4502");
        SetInnerEcn(small, View(0x0800, "4502" + IPV4.substr(4)), ECN_CE);
        CHECK(ToHex(small) == "4502");
    }
}
