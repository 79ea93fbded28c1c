/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "scenario-planner.h"
#include "scenario-tunnel-options.h"

#include <algorithm>
#include <sstream>

namespace ns3
{
namespace scenario
{

namespace
{

constexpr uint32_t MAC_GROUP_HOST = 2;
constexpr uint32_t MAC_GROUP_TUNNEL = 3;
constexpr uint32_t MAC_GROUP_BRIDGE = 4;
const char* const ALL_ZEROS = "00:00:00:00:00:00";

/// Whether a command has an address of a family, so that the node needs that stack.
bool
MentionsAddress(const std::string& command, bool ipv6)
{
    std::istringstream words(command);
    std::string word;
    while (words >> word)
    {
        const auto address = ParseAddress(word.substr(0, word.find('/')));
        if (address && IsIpv6Text(*address) == ipv6)
        {
            return true;
        }
    }
    return false;
}

} // namespace

bool
Planner::CanBeBridge(const std::string& node, const std::string& name, const std::string& pointer)
{
    const size_t longest = 15;
    const auto place = m_devices.find(node + "/" + name);
    if (name.size() > longest)
    {
        m_problems.Error(pointer, Quote(name), "a device name of at most 15 characters");
        return false;
    }
    if (place != m_devices.end() && place->second.kind != DeviceKind::BRIDGE)
    {
        m_problems.Error(pointer,
                         Quote(name),
                         "the name of a bridge: node " + Quote(node) +
                             " has another device of this name");
        return false;
    }
    return true;
}

PlanBridge&
Planner::BridgeOf(const std::string& node, const std::string& name)
{
    const auto place = m_devices.find(node + "/" + name);
    if (place != m_devices.end() && place->second.kind == DeviceKind::BRIDGE)
    {
        return m_plan.bridges[place->second.index];
    }
    PlanBridge bridge;
    bridge.node = node;
    bridge.name = name;
    bridge.mac = MakeMac(MAC_GROUP_BRIDGE);
    m_devices[node + "/" + name] = {DeviceKind::BRIDGE, m_plan.bridges.size(), 0};
    m_plan.bridges.push_back(std::move(bridge));
    return m_plan.bridges.back();
}

void
Planner::AddAddresses(const std::vector<AddressPrefix>& addresses,
                      const std::string& node,
                      const std::string& pointer)
{
    for (size_t i = 0; i < addresses.size(); ++i)
    {
        const auto at = PointerTo(pointer + "/addresses", i);
        const auto owner = m_addressOwner.find(addresses[i].address);
        if (owner != m_addressOwner.end())
        {
            m_problems.Error(at,
                             Quote(PrefixText(addresses[i])),
                             "an address of its own: node " + Quote(owner->second) +
                                 " of the underlay has it");
        }
        // Separate overlays may use the same addresses, but one node cannot have one twice.
        const auto [taken, isNew] =
            m_overlayAddresses.emplace(node + " " + addresses[i].address, at);
        if (!isNew)
        {
            m_problems.Error(at,
                             Quote(PrefixText(addresses[i])),
                             "an address of its own: " + taken->second + " has it");
        }
        if (!FitsStation(addresses[i]))
        {
            m_problems.Error(at,
                             Quote(PrefixText(addresses[i])),
                             "an address that a node can have: unicast, and not the network's own "
                             "or its broadcast address");
        }
    }
}

void
Planner::PlanBridges()
{
    for (size_t i = 0; i < m_spec.bridges.size(); ++i)
    {
        const auto& spec = m_spec.bridges[i];
        const auto pointer = PointerTo("/bridges", i);
        if (spec.nodes.size() > 1 && !spec.addresses.empty())
        {
            m_problems.Error(pointer + "/addresses",
                             "addresses for " + std::to_string(spec.nodes.size()) + " nodes",
                             "addresses only where \"node\" is one node");
        }
        for (const auto& node : spec.nodes)
        {
            if (!IsUnderlayNode(node, pointer + "/node"))
            {
                continue;
            }
            if (m_devices.count(node + "/" + spec.name) > 0)
            {
                m_problems.Error(pointer + "/name",
                                 Quote(spec.name),
                                 "a name that is free on node " + Quote(node));
                continue;
            }
            auto& bridge = BridgeOf(node, spec.name);
            bridge.ageing = spec.ageing;
            bridge.addresses = spec.addresses;
            AddAddresses(spec.addresses, node, pointer);
        }
    }
}

void
Planner::PlanHosts()
{
    for (size_t i = 0; i < m_spec.hosts.size(); ++i)
    {
        const auto& spec = m_spec.hosts[i];
        const auto pointer = PointerTo("/hosts", i);
        const bool named = !spec.name.empty() && TakeName(spec.name, "host", pointer);
        if (!IsUnderlayNode(spec.vtep, pointer + "/vtep") || !named)
        {
            continue;
        }
        PlanNode node;
        node.name = spec.name;
        node.role = NodeRole::HOST;
        node.pointer = pointer;
        m_nodeIndex[node.name] = m_plan.nodes.size();
        m_plan.nodes.push_back(std::move(node));
        AddAddresses(spec.addresses, spec.name, pointer);

        PlanLink link;
        link.name = spec.vtep + "-" + spec.name;
        link.role = LinkRole::HOST;
        link.properties = spec;
        link.pointer = pointer;
        link.ends[0] = {spec.vtep, spec.name, MakeMac(MAC_GROUP_BRIDGE), {}};
        link.ends[1] = {spec.name,
                        "eth0",
                        spec.mac.empty() ? MakeMac(MAC_GROUP_HOST) : spec.mac,
                        spec.addresses};
        AddLink(std::move(link));
        if (CanBeBridge(spec.vtep, spec.bridge, pointer + "/bridge"))
        {
            BridgeOf(spec.vtep, spec.bridge).ports.push_back({spec.name, spec.port});
        }
    }
}

void
Planner::PlanTunnels()
{
    for (size_t i = 0; i < m_spec.tunnels.size(); ++i)
    {
        const auto& tunnel = m_spec.tunnels[i];
        const auto pointer = PointerTo("/tunnels", i);
        const bool several = tunnel.nodes.size() > 1;
        if (several && (!tunnel.addresses.empty() || !tunnel.mac.empty()))
        {
            m_problems.Error(pointer + (tunnel.mac.empty() ? "/addresses" : "/mac"),
                             "one address for " + std::to_string(tunnel.nodes.size()) + " nodes",
                             "this key only where \"node\" is one node");
        }
        std::set<std::string> nodes;
        for (size_t k = 0; k < tunnel.nodes.size(); ++k)
        {
            const auto at = several ? PointerTo(pointer + "/node", k) : pointer + "/node";
            if (!IsUnderlayNode(tunnel.nodes[k], at))
            {
                continue;
            }
            if (!nodes.insert(tunnel.nodes[k]).second)
            {
                m_problems.Error(at, Quote(tunnel.nodes[k]) + " again", "each node once");
                continue;
            }
            PlanTunnel(tunnel, tunnel.nodes[k], pointer);
        }
    }
    CheckTunnelPairs();
    CheckGroups();
    CheckSegmentAddresses();
    CheckHostBridges();
}

void
Planner::PlanTunnel(const TunnelSpec& tunnel, const std::string& node, const std::string& pointer)
{
    scenario::PlanTunnel planned;
    planned.node = node;
    planned.name = tunnel.name;
    planned.type = tunnel.type;
    planned.addresses = tunnel.addresses;
    planned.pointer = pointer;
    const auto mac = tunnel.mac.empty() ? MakeMac(MAC_GROUP_TUNNEL) : tunnel.mac;
    TakeMac(mac, pointer);
    AddAddresses(tunnel.addresses, node, pointer);
    if (!AddDevice(node,
                   tunnel.name,
                   {DeviceKind::TUNNEL, m_plan.tunnels.size(), 0},
                   pointer + "/name"))
    {
        return;
    }
    if (tunnel.command.empty())
    {
        ResolveOptions(tunnel, planned);
    }
    else
    {
        ReadCommandOptions(tunnel, planned);
    }
    WriteCommands(tunnel, planned, mac);
    AddFdbCommands(tunnel, planned);
    CheckTunnel(planned);
    CheckTunnelMtu(planned, tunnel);
    if (!tunnel.bridge.empty() && CanBeBridge(node, tunnel.bridge, pointer + "/bridge"))
    {
        BridgeOf(node, tunnel.bridge).ports.push_back({tunnel.name, tunnel.port});
        if (!tunnel.addresses.empty())
        {
            m_problems.Error(pointer + "/addresses",
                             "addresses on a bridge port",
                             "no addresses here: put them on the bridge");
        }
    }
    m_plan.tunnels.push_back(std::move(planned));
}

void
Planner::ResolveOptions(const TunnelSpec& tunnel, scenario::PlanTunnel& planned)
{
    const auto& known = TunnelOptions(tunnel.type);
    for (const auto& [keyword, words] : tunnel.options)
    {
        const auto option = std::find_if(
            known.begin(),
            known.end(),
            [&name = keyword](const TunnelOption& candidate) { return candidate.name == name; });
        const bool isAddress =
            option != known.end() && option->form == TunnelOptionForm::ADDRESS && words != "any";
        planned.options[keyword] =
            isAddress ? ResolveAddress(words, planned.node, PointerTo(planned.pointer, keyword))
                      : words;
    }
}

void
Planner::ReadCommandOptions(const TunnelSpec& tunnel, scenario::PlanTunnel& planned)
{
    const auto pointer = planned.pointer + "/command";
    const auto wrong = m_facts.checkCommand(tunnel.command);
    if (!wrong.empty())
    {
        m_problems.Error(pointer, Quote(tunnel.command), "a valid command (" + wrong + ")");
        return;
    }
    std::istringstream stream(tunnel.command);
    std::vector<std::string> words;
    for (std::string word; stream >> word;)
    {
        words.push_back(word);
    }
    const auto type = std::find(words.begin(), words.end(), "type");
    const bool makes = words.size() > 3 && words[0] == "ip" &&
                       std::find(words.begin(), words.end(), "add") != words.end() &&
                       std::find(words.begin(), type, tunnel.name) != type;
    if (!makes || type == words.end() || type + 1 == words.end() ||
        (type[1] != "vxlan" && type[1] != "gretap"))
    {
        m_problems.Error(pointer,
                         Quote(tunnel.command),
                         "\"ip link add " + tunnel.name + " type vxlan|gretap ...\"");
        return;
    }
    planned.type = type[1];
    // Only for the checks: keywords and the words after them.
    for (auto word = type + 2; word != words.end(); ++word)
    {
        const auto next = word + 1 == words.end() ? std::string() : word[1];
        planned.options.emplace(*word == "vni" ? "id" : *word, next);
    }
}

void
Planner::WriteCommands(const TunnelSpec& tunnel,
                       scenario::PlanTunnel& planned,
                       const std::string& mac)
{
    if (!tunnel.command.empty())
    {
        planned.commands.push_back(tunnel.command);
        planned.mac = tunnel.command.find(" address ") == std::string::npos ? mac : "";
        return;
    }
    std::string command = "ip link add " + tunnel.name;
    if (tunnel.mtu)
    {
        command += " mtu " + std::to_string(*tunnel.mtu);
    }
    command += " address " + mac + " type " + tunnel.type;
    for (const auto& [keyword, words] : tunnel.options)
    {
        const auto& resolved = planned.options[keyword];
        command += " " + keyword + (resolved.empty() ? "" : " " + resolved);
    }
    planned.commands.push_back(command);
}

void
Planner::AddFdbCommands(const TunnelSpec& tunnel, scenario::PlanTunnel& planned)
{
    for (size_t i = 0; i < tunnel.flood.size(); ++i)
    {
        if (tunnel.flood[i] == planned.node)
        {
            continue;
        }
        const auto remote =
            ResolveAddress(tunnel.flood[i], planned.node, PointerTo(planned.pointer + "/flood", i));
        CheckRemote(planned, remote, PointerTo(planned.pointer + "/flood", i));
        planned.remotes.push_back(remote);
        planned.commands.push_back("bridge fdb append " + std::string(ALL_ZEROS) + " dev " +
                                   planned.name + " dst " + remote);
    }
    for (size_t i = 0; i < tunnel.fdb.size(); ++i)
    {
        const auto& entry = tunnel.fdb[i];
        if (entry.dst == planned.node)
        {
            continue;
        }
        const auto remote = ResolveAddress(entry.dst,
                                           planned.node,
                                           PointerTo(planned.pointer + "/fdb", i) + "/dst");
        CheckRemote(planned, remote, PointerTo(planned.pointer + "/fdb", i) + "/dst");
        planned.remotes.push_back(remote);
        std::string command =
            "bridge fdb append " + entry.mac + " dev " + planned.name + " dst " + remote;
        command += entry.vni ? " vni " + std::to_string(*entry.vni) : "";
        command += entry.port ? " port " + std::to_string(*entry.port) : "";
        command += entry.state == "permanent" ? "" : " " + entry.state;
        planned.commands.push_back(command);
    }
}

void
Planner::PlanMoves()
{
    std::vector<const EventSpec*> moves;
    for (const auto& event : m_spec.events)
    {
        const auto* host = FindNode(event.subject);
        const auto* vtep = FindNode(event.moveTo);
        if (event.kind == "host" && host && host->role == NodeRole::HOST && vtep &&
            vtep->role == NodeRole::UNDERLAY)
        {
            moves.push_back(&event);
        }
    }
    std::stable_sort(moves.begin(), moves.end(), [](const auto* a, const auto* b) {
        return a->at < b->at;
    });
    std::map<std::string, size_t> current; // host to its link
    for (size_t i = 0; i < m_plan.links.size(); ++i)
    {
        if (m_plan.links[i].role == LinkRole::HOST)
        {
            current[m_plan.links[i].ends[1].node] = i;
        }
    }
    for (const auto* move : moves)
    {
        const auto& name = move->subject;
        const auto spec = std::find_if(m_spec.hosts.begin(),
                                       m_spec.hosts.end(),
                                       [&name](const HostSpec& host) { return host.name == name; });
        // A host may come back to where it was: each stay has a port of its own.
        std::string device = name;
        for (size_t stay = 2; m_devices.count(move->moveTo + "/" + device) > 0; ++stay)
        {
            device = name + "." + std::to_string(stay);
        }
        PlanLink link = m_plan.links[current[name]];
        link.spare = true;
        link.name = move->moveTo + "-" + device;
        link.ends[0] = {move->moveTo, device, MakeMac(MAC_GROUP_BRIDGE), {}};
        const size_t index = m_plan.links.size();
        m_linkNames.emplace(link.name, link.pointer);
        AddDevice(move->moveTo, device, {DeviceKind::LINK, index, 0}, link.pointer);
        BridgeOf(move->moveTo, spec->bridge).ports.push_back({device, spec->port});
        m_plan.links.push_back(std::move(link));
        m_plan.moves.push_back({move->at, current[name], index, move->announce});
        current[name] = index;
    }
}

void
Planner::DecideStacks()
{
    const auto need = [this](const std::string& name, const AddressPrefix& address) {
        if (auto* node = FindNode(name))
        {
            (address.ipv6 ? node->ipv6 : node->ipv4) = true;
        }
    };
    for (auto& node : m_plan.nodes)
    {
        if (node.role == NodeRole::UNDERLAY)
        {
            (m_spec.underlay.family == "ipv6" ? node.ipv6 : node.ipv4) = true;
        }
        for (const auto& command : node.commands)
        {
            node.ipv4 |= MentionsAddress(command, false);
            node.ipv6 |= MentionsAddress(command, true);
        }
    }
    for (const auto& event : m_spec.events)
    {
        if (auto* node = FindNode(event.subject))
        {
            node->ipv4 |= MentionsAddress(event.command, false);
            node->ipv6 |= MentionsAddress(event.command, true);
        }
    }
    for (const auto& link : m_plan.links)
    {
        for (const auto& end : link.ends)
        {
            for (const auto& address : end.addresses)
            {
                need(end.node, address);
            }
        }
    }
    for (const auto& bridge : m_plan.bridges)
    {
        for (const auto& address : bridge.addresses)
        {
            need(bridge.node, address);
        }
    }
    for (const auto& tunnel : m_plan.tunnels)
    {
        for (const auto& address : tunnel.addresses)
        {
            need(tunnel.node, address);
        }
    }
}

} // namespace scenario
} // namespace ns3
