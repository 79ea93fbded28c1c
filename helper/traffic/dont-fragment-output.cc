/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */
#include "ns3/dont-fragment-output.h"

#include "ns3/ipv4-header.h"
#include "ns3/ipv4-route.h"
#include "ns3/log.h"
#include "ns3/net-device.h"
#include "ns3/node.h"
#include "ns3/packet.h"
#include "ns3/socket.h"
#include "ns3/tcp-l4-protocol.h"
#include "ns3/udp-l4-protocol.h"
#include "ns3/uinteger.h"

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("DontFragmentOutput");
NS_OBJECT_ENSURE_REGISTERED(DontFragmentOutput);

TypeId
DontFragmentOutput::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::DontFragmentOutput").SetParent<Object>().SetGroupName("Tunnel");
    return tid;
}

Ptr<DontFragmentOutput>
DontFragmentOutput::Install(Ptr<Node> node)
{
    auto output = node->GetObject<DontFragmentOutput>();
    if (output)
    {
        return output;
    }
    auto tcp = node->GetObject<TcpL4Protocol>();
    auto udp = node->GetObject<UdpL4Protocol>();
    NS_ABORT_MSG_UNLESS(tcp && udp, "DontFragmentOutput needs a node with an Internet stack");
    output = CreateObject<DontFragmentOutput>();
    output->m_ipv4 = node->GetObject<Ipv4>();
    output->m_plain = tcp->GetDownTarget();
    tcp->SetDownTarget(MakeCallback(&DontFragmentOutput::Send, output));
    udp->SetDownTarget(MakeCallback(&DontFragmentOutput::Send, output));
    node->AggregateObject(output);
    return output;
}

uint64_t
DontFragmentOutput::GetOriginated() const
{
    return m_originated;
}

void
DontFragmentOutput::DoDispose()
{
    m_ipv4 = nullptr;
    m_plain = IpL4Protocol::DownTargetCallback();
    Object::DoDispose();
}

bool
DontFragmentOutput::WantsDontFragment(Ptr<Packet> packet,
                                      uint8_t protocol,
                                      Ptr<Ipv4Route> route) const
{
    SocketSetDontFragmentTag tag;
    bool asked = packet->RemovePacketTag(tag) && tag.IsEnabled();
    if (!route)
    {
        return false;
    }
    if (protocol == TcpL4Protocol::PROT_NUMBER)
    {
        return true;
    }
    const uint32_t ipHeaderSize = 20;
    return asked && packet->GetSize() + ipHeaderSize <= route->GetOutputDevice()->GetMtu();
}

void
DontFragmentOutput::Send(Ptr<Packet> packet,
                         Ipv4Address source,
                         Ipv4Address destination,
                         uint8_t protocol,
                         Ptr<Ipv4Route> route)
{
    NS_LOG_FUNCTION(this << packet << source << destination << +protocol << route);
    if (!WantsDontFragment(packet, protocol, route))
    {
        m_plain(packet, source, destination, protocol, route);
        return;
    }
    UintegerValue defaultTtl;
    m_ipv4->GetAttribute("DefaultTtl", defaultTtl);
    SocketIpTtlTag ttl;
    SocketIpTosTag tos;

    Ipv4Header header;
    header.SetSource(source);
    header.SetDestination(destination);
    header.SetProtocol(protocol);
    header.SetPayloadSize(packet->GetSize());
    header.SetTtl(packet->RemovePacketTag(ttl) ? ttl.GetTtl() : defaultTtl.Get());
    header.SetTos(packet->RemovePacketTag(tos) ? tos.GetTos() : 0);
    header.SetDontFragment();
    header.SetIdentification(m_identification++);
    ++m_originated;
    m_ipv4->SendWithHeader(packet, header, route);
}

} // namespace ns3
