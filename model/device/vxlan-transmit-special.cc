/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

/**
 * @file
 * The way of a frame out of a VXLAN device with options that most devices have not: proxy, route
 * short circuit, metadata, nexthop groups, extensions of the header.
 */

#include "ns3/arp-cache.h"
#include "ns3/ipv4-interface.h"
#include "ns3/ipv4-l3-protocol.h"
#include "ns3/ipv6-interface.h"
#include "ns3/ipv6-l3-protocol.h"
#include "ns3/log.h"
#include "ns3/ndisc-cache.h"
#include "ns3/neighbor-suppression.h"
#include "ns3/partial-checksum-tag.h"
#include "ns3/simulator.h"
#include "ns3/vxlan-extensions.h"
#include "ns3/vxlan-net-device.h"
#include "ns3/wire-bytes.h"

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("VxlanTransmitSpecial");

bool
VxlanNetDevice::TransmitSpecial(InnerFrame& frame)
{
    if (m_config.external)
    {
        TransmitExternal(frame);
        return false;
    }
    return !(m_config.proxy && Suppress(frame));
}

void
VxlanNetDevice::TransmitExternal(InnerFrame& frame)
{
    TunnelMetadataTag tag;
    const bool tagged = frame.packet->RemovePacketTag(tag) && !tag.IsReceived();
    if (!tagged && !m_egress)
    {
        DropTx(frame, TUNNEL_TXINFO);
        return;
    }
    if (m_config.gpe && VxlanGpeToHeader(frame.etherType) == 0)
    {
        ++m_stats.tx.errors;
        DropTx(frame, GPE_PROTOCOL);
        return;
    }
    if (!m_config.remcsumTx)
    {
        PartialChecksumTag::Complete(frame.packet);
    }
    const TunnelMetadata& metadata = m_egress ? *m_egress : tag.GetMetadata();
    FrameFacts facts = Inspect(frame);
    facts.policy = metadata.hasGroupPolicy ? metadata.groupPolicy : 0;
    if (facts.view.truncated || metadata.destination.IsAny())
    {
        ++m_stats.tx.dropped;
        DropTx(frame, facts.view.truncated ? INNER_HEADER_TRUNCATED : REMOTE_ANY);
        return;
    }
    // What the metadata says stands in place of the device's options.
    VxlanConfig config = m_config;
    config.vni = metadata.key;
    config.remote = metadata.destination;
    config.local = metadata.source;
    config.ttl = metadata.ttl;
    config.ttlInherit = false;
    config.tos = metadata.tos;
    config.tosInherit = false;
    config.df = metadata.dontFragment ? VXLAN_DF_SET : VXLAN_DF_UNSET;
    config.flowLabel = metadata.flowLabel;
    config.flowLabelInherit = false;
    config.udpChecksum = metadata.checksum;
    config.udpZeroChecksum6Tx = !metadata.checksum;
    config.localBypass = false;
    Remote remote;
    remote.address = metadata.destination;
    remote.port = metadata.port;
    RemoteCache cache;
    FillCache(cache, remote, config);
    TransmitTo(frame, facts, cache, config);
}

void
VxlanNetDevice::TransmitNoAddress(InnerFrame& frame, const FrameFacts& facts, const Remote& remote)
{
    if (remote.nexthop != 0 && m_nexthops)
    {
        Remote member;
        member.address = m_nexthops->Select(remote.nexthop, facts.hash >> 1);
        if (!member.address.IsAny())
        {
            RemoteCache cache;
            FillCache(cache, member, m_config);
            TransmitTo(frame, facts, cache, m_config);
            return;
        }
    }
    if (facts.shortCircuit)
    {
        // The neighbour is behind this device's own bridge (vxlan_encap_bypass()).
        ++m_stats.tx.packets;
        m_stats.tx.bytes += frame.packet->GetSize() + wire::ETHERNET_HEADER_SIZE;
        ++m_books.out;
        ReceiveBypass(frame, m_config.vni);
        return;
    }
    ++m_stats.tx.dropped;
    DropTx(frame, REMOTE_ANY);
}

bool
VxlanNetDevice::FindNeighbor(const IpAddress& address, Neighbor& neighbor) const
{
    if (const Neighbor* known = m_neighbors.Find(address))
    {
        neighbor = *known;
        return true;
    }
    // Or the IP stack on the device knows it.
    if (address.IsIpv4())
    {
        const Ptr<Ipv4L3Protocol> ipv4 = m_node->GetObject<Ipv4L3Protocol>();
        const int32_t index = ipv4 ? ipv4->GetInterfaceForDevice(Ptr<const NetDevice>(this)) : -1;
        const Ptr<ArpCache> cache = index < 0 ? nullptr : ipv4->GetInterface(index)->GetArpCache();
        ArpCache::Entry* entry = cache ? cache->Lookup(address.ToIpv4()) : nullptr;
        if (!entry)
        {
            return false;
        }
        neighbor.mac = entry->IsWaitReply() || entry->IsDead()
                           ? Mac48Address()
                           : Mac48Address::ConvertFrom(entry->GetMacAddress());
        neighbor.state = entry->IsPermanent()                      ? NEIGH_PERMANENT
                         : entry->IsAlive() && !entry->IsExpired() ? NEIGH_NOARP
                                                                   : NEIGH_STALE;
        return true;
    }
    const Ptr<Ipv6L3Protocol> ipv6 = m_node->GetObject<Ipv6L3Protocol>();
    const int32_t index = ipv6 ? ipv6->GetInterfaceForDevice(Ptr<const NetDevice>(this)) : -1;
    const Ptr<NdiscCache> cache = index < 0 ? nullptr : ipv6->GetInterface(index)->GetNdiscCache();
    NdiscCache::Entry* entry = cache ? cache->Lookup(address.ToIpv6()) : nullptr;
    if (!entry)
    {
        return false;
    }
    neighbor.mac =
        entry->IsIncomplete() ? Mac48Address() : Mac48Address::ConvertFrom(entry->GetMacAddress());
    neighbor.state = entry->IsPermanent()   ? NEIGH_PERMANENT
                     : entry->IsReachable() ? NEIGH_NOARP
                                            : NEIGH_STALE;
    return true;
}

bool
VxlanNetDevice::Suppress(InnerFrame& frame)
{
    const NeighborQuery query = NeighborQuery::Read(frame.etherType, frame.packet, frame.source);
    if (query.kind == NeighborQuery::NOT_OURS)
    {
        return false;
    }
    if (query.kind == NeighborQuery::TRUNCATED)
    {
        ++m_stats.tx.dropped;
    }
    const bool ipv6 = query.target.IsIpv6();
    Neighbor neighbor;
    if (query.kind != NeighborQuery::ASKS || (ipv6 && !m_ipv6))
    {
        DropTx(frame, NEIGHBOR_SUPPRESSED);
        return true;
    }
    if (!FindNeighbor(query.target, neighbor))
    {
        if (m_config.l3miss)
        {
            m_l3MissTrace(query.target);
        }
        DropTx(frame, NEIGHBOR_SUPPRESSED);
        return true;
    }
    const Time now = Simulator::Now();
    bool answer = query.answerable && NeighborTable::IsConnected(neighbor, now);
    bool router = false;
    if (answer)
    {
        // ARP counts as use of the entry, neighbour discovery does not.
        const FdbEntry* entry = ipv6 ? m_fdb.Find(neighbor.mac, m_config.vni)
                                     : m_fdb.Lookup(neighbor.mac, m_config.vni, now);
        if (entry)
        {
            const Remote& first = m_fdb.GetRemote(m_fdb.GetRemotes(*entry)[0]);
            // A neighbour on this side of the tunnel answers itself.
            answer = first.nexthop != 0 || !first.address.IsAny();
            router = (entry->GetFlags() & FDB_ROUTER) != 0;
        }
    }
    if (!answer)
    {
        DropTx(frame, NEIGHBOR_SUPPRESSED);
        return true;
    }
    ++m_books.consumed;
    ++m_books.originated;
    DeliverLater(InnerFrame{query.Answer(neighbor.mac, router),
                            query.senderMac,
                            neighbor.mac,
                            frame.etherType});
    return true;
}

bool
VxlanNetDevice::ShortCircuit(InnerFrame& frame)
{
    if (frame.destination.IsGroup())
    {
        return false;
    }
    const FrameView view = Look(frame);
    const bool ip = frame.etherType == FrameView::ETHERTYPE_IPV4 ||
                    frame.etherType == FrameView::ETHERTYPE_IPV6;
    if (!ip || view.ipVersion == 0)
    {
        return false;
    }
    Neighbor neighbor;
    if (!FindNeighbor(view.destination, neighbor))
    {
        if (m_config.l3miss)
        {
            m_l3MissTrace(view.destination);
        }
        return false;
    }
    if (neighbor.mac == frame.destination)
    {
        return false;
    }
    frame.source = frame.destination;
    frame.destination = neighbor.mac;
    return true;
}

void
VxlanNetDevice::ExtendHeader(InnerFrame& frame,
                             const FrameFacts& facts,
                             RemoteCache& cache,
                             const VxlanConfig& config) const
{
    uint32_t flags = VxlanHeader::FLAG_VNI;
    uint32_t vni = cache.vni << 8;
    PartialChecksumTag partial;
    if (config.remcsumTx && frame.packet->PeekPacketTag(partial))
    {
        const VxlanRemoteChecksum checksum{
            static_cast<uint16_t>(partial.GetStart() + wire::ETHERNET_HEADER_SIZE),
            partial.GetOffset()};
        if (VxlanRcoToHeader(checksum, flags, vni))
        {
            frame.packet->RemovePacketTag(partial);
        }
        else
        {
            PartialChecksumTag::Complete(frame.packet);
        }
    }
    if (config.gbp)
    {
        flags |= VxlanGbpToHeader(facts.policy);
    }
    if (config.gpe)
    {
        flags |= VxlanGpeToHeader(frame.etherType);
    }
    VxlanHeader header;
    header.SetWords(flags, vni);
    cache.header.SetVxlan(header);
}

} // namespace ns3
