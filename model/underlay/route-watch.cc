/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/route-watch.h"

#include "ns3/ipv4-list-routing.h"
#include "ns3/ipv4-routing-table-entry.h"
#include "ns3/ipv4-static-routing.h"
#include "ns3/ipv6-list-routing.h"
#include "ns3/ipv6-routing-table-entry.h"
#include "ns3/ipv6-static-routing.h"

#include <algorithm>
#include <string>

namespace ns3
{

namespace
{

/** ns-3's global routing; its class and header are named differently in later releases. */
bool
IsGlobalRouting(Ptr<const Object> protocol)
{
    const std::string name = protocol->GetInstanceTypeId().GetName();
    return name == "ns3::Ipv4GlobalRouting" || name == "ns3::Ipv6GlobalRouting";
}

} // namespace

RouteWatch::RouteWatch() = default;
RouteWatch::~RouteWatch() = default;

void
RouteWatch::Watch(Ptr<Ipv4RoutingProtocol> routing)
{
    auto list = DynamicCast<Ipv4ListRouting>(routing);
    const uint32_t nProtocols = list ? list->GetNRoutingProtocols() : 1;
    if (PeekPointer(routing) == m_routing4 && nProtocols == m_nProtocols4)
    {
        return;
    }
    m_routing4 = PeekPointer(routing);
    m_nProtocols4 = nProtocols;
    m_known4 = bool(routing);
    m_static4.clear();
    for (uint32_t i = 0; routing && i < nProtocols; ++i)
    {
        int16_t priority;
        const auto protocol = list ? list->GetRoutingProtocol(i, priority) : routing;
        if (auto statics = DynamicCast<Ipv4StaticRouting>(protocol))
        {
            m_static4.push_back(statics);
        }
        else if (!IsGlobalRouting(protocol))
        {
            m_known4 = false;
        }
    }
    if (!m_known4)
    {
        m_static4.clear();
    }
    Bump();
}

void
RouteWatch::Watch(Ptr<Ipv6RoutingProtocol> routing)
{
    auto list = DynamicCast<Ipv6ListRouting>(routing);
    const uint32_t nProtocols = list ? list->GetNRoutingProtocols() : 1;
    if (PeekPointer(routing) == m_routing6 && nProtocols == m_nProtocols6)
    {
        return;
    }
    m_routing6 = PeekPointer(routing);
    m_nProtocols6 = nProtocols;
    m_known6 = bool(routing);
    m_static6.clear();
    for (uint32_t i = 0; routing && i < nProtocols; ++i)
    {
        int16_t priority;
        const auto protocol = list ? list->GetRoutingProtocol(i, priority) : routing;
        if (auto statics = DynamicCast<Ipv6StaticRouting>(protocol))
        {
            m_static6.push_back(statics);
        }
        else if (!IsGlobalRouting(protocol))
        {
            m_known6 = false;
        }
    }
    if (!m_known6)
    {
        m_static6.clear();
    }
    Bump();
}

void
RouteWatch::Clear()
{
    m_routing4 = nullptr;
    m_routing6 = nullptr;
    m_static4.clear();
    m_static6.clear();
    m_known4 = m_known6 = false;
}

bool
RouteWatch::IsKnown(IpAddress::Family family) const
{
    return family == IpAddress::IPV4 ? m_known4 : m_known6;
}

uint32_t
RouteWatch::CountRoutes() const
{
    uint32_t n = 0;
    for (const auto& table : m_static4)
    {
        n += table->GetNRoutes();
    }
    for (const auto& table : m_static6)
    {
        n += table->GetNRoutes();
    }
    return n;
}

uint64_t
RouteWatch::GetGeneration()
{
    const uint32_t n = CountRoutes();
    if (n != m_nRoutes)
    {
        m_nRoutes = n;
        Bump();
    }
    return m_generation;
}

void
RouteWatch::Bump()
{
    ++m_generation;
}

int
RouteWatch::LongestMatch(const IpAddress& destination) const
{
    int longest = -1;
    if (destination.IsIpv4() && m_known4)
    {
        const Ipv4Address address = destination.ToIpv4();
        auto consider = [&](const Ipv4RoutingTableEntry& entry) {
            const Ipv4Mask mask = entry.GetDestNetworkMask();
            if (mask.IsMatch(address, entry.GetDestNetwork()))
            {
                longest = std::max<int>(longest, mask.GetPrefixLength());
            }
        };
        for (const auto& table : m_static4)
        {
            for (uint32_t i = 0; i < table->GetNRoutes(); ++i)
            {
                consider(table->GetRoute(i));
            }
        }
    }
    else if (destination.IsIpv6() && m_known6)
    {
        const Ipv6Address address = destination.ToIpv6();
        for (const auto& table : m_static6)
        {
            for (uint32_t i = 0; i < table->GetNRoutes(); ++i)
            {
                const Ipv6RoutingTableEntry entry = table->GetRoute(i);
                const Ipv6Prefix prefix = entry.GetDestNetworkPrefix();
                if (prefix.IsMatch(address, entry.GetDestNetwork()))
                {
                    longest = std::max<int>(longest, prefix.GetPrefixLength());
                }
            }
        }
    }
    return longest;
}

} // namespace ns3
