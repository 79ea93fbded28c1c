/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "scenario-meter.h"

#include "ns3/gretap-net-device.h"
#include "ns3/simulator.h"
#include "ns3/vxlan-net-device.h"

#include <sstream>

namespace ns3
{
namespace scenario
{

namespace
{

double
Number(uint64_t count)
{
    return static_cast<double>(count);
}

std::string
MacText(const Address& address)
{
    std::ostringstream text;
    text << Mac48Address::ConvertFrom(address);
    return text.str();
}

std::string
KindOf(LinkRole role)
{
    return role == LinkRole::HOST ? "host" : role == LinkRole::SEGMENT ? "segment" : "underlay";
}

Values
TunnelValues(const LinkStats& stats)
{
    Values values;
    stats.rx.ForEach([&values](const char* name, uint64_t count) {
        values.emplace_back(std::string("rx_") + name, Number(count));
    });
    stats.tx.ForEach([&values](const char* name, uint64_t count) {
        values.emplace_back(std::string("tx_") + name, Number(count));
    });
    return values;
}

Values
LinkValues(const EthernetLinkDevice& device)
{
    const auto stats = device.GetLinkStats();
    return {{"rx_packets", Number(stats.rxFrames)},
            {"rx_bytes", Number(stats.rxBytes)},
            {"rx_dropped", Number(device.GetRxBooks().dropped)},
            {"tx_packets", Number(stats.txFrames)},
            {"tx_bytes", Number(stats.txBytes)},
            {"tx_dropped", Number(device.GetTxBooks().dropped)}};
}

Values
BridgeValues(const LinuxBridgeNetDevice& bridge)
{
    const auto books = bridge.GetBooks();
    return {{"rx_packets", Number(books.in)},
            {"rx_dropped", Number(books.dropped)},
            {"tx_packets", Number(books.out)}};
}

} // namespace

Values
ToValues(const DropCounters& drops)
{
    Values values;
    for (uint8_t i = 1; i < DROP_REASON_COUNT; ++i)
    {
        const auto reason = static_cast<DropReason>(i);
        if (drops.Get(reason) > 0)
        {
            values.emplace_back(DropReasonName(reason), Number(drops.Get(reason)));
        }
    }
    return values;
}

LinkMeter::LinkMeter(const Network& network, Time start, Time stop)
    : m_network(network),
      m_seconds((stop - start).GetSeconds())
{
    Simulator::Schedule(start, &LinkMeter::Begin, this);
    Simulator::Schedule(stop, &LinkMeter::End, this);
}

std::vector<LinkMeter::Reading>
LinkMeter::ReadAll() const
{
    std::vector<Reading> readings;
    for (const auto& link : m_network.GetLinks())
    {
        for (size_t from = 0; from < 2; ++from)
        {
            const auto& sender = link.devices[from];
            const auto& receiver = link.devices[1 - from];
            Reading reading;
            reading.stats = sender->GetLinkStats();
            reading.drops = sender->GetTxBooks().dropped + link.channel->GetBooks(from).dropped +
                            receiver->GetDropCounters().Get(RECEIVE_ERROR);
            readings.push_back(reading);
        }
    }
    return readings;
}

void
LinkMeter::Begin()
{
    for (const auto& link : m_network.GetLinks())
    {
        for (const auto& device : link.devices)
        {
            device->ResetQueueMaxima();
        }
    }
    m_begin = ReadAll();
}

void
LinkMeter::End()
{
    m_end = ReadAll();
}

std::vector<LinkResult>
LinkMeter::GetResults() const
{
    std::vector<LinkResult> results;
    for (size_t i = 0; i < m_network.GetLinks().size(); ++i)
    {
        const auto& plan = *m_network.GetLinks()[i].plan;
        for (size_t from = 0; from < 2; ++from)
        {
            if (plan.spare && from == 1)
            {
                continue; // the host's own end belongs to its first link
            }
            const auto& begin = m_begin[2 * i + from];
            const auto& end = m_end[2 * i + from];
            const double bytes = Number(end.stats.txBytes - begin.stats.txBytes);
            LinkResult result{plan.name,
                              KindOf(plan.role),
                              plan.ends[from].node,
                              plan.ends[1 - from].node,
                              {}};
            result.values = {
                {"utilization", (end.stats.busy - begin.stats.busy).GetSeconds() / m_seconds},
                {"throughput", bytes * 8 / m_seconds},
                {"packets", Number(end.stats.txFrames - begin.stats.txFrames)},
                {"bytes", bytes},
                {"queue_max_packets", Number(end.stats.queueMaxPackets)},
                {"queue_max_bytes", Number(end.stats.queueMaxBytes)},
                {"queue_mean_bytes",
                 (end.stats.queueByteSeconds - begin.stats.queueByteSeconds) / m_seconds},
                {"drops", Number(end.drops - begin.drops)},
                {"marks", Number(end.stats.marks - begin.stats.marks)},
            };
            results.push_back(std::move(result));
        }
    }
    return results;
}

std::vector<DeviceResult>
ReadDevices(const Network& network)
{
    std::vector<DeviceResult> results;
    for (const auto& [node, host] : network.GetHosts())
    {
        for (const auto& [name, device] : host->GetDevices())
        {
            DeviceResult result;
            result.name = node + "/" + name;
            if (auto tunnel = DynamicCast<TunnelNetDevice>(device))
            {
                result.kind = DynamicCast<VxlanNetDevice>(device) ? "vxlan" : "gretap";
                result.values = TunnelValues(tunnel->GetStats());
                result.drops = ToValues(tunnel->GetDropCounters());
            }
            else if (auto bridge = DynamicCast<LinuxBridgeNetDevice>(device))
            {
                result.kind = "bridge";
                result.values = BridgeValues(*bridge);
                result.drops = ToValues(bridge->GetDropCounters());
            }
            else if (auto link = DynamicCast<EthernetLinkDevice>(device))
            {
                result.kind = "ethernet";
                result.values = LinkValues(*link);
                result.drops = ToValues(link->GetDropCounters());
            }
            else
            {
                continue; // loopback
            }
            result.mac = MacText(device->GetAddress());
            result.mtu = device->GetMtu();
            results.push_back(std::move(result));
        }
    }
    return results;
}

std::vector<FdbResult>
ReadFdbs(const Network& network)
{
    std::vector<FdbResult> results;
    for (const auto& [node, host] : network.GetHosts())
    {
        for (const auto& [name, device] : host->GetDevices())
        {
            if (auto vxlan = DynamicCast<VxlanNetDevice>(device))
            {
                results.push_back({node, name, GetBridgeFdbLines(*host, vxlan)});
            }
            else if (auto bridge = DynamicCast<LinuxBridgeNetDevice>(device))
            {
                results.push_back({node, name, GetBridgeFdbLines(*host, bridge)});
            }
        }
    }
    return results;
}

} // namespace scenario
} // namespace ns3
