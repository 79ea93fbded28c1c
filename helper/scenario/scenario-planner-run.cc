/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "scenario-declaration.h"
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

std::vector<std::string>
FlowNames(const ScenarioSpec& spec)
{
    std::vector<std::string> names;
    for (const auto& traffic : spec.traffic)
    {
        names.push_back(traffic.name);
    }
    return names;
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
        if (!name.empty())
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
                if (!onLink && !underlay)
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

void
Planner::CheckEvents()
{
    const auto links = LinkNames();
    const auto hosts = HostNames();
    for (size_t i = 0; i < m_spec.events.size(); ++i)
    {
        const auto& event = m_spec.events[i];
        const auto pointer = PointerTo("/events", i);
        if (m_spec.duration > 0 && event.at > m_spec.duration)
        {
            m_problems.Error(pointer + "/at",
                             DurationText(event.at),
                             "a time in the run, which ends at " + DurationText(m_spec.duration));
        }
        if (event.kind == "link" &&
            std::find(links.begin(), links.end(), event.subject) == links.end())
        {
            m_problems.Error(pointer + "/link",
                             Quote(event.subject),
                             "the name of a link",
                             NearestName(event.subject, links));
        }
        else if (event.kind == "device")
        {
            CheckDeviceName(event.subject, pointer + "/device", false);
        }
        else if (event.kind == "host")
        {
            if (std::find(hosts.begin(), hosts.end(), event.subject) == hosts.end())
            {
                m_problems.Error(pointer + "/host",
                                 Quote(event.subject),
                                 "a host",
                                 NearestName(event.subject, hosts));
            }
            IsUnderlayNode(event.moveTo, pointer + "/move");
        }
        else if (event.kind == "node" && IsUnderlayNode(event.subject, pointer + "/node"))
        {
            const auto wrong = m_facts.checkCommand(event.command);
            if (!wrong.empty())
            {
                m_problems.Error(pointer + "/command",
                                 Quote(event.command),
                                 "a valid command (" + wrong + ")");
            }
        }
    }
}

void
Planner::CheckDeviceName(const std::string& name, const std::string& pointer, bool fdb)
{
    const auto device = m_devices.find(name);
    // A node's own commands may make devices that are known only when they run.
    const auto* node = FindNode(name.substr(0, name.find('/')));
    if (device == m_devices.end() && !(node && !node->commands.empty()))
    {
        m_problems.Error(pointer,
                         Quote(name),
                         "a device of the scenario as NODE/DEVICE",
                         NearestName(name, DeviceNames()));
    }
    else if (fdb && device != m_devices.end() && device->second.kind == DeviceKind::LINK)
    {
        m_problems.Error(pointer, Quote(name), "a VXLAN device or a bridge");
    }
}

void
Planner::CheckExpectedFlow(const ExpectSpec& expect, const std::string& pointer)
{
    const auto names = FlowNames(m_spec);
    const auto name = std::find(names.begin(), names.end(), expect.subject);
    const auto key = pointer + "/" + expect.kind;
    if (name == names.end())
    {
        m_problems.Error(key,
                         Quote(expect.subject),
                         "the name of a flow",
                         NearestName(expect.subject, names));
        return;
    }
    const auto& traffic = m_spec.traffic[static_cast<size_t>(name - names.begin())];
    if (expect.kind == "replay" && !IsFrameTraffic(traffic))
    {
        m_problems.Error(key,
                         Quote(expect.subject) + ", which is " + traffic.type,
                         "a flow of type replay or frames");
    }
    if (expect.kind == "flow" && expect.bounds.empty())
    {
        std::vector<std::string> metrics;
        for (const auto& metric : FlowMetrics())
        {
            metrics.emplace_back(metric.name);
        }
        m_problems.Error(pointer, "no limit", "at least one of " + ListNames(metrics));
    }
}

void
Planner::CheckBounds(const ExpectSpec& expect, const std::string& pointer)
{
    for (const auto& [metric, bound] : expect.bounds)
    {
        if (bound.min && bound.max && *bound.min > *bound.max)
        {
            m_problems.Error(PointerTo(pointer, metric), "a min above its max", "min <= max");
        }
    }
    for (const auto& [reason, bound] : expect.drops)
    {
        const auto& reasons = m_facts.dropReasons;
        if (std::find(reasons.begin(), reasons.end(), reason) == reasons.end())
        {
            m_problems.Error(PointerTo(pointer + "/drops", reason),
                             Quote(reason),
                             "a drop reason",
                             NearestName(reason, reasons));
        }
    }
}

void
Planner::CheckExpectations()
{
    for (size_t i = 0; i < m_spec.expect.size(); ++i)
    {
        const auto& expect = m_spec.expect[i];
        const auto pointer = PointerTo("/expect", i);
        CheckBounds(expect, pointer);
        if (expect.kind == "flow" || expect.kind == "replay")
        {
            CheckExpectedFlow(expect, pointer);
        }
        else if (expect.kind == "device" || expect.kind == "fdb")
        {
            CheckDeviceName(expect.subject, pointer + "/" + expect.kind, expect.kind == "fdb");
            if (expect.kind == "fdb" && m_addresses.count(expect.dst) == 0 && !expect.dst.empty() &&
                !ParseAddress(expect.dst) &&
                m_devices.count(expect.subject.substr(0, expect.subject.find('/')) + "/" +
                                expect.dst) == 0)
            {
                m_problems.Error(pointer + "/dst",
                                 Quote(expect.dst),
                                 "an IP address, the name of a node, or the name of a port",
                                 NearestName(expect.dst, UnderlayNames()));
            }
        }
        else if (expect.kind == "link")
        {
            const auto link = std::find_if(
                m_plan.links.begin(),
                m_plan.links.end(),
                [&expect](const PlanLink& candidate) { return candidate.name == expect.subject; });
            if (link == m_plan.links.end())
            {
                m_problems.Error(pointer + "/link",
                                 Quote(expect.subject),
                                 "the name of a link",
                                 NearestName(expect.subject, LinkNames()));
            }
            else if (expect.from != link->ends[0].node && expect.from != link->ends[1].node)
            {
                m_problems.Error(pointer + "/from",
                                 Quote(expect.from),
                                 Quote(link->ends[0].node) + " or " + Quote(link->ends[1].node));
            }
        }
        else if (expect.kind == "result" && (expect.subject.empty() || expect.subject[0] != '/'))
        {
            m_problems.Error(pointer + "/result",
                             Quote(expect.subject),
                             "a JSON pointer into results.json, such as \"/flows/0/goodput\"");
        }
    }
}

void
Planner::CheckPcap()
{
    const std::vector<std::string> groups = {"underlay", "tunnels", "hosts"};
    for (size_t i = 0; i < m_spec.pcap.size(); ++i)
    {
        const auto& what = m_spec.pcap[i];
        if (std::find(groups.begin(), groups.end(), what) != groups.end() ||
            m_linkNames.count(what) > 0 || m_devices.count(what) > 0)
        {
            continue;
        }
        auto names = groups;
        for (const auto& more : {LinkNames(), DeviceNames()})
        {
            names.insert(names.end(), more.begin(), more.end());
        }
        m_problems.Error(PointerTo("/pcap", i),
                         Quote(what),
                         "\"underlay\", \"tunnels\", \"hosts\", the name of a link, or NODE/DEVICE",
                         NearestName(what, names));
    }
}

} // namespace scenario
} // namespace ns3
