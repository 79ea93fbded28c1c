/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */
#include "ns3/tcp-flow.h"

#include "ns3/inet-socket-address.h"
#include "ns3/inet6-socket-address.h"
#include "ns3/log.h"
#include "ns3/ns3-compat.h"
#include "ns3/packet.h"
#include "ns3/simulator.h"
#include "ns3/tcp-l4-protocol.h"
#include "ns3/uinteger.h"

#include <algorithm>
#include <sstream>

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("TcpFlow");

uint32_t
TcpFlow::PayloadForMtu(uint32_t mtu, bool ipv6, bool timestamps)
{
    const uint32_t headers = (ipv6 ? 40 : 20) + 20 + (timestamps ? 12 : 0);
    return mtu > headers ? mtu - headers : 0;
}

uint64_t
TcpFlow::SequenceExtender::Extend(SequenceNumber32 sequence)
{
    // Both ends begin from the number itself, so that they agree whichever segment each sees first.
    m_position = m_last ? m_position + static_cast<int64_t>(sequence - *m_last)
                        : (1ULL << 32) + sequence.GetValue();
    m_last = sequence;
    return m_position;
}

TcpFlow::TcpFlow(std::string name, MeasurementWindow window, const TcpFlowConfig& config)
    : TrafficFlow(std::move(name), window),
      m_config(config)
{
    m_record.name = m_name;
    m_record.kind = "tcp";
}

TcpFlow::~TcpFlow()
{
    for (auto& socket : {m_listener, m_sink, m_source})
    {
        if (!socket)
        {
            continue;
        }
        socket->SetAcceptCallback(MakeNullCallback<bool, Ptr<Socket>, const Address&>(),
                                  MakeNullCallback<void, Ptr<Socket>, const Address&>());
        socket->SetConnectCallback(MakeNullCallback<void, Ptr<Socket>>(),
                                   MakeNullCallback<void, Ptr<Socket>>());
        socket->SetRecvCallback(MakeNullCallback<void, Ptr<Socket>>());
        socket->SetSendCallback(MakeNullCallback<void, Ptr<Socket>, uint32_t>());
        socket->TraceDisconnectWithoutContext("Tx", MakeCallback(&TcpFlow::SegmentSent, this));
        socket->TraceDisconnectWithoutContext("Rx", MakeCallback(&TcpFlow::SegmentReceived, this));
    }
}

void
TcpFlow::Start()
{
    NS_LOG_FUNCTION(this << m_name);
    Simulator::ScheduleWithContext(m_config.sink->GetId(), Time(0), &TcpFlow::Listen, this);
    Simulator::ScheduleWithContext(m_config.source->GetId(),
                                   m_config.start,
                                   &TcpFlow::Connect,
                                   this);
}

Ptr<Socket>
TcpFlow::MakeSocket(Ptr<Node> node) const
{
    auto socket = node->GetObject<TcpL4Protocol>()->CreateSocket(m_config.congestionControl);
    socket->SetAttribute("SegmentSize", UintegerValue(m_config.segmentSize));
    return socket;
}

void
TcpFlow::Listen()
{
    m_listener = MakeSocket(m_config.sink);
    if (InetSocketAddress::IsMatchingType(m_config.destination))
    {
        auto port = InetSocketAddress::ConvertFrom(m_config.destination).GetPort();
        m_listener->Bind(InetSocketAddress(Ipv4Address::GetAny(), port));
    }
    else
    {
        auto port = Inet6SocketAddress::ConvertFrom(m_config.destination).GetPort();
        m_listener->Bind(Inet6SocketAddress(Ipv6Address::GetAny(), port));
    }
    m_listener->Listen();
    m_listener->ShutdownSend();
    m_listener->SetAcceptCallback(MakeNullCallback<bool, Ptr<Socket>, const Address&>(),
                                  MakeCallback(&TcpFlow::Accepted, this));
}

void
TcpFlow::Connect()
{
    m_source = MakeSocket(m_config.source);
    if (InetSocketAddress::IsMatchingType(m_config.destination))
    {
        m_source->SetIpTos(m_config.tos);
        m_source->Bind(InetSocketAddress(Ipv4Address::GetAny(), m_config.sourcePort));
    }
    else
    {
        m_source->SetIpv6Tclass(m_config.tos);
        m_source->Bind(Inet6SocketAddress(Ipv6Address::GetAny(), m_config.sourcePort));
    }
    m_source->SetConnectCallback(MakeCallback(&TcpFlow::Connected, this),
                                 MakeCallback(&TcpFlow::Refused, this));
    m_source->SetSendCallback(MakeCallback(&TcpFlow::Write, this));
    m_source->TraceConnectWithoutContext("Tx", MakeCallback(&TcpFlow::SegmentSent, this));
    m_source->Connect(compat::AddressWithTos(m_config.destination, m_config.tos));
}

void
TcpFlow::Accepted(Ptr<Socket> socket, const Address& from)
{
    NS_LOG_FUNCTION(this << socket << from);
    if (m_sink)
    {
        socket->Close(); // a retried handshake; one flow is one connection
        return;
    }
    m_sink = socket;
    socket->SetRecvCallback(MakeCallback(&TcpFlow::Read, this));
    socket->TraceConnectWithoutContext("Rx", MakeCallback(&TcpFlow::SegmentReceived, this));
}

void
TcpFlow::Connected(Ptr<Socket> socket)
{
    Write(socket, socket->GetTxAvailable());
}

void
TcpFlow::Refused(Ptr<Socket>)
{
    m_record.note = "the connection could not be made";
}

void
TcpFlow::Write(Ptr<Socket> socket, uint32_t available)
{
    const bool bulk = m_config.size == 0;
    if (bulk && Simulator::Now() >= m_config.stop)
    {
        socket->Close();
        return;
    }
    while (available > 0 && (bulk || m_written < m_config.size))
    {
        uint64_t chunk = std::min<uint64_t>(available, 65536);
        chunk = bulk ? chunk : std::min(chunk, m_config.size - m_written);
        int taken = socket->Send(Create<Packet>(static_cast<uint32_t>(chunk)));
        if (taken <= 0)
        {
            return;
        }
        m_written += taken;
        available = socket->GetTxAvailable();
    }
    if (!bulk && m_written >= m_config.size)
    {
        socket->SetSendCallback(MakeNullCallback<void, Ptr<Socket>, uint32_t>());
        socket->Close();
    }
}

void
TcpFlow::Read(Ptr<Socket> socket)
{
    Address from;
    while (auto packet = socket->RecvFrom(from))
    {
        if (packet->GetSize() == 0)
        {
            break; // the peer has closed
        }
        Time now = Simulator::Now();
        m_read += packet->GetSize();
        m_record.lastReceived = now.GetSeconds();
        if (m_window.Contains(now))
        {
            m_record.receivedBytes += packet->GetSize();
        }
        if (m_config.size > 0 && m_read >= m_config.size && m_record.completion < 0)
        {
            m_record.completion = now.GetSeconds() - m_record.firstSent;
        }
    }
}

void
TcpFlow::SegmentSent(Ptr<const Packet> packet,
                     const TcpHeader& header,
                     Ptr<const TcpSocketBase> socket)
{
    (void)socket;
    uint64_t begin = m_sentSequence.Extend(header.GetSequenceNumber());
    if (packet->GetSize() == 0)
    {
        return;
    }
    Time now = Simulator::Now();
    bool again = begin + packet->GetSize() <= m_nextNew;
    m_nextNew = std::max(m_nextNew, begin + packet->GetSize());
    m_inFlight[begin].push_back(now);
    if (m_record.firstSent < 0)
    {
        m_record.firstSent = now.GetSeconds();
    }
    if (m_window.Contains(now))
    {
        ++m_record.sentPackets;
        m_record.sentBytes += packet->GetSize();
        m_record.retransmissions += again ? 1 : 0;
    }
}

void
TcpFlow::SegmentReceived(Ptr<const Packet> packet,
                         const TcpHeader& header,
                         Ptr<const TcpSocketBase> socket)
{
    (void)socket;
    uint64_t begin = m_receivedSequence.Extend(header.GetSequenceNumber());
    auto sentTimes = m_inFlight.find(begin);
    if (packet->GetSize() == 0 || sentTimes == m_inFlight.end())
    {
        return;
    }
    // Of several transmissions the latest is taken: the earlier ones are most likely lost.
    Time sent = sentTimes->second.back();
    sentTimes->second.pop_back();
    if (sentTimes->second.empty())
    {
        m_inFlight.erase(sentTimes);
    }
    bool late = begin < m_highestReceived;
    m_highestReceived = std::max(m_highestReceived, begin);
    if (m_window.Contains(sent))
    {
        ++m_record.receivedPackets;
        m_record.reorderedPackets += late ? 1 : 0;
        m_delays.Add((Simulator::Now() - sent).GetNanoSeconds());
    }
}

FlowRecord
TcpFlow::GetRecord() const
{
    FlowRecord record = m_record;
    record.lostPackets = record.sentPackets - record.receivedPackets;
    record.delay = m_delays.Summarize();
    bool completed = record.completion >= 0;
    Time end = completed ? Seconds(record.lastReceived) : m_config.stop;
    double seconds = MeasuredSeconds(m_config.start, end);
    record.goodput = seconds > 0 ? record.receivedBytes * 8 / seconds : 0;

    const bool unfinished = m_config.size > 0 ? !completed : m_read == 0;
    if (unfinished && record.note.empty() && record.firstSent >= 0)
    {
        std::ostringstream note;
        note << m_read << " bytes arrived";
        if (m_config.size > 0)
        {
            note << " of " << m_config.size;
        }
        if (record.lastReceived >= 0)
        {
            note << ", the last at " << record.lastReceived << " s";
        }
        note << "; " << record.retransmissions << " segments of " << m_config.segmentSize
             << " bytes were sent again";
        record.note = note.str();
    }
    else if (record.firstSent < 0 && record.note.empty())
    {
        record.note = "the connection was not established";
    }
    return record;
}

} // namespace ns3
