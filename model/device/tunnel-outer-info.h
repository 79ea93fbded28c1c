/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef TUNNEL_OUTER_INFO_H
#define TUNNEL_OUTER_INFO_H

#include "ns3/ip-address.h"

#include <cstdint>
#include <ostream>

namespace ns3
{

/**
 * @ingroup tunnel
 * Outer headers of one encapsulated frame, as the trace sources Encapsulated and Decapsulated of
 * the tunnel devices tell them.
 */
struct TunnelOuterInfo
{
    IpAddress source;             //!< outer IP source
    IpAddress destination;        //!< outer IP destination
    uint8_t protocol = 0;         //!< outer IP protocol: 17 or 47
    uint8_t tos = 0;              //!< outer DS field, ECN bits included
    uint8_t ttl = 0;              //!< outer TTL or hop limit
    bool dontFragment = false;    //!< outer DF (sent frames only)
    uint16_t sourcePort = 0;      //!< VXLAN: outer UDP source port
    uint16_t destinationPort = 0; //!< VXLAN: outer UDP destination port
    bool hasKey = true;           //!< GRE: whether there is a key
    uint32_t key = 0;             //!< VXLAN: the VNI; GRE: the key
};

/**
 * @param os the stream
 * @param info one line
 * @return the stream
 */
std::ostream& operator<<(std::ostream& os, const TunnelOuterInfo& info);

} // namespace ns3

#endif /* TUNNEL_OUTER_INFO_H */
