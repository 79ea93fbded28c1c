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

#include <cstdio>

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

/** States that Linux knows; those without support here are refused by name. */
const struct
{
    const char* name;
    bool supported;
} NUD_STATES[] = {{"permanent", true},
                  {"noarp", true},
                  {"reachable", false},
                  {"stale", false},
                  {"delay", false},
                  {"probe", false},
                  {"failed", false},
                  {"incomplete", false},
                  {"none", false}};

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

void
CheckState(const NeighbourArguments& arguments)
{
    for (const auto& state : NUD_STATES)
    {
        if (arguments.state == state.name)
        {
            if (!state.supported)
            {
                FailUnsupported("neighbour state " + arguments.state);
            }
            return;
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
    const Mac48Address mac = TakeLinkAddress(arguments.linkAddress);
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
    const Mac48Address mac = TakeLinkAddress(arguments.linkAddress);
    if (entry == nullptr)
    {
        entry = cache->Add(arguments.address.ToIpv6());
    }
    entry->SetRouter(arguments.router);
    entry->SetMacAddress(mac);
    entry->MarkPermanent();
}

} // namespace

Mac48Address
TakeLinkAddress(const std::string& text)
{
    unsigned bytes[6];
    int used = 0;
    const int count = std::sscanf(text.c_str(),
                                  "%2x:%2x:%2x:%2x:%2x:%2x%n",
                                  &bytes[0],
                                  &bytes[1],
                                  &bytes[2],
                                  &bytes[3],
                                  &bytes[4],
                                  &bytes[5],
                                  &used);
    if (count < 1 || text.find_first_not_of("0123456789abcdefABCDEF:") != std::string::npos)
    {
        throw CommandFailure{1, "\"" + text + "\" is invalid lladdr."};
    }
    if (count != 6 || static_cast<size_t>(used) != text.size())
    {
        FailKernel("Provided link layer address is not Ethernet.");
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
    CheckState(arguments);
    Ptr<NetDevice> device = host.GetDevice(arguments.device);
    if (verb != "delete" && arguments.linkAddress.empty())
    {
        FailKernel("No link layer address given.");
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
