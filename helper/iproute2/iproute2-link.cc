/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/boolean.h"
#include "ns3/ethernet-link-device.h"
#include "ns3/gretap-net-device.h"
#include "ns3/iproute2-commands.h"
#include "ns3/link-options.h"
#include "ns3/linux-bridge-net-device.h"
#include "ns3/vxlan-net-device.h"

#include <algorithm>
#include <memory>
#include <optional>

namespace ns3
{

namespace
{

constexpr uint32_t MIN_MTU = 68;
constexpr uint32_t MAX_MTU = 65535;
constexpr size_t MAX_NAME = 15;
constexpr uint16_t LINUX_VXLAN_PORT = 8472;

/** Device types that Linux has and this model has not. */
const char* const OTHER_TYPES[] = {
    "bareudp", "bond",      "bridge", "dummy",     "erspan", "geneve", "gre",    "gretun",
    "ifb",     "ip6erspan", "ip6gre", "ip6gretap", "ip6tnl", "ipip",   "ipvlan", "macvlan",
    "sit",     "team",      "tun",    "veth",      "vlan",   "vrf",    "vti",    "wireguard"};

/** What `ip link add|set|del` was told. */
struct LinkArguments
{
    std::string name;
    std::string kind;
    std::optional<Mac48Address> address;
    std::optional<uint32_t> mtu;
    std::optional<bool> up;
    std::optional<std::string> master; //!< empty: nomaster
    std::unique_ptr<LinkOptionValues> options;
};

/** Status 2 for what the kernel refuses. */
void
Require(const LinkResult& result)
{
    if (!result.IsOk())
    {
        throw CommandFailure{2, result.ToString()};
    }
}

void
TakeTypeOptions(CommandArguments& words, LinkArguments& arguments)
{
    arguments.kind = words.Take();
    const std::string& kind = arguments.kind;
    if (kind != "vxlan" && kind != "gretap")
    {
        if (std::find(std::begin(OTHER_TYPES), std::end(OTHER_TYPES), kind) !=
            std::end(OTHER_TYPES))
        {
            FailUnsupported("link type " + kind);
        }
        FailKernel("Unknown device type.");
    }
    arguments.options = std::make_unique<LinkOptionValues>(kind == "vxlan" ? VxlanLinkOptions()
                                                                           : GretapLinkOptions());
    if (kind == "gretap")
    {
        arguments.options->SetFamily(IpAddress::IPV4);
    }
    while (!words.IsEmpty())
    {
        if (!arguments.options->Read(words))
        {
            throw CommandFailure{1, kind + ": unknown command \"" + words.Peek() + "\"?"};
        }
    }
}

void
SetName(LinkArguments& arguments, const std::string& word)
{
    if (!arguments.name.empty())
    {
        FailDuplicate("dev", word);
    }
    if (word.empty() || word.size() > MAX_NAME || word.find('/') != std::string::npos)
    {
        FailArgument("\"name\" not a valid ifname", word);
    }
    arguments.name = word;
}

bool
IsUnsupportedWord(const std::string& word)
{
    static const char* const WORDS[] = {
        "link",        "txqueuelen",   "txqlen",      "broadcast", "brd",          "netns",
        "multicast",   "allmulticast", "promisc",     "trailers",  "arp",          "vf",
        "qdisc",       "state",        "alias",       "group",     "mode",         "numtxqueues",
        "numrxqueues", "index",        "addrgenmode", "protodown", "gso_max_size", "carrier",
        "vrf",         "nolink",       "xdp",         "dynamic"};
    return std::find(std::begin(WORDS), std::end(WORDS), word) != std::end(WORDS);
}

LinkArguments
TakeArguments(CommandArguments& words)
{
    LinkArguments arguments;
    while (!words.IsEmpty())
    {
        const std::string word = words.Take();
        if (word == "name" || word == "dev")
        {
            SetName(arguments, words.Take());
        }
        else if (word == "up" || word == "down")
        {
            arguments.up = word == "up";
        }
        else if (IsKeyword(word, "mtu") && word.size() > 1)
        {
            arguments.mtu = static_cast<uint32_t>(
                TakeNumber(words.Take(), UINT32_MAX, "Invalid \"mtu\" value"));
        }
        else if (word == "address" || word == "lladdr")
        {
            arguments.address = TakeLinkAddress(words.Take());
        }
        else if (word == "master")
        {
            arguments.master = words.Take();
        }
        else if (word == "nomaster")
        {
            arguments.master = "";
        }
        else if (word == "type")
        {
            TakeTypeOptions(words, arguments);
        }
        else if (IsUnsupportedWord(word))
        {
            FailUnsupported("option " + word + " of \"ip link\"");
        }
        else
        {
            SetName(arguments, word);
        }
    }
    return arguments;
}

bool
IsUnicast(Mac48Address mac)
{
    return !mac.IsGroup() && mac != Mac48Address("00:00:00:00:00:00");
}

/** What iproute2 itself checks in the options of a VXLAN device. */
void
CheckVxlanOptions(const LinkOptionValues& options, bool add)
{
    const bool group = options.Find("group") != nullptr;
    if (add && options.Find("id") == nullptr)
    {
        throw CommandFailure{1, "vxlan: missing virtual network identifier"};
    }
    if (group && options.Find("remote") != nullptr)
    {
        throw CommandFailure{1, "vxlan: both group and remote cannot be specified"};
    }
    if (group && options.Find("dev") == nullptr)
    {
        throw CommandFailure{1, "vxlan: 'group' requires 'dev' to be specified"};
    }
}

/** What iproute2 itself derives and checks in the options of a GRETAP device. */
void
CompleteGretap(GretapConfig& config)
{
    if (!config.remote.IsMulticast())
    {
        return;
    }
    if (!config.hasInputKey)
    {
        config.hasInputKey = true;
        config.inputKey = config.remote.ToIpv4().Get();
    }
    if (!config.hasOutputKey)
    {
        config.hasOutputKey = true;
        config.outputKey = config.remote.ToIpv4().Get();
    }
    if (config.local.IsAny())
    {
        throw CommandFailure{1, "A broadcast tunnel requires a source address."};
    }
}

/** Name, MTU and address of a new device, as rtnl_newlink() checks them. */
void
CheckNewLink(const Iproute2Host& host, const LinkArguments& arguments)
{
    if (host.FindDevice(arguments.name))
    {
        FailNetlink("File exists");
    }
    const bool vxlan = arguments.kind == "vxlan";
    if (arguments.mtu && (*arguments.mtu < MIN_MTU || *arguments.mtu > MAX_MTU))
    {
        FailKernel(vxlan                      ? "MTU must be between 68 and 65535."
                   : *arguments.mtu < MIN_MTU ? "mtu less than device minimum."
                                              : "mtu greater than device maximum.");
    }
    if (arguments.address && !IsUnicast(*arguments.address))
    {
        if (vxlan)
        {
            FailKernel("Provided Ethernet address is not unicast.");
        }
        FailNetlink("Cannot assign requested address");
    }
}

/** Configures, checks and adds a device. */
template <typename Device, typename Config>
void
AddLink(Iproute2Host& host, const LinkArguments& arguments, const Config& config)
{
    Ptr<Device> device = CreateObject<Device>();
    device->SetAttribute("Up", BooleanValue(false));
    Require(device->SetConfig(config));
    if (arguments.address)
    {
        device->SetAddress(*arguments.address);
    }
    Require(device->Validate(host.GetNode()));
    if (arguments.mtu && !device->SetMtu(static_cast<uint16_t>(*arguments.mtu)))
    {
        FailNetlink("Invalid argument");
    }
    host.GetNode()->AddDevice(device);
    host.AddDevice(arguments.name, device);
    if (arguments.up.value_or(false))
    {
        Require(device->SetUp(true));
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
    LinkArguments arguments = TakeArguments(words);
    if (arguments.kind.empty())
    {
        throw CommandFailure{1, "Not enough information: \"type\" argument is required"};
    }
    if (arguments.master)
    {
        FailUnsupported("option master of \"ip link add\"");
    }
    LinkSettings settings;
    settings.vxlan.destinationPort = 0;
    arguments.options->Apply([&](const std::string& name) { return host.FindDevice(name); },
                             settings);
    if (arguments.kind == "vxlan")
    {
        CheckVxlanOptions(*arguments.options, true);
    }
    else
    {
        CompleteGretap(settings.gretap);
    }
    if (arguments.name.empty())
    {
        arguments.name = ChooseName(host, arguments.kind);
    }
    CheckNewLink(host, arguments);
    if (arguments.kind == "gretap")
    {
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

void
ChangeVxlan(Iproute2Host& host, Ptr<VxlanNetDevice> device, const LinkOptionValues& options)
{
    LinkSettings settings;
    const VxlanConfig old = device->GetConfig();
    settings.vxlan = old;
    options.Apply([&](const std::string& name) { return host.FindDevice(name); }, settings);
    CheckVxlanOptions(options, false);
    for (const auto& value : options.GetValues())
    {
        const bool sameVni = value.option->name == "id" && settings.vxlan.vni == old.vni;
        if (!value.option->fixed.empty() && !sameVni)
        {
            FailKernel(value.option->fixed);
        }
        if (value.option->name == "ttl" && value.word == "inherit")
        {
            FailKernel("vxlan: cannot change TTL_INHERIT flag.");
        }
    }
    // A number does not take "inherit" back.
    settings.vxlan.ttlInherit = old.ttlInherit;
    Require(device->SetConfig(settings.vxlan));
}

void
ChangeGretap(Iproute2Host& host, Ptr<GretapNetDevice> device, const LinkOptionValues& options)
{
    LinkSettings settings;
    settings.gretap = device->GetConfig();
    options.Apply([&](const std::string& name) { return host.FindDevice(name); }, settings);
    CompleteGretap(settings.gretap);
    Require(device->SetConfig(settings.gretap));
}

void
ChangeType(Iproute2Host& host, Ptr<NetDevice> device, const LinkArguments& arguments)
{
    if (arguments.kind == "vxlan")
    {
        Ptr<VxlanNetDevice> vxlan = DynamicCast<VxlanNetDevice>(device);
        if (!vxlan)
        {
            FailNetlink("Operation not supported");
        }
        ChangeVxlan(host, vxlan, *arguments.options);
        return;
    }
    Ptr<GretapNetDevice> gretap = DynamicCast<GretapNetDevice>(device);
    if (!gretap)
    {
        throw CommandFailure{1, "Failed to get existing tunnel info."};
    }
    ChangeGretap(host, gretap, *arguments.options);
}

void
ChangeMtu(Ptr<NetDevice> device, uint32_t mtu)
{
    if (mtu < MIN_MTU)
    {
        FailKernel("mtu less than device minimum.");
    }
    if (mtu > MAX_MTU)
    {
        FailKernel("mtu greater than device maximum.");
    }
    if (Ptr<TunnelNetDevice> tunnel = DynamicCast<TunnelNetDevice>(device))
    {
        Require(tunnel->ChangeMtu(mtu));
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
        Require(tunnel->SetUp(up));
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

std::string
RunSet(Iproute2Host& host, CommandArguments& words)
{
    const LinkArguments arguments = TakeArguments(words);
    if (arguments.name.empty())
    {
        throw CommandFailure{255, "Not enough of information: \"dev\" argument is required."};
    }
    Ptr<NetDevice> device = host.GetDevice(arguments.name);
    if (!arguments.kind.empty())
    {
        ChangeType(host, device, arguments);
    }
    if (arguments.address)
    {
        if (!IsUnicast(*arguments.address))
        {
            FailNetlink("Cannot assign requested address");
        }
        device->SetAddress(*arguments.address);
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
RunDelete(Iproute2Host& host, CommandArguments& words)
{
    const LinkArguments arguments = TakeArguments(words);
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

} // namespace

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
        return RunSet(host, words);
    }
    if (IsKeyword(verb, "delete"))
    {
        return RunDelete(host, words);
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
