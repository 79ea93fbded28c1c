/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

// The half of OuterOutput that finds routes.

#include "ns3/ipv4-header.h"
#include "ns3/ipv4-l3-protocol.h"
#include "ns3/ipv4-route.h"
#include "ns3/ipv4-routing-protocol.h"
#include "ns3/ipv6-header.h"
#include "ns3/ipv6-l3-protocol.h"
#include "ns3/ipv6-route.h"
#include "ns3/ipv6-routing-protocol.h"
#include "ns3/log.h"
#include "ns3/loopback-net-device.h"
#include "ns3/outer-output.h"
#include "ns3/simulator.h"
#include "ns3/uinteger.h"

#include <algorithm>

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("OuterLookup");

namespace
{

/** A stand-in for the packet to be routed: the ports, where a flow hash looks for them. */
Ptr<Packet>
MakePorts(const OuterFlow& flow)
{
    const uint8_t bytes[4] = {uint8_t(flow.sourcePort >> 8),
                              uint8_t(flow.sourcePort),
                              uint8_t(flow.destinationPort >> 8),
                              uint8_t(flow.destinationPort)};
    return Create<Packet>(bytes, sizeof(bytes));
}

/** The address of an interface to send from to a group; :: if there is none. */
Ipv6Address
SelectSource(Ptr<Ipv6Interface> interface, Ipv6Address destination)
{
    const bool linkScope = destination.IsLinkLocal() || destination.IsLinkLocalMulticast();
    const auto wanted = linkScope ? Ipv6InterfaceAddress::LINKLOCAL : Ipv6InterfaceAddress::GLOBAL;
    Ipv6Address other = Ipv6Address::GetAny();
    for (uint32_t i = 0; i < interface->GetNAddresses(); ++i)
    {
        const Ipv6InterfaceAddress address = interface->GetAddress(i);
        if (address.GetScope() == wanted)
        {
            return address.GetAddress();
        }
        other = address.GetAddress();
    }
    return other;
}

} // namespace

bool
OuterOutput::Lookup(const IpAddress& destination,
                    const IpAddress& source,
                    Ptr<NetDevice> oif,
                    uint8_t tos,
                    Route& route,
                    const OuterFlow& flow)
{
    NS_LOG_FUNCTION(this << destination << source << oif);
    route = Route();
    if (destination.IsAny())
    {
        return false;
    }
    if (destination.IsIpv4() && m_ipv4)
    {
        m_watch.Watch(m_ipv4->GetRoutingProtocol());
    }
    else if (destination.IsIpv6() && m_ipv6)
    {
        m_watch.Watch(m_ipv6->GetRoutingProtocol());
    }
    else
    {
        return false;
    }
    route.multicast = destination.IsMulticast();
    bool found;
    if (!route.multicast && IsLocalOn(destination, oif))
    {
        found = UseLoopback(destination, route);
    }
    else if (destination.IsIpv4())
    {
        found = Lookup4(destination.ToIpv4(), source.ToIpv4(), oif, tos, route, flow);
    }
    else
    {
        found = Lookup6(destination.ToIpv6(), source.ToIpv6(), oif, tos, route, flow);
    }
    if (!found || !Complete(destination, route))
    {
        return false;
    }
    if (!source.IsAny())
    {
        // Linux looks whether the address is its own for IPv4 only.
        if (source.GetFamily() != destination.GetFamily() ||
            (source.IsIpv4() && !IsLocalOn(source, nullptr)))
        {
            return false;
        }
        route.source = source;
    }
    return true;
}

bool
OuterOutput::IsLocal(const IpAddress& address) const
{
    return IsLocalOn(address, nullptr);
}

bool
OuterOutput::IsLocalOn(const IpAddress& address, Ptr<const NetDevice> device) const
{
    if (address.IsLoopback())
    {
        return true;
    }
    if (address.IsIpv4() && m_ipv4)
    {
        const int32_t index = m_ipv4->GetInterfaceForAddress(address.ToIpv4());
        return index >= 0 && m_ipv4->IsUp(index) &&
               (!device || device == m_ipv4->GetNetDevice(index));
    }
    if (address.IsIpv6() && m_ipv6)
    {
        const int32_t index = m_ipv6->GetInterfaceForAddress(address.ToIpv6());
        return index >= 0 && m_ipv6->IsUp(index) &&
               (!device || device == m_ipv6->GetNetDevice(index));
    }
    return false;
}

bool
OuterOutput::UseLoopback(const IpAddress& destination, Route& route) const
{
    const uint32_t n = destination.IsIpv4() ? m_ipv4->GetNInterfaces() : m_ipv6->GetNInterfaces();
    for (uint32_t i = 0; i < n; ++i)
    {
        Ptr<NetDevice> device =
            destination.IsIpv4() ? m_ipv4->GetNetDevice(i) : m_ipv6->GetNetDevice(i);
        if (DynamicCast<LoopbackNetDevice>(device))
        {
            route.local = true;
            route.source = destination;
            route.gateway = destination;
            return destination.IsIpv4() ? UseDevice4(device, route) : UseDevice6(device, route);
        }
    }
    return false;
}

bool
OuterOutput::UseDevice4(Ptr<const NetDevice> device, Route& route) const
{
    const int32_t index = m_ipv4->GetInterfaceForDevice(device);
    if (index < 0 || !m_ipv4->IsUp(index))
    {
        return false;
    }
    route.interface4 = m_ipv4->GetInterface(index);
    route.device = route.interface4->GetDevice();
    return true;
}

bool
OuterOutput::UseDevice6(Ptr<const NetDevice> device, Route& route) const
{
    const int32_t index = m_ipv6->GetInterfaceForDevice(device);
    if (index < 0 || !m_ipv6->IsUp(index))
    {
        return false;
    }
    route.interface6 = m_ipv6->GetInterface(index);
    route.device = route.interface6->GetDevice();
    return true;
}

bool
OuterOutput::LookupOnLink4(Ipv4Address destination, Ptr<NetDevice> device, Route& route) const
{
    if (!UseDevice4(device, route) || (route.multicast && !device->IsMulticast()))
    {
        return false;
    }
    route.gateway = destination;
    const auto index = uint32_t(m_ipv4->GetInterfaceForDevice(device));
    route.source = route.interface4->GetNAddresses() == 0
                       ? Ipv4Address::GetAny()
                       : m_ipv4->SourceAddressSelection(index, destination);
    return true;
}

bool
OuterOutput::LookupOnLink6(Ipv6Address destination, Ptr<NetDevice> device, Route& route) const
{
    if (!UseDevice6(device, route) || (route.multicast && !device->IsMulticast()))
    {
        return false;
    }
    route.gateway = destination;
    route.source = SelectSource(route.interface6, destination);
    return true;
}

bool
OuterOutput::Lookup4(Ipv4Address destination,
                     Ipv4Address source,
                     Ptr<NetDevice> oif,
                     uint8_t tos,
                     Route& route,
                     const OuterFlow& flow)
{
    if (route.multicast || destination.IsBroadcast())
    {
        if (oif)
        {
            return LookupOnLink4(destination, oif, route);
        }
        if (destination.IsLocalMulticast())
        {
            return false; // ns-3's static routing asserts a device for these
        }
    }
    Ipv4Header header;
    header.SetDestination(destination);
    header.SetSource(source);
    header.SetProtocol(flow.protocol);
    header.SetTos(tos);
    Socket::SocketErrno error = Socket::ERROR_NOTERROR;
    const bool known = m_watch.IsKnown(IpAddress::IPV4);
    const Ptr<Ipv4RoutingProtocol> routing = m_ipv4->GetRoutingProtocol();
    const Ptr<Ipv4Route> way =
        routing ? routing->RouteOutput(known ? nullptr : MakePorts(flow), header, oif, error)
                : nullptr;
    if (!way)
    {
        // As Linux: with a device given, what no route covers is taken as on link.
        return oif && LookupOnLink4(destination, oif, route);
    }
    if (DynamicCast<LoopbackNetDevice>(way->GetOutputDevice()) ||
        !UseDevice4(way->GetOutputDevice(), route))
    {
        return false;
    }
    route.source = way->GetSource();
    // __mkroute_output: a group that only a default route covers is on link, whatever its gateway.
    const int match = route.multicast ? m_watch.LongestMatch(destination) : -1;
    const bool onLink = way->GetGateway().IsAny() || (match >= 0 && match < 4);
    route.gateway = onLink ? destination : way->GetGateway();
    return true;
}

bool
OuterOutput::Lookup6(Ipv6Address destination,
                     Ipv6Address source,
                     Ptr<NetDevice> oif,
                     uint8_t tos,
                     Route& route,
                     const OuterFlow& flow)
{
    if (oif && (route.multicast || destination.IsLinkLocal()))
    {
        return LookupOnLink6(destination, oif, route);
    }
    if (destination.IsLinkLocal() || destination.IsLinkLocalMulticast())
    {
        return false; // which link is not said
    }
    Ipv6Header header;
    header.SetDestination(destination);
    header.SetSource(source);
    header.SetNextHeader(flow.protocol);
    header.SetTrafficClass(tos);
    Socket::SocketErrno error = Socket::ERROR_NOTERROR;
    const bool known = m_watch.IsKnown(IpAddress::IPV6);
    const Ptr<Ipv6RoutingProtocol> routing = m_ipv6->GetRoutingProtocol();
    const Ptr<Ipv6Route> way =
        routing ? routing->RouteOutput(known ? nullptr : MakePorts(flow), header, oif, error)
                : nullptr;
    if (!way || DynamicCast<LoopbackNetDevice>(way->GetOutputDevice()) ||
        !UseDevice6(way->GetOutputDevice(), route))
    {
        return false;
    }
    route.source = way->GetSource();
    route.gateway = way->GetGateway().IsAny() ? destination : way->GetGateway();
    return true;
}

bool
OuterOutput::Complete(const IpAddress& destination, Route& route)
{
    const Time now = Simulator::Now();
    route.deviceMtu = route.device->GetMtu();
    route.mtu = route.deviceMtu;
    Time expires = now + m_routeLifetime;
    if (!route.local)
    {
        const int match = m_mtus.HasPrefixes() ? m_watch.LongestMatch(destination) : -1;
        const PathMtuTable::Answer answer = m_mtus.Find(destination, route.deviceMtu, match, now);
        if (answer.unreachable)
        {
            return false;
        }
        route.mtu = answer.mtu;
        route.mtuLocked = answer.locked;
        expires = std::min(expires, answer.expires);
    }
    ReadSettings(now);
    route.hopLimit = destination.IsIpv4() ? m_defaultTtl : m_defaultHopLimit;
    route.checksum = m_checksum;
    route.expires = expires;
    route.generation =
        m_cacheRoutes && m_watch.IsKnown(destination.GetFamily()) ? m_watch.GetGeneration() : 0;
    return true;
}

void
OuterOutput::ReadSettings(Time now)
{
    if (now < m_settingsUntil)
    {
        return;
    }
    m_settingsUntil = now + m_routeLifetime;
    m_checksum = Node::ChecksumEnabled();
    UintegerValue value;
    if (m_ipv4)
    {
        m_ipv4->GetAttribute("DefaultTtl", value);
        m_defaultTtl = static_cast<uint8_t>(value.Get());
    }
    if (m_ipv6)
    {
        m_ipv6->GetAttribute("DefaultTtl", value);
        m_defaultHopLimit = static_cast<uint8_t>(value.Get());
    }
}

} // namespace ns3
