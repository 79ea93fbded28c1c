/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/arp-cache.h"
#include "ns3/iproute2-commands.h"
#include "ns3/ipv4-interface.h"
#include "ns3/ipv4-l3-protocol.h"
#include "ns3/ipv6-interface.h"
#include "ns3/ipv6-l3-protocol.h"
#include "ns3/ndisc-cache.h"
#include "ns3/simulator.h"
#include "ns3/vxlan-net-device.h"

#include <algorithm>

namespace ns3
{

namespace
{

/** What `ip neighbour` was told. */
struct NeighbourArguments
{
    IpAddress address;
    std::string device;
    std::string linkAddress;
    std::string state{"permanent"};
    bool router{false};
};

/** States that Linux knows; ns-3's caches take only those for good. */
const struct
{
    const char* name;
    NeighborState state;
} NUD_STATES[] = {{"permanent", NEIGH_PERMANENT},
                  {"noarp", NEIGH_NOARP},
                  {"reachable", NEIGH_REACHABLE},
                  {"stale", NEIGH_STALE},
                  {"delay", NEIGH_DELAY},
                  {"probe", NEIGH_PROBE},
                  {"failed", NEIGH_FAILED},
                  {"incomplete", NEIGH_INCOMPLETE},
                  {"none", NEIGH_NONE}};

NeighbourArguments
TakeArguments(CommandArguments& words, IpAddress::Family family)
{
    NeighbourArguments arguments;
    std::string address;
    while (!words.IsEmpty())
    {
        const std::string word = words.Take();
        if (word == "lladdr")
        {
            arguments.linkAddress = words.Take();
        }
        else if (word == "nud")
        {
            arguments.state = words.Take();
        }
        else if (IsKeyword(word, "dev"))
        {
            arguments.device = words.Take();
        }
        else if (word == "router")
        {
            arguments.router = true;
        }
        else if (word == "proxy" || word == "use" || word == "managed" || word == "extern_learn" ||
                 word == "protocol")
        {
            FailUnsupported("option " + word + " of \"ip neighbour\"");
        }
        else if (!address.empty())
        {
            FailDuplicate("to", word);
        }
        else
        {
            address = word == "to" ? words.Take() : word;
        }
    }
    if (arguments.device.empty() || address.empty())
    {
        throw CommandFailure{255, "Device and destination are required arguments."};
    }
    arguments.address = TakeAddress(address, family);
    return arguments;
}

NeighborState
TakeState(const NeighbourArguments& arguments)
{
    for (const auto& state : NUD_STATES)
    {
        if (arguments.state == state.name)
        {
            return state.state;
        }
    }
    FailArgument("nud state is bad", arguments.state);
}

/** Whether the command may go on, given what there is. */
void
CheckExistence(const std::string& verb, bool there)
{
    if (verb == "add" && there)
    {
        FailNetlink("File exists");
    }
    if ((verb == "change" || verb == "delete") && !there)
    {
        FailNetlink("No such file or directory");
    }
}

Mac48Address
TakeMac(const std::string& text)
{
    const auto mac = ToMacAddress(TakeLinkAddress(text));
    if (!mac)
    {
        FailKernel("Invalid link address.");
    }
    return *mac;
}

void
ChangeNeighbour4(Ptr<Node> node,
                 Ptr<NetDevice> device,
                 const std::string& verb,
                 const NeighbourArguments& arguments)
{
    const uint32_t interface = GetIpInterface(node, device, IpAddress::IPV4);
    Ptr<ArpCache> cache = node->GetObject<Ipv4L3Protocol>()->GetInterface(interface)->GetArpCache();
    if (!cache)
    {
        FailNetlink("Operation not supported");
    }
    ArpCache::Entry* entry = cache->Lookup(arguments.address.ToIpv4());
    CheckExistence(verb, entry != nullptr);
    if (verb == "delete")
    {
        cache->Remove(entry);
        return;
    }
    const Mac48Address mac = TakeMac(arguments.linkAddress);
    if (entry == nullptr)
    {
        entry = cache->Add(arguments.address.ToIpv4());
    }
    entry->SetMacAddress(mac);
    entry->MarkPermanent();
}

void
ChangeNeighbour6(Ptr<Node> node,
                 Ptr<NetDevice> device,
                 const std::string& verb,
                 const NeighbourArguments& arguments)
{
    const uint32_t interface = GetIpInterface(node, device, IpAddress::IPV6);
    Ptr<NdiscCache> cache =
        node->GetObject<Ipv6L3Protocol>()->GetInterface(interface)->GetNdiscCache();
    if (!cache)
    {
        FailNetlink("Operation not supported");
    }
    NdiscCache::Entry* entry = cache->Lookup(arguments.address.ToIpv6());
    CheckExistence(verb, entry != nullptr);
    if (verb == "delete")
    {
        cache->Remove(entry);
        return;
    }
    const Mac48Address mac = TakeMac(arguments.linkAddress);
    if (entry == nullptr)
    {
        entry = cache->Add(arguments.address.ToIpv6());
    }
    entry->SetRouter(arguments.router);
    entry->SetMacAddress(mac);
    entry->MarkPermanent();
}

/** The device's own table, which proxy and route short circuit look at. */
void
ChangeTunnelNeighbour(Ptr<VxlanNetDevice> device,
                      const std::string& verb,
                      const NeighbourArguments& arguments,
                      NeighborState state)
{
    NeighborTable& table = device->GetNeighbors();
    CheckExistence(verb, table.Find(arguments.address) != nullptr);
    if (verb == "delete")
    {
        table.Remove(arguments.address);
        return;
    }
    Neighbor neighbor;
    neighbor.mac = TakeMac(arguments.linkAddress);
    neighbor.state = state;
    neighbor.router = arguments.router;
    neighbor.confirmed = Simulator::Now();
    table.Set(arguments.address, neighbor);
}

/** Whether an IP stack sits on a device. */
bool
HasIpInterface(Ptr<Node> node, Ptr<NetDevice> device, IpAddress::Family family)
{
    if (family == IpAddress::IPV4)
    {
        const Ptr<Ipv4> ipv4 = node->GetObject<Ipv4>();
        return ipv4 && ipv4->GetInterfaceForDevice(device) >= 0;
    }
    const Ptr<Ipv6> ipv6 = node->GetObject<Ipv6>();
    return ipv6 && ipv6->GetInterfaceForDevice(device) >= 0;
}

} // namespace

std::vector<uint8_t>
TakeLinkAddress(const std::string& text)
{
    std::vector<uint8_t> bytes;
    size_t at = 0;
    while (at <= text.size())
    {
        const size_t colon = std::min(text.find(':', at), text.size());
        const auto byte = ParseCommandNumber(text.substr(at, colon - at), UINT8_MAX, 16);
        if (!byte)
        {
            throw CommandFailure{1, "\"" + text + "\" is invalid lladdr."};
        }
        bytes.push_back(static_cast<uint8_t>(*byte));
        at = colon + 1;
    }
    return bytes;
}

std::optional<Mac48Address>
ToMacAddress(const std::vector<uint8_t>& bytes)
{
    if (bytes.size() != 6)
    {
        return std::nullopt;
    }
    Mac48Address mac;
    mac.CopyFrom(bytes.data());
    return mac;
}

std::string
RunIpNeighbour(Iproute2Host& host, CommandArguments& words, const CommandOptions& options)
{
    std::string verb = words.IsEmpty() ? "show" : words.Take();
    static const char* const VERBS[] = {"add", "change", "replace", "delete"};
    bool known = false;
    for (const char* candidate : VERBS)
    {
        if (!known && (IsKeyword(verb, candidate) || (verb == "chg" && candidate == VERBS[1])))
        {
            verb = candidate;
            known = true;
        }
    }
    if (!known)
    {
        if (IsKeyword(verb, "show") || IsKeyword(verb, "flush") || IsKeyword(verb, "get"))
        {
            FailUnsupported("\"ip neigh " + verb + "\"");
        }
        throw CommandFailure{255, "Command \"" + verb + "\" is unknown, try \"ip neigh help\"."};
    }
    const NeighbourArguments arguments = TakeArguments(words, options.family);
    const NeighborState state = TakeState(arguments);
    Ptr<NetDevice> device = host.GetDevice(arguments.device);
    if (verb != "delete" && arguments.linkAddress.empty())
    {
        FailKernel("No link layer address given.");
    }
    if (Ptr<VxlanNetDevice> vxlan = DynamicCast<VxlanNetDevice>(device))
    {
        ChangeTunnelNeighbour(vxlan, verb, arguments, state);
        if (!HasIpInterface(host.GetNode(), device, arguments.address.GetFamily()))
        {
            return "";
        }
    }
    if (!(state & (NEIGH_PERMANENT | NEIGH_NOARP)))
    {
        FailUnsupported("neighbour state " + arguments.state);
    }
    if (arguments.address.IsIpv4())
    {
        ChangeNeighbour4(host.GetNode(), device, verb, arguments);
    }
    else
    {
        ChangeNeighbour6(host.GetNode(), device, verb, arguments);
    }
    return "";
}

} // namespace ns3
