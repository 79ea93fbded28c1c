/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/vector-host.h"

#include "ns3/abort.h"
#include "ns3/boolean.h"
#include "ns3/ethernet-link-channel.h"
#include "ns3/global-value.h"
#include "ns3/icmpv6-l4-protocol.h"
#include "ns3/internet-stack-helper.h"
#include "ns3/mac48-address.h"
#include "ns3/packet-mark-tag.h"
#include "ns3/partial-checksum-tag.h"
#include "ns3/simulator.h"
#include "ns3/string.h"
#include "ns3/tunnel-net-device.h"
#include "ns3/vxlan-net-device.h"

namespace ns3
{

namespace
{

constexpr size_t ETHERNET_HEADER = 14;

/** Whether frames of a device have no Ethernet header. */
bool
IsRaw(Ptr<NetDevice> device)
{
    const Ptr<VxlanNetDevice> vxlan = DynamicCast<VxlanNetDevice>(device);
    return vxlan && vxlan->IsRaw();
}

Mac48Address
ReadMac(const std::vector<uint8_t>& frame, size_t offset)
{
    Mac48Address mac;
    mac.CopyFrom(&frame[offset]);
    return mac;
}

std::vector<uint8_t>
ToBytes(Ptr<const Packet> packet)
{
    std::vector<uint8_t> bytes(packet->GetSize());
    packet->CopyData(bytes.data(), static_cast<uint32_t>(bytes.size()));
    return bytes;
}

Ptr<Packet>
ToPacket(const std::vector<uint8_t>& frame, size_t from)
{
    return Create<Packet>(frame.data() + from, static_cast<uint32_t>(frame.size() - from));
}

} // namespace

VectorHost::VectorHost()
{
    BooleanValue checksums;
    GlobalValue::GetValueByName("ChecksumEnabled", checksums);
    m_checksums = checksums.Get();
    GlobalValue::Bind("ChecksumEnabled", BooleanValue(true));
    MakeUnderlay();
}

VectorHost::~VectorHost()
{
    m_peer->SetRawReceiver(EthernetLinkDevice::RawReceiver());
    Simulator::Destroy();
    GlobalValue::Bind("ChecksumEnabled", BooleanValue(m_checksums));
}

void
VectorHost::MakeUnderlay()
{
    m_node = CreateObject<Node>();
    Ptr<Node> wire = CreateObject<Node>();
    InternetStackHelper().Install(m_node);
    m_node->GetObject<Icmpv6L4Protocol>()->SetAttribute("DAD", BooleanValue(false));
    Ptr<EthernetLinkChannel> channel = CreateObject<EthernetLinkChannel>();
    Ptr<EthernetLinkDevice> u0;
    for (const auto& [node, mac] :
         {std::make_pair(m_node, "02:00:00:00:01:01"), std::make_pair(wire, "02:00:00:00:01:ff")})
    {
        Ptr<EthernetLinkDevice> device = CreateObject<EthernetLinkDevice>();
        device->SetAttribute("DataRate", StringValue("100Gbps"));
        device->SetAddress(Mac48Address(mac));
        node->AddDevice(device);
        device->Attach(channel);
        (node == m_node ? u0 : m_peer) = device;
    }
    m_peer->SetRawReceiver(MakeCallback(&VectorHost::ReceiveUnderlay, this));
    m_interpreter = std::make_unique<Iproute2Host>(m_node);
    m_interpreter->AddDevice("u0", u0);

    std::vector<std::string> commands = {"sysctl -w net.ipv4.ip_forward=0",
                                         "sysctl -w net.ipv6.conf.all.forwarding=0",
                                         "ip addr add 10.0.0.1/24 dev u0",
                                         "ip addr add fd00::1/64 dev u0",
                                         "ip route add default via 10.0.0.254",
                                         "ip -6 route add default via fd00::fe",
                                         "ip neigh add 10.0.0.254 lladdr 02:00:00:00:01:fe dev u0",
                                         "ip neigh add fd00::fe lladdr 02:00:00:00:01:fe dev u0"};
    for (int i = 2; i <= 9; ++i)
    {
        const std::string n = std::to_string(i);
        commands.push_back("ip neigh add 10.0.0." + n + " lladdr 02:00:00:00:01:0" + n + " dev u0");
        commands.push_back("ip neigh add fd00::" + n + " lladdr 02:00:00:00:01:0" + n + " dev u0");
    }
    for (const auto& command : commands)
    {
        const CommandResult result = m_interpreter->Execute(command);
        NS_ABORT_MSG_UNLESS(result.IsOk(), command << ": " << result.errorText);
    }
}

CommandResult
VectorHost::Execute(const std::string& command)
{
    const CommandResult result = m_interpreter->Execute(command);
    RecordTunnels();
    return result;
}

std::vector<std::string>
VectorHost::GetTunnels() const
{
    std::vector<std::string> names;
    for (const auto& [name, device] : m_interpreter->GetDevices())
    {
        if (DynamicCast<TunnelNetDevice>(device))
        {
            names.push_back(name);
        }
    }
    return names;
}

void
VectorHost::RecordTunnels()
{
    for (const auto& name : GetTunnels())
    {
        Ptr<NetDevice> device = m_interpreter->FindDevice(name);
        if (m_recorded.insert(device).second)
        {
            if (Ptr<VxlanNetDevice> vxlan = DynamicCast<VxlanNetDevice>(device))
            {
                vxlan->SetIpv6Enabled(false);
            }
            m_node->RegisterProtocolHandler(MakeCallback(&VectorHost::ReceiveOverlay, this),
                                            0,
                                            device,
                                            true);
        }
    }
}

bool
VectorHost::SendOverlay(const std::string& device,
                        const std::vector<uint8_t>& frame,
                        const VectorSend& with)
{
    Ptr<NetDevice> tunnel = m_interpreter->FindDevice(device);
    if (tunnel && IsRaw(tunnel))
    {
        Ptr<Packet> packet = ToPacket(frame, 0);
        PacketMarkTag::Set(packet, with.mark);
        return tunnel->Send(packet, tunnel->GetBroadcast(), with.proto);
    }
    if (!tunnel || frame.size() < ETHERNET_HEADER)
    {
        return false;
    }
    const auto type = static_cast<uint16_t>(frame[12] << 8 | frame[13]);
    Ptr<Packet> packet = ToPacket(frame, ETHERNET_HEADER);
    PacketMarkTag::Set(packet, with.mark);
    if (with.partial)
    {
        packet->AddPacketTag(
            PartialChecksumTag(static_cast<uint16_t>(with.checksumStart - ETHERNET_HEADER),
                               with.checksumOffset));
    }
    return tunnel->SendFrom(packet, ReadMac(frame, 6), ReadMac(frame, 0), type);
}

void
VectorHost::SendUnderlay(const std::vector<uint8_t>& frame)
{
    m_peer->SendRaw(ToPacket(frame, 0));
}

void
VectorHost::Run(Time time)
{
    Simulator::Stop(time);
    Simulator::Run();
}

std::vector<VectorCapture>
VectorHost::TakeCaptures()
{
    return std::exchange(m_captures, {});
}

const Iproute2Host&
VectorHost::GetInterpreter() const
{
    return *m_interpreter;
}

bool
VectorHost::ReceiveUnderlay(Ptr<const Packet> frame)
{
    m_captures.push_back({true, "u0", ToBytes(frame), 0});
    return true;
}

void
VectorHost::ReceiveOverlay(Ptr<NetDevice> device,
                           Ptr<const Packet> packet,
                           uint16_t protocol,
                           const Address& source,
                           const Address& destination,
                           NetDevice::PacketType)
{
    const uint32_t mark = PacketMarkTag::Get(packet);
    if (IsRaw(device))
    {
        m_captures.push_back({false, m_interpreter->FindName(device), ToBytes(packet), mark});
        return;
    }
    std::vector<uint8_t> frame(ETHERNET_HEADER);
    Mac48Address::ConvertFrom(destination).CopyTo(&frame[0]);
    Mac48Address::ConvertFrom(source).CopyTo(&frame[6]);
    frame[12] = static_cast<uint8_t>(protocol >> 8);
    frame[13] = static_cast<uint8_t>(protocol);
    const std::vector<uint8_t> payload = ToBytes(packet);
    frame.insert(frame.end(), payload.begin(), payload.end());
    m_captures.push_back({false, m_interpreter->FindName(device), frame, mark});
}

} // namespace ns3
