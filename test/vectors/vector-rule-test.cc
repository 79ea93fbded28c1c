/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/frame-decoder.h"
#include "ns3/free-rule.h"

#include <doctest/doctest.h>
#include <functional>
#include <string>
#include <vector>

using namespace ns3;

namespace
{

using Bytes = std::vector<uint8_t>;

void
Put16(Bytes& frame, size_t offset, uint32_t value)
{
    frame[offset] = static_cast<uint8_t>(value >> 8);
    frame[offset + 1] = static_cast<uint8_t>(value);
}

uint32_t
Sum(const Bytes& frame, size_t from, size_t to, uint32_t sum)
{
    for (size_t i = from; i < to; ++i)
    {
        sum += (i - from) % 2 ? frame[i] : frame[i] << 8;
    }
    while (sum >> 16)
    {
        sum = (sum & 0xffff) + (sum >> 16);
    }
    return sum;
}

/** Fills in the checksum of the outer IPv4 header. */
void
FinishIp(Bytes& frame)
{
    Put16(frame, 24, 0);
    Put16(frame, 24, ~Sum(frame, 14, 34, 0));
}

/** Fills in the checksum of an unfragmented UDP packet. */
void
FinishUdp(Bytes& frame)
{
    Put16(frame, 40, 0);
    const auto length = static_cast<uint32_t>(frame.size() - 34);
    Put16(frame, 40, ~Sum(frame, 34, frame.size(), Sum(frame, 26, 34, 17 + length)));
}

/** A VXLAN packet over IPv4 with an inner Ethernet frame of `payload` zeros. */
Bytes
MakePacket(size_t payload = 32)
{
    Bytes frame(14 + 20 + 8 + 8 + 14 + payload);
    Put16(frame, 12, 0x0800);
    frame[14] = 0x45;
    Put16(frame, 16, static_cast<uint32_t>(frame.size() - 14));
    Put16(frame, 18, 0x1111);
    frame[22] = 64;
    frame[23] = 17;
    frame[26] = 10;
    frame[29] = 1;
    frame[30] = 10;
    frame[33] = 2;
    Put16(frame, 34, 40000);
    Put16(frame, 36, 4789);
    Put16(frame, 38, static_cast<uint32_t>(frame.size() - 34));
    frame[42] = 8;
    frame[48] = 100;
    FinishIp(frame);
    FinishUdp(frame);
    return frame;
}

/** Cuts an IPv4 packet into two frames behind `first` bytes of payload. */
std::vector<Bytes>
Cut(const Bytes& whole, size_t first)
{
    Bytes head(whole.begin(), whole.begin() + static_cast<long>(34 + first));
    Bytes tail(whole.begin(), whole.begin() + 34);
    tail.insert(tail.end(), whole.begin() + static_cast<long>(34 + first), whole.end());
    Put16(head, 16, static_cast<uint32_t>(head.size() - 14));
    Put16(head, 20, 0x2000);
    Put16(tail, 16, static_cast<uint32_t>(tail.size() - 14));
    Put16(tail, 20, static_cast<uint32_t>(first / 8));
    FinishIp(head);
    FinishIp(tail);
    return {head, tail};
}

VectorExpectation
Expect(const Bytes& frame, const std::vector<VectorFreeRange>& free)
{
    VectorExpectation expectation;
    expectation.underlay = true;
    expectation.frame = frame;
    expectation.free = free;
    return expectation;
}

const std::vector<VectorFreeRange> USUAL = {{18, 2}, {24, 2}, {34, 2}, {40, 2}};
const std::vector<VectorFreeRange> FRAGMENT = {{18, 2}, {24, 2}};

/** What the rule says of a packet that was changed, then given right checksums or not. */
std::string
Judge(const std::function<void(Bytes&)>& change, bool finish = true)
{
    FreeRule rule;
    rule.SetSourcePorts(32768, 60999);
    Bytes got = MakePacket();
    change(got);
    if (finish)
    {
        FinishIp(got);
        FinishUdp(got);
    }
    return rule.Check(Expect(MakePacket(), USUAL), got);
}

} // namespace

TEST_CASE("Free bytes: what is free may differ, what is not may not")
{
    CHECK(Judge([](Bytes&) {}) == "");
    CHECK(Judge([](Bytes& f) { Put16(f, 18, 0x2222); }) == "");
    CHECK(Judge([](Bytes& f) { Put16(f, 34, 50000); }) == "");
    CHECK(Judge([](Bytes& f) { f[22] = 63; }) == "byte 22 differs");
    CHECK(Judge([](Bytes& f) { f.back() = 1; }) == "byte 95 differs");
    CHECK(Judge([](Bytes& f) { f.pop_back(); }) == "length 95 instead of 96");
}

TEST_CASE("Free bytes: checksums must be right all the same")
{
    CHECK(Judge([](Bytes& f) { Put16(f, 18, 0x2222); }, false) ==
          "the IPv4 header checksum is wrong");
    CHECK(Judge([](Bytes& f) { Put16(f, 34, 50000); }, false) == "the UDP checksum is wrong");
    CHECK(Judge([](Bytes& f) { Put16(f, 40, 0); }, false) == "the UDP checksum is zero");
    // Not listed, it must be as recorded.
    FreeRule rule;
    CHECK(rule.Check(Expect(MakePacket(), {{18, 2}, {24, 2}, {34, 2}}), [] {
        Bytes frame = MakePacket();
        Put16(frame, 40, 0);
        return frame;
    }()) == "byte 40 differs");
}

TEST_CASE("Free bytes: one source port per flow, within the range")
{
    FreeRule rule;
    rule.SetSourcePorts(40000, 40009);
    Bytes got = MakePacket();
    CHECK(rule.Check(Expect(MakePacket(), USUAL), got) == "");
    Put16(got, 34, 40009);
    FinishUdp(got);
    CHECK(rule.Check(Expect(MakePacket(), USUAL), got) ==
          "source port 40009, but 40000 for an earlier frame of this flow");
    Put16(got, 34, 40010);
    FinishUdp(got);
    CHECK(rule.Check(Expect(MakePacket(), USUAL), got) ==
          "source port 40010 is outside 40000 to 40009");
    CHECK(rule.CheckSourcePort(MakePacket(), "other") == "");
    CHECK(rule.CheckSourcePort(Bytes(60), "other") == "not a UDP packet");
}

TEST_CASE("Free bytes: fragments belong together")
{
    auto expected = Cut(MakePacket(64), 48);
    std::vector<VectorFreeRange> first = USUAL;
    auto judge = [&](const std::function<void(std::vector<Bytes>&)>& change) {
        FreeRule rule;
        auto got = expected;
        change(got);
        std::string problem = rule.Check(Expect(expected[0], first), got[0]);
        problem += rule.Check(Expect(expected[1], FRAGMENT), got[1]);
        return problem + rule.EndStep();
    };
    auto identify = [](Bytes& frame, uint32_t identification) {
        Put16(frame, 18, identification);
        FinishIp(frame);
    };
    CHECK(judge([](auto&) {}) == "");
    CHECK(judge([&](auto& got) {
              identify(got[0], 7);
              identify(got[1], 7);
          }) == "");
    CHECK(judge([&](auto& got) { identify(got[1], 7); }) ==
          "its identification differs from that of the packet's other fragments"
          "the fragments of a packet do not join");
    CHECK(judge([&](auto& got) { Put16(got[0], 40, 0x1234); }) ==
          "the UDP checksum of a fragmented packet is wrong");

    // Two packets must not share an identification.
    FreeRule rule;
    auto other = expected;
    identify(other[0], 0x2222);
    CHECK(rule.Check(Expect(expected[0], first), expected[0]) == "");
    CHECK(rule.Check(Expect(other[0], first), expected[0]) ==
          "its identification is that of another packet");
}

TEST_CASE("Frame decoder: two frames side by side")
{
    Bytes got = MakePacket();
    got[22] = 63;
    Put16(got, 18, 0x2222);
    FinishIp(got);
    const std::string text = CompareFrames(MakePacket(), got, USUAL, true);
    CHECK(text.find("  ! ip.ttl                   64                                 63\n") !=
          std::string::npos);
    CHECK(text.find("  ~ ip.id                    0x1111                             0x2222\n") !=
          std::string::npos);
    CHECK(text.find("    vxlan.vni                100                                100\n") !=
          std::string::npos);
    CHECK(text.find("inner.eth.dst") != std::string::npos);
}

TEST_CASE("Frame decoder: nothing is read beyond the end of a frame")
{
    const Bytes whole = MakePacket();
    for (size_t size = 0; size <= whole.size(); ++size)
    {
        const Bytes cut(whole.begin(), whole.begin() + static_cast<long>(size));
        size_t covered = 0;
        for (const auto& field : DecodeFrame(cut, true))
        {
            covered = std::max<size_t>(covered, field.offset + field.length);
        }
        CHECK(covered == size);
    }
    // Headers that claim more than there is.
    uint32_t state = 1;
    for (int round = 0; round < 20000; ++round)
    {
        Bytes frame = whole;
        for (int i = 0; i < 4; ++i)
        {
            state = state * 1664525 + 1013904223;
            static const uint8_t VALUES[] = {0, 0x4f, 0x60, 44, 47, 60, 0x81, 0x86, 0xdd, 0xff};
            frame[(state >> 8) % 64] = VALUES[(state >> 24) % sizeof(VALUES)];
        }
        frame.resize((state >> 4) % (frame.size() + 1));
        for (const auto& field : DecodeFrame(frame, true))
        {
            REQUIRE(field.offset + field.length <= frame.size());
        }
        FreeRule rule;
        rule.Check(Expect(frame, {}), frame);
        rule.EndStep();
    }
}
