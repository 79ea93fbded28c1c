/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef TUNNEL_DECAPSULATION_H
#define TUNNEL_DECAPSULATION_H

#include "ns3/frame-view.h"

#include <cstdint>

namespace ns3
{

/**
 * @ingroup tunnel
 * What decapsulation must know of a received inner frame.
 */
struct ReceivedIp
{
    bool isIp = false;      //!< IP without VLAN tags, its header is there
    bool truncated = false; //!< IP without VLAN tags, its header is not (pskb_inet_may_pull())
    uint8_t dsField = 0;    //!< TOS or traffic class, when isIp

    /**
     * Looks at a frame. It is less than FrameView::Parse(), for the sake of speed.
     *
     * @param etherType EtherType
     * @param bytes what follows the Ethernet header
     * @param available how many bytes may be read
     * @param size how many there are in the packet
     * @return what was found
     */
    static ReceivedIp Look(uint16_t etherType,
                           const uint8_t* bytes,
                           uint32_t available,
                           uint32_t size)
    {
        ReceivedIp ip;
        const bool isIpv4 = etherType == FrameView::ETHERTYPE_IPV4;
        if (isIpv4 || etherType == FrameView::ETHERTYPE_IPV6)
        {
            ip.truncated = size < (isIpv4 ? 20U : 40U) || available < 2;
            ip.isIp = !ip.truncated;
        }
        if (ip.isIp)
        {
            ip.dsField =
                isIpv4 ? bytes[1] : static_cast<uint8_t>((bytes[0] << 4) | (bytes[1] >> 4));
        }
        return ip;
    }
};

} // namespace ns3

#endif /* TUNNEL_DECAPSULATION_H */
