/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

/**
 * @file
 * The way of a frame out of a VXLAN device: remotes, routes, outer headers.
 */

#include "ns3/flow-hash.h"
#include "ns3/log.h"
#include "ns3/packet-mark-tag.h"
#include "ns3/partial-checksum-tag.h"
#include "ns3/simulator.h"
#include "ns3/tunnel-ecn.h"
#include "ns3/vxlan-encapsulation.h"
#include "ns3/vxlan-net-device.h"
#include "ns3/wire-bytes.h"

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("VxlanTransmit");

void
VxlanNetDevice::Transmit(InnerFrame& frame)
{
    if (m_specialTx && !TransmitSpecial(frame))
    {
        return;
    }
    if (!m_config.remcsumTx && frame.packet->GetPacketTagIterator().HasNext())
    {
        PartialChecksumTag::Complete(frame.packet);
    }
    const Time now = Simulator::Now();
    const FdbEntry* entry = m_fdb.Lookup(frame.destination, m_config.vni, now);
    bool shortCircuit = false;
    if (m_config.rsc && entry && (entry->GetFlags() & FDB_ROUTER))
    {
        shortCircuit = ShortCircuit(frame);
        // Also when the destination is the same: a sink of L3Miss may have changed the entry.
        entry = m_fdb.Lookup(frame.destination, m_config.vni, now);
    }
    if (!entry)
    {
        entry = m_fdb.Lookup(Mac48Address(), m_config.vni, now);
    }
    if (!entry)
    {
        if (m_config.l2miss && !frame.destination.IsGroup())
        {
            m_l2MissTrace(frame.destination);
        }
        ++m_stats.tx.dropped;
        DropTx(frame, NO_TX_TARGET);
        return;
    }
    FrameFacts facts = Inspect(frame);
    facts.shortCircuit = shortCircuit;
    facts.policy = m_config.gbp ? PacketMarkTag::Get(frame.packet) : 0;
    const RemoteIds remotes = m_fdb.GetRemotes(*entry);
    if (remotes.size() == 1)
    {
        TransmitOne(frame, facts, remotes[0]);
        return;
    }
    // A trace sink may change the FDB while the copies go out.
    const std::vector<RemoteId> ids(remotes.begin(), remotes.end());
    for (std::size_t i = 1; i < ids.size(); ++i)
    {
        InnerFrame copy = frame;
        copy.packet = frame.packet->Copy();
        ++m_books.copies;
        TransmitOne(copy, facts, ids[i]);
    }
    TransmitOne(frame, facts, ids[0]);
}

FrameView
VxlanNetDevice::Look(const InnerFrame& frame)
{
    // An IPv4 header of any length with ports fits into fewer bytes than a frame of any kind.
    constexpr uint32_t IPV4_PEEK = 64;
    uint8_t bytes[FrameView::PEEK_SIZE];
    const bool isIpv4 = frame.etherType == FrameView::ETHERTYPE_IPV4;
    const uint32_t available =
        frame.packet->CopyData(bytes, isIpv4 ? IPV4_PEEK : FrameView::PEEK_SIZE);
    return FrameView::Parse(frame.etherType, bytes, available, frame.packet->GetSize());
}

VxlanNetDevice::FrameFacts
VxlanNetDevice::Inspect(const InnerFrame& frame) const
{
    const uint32_t size = frame.packet->GetSize();
    FrameFacts facts;
    facts.view = Look(frame);
    facts.bytes = size - facts.view.networkOffset;
    uint32_t hash = FlowHash(facts.view);
    if (hash == 0)
    {
        hash = MacHash(frame.destination, frame.source, frame.etherType);
    }
    facts.hash = hash;
    const bool ownRange = m_config.sourcePortMin < m_config.sourcePortMax;
    facts.sourcePort =
        TunnelSourcePort(hash,
                         ownRange ? m_config.sourcePortMin : m_tunnelNode->GetLocalPortMin(),
                         ownRange ? m_config.sourcePortMax : m_tunnelNode->GetLocalPortMax());
    return facts;
}

VxlanNetDevice::RemoteCache&
VxlanNetDevice::GetCache(RemoteId id)
{
    while (m_cache.size() <= id)
    {
        m_cache.emplace_back();
    }
    RemoteCache& cache = m_cache[id];
    const uint32_t generation = m_fdb.GetRemoteGeneration(id);
    if (cache.generation != generation)
    {
        cache.generation = generation;
        FillCache(cache, m_fdb.GetRemote(id), m_config);
    }
    return cache;
}

void
VxlanNetDevice::FillCache(RemoteCache& cache, const Remote& remote, const VxlanConfig& config)
{
    cache.remote = remote;
    cache.routed = false;
    cache.ip.destination = remote.address;
    cache.ip.source = IpAddress();
    cache.ip.protocol = VxlanOuterHeader::IP_PROTOCOL;
    cache.ip.flowLabel = config.flowLabel;
    cache.port = remote.port ? remote.port : config.destinationPort;
    cache.vni = remote.hasVni ? remote.vni : config.vni;
    cache.header.SetPorts(0, cache.port);
    cache.header.SetVxlan(VxlanHeader(cache.vni));
    cache.header.SetInnerEthernet(!config.gpe);
}

bool
VxlanNetDevice::FindRoute(RemoteCache& cache,
                          const FrameFacts& facts,
                          const VxlanConfig& config,
                          uint8_t tos)
{
    if (tos == 0 && cache.routed && m_output->IsFresh(cache.route))
    {
        return true;
    }
    OuterFlow flow;
    flow.protocol = VxlanOuterHeader::IP_PROTOCOL;
    flow.sourcePort = facts.sourcePort;
    flow.destinationPort = cache.port;
    cache.routed = m_output->Lookup(cache.remote.address,
                                    config.local,
                                    TunnelNode::GetDevice(m_node, cache.remote.ifIndex),
                                    tos,
                                    cache.route,
                                    flow);
    return cache.routed;
}

void
VxlanNetDevice::TransmitOne(InnerFrame& frame, const FrameFacts& facts, RemoteId id)
{
    if (facts.view.truncated)
    {
        ++m_stats.tx.dropped;
        DropTx(frame, INNER_HEADER_TRUNCATED);
        return;
    }
    RemoteCache& cache = GetCache(id);
    if (cache.remote.address.IsAny())
    {
        TransmitNoAddress(frame, facts, cache.remote);
        return;
    }
    TransmitTo(frame, facts, cache, m_config);
}

void
VxlanNetDevice::TransmitTo(InnerFrame& frame,
                           const FrameFacts& facts,
                           RemoteCache& cache,
                           const VxlanConfig& config)
{
    const uint8_t tos = VxlanOuterTos(config, facts.view);
    if (!FindRoute(cache, facts, config, tos))
    {
        ++m_stats.tx.errors;
        ++m_stats.tx.carrierErrors;
        DropTx(frame, NO_ROUTE);
        return;
    }
    if (cache.route.device == this)
    {
        ++m_stats.tx.errors;
        ++m_stats.tx.collisions;
        DropTx(frame, ROUTE_LOOP);
        return;
    }
    if (cache.route.local && config.localBypass)
    {
        Bypass(frame, cache);
        return;
    }
    const uint32_t headroom = config.GetHeadroom();
    if (facts.bytes + headroom > cache.route.mtu && cache.route.mtu > headroom && IsBridgePort() &&
        ReplyTooBig(frame, cache.route.mtu - headroom))
    {
        DropTx(frame, PKT_TOO_BIG_REPLIED);
        return;
    }
    Encapsulate(frame, facts, cache, config, tos);
}

void
VxlanNetDevice::Encapsulate(InnerFrame& frame,
                            const FrameFacts& facts,
                            RemoteCache& cache,
                            const VxlanConfig& config,
                            uint8_t tos)
{
    const bool ipv6 = cache.remote.address.IsIpv6();
    cache.ip.tos = EcnEncapsulate(facts.view.dsField, tos);
    cache.ip.ttl = VxlanOuterTtl(config, facts.view, cache.remote.address.IsMulticast());
    cache.ip.dontFragment = VxlanOuterDf(config, facts.view);
    if (config.flowLabelInherit)
    {
        cache.ip.flowLabel = facts.view.flowLabel;
    }
    cache.header.SetSourcePort(facts.sourcePort);
    cache.header.SetInner(frame.destination, frame.source, frame.etherType);
    if (frame.packet->GetPacketTagIterator().HasNext())
    {
        // A mark is the sending node's own; only group policy takes it further.
        PacketMarkTag::Set(frame.packet, 0);
    }
    if (m_specialTx)
    {
        ExtendHeader(frame, facts, cache, config);
    }
    cache.header.SetPayloadSize(frame.packet->GetSize());
    if (m_checksums && (ipv6 ? !config.udpZeroChecksum6Tx : config.udpChecksum))
    {
        cache.header.ComputeChecksum(cache.route.source, cache.remote.address, frame.packet);
    }
    if (!m_encapsulatedTrace.IsEmpty())
    {
        TunnelOuterInfo info;
        info.source = cache.route.source;
        info.destination = cache.remote.address;
        info.protocol = VxlanOuterHeader::IP_PROTOCOL;
        info.tos = cache.ip.tos;
        info.ttl = cache.ip.ttl ? cache.ip.ttl : cache.route.hopLimit;
        info.dontFragment = !ipv6 && cache.ip.dontFragment;
        info.sourcePort = facts.sourcePort;
        info.destinationPort = cache.port;
        info.key = cache.vni;
        m_encapsulatedTrace(WithEthernet(frame), info);
    }
    frame.packet->AddHeader(cache.header);
    ++m_books.out;
    CountSent(m_output->Send(cache.route, frame.packet, cache.ip), facts.bytes, ipv6);
}

void
VxlanNetDevice::Bypass(InnerFrame& frame, const RemoteCache& cache)
{
    UdpTunnelKey key = GetKey();
    key.port = cache.port;
    // Linux looks for a socket bound to the interface, and there is none.
    auto* target = cache.remote.ifIndex == 0
                       ? dynamic_cast<Input*>(m_demux->Find(key, cache.vni, 0))
                       : nullptr;
    if (!target)
    {
        ++m_stats.tx.errors;
        DropTx(frame, TUNNEL_NOT_FOUND);
        return;
    }
    ++m_stats.tx.packets;
    m_stats.tx.bytes += frame.packet->GetSize() + wire::ETHERNET_HEADER_SIZE;
    ++m_books.out;
    target->GetDevice().ReceiveBypass(frame, cache.vni);
}

} // namespace ns3
