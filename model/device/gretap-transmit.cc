/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

/**
 * @file
 * The way of a frame out of a GRETAP device: Linux's gre_tap_xmit() and ip_tunnel_xmit().
 */

#include "ns3/gretap-encapsulation.h"
#include "ns3/gretap-net-device.h"
#include "ns3/icmp-reply.h"
#include "ns3/ipv4-l3-protocol.h"
#include "ns3/log.h"
#include "ns3/tunnel-ecn.h"

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("GretapTransmit");

namespace
{

/// Least MTU of an IPv6 path; Linux does not answer with less.
constexpr uint32_t IPV6_MIN_MTU = 1280;
/// IP protocol number of ICMP.
constexpr uint8_t PROTOCOL_ICMP = 1;
/// IP protocol number of ICMPv6.
constexpr uint8_t PROTOCOL_ICMP6 = 58;

} // namespace

void
GretapNetDevice::Transmit(InnerFrame& frame)
{
    const FrameView view = GretapSeenInner(FrameView::FromPacket(frame.etherType, frame.packet),
                                           m_effective.GetHeaderSize());
    if (view.IsTruncatedUntagged())
    {
        ++m_stats.tx.dropped;
        DropTx(frame, INNER_HEADER_TRUNCATED);
        return;
    }
    // A number is used up even if the packet is not sent.
    const uint32_t sequence = m_effective.outputSequence ? m_outputNumber++ : 0;
    if (m_effective.remote.IsAny())
    {
        ++m_stats.tx.errors;
        ++m_stats.tx.fifoErrors;
        DropTx(frame, REMOTE_ANY);
        return;
    }
    const uint8_t tos = GretapOuterTos(m_effective, view);
    if (!FindRoute(view, tos))
    {
        ++m_stats.tx.errors;
        ++m_stats.tx.carrierErrors;
        DropTx(frame, NO_ROUTE);
        return;
    }
    if (m_route.device == this)
    {
        ++m_stats.tx.errors;
        ++m_stats.tx.collisions;
        DropTx(frame, ROUTE_LOOP);
        return;
    }
    const bool df = GretapOuterDf(m_effective, view);
    if (!CheckSize(frame, view, df))
    {
        ++m_stats.tx.errors;
        DropTx(frame, PKT_TOO_BIG_REPLIED);
        return;
    }
    Encapsulate(frame, view, sequence, tos, df);
}

bool
GretapNetDevice::FindRoute(const FrameView& view, uint8_t tos)
{
    const bool cached = !(m_effective.tosInherit && view.ipVersion != 0);
    if (cached && m_routed && m_output->IsFresh(m_route))
    {
        return true;
    }
    OuterFlow flow;
    flow.protocol = GreOuterHeader::IP_PROTOCOL;
    m_routed = m_output->Lookup(m_effective.remote,
                                m_effective.local,
                                m_effective.lowerDevice,
                                tos,
                                m_route,
                                flow);
    return m_routed;
}

bool
GretapNetDevice::CheckSize(const InnerFrame& frame, const FrameView& view, bool df)
{
    const uint32_t overhead = m_effective.GetOverhead();
    const uint32_t path = m_route.mtu > overhead ? m_route.mtu - overhead : 0;
    const uint32_t mtu = df ? path : m_mtu;
    if (frame.packet->GetSize() <= mtu)
    {
        return true;
    }
    const bool ipv4 = view.etherType == FrameView::ETHERTYPE_IPV4 && view.dontFragment;
    const bool ipv6 = view.etherType == FrameView::ETHERTYPE_IPV6 && mtu >= IPV6_MIN_MTU;
    if (!ipv4 && !ipv6)
    {
        return true;
    }
    SendTooBig(frame, view, mtu);
    return false;
}

void
GretapNetDevice::SendTooBig(const InnerFrame& frame, const FrameView& view, uint32_t mtu)
{
    if (!MayAnswerWithIcmp(frame.packet, view))
    {
        return;
    }
    if (view.ipVersion == 4)
    {
        // Linux answers only packets that its own IP layer routed into the device.
        const Ptr<Ipv4L3Protocol> ipv4 = m_node->GetObject<Ipv4L3Protocol>();
        if (frame.source != m_address || ipv4->GetInterfaceForDevice(this) < 0)
        {
            return;
        }
    }
    OuterOutput::Route route;
    if (!m_output->Lookup(view.source, IpAddress(), nullptr, 0, route))
    {
        return;
    }
    Ptr<Packet> message;
    OuterIpFields ip;
    ip.source = route.source;
    ip.destination = view.source;
    if (view.ipVersion == 4)
    {
        ip.protocol = PROTOCOL_ICMP;
        message = BuildIcmpv4Error(ICMP4_UNREACHABLE, ICMP4_CODE_FRAG_NEEDED, mtu, frame.packet);
    }
    else
    {
        ip.protocol = PROTOCOL_ICMP6;
        message = BuildIcmpv6Error(ICMP6_PACKET_TOO_BIG,
                                   0,
                                   mtu,
                                   route.source.ToIpv6(),
                                   view.source.ToIpv6(),
                                   frame.packet);
    }
    ++m_books.originated;
    ++m_books.out;
    m_output->Send(route, message, ip);
}

void
GretapNetDevice::Encapsulate(InnerFrame& frame,
                             const FrameView& view,
                             uint32_t sequence,
                             uint8_t tos,
                             bool df)
{
    OuterIpFields ip;
    ip.destination = m_effective.remote;
    ip.protocol = GreOuterHeader::IP_PROTOCOL;
    ip.tos = EcnEncapsulate(view.dsField, tos);
    ip.ttl = GretapOuterTtl(m_effective, view);
    ip.zeroTtl = view.ipVersion != 0;
    ip.dontFragment = df;
    if (m_effective.outputSequence)
    {
        m_header.SetSequence(sequence);
    }
    m_header.SetInner(frame.destination, frame.source, frame.etherType);
    if (m_effective.outputChecksum && m_checksums)
    {
        m_header.ComputeChecksum(frame.packet);
    }
    if (!m_encapsulatedTrace.IsEmpty())
    {
        TunnelOuterInfo info;
        info.source = m_route.source;
        info.destination = ip.destination;
        info.protocol = ip.protocol;
        info.tos = ip.tos;
        info.ttl = ip.ttl || ip.zeroTtl ? ip.ttl : m_route.hopLimit;
        info.dontFragment = df;
        info.hasKey = m_effective.hasOutputKey;
        info.key = m_effective.outputKey;
        m_encapsulatedTrace(WithEthernet(frame), info);
    }
    const uint32_t bytes = frame.packet->GetSize() - view.networkOffset;
    frame.packet->AddHeader(m_header);
    ++m_books.out;
    CountSent(m_output->Send(m_route, frame.packet, ip), bytes, false);
}

} // namespace ns3
