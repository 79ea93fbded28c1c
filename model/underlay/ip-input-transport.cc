/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

/**
 * @file
 * What ns-3 cannot survive in UDP, TCP, ICMP and neighbour discovery.
 */

#include "ns3/ip-input-checker.h"
#include "ns3/wire-bytes.h"

namespace ns3
{

namespace
{

using wire::ReadU16;
using wire::ReadU32;

enum IpProtocol : uint8_t
{
    ICMPV4 = 1,
    TCP = 6,
    UDP = 17,
    ICMPV6 = 58
};

/// RFC 7323 2.3. Linux takes a larger scale for this one; ns-3's asserts abort.
constexpr uint8_t TCP_MAX_WSCALE = 14;
constexpr uint32_t IPV4_HEADER = 20;
constexpr uint32_t IPV6_HEADER = 40;

/**
 * @param address An IPv6 address.
 * @return Whether it is in fe80::/64, which is all that ns-3 takes for link-local (RFC 4291 2.5.6).
 */
bool
IsLinkLocal(const uint8_t* address)
{
    static constexpr uint8_t PREFIX[8] = {0xfe, 0x80};
    return std::equal(PREFIX, PREFIX + sizeof(PREFIX), address);
}

} // namespace

DropReason
IpInputChecker::CheckTransport(uint8_t protocol, uint32_t offset)
{
    switch (protocol)
    {
    case UDP:
        return CheckUdp(offset);
    case TCP:
        return CheckTcp(offset);
    case ICMPV4:
        return m_ipv6 ? NO_ERROR : CheckIcmpv4(offset);
    case ICMPV6:
        return m_ipv6 ? CheckIcmpv6(offset) : NO_ERROR;
    default:
        return NO_ERROR;
    }
}

/// __udp4_lib_rcv, __udp6_lib_rcv.
DropReason
IpInputChecker::CheckUdp(uint32_t offset)
{
    if (!Have(offset, 8))
    {
        return L4_TRUNCATED;
    }
    const uint32_t length = ReadU16(m_bytes + offset + 4);
    const bool jumbo = m_ipv6 && length == 0;
    const bool tooLong = !m_moreFragments && length > m_end - offset;
    return !jumbo && (length < 8 || tooLong) ? UDP_LENGTH : NO_ERROR;
}

/// tcp_v4_rcv, tcp_rcv_state_process; the options more strictly than tcp_parse_options, which skips
/// what it cannot read.
DropReason
IpInputChecker::CheckTcp(uint32_t offset)
{
    if (!Have(offset, 20))
    {
        return L4_TRUNCATED;
    }
    const uint32_t headerLength = (m_bytes[offset + 12] >> 4) * 4U;
    if (headerLength < 20 || !Have(offset, headerLength))
    {
        return L4_TRUNCATED;
    }
    // Linux has no use for a segment without any of the three; ns-3 takes it for an ACK.
    constexpr uint8_t SYN_RST_ACK = 0x16;
    if ((m_bytes[offset + 13] & SYN_RST_ACK) == 0)
    {
        return L4_TRUNCATED;
    }
    return CheckTcpOptions(offset + 20, offset + headerLength, ReadU32(m_bytes + offset + 8));
}

DropReason
IpInputChecker::CheckTcpOptions(uint32_t offset, uint32_t end, uint32_t acknowledged) const
{
    while (offset < end)
    {
        const uint8_t kind = m_bytes[offset];
        if (kind == 0) // end of list
        {
            return NO_ERROR;
        }
        if (kind == 1) // no operation
        {
            offset++;
            continue;
        }
        const uint32_t length = offset + 2 <= end ? m_bytes[offset + 1] : 0;
        bool readable = length >= 2 && offset + length <= end;
        switch (kind)
        {
        case 2: // maximum segment size
            readable = readable && length == 4;
            break;
        case 3: // window scale
            readable = readable && length == 3 && m_bytes[offset + 2] <= TCP_MAX_WSCALE;
            break;
        case 4: // SACK permitted
            readable = readable && length == 2;
            break;
        case 5: // SACK
            readable = readable && (length - 2) % 8 == 0 &&
                       AreSackBlocksReadable(offset + 2, offset + length, acknowledged);
            break;
        case 8: // timestamps
            readable = readable && length == 10;
            break;
        default:
            break;
        }
        if (!readable)
        {
            return L4_TRUNCATED;
        }
        offset += length;
    }
    return NO_ERROR;
}

/// tcp_is_sackblock_valid. A duplicate SACK (RFC 2883) is no more than a hint; ns-3 sends none, and
/// its asserts abort over a block that begins at or before what is acknowledged.
bool
IpInputChecker::AreSackBlocksReadable(uint32_t offset, uint32_t end, uint32_t acknowledged) const
{
    for (; offset < end; offset += 8)
    {
        const uint32_t left = ReadU32(m_bytes + offset);
        const uint32_t right = ReadU32(m_bytes + offset + 4);
        if (static_cast<int32_t>(left - acknowledged) <= 0 ||
            static_cast<int32_t>(right - left) <= 0)
        {
            return false;
        }
    }
    return true;
}

/// icmp_rcv, icmp_unreach: errors quote an IPv4 header and 8 bytes (RFC 792).
DropReason
IpInputChecker::CheckIcmpv4(uint32_t offset)
{
    constexpr uint8_t ECHO_REPLY = 0;
    constexpr uint8_t DEST_UNREACHABLE = 3;
    constexpr uint8_t ECHO = 8;
    constexpr uint8_t TIME_EXCEEDED = 11;
    if (!Have(offset, 4))
    {
        return L4_TRUNCATED;
    }
    const uint8_t type = m_bytes[offset];
    if (type == ECHO || type == ECHO_REPLY)
    {
        return Have(offset, 8) ? NO_ERROR : L4_TRUNCATED;
    }
    if (type != DEST_UNREACHABLE && type != TIME_EXCEEDED)
    {
        return NO_ERROR;
    }
    if (!Have(offset, 8 + IPV4_HEADER))
    {
        return L4_TRUNCATED;
    }
    const uint8_t quoted = m_bytes[offset + 8];
    const uint32_t quotedLength = (quoted & 0x0f) * 4U;
    const bool whole =
        (quoted >> 4) == 4 && quotedLength >= IPV4_HEADER && Have(offset, 8 + quotedLength + 8);
    return whole ? NO_ERROR : L4_TRUNCATED;
}

/// icmpv6_rcv.
DropReason
IpInputChecker::CheckIcmpv6(uint32_t offset)
{
    constexpr uint8_t FIRST_INFORMATIONAL = 128;
    constexpr uint8_t ECHO_REPLY = 129;
    constexpr uint8_t ROUTER_SOLICITATION = 133;
    constexpr uint8_t REDIRECT = 137;
    if (!Have(offset, 4))
    {
        return L4_TRUNCATED;
    }
    const uint8_t type = m_bytes[offset];
    if (type < FIRST_INFORMATIONAL)
    {
        return CheckIcmpv6Error(offset);
    }
    if (type <= ECHO_REPLY)
    {
        return Have(offset, 8) ? NO_ERROR : L4_TRUNCATED;
    }
    if (type >= ROUTER_SOLICITATION && type <= REDIRECT)
    {
        return CheckNeighbourDiscovery(offset);
    }
    return NO_ERROR;
}

DropReason
IpInputChecker::CheckIcmpv6Error(uint32_t offset)
{
    constexpr uint8_t PACKET_TOO_BIG = 2;
    constexpr uint32_t MINIMUM_MTU = 1280;
    if (!Have(offset, 8))
    {
        return L4_TRUNCATED;
    }
    // A smaller path MTU is discarded (RFC 8201 4); ns-3 would cut packets into nothing.
    if (m_bytes[offset] == PACKET_TOO_BIG && ReadU32(m_bytes + offset + 4) < MINIMUM_MTU)
    {
        return L4_TRUNCATED;
    }
    if (m_end <= offset + 8 + IPV6_HEADER && !m_moreFragments)
    {
        return NO_ERROR; // ns-3 does not look at such a short quotation
    }
    const bool whole = Have(offset, 8 + IPV6_HEADER + 8) && (m_bytes[offset + 8] >> 4) == 6;
    return whole ? NO_ERROR : L4_TRUNCATED;
}

/// ndisc_rcv: from this link (hop limit 255), code 0, not in fragments (RFC 6980).
DropReason
IpInputChecker::CheckNeighbourDiscovery(uint32_t offset)
{
    static constexpr uint8_t FIXED[] = {8, 16, 24, 24, 40}; // RS, RA, NS, NA, redirect
    const uint8_t type = m_bytes[offset];
    const uint32_t fixed = FIXED[type - 133];
    if (!Have(offset, fixed) || m_moreFragments)
    {
        return L4_TRUNCATED;
    }
    if (m_bytes[7] != 255 || m_bytes[offset + 1] != 0)
    {
        return L4_TRUNCATED;
    }
    const DropReason reason = CheckNdAddresses(offset, type);
    return reason != NO_ERROR ? reason : CheckNdOptions(offset + fixed, type);
}

/// ndisc_recv_ns, ndisc_recv_na, ndisc_router_discovery, ndisc_redirect_rcv.
DropReason
IpInputChecker::CheckNdAddresses(uint32_t offset, uint8_t type)
{
    const uint8_t* source = m_bytes + 8;
    const uint8_t* destination = m_bytes + 24;
    const bool sourceAny = std::all_of(source, source + 16, [](uint8_t b) { return b == 0; });
    switch (type)
    {
    case 134: // router advertisement
        return IsLinkLocal(source) ? NO_ERROR : IP_ADDRESS_INVALID;
    case 135: // neighbour solicitation
        // Duplicate address detection goes to a group, and so must the answer.
        return m_bytes[offset + 8] == 0xff || (sourceAny && destination[0] != 0xff)
                   ? IP_ADDRESS_INVALID
                   : NO_ERROR;
    case 136: // neighbour advertisement
        // ns-3 sends what waited for the target to the source, which it must be able to resolve.
        return m_bytes[offset + 8] != 0xff &&
                       (IsLinkLocal(source) ||
                        std::equal(source, source + 16, m_bytes + offset + 8))
                   ? NO_ERROR
                   : IP_ADDRESS_INVALID;
    case 137: // redirect
        // The target is a router (ns-3 crashes when it resolves a neighbour outside its prefixes).
        return IsLinkLocal(source) && destination[0] != 0xff && IsLinkLocal(m_bytes + offset + 8) &&
                       m_bytes[offset + 24] != 0xff &&
                       !std::equal(m_bytes + offset + 8,
                                   m_bytes + offset + 24,
                                   m_bytes + offset + 24)
                   ? NO_ERROR
                   : IP_ADDRESS_INVALID;
    default:
        return NO_ERROR;
    }
}

/// ndisc_parse_options. ns-3 never gets past a second option of one kind, so none is let through.
DropReason
IpInputChecker::CheckNdOptions(uint32_t offset, uint8_t type)
{
    constexpr uint8_t TARGET_ADDRESS = 2;
    uint32_t seen = 0;
    uint32_t wanted = 0;            // options without which ns-3 reads past the end
    if (type == 136 || type == 137) // neighbour advertisement, redirect
    {
        wanted = 1;
    }
    else if (type == 133) // router solicitation
    {
        wanted = std::all_of(m_bytes + 8, m_bytes + 24, [](uint8_t b) { return b == 0; }) ? 0 : 1;
    }
    uint32_t options = 0;
    for (; offset < m_end; options++)
    {
        if (!Have(offset, 2))
        {
            return L4_TRUNCATED;
        }
        const uint8_t option = m_bytes[offset];
        const uint32_t length = m_bytes[offset + 1] * 8U;
        if (length == 0 || !Have(offset, length) || !IsNdOptionReadable(offset, length, seen))
        {
            return L4_TRUNCATED;
        }
        if (type == 137 && options == 0 && option == TARGET_ADDRESS)
        {
            wanted++; // then comes the packet that was redirected
        }
        seen |= option < 32 ? 1U << option : 0;
        offset += length;
    }
    return options < wanted ? L4_TRUNCATED : NO_ERROR;
}

/// addrconf_prefix_rcv. ns-3 crashes by an on-link route that no address of the interface covers,
/// so every prefix must be one that an address is made from.
bool
IpInputChecker::IsPrefixReadable(uint32_t offset) const
{
    constexpr uint8_t ON_LINK = 0x80;
    constexpr uint8_t AUTONOMOUS = 0x40;
    const uint8_t* prefix = m_bytes + offset + 16;
    const uint8_t flags = m_bytes[offset + 3];
    const uint32_t validLifetime = ReadU32(m_bytes + offset + 4);
    const uint32_t preferredLifetime = ReadU32(m_bytes + offset + 8);
    return m_bytes[offset + 2] == 64 && ((flags & ON_LINK) == 0 || (flags & AUTONOMOUS) != 0) &&
           preferredLifetime <= validLifetime && prefix[0] != 0xff &&
           !(prefix[0] == 0xfe && (prefix[1] & 0xc0) == 0x80);
}

bool
IpInputChecker::IsNdOptionReadable(uint32_t offset, uint32_t length, uint32_t seen) const
{
    const uint8_t option = m_bytes[offset];
    switch (option)
    {
    case 1: // source link-layer address
    case 2: // target link-layer address
    case 5: // MTU
        return length == 8 && (seen & (1U << option)) == 0;
    case 3: // prefix information
        return length == 32 && IsPrefixReadable(offset);
    default:
        return true;
    }
}

} // namespace ns3
