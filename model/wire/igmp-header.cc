/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/igmp-header.h"

#include "ns3/internet-checksum.h"
#include "ns3/wire-bytes.h"

#include <utility>

namespace ns3
{

namespace
{

constexpr uint32_t BASE_SIZE = 8;             //!< every message has as much
constexpr uint32_t V3_QUERY_SIZE = 12;        //!< v3 query without sources
constexpr uint32_t RECORD_SIZE = 8;           //!< group record without sources
constexpr uint32_t IPV4_HEADER_SIZE = 24;     //!< with the router alert option
constexpr uint8_t TOS_NETWORK_CONTROL = 0xc0; //!< DSCP CS6

/**
 * @param bytes where to put four bytes
 * @param address the address
 */
void
WriteAddress(uint8_t* bytes, Ipv4Address address)
{
    wire::WriteU32(bytes, address.Get());
}

/**
 * @param bytes four bytes
 * @return the address
 */
Ipv4Address
ReadAddress(const uint8_t* bytes)
{
    return Ipv4Address(wire::ReadU32(bytes));
}

/**
 * @param bytes addresses
 * @param count how many
 * @return the addresses
 */
std::vector<Ipv4Address>
ReadAddresses(const uint8_t* bytes, uint32_t count)
{
    std::vector<Ipv4Address> addresses;
    for (uint32_t i = 0; i < count; ++i)
    {
        addresses.push_back(ReadAddress(bytes + 4 * i));
    }
    return addresses;
}

/**
 * @param type a record type
 * @return tcpdump's name for it
 */
const char*
RecordName(uint8_t type)
{
    static const char* const NAMES[] = {"is_in", "is_ex", "to_in", "to_ex", "allow", "block"};
    return type >= 1 && type <= 6 ? NAMES[type - 1] : "unknown";
}

/**
 * Reads the group records of a v3 report.
 *
 * @param bytes the message
 * @param size its bytes, at least 8
 * @param records where they go
 * @return false when they do not fit
 */
bool
ReadRecords(const uint8_t* bytes, uint32_t size, std::vector<IgmpHeader::Record>& records)
{
    const uint32_t count = wire::ReadU16(bytes + 6);
    uint32_t offset = BASE_SIZE;
    for (uint32_t i = 0; i < count; ++i)
    {
        if (size - offset < RECORD_SIZE)
        {
            return false;
        }
        const uint8_t* record = bytes + offset;
        const uint32_t sources = wire::ReadU16(record + 2);
        const uint32_t recordSize = RECORD_SIZE + 4 * sources + 4 * record[1];
        if (size - offset < recordSize)
        {
            return false;
        }
        records.push_back(
            {record[0], ReadAddress(record + 4), ReadAddresses(record + RECORD_SIZE, sources)});
        offset += recordSize;
    }
    return true;
}

} // namespace

NS_OBJECT_ENSURE_REGISTERED(IgmpHeader);

TypeId
IgmpHeader::GetTypeId()
{
    static TypeId tid = TypeId("ns3::IgmpHeader")
                            .SetParent<Header>()
                            .SetGroupName("Tunnel")
                            .AddConstructor<IgmpHeader>();
    return tid;
}

IgmpHeader
IgmpHeader::MakeV2Query(Ipv4Address group, uint8_t maxResponseCode)
{
    IgmpHeader header;
    header.m_code = maxResponseCode;
    header.m_group = group;
    return header;
}

IgmpHeader
IgmpHeader::MakeV3Query(Ipv4Address group,
                        uint8_t maxResponseCode,
                        uint8_t robustness,
                        uint8_t intervalCode)
{
    IgmpHeader header = MakeV2Query(group, maxResponseCode);
    header.m_v3Query = true;
    header.m_flags = robustness & 7;
    header.m_intervalCode = intervalCode;
    return header;
}

IgmpHeader
IgmpHeader::MakeV2(Type type, Ipv4Address group)
{
    IgmpHeader header;
    header.m_type = type;
    header.m_group = group;
    return header;
}

IgmpHeader
IgmpHeader::MakeV3Report(std::vector<Record> records)
{
    IgmpHeader header;
    header.m_type = V3_REPORT;
    header.m_records = std::move(records);
    return header;
}

bool
IgmpHeader::Read(const uint8_t* bytes, uint32_t size)
{
    if (size < BASE_SIZE || InternetChecksum::Compute(bytes, size) != 0)
    {
        return false;
    }
    IgmpHeader header;
    header.m_type = static_cast<Type>(bytes[0]);
    header.m_code = bytes[1];
    header.m_group = ReadAddress(bytes + 4);
    switch (bytes[0])
    {
    case V1_REPORT:
    case V2_REPORT:
    case V2_LEAVE:
        break;
    case QUERY:
        if (size == BASE_SIZE)
        {
            break;
        }
        // RFC 3376 section 7.1: other lengths are no query of any version.
        if (size < V3_QUERY_SIZE ||
            (size - V3_QUERY_SIZE) / 4 < static_cast<uint32_t>(wire::ReadU16(bytes + 10)))
        {
            return false;
        }
        header.m_v3Query = true;
        header.m_flags = bytes[8] & 0x0f;
        header.m_intervalCode = bytes[9];
        header.m_sources = ReadAddresses(bytes + V3_QUERY_SIZE, wire::ReadU16(bytes + 10));
        break;
    case V3_REPORT:
        header.m_code = 0;
        header.m_group = Ipv4Address(static_cast<uint32_t>(0));
        if (!ReadRecords(bytes, size, header.m_records))
        {
            return false;
        }
        break;
    default:
        return false;
    }
    *this = std::move(header);
    return true;
}

uint8_t
IgmpHeader::GetQueryVersion() const
{
    if (m_v3Query)
    {
        return 3;
    }
    return m_code ? 2 : 1;
}

uint32_t
IgmpHeader::GetMaxResponseTenths() const
{
    if (!m_v3Query)
    {
        // IGMPv1 has no such field; RFC 2236 section 4 sets 10 s.
        return m_code ? m_code : 100;
    }
    if (m_code < 128)
    {
        return m_code;
    }
    return ((m_code & 0x0fu) | 0x10u) << (((m_code >> 4) & 7) + 3);
}

Ptr<Packet>
IgmpHeader::MakeIpv4Packet(Ipv4Address source,
                           Ipv4Address destination,
                           uint16_t identification) const
{
    const uint32_t size = IPV4_HEADER_SIZE + GetSerializedSize();
    std::vector<uint8_t> bytes(size);
    uint8_t* ip = bytes.data();
    ip[0] = 0x46;
    ip[1] = TOS_NETWORK_CONTROL;
    wire::WriteU16(ip + 2, static_cast<uint16_t>(size));
    wire::WriteU16(ip + 4, identification);
    wire::WriteU16(ip + 6, 0x4000);
    ip[8] = 1;
    ip[9] = IP_PROTOCOL;
    WriteAddress(ip + 12, source);
    WriteAddress(ip + 16, destination);
    wire::WriteU32(ip + 20, 0x94040000);
    wire::WriteU16(ip + 10, InternetChecksum::Compute(ip, IPV4_HEADER_SIZE));
    Write(ip + IPV4_HEADER_SIZE);
    return Create<Packet>(bytes.data(), size);
}

void
IgmpHeader::Write(uint8_t* bytes) const
{
    bytes[0] = m_type;
    bytes[1] = m_code;
    wire::WriteU16(bytes + 2, 0);
    WriteAddress(bytes + 4, m_group);
    uint8_t* next = bytes + BASE_SIZE;
    if (m_v3Query)
    {
        next[0] = m_flags;
        next[1] = m_intervalCode;
        wire::WriteU16(next + 2, static_cast<uint16_t>(m_sources.size()));
        next += 4;
        for (const auto& source : m_sources)
        {
            WriteAddress(next, source);
            next += 4;
        }
    }
    if (m_type == V3_REPORT)
    {
        wire::WriteU32(bytes + 4, static_cast<uint32_t>(m_records.size()));
        for (const auto& record : m_records)
        {
            next[0] = record.type;
            next[1] = 0;
            wire::WriteU16(next + 2, static_cast<uint16_t>(record.sources.size()));
            WriteAddress(next + 4, record.group);
            next += RECORD_SIZE;
            for (const auto& source : record.sources)
            {
                WriteAddress(next, source);
                next += 4;
            }
        }
    }
    wire::WriteU16(bytes + 2, InternetChecksum::Compute(bytes, GetSerializedSize()));
}

TypeId
IgmpHeader::GetInstanceTypeId() const
{
    return GetTypeId();
}

void
IgmpHeader::Print(std::ostream& os) const
{
    os << "igmp ";
    switch (m_type)
    {
    case QUERY:
        os << "query v" << +GetQueryVersion() << " [max resp time " << GetMaxResponseTenths() / 10.0
           << "s] [gaddr " << m_group << "]";
        break;
    case V1_REPORT:
        os << "v1 report " << m_group;
        break;
    case V2_REPORT:
        os << "v2 report " << m_group;
        break;
    case V2_LEAVE:
        os << "leave " << m_group;
        break;
    case V3_REPORT:
        os << "v3 report, " << m_records.size() << " group record(s)";
        for (const auto& record : m_records)
        {
            os << " [gaddr " << record.group << " " << RecordName(record.type) << " {";
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
IgmpHeader::GetSerializedSize() const
{
    uint32_t size = BASE_SIZE;
    if (m_v3Query)
    {
        size = V3_QUERY_SIZE + 4 * static_cast<uint32_t>(m_sources.size());
    }
    for (const auto& record : m_records)
    {
        size += RECORD_SIZE + 4 * static_cast<uint32_t>(record.sources.size());
    }
    return size;
}

void
IgmpHeader::Serialize(Buffer::Iterator start) const
{
    std::vector<uint8_t> bytes(GetSerializedSize());
    Write(bytes.data());
    start.Write(bytes.data(), static_cast<uint32_t>(bytes.size()));
}

uint32_t
IgmpHeader::Deserialize(Buffer::Iterator start)
{
    std::vector<uint8_t> bytes(start.GetRemainingSize());
    const auto size = static_cast<uint32_t>(bytes.size());
    start.Read(bytes.data(), size);
    return Read(bytes.data(), size) ? size : 0;
}

} // namespace ns3
