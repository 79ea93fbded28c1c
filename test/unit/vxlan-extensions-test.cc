/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "hex-bytes.h"

#include "ns3/packet-mark-tag.h"
#include "ns3/partial-checksum-tag.h"
#include "ns3/tunnel-metadata-tag.h"
#include "ns3/vxlan-extensions.h"

#include <doctest/doctest.h>

using namespace ns3;

TEST_CASE("VXLAN extensions: reserved bits are those without a meaning")
{
    VxlanConfig config;
    CHECK(config.GetReservedBits() == 0xf7ffffff000000ffULL);
    config.gbp = true;
    CHECK(config.GetReservedBits() == 0x77000000000000ffULL);
    config.gbp = false;
    config.remcsumRx = true;
    CHECK(config.GetReservedBits() == 0xf7dfffff00000000ULL);
    config.remcsumRx = false;
    config.gpe = true;
    CHECK(config.GetReservedBits() == 0xc2ffff00000000ffULL);
    config.hasReservedBits = true;
    config.reservedBits = 0xff;
    CHECK(config.GetReservedBits() == 0xff);
}

TEST_CASE("VXLAN extensions: group policy")
{
    CHECK(VxlanGbpToHeader(0) == 0);
    CHECK(VxlanGbpToHeader(0x10000) == 0x80000000);
    CHECK(VxlanGbpToHeader(0xffffffff) == 0x8048ffff);
    uint32_t mark = 7;
    CHECK_FALSE(VxlanGbpFromHeader(0x08001234, mark));
    CHECK(mark == 7);
    CHECK(VxlanGbpFromHeader(0x88c81234, mark));
    CHECK(mark == 0x00481234);
}

TEST_CASE("VXLAN extensions: generic protocol")
{
    for (const uint16_t type : {0x0800, 0x86dd, 0x6558, 0x894f, 0x8847})
    {
        const uint32_t header = VxlanGpeToHeader(type);
        CHECK((header >> 24) == 0x04);
        CHECK(VxlanGpeFromHeader(header | 0x08000000) == type);
        CHECK(VxlanGpeFromHeader(header | 0x01000000) == 0);
        CHECK(VxlanGpeFromHeader(header | 0x10000000) == 0);
        CHECK(VxlanGpeFromHeader(header & 0xff) == 0);
    }
    CHECK(VxlanGpeToHeader(0x0806) == 0);
    CHECK(VxlanGpeFromHeader(0x0c000006) == 0);
}

TEST_CASE("VXLAN extensions: remote checksum")
{
    uint32_t flags = 0x08000000;
    uint32_t vni = 100 << 8;
    CHECK_FALSE(VxlanRcoToHeader({35, 6}, flags, vni));
    CHECK_FALSE(VxlanRcoToHeader({256, 6}, flags, vni));
    CHECK_FALSE(VxlanRcoToHeader({34, 4}, flags, vni));
    CHECK(flags == 0x08000000);
    CHECK(VxlanRcoToHeader({34, 6}, flags, vni));
    CHECK(flags == 0x08200000);
    CHECK(vni == 0x6491);
    VxlanRemoteChecksum checksum;
    CHECK(VxlanRcoFromHeader(flags, vni, checksum));
    CHECK(checksum.start == 34);
    CHECK(checksum.offset == 6);
    CHECK(VxlanRcoFromHeader(flags, 0x6411, checksum));
    CHECK(checksum.offset == 16);
    CHECK_FALSE(VxlanRcoFromHeader(0x08000000, vni, checksum));
}

TEST_CASE("Partial checksums are filled in, wherever they are")
{
    // UDP from 192.168.0.1 port 1 to 192.168.0.2 port 2, its field holding the pseudo header.
    const std::string before(200, '0');
    Ptr<Packet> packet = ToPacket(before + "00010002000a" + "8167" + "abcd");
    packet->AddPacketTag(PartialChecksumTag(100, 6));
    packet->AddPacketTag(PacketMarkTag(5));
    PartialChecksumTag::Complete(packet);
    // 0x1 + 0x2 + 0xa + 0x8167 + 0xabcd = 0x12d41, folded 0x2d42.
    CHECK(ToHex(packet) == before + "00010002000a" + "d2bd" + "abcd");
    CHECK(PacketMarkTag::Get(packet) == 5);
    PartialChecksumTag none;
    CHECK_FALSE(packet->PeekPacketTag(none));

    Ptr<Packet> cut = ToPacket("0001");
    cut->AddPacketTag(PartialChecksumTag(0, 6));
    PartialChecksumTag::Complete(cut);
    CHECK(ToHex(cut) == "0001");
}

TEST_CASE("Metadata goes through a tag")
{
    TunnelMetadata metadata;
    metadata.key = 0xfffffe;
    metadata.source = *IpAddress::Parse("fd00::1");
    metadata.destination = *IpAddress::Parse("fd00::2");
    metadata.tos = 0x2a;
    metadata.ttl = 9;
    metadata.flowLabel = 0xabcde;
    metadata.sourcePort = 40000;
    metadata.port = 4790;
    metadata.checksum = false;
    metadata.dontFragment = true;
    metadata.hasGroupPolicy = true;
    metadata.groupPolicy = 0x481234;
    Ptr<Packet> packet = Create<Packet>(10);
    TunnelMetadataTag(TunnelMetadata()).Replace(packet);
    TunnelMetadataTag(metadata, true).Replace(packet);
    TunnelMetadataTag tag;
    REQUIRE(packet->RemovePacketTag(tag));
    const TunnelMetadata& got = tag.GetMetadata();
    CHECK(tag.IsReceived());
    CHECK(got.key == metadata.key);
    CHECK(got.source == metadata.source);
    CHECK(got.destination == metadata.destination);
    CHECK(got.tos == metadata.tos);
    CHECK(got.ttl == metadata.ttl);
    CHECK(got.flowLabel == metadata.flowLabel);
    CHECK(got.sourcePort == metadata.sourcePort);
    CHECK(got.port == metadata.port);
    CHECK_FALSE(got.checksum);
    CHECK(got.dontFragment);
    CHECK(got.hasGroupPolicy);
    CHECK(got.groupPolicy == metadata.groupPolicy);
    CHECK_FALSE(packet->PeekPacketTag(tag));
}
