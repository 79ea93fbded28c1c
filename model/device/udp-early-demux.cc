/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

/**
 * @file
 * Early demultiplexing: IPv4 packets to tunnel ports, past ns-3's IPv4.
 */

#include "ns3/arp-cache.h"
#include "ns3/ethernet-link-device.h"
#include "ns3/internet-checksum.h"
#include "ns3/ipv4-interface.h"
#include "ns3/ipv4-l3-protocol.h"
#include "ns3/node.h"
#include "ns3/udp-tunnel-demux.h"
#include "ns3/wire-bytes.h"

#include <list>

namespace ns3
{

namespace
{

/// Bytes of an IPv4 header without options.
constexpr uint32_t IPV4_SIZE = 20;
/// Version 4 and a header of five words.
constexpr uint8_t VERSION_AND_LENGTH = 0x45;
/// The "more fragments" flag and the offset.
constexpr uint16_t FRAGMENT_BITS = 0x3fff;

/**
 * @param interface an interface
 * @param address a unicast address
 * @return whether the interface has it
 */
bool
HasAddress(const Ptr<Ipv4Interface>& interface, Ipv4Address address)
{
    for (uint32_t i = 0; i < interface->GetNAddresses(); ++i)
    {
        if (interface->GetAddress(i).GetLocal() == address)
        {
            return true;
        }
    }
    return false;
}

} // namespace

void
UdpTunnelDemux::UpdateEarlyInputs()
{
    m_early.clear();
    const Ptr<Ipv4L3Protocol> ipv4 = m_node->GetObject<Ipv4L3Protocol>();
    for (uint32_t i = 0; i < ipv4->GetNInterfaces(); ++i)
    {
        const Ptr<Ipv4Interface> interface = ipv4->GetInterface(i);
        const auto device = DynamicCast<EthernetLinkDevice>(interface->GetDevice());
        if (device && m_earlyDemux)
        {
            m_early.push_back({device, interface});
            device->SetEarlyReceiver(MakeCallback(&UdpTunnelDemux::ReceiveEarly, this));
        }
    }
}

bool
UdpTunnelDemux::ReceiveEarly(Ptr<NetDevice> device, Ptr<Packet> packet, const Address& from)
{
    uint8_t ip[IPV4_SIZE + 4];
    const uint32_t size = packet->GetSize();
    if (packet->CopyData(ip, sizeof(ip)) < sizeof(ip) || ip[0] != VERSION_AND_LENGTH ||
        ip[9] != PROT_NUMBER || (wire::ReadU16(ip + 6) & FRAGMENT_BITS) != 0 ||
        !FindSocket(IpAddress::IPV4, wire::ReadU16(ip + IPV4_SIZE + 2)))
    {
        return false;
    }
    const uint32_t length = wire::ReadU16(ip + 2);
    if (length < IPV4_SIZE || length > size)
    {
        return false;
    }
    Ptr<Ipv4Interface> interface;
    for (const EarlyInput& input : m_early)
    {
        if (input.device == device)
        {
            interface = input.interface;
        }
    }
    if (!interface || !interface->IsUp() ||
        !HasAddress(interface, Ipv4Address(wire::ReadU32(ip + 16))) ||
        (m_checksums && InternetChecksum::Compute(ip, IPV4_SIZE) != 0))
    {
        return false;
    }
    ConfirmNeighbour(interface, Ipv4Address(wire::ReadU32(ip + 12)), from);
    if (length < size)
    {
        packet->RemoveAtEnd(size - length);
    }
    packet->RemoveAtStart(IPV4_SIZE);
    uint8_t bytes[PEEK_SIZE];
    UdpTunnelPacket outer;
    const Glance glance = Peek(IpAddress::IPV4, packet, bytes, outer);
    if (!glance.socket)
    {
        return true; // dropped for its length
    }
    outer.source = IpAddress::FromBytes(IpAddress::IPV4, ip + 12);
    outer.destination = IpAddress::FromBytes(IpAddress::IPV4, ip + 16);
    outer.tos = ip[1];
    outer.ttl = ip[8];
    outer.device = device;
    ReceiveTunnel(*glance.socket, packet, outer);
    return true;
}

void
UdpTunnelDemux::ConfirmNeighbour(const Ptr<Ipv4Interface>& interface,
                                 Ipv4Address source,
                                 const Address& from)
{
    const Ptr<ArpCache> cache = interface->GetArpCache();
    if (!cache)
    {
        return;
    }
    if (ArpCache::Entry* entry = cache->Lookup(source))
    {
        if (entry->IsAlive())
        {
            entry->UpdateSeen();
        }
        return;
    }
    for (ArpCache::Entry* entry : cache->LookupInverse(from))
    {
        if (entry->IsAlive())
        {
            entry->UpdateSeen();
        }
    }
}

} // namespace ns3
