/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Commands on the forwarding database: `bridge fdb add|append|replace|change|del|flush` and the
// device's remote. Expectations are those recorded from Linux (vxlan-fdb.json) where there are any.

#include "ns3/fdb.h"

#include <doctest/doctest.h>
#include <string>
#include <vector>

using namespace ns3;

namespace
{

const char* const ZERO = "00:00:00:00:00:00";
const char* const UNICAST = "02:00:00:00:0b:02";
const char* const GROUP = "01:00:5e:01:02:03";
constexpr uint32_t VNI = 100;

/** @param last last byte @returns 10.0.0.last */
IpAddress
Ip(uint8_t last)
{
    return Ipv4Address(0x0a000000u + last);
}

/** @param mac address @param remote remote @returns `bridge fdb ... MAC dst ...` */
FdbRequest
Request(const char* mac, const Remote& remote)
{
    FdbRequest request;
    request.mac = Mac48Address(mac);
    request.remote = remote;
    return request;
}

/** @param mac address @param last last byte of the remote @returns a command's arguments */
FdbRequest
Request(const char* mac, uint8_t last)
{
    return Request(mac, Remote{Ip(last)});
}

/** @param fdb database @returns its rows, "MAC state dst,dst" each, as one text */
std::string
Show(const Fdb& fdb)
{
    std::ostringstream text;
    for (const FdbRow& row : fdb.GetRows())
    {
        text << row.mac << " " << row.GetStateName();
        for (const Remote& remote : row.remotes)
        {
            text << " " << remote.address.ToString();
            if (remote.port)
            {
                text << ":" << remote.port;
            }
            if (remote.hasVni)
            {
                text << "/" << remote.vni;
            }
            if (remote.ifIndex)
            {
                text << "%" << remote.ifIndex;
            }
        }
        text << "\n";
    }
    return text.str();
}

/** A device's database with VNI 100 and port 4789. */
struct Device
{
    Fdb fdb;
    std::vector<std::string> notices;

    Device()
    {
        fdb.SetDefaults(4789, VNI);
        fdb.SetNotifier([this](const FdbNotice& notice) {
            std::string text = FdbEventName(notice.event);
            text += " " + fdb.GetRemote(notice.remote).address.ToString();
            if (notice.previous)
            {
                text += " from " + notice.previous->address.ToString();
            }
            notices.push_back(text);
        });
    }
};

} // namespace

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
