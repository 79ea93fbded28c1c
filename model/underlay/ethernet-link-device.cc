/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/ethernet-link-device.h"

#include "ns3/drop-tail-queue.h"
#include "ns3/error-model.h"
#include "ns3/ethernet-header.h"
#include "ns3/ethernet-link-channel.h"
#include "ns3/fragment-guard.h"
#include "ns3/frame-view.h"
#include "ns3/log.h"
#include "ns3/node.h"
#include "ns3/simulator.h"
#include "ns3/tunnel-ecn.h"
#include "ns3/wire-bytes.h"

#include <algorithm>

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("EthernetLinkDevice");

namespace
{

/// Smallest Ethernet frame without FCS: what is shorter is padded on the wire.
constexpr uint32_t MIN_FRAME = 60;
/// Bytes on the wire beside the frame: preamble and start delimiter 8, FCS 4, gap 12.
constexpr uint32_t WIRE_OVERHEAD = 24;
/// A VLAN tag does not count against the MTU.
constexpr uint32_t VLAN_TAG = 4;

} // namespace

EthernetLinkDevice::EthernetLinkDevice()
    : m_queueDropReason(QUEUE_FULL)
{
    NS_LOG_FUNCTION(this);
}

EthernetLinkDevice::~EthernetLinkDevice()
{
    NS_LOG_FUNCTION(this);
}

void
EthernetLinkDevice::DoDispose()
{
    NS_LOG_FUNCTION(this);
    m_txEvent.Cancel();
    SetQueue(nullptr);
    m_node = nullptr;
    m_channel = nullptr;
    m_receiveErrorModel = nullptr;
    m_txPacket = nullptr;
    m_rxCallback.Nullify();
    m_promiscCallback.Nullify();
    m_rawReceiver.Nullify();
    NetDevice::DoDispose();
}

void
EthernetLinkDevice::Attach(Ptr<EthernetLinkChannel> channel)
{
    NS_LOG_FUNCTION(this << channel);
    m_channel = channel;
    if (!m_queue)
    {
        SetQueue(CreateObject<DropTailQueue<Packet>>());
    }
    channel->Attach(this);
    UpdateCarrier();
    if (Ptr<EthernetLinkDevice> peer = channel->GetPeer(this))
    {
        peer->UpdateCarrier();
    }
}

void
EthernetLinkDevice::SetQueue(Ptr<Queue<Packet>> queue)
{
    NS_LOG_FUNCTION(this << queue);
    auto sink = MakeCallback(&EthernetLinkDevice::QueueDropped, this);
    if (m_queue)
    {
        m_queue->TraceDisconnectWithoutContext("Drop", sink);
    }
    m_queue = queue;
    if (m_queue)
    {
        m_queue->TraceConnectWithoutContext("Drop", sink);
    }
}

Ptr<Queue<Packet>>
EthernetLinkDevice::GetQueue() const
{
    return m_queue;
}

void
EthernetLinkDevice::SetReceiveErrorModel(Ptr<ErrorModel> model)
{
    NS_LOG_FUNCTION(this << model);
    m_receiveErrorModel = model;
}

void
EthernetLinkDevice::SetRawReceiver(RawReceiver receiver)
{
    NS_LOG_FUNCTION(this);
    m_rawReceiver = receiver;
}

void
EthernetLinkDevice::SetEarlyReceiver(EarlyReceiver receiver)
{
    m_earlyReceiver = receiver;
}

// State of the link

void
EthernetLinkDevice::SetUp(bool up)
{
    NS_LOG_FUNCTION(this << up);
    if (up == m_up)
    {
        return;
    }
    const bool before = IsLinkUp();
    m_up = up;
    if (!up && m_channel)
    {
        m_channel->LoseFramesOnTheWay();
    }
    if (before != IsLinkUp())
    {
        LinkChanged();
    }
    if (m_channel)
    {
        m_channel->NotifyPeer(this);
    }
}

bool
EthernetLinkDevice::IsUp() const
{
    return m_up;
}

bool
EthernetLinkDevice::IsLinkUp() const
{
    return m_up && m_carrier;
}

void
EthernetLinkDevice::UpdateCarrier()
{
    bool carrier = false;
    if (m_channel && m_channel->IsUp())
    {
        Ptr<EthernetLinkDevice> peer = m_channel->GetPeer(this);
        carrier = peer && peer->IsUp();
    }
    if (carrier == m_carrier)
    {
        return;
    }
    NS_LOG_LOGIC("carrier " << carrier);
    m_carrier = carrier;
    if (m_up)
    {
        LinkChanged();
    }
}

void
EthernetLinkDevice::LinkChanged()
{
    if (!IsLinkUp())
    {
        AbortTransmission();
    }
    m_linkChangeCallbacks();
}

void
EthernetLinkDevice::AbortTransmission()
{
    if (!m_txEvent.IsExpired())
    {
        m_txEvent.Cancel();
        m_stats.busy -= m_txEnd - Simulator::Now();
        m_txPacket = nullptr;
    }
    if (m_queue)
    {
        m_queueDropReason = LINK_DOWN;
        AccountQueue();
        m_queue->Flush();
        m_queueDropReason = QUEUE_FULL;
    }
}

void
EthernetLinkDevice::AddLinkChangeCallback(Callback<void> callback)
{
    NS_LOG_FUNCTION(this);
    m_linkChangeCallbacks.ConnectWithoutContext(callback);
}

// Sending

bool
EthernetLinkDevice::Send(Ptr<Packet> packet, const Address& dest, uint16_t protocolNumber)
{
    return SendFrom(packet, m_address, dest, protocolNumber);
}

bool
EthernetLinkDevice::SendFrom(Ptr<Packet> packet,
                             const Address& source,
                             const Address& dest,
                             uint16_t protocolNumber)
{
    NS_LOG_FUNCTION(this << packet << source << dest << protocolNumber);
    if (packet->GetSize() > m_mtu + VLAN_TAG)
    {
        m_txIn++;
        DropTx(packet, MTU_LINK);
        return false;
    }
    EthernetHeader header(false);
    header.SetSource(Mac48Address::ConvertFrom(source));
    header.SetDestination(Mac48Address::ConvertFrom(dest));
    header.SetLengthType(protocolNumber);
    packet->AddHeader(header);
    return SendRaw(packet);
}

bool
EthernetLinkDevice::SendRaw(Ptr<Packet> frame)
{
    m_txIn++;
    if (!IsLinkUp() || !m_sendEnable)
    {
        DropTx(frame, IsLinkUp() ? DEVICE_DOWN : LINK_DOWN);
        return false;
    }
    m_macTxTrace(frame);
    AccountQueue();
    const bool marked = IsAboveEcnThreshold(frame->GetSize()) && MarkCongestion(frame);
    if (!m_queue->Enqueue(frame))
    {
        return false;
    }
    m_stats.marks += marked ? 1 : 0;
    m_stats.queueMaxPackets = std::max(m_stats.queueMaxPackets, m_queue->GetNPackets());
    m_stats.queueMaxBytes = std::max(m_stats.queueMaxBytes, m_queue->GetNBytes());
    if (m_txEvent.IsExpired())
    {
        TransmitNext();
    }
    return true;
}

bool
EthernetLinkDevice::IsAboveEcnThreshold(uint32_t size) const
{
    const uint32_t threshold = m_ecnThreshold.GetValue();
    if (threshold == 0)
    {
        return false;
    }
    return m_ecnThreshold.GetUnit() == QueueSizeUnit::PACKETS
               ? m_queue->GetNPackets() + 1 > threshold
               : m_queue->GetNBytes() + size > threshold;
}

bool
EthernetLinkDevice::MarkCongestion(Ptr<Packet> frame)
{
    EthernetHeader header(false);
    if (frame->GetSize() < header.GetSerializedSize())
    {
        return false;
    }
    frame->RemoveHeader(header);
    const FrameView view = FrameView::FromPacket(header.GetLengthType(), frame);
    const uint8_t ecn = view.dsField & ECN_CE;
    const bool capable = view.ipVersion != 0 && (ecn == ECN_ECT0 || ecn == ECN_ECT1);
    if (capable)
    {
        SetInnerEcn(frame, view, ECN_CE);
    }
    frame->AddHeader(header);
    return capable;
}

void
EthernetLinkDevice::TransmitNext()
{
    AccountQueue();
    Ptr<Packet> frame = m_queue->Dequeue();
    if (!frame)
    {
        m_wireRemainder = 0;
        return;
    }
    const uint32_t size = frame->GetSize();
    m_snifferTrace(frame);
    m_promiscSnifferTrace(frame);
    m_phyTxBeginTrace(frame);

    const Time wireTime = TakeWireTime(size);
    m_txEnd = Simulator::Now() + wireTime;
    m_txEvent = Simulator::Schedule(wireTime, &EthernetLinkDevice::TransmitComplete, this);
    m_stats.txFrames++;
    m_stats.txBytes += size;
    m_stats.txWireBytes += std::max(size, MIN_FRAME) + WIRE_OVERHEAD;
    m_stats.busy += wireTime;
    m_txPacket = m_phyTxEndTrace.IsEmpty() ? nullptr : frame;

    // A trace sink may keep the frame, and the far side takes its header off.
    const bool seen = m_txPacket || !m_snifferTrace.IsEmpty() || !m_promiscSnifferTrace.IsEmpty() ||
                      !m_phyTxBeginTrace.IsEmpty() || !m_macTxTrace.IsEmpty();
    m_channel->Transmit(seen ? frame->Copy() : frame, this, wireTime);
}

void
EthernetLinkDevice::TransmitComplete()
{
    NS_LOG_FUNCTION(this);
    if (m_txPacket)
    {
        m_phyTxEndTrace(m_txPacket);
        m_txPacket = nullptr;
    }
    TransmitNext();
}

Time
EthernetLinkDevice::TakeWireTime(uint32_t size)
{
    const uint64_t rate = m_dataRate.GetBitRate();
    const uint64_t bits = uint64_t{8} * (std::max(size, MIN_FRAME) + WIRE_OVERHEAD);
    const uint64_t work = bits * 1000000000 + m_wireRemainder;
    m_wireRemainder = work % rate;
    return NanoSeconds(work / rate);
}

void
EthernetLinkDevice::QueueDropped(Ptr<const Packet> packet)
{
    DropTx(packet, m_queueDropReason);
}

void
EthernetLinkDevice::DropTx(Ptr<const Packet> packet, DropReason reason)
{
    NS_LOG_LOGIC("drop " << packet << " " << reason);
    m_txDropped++;
    m_drops.Count(reason);
    m_macTxDropTrace(packet);
    m_dropTrace(packet, reason);
}

// Receiving

void
EthernetLinkDevice::Receive(Ptr<Packet> packet)
{
    NS_LOG_FUNCTION(this << packet);
    m_rxIn++;
    m_stats.rxFrames++;
    m_stats.rxBytes += packet->GetSize();
    const DropReason bad = CheckArrival(packet);
    if (bad != NO_ERROR)
    {
        m_phyRxDropTrace(packet);
        DropRx(packet, bad);
        return;
    }
    m_promiscSnifferTrace(packet);
    m_phyRxEndTrace(packet);
    if (!m_rawReceiver.IsNull() && m_rawReceiver(packet))
    {
        m_snifferTrace(packet);
        m_rxOut++;
        return;
    }
    const bool tooShort = packet->GetSize() < wire::ETHERNET_HEADER_SIZE;
    if (tooShort || packet->GetSize() > m_mtu + VLAN_TAG + wire::ETHERNET_HEADER_SIZE)
    {
        m_macRxDropTrace(packet);
        DropRx(packet, tooShort ? FRAME_TOO_SHORT : MTU_LINK);
        return;
    }
    const RxHeader header = ReadHeader(packet);
    if (header.packetType != PACKET_OTHERHOST)
    {
        m_snifferTrace(packet);
    }
    // Trace sinks want the whole frame, and those above may have kept it.
    const bool wanted = !m_macRxTrace.IsEmpty() || !m_macPromiscRxTrace.IsEmpty() ||
                        !m_macRxDropTrace.IsEmpty() || !m_dropTrace.IsEmpty() ||
                        !m_promiscSnifferTrace.IsEmpty() || !m_phyRxEndTrace.IsEmpty() ||
                        !m_snifferTrace.IsEmpty() || !m_rawReceiver.IsNull();
    Ptr<const Packet> whole;
    if (wanted)
    {
        whole = packet;
        packet = packet->Copy();
    }
    packet->RemoveAtStart(wire::ETHERNET_HEADER_SIZE);
    DeliverToNode(packet, header, whole);
}

DropReason
EthernetLinkDevice::CheckArrival(Ptr<Packet> packet) const
{
    if (!m_up)
    {
        return LINK_DOWN;
    }
    if (!m_receiveEnable)
    {
        return DEVICE_DOWN;
    }
    if (m_receiveErrorModel && m_receiveErrorModel->IsCorrupt(packet))
    {
        return RECEIVE_ERROR;
    }
    return NO_ERROR;
}

EthernetLinkDevice::RxHeader
EthernetLinkDevice::ReadHeader(Ptr<const Packet> packet) const
{
    uint8_t bytes[wire::ETHERNET_HEADER_SIZE];
    packet->CopyData(bytes, sizeof(bytes));
    RxHeader header;
    header.destination.CopyFrom(bytes);
    header.source.CopyFrom(bytes + 6);
    header.type = wire::ReadU16(bytes + 12);
    if (header.destination == m_address)
    {
        header.packetType = PACKET_HOST;
    }
    else if ((bytes[0] & 1) == 0)
    {
        header.packetType = PACKET_OTHERHOST;
    }
    else
    {
        header.packetType = header.destination.IsBroadcast() ? PACKET_BROADCAST : PACKET_MULTICAST;
    }
    return header;
}

void
EthernetLinkDevice::DeliverToNode(Ptr<Packet> packet,
                                  const RxHeader& header,
                                  Ptr<const Packet> whole)
{
    bool taken = false;
    if (!m_promiscCallback.IsNull())
    {
        if (whole)
        {
            m_macPromiscRxTrace(whole);
        }
        taken = m_promiscCallback(this,
                                  packet,
                                  header.type,
                                  header.source,
                                  header.destination,
                                  header.packetType);
    }
    else if (header.packetType == PACKET_HOST && header.type == FrameView::ETHERTYPE_IPV4 &&
             !m_earlyReceiver.IsNull() && m_earlyReceiver(this, packet, header.source))
    {
        if (whole)
        {
            m_macRxTrace(whole);
        }
        m_rxOut++;
        return;
    }
    DropReason reason = ADDRESS_FILTER;
    StackInput input;
    if (header.packetType != PACKET_OTHERHOST)
    {
        reason = input.Check(*this, packet, header.type);
        if (reason == NO_ERROR)
        {
            if (whole)
            {
                m_macRxTrace(whole);
            }
            taken = (!m_rxCallback.IsNull() &&
                     m_rxCallback(this, packet, header.type, header.source)) ||
                    taken;
            reason = NO_HANDLER;
        }
    }
    if (taken)
    {
        m_rxOut++;
        return;
    }
    if (whole)
    {
        m_macRxDropTrace(whole);
    }
    DropRx(whole, reason);
}

void
EthernetLinkDevice::LostOnTheWay(Ptr<const Packet> packet)
{
    m_phyRxDropTrace(packet);
    m_dropTrace(packet, LINK_DOWN);
}

void
EthernetLinkDevice::DropRx(Ptr<const Packet> packet, DropReason reason)
{
    NS_LOG_LOGIC("drop " << packet << " " << reason);
    m_rxDropped++;
    m_drops.Count(reason);
    m_dropTrace(packet, reason);
}

} // namespace ns3
