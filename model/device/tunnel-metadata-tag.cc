/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/tunnel-metadata-tag.h"

namespace ns3
{

NS_OBJECT_ENSURE_REGISTERED(TunnelMetadataTag);

namespace
{

/// Bytes of an address in a tag: family and 16 bytes.
constexpr uint32_t ADDRESS_SIZE = 17;
/// Bytes besides the addresses.
constexpr uint32_t FIXED_SIZE = 4 + 1 + 1 + 4 + 2 + 2 + 1 + 4;

/// Bits of the tag's flags byte.
enum Flag : uint8_t
{
    CHECKSUM = 1,
    DONT_FRAGMENT = 2,
    GROUP_POLICY = 4,
    RECEIVED = 8
};

/**
 * @param i where to write
 * @param address what
 */
void
WriteAddress(TagBuffer& i, const IpAddress& address)
{
    uint8_t bytes[16] = {};
    uint8_t family = 0;
    if (address.IsIpv4())
    {
        family = 4;
        address.ToIpv4().Serialize(bytes);
    }
    else if (address.IsIpv6())
    {
        family = 6;
        address.ToIpv6().Serialize(bytes);
    }
    i.WriteU8(family);
    i.Write(bytes, sizeof(bytes));
}

/**
 * @param i where to read
 * @return an address
 */
IpAddress
ReadAddress(TagBuffer& i)
{
    uint8_t bytes[16];
    const uint8_t family = i.ReadU8();
    i.Read(bytes, sizeof(bytes));
    if (family == 4)
    {
        return IpAddress(Ipv4Address::Deserialize(bytes));
    }
    return family == 6 ? IpAddress(Ipv6Address::Deserialize(bytes)) : IpAddress();
}

} // namespace

TypeId
TunnelMetadataTag::GetTypeId()
{
    static TypeId tid = TypeId("ns3::TunnelMetadataTag")
                            .SetParent<Tag>()
                            .SetGroupName("Tunnel")
                            .AddConstructor<TunnelMetadataTag>();
    return tid;
}

TunnelMetadataTag::TunnelMetadataTag(const TunnelMetadata& metadata, bool received)
    : m_metadata(metadata),
      m_received(received)
{
}

const TunnelMetadata&
TunnelMetadataTag::GetMetadata() const
{
    return m_metadata;
}

bool
TunnelMetadataTag::IsReceived() const
{
    return m_received;
}

void
TunnelMetadataTag::Replace(Ptr<Packet> packet) const
{
    TunnelMetadataTag old;
    packet->RemovePacketTag(old);
    packet->AddPacketTag(*this);
}

TypeId
TunnelMetadataTag::GetInstanceTypeId() const
{
    return GetTypeId();
}

uint32_t
TunnelMetadataTag::GetSerializedSize() const
{
    return FIXED_SIZE + 2 * ADDRESS_SIZE;
}

void
TunnelMetadataTag::Serialize(TagBuffer i) const
{
    i.WriteU32(m_metadata.key);
    i.WriteU8(m_metadata.tos);
    i.WriteU8(m_metadata.ttl);
    i.WriteU32(m_metadata.flowLabel);
    i.WriteU16(m_metadata.sourcePort);
    i.WriteU16(m_metadata.port);
    i.WriteU8((m_metadata.checksum ? CHECKSUM : 0) | (m_metadata.dontFragment ? DONT_FRAGMENT : 0) |
              (m_metadata.hasGroupPolicy ? GROUP_POLICY : 0) | (m_received ? RECEIVED : 0));
    i.WriteU32(m_metadata.groupPolicy);
    WriteAddress(i, m_metadata.source);
    WriteAddress(i, m_metadata.destination);
}

void
TunnelMetadataTag::Deserialize(TagBuffer i)
{
    m_metadata.key = i.ReadU32();
    m_metadata.tos = i.ReadU8();
    m_metadata.ttl = i.ReadU8();
    m_metadata.flowLabel = i.ReadU32();
    m_metadata.sourcePort = i.ReadU16();
    m_metadata.port = i.ReadU16();
    const uint8_t flags = i.ReadU8();
    m_metadata.checksum = flags & CHECKSUM;
    m_metadata.dontFragment = flags & DONT_FRAGMENT;
    m_metadata.hasGroupPolicy = flags & GROUP_POLICY;
    m_received = flags & RECEIVED;
    m_metadata.groupPolicy = i.ReadU32();
    m_metadata.source = ReadAddress(i);
    m_metadata.destination = ReadAddress(i);
}

void
TunnelMetadataTag::Print(std::ostream& os) const
{
    os << (m_received ? "received" : "to send") << " key=" << m_metadata.key
       << " source=" << m_metadata.source << " destination=" << m_metadata.destination;
}

} // namespace ns3
