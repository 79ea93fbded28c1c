/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/vxlan-config.h"

#include "ns3/vxlan-extensions.h"
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
    return (GetFamily() == IpAddress::IPV6 ? 70 : 50) - (gpe ? 14 : 0);
}

uint64_t
VxlanConfig::GetReservedBits() const
{
    return hasReservedBits ? reservedBits : ~VxlanUsedBits(*this);
}

namespace
{

/// A flag that cannot change, and the kernel's name of it.
constexpr struct
{
    bool VxlanConfig::*flag;
    const char* complaint;
} FIXED_FLAGS[] = {{&VxlanConfig::proxy, "cannot change PROXY flag"},
                   {&VxlanConfig::rsc, "cannot change RSC flag"},
                   {&VxlanConfig::l2miss, "cannot change L2MISS flag"},
                   {&VxlanConfig::l3miss, "cannot change L3MISS flag"},
                   {&VxlanConfig::external, "cannot change COLLECT_METADATA flag"},
                   {&VxlanConfig::remcsumTx, "cannot change REMCSUM_TX flag"},
                   {&VxlanConfig::remcsumRx, "cannot change REMCSUM_RX flag"},
                   {&VxlanConfig::gbp, "cannot change GBP flag"},
                   {&VxlanConfig::gpe, "cannot change GPE flag"},
                   {&VxlanConfig::vnifilter, "cannot change VNIFILTER flag"}};

} // namespace

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
    if ((flowLabel != 0 || flowLabelInherit) && GetFamily() != IpAddress::IPV6)
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
    return CheckExtensions();
}

LinkResult
VxlanConfig::CheckExtensions() const
{
    // VXLAN_F_ALLOWED_GPE: what has a meaning without inner Ethernet.
    if (gpe && (!external || learning || proxy || rsc || l2miss || l3miss || remcsumTx ||
                remcsumRx || gbp))
    {
        return LinkResult(LinkError::INVAL,
                          "VXLAN GPE does not support this combination of attributes");
    }
    if (vnifilter && !external)
    {
        return LinkResult(LinkError::INVAL, "VNI filter requires collect metadata mode");
    }
    if (hasReservedBits && (reservedBits & VxlanUsedBits(*this)))
    {
        return LinkResult(LinkError::INVAL,
                          "Used bits in VXLAN header cannot overlap reserved bits");
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
    for (const auto& entry : FIXED_FLAGS)
    {
        if (to.*entry.flag != this->*entry.flag)
        {
            return LinkResult(LinkError::OPNOTSUPP, entry.complaint);
        }
    }
    return to.Check();
}

} // namespace ns3
