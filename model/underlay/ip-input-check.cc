/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/ip-input-check.h"

#include "ns3/ip-input-checker.h"
#include "ns3/wire-bytes.h"

#include <vector>

namespace ns3
{

namespace
{

using wire::ReadU16;
using wire::ReadU32;

enum EtherType : uint16_t
{
    IPV4 = 0x0800,
    ARP = 0x0806,
    IPV6 = 0x86dd
};

enum IpProtocol : uint8_t
{
    HOP_BY_HOP = 0,
    ROUTING = 43,
    FRAGMENT = 44,
    ESP = 50,
    AH = 51,
    DESTINATION_OPTIONS = 60
};

/// Enough of nearly every packet; of the others the whole is read.
constexpr uint32_t HEAD_SIZE = 128;
/// ns-3 counts the extension headers of a packet in one byte.
constexpr uint32_t MAX_EXTENSIONS = 248;
constexpr uint32_t IPV4_HEADER = 20;
constexpr uint32_t IPV6_HEADER = 40;

} // namespace

DropReason
IpInputChecker::Check(uint16_t etherType)
{
    switch (etherType)
    {
    case IPV4:
        return CheckIpv4();
    case IPV6:
        return CheckIpv6();
    default:
        return CheckArp();
    }
}

/// What arp_rcv and arp_process take: Ethernet and IPv4.
DropReason
IpInputChecker::CheckArp()
{
    if (!Have(0, 28))
    {
        return IP_TRUNCATED;
    }
    const uint16_t hardware = ReadU16(m_bytes);
    const bool ethernet = (hardware == 1 || hardware == 6) && m_bytes[4] == 6;
    const bool ip = ReadU16(m_bytes + 2) == IPV4 && m_bytes[5] == 4;
    return ethernet && ip ? NO_ERROR : IP_HEADER_MALFORMED;
}

/// ip_rcv_core, and the martian sources of ip_route_input_slow.
DropReason
IpInputChecker::CheckIpv4()
{
    if (!Have(0, IPV4_HEADER))
    {
        return IP_TRUNCATED;
    }
    const uint32_t headerLength = (m_bytes[0] & 0x0f) * 4;
    if ((m_bytes[0] >> 4) != 4 || headerLength < IPV4_HEADER)
    {
        return IP_HEADER_MALFORMED;
    }
    const uint32_t totalLength = ReadU16(m_bytes + 2);
    if (totalLength < headerLength)
    {
        return IP_HEADER_MALFORMED;
    }
    if (totalLength > m_end)
    {
        return IP_TRUNCATED;
    }
    m_end = totalLength;
    const uint8_t source = m_bytes[12];
    if ((source >= 224 && source < 240) || ReadU32(m_bytes + 12) == 0xffffffff || source == 127 ||
        m_bytes[16] == 127)
    {
        return IP_ADDRESS_INVALID;
    }
    const uint16_t fragment = ReadU16(m_bytes + 6);
    const DropReason reason =
        (fragment & 0x3fff) != 0 ? CheckIpv4Fragment(fragment, headerLength) : NO_ERROR;
    return reason != NO_ERROR || (fragment & 0x1fff) != 0
               ? reason
               : CheckTransport(m_bytes[9], headerLength);
}

/// ip_frag_queue, ip_frag_reasm. Linux cuts a length that is no multiple of 8; ns-3 cannot.
DropReason
IpInputChecker::CheckIpv4Fragment(uint16_t field, uint32_t headerLength)
{
    const uint32_t begin = (field & 0x1fffU) * 8;
    const uint32_t payload = m_end - headerLength;
    m_moreFragments = (field & 0x2000) != 0;
    if (begin + m_end > 65535 || (m_moreFragments && payload % 8 != 0))
    {
        return IP_HEADER_MALFORMED;
    }
    if (m_fragment)
    {
        *m_fragment = IpFragment{IpAddress::FromBytes(IpAddress::IPV4, m_bytes + 12),
                                 IpAddress::FromBytes(IpAddress::IPV4, m_bytes + 16),
                                 ReadU16(m_bytes + 4),
                                 m_bytes[9],
                                 headerLength,
                                 begin,
                                 begin + payload,
                                 m_moreFragments};
    }
    return NO_ERROR;
}

/// ip6_rcv_core.
DropReason
IpInputChecker::CheckIpv6()
{
    m_ipv6 = true;
    if (!Have(0, IPV6_HEADER))
    {
        return IP_TRUNCATED;
    }
    if ((m_bytes[0] >> 4) != 6)
    {
        return IP_HEADER_MALFORMED;
    }
    const uint32_t totalLength = IPV6_HEADER + ReadU16(m_bytes + 4);
    if (totalLength > m_end)
    {
        return IP_TRUNCATED;
    }
    m_end = totalLength;
    const auto isLoopback = [](const uint8_t* address) {
        return std::all_of(address, address + 15, [](uint8_t b) { return b == 0; }) &&
               address[15] == 1;
    };
    if (m_bytes[8] == 0xff || isLoopback(m_bytes + 8) || isLoopback(m_bytes + 24))
    {
        return IP_ADDRESS_INVALID;
    }
    return CheckIpv6Extensions(m_bytes[6]);
}

/// The chain of extension headers, which must be whole in the first fragment (RFC 7112).
DropReason
IpInputChecker::CheckIpv6Extensions(uint8_t next)
{
    uint32_t offset = IPV6_HEADER;
    bool fragmented = false;
    while (true)
    {
        switch (next)
        {
        case HOP_BY_HOP:
        case DESTINATION_OPTIONS: {
            if (next == HOP_BY_HOP && offset != IPV6_HEADER)
            {
                return IP_HEADER_MALFORMED;
            }
            if (!Have(offset, 8))
            {
                return IP_TRUNCATED;
            }
            const uint32_t length = (m_bytes[offset + 1] + 1U) * 8;
            if (!Have(offset, length))
            {
                return IP_TRUNCATED;
            }
            if (offset + length - IPV6_HEADER > MAX_EXTENSIONS)
            {
                return IP_HEADER_MALFORMED;
            }
            const DropReason reason = CheckExtensionOptions(offset + 2, offset + length);
            if (reason != NO_ERROR)
            {
                return reason;
            }
            next = m_bytes[offset];
            offset += length;
            break;
        }
        case FRAGMENT: {
            const DropReason reason = fragmented ? IP_HEADER_MALFORMED : CheckIpv6Fragment(offset);
            if (reason != NO_ERROR || (ReadU16(m_bytes + offset + 2) & 0xfff8) != 0)
            {
                return reason;
            }
            fragmented = true;
            next = m_bytes[offset];
            offset += 8;
            break;
        }
        case ROUTING:
        case ESP:
        case AH:
            // ns-3 has them, but reads them wrongly, or goes round in a circle.
            return IP_NO_PROTOCOL;
        default:
            return CheckTransport(next, offset);
        }
    }
}

/// ip6_frag_queue, ip6_frag_reasm.
DropReason
IpInputChecker::CheckIpv6Fragment(uint32_t offset)
{
    if (!Have(offset, 8))
    {
        return IP_TRUNCATED;
    }
    const uint16_t field = ReadU16(m_bytes + offset + 2);
    const uint32_t begin = field & 0xfff8U;
    const uint32_t payload = m_end - offset - 8;
    m_moreFragments = (field & 1) != 0;
    if ((m_moreFragments && payload % 8 != 0) || offset - IPV6_HEADER + begin + payload > 65535)
    {
        return IP_HEADER_MALFORMED;
    }
    if (m_fragment)
    {
        *m_fragment = IpFragment{IpAddress::FromBytes(IpAddress::IPV6, m_bytes + 8),
                                 IpAddress::FromBytes(IpAddress::IPV6, m_bytes + 24),
                                 ReadU32(m_bytes + offset + 4),
                                 m_bytes[offset],
                                 offset,
                                 begin,
                                 begin + payload,
                                 m_moreFragments};
    }
    return NO_ERROR;
}

/// ip6_parse_tlv.
DropReason
IpInputChecker::CheckExtensionOptions(uint32_t offset, uint32_t end)
{
    constexpr uint8_t PAD1 = 0;
    constexpr uint8_t ROUTER_ALERT = 5;
    constexpr uint8_t JUMBO = 0xc2;
    while (offset < end)
    {
        const uint8_t type = m_bytes[offset];
        if (type == PAD1)
        {
            offset++;
            continue;
        }
        if (offset + 2 > end || offset + 2 + m_bytes[offset + 1] > end)
        {
            return IP_HEADER_MALFORMED;
        }
        const uint32_t length = m_bytes[offset + 1];
        if (type == JUMBO || (type == ROUTER_ALERT && length != 2))
        {
            return IP_HEADER_MALFORMED;
        }
        offset += 2 + length;
    }
    return NO_ERROR;
}

DropReason
CheckIpInput(Ptr<const Packet> packet, uint16_t etherType, std::optional<IpFragment>* fragment)
{
    if (etherType != IPV4 && etherType != IPV6 && etherType != ARP)
    {
        return NO_ERROR;
    }
    const uint32_t size = packet->GetSize();
    uint8_t head[HEAD_SIZE];
    IpInputChecker checker(head, packet->CopyData(head, HEAD_SIZE), size, fragment);
    const DropReason reason = checker.Check(etherType);
    if (!checker.WantsMore())
    {
        return reason;
    }
    std::vector<uint8_t> all(size);
    packet->CopyData(all.data(), size);
    return IpInputChecker(all.data(), size, size, fragment).Check(etherType);
}

} // namespace ns3
