/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/linux-bridge-net-device.h"

#include "ns3/abort.h"
#include "ns3/bridge-channel.h"
#include "ns3/fragment-guard.h"
#include "ns3/log.h"
#include "ns3/loopback-net-device.h"
#include "ns3/node.h"
#include "ns3/simulator.h"
#include "ns3/string.h"
#include "ns3/uinteger.h"

#include <algorithm>

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("LinuxBridgeNetDevice");

NS_OBJECT_ENSURE_REGISTERED(LinuxBridgeNetDevice);

namespace
{

/// A VLAN tag does not count against the MTU.
constexpr uint32_t VLAN_TAG = 4;
/// Groups that group_fwd_mask cannot let through.
constexpr uint16_t GROUP_FORWARD_RESTRICTED = 0x0007;

} // namespace

TypeId
LinuxBridgeNetDevice::GetTypeId()
{
    typedef LinuxBridgeNetDevice B;
    static const char* const sink = "ns3::Packet::TracedCallback";
    static TypeId tid =
        TypeId("ns3::LinuxBridgeNetDevice")
            .SetParent<NetDevice>()
            .SetGroupName("Tunnel")
            .AddConstructor<LinuxBridgeNetDevice>()
            .AddAttribute("Name",
                          "The name of the bridge in rows of its forwarding database",
                          StringValue("br0"),
                          MakeStringAccessor(&B::m_name),
                          MakeStringChecker())
            .AddAttribute("Address",
                          "The MAC address; zero: the lowest of the ports'",
                          Mac48AddressValue(Mac48Address("00:00:00:00:00:00")),
                          MakeMac48AddressAccessor(&B::SetMacAddress, &B::GetMacAddress),
                          MakeMac48AddressChecker())
            .AddAttribute("Mtu",
                          "The MTU in bytes; 0: the smallest of the ports'",
                          UintegerValue(0),
                          MakeUintegerAccessor(&B::SetMtu, &B::GetMtu),
                          MakeUintegerChecker<uint16_t>())
            .AddAttribute("AgeingTime",
                          "Time after which a learned entry goes; 0: nothing is learned",
                          TimeValue(Seconds(300)),
                          MakeTimeAccessor(&B::SetAgeingTime, &B::GetAgeingTime),
                          MakeTimeChecker(Seconds(0)))
            .AddAttribute("GroupForwardMask",
                          "Bit X: forward 01:80:c2:00:00:0X too; bits 0 to 2 have no effect",
                          UintegerValue(0),
                          MakeUintegerAccessor(&B::m_groupForwardMask),
                          MakeUintegerChecker<uint16_t>())
            .AddTraceSource("MacTx",
                            "The node sends a packet by this bridge",
                            MakeTraceSourceAccessor(&B::m_macTxTrace),
                            sink)
            .AddTraceSource("MacPromiscRx",
                            "A packet goes up, whomever it is for",
                            MakeTraceSourceAccessor(&B::m_macPromiscRxTrace),
                            sink)
            .AddTraceSource("MacRx",
                            "A packet for this host goes up",
                            MakeTraceSourceAccessor(&B::m_macRxTrace),
                            sink)
            .AddTraceSource("Drop",
                            "A packet was dropped, with the reason",
                            MakeTraceSourceAccessor(&B::m_dropTrace),
                            "ns3::LinuxBridgeNetDevice::DropTracedCallback");
    return tid;
}

LinuxBridgeNetDevice::LinuxBridgeNetDevice()
{
    NS_LOG_FUNCTION(this);
    m_channel = CreateObject<BridgeChannel>();
}

LinuxBridgeNetDevice::~LinuxBridgeNetDevice()
{
    NS_LOG_FUNCTION(this);
}

void
LinuxBridgeNetDevice::DoDispose()
{
    NS_LOG_FUNCTION(this);
    for (const auto& port : m_ports)
    {
        port->bridge = nullptr;
        port->device = nullptr;
    }
    m_ports.clear();
    m_channel = nullptr;
    m_node = nullptr;
    m_rxCallback.Nullify();
    m_promiscCallback.Nullify();
    NetDevice::DoDispose();
}

// Ports

bool
LinuxBridgeNetDevice::AddPort(Ptr<NetDevice> device, std::string name)
{
    NS_LOG_FUNCTION(this << device << name);
    NS_ABORT_MSG_UNLESS(m_node, "The bridge must be added to its node before its ports");
    if (!device || device->GetNode() != m_node || device->IsBridge() ||
        !device->SupportsSendFrom() || !Mac48Address::IsMatchingType(device->GetAddress()) ||
        DynamicCast<LoopbackNetDevice>(device) || FindPort(device))
    {
        return false;
    }
    Ptr<Port> port = Create<Port>();
    port->bridge = this;
    port->device = device;
    port->name = name.empty() ? "port" + std::to_string(device->GetIfIndex()) : name;
    port->number = m_nextNumber++;
    m_ports.push_back(port);
    if (device->GetChannel())
    {
        m_channel->AddChannel(device->GetChannel());
    }
    m_fdb.AddLocal(Mac48Address::ConvertFrom(device->GetAddress()), port->number, Simulator::Now());
    m_node->RegisterProtocolHandler(MakeCallback(&Port::Receive, port), 0, device, true);
    device->AddLinkChangeCallback(MakeCallback(&Port::LinkChanged, port));
    UpdateAddress();
    UpdateCarrier();
    return true;
}

bool
LinuxBridgeNetDevice::RemovePort(Ptr<NetDevice> device)
{
    NS_LOG_FUNCTION(this << device);
    Ptr<Port> port = FindPort(device);
    if (!port)
    {
        return false;
    }
    port->bridge = nullptr;
    port->device = nullptr;
    m_ports.erase(std::find(m_ports.begin(), m_ports.end(), port));
    // Not now: the node may be walking through its handlers.
    Simulator::ScheduleNow(&Node::UnregisterProtocolHandler,
                           m_node,
                           MakeCallback(&Port::Receive, port));
    m_fdb.FlushPort(port->number, true);
    for (const auto& other : m_ports)
    {
        m_fdb.AddLocal(Mac48Address::ConvertFrom(other->device->GetAddress()),
                       other->number,
                       Simulator::Now());
    }
    UpdateAddress();
    UpdateCarrier();
    return true;
}

uint32_t
LinuxBridgeNetDevice::GetNPorts() const
{
    return static_cast<uint32_t>(m_ports.size());
}

Ptr<NetDevice>
LinuxBridgeNetDevice::GetPort(uint32_t i) const
{
    return m_ports.at(i)->device;
}

bool
LinuxBridgeNetDevice::SetPortFlags(Ptr<NetDevice> device, const LinuxBridgePortFlags& flags)
{
    Ptr<Port> port = FindPort(device);
    if (!port)
    {
        return false;
    }
    port->flags = flags;
    return true;
}

LinuxBridgePortFlags
LinuxBridgeNetDevice::GetPortFlags(Ptr<NetDevice> device) const
{
    Ptr<Port> port = FindPort(device);
    NS_ABORT_MSG_UNLESS(port, "Not a port of this bridge");
    return port->flags;
}

Ptr<LinuxBridgeNetDevice::Port>
LinuxBridgeNetDevice::FindPort(Ptr<NetDevice> device) const
{
    for (const auto& port : m_ports)
    {
        if (port->device == device)
        {
            return port;
        }
    }
    return nullptr;
}

const LinuxBridgeNetDevice::Port*
LinuxBridgeNetDevice::FindPort(uint32_t number) const
{
    for (const auto& port : m_ports)
    {
        if (port->number == number)
        {
            return PeekPointer(port);
        }
    }
    return nullptr;
}

void
LinuxBridgeNetDevice::Port::Receive(Ptr<NetDevice> /* device */,
                                    Ptr<const Packet> packet,
                                    uint16_t protocol,
                                    const Address& source,
                                    const Address& destination,
                                    NetDevice::PacketType packetType)
{
    if (bridge)
    {
        bridge->ReceiveFromPort(*this,
                                {packet,
                                 Mac48Address::ConvertFrom(source),
                                 Mac48Address::ConvertFrom(destination),
                                 protocol,
                                 this,
                                 0,
                                 BRIDGE_NO_PORT},
                                packetType);
    }
}

void
LinuxBridgeNetDevice::Port::LinkChanged()
{
    if (bridge)
    {
        bridge->PortLinkChanged(*this);
    }
}

void
LinuxBridgeNetDevice::PortLinkChanged(const Port& port)
{
    if (!port.device->IsLinkUp())
    {
        m_fdb.FlushPort(port.number, false);
    }
    UpdateCarrier();
}

// The way of a frame

void
LinuxBridgeNetDevice::ReceiveFromPort(const Port& port, Frame frame, PacketType packetType)
{
    NS_LOG_FUNCTION(this << port.name << frame.packet << frame.source << frame.destination);
    const Ptr<const Port> alive(&port); // whatever the receivers of the frame do
    m_books.in++;
    if (!m_up || !port.device->IsLinkUp())
    {
        frame.lastDrop = BRIDGE_PORT_DOWN;
        Finish(frame);
        return;
    }
    if (frame.source.IsGroup() || frame.source == Mac48Address())
    {
        frame.lastDrop = MAC_INVALID_SOURCE;
        Finish(frame);
        return;
    }
    const Time now = Simulator::Now();
    if (port.flags.learning)
    {
        m_fdb.Learn(frame.source, port.number, now);
    }
    if (frame.destination.IsGroup())
    {
        // What may not be forwarded is for the port itself, where nobody of this model listens.
        if (!IsLinkLocal(frame.destination))
        {
            Flood(frame);
            PassUp(frame, frame.destination.IsBroadcast() ? PACKET_BROADCAST : PACKET_MULTICAST);
        }
        Finish(frame);
        return;
    }
    const BridgeFdb::Entry* entry = m_fdb.Lookup(frame.destination, now);
    if (!entry)
    {
        Flood(frame);
    }
    else if (entry->state == BridgeFdb::PERMANENT)
    {
        const bool mine = frame.destination == m_address || packetType == PACKET_HOST;
        PassUp(frame, mine ? PACKET_HOST : PACKET_OTHERHOST);
    }
    else
    {
        Forward(frame, entry->port);
    }
    Finish(frame);
}

bool
LinuxBridgeNetDevice::SendFrom(Ptr<Packet> packet,
                               const Address& source,
                               const Address& dest,
                               uint16_t protocolNumber)
{
    NS_LOG_FUNCTION(this << packet << source << dest << protocolNumber);
    m_books.in++;
    Frame frame{packet,
                Mac48Address::ConvertFrom(source),
                Mac48Address::ConvertFrom(dest),
                protocolNumber,
                nullptr,
                0,
                BRIDGE_NO_PORT};
    if (!m_up)
    {
        frame.lastDrop = DEVICE_DOWN;
        Finish(frame);
        return false;
    }
    m_macTxTrace(packet);
    const BridgeFdb::Entry* entry = nullptr;
    if (!frame.destination.IsGroup())
    {
        entry = m_fdb.Lookup(frame.destination, Simulator::Now());
    }
    if (entry)
    {
        Forward(frame, entry->port);
    }
    else
    {
        Flood(frame);
    }
    Finish(frame);
    return true;
}

bool
LinuxBridgeNetDevice::IsLinkLocal(const Mac48Address& destination) const
{
    static constexpr uint8_t prefix[] = {0x01, 0x80, 0xc2, 0x00, 0x00};
    uint8_t bytes[6];
    destination.CopyTo(bytes);
    if (!std::equal(prefix, prefix + sizeof(prefix), bytes) || bytes[5] > 0x0f)
    {
        return false;
    }
    // 0 is that of spanning tree, which must go on its way where there is none.
    const bool forward =
        bytes[5] == 0 || ((m_groupForwardMask & ~GROUP_FORWARD_RESTRICTED) & (1U << bytes[5])) != 0;
    return !forward;
}

void
LinuxBridgeNetDevice::Forward(Frame& frame, uint32_t number)
{
    const Port* port = FindPort(number);
    if (port)
    {
        SendByPort(frame, *port);
    }
}

void
LinuxBridgeNetDevice::Flood(Frame& frame)
{
    const bool group = frame.destination.IsGroup();
    const bool broadcast = frame.destination.IsBroadcast();
    // Linux's list of ports begins with the newest.
    for (std::size_t i = m_ports.size(); i-- > 0;)
    {
        if (i >= m_ports.size())
        {
            continue; // a receiver removed ports
        }
        const Ptr<Port> port = m_ports[i];
        const LinuxBridgePortFlags& flags = port->flags;
        // Groups from the node itself go everywhere.
        const bool wanted =
            !group ? flags.flood
                   : (!frame.ingress || (broadcast ? flags.bcastFlood : flags.mcastFlood));
        if (wanted && (port != frame.ingress || flags.hairpin))
        {
            SendByPort(frame, *port);
        }
    }
}

DropReason
LinuxBridgeNetDevice::CheckEgress(const Frame& frame, const Port& port) const
{
    if (frame.ingress == &port && !port.flags.hairpin)
    {
        return BRIDGE_SAME_PORT;
    }
    if (frame.ingress && frame.ingress->flags.isolated && port.flags.isolated)
    {
        return BRIDGE_NO_PORT;
    }
    return port.device->IsLinkUp() ? NO_ERROR : BRIDGE_PORT_DOWN;
}

void
LinuxBridgeNetDevice::SendByPort(Frame& frame, const Port& port)
{
    const DropReason reason = CheckEgress(frame, port);
    if (reason != NO_ERROR)
    {
        frame.lastDrop = reason;
        return;
    }
    if (frame.packet->GetSize() > port.device->GetMtu() + VLAN_TAG)
    {
        Drop(frame.packet, MTU_LINK);
        End(frame, m_books.dropped);
        return;
    }
    End(frame, m_books.out);
    port.device->SendFrom(frame.packet->Copy(), frame.source, frame.destination, frame.protocol);
}

void
LinuxBridgeNetDevice::PassUp(Frame& frame, PacketType packetType)
{
    bool taken = false;
    if (!m_promiscCallback.IsNull())
    {
        m_macPromiscRxTrace(frame.packet);
        taken = m_promiscCallback(this,
                                  frame.packet,
                                  frame.protocol,
                                  frame.source,
                                  frame.destination,
                                  packetType);
    }
    DropReason reason = ADDRESS_FILTER;
    StackInput input;
    if (packetType != PACKET_OTHERHOST)
    {
        reason = input.Check(*this, frame.packet, frame.protocol);
        if (reason == NO_ERROR)
        {
            m_macRxTrace(frame.packet);
            reason = NO_HANDLER;
            taken = (!m_rxCallback.IsNull() &&
                     m_rxCallback(this, frame.packet, frame.protocol, frame.source)) ||
                    taken;
        }
    }
    if (taken)
    {
        End(frame, m_books.out);
    }
    else if (reason == NO_HANDLER || reason == ADDRESS_FILTER)
    {
        frame.lastDrop = reason; // no loss if it went elsewhere too
    }
    else
    {
        Drop(frame.packet, reason);
        End(frame, m_books.dropped);
    }
}

void
LinuxBridgeNetDevice::End(Frame& frame, uint64_t& count)
{
    frame.ends++;
    count++;
}

void
LinuxBridgeNetDevice::Finish(Frame& frame)
{
    if (frame.ends == 0)
    {
        Drop(frame.packet, frame.lastDrop);
        End(frame, m_books.dropped);
    }
    m_books.copies += frame.ends - 1;
}

void
LinuxBridgeNetDevice::Drop(Ptr<const Packet> packet, DropReason reason)
{
    NS_LOG_LOGIC("drop " << packet << " " << reason);
    m_drops.Count(reason);
    m_dropTrace(packet, reason);
}

Books
LinuxBridgeNetDevice::GetBooks() const
{
    return m_books;
}

const DropCounters&
LinuxBridgeNetDevice::GetDropCounters() const
{
    return m_drops;
}

// Forwarding database

BridgeFdb::Result
LinuxBridgeNetDevice::FdbAdd(Mac48Address mac,
                             Ptr<NetDevice> device,
                             BridgeFdb::State state,
                             bool sticky,
                             bool replace)
{
    NS_LOG_FUNCTION(this << mac << device << static_cast<int>(state) << sticky << replace);
    Ptr<Port> port = FindPort(device);
    if (!port && device != this)
    {
        return BridgeFdb::INVALID;
    }
    return m_fdb.Add(mac,
                     port ? port->number : BridgeFdb::NO_PORT,
                     state,
                     sticky,
                     !replace,
                     Simulator::Now());
}

BridgeFdb::Result
LinuxBridgeNetDevice::FdbDelete(Mac48Address mac, Ptr<NetDevice> device)
{
    NS_LOG_FUNCTION(this << mac << device);
    Ptr<Port> port = FindPort(device);
    if (!port && device != this)
    {
        return BridgeFdb::INVALID;
    }
    return m_fdb.Delete(mac, port ? port->number : BridgeFdb::NO_PORT, Simulator::Now());
}

void
LinuxBridgeNetDevice::FdbFlush(Ptr<NetDevice> device)
{
    NS_LOG_FUNCTION(this << device);
    Ptr<Port> port = FindPort(device);
    if (port)
    {
        m_fdb.FlushPort(port->number, false);
    }
    else if (!device)
    {
        m_fdb.FlushDynamic();
    }
}

std::vector<LinuxBridgeFdbRow>
LinuxBridgeNetDevice::GetFdbRows()
{
    static const char* const states[] = {"", "static", "permanent"};
    const Time now = Simulator::Now();
    std::vector<LinuxBridgeFdbRow> rows;
    for (const auto& row : m_fdb.GetRows(now))
    {
        const Port* port = FindPort(row.entry.port);
        LinuxBridgeFdbRow out;
        out.mac = row.mac;
        out.ifname = port ? port->name : m_name;
        out.master = m_name;
        out.state = states[row.entry.state];
        if (row.entry.sticky)
        {
            out.flags.emplace_back("sticky");
        }
        out.used = now - row.entry.used;
        out.updated = now - row.entry.updated;
        rows.push_back(out);
    }
    return rows;
}

void
LinuxBridgeNetDevice::SetAgeingTime(Time ageing)
{
    NS_LOG_FUNCTION(this << ageing);
    m_fdb.SetAgeing(ageing);
}

Time
LinuxBridgeNetDevice::GetAgeingTime() const
{
    return m_fdb.GetAgeing();
}

std::string
LinuxBridgeNetDevice::GetName() const
{
    return m_name;
}

} // namespace ns3
