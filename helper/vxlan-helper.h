/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef VXLAN_HELPER_H
#define VXLAN_HELPER_H

#include "ns3/ip-address.h"
#include "ns3/mac48-address.h"
#include "ns3/tunnel-helper.h"

#include <cstdint>

namespace ns3
{

/**
 * @ingroup tunnel
 * @brief Makes VXLAN devices and fills their forwarding databases.
 *
 * `ip link add vx0 type vxlan id 100 local 10.0.0.1 remote 10.0.0.2` is
 * @code
 *   VxlanHelper vxlan(100);
 *   vxlan.SetDeviceAttribute("Local", StringValue("10.0.0.1"));
 *   vxlan.SetDeviceAttribute("Remote", StringValue("10.0.0.2"));
 *   NetDeviceContainer vx0 = vxlan.Install(node);
 * @endcode
 */
class VxlanHelper : public TunnelHelper
{
  public:
    /**
     * @param vni VXLAN network identifier of the devices, 24 bits
     */
    explicit VxlanHelper(uint32_t vni);

    /**
     * @brief Make a device with its own address (`local`).
     * @param node a node with an Internet stack
     * @param local an address of the node: the source of outer packets
     * @return the device
     */
    NetDeviceContainer InstallAt(Ptr<Node> node, IpAddress local) const;

    /**
     * @brief `bridge fdb add MAC dev X dst REMOTE`: frames for this address go to that end point.
     * Fatal if there is such an entry.
     * @param device a VxlanNetDevice
     * @param mac address of a station
     * @param remote the end point behind which it is
     */
    static void AddFdbEntry(Ptr<NetDevice> device, Mac48Address mac, IpAddress remote);

    /**
     * @brief `bridge fdb append 00:00:00:00:00:00 dev X dst REMOTE`: frames for unknown addresses,
     * broadcast and multicast go to that end point too (head-end replication).
     * @param device a VxlanNetDevice
     * @param remote the end point
     */
    static void AddDefaultRemote(Ptr<NetDevice> device, IpAddress remote);

    /**
     * @brief Every device floods to every other: head-end replication in a full mesh.
     * @param devices VxlanNetDevices whose attribute Local is set
     */
    static void FullMesh(const NetDeviceContainer& devices);
};

} // namespace ns3

#endif // VXLAN_HELPER_H
