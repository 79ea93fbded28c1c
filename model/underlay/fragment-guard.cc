/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/fragment-guard.h"

#include "ns3/ipv4-header.h"
#include "ns3/ipv4-l3-protocol.h"
#include "ns3/ipv6-extension-demux.h"
#include "ns3/ipv6-extension.h"
#include "ns3/ipv6-header.h"
#include "ns3/ipv6-interface.h"
#include "ns3/ipv6-l3-protocol.h"
#include "ns3/log.h"
#include "ns3/simulator.h"
#include "ns3/uinteger.h"

#include <algorithm>
#include <tuple>

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("FragmentGuard");

NS_OBJECT_ENSURE_REGISTERED(FragmentGuard);

namespace
{

/// What a fragment counts for besides its bytes: sk_buff and skb_shared_info.
constexpr uint32_t FRAGMENT_OVERHEAD = 576;

/// Ipv6L3Protocol::Receive.
bool
IsForNode6(Ptr<Ipv6L3Protocol> ipv6, Ipv6Address destination, int32_t interface)
{
    if (!destination.IsMulticast())
    {
        return ipv6->GetInterfaceForAddress(destination) >= 0;
    }
    return destination.IsAllNodesMulticast() ||
           (destination.IsAllRoutersMulticast() && ipv6->IsForwarding(interface)) ||
           ipv6->GetInterface(interface)->IsSolicitedMulticastAddress(destination) ||
           ipv6->IsRegisteredMulticastAddress(destination) ||
           ipv6->IsRegisteredMulticastAddress(destination, interface);
}

} // namespace

bool
FragmentGuard::Key::operator<(const Key& other) const
{
    return std::tie(identification, source, destination, protocol) <
           std::tie(other.identification, other.source, other.destination, other.protocol);
}

TypeId
FragmentGuard::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::FragmentGuard")
            .SetParent<Object>()
            .SetGroupName("Tunnel")
            .AddConstructor<FragmentGuard>()
            .AddAttribute("HighThreshold",
                          "net.ipv4.ipfrag_high_thresh and net.ipv6.ip6frag_high_thresh: while "
                          "incomplete datagrams of an IP version count for more bytes than this, "
                          "no fragment is taken.",
                          UintegerValue(4 * 1024 * 1024),
                          MakeUintegerAccessor(&FragmentGuard::m_highThreshold),
                          MakeUintegerChecker<uint32_t>());
    return tid;
}

Ptr<FragmentGuard>
FragmentGuard::GetOrCreate(Ptr<Node> node)
{
    Ptr<FragmentGuard> guard = node->GetObject<FragmentGuard>();
    if (!guard)
    {
        guard = CreateObject<FragmentGuard>();
        node->AggregateObject(guard);
    }
    return guard;
}

void
FragmentGuard::NotifyNewAggregate()
{
    if (!m_node)
    {
        m_node = PeekPointer(GetObject<Node>());
    }
    Object::NotifyNewAggregate();
}

void
FragmentGuard::DoDispose()
{
    m_completing = nullptr;
    m_node = nullptr;
    for (Table& table : m_tables)
    {
        table = Table();
    }
    Object::DoDispose();
}

bool
FragmentGuard::IsForNode(const IpFragment& fragment, Ptr<NetDevice> device)
{
    const Ptr<Node> node = device->GetNode();
    if (fragment.source.IsIpv4())
    {
        const auto ipv4 = node->GetObject<Ipv4L3Protocol>();
        const int32_t interface = ipv4 ? ipv4->GetInterfaceForDevice(device) : -1;
        return interface >= 0 &&
               ipv4->IsDestinationAddress(fragment.destination.ToIpv4(), interface);
    }
    const auto ipv6 = node->GetObject<Ipv6L3Protocol>();
    const int32_t interface = ipv6 ? ipv6->GetInterfaceForDevice(device) : -1;
    return interface >= 0 && IsForNode6(ipv6, fragment.destination.ToIpv6(), interface);
}

/// Has ns-3 say when it delivers a datagram: then it holds no fragments of it any more.
void
FragmentGuard::Watch(bool ipv6)
{
    m_tables[ipv6].isWatched = true;
    if (ipv6)
    {
        m_node->GetObject<Ipv6L3Protocol>()->TraceConnectWithoutContext(
            "LocalDeliver",
            MakeCallback(&FragmentGuard::Delivered6, this));
    }
    else
    {
        m_node->GetObject<Ipv4L3Protocol>()->TraceConnectWithoutContext(
            "LocalDeliver",
            MakeCallback(&FragmentGuard::Delivered4, this));
    }
}

Time
FragmentGuard::GetTimeout(bool ipv6) const
{
    TimeValue timeout(Seconds(60));
    Ptr<Object> owner;
    if (!ipv6)
    {
        owner = m_node->GetObject<Ipv4L3Protocol>();
    }
    else if (const auto demux = m_node->GetObject<Ipv6ExtensionDemux>())
    {
        owner = demux->GetExtension(Ipv6Header::IPV6_EXT_FRAGMENTATION);
    }
    if (owner)
    {
        owner->GetAttributeFailSafe("FragmentExpirationTimeout", timeout);
    }
    return timeout.Get();
}

void
FragmentGuard::Erase(Table& table, Datagrams::iterator datagram)
{
    table.memory -= datagram->memory;
    table.index.erase(datagram->key);
    table.datagrams.erase(datagram);
}

void
FragmentGuard::Expire(Table& table) const
{
    const Time now = Simulator::Now();
    while (!table.datagrams.empty() && table.datagrams.front().expires < now)
    {
        Erase(table, table.datagrams.begin());
    }
}

FragmentGuard::Datagram&
FragmentGuard::Create(Table& table, const Key& key, const IpFragment& fragment)
{
    const auto datagram = table.datagrams.emplace(table.datagrams.end());
    datagram->key = key;
    datagram->destination = fragment.destination;
    datagram->protocol = fragment.protocol;
    datagram->headerSize = fragment.headerSize;
    datagram->timeout = GetTimeout(fragment.source.IsIpv6());
    table.index[key] = datagram;
    return *datagram;
}

/// inet_frag_queue_insert.
DropReason
FragmentGuard::Insert(Datagram& datagram, uint32_t begin, uint32_t end)
{
    auto& runs = datagram.runs;
    if (runs.empty() || runs.back().end < end)
    {
        if (runs.empty() || runs.back().end < begin)
        {
            runs.push_back({begin, end});
        }
        else if (runs.back().end == begin)
        {
            runs.back().end = end;
        }
        else
        {
            return FRAGMENT_OVERLAP;
        }
        return NO_ERROR;
    }
    // The first run that does not lie before it.
    const auto run =
        std::upper_bound(runs.begin(), runs.end(), begin, [](uint32_t at, const Run& other) {
            return at < other.end;
        });
    if (end <= run->begin)
    {
        runs.insert(run, {begin, end});
        return NO_ERROR;
    }
    return run->begin <= begin && end <= run->end ? FRAGMENT_DUPLICATE : FRAGMENT_OVERLAP;
}

/// ip_frag_queue, ip6_frag_queue.
DropReason
FragmentGuard::Add(Datagram& datagram, const IpFragment& fragment)
{
    const uint32_t end = fragment.end;
    const bool beyond = datagram.hasLast && end > datagram.length;
    const bool tooShort = !fragment.more && end < datagram.length;
    if (beyond || tooShort || fragment.begin == end)
    {
        return FRAGMENT_OVERLAP;
    }
    const DropReason reason = Insert(datagram, fragment.begin, end);
    // As in Linux, a last fragment counts as such even if its bytes have come before.
    datagram.hasLast = datagram.hasLast || !fragment.more;
    datagram.length = std::max(datagram.length, end);
    return reason;
}

DropReason
FragmentGuard::Check(const IpFragment& fragment)
{
    m_completing = nullptr;
    const bool ipv6 = fragment.source.IsIpv6();
    Table& table = m_tables[ipv6];
    Expire(table);
    const Key key{fragment.source,
                  ipv6 ? IpAddress() : fragment.destination,
                  fragment.identification,
                  ipv6 ? uint8_t{0} : fragment.protocol};
    auto found = table.index.find(key);
    if (found != table.index.end() && found->second->expires < Simulator::Now())
    {
        Erase(table, found->second);
        found = table.index.end();
    }
    if (ipv6 && fragment.begin == 0 && !fragment.more)
    {
        // A datagram in one piece (RFC 6946), but ns-3 would mix it with what it holds.
        return found == table.index.end() ? NO_ERROR : FRAGMENT_OVERLAP;
    }
    if (table.memory > m_highThreshold)
    {
        return FRAGMENT_MEMORY;
    }
    if (!table.isWatched)
    {
        Watch(ipv6);
    }
    Datagram& datagram = found == table.index.end() ? Create(table, key, fragment) : *found->second;
    if (datagram.isRefused || (ipv6 && (datagram.destination != fragment.destination ||
                                        datagram.protocol != fragment.protocol ||
                                        datagram.headerSize != fragment.headerSize)))
    {
        return FRAGMENT_OVERLAP;
    }
    return Take(table, datagram, fragment);
}

DropReason
FragmentGuard::Take(Table& table, Datagram& datagram, const IpFragment& fragment)
{
    const DropReason reason = Add(datagram, fragment);
    if (reason != NO_ERROR)
    {
        NS_LOG_LOGIC("fragment " << fragment.identification << " " << fragment.begin << ".."
                                 << fragment.end << ": " << reason);
        datagram.isRefused = reason != FRAGMENT_DUPLICATE;
        if (datagram.received == 0)
        {
            Erase(table, table.index.find(datagram.key)->second); // ns-3 holds nothing
        }
        return reason;
    }
    const uint32_t size = fragment.end - fragment.begin;
    datagram.received += size;
    datagram.memory += size + FRAGMENT_OVERHEAD;
    table.memory += size + FRAGMENT_OVERHEAD;
    datagram.expires = Simulator::Now() + datagram.timeout;
    table.datagrams.splice(table.datagrams.end(),
                           table.datagrams,
                           table.index.find(datagram.key)->second);
    if (datagram.hasLast && datagram.received == datagram.length)
    {
        // If ns-3 does not deliver it now, it does not have all that was let up.
        datagram.isRefused = true;
        m_completing = &datagram;
    }
    return NO_ERROR;
}

void
FragmentGuard::Delivered(bool ipv6)
{
    if (m_completing && m_completing->key.source.IsIpv6() == ipv6)
    {
        Table& table = m_tables[ipv6];
        Erase(table, table.index.find(m_completing->key)->second);
        m_completing = nullptr;
    }
}

void
FragmentGuard::Delivered4(const Ipv4Header& /* header */,
                          Ptr<const Packet> /* packet */,
                          uint32_t /* interface */)
{
    Delivered(false);
}

void
FragmentGuard::Delivered6(const Ipv6Header& /* header */,
                          Ptr<const Packet> /* packet */,
                          uint32_t /* interface */)
{
    Delivered(true);
}

DropReason
StackInput::CheckFragment(NetDevice& device, const IpFragment& fragment)
{
    if (!FragmentGuard::IsForNode(fragment, &device))
    {
        return NO_ERROR; // routed on as it is
    }
    m_guard = FragmentGuard::GetOrCreate(device.GetNode());
    return m_guard->Check(fragment);
}

} // namespace ns3
