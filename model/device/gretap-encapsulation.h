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
 * @param config the device
 * @param inner the frame
 * @return the outer TOS, whose ECN bits EcnEncapsulate() replaces
 */
inline uint8_t
GretapOuterTos(const GretapConfig& config, const FrameView& inner)
{
    return config.tosInherit ? inner.dsField : config.tos;
}

/**
 * @ingroup tunnel
 * @param config the device
 * @param inner the frame
 * @return the outer TTL; 0: the route's
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
