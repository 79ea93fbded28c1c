/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "hex-bytes.h"

#include "ns3/gre-header.h"
#include "ns3/outer-header.h"
#include "ns3/raw-bytes-header.h"
#include "ns3/vxlan-header.h"

#include <doctest/doctest.h>
#include <random>
#include <sstream>

using namespace ns3;

namespace
{

// An inner UDP packet of the recordings, sent and received.
const std::string SENT = "45000036123400004011e72fc0a80001c0a8000203e807d00022d5f4"
                         "000102030405060708090a0b0c0d0e0f10111213141516171819";
const std::string RECEIVED = "45000036123400004011e72fc0a80002c0a8000103e807d00022d5f4"
                             "000102030405060708090a0b0c0d0e0f10111213141516171819";
const Mac48Address LOCAL("02:00:00:00:0a:01");
const Mac48Address REMOTE("02:00:00:00:0b:02");

template <class T>
std::string
Printed(const T& header)
{
    std::ostringstream os;
    header.Print(os);
    return os.str();
}

/// A header must say 0 for every cut of its bytes, and be unchanged.
template <class T>
void
CheckEveryCut(const T& header)
{
    const auto bytes = FromHex(ToHex(header));
    for (uint32_t size = 0; size < bytes.size(); ++size)
    {
        T read;
        const std::string before = ToHex(read);
        Ptr<Packet> packet = Create<Packet>(bytes.data(), size);
        CHECK(packet->PeekHeader(read) == 0);
        CHECK(ToHex(read) == before);
    }
    T read;
    CHECK(ToPacket(bytes)->PeekHeader(read) == bytes.size());
    CHECK(ToHex(read) == ToHex(header));
}

} // namespace

TEST_SUITE("vxlan-header")
{
    TEST_CASE("RFC 7348 layout")
    {
        CHECK(ToHex(VxlanHeader()) == "0800000000000000");
        CHECK(ToHex(VxlanHeader(100)) == "0800000000006400");
        CHECK(ToHex(VxlanHeader(0xabcdef)) == "08000000abcdef00");
        CHECK(ToHex(VxlanHeader(0x1abcdef)) == "08000000abcdef00");
        CHECK(VxlanHeader(0xabcdef).GetVni() == 0xabcdef);
        CHECK(VxlanHeader(VxlanHeader::MAX_VNI).GetReservedBits() == 0);
        CHECK(Printed(VxlanHeader(100)) == "VXLAN, flags [I] (0x8), vni 100");
    }

    TEST_CASE("all bits are kept, and each reserved bit is seen")
    {
        for (int bit = 0; bit < 64; ++bit)
        {
            const uint64_t word = 1ULL << bit;
            VxlanHeader header;
            header.SetWords(static_cast<uint32_t>(word >> 32), static_cast<uint32_t>(word));
            const bool flag = bit == 59;
            const bool vni = bit >= 8 && bit < 32;
            CHECK(header.HasVni() == flag);
            CHECK((header.GetReservedBits() == 0) == (flag || vni));
            CHECK(header.GetReservedBits(0) == 0);
            CHECK((header.GetVni() != 0) == vni);
            VxlanHeader read;
            ToPacket(ToHex(header))->PeekHeader(read);
            CHECK(read.GetFlagsWord() == header.GetFlagsWord());
            CHECK(read.GetVniWord() == header.GetVniWord());
            CHECK(read.GetFlags() == static_cast<uint8_t>(word >> 56));
        }
        VxlanHeader odd;
        odd.SetWords(0x00000001, 0x000064ff);
        CHECK(Printed(odd) == "VXLAN, flags [.] (0x0), vni 100, reserved 0x1000000ff");
        odd.SetVni(5);
        CHECK(ToHex(odd) == "08000001000005ff");
    }

    TEST_CASE("cut at every length")
    {
        CheckEveryCut(VxlanHeader(0x123456));
    }
}

TEST_SUITE("gre-header")
{
    TEST_CASE("RFC 2784 and 2890 layouts")
    {
        GreHeader header;
        CHECK(ToHex(header) == "00006558");
        header.SetKey(42);
        CHECK(ToHex(header) == "200065580000002a");
        header.SetSequence(7);
        CHECK(ToHex(header) == "300065580000002a00000007");
        header.SetChecksum(0xabcd);
        CHECK(ToHex(header) == "b0006558abcd00000000002a00000007");
        CHECK(Printed(header) == "GREv0, Flags [checksum present, key present, sequence# present], "
                                 "sum 0xabcd, key=0x2a, seq 7, proto TEB (0x6558)");
        GreHeader plain;
        plain.SetProtocol(0x0800);
        CHECK(ToHex(plain) == "00000800");
        CHECK(Printed(plain) == "GREv0, Flags [none], proto (0x800)");
        GreHeader sequence;
        sequence.SetSequence(1);
        CHECK(ToHex(sequence) == "1000655800000001");
    }

    TEST_CASE("cut at every length, with every set of options")
    {
        for (int options = 0; options < 8; ++options)
        {
            GreHeader header;
            if (options & 1)
            {
                header.SetChecksum(0x1234);
            }
            if (options & 2)
            {
                header.SetKey(0x01020304);
            }
            if (options & 4)
            {
                header.SetSequence(0x05060708);
            }
            CHECK(header.GetSerializedSize() == GreHeader::SizeFor(header.GetFlags()));
            CheckEveryCut(header);
        }
    }

    TEST_CASE("flags that Linux accepts, and those it drops")
    {
        const auto accepted = [](uint16_t flags) {
            GreHeader header;
            header.SetFlags(flags);
            return header.IsAcceptable();
        };
        // As recorded in gretap-receive: strict source, recursion and acknowledge bits pass.
        for (const uint16_t flags :
             {0x0000, 0x8000, 0x2000, 0x1000, 0x0800, 0x0100, 0x0700, 0x0080})
        {
            CHECK(accepted(flags));
        }
        for (const uint16_t flags : {0x4000, 0x0001, 0x0002, 0x0007, 0x0008, 0x0078})
        {
            CHECK(!accepted(flags));
        }
    }

    TEST_CASE("reading forgets what was there")
    {
        GreHeader header;
        header.SetKey(1);
        header.SetSequence(2);
        header.SetChecksum(3);
        const auto bytes = FromHex("00000800");
        CHECK(header.Read(bytes.data(), 4) == 4);
        CHECK(header.GetKey() == 0);
        CHECK(header.GetSequence() == 0);
        CHECK(header.GetChecksum() == 0);
        CHECK(header.GetProtocol() == 0x0800);
    }

    TEST_CASE("checksums as Linux sends and accepts them")
    {
        GreHeader header;
        header.SetKey(42);
        header.SetSequence(0);
        header.ComputeChecksum(ToPacket("020000000a01020000000b020800" + RECEIVED));
        CHECK(ToHex(header) == "b00065584b0100000000002a00000000");

        Ptr<Packet> packet = ToPacket("b00065584b0100000000002a00000000"
                                      "020000000a01020000000b020800" +
                                      RECEIVED);
        CHECK(GreHeader::IsChecksumRight(packet));
        // The second half word (Reserved1) counts too.
        Ptr<Packet> reserved = ToPacket("8000655868f71234020000000a01020000000b020800" + RECEIVED);
        CHECK(GreHeader::IsChecksumRight(reserved));
        GreHeader read;
        reserved->PeekHeader(read);
        CHECK(ToHex(read) == "8000655868f71234");
        CHECK(!GreHeader::IsChecksumRight(
            ToPacket("8000655868f71235020000000a01020000000b020800" + RECEIVED)));
    }
}

TEST_SUITE("outer-header")
{
    TEST_CASE("VXLAN over IPv4 and IPv6 as Linux sent it")
    {
        struct Row
        {
            const char* source;
            const char* destination;
            uint32_t vni;
            const char* udp;
        };

        for (const Row& row : {Row{"10.0.0.1", "10.0.0.2", 1, "8fa612b50054a06c0800000000000100"},
                               Row{"10.0.0.1", "10.0.0.2", 100, "8fa612b500543d6c0800000000006400"},
                               Row{"fd00::1", "fd00::2", 100, "8fa612b50054576a0800000000006400"}})
        {
            Ptr<Packet> packet = ToPacket(SENT);
            VxlanOuterHeader header;
            header.SetPorts(0, 4789);
            header.SetVxlan(VxlanHeader(row.vni));
            header.SetSourcePort(0x8fa6);
            header.SetInner(REMOTE, LOCAL, 0x0800);
            header.SetPayloadSize(packet->GetSize());
            CHECK(header.GetUdpChecksum() == 0);
            header.ComputeChecksum(*IpAddress::Parse(row.source),
                                   *IpAddress::Parse(row.destination),
                                   packet);
            packet->AddHeader(header);
            CHECK(ToHex(packet) == row.udp + ("020000000b02020000000a010800" + SENT));

            VxlanOuterHeader read;
            CHECK(packet->RemoveHeader(read) == 30);
            CHECK(read.GetSourcePort() == 0x8fa6);
            CHECK(read.GetDestinationPort() == 4789);
            CHECK(read.GetUdpLength() == 84);
            CHECK(read.GetVxlan().GetVni() == row.vni);
            CHECK(read.GetInnerDestination() == REMOTE);
            CHECK(read.GetInnerSource() == LOCAL);
            CHECK(read.GetInnerEtherType() == 0x0800);
            CHECK(ToHex(packet) == SENT);
            // Another payload size takes the old checksum away.
            read.SetPayloadSize(0);
            CHECK(read.GetUdpChecksum() == 0);
            CHECK(read.GetUdpLength() == 30);
        }
    }

    TEST_CASE("what is printed")
    {
        VxlanOuterHeader vxlan;
        vxlan.SetPorts(40000, 4789);
        vxlan.SetVxlan(VxlanHeader(7));
        vxlan.SetInner(REMOTE, LOCAL, 0x0800);
        CHECK(Printed(vxlan) == "40000 > 4789: VXLAN, flags [I] (0x8), vni 7, 02:00:00:00:0a:01 > "
                                "02:00:00:00:0b:02, ethertype 0x800");
        GreOuterHeader gre;
        gre.SetInner(REMOTE, LOCAL, 38);
        CHECK(Printed(gre) == "GREv0, Flags [none], proto TEB (0x6558), 02:00:00:00:0a:01 > "
                              "02:00:00:00:0b:02, 802.3 length 38");
    }

    TEST_CASE("GRETAP with all sets of options as Linux sent and received it")
    {
        GreOuterHeader plain;
        plain.SetInner(REMOTE, LOCAL, 0x0800);
        CHECK(ToHex(plain) == "00006558020000000b02020000000a010800");

        GreHeader gre;
        gre.SetKey(42);
        gre.SetSequence(5);
        GreOuterHeader all;
        all.SetGre(gre);
        all.SetInner(LOCAL, REMOTE, 0x0800);
        all.SetSequence(0);
        all.ComputeChecksum(ToPacket(RECEIVED));
        Ptr<Packet> packet = ToPacket(RECEIVED);
        packet->AddHeader(all);
        CHECK(ToHex(packet) ==
              "b00065584b0100000000002a00000000020000000a01020000000b020800" + RECEIVED);
        CHECK(GreHeader::IsChecksumRight(packet));
        GreOuterHeader read;
        CHECK(packet->RemoveHeader(read) == 30);
        CHECK(read.GetGre().GetKey() == 42);
        CHECK(read.GetInnerDestination() == LOCAL);
        CHECK(read.GetInnerSource() == REMOTE);
        CHECK(read.GetInnerEtherType() == 0x0800);
        CHECK(ToHex(packet) == RECEIVED);
    }

    TEST_CASE("cut at every length")
    {
        VxlanOuterHeader vxlan;
        vxlan.SetPorts(1, 2);
        CheckEveryCut(vxlan);
        GreOuterHeader gre;
        CheckEveryCut(gre);
        GreHeader options;
        options.SetKey(1);
        options.SetChecksum(2);
        options.SetSequence(3);
        gre.SetGre(options);
        CheckEveryCut(gre);
    }

    TEST_CASE("random round trips")
    {
        std::mt19937 random(6);
        for (int i = 0; i < 500; ++i)
        {
            VxlanOuterHeader vxlan;
            vxlan.SetPorts(random(), random());
            VxlanHeader words;
            words.SetWords(random(), random());
            vxlan.SetVxlan(words);
            vxlan.SetInner(Mac48Address::Allocate(), Mac48Address::Allocate(), random());
            vxlan.SetPayloadSize(random() % 1500);
            VxlanOuterHeader read;
            Ptr<Packet> packet = Create<Packet>(random() % 50);
            packet->AddHeader(vxlan);
            CHECK(packet->RemoveHeader(read) == 30);
            CHECK(ToHex(read) == ToHex(vxlan));
            CHECK(read.GetVxlan().GetVniWord() == words.GetVniWord());

            GreHeader gre;
            gre.SetFlags(random());
            gre.SetProtocol(random());
            GreHeader greRead;
            packet->AddHeader(gre);
            CHECK(packet->RemoveHeader(greRead) == gre.GetSerializedSize());
            CHECK(ToHex(greRead) == ToHex(gre));
        }
    }

    TEST_CASE("raw bytes go in and out as they are")
    {
        const auto bytes = FromHex("0102030405");
        const RawBytesHeader raw(bytes.data(), 5);
        CHECK(ToHex(raw) == "0102030405");
        CHECK(Printed(raw) == "5 bytes");
        RawBytesHeader read(FromHex("00000000ff").data(), 5);
        CHECK(ToPacket("01020304")->PeekHeader(read) == 0);
        CHECK(ToHex(read) == "00000000ff");
        CHECK(ToPacket("aabbccddee")->PeekHeader(read) == 5);
        CHECK(ToHex(read) == "aabbccddee");
        CHECK(ToHex(RawBytesHeader()) == "");
    }
}
