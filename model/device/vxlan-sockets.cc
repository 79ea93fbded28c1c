/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

/**
 * @file
 * What a VXLAN device has in the demultiplexer: its sockets and VNIs.
 */

#include "ns3/group-membership.h"
#include "ns3/simulator.h"
#include "ns3/vxlan-net-device.h"

namespace ns3
{

UdpTunnelKey
VxlanNetDevice::GetKey() const
{
    UdpTunnelKey key;
    key.family = m_config.GetFamily();
    key.port = m_config.destinationPort;
    key.zeroChecksum6 = m_config.udpZeroChecksum6Rx;
    key.flags = (m_config.external ? UDP_TUNNEL_METADATA : 0) |
                (m_config.external && !m_config.vnifilter ? UDP_TUNNEL_ANY_VNI : 0) |
                (m_config.vnifilter ? UDP_TUNNEL_FILTER : 0) | (m_config.gbp ? UDP_TUNNEL_GBP : 0) |
                (m_config.gpe ? UDP_TUNNEL_GPE : 0) |
                (m_config.remcsumRx ? UDP_TUNNEL_REMCSUM_RX : 0);
    return key;
}

uint32_t
VxlanNetDevice::GetKeyLink() const
{
    return m_config.IsLinkLocal() ? TunnelNode::GetLinkIndex(m_config.lowerDevice) : 0;
}

std::vector<UdpTunnelKey>
VxlanNetDevice::GetKeys() const
{
    std::vector<UdpTunnelKey> keys{GetKey()};
    if (m_config.external)
    {
        keys.push_back(keys[0]);
        keys[1].family = keys[0].family == IpAddress::IPV4 ? IpAddress::IPV6 : IpAddress::IPV4;
    }
    return keys;
}

std::vector<uint32_t>
VxlanNetDevice::GetKeyVnis() const
{
    if (!m_config.vnifilter)
    {
        return {m_config.vni};
    }
    // One that no packet has keeps the socket open when the filter is empty.
    std::vector<uint32_t> vnis{UdpTunnelDemux::NO_VNI};
    for (const auto& [vni, remote] : m_vnis)
    {
        vnis.push_back(vni);
    }
    return vnis;
}

void
VxlanNetDevice::ReserveSockets()
{
    for (const UdpTunnelKey& key : GetKeys())
    {
        for (const uint32_t vni : GetKeyVnis())
        {
            m_demux->Reserve(key, vni, GetKeyLink());
        }
    }
}

void
VxlanNetDevice::UnreserveSockets()
{
    for (const UdpTunnelKey& key : GetKeys())
    {
        for (const uint32_t vni : GetKeyVnis())
        {
            m_demux->Unreserve(key, vni, GetKeyLink());
        }
    }
}

LinkResult
VxlanNetDevice::OpenSockets()
{
    const UdpTunnelKey own = GetKey();
    for (const UdpTunnelKey& key : GetKeys())
    {
        for (const uint32_t vni : GetKeyVnis())
        {
            const LinkResult result = m_demux->Open(key, vni, GetKeyLink(), &m_input);
            // The other family may be missing, as in Linux.
            const bool needed = key == own || !(result.error == LinkError::ADDRNOTAVAIL);
            if (!result.IsOk() && needed)
            {
                CloseSockets();
                return result;
            }
        }
    }
    return LinkResult();
}

void
VxlanNetDevice::CloseSockets()
{
    for (const UdpTunnelKey& key : GetKeys())
    {
        for (const uint32_t vni : GetKeyVnis())
        {
            if (m_demux->Find(key, vni, GetKeyLink()) == &m_input)
            {
                m_demux->Close(key, vni, GetKeyLink());
            }
        }
    }
}

bool
VxlanNetDevice::UpdateVniGroup(uint32_t vni, const IpAddress& remote, bool join)
{
    if (!remote.IsMulticast() || remote == m_config.remote)
    {
        return true;
    }
    // Other VNIs may have the group, too: one membership serves all.
    for (const auto& [other, group] : m_vnis)
    {
        if (other != vni && group == remote && (!join || other < vni))
        {
            return true;
        }
    }
    const Ptr<GroupMembership> groups = GroupMembership::GetOrCreate(m_node);
    return join ? groups->Join(remote, m_config.lowerDevice)
                : groups->Leave(remote, m_config.lowerDevice);
}

FdbResult
VxlanNetDevice::AddVni(uint32_t vni, const IpAddress& remote)
{
    if (!m_config.vnifilter || !m_node)
    {
        return FdbResult(FdbError::OPNOTSUPP);
    }
    if (vni > VxlanHeader::MAX_VNI)
    {
        return FdbResult(FdbError::INVAL);
    }
    const auto old = m_vnis.find(vni);
    if (old == m_vnis.end())
    {
        for (const UdpTunnelKey& key : GetKeys())
        {
            if (!m_demux->IsFree(key, vni, GetKeyLink()))
            {
                return FdbResult(FdbError::EXIST);
            }
        }
        for (const UdpTunnelKey& key : GetKeys())
        {
            m_demux->Reserve(key, vni, GetKeyLink());
            if (m_up && m_demux->Find(key, UdpTunnelDemux::NO_VNI, GetKeyLink()) == &m_input)
            {
                m_demux->Open(key, vni, GetKeyLink(), &m_input);
            }
        }
    }
    const IpAddress previous = old == m_vnis.end() ? IpAddress() : old->second;
    if (old != m_vnis.end() && (remote.IsNone() || previous == remote))
    {
        return FdbResult();
    }
    if (m_up)
    {
        UpdateVniGroup(vni, previous, false);
    }
    m_vnis[vni] = remote;
    if (m_up)
    {
        UpdateVniGroup(vni, remote, true);
    }
    // The VNI's own default entry (vxlan_update_default_fdb_entry()).
    const IpAddress target = remote.IsNone() ? m_config.remote : remote;
    FdbRequest request;
    request.sourceVni = vni;
    request.state = FDB_REACHABLE | FDB_PERMANENT;
    if (!previous.IsNone())
    {
        Remote gone;
        gone.address = previous;
        gone.ifIndex = TunnelNode::GetLinkIndex(m_config.lowerDevice);
        m_fdb.Delete(request.mac, vni, gone, Simulator::Now());
    }
    if (target.IsAny())
    {
        return FdbResult();
    }
    request.remote = Remote();
    request.remote->address = target;
    request.remote->ifIndex = TunnelNode::GetLinkIndex(m_config.lowerDevice);
    return m_fdb.Append(request, Simulator::Now());
}

FdbResult
VxlanNetDevice::DeleteVni(uint32_t vni)
{
    if (!m_config.vnifilter || !m_node)
    {
        return FdbResult(FdbError::OPNOTSUPP);
    }
    const auto it = m_vnis.find(vni);
    if (it == m_vnis.end())
    {
        return FdbResult(FdbError::NOENT);
    }
    if (m_up)
    {
        UpdateVniGroup(vni, it->second, false);
    }
    m_vnis.erase(it);
    m_fdb.Delete(Mac48Address("00:00:00:00:00:00"), vni, std::nullopt, Simulator::Now());
    for (const UdpTunnelKey& key : GetKeys())
    {
        m_demux->Close(key, vni, GetKeyLink());
        m_demux->Unreserve(key, vni, GetKeyLink());
    }
    return FdbResult();
}

const std::map<uint32_t, IpAddress>&
VxlanNetDevice::GetVnis() const
{
    return m_vnis;
}

} // namespace ns3
