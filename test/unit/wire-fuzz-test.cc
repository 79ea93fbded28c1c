/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "hex-bytes.h"

#include "ns3/flow-hash.h"
#include "ns3/gre-header.h"
#include "ns3/icmp-error.h"
#include "ns3/icmp-reply.h"
#include "ns3/igmp-header.h"
#include "ns3/internet-checksum.h"
#include "ns3/mld-header.h"
#include "ns3/outer-header.h"
#include "ns3/tunnel-ecn.h"
#include "ns3/vxlan-header.h"

#include <doctest/doctest.h>
#include <memory>
#include <random>
#include <sstream>

using namespace ns3;

namespace
{

/**
 * Random bytes in a block of just their size, so that the address sanitizer sees every read beyond.
 * Some bytes are set so that parsers go further than noise would take them.
 */
class RandomBytes
{
  public:
    explicit RandomBytes(std::mt19937& random)
        : size(random() % 120),
          bytes(new uint8_t[size])
    {
        for (uint32_t i = 0; i < size; ++i)
        {
            bytes[i] = static_cast<uint8_t>(random() % 4 ? random() : 0);
        }
        static const uint8_t STARTS[] = {0x45, 0x46, 0x4f, 0x60, 3, 2, 0x11, 0x22, 130, 143, 0xb0};
        static const uint8_t PROTOCOLS[] = {0, 6, 17, 43, 44, 51, 58, 59, 60, 1};
        Set(0, STARTS[random() % sizeof(STARTS)]);
        Set(6, PROTOCOLS[random() % sizeof(PROTOCOLS)]);
        Set(8, random() % 2 ? 0x45 : 0x60);
        Set(9, PROTOCOLS[random() % sizeof(PROTOCOLS)]);
        Set(14, PROTOCOLS[random() % sizeof(PROTOCOLS)]);
        Set(40, PROTOCOLS[random() % sizeof(PROTOCOLS)]);
        Set(41, random() % 4);
    }

    /// Makes the ones' complement sum of all bytes right, by the word at offset 2.
    void FixChecksum()
    {
        if (size >= 4)
        {
            bytes[2] = bytes[3] = 0;
            const uint16_t checksum = InternetChecksum::Compute(bytes.get(), size);
            bytes[2] = static_cast<uint8_t>(checksum >> 8);
            bytes[3] = static_cast<uint8_t>(checksum);
        }
    }

    const uint32_t size;
    const std::unique_ptr<uint8_t[]> bytes;

  private:
    void Set(uint32_t offset, uint8_t value)
    {
        if (offset < size)
        {
            bytes[offset] = value;
        }
    }
};

/// Offsets must lie within the packet, whatever its bytes say.
void
CheckView(const FrameView& view, const RandomBytes& input)
{
    const bool inside = view.networkOffset <= input.size && view.transportOffset <= input.size;
    const bool ports = view.sourcePort == 0 || view.transportOffset + 4u <= input.size;
    const bool version = view.ipVersion == 0 || (!view.truncated && view.networkProtocol != 0);
    // One check instead of three keeps 100,000 rounds fast.
    const bool fine = inside && ports && version && view.flowLabel <= 0xfffff;
    CHECK(fine);
    const bool hashed = (FlowHash(view) == 0) == (view.ipVersion == 0);
    CHECK(hashed);
}

template <class T>
void
ReadHeader(Ptr<const Packet> packet, std::ostream& os)
{
    T header;
    const uint32_t used = packet->PeekHeader(header);
    const bool fine = used <= packet->GetSize() && (used == 0 || used >= 4);
    CHECK(fine);
    header.Print(os);
}

} // namespace

TEST_SUITE("wire-fuzz")
{
    TEST_CASE("100,000 random buffers through every parser")
    {
        std::mt19937 random(7);
        static const uint16_t TYPES[] = {0x0800, 0x86dd, 0x8100, 0x88a8, 0x0806, 38};
        uint32_t errors = 0;
        uint32_t igmp = 0;
        uint32_t mld = 0;
        for (int round = 0; round < 100000; ++round)
        {
            RandomBytes input(random);
            const uint16_t type = TYPES[random() % 6];
            const auto view = FrameView::Parse(type, input.bytes.get(), input.size, input.size);
            CheckView(view, input);
            for (const auto family : {IpAddress::IPV4, IpAddress::IPV6})
            {
                const auto error = ParseIcmpError(family, input.bytes.get(), input.size);
                const bool fine = !error || error->quotedOffset + error->quotedSize <= input.size;
                CHECK(fine);
                errors += error.has_value();
            }
            MldHeader mldHeader;
            mld += mldHeader.Read(input.bytes.get(), input.size);
            GreHeader gre;
            const bool greFits = gre.Read(input.bytes.get(), input.size) <= input.size;
            CHECK(greFits);
            input.FixChecksum();
            IgmpHeader igmpHeader;
            igmp += igmpHeader.Read(input.bytes.get(), input.size);
        }
        // The seed must reach what lies behind the first checks.
        CHECK(errors > 1000);
        CHECK(igmp > 100);
        CHECK(mld > 100);
    }

    TEST_CASE("20,000 random packets through headers, rewriting and replies")
    {
        std::mt19937 random(8);
        uint32_t replies = 0;
        for (int round = 0; round < 20000; ++round)
        {
            RandomBytes input(random);
            Ptr<Packet> packet = Create<Packet>(input.bytes.get(), input.size);
            const uint16_t type = random() % 2 ? 0x0800 : 0x86dd;
            const FrameView view = FrameView::FromPacket(type, packet);
            CheckView(view, input);
            replies += BuildIcmpv4FragNeeded(packet, view, 1400) ? 1 : 0;
            replies += BuildIcmpv6PacketTooBig(packet, view, 1400) ? 1 : 0;
            SetInnerEcn(packet, view, static_cast<uint8_t>(random()));
            CHECK(packet->GetSize() == input.size);
            std::ostringstream os;
            os << view;
            ReadHeader<VxlanHeader>(packet, os);
            ReadHeader<GreHeader>(packet, os);
            ReadHeader<VxlanOuterHeader>(packet, os);
            ReadHeader<GreOuterHeader>(packet, os);
            ReadHeader<IgmpHeader>(packet, os);
            ReadHeader<MldHeader>(packet, os);
        }
        CHECK(replies > 100);
    }
}
