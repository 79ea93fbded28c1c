/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef IPROUTE2_HOST_H
#define IPROUTE2_HOST_H

#include "ns3/command-arguments.h"
#include "ns3/mac48-address.h"
#include "ns3/net-device.h"
#include "ns3/node.h"

#include <string>
#include <utility>
#include <vector>

namespace ns3
{

/**
 * @ingroup tunnel
 * A node as iproute2 sees it: an Internet stack and devices with names. It carries out commands of
 * iproute2 (and `sysctl -w`) on them:
 *
 * - `ip link add NAME [address MAC] [mtu N] type vxlan|gretap OPTIONS`, `ip link set NAME
 *   [up|down] [mtu N] [address MAC] [type KIND OPTIONS]`, `ip link del NAME`
 * - `ip addr add|del`, `ip neigh add|replace|change|del`, `ip route add|replace|del`
 * - `bridge fdb add|append|replace|del|flush|show`, `bridge vni add|delete`
 * - `ip nexthop add|replace|del ... fdb`
 * - `tc filter add dev X egress matchall action tunnel_key set ...` on external VXLAN devices
 * - `sysctl -w` of net.ipv4.ip_local_port_range, net.ipv4.ip_default_ttl, net.ipv4.ip_forward,
 *   net.ipv6.conf.all.forwarding and, for VXLAN devices, net.ipv6.conf.DEVICE.disable_ipv6
 *
 * A command that Linux refuses is refused with the same words. What Linux has and this model has
 * not is refused with words that say so; nothing is ignored.
 *
 * Devices made here are down at first, as in Linux. ns-3 cannot take a device off its node: `ip
 * link del` sets it down and forgets its name for good.
 */
class Iproute2Host
{
  public:
    /** @param node the node; its Internet stack is installed before the first command */
    explicit Iproute2Host(Ptr<Node> node);

    /** @return the node */
    Ptr<Node> GetNode() const;

    /**
     * Gives a device of the node a name.
     *
     * @param name a name that no other device of this node has
     * @param device the device
     */
    void AddDevice(const std::string& name, Ptr<NetDevice> device);

    /**
     * Forgets the name of a device, as `ip link del` does in the end.
     *
     * @param name its name
     */
    void RemoveDevice(const std::string& name);

    /**
     * @param name a name
     * @return the device, or null
     */
    Ptr<NetDevice> FindDevice(const std::string& name) const;

    /**
     * @param device a device
     * @return its name, or nothing when it has none here
     */
    std::string FindName(Ptr<const NetDevice> device) const;

    /**
     * @param name a name
     * @param status what the tool ends with when it is not there
     * @return the device
     * @throws CommandFailure when it is not there
     */
    Ptr<NetDevice> GetDevice(const std::string& name, int status = 1) const;

    /** @return names and devices in the order in which they came */
    const std::vector<std::pair<std::string, Ptr<NetDevice>>>& GetDevices() const;

    /**
     * Carries out a command.
     *
     * @param command the command line, quoted as for a shell
     * @return its status, and what it prints
     */
    CommandResult Execute(const std::string& command);

    /**
     * Carries out a command that has been taken apart.
     *
     * @param words the words of the command
     * @return its status, and what it prints
     */
    CommandResult Execute(const std::vector<std::string>& words);

  private:
    Ptr<Node> m_node;
    std::vector<std::pair<std::string, Ptr<NetDevice>>> m_devices;
};

} // namespace ns3

#endif // IPROUTE2_HOST_H
