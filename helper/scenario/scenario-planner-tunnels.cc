/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "scenario-graph.h"
#include "scenario-planner.h"

#include <algorithm>

namespace ns3
{
namespace scenario
{

namespace
{

constexpr uint32_t ETHERNET_HEADER = 14;
constexpr uint32_t VXLAN_HEADERS = 8 + 8; // UDP and VXLAN
constexpr uint32_t DEFAULT_MTU = 1500;

std::string
Option(const PlanTunnel& tunnel, const std::string& keyword)
{
    const auto option = tunnel.options.find(keyword);
    return option == tunnel.options.end() ? "" : option->second;
}

bool
Has(const PlanTunnel& tunnel, const std::string& keyword)
{
    return tunnel.options.count(keyword) > 0;
}

/// The default destination, or empty.
std::string
Destination(const PlanTunnel& tunnel)
{
    const auto group = Option(tunnel, "group");
    return group.empty() ? Option(tunnel, "remote") : group;
}

/// Whether the outer packets are IPv6, by Linux's rule: the family of remote, group or local.
bool
IsOuterIpv6(const PlanTunnel& tunnel)
{
    for (const auto* keyword : {"group", "remote", "local"})
    {
        const auto address = ParseAddress(Option(tunnel, keyword));
        if (address)
        {
            return IsIpv6Text(*address);
        }
    }
    return false;
}

/// Bytes between the outer IP header and the inner Ethernet header.
uint32_t
TunnelHeader(const PlanTunnel& tunnel)
{
    if (tunnel.type == "vxlan")
    {
        return VXLAN_HEADERS;
    }
    const bool key = Has(tunnel, "key") || Has(tunnel, "okey");
    const bool checksum = Has(tunnel, "csum") || Has(tunnel, "ocsum");
    const bool sequence = Has(tunnel, "seq") || Has(tunnel, "oseq");
    return 4 + (key ? 4 : 0) + (checksum ? 4 : 0) + (sequence ? 4 : 0);
}

/// "inner packet 1450 + inner Ethernet 14 + VXLAN 8 + UDP 8 + IPv4 20 = 1500".
std::string
Arithmetic(const PlanTunnel& tunnel, uint32_t inner)
{
    const bool ipv6 = IsOuterIpv6(tunnel);
    const uint32_t total = inner + ETHERNET_HEADER + TunnelHeader(tunnel) + (ipv6 ? 40 : 20);
    return "inner packet " + std::to_string(inner) + " + inner Ethernet header 14 + " +
           (tunnel.type == "vxlan" ? "VXLAN 8 + UDP 8"
                                   : "GRE " + std::to_string(TunnelHeader(tunnel))) +
           (ipv6 ? " + IPv6 40 = " : " + IPv4 20 = ") + std::to_string(total);
}

} // namespace

std::string
Planner::ResolveAddress(const std::string& text,
                        const std::string& node,
                        const std::string& pointer)
{
    if (const auto address = ParseAddress(text))
    {
        return *address;
    }
    const auto name = text == "self" ? node : text;
    const auto addresses = m_addresses.find(name);
    if (addresses != m_addresses.end())
    {
        return addresses->second.front().address;
    }
    m_problems.Error(pointer,
                     Quote(text),
                     "an IP address, the name of a node of the underlay, or \"self\"",
                     NearestName(text, UnderlayNames()));
    return "0.0.0.0";
}

void
Planner::CheckTunnel(scenario::PlanTunnel& tunnel)
{
    const auto& pointer = tunnel.pointer;
    CheckDestination(tunnel);
    const auto destination = ParseAddress(Destination(tunnel));
    if (destination)
    {
        tunnel.remotes.push_back(*destination);
    }
    const auto dev = Option(tunnel, "dev");
    if (!dev.empty() && m_devices.count(tunnel.node + "/" + dev) == 0)
    {
        std::vector<std::string> names;
        for (const auto& [name, where] : m_devices)
        {
            if (name.compare(0, tunnel.node.size() + 1, tunnel.node + "/") == 0)
            {
                names.push_back(name.substr(tunnel.node.size() + 1));
            }
        }
        m_problems.Error(pointer + "/dev",
                         Quote(dev),
                         "a device of node " + Quote(tunnel.node) + ": " + ListNames(names),
                         NearestName(dev, names));
    }
    const auto local = ParseAddress(Option(tunnel, "local"));
    if (local && *local != "0.0.0.0" && *local != "::")
    {
        const auto owner = m_addressOwner.find(*local);
        if (owner == m_addressOwner.end() || owner->second != tunnel.node)
        {
            m_problems.Error(pointer + "/local",
                             Quote(*local),
                             "an address of node " + Quote(tunnel.node) + ", or \"self\"");
        }
    }
    const bool ipv6 = m_spec.underlay.family == "ipv6";
    const bool addressed = destination || local;
    if (tunnel.type == "vxlan" && !addressed && ipv6)
    {
        m_problems.Error(pointer + "/local",
                         "nothing",
                         "remote, group or local: without one of them this is an IPv4 tunnel, as "
                         "in Linux, over an IPv6 underlay (such as \"local\": \"self\")");
    }
    else if (addressed && IsOuterIpv6(tunnel) != ipv6)
    {
        m_problems.Error(pointer,
                         std::string("an ") + (ipv6 ? "IPv4" : "IPv6") + " tunnel",
                         std::string("addresses of the underlay's family, ") +
                             (ipv6 ? "IPv6" : "IPv4"));
    }
}

void
Planner::CheckDestination(const scenario::PlanTunnel& tunnel)
{
    const auto& pointer = tunnel.pointer;
    const auto group = ParseAddress(Option(tunnel, "group"));
    const auto remote = ParseAddress(Option(tunnel, "remote"));
    if (group && remote)
    {
        m_problems.Error(pointer, "both group and remote", "one of them");
    }
    if (group && !IsMulticastText(*group))
    {
        m_problems.Error(pointer + "/group",
                         Quote(*group),
                         "a multicast address (\"remote\" takes a unicast one)");
    }
    if (group && Option(tunnel, "dev").empty())
    {
        m_problems.Error(pointer + "/dev",
                         "nothing",
                         "the device of the multicast group " + *group + ", such as \"eth0\"");
    }
    if (remote && IsMulticastText(*remote) && tunnel.type == "vxlan")
    {
        m_problems.Error(pointer + "/remote",
                         Quote(*remote),
                         "a unicast address (\"group\" takes a multicast one)");
    }
    if (remote && m_addressOwner.count(*remote) > 0 && m_addressOwner[*remote] == tunnel.node)
    {
        m_problems.Error(pointer + "/remote",
                         Quote(*remote),
                         "another node's address: this is one of " + Quote(tunnel.node));
    }
    if (remote && !IsMulticastText(*remote) && *remote != "0.0.0.0" && *remote != "::" &&
        m_addressOwner.count(*remote) == 0)
    {
        m_problems.Error(pointer + "/remote", Quote(*remote), "an address of the underlay");
    }
}

void
Planner::CheckRemote(const scenario::PlanTunnel& tunnel,
                     const std::string& remote,
                     const std::string& pointer)
{
    // The tunnel's own family is checked against the underlay's.
    const bool ipv6 = m_spec.underlay.family == "ipv6";
    if (IsIpv6Text(remote) != ipv6)
    {
        m_problems.Error(pointer,
                         Quote(remote),
                         std::string("an ") + (ipv6 ? "IPv6" : "IPv4") +
                             " address, the family of the underlay of " + Quote(tunnel.name));
    }
}

void
Planner::CheckTunnelPairs()
{
    std::map<std::string, const scenario::PlanTunnel*> seen;
    for (const auto& tunnel : m_plan.tunnels)
    {
        std::string identity;
        std::string what;
        if (tunnel.type == "vxlan")
        {
            const auto port = Has(tunnel, "dstport") ? Option(tunnel, "dstport") : "8472";
            what = "VNI " + Option(tunnel, "id") + " and port " + port;
            identity = what + (IsOuterIpv6(tunnel) ? " 6" : " 4");
        }
        else
        {
            const auto key = Option(tunnel, Has(tunnel, "key") ? "key" : "ikey");
            what = "remote " + Destination(tunnel) + ", local " + Option(tunnel, "local") +
                   " and key " + (key.empty() ? "none" : key);
            identity = what + " " + Option(tunnel, "dev");
        }
        const auto [other, isNew] = seen.emplace(tunnel.node + " " + identity, &tunnel);
        if (!isNew)
        {
            m_problems.Error(tunnel.pointer,
                             "a tunnel on node " + Quote(tunnel.node) + " with " + what,
                             "other values than those of " + Quote(other->second->name) + " (" +
                                 other->second->pointer + ") on that node");
        }
    }
}

uint32_t
Planner::LowerMtu(const scenario::PlanTunnel& tunnel)
{
    const auto dev = m_devices.find(tunnel.node + "/" + Option(tunnel, "dev"));
    if (dev != m_devices.end() && dev->second.kind == DeviceKind::LINK)
    {
        return m_plan.links[dev->second.index].properties.mtu;
    }
    // GRETAP looks at the route to its remote.
    const auto owner = m_addressOwner.find(Destination(tunnel));
    if (tunnel.type == "gretap" && owner != m_addressOwner.end())
    {
        const auto path = UnderlayGraph(m_plan).PathLinks(tunnel.node, owner->second);
        return path.empty() ? 0 : m_plan.links[path.front()].properties.mtu;
    }
    return 0;
}

uint32_t
Planner::PathMtu(const std::string& from, const std::string& address, std::string& where)
{
    uint32_t mtu = 0;
    const auto owner = m_addressOwner.find(address);
    if (owner == m_addressOwner.end())
    {
        return 0;
    }
    for (const size_t index : UnderlayGraph(m_plan).PathLinks(from, owner->second))
    {
        const auto& link = m_plan.links[index];
        if (mtu == 0 || link.properties.mtu < mtu)
        {
            mtu = link.properties.mtu;
            where = link.name;
        }
    }
    return mtu;
}

void
Planner::CheckTunnelMtu(scenario::PlanTunnel& tunnel, const TunnelSpec& spec)
{
    const uint32_t headers =
        ETHERNET_HEADER + TunnelHeader(tunnel) + (IsOuterIpv6(tunnel) ? 40 : 20);
    const uint32_t lower = LowerMtu(tunnel);
    const uint32_t room = lower > headers ? lower - headers : 0;
    tunnel.mtu = spec.mtu.value_or(room > 0 ? room : DEFAULT_MTU);
    if (spec.mtu && tunnel.type == "vxlan" && lower > 0 && *spec.mtu > room)
    {
        m_problems.Error(tunnel.pointer + "/mtu",
                         std::to_string(*spec.mtu),
                         "at most " + std::to_string(room) + ": " + Arithmetic(tunnel, room) +
                             ", the MTU of " + Quote(Option(tunnel, "dev")));
        return;
    }
    if (tunnel.mtu + headers > 65535)
    {
        m_problems.Error(tunnel.pointer + "/mtu",
                         std::to_string(tunnel.mtu),
                         "at most " + std::to_string(65535 - headers) + ": " +
                             Arithmetic(tunnel, 65535 - headers) + ", the largest IP packet");
        return;
    }
    for (const auto& remote : tunnel.remotes)
    {
        std::string where;
        const uint32_t path = PathMtu(tunnel.node, remote, where);
        if (path == 0 || tunnel.mtu + headers <= path)
        {
            continue;
        }
        const bool mayFragment = tunnel.type == "vxlan"
                                     ? !Has(tunnel, "df") || Option(tunnel, "df") == "unset"
                                     : Has(tunnel, "nopmtudisc");
        const bool fragments = mayFragment && !IsOuterIpv6(tunnel);
        m_problems.Warning(
            tunnel.pointer + "/mtu",
            "MTU " + std::to_string(tunnel.mtu) + " of " + tunnel.node + "/" + tunnel.name,
            Arithmetic(tunnel, tunnel.mtu) + " bytes, but link " + Quote(where) +
                " on the way to " + remote + " carries " + std::to_string(path) +
                ": the underlay " + (fragments ? "fragments" : "drops") + " what is larger than " +
                std::to_string(path > headers ? path - headers : 0) + " inside");
        return;
    }
}

} // namespace scenario
} // namespace ns3
