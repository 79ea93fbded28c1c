/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef TUNNEL_ECN_H
#define TUNNEL_ECN_H

#include "ns3/frame-view.h"
#include "ns3/packet.h"
#include "ns3/ptr.h"

#include <cstdint>

namespace ns3
{

/**
 * @ingroup tunnel
 * The two ECN bits of the DS field (RFC 3168 section 5).
 */
enum EcnCodepoint : uint8_t
{
    ECN_NOT_ECT = 0, //!< not ECN capable
    ECN_ECT1 = 1,    //!< ECN capable, ECT(1)
    ECN_ECT0 = 2,    //!< ECN capable, ECT(0)
    ECN_CE = 3       //!< congestion experienced
};

/**
 * @ingroup tunnel
 * The outer DS field as Linux's INET_ECN_encapsulate() makes it: the inner ECN bits, but ECT(0) for
 * CE.
 *
 * @param innerDs inner DS field; 0 when the frame is not IP
 * @param outerTos configured outer TOS, its ECN bits are not used
 * @return the outer DS field
 */
uint8_t EcnEncapsulate(uint8_t innerDs, uint8_t outerTos);

/**
 * @ingroup tunnel
 * What becomes of the inner packet at decapsulation.
 */
struct EcnDecision
{
    bool drop;        //!< outer CE on an inner packet that is not ECN capable
    bool log;         //!< Linux writes "non-ECT from ..." to its log
    uint8_t innerEcn; //!< ECN bits that the inner packet is to have
};

/**
 * @ingroup tunnel
 * ECN at decapsulation as Linux's INET_ECN_decapsulate() does it (RFC 6040 section 4.2).
 *
 * @param outerDs outer DS field
 * @param innerDs inner DS field
 * @return the decision
 */
EcnDecision EcnDecapsulate(uint8_t outerDs, uint8_t innerDs);

/**
 * @ingroup tunnel
 * Sets the ECN bits of an IP packet in place and adjusts the IPv4 header checksum (RFC 1624), right
 * or wrong as it was. All other bytes stay. Packets that are not IP are left alone.
 *
 * @param packet the packet, without Ethernet header; tags and metadata are kept
 * @param view what FrameView found in it
 * @param ecn the two ECN bits
 */
void SetInnerEcn(Ptr<Packet> packet, const FrameView& view, uint8_t ecn);

} // namespace ns3

#endif /* TUNNEL_ECN_H */
