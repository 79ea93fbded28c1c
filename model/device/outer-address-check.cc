/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/outer-address-check.h"

#include "ns3/loopback-net-device.h"

namespace ns3
{

namespace
{

/** Every Linux interface is in this group (ip_mc_up(), ipv6_add_dev()). */
bool
IsAllHosts(const IpAddress& group)
{
    return group.IsIpv4() ? group.ToIpv4() == Ipv4Address("224.0.0.1")
                          : group.ToIpv6() == Ipv6Address("ff02::1");
}

/** What ip_route_input_slow() and ip_mc_validate_source() call a martian source. */
bool
IsMartian(const IpAddress& source, const IpAddress& destination)
{
    const Ipv4Address from = source.ToIpv4();
    const Ipv4Address to = destination.ToIpv4();
    const bool thisNetwork = from.Get() >> 24 == 0;
    return from.IsMulticast() || from.IsBroadcast() || from.IsLocalhost() ||
           (thisNetwork && !to.IsBroadcast() && !to.IsLocalMulticast());
}

} // namespace

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
    if (destination.IsMulticast() && !IsAllHosts(destination) &&
        !m_groups->IsMember(destination, device))
    {
        return OUTER_MULTICAST_NOT_JOINED;
    }
    if (source.IsIpv4() && source != m_foreign)
    {
        if (IsMartian(source, destination) || m_output->IsLocal(source))
        {
            return DynamicCast<LoopbackNetDevice>(device) ? NO_ERROR : IP_MARTIAN_SOURCE;
        }
        // What to make of "this network" depends on the destination, too.
        m_foreign = source.IsAny() ? m_foreign : source;
    }
    return NO_ERROR;
}

const Ptr<OuterOutput>&
OuterAddressCheck::GetOutput() const
{
    return m_output;
}

} // namespace ns3
