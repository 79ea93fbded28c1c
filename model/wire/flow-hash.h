/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef FLOW_HASH_H
#define FLOW_HASH_H

#include "ns3/frame-view.h"
#include "ns3/mac48-address.h"

#include <cstdint>

namespace ns3
{

/// Linux's default of net.ipv4.ip_local_port_range, lower bound.
constexpr uint16_t DEFAULT_SOURCE_PORT_MIN = 32768;
/// Linux's default of net.ipv4.ip_local_port_range, upper bound.
constexpr uint16_t DEFAULT_SOURCE_PORT_MAX = 60999;

/**
 * @ingroup tunnel
 * Hashes the flow of an IP packet as Linux's skb_get_hash() picks it: addresses, ports, protocol,
 * or for IPv6 with a flow label addresses, protocol and label. Both directions of a flow without
 * label give the same value; fragments give the same value as each other. It does not depend on
 * platform or run.
 *
 * @param view the packet
 * @param salt varies the hash, for elements that must not decide alike
 * @return the hash; 0 only for what is not IP (then use MacHash())
 */
uint32_t FlowHash(const FrameView& view, uint32_t salt = 0);

/**
 * @ingroup tunnel
 * Hashes the Ethernet header, as Linux's udp_flow_src_port() does for frames without a flow. Not
 * symmetric, as in Linux.
 *
 * @param destination destination address
 * @param source source address
 * @param etherType EtherType
 * @param salt varies the hash
 * @return the hash, never 0
 */
uint32_t MacHash(const Mac48Address& destination,
                 const Mac48Address& source,
                 uint16_t etherType,
                 uint32_t salt = 0);

/**
 * @ingroup tunnel
 * The outer UDP source port for a flow (Linux's udp_flow_src_port()).
 *
 * @param hash the flow's hash
 * @param min lowest port
 * @param max upper bound, itself never used; when it is not above min, the default range serves
 * @return a port in [min, max)
 */
uint16_t TunnelSourcePort(uint32_t hash, uint16_t min, uint16_t max);

} // namespace ns3

#endif /* FLOW_HASH_H */
