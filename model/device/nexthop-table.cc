/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/nexthop-table.h"

#include <algorithm>

namespace ns3
{

NS_OBJECT_ENSURE_REGISTERED(NexthopTable);

TypeId
NexthopTable::GetTypeId()
{
    static TypeId tid = TypeId("ns3::NexthopTable")
                            .SetParent<Object>()
                            .SetGroupName("Tunnel")
                            .AddConstructor<NexthopTable>()
                            .AddTraceSource("Removed",
                                            "A group of FDB nexthops is removed.",
                                            MakeTraceSourceAccessor(&NexthopTable::m_removed),
                                            "ns3::TracedValueCallback::Uint32");
    return tid;
}

Ptr<NexthopTable>
NexthopTable::GetOrCreate(Ptr<Node> node)
{
    Ptr<NexthopTable> table = node->GetObject<NexthopTable>();
    if (!table)
    {
        table = CreateObject<NexthopTable>();
        node->AggregateObject(table);
    }
    return table;
}

NexthopTable::Result
NexthopTable::Set(uint32_t id, const IpAddress& gateway, bool replace)
{
    const auto it = m_nexthops.find(id);
    if (it != m_nexthops.end() && !replace)
    {
        return EXISTS;
    }
    if (it != m_nexthops.end() && it->second.IsGroup())
    {
        return OTHER_KIND;
    }
    m_nexthops[id].gateway = gateway;
    return OK;
}

NexthopTable::Result
NexthopTable::SetGroup(uint32_t id, const std::vector<NexthopMember>& members, bool replace)
{
    const auto it = m_nexthops.find(id);
    if (it != m_nexthops.end() && !replace)
    {
        return EXISTS;
    }
    if (it != m_nexthops.end() && !it->second.IsGroup())
    {
        return OTHER_KIND;
    }
    IpAddress::Family family = IpAddress::NONE;
    for (const NexthopMember& member : members)
    {
        const Nexthop* nexthop = Find(member.id);
        if (!nexthop || nexthop->IsGroup())
        {
            return BAD_MEMBER;
        }
        if (family != IpAddress::NONE && nexthop->gateway.GetFamily() != family)
        {
            return OTHER_FAMILY;
        }
        family = nexthop->gateway.GetFamily();
    }
    if (members.empty())
    {
        return BAD_MEMBER;
    }
    Nexthop& group = m_nexthops[id];
    group.members = members;
    Rebalance(group);
    return OK;
}

NexthopTable::Result
NexthopTable::Remove(uint32_t id)
{
    const auto it = m_nexthops.find(id);
    if (it == m_nexthops.end())
    {
        return NOT_FOUND;
    }
    if (it->second.IsGroup())
    {
        m_removed(id);
        m_nexthops.erase(id);
        return OK;
    }
    m_nexthops.erase(it);
    std::vector<uint32_t> empty;
    for (auto& [number, group] : m_nexthops)
    {
        auto& members = group.members;
        const std::size_t before = members.size();
        members.erase(std::remove_if(members.begin(),
                                     members.end(),
                                     [id](const NexthopMember& m) { return m.id == id; }),
                      members.end());
        if (members.size() == before)
        {
            continue;
        }
        if (members.empty())
        {
            empty.push_back(number);
        }
        Rebalance(group);
    }
    for (const uint32_t number : empty)
    {
        m_removed(number);
        m_nexthops.erase(number);
    }
    return OK;
}

const Nexthop*
NexthopTable::Find(uint32_t id) const
{
    const auto it = m_nexthops.find(id);
    return it == m_nexthops.end() ? nullptr : &it->second;
}

IpAddress::Family
NexthopTable::GetFamily(uint32_t id) const
{
    const Nexthop* group = Find(id);
    const Nexthop* first = group && group->IsGroup() ? Find(group->members[0].id) : nullptr;
    return first ? first->gateway.GetFamily() : IpAddress::NONE;
}

IpAddress
NexthopTable::Select(uint32_t id, uint32_t hash) const
{
    const Nexthop* group = Find(id);
    if (!group || !group->IsGroup())
    {
        return IpAddress();
    }
    std::size_t i = 0;
    while (i + 1 < group->members.size() && hash > group->bounds[i])
    {
        ++i;
    }
    const Nexthop* nexthop = Find(group->members[i].id);
    return nexthop ? nexthop->gateway : IpAddress();
}

TracedCallback<uint32_t>&
NexthopTable::GetRemovedTrace()
{
    return m_removed;
}

void
NexthopTable::Rebalance(Nexthop& group)
{
    uint64_t total = 0;
    for (const NexthopMember& member : group.members)
    {
        total += member.weight;
    }
    uint64_t sum = 0;
    group.bounds.clear();
    for (const NexthopMember& member : group.members)
    {
        sum += member.weight;
        // DIV_ROUND_CLOSEST_ULL(sum << 31, total) - 1
        group.bounds.push_back(static_cast<uint32_t>(((sum << 31) + total / 2) / total - 1));
    }
}

} // namespace ns3
