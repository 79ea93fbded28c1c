/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/iproute2-host.h"

#include "ns3/assert.h"
#include "ns3/iproute2-commands.h"
#include "ns3/log.h"

#include <algorithm>

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("Iproute2Host");

namespace
{

using Command = std::string (*)(Iproute2Host&, CommandArguments&, const CommandOptions&);

/** An object of a tool, and what carries its commands out (null: this model has none of it). */
struct CommandObject
{
    const char* name;
    Command run;
};

/** The objects of `ip` in its order, so that shortened names mean the same. */
const CommandObject IP_OBJECTS[] = {{"address", RunIpAddress},
                                    {"addrlabel", nullptr},
                                    {"maddress", nullptr},
                                    {"route", RunIpRoute},
                                    {"rule", nullptr},
                                    {"neighbor", RunIpNeighbour},
                                    {"neighbour", RunIpNeighbour},
                                    {"link", RunIpLink},
                                    {"fou", nullptr},
                                    {"tunnel", nullptr},
                                    {"tuntap", nullptr},
                                    {"monitor", nullptr},
                                    {"mroute", nullptr},
                                    {"netns", nullptr},
                                    {"nexthop", RunIpNexthop}};

/** The objects of `bridge`. */
const CommandObject BRIDGE_OBJECTS[] = {{"link", nullptr},
                                        {"fdb", RunBridgeFdb},
                                        {"mdb", nullptr},
                                        {"vlan", nullptr},
                                        {"vni", RunBridgeVni}};

CommandOptions
TakeOptions(const std::string& tool, CommandArguments& words)
{
    CommandOptions options;
    while (!words.IsEmpty() && words.Peek()[0] == '-')
    {
        const std::string word = words.Take();
        const std::string name = word.substr(word.find_first_not_of('-') == std::string::npos
                                                 ? word.size()
                                                 : word.find_first_not_of('-'));
        if (name == "4" || name == "6")
        {
            options.family = name == "4" ? IpAddress::IPV4 : IpAddress::IPV6;
        }
        else if (IsKeyword(name, "json"))
        {
            options.json = true;
        }
        else if (IsKeyword(name, "details"))
        {
            options.details = true;
        }
        else if (IsKeyword(name, "statistics") || IsKeyword(name, "stats"))
        {
            options.statistics = true;
        }
        else
        {
            throw CommandFailure{255,
                                 "Option \"" + word + "\" is unknown, try \"" + tool + " -help\"."};
        }
    }
    return options;
}

template <size_t N>
std::string
RunObject(const CommandObject (&objects)[N],
          const std::string& tool,
          Iproute2Host& host,
          CommandArguments& words)
{
    const CommandOptions options = TakeOptions(tool, words);
    if (words.IsEmpty())
    {
        throw CommandFailure{255, "Usage: " + tool + " [ OPTIONS ] OBJECT { COMMAND | help }"};
    }
    const std::string name = words.Take();
    auto object = std::find_if(std::begin(objects), std::end(objects), [&](const auto& candidate) {
        return IsKeyword(name, candidate.name);
    });
    if (object == std::end(objects))
    {
        throw CommandFailure{tool == "ip" ? 1 : 255,
                             "Object \"" + name + "\" is unknown, try \"" + tool + " help\"."};
    }
    if (object->run == nullptr)
    {
        FailUnsupported("\"" + tool + " " + object->name + "\"");
    }
    return object->run(host, words, options);
}

} // namespace

Iproute2Host::Iproute2Host(Ptr<Node> node)
    : m_node(node)
{
}

Ptr<Node>
Iproute2Host::GetNode() const
{
    return m_node;
}

void
Iproute2Host::AddDevice(const std::string& name, Ptr<NetDevice> device)
{
    NS_ASSERT_MSG(!FindDevice(name), "two devices with the name " << name);
    NS_ASSERT_MSG(device->GetNode() == m_node, name << " is a device of another node");
    m_devices.emplace_back(name, device);
}

void
Iproute2Host::RemoveDevice(const std::string& name)
{
    m_devices.erase(std::remove_if(m_devices.begin(),
                                   m_devices.end(),
                                   [&](const auto& entry) { return entry.first == name; }),
                    m_devices.end());
}

Ptr<NetDevice>
Iproute2Host::FindDevice(const std::string& name) const
{
    for (const auto& [known, device] : m_devices)
    {
        if (known == name)
        {
            return device;
        }
    }
    return nullptr;
}

std::string
Iproute2Host::FindName(Ptr<const NetDevice> device) const
{
    for (const auto& [name, known] : m_devices)
    {
        if (known == device)
        {
            return name;
        }
    }
    return "";
}

Ptr<NetDevice>
Iproute2Host::GetDevice(const std::string& name, int status) const
{
    Ptr<NetDevice> device = FindDevice(name);
    if (!device)
    {
        FailDevice(name, status);
    }
    return device;
}

const std::vector<std::pair<std::string, Ptr<NetDevice>>>&
Iproute2Host::GetDevices() const
{
    return m_devices;
}

CommandResult
Iproute2Host::Execute(const std::string& command)
{
    NS_LOG_FUNCTION(this << command);
    try
    {
        return Execute(SplitCommand(command));
    }
    catch (const CommandFailure& failure)
    {
        return {failure.status, failure.errorText, ""};
    }
}

CommandResult
Iproute2Host::Execute(const std::vector<std::string>& command)
{
    CommandResult result;
    CommandArguments words(command);
    try
    {
        const std::string tool = words.Take();
        if (tool == "ip")
        {
            result.output = RunObject(IP_OBJECTS, tool, *this, words);
        }
        else if (tool == "bridge")
        {
            result.output = RunObject(BRIDGE_OBJECTS, tool, *this, words);
        }
        else if (tool == "tc")
        {
            result.output = RunTc(*this, words);
        }
        else if (tool == "sysctl")
        {
            result.output = RunSysctl(*this, words, CommandOptions());
        }
        else
        {
            FailUnsupported("command \"" + tool + "\"");
        }
        result.errorText = words.GetWarning();
    }
    catch (const CommandFailure& failure)
    {
        words.Warn(failure.errorText);
        result = {failure.status, words.GetWarning(), ""};
        NS_LOG_LOGIC("status " << result.status << ": " << result.errorText);
    }
    return result;
}

} // namespace ns3
