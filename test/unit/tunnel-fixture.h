/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef TUNNEL_FIXTURE_H
#define TUNNEL_FIXTURE_H

#include "hex-bytes.h"
#include "scheduled-call.h"

#include "ns3/boolean.h"
#include "ns3/ethernet-link-helper.h"
#include "ns3/global-value.h"
#include "ns3/gretap-net-device.h"
#include "ns3/inet-socket-address.h"
#include "ns3/inet6-socket-address.h"
#include "ns3/internet-stack-helper.h"
#include "ns3/ip-address-value.h"
#include "ns3/ipv4-address-helper.h"
#include "ns3/ipv4-l3-protocol.h"
#include "ns3/ipv4-static-routing-helper.h"
#include "ns3/ipv6-address-helper.h"
#include "ns3/ipv6-l3-protocol.h"
#include "ns3/node-container.h"
#include "ns3/simulator.h"
#include "ns3/string.h"
#include "ns3/udp-socket-factory.h"
#include "ns3/uinteger.h"
#include "ns3/vxlan-net-device.h"

#include <string>
#include <vector>

namespace ns3
{

/**
 * Nodes on a link of MTU 1500 with IPv4 10.0.0.1, .2 and IPv6 fd00::1, ::2, and what tunnels do on
 * them. Checksums are on.
 */
struct TunnelPair
{
    TunnelPair()
    {
        GlobalValue::Bind("ChecksumEnabled", BooleanValue(true));
        nodes.Create(2);
        InternetStackHelper stack;
        stack.Install(nodes);
        // The same solicitation times whichever tests ran before.
        stack.AssignStreams(nodes, 1000);
        links = EthernetLinkHelper().Install(nodes.Get(0), nodes.Get(1));
        Ipv4AddressHelper("10.0.0.0", "255.255.255.0").Assign(links);
        Ipv6AddressHelper ipv6(Ipv6Address("fd00::"), Ipv6Prefix(64));
        for (uint32_t i = 0; i < 2; ++i)
        {
            AddIpv6(links.Get(i), i == 0 ? "fd00::1" : "fd00::2");
        }
    }

    ~TunnelPair()
    {
        Simulator::Destroy();
        GlobalValue::Bind("ChecksumEnabled", BooleanValue(false));
    }

    TunnelPair(const TunnelPair&) = delete;
    TunnelPair& operator=(const TunnelPair&) = delete;

    /** Gives a device an IPv6 address. @param device device @param address address, in a /64 */
    static void AddIpv6(Ptr<NetDevice> device, const char* address)
    {
        const Ptr<Ipv6L3Protocol> ipv6 = device->GetNode()->GetObject<Ipv6L3Protocol>();
        int32_t interface = ipv6->GetInterfaceForDevice(device);
        if (interface < 0)
        {
            interface = static_cast<int32_t>(ipv6->AddInterface(device));
        }
        ipv6->AddAddress(interface, Ipv6InterfaceAddress(Ipv6Address(address), Ipv6Prefix(64)));
        ipv6->SetUp(interface);
    }

    /** @param i node @param config configuration @returns a device on the node */
    Ptr<VxlanNetDevice> AddVxlan(uint32_t i, const VxlanConfig& config)
    {
        const Ptr<VxlanNetDevice> device = CreateObject<VxlanNetDevice>();
        device->SetConfig(config);
        nodes.Get(i)->AddDevice(device);
        return device;
    }

    /** @param i node @param config configuration @returns a device on the node */
    Ptr<GretapNetDevice> AddGretap(uint32_t i, const GretapConfig& config)
    {
        const Ptr<GretapNetDevice> device = CreateObject<GretapNetDevice>();
        device->SetConfig(config);
        nodes.Get(i)->AddDevice(device);
        return device;
    }

    /** @param local own address @param remote default destination @returns VNI 100 between them */
    static VxlanConfig Vxlan(const char* local, const char* remote)
    {
        VxlanConfig config;
        config.vni = 100;
        config.local = *IpAddress::Parse(local);
        config.remote = *IpAddress::Parse(remote);
        return config;
    }

    /** @param local own address @param remote the other end @returns a tunnel between them */
    static GretapConfig Gretap(const char* local, const char* remote)
    {
        GretapConfig config;
        config.local = *IpAddress::Parse(local);
        config.remote = *IpAddress::Parse(remote);
        return config;
    }

    NodeContainer nodes;
    NetDeviceContainer links;
};

/** A UDP socket that keeps what it gets. */
class UdpEnd
{
  public:
    /** @param node node @param address own address @param port own port */
    UdpEnd(Ptr<Node> node, const IpAddress& address, uint16_t port)
        : m_socket(Socket::CreateSocket(node, UdpSocketFactory::GetTypeId()))
    {
        bound = m_socket->Bind(ToAddress(address, port)) == 0;
        m_socket->SetRecvCallback(MakeCallback(&UdpEnd::Receive, this));
    }

    ~UdpEnd()
    {
        m_socket->SetRecvCallback(MakeNullCallback<void, Ptr<Socket>>());
    }

    /** @param size bytes @param to destination @param port its port @param when time */
    void Send(uint32_t size, const IpAddress& to, uint16_t port, Time when)
    {
        ScheduleCall(when, [this, size, to, port] {
            m_socket->SendTo(Create<Packet>(size), 0, ToAddress(to, port));
        });
    }

    std::vector<uint32_t> sizes; //!< of the datagrams that came
    bool bound;                  //!< whether the port was free

  private:
    static Address ToAddress(const IpAddress& address, uint16_t port)
    {
        return address.IsIpv6() ? Address(Inet6SocketAddress(address.ToIpv6(), port))
                                : Address(InetSocketAddress(address.ToIpv4(), port));
    }

    void Receive(Ptr<Socket> socket)
    {
        while (const Ptr<Packet> packet = socket->Recv())
        {
            sizes.push_back(packet->GetSize());
        }
    }

    Ptr<Socket> m_socket;
};

/** Keeps what a device sends up to bridges and sniffers: whole frames as hex. */
class FrameTap
{
  public:
    /** @param device device */
    explicit FrameTap(Ptr<NetDevice> device)
    {
        device->GetNode()->RegisterProtocolHandler(MakeCallback(&FrameTap::Receive, this),
                                                   0,
                                                   device,
                                                   true);
    }

    std::vector<std::string> frames; //!< as they came

  private:
    void Receive(Ptr<NetDevice>,
                 Ptr<const Packet> packet,
                 uint16_t protocol,
                 const Address& from,
                 const Address& to,
                 NetDevice::PacketType)
    {
        uint8_t header[14];
        wire::WriteEthernet(header,
                            Mac48Address::ConvertFrom(to),
                            Mac48Address::ConvertFrom(from),
                            protocol);
        frames.push_back(ToHex(header, sizeof(header)) + ToHex(packet));
    }
};

/** An inner UDP datagram over IPv4 from 192.168.0.1 to .2 with payload, without Ethernet header. */
inline Ptr<Packet>
InnerIpv4(uint32_t payload = 26, uint8_t tos = 0, uint8_t ttl = 64, bool df = false)
{
    Ptr<Packet> packet = ToPacket(std::string("03e807d0") + "0000" + "0000");
    packet->AddAtEnd(Create<Packet>(payload));
    Ipv4Header header;
    header.EnableChecksum();
    header.SetSource(Ipv4Address("192.168.0.1"));
    header.SetDestination(Ipv4Address("192.168.0.2"));
    header.SetProtocol(17);
    header.SetTos(tos);
    header.SetTtl(ttl);
    if (df)
    {
        header.SetDontFragment();
    }
    header.SetPayloadSize(static_cast<uint16_t>(packet->GetSize()));
    packet->AddHeader(header);
    return packet;
}

} // namespace ns3

#endif /* TUNNEL_FIXTURE_H */
