/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/gre-header.h"

#include "ns3/internet-checksum.h"
#include "ns3/wire-bytes.h"

#include <algorithm>

namespace ns3
{

NS_OBJECT_ENSURE_REGISTERED(GreHeader);

TypeId
GreHeader::GetTypeId()
{
    static TypeId tid = TypeId("ns3::GreHeader")
                            .SetParent<Header>()
                            .SetGroupName("Tunnel")
                            .AddConstructor<GreHeader>();
    return tid;
}

void
GreHeader::SetFlags(uint16_t flags)
{
    m_flags = flags;
}

void
GreHeader::SetProtocol(uint16_t protocol)
{
    m_protocol = protocol;
}

void
GreHeader::SetKey(uint32_t key)
{
    m_flags |= FLAG_KEY;
    m_key = key;
}

void
GreHeader::SetSequence(uint32_t sequence)
{
    m_flags |= FLAG_SEQUENCE;
    m_sequence = sequence;
}

void
GreHeader::SetChecksum(uint16_t checksum)
{
    m_flags |= FLAG_CHECKSUM;
    m_checksum = checksum;
}

void
GreHeader::ComputeChecksum(Ptr<const Packet> payload)
{
    SetChecksum(0);
    uint8_t bytes[MAX_SIZE];
    Write(bytes);
    InternetChecksum checksum;
    checksum.Add(bytes, SizeFor(m_flags));
    checksum.AddPacket(payload);
    m_checksum = checksum.Get();
}

uint32_t
GreHeader::SizeFor(uint16_t flags)
{
    return MIN_SIZE + ((flags & FLAG_CHECKSUM) ? 4 : 0) + ((flags & FLAG_KEY) ? 4 : 0) +
           ((flags & FLAG_SEQUENCE) ? 4 : 0);
}

bool
GreHeader::IsChecksumRight(Ptr<const Packet> packet)
{
    InternetChecksum checksum;
    checksum.AddPacket(packet);
    return checksum.IsRight();
}

void
GreHeader::Write(uint8_t* bytes) const
{
    wire::WriteU16(bytes, m_flags);
    wire::WriteU16(bytes + 2, m_protocol);
    bytes += MIN_SIZE;
    if (HasChecksum())
    {
        wire::WriteU16(bytes, m_checksum);
        wire::WriteU16(bytes + 2, m_reserved1);
        bytes += 4;
    }
    if (HasKey())
    {
        wire::WriteU32(bytes, m_key);
        bytes += 4;
    }
    if (HasSequence())
    {
        wire::WriteU32(bytes, m_sequence);
    }
}

uint32_t
GreHeader::Read(const uint8_t* bytes, uint32_t available)
{
    if (available < MIN_SIZE || available < SizeFor(wire::ReadU16(bytes)))
    {
        return 0;
    }
    *this = GreHeader();
    m_flags = wire::ReadU16(bytes);
    m_protocol = wire::ReadU16(bytes + 2);
    const uint8_t* next = bytes + MIN_SIZE;
    if (HasChecksum())
    {
        m_checksum = wire::ReadU16(next);
        m_reserved1 = wire::ReadU16(next + 2);
        next += 4;
    }
    if (HasKey())
    {
        m_key = wire::ReadU32(next);
        next += 4;
    }
    if (HasSequence())
    {
        m_sequence = wire::ReadU32(next);
    }
    return SizeFor(m_flags);
}

TypeId
GreHeader::GetInstanceTypeId() const
{
    return GetTypeId();
}

void
GreHeader::Print(std::ostream& os) const
{
    const auto format = os.flags();
    os << "GREv" << (m_flags & 7) << ", Flags [";
    const char* separator = "";
    for (const auto& [flag, name] : {std::pair{FLAG_CHECKSUM, "checksum present"},
                                     std::pair{FLAG_ROUTING, "routing present"},
                                     std::pair{FLAG_KEY, "key present"},
                                     std::pair{FLAG_SEQUENCE, "sequence# present"}})
    {
        if (m_flags & flag)
        {
            os << separator << name;
            separator = ", ";
        }
    }
    os << (m_flags & 0xf000 ? "]" : "none]") << std::hex;
    if (HasChecksum())
    {
        os << ", sum 0x" << m_checksum;
    }
    if (HasKey())
    {
        os << ", key=0x" << m_key;
    }
    os.flags(format);
    if (HasSequence())
    {
        os << ", seq " << m_sequence;
    }
    os << ", proto " << (m_protocol == PROTOCOL_ETHERNET ? "TEB " : "") << "(0x" << std::hex
       << m_protocol << ")";
    os.flags(format);
}

uint32_t
GreHeader::GetSerializedSize() const
{
    return SizeFor(m_flags);
}

void
GreHeader::Serialize(Buffer::Iterator start) const
{
    uint8_t bytes[MAX_SIZE];
    Write(bytes);
    start.Write(bytes, SizeFor(m_flags));
}

uint32_t
GreHeader::Deserialize(Buffer::Iterator start)
{
    uint8_t bytes[MAX_SIZE];
    const uint32_t available = std::min<uint32_t>(start.GetRemainingSize(), MAX_SIZE);
    start.Read(bytes, available);
    return Read(bytes, available);
}

} // namespace ns3
