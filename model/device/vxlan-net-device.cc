/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/vxlan-net-device.h"

#include "ns3/abort.h"
#include "ns3/group-membership.h"
#include "ns3/log.h"
#include "ns3/simulator.h"

#include <algorithm>

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("VxlanNetDevice");

NS_OBJECT_ENSURE_REGISTERED(VxlanNetDevice);

namespace
{

/// When the FDB is swept first after the device went up, and how often at least (FDB_AGE_INTERVAL).
const int64_t AGE_INTERVAL_S = 10;

} // namespace

VxlanNetDevice::VxlanNetDevice()
    : m_input(*this)
{
    m_fdb.SetNotifier([this](const FdbNotice& notice) { m_fdbTrace(notice); });
}

VxlanNetDevice::~VxlanNetDevice() = default;

void
VxlanNetDevice::DoDispose()
{
    m_ageEvent.Cancel();
    m_fdb.SetNotifier(nullptr);
    m_fdb.Clear();
    m_cache.clear();
    m_demux = nullptr;
    if (m_nexthops)
    {
        m_nexthops->GetRemovedTrace().DisconnectWithoutContext(
            MakeCallback(&VxlanNetDevice::ForgetNexthop, this));
        m_nexthops = nullptr;
    }
    m_config.lowerDevice = nullptr;
    TunnelNetDevice::DoDispose();
}

const VxlanConfig&
VxlanNetDevice::GetConfig() const
{
    return m_config;
}

void
VxlanNetDevice::SetLowerDevice(Ptr<NetDevice> device)
{
    SetField<Ptr<NetDevice>, &VxlanConfig::lowerDevice>(device);
}

Ptr<NetDevice>
VxlanNetDevice::GetLowerDevice() const
{
    return m_config.lowerDevice;
}

LinkResult
VxlanNetDevice::SetConfig(const VxlanConfig& config)
{
    VxlanConfig wanted = config;
    if (wanted.ageing.IsZero())
    {
        wanted.ageing = Seconds(300);
    }
    if (m_removed)
    {
        return LinkResult(LinkError::NODEV);
    }
    if (!m_node)
    {
        m_config = wanted;
        return LinkResult();
    }
    const LinkResult result = m_config.CheckChange(wanted);
    if (!result.IsOk())
    {
        return result;
    }
    if (wanted.lowerDevice && wanted.lowerDevice->GetNode() != m_node)
    {
        return LinkResult(LinkError::NODEV, "Invalid local interface, device not found");
    }
    return ChangeConfig(wanted);
}

LinkResult
VxlanNetDevice::ChangeConfig(const VxlanConfig& wanted)
{
    const VxlanConfig old = m_config;
    const bool otherGroup = wanted.remote != old.remote || wanted.lowerDevice != old.lowerDevice;
    const bool otherSocket = wanted.IsLinkLocal() != old.IsLinkLocal() ||
                             (old.IsLinkLocal() && wanted.lowerDevice != old.lowerDevice);
    const bool wasUp = m_up;
    if (otherSocket && wasUp)
    {
        CloseSockets();
    }
    if (otherGroup && wasUp)
    {
        UpdateMembership(false);
    }
    UnreserveSockets();
    m_config = wanted;
    ReserveSockets();
    LinkResult result;
    if (otherGroup && wasUp)
    {
        result = UpdateMembership(true);
    }
    if (otherSocket && wasUp)
    {
        result = OpenSockets();
    }
    // As in Linux up to 6.18, another lower device alone leaves the default entry as it is.
    if (wanted.remote != old.remote)
    {
        SetDefaultRemote();
    }
    ApplyConfig();
    m_mtu = std::min(m_mtu, GetMaxMtu());
    if (wanted.ageing != old.ageing && wasUp)
    {
        m_ageEvent.Cancel();
        Age();
    }
    return result;
}

LinkResult
VxlanNetDevice::Validate(Ptr<Node> node) const
{
    const LinkResult result = m_config.Check();
    if (!result.IsOk())
    {
        return result;
    }
    if (m_config.lowerDevice && m_config.lowerDevice->GetNode() != node)
    {
        return LinkResult(LinkError::NODEV, "Invalid local interface, device not found");
    }
    const Ptr<UdpTunnelDemux> demux = node->GetObject<UdpTunnelDemux>();
    for (const UdpTunnelKey& key : GetKeys())
    {
        if (demux && !demux->IsFree(key, m_config.vni, GetKeyLink()))
        {
            return LinkResult(LinkError::EXIST,
                              "A VXLAN device with the specified VNI already exists");
        }
    }
    return LinkResult();
}

void
VxlanNetDevice::Attach()
{
    m_demux = UdpTunnelDemux::GetOrCreate(m_node);
    ReserveSockets();
    m_fdb.SetFamily(m_config.GetFamily());
    m_fdb.SetDefaults(m_config.destinationPort, m_config.vni);
    m_fdb.SetMaxEntries(m_config.maxAddresses);
    SetDefaultRemote();
    ApplyConfig();
}

void
VxlanNetDevice::Detach()
{
    UnreserveSockets();
    m_fdb.Flush({}, Simulator::Now());
}

void
VxlanNetDevice::SetDefaultRemote()
{
    m_fdb.SetDefaultRemote(m_config.remote,
                           TunnelNode::GetLinkIndex(m_config.lowerDevice),
                           Simulator::Now());
}

void
VxlanNetDevice::ApplyConfig()
{
    m_fdb.SetAgeing(m_config.ageing);
    m_reservedBits = m_config.GetReservedBits();
    m_specialTx = m_config.external || m_config.proxy || m_config.gbp || m_config.remcsumTx;
    m_specialRx = m_config.external || m_config.gbp || m_config.remcsumRx;
    for (RemoteCache& cache : m_cache)
    {
        cache.generation = 0;
    }
}

LinkResult
VxlanNetDevice::Open()
{
    LinkResult result = OpenSockets();
    if (!result.IsOk())
    {
        return result;
    }
    result = UpdateMembership(true);
    if (!result.IsOk())
    {
        CloseSockets();
        return result;
    }
    for (const auto& [vni, remote] : m_vnis)
    {
        UpdateVniGroup(vni, remote, true);
    }
    m_nextAge = Simulator::Now() + Seconds(AGE_INTERVAL_S);
    ScheduleAge();
    return LinkResult();
}

void
VxlanNetDevice::Close()
{
    m_ageEvent.Cancel();
    UpdateMembership(false);
    for (const auto& [vni, remote] : m_vnis)
    {
        UpdateVniGroup(vni, remote, false);
    }
    CloseSockets();
    m_fdb.FlushDynamic(Simulator::Now());
}

LinkResult
VxlanNetDevice::UpdateMembership(bool join)
{
    if (join == m_joined || !m_config.remote.IsMulticast())
    {
        return LinkResult();
    }
    const Ptr<GroupMembership> groups = GroupMembership::GetOrCreate(m_node);
    const bool done = join ? groups->Join(m_config.remote, m_config.lowerDevice)
                           : groups->Leave(m_config.remote, m_config.lowerDevice);
    if (!done && join)
    {
        return LinkResult(LinkError::ADDRNOTAVAIL);
    }
    m_joined = join;
    return LinkResult();
}

void
VxlanNetDevice::ScheduleAge()
{
    // Without entries that age, sweeps would do nothing but keep the simulation running.
    if (!m_ageEvent.IsExpired() || !m_fdb.HasAgeing())
    {
        return;
    }
    const Time now = Simulator::Now();
    while (m_nextAge < now)
    {
        m_nextAge += Seconds(AGE_INTERVAL_S);
    }
    m_ageEvent = Simulator::Schedule(m_nextAge - now, &VxlanNetDevice::Age, this);
}

void
VxlanNetDevice::Age()
{
    m_nextAge = m_fdb.Age(Simulator::Now());
    ScheduleAge();
}

uint32_t
VxlanNetDevice::GetDefaultMtu() const
{
    return m_config.lowerDevice ? GetMaxMtu() : 1500;
}

uint32_t
VxlanNetDevice::GetMaxMtu() const
{
    if (!m_config.lowerDevice)
    {
        return 65535;
    }
    const uint32_t lower = m_config.lowerDevice->GetMtu();
    const uint32_t headroom = m_config.GetHeadroom();
    return std::max<uint32_t>(lower > headroom ? lower - headroom : 0, 68);
}

bool
VxlanNetDevice::IsRaw() const
{
    return m_config.gpe;
}

bool
VxlanNetDevice::NeedsArp() const
{
    return !m_config.gpe;
}

bool
VxlanNetDevice::IsPointToPoint() const
{
    return m_config.gpe;
}

void
VxlanNetDevice::SetReservedBits(uint64_t bits)
{
    VxlanConfig config = m_config;
    config.hasReservedBits = bits != 0;
    config.reservedBits = bits;
    TunnelNetDevice::Accept(SetConfig(config));
}

uint64_t
VxlanNetDevice::GetReservedBits() const
{
    return m_config.hasReservedBits ? m_config.reservedBits : 0;
}

NeighborTable&
VxlanNetDevice::GetNeighbors()
{
    return m_neighbors;
}

void
VxlanNetDevice::SetIpv6Enabled(bool enabled)
{
    m_ipv6 = enabled;
}

void
VxlanNetDevice::SetEgressMetadata(const std::optional<TunnelMetadata>& metadata)
{
    m_egress = metadata;
}

Fdb&
VxlanNetDevice::GetFdb()
{
    return m_fdb;
}

const Fdb&
VxlanNetDevice::GetFdb() const
{
    return m_fdb;
}

FdbResult
VxlanNetDevice::CheckVia(const FdbRequest& request) const
{
    NS_ABORT_MSG_UNLESS(m_node, "FDB entries can be made once the device is on a node");
    if (request.remote && request.remote->ifIndex != 0 &&
        !TunnelNode::GetDevice(m_node, request.remote->ifIndex))
    {
        return FdbResult(FdbError::ADDRNOTAVAIL);
    }
    return FdbResult();
}

FdbResult
VxlanNetDevice::CheckNexthop(const FdbRequest& request)
{
    const uint32_t id = request.remote->nexthop;
    const Ptr<NexthopTable> table = NexthopTable::GetOrCreate(m_node);
    const Nexthop* nexthop = table->Find(id);
    if (!nexthop)
    {
        return FdbResult(FdbError::INVAL, "Nexthop id does not exist");
    }
    if (!nexthop->IsGroup())
    {
        return FdbResult(FdbError::INVAL, "Nexthop is not a multipath group");
    }
    if (table->GetFamily(id) != m_config.GetFamily())
    {
        return FdbResult(FdbError::AFNOSUPPORT, "Nexthop gateway family mismatch");
    }
    if (!m_nexthops)
    {
        m_nexthops = table;
        table->GetRemovedTrace().ConnectWithoutContext(
            MakeCallback(&VxlanNetDevice::ForgetNexthop, this));
    }
    return FdbResult();
}

void
VxlanNetDevice::ForgetNexthop(uint32_t id)
{
    m_fdb.RemoveNexthop(id, Simulator::Now());
}

FdbResult
VxlanNetDevice::Command(FdbCommand command, const FdbRequest& request)
{
    FdbResult result = CheckVia(request);
    if (result.IsOk() && request.remote && request.remote->nexthop != 0)
    {
        result = CheckNexthop(request);
    }
    if (result.IsOk())
    {
        result = (m_fdb.*command)(request, Simulator::Now());
    }
    if (m_up)
    {
        ScheduleAge();
    }
    return result;
}

FdbResult
VxlanNetDevice::FdbAdd(const FdbRequest& request)
{
    return Command(&Fdb::Add, request);
}

FdbResult
VxlanNetDevice::FdbAppend(const FdbRequest& request)
{
    return Command(&Fdb::Append, request);
}

FdbResult
VxlanNetDevice::FdbReplace(const FdbRequest& request)
{
    return Command(&Fdb::Replace, request);
}

FdbResult
VxlanNetDevice::FdbChange(const FdbRequest& request)
{
    return Command(&Fdb::Change, request);
}

FdbResult
VxlanNetDevice::FdbDelete(Mac48Address mac,
                          const std::optional<Remote>& remote,
                          std::optional<uint32_t> sourceVni)
{
    return m_fdb.Delete(mac, sourceVni, remote, Simulator::Now());
}

FdbResult
VxlanNetDevice::FdbFlush(const FdbFlushFilter& filter)
{
    return m_fdb.Flush(filter, Simulator::Now());
}

} // namespace ns3
