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

constexpr uint32_t FIRST_PORT = 5001;
constexpr uint32_t UDP_HEADER = 8; // ICMP echo: the same

bool
IsFrameTraffic(const TrafficSpec& traffic)
{
    return traffic.type == "replay" || traffic.type == "frames";
}

} // namespace

void
Planner::CheckWindow()
{
    m_plan.measureStop = m_spec.measureStop.value_or(m_spec.duration);
    if (m_spec.duration > 0 && m_plan.measureStop > m_spec.duration)
    {
        m_problems.Error("/measure/stop",
                         DurationText(m_plan.measureStop),
                         "at most the duration of the run, " + DurationText(m_spec.duration));
    }
    if (m_spec.duration > 0 && m_spec.measureStart >= m_plan.measureStop)
    {
        m_problems.Error("/measure/start",
                         DurationText(m_spec.measureStart),
                         "less than the end of the window, " + DurationText(m_plan.measureStop));
    }
}

void
Planner::CheckAttributes()
{
    for (const auto& [name, value] : m_spec.attributes)
    {
        std::string nearest;
        const auto expected = m_facts.checkAttribute(name, value, nearest);
        if (!expected.empty())
        {
            m_problems.Error(PointerTo("/attributes", name),
                             Quote(name) + " = " + Quote(value),
                             expected,
                             nearest);
        }
    }
}

PlanEndpoint
Planner::FindEndpoint(const std::string& name, const std::string& pointer)
{
    PlanEndpoint endpoint;
    const auto slash = name.find('/');
    endpoint.node = name.substr(0, slash);
    if (slash != std::string::npos)
    {
        endpoint.device = name.substr(slash + 1);
        const auto device = m_devices.find(name);
        if (device == m_devices.end())
        {
            m_problems.Error(pointer,
                             Quote(name),
                             "a device of the scenario as NODE/DEVICE",
                             NearestName(name, DeviceNames()));
            return {};
        }
        const auto& [kind, index, end] = device->second;
        endpoint.addresses = kind == DeviceKind::TUNNEL   ? m_plan.tunnels[index].addresses
                             : kind == DeviceKind::BRIDGE ? m_plan.bridges[index].addresses
                                                          : m_plan.links[index].ends[end].addresses;
        return endpoint;
    }
    const auto* node = FindNode(name);
    if (!node || node->role == NodeRole::SWITCH)
    {
        // A host that is not in the plan although it stands in the scenario was reported there;
        // so was one whose name could not be read.
        const bool reported =
            std::any_of(m_spec.hosts.begin(), m_spec.hosts.end(), [&name](const HostSpec& host) {
                return host.name == name || host.name.empty();
            });
        if (!name.empty() && !reported)
        {
            auto names = HostNames();
            const auto underlay = UnderlayNames();
            names.insert(names.end(), underlay.begin(), underlay.end());
            m_problems.Error(pointer,
                             Quote(name),
                             "a host, a node, or NODE/DEVICE",
                             NearestName(name, names));
        }
        return {};
    }
    if (node->role == NodeRole::UNDERLAY)
    {
        const auto addresses = m_addresses.find(name);
        endpoint.addresses =
            addresses == m_addresses.end() ? std::vector<AddressPrefix>() : addresses->second;
        return endpoint;
    }
    for (const auto& host : m_spec.hosts)
    {
        if (host.name == name)
        {
            endpoint.addresses = host.addresses;
        }
    }
    return endpoint;
}

void
Planner::PlanFlows()
{
    std::map<std::string, size_t> names;
    std::map<std::string, std::string> ports;
    for (size_t i = 0; i < m_spec.traffic.size(); ++i)
    {
        const auto& traffic = m_spec.traffic[i];
        const auto pointer = PointerTo("/traffic", i);
        if (traffic.type.empty())
        {
            continue; // reported when it was read
        }
        if (!names.emplace(traffic.name, i).second)
        {
            m_problems.Error(pointer + "/name",
                             Quote(traffic.name),
                             "a name of its own: " + PointerTo("/traffic", names[traffic.name]) +
                                 " has this one");
        }
        PlanFlow flow;
        flow.spec = i;
        flow.port = traffic.port > 0 ? traffic.port : FIRST_PORT + static_cast<uint32_t>(i);
        flow.stop = std::min(traffic.stop.value_or(m_spec.duration), m_spec.duration);
        if (m_spec.duration > 0 && traffic.start >= flow.stop)
        {
            m_problems.Error(pointer + "/start",
                             DurationText(traffic.start),
                             "less than the end of the flow, " + DurationText(flow.stop));
        }
        if (IsFrameTraffic(traffic))
        {
            CheckFrames(traffic, pointer);
        }
        else
        {
            flow.from = FindEndpoint(traffic.from, pointer + "/from");
            flow.to = FindEndpoint(traffic.to, pointer + "/to");
            CheckFlowEnds(flow, pointer);
            CheckPacketSize(flow, pointer);
        }
        const auto service = traffic.type + " " + flow.to.node + " " + std::to_string(flow.port);
        if (traffic.type != "ping" && !flow.to.node.empty() &&
            !ports.emplace(service, pointer).second)
        {
            m_problems.Error(pointer + "/port",
                             std::to_string(flow.port),
                             "a port of its own on " + Quote(flow.to.node) + ": " + ports[service] +
                                 " uses this one");
        }
        if (traffic.on > 0 && traffic.off == 0)
        {
            m_problems.Error(pointer + "/off", "0s", "a pause, because \"on\" is given");
        }
        m_plan.flows.push_back(std::move(flow));
    }
}

void
Planner::CheckFlowEnds(PlanFlow& flow, const std::string& pointer)
{
    if (flow.from.node.empty() || flow.to.node.empty())
    {
        return;
    }
    if (flow.from.node == flow.to.node)
    {
        m_problems.Error(pointer + "/to", Quote(flow.to.node), "another node than the sender");
        return;
    }
    for (const auto* end : {&flow.from, &flow.to})
    {
        if (end->addresses.empty())
        {
            m_problems.Error(pointer + (end == &flow.from ? "/from" : "/to"),
                             Quote(end->node + (end->device.empty() ? "" : "/" + end->device)),
                             "a host or device that has an IP address");
            return;
        }
    }
    for (const auto& to : flow.to.addresses)
    {
        for (const auto& from : flow.from.addresses)
        {
            if (from.ipv6 == to.ipv6)
            {
                flow.fromAddress = from.address;
                flow.toAddress = to.address;
                const bool onLink = NetworkOf(from).address ==
                                    NetworkOf({to.address, from.length, to.ipv6}).address;
                const bool underlay = m_addressOwner.count(to.address) > 0;
                if (from.address == to.address)
                {
                    m_problems.Error(pointer + "/to",
                                     PrefixText(to),
                                     "another address than the sender's");
                }
                else if (!onLink && !underlay)
                {
                    m_problems.Error(pointer + "/to",
                                     PrefixText(to),
                                     "an address in the sender's network, " +
                                         PrefixText(NetworkOf(from)));
                }
                return;
            }
        }
    }
    m_problems.Error(pointer + "/to",
                     Quote(flow.to.node),
                     "an end with an address of a family that the sender has, too");
}

void
Planner::CheckPacketSize(const PlanFlow& flow, const std::string& pointer)
{
    const auto& traffic = m_spec.traffic[flow.spec];
    if (traffic.type == "tcp" || flow.toAddress.empty())
    {
        return;
    }
    const bool ipv6 = IsIpv6Text(flow.toAddress);
    const uint64_t packet = traffic.packetSize + UDP_HEADER + (ipv6 ? 40 : 20);
    // Tunnels between the two: those that are the ends, or on the same bridges as the ends.
    const auto isBetween = [&flow, this](const scenario::PlanTunnel& tunnel) {
        for (const auto* end : {&flow.from, &flow.to})
        {
            if (tunnel.node == end->node && tunnel.name == end->device)
            {
                return true;
            }
            for (const auto& bridge : m_plan.bridges)
            {
                const auto has = [&bridge](const std::string& device) {
                    return std::any_of(
                        bridge.ports.begin(),
                        bridge.ports.end(),
                        [&device](const PlanPort& port) { return port.device == device; });
                };
                if (bridge.node == tunnel.node && has(tunnel.name) &&
                    (has(end->node) || (end->node == tunnel.node && end->device == bridge.name)))
                {
                    return true;
                }
            }
        }
        return false;
    };
    for (const auto& tunnel : m_plan.tunnels)
    {
        const auto* host = FindNode(flow.from.node);
        if (host && host->role == NodeRole::HOST && packet > tunnel.mtu && isBetween(tunnel))
        {
            m_problems.Warning(pointer + "/size",
                               std::to_string(traffic.packetSize) + " bytes",
                               "payload " + std::to_string(traffic.packetSize) + " + header 8 + " +
                                   (ipv6 ? "IPv6 40 = " : "IPv4 20 = ") + std::to_string(packet) +
                                   " bytes are more than the MTU " + std::to_string(tunnel.mtu) +
                                   " of " + tunnel.node + "/" + tunnel.name +
                                   ": dropped there, unless the host's own `mtu` makes "
                                   "it fragment");
            return;
        }
    }
}

void
Planner::CheckFrames(const TrafficSpec& traffic, const std::string& pointer)
{
    const auto names = HostNames();
    std::map<std::string, std::string> macs;
    for (const auto& [host, sources] : traffic.hosts)
    {
        const auto at = PointerTo(pointer + "/hosts", host);
        const auto name = std::find(names.begin(), names.end(), host);
        if (name == names.end())
        {
            m_problems.Error(at, Quote(host), "a host", NearestName(host, names));
        }
        else if (!m_spec.hosts[static_cast<size_t>(name - names.begin())].addresses.empty())
        {
            m_problems.Error(at,
                             Quote(host) + ", which has addresses",
                             "a host without addresses: the flow takes every frame that arrives "
                             "there");
        }
        const auto [taken, isNew] = m_frameHosts.emplace(host, pointer);
        if (!isNew)
        {
            m_problems.Error(at,
                             Quote(host),
                             "a host of one replay or frames flow only: " + taken->second +
                                 " has it");
        }
        for (size_t i = 0; i < sources.size(); ++i)
        {
            if (!macs.emplace(sources[i], host).second)
            {
                m_problems.Error(PointerTo(PointerTo(pointer + "/hosts", host), i),
                                 Quote(sources[i]),
                                 "an address behind one host only: " + Quote(macs[sources[i]]) +
                                     " has it");
            }
        }
    }
    if (!traffic.from.empty() &&
        std::none_of(traffic.hosts.begin(), traffic.hosts.end(), [&traffic](const auto& host) {
            return host.first == traffic.from;
        }))
    {
        m_problems.Error(pointer + "/from", Quote(traffic.from), "one of the flow's `hosts`");
    }
    std::vector<std::string> sources;
    if (traffic.type == "replay")
    {
        std::string error;
        sources = m_facts.captureSources(ResolvePath(m_plan.folder, traffic.file), error);
        if (!error.empty())
        {
            m_problems.Error(pointer + "/file",
                             Quote(traffic.file),
                             "a readable capture (" + error + ")");
        }
    }
    for (size_t i = 0; i < traffic.frames.size(); ++i)
    {
        const size_t header = 14;
        if (traffic.frames[i].size() < header)
        {
            m_problems.Error(PointerTo(pointer + "/frames", i),
                             std::to_string(traffic.frames[i].size()) + " bytes",
                             "at least the 14 bytes of an Ethernet header");
        }
    }
    for (const auto& source : sources)
    {
        if (traffic.from.empty() && macs.count(source) == 0)
        {
            m_problems.Error(pointer + "/hosts",
                             "no host for source " + source,
                             "each source address of the frames in the list of one host");
        }
    }
}

} // namespace scenario
} // namespace ns3
