/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Learning and lookup: the rules of vxlan_snoop, one table row per rule.

#include "ns3/fdb.h"

#include <doctest/doctest.h>
#include <string>

using namespace ns3;

namespace
{

const Mac48Address STATION("02:00:00:00:0b:03");
constexpr uint32_t VNI = 100;

/** @param last last byte @returns 10.0.0.last */
IpAddress
Ip(uint8_t last)
{
    return Ipv4Address(0x0a000000u + last);
}

/** @param last last byte of the remote @param state states @param flags flags @returns a request */
FdbRequest
Request(uint8_t last, uint8_t state, uint8_t flags = FDB_SELF)
{
    FdbRequest request;
    request.mac = STATION;
    request.remote = Remote{Ip(last)};
    request.state = state;
    request.flags = flags;
    return request;
}

/** @param fdb database @returns where STATION is */
Remote
RemoteOf(const Fdb& fdb)
{
    const FdbEntry* entry = fdb.Find(STATION, VNI);
    REQUIRE(entry);
    return fdb.GetRemote(fdb.GetRemotes(*entry)[0]);
}

} // namespace

TEST_CASE("fdb: a new station is learned as dynamic, behind the sender, by the device's port")
{
    Fdb fdb;
    fdb.SetDefaults(4789, VNI);
    CHECK(fdb.Learn(STATION, VNI, Ip(3), 0, Seconds(5)) == FdbLearn::CREATED);
    const FdbEntry* entry = fdb.Lookup(STATION, VNI, Seconds(7));
    REQUIRE(entry);
    CHECK(entry->GetMac() == STATION);
    CHECK(entry->GetVni() == VNI);
    CHECK(entry->GetState() == FDB_REACHABLE);
    CHECK(entry->GetFlags() == FDB_SELF);
    CHECK_FALSE(entry->IsAddedByUser());
    CHECK(entry->IsAgeable());
    CHECK(entry->GetUpdated() == Seconds(5));
    CHECK(entry->GetUsed() == Seconds(7));
    CHECK(fdb.GetRemotes(*entry).size() == 1);
    CHECK(RemoteOf(fdb) == Remote{Ip(3)});
    CHECK(fdb.Lookup(STATION, VNI + 1, Seconds(7)) == nullptr);
    CHECK(fdb.Lookup(Mac48Address("02:00:00:00:0b:04"), VNI, Seconds(7)) == nullptr);
}

TEST_CASE("fdb: what a frame from another remote does depends on the entry's state")
{
    struct Row
    {
        const char* name;
        uint8_t state;
        uint8_t flags;
        FdbLearn result;
        uint8_t remoteAfter;
    };

    const Row rows[] = {
        {"no word", FDB_PERMANENT | FDB_NOARP, FDB_SELF, FdbLearn::DROP_ENTRY_EXISTS, 3},
        {"permanent", FDB_PERMANENT | FDB_REACHABLE, FDB_SELF, FdbLearn::DROP_ENTRY_EXISTS, 3},
        {"static", FDB_NOARP | FDB_REACHABLE, FDB_SELF, FdbLearn::DROP_ENTRY_EXISTS, 3},
        {"dynamic", FDB_REACHABLE, FDB_SELF, FdbLearn::ROAMED, 4},
        {"extern_learn", FDB_REACHABLE, FDB_SELF | FDB_EXT_LEARNED, FdbLearn::ROAMED, 4},
        {"permanent extern_learn",
         FDB_PERMANENT | FDB_NOARP,
         FDB_SELF | FDB_EXT_LEARNED,
         FdbLearn::DROP_ENTRY_EXISTS,
         3},
        {"sticky dynamic", FDB_REACHABLE, FDB_SELF | FDB_STICKY, FdbLearn::ROAMED, 4},
    };
    for (const Row& row : rows)
    {
        CAPTURE(std::string(row.name));
        Fdb fdb;
        fdb.SetDefaults(4789, VNI);
        REQUIRE(fdb.Add(Request(3, row.state, row.flags), Seconds(0)).IsOk());
        CHECK(fdb.Learn(STATION, VNI, Ip(3), 0, Seconds(1)) == FdbLearn::REFRESHED);
        CHECK(fdb.Find(STATION, VNI)->GetUpdated() == Seconds(1));
        const FdbLearn result = fdb.Learn(STATION, VNI, Ip(4), 0, Seconds(2));
        CHECK(result == row.result);
        CHECK(FdbLearnDrops(result) == (row.remoteAfter == 3));
        CHECK(RemoteOf(fdb) == Remote{Ip(row.remoteAfter)});
        // Heard from, though the frame may be dropped.
        CHECK(fdb.Find(STATION, VNI)->GetUpdated() == Seconds(2));
        CHECK(fdb.Find(STATION, VNI)->GetState() == row.state);
        CHECK(fdb.Find(STATION, VNI)->GetUsed() == Seconds(0));
    }
}

TEST_CASE("fdb: a move changes the address alone")
{
    Fdb fdb;
    fdb.SetDefaults(4789, VNI);
    FdbRequest request = Request(3, FDB_REACHABLE);
    request.remote = Remote{Ip(3), 5000, true, 77, 0};
    REQUIRE(fdb.Add(request, Seconds(0)).IsOk());
    CHECK(fdb.Learn(STATION, VNI, Ip(3), 0, Seconds(1)) == FdbLearn::REFRESHED);
    CHECK(fdb.Learn(STATION, VNI, Ip(4), 0, Seconds(1)) == FdbLearn::ROAMED);
    CHECK(RemoteOf(fdb) == Remote{Ip(4), 5000, true, 77, 0});
    // Another interface is another place, but the entry's own interface stays.
    CHECK(fdb.Learn(STATION, VNI, Ip(4), 9, Seconds(1)) == FdbLearn::ROAMED);
    CHECK(RemoteOf(fdb) == Remote{Ip(4), 5000, true, 77, 0});
}

TEST_CASE("fdb: a station learned from a link-local sender keeps its interface")
{
    Fdb fdb;
    fdb.SetFamily(IpAddress::IPV6);
    fdb.SetDefaults(4789, VNI);
    const IpAddress sender = Ipv6Address("fe80::3");
    CHECK(fdb.Learn(STATION, VNI, sender, 2, Seconds(0)) == FdbLearn::CREATED);
    CHECK(fdb.Learn(STATION, VNI, sender, 2, Seconds(0)) == FdbLearn::REFRESHED);
    CHECK(RemoteOf(fdb).ifIndex == 2);
}

TEST_CASE("fdb: zero and multicast sources are dropped, whatever the table holds")
{
    Fdb fdb;
    fdb.SetDefaults(4789, VNI);
    REQUIRE(fdb.SetDefaultRemote(Ip(9), 0, Seconds(0)).IsOk());
    for (const char* mac : {"00:00:00:00:00:00", "01:00:5e:01:02:03", "ff:ff:ff:ff:ff:ff"})
    {
        CAPTURE(std::string(mac));
        const FdbLearn result = fdb.Learn(Mac48Address(mac), VNI, Ip(3), 0, Seconds(0));
        CHECK(result == FdbLearn::DROP_INVALID_SOURCE);
        CHECK(FdbLearnDrops(result));
    }
    CHECK(fdb.GetSize() == 1);
}

TEST_CASE("fdb: beyond the limit frames are accepted and not learned")
{
    for (uint32_t limit : {1, 3})
    {
        CAPTURE(limit);
        Fdb fdb;
        fdb.SetDefaults(4789, VNI);
        fdb.SetMaxEntries(limit);
        for (uint32_t i = 0; i < 5; i++)
        {
            const Mac48Address mac = FdbMacFromNumber(0x020000000b00 + i);
            const FdbLearn result = fdb.Learn(mac, VNI, Ip(3), 0, Seconds(0));
            CHECK(result == (i < limit ? FdbLearn::CREATED : FdbLearn::LIMIT));
            CHECK_FALSE(FdbLearnDrops(result));
        }
        CHECK(fdb.GetSize() == limit);
        // Known stations are refreshed and roam as ever.
        const Mac48Address known = FdbMacFromNumber(0x020000000b00);
        CHECK(fdb.Learn(known, VNI, Ip(4), 0, Seconds(0)) == FdbLearn::ROAMED);
    }
}

TEST_CASE("fdb: while the device is down, known stations are refreshed and none is learned")
{
    Fdb fdb;
    fdb.SetDefaults(4789, VNI);
    CHECK(fdb.Learn(STATION, VNI, Ip(3), 0, Seconds(0), false) == FdbLearn::IGNORED);
    CHECK(fdb.GetSize() == 0);
    REQUIRE(fdb.Add(Request(3, FDB_REACHABLE), Seconds(0)).IsOk());
    CHECK(fdb.Learn(STATION, VNI, Ip(3), 0, Seconds(1), false) == FdbLearn::REFRESHED);
    CHECK(fdb.Find(STATION, VNI)->GetUpdated() == Seconds(1));
}

TEST_CASE("fdb: stations that share a remote share its number, and generations tell reuse")
{
    Fdb fdb;
    fdb.SetDefaults(4789, VNI);
    const Mac48Address other("02:00:00:00:0b:04");
    fdb.Learn(STATION, VNI, Ip(3), 0, Seconds(0));
    fdb.Learn(other, VNI, Ip(3), 0, Seconds(0));
    const RemoteId first = fdb.GetRemotes(*fdb.Find(STATION, VNI))[0];
    CHECK(fdb.GetRemotes(*fdb.Find(other, VNI))[0] == first);
    CHECK(fdb.GetRemoteCount() == 1);
    const uint32_t generation = fdb.GetRemoteGeneration(first);
    CHECK(generation != 0);

    // One moves away: the number stays the other's.
    fdb.Learn(other, VNI, Ip(4), 0, Seconds(0));
    CHECK(fdb.GetRemoteCount() == 2);
    CHECK(fdb.GetRemotes(*fdb.Find(other, VNI))[0] != first);
    CHECK(fdb.GetRemoteGeneration(first) == generation);

    // Both away: the number is free, and its next bearer is seen to be another.
    fdb.Learn(STATION, VNI, Ip(4), 0, Seconds(0));
    CHECK(fdb.GetRemoteCount() == 1);
    fdb.Learn(STATION, VNI, Ip(5), 0, Seconds(0));
    CHECK(fdb.GetRemotes(*fdb.Find(STATION, VNI))[0] == first);
    CHECK(fdb.GetRemoteGeneration(first) != generation);
    CHECK(fdb.GetRemoteCapacity() == 2);
}

TEST_CASE("fdb: keys with the same address and different VNIs are different")
{
    Fdb fdb;
    for (uint32_t vni : {0u, 1u, 2u, 0xffffffu})
    {
        CHECK(fdb.Learn(STATION, vni, Ip(vni & 0xff), 0, Seconds(0)) == FdbLearn::CREATED);
    }
    for (uint32_t vni : {0u, 1u, 2u, 0xffffffu})
    {
        const FdbEntry* entry = fdb.Find(STATION, vni);
        REQUIRE(entry);
        CHECK(entry->GetVni() == vni);
        CHECK(fdb.GetRemote(fdb.GetRemotes(*entry)[0]).address == Ip(vni & 0xff));
    }
}
