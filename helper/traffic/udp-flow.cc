/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */
#include "ns3/udp-flow.h"

#include "ns3/boolean.h"
#include "ns3/inet-socket-address.h"
#include "ns3/inet6-socket-address.h"
#include "ns3/log.h"
#include "ns3/ns3-compat.h"
#include "ns3/packet.h"
#include "ns3/simulator.h"
#include "ns3/udp-socket-factory.h"

#include <array>

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("UdpFlow");

namespace
{

/**
 * @brief Write a number, most significant byte first.
 * @tparam T an unsigned type
 * @param out where to
 * @param value the number
 */
template <typename T>
void
WriteBig(uint8_t* out, T value)
{
    for (std::size_t i = 0; i < sizeof(T); ++i)
    {
        out[i] = static_cast<uint8_t>(value >> (8 * (sizeof(T) - 1 - i)));
    }
}

/**
 * @brief Read a number, most significant byte first.
 * @tparam T an unsigned type
 * @param in where from
 * @return the number
 */
template <typename T>
T
ReadBig(const uint8_t* in)
{
    T value = 0;
    for (std::size_t i = 0; i < sizeof(T); ++i)
    {
        value = static_cast<T>(value << 8) | in[i];
    }
    return value;
}

} // namespace

UdpFlow::UdpFlow(std::string name, MeasurementWindow window, const UdpFlowConfig& config)
    : TrafficFlow(std::move(name), window),
      m_config(config),
      m_period(CreateObject<ExponentialRandomVariable>())
{
    m_config.size = std::max(m_config.size, MIN_SIZE);
    m_record.name = m_name;
    m_record.kind = "udp";
}

UdpFlow::~UdpFlow()
{
    m_next.Cancel();
    if (m_receiver)
    {
        m_receiver->SetRecvCallback(MakeNullCallback<void, Ptr<Socket>>());
    }
}

void
UdpFlow::Start()
{
    NS_LOG_FUNCTION(this << m_name);
    Simulator::ScheduleWithContext(m_config.sink->GetId(), Time(0), &UdpFlow::OpenSink, this);
    Simulator::ScheduleWithContext(m_config.source->GetId(),
                                   m_config.start,
                                   &UdpFlow::OpenSource,
                                   this);
}

int64_t
UdpFlow::AssignStreams(int64_t stream)
{
    m_period->SetStream(stream);
    return 1;
}

void
UdpFlow::OpenSink()
{
    m_receiver = Socket::CreateSocket(m_config.sink, UdpSocketFactory::GetTypeId());
    if (InetSocketAddress::IsMatchingType(m_config.destination))
    {
        auto port = InetSocketAddress::ConvertFrom(m_config.destination).GetPort();
        m_receiver->Bind(InetSocketAddress(Ipv4Address::GetAny(), port));
    }
    else
    {
        auto port = Inet6SocketAddress::ConvertFrom(m_config.destination).GetPort();
        m_receiver->Bind(Inet6SocketAddress(Ipv6Address::GetAny(), port));
    }
    m_receiver->SetRecvCallback(MakeCallback(&UdpFlow::Receive, this));
}

void
UdpFlow::OpenSource()
{
    m_sender = Socket::CreateSocket(m_config.source, UdpSocketFactory::GetTypeId());
    m_sender->SetAttribute("MtuDiscover", BooleanValue(m_config.dontFragment));
    if (InetSocketAddress::IsMatchingType(m_config.destination))
    {
        m_sender->Bind(InetSocketAddress(Ipv4Address::GetAny(), m_config.sourcePort));
        m_sender->SetIpTos(m_config.tos);
    }
    else
    {
        m_sender->Bind(Inet6SocketAddress(Ipv6Address::GetAny(), m_config.sourcePort));
        m_sender->SetIpv6Tclass(m_config.tos);
    }
    m_sender->Connect(compat::AddressWithTos(m_config.destination, m_config.tos));
    m_sender->ShutdownRecv();
    BeginBurst();
}

Time
UdpFlow::Draw(Time mean)
{
    return m_config.exponential ? Seconds(m_period->GetValue(mean.GetSeconds(), 0)) : mean;
}

void
UdpFlow::BeginBurst()
{
    m_burstEnd =
        m_config.on.IsStrictlyPositive() ? Simulator::Now() + Draw(m_config.on) : m_config.stop;
    SendOne();
}

void
UdpFlow::SendOne()
{
    Time now = Simulator::Now();
    if (now >= m_config.stop || (m_config.count > 0 && m_sequence >= m_config.count))
    {
        m_end = std::min(now, m_config.stop);
        return;
    }
    if (now >= m_burstEnd)
    {
        m_next = Simulator::Schedule(Draw(m_config.off), &UdpFlow::BeginBurst, this);
        return;
    }
    std::array<uint8_t, MIN_SIZE> stamp;
    WriteBig<uint32_t>(stamp.data(), m_sequence++);
    WriteBig<uint64_t>(stamp.data() + 4, static_cast<uint64_t>(now.GetNanoSeconds()));
    auto packet = Create<Packet>(stamp.data(), MIN_SIZE);
    // Not AddPaddingAtEnd: it leaves what was in memory before, which differs from run to run.
    packet->AddAtEnd(Create<Packet>(m_config.size - MIN_SIZE));

    bool taken = m_sender->Send(packet) >= 0;
    if (m_window.Contains(now))
    {
        ++(taken ? m_record.sentPackets : m_record.refusedPackets);
        m_record.sentBytes += taken ? m_config.size : 0;
    }
    if (m_record.firstSent < 0)
    {
        m_record.firstSent = now.GetSeconds();
    }
    m_next = Simulator::Schedule(m_config.rate.CalculateBytesTxTime(m_config.size),
                                 &UdpFlow::SendOne,
                                 this);
}

void
UdpFlow::Receive(Ptr<Socket> socket)
{
    Address from;
    while (auto packet = socket->RecvFrom(from))
    {
        std::array<uint8_t, MIN_SIZE> stamp;
        if (packet->CopyData(stamp.data(), MIN_SIZE) != MIN_SIZE)
        {
            continue; // not one of ours
        }
        Time now = Simulator::Now();
        auto sequence = ReadBig<uint32_t>(stamp.data());
        auto sent = NanoSeconds(static_cast<int64_t>(ReadBig<uint64_t>(stamp.data() + 4)));
        m_record.lastReceived = now.GetSeconds();

        bool first = true;
        if (!m_highest || sequence > *m_highest)
        {
            for (uint32_t lost = m_highest ? *m_highest + 1 : 0; lost < sequence; ++lost)
            {
                m_missing.insert(lost);
            }
            m_highest = sequence;
        }
        else
        {
            first = m_missing.erase(sequence) > 0;
        }
        if (m_window.Contains(now) && first)
        {
            m_record.receivedBytes += packet->GetSize();
        }
        if (m_window.Contains(sent))
        {
            if (!first)
            {
                ++m_record.duplicatePackets;
                continue;
            }
            m_record.reorderedPackets += sequence < *m_highest ? 1 : 0;
            ++m_record.receivedPackets;
            m_delays.Add((now - sent).GetNanoSeconds());
        }
    }
}

FlowRecord
UdpFlow::GetRecord() const
{
    FlowRecord record = m_record;
    record.lostPackets = record.sentPackets - record.receivedPackets;
    record.delay = m_delays.Summarize();
    double seconds = MeasuredSeconds(m_config.start, m_end.value_or(m_config.stop));
    record.goodput = seconds > 0 ? record.receivedBytes * 8 / seconds : 0;
    return record;
}

} // namespace ns3
