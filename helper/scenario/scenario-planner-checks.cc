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
    if (expect.kind == "replay" && traffic.type != "replay" && traffic.type != "frames")
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
