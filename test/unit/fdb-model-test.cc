/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

// The forwarding database beside a plain model of the same rules over many random operations.

#include "plain-fdb.h"

#include "ns3/fdb.h"

#include <algorithm>
#include <doctest/doctest.h>
#include <map>
#include <random>
#include <vector>

using namespace ns3;

namespace
{

/** A copy of the remotes, made from notices alone. */
class Mirror
{
  public:
    std::map<PlainFdb::Key, std::vector<Remote>> entries;

    void Note(const FdbNotice& notice, const Remote& remote)
    {
        const PlainFdb::Key key{notice.entry.GetMac(), notice.entry.GetVni()};
        std::vector<Remote>& remotes = entries[key];
        switch (notice.event)
        {
        case FdbEvent::ADDED:
        case FdbEvent::LEARNED:
            REQUIRE(remotes.empty());
            remotes = {remote};
            break;
        case FdbEvent::ROAMED:
        case FdbEvent::CHANGED:
            if (notice.previous)
            {
                REQUIRE(remotes.at(0) == *notice.previous);
            }
            remotes.at(0) = remote;
            break;
        case FdbEvent::REMOTE_ADDED:
            remotes.push_back(remote);
            break;
        case FdbEvent::REMOTE_REMOVED:
            remotes.erase(std::find(remotes.begin(), remotes.end(), remote));
            break;
        case FdbEvent::REMOVED:
        case FdbEvent::EXPIRED:
            entries.erase(key);
            break;
        }
    }
};

/** Both databases, and the dice. */
class Comparison
{
  public:
    explicit Comparison(uint32_t seed)
        : m_random(seed)
    {
        m_fdb.SetDefaults(DEVICE_PORT, DEVICE_VNI);
        m_fdb.SetNotifier([this](const FdbNotice& notice) {
            m_mirror.Note(notice, m_fdb.GetRemote(notice.remote));
        });
    }

    void Run(int steps)
    {
        for (m_step = 0; m_step < steps; m_step++)
        {
            m_now += MilliSeconds(Die(200));
            Step();
            REQUIRE(m_fdb.GetSize() == m_plain.entries.size());
            if (m_step % 500 == 0)
            {
                Compare();
            }
        }
        Compare();
        // No remote is left over, none is lost.
        m_fdb.Flush({}, m_now);
        CHECK(m_fdb.GetSize() == 0);
        CHECK(m_fdb.GetRemoteCount() == 0);
        CHECK(m_mirror.entries.empty());
    }

  private:
    /** @param sides how many @returns 0 to sides - 1 */
    uint32_t Die(uint32_t sides)
    {
        return m_random() % sides;
    }

    PlainFdb::Key RandomKey()
    {
        const uint32_t vni = Die(8) ? DEVICE_VNI : DEVICE_VNI + Die(3);
        switch (Die(10))
        {
        case 0:
            return {Mac48Address("00:00:00:00:00:00"), vni};
        case 1:
            return {FdbMacFromNumber(0x01005e000000 + Die(8)), vni};
        default:
            return {FdbMacFromNumber(0x020000000000 + Die(400)), vni};
        }
    }

    IpAddress RandomAddress()
    {
        return Ipv4Address(0x0a000001 + Die(12));
    }

    Remote RandomRemote()
    {
        Remote remote{RandomAddress()};
        remote.port = Die(4) ? 0 : DEVICE_PORT + Die(2);
        remote.hasVni = Die(4) == 0;
        remote.vni = remote.hasVni ? DEVICE_VNI + Die(2) : 0;
        remote.ifIndex = Die(8) ? 0 : 1;
        return remote;
    }

    FdbRequest RandomRequest(const PlainFdb::Key& key)
    {
        static constexpr uint8_t STATES[] = {FDB_REACHABLE,
                                             FDB_REACHABLE,
                                             FDB_REACHABLE | FDB_NOARP,
                                             FDB_PERMANENT,
                                             FDB_PERMANENT | FDB_NOARP,
                                             FDB_NOARP};
        static constexpr uint8_t FLAGS[] = {0, 0, 0, FDB_EXT_LEARNED, FDB_ROUTER, FDB_USE};
        FdbRequest request;
        request.mac = key.first;
        if (key.second != DEVICE_VNI || Die(2))
        {
            request.sourceVni = key.second;
        }
        request.remote = RandomRemote();
        if (Die(50) == 0)
        {
            request.remote->address = Ipv6Address("fd00::1");
        }
        request.state = STATES[Die(6)];
        request.flags = FDB_SELF | FLAGS[Die(6)];
        return request;
    }

    FdbFlushFilter RandomFilter()
    {
        FdbFlushFilter filter;
        switch (Die(6))
        {
        case 0:
            filter.sourceVni = DEVICE_VNI + Die(2);
            break;
        case 1:
            filter.stateMask = FDB_PERMANENT | FDB_NOARP;
            filter.state = Die(2) ? FDB_NOARP : 0;
            break;
        case 2:
            filter.flags = filter.flagsMask = FDB_EXT_LEARNED;
            break;
        default:
            filter.vni = DEVICE_VNI + Die(2);
            break;
        }
        if (Die(2))
        {
            filter.address = RandomAddress();
        }
        if (Die(3) == 0)
        {
            filter.port = DEVICE_PORT + Die(2);
        }
        return filter;
    }

    void Step()
    {
        const uint32_t die = Die(1000);
        const PlainFdb::Key key = RandomKey();
        if (die < 400)
        {
            const IpAddress source = RandomAddress();
            REQUIRE(m_fdb.Learn(key.first, key.second, source, 0, m_now) ==
                    m_plain.Learn(key, source, m_now));
        }
        else if (die < 650)
        {
            Lookup(key);
        }
        else if (die < 850)
        {
            Command(key);
        }
        else if (die < 950)
        {
            const std::optional<Remote> remote =
                Die(3) ? std::optional<Remote>(RandomRemote()) : std::nullopt;
            REQUIRE(m_fdb.Delete(key.first, key.second, remote, m_now) ==
                    m_plain.Delete(key, remote));
        }
        else if (die < 990)
        {
            REQUIRE(m_fdb.Age(m_now) == m_plain.Age(m_now));
        }
        else
        {
            Rare(Die(8));
        }
    }

    void Command(const PlainFdb::Key& key)
    {
        const FdbRequest request = RandomRequest(key);
        const char what = "aprc"[Die(4)];
        FdbResult result;
        switch (what)
        {
        case 'a':
            result = m_fdb.Add(request, m_now);
            break;
        case 'p':
            result = m_fdb.Append(request, m_now);
            break;
        case 'r':
            result = m_fdb.Replace(request, m_now);
            break;
        default:
            result = m_fdb.Change(request, m_now);
            break;
        }
        REQUIRE(result == m_plain.Command(what, request, m_now));
    }

    void Rare(uint32_t what)
    {
        switch (what)
        {
        case 0:
            m_fdb.FlushDynamic(m_now);
            m_plain.FlushDynamic();
            break;
        case 1:
            m_plain.limit = Die(2) ? 0 : 100 + Die(200);
            m_fdb.SetMaxEntries(m_plain.limit);
            break;
        case 2:
            m_plain.ageing = Seconds(1 + Die(100));
            m_fdb.SetAgeing(m_plain.ageing);
            break;
        default: {
            const FdbFlushFilter filter = RandomFilter();
            REQUIRE(m_fdb.Flush(filter, m_now).IsOk());
            m_plain.Flush(filter);
            break;
        }
        }
    }

    /** Looks up as a device does: with what it derived from each remote kept by number. */
    void Lookup(const PlainFdb::Key& key)
    {
        const FdbEntry* entry = m_fdb.Lookup(key.first, key.second, m_now);
        const auto it = m_plain.entries.find(key);
        REQUIRE((entry != nullptr) == (it != m_plain.entries.end()));
        if (!entry)
        {
            return;
        }
        it->second.used = m_now;
        std::vector<Remote> remotes;
        for (RemoteId id : m_fdb.GetRemotes(*entry))
        {
            m_cache.resize(std::max<std::size_t>(m_cache.size(), id + 1));
            auto& [generation, remote] = m_cache[id];
            if (generation != m_fdb.GetRemoteGeneration(id))
            {
                generation = m_fdb.GetRemoteGeneration(id);
                remote = PlainFdb::Full(m_fdb.GetRemote(id));
            }
            remotes.push_back(remote);
        }
        REQUIRE(remotes == it->second.remotes);
    }

    void Compare()
    {
        CAPTURE(m_step);
        const std::vector<FdbRow> rows = m_fdb.GetRows();
        REQUIRE(rows.size() == m_plain.entries.size());
        REQUIRE(rows.size() == m_mirror.entries.size());
        auto mirrored = m_mirror.entries.begin();
        auto row = rows.begin();
        for (const auto& [key, entry] : m_plain.entries)
        {
            REQUIRE(row->mac == key.first);
            REQUIRE(row->vni == key.second);
            REQUIRE(row->state == entry.state);
            REQUIRE(row->flags == entry.flags);
            REQUIRE(row->used == entry.used);
            REQUIRE(row->updated == entry.updated);
            REQUIRE(m_fdb.Find(key.first, key.second)->IsAddedByUser() == entry.user);
            std::vector<Remote> remotes;
            for (const Remote& remote : row->remotes)
            {
                remotes.push_back(PlainFdb::Full(remote));
            }
            REQUIRE(remotes == entry.remotes);
            REQUIRE(mirrored->first == key);
            REQUIRE(mirrored->second == row->remotes);
            ++mirrored;
            ++row;
        }
    }

    std::mt19937 m_random;
    Fdb m_fdb;
    PlainFdb m_plain;
    Mirror m_mirror;
    std::vector<std::pair<uint32_t, Remote>> m_cache;
    Time m_now;
    int m_step = 0;
};

} // namespace

TEST_CASE("fdb: 200000 random operations do what a plain model does")
{
    for (uint32_t seed = 1; seed <= 4; seed++)
    {
        CAPTURE(seed);
        Comparison(seed).Run(50000);
    }
}
