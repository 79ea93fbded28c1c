/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

// The bridge as an interface of its node: state, address, MTU and the rest of NetDevice.

#include "ns3/bridge-channel.h"
#include "ns3/linux-bridge-net-device.h"
#include "ns3/log.h"
#include "ns3/node.h"
#include "ns3/simulator.h"

#include <algorithm>

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("LinuxBridgeInterface");

namespace
{

/// MTU of a bridge without ports.
constexpr uint16_t DEFAULT_MTU = 1500;

} // namespace

// State

void
LinuxBridgeNetDevice::SetUp(bool up)
{
    NS_LOG_FUNCTION(this << up);
    if (up == m_up)
    {
        return;
    }
    const bool before = IsLinkUp();
    m_up = up;
    if (!up)
    {
        m_fdb.FlushDynamic();
    }
    if (before != IsLinkUp())
    {
        m_linkChangeCallbacks();
    }
}

void
LinuxBridgeNetDevice::UpdateCarrier()
{
    const bool before = IsLinkUp();
    m_carrier = std::any_of(m_ports.begin(), m_ports.end(), [](const Ptr<Port>& port) {
        return port->device->IsLinkUp();
    });
    if (before != IsLinkUp())
    {
        m_linkChangeCallbacks();
    }
}

bool
LinuxBridgeNetDevice::IsLinkUp() const
{
    return m_up && m_carrier;
}

void
LinuxBridgeNetDevice::AddLinkChangeCallback(Callback<void> callback)
{
    m_linkChangeCallbacks.ConnectWithoutContext(callback);
}

// Address

void
LinuxBridgeNetDevice::SetMacAddress(Mac48Address mac)
{
    NS_LOG_FUNCTION(this << mac);
    m_addressSet = mac != Mac48Address();
    if (m_addressSet)
    {
        ChangeAddress(mac);
    }
    else
    {
        UpdateAddress();
    }
}

Mac48Address
LinuxBridgeNetDevice::GetMacAddress() const
{
    return m_address;
}

void
LinuxBridgeNetDevice::UpdateAddress()
{
    if (m_addressSet || m_ports.empty())
    {
        return;
    }
    Mac48Address lowest = Mac48Address::ConvertFrom(m_ports.front()->device->GetAddress());
    for (const auto& port : m_ports)
    {
        lowest = std::min(lowest, Mac48Address::ConvertFrom(port->device->GetAddress()));
    }
    ChangeAddress(lowest);
}

void
LinuxBridgeNetDevice::ChangeAddress(Mac48Address mac)
{
    const Time now = Simulator::Now();
    if (mac != m_address)
    {
        m_fdb.Delete(m_address, BridgeFdb::NO_PORT, now);
        m_address = mac;
    }
    // No effect where a port has the same address.
    m_fdb.AddLocal(mac, BridgeFdb::NO_PORT, now);
}

void
LinuxBridgeNetDevice::SetAddress(Address address)
{
    SetMacAddress(Mac48Address::ConvertFrom(address));
}

Address
LinuxBridgeNetDevice::GetAddress() const
{
    return m_address;
}

// MTU

bool
LinuxBridgeNetDevice::SetMtu(const uint16_t mtu)
{
    NS_LOG_FUNCTION(this << mtu);
    m_mtu = mtu;
    return true;
}

uint16_t
LinuxBridgeNetDevice::GetMtu() const
{
    if (m_mtu != 0 || m_ports.empty())
    {
        return m_mtu != 0 ? m_mtu : DEFAULT_MTU;
    }
    uint16_t mtu = UINT16_MAX;
    for (const auto& port : m_ports)
    {
        mtu = std::min(mtu, port->device->GetMtu());
    }
    return mtu;
}

// The rest of NetDevice

bool
LinuxBridgeNetDevice::Send(Ptr<Packet> packet, const Address& dest, uint16_t protocolNumber)
{
    return SendFrom(packet, m_address, dest, protocolNumber);
}

bool
LinuxBridgeNetDevice::SupportsSendFrom() const
{
    return true;
}

void
LinuxBridgeNetDevice::SetIfIndex(const uint32_t index)
{
    m_ifIndex = index;
}

uint32_t
LinuxBridgeNetDevice::GetIfIndex() const
{
    return m_ifIndex;
}

Ptr<Channel>
LinuxBridgeNetDevice::GetChannel() const
{
    return m_channel;
}

bool
LinuxBridgeNetDevice::IsBroadcast() const
{
    return true;
}

Address
LinuxBridgeNetDevice::GetBroadcast() const
{
    return Mac48Address::GetBroadcast();
}

bool
LinuxBridgeNetDevice::IsMulticast() const
{
    return true;
}

Address
LinuxBridgeNetDevice::GetMulticast(Ipv4Address multicastGroup) const
{
    return Mac48Address::GetMulticast(multicastGroup);
}

Address
LinuxBridgeNetDevice::GetMulticast(Ipv6Address addr) const
{
    return Mac48Address::GetMulticast(addr);
}

bool
LinuxBridgeNetDevice::IsBridge() const
{
    return true;
}

bool
LinuxBridgeNetDevice::IsPointToPoint() const
{
    return false;
}

Ptr<Node>
LinuxBridgeNetDevice::GetNode() const
{
    return m_node;
}

void
LinuxBridgeNetDevice::SetNode(Ptr<Node> node)
{
    m_node = node;
}

bool
LinuxBridgeNetDevice::NeedsArp() const
{
    return true;
}

void
LinuxBridgeNetDevice::SetReceiveCallback(NetDevice::ReceiveCallback cb)
{
    m_rxCallback = cb;
}

void
LinuxBridgeNetDevice::SetPromiscReceiveCallback(NetDevice::PromiscReceiveCallback cb)
{
    m_promiscCallback = cb;
}

} // namespace ns3
