/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/remote-table.h"

#include "ns3/assert.h"

namespace ns3
{

std::size_t
RemoteTable::ChainOf(const Remote& remote) const
{
    return remote.GetHash() & (m_heads.size() - 1);
}

void
RemoteTable::Chain(RemoteId id)
{
    RemoteId& head = m_heads[ChainOf(m_slots[id].remote)];
    m_slots[id].next = head;
    head = id;
}

RemoteId
RemoteTable::Find(const Remote& remote) const
{
    if (m_heads.empty())
    {
        return NONE;
    }
    RemoteId id = m_heads[ChainOf(remote)];
    while (id != NONE && m_slots[id].remote != remote)
    {
        id = m_slots[id].next;
    }
    return id;
}

RemoteId
RemoteTable::Acquire(const Remote& remote)
{
    const RemoteId known = Find(remote);
    if (known != NONE)
    {
        m_slots[known].references++;
        return known;
    }
    if (m_size == m_heads.size())
    {
        Grow();
    }
    RemoteId id = m_free;
    if (id == NONE)
    {
        id = static_cast<RemoteId>(m_slots.size());
        m_slots.emplace_back();
    }
    else
    {
        m_free = m_slots[id].next;
    }
    Slot& slot = m_slots[id];
    slot.remote = remote;
    slot.references = 1;
    // Zero is what a user's empty cache says.
    slot.generation += slot.generation == UINT32_MAX ? 2 : 1;
    Chain(id);
    m_size++;
    return id;
}

void
RemoteTable::AddReference(RemoteId id)
{
    NS_ASSERT(m_slots[id].references > 0);
    m_slots[id].references++;
}

void
RemoteTable::Release(RemoteId id)
{
    Slot& slot = m_slots[id];
    NS_ASSERT(slot.references > 0);
    if (--slot.references > 0)
    {
        return;
    }
    RemoteId* link = &m_heads[ChainOf(slot.remote)];
    while (*link != id)
    {
        link = &m_slots[*link].next;
    }
    *link = slot.next;
    slot.next = m_free;
    m_free = id;
    m_size--;
}

void
RemoteTable::Grow()
{
    const std::size_t size = m_heads.empty() ? 2 : m_heads.size() * 2;
    m_heads.assign(size, NONE);
    for (RemoteId id = 0; id < m_slots.size(); id++)
    {
        // None is free: the table grows when all slots are taken.
        Chain(id);
    }
}

std::size_t
RemoteTable::GetSize() const
{
    return m_size;
}

std::size_t
RemoteTable::GetCapacity() const
{
    return m_slots.size();
}

std::size_t
RemoteTable::GetHeapBytes() const
{
    return m_slots.capacity() * sizeof(Slot) + m_heads.capacity() * sizeof(RemoteId);
}

} // namespace ns3
