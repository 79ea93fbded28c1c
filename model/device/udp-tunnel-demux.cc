/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/udp-tunnel-demux.h"

#include "ns3/boolean.h"
#include "ns3/icmp-reply.h"
#include "ns3/internet-checksum.h"
#include "ns3/ipv4-end-point.h"
#include "ns3/ipv4-interface.h"
#include "ns3/ipv4-l3-protocol.h"
#include "ns3/ipv6-end-point.h"
#include "ns3/ipv6-interface.h"
#include "ns3/ipv6-l3-protocol.h"
#include "ns3/log.h"
#include "ns3/node.h"
#include "ns3/vxlan-header.h"
#include "ns3/wire-bytes.h"

#include <algorithm>

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("UdpTunnelDemux");

NS_OBJECT_ENSURE_REGISTERED(UdpTunnelDemux);

namespace
{

/// Bytes of a UDP header.
constexpr uint32_t UDP_HEADER_SIZE = 8;

/**
 * @param key a socket
 * @return the socket as a number
 */
uint32_t
PortId(const UdpTunnelKey& key)
{
    return key.port | (key.family << 16) | (key.zeroChecksum6 ? 1U << 23 : 0) |
           (static_cast<uint32_t>(key.flags) << 24);
}

/**
 * @param vni VNI
 * @param link lower device or 0
 * @return both as a number
 */
uint64_t
ReceiverId(uint32_t vni, uint32_t link)
{
    return (static_cast<uint64_t>(link) << 32) | vni;
}

} // namespace

TypeId
UdpTunnelDemux::GetTypeId()
{
    static TypeId tid = TypeId("ns3::UdpTunnelDemux")
                            .SetParent<IpL4Protocol>()
                            .SetGroupName("Tunnel")
                            .AddConstructor<UdpTunnelDemux>()
                            .AddAttribute("EarlyDemux",
                                          "Take packets to tunnel ports from the link, past "
                                          "ns-3's IPv4 (see the class); read when a port is "
                                          "opened.",
                                          BooleanValue(true),
                                          MakeBooleanAccessor(&UdpTunnelDemux::m_earlyDemux),
                                          MakeBooleanChecker())
                            .AddTraceSource("Drop",
                                            "A packet to a tunnel port that belongs to no device, "
                                            "and why it is dropped.",
                                            MakeTraceSourceAccessor(&UdpTunnelDemux::m_dropTrace),
                                            "ns3::UdpTunnelDemux::DropTracedCallback");
    return tid;
}

UdpTunnelDemux::UdpTunnelDemux() = default;

UdpTunnelDemux::~UdpTunnelDemux() = default;

Ptr<UdpTunnelDemux>
UdpTunnelDemux::GetOrCreate(Ptr<Node> node)
{
    Ptr<UdpTunnelDemux> demux = node->GetObject<UdpTunnelDemux>();
    if (!demux)
    {
        demux = CreateObject<UdpTunnelDemux>();
        node->AggregateObject(demux);
    }
    return demux;
}

void
UdpTunnelDemux::NotifyNewAggregate()
{
    if (!m_node)
    {
        m_node = GetObject<Node>();
    }
    IpL4Protocol::NotifyNewAggregate();
}

void
UdpTunnelDemux::DoDispose()
{
    m_sockets.clear();
    m_early.clear();
    m_node = nullptr;
    m_udp = nullptr;
    m_addresses.Clear();
    IpL4Protocol::DoDispose();
}

LinkResult
UdpTunnelDemux::Reserve(const UdpTunnelKey& key, uint32_t vni, uint32_t link)
{
    const bool isNew = m_reserved.emplace(PortId(key), ReceiverId(vni, link)).second;
    return isNew ? LinkResult() : LinkResult(LinkError::EXIST);
}

bool
UdpTunnelDemux::IsFree(const UdpTunnelKey& key, uint32_t vni, uint32_t link) const
{
    return m_reserved.count({PortId(key), ReceiverId(vni, link)}) == 0;
}

void
UdpTunnelDemux::Unreserve(const UdpTunnelKey& key, uint32_t vni, uint32_t link)
{
    m_reserved.erase({PortId(key), ReceiverId(vni, link)});
}

UdpTunnelDemux::Socket*
UdpTunnelDemux::FindSocket(IpAddress::Family family, uint16_t port) const
{
    for (const auto& socket : m_sockets)
    {
        if (socket->key.port == port && socket->key.family == family)
        {
            return socket.get();
        }
    }
    return nullptr;
}

LinkResult
UdpTunnelDemux::Interpose(IpAddress::Family family)
{
    m_udp = m_node->GetObject<UdpL4Protocol>();
    m_addresses.SetNode(m_node);
    m_checksums = Node::ChecksumEnabled();
    if (family == IpAddress::IPV4)
    {
        const Ptr<Ipv4L3Protocol> ipv4 = m_node->GetObject<Ipv4L3Protocol>();
        if (!ipv4)
        {
            return LinkResult(LinkError::ADDRNOTAVAIL, "The node has no IPv4 stack");
        }
        if (ipv4->GetProtocol(PROT_NUMBER) != this)
        {
            ipv4->Insert(this);
        }
        UpdateEarlyInputs();
    }
    else
    {
        const Ptr<Ipv6L3Protocol> ipv6 = m_node->GetObject<Ipv6L3Protocol>();
        if (!ipv6)
        {
            return LinkResult(LinkError::ADDRNOTAVAIL, "The node has no IPv6 stack");
        }
        if (ipv6->GetProtocol(PROT_NUMBER) != this)
        {
            ipv6->Insert(this);
        }
    }
    return LinkResult();
}

bool
UdpTunnelDemux::TakePort(Socket& socket) const
{
    if (!m_udp)
    {
        return true;
    }
    if (socket.key.family == IpAddress::IPV4)
    {
        socket.endPoint4 = m_udp->Allocate(nullptr, socket.key.port);
        return socket.endPoint4 != nullptr;
    }
    socket.endPoint6 = m_udp->Allocate6(nullptr, socket.key.port);
    return socket.endPoint6 != nullptr;
}

void
UdpTunnelDemux::GivePort(Socket& socket) const
{
    if (socket.endPoint4)
    {
        m_udp->DeAllocate(socket.endPoint4);
    }
    if (socket.endPoint6)
    {
        m_udp->DeAllocate(socket.endPoint6);
    }
}

LinkResult
UdpTunnelDemux::Open(const UdpTunnelKey& key,
                     uint32_t vni,
                     uint32_t link,
                     UdpTunnelReceiver* receiver)
{
    const LinkResult result = Interpose(key.family);
    if (!result.IsOk())
    {
        return result;
    }
    Socket* socket = FindSocket(key.family, key.port);
    if (!socket)
    {
        auto fresh = std::make_unique<Socket>();
        fresh->key = key;
        fresh->vniMask = key.flags & UDP_TUNNEL_ANY_VNI ? 0 : VxlanHeader::MAX_VNI;
        if (!TakePort(*fresh))
        {
            return LinkResult(LinkError::ADDRINUSE);
        }
        socket = fresh.get();
        m_sockets.push_back(std::move(fresh));
    }
    else if (!(socket->key == key))
    {
        return LinkResult(LinkError::ADDRINUSE);
    }
    if (!socket->receivers.emplace(ReceiverId(vni, link), receiver).second)
    {
        return LinkResult(LinkError::EXIST);
    }
    socket->linkReceivers += link ? 1 : 0;
    return LinkResult();
}

void
UdpTunnelDemux::Close(const UdpTunnelKey& key, uint32_t vni, uint32_t link)
{
    Socket* socket = FindSocket(key.family, key.port);
    if (!socket || socket->receivers.erase(ReceiverId(vni, link)) == 0)
    {
        return;
    }
    socket->linkReceivers -= link ? 1 : 0;
    socket->lastReceiver = nullptr;
    if (socket->receivers.empty())
    {
        GivePort(*socket);
        m_sockets.erase(std::find_if(m_sockets.begin(), m_sockets.end(), [socket](const auto& s) {
            return s.get() == socket;
        }));
    }
}

UdpTunnelReceiver*
UdpTunnelDemux::Find(const UdpTunnelKey& key, uint32_t vni, uint32_t link) const
{
    const Socket* socket = FindSocket(key.family, key.port);
    if (!socket || !(socket->key == key))
    {
        return nullptr;
    }
    const auto it = socket->receivers.find(ReceiverId(vni, link));
    return it == socket->receivers.end() ? nullptr : it->second;
}

const Books&
UdpTunnelDemux::GetBooks() const
{
    return m_books;
}

const DropCounters&
UdpTunnelDemux::GetDropCounters() const
{
    return m_drops;
}

void
UdpTunnelDemux::Drop(Ptr<const Packet> packet, DropReason reason)
{
    NS_LOG_LOGIC("dropped: " << reason);
    ++m_books.dropped;
    m_drops.Count(reason);
    m_dropTrace(packet, reason);
}

int
UdpTunnelDemux::GetProtocolNumber() const
{
    return PROT_NUMBER;
}

IpL4Protocol::RxStatus
UdpTunnelDemux::Receive(Ptr<Packet> p,
                        const Ipv4Header& header,
                        Ptr<Ipv4Interface> incomingInterface)
{
    uint8_t bytes[PEEK_SIZE];
    UdpTunnelPacket outer;
    const Glance glance = Peek(IpAddress::IPV4, p, bytes, outer);
    if (glance.reason != NO_ERROR)
    {
        return RX_OK;
    }
    if (!glance.socket)
    {
        return m_udp ? m_udp->Receive(p, header, incomingInterface) : RX_ENDPOINT_UNREACH;
    }
    outer.source = header.GetSource();
    outer.destination = header.GetDestination();
    outer.tos = header.GetTos();
    outer.ttl = header.GetTtl();
    outer.device = incomingInterface->GetDevice();
    ReceiveTunnel(*glance.socket, p, outer);
    return RX_OK;
}

IpL4Protocol::RxStatus
UdpTunnelDemux::Receive(Ptr<Packet> p,
                        const Ipv6Header& header,
                        Ptr<Ipv6Interface> incomingInterface)
{
    uint8_t bytes[PEEK_SIZE];
    UdpTunnelPacket outer;
    const Glance glance = Peek(IpAddress::IPV6, p, bytes, outer);
    if (glance.reason != NO_ERROR)
    {
        return RX_OK;
    }
    if (!glance.socket)
    {
        return m_udp ? m_udp->Receive(p, header, incomingInterface) : RX_ENDPOINT_UNREACH;
    }
    outer.source = header.GetSource();
    outer.destination = header.GetDestination();
    outer.tos = header.GetTrafficClass();
    outer.ttl = header.GetHopLimit();
    outer.device = incomingInterface->GetDevice();
    ReceiveTunnel(*glance.socket, p, outer);
    return RX_OK;
}

UdpTunnelDemux::Glance
UdpTunnelDemux::Peek(IpAddress::Family family,
                     Ptr<Packet> packet,
                     uint8_t* bytes,
                     UdpTunnelPacket& outer)
{
    Glance glance;
    const uint32_t size = packet->GetSize();
    uint32_t length = 0;
    if (packet->CopyData(bytes, UDP_HEADER_SIZE) < UDP_HEADER_SIZE)
    {
        glance.reason = OUTER_HEADER_TRUNCATED;
    }
    else
    {
        length = wire::ReadU16(bytes + 4);
        // A jumbogram, or nonsense; Linux takes all there is.
        length = length == 0 && family == IpAddress::IPV6 ? size : length;
        glance.reason = length < UDP_HEADER_SIZE || length > size ? UDP_LENGTH : NO_ERROR;
    }
    if (glance.reason != NO_ERROR)
    {
        ++m_books.in;
        Drop(packet, glance.reason);
        return glance;
    }
    if (length < size)
    {
        packet->RemoveAtEnd(size - length);
    }
    glance.socket = FindSocket(family, wire::ReadU16(bytes + 2));
    if (glance.socket)
    {
        outer.bytes = bytes;
        outer.available = packet->CopyData(bytes, PEEK_SIZE);
        outer.sourcePort = wire::ReadU16(bytes);
        outer.destinationPort = glance.socket->key.port;
    }
    return glance;
}

void
UdpTunnelDemux::ReceiveTunnel(Socket& socket, Ptr<Packet> packet, UdpTunnelPacket& outer)
{
    ++m_books.in;
    DropReason reason = m_addresses.Check(outer.source, outer.destination, outer.device);
    if (reason == NO_ERROR && m_checksums)
    {
        reason = CheckChecksum(socket, packet, outer);
    }
    if (reason == NO_ERROR && outer.available < UDP_HEADER_SIZE + VxlanHeader::SIZE)
    {
        reason = OUTER_HEADER_TRUNCATED;
    }
    if (reason != NO_ERROR)
    {
        Drop(packet, reason);
        return;
    }
    outer.flagsWord = wire::ReadU32(outer.bytes + UDP_HEADER_SIZE);
    outer.vniWord = wire::ReadU32(outer.bytes + UDP_HEADER_SIZE + 4);
    if (!(outer.flagsWord & VxlanHeader::FLAG_VNI))
    {
        Drop(packet, VXLAN_INVALID_HDR);
        return;
    }
    UdpTunnelReceiver* receiver = FindReceiver(socket, outer);
    if (!receiver)
    {
        Drop(packet, VXLAN_VNI_NOT_FOUND);
        return;
    }
    ++m_books.out;
    receiver->ReceiveUdp(packet, outer);
}

UdpTunnelReceiver*
UdpTunnelDemux::FindReceiver(Socket& socket, const UdpTunnelPacket& outer) const
{
    const uint32_t vni = (outer.vniWord >> 8) & socket.vniMask;
    if (socket.lastReceiver && socket.lastId == vni)
    {
        return socket.lastReceiver;
    }
    auto it = socket.receivers.find(vni);
    if (it != socket.receivers.end())
    {
        socket.lastId = vni;
        socket.lastReceiver = it->second;
        return it->second;
    }
    if (socket.linkReceivers == 0)
    {
        return nullptr;
    }
    it = socket.receivers.find(ReceiverId(vni, TunnelNode::GetLinkIndex(outer.device)));
    return it == socket.receivers.end() ? nullptr : it->second;
}

DropReason
UdpTunnelDemux::CheckChecksum(const Socket& socket,
                              Ptr<const Packet> packet,
                              const UdpTunnelPacket& outer) const
{
    if (wire::ReadU16(outer.bytes + 6) == 0)
    {
        const bool accepted = outer.source.IsIpv4() || socket.key.zeroChecksum6;
        return accepted ? NO_ERROR : UDP_ZERO_CHECKSUM6;
    }
    InternetChecksum checksum;
    checksum.AddPseudoHeader(outer.source, outer.destination, PROT_NUMBER, packet->GetSize());
    checksum.AddPacket(packet);
    return checksum.IsRight() ? NO_ERROR : UDP_CHECKSUM;
}

void
UdpTunnelDemux::ReceiveIcmp(Ipv4Address icmpSource,
                            uint8_t icmpTtl,
                            uint8_t icmpType,
                            uint8_t icmpCode,
                            uint32_t icmpInfo,
                            Ipv4Address payloadSource,
                            Ipv4Address payloadDestination,
                            const uint8_t payload[8])
{
    if (FindSocket(IpAddress::IPV4, wire::ReadU16(payload + 2)) &&
        m_addresses.GetOutput()->IsLocal(payloadSource))
    {
        if (icmpType == ICMP4_UNREACHABLE && icmpCode == ICMP4_CODE_FRAG_NEEDED && icmpInfo != 0)
        {
            m_addresses.GetOutput()->NotePathMtu(payloadDestination, icmpInfo);
        }
        return;
    }
    if (m_udp)
    {
        m_udp->ReceiveIcmp(icmpSource,
                           icmpTtl,
                           icmpType,
                           icmpCode,
                           icmpInfo,
                           payloadSource,
                           payloadDestination,
                           payload);
    }
}

void
UdpTunnelDemux::ReceiveIcmp(Ipv6Address icmpSource,
                            uint8_t icmpTtl,
                            uint8_t icmpType,
                            uint8_t icmpCode,
                            uint32_t icmpInfo,
                            Ipv6Address payloadSource,
                            Ipv6Address payloadDestination,
                            const uint8_t payload[8])
{
    if (FindSocket(IpAddress::IPV6, wire::ReadU16(payload + 2)) &&
        m_addresses.GetOutput()->IsLocal(payloadSource))
    {
        if (icmpType == ICMP6_PACKET_TOO_BIG && icmpInfo != 0)
        {
            m_addresses.GetOutput()->NotePathMtu(payloadDestination, icmpInfo);
        }
        return;
    }
    if (m_udp)
    {
        m_udp->ReceiveIcmp(icmpSource,
                           icmpTtl,
                           icmpType,
                           icmpCode,
                           icmpInfo,
                           payloadSource,
                           payloadDestination,
                           payload);
    }
}

void
UdpTunnelDemux::SetDownTarget(DownTargetCallback cb)
{
    if (m_udp)
    {
        m_udp->SetDownTarget(cb);
    }
}

void
UdpTunnelDemux::SetDownTarget6(DownTargetCallback6 cb)
{
    if (m_udp)
    {
        m_udp->SetDownTarget6(cb);
    }
}

IpL4Protocol::DownTargetCallback
UdpTunnelDemux::GetDownTarget() const
{
    return m_udp ? m_udp->GetDownTarget() : DownTargetCallback();
}

IpL4Protocol::DownTargetCallback6
UdpTunnelDemux::GetDownTarget6() const
{
    return m_udp ? m_udp->GetDownTarget6() : DownTargetCallback6();
}

} // namespace ns3
