/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef DROP_REASON_H
#define DROP_REASON_H

#include <cstdint>
#include <ostream>

/**
 * @ingroup tunnel
 * Every reason for which an element of this module drops a packet: enumerator, name in results
 * (Linux 6.18's where it has one that means just this), a sentence for the documentation. The order
 * is: tunnel send, tunnel receive, links, bridges, hosts.
 */
#define TUNNEL_DROP_REASONS(X)                                                                     \
    X(NO_ERROR, "NO_ERROR", "Not a drop.")                                                         \
    X(NO_TX_TARGET, "NO_TX_TARGET", "No FDB entry and no default destination for the frame.")      \
    X(TUNNEL_TXINFO,                                                                               \
      "TUNNEL_TXINFO",                                                                             \
      "The device is external and the frame does not say where it is to go.")                      \
    X(NEIGHBOR_SUPPRESSED,                                                                         \
      "NEIGHBOR_SUPPRESSED",                                                                       \
      "ARP or a neighbour solicitation that the tunnel device (proxy) has no answer to.")          \
    X(GPE_PROTOCOL, "GPE_PROTOCOL", "A payload that VXLAN-GPE cannot carry, or is not to take.")   \
    X(REMOTE_ANY, "REMOTE_ANY", "The remote is 0.0.0.0 or ::.")                                    \
    X(INNER_HEADER_TRUNCATED,                                                                      \
      "INNER_HEADER_TRUNCATED",                                                                    \
      "The frame to be sent says IP, but its IP header is cut short.")                             \
    X(NO_ROUTE, "IP_OUTNOROUTES", "No route to the remote.")                                       \
    X(ROUTE_LOOP, "ROUTE_LOOP", "The route to the remote leads into the tunnel itself.")           \
    X(TUNNEL_NOT_FOUND,                                                                            \
      "TUNNEL_NOT_FOUND",                                                                          \
      "The remote is an own address, but no device of this node has the VNI.")                     \
    X(OUTER_TOO_BIG_DF,                                                                            \
      "OUTER_TOO_BIG_DF",                                                                          \
      "The outer IPv4 packet is larger than the path MTU and must not be fragmented.")             \
    X(OUTER_TOO_BIG_IPV6,                                                                          \
      "OUTER_TOO_BIG_IPV6",                                                                        \
      "The outer IPv6 packet is larger than the path MTU.")                                        \
    X(MTU_EXCEEDED, "PKT_TOO_BIG", "The frame is larger than the MTU of the tunnel device.")       \
    X(PKT_TOO_BIG_REPLIED,                                                                         \
      "PKT_TOO_BIG_REPLIED",                                                                       \
      "Too large for the path and answered by an ICMP error towards the inner source.")            \
    X(DEVICE_DOWN, "DEVICE_DOWN", "Sent on a device that is down.")                                \
    X(OUTER_SEND_FAILED,                                                                           \
      "OUTER_SEND_FAILED",                                                                         \
      "The interface below refused the encapsulated packet.")                                      \
    X(OUTER_HEADER_TRUNCATED,                                                                      \
      "OUTER_HEADER_TRUNCATED",                                                                    \
      "The received packet ends within its UDP, VXLAN or GRE header.")                             \
    X(UDP_LENGTH, "UDP_LENGTH", "The UDP length is below 8 or above what the packet holds.")       \
    X(UDP_CHECKSUM, "UDP_CSUM", "Wrong UDP checksum.")                                             \
    X(UDP_ZERO_CHECKSUM6,                                                                          \
      "UDP_ZERO_CHECKSUM6",                                                                        \
      "No UDP checksum over IPv6, and the device does not accept that.")                           \
    X(NO_SOCKET, "NO_SOCKET", "Nobody listens on the UDP port.")                                   \
    X(VXLAN_INVALID_HDR, "VXLAN_INVALID_HDR", "The VXLAN header has no valid-VNI flag.")           \
    X(VXLAN_VNI_NOT_FOUND, "VXLAN_VNI_NOT_FOUND", "No device has the VNI of the packet.")          \
    X(RESERVED_BITS, "RESERVED_BITS", "A reserved bit of the VXLAN header is set.")                \
    X(INNER_ETHERNET_TRUNCATED,                                                                    \
      "INNER_ETHERNET_TRUNCATED",                                                                  \
      "Less than an Ethernet header inside the tunnel.")                                           \
    X(LOCAL_MAC, "LOCAL_MAC", "The source address of the inner frame is the device's own.")        \
    X(MAC_INVALID_SOURCE,                                                                          \
      "MAC_INVALID_SOURCE",                                                                        \
      "The source address of the inner frame is zero or multicast.")                               \
    X(VXLAN_ENTRY_EXISTS,                                                                          \
      "VXLAN_ENTRY_EXISTS",                                                                        \
      "The inner source has a static FDB entry with another remote.")                              \
    X(INNER_IP_TRUNCATED,                                                                          \
      "INNER_IP_TRUNCATED",                                                                        \
      "The received inner frame says IP, but its IP header is cut short.")                         \
    X(INNER_VLAN_TRUNCATED,                                                                        \
      "INNER_VLAN_TRUNCATED",                                                                      \
      "The VLAN tag of the received inner frame is cut short.")                                    \
    X(IP_TUNNEL_ECN, "IP_TUNNEL_ECN", "Outer CE on an inner packet that is not ECN capable.")      \
    X(DEV_NOT_READY, "DEV_READY", "Received for a device that is down.")                           \
    X(GRE_INVALID_HEADER,                                                                          \
      "GRE_INVALID_HEADER",                                                                        \
      "GRE version, routing or reserved bits that are not accepted, or missing options.")          \
    X(GRE_CHECKSUM, "GRE_CHECKSUM", "Wrong GRE checksum.")                                         \
    X(GRE_CHECKSUM_FLAG,                                                                           \
      "GRE_CHECKSUM_FLAG",                                                                         \
      "GRE checksum present but not configured, or the reverse.")                                  \
    X(GRE_SEQUENCE, "GRE_SEQUENCE", "GRE sequence number old, repeated or missing.")               \
    X(GRE_NO_TUNNEL, "GRE_NO_TUNNEL", "No GRE device for the addresses and key of the packet.")    \
    X(OUTER_MULTICAST_NOT_JOINED,                                                                  \
      "OUTER_MULTICAST_NOT_JOINED",                                                                \
      "Outer multicast group that this interface has not joined.")                                 \
    X(IP_MARTIAN_SOURCE, "IP_LOCAL_SOURCE", "The outer IPv4 source is an own address.")            \
    X(QUEUE_FULL, "QUEUE_FULL", "The transmit queue is full.")                                     \
    X(LINK_DOWN, "LINK_DOWN", "The link or its device is down.")                                   \
    X(RECEIVE_ERROR, "RECEIVE_ERROR", "Damaged on the link by the error model.")                   \
    X(MTU_LINK, "MTU_LINK", "Larger than the MTU of the link.")                                    \
    X(FRAME_TOO_SHORT, "PKT_TOO_SMALL", "Shorter than an Ethernet header.")                        \
    X(ADDRESS_FILTER, "OTHERHOST", "Unicast frame for another host.")                              \
    X(BRIDGE_PORT_DOWN, "BRIDGE_PORT_DOWN", "The bridge or its port is down.")                     \
    X(BRIDGE_NO_PORT, "BRIDGE_NO_PORT", "No bridge port to send the frame to.")                    \
    X(BRIDGE_SAME_PORT, "BRIDGE_SAME_PORT", "The destination is behind the port of arrival.")      \
    X(BRIDGE_LOCAL_SOURCE,                                                                         \
      "BRIDGE_LOCAL_SOURCE",                                                                       \
      "The source address is one of the bridge's own, or not a unicast address.")                  \
    X(IP_ADDRESS_INVALID, "IP_ADDRESS_INVALID", "An IP address that cannot come from a wire.")     \
    X(IP_HEADER_MALFORMED, "IP_INHDR", "IP version, header length or options are wrong.")          \
    X(IP_TRUNCATED, "IP_TRUNCATED", "The packet is shorter than its IP header says.")              \
    X(IP_CHECKSUM, "IP_CSUM", "Wrong IPv4 header checksum.")                                       \
    X(IP_NO_PROTOCOL, "IP_NOPROTO", "No handler for the IP protocol.")                             \
    X(IP_TTL_EXPIRED, "IP_TTL_EXPIRED", "TTL or hop limit used up.")                               \
    X(L4_TRUNCATED, "L4_TRUNCATED", "Transport header cut short or malformed.")                    \
    X(L4_CHECKSUM, "L4_CHECKSUM", "Wrong transport checksum.")                                     \
    X(NO_HANDLER, "UNHANDLED_PROTO", "Nobody handles the EtherType.")                              \
    X(NEIGHBOR_QUEUE_FULL, "NEIGH_QUEUEFULL", "Too many packets wait for address resolution.")     \
    X(NEIGHBOR_FAILED, "NEIGH_FAILED", "Address resolution got no answer.")                        \
    X(FRAGMENT_TIMEOUT, "FRAG_REASM_TIMEOUT", "Missing fragments did not come in time.")           \
    X(FRAGMENT_DUPLICATE, "DUP_FRAG", "All bytes of the fragment have come before.")               \
    X(FRAGMENT_OVERLAP,                                                                            \
      "FRAGMENT_OVERLAP",                                                                          \
      "The fragment overlaps or contradicts others, or belongs to a datagram given up for that.")  \
    X(FRAGMENT_MEMORY, "FRAGMENT_MEMORY", "Too much waits for missing fragments.")                 \
    X(FRAGMENT_FAILED, "FRAGMENT_FAILED", "The packet cannot be cut into valid fragments.")        \
    X(QUEUE_DISC, "QDISC_DROP", "Dropped by the queue discipline.")                                \
    X(HOST_STACK, "HOST_STACK", "Dropped within ns-3's IP stack for another reason.")              \
    X(OTHER, "NOT_SPECIFIED", "Another reason.")

namespace ns3
{

/**
 * @ingroup tunnel
 * Why a packet was dropped.
 */
enum DropReason : uint8_t
{
#define TUNNEL_DROP_ENUM(name, text, doc) name,
    TUNNEL_DROP_REASONS(TUNNEL_DROP_ENUM)
#undef TUNNEL_DROP_ENUM
    DROP_REASON_COUNT //!< how many there are
};

/**
 * @param reason a reason
 * @return its name in results and traces; "INVALID" for a value that is not a reason
 */
const char* DropReasonName(DropReason reason);

/**
 * @param reason a reason
 * @return one sentence that says what it means
 */
const char* DropReasonText(DropReason reason);

/**
 * @param os the stream
 * @param reason the reason, printed by name
 * @return the stream
 */
std::ostream& operator<<(std::ostream& os, DropReason reason);

} // namespace ns3

#endif /* DROP_REASON_H */
