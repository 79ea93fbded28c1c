/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/gretap-net-device.h"

#include "ns3/boolean.h"
#include "ns3/ip-address-value.h"
#include "ns3/log.h"
#include "ns3/pointer.h"
#include "ns3/uinteger.h"

#include <algorithm>

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("GretapNetDevice");

NS_OBJECT_ENSURE_REGISTERED(GretapNetDevice);

namespace
{

/// Least MTU that a change of options leaves.
constexpr uint32_t MIN_MTU = 68;
/// Largest IPv4 packet.
constexpr uint32_t IPV4_MAX = 65535;

} // namespace

#define GRETAP_FIELD(type, name)                                                                   \
    &GretapNetDevice::SetField<type, &GretapConfig::name>,                                         \
        &GretapNetDevice::GetField<type, &GretapConfig::name>

TypeId
GretapNetDevice::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::GretapNetDevice")
            .SetParent<TunnelNetDevice>()
            .SetGroupName("Tunnel")
            .AddConstructor<GretapNetDevice>()
            .AddAttribute("Remote",
                          "The other tunnel end point, or a multicast group (which without key is "
                          "its own key); none: the device only receives.",
                          IpAddressValue(IpAddress()),
                          MakeIpAddressAccessor(GRETAP_FIELD(IpAddress, remote)),
                          MakeIpAddressChecker())
            .AddAttribute("Local",
                          "Outer source address, and the only one that is received at; none: "
                          "chosen by the route, received at all.",
                          IpAddressValue(IpAddress()),
                          MakeIpAddressAccessor(GRETAP_FIELD(IpAddress, local)),
                          MakeIpAddressChecker())
            .AddAttribute("LowerDevice",
                          "Device of this node to send by; null: as routed.",
                          PointerValue(),
                          MakePointerAccessor(&GretapNetDevice::SetLowerDevice,
                                              &GretapNetDevice::GetLowerDevice),
                          MakePointerChecker<NetDevice>())
            .AddAttribute("HasInputKey",
                          "Received packets must have a key, InputKey; otherwise none.",
                          BooleanValue(false),
                          MakeBooleanAccessor(GRETAP_FIELD(bool, hasInputKey)),
                          MakeBooleanChecker())
            .AddAttribute("InputKey",
                          "Key of received packets.",
                          UintegerValue(0),
                          MakeUintegerAccessor(GRETAP_FIELD(uint32_t, inputKey)),
                          MakeUintegerChecker<uint32_t>())
            .AddAttribute("HasOutputKey",
                          "Packets are sent with a key, OutputKey.",
                          BooleanValue(false),
                          MakeBooleanAccessor(GRETAP_FIELD(bool, hasOutputKey)),
                          MakeBooleanChecker())
            .AddAttribute("OutputKey",
                          "Key of sent packets.",
                          UintegerValue(0),
                          MakeUintegerAccessor(GRETAP_FIELD(uint32_t, outputKey)),
                          MakeUintegerChecker<uint32_t>())
            .AddAttribute("InputChecksum",
                          "Received packets must have a checksum; otherwise none.",
                          BooleanValue(false),
                          MakeBooleanAccessor(GRETAP_FIELD(bool, inputChecksum)),
                          MakeBooleanChecker())
            .AddAttribute("OutputChecksum",
                          "Packets are sent with a checksum (0 unless ChecksumEnabled is on).",
                          BooleanValue(false),
                          MakeBooleanAccessor(GRETAP_FIELD(bool, outputChecksum)),
                          MakeBooleanChecker())
            .AddAttribute("InputSequence",
                          "Received packets must have sequence numbers that do not go back.",
                          BooleanValue(false),
                          MakeBooleanAccessor(GRETAP_FIELD(bool, inputSequence)),
                          MakeBooleanChecker())
            .AddAttribute("OutputSequence",
                          "Packets are numbered, from 0.",
                          BooleanValue(false),
                          MakeBooleanAccessor(GRETAP_FIELD(bool, outputSequence)),
                          MakeBooleanChecker())
            .AddAttribute("Ttl",
                          "Outer TTL; 0: the inner TTL or hop limit, the route's for other frames.",
                          UintegerValue(0),
                          MakeUintegerAccessor(GRETAP_FIELD(uint8_t, ttl)),
                          MakeUintegerChecker<uint8_t>())
            .AddAttribute("Tos",
                          "Outer TOS. Its ECN bits have no effect: the inner ones are copied.",
                          UintegerValue(0),
                          MakeUintegerAccessor(GRETAP_FIELD(uint8_t, tos)),
                          MakeUintegerChecker<uint8_t>())
            .AddAttribute("TosInherit",
                          "Copy the inner TOS or traffic class; 0 for other frames.",
                          BooleanValue(false),
                          MakeBooleanAccessor(GRETAP_FIELD(bool, tosInherit)),
                          MakeBooleanChecker())
            .AddAttribute("PathMtuDiscovery",
                          "Set the outer DF bit always; otherwise as the inner IPv4 packet has it.",
                          BooleanValue(true),
                          MakeBooleanAccessor(GRETAP_FIELD(bool, pathMtuDiscovery)),
                          MakeBooleanChecker())
            .AddAttribute("IgnoreDf",
                          "Never set the outer DF bit; PathMtuDiscovery must be off.",
                          BooleanValue(false),
                          MakeBooleanAccessor(GRETAP_FIELD(bool, ignoreDf)),
                          MakeBooleanChecker());
    return tid;
}

#undef GRETAP_FIELD

GretapNetDevice::GretapNetDevice()
    : m_input(*this)
{
}

GretapNetDevice::~GretapNetDevice() = default;

void
GretapNetDevice::DoDispose()
{
    m_demux = nullptr;
    m_route = OuterOutput::Route();
    m_config.lowerDevice = nullptr;
    m_effective.lowerDevice = nullptr;
    TunnelNetDevice::DoDispose();
}

const GretapConfig&
GretapNetDevice::GetConfig() const
{
    return m_config;
}

void
GretapNetDevice::SetLowerDevice(Ptr<NetDevice> device)
{
    SetField<Ptr<NetDevice>, &GretapConfig::lowerDevice>(device);
}

Ptr<NetDevice>
GretapNetDevice::GetLowerDevice() const
{
    return m_config.lowerDevice;
}

GretapConfig
GretapNetDevice::WithGroupKey(GretapConfig config)
{
    if (config.remote.IsMulticast())
    {
        const uint32_t key = config.remote.ToIpv4().Get();
        config.inputKey = config.hasInputKey ? config.inputKey : key;
        config.outputKey = config.hasOutputKey ? config.outputKey : key;
        config.hasInputKey = true;
        config.hasOutputKey = true;
    }
    return config;
}

GreTunnelKey
GretapNetDevice::KeyOf(const GretapConfig& effective)
{
    GreTunnelKey key;
    key.local = effective.local.ToIpv4();
    key.remote = effective.remote.ToIpv4();
    key.hasKey = effective.hasInputKey;
    key.key = effective.hasInputKey ? effective.inputKey : 0;
    key.link = TunnelNode::GetLinkIndex(effective.lowerDevice);
    return key;
}

LinkResult
GretapNetDevice::SetConfig(const GretapConfig& config)
{
    const GretapConfig effective = WithGroupKey(config);
    if (m_removed)
    {
        return LinkResult(LinkError::NODEV);
    }
    if (!m_node)
    {
        m_config = config;
        m_effective = effective;
        return LinkResult();
    }
    const LinkResult result = config.Check();
    if (!result.IsOk())
    {
        return result;
    }
    if (config.lowerDevice && config.lowerDevice->GetNode() != m_node)
    {
        return LinkResult(LinkError::NODEV);
    }
    GreTunnelTable& table = m_demux->GetTable();
    const GreReceiver* holder = table.Find(KeyOf(effective));
    if (holder && holder != &m_input)
    {
        return LinkResult(LinkError::EXIST);
    }
    table.Remove(KeyOf(m_effective));
    table.Add(KeyOf(effective), &m_input);
    const bool otherDevice = config.lowerDevice != m_config.lowerDevice;
    const uint32_t oldSize = m_effective.GetHeaderSize();
    m_config = config;
    m_effective = effective;
    const uint32_t newSize = m_effective.GetHeaderSize();
    if (otherDevice)
    {
        m_mtu = GetDefaultMtu();
    }
    else if (newSize != oldSize)
    {
        m_mtu = std::max(m_mtu + oldSize, newSize + MIN_MTU) - newSize;
    }
    ApplyConfig();
    return LinkResult();
}

LinkResult
GretapNetDevice::Validate(Ptr<Node> node) const
{
    const LinkResult result = m_config.Check();
    if (!result.IsOk())
    {
        return result;
    }
    if (m_config.lowerDevice && m_config.lowerDevice->GetNode() != node)
    {
        return LinkResult(LinkError::NODEV);
    }
    const Ptr<GreDemux> demux = node->GetObject<GreDemux>();
    if (demux && demux->GetTable().Find(KeyOf(m_effective)))
    {
        return LinkResult(LinkError::EXIST);
    }
    return LinkResult();
}

void
GretapNetDevice::Attach()
{
    m_demux = GreDemux::GetOrCreate(m_node);
    m_demux->GetTable().Add(KeyOf(m_effective), &m_input);
    ApplyConfig();
}

void
GretapNetDevice::Detach()
{
    m_demux->GetTable().Remove(KeyOf(m_effective));
}

void
GretapNetDevice::ApplyConfig()
{
    GreHeader gre;
    if (m_effective.outputChecksum)
    {
        gre.SetChecksum(0);
    }
    if (m_effective.hasOutputKey)
    {
        gre.SetKey(m_effective.outputKey);
    }
    if (m_effective.outputSequence)
    {
        gre.SetSequence(0);
    }
    m_header.SetGre(gre);
    m_routed = false;
}

LinkResult
GretapNetDevice::Open()
{
    if (!m_demux->Register())
    {
        return LinkResult(LinkError::ADDRNOTAVAIL, "The node has no IPv4 stack");
    }
    return LinkResult();
}

void
GretapNetDevice::Close()
{
    m_routed = false;
}

uint32_t
GretapNetDevice::GetDefaultMtu() const
{
    uint32_t mtu = 1500;
    OuterOutput::Route route;
    if (!m_config.remote.IsAny() &&
        m_output->Lookup(m_config.remote, m_config.local, m_config.lowerDevice, 0, route))
    {
        mtu = route.device->GetMtu();
    }
    else if (m_config.lowerDevice)
    {
        mtu = m_config.lowerDevice->GetMtu();
    }
    return std::max(mtu, m_effective.GetOverhead() + MIN_MTU) - m_effective.GetOverhead();
}

uint32_t
GretapNetDevice::GetMaxMtu() const
{
    return IPV4_MAX - m_effective.GetOverhead();
}

} // namespace ns3
