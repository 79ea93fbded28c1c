/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef GRETAP_HELPER_H
#define GRETAP_HELPER_H

#include "ns3/ip-address.h"
#include "ns3/tunnel-helper.h"

namespace ns3
{

/**
 * @ingroup tunnel
 * @brief Makes GRETAP devices.
 *
 * `ip link add gt0 type gretap local 10.0.0.1 remote 10.0.0.2 key 7` is
 * @code
 *   GretapHelper gretap;
 *   gretap.SetKey(7);
 *   gretap.SetDeviceAttribute("Local", StringValue("10.0.0.1"));
 *   gretap.SetDeviceAttribute("Remote", StringValue("10.0.0.2"));
 *   NetDeviceContainer gt0 = gretap.Install(node);
 * @endcode
 */
class GretapHelper : public TunnelHelper
{
  public:
    GretapHelper();

    /**
     * @brief Use a key both ways (`key N`).
     * @param key the key
     */
    void SetKey(uint32_t key);

    /**
     * @brief Make both ends of a tunnel.
     * @param a a node with an Internet stack
     * @param addressA its end of the tunnel
     * @param b the other node
     * @param addressB its end
     * @return the device at a, the device at b
     */
    NetDeviceContainer InstallPair(Ptr<Node> a,
                                   IpAddress addressA,
                                   Ptr<Node> b,
                                   IpAddress addressB) const;
};

} // namespace ns3

#endif // GRETAP_HELPER_H
