/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/outer-output.h"

#include "ns3/boolean.h"
#include "ns3/ipv4-header.h"
#include "ns3/ipv4-l3-protocol.h"
#include "ns3/ipv4-route.h"
#include "ns3/ipv6-header.h"
#include "ns3/ipv6-l3-protocol.h"
#include "ns3/ipv6-route.h"
#include "ns3/log.h"
#include "ns3/simulator.h"
#include "ns3/trace-source-accessor.h"
#include "ns3/uinteger.h"

#include <algorithm>

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("OuterOutput");

NS_OBJECT_ENSURE_REGISTERED(OuterOutput);

namespace
{

constexpr uint32_t IPV4_HEADER = 20;      //!< bytes
constexpr uint32_t IPV6_HEADER = 40;      //!< bytes
constexpr uint32_t IP_LENGTH_MAX = 65535; //!< largest value of a length field

} // namespace

TypeId
OuterOutput::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::OuterOutput")
            .SetParent<Object>()
            .SetGroupName("Tunnel")
            .AddConstructor<OuterOutput>()
            .AddAttribute("CacheRoutes",
                          "Let senders keep a route, if the routing protocols of the node are "
                          "ns-3's static and global ones. Others are asked for every packet.",
                          BooleanValue(true),
                          MakeBooleanAccessor(&OuterOutput::m_cacheRoutes),
                          MakeBooleanChecker())
            .AddAttribute("RouteLifetime",
                          "How long a route may be kept before it is looked up again; bounds the "
                          "time until a change that ns-3 tells nobody about is noticed.",
                          TimeValue(MilliSeconds(10)),
                          MakeTimeAccessor(&OuterOutput::m_routeLifetime),
                          MakeTimeChecker(Time(0)))
            .AddAttribute(
                "MinPathMtu",
                "Least IPv4 path MTU believed, in bytes; a smaller one reported makes "
                "this one stand and DF be left out (net.ipv4.route.min_pmtu).",
                UintegerValue(552),
                MakeUintegerAccessor(&OuterOutput::SetMinPathMtu, &OuterOutput::GetMinPathMtu),
                MakeUintegerChecker<uint32_t>(68, 65535))
            .AddAttribute("PathMtuLifetime",
                          "How long a path MTU learned is remembered (net.ipv4.route.mtu_expires).",
                          TimeValue(Seconds(600)),
                          MakeTimeAccessor(&OuterOutput::SetPathMtuLifetime,
                                           &OuterOutput::GetPathMtuLifetime),
                          MakeTimeChecker(Time(0)))
            .AddTraceSource("Tx",
                            "An IP packet, with its header, enters an interface.",
                            MakeTraceSourceAccessor(&OuterOutput::m_txTrace),
                            "ns3::OuterOutput::TxTracedCallback")
            .AddTraceSource("Drop",
                            "A packet was dropped; without outer IP header.",
                            MakeTraceSourceAccessor(&OuterOutput::m_dropTrace),
                            "ns3::OuterOutput::DropTracedCallback");
    return tid;
}

OuterOutput::OuterOutput() = default;
OuterOutput::~OuterOutput() = default;

Ptr<OuterOutput>
OuterOutput::GetOrCreate(Ptr<Node> node)
{
    Ptr<OuterOutput> output = node->GetObject<OuterOutput>();
    if (!output)
    {
        output = CreateObject<OuterOutput>();
        node->AggregateObject(output);
    }
    return output;
}

void
OuterOutput::NotifyNewAggregate()
{
    m_ipv4 = GetObject<Ipv4L3Protocol>();
    m_ipv6 = GetObject<Ipv6L3Protocol>();
    m_watch.Bump();
    Object::NotifyNewAggregate();
}

void
OuterOutput::DoDispose()
{
    m_ipv4 = nullptr;
    m_ipv6 = nullptr;
    m_watch.Clear();
    Object::DoDispose();
}

void
OuterOutput::SetMinPathMtu(uint32_t mtu)
{
    m_mtus.SetMinPathMtu(mtu);
}

uint32_t
OuterOutput::GetMinPathMtu() const
{
    return m_mtus.GetMinPathMtu();
}

void
OuterOutput::SetPathMtuLifetime(Time lifetime)
{
    m_mtus.SetLifetime(lifetime);
}

Time
OuterOutput::GetPathMtuLifetime() const
{
    return m_mtus.GetLifetime();
}

bool
OuterOutput::IsFresh(const Route& route)
{
    return route.generation != 0 && m_cacheRoutes && Simulator::Now() < route.expires &&
           route.generation == m_watch.GetGeneration() &&
           route.device->GetMtu() == route.deviceMtu &&
           (route.interface4 ? route.interface4->IsUp() : route.interface6->IsUp());
}

void
OuterOutput::NoteRouteChange()
{
    NS_LOG_FUNCTION(this);
    m_settingsUntil = Time(0);
    m_watch.Bump();
}

OuterOutput::SendResult
OuterOutput::Send(const Route& route, Ptr<Packet> payload, const OuterIpFields& fields)
{
    ++m_books.in;
    return route.interface4 ? Send4(route, payload, fields) : Send6(route, payload, fields);
}

OuterOutput::SendResult
OuterOutput::Send4(const Route& route, Ptr<Packet> payload, const OuterIpFields& fields)
{
    if (!route.interface4->IsUp())
    {
        return Drop(payload, LINK_DOWN, DROPPED_LINK);
    }
    const uint32_t size = payload->GetSize();
    Ipv4Header header;
    header.SetSource(fields.source.IsAny() ? route.source.ToIpv4() : fields.source.ToIpv4());
    header.SetDestination(fields.destination.ToIpv4());
    header.SetProtocol(fields.protocol);
    header.SetTos(fields.tos);
    header.SetTtl(fields.ttl || fields.zeroTtl ? fields.ttl : route.hopLimit);
    header.SetIdentification(++m_identification);
    if (route.checksum)
    {
        header.EnableChecksum();
    }
    const bool dontFragment = fields.dontFragment && !route.mtuLocked;
    if (dontFragment)
    {
        header.SetDontFragment();
    }
    else
    {
        header.SetMayFragment();
    }
    if (size + IPV4_HEADER > route.mtu)
    {
        if (dontFragment || size + IPV4_HEADER > IP_LENGTH_MAX)
        {
            return Drop(payload, OUTER_TOO_BIG_DF, DROPPED_TOO_BIG_DF);
        }
        return SendFragments(route, payload, header);
    }
    header.SetPayloadSize(static_cast<uint16_t>(size));
    GiveToInterface(route, payload, header);
    return SENT;
}

void
OuterOutput::GiveToInterface(const Route& route, Ptr<Packet> payload, const Ipv4Header& header)
{
    ++m_books.out;
    if (!m_txTrace.IsEmpty())
    {
        Ptr<Packet> whole = payload->Copy();
        whole->AddHeader(header);
        m_txTrace(whole, route.device);
    }
    route.interface4->Send(payload, header, route.gateway.ToIpv4());
}

OuterOutput::SendResult
OuterOutput::SendFragments(const Route& route, Ptr<Packet> payload, Ipv4Header header)
{
    const uint32_t piece = (route.mtu - IPV4_HEADER) & ~uint32_t(7);
    if (route.mtu < IPV4_HEADER + 8)
    {
        return Drop(payload, FRAGMENT_FAILED, DROPPED_TOO_BIG_DF);
    }
    const uint32_t size = payload->GetSize();
    for (uint32_t offset = 0; offset < size; offset += piece)
    {
        // The last one may use the bytes that rounding down to 8 leaves to the others.
        const bool last = size - offset <= piece;
        const uint32_t length = last ? size - offset : piece;
        header.SetFragmentOffset(static_cast<uint16_t>(offset));
        if (last)
        {
            header.SetLastFragment();
        }
        else
        {
            header.SetMoreFragments();
            ++m_books.fragments;
        }
        header.SetPayloadSize(static_cast<uint16_t>(length));
        GiveToInterface(route, payload->CreateFragment(offset, length), header);
    }
    return SENT;
}

OuterOutput::SendResult
OuterOutput::Send6(const Route& route, Ptr<Packet> payload, const OuterIpFields& fields)
{
    if (!route.interface6->IsUp())
    {
        return Drop(payload, LINK_DOWN, DROPPED_LINK);
    }
    const uint32_t size = payload->GetSize();
    if (size + IPV6_HEADER > route.mtu || size > IP_LENGTH_MAX)
    {
        return Drop(payload, OUTER_TOO_BIG_IPV6, DROPPED_TOO_BIG_IPV6);
    }
    Ipv6Header header;
    header.SetTrafficClass(fields.tos);
    header.SetFlowLabel(fields.flowLabel);
    header.SetPayloadLength(static_cast<uint16_t>(size));
    header.SetNextHeader(fields.protocol);
    header.SetHopLimit(fields.ttl || fields.zeroTtl ? fields.ttl : route.hopLimit);
    header.SetSource(fields.source.IsAny() ? route.source.ToIpv6() : fields.source.ToIpv6());
    header.SetDestination(fields.destination.ToIpv6());
    ++m_books.out;
    if (!m_txTrace.IsEmpty())
    {
        Ptr<Packet> whole = payload->Copy();
        whole->AddHeader(header);
        m_txTrace(whole, route.device);
    }
    route.interface6->Send(payload, header, route.gateway.ToIpv6());
    return SENT;
}

OuterOutput::SendResult
OuterOutput::Drop(Ptr<const Packet> payload, DropReason reason, SendResult result)
{
    NS_LOG_LOGIC("drop: " << reason);
    ++m_books.dropped;
    m_drops.Count(reason);
    m_dropTrace(payload, reason);
    return result;
}

void
OuterOutput::NotePathMtu(const IpAddress& destination, uint32_t mtu)
{
    NS_LOG_FUNCTION(this << destination << mtu);
    Route route;
    if (Lookup(destination, IpAddress(), nullptr, 0, route) && !route.local &&
        m_mtus.NotePathMtu(destination, mtu, route.mtu, Simulator::Now()))
    {
        m_watch.Bump();
    }
}

void
OuterOutput::SetRouteMtu(const IpAddress& prefix, uint8_t length, uint32_t mtu)
{
    m_mtus.SetRouteMtu(prefix, length, mtu);
    m_watch.Bump();
}

void
OuterOutput::SetUnreachable(const IpAddress& prefix, uint8_t length, bool unreachable)
{
    m_mtus.SetUnreachable(prefix, length, unreachable);
    m_watch.Bump();
}

const Books&
OuterOutput::GetBooks() const
{
    return m_books;
}

const DropCounters&
OuterOutput::GetDropCounters() const
{
    return m_drops;
}

} // namespace ns3
