/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/iproute2-commands.h"
#include "ns3/iproute2-dump.h"
#include "ns3/tunnel-node.h"
#include "ns3/vxlan-net-device.h"

#include <cstdio>
#include <nlohmann/json.hpp>

namespace ns3
{

namespace
{

constexpr int BRIDGE_STATUS = 255;

/** What `bridge fdb add|append|replace|del` was told. */
struct FdbArguments
{
    std::string mac;
    std::string device;
    std::string via;
    Remote remote;
    std::optional<uint32_t> sourceVni;
    bool hasRemote{false};
    bool self{false};
    bool master{false};
    uint8_t state{FDB_NOARP};
    uint8_t flags{0};
};

/** Keywords that set state or flags. */
bool
TakeStateWord(const std::string& word, FdbArguments& arguments)
{
    if (IsKeyword(word, "self"))
    {
        arguments.self = true;
    }
    else if (IsKeyword(word, "master"))
    {
        arguments.master = true;
    }
    else if (IsKeyword(word, "router"))
    {
        arguments.flags |= FDB_ROUTER;
    }
    else if (IsKeyword(word, "local") || IsKeyword(word, "permanent"))
    {
        arguments.state |= FDB_PERMANENT;
    }
    else if (IsKeyword(word, "temp") || IsKeyword(word, "static"))
    {
        arguments.state |= FDB_REACHABLE;
    }
    else if (IsKeyword(word, "dynamic"))
    {
        arguments.state |= FDB_REACHABLE;
        arguments.state &= static_cast<uint8_t>(~FDB_NOARP);
    }
    else if (IsKeyword(word, "use"))
    {
        arguments.flags |= FDB_USE;
    }
    else if (IsKeyword(word, "extern_learn"))
    {
        arguments.flags |= FDB_EXT_LEARNED;
    }
    else if (IsKeyword(word, "sticky"))
    {
        arguments.flags |= FDB_STICKY;
    }
    else
    {
        return false;
    }
    return true;
}

bool
TakeRemoteWord(const std::string& word, CommandArguments& words, FdbArguments& arguments)
{
    if (word == "dst")
    {
        const std::string address = words.Take();
        if (!arguments.remote.address.IsNone())
        {
            FailDuplicate("dst", address);
        }
        arguments.remote.address = TakeAddress(address);
        if (arguments.remote.address.IsNone())
        {
            FailKernel("Unsupported address family.", BRIDGE_STATUS);
        }
    }
    else if (word == "port")
    {
        arguments.remote.port =
            static_cast<uint16_t>(TakeNumber(words.Take(), UINT16_MAX, "invalid port"));
    }
    else if (word == "vni")
    {
        arguments.remote.vni =
            static_cast<uint32_t>(TakeNumber(words.Take(), FDB_VNI_MAX, "invalid VNI"));
        arguments.remote.hasVni = true;
    }
    else if (word == "via")
    {
        arguments.via = words.Take();
    }
    else
    {
        return false;
    }
    arguments.hasRemote = true;
    return true;
}

FdbArguments
TakeArguments(Iproute2Host& host, CommandArguments& words)
{
    FdbArguments arguments;
    while (!words.IsEmpty())
    {
        const std::string word = words.Take();
        if (word == "dev")
        {
            arguments.device = words.Take();
        }
        else if (word == "nhid")
        {
            arguments.remote.nexthop =
                static_cast<uint32_t>(TakeNumber(words.Take(), UINT32_MAX, "invalid id"));
            arguments.hasRemote = true;
        }
        else if (word == "src_vni")
        {
            arguments.sourceVni =
                static_cast<uint32_t>(TakeNumber(words.Take(), FDB_VNI_MAX, "invalid src VNI"));
        }
        else if (word == "vlan" || word == "offload")
        {
            FailUnsupported("option " + word + " of \"bridge fdb\"");
        }
        else if (TakeRemoteWord(word, words, arguments))
        {
            if (word == "via" && !host.FindDevice(arguments.via))
            {
                FailDevice(arguments.via, BRIDGE_STATUS);
            }
        }
        else if (!TakeStateWord(word, arguments))
        {
            if (!arguments.mac.empty())
            {
                FailDuplicate("to", word);
            }
            arguments.mac = word == "to" ? words.Take() : word;
        }
    }
    if (arguments.device.empty() || arguments.mac.empty())
    {
        throw CommandFailure{BRIDGE_STATUS, "Device and address are required arguments."};
    }
    if (!arguments.self && !arguments.master)
    {
        arguments.self = true;
    }
    if (!(arguments.state & (FDB_PERMANENT | FDB_REACHABLE)))
    {
        arguments.state |= FDB_PERMANENT;
    }
    return arguments;
}

Mac48Address
ParseMac(const std::string& text)
{
    unsigned bytes[6];
    int used = 0;
    if (std::sscanf(text.c_str(),
                    "%x:%x:%x:%x:%x:%x%n",
                    &bytes[0],
                    &bytes[1],
                    &bytes[2],
                    &bytes[3],
                    &bytes[4],
                    &bytes[5],
                    &used) != 6 ||
        static_cast<size_t>(used) != text.size())
    {
        throw CommandFailure{BRIDGE_STATUS, "Invalid mac address " + text};
    }
    uint8_t buffer[6];
    for (int i = 0; i < 6; ++i)
    {
        buffer[i] = static_cast<uint8_t>(bytes[i]);
    }
    Mac48Address mac;
    mac.CopyFrom(buffer);
    return mac;
}

void
Require(const FdbResult& result)
{
    if (!result.IsOk())
    {
        throw CommandFailure{BRIDGE_STATUS, result.ToString()};
    }
}

/** What the device's own forwarding database is told. */
void
ChangeSelf(Iproute2Host& host, const std::string& verb, const FdbArguments& arguments)
{
    const Mac48Address mac = ParseMac(arguments.mac);
    Ptr<VxlanNetDevice> device =
        DynamicCast<VxlanNetDevice>(host.GetDevice(arguments.device, BRIDGE_STATUS));
    if (!device)
    {
        FailNetlink("Operation not supported", BRIDGE_STATUS);
    }
    FdbRequest request;
    request.mac = mac;
    request.state = arguments.state;
    request.flags = arguments.flags | FDB_SELF | (arguments.master ? FDB_MASTER : 0);
    if (arguments.hasRemote)
    {
        request.remote = arguments.remote;
        request.remote->ifIndex = TunnelNode::GetLinkIndex(host.FindDevice(arguments.via));
    }
    request.sourceVni = arguments.sourceVni;
    if (verb == "delete")
    {
        Require(device->FdbDelete(mac, request.remote, arguments.sourceVni));
        return;
    }
    if (arguments.remote.address.IsNone() && arguments.remote.nexthop == 0)
    {
        FailNetlink("Invalid argument", BRIDGE_STATUS);
    }
    if (verb == "add")
    {
        Require(device->FdbAdd(request));
    }
    else if (verb == "append")
    {
        Require(device->FdbAppend(request));
    }
    else
    {
        Require(device->FdbReplace(request));
    }
}

/** What the bridge above the device is told. */
void
ChangeMaster(Iproute2Host& host, const std::string& verb, const FdbArguments& arguments)
{
    const Mac48Address mac = ParseMac(arguments.mac);
    Ptr<NetDevice> device = host.GetDevice(arguments.device, BRIDGE_STATUS);
    Ptr<LinuxBridgeNetDevice> bridge = FindMaster(host, device);
    if (!bridge)
    {
        FailNetlink("Operation not supported", BRIDGE_STATUS);
    }
    if (arguments.hasRemote || verb == "append" ||
        (arguments.flags & ~static_cast<int>(FDB_STICKY)))
    {
        FailUnsupported("such an entry of a bridge");
    }
    BridgeFdb::Result result;
    if (verb == "delete")
    {
        result = bridge->FdbDelete(mac, device);
    }
    else
    {
        const auto state = (arguments.state & FDB_PERMANENT) ? BridgeFdb::PERMANENT
                           : (arguments.state & FDB_NOARP)   ? BridgeFdb::STATIC
                                                             : BridgeFdb::DYNAMIC;
        result =
            bridge->FdbAdd(mac, device, state, (arguments.flags & FDB_STICKY) != 0, verb == "add");
    }
    if (result != BridgeFdb::OK)
    {
        FailNetlink(result == BridgeFdb::EXISTS      ? "File exists"
                    : result == BridgeFdb::NOT_FOUND ? "No such file or directory"
                                                     : "Invalid argument",
                    BRIDGE_STATUS);
    }
}

/** Words of `bridge fdb flush` that filter by state or flag. */
const struct
{
    const char* word;
    uint8_t state;
    uint8_t stateMask;
    uint8_t flags;
    uint8_t flagsMask;
} FLUSH_WORDS[] = {{"permanent", FDB_PERMANENT, FDB_PERMANENT, 0, 0},
                   {"nopermanent", 0, FDB_PERMANENT, 0, 0},
                   {"static", FDB_NOARP, FDB_PERMANENT | FDB_NOARP, 0, 0},
                   {"nostatic", 0, FDB_NOARP, 0, 0},
                   {"dynamic", 0, FDB_PERMANENT | FDB_NOARP, 0, 0},
                   {"nodynamic", FDB_NOARP, FDB_NOARP, 0, 0},
                   {"extern_learn", 0, 0, FDB_EXT_LEARNED, FDB_EXT_LEARNED},
                   {"noextern_learn", 0, 0, 0, FDB_EXT_LEARNED},
                   {"router", 0, 0, FDB_ROUTER, FDB_ROUTER},
                   {"norouter", 0, 0, 0, FDB_ROUTER}};

bool
TakeFlushWord(const std::string& word, FdbFlushFilter& filter)
{
    for (const auto& entry : FLUSH_WORDS)
    {
        if (word == entry.word)
        {
            filter.state = static_cast<uint8_t>((filter.state & ~entry.stateMask) | entry.state);
            filter.stateMask |= entry.stateMask;
            filter.flags = static_cast<uint8_t>((filter.flags & ~entry.flagsMask) | entry.flags);
            filter.flagsMask |= entry.flagsMask;
            return true;
        }
    }
    return word == "self";
}

void
RunFlush(Iproute2Host& host, CommandArguments& words)
{
    FdbFlushFilter filter;
    std::string name;
    while (!words.IsEmpty())
    {
        const std::string word = words.Take();
        if (word == "dev")
        {
            name = words.Take();
        }
        else if (word == "dst")
        {
            filter.address = TakeAddress(words.Take());
        }
        else if (word == "port")
        {
            filter.port =
                static_cast<uint16_t>(TakeNumber(words.Take(), UINT16_MAX, "invalid port"));
        }
        else if (word == "nhid")
        {
            filter.nexthop =
                static_cast<uint32_t>(TakeNumber(words.Take(), UINT32_MAX, "invalid id"));
        }
        else if (word == "src_vni")
        {
            filter.sourceVni =
                static_cast<uint32_t>(TakeNumber(words.Take(), FDB_VNI_MAX, "invalid src VNI"));
        }
        else if (word == "vni")
        {
            filter.vni =
                static_cast<uint32_t>(TakeNumber(words.Take(), FDB_VNI_MAX, "invalid VNI"));
        }
        else if (!TakeFlushWord(word, filter))
        {
            FailUnsupported("option " + word + " of \"bridge fdb flush\"");
        }
    }
    if (name.empty())
    {
        throw CommandFailure{BRIDGE_STATUS, "Device name is required."};
    }
    Ptr<NetDevice> device = host.FindDevice(name);
    if (!device)
    {
        throw CommandFailure{BRIDGE_STATUS, "Cannot find bridge device \"" + name + "\""};
    }
    Ptr<VxlanNetDevice> vxlan = DynamicCast<VxlanNetDevice>(device);
    if (!vxlan)
    {
        FailNetlink("Operation not supported", BRIDGE_STATUS);
    }
    Require(vxlan->FdbFlush(filter));
}

std::string
RunShow(Iproute2Host& host, CommandArguments& words, const CommandOptions& options)
{
    std::string name;
    while (!words.IsEmpty())
    {
        const std::string word = words.Take();
        if (word != "dev" && word != "brport")
        {
            FailUnsupported("option " + word + " of \"bridge fdb show\"");
        }
        name = words.Take();
        host.GetDevice(name, BRIDGE_STATUS);
    }
    std::vector<BridgeFdbLine> lines;
    for (const auto& [known, device] : host.GetDevices())
    {
        std::vector<BridgeFdbLine> more;
        if (Ptr<VxlanNetDevice> vxlan = DynamicCast<VxlanNetDevice>(device))
        {
            more = GetBridgeFdbLines(host, vxlan);
        }
        else if (Ptr<LinuxBridgeNetDevice> bridge = DynamicCast<LinuxBridgeNetDevice>(device))
        {
            more = GetBridgeFdbLines(host, bridge);
        }
        for (const auto& line : more)
        {
            if (name.empty() || line.device == name)
            {
                lines.push_back(line);
            }
        }
    }
    if (options.json)
    {
        return BridgeFdbToJson(lines, name.empty(), options.statistics).dump() + "\n";
    }
    return FormatBridgeFdb(lines, name.empty(), options.statistics);
}

} // namespace

std::string
RunBridgeFdb(Iproute2Host& host, CommandArguments& words, const CommandOptions& options)
{
    std::string verb = words.IsEmpty() ? "show" : words.Take();
    for (const char* candidate : {"add", "append", "replace", "delete"})
    {
        // As in iproute2, the first that fits a shortened word.
        if (IsKeyword(verb, candidate))
        {
            verb = candidate;
            const FdbArguments arguments = TakeArguments(host, words);
            if (arguments.self)
            {
                ChangeSelf(host, verb, arguments);
            }
            // With both words, a device that is no port of a bridge is told alone.
            if (arguments.master &&
                (!arguments.self || FindMaster(host, host.GetDevice(arguments.device))))
            {
                ChangeMaster(host, verb, arguments);
            }
            return "";
        }
    }
    if (IsKeyword(verb, "show") || IsKeyword(verb, "list") || IsKeyword(verb, "lst"))
    {
        return RunShow(host, words, options);
    }
    if (IsKeyword(verb, "flush"))
    {
        RunFlush(host, words);
        return "";
    }
    if (IsKeyword(verb, "get"))
    {
        FailUnsupported("\"bridge fdb get\"");
    }
    throw CommandFailure{BRIDGE_STATUS,
                         "Command \"" + verb + "\" is unknown, try \"bridge fdb help\"."};
}

} // namespace ns3
