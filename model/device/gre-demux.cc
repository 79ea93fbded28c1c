/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/gre-demux.h"

#include "ns3/icmp-reply.h"
#include "ns3/ipv4-interface.h"
#include "ns3/ipv4-l3-protocol.h"
#include "ns3/log.h"
#include "ns3/node.h"
#include "ns3/tunnel-node.h"
#include "ns3/wire-bytes.h"

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("GreDemux");

NS_OBJECT_ENSURE_REGISTERED(GreDemux);

namespace
{

/// Less than this Linux's gre_rcv() does not look at.
constexpr uint32_t LEAST_SIZE = 12;
/// Bytes that are looked at: GRE, inner Ethernet and fixed inner IP header.
constexpr uint32_t PEEK_SIZE = GreHeader::MAX_SIZE + wire::ETHERNET_HEADER_SIZE + 40;

} // namespace

TypeId
GreDemux::GetTypeId()
{
    static TypeId tid = TypeId("ns3::GreDemux")
                            .SetParent<IpL4Protocol>()
                            .SetGroupName("Tunnel")
                            .AddConstructor<GreDemux>()
                            .AddTraceSource("Drop",
                                            "A GRE packet that belongs to no device, and why it is "
                                            "dropped.",
                                            MakeTraceSourceAccessor(&GreDemux::m_dropTrace),
                                            "ns3::GreDemux::DropTracedCallback");
    return tid;
}

GreDemux::GreDemux() = default;

GreDemux::~GreDemux() = default;

Ptr<GreDemux>
GreDemux::GetOrCreate(Ptr<Node> node)
{
    Ptr<GreDemux> demux = node->GetObject<GreDemux>();
    if (!demux)
    {
        demux = CreateObject<GreDemux>();
        node->AggregateObject(demux);
    }
    return demux;
}

void
GreDemux::NotifyNewAggregate()
{
    if (!m_node)
    {
        m_node = GetObject<Node>();
    }
    IpL4Protocol::NotifyNewAggregate();
}

void
GreDemux::DoDispose()
{
    m_node = nullptr;
    m_addresses.Clear();
    m_table = GreTunnelTable();
    IpL4Protocol::DoDispose();
}

GreTunnelTable&
GreDemux::GetTable()
{
    return m_table;
}

bool
GreDemux::Register()
{
    const Ptr<Ipv4L3Protocol> ipv4 = m_node->GetObject<Ipv4L3Protocol>();
    if (!ipv4)
    {
        return false;
    }
    if (ipv4->GetProtocol(PROT_NUMBER) != this)
    {
        ipv4->Insert(this);
    }
    m_addresses.SetNode(m_node);
    m_checksums = Node::ChecksumEnabled();
    return true;
}

const Books&
GreDemux::GetBooks() const
{
    return m_books;
}

const DropCounters&
GreDemux::GetDropCounters() const
{
    return m_drops;
}

IpL4Protocol::RxStatus
GreDemux::Drop(Ptr<const Packet> packet, DropReason reason)
{
    NS_LOG_LOGIC("dropped: " << reason);
    ++m_books.dropped;
    m_drops.Count(reason);
    m_dropTrace(packet, reason);
    return reason == GRE_NO_TUNNEL ? RX_ENDPOINT_UNREACH : RX_OK;
}

int
GreDemux::GetProtocolNumber() const
{
    return PROT_NUMBER;
}

IpL4Protocol::RxStatus
GreDemux::Receive(Ptr<Packet> p, const Ipv4Header& header, Ptr<Ipv4Interface> incomingInterface)
{
    ++m_books.in;
    uint8_t bytes[PEEK_SIZE];
    GrePacket outer;
    outer.bytes = bytes;
    outer.available = p->CopyData(bytes, sizeof(bytes));
    outer.source = header.GetSource();
    outer.destination = header.GetDestination();
    outer.tos = header.GetTos();
    outer.ttl = header.GetTtl();
    const Ptr<NetDevice> device = incomingInterface->GetDevice();
    const DropReason reason = m_addresses.Check(outer.source, outer.destination, device);
    if (reason != NO_ERROR)
    {
        return Drop(p, reason);
    }
    if (outer.available < LEAST_SIZE)
    {
        return Drop(p, OUTER_HEADER_TRUNCATED);
    }
    outer.greSize = outer.gre.Read(bytes, outer.available);
    if (outer.greSize == 0 || !outer.gre.IsAcceptable())
    {
        return Drop(p, GRE_INVALID_HEADER);
    }
    if (outer.gre.HasChecksum() && m_checksums && !GreHeader::IsChecksumRight(p))
    {
        return Drop(p, GRE_CHECKSUM);
    }
    GreTunnelKey key;
    key.local = header.GetDestination();
    key.remote = header.GetSource();
    key.hasKey = outer.gre.HasKey();
    key.key = outer.gre.GetKey();
    key.link = TunnelNode::GetLinkIndex(device);
    GreReceiver* receiver =
        outer.gre.GetProtocol() == GreHeader::PROTOCOL_ETHERNET ? m_table.Lookup(key) : nullptr;
    if (!receiver)
    {
        return Drop(p, GRE_NO_TUNNEL);
    }
    ++m_books.out;
    receiver->ReceiveGre(p, outer);
    return RX_OK;
}

IpL4Protocol::RxStatus
GreDemux::Receive(Ptr<Packet>, const Ipv6Header&, Ptr<Ipv6Interface>)
{
    return RX_ENDPOINT_UNREACH;
}

void
GreDemux::ReceiveIcmp(Ipv4Address,
                      uint8_t,
                      uint8_t icmpType,
                      uint8_t icmpCode,
                      uint32_t icmpInfo,
                      Ipv4Address payloadSource,
                      Ipv4Address payloadDestination,
                      const uint8_t[8])
{
    if (icmpType == ICMP4_UNREACHABLE && icmpCode == ICMP4_CODE_FRAG_NEEDED && icmpInfo != 0 &&
        m_addresses.GetOutput()->IsLocal(payloadSource))
    {
        m_addresses.GetOutput()->NotePathMtu(payloadDestination, icmpInfo);
    }
}

void
GreDemux::SetDownTarget(DownTargetCallback cb)
{
    m_downTarget = cb;
}

void
GreDemux::SetDownTarget6(DownTargetCallback6 cb)
{
    m_downTarget6 = cb;
}

IpL4Protocol::DownTargetCallback
GreDemux::GetDownTarget() const
{
    return m_downTarget;
}

IpL4Protocol::DownTargetCallback6
GreDemux::GetDownTarget6() const
{
    return m_downTarget6;
}

} // namespace ns3
