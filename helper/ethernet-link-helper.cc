/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/ethernet-link-helper.h"

#include "ns3/abort.h"
#include "ns3/config.h"
#include "ns3/log.h"
#include "ns3/mac48-address.h"
#include "ns3/net-device-queue-interface.h"
#include "ns3/node.h"
#include "ns3/packet.h"
#include "ns3/queue.h"

#include <sstream>

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("EthernetLinkHelper");

EthernetLinkHelper::EthernetLinkHelper()
{
    m_queueFactory.SetTypeId("ns3::DropTailQueue<Packet>");
    m_deviceFactory.SetTypeId(EthernetLinkDevice::GetTypeId());
    m_channelFactory.SetTypeId(EthernetLinkChannel::GetTypeId());
}

EthernetLinkHelper::~EthernetLinkHelper()
{
}

void
EthernetLinkHelper::SetQueue(std::string type,
                             std::string n1,
                             const AttributeValue& v1,
                             std::string n2,
                             const AttributeValue& v2)
{
    QueueBase::AppendItemTypeIfNotPresent(type, "Packet");
    m_queueFactory.SetTypeId(type);
    if (!n1.empty())
    {
        m_queueFactory.Set(n1, v1);
    }
    if (!n2.empty())
    {
        m_queueFactory.Set(n2, v2);
    }
}

void
EthernetLinkHelper::SetDeviceAttribute(std::string name, const AttributeValue& value)
{
    m_deviceFactory.Set(name, value);
}

void
EthernetLinkHelper::SetChannelAttribute(std::string name, const AttributeValue& value)
{
    m_channelFactory.Set(name, value);
}

void
EthernetLinkHelper::DisableFlowControl()
{
    m_flowControl = false;
}

Ptr<EthernetLinkDevice>
EthernetLinkHelper::MakeDevice(Ptr<Node> node) const
{
    Ptr<EthernetLinkDevice> device = m_deviceFactory.Create<EthernetLinkDevice>();
    if (Mac48Address::ConvertFrom(device->GetAddress()).IsBroadcast())
    {
        device->SetAddress(Mac48Address::Allocate());
    }
    node->AddDevice(device);
    Ptr<Queue<Packet>> queue = m_queueFactory.Create<Queue<Packet>>();
    device->SetQueue(queue);
    if (m_flowControl)
    {
        Ptr<NetDeviceQueueInterface> interface = CreateObject<NetDeviceQueueInterface>();
        interface->GetTxQueue(0)->ConnectQueueTraces(queue);
        device->AggregateObject(interface);
    }
    return device;
}

NetDeviceContainer
EthernetLinkHelper::Install(Ptr<Node> a, Ptr<Node> b) const
{
    Ptr<EthernetLinkChannel> channel = m_channelFactory.Create<EthernetLinkChannel>();
    NetDeviceContainer devices;
    for (const Ptr<Node>& node : {a, b})
    {
        Ptr<EthernetLinkDevice> device = MakeDevice(node);
        device->Attach(channel);
        devices.Add(device);
    }
    return devices;
}

NetDeviceContainer
EthernetLinkHelper::Install(const NodeContainer& nodes) const
{
    NS_ABORT_MSG_IF(nodes.GetN() != 2, "An Ethernet cable joins two nodes, not " << nodes.GetN());
    return Install(nodes.Get(0), nodes.Get(1));
}

NetDeviceContainer
EthernetLinkHelper::InstallStar(Ptr<Node> hub, const NodeContainer& spokes) const
{
    NetDeviceContainer devices;
    for (uint32_t i = 0; i < spokes.GetN(); i++)
    {
        devices.Add(Install(hub, spokes.Get(i)));
    }
    return devices;
}

void
EthernetLinkHelper::EnablePcapInternal(std::string prefix,
                                       Ptr<NetDevice> nd,
                                       bool promiscuous,
                                       bool explicitFilename)
{
    // Called for all devices of a node, other kinds too.
    Ptr<EthernetLinkDevice> device = nd->GetObject<EthernetLinkDevice>();
    if (!device)
    {
        return;
    }
    PcapHelper pcapHelper;
    const std::string name =
        explicitFilename ? prefix : pcapHelper.GetFilenameFromDevice(prefix, device);
    Ptr<PcapFileWrapper> file = pcapHelper.CreateFile(name, std::ios::out, PcapHelper::DLT_EN10MB);
    pcapHelper.HookDefaultSink<EthernetLinkDevice>(device,
                                                   promiscuous ? "PromiscSniffer" : "Sniffer",
                                                   file);
}

void
EthernetLinkHelper::EnableAsciiInternal(Ptr<OutputStreamWrapper> stream,
                                        std::string prefix,
                                        Ptr<NetDevice> nd,
                                        bool explicitFilename)
{
    Ptr<EthernetLinkDevice> device = nd->GetObject<EthernetLinkDevice>();
    if (!device)
    {
        return;
    }
    Packet::EnablePrinting();
    Ptr<Queue<Packet>> queue = device->GetQueue();
    if (!stream)
    {
        AsciiTraceHelper ascii;
        Ptr<OutputStreamWrapper> file = ascii.CreateFileStream(
            explicitFilename ? prefix : ascii.GetFilenameFromDevice(prefix, device));
        ascii.HookDefaultReceiveSinkWithoutContext<EthernetLinkDevice>(device, "MacRx", file);
        ascii.HookDefaultEnqueueSinkWithoutContext<Queue<Packet>>(queue, "Enqueue", file);
        ascii.HookDefaultDropSinkWithoutContext<Queue<Packet>>(queue, "Drop", file);
        ascii.HookDefaultDequeueSinkWithoutContext<Queue<Packet>>(queue, "Dequeue", file);
        ascii.HookDefaultDropSinkWithoutContext<EthernetLinkDevice>(device, "PhyRxDrop", file);
        return;
    }
    std::ostringstream path;
    path << "/NodeList/" << nd->GetNode()->GetId() << "/DeviceList/" << nd->GetIfIndex()
         << "/$ns3::EthernetLinkDevice/";
    const std::string base = path.str();
    Config::Connect(base + "MacRx",
                    MakeBoundCallback(&AsciiTraceHelper::DefaultReceiveSinkWithContext, stream));
    Config::Connect(base + "TxQueue/Enqueue",
                    MakeBoundCallback(&AsciiTraceHelper::DefaultEnqueueSinkWithContext, stream));
    Config::Connect(base + "TxQueue/Dequeue",
                    MakeBoundCallback(&AsciiTraceHelper::DefaultDequeueSinkWithContext, stream));
    Config::Connect(base + "TxQueue/Drop",
                    MakeBoundCallback(&AsciiTraceHelper::DefaultDropSinkWithContext, stream));
    Config::Connect(base + "PhyRxDrop",
                    MakeBoundCallback(&AsciiTraceHelper::DefaultDropSinkWithContext, stream));
}

} // namespace ns3
