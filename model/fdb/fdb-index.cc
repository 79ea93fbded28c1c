/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/fdb-index.h"

#include <algorithm>
#include <utility>

namespace ns3
{

void
FdbIndex::Place(Slot slot)
{
    std::size_t at = Home(slot.hash);
    std::size_t distance = 0;
    while (m_slots[at].entry != NONE)
    {
        const std::size_t other = Distance(at);
        if (other < distance)
        {
            std::swap(slot, m_slots[at]);
            distance = other;
        }
        at = Next(at);
        distance++;
    }
    m_slots[at] = slot;
}

void
FdbIndex::Insert(uint32_t hash, uint32_t entry)
{
    if ((m_size + 1) * 8 > m_slots.size() * 7)
    {
        Grow();
    }
    Place({hash, entry});
    m_size++;
}

void
FdbIndex::Erase(uint32_t hash, uint32_t entry)
{
    std::size_t at = Home(hash);
    while (m_slots[at].entry != entry)
    {
        at = Next(at);
    }
    for (std::size_t from = Next(at); m_slots[from].entry != NONE && Distance(from) > 0;
         from = Next(from))
    {
        m_slots[at] = m_slots[from];
        at = from;
    }
    m_slots[at].entry = NONE;
    m_size--;
}

void
FdbIndex::Clear()
{
    *this = FdbIndex();
}

void
FdbIndex::Grow()
{
    const std::size_t size = std::max<std::size_t>(8, m_slots.size() + m_slots.size() / 2);
    std::vector<Slot> old(size, Slot{0, NONE});
    old.swap(m_slots);
    for (const Slot& slot : old)
    {
        if (slot.entry != NONE)
        {
            Place(slot);
        }
    }
}

std::size_t
FdbIndex::GetHeapBytes() const
{
    return m_slots.capacity() * sizeof(Slot);
}

std::size_t
FdbIndex::GetLongestProbe() const
{
    std::size_t longest = 0;
    for (std::size_t at = 0; at < m_slots.size(); at++)
    {
        if (m_slots[at].entry != NONE)
        {
            longest = std::max(longest, Distance(at));
        }
    }
    return longest;
}

} // namespace ns3
