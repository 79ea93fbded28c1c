/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/gre-tunnel-table.h"

#include "ns3/gre-demux.h"

#include <algorithm>

namespace ns3
{

std::size_t
GreTunnelTable::SlotHash::operator()(const Slot& slot) const
{
    uint64_t hash = (static_cast<uint64_t>(slot.first) << 32) | slot.second;
    hash ^= (static_cast<uint64_t>(slot.key) << 4) + (slot.hasKey ? 8 : 0) + slot.level;
    hash *= 0x9e3779b97f4a7c15ULL;
    return static_cast<std::size_t>(hash ^ (hash >> 32));
}

GreTunnelTable::Slot
GreTunnelTable::SlotOf(const GreTunnelKey& key)
{
    const bool group = key.remote.IsMulticast();
    const uint32_t local = key.local.Get();
    const uint32_t remote = key.remote.Get();
    if (group)
    {
        return {GROUP, remote, 0, key.hasKey, key.key};
    }
    if (remote != 0)
    {
        return {local ? BOTH : REMOTE, local, remote, key.hasKey, key.key};
    }
    if (local != 0)
    {
        return {LOCAL, local, 0, key.hasKey, key.key};
    }
    // Here Linux compares the key only, not whether there is one.
    return {NEITHER, 0, 0, false, key.key};
}

bool
GreTunnelTable::Add(const GreTunnelKey& key, GreReceiver* receiver)
{
    if (Find(key))
    {
        return false;
    }
    std::vector<Tunnel>& tunnels = m_slots[SlotOf(key)];
    tunnels.insert(tunnels.begin(), Tunnel{key, receiver});
    return true;
}

void
GreTunnelTable::Remove(const GreTunnelKey& key)
{
    const auto slot = m_slots.find(SlotOf(key));
    if (slot == m_slots.end())
    {
        return;
    }
    std::vector<Tunnel>& tunnels = slot->second;
    tunnels.erase(std::remove_if(tunnels.begin(),
                                 tunnels.end(),
                                 [&key](const Tunnel& tunnel) { return tunnel.key == key; }),
                  tunnels.end());
    if (tunnels.empty())
    {
        m_slots.erase(slot);
    }
}

GreReceiver*
GreTunnelTable::Find(const GreTunnelKey& key) const
{
    const auto slot = m_slots.find(SlotOf(key));
    if (slot != m_slots.end())
    {
        for (const Tunnel& tunnel : slot->second)
        {
            if (tunnel.key == key)
            {
                return tunnel.receiver;
            }
        }
    }
    return nullptr;
}

GreReceiver*
GreTunnelTable::Search(const Slot& slot, uint32_t link, GreReceiver*& candidate) const
{
    const auto it = m_slots.find(slot);
    if (it == m_slots.end())
    {
        return nullptr;
    }
    GreReceiver* first = nullptr;
    for (const Tunnel& tunnel : it->second)
    {
        if (!tunnel.receiver->IsReady())
        {
            continue;
        }
        if (tunnel.key.link == link)
        {
            return tunnel.receiver;
        }
        // Linux takes the oldest one in its first loop, the newest one in the others.
        if (!first || slot.level == BOTH)
        {
            first = tunnel.receiver;
        }
    }
    candidate = candidate ? candidate : first;
    return nullptr;
}

GreReceiver*
GreTunnelTable::Lookup(const GreTunnelKey& packet) const
{
    const uint32_t local = packet.local.Get();
    const uint32_t remote = packet.remote.Get();
    const Slot slots[] = {
        {BOTH, local, remote, packet.hasKey, packet.key},
        {REMOTE, 0, remote, packet.hasKey, packet.key},
        {packet.local.IsMulticast() ? GROUP : LOCAL, local, 0, packet.hasKey, packet.key},
        {NEITHER, 0, 0, false, packet.key},
    };
    GreReceiver* candidate = nullptr;
    for (const Slot& slot : slots)
    {
        if (GreReceiver* found = Search(slot, packet.link, candidate))
        {
            return found;
        }
    }
    return candidate;
}

} // namespace ns3
