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

constexpr uint32_t MIN_IPV6_MTU = 1280;
constexpr uint32_t MAC_GROUP_INTERFACE = 1;

/// Whether two networks have an address in common.
bool
Overlap(const AddressPrefix& a, const AddressPrefix& b)
{
    if (a.ipv6 != b.ipv6)
    {
        return false;
    }
    const uint32_t length = std::min(a.length, b.length);
    return NetworkOf({a.address, length, a.ipv6}).address ==
           NetworkOf({b.address, length, b.ipv6}).address;
}

} // namespace

void
Planner::PlanNodes()
{
    const auto& nodes = m_spec.underlay.nodes;
    for (size_t i = 0; i < nodes.size(); ++i)
    {
        const auto pointer = PointerTo("/underlay/nodes", i);
        if (nodes[i].name.empty() || !TakeName(nodes[i].name, "node", pointer))
        {
            continue;
        }
        PlanNode node;
        node.name = nodes[i].name;
        node.commands = nodes[i].commands;
        node.pointer = pointer;
        for (size_t k = 0; k < node.commands.size(); ++k)
        {
            const auto wrong = m_facts.checkCommand(node.commands[k]);
            if (!wrong.empty())
            {
                m_problems.Error(PointerTo(pointer + "/commands", k),
                                 Quote(node.commands[k]),
                                 "a valid command (" + wrong + ")");
            }
        }
        m_nodeIndex[node.name] = m_plan.nodes.size();
        m_plan.nodes.push_back(std::move(node));
    }
}

bool
Planner::IsUnderlayNode(const std::string& name, const std::string& pointer)
{
    const auto* node = FindNode(name);
    if (node && node->role == NodeRole::UNDERLAY)
    {
        return true;
    }
    if (!name.empty())
    {
        const auto names = UnderlayNames();
        m_problems.Error(pointer, Quote(name), "a node of the underlay", NearestName(name, names));
    }
    return false;
}

std::string
Planner::NextInterface(const std::string& node)
{
    return "eth" + std::to_string(m_interfaces[node]++);
}

AddressPrefix
Planner::TakeNetwork(const std::optional<AddressPrefix>& given,
                     uint64_t hosts,
                     const std::string& pointer)
{
    const bool ipv6 = m_spec.underlay.family == "ipv6";
    const auto pool = NetworkOf(m_spec.underlay.prefix.value_or(
        ipv6 ? AddressPrefix{"fd00::", 48, true} : AddressPrefix{"10.0.0.0", 8, false}));
    if (given)
    {
        if (given->ipv6 != ipv6)
        {
            m_problems.Error(pointer + "/prefix",
                             Quote(PrefixText(*given)),
                             "an " + std::string(ipv6 ? "IPv6" : "IPv4") +
                                 " network, the underlay's family");
        }
        const auto network = NetworkOf(*given);
        if (!FitsStation({AddressInNetwork(network, 1), network.length, network.ipv6}))
        {
            m_problems.Error(pointer + "/prefix",
                             Quote(PrefixText(*given)),
                             "a network of addresses that nodes can have");
        }
        if (network.address != given->address)
        {
            m_problems.Error(pointer + "/prefix",
                             Quote(PrefixText(*given)),
                             "a network with its host bits 0: " + Quote(PrefixText(network)));
        }
        const uint32_t hostBits = (ipv6 ? 128 : 32) - network.length;
        if (hostBits < 2 || (hostBits < 63 && hosts > (uint64_t{1} << hostBits) - 2))
        {
            m_problems.Error(pointer + "/prefix",
                             Quote(PrefixText(*given)),
                             "a network with room for " + std::to_string(hosts) + " hosts");
        }
        return network;
    }
    if (!FitsStation({AddressInNetwork(pool, 1), pool.length, ipv6}))
    {
        m_problems.Error("/underlay/prefix",
                         Quote(PrefixText(pool)),
                         "a prefix of addresses that nodes can have");
    }
    const uint32_t usual = ipv6 ? 64 : 24;
    const uint32_t length = std::max(usual, pool.length);
    while (true)
    {
        const auto network = SubNetwork(pool, length, m_nextNetwork);
        if (!network)
        {
            m_problems.Error("/underlay/prefix",
                             Quote(PrefixText(pool)),
                             "a prefix with room for a /" + std::to_string(length) +
                                 " for each link and segment");
            return pool;
        }
        ++m_nextNetwork;
        const bool isFree =
            std::none_of(m_givenNetworks.begin(), m_givenNetworks.end(), [&](const auto& other) {
                return Overlap(*network, other);
            });
        if (isFree)
        {
            return *network;
        }
    }
}

size_t
Planner::AddLink(PlanLink link)
{
    const auto [taken, isNew] = m_linkNames.emplace(link.name, link.pointer);
    if (!isNew)
    {
        m_problems.Error(link.pointer,
                         "the link name " + Quote(link.name),
                         "a name of its own (key \"name\"): " + taken->second + " has this one");
    }
    const size_t index = m_plan.links.size();
    for (size_t end = 0; end < 2; ++end)
    {
        const auto& side = link.ends[end];
        TakeMac(side.mac, link.pointer);
        AddDevice(side.node, side.device, {DeviceKind::LINK, index, end}, link.pointer);
        for (const auto& address : side.addresses)
        {
            if (link.role != LinkRole::HOST)
            {
                m_addresses[side.node].push_back(address);
                m_addressOwner[address.address] = side.node;
            }
        }
    }
    if (link.role != LinkRole::HOST && m_spec.underlay.family == "ipv6" &&
        link.properties.mtu < MIN_IPV6_MTU)
    {
        m_problems.Error(link.pointer + "/mtu",
                         std::to_string(link.properties.mtu),
                         "at least 1280, the least MTU of IPv6");
    }
    m_plan.links.push_back(std::move(link));
    return index;
}

void
Planner::PlanLinks()
{
    for (const auto& link : m_spec.underlay.links)
    {
        if (link.prefix)
        {
            m_givenNetworks.push_back(NetworkOf(*link.prefix));
        }
    }
    for (const auto& segment : m_spec.underlay.segments)
    {
        if (segment.prefix)
        {
            m_givenNetworks.push_back(NetworkOf(*segment.prefix));
        }
    }
    for (size_t i = 0; i < m_givenNetworks.size(); ++i)
    {
        for (size_t k = 0; k < i; ++k)
        {
            if (Overlap(m_givenNetworks[i], m_givenNetworks[k]))
            {
                m_problems.Error("/underlay",
                                 "the networks " + PrefixText(m_givenNetworks[k]) + " and " +
                                     PrefixText(m_givenNetworks[i]),
                                 "networks that do not overlap");
            }
        }
    }
    const auto& links = m_spec.underlay.links;
    for (size_t i = 0; i < links.size(); ++i)
    {
        const auto& spec = links[i];
        const auto pointer = PointerTo("/underlay/links", i);
        bool known = spec.nodes.size() == 2;
        for (size_t end = 0; end < spec.nodes.size(); ++end)
        {
            known &= IsUnderlayNode(spec.nodes[end], PointerTo(pointer + "/nodes", end));
        }
        if (!known)
        {
            continue;
        }
        if (spec.nodes[0] == spec.nodes[1])
        {
            m_problems.Error(pointer + "/nodes",
                             Quote(spec.nodes[0]) + " twice",
                             "two different nodes");
            continue;
        }
        const auto network = TakeNetwork(spec.prefix, 2, pointer);
        PlanLink link;
        link.name = spec.name.empty() ? spec.nodes[0] + "-" + spec.nodes[1] : spec.name;
        link.properties = spec;
        link.weight = spec.weight;
        link.pointer = pointer;
        for (size_t end = 0; end < 2; ++end)
        {
            const auto& node = spec.nodes[end];
            link.ends[end] = {node,
                              NextInterface(node),
                              MakeMac(MAC_GROUP_INTERFACE),
                              {{AddressInNetwork(network, end + 1), network.length, network.ipv6}}};
        }
        AddLink(std::move(link));
    }
}

void
Planner::PlanSegments()
{
    const auto& segments = m_spec.underlay.segments;
    for (size_t i = 0; i < segments.size(); ++i)
    {
        const auto& spec = segments[i];
        const auto pointer = PointerTo("/underlay/segments", i);
        if (spec.name.empty() || !TakeName(spec.name, "segment", pointer))
        {
            continue;
        }
        PlanNode fabric;
        fabric.name = spec.name;
        fabric.role = NodeRole::SWITCH;
        fabric.pointer = pointer;
        m_nodeIndex[fabric.name] = m_plan.nodes.size();
        m_plan.nodes.push_back(fabric);
        const auto network = TakeNetwork(spec.prefix, spec.nodes.size(), pointer);
        std::set<std::string> members;
        scenario::PlanBridge bridge;
        bridge.node = spec.name;
        bridge.name = "br0";
        bridge.mac = MakeMac(MAC_GROUP_INTERFACE);
        for (size_t k = 0; k < spec.nodes.size(); ++k)
        {
            const auto& node = spec.nodes[k];
            const auto at = PointerTo(pointer + "/nodes", k);
            if (!IsUnderlayNode(node, at))
            {
                continue;
            }
            if (!members.insert(node).second)
            {
                m_problems.Error(at, Quote(node) + " again", "each node once");
                continue;
            }
            PlanLink link;
            link.name = spec.name + "-" + node;
            link.role = LinkRole::SEGMENT;
            link.properties = spec;
            link.pointer = pointer;
            link.ends[0] = {spec.name,
                            "port" + std::to_string(k + 1),
                            MakeMac(MAC_GROUP_INTERFACE),
                            {}};
            link.ends[1] = {node,
                            NextInterface(node),
                            MakeMac(MAC_GROUP_INTERFACE),
                            {{AddressInNetwork(network, k + 1), network.length, network.ipv6}}};
            bridge.ports.push_back({link.ends[0].device, {}});
            AddLink(std::move(link));
        }
        m_plan.bridges.push_back(std::move(bridge));
    }
}

void
Planner::CheckConnected()
{
    if (UnderlayNames().size() < 2)
    {
        return;
    }
    const UnderlayGraph graph(m_plan);
    const auto lonely = graph.FindUnreachable();
    if (!lonely.empty())
    {
        m_problems.Error("/underlay/links",
                         "no path from " + Quote(m_plan.nodes.front().name) + " to " +
                             ListNames(lonely, "and"),
                         "links or segments that connect all nodes");
    }
}

void
Planner::PlanRoutes()
{
    const UnderlayGraph graph(m_plan);
    for (const auto& node : m_plan.nodes)
    {
        if (node.role == NodeRole::UNDERLAY)
        {
            const auto routes = graph.RoutesFrom(node.name);
            m_plan.routes.insert(m_plan.routes.end(), routes.begin(), routes.end());
        }
    }
}

} // namespace scenario
} // namespace ns3
