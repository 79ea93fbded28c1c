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

Planner::Planner(const ScenarioSpec& spec,
                 const std::string& folder,
                 const SimulatorFacts& facts,
                 Problems& problems)
    : m_spec(spec),
      m_facts(facts),
      m_problems(problems)
{
    m_plan.folder = folder;
}

Plan
Planner::Make()
{
    CheckWindow();
    CheckAttributes();
    PlanNodes();
    PlanLinks();
    PlanSegments();
    CheckConnected();
    PlanBridges();
    PlanHosts();
    PlanTunnels();
    PlanMoves();
    DecideStacks();
    PlanFlows();
    CheckEvents();
    CheckExpectations();
    CheckPcap();
    if (!m_problems.HasErrors())
    {
        PlanRoutes();
    }
    return std::move(m_plan);
}

bool
Planner::TakeName(const std::string& name, const std::string& what, const std::string& pointer)
{
    if (name == "self")
    {
        m_problems.Error(pointer, Quote(name), "another name: this one stands for the node itself");
        return false;
    }
    const auto [taken, isNew] = m_names.emplace(name, pointer);
    if (!isNew)
    {
        m_problems.Error(pointer,
                         Quote(name),
                         "a name of its own for the " + what + ": " + taken->second +
                             " has this one");
    }
    return isNew;
}

void
Planner::TakeMac(const std::string& mac, const std::string& pointer)
{
    const auto [taken, isNew] = m_macs.emplace(mac, pointer);
    if (!isNew)
    {
        m_problems.Error(pointer,
                         Quote(mac),
                         "an address of its own: " + taken->second + " has it");
    }
}

std::string
Planner::MakeMac(uint32_t group)
{
    // 0e: locally administered, and not the 02 that people like to write themselves.
    static const char* const DIGITS = "0123456789abcdef";
    const uint32_t number = ++m_macCounters[group];
    std::string mac = "0e:00";
    for (const uint32_t byte : {group, number >> 16, number >> 8, number})
    {
        mac += ':';
        mac += DIGITS[(byte >> 4) & 0xf];
        mac += DIGITS[byte & 0xf];
    }
    return mac;
}

bool
Planner::AddDevice(const std::string& node,
                   const std::string& device,
                   const Device& where,
                   const std::string& pointer)
{
    const size_t longest = 15;
    if (device.size() > longest)
    {
        m_problems.Error(pointer, Quote(device), "a device name of at most 15 characters");
        return false;
    }
    if (!m_devices.emplace(node + "/" + device, where).second)
    {
        m_problems.Error(pointer,
                         Quote(device),
                         "a name that is free on node " + Quote(node) +
                             ", which has such a device");
        return false;
    }
    return true;
}

std::vector<std::string>
Planner::UnderlayNames() const
{
    std::vector<std::string> names;
    for (const auto& node : m_plan.nodes)
    {
        if (node.role == NodeRole::UNDERLAY)
        {
            names.push_back(node.name);
        }
    }
    return names;
}

std::vector<std::string>
Planner::HostNames() const
{
    std::vector<std::string> names;
    for (const auto& host : m_spec.hosts)
    {
        names.push_back(host.name);
    }
    return names;
}

std::vector<std::string>
Planner::LinkNames() const
{
    std::vector<std::string> names;
    for (const auto& link : m_plan.links)
    {
        names.push_back(link.name);
    }
    return names;
}

std::vector<std::string>
Planner::DeviceNames() const
{
    std::vector<std::string> names;
    for (const auto& [name, where] : m_devices)
    {
        names.push_back(name);
    }
    return names;
}

PlanNode*
Planner::FindNode(const std::string& name)
{
    const auto index = m_nodeIndex.find(name);
    return index == m_nodeIndex.end() ? nullptr : &m_plan.nodes[index->second];
}

std::string
PrefixText(const AddressPrefix& prefix)
{
    return prefix.address + "/" + std::to_string(prefix.length);
}

bool
FitsStation(const AddressPrefix& prefix)
{
    if (prefix.address.empty())
    {
        return true; // it could not be read, which was reported then
    }
    if (IsMulticastText(prefix.address))
    {
        return false;
    }
    if (prefix.ipv6)
    {
        return prefix.address != "::" && prefix.address != "::1";
    }
    const auto first = prefix.address.substr(0, prefix.address.find('.'));
    const uint32_t bits = 32 - prefix.length;
    const auto network = NetworkOf(prefix);
    const bool reserved =
        bits > 1 && (prefix.address == network.address ||
                     prefix.address == AddressInNetwork(network, (uint64_t{1} << bits) - 1));
    const unsigned long classE = 240;
    return first != "0" && first != "127" && std::stoul(first) < classE && !reserved;
}

std::string
ResolvePath(const std::string& folder, const std::string& path)
{
    return path.empty() || path[0] == '/' || folder.empty() ? path : folder + "/" + path;
}

Plan
MakePlan(const ScenarioSpec& spec,
         const std::string& folder,
         const SimulatorFacts& facts,
         Problems& problems)
{
    return Planner(spec, folder, facts, problems).Make();
}

} // namespace scenario
} // namespace ns3
