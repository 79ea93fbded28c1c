/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/iproute2-commands.h"
#include "ns3/ipv4-routing-table-entry.h"
#include "ns3/ipv4-static-routing-helper.h"
#include "ns3/ipv4-static-routing.h"
#include "ns3/ipv4.h"
#include "ns3/ipv6-routing-table-entry.h"
#include "ns3/ipv6-static-routing-helper.h"
#include "ns3/ipv6-static-routing.h"
#include "ns3/ipv6.h"
#include "ns3/outer-output.h"

#include <memory>

namespace ns3
{

namespace
{

/** What `ip route` was told. */
struct RouteArguments
{
    CommandPrefix prefix;
    IpAddress gateway;
    std::string device;
    uint32_t mtu{0};
    uint32_t metric{0};
    bool unreachable{false};
};

/** A route as both stacks have it. */
struct RouteEntry
{
    IpAddress gateway; //!< none or any: on link
    uint32_t interface;
};

/** The static routes of a stack, behind one face for both families. */
class RouteTable
{
  public:
    virtual ~RouteTable() = default;
    virtual uint32_t GetCount() const = 0;
    virtual bool Matches(uint32_t index, const CommandPrefix& prefix) const = 0;
    virtual RouteEntry Get(uint32_t index) const = 0;
    virtual void Remove(uint32_t index) = 0;
    virtual void Add(const CommandPrefix& prefix, const RouteEntry& entry, uint32_t metric) = 0;
    /** The interface that has the gateway on its link, or -1. */
    virtual int32_t FindLink(const IpAddress& gateway) const = 0;
};

Ipv4Mask
MakeMask(uint8_t length)
{
    return Ipv4Mask(length == 0 ? 0 : ~uint32_t(0) << (32 - length));
}

class RouteTable4 : public RouteTable
{
  public:
    explicit RouteTable4(Ptr<Node> node)
        : m_ipv4(node->GetObject<Ipv4>())
    {
        if (m_ipv4)
        {
            m_routing = Ipv4StaticRoutingHelper().GetStaticRouting(m_ipv4);
        }
        if (!m_routing)
        {
            FailUnsupported("\"ip route\" on a node without ns3::Ipv4StaticRouting");
        }
    }

    uint32_t GetCount() const override
    {
        return m_routing->GetNRoutes();
    }

    bool Matches(uint32_t index, const CommandPrefix& prefix) const override
    {
        const Ipv4RoutingTableEntry route = m_routing->GetRoute(index);
        const Ipv4Mask mask = MakeMask(prefix.length);
        return route.GetDestNetworkMask() == mask &&
               route.GetDestNetwork() == prefix.address.ToIpv4();
    }

    RouteEntry Get(uint32_t index) const override
    {
        const Ipv4RoutingTableEntry route = m_routing->GetRoute(index);
        return {route.IsGateway() ? IpAddress(route.GetGateway()) : IpAddress(),
                route.GetInterface()};
    }

    void Remove(uint32_t index) override
    {
        m_routing->RemoveRoute(index);
    }

    void Add(const CommandPrefix& prefix, const RouteEntry& entry, uint32_t metric) override
    {
        const Ipv4Address network = prefix.address.ToIpv4();
        const Ipv4Mask mask = MakeMask(prefix.length);
        if (entry.gateway.IsAny())
        {
            m_routing->AddNetworkRouteTo(network, mask, entry.interface, metric);
        }
        else
        {
            m_routing->AddNetworkRouteTo(network,
                                         mask,
                                         entry.gateway.ToIpv4(),
                                         entry.interface,
                                         metric);
        }
    }

    int32_t FindLink(const IpAddress& gateway) const override
    {
        for (uint32_t i = 0; i < m_ipv4->GetNInterfaces(); ++i)
        {
            for (uint32_t j = 0; j < m_ipv4->GetNAddresses(i); ++j)
            {
                const Ipv4InterfaceAddress address = m_ipv4->GetAddress(i, j);
                if (address.GetLocal().CombineMask(address.GetMask()) ==
                        gateway.ToIpv4().CombineMask(address.GetMask()) &&
                    address.GetLocal() != gateway.ToIpv4())
                {
                    return static_cast<int32_t>(i);
                }
            }
        }
        return -1;
    }

  private:
    Ptr<Ipv4> m_ipv4;
    Ptr<Ipv4StaticRouting> m_routing;
};

class RouteTable6 : public RouteTable
{
  public:
    explicit RouteTable6(Ptr<Node> node)
        : m_ipv6(node->GetObject<Ipv6>())
    {
        if (m_ipv6)
        {
            m_routing = Ipv6StaticRoutingHelper().GetStaticRouting(m_ipv6);
        }
        if (!m_routing)
        {
            FailUnsupported("\"ip -6 route\" on a node without ns3::Ipv6StaticRouting");
        }
    }

    uint32_t GetCount() const override
    {
        return m_routing->GetNRoutes();
    }

    bool Matches(uint32_t index, const CommandPrefix& prefix) const override
    {
        const Ipv6RoutingTableEntry route = m_routing->GetRoute(index);
        return route.GetDestNetworkPrefix().GetPrefixLength() == prefix.length &&
               route.GetDestNetwork() == prefix.address.ToIpv6();
    }

    RouteEntry Get(uint32_t index) const override
    {
        const Ipv6RoutingTableEntry route = m_routing->GetRoute(index);
        return {route.IsGateway() ? IpAddress(route.GetGateway()) : IpAddress(),
                route.GetInterface()};
    }

    void Remove(uint32_t index) override
    {
        m_routing->RemoveRoute(index);
    }

    void Add(const CommandPrefix& prefix, const RouteEntry& entry, uint32_t metric) override
    {
        const Ipv6Address network = prefix.address.ToIpv6();
        const Ipv6Prefix length(prefix.length);
        if (entry.gateway.IsAny())
        {
            m_routing->AddNetworkRouteTo(network, length, entry.interface, metric);
        }
        else
        {
            m_routing->AddNetworkRouteTo(network,
                                         length,
                                         entry.gateway.ToIpv6(),
                                         entry.interface,
                                         metric);
        }
    }

    int32_t FindLink(const IpAddress& gateway) const override
    {
        for (uint32_t i = 0; i < m_ipv6->GetNInterfaces(); ++i)
        {
            for (uint32_t j = 0; j < m_ipv6->GetNAddresses(i); ++j)
            {
                const Ipv6InterfaceAddress address = m_ipv6->GetAddress(i, j);
                const Ipv6Prefix prefix = address.GetPrefix();
                if (address.GetAddress().CombinePrefix(prefix) ==
                        gateway.ToIpv6().CombinePrefix(prefix) &&
                    address.GetAddress() != gateway.ToIpv6() && !address.GetAddress().IsLinkLocal())
                {
                    return static_cast<int32_t>(i);
                }
            }
        }
        return -1;
    }

  private:
    Ptr<Ipv6> m_ipv6;
    Ptr<Ipv6StaticRouting> m_routing;
};

RouteArguments
TakeArguments(CommandArguments& words, IpAddress::Family family)
{
    RouteArguments arguments;
    bool prefix = false;
    if (words.Peek() == "unreachable" || words.Peek() == "unicast")
    {
        arguments.unreachable = words.Take() == "unreachable";
    }
    else if (words.Peek() == "blackhole" || words.Peek() == "prohibit" || words.Peek() == "throw" ||
             words.Peek() == "local" || words.Peek() == "broadcast" || words.Peek() == "multicast")
    {
        FailUnsupported("route type " + words.Peek());
    }
    while (!words.IsEmpty())
    {
        const std::string word = words.Take();
        if (word == "via")
        {
            if (words.Peek() == "inet" || words.Peek() == "inet6")
            {
                FailUnsupported("a gateway of another family");
            }
            const IpAddress::Family own =
                family != IpAddress::NONE ? family : arguments.prefix.address.GetFamily();
            const std::string gateway = words.Take();
            const bool ipv6 = gateway.find(':') != std::string::npos;
            arguments.gateway = TakeAddress(
                gateway,
                own != IpAddress::NONE ? own : (ipv6 ? IpAddress::IPV6 : IpAddress::IPV4));
        }
        else if (word == "dev" || word == "oif")
        {
            arguments.device = words.Take();
        }
        else if (word == "mtu")
        {
            if (words.Peek() == "lock")
            {
                FailUnsupported("route option mtu lock");
            }
            arguments.mtu = static_cast<uint32_t>(
                TakeNumber(words.Take(), UINT32_MAX, "\"mtu\" value is invalid"));
        }
        else if (word == "metric" || word == "priority" || word == "preference")
        {
            arguments.metric = static_cast<uint32_t>(
                TakeNumber(words.Take(), UINT32_MAX, "\"metric\" value is invalid"));
        }
        else if (word == "src" || word == "table" || word == "proto" || word == "scope" ||
                 word == "onlink" || word == "nexthop" || word == "nhid" || word == "tos" ||
                 word == "encap" || word == "advmss" || word == "hoplimit" || word == "pref" ||
                 word == "rtt" || word == "window" || word == "features")
        {
            FailUnsupported("route option " + word);
        }
        else if (prefix)
        {
            FailDuplicate("to", word);
        }
        else
        {
            arguments.prefix = TakePrefix(word == "to" ? words.Take() : word, family);
            prefix = true;
        }
    }
    if (arguments.prefix.address.IsNone())
    {
        // "default" without -4 or -6 is of the gateway's family.
        arguments.prefix.address = IpAddress::Any(
            arguments.gateway.IsNone() ? IpAddress::IPV4 : arguments.gateway.GetFamily());
    }
    return arguments;
}

/** A prefix must have no bits beyond its length. */
void
CheckPrefix(const CommandPrefix& prefix)
{
    const uint8_t* bytes = prefix.address.Bytes();
    const uint32_t bits = prefix.address.GetSize() * 8;
    for (uint32_t bit = prefix.length; bit < bits; ++bit)
    {
        if (bytes[bit / 8] & (0x80 >> (bit % 8)))
        {
            if (prefix.address.IsIpv4())
            {
                FailKernel("Invalid prefix for given prefix length.");
            }
            FailNetlink("Invalid argument");
        }
    }
}

int32_t
FindRoute(const RouteTable& table, const CommandPrefix& prefix, const RouteEntry* entry)
{
    for (uint32_t i = 0; i < table.GetCount(); ++i)
    {
        if (!table.Matches(i, prefix))
        {
            continue;
        }
        const RouteEntry route = table.Get(i);
        if (entry == nullptr ||
            ((entry->gateway.IsNone() || entry->gateway == route.gateway) &&
             (entry->interface == UINT32_MAX || entry->interface == route.interface)))
        {
            return static_cast<int32_t>(i);
        }
    }
    return -1;
}

std::unique_ptr<RouteTable>
MakeTable(Ptr<Node> node, const CommandPrefix& prefix)
{
    if (prefix.address.IsIpv6())
    {
        return std::make_unique<RouteTable6>(node);
    }
    return std::make_unique<RouteTable4>(node);
}

void
AddRoute(Iproute2Host& host, const RouteArguments& arguments, bool replace)
{
    Ptr<Node> node = host.GetNode();
    const CommandPrefix& prefix = arguments.prefix;
    RouteEntry entry{arguments.gateway, UINT32_MAX};
    if (!arguments.device.empty())
    {
        entry.interface =
            GetIpInterface(node, host.GetDevice(arguments.device), prefix.address.GetFamily());
    }
    CheckPrefix(prefix);
    auto output = OuterOutput::GetOrCreate(node);
    if (arguments.unreachable)
    {
        output->SetUnreachable(prefix.address, prefix.length, true);
        return;
    }
    auto table = MakeTable(node, prefix);
    if (!entry.gateway.IsAny() && entry.interface == UINT32_MAX)
    {
        const int32_t link = table->FindLink(entry.gateway);
        if (link < 0)
        {
            if (prefix.address.IsIpv4())
            {
                FailKernel("Nexthop has invalid gateway.");
            }
            FailNetlink("No route to host");
        }
        entry.interface = static_cast<uint32_t>(link);
    }
    if (entry.interface == UINT32_MAX)
    {
        FailNetlink("No such device");
    }
    const int32_t there = FindRoute(*table, prefix, nullptr);
    if (there >= 0 && replace)
    {
        table->Remove(static_cast<uint32_t>(there));
    }
    else if (there >= 0)
    {
        FailNetlink("File exists");
    }
    table->Add(prefix, entry, arguments.metric);
    output->SetRouteMtu(prefix.address, prefix.length, arguments.mtu);
}

void
DeleteRoute(Iproute2Host& host, const RouteArguments& arguments)
{
    Ptr<Node> node = host.GetNode();
    const CommandPrefix& prefix = arguments.prefix;
    auto output = OuterOutput::GetOrCreate(node);
    if (arguments.unreachable)
    {
        output->SetUnreachable(prefix.address, prefix.length, false);
        return;
    }
    RouteEntry entry{arguments.gateway, UINT32_MAX};
    if (!arguments.device.empty())
    {
        entry.interface =
            GetIpInterface(node, host.GetDevice(arguments.device), prefix.address.GetFamily());
    }
    auto table = MakeTable(node, prefix);
    const int32_t there = FindRoute(*table, prefix, &entry);
    if (there < 0)
    {
        FailNetlink("No such process");
    }
    table->Remove(static_cast<uint32_t>(there));
    output->SetRouteMtu(prefix.address, prefix.length, 0);
}

} // namespace

std::string
RunIpRoute(Iproute2Host& host, CommandArguments& words, const CommandOptions& options)
{
    const std::string verb = words.IsEmpty() ? "list" : words.Take();
    const bool add = IsKeyword(verb, "add");
    const bool replace = IsKeyword(verb, "replace");
    if (add || replace)
    {
        AddRoute(host, TakeArguments(words, options.family), replace);
    }
    else if (IsKeyword(verb, "delete"))
    {
        DeleteRoute(host, TakeArguments(words, options.family));
    }
    else if (IsKeyword(verb, "list") || IsKeyword(verb, "show") || IsKeyword(verb, "get") ||
             IsKeyword(verb, "change") || IsKeyword(verb, "append") || IsKeyword(verb, "flush") ||
             IsKeyword(verb, "prepend") || IsKeyword(verb, "test"))
    {
        FailUnsupported("\"ip route " + verb + "\"");
    }
    else
    {
        throw CommandFailure{255, "Command \"" + verb + "\" is unknown, try \"ip route help\"."};
    }
    NoteRouteChange(host.GetNode());
    return "";
}

} // namespace ns3
