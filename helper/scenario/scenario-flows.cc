/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "scenario-flows.h"

#include "ns3/boolean.h"
#include "ns3/frame-flow.h"
#include "ns3/inet-socket-address.h"
#include "ns3/inet6-socket-address.h"
#include "ns3/ping-flow.h"
#include "ns3/tcp-flow.h"
#include "ns3/udp-flow.h"

#include <algorithm>

namespace ns3
{
namespace scenario
{

namespace
{

Address
SocketAddress(const std::string& address, uint32_t port)
{
    const auto number = static_cast<uint16_t>(port);
    if (IsIpv6Text(address))
    {
        return Inet6SocketAddress(Ipv6Address(address.c_str()), number);
    }
    return InetSocketAddress(Ipv4Address(address.c_str()), number);
}

Address
HostAddress(const std::string& address)
{
    if (IsIpv6Text(address))
    {
        return Ipv6Address(address.c_str());
    }
    return Ipv4Address(address.c_str());
}

TypeId
CongestionControl(const std::string& name)
{
    static const std::map<std::string, std::string> TYPES = {{"cubic", "ns3::TcpCubic"},
                                                             {"reno", "ns3::TcpNewReno"},
                                                             {"linuxreno", "ns3::TcpLinuxReno"},
                                                             {"bic", "ns3::TcpBic"},
                                                             {"dctcp", "ns3::TcpDctcp"},
                                                             {"highspeed", "ns3::TcpHighSpeed"},
                                                             {"htcp", "ns3::TcpHtcp"},
                                                             {"hybla", "ns3::TcpHybla"},
                                                             {"illinois", "ns3::TcpIllinois"},
                                                             {"ledbat", "ns3::TcpLedbat"},
                                                             {"lp", "ns3::TcpLp"},
                                                             {"scalable", "ns3::TcpScalable"},
                                                             {"vegas", "ns3::TcpVegas"},
                                                             {"veno", "ns3::TcpVeno"},
                                                             {"westwood", "ns3::TcpWestwoodPlus"},
                                                             {"yeah", "ns3::TcpYeah"}};
    TypeId type;
    // ns-3.37 and earlier have Westwood+ as a mode of TcpWestwood.
    if (!TypeId::LookupByNameFailSafe(TYPES.at(name), &type))
    {
        type = TypeId::LookupByName("ns3::TcpWestwood");
    }
    return type;
}

/// Makes the flows of one scenario.
class FlowMaker
{
  public:
    FlowMaker(const LoadedScenario& scenario, Network& network)
        : m_scenario(scenario),
          m_network(network),
          m_window{NanoSeconds(scenario.spec.measureStart), NanoSeconds(scenario.plan.measureStop)}
    {
    }

    std::unique_ptr<TrafficFlow> Make(const PlanFlow& flow)
    {
        const auto& spec = m_scenario.spec.traffic[flow.spec];
        if (spec.type == "ping")
        {
            return MakePing(spec, flow);
        }
        if (spec.type == "udp")
        {
            return MakeUdp(spec, flow);
        }
        if (spec.type == "tcp")
        {
            return MakeTcp(spec, flow);
        }
        return MakeFrames(spec);
    }

  private:
    std::unique_ptr<TrafficFlow> MakePing(const TrafficSpec& spec, const PlanFlow& flow)
    {
        PingFlowConfig config;
        config.source = m_network.GetNode(flow.from.node);
        config.destination = HostAddress(flow.toAddress);
        config.identifier = static_cast<uint16_t>(flow.spec + 1);
        config.size = static_cast<uint32_t>(spec.packetSize);
        config.count = spec.count;
        config.interval = NanoSeconds(spec.interval);
        config.start = NanoSeconds(spec.start);
        config.stop = NanoSeconds(flow.stop);
        config.tos = static_cast<uint8_t>(spec.tos);
        return std::make_unique<PingFlow>(spec.name, m_window, config);
    }

    std::unique_ptr<TrafficFlow> MakeUdp(const TrafficSpec& spec, const PlanFlow& flow)
    {
        UdpFlowConfig config;
        config.source = m_network.GetNode(flow.from.node);
        config.sink = m_network.GetNode(flow.to.node);
        config.destination = SocketAddress(flow.toAddress, flow.port);
        config.rate = DataRate(spec.rate);
        config.size = static_cast<uint32_t>(spec.packetSize);
        config.count = spec.count;
        config.start = NanoSeconds(spec.start);
        config.stop = NanoSeconds(flow.stop);
        config.on = NanoSeconds(spec.on);
        config.off = NanoSeconds(spec.off);
        config.exponential = spec.pattern == "exponential";
        config.tos = static_cast<uint8_t>(spec.tos);
        return std::make_unique<UdpFlow>(spec.name, m_window, config);
    }

    std::unique_ptr<TrafficFlow> MakeTcp(const TrafficSpec& spec, const PlanFlow& flow)
    {
        TcpFlowConfig config;
        config.source = m_network.GetNode(flow.from.node);
        config.sink = m_network.GetNode(flow.to.node);
        config.destination = SocketAddress(flow.toAddress, flow.port);
        config.size = spec.size.value_or(0);
        config.start = NanoSeconds(spec.start);
        config.stop = NanoSeconds(flow.stop);
        config.congestionControl = CongestionControl(spec.congestion);
        const uint32_t mtu = std::min(PathMtu(flow.from), PathMtu(flow.to));
        const uint32_t fits = TcpFlow::PayloadForMtu(mtu, IsIpv6Text(flow.toAddress));
        config.segmentSize = spec.segment.value_or(std::max<uint32_t>(fits, 1));
        config.tos = static_cast<uint8_t>(spec.tos);
        return std::make_unique<TcpFlow>(spec.name, m_window, config);
    }

    std::unique_ptr<TrafficFlow> MakeFrames(const TrafficSpec& spec)
    {
        std::vector<FramePort> ports;
        size_t from = 0;
        for (const auto& [host, macs] : spec.hosts)
        {
            FramePort port;
            port.name = host;
            port.device = m_network.GetDevice(host + "/eth0");
            for (const auto& mac : macs)
            {
                port.macs.emplace_back(mac.c_str());
            }
            from = host == spec.from ? ports.size() : from;
            ports.push_back(std::move(port));
        }
        std::vector<TimedFrame> frames;
        if (spec.type == "replay")
        {
            std::string error;
            frames = ReadCapture(ResolvePath(m_scenario.plan.folder, spec.file), error)
                         .value_or(std::vector<TimedFrame>());
        }
        for (size_t i = 0; i < spec.frames.size(); ++i)
        {
            frames.push_back(
                {NanoSeconds(static_cast<int64_t>(i) * spec.interval), spec.frames[i], from});
        }
        if (spec.from.empty())
        {
            FrameFlow::AssignPorts(ports, frames);
        }
        return std::make_unique<FrameFlow>(spec.name,
                                           spec.type,
                                           m_window,
                                           NanoSeconds(spec.start),
                                           std::move(ports),
                                           std::move(frames));
    }

    /// Smallest MTU at an end of a flow: of its device, and of the tunnels that share a bridge
    /// with it.
    uint32_t PathMtu(const PlanEndpoint& end)
    {
        const auto device = end.device.empty() ? "eth0" : end.device;
        uint32_t mtu = m_network.GetDevice(end.node + "/" + device)->GetMtu();
        for (const auto& bridge : m_scenario.plan.bridges)
        {
            const bool own = bridge.node == end.node && bridge.name == end.device;
            const bool behind =
                std::any_of(bridge.ports.begin(), bridge.ports.end(), [&end](const PlanPort& port) {
                    return port.device == end.node;
                });
            for (const auto& port : bridge.ports)
            {
                if (own || behind)
                {
                    mtu = std::min<uint32_t>(
                        mtu,
                        m_network.GetDevice(bridge.node + "/" + port.device)->GetMtu());
                }
            }
        }
        return mtu;
    }

    const LoadedScenario& m_scenario; //!< the scenario
    Network& m_network;               //!< the network
    MeasurementWindow m_window;       //!< what is measured
};

} // namespace

std::vector<std::unique_ptr<TrafficFlow>>
MakeFlows(const LoadedScenario& scenario, Network& network)
{
    FlowMaker maker(scenario, network);
    std::vector<std::unique_ptr<TrafficFlow>> flows;
    const int64_t perFlow = 10;
    int64_t stream = 1000000;
    for (const auto& flow : scenario.plan.flows)
    {
        flows.push_back(maker.Make(flow));
        flows.back()->AssignStreams(stream);
        stream += perFlow;
    }
    return flows;
}

FlowResult
ToFlowResult(const FlowRecord& record)
{
    const auto number = [](uint64_t count) { return static_cast<double>(count); };
    FlowResult result{record.name, record.kind, {}, record.note};
    const double sent = number(record.sentPackets);
    result.values = {
        {"goodput", record.goodput},
        {"loss", sent > 0 ? number(record.lostPackets) / sent : 0},
        {"delay_min", record.delay.minimum},
        {"delay_mean", record.delay.mean},
        {"delay_p50", record.delay.median},
        {"delay_p99", record.delay.p99},
        {"delay_max", record.delay.maximum},
        {"jitter", record.delay.jitter},
        {"sent_packets", sent},
        {"received_packets", number(record.receivedPackets)},
        {"lost_packets", number(record.lostPackets)},
        {"sent_bytes", number(record.sentBytes)},
        {"received_bytes", number(record.receivedBytes)},
        {"retransmissions", number(record.retransmissions)},
        {"duplicate_packets", number(record.duplicatePackets)},
        {"reordered_packets", number(record.reorderedPackets)},
        {"refused_packets", number(record.refusedPackets)},
        {"missing_copies", number(record.missingCopies)},
        {"altered_frames", number(record.alteredFrames)},
        {"extra_copies", number(record.extraCopies)},
        {"completion", record.completion},
    };
    return result;
}

} // namespace scenario
} // namespace ns3
