/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef TUNNEL_TEST_PLAIN_FDB_H
#define TUNNEL_TEST_PLAIN_FDB_H

#include "ns3/fdb-types.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <tuple>
#include <utility>
#include <vector>

namespace ns3
{

/** The device's VNI. */
constexpr uint32_t DEVICE_VNI = 100;
/** The device's UDP port. */
constexpr uint16_t DEVICE_PORT = 4789;

/** The rules written down once more: a map, lists by value, every question by a loop. */
class PlainFdb
{
  public:
    struct Entry
    {
        uint8_t state;
        uint8_t flags;
        bool user;
        Time used;
        Time updated;
        std::vector<Remote> remotes;
    };

    using Key = std::pair<Mac48Address, uint32_t>;

    std::map<Key, Entry> entries;
    std::size_t limit = 0;
    Time ageing = Seconds(300);

    static bool IsList(const Mac48Address& mac)
    {
        return mac.IsGroup() || mac == Mac48Address("00:00:00:00:00:00");
    }

    static bool IsFixed(const Entry& entry)
    {
        return entry.state & FDB_PERMANENT || entry.state & FDB_NOARP;
    }

    static Remote Full(const Remote& remote)
    {
        Remote full = remote;
        full.port = remote.port == 0 ? DEVICE_PORT : remote.port;
        full.vni = remote.hasVni ? remote.vni : DEVICE_VNI;
        full.hasVni = true;
        return full;
    }

    static bool Has(const Entry& entry, const Remote& remote)
    {
        return std::count(entry.remotes.begin(), entry.remotes.end(), remote) > 0;
    }

    bool IsFull() const
    {
        return limit && entries.size() >= limit;
    }

    FdbLearn Learn(Key key, const IpAddress& source, const Time& now)
    {
        if (IsList(key.first))
        {
            return FdbLearn::DROP_INVALID_SOURCE;
        }
        const auto it = entries.find(key);
        if (it == entries.end())
        {
            if (IsFull())
            {
                return FdbLearn::LIMIT;
            }
            entries[key] = {FDB_REACHABLE, FDB_SELF, false, now, now, {Full(Remote{source})}};
            return FdbLearn::CREATED;
        }
        Entry& entry = it->second;
        entry.updated = now;
        if (entry.remotes[0].address == source && entry.remotes[0].ifIndex == 0)
        {
            return FdbLearn::REFRESHED;
        }
        if (IsFixed(entry))
        {
            return FdbLearn::DROP_ENTRY_EXISTS;
        }
        entry.remotes[0].address = source;
        return FdbLearn::ROAMED;
    }

    // What: 'a' add, 'p' append, 'r' replace, 'c' change.
    FdbError Command(char what, const FdbRequest& request, const Time& now)
    {
        if (!(request.state & FDB_PERMANENT) && !(request.state & FDB_REACHABLE))
        {
            return FdbError::INVAL;
        }
        if (request.remote->address.IsIpv6())
        {
            return FdbError::AFNOSUPPORT;
        }
        const Key key{request.mac, request.sourceVni.value_or(DEVICE_VNI)};
        const auto it = entries.find(key);
        const Remote remote = Full(*request.remote);
        const uint8_t flags = request.flags & ~FDB_USE;
        if (it == entries.end())
        {
            if (what == 'c')
            {
                return FdbError::NOENT;
            }
            if (what == 'r' && IsList(key.first))
            {
                return FdbError::OPNOTSUPP;
            }
            if (IsFull())
            {
                return FdbError::NOSPC;
            }
            entries[key] = {request.state, flags, true, now, now, {remote}};
            return FdbError::OK;
        }
        return what == 'a' ? FdbError::EXIST : Update(it->second, what, request, now);
    }

    FdbError Update(Entry& entry, char what, const FdbRequest& request, const Time& now)
    {
        const Remote remote = Full(*request.remote);
        const uint8_t flags = request.flags & ~FDB_USE;
        const bool list = IsList(request.mac);
        bool touch = request.flags & FDB_USE;
        if (!entry.user || !(flags & FDB_EXT_LEARNED))
        {
            touch |= std::tie(entry.state, entry.flags) != std::tie(request.state, flags);
            touch |= !entry.user;
            entry.state = request.state;
            entry.flags = flags;
            entry.user = true;
        }
        if (what == 'r' && list)
        {
            return FdbError::OPNOTSUPP;
        }
        if (!Has(entry, remote))
        {
            if (what == 'r')
            {
                entry.remotes[0] = remote;
                touch = true;
            }
            else if (what == 'p' && list)
            {
                entry.remotes.push_back(remote);
                touch = true;
            }
        }
        if (touch)
        {
            entry.updated = now;
        }
        return FdbError::OK;
    }

    FdbError Delete(Key key, const std::optional<Remote>& remote)
    {
        const auto it = entries.find(key);
        if (it == entries.end())
        {
            return FdbError::NOENT;
        }
        if (!remote || remote->address.IsAny())
        {
            entries.erase(it);
            return FdbError::OK;
        }
        auto& remotes = it->second.remotes;
        remotes.erase(std::remove(remotes.begin(), remotes.end(), Full(*remote)), remotes.end());
        if (remotes.empty())
        {
            entries.erase(it);
        }
        return FdbError::OK;
    }

    void Flush(const FdbFlushFilter& filter)
    {
        for (auto it = entries.begin(); it != entries.end();)
        {
            Entry& entry = it->second;
            const bool matches =
                (entry.state & filter.stateMask) == (filter.stateMask ? filter.state : 0) &&
                (entry.flags & filter.flagsMask) == (filter.flagsMask ? filter.flags : 0) &&
                (filter.sourceVni == 0 || it->first.second == filter.sourceVni);
            if (matches)
            {
                auto& remotes = entry.remotes;
                const auto hit = [&](const Remote& remote) {
                    return (filter.vni == 0 || remote.vni == filter.vni) &&
                           (filter.port == 0 || remote.port == filter.port) &&
                           (filter.address.IsNone() || remote.address == filter.address);
                };
                remotes.erase(std::remove_if(remotes.begin(), remotes.end(), hit), remotes.end());
            }
            it = entry.remotes.empty() ? entries.erase(it) : std::next(it);
        }
    }

    void FlushDynamic()
    {
        const Key keep{Mac48Address("00:00:00:00:00:00"), DEVICE_VNI};
        for (auto it = entries.begin(); it != entries.end();)
        {
            it = IsFixed(it->second) || it->first == keep ? std::next(it) : entries.erase(it);
        }
    }

    Time Age(const Time& now)
    {
        Time next = now + Seconds(10);
        for (auto it = entries.begin(); it != entries.end();)
        {
            const Entry& entry = it->second;
            const bool ages = !IsFixed(entry) && !(entry.flags & FDB_EXT_LEARNED);
            if (ages && entry.updated + ageing <= now)
            {
                it = entries.erase(it);
                continue;
            }
            if (ages)
            {
                next = std::min(next, entry.updated + ageing);
            }
            ++it;
        }
        return next;
    }
};

} // namespace ns3

#endif /* TUNNEL_TEST_PLAIN_FDB_H */
