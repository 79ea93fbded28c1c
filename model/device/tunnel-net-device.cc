/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/tunnel-net-device.h"

#include "ns3/abort.h"
#include "ns3/boolean.h"
#include "ns3/bridge-net-device.h"
#include "ns3/ethernet-header.h"
#include "ns3/fragment-guard.h"
#include "ns3/icmp-reply.h"
#include "ns3/linux-bridge-net-device.h"
#include "ns3/log.h"
#include "ns3/simulator.h"
#include "ns3/tunnel-channel.h"
#include "ns3/uinteger.h"
#include "ns3/wire-bytes.h"

#include <algorithm>

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("TunnelNetDevice");

NS_OBJECT_ENSURE_REGISTERED(TunnelNetDevice);

namespace
{

/// Least MTU of an Ethernet device in Linux (ETH_MIN_MTU).
constexpr uint32_t MIN_MTU = 68;
/// Bytes of a VLAN tag; a tagged frame may be this much larger than the MTU.
constexpr uint32_t VLAN_TAG_SIZE = 4;
/// Bytes that Linux needs of a received frame's payload to take its VLAN tag off
/// (skb_vlan_untag()).
constexpr uint32_t VLAN_UNTAG_SIZE = 6;

/**
 * @param etherType an EtherType
 * @return whether it is a VLAN tag's
 */
bool
IsVlan(uint16_t etherType)
{
    return etherType == FrameView::ETHERTYPE_VLAN || etherType == FrameView::ETHERTYPE_QINQ;
}

} // namespace

TypeId
TunnelNetDevice::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::TunnelNetDevice")
            .SetParent<NetDevice>()
            .SetGroupName("Tunnel")
            .AddAttribute("Address",
                          "MAC address; zero: one is allocated when the device is added to a node.",
                          Mac48AddressValue(Mac48Address("00:00:00:00:00:00")),
                          MakeMac48AddressAccessor(&TunnelNetDevice::SetMacAddress,
                                                   &TunnelNetDevice::GetMacAddress),
                          MakeMac48AddressChecker())
            .AddAttribute(
                "Mtu",
                "Largest network-layer packet in bytes; 0: as Linux chooses it when the "
                "device is added to a node.",
                UintegerValue(0),
                MakeUintegerAccessor(&TunnelNetDevice::SetMtuAttribute, &TunnelNetDevice::GetMtu),
                MakeUintegerChecker<uint16_t>())
            .AddAttribute("Up",
                          "Whether the device is up, or goes up when the simulation starts.",
                          BooleanValue(true),
                          MakeBooleanAccessor(&TunnelNetDevice::SetUpAttribute,
                                              &TunnelNetDevice::GetUpAttribute),
                          MakeBooleanChecker())
            .AddTraceSource("MacTx",
                            "A frame that is to be sent.",
                            MakeTraceSourceAccessor(&TunnelNetDevice::m_macTxTrace),
                            "ns3::Packet::TracedCallback")
            .AddTraceSource("MacTxDrop",
                            "A frame that was to be sent and is dropped here.",
                            MakeTraceSourceAccessor(&TunnelNetDevice::m_macTxDropTrace),
                            "ns3::Packet::TracedCallback")
            .AddTraceSource("MacPromiscRx",
                            "A received frame that goes up, whatever its destination.",
                            MakeTraceSourceAccessor(&TunnelNetDevice::m_macPromiscRxTrace),
                            "ns3::Packet::TracedCallback")
            .AddTraceSource("MacRx",
                            "A received frame that goes up to this node's own protocols.",
                            MakeTraceSourceAccessor(&TunnelNetDevice::m_macRxTrace),
                            "ns3::Packet::TracedCallback")
            .AddTraceSource("MacRxDrop",
                            "A received frame that is dropped here.",
                            MakeTraceSourceAccessor(&TunnelNetDevice::m_macRxDropTrace),
                            "ns3::Packet::TracedCallback")
            .AddTraceSource("Sniffer",
                            "Frames sent, and received for this node.",
                            MakeTraceSourceAccessor(&TunnelNetDevice::m_snifferTrace),
                            "ns3::Packet::TracedCallback")
            .AddTraceSource("PromiscSniffer",
                            "Frames sent and received.",
                            MakeTraceSourceAccessor(&TunnelNetDevice::m_promiscSnifferTrace),
                            "ns3::Packet::TracedCallback")
            .AddTraceSource("Drop",
                            "A frame that is dropped here, and why.",
                            MakeTraceSourceAccessor(&TunnelNetDevice::m_dropTrace),
                            "ns3::TunnelNetDevice::DropTracedCallback")
            .AddTraceSource("Encapsulated",
                            "A frame that is sent, and its outer headers; once per remote.",
                            MakeTraceSourceAccessor(&TunnelNetDevice::m_encapsulatedTrace),
                            "ns3::TunnelNetDevice::OuterTracedCallback")
            .AddTraceSource("Decapsulated",
                            "A frame that is received, and its outer headers.",
                            MakeTraceSourceAccessor(&TunnelNetDevice::m_decapsulatedTrace),
                            "ns3::TunnelNetDevice::OuterTracedCallback");
    return tid;
}

TunnelNetDevice::TunnelNetDevice()
    : m_address("00:00:00:00:00:00")
{
}

TunnelNetDevice::~TunnelNetDevice() = default;

void
TunnelNetDevice::DoInitialize()
{
    if (m_wantUp && !m_up)
    {
        const LinkResult result = SetUp(true);
        NS_ABORT_MSG_UNLESS(result.IsOk(),
                            GetInstanceTypeId().GetName()
                                << " of node " << m_node->GetId() << " cannot go up: " << result);
    }
    NetDevice::DoInitialize();
}

void
TunnelNetDevice::DoDispose()
{
    m_up = false;
    m_rxCallback =
        MakeNullCallback<bool, Ptr<NetDevice>, Ptr<const Packet>, uint16_t, const Address&>();
    m_promiscCallback = MakeNullCallback<bool,
                                         Ptr<NetDevice>,
                                         Ptr<const Packet>,
                                         uint16_t,
                                         const Address&,
                                         const Address&,
                                         NetDevice::PacketType>();
    if (m_channel)
    {
        m_channel->Dispose();
        m_channel = nullptr;
    }
    m_output = nullptr;
    m_tunnelNode = nullptr;
    m_node = nullptr;
    NetDevice::DoDispose();
}

LinkResult
TunnelNetDevice::SetUp(bool up)
{
    NS_LOG_FUNCTION(this << up);
    m_wantUp = up;
    if (!m_node || up == m_up)
    {
        return LinkResult();
    }
    if (m_removed)
    {
        return LinkResult(LinkError::NODEV);
    }
    if (up)
    {
        m_output = OuterOutput::GetOrCreate(m_node);
        m_checksums = Node::ChecksumEnabled();
        const LinkResult result = Open();
        if (!result.IsOk())
        {
            return result;
        }
        m_up = true;
    }
    else
    {
        m_up = false;
        Close();
    }
    // The first time, what is configured beforehand must stay: ns-3's ARP and neighbour caches
    // drop everything, permanent entries too, when a link changes.
    if (m_hasBeenUp)
    {
        m_linkChange();
    }
    m_hasBeenUp = true;
    return LinkResult();
}

void
TunnelNetDevice::Remove()
{
    NS_LOG_FUNCTION(this);
    if (!m_node || m_removed)
    {
        return;
    }
    SetUp(false);
    Detach();
    m_removed = true;
}

bool
TunnelNetDevice::IsUp() const
{
    return m_up;
}

void
TunnelNetDevice::SetUpAttribute(bool up)
{
    Accept(SetUp(up));
}

bool
TunnelNetDevice::GetUpAttribute() const
{
    return m_wantUp;
}

LinkResult
TunnelNetDevice::ChangeMtu(uint32_t mtu)
{
    if (mtu < MIN_MTU || mtu > 65535 || (m_node && mtu > GetMaxMtu()))
    {
        return LinkResult(LinkError::INVAL);
    }
    m_mtu = mtu;
    return LinkResult();
}

bool
TunnelNetDevice::SetMtu(const uint16_t mtu)
{
    return ChangeMtu(mtu).IsOk();
}

bool
TunnelNetDevice::SetMtuAttribute(uint16_t mtu)
{
    if (mtu == 0 && !m_node)
    {
        m_mtu = 0;
        return true;
    }
    return Accept(ChangeMtu(mtu));
}

uint16_t
TunnelNetDevice::GetMtu() const
{
    return static_cast<uint16_t>(m_mtu);
}

bool
TunnelNetDevice::Accept(const LinkResult& result) const
{
    NS_ABORT_MSG_UNLESS(result.IsOk(),
                        GetInstanceTypeId().GetName() << ": configuration refused: " << result);
    return true;
}

const LinkStats&
TunnelNetDevice::GetStats() const
{
    return m_stats;
}

const DropCounters&
TunnelNetDevice::GetDropCounters() const
{
    return m_drops;
}

const Books&
TunnelNetDevice::GetBooks() const
{
    return m_books;
}

void
TunnelNetDevice::SetNode(Ptr<Node> node)
{
    NS_LOG_FUNCTION(this << node);
    NS_ABORT_MSG_IF(m_node, "The device is on a node already");
    const LinkResult result = Validate(node);
    NS_ABORT_MSG_UNLESS(result.IsOk(),
                        GetInstanceTypeId().GetName()
                            << " cannot be added to node " << node->GetId() << ": " << result);
    m_tunnelNode = TunnelNode::GetOrCreate(node);
    m_output = OuterOutput::GetOrCreate(node);
    m_node = node;
    if (m_address == Mac48Address("00:00:00:00:00:00"))
    {
        m_address = Mac48Address::Allocate();
    }
    m_mtu = m_mtu == 0 ? GetDefaultMtu() : std::min(m_mtu, GetMaxMtu());
    m_channel = CreateObject<TunnelChannel>();
    m_channel->SetDevice(this);
    Attach();
}

Ptr<Node>
TunnelNetDevice::GetNode() const
{
    return m_node;
}

void
TunnelNetDevice::SetIfIndex(const uint32_t index)
{
    m_ifIndex = index;
}

uint32_t
TunnelNetDevice::GetIfIndex() const
{
    return m_ifIndex;
}

Ptr<Channel>
TunnelNetDevice::GetChannel() const
{
    return m_channel;
}

void
TunnelNetDevice::SetAddress(Address address)
{
    m_address = Mac48Address::ConvertFrom(address);
}

Address
TunnelNetDevice::GetAddress() const
{
    return m_address;
}

void
TunnelNetDevice::SetMacAddress(Mac48Address address)
{
    NS_ABORT_MSG_IF(address.IsGroup(), "A device cannot have the address " << address);
    m_address = address;
}

Mac48Address
TunnelNetDevice::GetMacAddress() const
{
    return m_address;
}

bool
TunnelNetDevice::IsLinkUp() const
{
    return m_up;
}

void
TunnelNetDevice::AddLinkChangeCallback(Callback<void> callback)
{
    m_linkChange.ConnectWithoutContext(callback);
}

bool
TunnelNetDevice::IsBroadcast() const
{
    return true;
}

Address
TunnelNetDevice::GetBroadcast() const
{
    return Mac48Address::GetBroadcast();
}

bool
TunnelNetDevice::IsMulticast() const
{
    return true;
}

Address
TunnelNetDevice::GetMulticast(Ipv4Address multicastGroup) const
{
    return Mac48Address::GetMulticast(multicastGroup);
}

Address
TunnelNetDevice::GetMulticast(Ipv6Address addr) const
{
    return Mac48Address::GetMulticast(addr);
}

bool
TunnelNetDevice::IsBridge() const
{
    return false;
}

bool
TunnelNetDevice::IsPointToPoint() const
{
    return false;
}

bool
TunnelNetDevice::NeedsArp() const
{
    return true;
}

bool
TunnelNetDevice::SupportsSendFrom() const
{
    return true;
}

void
TunnelNetDevice::SetReceiveCallback(NetDevice::ReceiveCallback cb)
{
    m_rxCallback = cb;
}

void
TunnelNetDevice::SetPromiscReceiveCallback(NetDevice::PromiscReceiveCallback cb)
{
    m_promiscCallback = cb;
}

bool
TunnelNetDevice::Send(Ptr<Packet> packet, const Address& dest, uint16_t protocolNumber)
{
    return SendFrom(packet, m_address, dest, protocolNumber);
}

bool
TunnelNetDevice::SendFrom(Ptr<Packet> packet,
                          const Address& source,
                          const Address& dest,
                          uint16_t protocolNumber)
{
    NS_LOG_FUNCTION(this << packet << source << dest << protocolNumber);
    InnerFrame frame{packet,
                     Mac48Address::ConvertFrom(dest),
                     Mac48Address::ConvertFrom(source),
                     protocolNumber};
    ++m_books.in;
    if (!m_up)
    {
        DropTx(frame, DEVICE_DOWN);
        return false;
    }
    if (packet->GetSize() > m_mtu + (IsVlan(protocolNumber) ? VLAN_TAG_SIZE : 0))
    {
        DropTx(frame, MTU_EXCEEDED);
        return false;
    }
    if (!m_macTxTrace.IsEmpty() || !m_snifferTrace.IsEmpty() || !m_promiscSnifferTrace.IsEmpty())
    {
        const Ptr<Packet> whole = WithEthernet(frame);
        m_macTxTrace(whole);
        m_promiscSnifferTrace(whole);
        m_snifferTrace(whole);
    }
    const TunnelNode::Nesting nesting(*m_tunnelNode);
    if (nesting.IsTooDeep())
    {
        ++m_stats.tx.dropped;
        DropTx(frame, ROUTE_LOOP);
        return true;
    }
    Transmit(frame);
    return true;
}

void
TunnelNetDevice::DeliverUp(const InnerFrame& frame, bool forHost)
{
    if (IsVlan(frame.etherType) && frame.packet->GetSize() < VLAN_UNTAG_SIZE)
    {
        DropRx(frame, INNER_VLAN_TRUNCATED);
        return;
    }
    PacketType type = PACKET_OTHERHOST;
    if (frame.destination == m_address)
    {
        type = PACKET_HOST;
    }
    else if (frame.destination.IsGroup())
    {
        type = frame.destination.IsBroadcast() ? PACKET_BROADCAST : PACKET_MULTICAST;
    }
    Ptr<Packet> whole;
    if (!m_promiscSnifferTrace.IsEmpty() || !m_macPromiscRxTrace.IsEmpty() ||
        !m_macRxTrace.IsEmpty() || !m_snifferTrace.IsEmpty())
    {
        whole = WithEthernet(frame);
        m_promiscSnifferTrace(whole);
    }
    const bool promiscuous = !m_promiscCallback.IsNull();
    if (promiscuous)
    {
        if (whole)
        {
            m_macPromiscRxTrace(whole);
        }
        ++m_books.out;
        m_promiscCallback(this,
                          frame.packet,
                          frame.etherType,
                          frame.source,
                          frame.destination,
                          type);
    }
    DropReason reason = ADDRESS_FILTER;
    StackInput input;
    if (type != PACKET_OTHERHOST || forHost)
    {
        reason = input.Check(*this, frame.packet, frame.etherType);
    }
    if (reason != NO_ERROR)
    {
        // A bridge has had it: then it has not come to its end here.
        if (!promiscuous)
        {
            DropRx(frame, reason);
        }
        return;
    }
    m_books.out += promiscuous ? 0 : 1;
    if (whole)
    {
        m_snifferTrace(whole);
        m_macRxTrace(whole);
    }
    if (!m_rxCallback.IsNull())
    {
        m_rxCallback(this, frame.packet, frame.etherType, frame.source);
    }
}

void
TunnelNetDevice::DropTx(const InnerFrame& frame, DropReason reason)
{
    NS_LOG_LOGIC("frame not sent: " << reason);
    Ptr<Packet> whole;
    if (!m_macTxDropTrace.IsEmpty() || !m_dropTrace.IsEmpty())
    {
        whole = WithEthernet(frame);
        m_macTxDropTrace(whole);
    }
    NoteDrop(whole, reason);
}

void
TunnelNetDevice::DropRx(const InnerFrame& frame, DropReason reason)
{
    Ptr<Packet> whole;
    if (!m_macRxDropTrace.IsEmpty() || !m_dropTrace.IsEmpty())
    {
        whole = WithEthernet(frame);
    }
    DropRx(whole, reason);
}

void
TunnelNetDevice::DropRx(Ptr<const Packet> packet, DropReason reason)
{
    NS_LOG_LOGIC("received and dropped: " << reason);
    m_macRxDropTrace(packet);
    NoteDrop(packet, reason);
}

void
TunnelNetDevice::NoteDrop(Ptr<const Packet> packet, DropReason reason)
{
    ++m_books.dropped;
    m_drops.Count(reason);
    m_dropTrace(packet, reason);
}

Ptr<Packet>
TunnelNetDevice::WithEthernet(const InnerFrame& frame)
{
    EthernetHeader header(false);
    header.SetDestination(frame.destination);
    header.SetSource(frame.source);
    header.SetLengthType(frame.etherType);
    Ptr<Packet> whole = frame.packet->Copy();
    whole->AddHeader(header);
    return whole;
}

void
TunnelNetDevice::CountSent(OuterOutput::SendResult result, uint32_t bytes, bool ipv6)
{
    if (result == OuterOutput::SENT && bytes != 0)
    {
        ++m_stats.tx.packets;
        m_stats.tx.bytes += bytes;
    }
    else if (result == OuterOutput::SENT || !ipv6)
    {
        ++m_stats.tx.dropped;
    }
    else
    {
        ++m_stats.tx.errors;
        ++m_stats.tx.abortedErrors;
    }
}

bool
TunnelNetDevice::IsBridgePort() const
{
    for (uint32_t i = 0; i < m_node->GetNDevices(); ++i)
    {
        const Ptr<NetDevice> device = m_node->GetDevice(i);
        if (!device->IsBridge())
        {
            continue;
        }
        if (const auto bridge = DynamicCast<LinuxBridgeNetDevice>(device))
        {
            for (uint32_t port = 0; port < bridge->GetNPorts(); ++port)
            {
                if (bridge->GetPort(port) == this)
                {
                    return true;
                }
            }
        }
        else if (const auto bridge = DynamicCast<BridgeNetDevice>(device))
        {
            for (uint32_t port = 0; port < bridge->GetNBridgePorts(); ++port)
            {
                if (bridge->GetBridgePort(port) == this)
                {
                    return true;
                }
            }
        }
    }
    return false;
}

bool
TunnelNetDevice::ReplyTooBig(const InnerFrame& frame, uint32_t mtu)
{
    const FrameView view = FrameView::FromPacket(frame.etherType, frame.packet);
    InnerFrame reply{nullptr, frame.source, frame.destination, frame.etherType};
    if (frame.etherType == FrameView::ETHERTYPE_IPV4)
    {
        reply.packet = BuildIcmpv4FragNeeded(frame.packet, view, mtu);
    }
    else if (frame.etherType == FrameView::ETHERTYPE_IPV6)
    {
        reply.packet = BuildIcmpv6PacketTooBig(frame.packet, view, mtu);
    }
    if (!reply.packet)
    {
        return false;
    }
    // Linux sends it through vxlan_encap_bypass(), which counts it both ways.
    const uint32_t bytes = reply.packet->GetSize() + wire::ETHERNET_HEADER_SIZE;
    ++m_stats.tx.packets;
    m_stats.tx.bytes += bytes;
    ++m_stats.rx.packets;
    m_stats.rx.bytes += bytes;
    ++m_books.originated;
    DeliverLater(reply);
    return true;
}

void
TunnelNetDevice::DeliverLater(const InnerFrame& frame)
{
    ++m_books.held;
    // In the node's context: a frame may have been sent from outside any event.
    Simulator::ScheduleWithContext(GetNode()->GetId(),
                                   Time(0),
                                   &TunnelNetDevice::DeliverHeld,
                                   Ptr<TunnelNetDevice>(this),
                                   frame);
}

void
TunnelNetDevice::DeliverHeld(InnerFrame frame)
{
    --m_books.held;
    if (!m_up)
    {
        DropRx(frame, DEV_NOT_READY);
        return;
    }
    DeliverUp(frame, true);
}

} // namespace ns3
