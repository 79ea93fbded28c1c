/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "hex-bytes.h"

#include "ns3/icmp-error.h"
#include "ns3/icmp-reply.h"
#include "ns3/internet-checksum.h"

#include <doctest/doctest.h>

using namespace ns3;

namespace
{

const std::string BYTES = "000102030405060708090a0b0c0d0e0f10111213141516171819";
const std::string DATA = "03e807d00022d5f4" + BYTES;
const std::string INNER4 = "45000036123440004011a72fc0a80001c0a80002" + DATA;
const std::string INNER6 = "6000000000221120"
                           "fd010000000000000000000000000001fd010000000000000000000000000002"
                           "03e807d000225d42" +
                           BYTES;

Ptr<Packet>
FragNeeded(const std::string& hex, uint32_t mtu = 1400, uint16_t etherType = 0x0800)
{
    Ptr<Packet> packet = ToPacket(hex);
    return BuildIcmpv4FragNeeded(packet, FrameView::FromPacket(etherType, packet), mtu);
}

Ptr<Packet>
TooBig(const std::string& hex, uint32_t mtu = 1400)
{
    Ptr<Packet> packet = ToPacket(hex);
    return BuildIcmpv6PacketTooBig(packet, FrameView::FromPacket(0x86dd, packet), mtu);
}

/// INNER4 with other bytes at an offset.
std::string
Changed(std::string hex, uint32_t offset, const std::string& bytes)
{
    return hex.replace(2 * offset, bytes.size(), bytes);
}

std::optional<IcmpError>
Parse(IpAddress::Family family, const std::string& hex)
{
    const auto bytes = FromHex(hex);
    return ParseIcmpError(family, bytes.data(), static_cast<uint32_t>(bytes.size()));
}

} // namespace

TEST_SUITE("icmp-reply")
{
    TEST_CASE("IPv4: fragmentation needed in the destination's name")
    {
        CHECK(ToHex(FragNeeded(INNER4)) ==
              "45000052000040004001b957c0a80002c0a800010304790b00000578" + INNER4);
    }

    TEST_CASE("IPv4: no answer where Linux gives none")
    {
        CHECK(FragNeeded(INNER4, 576));
        CHECK(!FragNeeded(INNER4, 575));
        for (const char* fragment : {"0000", "2000", "6000", "4001", "c000"})
        {
            CHECK(!FragNeeded(Changed(INNER4, 6, fragment)));
        }
        for (const char* source : {"00000000", "00000001", "7f000001", "ffffffff", "e0000001"})
        {
            CHECK(!FragNeeded(Changed(INNER4, 12, source)));
        }
        for (const char* destination : {"ffffffff", "e0000001", "efffffff"})
        {
            CHECK(!FragNeeded(Changed(INNER4, 16, destination)));
        }
        const std::string icmp = Changed(INNER4, 9, "01");
        for (const char* type : {"03", "04", "05", "0b", "0c"})
        {
            CHECK(!FragNeeded(Changed(icmp, 20, type)));
        }
        CHECK(FragNeeded(Changed(icmp, 20, "08")));
        CHECK(!FragNeeded(icmp.substr(0, 40)));
        CHECK(!FragNeeded("00050800" + INNER4, 1400, 0x8100));
        CHECK(!FragNeeded(INNER6, 1400, 0x86dd));
        CHECK(!FragNeeded(INNER4.substr(0, 38)));
        CHECK(!FragNeeded(Changed(INNER4, 0, "44")));
    }

    TEST_CASE("IPv6: packet too big in the destination's name")
    {
        CHECK(ToHex(TooBig(INNER6)) ==
              "6000000000523a20"
              "fd010000000000000000000000000002fd010000000000000000000000000001"
              "02008ce500000578" +
                  INNER6);
    }

    TEST_CASE("IPv6: no answer where Linux gives none")
    {
        CHECK(TooBig(INNER6, 1280));
        CHECK(!TooBig(INNER6, 1279));
        const std::string zeros(28, '0');
        CHECK(!TooBig(Changed(INNER6, 8, "0000" + zeros)));
        CHECK(!TooBig(Changed(INNER6, 8, "0000" + zeros.substr(2) + "01")));
        CHECK(!TooBig(Changed(INNER6, 8, "ff02" + zeros)));
        // A multicast destination is no hindrance (RFC 4443 section 2.4 e.3).
        CHECK(TooBig(Changed(INNER6, 24, "ff02" + zeros)));
        const std::string icmp = Changed(INNER6, 6, "3a");
        for (const char* type : {"01", "02", "03", "04", "89"})
        {
            CHECK(!TooBig(Changed(icmp, 40, type)));
        }
        CHECK(TooBig(Changed(icmp, 40, "80")));
        CHECK(!TooBig(icmp.substr(0, 80)));
        // A later fragment and a first one.
        CHECK(!TooBig(Changed(Changed(INNER6, 6, "2c"), 40, "1100000800000001")));
        CHECK(TooBig(Changed(Changed(INNER6, 6, "2c"), 40, "1100000100000001")));
        CHECK(!TooBig(Changed(INNER6, 6, "3b")));
    }

    TEST_CASE("large packets are quoted as far as allowed, with right checksums")
    {
        std::string large = Changed(INNER4, 2, "05dc");
        large.resize(3000, '7');
        Ptr<Packet> reply4 = FragNeeded(large);
        CHECK(reply4->GetSize() == 576);
        CHECK(InternetChecksum::Compute(FromHex(ToHex(reply4)).data(), 20) == 0);
        CHECK(InternetChecksum::Compute(FromHex(ToHex(reply4)).data() + 20, 556) == 0);
        CHECK(ToHex(reply4).substr(56) == large.substr(0, 2 * 548));

        large = Changed(INNER6, 4, "05b4");
        large.resize(3000, '7');
        Ptr<Packet> reply6 = TooBig(large);
        CHECK(reply6->GetSize() == 1280);
        InternetChecksum checksum;
        checksum.AddPseudoHeader(*IpAddress::Parse("fd01::2"),
                                 *IpAddress::Parse("fd01::1"),
                                 58,
                                 1240);
        checksum.Add(FromHex(ToHex(reply6)).data() + 40, 1240);
        CHECK(checksum.IsRight());
    }

    TEST_CASE("port unreachable as Linux sends it for a GRE packet without tunnel")
    {
        const std::string offending4 = "4500004e12340000402f544b0a0000020a0000010000080045000036"
                                       "123400004011e72fc0a80002c0a80001" +
                                       DATA;
        Ptr<Packet> reply4 =
            BuildIcmpv4Error(ICMP4_UNREACHABLE, ICMP4_CODE_PORT, 0, ToPacket(offending4));
        CHECK(ToHex(reply4) == "0303768400000000" + offending4);
        IpHeaderFields ip;
        ip.source = *IpAddress::Parse("10.0.0.1");
        ip.destination = *IpAddress::Parse("10.0.0.2");
        ip.protocol = 1;
        ip.tos = 0xc0;
        ip.identification = 0xe589;
        PrependIpHeader(reply4, ip);
        CHECK(ToHex(reply4) ==
              "45c0006ae5890000400180470a0000010a0000020303768400000000" + offending4);

        const std::string offending6 =
            "6000000000482f40"
            "fd000000000000000000000000000002fd000000000000000000000000000001"
            "00006558020000000a01020000000b020800"
            "45000036123400004011e72fc0a80002c0a80001" +
            DATA;
        Ptr<Packet> reply6 = BuildIcmpv6Error(ICMP6_UNREACHABLE,
                                              ICMP6_CODE_PORT,
                                              0,
                                              Ipv6Address("fd00::1"),
                                              Ipv6Address("fd00::2"),
                                              ToPacket(offending6));
        CHECK(ToHex(reply6) == "010475e300000000" + offending6);
        ip.source = *IpAddress::Parse("fd00::1");
        ip.destination = *IpAddress::Parse("fd00::2");
        ip.protocol = 58;
        ip.tos = 0;
        PrependIpHeader(reply6, ip);
        CHECK(ToHex(reply6) == "6000000000783a40"
                               "fd000000000000000000000000000001fd000000000000000000000000000002"
                               "010475e300000000" +
                                   offending6);
    }
}

TEST_SUITE("icmp-error")
{
    // A VXLAN packet of ours, as much as routers quote.
    const std::string OUTER4 = "4500006812340000401154500a0000010a0000028fa612b500540000";
    const std::string OUTER6 = "6000000000541140"
                               "fd000000000000000000000000000001fd000000000000000000000000000002"
                               "8fa612b500540000";

    TEST_CASE("fragmentation needed")
    {
        const auto error = Parse(IpAddress::IPV4, "0304000000000578" + OUTER4);
        REQUIRE(error);
        CHECK(error->kind == IcmpError::TOO_BIG);
        CHECK(error->mtu == 1400);
        CHECK(error->source == *IpAddress::Parse("10.0.0.1"));
        CHECK(error->destination == *IpAddress::Parse("10.0.0.2"));
        CHECK(error->protocol == 17);
        CHECK(error->ttl == 64);
        CHECK(error->sourcePort == 0x8fa6);
        CHECK(error->destinationPort == 4789);
        CHECK(error->quotedOffset == 28);
        CHECK(error->quotedSize == 8);
        CHECK(!error->fragment);
        CHECK(Parse(IpAddress::IPV4, "0304000000000000" + OUTER4)->mtu == 0);
    }

    TEST_CASE("packet too big")
    {
        const auto error = Parse(IpAddress::IPV6, "02000000000104b0" + OUTER6);
        REQUIRE(error);
        CHECK(error->kind == IcmpError::TOO_BIG);
        CHECK(error->mtu == 0x104b0);
        CHECK(error->destination == *IpAddress::Parse("fd00::2"));
        CHECK(error->destinationPort == 4789);
        CHECK(error->quotedOffset == 48);
        CHECK(error->quotedSize == 8);
    }

    TEST_CASE("kinds of errors")
    {
        struct Row
        {
            const char* start;
            IcmpError::Kind kind;
        };

        for (const Row& row : {Row{"0300", IcmpError::UNREACHABLE},
                               Row{"0303", IcmpError::PORT_UNREACHABLE},
                               Row{"0400", IcmpError::OTHER_ERROR},
                               Row{"0501", IcmpError::REDIRECT},
                               Row{"0b00", IcmpError::TIME_EXCEEDED},
                               Row{"0c00", IcmpError::PARAMETER}})
        {
            const auto error = Parse(IpAddress::IPV4, row.start + ("000000000578" + OUTER4));
            REQUIRE(error);
            CHECK(error->kind == row.kind);
            CHECK(error->mtu == 0);
        }
        for (const Row& row : {Row{"0100", IcmpError::UNREACHABLE},
                               Row{"0104", IcmpError::PORT_UNREACHABLE},
                               Row{"0300", IcmpError::TIME_EXCEEDED},
                               Row{"0400", IcmpError::PARAMETER}})
        {
            const auto error = Parse(IpAddress::IPV6, row.start + ("000000000578" + OUTER6));
            REQUIRE(error);
            CHECK(error->kind == row.kind);
            CHECK(error->mtu == 0);
        }
    }

    TEST_CASE("what is no error, or quotes too little")
    {
        CHECK(!Parse(IpAddress::NONE, "0304000000000578" + OUTER4));
        for (const char* type : {"00", "08", "0d"})
        {
            CHECK(!Parse(IpAddress::IPV4, type + ("04000000000578" + OUTER4)));
        }
        for (const char* type : {"00", "80", "82", "87"})
        {
            CHECK(!Parse(IpAddress::IPV6, type + ("00000000000578" + OUTER6)));
        }
        // The other family quoted; a bad header length.
        CHECK(!Parse(IpAddress::IPV4, "0304000000000578" + OUTER6));
        CHECK(!Parse(IpAddress::IPV6, "0200000000000578" + OUTER4 + OUTER4));
        CHECK(!Parse(IpAddress::IPV4, "030400000000057844" + OUTER4.substr(2)));
        for (uint32_t size = 0; size <= 36; ++size)
        {
            const auto error =
                Parse(IpAddress::IPV4, ("0304000000000578" + OUTER4).substr(0, 2 * size));
            CHECK(error.has_value() == (size >= 28));
            CHECK((error ? error->destinationPort : 0) == (size >= 32 ? 4789 : 0));
        }
        for (uint32_t size = 0; size <= 56; ++size)
        {
            const auto error =
                Parse(IpAddress::IPV6, ("0200000000000578" + OUTER6).substr(0, 2 * size));
            CHECK(error.has_value() == (size >= 48));
            CHECK((error ? error->destinationPort : 0) == (size >= 52 ? 4789 : 0));
        }
    }

    TEST_CASE("quoted fragments and GRE")
    {
        const auto first = Parse(IpAddress::IPV4, "0304000000000578" + Changed(OUTER4, 6, "2000"));
        REQUIRE(first);
        CHECK(!first->fragment);
        CHECK(first->destinationPort == 4789);
        const auto later = Parse(IpAddress::IPV4, "0304000000000578" + Changed(OUTER4, 6, "0010"));
        REQUIRE(later);
        CHECK(later->fragment);
        CHECK(later->destinationPort == 0);
        CHECK(later->quotedSize == 0);
        const auto gre =
            Parse(IpAddress::IPV4,
                  "0304000000000578" + Changed(Changed(OUTER4, 9, "2f"), 20, "200065580000002a"));
        REQUIRE(gre);
        CHECK(gre->protocol == 47);
        CHECK(gre->destinationPort == 0);
        CHECK(gre->quotedSize == 8);
    }
}
