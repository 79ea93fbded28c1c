/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/boolean.h"
#include "ns3/gretap-net-device.h"
#include "ns3/iproute2-commands.h"
#include "ns3/link-arguments.h"
#include "ns3/vxlan-net-device.h"

namespace ns3
{

namespace
{

constexpr uint16_t LINUX_VXLAN_PORT = 8472;
constexpr uint16_t GPE_PORT = 4790;

/** What iproute2 says when a VXLAN device is made without dstport. */
const char* const PORT_WARNING = "vxlan: destination port not specified\n"
                                 "Will use Linux kernel default (non-standard value)\n"
                                 "Use 'dstport 4789' to get the IANA assigned value\n"
                                 "Use 'dstport 0' to get default and quiet this message";

/** MTU and address of a new device, as vxlan_validate() and register_netdevice() check them. */
void
CheckNewLink(const LinkArguments& arguments)
{
    const bool vxlan = arguments.kind == "vxlan";
    if (arguments.address)
    {
        const auto mac = ToMacAddress(*arguments.address);
        if (!mac)
        {
            FailKernel("Provided link layer address is not Ethernet.");
        }
        if (!IsDeviceAddress(*mac))
        {
            if (vxlan)
            {
                FailKernel("Provided Ethernet address is not unicast.");
            }
            FailNetlink("Cannot assign requested address");
        }
    }
    if (arguments.mtu && (*arguments.mtu < LINK_MIN_MTU || *arguments.mtu > LINK_MAX_MTU))
    {
        FailKernel(vxlan                           ? "MTU must be between 68 and 65535."
                   : *arguments.mtu < LINK_MIN_MTU ? "mtu less than device minimum."
                                                   : "mtu greater than device maximum.");
    }
    CheckPortRange(*arguments.options);
}

/** Configures, checks and adds a device. */
template <typename Device, typename Config>
void
AddLink(Iproute2Host& host, const LinkArguments& arguments, const Config& config)
{
    Ptr<Device> device = CreateObject<Device>();
    device->SetAttribute("Up", BooleanValue(false));
    RequireLink(device->SetConfig(config));
    if (arguments.address)
    {
        device->SetAddress(*ToMacAddress(*arguments.address));
    }
    RequireLink(device->Validate(host.GetNode()));
    if (arguments.mtu && !device->SetMtu(static_cast<uint16_t>(*arguments.mtu)))
    {
        FailNetlink("Invalid argument");
    }
    host.GetNode()->AddDevice(device);
    host.AddDevice(arguments.name, device);
    if (arguments.up.value_or(false))
    {
        RequireLink(device->SetUp(true));
    }
}

std::string
ChooseName(const Iproute2Host& host, const std::string& kind)
{
    for (uint32_t number = 0;; ++number)
    {
        const std::string name = kind + std::to_string(number);
        if (!host.FindDevice(name))
        {
            return name;
        }
    }
}

std::string
RunAdd(Iproute2Host& host, CommandArguments& words)
{
    LinkArguments arguments = TakeLinkArguments(words);
    if (arguments.kind.empty())
    {
        throw CommandFailure{1, "Not enough information: \"type\" argument is required"};
    }
    if (arguments.master)
    {
        FailUnsupported("option master of \"ip link add\"");
    }
    TakeTypeOptions(host, words, arguments);
    LinkSettings settings;
    settings.vxlan.destinationPort = 0;
    arguments.options->Apply(settings);
    if (arguments.kind == "vxlan")
    {
        CheckVxlanOptions(*arguments.options, true);
        // iproute2 says so to the kernel when it is not told of learning or a port.
        if (settings.vxlan.external && arguments.options->Find("learning") == nullptr)
        {
            settings.vxlan.learning = false;
        }
        if (settings.vxlan.gpe && settings.vxlan.destinationPort == 0)
        {
            settings.vxlan.destinationPort = GPE_PORT;
        }
        else if (arguments.options->Find("dstport") == nullptr)
        {
            words.Warn(PORT_WARNING);
        }
    }
    else
    {
        CompleteGretap(settings.gretap);
    }
    CheckNewLink(arguments);
    if (arguments.name.empty())
    {
        arguments.name = ChooseName(host, arguments.kind);
    }
    if (host.FindDevice(arguments.name))
    {
        FailNetlink("File exists");
    }
    if (arguments.kind == "gretap")
    {
        const GretapConfig& wanted = settings.gretap;
        if (wanted.remote.IsAny() && wanted.local.IsAny() && !wanted.hasInputKey &&
            !wanted.lowerDevice)
        {
            FailNetlink("File exists"); // the fallback device that every namespace has, gretap0
        }
        AddLink<GretapNetDevice>(host, arguments, settings.gretap);
        return "";
    }
    if (settings.vxlan.destinationPort == 0)
    {
        settings.vxlan.destinationPort = LINUX_VXLAN_PORT;
    }
    AddLink<VxlanNetDevice>(host, arguments, settings.vxlan);
    return "";
}

} // namespace

std::string
RunIpLink(Iproute2Host& host, CommandArguments& words, const CommandOptions&)
{
    const std::string verb = words.IsEmpty() ? "show" : words.Take();
    if (IsKeyword(verb, "add"))
    {
        return RunAdd(host, words);
    }
    if (IsKeyword(verb, "set") || IsKeyword(verb, "change"))
    {
        return RunIpLinkSet(host, words);
    }
    if (IsKeyword(verb, "delete"))
    {
        return RunIpLinkDelete(host, words);
    }
    if (IsKeyword(verb, "show") || IsKeyword(verb, "list") || IsKeyword(verb, "lst") ||
        IsKeyword(verb, "replace") || IsKeyword(verb, "afstats") || IsKeyword(verb, "property") ||
        IsKeyword(verb, "xstats"))
    {
        FailUnsupported("\"ip link " + verb + "\"");
    }
    throw CommandFailure{255, "Command \"" + verb + "\" is unknown, try \"ip link help\"."};
}

} // namespace ns3
