/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

// The link device as an interface of its node: attributes, measures and the rest of NetDevice. How
// frames go is in ethernet-link-device.cc.

#include "ns3/boolean.h"
#include "ns3/error-model.h"
#include "ns3/ethernet-link-channel.h"
#include "ns3/ethernet-link-device.h"
#include "ns3/log.h"
#include "ns3/node.h"
#include "ns3/pointer.h"
#include "ns3/queue-size.h"
#include "ns3/simulator.h"
#include "ns3/uinteger.h"

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("EthernetLinkInterface");

NS_OBJECT_ENSURE_REGISTERED(EthernetLinkDevice);

TypeId
EthernetLinkDevice::GetTypeId()
{
    typedef EthernetLinkDevice D;
    static const char* const sink = "ns3::Packet::TracedCallback";
    static TypeId tid = TypeId("ns3::EthernetLinkDevice")
                            .SetParent<NetDevice>()
                            .SetGroupName("Tunnel")
                            .AddConstructor<EthernetLinkDevice>()
                            .AddAttribute("Address",
                                          "The MAC address of this device",
                                          Mac48AddressValue(Mac48Address("ff:ff:ff:ff:ff:ff")),
                                          MakeMac48AddressAccessor(&D::m_address),
                                          MakeMac48AddressChecker())
                            .AddAttribute("Mtu",
                                          "The largest payload of a frame (IP MTU), in bytes",
                                          UintegerValue(1500),
                                          MakeUintegerAccessor(&D::SetMtu, &D::GetMtu),
                                          MakeUintegerChecker<uint16_t>())
                            .AddAttribute("DataRate",
                                          "The bit rate of the link",
                                          DataRateValue(DataRate("1Gbps")),
                                          MakeDataRateAccessor(&D::m_dataRate),
                                          MakeDataRateChecker())
                            .AddAttribute("TxQueue",
                                          "The transmit queue",
                                          PointerValue(),
                                          MakePointerAccessor(&D::SetQueue, &D::GetQueue),
                                          MakePointerChecker<Queue<Packet>>())
                            .AddAttribute("EcnThreshold",
                                          "A frame that finds (or makes) the queue longer than "
                                          "this gets CE if its IP packet is ECN capable; 0p: never",
                                          QueueSizeValue(QueueSize("0p")),
                                          MakeQueueSizeAccessor(&D::m_ecnThreshold),
                                          MakeQueueSizeChecker())
                            .AddAttribute("ReceiveErrorModel",
                                          "Says which frames are lost on arrival",
                                          PointerValue(),
                                          MakePointerAccessor(&D::m_receiveErrorModel),
                                          MakePointerChecker<ErrorModel>())
                            .AddAttribute("SendEnable",
                                          "False: every frame given to send is dropped",
                                          BooleanValue(true),
                                          MakeBooleanAccessor(&D::m_sendEnable),
                                          MakeBooleanChecker())
                            .AddAttribute("ReceiveEnable",
                                          "False: every frame that arrives is dropped",
                                          BooleanValue(true),
                                          MakeBooleanAccessor(&D::m_receiveEnable),
                                          MakeBooleanChecker())
                            .AddTraceSource("MacTx",
                                            "A frame was given to this device to send",
                                            MakeTraceSourceAccessor(&D::m_macTxTrace),
                                            sink)
                            .AddTraceSource("MacTxDrop",
                                            "A frame was dropped before its transmission",
                                            MakeTraceSourceAccessor(&D::m_macTxDropTrace),
                                            sink)
                            .AddTraceSource("MacPromiscRx",
                                            "A frame goes up, whomever it is for",
                                            MakeTraceSourceAccessor(&D::m_macPromiscRxTrace),
                                            sink)
                            .AddTraceSource("MacRx",
                                            "A frame for this host goes up",
                                            MakeTraceSourceAccessor(&D::m_macRxTrace),
                                            sink)
                            .AddTraceSource("MacRxDrop",
                                            "A frame that arrived well is not handed up",
                                            MakeTraceSourceAccessor(&D::m_macRxDropTrace),
                                            sink)
                            .AddTraceSource("PhyTxBegin",
                                            "The transmission of a frame begins",
                                            MakeTraceSourceAccessor(&D::m_phyTxBeginTrace),
                                            sink)
                            .AddTraceSource("PhyTxEnd",
                                            "The transmission of a frame ended",
                                            MakeTraceSourceAccessor(&D::m_phyTxEndTrace),
                                            sink)
                            .AddTraceSource("PhyTxDrop",
                                            "A frame could not be put on the wire",
                                            MakeTraceSourceAccessor(&D::m_phyTxDropTrace),
                                            sink)
                            .AddTraceSource("PhyRxEnd",
                                            "A frame arrived",
                                            MakeTraceSourceAccessor(&D::m_phyRxEndTrace),
                                            sink)
                            .AddTraceSource("PhyRxDrop",
                                            "A frame was lost on the way or on arrival",
                                            MakeTraceSourceAccessor(&D::m_phyRxDropTrace),
                                            sink)
                            .AddTraceSource("Sniffer",
                                            "What a capture without promiscuous mode shows",
                                            MakeTraceSourceAccessor(&D::m_snifferTrace),
                                            sink)
                            .AddTraceSource("PromiscSniffer",
                                            "What a capture in promiscuous mode shows",
                                            MakeTraceSourceAccessor(&D::m_promiscSnifferTrace),
                                            sink)
                            .AddTraceSource("Drop",
                                            "A frame was dropped, with the reason",
                                            MakeTraceSourceAccessor(&D::m_dropTrace),
                                            "ns3::EthernetLinkDevice::DropTracedCallback");
    return tid;
}

// Measures

void
EthernetLinkDevice::AccountQueue() const
{
    const Time now = Simulator::Now();
    if (m_queue)
    {
        m_stats.queueByteSeconds += m_queue->GetNBytes() * (now - m_queueAccounted).GetSeconds();
    }
    m_queueAccounted = now;
}

Books
EthernetLinkDevice::GetTxBooks() const
{
    Books books;
    books.in = m_txIn;
    books.out = m_stats.txFrames;
    books.dropped = m_txDropped;
    books.held = m_queue ? m_queue->GetNPackets() : 0;
    return books;
}

Books
EthernetLinkDevice::GetRxBooks() const
{
    Books books;
    books.in = m_rxIn;
    books.out = m_rxOut;
    books.dropped = m_rxDropped;
    return books;
}

Books
EthernetLinkDevice::GetBooks() const
{
    Books books = GetTxBooks();
    books += GetRxBooks();
    return books;
}

const DropCounters&
EthernetLinkDevice::GetDropCounters() const
{
    return m_drops;
}

EthernetLinkStats
EthernetLinkDevice::GetLinkStats() const
{
    AccountQueue();
    EthernetLinkStats stats = m_stats;
    if (!m_txEvent.IsExpired())
    {
        stats.busy -= m_txEnd - Simulator::Now();
    }
    return stats;
}

void
EthernetLinkDevice::ResetQueueMaxima()
{
    m_stats.queueMaxPackets = m_queue ? m_queue->GetNPackets() : 0;
    m_stats.queueMaxBytes = m_queue ? m_queue->GetNBytes() : 0;
}

DataRate
EthernetLinkDevice::GetDataRate() const
{
    return m_dataRate;
}

// The rest of NetDevice

void
EthernetLinkDevice::SetIfIndex(const uint32_t index)
{
    m_ifIndex = index;
}

uint32_t
EthernetLinkDevice::GetIfIndex() const
{
    return m_ifIndex;
}

Ptr<Channel>
EthernetLinkDevice::GetChannel() const
{
    return m_channel;
}

void
EthernetLinkDevice::SetAddress(Address address)
{
    NS_LOG_FUNCTION(this << address);
    m_address = Mac48Address::ConvertFrom(address);
}

Address
EthernetLinkDevice::GetAddress() const
{
    return m_address;
}

bool
EthernetLinkDevice::SetMtu(const uint16_t mtu)
{
    NS_LOG_FUNCTION(this << mtu);
    m_mtu = mtu;
    return true;
}

uint16_t
EthernetLinkDevice::GetMtu() const
{
    return m_mtu;
}

bool
EthernetLinkDevice::IsBroadcast() const
{
    return true;
}

Address
EthernetLinkDevice::GetBroadcast() const
{
    return Mac48Address::GetBroadcast();
}

bool
EthernetLinkDevice::IsMulticast() const
{
    return true;
}

Address
EthernetLinkDevice::GetMulticast(Ipv4Address multicastGroup) const
{
    return Mac48Address::GetMulticast(multicastGroup);
}

Address
EthernetLinkDevice::GetMulticast(Ipv6Address addr) const
{
    return Mac48Address::GetMulticast(addr);
}

bool
EthernetLinkDevice::IsBridge() const
{
    return false;
}

bool
EthernetLinkDevice::IsPointToPoint() const
{
    // Two ends, but addresses, ARP and broadcast: ns-3 means PPP by this.
    return false;
}

Ptr<Node>
EthernetLinkDevice::GetNode() const
{
    return m_node;
}

void
EthernetLinkDevice::SetNode(Ptr<Node> node)
{
    m_node = node;
}

bool
EthernetLinkDevice::NeedsArp() const
{
    return true;
}

void
EthernetLinkDevice::SetReceiveCallback(NetDevice::ReceiveCallback cb)
{
    m_rxCallback = cb;
}

void
EthernetLinkDevice::SetPromiscReceiveCallback(NetDevice::PromiscReceiveCallback cb)
{
    m_promiscCallback = cb;
}

bool
EthernetLinkDevice::SupportsSendFrom() const
{
    return true;
}

} // namespace ns3
