/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef VXLAN_ENCAPSULATION_H
#define VXLAN_ENCAPSULATION_H

#include "ns3/frame-view.h"
#include "ns3/vxlan-config.h"

#include <cstdint>

/**
 * @file
 * What a VXLAN device puts into the outer IP header, decided from its configuration and the inner
 * frame (Linux's vxlan_xmit_one()).
 */

namespace ns3
{

/**
 * @ingroup tunnel
 * @param config the device
 * @param inner the frame
 * @return the outer DS field, whose ECN bits EcnEncapsulate() replaces
 */
inline uint8_t
VxlanOuterTos(const VxlanConfig& config, const FrameView& inner)
{
    return config.tosInherit ? inner.dsField : config.tos;
}

/**
 * @ingroup tunnel
 * @param config the device
 * @param inner the frame
 * @param multicast whether the remote is a group
 * @return the outer TTL or hop limit; 0: the route's
 */
inline uint8_t
VxlanOuterTtl(const VxlanConfig& config, const FrameView& inner, bool multicast)
{
    if (config.ttlInherit)
    {
        return inner.ttl;
    }
    return config.ttl == 0 && multicast ? 1 : config.ttl;
}

/**
 * @ingroup tunnel
 * @param config the device
 * @param inner the frame
 * @return the outer IPv4 DF bit; a VLAN tag hides what is behind it
 */
inline bool
VxlanOuterDf(const VxlanConfig& config, const FrameView& inner)
{
    switch (config.df)
    {
    case VXLAN_DF_SET:
        return true;
    case VXLAN_DF_INHERIT:
        return inner.etherType == FrameView::ETHERTYPE_IPV6 ||
               (inner.etherType == FrameView::ETHERTYPE_IPV4 && inner.dontFragment);
    case VXLAN_DF_UNSET:
        break;
    }
    return false;
}

} // namespace ns3

#endif /* VXLAN_ENCAPSULATION_H */
