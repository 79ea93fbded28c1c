/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/tunnel-helper.h"

#include "ns3/config.h"
#include "ns3/group-membership.h"
#include "ns3/log.h"
#include "ns3/names.h"
#include "ns3/packet.h"
#include "ns3/tunnel-net-device.h"

#include <set>
#include <sstream>

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("TunnelHelper");

TunnelHelper::TunnelHelper(const std::string& typeName)
{
    m_deviceFactory.SetTypeId(typeName);
}

TunnelHelper::~TunnelHelper()
{
}

void
TunnelHelper::SetDeviceAttribute(std::string name, const AttributeValue& value)
{
    m_deviceFactory.Set(name, value);
}

Ptr<TunnelNetDevice>
TunnelHelper::InstallPriv(const ObjectFactory& factory, Ptr<Node> node)
{
    NS_LOG_FUNCTION(node);
    auto device = factory.Create<TunnelNetDevice>();
    node->AddDevice(device);
    return device;
}

NetDeviceContainer
TunnelHelper::Install(Ptr<Node> node) const
{
    return NetDeviceContainer(InstallPriv(m_deviceFactory, node));
}

NetDeviceContainer
TunnelHelper::Install(std::string nodeName) const
{
    return Install(Names::Find<Node>(nodeName));
}

NetDeviceContainer
TunnelHelper::Install(const NodeContainer& nodes) const
{
    NetDeviceContainer devices;
    for (uint32_t i = 0; i < nodes.GetN(); ++i)
    {
        devices.Add(InstallPriv(m_deviceFactory, nodes.Get(i)));
    }
    return devices;
}

int64_t
TunnelHelper::AssignStreams(const NetDeviceContainer& devices, int64_t stream)
{
    int64_t next = stream;
    std::set<Ptr<Node>> done;
    for (uint32_t i = 0; i < devices.GetN(); ++i)
    {
        auto node = devices.Get(i)->GetNode();
        if (done.insert(node).second)
        {
            next += GroupMembership::GetOrCreate(node)->AssignStreams(next);
        }
    }
    return next - stream;
}

void
TunnelHelper::EnablePcapInternal(std::string prefix,
                                 Ptr<NetDevice> nd,
                                 bool promiscuous,
                                 bool explicitFilename)
{
    // Called for all devices of a node, other kinds too.
    auto device = nd->GetObject<TunnelNetDevice>();
    if (!device)
    {
        return;
    }
    PcapHelper pcap;
    auto name = explicitFilename ? prefix : pcap.GetFilenameFromDevice(prefix, device);
    auto file = pcap.CreateFile(name, std::ios::out, PcapHelper::DLT_EN10MB);
    pcap.HookDefaultSink<TunnelNetDevice>(device, promiscuous ? "PromiscSniffer" : "Sniffer", file);
}

void
TunnelHelper::EnableAsciiInternal(Ptr<OutputStreamWrapper> stream,
                                  std::string prefix,
                                  Ptr<NetDevice> nd,
                                  bool explicitFilename)
{
    auto device = nd->GetObject<TunnelNetDevice>();
    if (!device)
    {
        return;
    }
    Packet::EnablePrinting();
    if (!stream)
    {
        AsciiTraceHelper ascii;
        auto name = explicitFilename ? prefix : ascii.GetFilenameFromDevice(prefix, device);
        auto file = ascii.CreateFileStream(name);
        ascii.HookDefaultEnqueueSinkWithoutContext<TunnelNetDevice>(device, "MacTx", file);
        ascii.HookDefaultReceiveSinkWithoutContext<TunnelNetDevice>(device, "MacRx", file);
        ascii.HookDefaultDropSinkWithoutContext<TunnelNetDevice>(device, "MacTxDrop", file);
        ascii.HookDefaultDropSinkWithoutContext<TunnelNetDevice>(device, "MacRxDrop", file);
        return;
    }
    std::ostringstream path;
    path << "/NodeList/" << nd->GetNode()->GetId() << "/DeviceList/" << nd->GetIfIndex()
         << "/$ns3::TunnelNetDevice/";
    auto drop = MakeBoundCallback(&AsciiTraceHelper::DefaultDropSinkWithContext, stream);
    Config::Connect(path.str() + "MacTx",
                    MakeBoundCallback(&AsciiTraceHelper::DefaultEnqueueSinkWithContext, stream));
    Config::Connect(path.str() + "MacRx",
                    MakeBoundCallback(&AsciiTraceHelper::DefaultReceiveSinkWithContext, stream));
    Config::Connect(path.str() + "MacTxDrop", drop);
    Config::Connect(path.str() + "MacRxDrop", drop);
}

} // namespace ns3
