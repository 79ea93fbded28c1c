/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef VXLAN_CONFIG_H
#define VXLAN_CONFIG_H

#include "ns3/ip-address.h"
#include "ns3/link-result.h"
#include "ns3/net-device.h"
#include "ns3/nstime.h"

#include <cstdint>

namespace ns3
{

/**
 * @ingroup tunnel
 * When the outer IPv4 packet must not be fragmented (`df`).
 */
enum VxlanDf : uint8_t
{
    VXLAN_DF_UNSET = 0,  //!< it may be
    VXLAN_DF_SET = 1,    //!< never
    VXLAN_DF_INHERIT = 2 //!< as the inner packet says: IPv4 with DF, all IPv6; not behind VLAN tags
};

/**
 * @ingroup tunnel
 * What `ip link add ... type vxlan` configures. The names are the device's attributes in lower
 * case; the defaults are iproute2's, but for the UDP port (4789 by IANA, not Linux's 8472).
 */
struct VxlanConfig
{
    uint32_t vni = 0;                //!< `id`: VXLAN network identifier, 24 bits
    IpAddress remote;                //!< `remote` or `group`: default destination; none: no default
    IpAddress local;                 //!< `local`: outer source; any or none: chosen by the route
    Ptr<NetDevice> lowerDevice;      //!< `dev`: outgoing interface; null: as routed
    uint16_t destinationPort = 4789; //!< `dstport`
    uint16_t sourcePortMin = 0;      //!< `srcport`, first number
    uint16_t sourcePortMax = 0;    //!< `srcport`, second; not above the first: the local port range
    uint8_t ttl = 0;               //!< `ttl`; 0 (auto): the route's hop limit, 1 to a group
    bool ttlInherit = false;       //!< `ttl inherit`: the inner TTL or hop limit
    uint8_t tos = 0;               //!< `tos`; the ECN bits have no effect
    bool tosInherit = false;       //!< `tos inherit`: the inner DS field
    VxlanDf df = VXLAN_DF_UNSET;   //!< `df`
    uint32_t flowLabel = 0;        //!< `flowlabel`: outer IPv6 flow label, 20 bits
    bool flowLabelInherit = false; //!< `flowlabel inherit`: the inner one, 0 for other frames
    bool learning = true;          //!< `[no]learning`
    Time ageing = Seconds(300);    //!< `ageing`; 0 is turned into 300 s, as in Linux
    uint32_t maxAddresses = 0;     //!< `maxaddress`: FDB entries; 0: any number
    bool udpChecksum = true;       //!< `[no]udpcsum`: over IPv4
    bool udpZeroChecksum6Tx = false; //!< `[no]udp6zerocsumtx`: send without, over IPv6
    bool udpZeroChecksum6Rx = false; //!< `[no]udp6zerocsumrx`: accept without, over IPv6
    bool localBypass = true;         //!< `[no]localbypass`: own addresses without encapsulation
    bool proxy = false;              //!< `[no]proxy`: answer ARP and neighbour discovery here
    bool rsc = false;                //!< `[no]rsc`: route short circuit
    bool l2miss = false;             //!< `[no]l2miss`: tell of unknown stations
    bool l3miss = false;             //!< `[no]l3miss`: tell of unknown neighbours
    bool remcsumTx = false;          //!< `[no]remcsumtx`: leave checksums to the receiver
    bool remcsumRx = false;          //!< `[no]remcsumrx`: fill checksums in that were left to us
    bool external = false;           //!< `[no]external`: TunnelMetadataTag says VNI and remote
    bool vnifilter = false;          //!< `[no]vnifilter`: only VNIs of AddVni(); needs external
    bool gbp = false;                //!< `gbp`: group policy, as PacketMarkTag
    bool gpe = false;                //!< `gpe`: payloads without Ethernet; needs external
    bool hasReservedBits = false;    //!< whether #reservedBits is meant
    uint64_t reservedBits = 0;       //!< `reserved_bits`: must be 0 in what is received; without:
                                     //!< all that no extension in use has a meaning for

    /**
     * @return the outer family: that of remote or local; IPv4 when neither has one
     */
    IpAddress::Family GetFamily() const;
    /**
     * @return true for an IPv6 device with a link-local end: it hears its lower device only
     */
    bool IsLinkLocal() const;
    /**
     * @return bytes that encapsulation takes from the lower device's MTU: 50 or 70; GPE 36 or 56
     */
    uint32_t GetHeadroom() const;
    /**
     * @return header bits that must be 0 in what is received, first word high
     */
    uint64_t GetReservedBits() const;
    /**
     * The rules of Linux's vxlan_config_validate() that need no node.
     *
     * @return INVAL, RANGE, or OK
     */
    LinkResult Check() const;
    /**
     * What Check() has to say of extensions.
     *
     * @return INVAL, or OK
     */
    LinkResult CheckExtensions() const;
    /**
     * The rules of Linux's vxlan_nl2conf() for `ip link set` on an existing device.
     *
     * @param to the wanted configuration
     * @return OPNOTSUPP for what cannot change
     */
    LinkResult CheckChange(const VxlanConfig& to) const;
};

} // namespace ns3

#endif /* VXLAN_CONFIG_H */
