/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/raw-bytes-header.h"

#include "ns3/abort.h"

#include <cstring>

namespace ns3
{

NS_OBJECT_ENSURE_REGISTERED(RawBytesHeader);

TypeId
RawBytesHeader::GetTypeId()
{
    static TypeId tid = TypeId("ns3::RawBytesHeader")
                            .SetParent<Header>()
                            .SetGroupName("Tunnel")
                            .AddConstructor<RawBytesHeader>();
    return tid;
}

RawBytesHeader::RawBytesHeader(const uint8_t* bytes, uint32_t size)
    : m_size(size)
{
    NS_ABORT_MSG_IF(size > MAX_SIZE, "RawBytesHeader holds " << MAX_SIZE << " bytes, not " << size);
    std::memcpy(m_bytes, bytes, size);
}

TypeId
RawBytesHeader::GetInstanceTypeId() const
{
    return GetTypeId();
}

void
RawBytesHeader::Print(std::ostream& os) const
{
    os << m_size << " bytes";
}

uint32_t
RawBytesHeader::GetSerializedSize() const
{
    return m_size;
}

void
RawBytesHeader::Serialize(Buffer::Iterator start) const
{
    start.Write(m_bytes, m_size);
}

uint32_t
RawBytesHeader::Deserialize(Buffer::Iterator start)
{
    if (start.GetRemainingSize() < m_size)
    {
        return 0;
    }
    start.Read(m_bytes, m_size);
    return m_size;
}

} // namespace ns3
