/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/free-rule.h"

#include "ns3/frame-decoder.h"

#include <algorithm>

namespace ns3
{

namespace
{

constexpr uint8_t PROTOCOL_UDP = 17;

uint32_t
Read(const std::vector<uint8_t>& bytes, size_t offset, int length)
{
    uint32_t value = 0;
    for (int i = 0; i < length; ++i)
    {
        value = (value << 8) | bytes[offset + i];
    }
    return value;
}

/** Where the headers of a frame of the underlay lie. */
struct Outer
{
    uint8_t version{0};         //!< 4, 6, or 0: not IP
    size_t addresses{0};        //!< offset of source and destination
    size_t addressesLength{0};  //!< 8 or 32
    size_t identification{0};   //!< offset of the identification, 0: none
    int identificationSize{0};  //!< 2 or 4
    bool fragment{false};       //!< one of several
    bool more{false};           //!< not the last of them
    uint32_t fragmentOffset{0}; //!< of the payload, bytes
    uint8_t protocol{0};        //!< of the payload
    size_t payload{0};          //!< offset of the payload

    bool IsUdp() const
    {
        return protocol == PROTOCOL_UDP && fragmentOffset == 0;
    }
};

Outer
Dissect(const std::vector<uint8_t>& frame)
{
    Outer outer;
    if (frame.size() >= 34 && Read(frame, 12, 2) == 0x0800)
    {
        outer.version = 4;
        outer.addresses = 26;
        outer.addressesLength = 8;
        outer.identification = 18;
        outer.identificationSize = 2;
        const uint32_t field = Read(frame, 20, 2);
        outer.more = field & 0x2000;
        outer.fragmentOffset = (field & 0x1fff) * 8;
        outer.fragment = outer.more || outer.fragmentOffset;
        outer.protocol = frame[23];
        outer.payload = 14 + (frame[14] & 0xf) * 4;
    }
    else if (frame.size() >= 54 && Read(frame, 12, 2) == 0x86dd)
    {
        outer.version = 6;
        outer.addresses = 22;
        outer.addressesLength = 32;
        outer.protocol = frame[20];
        outer.payload = 54;
        if (outer.protocol == 44 && frame.size() >= 62)
        {
            const uint32_t field = Read(frame, 56, 2);
            outer.identification = 58;
            outer.identificationSize = 4;
            outer.more = field & 1;
            outer.fragmentOffset = field & 0xfff8;
            outer.fragment = outer.more || outer.fragmentOffset;
            outer.protocol = frame[54];
            outer.payload = 62;
        }
    }
    if (outer.payload > frame.size() || (outer.IsUdp() && outer.payload + 8 > frame.size()))
    {
        return Outer();
    }
    return outer;
}

uint32_t
Sum(const uint8_t* bytes, size_t length, uint32_t sum)
{
    for (size_t i = 0; i < length; ++i)
    {
        sum += i % 2 ? bytes[i] : bytes[i] << 8;
        sum = (sum & 0xffff) + (sum >> 16);
    }
    return sum;
}

bool
IsUdpChecksumRight(const std::vector<uint8_t>& addresses, const std::vector<uint8_t>& datagram)
{
    uint32_t sum = Sum(addresses.data(), addresses.size(), PROTOCOL_UDP);
    sum = Sum(datagram.data(),
              datagram.size(),
              sum + static_cast<uint32_t>(datagram.size() & 0xffff) +
                  static_cast<uint32_t>(datagram.size() >> 16));
    return sum == 0xffff;
}

bool
IsFreeAt(const VectorExpectation& expected, size_t offset, size_t length)
{
    return std::any_of(expected.free.begin(),
                       expected.free.end(),
                       [&](const VectorFreeRange& range) {
                           return offset >= range.offset &&
                                  offset + length <= range.offset + range.length;
                       });
}

std::vector<uint8_t>
Slice(const std::vector<uint8_t>& bytes, size_t offset, size_t length)
{
    return std::vector<uint8_t>(bytes.begin() + offset, bytes.begin() + offset + length);
}

std::string
Text(const std::vector<uint8_t>& bytes)
{
    return std::string(bytes.begin(), bytes.end());
}

/** What tells one inner flow from another. */
std::string
InnerFlow(const std::vector<uint8_t>& frame)
{
    static const char* const NAMES[] = {"ip.src",
                                        "ip.dst",
                                        "ip.proto",
                                        "ip6.src",
                                        "ip6.dst",
                                        "ip6.next",
                                        "ip6.flow",
                                        "udp.sport",
                                        "udp.dport",
                                        "tcp.sport",
                                        "tcp.dport",
                                        "eth.dst",
                                        "eth.src",
                                        "eth.type"};
    std::string flow;
    for (const auto& field : DecodeFrame(frame, true))
    {
        for (const char* name : NAMES)
        {
            if (field.name == std::string("inner.") + name)
            {
                flow += field.value + " ";
            }
        }
    }
    return flow;
}

/** The recording with the inner transport checksum left out, where it had not been filled in. */
void
ExcludeTransportChecksum(const std::vector<uint8_t>& frame, std::vector<bool>& compared)
{
    for (const auto& field : DecodeFrame(frame, false))
    {
        if (field.name == "udp.csum" || field.name == "tcp.csum")
        {
            std::fill_n(compared.begin() + field.offset, field.length, false);
        }
    }
}

} // namespace

void
FreeRule::SetSourcePorts(uint16_t low, uint16_t high)
{
    m_low = low;
    m_high = high;
}

std::string
FreeRule::Check(const VectorExpectation& expected, const std::vector<uint8_t>& got)
{
    if (got.size() != expected.frame.size())
    {
        return "length " + std::to_string(got.size()) + " instead of " +
               std::to_string(expected.frame.size());
    }
    std::vector<bool> compared(got.size(), true);
    for (const auto& range : expected.free)
    {
        std::fill_n(compared.begin() + range.offset, range.length, false);
    }
    if (expected.checksumPartial)
    {
        ExcludeTransportChecksum(expected.frame, compared);
    }
    for (size_t i = 0; i < got.size(); ++i)
    {
        if (compared[i] && got[i] != expected.frame[i])
        {
            return "byte " + std::to_string(i) + " differs";
        }
    }
    const Outer outer = Dissect(got);
    if (!expected.underlay || outer.version == 0)
    {
        return "";
    }
    if (outer.version == 4 && Sum(&got[14], outer.payload - 14, 0) != 0xffff &&
        IsFreeAt(expected, 24, 2))
    {
        return "the IPv4 header checksum is wrong";
    }
    if (outer.fragment)
    {
        const std::string problem = CheckFragment(expected, got);
        if (!problem.empty())
        {
            return problem;
        }
    }
    if (!outer.IsUdp())
    {
        return "";
    }
    if (IsFreeAt(expected, outer.payload + 6, 2))
    {
        if (Read(got, outer.payload + 6, 2) == 0)
        {
            return "the UDP checksum is zero";
        }
        if (!outer.fragment &&
            !IsUdpChecksumRight(Slice(got, outer.addresses, outer.addressesLength),
                                Slice(got, outer.payload, got.size() - outer.payload)))
        {
            return "the UDP checksum is wrong";
        }
    }
    if (IsFreeAt(expected, outer.payload, 2))
    {
        // Linux gives two frames of one flow one port; so only equal recorded ports bind.
        return CheckSourcePort(got,
                               std::to_string(Read(expected.frame, outer.payload, 2)) + " " +
                                   InnerFlow(got));
    }
    return "";
}

std::string
FreeRule::CheckSourcePort(const std::vector<uint8_t>& got, const std::string& flow)
{
    const Outer outer = Dissect(got);
    if (!outer.IsUdp())
    {
        return "not a UDP packet";
    }
    const auto port = static_cast<uint16_t>(Read(got, outer.payload, 2));
    if (port < m_low || port > m_high)
    {
        return "source port " + std::to_string(port) + " is outside " + std::to_string(m_low) +
               " to " + std::to_string(m_high);
    }
    auto it = m_ports.emplace(flow, port).first;
    if (it->second != port)
    {
        return "source port " + std::to_string(port) + ", but " + std::to_string(it->second) +
               " for an earlier frame of this flow";
    }
    return "";
}

std::string
FreeRule::CheckFragment(const VectorExpectation& expected, const std::vector<uint8_t>& got)
{
    const Outer outer = Dissect(got);
    const Outer recorded = Dissect(expected.frame);
    if (recorded.identification == 0 || outer.identification == 0)
    {
        return "";
    }
    auto name = [](const std::vector<uint8_t>& frame, const Outer& at) {
        return Text(Slice(frame, at.addresses, at.addressesLength)) +
               Text(Slice(frame, at.identification, at.identificationSize)) +
               static_cast<char>(at.protocol);
    };
    const std::string packet = name(expected.frame, recorded);
    const std::string identity = name(got, outer);
    if (m_identities.emplace(packet, identity).first->second != identity)
    {
        return "its identification differs from that of the packet's other fragments";
    }
    if (m_packets.emplace(identity, packet).first->second != packet)
    {
        return "its identification is that of another packet";
    }
    Reassembly& reassembly = m_reassembly[packet];
    reassembly.addresses = Slice(got, outer.addresses, outer.addressesLength);
    reassembly.protocol = outer.protocol;
    reassembly.complete = reassembly.complete || !outer.more;
    reassembly.pieces[outer.fragmentOffset] = Slice(got, outer.payload, got.size() - outer.payload);
    if (outer.IsUdp())
    {
        reassembly.checksumFree = IsFreeAt(expected, outer.payload + 6, 2);
    }
    return "";
}

std::string
FreeRule::EndStep()
{
    std::string problem;
    for (const auto& [packet, reassembly] : m_reassembly)
    {
        std::vector<uint8_t> whole;
        bool gapless = reassembly.complete;
        for (const auto& [offset, piece] : reassembly.pieces)
        {
            gapless = gapless && offset == whole.size();
            whole.insert(whole.end(), piece.begin(), piece.end());
        }
        if (!gapless)
        {
            problem = "the fragments of a packet do not join";
        }
        else if (reassembly.protocol == PROTOCOL_UDP && reassembly.checksumFree &&
                 !IsUdpChecksumRight(reassembly.addresses, whole))
        {
            problem = "the UDP checksum of a fragmented packet is wrong";
        }
    }
    m_reassembly.clear();
    return problem;
}

} // namespace ns3
