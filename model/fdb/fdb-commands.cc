/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/fdb.h"

#include <algorithm>

// What commands do: `bridge fdb`, and the device's `remote`.

namespace ns3
{

namespace
{

/** Bits that a flush may filter by, VXLAN_FDB_FLUSH_ALLOWED_NDM_STATES and _FLAGS. */
constexpr uint8_t FLUSH_STATES = FDB_PERMANENT | FDB_NOARP;
constexpr uint8_t FLUSH_FLAGS = FDB_EXT_LEARNED | FDB_OFFLOADED | FDB_ROUTER;
/** Bits that a flush overlooks, VXLAN_FDB_FLUSH_IGNORED_NDM_FLAGS. */
constexpr uint8_t FLUSH_IGNORED_FLAGS = FDB_SELF | FDB_MASTER;

} // namespace

Remote
Fdb::Normalize(Remote remote) const
{
    if (remote.port == m_port)
    {
        remote.port = 0;
    }
    if (!remote.hasVni || remote.vni == m_vni)
    {
        remote.hasVni = false;
        remote.vni = 0;
    }
    return remote;
}

FdbResult
Fdb::Check(const FdbRequest& request) const
{
    if (!(request.state & (FDB_PERMANENT | FDB_REACHABLE)) || !request.remote)
    {
        return FdbError::INVAL;
    }
    const Remote& remote = *request.remote;
    if (request.sourceVni.value_or(0) > FDB_VNI_MAX || (remote.hasVni && remote.vni > FDB_VNI_MAX))
    {
        return FdbError::INVAL;
    }
    if (remote.nexthop != 0)
    {
        // With a nexthop nothing else can be said.
        const bool alone =
            remote.address.IsNone() && !remote.hasVni && !remote.port && !remote.ifIndex;
        return alone ? FdbError::OK : FdbError::INVAL;
    }
    if (remote.address.GetFamily() != m_family)
    {
        return FdbError::AFNOSUPPORT;
    }
    return FdbError::OK;
}

FdbResult
Fdb::Add(const FdbRequest& request, const Time& now)
{
    return Update(request, {true, true, false, false}, now);
}

FdbResult
Fdb::Append(const FdbRequest& request, const Time& now)
{
    return Update(request, {true, false, true, false}, now);
}

FdbResult
Fdb::Replace(const FdbRequest& request, const Time& now)
{
    return Update(request, {true, false, false, true}, now);
}

FdbResult
Fdb::Change(const FdbRequest& request, const Time& now)
{
    return Update(request, {false, false, false, false}, now);
}

FdbResult
Fdb::Update(const FdbRequest& request, Mode mode, const Time& now)
{
    const FdbResult checked = Check(request);
    return checked.IsOk() ? UpdateUnchecked(request, mode, true, now) : checked;
}

FdbResult
Fdb::UpdateUnchecked(const FdbRequest& request, Mode mode, bool user, const Time& now)
{
    const uint64_t mac = FdbMacToNumber(request.mac);
    const uint32_t vni = request.sourceVni.value_or(m_vni);
    const uint32_t number = FindNumber(mac, vni);
    if (number != FdbIndex::NONE)
    {
        return mode.exclusive ? FdbError::EXIST : UpdateExisting(number, request, mode, user, now);
    }
    if (!mode.create)
    {
        return FdbError::NOENT;
    }
    if (mode.replace && FdbIsFloodMac(mac))
    {
        return FdbError::OPNOTSUPP;
    }
    const uint8_t flags = request.flags & ~FDB_USE;
    const uint32_t created =
        Create(mac, vni, Normalize(*request.remote), request.state, flags, now);
    if (created == FdbPool::NONE)
    {
        return FdbError::NOSPC;
    }
    m_pool[created].m_addedByUser = user;
    Notify(FdbEvent::ADDED, m_pool[created], m_pool[created].m_remotes, now);
    return FdbError::OK;
}

FdbResult
Fdb::UpdateExisting(uint32_t number,
                    const FdbRequest& request,
                    Mode mode,
                    bool user,
                    const Time& now)
{
    FdbEntry& entry = m_pool[number];
    const Remote remote = Normalize(*request.remote);
    bool changed = false;
    const bool grouped = m_remotes.Get(GetRemotes(entry)[0]).nexthop != 0;
    if (remote.nexthop != 0 && !grouped)
    {
        return {FdbError::OPNOTSUPP, "Cannot replace an existing non nexthop fdb with a nexthop"};
    }
    if (grouped && remote.nexthop == 0 && (mode.append || mode.replace))
    {
        return {FdbError::OPNOTSUPP, "Cannot append to a nexthop fdb"};
    }
    // A control plane must not take over what a user has made.
    if (!(request.flags & FDB_EXT_LEARNED) || !entry.m_addedByUser)
    {
        changed = SetStateAndFlags(number, request, user);
    }
    FdbEvent event = FdbEvent::CHANGED;
    RemoteId subject = GetRemotes(entry)[0];
    Remote previous = m_remotes.Get(subject);
    bool moved = false;
    if (mode.replace)
    {
        if (entry.IsFlood())
        {
            // As in Linux, after state and flags have been changed.
            return {FdbError::OPNOTSUPP, "Cannot replace non-unicast fdb entries"};
        }
        moved = remote != previous;
        if (moved)
        {
            SetFirstRemote(entry, m_remotes.Acquire(remote));
            subject = entry.m_remotes;
        }
    }
    else if (mode.append && entry.IsFlood() && !HasRemote(entry, m_remotes.Find(remote)))
    {
        subject = m_remotes.Acquire(remote);
        AppendRemote(entry, subject);
        event = FdbEvent::REMOTE_ADDED;
    }
    changed |= moved || event == FdbEvent::REMOTE_ADDED;
    if (changed || (request.flags & FDB_USE))
    {
        Touch(number, now);
    }
    if (changed)
    {
        Notify(event, entry, subject, now, moved ? &previous : nullptr);
    }
    return FdbError::OK;
}

bool
Fdb::SetStateAndFlags(uint32_t number, const FdbRequest& request, bool user)
{
    FdbEntry& entry = m_pool[number];
    const uint8_t flags = request.flags & ~FDB_USE;
    if (entry.m_state == request.state && entry.m_flags == flags && entry.m_addedByUser == user)
    {
        return false;
    }
    entry.m_state = request.state;
    entry.m_flags = flags;
    entry.m_addedByUser = user;
    Relink(number);
    return true;
}

FdbResult
Fdb::Delete(Mac48Address mac,
            std::optional<uint32_t> sourceVni,
            const std::optional<Remote>& remote,
            const Time& now)
{
    const uint32_t number = FindNumber(FdbMacToNumber(mac), sourceVni.value_or(m_vni));
    if (number == FdbIndex::NONE)
    {
        return FdbError::NOENT;
    }
    FdbEntry& entry = m_pool[number];
    if (!remote || remote->address.IsAny())
    {
        Remove(number, FdbEvent::REMOVED, now);
        return FdbError::OK;
    }
    const RemoteId id = m_remotes.Find(Normalize(*remote));
    if (!HasRemote(entry, id))
    {
        return FdbError::OK;
    }
    if (GetRemotes(entry).size() == 1)
    {
        Remove(number, FdbEvent::REMOVED, now);
        return FdbError::OK;
    }
    Notify(FdbEvent::REMOTE_REMOVED, entry, id, now);
    RemoveRemote(entry, id);
    return FdbError::OK;
}

bool
Fdb::HasRemote(const FdbEntry& entry, RemoteId id) const
{
    const RemoteIds ids = GetRemotes(entry);
    return std::find(ids.begin(), ids.end(), id) != ids.end();
}

FdbResult
Fdb::Flush(const FdbFlushFilter& filter, const Time& now)
{
    if ((filter.state | filter.stateMask) & ~FLUSH_STATES)
    {
        return {FdbError::INVAL, "Unsupported fdb flush ndm state bits set"};
    }
    if ((filter.flags | filter.flagsMask) & ~(FLUSH_FLAGS | FLUSH_IGNORED_FLAGS))
    {
        return {FdbError::INVAL, "Unsupported fdb flush ndm flag bits set"};
    }
    for (uint32_t number = 0; number < m_pool.GetEnd(); number++)
    {
        if (m_pool[number].m_inUse && FlushMatches(filter, m_pool[number]))
        {
            FlushEntry(filter, number, now);
        }
    }
    return FdbError::OK;
}

void
Fdb::RemoveNexthop(uint32_t id, const Time& now)
{
    for (uint32_t number = 0; number < m_pool.GetEnd(); number++)
    {
        if (m_pool[number].m_inUse && m_remotes.Get(GetRemotes(m_pool[number])[0]).nexthop == id)
        {
            Remove(number, FdbEvent::REMOVED, now);
        }
    }
}

bool
Fdb::FlushMatches(const FdbFlushFilter& filter, const FdbEntry& entry) const
{
    const uint8_t flags = filter.flags & ~FLUSH_IGNORED_FLAGS;
    const uint8_t flagsMask = filter.flagsMask & ~FLUSH_IGNORED_FLAGS;
    return (!filter.stateMask || (entry.m_state & filter.stateMask) == filter.state) &&
           (!flagsMask || (entry.m_flags & flagsMask) == flags) &&
           (!filter.sourceVni || entry.m_vni == filter.sourceVni) &&
           (!filter.nexthop || m_remotes.Get(GetRemotes(entry)[0]).nexthop == filter.nexthop);
}

bool
Fdb::FlushMatches(const FdbFlushFilter& filter, const Remote& remote) const
{
    if (remote.nexthop != 0)
    {
        return !filter.vni && !filter.port && filter.address.IsNone();
    }
    const uint32_t vni = remote.hasVni ? remote.vni : m_vni;
    const uint16_t port = remote.port ? remote.port : m_port;
    return (!filter.vni || vni == filter.vni) && (!filter.port || port == filter.port) &&
           (filter.address.IsNone() || remote.address == filter.address);
}

void
Fdb::FlushEntry(const FdbFlushFilter& filter, uint32_t number, const Time& now)
{
    FdbEntry& entry = m_pool[number];
    std::vector<RemoteId> matching;
    for (RemoteId id : GetRemotes(entry))
    {
        if (FlushMatches(filter, m_remotes.Get(id)))
        {
            matching.push_back(id);
        }
    }
    // Without a filter on remotes all match.
    if (matching.size() == GetRemotes(entry).size())
    {
        Remove(number, FdbEvent::REMOVED, now);
        return;
    }
    for (RemoteId id : matching)
    {
        Notify(FdbEvent::REMOTE_REMOVED, entry, id, now);
        RemoveRemote(entry, id);
    }
}

FdbResult
Fdb::SetDefaultRemote(const IpAddress& address, uint32_t ifIndex, const Time& now)
{
    Remote remote;
    if (!address.IsAny())
    {
        remote.address = address;
        remote.ifIndex = ifIndex;
    }
    if (remote == m_default)
    {
        return FdbError::OK;
    }
    // The new one first, so that the entry and its other remotes stay.
    if (!remote.address.IsNone())
    {
        FdbRequest request;
        request.remote = remote;
        request.state = FDB_REACHABLE | FDB_PERMANENT;
        const FdbResult result = UpdateUnchecked(request, {true, false, true, false}, false, now);
        if (!result.IsOk())
        {
            return result;
        }
    }
    if (!m_default.address.IsNone())
    {
        Delete(FdbMacFromNumber(0), m_vni, m_default, now);
    }
    m_default = remote;
    return FdbError::OK;
}

} // namespace ns3
