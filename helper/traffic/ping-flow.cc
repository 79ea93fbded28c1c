/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */
#include "ns3/ping-flow.h"

#include "ns3/icmpv4-l4-protocol.h"
#include "ns3/icmpv4.h"
#include "ns3/icmpv6-header.h"
#include "ns3/icmpv6-l4-protocol.h"
#include "ns3/inet-socket-address.h"
#include "ns3/inet6-socket-address.h"
#include "ns3/ipv4-header.h"
#include "ns3/ipv4-raw-socket-factory.h"
#include "ns3/ipv6-header.h"
#include "ns3/ipv6-raw-socket-factory.h"
#include "ns3/log.h"
#include "ns3/node.h"
#include "ns3/ns3-compat.h"
#include "ns3/packet.h"
#include "ns3/simulator.h"
#include "ns3/uinteger.h"

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("PingFlow");

PingFlow::PingFlow(std::string name, MeasurementWindow window, const PingFlowConfig& config)
    : TrafficFlow(std::move(name), window),
      m_config(config),
      m_ipv6(Ipv6Address::IsMatchingType(config.destination))
{
    m_record.name = m_name;
    m_record.kind = "ping";
}

PingFlow::~PingFlow()
{
    m_next.Cancel();
    if (m_socket)
    {
        m_socket->SetRecvCallback(MakeNullCallback<void, Ptr<Socket>>());
    }
}

void
PingFlow::Start()
{
    NS_LOG_FUNCTION(this << m_name);
    Simulator::ScheduleWithContext(m_config.source->GetId(), m_config.start, &PingFlow::Open, this);
}

void
PingFlow::Open()
{
    m_socket = Socket::CreateSocket(m_config.source,
                                    m_ipv6 ? Ipv6RawSocketFactory::GetTypeId()
                                           : Ipv4RawSocketFactory::GetTypeId());
    m_socket->SetAttribute("Protocol",
                           UintegerValue(m_ipv6 ? Icmpv6L4Protocol::GetStaticProtocolNumber()
                                                : Icmpv4L4Protocol::GetStaticProtocolNumber()));
    if (m_ipv6)
    {
        m_socket->SetIpv6Tclass(m_config.tos);
        m_socket->Bind(Inet6SocketAddress(Ipv6Address::GetAny(), 0));
    }
    else
    {
        m_socket->SetIpTos(m_config.tos);
        m_socket->Bind(InetSocketAddress(Ipv4Address::GetAny(), 0));
    }
    m_socket->SetRecvCallback(MakeCallback(&PingFlow::Receive, this));
    SendOne();
}

void
PingFlow::SendOne()
{
    Time now = Simulator::Now();
    if (now >= m_config.stop || (m_config.count > 0 && m_sequence >= m_config.count))
    {
        return;
    }
    auto sequence = static_cast<uint16_t>(++m_sequence);
    auto packet = Create<Packet>(m_config.size);
    Address to;
    if (m_ipv6)
    {
        Icmpv6Echo echo(true);
        echo.SetId(m_config.identifier);
        echo.SetSeq(sequence);
        packet->AddHeader(echo); // the raw socket computes the checksum
        to = Inet6SocketAddress(Ipv6Address::ConvertFrom(m_config.destination), 0);
    }
    else
    {
        Icmpv4Echo echo;
        echo.SetIdentifier(m_config.identifier);
        echo.SetSequenceNumber(sequence);
        echo.SetData(packet);
        packet = Create<Packet>();
        packet->AddHeader(echo);
        Icmpv4Header header;
        header.SetType(Icmpv4Header::ICMPV4_ECHO);
        header.SetCode(0);
        if (Node::ChecksumEnabled())
        {
            header.EnableChecksum();
        }
        packet->AddHeader(header);
        to = InetSocketAddress(Ipv4Address::ConvertFrom(m_config.destination), 0);
    }

    m_asked[sequence] = now;
    m_done.erase(sequence);
    bool taken = m_socket->SendTo(packet, 0, compat::AddressWithTos(to, m_config.tos)) >= 0;
    if (m_window.Contains(now))
    {
        ++(taken ? m_record.sentPackets : m_record.refusedPackets);
        m_record.sentBytes += taken ? m_config.size : 0;
    }
    if (m_record.firstSent < 0)
    {
        m_record.firstSent = now.GetSeconds();
    }
    m_next = Simulator::Schedule(m_config.interval, &PingFlow::SendOne, this);
}

bool
PingFlow::ParseReply(Ptr<Packet> packet, uint16_t& identifier, uint16_t& sequence) const
{
    uint8_t type = 0;
    if (m_ipv6)
    {
        Ipv6Header ip;
        packet->RemoveHeader(ip);
        packet->CopyData(&type, 1);
        Icmpv6Echo echo;
        if (type != Icmpv6Header::ICMPV6_ECHO_REPLY || packet->GetSize() < echo.GetSerializedSize())
        {
            return false;
        }
        packet->RemoveHeader(echo);
        identifier = echo.GetId();
        sequence = echo.GetSeq();
        return true;
    }
    Ipv4Header ip;
    packet->RemoveHeader(ip);
    const uint32_t icmpHeaders = 8;
    packet->CopyData(&type, 1);
    if (type != Icmpv4Header::ICMPV4_ECHO_REPLY || packet->GetSize() < icmpHeaders)
    {
        return false;
    }
    Icmpv4Header header;
    Icmpv4Echo echo;
    packet->RemoveHeader(header);
    packet->RemoveHeader(echo);
    identifier = echo.GetIdentifier();
    sequence = echo.GetSequenceNumber();
    return true;
}

void
PingFlow::Receive(Ptr<Socket> socket)
{
    Address from;
    while (auto packet = socket->RecvFrom(from))
    {
        uint16_t identifier = 0;
        uint16_t sequence = 0;
        if (!ParseReply(packet, identifier, sequence) || identifier != m_config.identifier)
        {
            continue;
        }
        Time now = Simulator::Now();
        auto request = m_asked.find(sequence);
        if (request == m_asked.end())
        {
            auto answered = m_done.find(sequence);
            bool counts = answered != m_done.end() && m_window.Contains(answered->second);
            m_record.duplicatePackets += counts ? 1 : 0;
            continue;
        }
        Time sent = request->second;
        m_done[sequence] = sent;
        m_asked.erase(request);
        m_record.lastReceived = now.GetSeconds();
        m_record.receivedBytes += m_window.Contains(now) ? m_config.size : 0;
        if (m_window.Contains(sent))
        {
            ++m_record.receivedPackets;
            m_record.reorderedPackets += sequence + 1ULL < m_highest ? 1 : 0;
            m_delays.Add((now - sent).GetNanoSeconds());
        }
        m_highest = std::max<uint64_t>(m_highest, sequence + 1ULL);
    }
}

FlowRecord
PingFlow::GetRecord() const
{
    FlowRecord record = m_record;
    record.lostPackets = record.sentPackets - record.receivedPackets;
    record.delay = m_delays.Summarize();
    double seconds = MeasuredSeconds(m_config.start, m_config.stop);
    record.goodput = seconds > 0 ? record.receivedBytes * 8 / seconds : 0;
    return record;
}

} // namespace ns3
