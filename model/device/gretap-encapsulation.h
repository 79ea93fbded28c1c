/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef GRETAP_ENCAPSULATION_H
#define GRETAP_ENCAPSULATION_H

#include "ns3/frame-view.h"
#include "ns3/gretap-config.h"

#include <cstdint>

/**
 * @file
 * What a GRETAP device puts into the outer IP header, decided from its configuration and the inner
 * frame (Linux's ip_tunnel_xmit()).
 */

namespace ns3
{

/**
 * @ingroup tunnel
 * What ip_tunnel_xmit() takes a frame for: it looks behind VLAN tags where they would be after four
 * bytes of GRE, so that it does not find them behind a longer header and takes the frame for not
 * IP.
 *
 * @param view the frame
 * @param greSize bytes of the GRE header
 * @return the frame as seen there
 */
inline FrameView
GretapSeenInner(const FrameView& view, uint32_t greSize)
{
    FrameView seen = view;
    if (view.IsTagged() && greSize > 4)
    {
        seen.ipVersion = 0;
        seen.dsField = 0;
        seen.ttl = 0;
    }
    return seen;
}

/**
 * @ingroup tunnel
 * @param config the device
 * @param inner the frame
 * @return the outer TOS, whose ECN bits EcnEncapsulate() replaces
 */
inline uint8_t
GretapOuterTos(const GretapConfig& config, const FrameView& inner)
{
    return config.tosInherit && inner.ipVersion != 0 ? inner.dsField : config.tos;
}

/**
 * @ingroup tunnel
 * @param config the device
 * @param inner the frame
 * @return the outer TTL; 0: the route's, unless the frame is IP and has that
 */
inline uint8_t
GretapOuterTtl(const GretapConfig& config, const FrameView& inner)
{
    return config.ttl ? config.ttl : inner.ttl;
}

/**
 * @ingroup tunnel
 * @param config the device
 * @param inner the frame
 * @return the outer DF bit
 */
inline bool
GretapOuterDf(const GretapConfig& config, const FrameView& inner)
{
    return config.pathMtuDiscovery ||
           (inner.ipVersion == 4 && inner.dontFragment && !config.ignoreDf);
}

} // namespace ns3

#endif /* GRETAP_ENCAPSULATION_H */
