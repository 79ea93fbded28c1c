/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/vxlan-config.h"

#include "ns3/vxlan-header.h"

namespace ns3
{

IpAddress::Family
VxlanConfig::GetFamily() const
{
    return remote.IsIpv6() || local.IsIpv6() ? IpAddress::IPV6 : IpAddress::IPV4;
}

bool
VxlanConfig::IsLinkLocal() const
{
    return local.IsIpv6() && local.IsLinkLocal();
}

uint32_t
VxlanConfig::GetHeadroom() const
{
    return GetFamily() == IpAddress::IPV6 ? 70 : 50;
}

LinkResult
VxlanConfig::Check() const
{
    if (vni > VxlanHeader::MAX_VNI)
    {
        return LinkResult(LinkError::RANGE, "VXLAN ID must be lower than 16777216");
    }
    if (!local.IsNone() && !remote.IsNone() && local.GetFamily() != remote.GetFamily())
    {
        return LinkResult(LinkError::INVAL,
                          "Local and remote address must be from the same family");
    }
    if (local.IsMulticast())
    {
        return LinkResult(LinkError::INVAL, "Local address cannot be multicast");
    }
    const bool remoteLinkLocal = remote.IsIpv6() && remote.IsLinkLocal();
    if (IsLinkLocal() ? !remoteLinkLocal && !remote.IsAny() : remoteLinkLocal)
    {
        return LinkResult(LinkError::INVAL,
                          "Invalid combination of local and remote address scopes");
    }
    if (flowLabel != 0 && GetFamily() != IpAddress::IPV6)
    {
        return LinkResult(LinkError::INVAL, "Label attribute only applies to IPv6 VXLAN devices");
    }
    if (!lowerDevice && remote.IsMulticast())
    {
        return LinkResult(LinkError::INVAL,
                          "Local interface required for multicast remote destination");
    }
    if (!lowerDevice && IsLinkLocal())
    {
        return LinkResult(LinkError::INVAL,
                          "Local interface required for link-local local/remote addresses");
    }
    if (sourcePortMax < sourcePortMin)
    {
        return LinkResult(LinkError::INVAL, "Invalid source port range");
    }
    return LinkResult();
}

LinkResult
VxlanConfig::CheckChange(const VxlanConfig& to) const
{
    if (to.vni != vni)
    {
        return LinkResult(LinkError::OPNOTSUPP, "Cannot change VNI");
    }
    const IpAddress::Family family = GetFamily();
    if (to.remote != remote && !to.remote.IsNone() && to.remote.GetFamily() != family)
    {
        return LinkResult(LinkError::OPNOTSUPP,
                          "New group address family does not match old group");
    }
    if ((to.local != local && !to.local.IsNone() && to.local.GetFamily() != family) ||
        to.GetFamily() != family)
    {
        return LinkResult(LinkError::OPNOTSUPP, "New local address family does not match old");
    }
    if (to.maxAddresses != maxAddresses)
    {
        return LinkResult(LinkError::OPNOTSUPP, "Cannot change limit");
    }
    if (to.sourcePortMin != sourcePortMin || to.sourcePortMax != sourcePortMax)
    {
        return LinkResult(LinkError::OPNOTSUPP, "Cannot change port range");
    }
    if (to.destinationPort != destinationPort)
    {
        return LinkResult(LinkError::OPNOTSUPP, "Cannot change port");
    }
    if (to.udpChecksum != udpChecksum)
    {
        return LinkResult(LinkError::OPNOTSUPP, "Cannot change UDP_CSUM flag");
    }
    if (to.udpZeroChecksum6Tx != udpZeroChecksum6Tx)
    {
        return LinkResult(LinkError::OPNOTSUPP, "cannot change UDP_ZERO_CSUM6_TX flag");
    }
    if (to.udpZeroChecksum6Rx != udpZeroChecksum6Rx)
    {
        return LinkResult(LinkError::OPNOTSUPP, "cannot change UDP_ZERO_CSUM6_RX flag");
    }
    return to.Check();
}

} // namespace ns3
