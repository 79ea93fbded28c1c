/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/tunnel-channel.h"

namespace ns3
{

NS_OBJECT_ENSURE_REGISTERED(TunnelChannel);

TypeId
TunnelChannel::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::TunnelChannel")
            .SetParent<Channel>()
            .SetGroupName("Tunnel")
            .AddConstructor<TunnelChannel>()
            .AddAttribute("Delay",
                          "Read by tools that partition a topology; nothing crosses this channel.",
                          TimeValue(MicroSeconds(1)),
                          MakeTimeAccessor(&TunnelChannel::m_delay),
                          MakeTimeChecker(NanoSeconds(1)));
    return tid;
}

void
TunnelChannel::SetDevice(Ptr<NetDevice> device)
{
    m_device = device;
}

std::size_t
TunnelChannel::GetNDevices() const
{
    return m_device ? 1 : 0;
}

Ptr<NetDevice>
TunnelChannel::GetDevice(std::size_t i) const
{
    return i == 0 ? m_device : nullptr;
}

void
TunnelChannel::DoDispose()
{
    m_device = nullptr;
    Channel::DoDispose();
}

} // namespace ns3
