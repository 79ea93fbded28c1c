/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef IP_INPUT_CHECK_H
#define IP_INPUT_CHECK_H

#include "ns3/drop-reason.h"
#include "ns3/ip-address.h"
#include "ns3/packet.h"
#include "ns3/ptr.h"

#include <cstdint>
#include <optional>

namespace ns3
{

/// What the headers of a fragment say.
struct IpFragment
{
    IpAddress source;        //!< source
    IpAddress destination;   //!< destination
    uint32_t identification; //!< which datagram of these addresses
    uint8_t protocol;        //!< IPv4 protocol, or next header of the fragment header
    uint32_t headerSize; //!< IPv4 header, or IPv6 header with what is before the fragment header
    uint32_t begin;      //!< its place in the datagram, bytes
    uint32_t end;        //!< one past its last byte
    bool more;           //!< others come behind it
};

/**
 * Says whether ns-3's IP stack may be given a packet.
 *
 * ns-3's parsers trust the lengths that stand in a packet: a short, cut or lying header makes them
 * read past its end or loop for ever. Every device of this module asks here before it hands a
 * packet to the stack of its node (by StackInput). What Linux drops for its lengths is dropped;
 * besides, what Linux would answer or ignore but ns-3 cannot read. That includes what ns-3 aborts
 * over only when its asserts are compiled in: a TCP window scale above 14, a duplicate SACK, a
 * segment without SYN, ACK and RST. Checksums are not looked at.
 *
 * Looked into: ARP; IPv4 with options; IPv6 with its extension headers; of what is not a fragment
 * behind the first: UDP, TCP with options, ICMPv4, ICMPv6 with neighbour discovery options.
 *
 * @param packet The packet as it goes up: without Ethernet header, from the network header on.
 * @param etherType Its EtherType. Anything but IPv4 (0x0800), IPv6 (0x86dd) and ARP (0x0806) is
 *        nothing that ns-3's stack would read, and passes.
 * @param fragment Filled when the packet is a fragment and may go up as far as its own headers go:
 *        then FragmentGuard says whether it goes together with the others. May be null.
 * @return NO_ERROR when it may go up, or why not.
 */
DropReason CheckIpInput(Ptr<const Packet> packet,
                        uint16_t etherType,
                        std::optional<IpFragment>* fragment = nullptr);

} // namespace ns3

#endif /* IP_INPUT_CHECK_H */
