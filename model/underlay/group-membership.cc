/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/group-membership.h"

#include "ns3/group-reporter.h"
#include "ns3/igmp-l4-protocol.h"
#include "ns3/ipv4-header.h"
#include "ns3/ipv4-l3-protocol.h"
#include "ns3/ipv6-l3-protocol.h"
#include "ns3/log.h"
#include "ns3/simulator.h"
#include "ns3/trace-source-accessor.h"
#include "ns3/uinteger.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("GroupMembership");

NS_OBJECT_ENSURE_REGISTERED(GroupMembership);

TypeId
GroupMembership::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::GroupMembership")
            .SetParent<Object>()
            .SetGroupName("Tunnel")
            .AddConstructor<GroupMembership>()
            .AddAttribute("Robustness",
                          "How often a change is reported, until a querier says otherwise "
                          "(net.ipv4.igmp_qrv, net.ipv6.mld_qrv).",
                          UintegerValue(2),
                          MakeUintegerAccessor(&GroupMembership::m_robustness),
                          MakeUintegerChecker<uint8_t>(1, 7))
            .AddAttribute("UnsolicitedReportInterval",
                          "Longest delay between reports of a change in IGMPv3 and MLDv2.",
                          TimeValue(Seconds(1)),
                          MakeTimeAccessor(&GroupMembership::m_unsolicitedInterval),
                          MakeTimeChecker(Time(0)))
            .AddTraceSource("Tx",
                            "An IGMP or MLD message, as IP packet, is given to a device.",
                            MakeTraceSourceAccessor(&GroupMembership::m_txTrace),
                            "ns3::GroupMembership::PacketTracedCallback")
            .AddTraceSource("Rx",
                            "An IGMP or MLD message was heard.",
                            MakeTraceSourceAccessor(&GroupMembership::m_rxTrace),
                            "ns3::GroupMembership::PacketTracedCallback");
    return tid;
}

GroupMembership::GroupMembership()
    : m_random(CreateObject<UniformRandomVariable>())
{
}

GroupMembership::~GroupMembership() = default;

Ptr<GroupMembership>
GroupMembership::GetOrCreate(Ptr<Node> node)
{
    Ptr<GroupMembership> membership = node->GetObject<GroupMembership>();
    if (!membership)
    {
        membership = CreateObject<GroupMembership>();
        node->AggregateObject(membership);
    }
    return membership;
}

void
GroupMembership::NotifyNewAggregate()
{
    m_node = GetObject<Node>();
    Object::NotifyNewAggregate();
}

void
GroupMembership::DoDispose()
{
    m_reporters.clear();
    m_node = nullptr;
    Object::DoDispose();
}

bool
GroupMembership::Join(const IpAddress& group, Ptr<NetDevice> device)
{
    NS_LOG_FUNCTION(this << group << device);
    if (!m_node || !group.IsMulticast() || !device || device->GetNode() != m_node)
    {
        return false;
    }
    GroupReporter* reporter = Find(device, group.GetFamily());
    if (!reporter)
    {
        reporter = MakeReporter(device, group.GetFamily());
    }
    if (reporter && reporter->Join(group))
    {
        Accept6(group, device, true);
    }
    return reporter != nullptr;
}

bool
GroupMembership::Leave(const IpAddress& group, Ptr<NetDevice> device)
{
    NS_LOG_FUNCTION(this << group << device);
    GroupReporter* reporter = Find(device, group.GetFamily());
    const int left = reporter ? reporter->Leave(group) : -1;
    if (left == 0)
    {
        Accept6(group, device, false);
    }
    return left >= 0;
}

bool
GroupMembership::IsMember(const IpAddress& group, Ptr<const NetDevice> device) const
{
    const GroupReporter* reporter = Find(device, group.GetFamily());
    return reporter && reporter->IsMember(group);
}

GroupReporter*
GroupMembership::Find(Ptr<const NetDevice> device, IpAddress::Family family) const
{
    if (!device || device->GetNode() != m_node)
    {
        return nullptr;
    }
    const auto i = m_reporters.find({device->GetIfIndex(), family});
    return i == m_reporters.end() ? nullptr : i->second.get();
}

GroupReporter*
GroupMembership::MakeReporter(Ptr<NetDevice> device, IpAddress::Family family)
{
    const auto ipv4 = m_node->GetObject<Ipv4L3Protocol>();
    const auto ipv6 = m_node->GetObject<Ipv6L3Protocol>();
    if (!device->IsMulticast() ||
        (family == IpAddress::IPV4 ? !ipv4 || ipv4->GetInterfaceForDevice(device) < 0
                                   : !ipv6 || ipv6->GetInterfaceForDevice(device) < 0))
    {
        return nullptr;
    }
    const ReporterKey key{device->GetIfIndex(), family};
    GroupReporter::Environment environment;
    environment.send = [this, device](const GroupPacket& packet) { Send(packet, device); };
    environment.isUp = [device]() { return device->IsLinkUp(); };
    environment.random = [this]() { return m_random->GetValue(0, 1); };
    environment.callDueChanges = [this, key]() {
        Simulator::ScheduleWithContext(m_node->GetId(),
                                       Time(0),
                                       &GroupMembership::SendDueChanges,
                                       Ptr<GroupMembership>(this),
                                       key);
    };
    auto reporter = std::make_unique<GroupReporter>(GroupProtocol::Create(family, m_node, device),
                                                    std::move(environment),
                                                    m_robustness,
                                                    m_unsolicitedInterval);
    GroupReporter* made = reporter.get();
    m_reporters[key] = std::move(reporter);
    device->AddLinkChangeCallback(MakeCallback(&GroupMembership::LinkChanged, this).Bind(key));
    if (family == IpAddress::IPV4)
    {
        ListenToIgmp();
    }
    else
    {
        // Not now: the node may be going through its list of handlers.
        Simulator::ScheduleWithContext(m_node->GetId(),
                                       Time(0),
                                       &GroupMembership::ListenToMld,
                                       Ptr<GroupMembership>(this),
                                       device);
    }
    return made;
}

void
GroupMembership::SendDueChanges(ReporterKey key)
{
    const auto i = m_reporters.find(key);
    if (i != m_reporters.end())
    {
        i->second->SendDueChanges();
    }
}

void
GroupMembership::LinkChanged(ReporterKey key)
{
    const auto i = m_reporters.find(key);
    if (i != m_reporters.end())
    {
        i->second->NoteLinkChange();
    }
}

void
GroupMembership::Accept6(const IpAddress& group, Ptr<NetDevice> device, bool accept)
{
    if (!group.IsIpv6())
    {
        return;
    }
    const auto ipv6 = m_node->GetObject<Ipv6L3Protocol>();
    const auto index = static_cast<uint32_t>(ipv6->GetInterfaceForDevice(device));
    if (accept)
    {
        ipv6->AddMulticastAddress(group.ToIpv6(), index);
    }
    else
    {
        ipv6->RemoveMulticastAddress(group.ToIpv6(), index);
    }
}

void
GroupMembership::ListenToIgmp()
{
    if (m_listensToIgmp)
    {
        return;
    }
    m_listensToIgmp = true;
    const auto ipv4 = m_node->GetObject<Ipv4L3Protocol>();
    const auto igmp = CreateObject<IgmpL4Protocol>();
    const auto previous = ipv4->GetProtocol(igmp->GetProtocolNumber());
    igmp->SetListener(MakeCallback(&GroupMembership::ReceiveIgmp, this), previous);
    ipv4->Insert(igmp);
}

void
GroupMembership::ListenToMld(Ptr<NetDevice> device)
{
    if (m_node)
    {
        m_node->RegisterProtocolHandler(MakeCallback(&GroupMembership::ReceiveIpv6, this),
                                        Ipv6L3Protocol::PROT_NUMBER,
                                        device);
    }
}

void
GroupMembership::ReceiveIgmp(Ptr<const Packet> message, const Ipv4Header&, Ptr<NetDevice> device)
{
    m_rxTrace(message, device);
    std::vector<uint8_t> bytes(message->GetSize());
    message->CopyData(bytes.data(), message->GetSize());
    HeardGroupMessage heard;
    const DropReason reason = ReadIgmp(bytes.data(), message->GetSize(), heard);
    Deliver(heard, reason, device, IpAddress::IPV4);
}

void
GroupMembership::ReceiveIpv6(Ptr<NetDevice> device,
                             Ptr<const Packet> packet,
                             uint16_t,
                             const Address&,
                             const Address&,
                             NetDevice::PacketType)
{
    if (!MayBeMld(packet))
    {
        return;
    }
    m_rxTrace(packet, device);
    std::vector<uint8_t> bytes(packet->GetSize());
    packet->CopyData(bytes.data(), packet->GetSize());
    HeardGroupMessage heard;
    const DropReason reason = ReadMld(bytes.data(), packet->GetSize(), heard);
    Deliver(heard, reason, device, IpAddress::IPV6);
}

void
GroupMembership::Deliver(const HeardGroupMessage& message,
                         DropReason reason,
                         Ptr<NetDevice> device,
                         IpAddress::Family family)
{
    ++m_books.in;
    if (reason != NO_ERROR)
    {
        ++m_books.dropped;
        m_drops.Count(reason);
        return;
    }
    ++m_books.consumed;
    GroupReporter* reporter = Find(device, family);
    if (reporter)
    {
        reporter->Hear(message);
    }
}

void
GroupMembership::Send(const GroupPacket& packet, Ptr<NetDevice> device)
{
    ++m_books.originated;
    m_txTrace(packet.packet, device);
    if (device->Send(packet.packet, packet.destination, packet.protocol))
    {
        ++m_books.out;
    }
    else
    {
        ++m_books.dropped;
        m_drops.Count(OUTER_SEND_FAILED);
    }
}

int64_t
GroupMembership::AssignStreams(int64_t stream)
{
    m_random->SetStream(stream);
    return 1;
}

const Books&
GroupMembership::GetBooks() const
{
    return m_books;
}

const DropCounters&
GroupMembership::GetDropCounters() const
{
    return m_drops;
}

} // namespace ns3
