/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

/**
 * @file
 * A VXLAN segment that floods by multicast: three VTEPs on one LAN share VNI 100 and the group
 * 239.1.1.1, so no VTEP has to be told of the others.
 *
 *   vx0 192.168.0.1     vx0 192.168.0.2     vx0 192.168.0.3       VNI 100, group 239.1.1.1
 *        |                   |                   |
 *   v1 10.0.0.1         v2 10.0.0.2         v3 10.0.0.3
 *        |___________________|___________________|
 *                       LAN switch
 *
 * v1 and v2 ask an echo server on v3. The first ARP request goes to the group; the answers teach
 * the forwarding databases, which the program prints as `bridge fdb show` does.
 */

#include "ns3/applications-module.h"
#include "ns3/core-module.h"
#include "ns3/ethernet-link-helper.h"
#include "ns3/internet-module.h"
#include "ns3/linux-bridge-helper.h"
#include "ns3/network-module.h"
#include "ns3/vxlan-helper.h"
#include "ns3/vxlan-net-device.h"

#include <iostream>

using namespace ns3;

namespace
{

void
PrintAnswer(uint32_t who, Ptr<const Packet> packet)
{
    std::cout << Simulator::Now().As(Time::MS) << ": v" << who << " got " << packet->GetSize()
              << " bytes back\n";
}

void
PrintFdb(uint32_t who, Ptr<const VxlanNetDevice> device)
{
    for (const auto& row : device->GetFdb().GetRows())
    {
        for (const auto& remote : row.remotes)
        {
            std::cout << "v" << who << ": " << row.mac << " dev vx0 dst " << remote.address
                      << " self " << row.GetStateName() << "\n";
        }
    }
}

} // namespace

int
main(int argc, char* argv[])
{
    bool pcap = false;
    CommandLine cmd(__FILE__);
    cmd.AddValue("pcap", "Write captures of the tunnels and of the LAN", pcap);
    cmd.Parse(argc, argv);

    if (pcap)
    {
        GlobalValue::Bind("ChecksumEnabled", BooleanValue(true));
    }

    NodeContainer vteps(3);
    NodeContainer lan(1);
    EthernetLinkHelper link;
    NetDeviceContainer underlay;
    NetDeviceContainer ports;
    for (uint32_t i = 0; i < vteps.GetN(); ++i)
    {
        NetDeviceContainer cable = link.Install(vteps.Get(i), lan.Get(0));
        underlay.Add(cable.Get(0));
        ports.Add(cable.Get(1));
    }
    LinuxBridgeHelper().Install(lan.Get(0), ports);
    InternetStackHelper().Install(vteps);
    Ipv4AddressHelper("10.0.0.0", "255.255.255.0").Assign(underlay);

    NetDeviceContainer tunnel;
    for (uint32_t i = 0; i < vteps.GetN(); ++i)
    {
        // ip link add vx0 type vxlan id 100 group 239.1.1.1 dev eth0
        VxlanHelper vxlan(100);
        vxlan.SetDeviceAttribute("Remote", StringValue("239.1.1.1"));
        vxlan.SetDeviceAttribute("LowerDevice", PointerValue(underlay.Get(i)));
        tunnel.Add(vxlan.Install(vteps.Get(i)));
    }
    TunnelHelper::AssignStreams(tunnel, 1);
    Ipv4InterfaceContainer overlay =
        Ipv4AddressHelper("192.168.0.0", "255.255.255.0").Assign(tunnel);

    ApplicationContainer server = UdpEchoServerHelper(7).Install(vteps.Get(2));
    for (uint32_t i = 0; i < 2; ++i)
    {
        UdpEchoClientHelper client(InetSocketAddress(overlay.GetAddress(2), 7));
        client.SetAttribute("MaxPackets", UintegerValue(1));
        ApplicationContainer asking = client.Install(vteps.Get(i));
        asking.Start(Seconds(1 + i));
        asking.Get(0)->TraceConnectWithoutContext("Rx", MakeBoundCallback(&PrintAnswer, i + 1));
    }

    if (pcap)
    {
        VxlanHelper(100).EnablePcap("vxlan-multicast-segment-tunnel", tunnel, true);
        link.EnablePcap("vxlan-multicast-segment-lan", underlay, true);
    }

    Simulator::Stop(Seconds(5));
    Simulator::Run();
    for (uint32_t i = 0; i < tunnel.GetN(); ++i)
    {
        PrintFdb(i + 1, DynamicCast<VxlanNetDevice>(tunnel.Get(i)));
    }
    Simulator::Destroy();
    return 0;
}
