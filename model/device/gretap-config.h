/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef GRETAP_CONFIG_H
#define GRETAP_CONFIG_H

#include "ns3/ip-address.h"
#include "ns3/link-result.h"
#include "ns3/net-device.h"

#include <cstdint>

namespace ns3
{

/**
 * @ingroup tunnel
 * What `ip link add ... type gretap` configures. The names are the device's attributes in lower
 * case; the defaults are iproute2's.
 */
struct GretapConfig
{
    IpAddress remote;             //!< `remote`: the other end, or a group; any: receives only
    IpAddress local;              //!< `local`: own end; any: chosen by the route, receives on all
    Ptr<NetDevice> lowerDevice;   //!< `dev`: outgoing interface; null: as routed
    bool hasInputKey = false;     //!< `ikey`, `key`: packets must have inputKey; else none
    uint32_t inputKey = 0;        //!< `ikey`, `key`
    bool hasOutputKey = false;    //!< `okey`, `key`: packets are sent with outputKey
    uint32_t outputKey = 0;       //!< `okey`, `key`
    bool inputChecksum = false;   //!< `icsum`, `csum`: packets must have a checksum; else none
    bool outputChecksum = false;  //!< `ocsum`, `csum`: packets are sent with a checksum
    bool inputSequence = false;   //!< `iseq`, `seq`: packets must be in sequence
    bool outputSequence = false;  //!< `oseq`, `seq`: packets are numbered, from 0
    uint8_t ttl = 0;              //!< `ttl`; 0: the inner TTL or hop limit, or the route's
    uint8_t tos = 0;              //!< `tos`; the ECN bits have no effect
    bool tosInherit = false;      //!< `tos inherit`: the inner DS field
    bool pathMtuDiscovery = true; //!< `[no]pmtudisc`: DF always set, or as in the inner IPv4 packet
    bool ignoreDf = false;        //!< `[no]ignore-df`: DF never set, needs nopmtudisc

    /**
     * @return bytes of the GRE header that is sent: 4 to 16
     */
    uint32_t GetHeaderSize() const;
    /**
     * @return bytes of outer IPv4 header, GRE header and inner Ethernet header
     */
    uint32_t GetOverhead() const;
    /**
     * The rules of Linux's ipgre_tap_validate() and ipgre_netlink_parms() that need no node.
     *
     * @return INVAL, or OK
     */
    LinkResult Check() const;
};

} // namespace ns3

#endif /* GRETAP_CONFIG_H */
