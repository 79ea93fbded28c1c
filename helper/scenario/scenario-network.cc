/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "scenario-network.h"

#include "ns3/boolean.h"
#include "ns3/data-rate.h"
#include "ns3/dont-fragment-output.h"
#include "ns3/double.h"
#include "ns3/drop-tail-queue.h"
#include "ns3/error-model.h"
#include "ns3/group-membership.h"
#include "ns3/internet-stack-helper.h"
#include "ns3/ipv4.h"
#include "ns3/ipv6.h"
#include "ns3/names.h"
#include "ns3/queue-size.h"
#include "ns3/string.h"

namespace ns3
{
namespace scenario
{

namespace
{

LinuxBridgePortFlags
ToPortFlags(const PortSpec& spec)
{
    LinuxBridgePortFlags flags;
    flags.isolated = spec.isolated.value_or(flags.isolated);
    flags.hairpin = spec.hairpin.value_or(flags.hairpin);
    flags.learning = spec.learning.value_or(flags.learning);
    flags.flood = spec.flood.value_or(flags.flood);
    flags.mcastFlood = spec.mcastFlood.value_or(flags.mcastFlood);
    flags.bcastFlood = spec.bcastFlood.value_or(flags.bcastFlood);
    return flags;
}

QueueSize
ToQueueSize(const QueueLength& length)
{
    return QueueSize(length.inPackets ? QueueSizeUnit::PACKETS : QueueSizeUnit::BYTES,
                     static_cast<uint32_t>(length.amount));
}

Mac48Address
ToMac(const std::string& text)
{
    return Mac48Address(text.c_str());
}

/// The frame by which a hypervisor announces a machine that has moved (QEMU: announce_self_create).
Ptr<Packet>
MakeAnnouncement(Mac48Address mac)
{
    const size_t frameSize = 60;
    std::vector<uint8_t> frame(frameSize, 0);
    std::fill(frame.begin(), frame.begin() + 6, 0xff); // to all
    mac.CopyTo(&frame[6]);
    // RARP request for itself (RFC 903): Ethernet, IPv4, lengths 6 and 4, operation 3
    const uint8_t rarp[] = {0x80, 0x35, 0, 1, 0x08, 0, 6, 4, 0, 3};
    std::copy(std::begin(rarp), std::end(rarp), frame.begin() + 12);
    mac.CopyTo(&frame[22]); // sender
    mac.CopyTo(&frame[32]); // target
    return Create<Packet>(frame.data(), static_cast<uint32_t>(frame.size()));
}

} // namespace

Network::Network(const Plan& plan, Problems& problems)
    : m_plan(plan)
{
    BuildNodes();
    BuildLinks();
    BuildBridges();
    BuildAddresses(problems);
    BuildTunnels(problems);
    RunCommands(problems);
    AssignStreams();
}

void
Network::BuildNodes()
{
    for (const auto& planned : m_plan.nodes)
    {
        Ptr<Node> node = CreateObject<Node>();
        if (planned.ipv4 || planned.ipv6)
        {
            InternetStackHelper stack;
            stack.SetIpv4StackInstall(planned.ipv4);
            stack.SetIpv6StackInstall(planned.ipv6);
            // Linux asks at once.
            stack.SetIpv4ArpJitter(false);
            stack.SetIpv6NsRsJitter(false);
            stack.Install(node);
        }
        const bool forwards = planned.role == NodeRole::UNDERLAY;
        if (planned.ipv4)
        {
            node->GetObject<Ipv4>()->SetAttribute("IpForward", BooleanValue(forwards));
            DontFragmentOutput::Install(node);
        }
        if (planned.ipv6)
        {
            node->GetObject<Ipv6>()->SetAttribute("IpForward", BooleanValue(forwards));
        }
        m_hostIndex[planned.name] = m_hosts.size();
        m_hosts.emplace_back(planned.name, std::make_unique<Iproute2Host>(node));
    }
}

Ptr<EthernetLinkDevice>
Network::MakeEnd(const PlanLink& link, size_t end)
{
    const auto& side = link.ends[end];
    const auto& properties = link.properties;
    Ptr<DropTailQueue<Packet>> queue = CreateObject<DropTailQueue<Packet>>();
    queue->SetMaxSize(ToQueueSize(properties.queue));
    Ptr<EthernetLinkDevice> device = CreateObject<EthernetLinkDevice>();
    device->SetAttribute("DataRate", DataRateValue(DataRate(properties.rate)));
    device->SetMtu(static_cast<uint16_t>(properties.mtu));
    device->SetAddress(ToMac(side.mac));
    device->SetQueue(queue);
    if (properties.ecn)
    {
        device->SetAttribute("EcnThreshold", QueueSizeValue(ToQueueSize(*properties.ecn)));
    }
    if (properties.loss > 0)
    {
        Ptr<RateErrorModel> loss = CreateObject<RateErrorModel>();
        loss->SetUnit(RateErrorModel::ERROR_UNIT_PACKET);
        loss->SetRate(properties.loss);
        m_nextStream += loss->AssignStreams(m_nextStream);
        device->SetReceiveErrorModel(loss);
    }
    auto& host = GetHost(side.node);
    host.GetNode()->AddDevice(device);
    host.AddDevice(side.device, device);
    return device;
}

void
Network::BuildLinks()
{
    for (const auto& planned : m_plan.links)
    {
        Link link{&planned, CreateObject<EthernetLinkChannel>(), {}};
        link.channel->SetAttribute("Delay", TimeValue(NanoSeconds(planned.properties.delay)));
        link.devices[0] = MakeEnd(planned, 0);
        link.devices[0]->Attach(link.channel);
        if (planned.spare)
        {
            link.devices[1] = DynamicCast<EthernetLinkDevice>(
                GetHost(planned.ends[1].node).FindDevice(planned.ends[1].device));
        }
        else
        {
            link.devices[1] = MakeEnd(planned, 1);
            link.devices[1]->Attach(link.channel);
        }
        m_links.push_back(std::move(link));
    }
}

void
Network::BuildBridges()
{
    for (const auto& planned : m_plan.bridges)
    {
        auto& host = GetHost(planned.node);
        Ptr<LinuxBridgeNetDevice> bridge = CreateObject<LinuxBridgeNetDevice>();
        bridge->SetAttribute("Name", StringValue(planned.name));
        bridge->SetAgeingTime(NanoSeconds(planned.ageing));
        bridge->SetMacAddress(ToMac(planned.mac));
        host.GetNode()->AddDevice(bridge);
        host.AddDevice(planned.name, bridge);
        for (const auto& port : planned.ports)
        {
            // Tunnels become ports when they are there.
            if (Ptr<NetDevice> device = host.FindDevice(port.device))
            {
                bridge->AddPort(device, port.device);
                bridge->SetPortFlags(device, ToPortFlags(port.flags));
            }
        }
    }
}

void
Network::TryCommand(const std::string& node,
                    const std::string& command,
                    const std::string& pointer,
                    Problems& problems)
{
    const auto error = Execute(node, command);
    if (!error.empty())
    {
        problems.Error(pointer,
                       Quote(command) + " on " + Quote(node),
                       "a command that works (" + error + ")");
    }
}

void
Network::BuildAddresses(Problems& problems)
{
    for (const auto& link : m_plan.links)
    {
        for (const auto& end : link.ends)
        {
            for (const auto& address : end.addresses)
            {
                if (!link.spare)
                {
                    TryCommand(end.node,
                               "ip addr add " + address.address + "/" +
                                   std::to_string(address.length) + " dev " + end.device,
                               link.pointer,
                               problems);
                }
            }
        }
    }
    for (const auto& route : m_plan.routes)
    {
        TryCommand(route.node,
                   "ip route add " + route.network.address + "/" +
                       std::to_string(route.network.length) + " via " + route.gateway + " dev " +
                       route.device,
                   "/underlay",
                   problems);
    }
    for (const auto& bridge : m_plan.bridges)
    {
        for (const auto& address : bridge.addresses)
        {
            TryCommand(bridge.node,
                       "ip addr add " + address.address + "/" + std::to_string(address.length) +
                           " dev " + bridge.name,
                       "/bridges",
                       problems);
        }
    }
}

void
Network::BuildTunnels(Problems& problems)
{
    for (const auto& tunnel : m_plan.tunnels)
    {
        auto& host = GetHost(tunnel.node);
        const size_t before = problems.All().size();
        TryCommand(tunnel.node, tunnel.commands[0], tunnel.pointer, problems);
        Ptr<NetDevice> device = host.FindDevice(tunnel.name);
        if (problems.All().size() > before || !device)
        {
            continue;
        }
        if (!tunnel.mac.empty())
        {
            device->SetAddress(ToMac(tunnel.mac));
        }
        for (size_t i = 1; i < tunnel.commands.size(); ++i)
        {
            TryCommand(tunnel.node, tunnel.commands[i], tunnel.pointer, problems);
        }
        TryCommand(tunnel.node, "ip link set " + tunnel.name + " up", tunnel.pointer, problems);
        for (const auto& address : tunnel.addresses)
        {
            TryCommand(tunnel.node,
                       "ip addr add " + address.address + "/" + std::to_string(address.length) +
                           " dev " + tunnel.name,
                       tunnel.pointer,
                       problems);
        }
    }
    for (const auto& planned : m_plan.bridges)
    {
        auto& host = GetHost(planned.node);
        Ptr<LinuxBridgeNetDevice> bridge =
            DynamicCast<LinuxBridgeNetDevice>(host.FindDevice(planned.name));
        for (const auto& port : planned.ports)
        {
            Ptr<NetDevice> device = host.FindDevice(port.device);
            if (device && DynamicCast<TunnelNetDevice>(device))
            {
                bridge->AddPort(device, port.device);
                bridge->SetPortFlags(device, ToPortFlags(port.flags));
            }
        }
    }
}

void
Network::RunCommands(Problems& problems)
{
    for (const auto& node : m_plan.nodes)
    {
        for (size_t i = 0; i < node.commands.size(); ++i)
        {
            TryCommand(node.name,
                       node.commands[i],
                       PointerTo(node.pointer + "/commands", i),
                       problems);
        }
    }
}

void
Network::AssignStreams()
{
    // A fixed number per node, so that what one node draws does not move another's numbers.
    const int64_t perNode = 100;
    int64_t first = 100000;
    for (const auto& [name, host] : m_hosts)
    {
        Ptr<Node> node = host->GetNode();
        if (node->GetObject<Ipv4>() || node->GetObject<Ipv6>())
        {
            const int64_t used = InternetStackHelper().AssignStreams(NodeContainer(node), first);
            if (Ptr<GroupMembership> groups = node->GetObject<GroupMembership>())
            {
                groups->AssignStreams(first + used);
            }
        }
        first += perNode;
    }
}

Ptr<Node>
Network::GetNode(const std::string& name) const
{
    return m_hosts[m_hostIndex.at(name)].second->GetNode();
}

Iproute2Host&
Network::GetHost(const std::string& name)
{
    return *m_hosts[m_hostIndex.at(name)].second;
}

const std::vector<std::pair<std::string, std::unique_ptr<Iproute2Host>>>&
Network::GetHosts() const
{
    return m_hosts;
}

const std::vector<Network::Link>&
Network::GetLinks() const
{
    return m_links;
}

Ptr<NetDevice>
Network::GetDevice(const std::string& name) const
{
    const auto slash = name.find('/');
    const auto node = m_hostIndex.find(name.substr(0, slash));
    return node == m_hostIndex.end() || slash == std::string::npos
               ? nullptr
               : m_hosts[node->second].second->FindDevice(name.substr(slash + 1));
}

void
Network::Move(const PlanMove& move)
{
    m_links[move.from].channel->SetUp(false);
    const auto& device = m_links[move.to].devices[1];
    device->Attach(m_links[move.to].channel);
    if (move.announce)
    {
        device->SendRaw(MakeAnnouncement(Mac48Address::ConvertFrom(device->GetAddress())));
    }
}

std::string
Network::Execute(const std::string& node, const std::string& command)
{
    const auto result = GetHost(node).Execute(command);
    return result.IsOk()              ? ""
           : result.errorText.empty() ? "exit status " + std::to_string(result.status)
                                      : result.errorText;
}

void
Network::SetUp(const std::string& name, bool up)
{
    Ptr<NetDevice> device = GetDevice(name);
    if (auto tunnel = DynamicCast<TunnelNetDevice>(device))
    {
        tunnel->SetUp(up);
    }
    else if (auto link = DynamicCast<EthernetLinkDevice>(device))
    {
        link->SetUp(up);
    }
    else if (auto bridge = DynamicCast<LinuxBridgeNetDevice>(device))
    {
        bridge->SetUp(up);
    }
}

} // namespace scenario
} // namespace ns3
