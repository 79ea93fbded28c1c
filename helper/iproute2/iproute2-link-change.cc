/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/ethernet-link-device.h"
#include "ns3/gretap-net-device.h"
#include "ns3/iproute2-commands.h"
#include "ns3/link-arguments.h"
#include "ns3/linux-bridge-net-device.h"
#include "ns3/vxlan-net-device.h"

namespace ns3
{

namespace
{

/** In this order the kernel looks at what cannot be changed (vxlan_nl2conf()). */
const char* const FIXED_ORDER[] = {"proxy",
                                   "rsc",
                                   "l2miss",
                                   "l3miss",
                                   "maxaddress",
                                   "external",
                                   "srcport",
                                   "dstport",
                                   "udpcsum",
                                   "udp6zerocsumtx",
                                   "udp6zerocsumrx",
                                   "remcsumtx",
                                   "remcsumrx",
                                   "gbp",
                                   "gpe",
                                   "vnifilter"};

/** Refuses what cannot be changed, in the kernel's order and words. */
void
CheckVxlanChange(const VxlanConfig& old, const VxlanConfig& to, const LinkOptionValues& options)
{
    if (options.Find("id") != nullptr && to.vni != old.vni)
    {
        FailKernel(options.Find("id")->option->fixed);
    }
    VxlanConfig ends = old;
    ends.remote = to.remote;
    ends.local = to.local;
    ends.lowerDevice = to.lowerDevice;
    RequireLink(old.CheckChange(ends));
    const LinkOptionValue* ttl = options.Find("ttl");
    if (ttl != nullptr && ttl->word == "inherit")
    {
        FailKernel("vxlan: cannot change TTL_INHERIT flag.");
    }
    for (const char* name : FIXED_ORDER)
    {
        const LinkOptionValue* value = options.Find(name);
        // iproute2 does not send "srcport 0 0".
        if (value != nullptr &&
            (value->option->kind != LinkOptionKind::PORT_RANGE || value->second != 0))
        {
            FailKernel(value->option->fixed);
        }
    }
}

void
ChangeVxlan(Ptr<VxlanNetDevice> device, const LinkOptionValues& options)
{
    LinkSettings settings;
    const VxlanConfig old = device->GetConfig();
    settings.vxlan = old;
    options.Apply(settings);
    CheckVxlanOptions(options, false);
    if (options.GetValues().empty())
    {
        FailKernel("Required attributes not provided to perform the operation.");
    }
    CheckPortRange(options);
    CheckVxlanChange(old, settings.vxlan, options);
    // A number does not take "inherit" back.
    settings.vxlan.ttlInherit = old.ttlInherit;
    settings.vxlan.sourcePortMin = old.sourcePortMin;
    settings.vxlan.sourcePortMax = old.sourcePortMax;
    RequireLink(device->SetConfig(settings.vxlan));
}

void
ChangeGretap(Ptr<GretapNetDevice> device, const LinkOptionValues& options)
{
    LinkSettings settings;
    settings.gretap = device->GetConfig();
    options.Apply(settings);
    CompleteGretap(settings.gretap);
    RequireLink(device->SetConfig(settings.gretap));
}

void
ChangeType(Ptr<NetDevice> device, const LinkArguments& arguments)
{
    if (arguments.kind == "vxlan")
    {
        Ptr<VxlanNetDevice> vxlan = DynamicCast<VxlanNetDevice>(device);
        if (!vxlan)
        {
            FailNetlink("Operation not supported");
        }
        ChangeVxlan(vxlan, *arguments.options);
        return;
    }
    Ptr<GretapNetDevice> gretap = DynamicCast<GretapNetDevice>(device);
    if (!gretap)
    {
        throw CommandFailure{1, "Failed to get existing tunnel info."};
    }
    ChangeGretap(gretap, *arguments.options);
}

void
ChangeMtu(Ptr<NetDevice> device, uint32_t mtu)
{
    if (mtu < LINK_MIN_MTU)
    {
        FailKernel("mtu less than device minimum.");
    }
    if (mtu > LINK_MAX_MTU)
    {
        FailKernel("mtu greater than device maximum.");
    }
    if (Ptr<TunnelNetDevice> tunnel = DynamicCast<TunnelNetDevice>(device))
    {
        RequireLink(tunnel->ChangeMtu(mtu));
    }
    else if (!device->SetMtu(static_cast<uint16_t>(mtu)))
    {
        FailNetlink("Invalid argument");
    }
}

void
ChangeUp(Ptr<NetDevice> device, bool up)
{
    if (Ptr<TunnelNetDevice> tunnel = DynamicCast<TunnelNetDevice>(device))
    {
        RequireLink(tunnel->SetUp(up));
    }
    else if (Ptr<EthernetLinkDevice> link = DynamicCast<EthernetLinkDevice>(device))
    {
        link->SetUp(up);
    }
    else
    {
        FailUnsupported("setting a device of type " + device->GetInstanceTypeId().GetName() +
                        (up ? " up" : " down"));
    }
}

void
ChangeMaster(const Iproute2Host& host,
             Ptr<NetDevice> device,
             const std::string& name,
             const std::string& master)
{
    Ptr<NetDevice> above;
    if (!master.empty())
    {
        above = host.GetDevice(master);
    }
    if (Ptr<LinuxBridgeNetDevice> current = FindMaster(host, device))
    {
        current->RemovePort(device);
    }
    if (!above)
    {
        return;
    }
    Ptr<LinuxBridgeNetDevice> bridge = DynamicCast<LinuxBridgeNetDevice>(above);
    if (!bridge)
    {
        FailNetlink("Operation not supported");
    }
    if (!bridge->AddPort(device, name))
    {
        FailNetlink("Invalid argument");
    }
}

} // namespace

std::string
RunIpLinkSet(Iproute2Host& host, CommandArguments& words)
{
    LinkArguments arguments = TakeLinkArguments(words);
    if (arguments.name.empty())
    {
        throw CommandFailure{255, "Not enough of information: \"dev\" argument is required."};
    }
    Ptr<NetDevice> device = host.GetDevice(arguments.name);
    if (!arguments.kind.empty())
    {
        TakeTypeOptions(host, words, arguments);
        ChangeType(device, arguments);
    }
    if (arguments.address)
    {
        const auto mac = ToMacAddress(*arguments.address);
        if (!mac)
        {
            FailNetlink("Invalid argument");
        }
        if (!IsDeviceAddress(*mac))
        {
            FailNetlink("Cannot assign requested address");
        }
        device->SetAddress(*mac);
    }
    if (arguments.mtu)
    {
        ChangeMtu(device, *arguments.mtu);
    }
    if (arguments.master)
    {
        ChangeMaster(host, device, arguments.name, *arguments.master);
    }
    if (arguments.up)
    {
        ChangeUp(device, *arguments.up);
    }
    NoteRouteChange(host.GetNode());
    return "";
}

std::string
RunIpLinkDelete(Iproute2Host& host, CommandArguments& words)
{
    const LinkArguments arguments = TakeLinkArguments(words);
    if (arguments.name.empty())
    {
        throw CommandFailure{255, "Not enough of information: \"dev\" argument is required."};
    }
    Ptr<NetDevice> device = host.GetDevice(arguments.name);
    Ptr<TunnelNetDevice> tunnel = DynamicCast<TunnelNetDevice>(device);
    if (!tunnel)
    {
        FailNetlink("Operation not supported");
    }
    if (Ptr<LinuxBridgeNetDevice> bridge = FindMaster(host, device))
    {
        bridge->RemovePort(device);
    }
    tunnel->Remove();
    host.RemoveDevice(arguments.name);
    NoteRouteChange(host.GetNode());
    return "";
}

Ptr<LinuxBridgeNetDevice>
FindMaster(const Iproute2Host& host, Ptr<NetDevice> device)
{
    for (const auto& [name, candidate] : host.GetDevices())
    {
        Ptr<LinuxBridgeNetDevice> bridge = DynamicCast<LinuxBridgeNetDevice>(candidate);
        for (uint32_t i = 0; bridge && i < bridge->GetNPorts(); ++i)
        {
            if (bridge->GetPort(i) == device)
            {
                return bridge;
            }
        }
    }
    return nullptr;
}

} // namespace ns3
