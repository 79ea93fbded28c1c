/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/mld-header.h"

#include "ns3/internet-checksum.h"
#include "ns3/wire-bytes.h"

#include <algorithm>
#include <utility>

namespace ns3
{

namespace
{

constexpr uint32_t V1_SIZE = 24;       //!< MLDv1 messages and queries
constexpr uint32_t V2_QUERY_SIZE = 28; //!< v2 query without sources
constexpr uint32_t V2_REPORT_SIZE = 8; //!< v2 report without records
constexpr uint32_t RECORD_SIZE = 20;   //!< record without sources
constexpr uint32_t ADDRESS_SIZE = 16;  //!< IPv6 address

/**
 * @param bytes addresses
 * @param count how many
 * @return the addresses
 */
std::vector<Ipv6Address>
ReadAddresses(const uint8_t* bytes, uint32_t count)
{
    std::vector<Ipv6Address> addresses;
    for (uint32_t i = 0; i < count; ++i)
    {
        addresses.push_back(Ipv6Address::Deserialize(bytes + ADDRESS_SIZE * i));
    }
    return addresses;
}

/**
 * Reads the records of a v2 report.
 *
 * @param bytes the message
 * @param size its bytes, at least 8
 * @param records where they go
 * @return false when they do not fit
 */
bool
ReadRecords(const uint8_t* bytes, uint32_t size, std::vector<MldHeader::Record>& records)
{
    const uint32_t count = wire::ReadU16(bytes + 6);
    uint32_t offset = V2_REPORT_SIZE;
    for (uint32_t i = 0; i < count; ++i)
    {
        if (size - offset < RECORD_SIZE)
        {
            return false;
        }
        const uint8_t* record = bytes + offset;
        const uint32_t sources = wire::ReadU16(record + 2);
        const uint32_t recordSize = RECORD_SIZE + ADDRESS_SIZE * sources + 4 * record[1];
        if (size - offset < recordSize)
        {
            return false;
        }
        records.push_back({record[0],
                           Ipv6Address::Deserialize(record + 4),
                           ReadAddresses(record + RECORD_SIZE, sources)});
        offset += recordSize;
    }
    return true;
}

/**
 * @param bytes where the addresses go
 * @param addresses the addresses
 * @return where the next byte goes
 */
uint8_t*
WriteAddresses(uint8_t* bytes, const std::vector<Ipv6Address>& addresses)
{
    for (const auto& address : addresses)
    {
        address.Serialize(bytes);
        bytes += ADDRESS_SIZE;
    }
    return bytes;
}

} // namespace

NS_OBJECT_ENSURE_REGISTERED(MldHeader);

TypeId
MldHeader::GetTypeId()
{
    static TypeId tid = TypeId("ns3::MldHeader")
                            .SetParent<Header>()
                            .SetGroupName("Tunnel")
                            .AddConstructor<MldHeader>();
    return tid;
}

MldHeader
MldHeader::MakeV1Query(Ipv6Address group, uint16_t maxResponseCode)
{
    MldHeader header;
    header.m_maxResponse = maxResponseCode;
    header.m_group = group;
    return header;
}

MldHeader
MldHeader::MakeV2Query(Ipv6Address group,
                       uint16_t maxResponseCode,
                       uint8_t robustness,
                       uint8_t intervalCode)
{
    MldHeader header = MakeV1Query(group, maxResponseCode);
    header.m_v2Query = true;
    header.m_flags = robustness & 7;
    header.m_intervalCode = intervalCode;
    return header;
}

MldHeader
MldHeader::MakeV1(Type type, Ipv6Address group)
{
    MldHeader header;
    header.m_type = type;
    header.m_group = group;
    return header;
}

MldHeader
MldHeader::MakeV2Report(std::vector<Record> records)
{
    MldHeader header;
    header.m_type = V2_REPORT;
    header.m_records = std::move(records);
    return header;
}

bool
MldHeader::Read(const uint8_t* bytes, uint32_t size)
{
    if (size < V2_REPORT_SIZE)
    {
        return false;
    }
    MldHeader header;
    header.m_type = static_cast<Type>(bytes[0]);
    if (bytes[0] == V2_REPORT)
    {
        if (!ReadRecords(bytes, size, header.m_records))
        {
            return false;
        }
        *this = std::move(header);
        return true;
    }
    if ((bytes[0] != QUERY && bytes[0] != V1_REPORT && bytes[0] != V1_DONE) || size < V1_SIZE)
    {
        return false;
    }
    header.m_maxResponse = wire::ReadU16(bytes + 4);
    header.m_group = Ipv6Address::Deserialize(bytes + 8);
    if (bytes[0] == QUERY && size != V1_SIZE)
    {
        // RFC 3810 section 8.1: other lengths are no query of any version.
        if (size < V2_QUERY_SIZE || (size - V2_QUERY_SIZE) / ADDRESS_SIZE <
                                        static_cast<uint32_t>(wire::ReadU16(bytes + 26)))
        {
            return false;
        }
        header.m_v2Query = true;
        header.m_flags = bytes[24] & 0x0f;
        header.m_intervalCode = bytes[25];
        header.m_sources = ReadAddresses(bytes + V2_QUERY_SIZE, wire::ReadU16(bytes + 26));
    }
    *this = std::move(header);
    return true;
}

bool
MldHeader::IsChecksumRight(const uint8_t* bytes,
                           uint32_t size,
                           Ipv6Address source,
                           Ipv6Address destination)
{
    InternetChecksum checksum;
    checksum.AddPseudoHeader(source, destination, IP_PROTOCOL, size);
    checksum.Add(bytes, size);
    return checksum.IsRight();
}

uint32_t
MldHeader::GetMaxResponseMilliseconds() const
{
    if (!m_v2Query || m_maxResponse < 32768)
    {
        return m_maxResponse;
    }
    return ((m_maxResponse & 0x0fffu) | 0x1000u) << (((m_maxResponse >> 12) & 7) + 3);
}

Ptr<Packet>
MldHeader::MakeIpv6Payload(Ipv6Address source, Ipv6Address destination) const
{
    const uint32_t size = GetSerializedSize();
    std::vector<uint8_t> bytes(HOP_BY_HOP_SIZE + size);
    // Next header, length 0 (8 bytes), router alert 0 (MLD), two bytes of padding.
    const uint8_t hopByHop[HOP_BY_HOP_SIZE] = {IP_PROTOCOL, 0, 5, 2, 0, 0, 1, 0};
    std::copy_n(hopByHop, HOP_BY_HOP_SIZE, bytes.data());
    uint8_t* message = bytes.data() + HOP_BY_HOP_SIZE;
    Write(message);
    InternetChecksum checksum;
    checksum.AddPseudoHeader(source, destination, IP_PROTOCOL, size);
    checksum.Add(message, size);
    wire::WriteU16(message + 2, checksum.Get());
    return Create<Packet>(bytes.data(), HOP_BY_HOP_SIZE + size);
}

void
MldHeader::Write(uint8_t* bytes) const
{
    bytes[0] = m_type;
    bytes[1] = 0;
    wire::WriteU16(bytes + 2, 0);
    if (m_type == V2_REPORT)
    {
        wire::WriteU32(bytes + 4, static_cast<uint32_t>(m_records.size()));
        uint8_t* next = bytes + V2_REPORT_SIZE;
        for (const auto& record : m_records)
        {
            next[0] = record.type;
            next[1] = 0;
            wire::WriteU16(next + 2, static_cast<uint16_t>(record.sources.size()));
            record.group.Serialize(next + 4);
            next = WriteAddresses(next + RECORD_SIZE, record.sources);
        }
        return;
    }
    wire::WriteU16(bytes + 4, m_maxResponse);
    wire::WriteU16(bytes + 6, 0);
    m_group.Serialize(bytes + 8);
    if (m_v2Query)
    {
        bytes[24] = m_flags;
        bytes[25] = m_intervalCode;
        wire::WriteU16(bytes + 26, static_cast<uint16_t>(m_sources.size()));
        WriteAddresses(bytes + V2_QUERY_SIZE, m_sources);
    }
}

TypeId
MldHeader::GetInstanceTypeId() const
{
    return GetTypeId();
}

void
MldHeader::Print(std::ostream& os) const
{
    static const char* const RECORDS[] = {"is_in", "is_ex", "to_in", "to_ex", "allow", "block"};
    os << "ICMP6, multicast listener ";
    switch (m_type)
    {
    case QUERY:
        os << "query v" << +GetQueryVersion() << " [max resp delay=" << GetMaxResponseMilliseconds()
           << "] [gaddr " << m_group << "]";
        break;
    case V1_REPORT:
        os << "report " << m_group;
        break;
    case V1_DONE:
        os << "done " << m_group;
        break;
    case V2_REPORT:
        os << "report v2, " << m_records.size() << " group record(s)";
        for (const auto& record : m_records)
        {
            const bool known = record.type >= 1 && record.type <= 6;
            os << " [gaddr " << record.group << " "
               << (known ? RECORDS[record.type - 1] : "unknown") << " {";
            for (const auto& source : record.sources)
            {
                os << " " << source;
            }
            os << " }]";
        }
        break;
    }
}

uint32_t
MldHeader::GetSerializedSize() const
{
    if (m_type != V2_REPORT)
    {
        const auto sources = static_cast<uint32_t>(m_sources.size());
        return m_v2Query ? V2_QUERY_SIZE + ADDRESS_SIZE * sources : V1_SIZE;
    }
    uint32_t size = V2_REPORT_SIZE;
    for (const auto& record : m_records)
    {
        size += RECORD_SIZE + ADDRESS_SIZE * static_cast<uint32_t>(record.sources.size());
    }
    return size;
}

void
MldHeader::Serialize(Buffer::Iterator start) const
{
    std::vector<uint8_t> bytes(GetSerializedSize());
    Write(bytes.data());
    start.Write(bytes.data(), static_cast<uint32_t>(bytes.size()));
}

uint32_t
MldHeader::Deserialize(Buffer::Iterator start)
{
    std::vector<uint8_t> bytes(start.GetRemainingSize());
    const auto size = static_cast<uint32_t>(bytes.size());
    start.Read(bytes.data(), size);
    return Read(bytes.data(), size) ? size : 0;
}

} // namespace ns3
