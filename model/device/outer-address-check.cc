/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/outer-address-check.h"

#include "ns3/loopback-net-device.h"

namespace ns3
{

void
OuterAddressCheck::SetNode(Ptr<Node> node)
{
    m_output = OuterOutput::GetOrCreate(node);
    m_groups = GroupMembership::GetOrCreate(node);
    m_foreign = IpAddress();
}

void
OuterAddressCheck::Clear()
{
    m_output = nullptr;
    m_groups = nullptr;
}

DropReason
OuterAddressCheck::Check(const IpAddress& source,
                         const IpAddress& destination,
                         Ptr<NetDevice> device)
{
    if (destination.IsMulticast() && !m_groups->IsMember(destination, device))
    {
        return OUTER_MULTICAST_NOT_JOINED;
    }
    if (source.IsIpv4() && source != m_foreign)
    {
        if (!m_output->IsLocal(source))
        {
            m_foreign = source;
        }
        else if (!DynamicCast<LoopbackNetDevice>(device))
        {
            return IP_MARTIAN_SOURCE;
        }
    }
    return NO_ERROR;
}

const Ptr<OuterOutput>&
OuterAddressCheck::GetOutput() const
{
    return m_output;
}

} // namespace ns3
