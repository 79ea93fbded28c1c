/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

/**
 * @file
 * One LAN in two places: each site has a host and a gateway; the gateways bridge the host's link
 * with a GRETAP tunnel, by ns-3's own BridgeNetDevice.
 *
 *   h1 192.168.0.1                                               h2 192.168.0.2
 *     |                                                            |
 *   [eth - br0 - gt0] g1 10.0.1.1 ----- r ----- 10.0.2.1 g2 [gt0 - br0 - eth]
 *
 * h1 asks an echo server on h2; the hosts know nothing of the tunnel but their MTU of 1462 bytes.
 */

#include "ns3/applications-module.h"
#include "ns3/bridge-module.h"
#include "ns3/core-module.h"
#include "ns3/ethernet-link-helper.h"
#include "ns3/gretap-helper.h"
#include "ns3/gretap-net-device.h"
#include "ns3/internet-module.h"
#include "ns3/network-module.h"

#include <iostream>

using namespace ns3;

namespace
{

void
PrintAnswer(Ptr<const Packet> packet)
{
    std::cout << Simulator::Now().As(Time::MS) << ": " << packet->GetSize()
              << " bytes came back from the other site\n";
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

    NodeContainer hosts(2);
    NodeContainer gateways(2);
    NodeContainer router(1);
    InternetStackHelper stack;
    stack.Install(hosts);
    stack.Install(gateways);
    stack.Install(router);

    EthernetLinkHelper wan;
    wan.SetDeviceAttribute("DataRate", StringValue("100Mbps"));
    wan.SetChannelAttribute("Delay", StringValue("5ms"));
    NetDeviceContainer west = wan.Install(gateways.Get(0), router.Get(0));
    NetDeviceContainer east = wan.Install(gateways.Get(1), router.Get(0));
    Ipv4InterfaceContainer westIp = Ipv4AddressHelper("10.0.1.0", "255.255.255.0").Assign(west);
    Ipv4InterfaceContainer eastIp = Ipv4AddressHelper("10.0.2.0", "255.255.255.0").Assign(east);
    Ipv4StaticRoutingHelper routing;
    routing.GetStaticRouting(gateways.Get(0)->GetObject<Ipv4>())
        ->SetDefaultRoute(westIp.GetAddress(1), westIp.Get(0).second);
    routing.GetStaticRouting(gateways.Get(1)->GetObject<Ipv4>())
        ->SetDefaultRoute(eastIp.GetAddress(1), eastIp.Get(0).second);

    GretapHelper gretap;
    gretap.SetKey(7);
    NetDeviceContainer tunnel = gretap.InstallPair(gateways.Get(0),
                                                   westIp.GetAddress(0),
                                                   gateways.Get(1),
                                                   eastIp.GetAddress(0));

    NetDeviceContainer hostDevices;
    EthernetLinkHelper lan;
    lan.SetDeviceAttribute("Mtu", UintegerValue(tunnel.Get(0)->GetMtu()));
    for (uint32_t i = 0; i < 2; ++i)
    {
        NetDeviceContainer cable = lan.Install(hosts.Get(i), gateways.Get(i));
        hostDevices.Add(cable.Get(0));
        BridgeHelper().Install(gateways.Get(i), NetDeviceContainer(cable.Get(1), tunnel.Get(i)));
    }
    Ipv4InterfaceContainer lanIp =
        Ipv4AddressHelper("192.168.0.0", "255.255.255.0").Assign(hostDevices);

    ApplicationContainer server = UdpEchoServerHelper(7).Install(hosts.Get(1));
    UdpEchoClientHelper client(InetSocketAddress(lanIp.GetAddress(1), 7));
    client.SetAttribute("MaxPackets", UintegerValue(3));
    client.SetAttribute("PacketSize", UintegerValue(1000));
    ApplicationContainer asking = client.Install(hosts.Get(0));
    asking.Start(Seconds(1));
    asking.Get(0)->TraceConnectWithoutContext("Rx", MakeCallback(&PrintAnswer));

    if (pcap)
    {
        gretap.EnablePcap("gretap-bridged-lan-tunnel", tunnel, true);
        wan.EnablePcap("gretap-bridged-lan-underlay", NetDeviceContainer(west, east), true);
    }

    Simulator::Stop(Seconds(5));
    Simulator::Run();
    for (uint32_t i = 0; i < 2; ++i)
    {
        auto device = DynamicCast<GretapNetDevice>(tunnel.Get(i));
        const LinkStats& stats = device->GetStats();
        std::cout << "g" << i + 1 << "/gt0: MTU " << device->GetMtu() << ", sent "
                  << stats.tx.packets << " frames, received " << stats.rx.packets << "\n";
    }
    Simulator::Destroy();
    return 0;
}
