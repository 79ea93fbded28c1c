/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/vxlan-net-device.h"

#include "ns3/abort.h"
#include "ns3/boolean.h"
#include "ns3/enum.h"
#include "ns3/group-membership.h"
#include "ns3/ip-address-value.h"
#include "ns3/log.h"
#include "ns3/ns3-compat.h"
#include "ns3/pointer.h"
#include "ns3/simulator.h"
#include "ns3/uinteger.h"

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

#define VXLAN_FIELD(type, name)                                                                    \
    &VxlanNetDevice::SetField<type, &VxlanConfig::name>,                                           \
        &VxlanNetDevice::GetField<type, &VxlanConfig::name>

TypeId
VxlanNetDevice::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::VxlanNetDevice")
            .SetParent<TunnelNetDevice>()
            .SetGroupName("Tunnel")
            .AddConstructor<VxlanNetDevice>()
            .AddAttribute("Vni",
                          "VXLAN network identifier. Cannot change once the device is on a node.",
                          UintegerValue(0),
                          MakeUintegerAccessor(VXLAN_FIELD(uint32_t, vni)),
                          MakeUintegerChecker<uint32_t>(0, 0xffffff))
            .AddAttribute("Remote",
                          "Default destination: the other tunnel end point, or a multicast group "
                          "(then LowerDevice is needed), or none.",
                          IpAddressValue(IpAddress()),
                          MakeIpAddressAccessor(VXLAN_FIELD(IpAddress, remote)),
                          MakeIpAddressChecker())
            .AddAttribute("Local",
                          "Outer source address; none: chosen by the route.",
                          IpAddressValue(IpAddress()),
                          MakeIpAddressAccessor(VXLAN_FIELD(IpAddress, local)),
                          MakeIpAddressChecker())
            .AddAttribute("LowerDevice",
                          "Device of this node to send by to the default destination; null: as "
                          "routed.",
                          PointerValue(),
                          MakePointerAccessor(&VxlanNetDevice::SetLowerDevice,
                                              &VxlanNetDevice::GetLowerDevice),
                          MakePointerChecker<NetDevice>())
            .AddAttribute("DestinationPort",
                          "UDP port. Cannot change once the device is on a node.",
                          UintegerValue(4789),
                          MakeUintegerAccessor(VXLAN_FIELD(uint16_t, destinationPort)),
                          MakeUintegerChecker<uint16_t>(1))
            .AddAttribute("SourcePortMin",
                          "Lowest outer source port. Cannot change once the device is on a node.",
                          UintegerValue(0),
                          MakeUintegerAccessor(VXLAN_FIELD(uint16_t, sourcePortMin)),
                          MakeUintegerChecker<uint16_t>())
            .AddAttribute("SourcePortMax",
                          "Upper bound of outer source ports, itself not used; when it is not "
                          "above SourcePortMin, the local port range of TunnelNode serves.",
                          UintegerValue(0),
                          MakeUintegerAccessor(VXLAN_FIELD(uint16_t, sourcePortMax)),
                          MakeUintegerChecker<uint16_t>())
            .AddAttribute("Ttl",
                          "Outer TTL or hop limit; 0: the route's, 1 to a group.",
                          UintegerValue(0),
                          MakeUintegerAccessor(VXLAN_FIELD(uint8_t, ttl)),
                          MakeUintegerChecker<uint8_t>())
            .AddAttribute("TtlInherit",
                          "Copy the inner TTL or hop limit; for other frames the route's.",
                          BooleanValue(false),
                          MakeBooleanAccessor(VXLAN_FIELD(bool, ttlInherit)),
                          MakeBooleanChecker())
            .AddAttribute("Tos",
                          "Outer TOS or traffic class. Its ECN bits have no effect: the inner ones "
                          "are copied.",
                          UintegerValue(0),
                          MakeUintegerAccessor(VXLAN_FIELD(uint8_t, tos)),
                          MakeUintegerChecker<uint8_t>())
            .AddAttribute("TosInherit",
                          "Copy the inner TOS or traffic class; 0 for other frames.",
                          BooleanValue(false),
                          MakeBooleanAccessor(VXLAN_FIELD(bool, tosInherit)),
                          MakeBooleanChecker())
            .AddAttribute("DontFragment",
                          "The outer DF bit over IPv4.",
                          EnumValue(VXLAN_DF_UNSET),
                          compat::EnumAccessor<VxlanDf>(VXLAN_FIELD(VxlanDf, df)),
                          MakeEnumChecker(VXLAN_DF_UNSET,
                                          "Unset",
                                          VXLAN_DF_SET,
                                          "Set",
                                          VXLAN_DF_INHERIT,
                                          "Inherit"))
            .AddAttribute("FlowLabel",
                          "Outer flow label over IPv6.",
                          UintegerValue(0),
                          MakeUintegerAccessor(VXLAN_FIELD(uint32_t, flowLabel)),
                          MakeUintegerChecker<uint32_t>(0, 0xfffff))
            .AddAttribute("EnableLearning",
                          "Learn from received frames where stations are.",
                          BooleanValue(true),
                          MakeBooleanAccessor(VXLAN_FIELD(bool, learning)),
                          MakeBooleanChecker())
            .AddAttribute("AgeingTime",
                          "How long a learned station is kept unheard of; 0 is turned into 300 s.",
                          TimeValue(Seconds(300)),
                          MakeTimeAccessor(VXLAN_FIELD(Time, ageing)),
                          MakeTimeChecker(Seconds(0)))
            .AddAttribute("MaxAddresses",
                          "Most entries of the FDB, the default one included; 0: any number. "
                          "Cannot change once the device is on a node.",
                          UintegerValue(0),
                          MakeUintegerAccessor(VXLAN_FIELD(uint32_t, maxAddresses)),
                          MakeUintegerChecker<uint32_t>())
            .AddAttribute("UdpChecksum",
                          "Send with UDP checksum over IPv4 (when ChecksumEnabled is on). Cannot "
                          "change once the device is on a node.",
                          BooleanValue(true),
                          MakeBooleanAccessor(VXLAN_FIELD(bool, udpChecksum)),
                          MakeBooleanChecker())
            .AddAttribute("UdpZeroChecksum6Tx",
                          "Send without UDP checksum over IPv6. Cannot change once the device is "
                          "on a node.",
                          BooleanValue(false),
                          MakeBooleanAccessor(VXLAN_FIELD(bool, udpZeroChecksum6Tx)),
                          MakeBooleanChecker())
            .AddAttribute("UdpZeroChecksum6Rx",
                          "Accept packets without UDP checksum over IPv6. Cannot change once the "
                          "device is on a node.",
                          BooleanValue(false),
                          MakeBooleanAccessor(VXLAN_FIELD(bool, udpZeroChecksum6Rx)),
                          MakeBooleanChecker())
            .AddAttribute("LocalBypass",
                          "Hand frames for an own address to the local device of that VNI, without "
                          "encapsulation.",
                          BooleanValue(true),
                          MakeBooleanAccessor(VXLAN_FIELD(bool, localBypass)),
                          MakeBooleanChecker())
            .AddTraceSource("FdbChange",
                            "An entry of the FDB is made, changed or removed.",
                            MakeTraceSourceAccessor(&VxlanNetDevice::m_fdbTrace),
                            "ns3::VxlanNetDevice::FdbTracedCallback");
    return tid;
}

#undef VXLAN_FIELD

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
        m_demux->Close(GetKey(), old.vni, GetKeyLink());
    }
    if (otherGroup && wasUp)
    {
        UpdateMembership(false);
    }
    m_demux->Unreserve(GetKey(), old.vni, GetKeyLink());
    m_config = wanted;
    m_demux->Reserve(GetKey(), m_config.vni, GetKeyLink());
    LinkResult result;
    if (otherGroup && wasUp)
    {
        result = UpdateMembership(true);
    }
    if (otherSocket && wasUp)
    {
        result = m_demux->Open(GetKey(), m_config.vni, GetKeyLink(), &m_input);
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
    if (demux && !demux->IsFree(GetKey(), m_config.vni, GetKeyLink()))
    {
        return LinkResult(LinkError::EXIST, "A VXLAN device with the specified VNI already exists");
    }
    return LinkResult();
}

void
VxlanNetDevice::Attach()
{
    m_demux = UdpTunnelDemux::GetOrCreate(m_node);
    m_demux->Reserve(GetKey(), m_config.vni, GetKeyLink());
    m_fdb.SetFamily(m_config.GetFamily());
    m_fdb.SetDefaults(m_config.destinationPort, m_config.vni);
    m_fdb.SetMaxEntries(m_config.maxAddresses);
    SetDefaultRemote();
    ApplyConfig();
}

void
VxlanNetDevice::Detach()
{
    m_demux->Unreserve(GetKey(), m_config.vni, GetKeyLink());
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
    for (RemoteCache& cache : m_cache)
    {
        cache.generation = 0;
    }
}

UdpTunnelKey
VxlanNetDevice::GetKey() const
{
    UdpTunnelKey key;
    key.family = m_config.GetFamily();
    key.port = m_config.destinationPort;
    key.zeroChecksum6 = m_config.udpZeroChecksum6Rx;
    return key;
}

uint32_t
VxlanNetDevice::GetKeyLink() const
{
    return m_config.IsLinkLocal() ? TunnelNode::GetLinkIndex(m_config.lowerDevice) : 0;
}

LinkResult
VxlanNetDevice::Open()
{
    LinkResult result = m_demux->Open(GetKey(), m_config.vni, GetKeyLink(), &m_input);
    if (!result.IsOk())
    {
        return result;
    }
    result = UpdateMembership(true);
    if (!result.IsOk())
    {
        m_demux->Close(GetKey(), m_config.vni, GetKeyLink());
        return result;
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
    m_demux->Close(GetKey(), m_config.vni, GetKeyLink());
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
VxlanNetDevice::Command(FdbCommand command, const FdbRequest& request)
{
    FdbResult result = CheckVia(request);
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
VxlanNetDevice::FdbDelete(Mac48Address mac, const std::optional<Remote>& remote)
{
    return m_fdb.Delete(mac, std::nullopt, remote, Simulator::Now());
}

FdbResult
VxlanNetDevice::FdbFlush(const FdbFlushFilter& filter)
{
    return m_fdb.Flush(filter, Simulator::Now());
}

} // namespace ns3
