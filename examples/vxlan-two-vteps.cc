/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

/**
 * @file
 * Two VXLAN tunnel end points with an IP address each on their tunnel devices.
 *
 *        192.168.0.1                               192.168.0.2
 *            vx0  - - - - - VNI 100 - - - - - - - - - vx0
 *             |                                        |
 *            v1  10.0.0.1 ----- 1 Gb/s, 1 ms ---- 10.0.0.2  v2
 *
 * v1 asks an echo server on v2 through the tunnel. The program prints the answers and what each
 * tunnel device counted; with --pcap=1 it writes captures of the tunnel (inner frames) and of the
 * underlay (outer packets).
 */

#include "ns3/applications-module.h"
#include "ns3/core-module.h"
#include "ns3/ethernet-link-helper.h"
#include "ns3/internet-module.h"
#include "ns3/network-module.h"
#include "ns3/vxlan-helper.h"
#include "ns3/vxlan-net-device.h"

#include <iostream>

using namespace ns3;

namespace
{

void
PrintAnswer(Ptr<const Packet> packet)
{
    std::cout << Simulator::Now().As(Time::MS) << ": " << packet->GetSize()
              << " bytes came back through the tunnel\n";
}

} // namespace

int
main(int argc, char* argv[])
{
    bool pcap = false;
    CommandLine cmd(__FILE__);
    cmd.AddValue("pcap", "Write captures of the tunnel and of the underlay", pcap);
    cmd.Parse(argc, argv);

    if (pcap)
    {
        GlobalValue::Bind("ChecksumEnabled", BooleanValue(true));
    }

    NodeContainer vteps(2);
    EthernetLinkHelper link;
    link.SetDeviceAttribute("DataRate", StringValue("1Gbps"));
    link.SetChannelAttribute("Delay", StringValue("1ms"));
    NetDeviceContainer underlay = link.Install(vteps);
    InternetStackHelper().Install(vteps);
    Ipv4AddressHelper("10.0.0.0", "255.255.255.0").Assign(underlay);

    // ip link add vx0 type vxlan id 100 local 10.0.0.1 remote 10.0.0.2 dev eth0, and the reverse
    NetDeviceContainer tunnel;
    for (uint32_t i = 0; i < 2; ++i)
    {
        VxlanHelper vxlan(100);
        vxlan.SetDeviceAttribute("Local", StringValue(i == 0 ? "10.0.0.1" : "10.0.0.2"));
        vxlan.SetDeviceAttribute("Remote", StringValue(i == 0 ? "10.0.0.2" : "10.0.0.1"));
        vxlan.SetDeviceAttribute("LowerDevice", PointerValue(underlay.Get(i)));
        tunnel.Add(vxlan.Install(vteps.Get(i)));
    }
    Ipv4InterfaceContainer overlay =
        Ipv4AddressHelper("192.168.0.0", "255.255.255.0").Assign(tunnel);

    ApplicationContainer apps = UdpEchoServerHelper(7).Install(vteps.Get(1));
    UdpEchoClientHelper client(InetSocketAddress(overlay.GetAddress(1), 7));
    client.SetAttribute("MaxPackets", UintegerValue(3));
    client.SetAttribute("Interval", TimeValue(Seconds(1)));
    client.SetAttribute("PacketSize", UintegerValue(1000));
    ApplicationContainer asking = client.Install(vteps.Get(0));
    asking.Start(Seconds(1));
    asking.Get(0)->TraceConnectWithoutContext("Rx", MakeCallback(&PrintAnswer));

    if (pcap)
    {
        VxlanHelper(100).EnablePcap("vxlan-two-vteps-tunnel", tunnel, true);
        link.EnablePcap("vxlan-two-vteps-underlay", underlay, true);
    }

    Simulator::Stop(Seconds(5));
    Simulator::Run();
    for (uint32_t i = 0; i < 2; ++i)
    {
        auto device = DynamicCast<VxlanNetDevice>(tunnel.Get(i));
        const LinkStats& stats = device->GetStats();
        std::cout << "v" << i + 1 << "/vx0: MTU " << device->GetMtu() << ", sent "
                  << stats.tx.packets << " frames, received " << stats.rx.packets << ", FDB has "
                  << device->GetFdb().GetSize() << " entries\n";
    }
    Simulator::Destroy();
    return 0;
}
