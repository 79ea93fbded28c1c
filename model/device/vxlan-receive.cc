/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

/**
 * @file
 * The way of a packet into a VXLAN device: Linux's vxlan_rcv(), from where the device is known.
 */

#include "ns3/log.h"
#include "ns3/simulator.h"
#include "ns3/tunnel-decapsulation.h"
#include "ns3/tunnel-ecn.h"
#include "ns3/vxlan-net-device.h"
#include "ns3/wire-bytes.h"

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("VxlanReceive");

void
VxlanNetDevice::ReceiveUdp(Ptr<Packet> packet, const UdpTunnelPacket& outer)
{
    ++m_books.in;
    const uint64_t words = (static_cast<uint64_t>(outer.flagsWord) << 32) | outer.vniWord;
    if (words & m_reservedBits)
    {
        ++m_stats.rx.errors;
        ++m_stats.rx.frameErrors;
        DropRx(packet, RESERVED_BITS);
        return;
    }
    if (m_specialRx)
    {
        ReceiveSpecial(packet, outer);
        return;
    }
    if (outer.available < VxlanOuterHeader::SIZE)
    {
        DropRx(packet, INNER_ETHERNET_TRUNCATED);
        return;
    }
    packet->RemoveAtStart(VxlanOuterHeader::SIZE);
    ReceiveEthernet(packet,
                    outer,
                    outer.bytes + VxlanOuterHeader::GPE_SIZE,
                    outer.available - VxlanOuterHeader::GPE_SIZE);
}

void
VxlanNetDevice::ReceiveEthernet(Ptr<Packet> packet,
                                const UdpTunnelPacket& outer,
                                const uint8_t* bytes,
                                uint32_t available)
{
    const InnerFrame frame{packet,
                           wire::ReadMac(bytes),
                           wire::ReadMac(bytes + 6),
                           wire::ReadU16(bytes + 12)};
    DropReason reason = frame.source == m_address ? LOCAL_MAC : NO_ERROR;
    if (reason == NO_ERROR && m_config.learning)
    {
        reason = Snoop(frame, outer);
    }
    if (reason == NO_ERROR)
    {
        reason = DecapsulateIp(frame,
                               outer.tos,
                               bytes + wire::ETHERNET_HEADER_SIZE,
                               available - wire::ETHERNET_HEADER_SIZE);
    }
    if (reason != NO_ERROR)
    {
        DropRx(frame, reason);
        return;
    }
    Deliver(frame, outer);
}

void
VxlanNetDevice::Deliver(const InnerFrame& frame, const UdpTunnelPacket& outer)
{
    ++m_stats.rx.packets;
    m_stats.rx.bytes += frame.packet->GetSize();
    if (!m_decapsulatedTrace.IsEmpty())
    {
        TunnelOuterInfo info;
        info.source = outer.source;
        info.destination = outer.destination;
        info.protocol = VxlanOuterHeader::IP_PROTOCOL;
        info.tos = outer.tos;
        info.ttl = outer.ttl;
        info.sourcePort = outer.sourcePort;
        info.destinationPort = outer.destinationPort;
        info.key = outer.vniWord >> 8;
        m_decapsulatedTrace(WithEthernet(frame), info);
    }
    DeliverUp(frame, m_config.gpe);
}

DropReason
VxlanNetDevice::Snoop(const InnerFrame& frame, const UdpTunnelPacket& outer)
{
    const uint32_t link = outer.source.IsIpv6() && outer.source.IsLinkLocal()
                              ? TunnelNode::GetLinkIndex(outer.device)
                              : 0;
    switch (m_fdb.Learn(frame.source, outer.vniWord >> 8, outer.source, link, Simulator::Now()))
    {
    case FdbLearn::CREATED:
        ScheduleAge();
        break;
    case FdbLearn::DROP_ENTRY_EXISTS:
        return VXLAN_ENTRY_EXISTS;
    case FdbLearn::DROP_INVALID_SOURCE:
        return MAC_INVALID_SOURCE;
    case FdbLearn::REFRESHED:
    case FdbLearn::ROAMED:
    case FdbLearn::LIMIT:
    case FdbLearn::IGNORED:
        break;
    }
    return NO_ERROR;
}

DropReason
VxlanNetDevice::DecapsulateIp(const InnerFrame& frame,
                              uint8_t tos,
                              const uint8_t* bytes,
                              uint32_t available)
{
    const ReceivedIp ip =
        ReceivedIp::Look(frame.etherType, bytes, available, frame.packet->GetSize());
    if (ip.truncated)
    {
        ++m_stats.rx.errors;
        ++m_stats.rx.lengthErrors;
        return INNER_IP_TRUNCATED;
    }
    if (!ip.isIp)
    {
        return NO_ERROR;
    }
    const EcnDecision ecn = EcnDecapsulate(tos, ip.dsField);
    if (ecn.drop)
    {
        ++m_stats.rx.errors;
        ++m_stats.rx.frameErrors;
        return IP_TUNNEL_ECN;
    }
    if (ecn.innerEcn != (ip.dsField & 3))
    {
        SetInnerEcn(frame.packet,
                    FrameView::FromPacket(frame.etherType, frame.packet),
                    ecn.innerEcn);
    }
    return NO_ERROR;
}

void
VxlanNetDevice::ReceiveBypass(const InnerFrame& frame, uint32_t vni)
{
    ++m_books.in;
    if (m_config.learning)
    {
        const IpAddress loopback = m_config.GetFamily() == IpAddress::IPV6
                                       ? IpAddress(Ipv6Address::GetLoopback())
                                       : IpAddress(Ipv4Address::GetLoopback());
        m_fdb.Learn(frame.source, vni, loopback, 0, Simulator::Now());
        ScheduleAge();
    }
    ++m_stats.rx.packets;
    m_stats.rx.bytes += frame.packet->GetSize() + wire::ETHERNET_HEADER_SIZE;
    DeliverLater(frame);
}

} // namespace ns3
