/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/neighbor-table.h"

namespace ns3
{

void
NeighborTable::Set(const IpAddress& address, const Neighbor& neighbor)
{
    m_neighbors[address] = neighbor;
}

bool
NeighborTable::Remove(const IpAddress& address)
{
    return m_neighbors.erase(address) != 0;
}

const Neighbor*
NeighborTable::Find(const IpAddress& address) const
{
    const auto it = m_neighbors.find(address);
    return it == m_neighbors.end() ? nullptr : &it->second;
}

bool
NeighborTable::IsConnected(const Neighbor& neighbor, const Time& now)
{
    if (neighbor.state == NEIGH_REACHABLE)
    {
        return now - neighbor.confirmed < Seconds(REACHABLE_SECONDS);
    }
    return (neighbor.state & (NEIGH_PERMANENT | NEIGH_NOARP)) != 0;
}

const std::map<IpAddress, Neighbor>&
NeighborTable::GetAll() const
{
    return m_neighbors;
}

} // namespace ns3
