/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/ethernet-link-channel.h"

#include "ns3/ethernet-link-device.h"
#include "ns3/log.h"
#include "ns3/node.h"
#include "ns3/packet.h"
#include "ns3/simulator.h"

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("EthernetLinkChannel");

NS_OBJECT_ENSURE_REGISTERED(EthernetLinkChannel);

TypeId
EthernetLinkChannel::GetTypeId()
{
    static TypeId tid = TypeId("ns3::EthernetLinkChannel")
                            .SetParent<Channel>()
                            .SetGroupName("Tunnel")
                            .AddConstructor<EthernetLinkChannel>()
                            .AddAttribute("Delay",
                                          "Propagation delay from one end to the other",
                                          TimeValue(Seconds(0)),
                                          MakeTimeAccessor(&EthernetLinkChannel::m_delay),
                                          MakeTimeChecker(Seconds(0)));
    return tid;
}

EthernetLinkChannel::EthernetLinkChannel()
{
    NS_LOG_FUNCTION(this);
}

EthernetLinkChannel::~EthernetLinkChannel()
{
    NS_LOG_FUNCTION(this);
}

void
EthernetLinkChannel::DoDispose()
{
    NS_LOG_FUNCTION(this);
    for (auto& direction : m_directions)
    {
        direction.sender = nullptr;
    }
    Channel::DoDispose();
}

void
EthernetLinkChannel::Attach(Ptr<EthernetLinkDevice> device)
{
    NS_LOG_FUNCTION(this << device);
    NS_ABORT_MSG_IF(m_nDevices == m_directions.size(), "An Ethernet cable has two ends");
    m_directions[m_nDevices].sender = device;
    m_nDevices++;
}

std::size_t
EthernetLinkChannel::GetNDevices() const
{
    return m_nDevices;
}

Ptr<NetDevice>
EthernetLinkChannel::GetDevice(std::size_t i) const
{
    return i < m_nDevices ? m_directions[i].sender : nullptr;
}

Ptr<EthernetLinkDevice>
EthernetLinkChannel::GetPeer(const EthernetLinkDevice* device) const
{
    return PeekPointer(m_directions[0].sender) == device ? m_directions[1].sender
                                                         : m_directions[0].sender;
}

bool
EthernetLinkChannel::Transmit(Ptr<Packet> packet, EthernetLinkDevice* sender, Time transmissionTime)
{
    NS_LOG_FUNCTION(this << packet << sender << transmissionTime);
    const std::size_t from = PeekPointer(m_directions[0].sender) == sender ? 0 : 1;
    const Ptr<EthernetLinkDevice>& receiver = m_directions[1 - from].sender;
    if (!receiver)
    {
        return false;
    }
    m_directions[from].sent++;
    Simulator::ScheduleWithContext(receiver->GetNode()->GetId(),
                                   transmissionTime + m_delay,
                                   &EthernetLinkChannel::Arrive,
                                   this,
                                   packet,
                                   from,
                                   m_cuts);
    return true;
}

void
EthernetLinkChannel::Arrive(Ptr<Packet> packet, std::size_t from, uint32_t cuts)
{
    Direction& direction = m_directions[from];
    const Ptr<EthernetLinkDevice>& receiver = m_directions[1 - from].sender;
    if (cuts != m_cuts)
    {
        direction.lost.Count(LINK_DOWN);
        if (receiver)
        {
            receiver->LostOnTheWay(packet);
        }
        return;
    }
    direction.arrived++;
    if (receiver)
    {
        receiver->Receive(packet);
    }
}

Time
EthernetLinkChannel::GetDelay() const
{
    return m_delay;
}

void
EthernetLinkChannel::SetUp(bool up)
{
    NS_LOG_FUNCTION(this << up);
    if (up == m_up)
    {
        return;
    }
    m_up = up;
    if (!up)
    {
        LoseFramesOnTheWay();
    }
    for (const auto& direction : m_directions)
    {
        if (direction.sender && direction.sender->GetNode())
        {
            Simulator::ScheduleWithContext(direction.sender->GetNode()->GetId(),
                                           Seconds(0),
                                           &EthernetLinkDevice::UpdateCarrier,
                                           direction.sender);
        }
    }
}

bool
EthernetLinkChannel::IsUp() const
{
    return m_up;
}

void
EthernetLinkChannel::LoseFramesOnTheWay()
{
    m_cuts++;
}

void
EthernetLinkChannel::NotifyPeer(const EthernetLinkDevice* device)
{
    Ptr<EthernetLinkDevice> peer = GetPeer(device);
    if (peer && peer->GetNode())
    {
        Simulator::ScheduleWithContext(peer->GetNode()->GetId(),
                                       Seconds(0),
                                       &EthernetLinkDevice::UpdateCarrier,
                                       peer);
    }
}

Books
EthernetLinkChannel::GetBooks(std::size_t from) const
{
    const Direction& direction = m_directions.at(from);
    Books books;
    books.in = direction.sent;
    books.out = direction.arrived;
    books.dropped = direction.lost.Total();
    books.held = books.in - books.out - books.dropped;
    return books;
}

Books
EthernetLinkChannel::GetBooks() const
{
    Books books = GetBooks(0);
    books += GetBooks(1);
    return books;
}

DropCounters
EthernetLinkChannel::GetDropCounters() const
{
    DropCounters drops = m_directions[0].lost;
    drops += m_directions[1].lost;
    return drops;
}

} // namespace ns3
