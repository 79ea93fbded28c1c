/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/vxlan-header.h"

#include "ns3/wire-bytes.h"

namespace ns3
{

NS_OBJECT_ENSURE_REGISTERED(VxlanHeader);

TypeId
VxlanHeader::GetTypeId()
{
    static TypeId tid = TypeId("ns3::VxlanHeader")
                            .SetParent<Header>()
                            .SetGroupName("Tunnel")
                            .AddConstructor<VxlanHeader>();
    return tid;
}

VxlanHeader::VxlanHeader(uint32_t vni)
{
    SetVni(vni);
}

void
VxlanHeader::SetVni(uint32_t vni)
{
    m_flagsWord |= FLAG_VNI;
    m_vniWord = (vni << 8) | (m_vniWord & 0xff);
}

void
VxlanHeader::SetWords(uint32_t flags, uint32_t vni)
{
    m_flagsWord = flags;
    m_vniWord = vni;
}

void
VxlanHeader::Write(uint8_t* bytes) const
{
    wire::WriteU32(bytes, m_flagsWord);
    wire::WriteU32(bytes + 4, m_vniWord);
}

VxlanHeader
VxlanHeader::Read(const uint8_t* bytes)
{
    VxlanHeader header;
    header.SetWords(wire::ReadU32(bytes), wire::ReadU32(bytes + 4));
    return header;
}

TypeId
VxlanHeader::GetInstanceTypeId() const
{
    return GetTypeId();
}

void
VxlanHeader::Print(std::ostream& os) const
{
    const auto format = os.flags();
    os << "VXLAN, flags [" << (HasVni() ? "I" : ".") << "] (0x" << std::hex << +GetFlags();
    os.flags(format);
    os << "), vni " << GetVni();
    const uint64_t reserved = GetReservedBits();
    if (reserved)
    {
        os << ", reserved 0x" << std::hex << reserved;
        os.flags(format);
    }
}

uint32_t
VxlanHeader::GetSerializedSize() const
{
    return SIZE;
}

void
VxlanHeader::Serialize(Buffer::Iterator start) const
{
    uint8_t bytes[SIZE];
    Write(bytes);
    start.Write(bytes, SIZE);
}

uint32_t
VxlanHeader::Deserialize(Buffer::Iterator start)
{
    if (start.GetRemainingSize() < SIZE)
    {
        return 0;
    }
    uint8_t bytes[SIZE];
    start.Read(bytes, SIZE);
    *this = Read(bytes);
    return SIZE;
}

} // namespace ns3
