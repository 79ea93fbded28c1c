/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/bridge-fdb.h"

#include <algorithm>

namespace ns3
{

BridgeFdb::Key
BridgeFdb::ToKey(const Mac48Address& mac)
{
    uint8_t bytes[6];
    mac.CopyTo(bytes);
    Key key = 0;
    for (uint8_t byte : bytes)
    {
        key = (key << 8) | byte;
    }
    return key;
}

Mac48Address
BridgeFdb::ToMac(Key key)
{
    uint8_t bytes[6];
    for (int i = 5; i >= 0; i--)
    {
        bytes[i] = static_cast<uint8_t>(key);
        key >>= 8;
    }
    Mac48Address mac;
    mac.CopyFrom(bytes);
    return mac;
}

void
BridgeFdb::SetAgeing(Time ageing)
{
    m_ageing = ageing;
}

Time
BridgeFdb::GetAgeing() const
{
    return m_ageing;
}

bool
BridgeFdb::Learn(Mac48Address mac, uint32_t port, Time now)
{
    Expire(now);
    const Key key = ToKey(mac);
    auto it = m_entries.find(key);
    if (it != m_entries.end() && it->second.state == PERMANENT)
    {
        return false;
    }
    if (m_ageing.IsZero())
    {
        return true;
    }
    if (it == m_entries.end())
    {
        it = m_entries.emplace(key, Node()).first;
        it->second.key = key;
        it->second.port = port;
        it->second.used = now;
        Link(it->second);
    }
    Node& node = it->second;
    if (node.port != port && !node.sticky)
    {
        node.port = port;
    }
    node.updated = now;
    if (node.state == DYNAMIC && m_youngest != &node)
    {
        Unlink(node);
        Link(node);
    }
    return true;
}

const BridgeFdb::Entry*
BridgeFdb::Lookup(Mac48Address mac, Time now)
{
    Expire(now);
    auto it = m_entries.find(ToKey(mac));
    if (it == m_entries.end())
    {
        return nullptr;
    }
    it->second.used = now;
    return &it->second;
}

BridgeFdb::Result
BridgeFdb::Add(Mac48Address mac, uint32_t port, State state, bool sticky, bool exclusive, Time now)
{
    Expire(now);
    const Key key = ToKey(mac);
    const bool group = (key >> 40) & 1;
    if (key == 0 || group || (sticky && state == PERMANENT) ||
        (port == NO_PORT && state != PERMANENT))
    {
        return INVALID;
    }
    auto it = m_entries.find(key);
    if (it != m_entries.end() && exclusive)
    {
        return EXISTS;
    }
    if (it == m_entries.end())
    {
        it = m_entries.emplace(key, Node()).first;
        it->second.key = key;
        it->second.used = now;
        Link(it->second);
    }
    Node& node = it->second;
    node.port = port;
    node.sticky = sticky;
    node.byUser = true;
    node.updated = now;
    SetState(node, state);
    if (state == DYNAMIC)
    {
        Unlink(node);
        Link(node);
    }
    return OK;
}

BridgeFdb::Result
BridgeFdb::Delete(Mac48Address mac, uint32_t port, Time now)
{
    Expire(now);
    auto it = m_entries.find(ToKey(mac));
    if (it == m_entries.end() || it->second.port != port)
    {
        return NOT_FOUND;
    }
    Erase(it->second);
    return OK;
}

void
BridgeFdb::AddLocal(Mac48Address mac, uint32_t port, Time now)
{
    const Key key = ToKey(mac);
    if (key == 0)
    {
        return;
    }
    Node& node = m_entries[key];
    if (node.state == PERMANENT)
    {
        return;
    }
    if (node.key != key)
    {
        node.key = key;
        node.used = now;
        Link(node);
    }
    node.port = port;
    node.sticky = false;
    node.byUser = false;
    node.updated = now;
    SetState(node, PERMANENT);
}

void
BridgeFdb::FlushPort(uint32_t port, bool all)
{
    for (auto it = m_entries.begin(); it != m_entries.end();)
    {
        Node& node = it->second;
        ++it;
        if (node.port == port && (all || node.state == DYNAMIC))
        {
            Erase(node);
        }
    }
}

void
BridgeFdb::FlushDynamic()
{
    while (m_oldest)
    {
        Erase(*m_oldest);
    }
}

uint32_t
BridgeFdb::Expire(Time now)
{
    uint32_t expired = 0;
    while (m_oldest && m_oldest->updated + m_ageing <= now)
    {
        Erase(*m_oldest);
        expired++;
    }
    return expired;
}

std::vector<BridgeFdb::Row>
BridgeFdb::GetRows(Time now)
{
    Expire(now);
    std::vector<const Node*> nodes;
    nodes.reserve(m_entries.size());
    for (const auto& entry : m_entries)
    {
        nodes.push_back(&entry.second);
    }
    std::sort(nodes.begin(), nodes.end(), [](const Node* a, const Node* b) {
        return a->key < b->key;
    });
    std::vector<Row> rows;
    rows.reserve(nodes.size());
    for (const Node* node : nodes)
    {
        rows.push_back({ToMac(node->key), *node});
    }
    return rows;
}

std::size_t
BridgeFdb::GetSize() const
{
    return m_entries.size();
}

void
BridgeFdb::Link(Node& node)
{
    node.older = m_youngest;
    node.younger = nullptr;
    (m_youngest ? m_youngest->younger : m_oldest) = &node;
    m_youngest = &node;
}

void
BridgeFdb::Unlink(Node& node)
{
    (node.older ? node.older->younger : m_oldest) = node.younger;
    (node.younger ? node.younger->older : m_youngest) = node.older;
    node.older = nullptr;
    node.younger = nullptr;
}

void
BridgeFdb::SetState(Node& node, State state)
{
    if (node.state == DYNAMIC && state != DYNAMIC)
    {
        Unlink(node);
    }
    else if (node.state != DYNAMIC && state == DYNAMIC)
    {
        Link(node);
    }
    node.state = state;
}

void
BridgeFdb::Erase(Node& node)
{
    if (node.state == DYNAMIC)
    {
        Unlink(node);
    }
    const Key key = node.key;
    m_entries.erase(key);
}

} // namespace ns3
