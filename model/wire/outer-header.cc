/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/outer-header.h"

#include "ns3/internet-checksum.h"

#include <algorithm>
#include <cstring>

namespace ns3
{

namespace
{

constexpr uint32_t UDP_SIZE = 8;                                    //!< bytes of a UDP header
constexpr uint32_t VXLAN_OFFSET = UDP_SIZE;                         //!< the VXLAN header
constexpr uint32_t INNER_OFFSET = VXLAN_OFFSET + VxlanHeader::SIZE; //!< the inner Ethernet header

/**
 * Prints an Ethernet header as tcpdump -e does.
 *
 * @param os the stream
 * @param bytes the header
 */
void
PrintEthernet(std::ostream& os, const uint8_t* bytes)
{
    const auto format = os.flags();
    const uint16_t type = wire::ReadU16(bytes + 12);
    os << wire::ReadMac(bytes + 6) << " > " << wire::ReadMac(bytes)
       << (type < 0x600 ? ", 802.3 length " : ", ethertype 0x");
    if (type >= 0x600)
    {
        os << std::hex;
    }
    os << type;
    os.flags(format);
}

} // namespace

NS_OBJECT_ENSURE_REGISTERED(VxlanOuterHeader);

TypeId
VxlanOuterHeader::GetTypeId()
{
    static TypeId tid = TypeId("ns3::VxlanOuterHeader")
                            .SetParent<Header>()
                            .SetGroupName("Tunnel")
                            .AddConstructor<VxlanOuterHeader>();
    return tid;
}

VxlanOuterHeader::VxlanOuterHeader()
    : m_bytes{}
{
    SetVxlan(VxlanHeader(0));
    SetPayloadSize(0);
}

void
VxlanOuterHeader::SetPorts(uint16_t source, uint16_t destination)
{
    wire::WriteU16(m_bytes, source);
    wire::WriteU16(m_bytes + 2, destination);
}

void
VxlanOuterHeader::SetSourcePort(uint16_t source)
{
    wire::WriteU16(m_bytes, source);
}

void
VxlanOuterHeader::SetVxlan(const VxlanHeader& vxlan)
{
    vxlan.Write(m_bytes + VXLAN_OFFSET);
}

void
VxlanOuterHeader::SetInner(const Mac48Address& destination,
                           const Mac48Address& source,
                           uint16_t etherType)
{
    wire::WriteEthernet(m_bytes + INNER_OFFSET, destination, source, etherType);
}

void
VxlanOuterHeader::SetInnerEthernet(bool present)
{
    m_size = present ? SIZE : GPE_SIZE;
}

void
VxlanOuterHeader::SetPayloadSize(uint32_t payloadSize)
{
    wire::WriteU16(m_bytes + 4, static_cast<uint16_t>(m_size + payloadSize));
    wire::WriteU16(m_bytes + 6, 0);
}

void
VxlanOuterHeader::ComputeChecksum(const IpAddress& source,
                                  const IpAddress& destination,
                                  Ptr<const Packet> payload)
{
    wire::WriteU16(m_bytes + 6, 0);
    InternetChecksum checksum;
    checksum.AddPseudoHeader(source, destination, IP_PROTOCOL, GetUdpLength());
    checksum.Add(m_bytes, m_size);
    checksum.AddPacket(payload);
    wire::WriteU16(m_bytes + 6, checksum.GetForUdp());
}

uint16_t
VxlanOuterHeader::GetSourcePort() const
{
    return wire::ReadU16(m_bytes);
}

uint16_t
VxlanOuterHeader::GetDestinationPort() const
{
    return wire::ReadU16(m_bytes + 2);
}

uint16_t
VxlanOuterHeader::GetUdpLength() const
{
    return wire::ReadU16(m_bytes + 4);
}

uint16_t
VxlanOuterHeader::GetUdpChecksum() const
{
    return wire::ReadU16(m_bytes + 6);
}

VxlanHeader
VxlanOuterHeader::GetVxlan() const
{
    return VxlanHeader::Read(m_bytes + VXLAN_OFFSET);
}

Mac48Address
VxlanOuterHeader::GetInnerDestination() const
{
    return wire::ReadMac(m_bytes + INNER_OFFSET);
}

Mac48Address
VxlanOuterHeader::GetInnerSource() const
{
    return wire::ReadMac(m_bytes + INNER_OFFSET + 6);
}

uint16_t
VxlanOuterHeader::GetInnerEtherType() const
{
    return wire::ReadU16(m_bytes + INNER_OFFSET + 12);
}

TypeId
VxlanOuterHeader::GetInstanceTypeId() const
{
    return GetTypeId();
}

void
VxlanOuterHeader::Print(std::ostream& os) const
{
    os << GetSourcePort() << " > " << GetDestinationPort() << ": ";
    GetVxlan().Print(os);
    if (m_size == SIZE)
    {
        os << ", ";
        PrintEthernet(os, m_bytes + INNER_OFFSET);
    }
}

uint32_t
VxlanOuterHeader::GetSerializedSize() const
{
    return m_size;
}

void
VxlanOuterHeader::Serialize(Buffer::Iterator start) const
{
    start.Write(m_bytes, m_size);
}

uint32_t
VxlanOuterHeader::Deserialize(Buffer::Iterator start)
{
    if (start.GetRemainingSize() < SIZE)
    {
        return 0;
    }
    start.Read(m_bytes, SIZE);
    return SIZE;
}

NS_OBJECT_ENSURE_REGISTERED(GreOuterHeader);

TypeId
GreOuterHeader::GetTypeId()
{
    static TypeId tid = TypeId("ns3::GreOuterHeader")
                            .SetParent<Header>()
                            .SetGroupName("Tunnel")
                            .AddConstructor<GreOuterHeader>();
    return tid;
}

void
GreOuterHeader::SetInner(const Mac48Address& destination,
                         const Mac48Address& source,
                         uint16_t etherType)
{
    wire::WriteEthernet(m_ethernet, destination, source, etherType);
}

void
GreOuterHeader::ComputeChecksum(Ptr<const Packet> payload)
{
    m_gre.SetChecksum(0);
    uint8_t bytes[MAX_SIZE];
    m_gre.Write(bytes);
    InternetChecksum checksum;
    checksum.Add(bytes, m_gre.GetSerializedSize());
    checksum.Add(m_ethernet, sizeof(m_ethernet));
    checksum.AddPacket(payload);
    m_gre.SetChecksum(checksum.Get());
}

Mac48Address
GreOuterHeader::GetInnerDestination() const
{
    return wire::ReadMac(m_ethernet);
}

Mac48Address
GreOuterHeader::GetInnerSource() const
{
    return wire::ReadMac(m_ethernet + 6);
}

uint16_t
GreOuterHeader::GetInnerEtherType() const
{
    return wire::ReadU16(m_ethernet + 12);
}

TypeId
GreOuterHeader::GetInstanceTypeId() const
{
    return GetTypeId();
}

void
GreOuterHeader::Print(std::ostream& os) const
{
    m_gre.Print(os);
    os << ", ";
    PrintEthernet(os, m_ethernet);
}

uint32_t
GreOuterHeader::GetSerializedSize() const
{
    return m_gre.GetSerializedSize() + sizeof(m_ethernet);
}

void
GreOuterHeader::Serialize(Buffer::Iterator start) const
{
    uint8_t bytes[MAX_SIZE];
    const uint32_t greSize = m_gre.GetSerializedSize();
    m_gre.Write(bytes);
    std::memcpy(bytes + greSize, m_ethernet, sizeof(m_ethernet));
    start.Write(bytes, greSize + sizeof(m_ethernet));
}

uint32_t
GreOuterHeader::Deserialize(Buffer::Iterator start)
{
    uint8_t bytes[MAX_SIZE];
    const uint32_t available = std::min<uint32_t>(start.GetRemainingSize(), MAX_SIZE);
    start.Read(bytes, available);
    GreHeader gre;
    const uint32_t greSize = gre.Read(bytes, available);
    if (greSize == 0 || available < greSize + sizeof(m_ethernet))
    {
        return 0;
    }
    m_gre = gre;
    std::memcpy(m_ethernet, bytes + greSize, sizeof(m_ethernet));
    return greSize + sizeof(m_ethernet);
}

} // namespace ns3
