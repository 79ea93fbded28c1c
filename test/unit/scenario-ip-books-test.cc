/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/scenario-ip-books.h"

#include <doctest/doctest.h>

using namespace ns3;
using ns3::scenario::IpLayerBooks;

namespace
{

const IpLayerBooks::FragmentKey KEY{"10.0.0.1 10.0.0.2", 7};

} // namespace

TEST_CASE("scenario-ip-books: received, delivered, forwarded")
{
    IpLayerBooks layer;
    layer.Received(false, {});
    layer.Delivered();
    layer.Received(false, {});
    layer.Forwarded();
    layer.Sent(false);
    layer.Originated();
    layer.Sent(false);
    const auto& books = layer.Close();
    CHECK(books.Close());
    CHECK(books.in == 2);
    CHECK(books.originated == 1);
    CHECK(books.consumed == 1);
    CHECK(books.out == 2);
    CHECK(books.dropped == 0);
}

TEST_CASE("scenario-ip-books: what ns-3 drops without a word is counted as dropped")
{
    IpLayerBooks layer;
    layer.Received(false, {}); // nothing is heard of it
    layer.Received(false, {});
    layer.Forwarded(); // and not sent: its interface is down
    layer.Originated();
    layer.Sent(false);
    layer.Originated(); // nor this one
    const auto& books = layer.Close();
    CHECK(books.Close());
    CHECK(books.dropped == 3);
    CHECK(layer.GetDrops().Get(HOST_STACK) == 3);
}

TEST_CASE("scenario-ip-books: fragments")
{
    IpLayerBooks layer;
    layer.Originated();
    layer.Sent(true);
    layer.Sent(true);
    layer.Sent(true);
    layer.Received(true, KEY);
    layer.Received(true, {KEY.addresses, 8});
    layer.Received(true, KEY);
    layer.Received(true, KEY);
    layer.Delivered();
    CHECK(IpLayerBooks(layer).Close().held == 1);
    layer.TimedOut(KEY.addresses);
    const auto& books = layer.Close();
    CHECK(books.Close());
    CHECK(books.fragments == 2);
    CHECK(books.merged == 2);
    CHECK(books.consumed == 1);
    CHECK(books.held == 0);
    CHECK(layer.GetDrops().Get(FRAGMENT_TIMEOUT) == 1);
}

TEST_CASE("scenario-ip-books: drops belong to what is underway")
{
    IpLayerBooks layer;
    layer.Received(false, {});
    layer.Originated(); // the ICMP error comes before the drop
    layer.Sent(false);
    layer.Dropped(IP_TTL_EXPIRED, false);
    layer.Dropped(NO_ROUTE, false); // a packet of this node that went nowhere
    layer.Refused(LINK_DOWN);
    layer.Received(false, {});
    layer.Delivered();
    layer.Dropped(NO_ROUTE, true); // a multicast that was delivered and is not routed on
    layer.Received(false, {});
    layer.Delivered();
    layer.Forwarded(); // a copy
    layer.Sent(false);
    const auto& books = layer.Close();
    CHECK(books.Close());
    CHECK(books.in == 4);
    CHECK(books.originated == 2);
    CHECK(books.copies == 1);
    CHECK(books.dropped == 3);
    CHECK(layer.GetDrops().Get(NO_ROUTE) == 1);
}
