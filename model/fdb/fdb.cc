/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/fdb.h"

#include "ns3/assert.h"

#include <algorithm>

namespace ns3
{

namespace
{

/** Linux's FDB_AGE_INTERVAL: a sweep at least so often. */
constexpr int64_t SWEEP_SECONDS = 10;
/** Linux's default age_interval, FDB_AGE_DEFAULT. */
constexpr int64_t DEFAULT_AGEING_SECONDS = 300;

/**
 * Mixes every bit of the key into every bit of the result, so that neighbouring addresses land far
 * apart (the finalizer of MurmurHash3, public domain).
 *
 * @param mac address as a number
 * @param vni VNI
 * @returns hash
 */
uint32_t
HashKey(uint64_t mac, uint32_t vni)
{
    uint64_t hash = mac + vni * uint64_t(0x9e3779b97f4a7c15);
    hash = (hash ^ hash >> 33) * 0xff51afd7ed558ccd;
    hash = (hash ^ hash >> 33) * 0xc4ceb9fe1a85ec53;
    return static_cast<uint32_t>(hash >> 32);
}

} // namespace

Fdb::Fdb()
    : m_ageing(Seconds(DEFAULT_AGEING_SECONDS))
{
}

Fdb::~Fdb() = default;

void
Fdb::SetFamily(IpAddress::Family family)
{
    m_family = family;
}

void
Fdb::SetDefaults(uint16_t port, uint32_t vni)
{
    NS_ASSERT_MSG(GetSize() == 0, "Entries would mean another port or VNI");
    m_port = port;
    m_vni = vni;
}

void
Fdb::SetMaxEntries(uint32_t count)
{
    m_maxEntries = count;
}

uint32_t
Fdb::GetMaxEntries() const
{
    return m_maxEntries;
}

void
Fdb::SetAgeing(const Time& age)
{
    m_ageing = age;
}

Time
Fdb::GetAgeing() const
{
    return m_ageing;
}

void
Fdb::SetNotifier(Notifier notifier)
{
    m_notifier = std::move(notifier);
}

uint32_t
Fdb::FindNumber(uint64_t mac, uint32_t vni) const
{
    return m_index.Find(HashKey(mac, vni), [this, mac, vni](uint32_t number) {
        const FdbEntry& entry = m_pool[number];
        return entry.m_mac == mac && entry.m_vni == vni;
    });
}

const FdbEntry*
Fdb::Lookup(Mac48Address mac, uint32_t vni, const Time& now)
{
    const uint32_t number = FindNumber(FdbMacToNumber(mac), vni);
    if (number == FdbIndex::NONE)
    {
        return nullptr;
    }
    FdbEntry& entry = m_pool[number];
    entry.m_used = now.GetTimeStep();
    return &entry;
}

const FdbEntry*
Fdb::Find(Mac48Address mac, uint32_t vni) const
{
    const uint32_t number = FindNumber(FdbMacToNumber(mac), vni);
    return number == FdbIndex::NONE ? nullptr : &m_pool[number];
}

RemoteIds
Fdb::GetRemotes(const FdbEntry& entry) const
{
    if (entry.m_remotes & LIST_BIT)
    {
        const std::vector<RemoteId>& list = m_lists[entry.m_remotes & ~LIST_BIT];
        return {list.data(), list.size()};
    }
    return {&entry.m_remotes, 1};
}

const Remote&
Fdb::GetRemote(RemoteId id) const
{
    return m_remotes.Get(id);
}

uint32_t
Fdb::GetRemoteGeneration(RemoteId id) const
{
    return m_remotes.GetGeneration(id);
}

std::size_t
Fdb::GetRemoteCapacity() const
{
    return m_remotes.GetCapacity();
}

FdbLearn
Fdb::Learn(Mac48Address mac,
           uint32_t vni,
           const IpAddress& source,
           uint32_t ifIndex,
           const Time& now,
           bool mayCreate)
{
    const uint64_t key = FdbMacToNumber(mac);
    if (FdbIsFloodMac(key))
    {
        return FdbLearn::DROP_INVALID_SOURCE;
    }
    const uint32_t number = FindNumber(key, vni);
    if (number == FdbIndex::NONE)
    {
        if (!mayCreate)
        {
            return FdbLearn::IGNORED;
        }
        // Port and VNI are the device's own: the sender's source port says nothing.
        Remote remote;
        remote.address = source;
        remote.ifIndex = ifIndex;
        const uint32_t created = Create(key, vni, remote, FDB_REACHABLE, FDB_SELF, now);
        if (created == FdbPool::NONE)
        {
            return FdbLearn::LIMIT;
        }
        Notify(FdbEvent::LEARNED, m_pool[created], m_pool[created].m_remotes, now);
        return FdbLearn::CREATED;
    }
    FdbEntry& entry = m_pool[number];
    Touch(number, now);
    const Remote& first = m_remotes.Get(GetRemotes(entry)[0]);
    if (first.address == source && first.ifIndex == ifIndex)
    {
        return FdbLearn::REFRESHED;
    }
    if ((entry.m_state & FDB_FIXED_STATES) || first.nexthop != 0)
    {
        return FdbLearn::DROP_ENTRY_EXISTS;
    }
    // Only the address moves; port, VNI and interface stay as they were given.
    Remote moved = first;
    const Remote previous = first;
    moved.address = source;
    SetFirstRemote(entry, m_remotes.Acquire(moved));
    Notify(FdbEvent::ROAMED, entry, entry.m_remotes, now, &previous);
    return FdbLearn::ROAMED;
}

Time
Fdb::Age(const Time& now)
{
    const int64_t age = m_ageing.GetTimeStep();
    const Time nextSweep = now + Seconds(SWEEP_SECONDS);
    for (;;)
    {
        const uint32_t oldest = m_pool.GetOldest();
        if (oldest == FdbPool::NONE)
        {
            return nextSweep;
        }
        const Time expiry = Time(m_pool[oldest].m_updated + age);
        if (expiry > now)
        {
            return std::min(expiry, nextSweep);
        }
        m_pool[oldest].m_state = FDB_STALE;
        Remove(oldest, FdbEvent::EXPIRED, now);
    }
}

void
Fdb::FlushDynamic(const Time& now)
{
    for (uint32_t number = 0; number < m_pool.GetEnd(); number++)
    {
        const FdbEntry& entry = m_pool[number];
        const bool isDefault = entry.m_mac == 0 && entry.m_vni == m_vni;
        if (entry.m_inUse && !(entry.m_state & FDB_FIXED_STATES) && !isDefault)
        {
            Remove(number, FdbEvent::REMOVED, now);
        }
    }
}

void
Fdb::Clear()
{
    m_pool.Clear();
    m_index.Clear();
    m_remotes = RemoteTable();
    m_lists.clear();
    m_freeLists.clear();
    m_default = Remote();
}

std::size_t
Fdb::GetSize() const
{
    return m_index.GetSize();
}

std::size_t
Fdb::GetRemoteCount() const
{
    return m_remotes.GetSize();
}

std::vector<FdbRow>
Fdb::GetRows() const
{
    std::vector<FdbRow> rows;
    rows.reserve(GetSize());
    for (uint32_t number = 0; number < m_pool.GetEnd(); number++)
    {
        const FdbEntry& entry = m_pool[number];
        if (!entry.m_inUse)
        {
            continue;
        }
        FdbRow row;
        row.mac = entry.GetMac();
        row.vni = entry.m_vni;
        row.state = entry.m_state;
        row.flags = entry.m_flags;
        row.used = entry.GetUsed();
        row.updated = entry.GetUpdated();
        for (RemoteId id : GetRemotes(entry))
        {
            row.remotes.push_back(m_remotes.Get(id));
        }
        rows.push_back(std::move(row));
    }
    std::sort(rows.begin(), rows.end(), [](const FdbRow& a, const FdbRow& b) {
        return a.mac != b.mac ? a.mac < b.mac : a.vni < b.vni;
    });
    return rows;
}

const FdbIndex&
Fdb::GetIndex() const
{
    return m_index;
}

std::size_t
Fdb::GetEntryBytes() const
{
    return m_pool.GetHeapBytes() + m_index.GetHeapBytes();
}

std::size_t
Fdb::GetRemoteBytes() const
{
    return m_remotes.GetHeapBytes();
}

uint32_t
Fdb::Create(uint64_t mac,
            uint32_t vni,
            const Remote& remote,
            uint8_t state,
            uint8_t flags,
            const Time& now)
{
    if (m_maxEntries != 0 && GetSize() >= m_maxEntries)
    {
        return FdbPool::NONE;
    }
    const uint32_t number = m_pool.Allocate();
    FdbEntry& entry = m_pool[number];
    entry.m_mac = mac;
    entry.m_state = state;
    entry.m_flags = flags;
    entry.m_vni = vni;
    entry.m_addedByUser = 0;
    entry.m_remotes = m_remotes.Acquire(remote);
    entry.m_updated = now.GetTimeStep();
    entry.m_used = now.GetTimeStep();
    m_index.Insert(HashKey(mac, vni), number);
    if (entry.IsAgeable())
    {
        m_pool.Link(number);
    }
    return number;
}

void
Fdb::Remove(uint32_t number, FdbEvent event, const Time& now)
{
    FdbEntry& entry = m_pool[number];
    Notify(event, entry, GetRemotes(entry)[0], now);
    for (RemoteId id : GetRemotes(entry))
    {
        m_remotes.Release(id);
    }
    if (entry.m_remotes & LIST_BIT)
    {
        const uint32_t list = entry.m_remotes & ~LIST_BIT;
        m_lists[list] = std::vector<RemoteId>();
        m_freeLists.push_back(list);
    }
    m_index.Erase(HashKey(entry.m_mac, entry.m_vni), number);
    m_pool.Unlink(number);
    m_pool.Free(number);
}

void
Fdb::Touch(uint32_t number, const Time& now)
{
    FdbEntry& entry = m_pool[number];
    if (entry.m_updated != now.GetTimeStep())
    {
        entry.m_updated = now.GetTimeStep();
        Relink(number);
    }
}

void
Fdb::Relink(uint32_t number)
{
    m_pool.Unlink(number);
    if (m_pool[number].IsAgeable())
    {
        m_pool.Link(number);
    }
}

void
Fdb::AppendRemote(FdbEntry& entry, RemoteId id)
{
    if (!(entry.m_remotes & LIST_BIT))
    {
        if (m_freeLists.empty())
        {
            m_freeLists.push_back(static_cast<uint32_t>(m_lists.size()));
            m_lists.emplace_back();
        }
        const uint32_t list = m_freeLists.back();
        m_freeLists.pop_back();
        m_lists[list] = {entry.m_remotes};
        entry.m_remotes = list | LIST_BIT;
    }
    m_lists[entry.m_remotes & ~LIST_BIT].push_back(id);
}

void
Fdb::RemoveRemote(FdbEntry& entry, RemoteId id)
{
    const uint32_t number = entry.m_remotes & ~LIST_BIT;
    std::vector<RemoteId>& list = m_lists[number];
    list.erase(std::find(list.begin(), list.end(), id));
    m_remotes.Release(id);
    if (list.size() == 1)
    {
        entry.m_remotes = list[0];
        list = std::vector<RemoteId>();
        m_freeLists.push_back(number);
    }
}

void
Fdb::SetFirstRemote(FdbEntry& entry, RemoteId id)
{
    NS_ASSERT_MSG(!(entry.m_remotes & LIST_BIT), "Stations have one remote");
    m_remotes.Release(entry.m_remotes);
    entry.m_remotes = id;
}

void
Fdb::Notify(FdbEvent event,
            const FdbEntry& entry,
            RemoteId id,
            const Time& now,
            const Remote* previous) const
{
    if (m_notifier)
    {
        m_notifier({event, entry, id, previous, now});
    }
}

} // namespace ns3
