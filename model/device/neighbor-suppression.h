/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef NEIGHBOR_SUPPRESSION_H
#define NEIGHBOR_SUPPRESSION_H

#include "ns3/ip-address.h"
#include "ns3/mac48-address.h"
#include "ns3/packet.h"

#include <cstdint>

/**
 * @file
 * ARP and neighbour discovery that a tunnel answers itself (`proxy`): reading requests and writing
 * answers, as Linux's arp_reduce(), neigh_reduce() and vxlan_na_create().
 */

namespace ns3
{

/**
 * @ingroup tunnel
 * A frame that `proxy` may take.
 */
struct NeighborQuery
{
    /// What the frame is.
    enum Kind : uint8_t
    {
        NOT_OURS,  //!< it is sent as any other
        TRUNCATED, //!< ARP, cut short
        IGNORED,   //!< ARP or neighbour solicitation that nobody answers; it is not sent
        ASKS       //!< for the MAC address of #target
    };

    Kind kind = NOT_OURS;   //!< what it is
    IpAddress target;       //!< whose MAC address is wanted
    IpAddress sender;       //!< who wants it; may be unspecified in IPv6
    Mac48Address senderMac; //!< where the answer goes
    bool answerable = true; //!< false: a malformed option keeps it from being answered

    /**
     * Reads a frame. Any bytes are safe.
     *
     * @param etherType its EtherType
     * @param packet what follows the Ethernet header
     * @param source its source address
     * @return what it is
     */
    static NeighborQuery Read(uint16_t etherType,
                              Ptr<const Packet> packet,
                              const Mac48Address& source);

    /**
     * @param mac the MAC address of the target
     * @param router whether the target is a router (IPv6)
     * @return ARP reply or neighbour advertisement, without Ethernet header
     */
    Ptr<Packet> Answer(const Mac48Address& mac, bool router) const;
};

} // namespace ns3

#endif /* NEIGHBOR_SUPPRESSION_H */
