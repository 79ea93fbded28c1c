/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/icmp-error.h"

#include "ns3/frame-view.h"
#include "ns3/wire-bytes.h"

namespace ns3
{

namespace
{

constexpr uint32_t ICMP_HEADER_SIZE = 8; //!< type, code, checksum, four bytes

/**
 * @param error its kind and MTU are set from type and code
 * @param bytes the ICMP message
 * @return false when it is no error
 */
bool
ClassifyIcmpv4(IcmpError& error, const uint8_t* bytes)
{
    switch (error.type)
    {
    case 3:
        error.kind = error.code == 4   ? IcmpError::TOO_BIG
                     : error.code == 3 ? IcmpError::PORT_UNREACHABLE
                                       : IcmpError::UNREACHABLE;
        error.mtu = error.code == 4 ? wire::ReadU16(bytes + 6) : 0;
        return true;
    case 4:
        error.kind = IcmpError::OTHER_ERROR;
        return true;
    case 5:
        error.kind = IcmpError::REDIRECT;
        return true;
    case 11:
        error.kind = IcmpError::TIME_EXCEEDED;
        return true;
    case 12:
        error.kind = IcmpError::PARAMETER;
        return true;
    default:
        return false;
    }
}

/**
 * @param error its kind and MTU are set from type and code
 * @param bytes the ICMPv6 message
 * @return false when it is no error
 */
bool
ClassifyIcmpv6(IcmpError& error, const uint8_t* bytes)
{
    switch (error.type)
    {
    case 1:
        error.kind = error.code == 4 ? IcmpError::PORT_UNREACHABLE : IcmpError::UNREACHABLE;
        return true;
    case 2:
        error.kind = IcmpError::TOO_BIG;
        error.mtu = wire::ReadU32(bytes + 4);
        return true;
    case 3:
        error.kind = IcmpError::TIME_EXCEEDED;
        return true;
    case 4:
        error.kind = IcmpError::PARAMETER;
        return true;
    default:
        return false;
    }
}

} // namespace

std::optional<IcmpError>
ParseIcmpError(IpAddress::Family family, const uint8_t* bytes, uint32_t size)
{
    if (family == IpAddress::NONE || size <= ICMP_HEADER_SIZE)
    {
        return std::nullopt;
    }
    IcmpError error;
    error.type = bytes[0];
    error.code = bytes[1];
    const bool ipv4 = family == IpAddress::IPV4;
    const uint8_t* quoted = bytes + ICMP_HEADER_SIZE;
    if (!(ipv4 ? ClassifyIcmpv4(error, bytes) : ClassifyIcmpv6(error, bytes)) ||
        quoted[0] >> 4 != family)
    {
        return std::nullopt;
    }
    const uint32_t available = size - ICMP_HEADER_SIZE;
    const FrameView view =
        FrameView::Parse(ipv4 ? FrameView::ETHERTYPE_IPV4 : FrameView::ETHERTYPE_IPV6,
                         quoted,
                         available,
                         available);
    if (view.ipVersion == 0 || (ipv4 && (quoted[0] & 0x0f) < 5))
    {
        return std::nullopt;
    }
    error.source = view.source;
    error.destination = view.destination;
    error.protocol = view.ipProtocol;
    error.ttl = view.ttl;
    error.fragment = (view.fragmentField & (ipv4 ? 0x1fff : 0xfff8)) != 0;
    if (view.transportOffset != 0)
    {
        error.quotedOffset = ICMP_HEADER_SIZE + view.transportOffset;
        error.quotedSize = available - view.transportOffset;
        // Ports of a first fragment count too, so they are read here.
        if ((view.ipProtocol == 17 || view.ipProtocol == 6) && error.quotedSize >= 4)
        {
            error.sourcePort = wire::ReadU16(quoted + view.transportOffset);
            error.destinationPort = wire::ReadU16(quoted + view.transportOffset + 2);
        }
    }
    return error;
}

} // namespace ns3
