/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/link-arguments.h"

#include "ns3/iproute2-commands.h"

#include <algorithm>

namespace ns3
{

namespace
{

constexpr size_t MAX_NAME = 15;

/** Device types that Linux has and this model has not. */
const char* const OTHER_TYPES[] = {
    "bareudp", "bond",      "bridge", "dummy",     "erspan", "geneve", "gre",    "gretun",
    "ifb",     "ip6erspan", "ip6gre", "ip6gretap", "ip6tnl", "ipip",   "ipvlan", "macvlan",
    "sit",     "team",      "tun",    "veth",      "vlan",   "vrf",    "vti",    "wireguard"};

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

} // namespace

void
RequireLink(const LinkResult& result)
{
    if (!result.IsOk())
    {
        throw CommandFailure{2, result.ToString()};
    }
}

void
TakeTypeOptions(const Iproute2Host& host, CommandArguments& words, LinkArguments& arguments)
{
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
    arguments.options = std::make_unique<LinkOptionValues>(
        kind == "vxlan" ? VxlanLinkOptions() : GretapLinkOptions(),
        [&host](const std::string& name) { return host.FindDevice(name); });
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

LinkArguments
TakeLinkArguments(CommandArguments& words)
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
            arguments.kind = words.Take();
            break;
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
IsDeviceAddress(Mac48Address mac)
{
    return !mac.IsGroup() && mac != Mac48Address("00:00:00:00:00:00");
}

void
CheckVxlanOptions(const LinkOptionValues& options, bool add)
{
    const bool group = options.Find("group") != nullptr;
    const LinkOptionValue* external = options.Find("external");
    const bool metadata = external != nullptr && external->on;
    if (metadata && options.Find("id") != nullptr)
    {
        throw CommandFailure{1, "vxlan: both 'external' and vni cannot be specified"};
    }
    const LinkOptionValue* filter = options.Find("vnifilter");
    if (filter != nullptr && filter->on && !metadata)
    {
        throw CommandFailure{1, "vxlan: vnifilter is valid only when 'external' is set"};
    }
    if (add && !metadata && options.Find("id") == nullptr)
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

void
CompleteGretap(GretapConfig& config)
{
    if (!config.remote.IsMulticast())
    {
        return;
    }
    // As iproute2, which takes a key of 0 for none.
    if (!config.hasInputKey || config.inputKey == 0)
    {
        config.hasInputKey = true;
        config.inputKey = config.remote.ToIpv4().Get();
    }
    if (!config.hasOutputKey || config.outputKey == 0)
    {
        config.hasOutputKey = true;
        config.outputKey = config.remote.ToIpv4().Get();
    }
    if (config.local.IsAny())
    {
        throw CommandFailure{1, "A broadcast tunnel requires a source address."};
    }
}

void
CheckPortRange(const LinkOptionValues& options)
{
    const LinkOptionValue* range = options.Find("srcport");
    if (range != nullptr && range->second < range->number)
    {
        FailKernel("Invalid source port range.");
    }
}

} // namespace ns3
