/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/packet-mark-tag.h"

namespace ns3
{

NS_OBJECT_ENSURE_REGISTERED(PacketMarkTag);

TypeId
PacketMarkTag::GetTypeId()
{
    static TypeId tid = TypeId("ns3::PacketMarkTag")
                            .SetParent<Tag>()
                            .SetGroupName("Tunnel")
                            .AddConstructor<PacketMarkTag>();
    return tid;
}

PacketMarkTag::PacketMarkTag(uint32_t mark)
    : m_mark(mark)
{
}

uint32_t
PacketMarkTag::GetMark() const
{
    return m_mark;
}

uint32_t
PacketMarkTag::Get(Ptr<const Packet> packet)
{
    PacketMarkTag tag;
    return packet->PeekPacketTag(tag) ? tag.m_mark : 0;
}

void
PacketMarkTag::Set(Ptr<Packet> packet, uint32_t mark)
{
    PacketMarkTag old;
    packet->RemovePacketTag(old);
    if (mark != 0)
    {
        packet->AddPacketTag(PacketMarkTag(mark));
    }
}

TypeId
PacketMarkTag::GetInstanceTypeId() const
{
    return GetTypeId();
}

uint32_t
PacketMarkTag::GetSerializedSize() const
{
    return 4;
}

void
PacketMarkTag::Serialize(TagBuffer i) const
{
    i.WriteU32(m_mark);
}

void
PacketMarkTag::Deserialize(TagBuffer i)
{
    m_mark = i.ReadU32();
}

void
PacketMarkTag::Print(std::ostream& os) const
{
    os << "mark=" << m_mark;
}

} // namespace ns3
