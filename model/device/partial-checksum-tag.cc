/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/partial-checksum-tag.h"

#include "ns3/internet-checksum.h"
#include "ns3/raw-bytes-header.h"
#include "ns3/wire-bytes.h"

#include <algorithm>
#include <vector>

namespace ns3
{

NS_OBJECT_ENSURE_REGISTERED(PartialChecksumTag);

TypeId
PartialChecksumTag::GetTypeId()
{
    static TypeId tid = TypeId("ns3::PartialChecksumTag")
                            .SetParent<Tag>()
                            .SetGroupName("Tunnel")
                            .AddConstructor<PartialChecksumTag>();
    return tid;
}

PartialChecksumTag::PartialChecksumTag(uint16_t start, uint16_t offset)
    : m_start(start),
      m_offset(offset)
{
}

uint16_t
PartialChecksumTag::GetStart() const
{
    return m_start;
}

uint16_t
PartialChecksumTag::GetOffset() const
{
    return m_offset;
}

void
PartialChecksumTag::Complete(Ptr<Packet> packet)
{
    PartialChecksumTag tag;
    if (!packet->RemovePacketTag(tag))
    {
        return;
    }
    std::vector<uint8_t> bytes(packet->GetSize());
    packet->CopyData(bytes.data(), static_cast<uint32_t>(bytes.size()));
    const std::size_t field = std::size_t(tag.m_start) + tag.m_offset;
    if (field + 2 > bytes.size())
    {
        return;
    }
    InternetChecksum checksum;
    checksum.Add(&bytes[tag.m_start], static_cast<uint32_t>(bytes.size() - tag.m_start));
    wire::WriteU16(&bytes[field], checksum.GetForUdp());
    // What comes before the field's end is replaced, from the back; tags stay.
    std::size_t end = field + 2;
    packet->RemoveAtStart(static_cast<uint32_t>(end));
    while (end != 0)
    {
        const std::size_t size = std::min<std::size_t>(end, RawBytesHeader::MAX_SIZE);
        end -= size;
        packet->AddHeader(RawBytesHeader(&bytes[end], static_cast<uint32_t>(size)));
    }
}

TypeId
PartialChecksumTag::GetInstanceTypeId() const
{
    return GetTypeId();
}

uint32_t
PartialChecksumTag::GetSerializedSize() const
{
    return 4;
}

void
PartialChecksumTag::Serialize(TagBuffer i) const
{
    i.WriteU16(m_start);
    i.WriteU16(m_offset);
}

void
PartialChecksumTag::Deserialize(TagBuffer i)
{
    m_start = i.ReadU16();
    m_offset = i.ReadU16();
}

void
PartialChecksumTag::Print(std::ostream& os) const
{
    os << "start=" << m_start << " offset=" << m_offset;
}

} // namespace ns3
