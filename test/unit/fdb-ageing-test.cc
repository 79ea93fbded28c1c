/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Ageing of forwarding entries: what expires, when, and when the next sweep is due.

#include "ns3/fdb.h"

#include <doctest/doctest.h>
#include <vector>

using namespace ns3;

namespace
{

constexpr uint32_t VNI = 100;

/** @param last last byte @returns 10.0.0.last */
IpAddress
Ip(uint8_t last)
{
    return Ipv4Address(0x0a000000u + last);
}

/** @param i a number @returns a station's address */
Mac48Address
Mac(uint64_t i)
{
    return FdbMacFromNumber(0x020000000b00 + i);
}

/** A database and a timer that sweeps it as a device does. */
struct SweptFdb
{
    Fdb fdb;
    Time next = Seconds(10); // the device came up at 0

    explicit SweptFdb(const Time& ageing)
    {
        fdb.SetDefaults(4789, VNI);
        fdb.SetAgeing(ageing);
    }

    /** @param now time up to which sweeps take place */
    void RunTo(const Time& now)
    {
        while (next <= now)
        {
            next = fdb.Age(next);
        }
    }

    /** @param i number of a station @param now when it sends */
    void Hear(uint64_t i, const Time& now)
    {
        RunTo(now);
        fdb.Learn(Mac(i), VNI, Ip(3), 0, now);
    }

    /** @param i number of a station @param now when to look @returns whether it is known */
    bool Knows(uint64_t i, const Time& now)
    {
        RunTo(now);
        return fdb.Find(Mac(i), VNI) != nullptr;
    }
};

} // namespace

TEST_CASE("fdb ageing: the timings recorded from Linux")
{
    SUBCASE("refresh by reception")
    {
        SweptFdb swept(Seconds(4));
        swept.Hear(3, Seconds(0));
        swept.Hear(4, Seconds(0));
        swept.Hear(3, Seconds(8));
        CHECK(swept.Knows(3, Seconds(11)));
        CHECK_FALSE(swept.Knows(4, Seconds(11)));
        CHECK_FALSE(swept.Knows(3, Seconds(14)));
    }
    SUBCASE("learned shortly before a sweep")
    {
        SweptFdb swept(Seconds(2));
        swept.Hear(3, Seconds(9));
        CHECK(swept.Knows(3, Seconds(10.5)));
        CHECK_FALSE(swept.Knows(3, Seconds(12.5)));
    }
    SUBCASE("a move refreshes")
    {
        SweptFdb swept(Seconds(4));
        swept.Hear(3, Seconds(0));
        swept.RunTo(Seconds(8));
        CHECK(swept.fdb.Learn(Mac(3), VNI, Ip(4), 0, Seconds(8)) == FdbLearn::ROAMED);
        CHECK(swept.Knows(3, Seconds(11)));
        CHECK_FALSE(swept.Knows(3, Seconds(14.5)));
    }
    SUBCASE("an entry outlives its time until the sweep comes")
    {
        SweptFdb swept(Seconds(1));
        swept.Hear(3, Seconds(0.5));
        CHECK(swept.Knows(3, Seconds(9.9)));
        CHECK_FALSE(swept.Knows(3, Seconds(10)));
    }
}

TEST_CASE("fdb ageing: sending to a station keeps it no longer alive")
{
    SweptFdb swept(Seconds(4));
    swept.Hear(3, Seconds(0));
    CHECK(swept.fdb.Lookup(Mac(3), VNI, Seconds(9)) != nullptr);
    CHECK_FALSE(swept.Knows(3, Seconds(10)));
}

TEST_CASE("fdb ageing: permanent, static and externally learned entries stay")
{
    struct Row
    {
        uint8_t state;
        uint8_t flags;
        bool ages;
        bool survivesDown;
    };

    const Row rows[] = {
        {FDB_PERMANENT | FDB_NOARP, FDB_SELF, false, true},
        {FDB_PERMANENT | FDB_REACHABLE, FDB_SELF, false, true},
        {FDB_NOARP | FDB_REACHABLE, FDB_SELF, false, true},
        {FDB_REACHABLE, FDB_SELF, true, false},
        {FDB_REACHABLE, FDB_SELF | FDB_ROUTER, true, false},
        {FDB_REACHABLE, FDB_SELF | FDB_EXT_LEARNED, false, false},
    };
    for (const Row& row : rows)
    {
        CAPTURE(int(row.state));
        CAPTURE(int(row.flags));
        for (bool down : {false, true})
        {
            SweptFdb swept(Seconds(1));
            FdbRequest request;
            request.mac = Mac(1);
            request.remote = Remote{Ip(2)};
            request.state = row.state;
            request.flags = row.flags;
            REQUIRE(swept.fdb.Add(request, Seconds(0)).IsOk());
            if (down)
            {
                swept.fdb.FlushDynamic(Seconds(0.5));
                CHECK(swept.Knows(1, Seconds(0.5)) == row.survivesDown);
            }
            else
            {
                CHECK(swept.Knows(1, Seconds(12)) == !row.ages);
            }
        }
    }
}

TEST_CASE("fdb ageing: a change of state takes an entry into ageing and out of it")
{
    SweptFdb swept(Seconds(20));
    swept.Hear(1, Seconds(0));
    swept.Hear(2, Seconds(5));
    FdbRequest request;
    request.mac = Mac(1);
    request.remote = Remote{Ip(3)};
    REQUIRE(swept.fdb.Replace(request, Seconds(6)).IsOk());
    CHECK_FALSE(swept.Knows(2, Seconds(26)));
    CHECK(swept.Knows(1, Seconds(60)));
    request.state = FDB_REACHABLE;
    REQUIRE(swept.fdb.Replace(request, Seconds(61)).IsOk());
    CHECK(swept.Knows(1, Seconds(80)));
    CHECK_FALSE(swept.Knows(1, Seconds(81)));
}

TEST_CASE("fdb ageing: the device going down keeps the default entry, whatever its state")
{
    Fdb fdb;
    fdb.SetDefaults(4789, VNI);
    FdbRequest request;
    request.remote = Remote{Ip(2)};
    request.state = FDB_REACHABLE;
    REQUIRE(fdb.Add(request, Seconds(0)).IsOk());
    request.sourceVni = VNI + 1;
    REQUIRE(fdb.Add(request, Seconds(0)).IsOk());
    fdb.FlushDynamic(Seconds(1));
    REQUIRE(fdb.GetSize() == 1);
    CHECK(fdb.GetRows()[0].vni == VNI);
    // But it ages, being dynamic.
    fdb.Age(Seconds(300));
    CHECK(fdb.GetSize() == 0);
}

TEST_CASE("fdb ageing: the next sweep is at the next expiry, at most ten seconds away")
{
    Fdb fdb;
    fdb.SetAgeing(Seconds(4));
    CHECK(fdb.Age(Seconds(100)) == Seconds(110));
    fdb.Learn(Mac(1), VNI, Ip(3), 0, Seconds(101));
    fdb.Learn(Mac(2), VNI, Ip(3), 0, Seconds(103));
    CHECK(fdb.Age(Seconds(104)) == Seconds(105));
    CHECK(fdb.Age(Seconds(105)) == Seconds(107));
    CHECK(fdb.GetSize() == 1);
    fdb.SetAgeing(Seconds(300));
    CHECK(fdb.Age(Seconds(106)) == Seconds(116));
    // Set to 0 at run time, Linux's sweep takes everything dynamic.
    fdb.SetAgeing(Seconds(0));
    CHECK(fdb.Age(Seconds(107)) == Seconds(117));
    CHECK(fdb.GetSize() == 0);
}

TEST_CASE("fdb ageing: entries expire in the order in which they were last heard, as stale")
{
    Fdb fdb;
    fdb.SetAgeing(Seconds(10));
    std::vector<uint64_t> expired;
    fdb.SetNotifier([&](const FdbNotice& notice) {
        if (notice.event == FdbEvent::EXPIRED)
        {
            CHECK(notice.entry.GetState() == FDB_STALE);
            CHECK(notice.now == Seconds(30));
            expired.push_back(FdbMacToNumber(notice.entry.GetMac()) & 0xff);
        }
    });
    for (uint64_t i : {5, 1, 4, 2, 3})
    {
        fdb.Learn(Mac(i), VNI, Ip(3), 0, Seconds(i));
    }
    fdb.Learn(Mac(4), VNI, Ip(3), 0, Seconds(6));
    fdb.Learn(Mac(1), VNI, Ip(3), 0, Seconds(7));
    fdb.Age(Seconds(30));
    CHECK(expired == std::vector<uint64_t>{2, 3, 5, 4, 1});
}

TEST_CASE("fdb ageing: removal of one leaves pointers to others good")
{
    Fdb fdb;
    fdb.SetAgeing(Seconds(10));
    std::vector<const FdbEntry*> kept;
    for (uint64_t i = 0; i < 1000; i++)
    {
        fdb.Learn(Mac(i), VNI, Ip(3), 0, Seconds(i % 2));
        if (i % 2)
        {
            kept.push_back(fdb.Find(Mac(i), VNI));
        }
    }
    fdb.Age(Seconds(10));
    REQUIRE(fdb.GetSize() == 500);
    for (uint64_t i = 0; i < 500; i++)
    {
        fdb.Learn(Mac(5000 + i), VNI, Ip(3), 0, Seconds(10));
    }
    bool good = true;
    for (uint64_t i = 0; i < kept.size(); i++)
    {
        good &= kept[i]->GetMac() == Mac(2 * i + 1) && fdb.Find(Mac(2 * i + 1), VNI) == kept[i];
    }
    CHECK(good);
}
