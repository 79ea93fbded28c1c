/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Commands on the forwarding database: `bridge fdb add|append|replace|change|del`. Expectations are
// those recorded from Linux (vxlan-fdb.json) where there are any.

#include "fdb-fixture.h"

#include <doctest/doctest.h>
#include <string>
#include <vector>

using namespace ns3;
using namespace ns3::fdbtest;

TEST_CASE("fdb: a command does what the table says")
{
    enum class Op
    {
        ADD,
        APPEND,
        REPLACE,
        CHANGE,
        DELETE_ONE,
        DELETE_ALL
    };

    struct Row
    {
        const char* name;
        Op op;
        const char* mac;
        bool present; // with the remotes 10.0.0.2 and, if it may, 10.0.0.3
        uint8_t last;
        FdbError error;
        const char* after;
    };

    const std::string unicast = "02:00:00:00:0b:02 permanent 10.0.0.2\n";
    const Row rows[] = {
        {"add", Op::ADD, UNICAST, false, 5, FdbError::OK, "02:00:00:00:0b:02 permanent 10.0.0.5\n"},
        {"add zero",
         Op::ADD,
         ZERO,
         false,
         5,
         FdbError::OK,
         "00:00:00:00:00:00 permanent 10.0.0.5\n"},
        {"add again", Op::ADD, UNICAST, true, 2, FdbError::EXIST, unicast.c_str()},
        {"add other", Op::ADD, UNICAST, true, 5, FdbError::EXIST, unicast.c_str()},
        {"add zero again",
         Op::ADD,
         ZERO,
         true,
         5,
         FdbError::EXIST,
         "00:00:00:00:00:00 permanent 10.0.0.2 10.0.0.3\n"},
        {"append new",
         Op::APPEND,
         UNICAST,
         false,
         5,
         FdbError::OK,
         "02:00:00:00:0b:02 permanent 10.0.0.5\n"},
        {"append unicast", Op::APPEND, UNICAST, true, 5, FdbError::OK, unicast.c_str()},
        {"append zero",
         Op::APPEND,
         ZERO,
         true,
         5,
         FdbError::OK,
         "00:00:00:00:00:00 permanent 10.0.0.2 10.0.0.3 10.0.0.5\n"},
        {"append group",
         Op::APPEND,
         GROUP,
         true,
         5,
         FdbError::OK,
         "01:00:5e:01:02:03 permanent 10.0.0.2 10.0.0.3 10.0.0.5\n"},
        {"append same",
         Op::APPEND,
         ZERO,
         true,
         3,
         FdbError::OK,
         "00:00:00:00:00:00 permanent 10.0.0.2 10.0.0.3\n"},
        {"replace new",
         Op::REPLACE,
         UNICAST,
         false,
         5,
         FdbError::OK,
         "02:00:00:00:0b:02 permanent 10.0.0.5\n"},
        {"replace",
         Op::REPLACE,
         UNICAST,
         true,
         5,
         FdbError::OK,
         "02:00:00:00:0b:02 permanent 10.0.0.5\n"},
        {"replace same", Op::REPLACE, UNICAST, true, 2, FdbError::OK, unicast.c_str()},
        {"replace new zero", Op::REPLACE, ZERO, false, 5, FdbError::OPNOTSUPP, ""},
        {"replace new group", Op::REPLACE, GROUP, false, 5, FdbError::OPNOTSUPP, ""},
        {"replace group",
         Op::REPLACE,
         GROUP,
         true,
         5,
         FdbError::OPNOTSUPP,
         "01:00:5e:01:02:03 permanent 10.0.0.2 10.0.0.3\n"},
        {"change missing", Op::CHANGE, UNICAST, false, 5, FdbError::NOENT, ""},
        {"change", Op::CHANGE, UNICAST, true, 5, FdbError::OK, unicast.c_str()},
        {"delete missing", Op::DELETE_ALL, UNICAST, false, 0, FdbError::NOENT, ""},
        {"delete missing dst", Op::DELETE_ONE, UNICAST, false, 2, FdbError::NOENT, ""},
        {"delete", Op::DELETE_ALL, UNICAST, true, 0, FdbError::OK, ""},
        {"delete list", Op::DELETE_ALL, ZERO, true, 0, FdbError::OK, ""},
        {"delete dst", Op::DELETE_ONE, UNICAST, true, 2, FdbError::OK, ""},
        {"delete other dst", Op::DELETE_ONE, UNICAST, true, 7, FdbError::OK, unicast.c_str()},
        {"delete first dst",
         Op::DELETE_ONE,
         ZERO,
         true,
         2,
         FdbError::OK,
         "00:00:00:00:00:00 permanent 10.0.0.3\n"},
        {"delete second dst",
         Op::DELETE_ONE,
         GROUP,
         true,
         3,
         FdbError::OK,
         "01:00:5e:01:02:03 permanent 10.0.0.2\n"},
    };
    for (const Row& row : rows)
    {
        CAPTURE(std::string(row.name));
        Device device;
        Fdb& fdb = device.fdb;
        if (row.present)
        {
            REQUIRE(fdb.Append(Request(row.mac, 2), Seconds(0)).IsOk());
            REQUIRE(fdb.Append(Request(row.mac, 3), Seconds(0)).IsOk());
        }
        const FdbRequest request = Request(row.mac, row.last);
        FdbResult result;
        switch (row.op)
        {
        case Op::ADD:
            result = fdb.Add(request, Seconds(1));
            break;
        case Op::APPEND:
            result = fdb.Append(request, Seconds(1));
            break;
        case Op::REPLACE:
            result = fdb.Replace(request, Seconds(1));
            break;
        case Op::CHANGE:
            result = fdb.Change(request, Seconds(1));
            break;
        case Op::DELETE_ONE:
            result = fdb.Delete(request.mac, VNI, request.remote, Seconds(1));
            break;
        case Op::DELETE_ALL:
            result = fdb.Delete(request.mac, std::nullopt, std::nullopt, Seconds(1));
            break;
        }
        CHECK(result == row.error);
        CHECK(Show(fdb) == row.after);
    }
}

TEST_CASE("fdb: wrong arguments are refused before anything is looked up")
{
    FdbRequest noRemote = Request(UNICAST, 2);
    noRemote.remote.reset();
    FdbRequest noState = Request(UNICAST, 2);
    noState.state = FDB_NOARP;
    FdbRequest ipv6 = Request(UNICAST, Remote{Ipv6Address("fd00::2")});
    FdbRequest bigVni = Request(UNICAST, Remote{Ip(2), 0, true, 0x1000000, 0});
    FdbRequest bigSourceVni = Request(UNICAST, 2);
    bigSourceVni.sourceVni = 0x1000000;

    struct Row
    {
        const char* name;
        const FdbRequest& request;
        FdbError error;
    };

    const Row rows[] = {
        {"no dst", noRemote, FdbError::INVAL},
        {"neither permanent nor reachable", noState, FdbError::INVAL},
        {"other family", ipv6, FdbError::AFNOSUPPORT},
        {"VNI of 25 bits", bigVni, FdbError::INVAL},
        {"source VNI of 25 bits", bigSourceVni, FdbError::INVAL},
    };
    for (const Row& row : rows)
    {
        CAPTURE(std::string(row.name));
        Device device;
        for (int present = 0; present < 2; present++)
        {
            CHECK(device.fdb.Add(row.request, Seconds(0)) == row.error);
            CHECK(device.fdb.Append(row.request, Seconds(0)) == row.error);
            CHECK(device.fdb.Replace(row.request, Seconds(0)) == row.error);
            CHECK(device.fdb.Change(row.request, Seconds(0)) == row.error);
            CHECK(device.fdb.GetSize() == std::size_t(present));
            device.fdb.Add(Request(UNICAST, 2), Seconds(0));
        }
    }
}

TEST_CASE("fdb: odd remotes that Linux accepts")
{
    Device device;
    CHECK(device.fdb.Add(Request(UNICAST, 0), Seconds(0)).IsOk());
    CHECK(device.fdb.Replace(Request(UNICAST, Remote{Ipv4Address("0.0.0.0")}), Seconds(0)).IsOk());
    CHECK(device.fdb.Add(Request("02:00:00:00:0b:04", Remote{Ipv4Address("239.1.1.1")}), Seconds(0))
              .IsOk());
    CHECK(Show(device.fdb) == "02:00:00:00:0b:02 permanent 0.0.0.0\n"
                              "02:00:00:00:0b:04 permanent 239.1.1.1\n");
    // To delete a remote 0.0.0.0 is to delete the entry, whatever its remote is.
    CHECK(device.fdb
              .Delete(Mac48Address("02:00:00:00:0b:04"),
                      VNI,
                      Remote{Ipv4Address("0.0.0.0")},
                      Seconds(0))
              .IsOk());
    CHECK(Show(device.fdb) == "02:00:00:00:0b:02 permanent 0.0.0.0\n");
}

TEST_CASE("fdb: remotes are the same when address, port, VNI and interface are")
{
    Device device;
    Fdb& fdb = device.fdb;
    const Remote plain{Ip(5)};
    const Remote variants[] = {
        {Ip(5), 5001, true, 8, 0},
        {Ip(5), 5001, false, 0, 0},
        {Ip(5), 0, true, 8, 0},
        {Ip(5), 0, false, 0, 3},
    };
    REQUIRE(fdb.Append(Request(ZERO, plain), Seconds(0)).IsOk());
    for (const Remote& remote : variants)
    {
        REQUIRE(fdb.Append(Request(ZERO, remote), Seconds(0)).IsOk());
        REQUIRE(fdb.Append(Request(ZERO, remote), Seconds(0)).IsOk());
    }
    // The device's own port and VNI, said in full.
    REQUIRE(fdb.Append(Request(ZERO, Remote{Ip(5), 4789, true, VNI, 0}), Seconds(0)).IsOk());
    CHECK(Show(fdb) == "00:00:00:00:00:00 permanent 10.0.0.5 10.0.0.5:5001/8 10.0.0.5:5001 "
                       "10.0.0.5/8 10.0.0.5%3\n");
    CHECK(fdb.GetRemoteCount() == 5);
    CHECK(
        fdb.Delete(Mac48Address(ZERO), VNI, Remote{Ip(5), 4789, true, VNI, 0}, Seconds(0)).IsOk());
    CHECK(Show(fdb) ==
          "00:00:00:00:00:00 permanent 10.0.0.5:5001/8 10.0.0.5:5001 10.0.0.5/8 10.0.0.5%3\n");
}

TEST_CASE("fdb: add over a learned entry fails, replace makes it permanent")
{
    Device device;
    Fdb& fdb = device.fdb;
    const Mac48Address mac(UNICAST);
    fdb.Learn(mac, VNI, Ip(3), 0, Seconds(0));
    CHECK(fdb.Add(Request(UNICAST, 2), Seconds(1)) == FdbError::EXIST);
    CHECK(Show(fdb) == "02:00:00:00:0b:02  10.0.0.3\n");
    CHECK(fdb.Replace(Request(UNICAST, 3), Seconds(1)).IsOk());
    CHECK(Show(fdb) == "02:00:00:00:0b:02 permanent 10.0.0.3\n");
    CHECK(fdb.Find(mac, VNI)->IsAddedByUser());
    CHECK(fdb.Learn(mac, VNI, Ip(4), 0, Seconds(2)) == FdbLearn::DROP_ENTRY_EXISTS);
}

TEST_CASE("fdb: a control plane leaves state and flags of a user's entry alone")
{
    Device device;
    Fdb& fdb = device.fdb;
    const Mac48Address mac(UNICAST);
    FdbRequest external = Request(UNICAST, 4);
    external.state = FDB_REACHABLE;
    external.flags = FDB_SELF | FDB_EXT_LEARNED;

    REQUIRE(fdb.Add(Request(UNICAST, 3), Seconds(0)).IsOk());
    CHECK(fdb.Replace(external, Seconds(1)).IsOk());
    CHECK(fdb.Find(mac, VNI)->GetState() == (FDB_PERMANENT | FDB_NOARP));
    CHECK(fdb.Find(mac, VNI)->GetFlags() == FDB_SELF);
    CHECK(Show(fdb) == "02:00:00:00:0b:02 permanent 10.0.0.4\n");

    // A learned entry it may take.
    Device other;
    other.fdb.Learn(mac, VNI, Ip(3), 0, Seconds(0));
    CHECK(other.fdb.Replace(external, Seconds(1)).IsOk());
    CHECK(other.fdb.Find(mac, VNI)->GetFlags() == external.flags);
}

TEST_CASE("fdb: a refused replace of a list has changed its state, as in Linux")
{
    Device device;
    REQUIRE(device.fdb.Add(Request(GROUP, 3), Seconds(0)).IsOk());
    FdbRequest request = Request(GROUP, 5);
    request.state = FDB_REACHABLE;
    CHECK(device.fdb.Replace(request, Seconds(1)) == FdbError::OPNOTSUPP);
    CHECK(Show(device.fdb) == "01:00:5e:01:02:03  10.0.0.3\n");
    CHECK(device.fdb.GetRows()[0].updated == Seconds(0));
    // It ages now.
    device.fdb.Age(Seconds(300));
    CHECK(device.fdb.GetSize() == 0);
}

TEST_CASE("fdb: commands refresh `updated` when they change something, or say use")
{
    Device device;
    Fdb& fdb = device.fdb;
    const Mac48Address mac(UNICAST);
    FdbRequest request = Request(UNICAST, 3);
    REQUIRE(fdb.Add(request, Seconds(0)).IsOk());
    CHECK(fdb.Change(request, Seconds(1)).IsOk());
    CHECK(fdb.Find(mac, VNI)->GetUpdated() == Seconds(0));
    request.flags |= FDB_USE;
    CHECK(fdb.Change(request, Seconds(2)).IsOk());
    CHECK(fdb.Find(mac, VNI)->GetUpdated() == Seconds(2));
    CHECK(fdb.Find(mac, VNI)->GetFlags() == FDB_SELF);
    request.flags = FDB_SELF | FDB_ROUTER;
    CHECK(fdb.Change(request, Seconds(3)).IsOk());
    CHECK(fdb.Find(mac, VNI)->GetUpdated() == Seconds(3));
    CHECK(fdb.Replace(Request(UNICAST, 4), Seconds(4)).IsOk());
    CHECK(fdb.Find(mac, VNI)->GetUpdated() == Seconds(4));
    CHECK(fdb.Find(mac, VNI)->GetUsed() == Seconds(0));
}

TEST_CASE("fdb: the limit counts every entry, the default one too")
{
    Device device;
    Fdb& fdb = device.fdb;
    fdb.SetMaxEntries(2);
    REQUIRE(fdb.SetDefaultRemote(Ip(9), 0, Seconds(0)).IsOk());
    REQUIRE(fdb.Add(Request(UNICAST, 2), Seconds(0)).IsOk());
    CHECK(fdb.Add(Request("02:00:00:00:0b:03", 2), Seconds(0)) == FdbError::NOSPC);
    CHECK(fdb.Append(Request(GROUP, 2), Seconds(0)) == FdbError::NOSPC);
    CHECK(fdb.Replace(Request("02:00:00:00:0b:03", 2), Seconds(0)) == FdbError::NOSPC);
    // A remote more is no entry more.
    CHECK(fdb.Append(Request(ZERO, 2), Seconds(0)).IsOk());
    REQUIRE(fdb.Delete(Mac48Address(UNICAST), VNI, std::nullopt, Seconds(0)).IsOk());
    CHECK(fdb.Add(Request("02:00:00:00:0b:03", 2), Seconds(0)).IsOk());
    CHECK(fdb.GetSize() == 2);
    // A lower limit takes nothing away.
    fdb.SetMaxEntries(1);
    CHECK(fdb.GetSize() == 2);
}
