/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

// The CPU time that one VXLAN encapsulation and decapsulation add to a frame, over what the usual
// way of ns-3 adds: a VirtualNetDevice whose send callback is SendTo() of a UDP socket and whose
// frames come from that socket's Recv(). Three networks carry the same traffic, 1400-byte UDP
// datagrams over one hop: plain (no tunnel), baseline (the usual way) and tunnel (VxlanNetDevice).
// They run in turns, so that all see the same machine. A third case turns early demultiplexing off
// (UdpTunnelDemux): then ns-3's IPv4 receives the outer packets, too.
//
//   plain_ns, baseline_ns, tunnel_ns   CPU time per datagram, median of the runs
//   ratio                              (tunnel - plain) / (baseline - plain), median of the runs

#include "ns3/core-module.h"
#include "ns3/ethernet-link-helper.h"
#include "ns3/fdb-types.h"
#include "ns3/internet-module.h"
#include "ns3/ip-address-value.h"
#include "ns3/network-module.h"
#include "ns3/virtual-net-device.h"
#include "ns3/vxlan-net-device.h"

#include <algorithm>
#include <array>
#include <benchmark/benchmark.h>
#include <ctime>
#include <memory>
#include <vector>

using namespace ns3;

namespace
{

constexpr uint32_t DATAGRAMS = 20000;
constexpr uint32_t WARM_UP = 10;
constexpr uint32_t PAYLOAD = 1400;
constexpr uint16_t PORT = 5001;
constexpr uint16_t TUNNEL_PORT = 4789;
constexpr int RUNS = 11;

/** How the datagrams travel. */
enum Kind
{
    PLAIN,
    BASELINE,
    TUNNEL,
    KINDS
};

/** A VirtualNetDevice over a UDP socket, as ns-3's example makes it. */
class VirtualTunnel
{
  public:
    VirtualTunnel(Ptr<Node> node, Ipv4Address remote)
        : m_remote(remote, TUNNEL_PORT),
          m_socket(Socket::CreateSocket(node, UdpSocketFactory::GetTypeId())),
          m_device(CreateObject<VirtualNetDevice>())
    {
        m_socket->Bind(InetSocketAddress(Ipv4Address::GetAny(), TUNNEL_PORT));
        m_socket->SetRecvCallback(MakeCallback(&VirtualTunnel::Receive, this));
        m_device->SetAddress(Mac48Address::Allocate());
        m_device->SetSendCallback(MakeCallback(&VirtualTunnel::Send, this));
        node->AddDevice(m_device);
    }

    Ptr<NetDevice> GetDevice() const
    {
        return m_device;
    }

  private:
    bool Send(Ptr<Packet> packet, const Address&, const Address&, uint16_t)
    {
        m_socket->SendTo(packet, 0, m_remote);
        return true;
    }

    void Receive(Ptr<Socket> socket)
    {
        Address from;
        Ptr<Packet> packet = socket->RecvFrom(65535, 0, from);
        m_device->Receive(packet,
                          Ipv4L3Protocol::PROT_NUMBER,
                          m_device->GetAddress(),
                          m_device->GetAddress(),
                          NetDevice::PACKET_HOST);
    }

    InetSocketAddress m_remote;
    Ptr<Socket> m_socket;
    Ptr<VirtualNetDevice> m_device;
};

/** Two nodes, one link, one flow. */
class Network
{
  public:
    explicit Network(Kind kind)
    {
        m_nodes.Create(2);
        InternetStackHelper internet;
        internet.SetIpv6StackInstall(false);
        internet.Install(m_nodes);
        EthernetLinkHelper link;
        link.SetDeviceAttribute("DataRate", StringValue("10Gbps"));
        const NetDeviceContainer ends = link.Install(m_nodes.Get(0), m_nodes.Get(1));
        Ipv4AddressHelper underlay("10.0.0.0", "255.255.255.0");
        const Ipv4InterfaceContainer outer = underlay.Assign(ends);
        Ipv4InterfaceContainer inner = outer;
        if (kind != PLAIN)
        {
            NetDeviceContainer tunnels;
            for (uint32_t i = 0; i < 2; ++i)
            {
                tunnels.Add(kind == TUNNEL ? MakeVxlan(i, outer) : MakeVirtual(i, outer));
            }
            Ipv4AddressHelper overlay("192.168.0.0", "255.255.255.0");
            inner = overlay.Assign(tunnels);
        }
        if (kind == TUNNEL)
        {
            AddEntries(outer);
        }
        m_sink = Socket::CreateSocket(m_nodes.Get(1), UdpSocketFactory::GetTypeId());
        m_sink->Bind(InetSocketAddress(Ipv4Address::GetAny(), PORT));
        m_sink->SetRecvCallback(MakeCallback(&Network::Receive, this));
        m_source = Socket::CreateSocket(m_nodes.Get(0), UdpSocketFactory::GetTypeId());
        m_source->Bind();
        m_source->Connect(InetSocketAddress(inner.GetAddress(1), PORT));
    }

    /** @returns CPU nanoseconds per datagram */
    double Run()
    {
        // Neighbours and routes are found before the clock runs.
        Simulator::ScheduleWithContext(0,
                                       Seconds(0),
                                       &Network::Send,
                                       this,
                                       WARM_UP,
                                       MilliSeconds(10));
        Simulator::Stop(Seconds(1));
        Simulator::Run();
        Simulator::ScheduleWithContext(0,
                                       Seconds(0),
                                       &Network::Send,
                                       this,
                                       DATAGRAMS,
                                       MicroSeconds(5));
        Simulator::Stop(Seconds(10));
        const std::clock_t begin = std::clock();
        Simulator::Run();
        const std::clock_t end = std::clock();
        NS_ABORT_MSG_UNLESS(m_received == DATAGRAMS + WARM_UP, m_received << " datagrams arrived");
        return 1e9 * (end - begin) / CLOCKS_PER_SEC / DATAGRAMS;
    }

  private:
    Ptr<NetDevice> MakeVirtual(uint32_t i, const Ipv4InterfaceContainer& outer)
    {
        m_virtual.push_back(
            std::make_unique<VirtualTunnel>(m_nodes.Get(i), outer.GetAddress(1 - i)));
        return m_virtual.back()->GetDevice();
    }

    Ptr<NetDevice> MakeVxlan(uint32_t i, const Ipv4InterfaceContainer& outer)
    {
        Ptr<VxlanNetDevice> device = CreateObject<VxlanNetDevice>();
        device->SetAttribute("Vni", UintegerValue(100));
        device->SetAttribute("Local", IpAddressValue(outer.GetAddress(i)));
        m_nodes.Get(i)->AddDevice(device);
        m_vxlan.push_back(device);
        return device;
    }

    /** One static entry per end, and the neighbours: there is nobody to flood to. */
    void AddEntries(const Ipv4InterfaceContainer& outer)
    {
        for (uint32_t i = 0; i < 2; ++i)
        {
            FdbRequest request;
            request.remote = Remote();
            request.remote->address = outer.GetAddress(1 - i);
            request.mac = Mac48Address::ConvertFrom(m_vxlan[1 - i]->GetAddress());
            m_vxlan[i]->FdbAdd(request);
            // The ARP request of the first datagram goes to the other end, too.
            request.mac = Mac48Address::GetBroadcast();
            m_vxlan[i]->FdbAdd(request);
        }
    }

    void Send(uint32_t count, Time interval)
    {
        m_source->Send(Create<Packet>(PAYLOAD));
        if (count > 1)
        {
            Simulator::Schedule(interval, &Network::Send, this, count - 1, interval);
        }
    }

    void Receive(Ptr<Socket> socket)
    {
        while (socket->Recv())
        {
            ++m_received;
        }
    }

    NodeContainer m_nodes;
    std::vector<std::unique_ptr<VirtualTunnel>> m_virtual;
    std::vector<Ptr<VxlanNetDevice>> m_vxlan;
    Ptr<Socket> m_source;
    Ptr<Socket> m_sink;
    uint32_t m_received = 0;
};

/** @returns CPU nanoseconds per datagram of a fresh network @param kind which */
double
RunOnce(Kind kind)
{
    double cost;
    {
        Network network(kind);
        cost = network.Run();
    }
    Simulator::Destroy();
    return cost;
}

/** @returns the median @param values some numbers */
double
Median(std::vector<double> values)
{
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

void
TunnelCost(benchmark::State& state, bool checksums, bool early)
{
    Config::SetDefault("ns3::UdpTunnelDemux::EarlyDemux", BooleanValue(early));
    GlobalValue::Bind("ChecksumEnabled", BooleanValue(checksums));
    std::array<std::vector<double>, KINDS> costs;
    std::vector<double> ratios;
    for (auto _ : state)
    {
        for (int run = 0; run < RUNS; ++run)
        {
            std::array<double, KINDS> cost;
            for (int kind = 0; kind < KINDS; ++kind)
            {
                cost[kind] = RunOnce(static_cast<Kind>(kind));
                costs[kind].push_back(cost[kind]);
            }
            ratios.push_back((cost[TUNNEL] - cost[PLAIN]) / (cost[BASELINE] - cost[PLAIN]));
        }
    }
    state.counters["plain_ns"] = Median(costs[PLAIN]);
    state.counters["baseline_ns"] = Median(costs[BASELINE]);
    state.counters["tunnel_ns"] = Median(costs[TUNNEL]);
    state.counters["ratio"] = Median(ratios);
}

} // namespace

BENCHMARK_CAPTURE(TunnelCost, checksums_off, false, true)->Iterations(1)->Unit(benchmark::kSecond);
BENCHMARK_CAPTURE(TunnelCost, checksums_on, true, true)->Iterations(1)->Unit(benchmark::kSecond);
BENCHMARK_CAPTURE(TunnelCost, checksums_off_no_early_demux, false, false)
    ->Iterations(1)
    ->Unit(benchmark::kSecond);

int
main(int argc, char** argv)
{
    // Until a simulation has run, ns-3 keeps a list of all Time objects, in case their unit
    // changes.
    Simulator::Run();
    Simulator::Destroy();
    benchmark::Initialize(&argc, argv);
    benchmark::RunSpecifiedBenchmarks();
    return 0;
}
