/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

/**
 * @file
 * The way of a packet into a GRETAP device: Linux's ip_tunnel_rcv().
 */

#include "ns3/gretap-net-device.h"
#include "ns3/log.h"
#include "ns3/tunnel-decapsulation.h"
#include "ns3/tunnel-ecn.h"
#include "ns3/wire-bytes.h"

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("GretapReceive");

namespace
{

/**
 * ip_tunnel_rcv() finds the protocol behind VLAN tags, but reads (and writes) the DS field where
 * the IP header of an untagged frame would be: it takes the tag for it.
 *
 * @param view The frame; its IP header is moved there.
 * @param bytes What follows the Ethernet header.
 * @param available How many bytes.
 */
void
MisplaceHeader(FrameView& view, const uint8_t* bytes, uint32_t available)
{
    const uint16_t protocol = view.networkProtocol;
    const bool isIpv4 = protocol == FrameView::ETHERTYPE_IPV4;
    view.ipVersion = 0;
    if (available >= 2 && (isIpv4 || protocol == FrameView::ETHERTYPE_IPV6))
    {
        view.ipVersion = isIpv4 ? 4 : 6;
        view.networkOffset = 0;
        view.dsField = isIpv4 ? bytes[1] : static_cast<uint8_t>((bytes[0] << 4) | (bytes[1] >> 4));
    }
}

} // namespace

void
GretapNetDevice::ReceiveGre(Ptr<Packet> packet, const GrePacket& outer)
{
    ++m_books.in;
    const uint32_t headers = outer.greSize + wire::ETHERNET_HEADER_SIZE;
    if (outer.available < headers)
    {
        DropRx(packet, INNER_ETHERNET_TRUNCATED);
        return;
    }
    const uint8_t* ethernet = outer.bytes + outer.greSize;
    const InnerFrame frame{packet,
                           wire::ReadMac(ethernet),
                           wire::ReadMac(ethernet + 6),
                           wire::ReadU16(ethernet + 12)};
    packet->RemoveAtStart(headers);
    m_stats.rx.multicast += outer.destination.IsMulticast() ? 1 : 0;
    DropReason reason = CheckOptions(outer.gre);
    if (reason == NO_ERROR)
    {
        reason = DecapsulateIp(frame, outer);
    }
    if (reason != NO_ERROR)
    {
        ++m_stats.rx.errors;
        DropRx(frame, reason);
        return;
    }
    ++m_stats.rx.packets;
    m_stats.rx.bytes += packet->GetSize() + wire::ETHERNET_HEADER_SIZE;
    if (!m_decapsulatedTrace.IsEmpty())
    {
        TunnelOuterInfo info;
        info.source = outer.source;
        info.destination = outer.destination;
        info.protocol = GreOuterHeader::IP_PROTOCOL;
        info.tos = outer.tos;
        info.ttl = outer.ttl;
        info.hasKey = outer.gre.HasKey();
        info.key = outer.gre.GetKey();
        m_decapsulatedTrace(WithEthernet(frame), info);
    }
    DeliverUp(frame);
}

DropReason
GretapNetDevice::CheckOptions(const GreHeader& gre)
{
    if (gre.HasChecksum() != m_effective.inputChecksum)
    {
        ++m_stats.rx.crcErrors;
        return GRE_CHECKSUM_FLAG;
    }
    if (m_effective.inputSequence)
    {
        const int32_t ahead = static_cast<int32_t>(gre.GetSequence() - m_inputNumber);
        if (!gre.HasSequence() || (m_inputNumber != 0 && ahead < 0))
        {
            ++m_stats.rx.fifoErrors;
            return GRE_SEQUENCE;
        }
        m_inputNumber = gre.GetSequence() + 1;
    }
    return NO_ERROR;
}

DropReason
GretapNetDevice::DecapsulateIp(const InnerFrame& frame, const GrePacket& outer)
{
    const uint32_t headers = outer.greSize + wire::ETHERNET_HEADER_SIZE;
    const ReceivedIp ip = ReceivedIp::Look(frame.etherType,
                                           outer.bytes + headers,
                                           outer.available - headers,
                                           frame.packet->GetSize());
    if (ip.truncated)
    {
        ++m_stats.rx.lengthErrors;
        return INNER_IP_TRUNCATED;
    }
    const bool tagged = frame.etherType == FrameView::ETHERTYPE_VLAN ||
                        frame.etherType == FrameView::ETHERTYPE_QINQ;
    if ((!ip.isIp && !tagged) || (outer.tos & 3) == 0)
    {
        return NO_ERROR; // nothing to take over
    }
    FrameView view = FrameView::FromPacket(frame.etherType, frame.packet);
    if (tagged)
    {
        MisplaceHeader(view, outer.bytes + headers, outer.available - headers);
    }
    if (view.ipVersion == 0)
    {
        return NO_ERROR;
    }
    const EcnDecision ecn = EcnDecapsulate(outer.tos, view.dsField);
    if (ecn.drop)
    {
        ++m_stats.rx.frameErrors;
        return IP_TUNNEL_ECN;
    }
    // INET_ECN_set_ce() wants room for the whole header where it takes it to be.
    if (frame.packet->GetSize() >= view.networkOffset + (view.ipVersion == 4 ? 20U : 40U))
    {
        SetInnerEcn(frame.packet, view, ecn.innerEcn);
    }
    return NO_ERROR;
}

} // namespace ns3
