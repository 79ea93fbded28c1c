/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/tunnel-node.h"

#include "ns3/flow-hash.h"
#include "ns3/uinteger.h"

namespace ns3
{

NS_OBJECT_ENSURE_REGISTERED(TunnelNode);

TypeId
TunnelNode::GetTypeId()
{
    static TypeId tid = TypeId("ns3::TunnelNode")
                            .SetParent<Object>()
                            .SetGroupName("Tunnel")
                            .AddConstructor<TunnelNode>()
                            .AddAttribute("LocalPortMin",
                                          "Lower end of net.ipv4.ip_local_port_range.",
                                          UintegerValue(DEFAULT_SOURCE_PORT_MIN),
                                          MakeUintegerAccessor(&TunnelNode::m_localPortMin),
                                          MakeUintegerChecker<uint16_t>(1))
                            .AddAttribute("LocalPortMax",
                                          "Upper end of net.ipv4.ip_local_port_range.",
                                          UintegerValue(DEFAULT_SOURCE_PORT_MAX),
                                          MakeUintegerAccessor(&TunnelNode::m_localPortMax),
                                          MakeUintegerChecker<uint16_t>(1));
    return tid;
}

Ptr<TunnelNode>
TunnelNode::GetOrCreate(Ptr<Node> node)
{
    Ptr<TunnelNode> object = node->GetObject<TunnelNode>();
    if (!object)
    {
        object = CreateObject<TunnelNode>();
        node->AggregateObject(object);
    }
    return object;
}

void
TunnelNode::SetLocalPortRange(uint16_t min, uint16_t max)
{
    m_localPortMin = min;
    m_localPortMax = max;
}

Ptr<NetDevice>
TunnelNode::GetDevice(Ptr<const Node> node, uint32_t index)
{
    if (index == 0 || index > node->GetNDevices())
    {
        return nullptr;
    }
    return node->GetDevice(index - 1);
}

} // namespace ns3
