/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/fdb-entry.h"

namespace ns3
{

uint64_t
FdbMacToNumber(const Mac48Address& mac)
{
    uint8_t bytes[6];
    mac.CopyTo(bytes);
    uint64_t number = 0;
    for (uint8_t byte : bytes)
    {
        number = number << 8 | byte;
    }
    return number;
}

Mac48Address
FdbMacFromNumber(uint64_t number)
{
    uint8_t bytes[6];
    for (int i = 5; i >= 0; i--)
    {
        bytes[i] = static_cast<uint8_t>(number);
        number >>= 8;
    }
    Mac48Address mac;
    mac.CopyFrom(bytes);
    return mac;
}

Mac48Address
FdbEntry::GetMac() const
{
    return FdbMacFromNumber(m_mac);
}

uint32_t
FdbEntry::GetVni() const
{
    return m_vni;
}

uint8_t
FdbEntry::GetState() const
{
    return static_cast<uint8_t>(m_state);
}

uint8_t
FdbEntry::GetFlags() const
{
    return static_cast<uint8_t>(m_flags);
}

Time
FdbEntry::GetUsed() const
{
    return Time(m_used);
}

Time
FdbEntry::GetUpdated() const
{
    return Time(m_updated);
}

bool
FdbEntry::IsAddedByUser() const
{
    return m_addedByUser;
}

bool
FdbEntry::IsAgeable() const
{
    return !(m_state & FDB_FIXED_STATES) && !(m_flags & FDB_EXT_LEARNED);
}

bool
FdbEntry::IsFlood() const
{
    return FdbIsFloodMac(m_mac);
}

} // namespace ns3
