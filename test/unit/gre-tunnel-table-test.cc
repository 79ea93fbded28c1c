/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/gre-demux.h"
#include "ns3/gre-tunnel-table.h"

#include <doctest/doctest.h>
#include <vector>

using namespace ns3;

namespace
{

/** A tunnel that is up or down. */
class Tunnel : public GreReceiver
{
  public:
    bool IsReady() const override
    {
        return up;
    }

    void ReceiveGre(Ptr<Packet>, const GrePacket&) override
    {
    }

    bool up = true;
};

/** @returns a key @param local own address @param remote other end @param link lower device */
GreTunnelKey
Key(const char* local, const char* remote, uint32_t link = 0)
{
    GreTunnelKey key;
    key.local = Ipv4Address(local);
    key.remote = Ipv4Address(remote);
    key.link = link;
    return key;
}

/** @returns the same with a key @param key without @param value the key */
GreTunnelKey
With(GreTunnelKey key, uint32_t value)
{
    key.hasKey = true;
    key.key = value;
    return key;
}

const char* const ANY = "0.0.0.0";
const char* const OWN = "10.0.0.1";
const char* const PEER = "10.0.0.2";

} // namespace

TEST_CASE("GRE tunnels are looked up by both addresses, then remote, then local, then none")
{
    GreTunnelTable table;
    Tunnel both;
    Tunnel remote;
    Tunnel local;
    Tunnel none;
    table.Add(Key(ANY, ANY), &none);
    CHECK(table.Lookup(Key(OWN, PEER, 1)) == &none);
    table.Add(Key(OWN, ANY), &local);
    CHECK(table.Lookup(Key(OWN, PEER, 1)) == &local);
    table.Add(Key(ANY, PEER), &remote);
    CHECK(table.Lookup(Key(OWN, PEER, 1)) == &remote);
    table.Add(Key(OWN, PEER), &both);
    CHECK(table.Lookup(Key(OWN, PEER, 1)) == &both);
    CHECK(table.Lookup(Key("10.0.0.9", PEER, 1)) == &remote);
    CHECK(table.Lookup(Key(OWN, "10.0.0.9", 1)) == &local);
    CHECK(table.Lookup(Key("10.0.0.9", "10.0.0.9", 1)) == &none);
    both.up = false;
    CHECK(table.Lookup(Key(OWN, PEER, 1)) == &remote);
    table.Remove(Key(ANY, PEER));
    CHECK(table.Lookup(Key(OWN, PEER, 1)) == &local);
}

TEST_CASE("GRE keys: presence and value must be equal, but for the wildcard tunnel")
{
    GreTunnelTable table;
    Tunnel keyed;
    Tunnel wild;
    table.Add(With(Key(OWN, PEER), 42), &keyed);
    CHECK(table.Lookup(With(Key(OWN, PEER, 1), 42)) == &keyed);
    CHECK(table.Lookup(With(Key(OWN, PEER, 1), 43)) == nullptr);
    CHECK(table.Lookup(Key(OWN, PEER, 1)) == nullptr);
    // Linux compares the key only in its last loop: no key is key 0 there.
    table.Add(Key(ANY, ANY), &wild);
    CHECK(table.Lookup(Key(OWN, PEER, 1)) == &wild);
    CHECK(table.Lookup(With(Key(OWN, PEER, 1), 0)) == &wild);
    CHECK(table.Lookup(With(Key(OWN, PEER, 1), 43)) == nullptr);
}

TEST_CASE("A GRE tunnel bound to the incoming device goes before one of an earlier step")
{
    GreTunnelTable table;
    Tunnel free;
    Tunnel bound;
    Tunnel elsewhere;
    table.Add(Key(OWN, PEER), &free);
    table.Add(Key(ANY, PEER, 7), &bound);
    CHECK(table.Lookup(Key(OWN, PEER, 7)) == &bound);
    CHECK(table.Lookup(Key(OWN, PEER, 8)) == &free);
    // Linux prefers a bound tunnel but does not insist on it.
    table.Add(Key(OWN, "10.0.0.3", 9), &elsewhere);
    CHECK(table.Lookup(Key(OWN, "10.0.0.3", 1)) == &elsewhere);
}

TEST_CASE("A GRE tunnel to a group is found by the group, and no two tunnels have one key")
{
    GreTunnelTable table;
    Tunnel group;
    Tunnel other;
    const GreTunnelKey key = With(Key(ANY, "239.1.1.1"), 5);
    CHECK(table.Add(key, &group));
    CHECK_FALSE(table.Add(key, &other));
    CHECK(table.Find(key) == &group);
    CHECK(table.Lookup(With(Key("239.1.1.1", PEER, 1), 5)) == &group);
    CHECK(table.Lookup(With(Key("239.1.1.2", PEER, 1), 5)) == nullptr);
    table.Remove(key);
    CHECK(table.Find(key) == nullptr);
    CHECK(table.Lookup(With(Key("239.1.1.1", PEER, 1), 5)) == nullptr);
}
