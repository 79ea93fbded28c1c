/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/igmp-l4-protocol.h"

#include "ns3/igmp-header.h"
#include "ns3/ipv4-header.h"
#include "ns3/ipv4-route.h"
#include "ns3/ipv6-header.h"
#include "ns3/ipv6-route.h"
#include "ns3/packet.h"

namespace ns3
{

NS_OBJECT_ENSURE_REGISTERED(IgmpL4Protocol);

TypeId
IgmpL4Protocol::GetTypeId()
{
    static TypeId tid = TypeId("ns3::IgmpL4Protocol")
                            .SetParent<IpL4Protocol>()
                            .SetGroupName("Tunnel")
                            .AddConstructor<IgmpL4Protocol>();
    return tid;
}

IgmpL4Protocol::IgmpL4Protocol() = default;
IgmpL4Protocol::~IgmpL4Protocol() = default;

void
IgmpL4Protocol::SetListener(Listener listener, Ptr<IpL4Protocol> previous)
{
    m_listener = listener;
    m_previous = previous;
}

int
IgmpL4Protocol::GetProtocolNumber() const
{
    return IgmpHeader::IP_PROTOCOL;
}

IpL4Protocol::RxStatus
IgmpL4Protocol::Receive(Ptr<Packet> packet, const Ipv4Header& header, Ptr<Ipv4Interface> interface)
{
    if (!m_listener.IsNull())
    {
        m_listener(packet, header, interface->GetDevice());
    }
    return m_previous ? m_previous->Receive(packet, header, interface) : RX_OK;
}

IpL4Protocol::RxStatus
IgmpL4Protocol::Receive(Ptr<Packet>, const Ipv6Header&, Ptr<Ipv6Interface>)
{
    return RX_ENDPOINT_UNREACH;
}

void
IgmpL4Protocol::SetDownTarget(DownTargetCallback target)
{
    m_target = target;
}

void
IgmpL4Protocol::SetDownTarget6(DownTargetCallback6 target)
{
    m_target6 = target;
}

IpL4Protocol::DownTargetCallback
IgmpL4Protocol::GetDownTarget() const
{
    return m_target;
}

IpL4Protocol::DownTargetCallback6
IgmpL4Protocol::GetDownTarget6() const
{
    return m_target6;
}

void
IgmpL4Protocol::DoDispose()
{
    m_listener = Listener();
    m_previous = nullptr;
    m_target = DownTargetCallback();
    m_target6 = DownTargetCallback6();
    IpL4Protocol::DoDispose();
}

} // namespace ns3
