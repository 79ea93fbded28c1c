/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "scenario-planner.h"

#include <algorithm>

namespace ns3
{
namespace scenario
{

namespace
{

/// Things that are joined to each other, in sets (disjoint-set forest).
class JoinedThings
{
  public:
    /// @param [in] thing name @return the name that stands for its set
    std::string Find(const std::string& thing)
    {
        std::string root = thing;
        for (auto up = m_parent.find(root); up != m_parent.end(); up = m_parent.find(root))
        {
            root = up->second;
        }
        return root;
    }

    /// @param [in] a one thing @param [in] b another, in one set with it from now on
    void Join(const std::string& a, const std::string& b)
    {
        const auto rootA = Find(a);
        const auto rootB = Find(b);
        if (rootA != rootB)
        {
            m_parent[rootA] = rootB;
        }
    }

  private:
    std::map<std::string, std::string> m_parent; //!< one step towards the root
};

std::string
Option(const PlanTunnel& tunnel, const std::string& keyword)
{
    const auto option = tunnel.options.find(keyword);
    return option == tunnel.options.end() ? "" : option->second;
}

/// What two tunnels must have in common to understand each other.
std::string
Identity(const PlanTunnel& tunnel)
{
    return tunnel.type == "vxlan"
               ? "vxlan " + Option(tunnel, "id") + " " + Option(tunnel, "dstport")
               : "gretap " + Option(tunnel, "key");
}

std::string
DeviceOf(const PlanTunnel& tunnel)
{
    return tunnel.node + "/" + tunnel.name;
}

} // namespace

void
Planner::CheckHostBridges()
{
    if (m_problems.HasErrors())
    {
        return; // a bridge may have no tunnel only because of them
    }
    // Bridges of each node that have a tunnel.
    std::map<std::string, std::vector<std::string>> bridges;
    for (const auto& tunnel : m_spec.tunnels)
    {
        for (const auto& node : tunnel.nodes)
        {
            if (!tunnel.bridge.empty())
            {
                bridges[node].push_back(tunnel.bridge);
            }
        }
    }
    for (size_t i = 0; i < m_spec.hosts.size(); ++i)
    {
        const auto& host = m_spec.hosts[i];
        const auto& joined = bridges[host.vtep];
        if (!joined.empty() && std::find(joined.begin(), joined.end(), host.bridge) == joined.end())
        {
            m_problems.Warning(PointerTo("/hosts", i) + "/bridge",
                               Quote(host.bridge),
                               "this bridge of " + Quote(host.vtep) +
                                   " has no tunnel, so the host reaches nobody behind other nodes; "
                                   "bridges with tunnels: " +
                                   ListNames(joined, "and"));
        }
    }
}

void
Planner::CheckGroups()
{
    // Where each group of a VNI was first joined.
    struct Place
    {
        const scenario::PlanTunnel* tunnel;
        AddressPrefix network;
    };

    std::map<std::string, Place> places;
    for (const auto& tunnel : m_plan.tunnels)
    {
        const auto group = ParseAddress(Option(tunnel, "group"));
        const auto device = m_devices.find(tunnel.node + "/" + Option(tunnel, "dev"));
        if (!group || device == m_devices.end() || device->second.kind != DeviceKind::LINK)
        {
            continue;
        }
        const auto& addresses =
            m_plan.links[device->second.index].ends[device->second.end].addresses;
        if (addresses.empty())
        {
            continue;
        }
        const auto network = NetworkOf(addresses.front());
        const auto [first, isNew] =
            places.emplace(Identity(tunnel) + " " + *group, Place{&tunnel, network});
        if (!isNew && first->second.network.address != network.address)
        {
            m_problems.Warning(tunnel.pointer + "/group",
                               "group " + *group + " on " + tunnel.node + "/" +
                                   Option(tunnel, "dev") + " in " + PrefixText(network) +
                                   " and on " + first->second.tunnel->node + "/" +
                                   Option(*first->second.tunnel, "dev") + " in " +
                                   PrefixText(first->second.network),
                               "groups work on one LAN segment: routers do not pass them on, so "
                               "these two tunnels do not hear each other's floods");
        }
    }
}

void
Planner::CheckSegmentAddresses()
{
    JoinedThings things;
    for (const auto& bridge : m_plan.bridges)
    {
        for (const auto& port : bridge.ports)
        {
            // A port is a tunnel of the node, or the interface to a host, which has its name.
            const auto device = bridge.node + "/" + port.device;
            const auto place = m_devices.find(device);
            const bool isTunnel =
                place != m_devices.end() && place->second.kind == DeviceKind::TUNNEL;
            things.Join(bridge.node + "/" + bridge.name, isTunnel ? device : port.device);
        }
    }
    // Tunnels of one VNI or key are joined when one sends to the other's node or to its group.
    for (const auto& one : m_plan.tunnels)
    {
        for (const auto& other : m_plan.tunnels)
        {
            const bool reaches =
                std::any_of(one.remotes.begin(), one.remotes.end(), [&](const auto& remote) {
                    const auto owner = m_addressOwner.find(remote);
                    return (owner != m_addressOwner.end() && owner->second == other.node) ||
                           (IsMulticastText(remote) &&
                            std::find(other.remotes.begin(), other.remotes.end(), remote) !=
                                other.remotes.end());
                });
            if (&one != &other && reaches && Identity(one) == Identity(other))
            {
                things.Join(DeviceOf(one), DeviceOf(other));
            }
        }
    }
    std::map<std::string, std::string> seen;
    const auto check = [&](const std::string& thing,
                           const std::string& node,
                           const std::vector<AddressPrefix>& addresses) {
        for (const auto& address : addresses)
        {
            const auto pointer = m_overlayAddresses[node + " " + address.address];
            const auto [taken, isNew] =
                seen.emplace(things.Find(thing) + " " + address.address, pointer);
            if (!isNew && taken->second != pointer)
            {
                m_problems.Error(pointer,
                                 Quote(PrefixText(address)),
                                 "an address of its own on this LAN: " + taken->second + " has it");
            }
        }
    };
    for (const auto& link : m_plan.links)
    {
        if (link.role == LinkRole::HOST)
        {
            check(link.ends[1].node, link.ends[1].node, link.ends[1].addresses);
        }
    }
    for (const auto& bridge : m_plan.bridges)
    {
        check(bridge.node + "/" + bridge.name, bridge.node, bridge.addresses);
    }
    for (const auto& tunnel : m_plan.tunnels)
    {
        check(DeviceOf(tunnel), tunnel.node, tunnel.addresses);
    }
}

} // namespace scenario
} // namespace ns3
