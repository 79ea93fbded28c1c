/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "hex-bytes.h"

#include "ns3/internet-checksum.h"

#include <doctest/doctest.h>
#include <random>

using namespace ns3;

namespace
{

/// The definition of RFC 1071, word by word.
uint16_t
PlainChecksum(std::vector<uint8_t> bytes)
{
    if (bytes.size() % 2)
    {
        bytes.push_back(0);
    }
    uint32_t sum = 0;
    for (size_t i = 0; i < bytes.size(); i += 2)
    {
        sum += (bytes[i] << 8) | bytes[i + 1];
        sum = (sum & 0xffff) + (sum >> 16);
    }
    return static_cast<uint16_t>(~sum);
}

} // namespace

TEST_SUITE("internet-checksum")
{
    TEST_CASE("literals")
    {
        // RFC 1071 section 3.
        const auto rfc = FromHex("0001 f203 f4f5 f6f7");
        CHECK(InternetChecksum::Compute(rfc.data(), 8) == static_cast<uint16_t>(~0xddf2));
        // An IPv4 header as Linux sent it, checksum taken out.
        const auto ip = FromHex("4500003612340000 40110000 c0a80001c0a80002");
        CHECK(InternetChecksum::Compute(ip.data(), 20) == 0xe72f);
        const uint8_t nothing = 0;
        CHECK(InternetChecksum::Compute(&nothing, 0) == 0xffff);
    }

    TEST_CASE("any split into pieces gives the plain sum")
    {
        std::mt19937 random(1);
        for (int round = 0; round < 500; ++round)
        {
            std::vector<uint8_t> bytes(random() % 120);
            for (auto& byte : bytes)
            {
                byte = static_cast<uint8_t>(random() % 3 ? random() : 0xff);
            }
            InternetChecksum checksum;
            for (size_t offset = 0; offset < bytes.size();)
            {
                const size_t piece = std::min<size_t>(random() % 40, bytes.size() - offset);
                checksum.Add(bytes.data() + offset, static_cast<uint32_t>(piece));
                offset += piece;
            }
            CHECK(checksum.Get() == PlainChecksum(bytes));
        }
    }

    TEST_CASE("packets, small and large, with headers and zero areas")
    {
        for (const uint32_t size : {0u, 1u, 1399u, 1400u, 2048u, 2049u, 60001u})
        {
            std::vector<uint8_t> bytes(size);
            for (uint32_t i = 0; i < size; ++i)
            {
                bytes[i] = static_cast<uint8_t>(i * 7);
            }
            InternetChecksum checksum;
            checksum.AddPacket(ToPacket(bytes));
            CHECK(checksum.Get() == PlainChecksum(bytes));
        }
        // 100 virtual zero bytes, then bytes in front.
        InternetChecksum checksum;
        Ptr<Packet> packet = Create<Packet>(100);
        Ptr<Packet> front = ToPacket("0102 03");
        front->AddAtEnd(packet);
        checksum.AddPacket(front);
        CHECK(checksum.GetSum() == 0x0402);
    }

    TEST_CASE("UDP with pseudo headers, as Linux sent it")
    {
        const std::string udp = "8fa612b50054%s0800000000006400020000000b02020000000a010800"
                                "45000036123400004011e72fc0a80001c0a8000203e807d00022d5f4"
                                "000102030405060708090a0b0c0d0e0f10111213141516171819";
        const auto at = udp.find("%s");

        struct Row
        {
            const char* source;
            const char* destination;
            uint16_t checksum;
        };

        for (const Row& row :
             {Row{"10.0.0.1", "10.0.0.2", 0x3d6c}, Row{"fd00::1", "fd00::2", 0x576a}})
        {
            std::string text = udp;
            auto bytes = FromHex(text.replace(at, 2, "0000"));
            const auto size = static_cast<uint32_t>(bytes.size());
            InternetChecksum checksum;
            checksum.AddPseudoHeader(*IpAddress::Parse(row.source),
                                     *IpAddress::Parse(row.destination),
                                     17,
                                     size);
            InternetChecksum whole = checksum;
            checksum.Add(bytes.data(), size);
            CHECK(checksum.GetForUdp() == row.checksum);

            bytes[6] = static_cast<uint8_t>(row.checksum >> 8);
            bytes[7] = static_cast<uint8_t>(row.checksum);
            InternetChecksum damaged = whole;
            whole.Add(bytes.data(), size);
            CHECK(whole.IsRight());
            bytes[40] ^= 1;
            damaged.Add(bytes.data(), size);
            CHECK(!damaged.IsRight());
        }
    }

    TEST_CASE("a UDP checksum of 0 is stored as 0xffff")
    {
        InternetChecksum checksum;
        checksum.AddWord(0xffff);
        CHECK(checksum.Get() == 0);
        CHECK(checksum.GetForUdp() == 0xffff);
    }

    TEST_CASE("update after one changed word")
    {
        std::mt19937 random(2);
        auto header = FromHex("4500003612340000 40110000 c0a80001c0a80002");
        for (int round = 0; round < 2000; ++round)
        {
            const uint16_t before = static_cast<uint16_t>((header[0] << 8) | header[1]);
            const uint16_t old = PlainChecksum(header);
            header[1] = static_cast<uint8_t>(random());
            header[5] = static_cast<uint8_t>(header[5] + (round % 7 == 0));
            if (round % 7 == 0)
            {
                continue;
            }
            const uint16_t after = static_cast<uint16_t>((header[0] << 8) | header[1]);
            const uint16_t updated = InternetChecksum::Update(old, before, after);
            const uint16_t fresh = PlainChecksum(header);
            CHECK((updated == fresh || (updated == 0xffff && fresh == 0)));
        }
        // Linux: ECT(0) to CE adds 0xfffe, ECT(1) to CE adds 0xfffd.
        CHECK(InternetChecksum::Update(0xe72d, 0x4502, 0x4503) == 0xe72c);
        CHECK(InternetChecksum::Update(0xe72e, 0x4501, 0x4503) == 0xe72c);
        CHECK(InternetChecksum::Update(0xe72d, 0x4502, 0x4501) == 0xe72e);
        CHECK(InternetChecksum::Update(0x0001, 0x4502, 0x4503) == 0xffff);
    }
}
