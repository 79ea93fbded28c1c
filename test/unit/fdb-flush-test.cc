/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Flushes, the device's own remote, notices, and what dumps and errors look like.

#include "fdb-fixture.h"

#include <doctest/doctest.h>
#include <string>
#include <vector>

using namespace ns3;
using namespace ns3::fdbtest;

TEST_CASE("fdb: states and flags as bridge fdb shows them")
{
    struct Row
    {
        uint8_t state;
        uint8_t flags;
        const char* shown;
        std::vector<std::string> words;
    };

    const Row rows[] = {
        {FDB_PERMANENT | FDB_NOARP, FDB_SELF, "permanent", {"self"}},
        {FDB_NOARP | FDB_REACHABLE, FDB_SELF, "static", {"self"}},
        {FDB_REACHABLE, FDB_SELF, "", {"self"}},
        {FDB_PERMANENT | FDB_NOARP,
         FDB_SELF | FDB_EXT_LEARNED,
         "permanent",
         {"self", "extern_learn"}},
        {FDB_REACHABLE,
         FDB_SELF | FDB_STICKY | FDB_ROUTER | FDB_OFFLOADED | FDB_EXT_LEARNED,
         "",
         {"self", "router", "extern_learn", "offload", "sticky"}},
        {FDB_PERMANENT | FDB_NOARP, FDB_SELF | FDB_USE, "permanent", {"self"}},
    };
    for (const Row& row : rows)
    {
        Device device;
        FdbRequest request = Request(UNICAST, 3);
        request.state = row.state;
        request.flags = row.flags;
        REQUIRE(device.fdb.Add(request, Seconds(0)).IsOk());
        const FdbRow shown = device.fdb.GetRows().at(0);
        CHECK(shown.GetStateName() == std::string(row.shown));
        CHECK(shown.GetFlagNames() == row.words);
    }
}

TEST_CASE("fdb: the device's remote")
{
    Device device;
    Fdb& fdb = device.fdb;
    REQUIRE(fdb.SetDefaultRemote(Ip(2), 0, Seconds(0)).IsOk());
    CHECK(Show(fdb) == "00:00:00:00:00:00 permanent 10.0.0.2\n");
    CHECK(fdb.GetRows()[0].state == (FDB_REACHABLE | FDB_PERMANENT));
    CHECK(fdb.GetRows()[0].vni == VNI);

    SUBCASE("is replaced by another")
    {
        REQUIRE(fdb.SetDefaultRemote(Ip(5), 0, Seconds(1)).IsOk());
        CHECK(Show(fdb) == "00:00:00:00:00:00 permanent 10.0.0.5\n");
    }
    SUBCASE("leaves appended remotes in their place")
    {
        REQUIRE(fdb.Append(Request(ZERO, 3), Seconds(1)).IsOk());
        REQUIRE(fdb.SetDefaultRemote(Ip(5), 0, Seconds(1)).IsOk());
        CHECK(Show(fdb) == "00:00:00:00:00:00 permanent 10.0.0.3 10.0.0.5\n");
    }
    SUBCASE("is not doubled when it has been appended before")
    {
        REQUIRE(fdb.Append(Request(ZERO, 5), Seconds(1)).IsOk());
        REQUIRE(fdb.SetDefaultRemote(Ip(5), 0, Seconds(1)).IsOk());
        CHECK(Show(fdb) == "00:00:00:00:00:00 permanent 10.0.0.5\n");
    }
    SUBCASE("can be appended again without effect")
    {
        REQUIRE(fdb.Append(Request(ZERO, 2), Seconds(1)).IsOk());
        CHECK(Show(fdb) == "00:00:00:00:00:00 permanent 10.0.0.2\n");
    }
    SUBCASE("is taken away")
    {
        REQUIRE(fdb.SetDefaultRemote(IpAddress::Any(IpAddress::IPV4), 0, Seconds(1)).IsOk());
        CHECK(fdb.GetSize() == 0);
        REQUIRE(fdb.SetDefaultRemote(Ip(2), 0, Seconds(1)).IsOk());
        CHECK(fdb.GetSize() == 1);
    }
    SUBCASE("may have been deleted by a user")
    {
        REQUIRE(fdb.Delete(Mac48Address(ZERO), VNI, std::nullopt, Seconds(1)).IsOk());
        REQUIRE(fdb.SetDefaultRemote(Ip(5), 0, Seconds(1)).IsOk());
        CHECK(Show(fdb) == "00:00:00:00:00:00 permanent 10.0.0.5\n");
    }
    SUBCASE("stays when there is no room for the new one")
    {
        REQUIRE(fdb.Delete(Mac48Address(ZERO), VNI, std::nullopt, Seconds(1)).IsOk());
        fdb.SetMaxEntries(1);
        fdb.Learn(Mac48Address(UNICAST), VNI, Ip(3), 0, Seconds(1));
        CHECK(fdb.SetDefaultRemote(Ip(5), 0, Seconds(1)) == FdbError::NOSPC);
        CHECK(Show(fdb) == "02:00:00:00:0b:02  10.0.0.3\n");
    }
    SUBCASE("with an interface")
    {
        REQUIRE(fdb.SetDefaultRemote(Ipv4Address("239.1.1.1"), 3, Seconds(1)).IsOk());
        CHECK(Show(fdb) == "00:00:00:00:00:00 permanent 239.1.1.1%3\n");
    }
}

TEST_CASE("fdb: flush removes what all its filters match")
{
    struct Row
    {
        const char* name;
        FdbFlushFilter filter;
        const char* after;
    };

    const char* const all = "00:00:00:00:00:00 permanent 10.0.0.2 10.0.0.3:5000/7\n"
                            "02:00:00:00:0b:03  10.0.0.3\n"
                            "02:00:00:00:0b:04 static 10.0.0.4\n"
                            "02:00:00:00:0b:05  10.0.0.2\n"
                            "02:00:00:00:0b:06 permanent 10.0.0.6\n";
    const auto make = [](auto set) {
        FdbFlushFilter filter;
        set(filter);
        return filter;
    };
    const Row rows[] = {
        {"no filter: the default entry too", {}, ""},
        {"address",
         make([](auto& f) { f.address = Ip(2); }),
         "00:00:00:00:00:00 permanent 10.0.0.3:5000/7\n"
         "02:00:00:00:0b:03  10.0.0.3\n"
         "02:00:00:00:0b:04 static 10.0.0.4\n"
         "02:00:00:00:0b:06 permanent 10.0.0.6\n"},
        {"the device's port matches where none was said",
         make([](auto& f) { f.port = 4789; }),
         "00:00:00:00:00:00 permanent 10.0.0.3:5000/7\n"},
        {"VNI",
         make([](auto& f) { f.vni = 7; }),
         "00:00:00:00:00:00 permanent 10.0.0.2\n"
         "02:00:00:00:0b:03  10.0.0.3\n"
         "02:00:00:00:0b:04 static 10.0.0.4\n"
         "02:00:00:00:0b:05  10.0.0.2\n"
         "02:00:00:00:0b:06 permanent 10.0.0.6\n"},
        {"dynamic",
         make([](auto& f) { f.stateMask = FDB_PERMANENT | FDB_NOARP; }),
         "00:00:00:00:00:00 permanent 10.0.0.2 10.0.0.3:5000/7\n"
         "02:00:00:00:0b:04 static 10.0.0.4\n"
         "02:00:00:00:0b:06 permanent 10.0.0.6\n"},
        {"permanent",
         make([](auto& f) { f.state = f.stateMask = FDB_PERMANENT; }),
         "02:00:00:00:0b:03  10.0.0.3\n"
         "02:00:00:00:0b:04 static 10.0.0.4\n"
         "02:00:00:00:0b:05  10.0.0.2\n"},
        {"state without its mask is not asked", make([](auto& f) { f.state = FDB_PERMANENT; }), ""},
        {"extern_learn",
         make([](auto& f) { f.flags = f.flagsMask = FDB_EXT_LEARNED | FDB_SELF; }),
         "00:00:00:00:00:00 permanent 10.0.0.2 10.0.0.3:5000/7\n"
         "02:00:00:00:0b:03  10.0.0.3\n"
         "02:00:00:00:0b:04 static 10.0.0.4\n"
         "02:00:00:00:0b:06 permanent 10.0.0.6\n"},
        {"state and address",
         make([](auto& f) {
             f.stateMask = FDB_PERMANENT | FDB_NOARP;
             f.address = Ip(3);
         }),
         "00:00:00:00:00:00 permanent 10.0.0.2 10.0.0.3:5000/7\n"
         "02:00:00:00:0b:04 static 10.0.0.4\n"
         "02:00:00:00:0b:05  10.0.0.2\n"
         "02:00:00:00:0b:06 permanent 10.0.0.6\n"},
        {"source VNI", make([](auto& f) { f.sourceVni = VNI; }), ""},
        {"other source VNI", make([](auto& f) { f.sourceVni = VNI + 1; }), all},
    };
    for (const Row& row : rows)
    {
        CAPTURE(std::string(row.name));
        Device device;
        Fdb& fdb = device.fdb;
        REQUIRE(fdb.SetDefaultRemote(Ip(2), 0, Seconds(0)).IsOk());
        REQUIRE(fdb.Append(Request(ZERO, Remote{Ip(3), 5000, true, 7, 0}), Seconds(0)).IsOk());
        fdb.Learn(Mac48Address("02:00:00:00:0b:03"), VNI, Ip(3), 0, Seconds(0));
        FdbRequest request = Request("02:00:00:00:0b:04", 4);
        request.state = FDB_NOARP | FDB_REACHABLE;
        REQUIRE(fdb.Add(request, Seconds(0)).IsOk());
        request = Request("02:00:00:00:0b:05", 2);
        request.state = FDB_REACHABLE;
        request.flags |= FDB_EXT_LEARNED;
        REQUIRE(fdb.Add(request, Seconds(0)).IsOk());
        REQUIRE(fdb.Add(Request("02:00:00:00:0b:06", 6), Seconds(0)).IsOk());
        REQUIRE(Show(fdb) == all);
        CHECK(fdb.Flush(row.filter, Seconds(1)).IsOk());
        CHECK(Show(fdb) == row.after);
    }

    Device device;
    REQUIRE(device.fdb.Add(Request(UNICAST, 2), Seconds(0)).IsOk());
    CHECK(device.fdb.Flush(make([](auto& f) { f.stateMask = FDB_REACHABLE; }), Seconds(1)) ==
          FdbError::INVAL);
    CHECK(device.fdb.Flush(make([](auto& f) { f.flags = FDB_STICKY; }), Seconds(1)) ==
          FdbError::INVAL);
    CHECK(device.fdb.GetSize() == 1);
}

TEST_CASE("fdb: what a user of iproute2 reads")
{
    CHECK(FdbResult().ToString() == "");
    CHECK(FdbResult(FdbError::EXIST).ToString() == "RTNETLINK answers: File exists");
    CHECK(FdbResult(FdbError::NOENT).ToString() == "RTNETLINK answers: No such file or directory");
    CHECK(FdbResult(FdbError::INVAL).ToString() == "RTNETLINK answers: Invalid argument");
    CHECK(FdbResult(FdbError::NOSPC).ToString() == "RTNETLINK answers: No space left on device");
    CHECK(FdbResult(FdbError::OPNOTSUPP).ToString() ==
          "RTNETLINK answers: Operation not supported");
    CHECK(FdbResult(FdbError::AFNOSUPPORT).ToString() ==
          "RTNETLINK answers: Address family not supported by protocol");
    CHECK(FdbResult(FdbError::ADDRNOTAVAIL).ToString() ==
          "RTNETLINK answers: Cannot assign requested address");
    CHECK(FdbErrorName(FdbError::ADDRNOTAVAIL) == std::string("EADDRNOTAVAIL"));

    Device device;
    REQUIRE(device.fdb.Add(Request(GROUP, 3), Seconds(0)).IsOk());
    CHECK(device.fdb.Replace(Request(GROUP, 5), Seconds(0)).ToString() ==
          "Error: Cannot replace non-unicast fdb entries.");
}

TEST_CASE("fdb: notices tell each change once, in order")
{
    Device device;
    Fdb& fdb = device.fdb;
    const Mac48Address mac(UNICAST);
    fdb.SetDefaultRemote(Ip(9), 0, Seconds(0));
    fdb.Append(Request(ZERO, 8), Seconds(0));
    fdb.Append(Request(ZERO, 8), Seconds(0));
    fdb.Delete(Mac48Address(ZERO), VNI, Remote{Ip(9)}, Seconds(0));
    fdb.Delete(Mac48Address(ZERO), VNI, Remote{Ip(7)}, Seconds(0));
    fdb.Learn(mac, VNI, Ip(3), 0, Seconds(0));
    fdb.Learn(mac, VNI, Ip(3), 0, Seconds(1));
    fdb.Learn(mac, VNI, Ip(4), 0, Seconds(1));
    fdb.Replace(Request(UNICAST, 5), Seconds(2));
    fdb.Replace(Request(UNICAST, 5), Seconds(3));
    FdbRequest dynamic = Request(UNICAST, 5);
    dynamic.state = FDB_REACHABLE;
    fdb.Change(dynamic, Seconds(4));
    fdb.Age(Seconds(304));
    fdb.Flush({}, Seconds(304));
    CHECK(device.notices == std::vector<std::string>{"added 10.0.0.9",
                                                     "remote-added 10.0.0.8",
                                                     "remote-removed 10.0.0.9",
                                                     "learned 10.0.0.3",
                                                     "roamed 10.0.0.4 from 10.0.0.3",
                                                     "changed 10.0.0.5 from 10.0.0.4",
                                                     "changed 10.0.0.5",
                                                     "expired 10.0.0.5",
                                                     "removed 10.0.0.8"});
}
