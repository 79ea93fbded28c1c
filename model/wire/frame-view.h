/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef FRAME_VIEW_H
#define FRAME_VIEW_H

#include "ns3/ip-address.h"
#include "ns3/packet.h"
#include "ns3/ptr.h"

#include <cstdint>
#include <ostream>

namespace ns3
{

/**
 * @ingroup tunnel
 * What a tunnel, a bridge or a flow hash must know of an Ethernet frame, found in one pass over its
 * first bytes. Any bytes are safe.
 *
 * ns-3 hands frames without their Ethernet header, so offsets count from the first byte after it.
 * An IP header counts as there when its fixed part is (20 or 40 bytes), as in Linux
 * (pskb_inet_may_pull(), skb_vlan_inet_prepare()); header length and version are not looked at for
 * that. What the IP header says of ports needs a valid header length too.
 */
struct FrameView
{
    /// EtherType of IPv4.
    static constexpr uint16_t ETHERTYPE_IPV4 = 0x0800;
    /// EtherType of ARP.
    static constexpr uint16_t ETHERTYPE_ARP = 0x0806;
    /// EtherType of IPv6.
    static constexpr uint16_t ETHERTYPE_IPV6 = 0x86dd;
    /// EtherType of IEEE 802.1Q tags.
    static constexpr uint16_t ETHERTYPE_VLAN = 0x8100;
    /// EtherType of IEEE 802.1ad tags.
    static constexpr uint16_t ETHERTYPE_QINQ = 0x88a8;
    /// Bytes that are looked at: seven tags, an IPv6 header, extension headers, ports.
    static constexpr uint32_t PEEK_SIZE = 160;
    /// The IPv4 "don't fragment" bit in fragmentField.
    static constexpr uint16_t IPV4_DF = 0x4000;
    /// The IPv4 "more fragments" bit in fragmentField.
    static constexpr uint16_t IPV4_MF = 0x2000;

    uint16_t etherType = 0;       //!< EtherType after the addresses (outermost)
    uint16_t networkProtocol = 0; //!< EtherType after all VLAN tags; 0 when a tag is cut short
    uint16_t networkOffset = 0;   //!< bytes of VLAN tags before the network header
    uint16_t transportOffset = 0; //!< where the transport header begins; 0 = not known
    uint8_t ipVersion = 0;        //!< 4 or 6 (by EtherType) when the IP header is there, else 0
    uint8_t dsField = 0;          //!< TOS or traffic class, DSCP and ECN
    uint8_t ttl = 0;              //!< TTL or hop limit
    uint8_t ipProtocol = 0;       //!< IP protocol, after IPv6 extension headers as far as followed
    bool dontFragment = false;    //!< IPv4 DF
    bool fragment = false;        //!< a fragment: offset not 0 or more to come
    bool truncated = false;       //!< IP by networkProtocol, but the IP header does not fit
    uint16_t fragmentField = 0;   //!< IPv4 flags and offset, or IPv6 fragment offset field
    uint32_t flowLabel = 0;       //!< IPv6 flow label, 20 bits
    uint32_t ipTotalLength = 0; //!< IP packet length in bytes as the header says, headers included
    uint16_t sourcePort = 0;    //!< source port; 0 for fragments and protocols without ports
    uint16_t destinationPort = 0; //!< destination port
    IpAddress source;             //!< IP source
    IpAddress destination;        //!< IP destination

    /**
     * Dissects a frame.
     *
     * @param etherType the frame's EtherType (or 802.3 length)
     * @param payload bytes after the Ethernet header
     * @param available readable bytes; PEEK_SIZE or the whole packet is enough
     * @param packetSize bytes of the whole packet after the Ethernet header
     * @return what was found
     */
    static FrameView Parse(uint16_t etherType,
                           const uint8_t* payload,
                           uint32_t available,
                           uint32_t packetSize);

    /**
     * Dissects a packet as ns-3 passes it, without its Ethernet header.
     *
     * @param etherType the protocol number
     * @param packet the packet
     * @return what was found
     */
    static FrameView FromPacket(uint16_t etherType, Ptr<const Packet> packet);

    /**
     * @return true for a frame with a VLAN tag
     */
    bool IsTagged() const
    {
        return etherType == ETHERTYPE_VLAN || etherType == ETHERTYPE_QINQ;
    }

    /**
     * Linux's check of received inner frames (pskb_inet_may_pull()) does not look behind tags.
     *
     * @return true for an untagged frame whose IP header does not fit
     */
    bool IsTruncatedUntagged() const
    {
        return truncated && !IsTagged();
    }

    /**
     * @return true when the frame is IP without tags and has its header: what Linux's
     *         IP_ECN_decapsulate() acts on in received frames
     */
    bool IsUntaggedIp() const
    {
        return ipVersion != 0 && !IsTagged();
    }
};

/**
 * @param os the stream
 * @param view the view, one line
 * @return the stream
 */
std::ostream& operator<<(std::ostream& os, const FrameView& view);

} // namespace ns3

#endif /* FRAME_VIEW_H */
