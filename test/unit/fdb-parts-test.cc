/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

// The parts of the forwarding database: index, remotes, addresses as numbers.

#include "ns3/fdb-entry.h"
#include "ns3/fdb-index.h"
#include "ns3/fdb.h"
#include "ns3/remote-table.h"

#include <doctest/doctest.h>
#include <map>
#include <random>
#include <string>
#include <vector>

using namespace ns3;

namespace
{

/** @param index an index @param hash of a key @param entry whose it is @returns what is found */
uint32_t
Find(const FdbIndex& index, uint32_t hash, uint32_t entry)
{
    return index.Find(hash, [entry](uint32_t candidate) { return candidate == entry; });
}

} // namespace

TEST_CASE("fdb index: finds what was inserted through growth, collisions and the table's end")
{
    std::mt19937 random(7);
    for (uint32_t mask : {0xffffffffu, 0xffu, 0xff000000u, 0u})
    {
        CAPTURE(mask);
        FdbIndex index;
        std::map<uint32_t, uint32_t> hashes; // by entry
        bool good = true;
        for (uint32_t step = 0; step < 4000; step++)
        {
            const uint32_t entry = random() % 300;
            const auto known = hashes.find(entry);
            if (known != hashes.end())
            {
                good &= Find(index, known->second, entry) == entry;
                index.Erase(known->second, entry);
                hashes.erase(known);
            }
            else
            {
                // Without bits: all at the last slot, so that probes go round the end.
                const uint32_t hash = mask ? random() & mask : 0xffffffff;
                good &= Find(index, hash, entry) == FdbIndex::NONE;
                index.Insert(hash, entry);
                hashes[entry] = hash;
            }
            good &= index.GetSize() == hashes.size();
            if (step % 100 == 0)
            {
                for (const auto& [member, hash] : hashes)
                {
                    good &= Find(index, hash, member) == member;
                }
            }
        }
        CHECK(good);
        index.Clear();
        CHECK(index.GetSize() == 0);
        CHECK(index.GetHeapBytes() == 0);
        CHECK(Find(index, 1, 1) == FdbIndex::NONE);
    }
}

TEST_CASE("fdb index: probes stay short at full load")
{
    FdbIndex index;
    std::mt19937 random(7);
    for (uint32_t entry = 0; entry < 100000; entry++)
    {
        index.Insert(random(), entry);
    }
    CHECK(index.GetLongestProbe() < 100);
}

TEST_CASE("fdb: rows of addresses spread as well as random ones")
{
    // sigma.
    struct Row
    {
        const char* name;
        uint64_t macStep;
        uint32_t vniStep;
    };

    const Row rows[] = {
        {"next address", 1, 0},
        {"next first serial byte", 0x10000, 0},
        {"next half of the first serial byte", 0x100000, 0},
        {"next VNI", 0, 1},
        {"address and VNI", 1, 1},
        {"address up, VNI by 256", 1, 256},
    };
    for (const Row& row : rows)
    {
        CAPTURE(std::string(row.name));
        Fdb fdb;
        const IpAddress source = Ipv4Address("10.0.0.1");
        for (uint64_t i = 0; i < 20000; i++)
        {
            const Mac48Address mac = FdbMacFromNumber(0x020000000001 + i * row.macStep);
            fdb.Learn(mac, i * row.vniStep & FDB_VNI_MAX, source, 0, Seconds(0));
        }
        CHECK(fdb.GetSize() == 20000);
        CHECK(fdb.GetIndex().GetLongestProbe() < 80);
    }
}

TEST_CASE("fdb: at most 64 bytes an entry at every fill, an empty database next to nothing")
{
    Fdb fdb;
    CHECK(fdb.GetEntryBytes() == 0);
    const IpAddress source = Ipv4Address("10.0.0.1");
    double worst = 0;
    for (uint64_t i = 1; i <= 100000; i++)
    {
        fdb.Learn(FdbMacFromNumber(0x020000000000 + i), 0, source, 0, Seconds(0));
        if (i > 1000)
        {
            worst = std::max(worst, double(fdb.GetEntryBytes()) / i);
        }
    }
    CHECK(worst <= 64);
    CHECK(worst > 40);
    fdb.Clear();
    CHECK(fdb.GetEntryBytes() == 0);
    CHECK(fdb.GetRemoteBytes() == 0);
    CHECK(fdb.GetSize() == 0);
}

TEST_CASE("fdb remotes: equal ones are one, and numbers are reused")
{
    RemoteTable table;
    std::vector<RemoteId> ids;
    for (uint32_t i = 0; i < 100; i++)
    {
        Remote remote{Ipv4Address(0x0a000001 + i / 4)};
        remote.port = i % 4 == 1 ? 5000 : 0;
        remote.hasVni = i % 4 == 2;
        remote.ifIndex = i % 4 == 3 ? 7 : 0;
        ids.push_back(table.Acquire(remote));
        CHECK(ids.back() == i);
        CHECK(table.Acquire(remote) == i);
        CHECK(table.Find(remote) == i);
        CHECK(table.Get(i) == remote);
    }
    CHECK(table.GetSize() == 100);
    const Remote gone = table.Get(50);
    table.Release(50);
    CHECK(table.Find(gone) == 50);
    const uint32_t generation = table.GetGeneration(50);
    table.Release(50);
    CHECK(table.Find(gone) == RemoteTable::NONE);
    CHECK(table.GetSize() == 99);
    CHECK(table.Acquire(Remote{Ipv6Address("fd00::1")}) == 50);
    CHECK(table.GetGeneration(50) != generation);
    CHECK(table.GetCapacity() == 100);
    CHECK(table.Acquire(gone) == 100);
}

TEST_CASE("fdb remotes: a VNI that is not meant does not count")
{
    Remote a{Ipv4Address("10.0.0.1")};
    Remote b = a;
    b.vni = 7;
    CHECK(a == b);
    CHECK(a.GetHash() == b.GetHash());
    b.hasVni = true;
    CHECK(a != b);
}

TEST_CASE("fdb: addresses as numbers")
{
    for (const char* text : {"00:00:00:00:00:00", "02:00:00:00:0b:03", "ff:ff:ff:ff:ff:ff"})
    {
        const Mac48Address mac(text);
        CHECK(FdbMacFromNumber(FdbMacToNumber(mac)) == mac);
        CHECK(FdbIsFloodMac(FdbMacToNumber(mac)) == (std::string(text) != "02:00:00:00:0b:03"));
    }
    CHECK(FdbMacToNumber(Mac48Address("02:00:00:00:0b:03")) == 0x020000000b03);
}
