/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/icmp-reply.h"

#include "ns3/internet-checksum.h"
#include "ns3/raw-bytes-header.h"
#include "ns3/wire-bytes.h"

#include <algorithm>
#include <vector>

namespace ns3
{

namespace
{

constexpr uint8_t ICMP_PROTOCOL = 1;       //!< IP protocol number of ICMP
constexpr uint8_t ICMP6_PROTOCOL = 58;     //!< IP protocol number of ICMPv6
constexpr uint32_t ICMP_HEADER_SIZE = 8;   //!< type, code, checksum, four bytes
constexpr uint32_t IPV4_HEADER_SIZE = 20;  //!< IPv4 header without options
constexpr uint32_t IPV6_HEADER_SIZE = 40;  //!< IPv6 header
constexpr uint32_t IPV4_ERROR_SIZE = 576;  //!< largest IPv4 packet with an error message
constexpr uint32_t IPV6_ERROR_SIZE = 1280; //!< largest IPv6 packet with an error message, min. MTU
constexpr uint8_t ICMP6_REDIRECT = 137;    //!< ICMPv6 type: redirect

/**
 * @param type ICMP type
 * @return true for errors, which must not be answered (Linux's icmp_is_err())
 */
bool
IsIcmpv4Error(uint8_t type)
{
    return type == 3 || type == 4 || type == 5 || type == 11 || type == 12;
}

/**
 * @param packet a packet from its IP header on
 * @param view what is known of it
 * @return true when its transport header is in reach, and if it is ICMP, no error or redirect
 */
bool
IsNotIcmpError(Ptr<const Packet> packet, const FrameView& view)
{
    if (view.transportOffset == 0)
    {
        return false;
    }
    const bool icmp4 = view.ipVersion == 4 && view.ipProtocol == ICMP_PROTOCOL;
    const bool icmp6 = view.ipVersion == 6 && view.ipProtocol == ICMP6_PROTOCOL;
    if (!icmp4 && !icmp6)
    {
        return true;
    }
    uint8_t bytes[FrameView::PEEK_SIZE];
    const uint32_t available = packet->CopyData(bytes, sizeof(bytes));
    if (view.transportOffset >= available)
    {
        return false;
    }
    const uint8_t type = bytes[view.transportOffset];
    return icmp4 ? !IsIcmpv4Error(type) : !(type >= 1 && type <= 4) && type != ICMP6_REDIRECT;
}

/**
 * @param source the source of a packet
 * @return true when one may answer to it
 */
bool
IsAnswerableSource(const IpAddress& source)
{
    // 0.0.0.0/8 is "this network": no address to answer to either.
    const bool thisNetwork = source.IsIpv4() && source.Bytes()[0] == 0;
    return !source.IsAny() && !thisNetwork && !source.IsLoopback() && !source.IsMulticast() &&
           !source.IsBroadcast();
}

/**
 * @param type ICMP type
 * @param code ICMP code
 * @param rest the four bytes after the checksum
 * @param offending the packet to quote
 * @param maxSize most bytes of the message
 * @return the message, checksum 0
 */
std::vector<uint8_t>
MakeMessage(uint8_t type,
            uint8_t code,
            uint32_t rest,
            Ptr<const Packet> offending,
            uint32_t maxSize)
{
    const uint32_t quoted = std::min(offending->GetSize(), maxSize - ICMP_HEADER_SIZE);
    std::vector<uint8_t> message(ICMP_HEADER_SIZE + quoted);
    message[0] = type;
    message[1] = code;
    wire::WriteU32(message.data() + 4, rest);
    offending->CopyData(message.data() + ICMP_HEADER_SIZE, quoted);
    return message;
}

/**
 * @param message the message, its checksum still 0
 * @param checksum the checksum
 * @return the packet
 */
Ptr<Packet>
Finish(std::vector<uint8_t>& message, uint16_t checksum)
{
    wire::WriteU16(message.data() + 2, checksum);
    return Create<Packet>(message.data(), static_cast<uint32_t>(message.size()));
}

} // namespace

bool
MayAnswerWithIcmp(Ptr<const Packet> packet, const FrameView& view)
{
    return view.networkOffset == 0 && IsAnswerableSource(view.source) &&
           !view.destination.IsMulticast() && !view.destination.IsBroadcast() &&
           IsNotIcmpError(packet, view);
}

Ptr<Packet>
BuildIcmpv4FragNeeded(Ptr<const Packet> packet, const FrameView& view, uint32_t mtu)
{
    if (view.ipVersion != 4 || mtu < IPV4_ERROR_SIZE || view.fragmentField != FrameView::IPV4_DF ||
        !MayAnswerWithIcmp(packet, view))
    {
        return nullptr;
    }
    const uint32_t rest = std::min<uint32_t>(mtu, 0xffff);
    Ptr<Packet> reply = BuildIcmpv4Error(ICMP4_UNREACHABLE, ICMP4_CODE_FRAG_NEEDED, rest, packet);
    IpHeaderFields ip;
    ip.source = view.destination;
    ip.destination = view.source;
    ip.protocol = ICMP_PROTOCOL;
    ip.ttl = view.ttl;
    ip.dontFragment = true;
    PrependIpHeader(reply, ip);
    return reply;
}

Ptr<Packet>
BuildIcmpv6PacketTooBig(Ptr<const Packet> packet, const FrameView& view, uint32_t mtu)
{
    if (view.ipVersion != 6 || view.networkOffset != 0 || mtu < IPV6_ERROR_SIZE ||
        !IsAnswerableSource(view.source) || !IsNotIcmpError(packet, view))
    {
        return nullptr;
    }
    Ptr<Packet> reply = BuildIcmpv6Error(ICMP6_PACKET_TOO_BIG,
                                         0,
                                         mtu,
                                         view.destination.ToIpv6(),
                                         view.source.ToIpv6(),
                                         packet);
    IpHeaderFields ip;
    ip.source = view.destination;
    ip.destination = view.source;
    ip.protocol = ICMP6_PROTOCOL;
    ip.ttl = view.ttl;
    PrependIpHeader(reply, ip);
    return reply;
}

Ptr<Packet>
BuildIcmpv4Error(uint8_t type, uint8_t code, uint32_t rest, Ptr<const Packet> offending)
{
    auto message = MakeMessage(type, code, rest, offending, IPV4_ERROR_SIZE - IPV4_HEADER_SIZE);
    const auto size = static_cast<uint32_t>(message.size());
    return Finish(message, InternetChecksum::Compute(message.data(), size));
}

Ptr<Packet>
BuildIcmpv6Error(uint8_t type,
                 uint8_t code,
                 uint32_t rest,
                 Ipv6Address source,
                 Ipv6Address destination,
                 Ptr<const Packet> offending)
{
    auto message = MakeMessage(type, code, rest, offending, IPV6_ERROR_SIZE - IPV6_HEADER_SIZE);
    const auto size = static_cast<uint32_t>(message.size());
    InternetChecksum checksum;
    checksum.AddPseudoHeader(source, destination, ICMP6_PROTOCOL, size);
    checksum.Add(message.data(), size);
    return Finish(message, checksum.Get());
}

void
PrependIpHeader(Ptr<Packet> packet, const IpHeaderFields& fields)
{
    uint8_t bytes[IPV6_HEADER_SIZE] = {};
    if (fields.destination.IsIpv4())
    {
        bytes[0] = 0x45;
        bytes[1] = fields.tos;
        wire::WriteU16(bytes + 2, static_cast<uint16_t>(packet->GetSize() + IPV4_HEADER_SIZE));
        wire::WriteU16(bytes + 4, fields.identification);
        wire::WriteU16(bytes + 6, fields.dontFragment ? FrameView::IPV4_DF : 0);
        bytes[8] = fields.ttl;
        bytes[9] = fields.protocol;
        std::copy_n(fields.source.Bytes(), 4, bytes + 12);
        std::copy_n(fields.destination.Bytes(), 4, bytes + 16);
        wire::WriteU16(bytes + 10, InternetChecksum::Compute(bytes, IPV4_HEADER_SIZE));
        packet->AddHeader(RawBytesHeader(bytes, IPV4_HEADER_SIZE));
        return;
    }
    wire::WriteU32(bytes, (6u << 28) | (static_cast<uint32_t>(fields.tos) << 20));
    wire::WriteU16(bytes + 4, static_cast<uint16_t>(packet->GetSize()));
    bytes[6] = fields.protocol;
    bytes[7] = fields.ttl;
    std::copy_n(fields.source.Bytes(), 16, bytes + 8);
    std::copy_n(fields.destination.Bytes(), 16, bytes + 24);
    packet->AddHeader(RawBytesHeader(bytes, IPV6_HEADER_SIZE));
}

} // namespace ns3
