/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

/**
 * @file
 * The way of a packet into a VXLAN device with extensions of the header or metadata.
 */

#include "ns3/log.h"
#include "ns3/packet-mark-tag.h"
#include "ns3/partial-checksum-tag.h"
#include "ns3/vxlan-extensions.h"
#include "ns3/vxlan-net-device.h"
#include "ns3/wire-bytes.h"

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("VxlanReceiveSpecial");

void
VxlanNetDevice::ReceiveSpecial(Ptr<Packet> packet, const UdpTunnelPacket& outer)
{
    const uint16_t protocol = m_config.gpe ? VxlanGpeFromHeader(outer.flagsWord) : 0;
    if (m_config.gpe && protocol == 0)
    {
        DropRx(packet, GPE_PROTOCOL);
        return;
    }
    if (!m_config.gpe && outer.available < VxlanOuterHeader::SIZE)
    {
        DropRx(packet, INNER_ETHERNET_TRUNCATED);
        return;
    }
    if (m_config.external)
    {
        TunnelMetadata metadata;
        metadata.key = outer.vniWord >> 8;
        metadata.source = outer.source;
        metadata.destination = outer.destination;
        metadata.tos = outer.tos;
        metadata.ttl = outer.ttl;
        metadata.sourcePort = outer.sourcePort;
        metadata.port = outer.destinationPort;
        metadata.checksum = wire::ReadU16(outer.bytes + 6) != 0;
        metadata.hasGroupPolicy =
            m_config.gbp && VxlanGbpFromHeader(outer.flagsWord, metadata.groupPolicy);
        TunnelMetadataTag(metadata, true).Replace(packet);
    }
    packet->RemoveAtStart(VxlanOuterHeader::GPE_SIZE);
    if (m_config.remcsumRx && !CompleteChecksum(packet, outer))
    {
        DropRx(packet, INNER_HEADER_TRUNCATED);
        return;
    }
    uint32_t mark = 0;
    if (m_config.gbp && !m_config.external && VxlanGbpFromHeader(outer.flagsWord, mark))
    {
        PacketMarkTag::Set(packet, mark);
    }
    const uint8_t* bytes = outer.bytes + VxlanOuterHeader::GPE_SIZE;
    const uint32_t available = outer.available - VxlanOuterHeader::GPE_SIZE;
    if (!m_config.gpe)
    {
        packet->RemoveAtStart(wire::ETHERNET_HEADER_SIZE);
        ReceiveEthernet(packet, outer, bytes, available);
        return;
    }
    const InnerFrame frame{packet, m_address, m_address, protocol};
    const DropReason reason = DecapsulateIp(frame, outer.tos, bytes, available);
    if (reason != NO_ERROR)
    {
        DropRx(frame, reason);
        return;
    }
    Deliver(frame, outer);
}

bool
VxlanNetDevice::CompleteChecksum(Ptr<Packet> packet, const UdpTunnelPacket& outer)
{
    VxlanRemoteChecksum checksum;
    if (!VxlanRcoFromHeader(outer.flagsWord, outer.vniWord, checksum))
    {
        return true;
    }
    if (checksum.start + checksum.offset + 2U > packet->GetSize())
    {
        return false;
    }
    // Linux forgets about it when it begins before the network header (skb_postpull_rcsum()).
    if (checksum.start < wire::ETHERNET_HEADER_SIZE)
    {
        return true;
    }
    const PartialChecksumTag tag(static_cast<uint16_t>(checksum.start - wire::ETHERNET_HEADER_SIZE),
                                 checksum.offset);
    uint8_t type[2];
    const Ptr<Packet> inner =
        packet->CreateFragment(wire::ETHERNET_HEADER_SIZE,
                               packet->GetSize() - wire::ETHERNET_HEADER_SIZE);
    const Ptr<Packet> ethernet = packet->CreateFragment(12, 2);
    ethernet->CopyData(type, 2);
    const FrameView view = FrameView::FromPacket(wire::ReadU16(type), inner);
    const bool fits = view.transportOffset == tag.GetStart() && tag.GetStart() != 0 &&
                      tag.GetOffset() == (view.ipProtocol == 17 ? 6 : 16) &&
                      (view.ipProtocol == 17 || view.ipProtocol == 6);
    if (!fits)
    {
        // Not where a checksum belongs: left as it came, as Linux hands it up.
        return true;
    }
    const PartialChecksumTag whole(checksum.start, checksum.offset);
    packet->AddPacketTag(whole);
    PartialChecksumTag::Complete(packet);
    return true;
}

} // namespace ns3
