/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "hex-bytes.h"

#include "ns3/neighbor-suppression.h"
#include "ns3/neighbor-table.h"

#include <doctest/doctest.h>

using namespace ns3;

namespace
{

const Mac48Address SENDER("02:00:00:00:0a:01");
const Mac48Address TARGET("02:00:00:00:0b:05");

const std::string ARP = "0001080006040001020000000a01c0a80001000000000000c0a80005";
const std::string NS = "6000000000203afffd010000000000000000000000000001"
                       "ff0200000000000000000001ff000005"
                       "8700738f00000000fd0100000000000000000000000000050101020000000a01";

NeighborQuery
Read(uint16_t type, const std::string& hex)
{
    return NeighborQuery::Read(type, ToPacket(hex), SENDER);
}

} // namespace

TEST_CASE("Neighbour suppression: ARP")
{
    const NeighborQuery query = Read(0x0806, ARP);
    CHECK(query.kind == NeighborQuery::ASKS);
    CHECK(query.target == *IpAddress::Parse("192.168.0.5"));
    CHECK(ToHex(query.Answer(TARGET, true)) ==
          "0001080006040002020000000b05c0a80005020000000a01c0a80001");
    CHECK(Read(0x0806, ARP.substr(0, 54)).kind == NeighborQuery::TRUNCATED);
    std::string reply = ARP;
    reply[15] = '2';
    CHECK(Read(0x0806, reply).kind == NeighborQuery::IGNORED);
}

TEST_CASE("Neighbour suppression: neighbour discovery, whatever the bytes")
{
    const NeighborQuery query = Read(0x86dd, NS);
    CHECK(query.kind == NeighborQuery::ASKS);
    CHECK(query.answerable);
    CHECK(query.senderMac == SENDER);
    CHECK(ToHex(query.Answer(TARGET, false)) ==
          "6000000000203afffd010000000000000000000000000005fd010000000000000000000000000001"
          "8800118e60000000fd0100000000000000000000000000050201020000000b05");
    const std::string router = ToHex(query.Answer(TARGET, true));
    CHECK(router.substr(80, 2) == "88");
    CHECK(router.substr(88, 2) == "e0");
    // Options: of length 0, cut short, none.
    std::string zero = NS;
    zero.replace(130, 2, "00");
    CHECK_FALSE(Read(0x86dd, zero).answerable);
    CHECK_FALSE(Read(0x86dd, NS.substr(0, 140)).answerable);
    CHECK(Read(0x86dd, NS.substr(0, 128)).answerable);
    for (std::size_t length = 0; length < 128; length += 2)
    {
        CHECK(Read(0x86dd, NS.substr(0, length)).kind == NeighborQuery::NOT_OURS);
    }
    CHECK(Read(0x0800, NS).kind == NeighborQuery::NOT_OURS);
}

TEST_CASE("Neighbour table: what is known for sure")
{
    NeighborTable table;
    const IpAddress address = *IpAddress::Parse("192.168.0.5");
    CHECK(table.Find(address) == nullptr);
    Neighbor neighbor;
    neighbor.mac = TARGET;
    neighbor.confirmed = Seconds(10);
    for (const NeighborState state : {NEIGH_STALE, NEIGH_DELAY, NEIGH_PROBE, NEIGH_FAILED})
    {
        neighbor.state = state;
        CHECK_FALSE(NeighborTable::IsConnected(neighbor, Seconds(10)));
    }
    neighbor.state = NEIGH_REACHABLE;
    CHECK(NeighborTable::IsConnected(neighbor, Seconds(39)));
    CHECK_FALSE(NeighborTable::IsConnected(neighbor, Seconds(40)));
    neighbor.state = NEIGH_PERMANENT;
    CHECK(NeighborTable::IsConnected(neighbor, Seconds(1000)));
    table.Set(address, neighbor);
    CHECK(table.Find(address)->mac == TARGET);
    CHECK(table.Remove(address));
    CHECK_FALSE(table.Remove(address));
}
