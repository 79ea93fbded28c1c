/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef ICMP_REPLY_H
#define ICMP_REPLY_H

#include "ns3/frame-view.h"
#include "ns3/icmp-error.h"
#include "ns3/ip-address.h"
#include "ns3/packet.h"
#include "ns3/ptr.h"

#include <cstdint>

namespace ns3
{

/**
 * @ingroup tunnel
 * ICMP and ICMPv6 types and codes that tunnels send.
 */
enum IcmpErrorNumber : uint8_t
{
    ICMP4_UNREACHABLE = 3,      //!< ICMP type: destination unreachable
    ICMP4_CODE_PORT = 3,        //!< its code: port unreachable
    ICMP4_CODE_FRAG_NEEDED = 4, //!< its code: fragmentation needed and DF set
    ICMP6_UNREACHABLE = 1,      //!< ICMPv6 type: destination unreachable
    ICMP6_CODE_PORT = 4,        //!< its code: port unreachable
    ICMP6_PACKET_TOO_BIG = 2    //!< ICMPv6 type: packet too big
};

/**
 * @ingroup tunnel
 * The answer to an IPv4 packet that is too large for a tunnel that is a bridge port: fragmentation
 * needed, in the name of the packet's destination (Linux's iptunnel_pmtud_check_icmp() and
 * iptunnel_pmtud_build_icmp()). The caller swaps the MAC addresses and hands it up.
 *
 * @param packet the untagged inner packet, from its IP header on
 * @param view what FrameView found in it
 * @param mtu the largest inner IP packet in bytes
 * @return the IPv4 packet; null when no answer may be given: MTU below 576, DF not set or a
 *         fragment, no unicast addresses, an ICMP error, tagged or not IPv4
 */
Ptr<Packet> BuildIcmpv4FragNeeded(Ptr<const Packet> packet, const FrameView& view, uint32_t mtu);

/**
 * @ingroup tunnel
 * The same for IPv6: packet too big (Linux's iptunnel_pmtud_check_icmpv6() and
 * iptunnel_pmtud_build_icmpv6()).
 *
 * @param packet the untagged inner packet, from its IP header on
 * @param view what FrameView found in it
 * @param mtu the largest inner IP packet in bytes
 * @return the IPv6 packet; null when no answer may be given: MTU below 1280, source not unicast,
 *         not the first fragment, an ICMPv6 error or redirect, tagged or not IPv6
 */
Ptr<Packet> BuildIcmpv6PacketTooBig(Ptr<const Packet> packet, const FrameView& view, uint32_t mtu);

/**
 * @ingroup tunnel
 * An ICMP error message, from the ICMP header on, about an IPv4 packet. As much is quoted as fits
 * 576 bytes with an IPv4 header of 20 (RFC 1812 section 4.3.2.3).
 *
 * @param type ICMP type
 * @param code ICMP code
 * @param rest the four bytes after the checksum; the MTU for fragmentation needed
 * @param offending the packet, from its IPv4 header on
 * @return the message with its checksum
 */
Ptr<Packet> BuildIcmpv4Error(uint8_t type,
                             uint8_t code,
                             uint32_t rest,
                             Ptr<const Packet> offending);

/**
 * @ingroup tunnel
 * An ICMPv6 error message, from the ICMPv6 header on, about an IPv6 packet. As much is quoted as
 * fits 1280 bytes with an IPv6 header (RFC 4443 section 2.4).
 *
 * @param type ICMPv6 type
 * @param code ICMPv6 code
 * @param rest the four bytes after the checksum; the MTU for packet too big
 * @param source IP source of the message
 * @param destination IP destination of the message
 * @param offending the packet, from its IPv6 header on
 * @return the message with its checksum
 */
Ptr<Packet> BuildIcmpv6Error(uint8_t type,
                             uint8_t code,
                             uint32_t rest,
                             Ipv6Address source,
                             Ipv6Address destination,
                             Ptr<const Packet> offending);

/**
 * @ingroup tunnel
 * Whether an ICMP error may be sent about a packet (RFC 1122 section 3.2.2, RFC 4443 section
 * 2.4(e)): not about ICMP errors, fragments but the first, and packets without a unicast source and
 * destination.
 *
 * @param packet the packet, from its IP header on
 * @param view what FrameView found in it
 * @return true when it may
 */
bool MayAnswerWithIcmp(Ptr<const Packet> packet, const FrameView& view);

/**
 * @ingroup tunnel
 * Fields of the IP header in front of a message that goes to a NetDevice as a whole packet.
 */
struct IpHeaderFields
{
    IpAddress source;            //!< source
    IpAddress destination;       //!< destination, of the same family
    uint8_t protocol = 0;        //!< IP protocol
    uint8_t ttl = 64;            //!< TTL or hop limit
    uint8_t tos = 0;             //!< TOS or traffic class
    bool dontFragment = false;   //!< IPv4 DF
    uint16_t identification = 0; //!< IPv4 identification
};

/**
 * @ingroup tunnel
 * Puts an IPv4 or IPv6 header with right length and checksum in front of a packet, whether ns-3's
 * checksums are on or off.
 *
 * @param packet the packet
 * @param fields what goes into the header
 */
void PrependIpHeader(Ptr<Packet> packet, const IpHeaderFields& fields);

} // namespace ns3

#endif /* ICMP_REPLY_H */
