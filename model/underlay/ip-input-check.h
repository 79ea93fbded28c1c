/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef IP_INPUT_CHECK_H
#define IP_INPUT_CHECK_H

#include "ns3/drop-reason.h"
#include "ns3/packet.h"
#include "ns3/ptr.h"

#include <cstdint>

namespace ns3
{

/**
 * Says whether ns-3's IP stack may be given a packet.
 *
 * ns-3's parsers trust the lengths that stand in a packet: a short, cut or lying header makes them
 * read past its end or loop for ever. Every device of this module asks here before it hands a
 * packet to the stack of its node. What Linux drops for its lengths is dropped; besides, what
 * Linux would answer or ignore but ns-3 cannot read. Checksums are not looked at.
 *
 * Looked into: ARP; IPv4 with options; IPv6 with its extension headers; of what is not a fragment
 * behind the first: UDP, TCP with options, ICMPv4, ICMPv6 with neighbour discovery options.
 *
 * @param packet The packet as it goes up: without Ethernet header, from the network header on.
 * @param etherType Its EtherType. Anything but IPv4 (0x0800), IPv6 (0x86dd) and ARP (0x0806) is
 *        nothing that ns-3's stack would read, and passes.
 * @return NO_ERROR when it may go up, or why not.
 */
DropReason CheckIpInput(Ptr<const Packet> packet, uint16_t etherType);

} // namespace ns3

#endif /* IP_INPUT_CHECK_H */
