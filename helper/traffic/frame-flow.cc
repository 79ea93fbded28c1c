/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */
#include "ns3/frame-flow.h"

#include "ns3/ethernet-link-device.h"
#include "ns3/log.h"
#include "ns3/node.h"
#include "ns3/pcap-file.h"
#include "ns3/simulator.h"

#include <algorithm>
#include <set>

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("FrameFlow");

namespace
{

const std::size_t MAC_SIZE = 6;       //!< Bytes of a MAC address.
const std::size_t ETHERNET_SIZE = 14; //!< Bytes of an Ethernet header.

/**
 * @param frame frame bytes, at least an Ethernet header
 * @return the destination MAC as bytes
 */
std::string
DestinationOf(const std::string& frame)
{
    return frame.substr(0, MAC_SIZE);
}

/**
 * @param frame frame bytes, at least an Ethernet header
 * @return the source MAC as bytes
 */
std::string
SourceOf(const std::string& frame)
{
    return frame.substr(MAC_SIZE, MAC_SIZE);
}

/**
 * @param packet a packet
 * @return its bytes
 */
std::string
BytesOf(Ptr<const Packet> packet)
{
    std::string bytes(packet->GetSize(), '\0');
    packet->CopyData(reinterpret_cast<uint8_t*>(&bytes[0]), packet->GetSize());
    return bytes;
}

} // namespace

std::optional<std::vector<TimedFrame>>
ReadCapture(const std::string& path, std::string& error)
{
    const uint32_t ethernet = 1; // LINKTYPE_ETHERNET
    PcapFile file;
    file.Open(path, std::ios::in | std::ios::binary);
    if (file.Fail())
    {
        error = "cannot be read as a pcap file (pcapng is not supported)";
        return std::nullopt;
    }
    if (file.GetDataLinkType() != ethernet)
    {
        error = "has link type " + std::to_string(file.GetDataLinkType()) + ", not 1 (Ethernet)";
        return std::nullopt;
    }
    const int64_t unit = file.IsNanoSecMode() ? 1 : 1000;
    const uint32_t maximum = 65536;
    std::vector<TimedFrame> frames;
    std::vector<uint8_t> buffer(maximum);
    std::optional<Time> first;
    while (true)
    {
        uint32_t seconds;
        uint32_t fraction;
        uint32_t included = 0; // stays 0 if there is no further record
        uint32_t original = 0;
        uint32_t read = 0;
        file.Read(buffer.data(), maximum, seconds, fraction, included, original, read);
        if (file.Eof() && included == 0)
        {
            return frames;
        }
        std::string where = "frame " + std::to_string(frames.size() + 1);
        if (file.Fail() || read < ETHERNET_SIZE)
        {
            error = where + " is cut short";
            return std::nullopt;
        }
        if (included != original)
        {
            error = where + " was captured in part (" + std::to_string(included) + " of " +
                    std::to_string(original) + " bytes)";
            return std::nullopt;
        }
        Time at = Seconds(seconds) + NanoSeconds(fraction * unit);
        first = first.value_or(at);
        frames.push_back({at - *first, {buffer.begin(), buffer.begin() + read}, 0});
    }
}

FrameFlow::FrameFlow(std::string name,
                     std::string kind,
                     MeasurementWindow window,
                     Time start,
                     std::vector<FramePort> ports,
                     std::vector<TimedFrame> frames)
    : TrafficFlow(std::move(name), window),
      m_kind(std::move(kind)),
      m_start(start),
      m_ports(std::move(ports)),
      m_frames(std::move(frames)),
      m_heard(m_ports.size()),
      m_pending(m_ports.size())
{
    m_record.name = m_name;
    m_record.kind = m_kind;
}

FrameFlow::~FrameFlow()
{
    for (auto& port : m_ports)
    {
        if (auto link = DynamicCast<EthernetLinkDevice>(port.device))
        {
            link->SetRawReceiver(EthernetLinkDevice::RawReceiver());
        }
    }
}

std::vector<Mac48Address>
FrameFlow::AssignPorts(const std::vector<FramePort>& ports, std::vector<TimedFrame>& frames)
{
    std::unordered_map<std::string, std::size_t> portOf;
    for (std::size_t i = 0; i < ports.size(); ++i)
    {
        for (const auto& mac : ports[i].macs)
        {
            uint8_t bytes[MAC_SIZE];
            mac.CopyTo(bytes);
            portOf.emplace(std::string(bytes, bytes + MAC_SIZE), i);
        }
    }
    std::vector<Mac48Address> strangers;
    std::set<std::string> known;
    auto isStranger = [&](TimedFrame& frame) {
        std::string source(frame.bytes.begin() + MAC_SIZE, frame.bytes.begin() + 2 * MAC_SIZE);
        auto port = portOf.find(source);
        if (port != portOf.end())
        {
            frame.port = port->second;
            return false;
        }
        if (known.insert(source).second)
        {
            Mac48Address mac;
            mac.CopyFrom(reinterpret_cast<const uint8_t*>(source.data()));
            strangers.push_back(mac);
        }
        return true;
    };
    frames.erase(std::remove_if(frames.begin(), frames.end(), isStranger), frames.end());
    return strangers;
}

void
FrameFlow::Start()
{
    NS_LOG_FUNCTION(this << m_name << m_frames.size());
    for (std::size_t i = 0; i < m_ports.size(); ++i)
    {
        auto device = m_ports[i].device;
        if (auto link = DynamicCast<EthernetLinkDevice>(device))
        {
            link->SetRawReceiver(MakeBoundCallback(&FrameFlow::ReceiveRaw, this, i));
            continue;
        }
        device->GetNode()->RegisterProtocolHandler(
            MakeBoundCallback(&FrameFlow::ReceiveSplit, this, i),
            0,
            device,
            true);
    }
    if (!m_frames.empty())
    {
        Simulator::ScheduleWithContext(m_ports[m_frames[0].port].device->GetNode()->GetId(),
                                       m_start + m_frames[0].at - Simulator::Now(),
                                       &FrameFlow::Send,
                                       this,
                                       0);
    }
}

void
FrameFlow::Expect(const TimedFrame& frame)
{
    std::string bytes(frame.bytes.begin(), frame.bytes.end());
    const bool group = (frame.bytes[0] & 1) != 0;
    m_mac[SourceOf(bytes)] = frame.port;
    auto known = m_mac.find(DestinationOf(bytes));
    const bool flood = group || known == m_mac.end();
    const bool learned = m_heard[frame.port].count(DestinationOf(bytes)) > 0;
    for (std::size_t i = 0; i < m_ports.size(); ++i)
    {
        if (i == frame.port)
        {
            continue;
        }
        bool wanted = flood || known->second == i;
        m_pending[i][bytes].push_back({Simulator::Now(), wanted, learned});
        m_record.missingCopies += wanted ? 1 : 0;
    }
}

void
FrameFlow::Send(std::size_t index)
{
    const TimedFrame& frame = m_frames[index];
    Time now = Simulator::Now();
    Expect(frame);
    auto device = m_ports[frame.port].device;
    bool taken;
    if (auto link = DynamicCast<EthernetLinkDevice>(device))
    {
        taken = link->SendRaw(Create<Packet>(frame.bytes.data(), frame.bytes.size()));
    }
    else
    {
        Mac48Address destination;
        Mac48Address source;
        destination.CopyFrom(frame.bytes.data());
        source.CopyFrom(frame.bytes.data() + MAC_SIZE);
        uint16_t type = frame.bytes[2 * MAC_SIZE] << 8 | frame.bytes[2 * MAC_SIZE + 1];
        taken = device->SendFrom(
            Create<Packet>(frame.bytes.data() + ETHERNET_SIZE, frame.bytes.size() - ETHERNET_SIZE),
            source,
            destination,
            type);
    }
    if (m_window.Contains(now))
    {
        ++(taken ? m_record.sentPackets : m_record.refusedPackets);
        m_record.sentBytes += taken ? frame.bytes.size() : 0;
    }
    if (m_record.firstSent < 0)
    {
        m_record.firstSent = now.GetSeconds();
    }
    if (index + 1 < m_frames.size())
    {
        const TimedFrame& next = m_frames[index + 1];
        Simulator::ScheduleWithContext(m_ports[next.port].device->GetNode()->GetId(),
                                       std::max(m_start + next.at - now, Time(0)),
                                       &FrameFlow::Send,
                                       this,
                                       index + 1);
    }
}

bool
FrameFlow::ReceiveRaw(FrameFlow* flow, std::size_t port, Ptr<const Packet> frame)
{
    flow->Receive(port, frame);
    return true;
}

void
FrameFlow::ReceiveSplit(FrameFlow* flow,
                        std::size_t port,

                        Ptr<NetDevice>,
                        Ptr<const Packet> packet,
                        uint16_t type,
                        const Address& from,
                        const Address& to,
                        NetDevice::PacketType)
{
    uint8_t header[ETHERNET_SIZE];
    Mac48Address::ConvertFrom(to).CopyTo(header);
    Mac48Address::ConvertFrom(from).CopyTo(header + MAC_SIZE);
    header[2 * MAC_SIZE] = type >> 8;
    header[2 * MAC_SIZE + 1] = type & 0xff;
    auto frame = Create<Packet>(header, ETHERNET_SIZE);
    frame->AddAtEnd(packet);
    flow->Receive(port, frame);
}

void
FrameFlow::Receive(std::size_t port, Ptr<const Packet> frame)
{
    Time now = Simulator::Now();
    auto bytes = BytesOf(frame);
    if (bytes.size() >= ETHERNET_SIZE)
    {
        m_heard[port].insert(SourceOf(bytes));
    }
    m_record.lastReceived = now.GetSeconds();
    auto entry = m_pending[port].find(bytes);
    if (entry == m_pending[port].end())
    {
        ++m_record.alteredFrames;
        return;
    }
    Expected copy = entry->second.front();
    entry->second.pop_front();
    if (entry->second.empty())
    {
        m_pending[port].erase(entry);
    }
    if (!copy.wanted)
    {
        ++(copy.learned ? m_record.extraCopies : m_record.floodedCopies);
        return;
    }
    --m_record.missingCopies;
    m_record.receivedBytes += m_window.Contains(now) ? bytes.size() : 0;
    if (m_window.Contains(copy.sent))
    {
        ++m_record.receivedPackets;
        m_delays.Add((now - copy.sent).GetNanoSeconds());
    }
}

FlowRecord
FrameFlow::GetRecord() const
{
    FlowRecord record = m_record;
    record.lostPackets = record.missingCopies;
    record.delay = m_delays.Summarize();
    Time end = m_frames.empty() ? m_start : m_start + m_frames.back().at;
    double seconds = MeasuredSeconds(m_start, end);
    record.goodput = seconds > 0 ? record.receivedBytes * 8 / seconds : 0;
    return record;
}

} // namespace ns3
