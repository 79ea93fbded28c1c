/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/fdb-pool.h"

#include "ns3/assert.h"

namespace ns3
{

uint32_t
FdbPool::Allocate()
{
    uint32_t entry = m_free;
    if (entry != NONE)
    {
        m_free = LinksOf(entry).younger;
    }
    else
    {
        entry = m_end++;
        if (entry / BLOCK == m_blocks.size())
        {
            m_blocks.push_back(std::make_unique<Block>());
        }
    }
    (*this)[entry].m_inUse = 1;
    LinksOf(entry) = {entry, entry};
    return entry;
}

void
FdbPool::Free(uint32_t entry)
{
    NS_ASSERT(LinksOf(entry).older == entry);
    (*this)[entry].m_inUse = 0;
    LinksOf(entry) = {entry, m_free};
    m_free = entry;
}

void
FdbPool::Clear()
{
    *this = FdbPool();
}

void
FdbPool::Link(uint32_t entry)
{
    NS_ASSERT(LinksOf(entry).older == entry);
    const int64_t updated = (*this)[entry].m_updated;
    uint32_t older = m_youngest;
    uint32_t younger = NONE;
    // Times rise, so this seldom takes a step.
    while (older != NONE && (*this)[older].m_updated > updated)
    {
        younger = older;
        older = LinksOf(older).older;
    }
    LinksOf(entry) = {older, younger};
    (older == NONE ? m_oldest : LinksOf(older).younger) = entry;
    (younger == NONE ? m_youngest : LinksOf(younger).older) = entry;
}

void
FdbPool::Unlink(uint32_t entry)
{
    const Links links = LinksOf(entry);
    // One that is not in the list is its own neighbour.
    if (links.older == entry)
    {
        return;
    }
    (links.older == NONE ? m_oldest : LinksOf(links.older).younger) = links.younger;
    (links.younger == NONE ? m_youngest : LinksOf(links.younger).older) = links.older;
    LinksOf(entry) = {entry, entry};
}

std::size_t
FdbPool::GetHeapBytes() const
{
    return m_blocks.size() * sizeof(Block) + m_blocks.capacity() * sizeof(m_blocks[0]);
}

} // namespace ns3
