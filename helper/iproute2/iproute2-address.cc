/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/group-membership.h"
#include "ns3/iproute2-commands.h"
#include "ns3/ipv4.h"
#include "ns3/ipv6.h"
#include "ns3/outer-output.h"

namespace ns3
{

namespace
{

/** What `ip address add|del` was told. */
struct AddressArguments
{
    CommandPrefix prefix;
    std::string device;
    bool autojoin{false};
};

AddressArguments
TakeArguments(CommandArguments& words, IpAddress::Family family)
{
    AddressArguments arguments;
    bool local = false;
    while (!words.IsEmpty())
    {
        const std::string word = words.Take();
        if (word == "dev")
        {
            arguments.device = words.Take();
        }
        else if (word == "autojoin")
        {
            arguments.autojoin = true;
        }
        else if (word == "broadcast" || word == "brd" || word == "scope" || word == "label" ||
                 word == "peer" || word == "metric" || word == "nodad" || word == "noprefixroute" ||
                 word == "valid_lft" || word == "preferred_lft")
        {
            FailUnsupported("option " + word + " of \"ip address\"");
        }
        else if (local)
        {
            FailDuplicate("local", word);
        }
        else
        {
            arguments.prefix = TakePrefix(word == "local" ? words.Take() : word, family);
            local = true;
        }
    }
    if (arguments.device.empty())
    {
        throw CommandFailure{1, "Not enough information: \"dev\" argument is required."};
    }
    return arguments;
}

bool
HasAddress4(Ptr<Ipv4> ipv4, uint32_t interface, Ipv4Address address)
{
    for (uint32_t i = 0; i < ipv4->GetNAddresses(interface); ++i)
    {
        if (ipv4->GetAddress(interface, i).GetLocal() == address)
        {
            return true;
        }
    }
    return false;
}

bool
HasAddress6(Ptr<Ipv6> ipv6, uint32_t interface, Ipv6Address address)
{
    for (uint32_t i = 0; i < ipv6->GetNAddresses(interface); ++i)
    {
        if (ipv6->GetAddress(interface, i).GetAddress() == address)
        {
            return true;
        }
    }
    return false;
}

void
ChangeGroup(Ptr<Node> node, Ptr<NetDevice> device, const AddressArguments& arguments, bool add)
{
    // A group is no address in ns-3; what autojoin is for is the membership.
    if (!arguments.autojoin && add)
    {
        FailUnsupported("a multicast address without \"autojoin\"");
    }
    auto membership = GroupMembership::GetOrCreate(node);
    const IpAddress& group = arguments.prefix.address;
    if (add && membership->IsMember(group, device))
    {
        FailNetlink("File exists");
    }
    if (!(add ? membership->Join(group, device) : membership->Leave(group, device)))
    {
        FailNetlink("Cannot assign requested address");
    }
}

void
ChangeAddress4(Ptr<Node> node, Ptr<NetDevice> device, const CommandPrefix& prefix, bool add)
{
    const uint32_t interface = GetIpInterface(node, device, IpAddress::IPV4);
    Ptr<Ipv4> ipv4 = node->GetObject<Ipv4>();
    const Ipv4Address address = prefix.address.ToIpv4();
    const bool there = HasAddress4(ipv4, interface, address);
    if (add && there)
    {
        FailKernel("ipv4: Address already assigned.");
    }
    if (!add && !there)
    {
        FailKernel("ipv4: Address not found.");
    }
    if (add)
    {
        const uint32_t mask = prefix.length == 0 ? 0 : ~uint32_t(0) << (32 - prefix.length);
        ipv4->AddAddress(interface, Ipv4InterfaceAddress(address, Ipv4Mask(mask)));
    }
    else
    {
        ipv4->RemoveAddress(interface, address);
    }
}

void
ChangeAddress6(Ptr<Node> node, Ptr<NetDevice> device, const CommandPrefix& prefix, bool add)
{
    const uint32_t interface = GetIpInterface(node, device, IpAddress::IPV6);
    Ptr<Ipv6> ipv6 = node->GetObject<Ipv6>();
    const Ipv6Address address = prefix.address.ToIpv6();
    const bool there = HasAddress6(ipv6, interface, address);
    if (add && there)
    {
        FailKernel("ipv6: address already assigned.");
    }
    if (!add && !there)
    {
        FailKernel("ipv6: address not found.");
    }
    if (add)
    {
        ipv6->AddAddress(interface, Ipv6InterfaceAddress(address, Ipv6Prefix(prefix.length)));
    }
    else
    {
        ipv6->RemoveAddress(interface, address);
    }
}

} // namespace

uint32_t
GetIpInterface(Ptr<Node> node, Ptr<NetDevice> device, IpAddress::Family family)
{
    if (family == IpAddress::IPV6)
    {
        Ptr<Ipv6> ipv6 = node->GetObject<Ipv6>();
        if (!ipv6)
        {
            FailNetlink("Operation not supported");
        }
        int32_t interface = ipv6->GetInterfaceForDevice(device);
        if (interface < 0)
        {
            interface = static_cast<int32_t>(ipv6->AddInterface(device));
            ipv6->SetMetric(interface, 1);
            ipv6->SetUp(interface);
        }
        return interface;
    }
    Ptr<Ipv4> ipv4 = node->GetObject<Ipv4>();
    if (!ipv4)
    {
        FailNetlink("Operation not supported");
    }
    int32_t interface = ipv4->GetInterfaceForDevice(device);
    if (interface < 0)
    {
        interface = static_cast<int32_t>(ipv4->AddInterface(device));
        ipv4->SetMetric(interface, 1);
        ipv4->SetUp(interface);
    }
    return interface;
}

void
NoteRouteChange(Ptr<Node> node)
{
    if (Ptr<OuterOutput> output = node->GetObject<OuterOutput>())
    {
        output->NoteRouteChange();
    }
}

std::string
RunIpAddress(Iproute2Host& host, CommandArguments& words, const CommandOptions& options)
{
    const std::string verb = words.IsEmpty() ? "show" : words.Take();
    const bool add = IsKeyword(verb, "add");
    if (!add && !IsKeyword(verb, "delete"))
    {
        if (IsKeyword(verb, "change") || IsKeyword(verb, "replace") || IsKeyword(verb, "show") ||
            IsKeyword(verb, "flush"))
        {
            FailUnsupported("\"ip address " + verb + "\"");
        }
        throw CommandFailure{255, "Command \"" + verb + "\" is unknown, try \"ip address help\"."};
    }
    const AddressArguments arguments = TakeArguments(words, options.family);
    Ptr<NetDevice> device = host.GetDevice(arguments.device);
    const IpAddress& address = arguments.prefix.address;
    if (address.IsNone())
    {
        FailNetlink("Operation not supported");
    }
    if (address.IsMulticast())
    {
        ChangeGroup(host.GetNode(), device, arguments, add);
    }
    else if (arguments.autojoin)
    {
        FailKernel("Address not multicast.");
    }
    else if (address.IsIpv4())
    {
        ChangeAddress4(host.GetNode(), device, arguments.prefix, add);
    }
    else
    {
        ChangeAddress6(host.GetNode(), device, arguments.prefix, add);
    }
    NoteRouteChange(host.GetNode());
    return "";
}

} // namespace ns3
