/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/fdb.h"
#include "ns3/nexthop-table.h"

#include <doctest/doctest.h>

using namespace ns3;

namespace
{

const IpAddress A = *IpAddress::Parse("10.0.0.4");
const IpAddress B = *IpAddress::Parse("10.0.0.5");

void
Note(std::vector<uint32_t>* gone, uint32_t id)
{
    gone->push_back(id);
}

} // namespace

TEST_CASE("Nexthops: flows are shared by weight, as fib_select_multipath() does")
{
    Ptr<NexthopTable> table = CreateObject<NexthopTable>();
    CHECK(table->Set(1, A, false) == NexthopTable::OK);
    CHECK(table->Set(2, B, false) == NexthopTable::OK);
    CHECK(table->SetGroup(10, {{1, 2}, {2, 1}}, false) == NexthopTable::OK);
    CHECK(table->Find(10)->bounds == std::vector<uint32_t>{1431655764, 2147483647});
    CHECK(table->Select(10, 0) == A);
    CHECK(table->Select(10, 1431655764) == A);
    CHECK(table->Select(10, 1431655765) == B);
    CHECK(table->Select(10, 0x7fffffff) == B);
    CHECK(table->Select(1, 0).IsNone());
    CHECK(table->Select(11, 0).IsNone());
    CHECK(table->GetFamily(10) == IpAddress::IPV4);
}

TEST_CASE("Nexthops: commands that are refused")
{
    Ptr<NexthopTable> table = CreateObject<NexthopTable>();
    table->Set(1, A, false);
    table->Set(3, *IpAddress::Parse("fd00::3"), false);
    table->SetGroup(10, {{1, 1}}, false);
    CHECK(table->Set(1, B, false) == NexthopTable::EXISTS);
    CHECK(table->SetGroup(10, {{1, 1}}, false) == NexthopTable::EXISTS);
    CHECK(table->Set(10, B, true) == NexthopTable::OTHER_KIND);
    CHECK(table->SetGroup(1, {{1, 1}}, true) == NexthopTable::OTHER_KIND);
    CHECK(table->SetGroup(11, {{10, 1}}, false) == NexthopTable::BAD_MEMBER);
    CHECK(table->SetGroup(11, {{7, 1}}, false) == NexthopTable::BAD_MEMBER);
    CHECK(table->SetGroup(11, {{1, 1}, {3, 1}}, false) == NexthopTable::OTHER_FAMILY);
    CHECK(table->Remove(7) == NexthopTable::NOT_FOUND);
}

TEST_CASE("Nexthops: a member that goes leaves its groups; an empty group goes")
{
    Ptr<NexthopTable> table = CreateObject<NexthopTable>();
    std::vector<uint32_t> gone;
    table->GetRemovedTrace().ConnectWithoutContext(MakeBoundCallback(&Note, &gone));
    table->Set(1, A, false);
    table->Set(2, B, false);
    table->SetGroup(10, {{1, 1}, {2, 1}}, false);
    CHECK(table->Remove(1) == NexthopTable::OK);
    CHECK(table->Select(10, 0) == B);
    CHECK(gone.empty());
    CHECK(table->Remove(2) == NexthopTable::OK);
    CHECK(gone == std::vector<uint32_t>{10});
    CHECK(table->Find(10) == nullptr);
}

TEST_CASE("FDB: entries of nexthop groups")
{
    Fdb fdb;
    FdbRequest request;
    request.mac = Mac48Address("02:00:00:00:0b:02");
    request.remote = Remote();
    request.remote->nexthop = 10;
    const Time now = Seconds(1);
    FdbRequest mixed = request;
    mixed.remote->address = A;
    CHECK(fdb.Add(mixed, now) == FdbError::INVAL);
    CHECK(fdb.Add(request, now).IsOk());
    CHECK(fdb.GetRows()[0].remotes[0].nexthop == 10);

    // What is learned does not change it, and its frames are dropped.
    CHECK(fdb.Learn(request.mac, 0, A, 0, now) == FdbLearn::DROP_ENTRY_EXISTS);
    FdbRequest plain = request;
    plain.remote = Remote();
    plain.remote->address = A;
    CHECK(fdb.Replace(plain, now) == FdbError::OPNOTSUPP);
    plain.mac = Mac48Address("02:00:00:00:0b:03");
    CHECK(fdb.Add(plain, now).IsOk());
    plain.remote = request.remote;
    CHECK(fdb.Replace(plain, now) == FdbError::OPNOTSUPP);

    // Filters on remotes pass it by, its number does not.
    FdbFlushFilter byPort;
    byPort.port = 4789;
    CHECK(fdb.Flush(byPort, now).IsOk());
    CHECK(fdb.GetSize() == 1);
    fdb.RemoveNexthop(11, now);
    CHECK(fdb.GetSize() == 1);
    fdb.RemoveNexthop(10, now);
    CHECK(fdb.GetSize() == 0);
}
