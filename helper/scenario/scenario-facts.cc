/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "scenario-network.h"
#include "scenario-run.h"

#include "ns3/command-arguments.h"
#include "ns3/frame-flow.h"
#include "ns3/global-value.h"
#include "ns3/string.h"
#include "ns3/type-id.h"

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <fcntl.h>
#include <set>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace ns3
{
namespace scenario
{

namespace
{

/**
 * Whether ns-3 can read a value. It ends the program over many that it cannot, so a child process
 * tries.
 */
bool
IsReadable(const AttributeChecker& checker, const std::string& value)
{
    const pid_t child = fork();
    if (child == 0)
    {
        const int nowhere = open("/dev/null", O_WRONLY);
        dup2(nowhere, STDERR_FILENO);
        const rlimit none{0, 0};
        setrlimit(RLIMIT_CORE, &none);
        std::signal(SIGABRT, SIG_DFL);
        _exit(checker.CreateValidValue(StringValue(value)) ? 0 : 1);
    }
    int status = 0;
    return child > 0 && waitpid(child, &status, 0) == child && WIFEXITED(status) &&
           WEXITSTATUS(status) == 0;
}

std::string
ExpectedValue(const AttributeChecker& checker)
{
    auto text = "a value of " + checker.GetValueTypeName();
    if (checker.HasUnderlyingTypeInformation())
    {
        text += " (" + checker.GetUnderlyingTypeInformation() + ")";
    }
    return text;
}

std::string
CheckGlobal(const std::string& name, const std::string& value, std::string& nearest)
{
    // What the scenario has keys of its own for, and what runs depend on.
    if (name == "RngSeed" || name == "RngRun")
    {
        return "the scenario's own keys \"seed\" and \"run\" for random numbers";
    }
    if (name == "SimulatorImplementationType")
    {
        return value == "ns3::DefaultSimulatorImpl" ? "" : "ns3::DefaultSimulatorImpl";
    }
    std::vector<std::string> names;
    for (auto global = GlobalValue::Begin(); global != GlobalValue::End(); ++global)
    {
        names.push_back((*global)->GetName());
        if ((*global)->GetName() == name)
        {
            return IsReadable(*(*global)->GetChecker(), value)
                       ? ""
                       : ExpectedValue(*(*global)->GetChecker());
        }
    }
    nearest = NearestName(name, names);
    return "an ns-3 attribute as ns3::Type::Attribute, or a global value";
}

/// Which keys of a scenario set an attribute in every run, whatever its default; empty when none
/// do.
std::string
KeysThatSet(const std::string& typeName, const std::string& attribute)
{
    static const std::set<std::string> LINK = {"Address", "Mtu", "DataRate"};
    if (typeName == "ns3::VxlanNetDevice" || typeName == "ns3::GretapNetDevice")
    {
        return "\"tunnels\"";
    }
    if ((typeName == "ns3::EthernetLinkDevice" && LINK.count(attribute) > 0) ||
        (typeName == "ns3::EthernetLinkChannel" && attribute == "Delay"))
    {
        return "\"links\", \"segments\" and \"hosts\"";
    }
    return typeName == "ns3::LinuxBridgeNetDevice" && attribute == "AgeingTime" ? "\"bridges\""
                                                                                : "";
}

std::string
CheckAttribute(const std::string& name, const std::string& value, std::string& nearest)
{
    const auto colon = name.rfind("::");
    if (colon == std::string::npos)
    {
        return CheckGlobal(name, value, nearest);
    }
    const auto typeName = name.substr(0, colon);
    const auto attribute = name.substr(colon + 2);
    TypeId type;
    if (!TypeId::LookupByNameFailSafe(typeName, &type))
    {
        std::vector<std::string> types;
        for (uint16_t i = 0; i < TypeId::GetRegisteredN(); ++i)
        {
            types.push_back(TypeId::GetRegistered(i).GetName());
        }
        nearest = NearestName(typeName, types);
        return "an attribute of a type that ns-3 has";
    }
    std::vector<std::string> names;
    for (std::size_t i = 0; i < type.GetAttributeN(); ++i)
    {
        const auto info = type.GetAttribute(i);
        names.push_back(typeName + "::" + info.name);
        if (info.name == attribute)
        {
            const auto keys = KeysThatSet(typeName, attribute);
            if (!keys.empty())
            {
                return "the scenario's own keys for this, in " + keys;
            }
            return IsReadable(*info.checker, value) ? "" : ExpectedValue(*info.checker);
        }
    }
    // ns-3 keeps the default with the type that declares the attribute.
    for (TypeId parent = type; parent.HasParent();)
    {
        parent = parent.GetParent();
        for (std::size_t i = 0; i < parent.GetAttributeN(); ++i)
        {
            names.push_back(parent.GetName() + "::" + parent.GetAttribute(i).name);
        }
    }
    nearest = NearestName(name, names);
    return "an attribute that " + typeName + " itself declares";
}

std::string
CheckCommand(const std::string& command)
{
    try
    {
        const auto words = SplitCommand(command);
        const std::vector<std::string> tools = {"ip", "bridge", "sysctl"};
        if (words.size() < 2 || std::find(tools.begin(), tools.end(), words[0]) == tools.end())
        {
            return "it begins with ip, bridge or sysctl";
        }
    }
    catch (const CommandFailure& failure)
    {
        return failure.errorText;
    }
    return "";
}

std::vector<std::string>
CaptureSources(const std::string& path, std::string& error)
{
    const auto frames = ReadCapture(path, error);
    std::set<std::string> sources;
    if (!frames)
    {
        error = error.empty() ? "cannot be read" : error;
        return {};
    }
    for (const auto& frame : *frames)
    {
        const size_t header = 14;
        if (frame.bytes.size() >= header)
        {
            char text[18];
            const auto* source = frame.bytes.data() + 6;
            std::snprintf(text,
                          sizeof(text),
                          "%02x:%02x:%02x:%02x:%02x:%02x",
                          source[0],
                          source[1],
                          source[2],
                          source[3],
                          source[4],
                          source[5]);
            sources.insert(text);
        }
    }
    return {sources.begin(), sources.end()};
}

} // namespace

SimulatorFacts
GetSimulatorFacts()
{
    SimulatorFacts facts;
    facts.checkAttribute = CheckAttribute;
    facts.checkCommand = CheckCommand;
    facts.captureSources = CaptureSources;
    for (uint8_t reason = 1; reason < DROP_REASON_COUNT; ++reason)
    {
        facts.dropReasons.emplace_back(DropReasonName(static_cast<DropReason>(reason)));
    }
    return facts;
}

} // namespace scenario
} // namespace ns3
