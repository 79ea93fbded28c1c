/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/scenario-problem.h"
#include "ns3/scenario-units.h"

#include <doctest/doctest.h>

using namespace ns3::scenario;

TEST_CASE("scenario-units: durations need a unit and are exact")
{
    CHECK(ParseDuration("10ms") == 10000000);
    CHECK(ParseDuration("1.5us") == 1500);
    CHECK(ParseDuration("0s") == 0);
    CHECK(ParseDuration("2min") == 120000000000);
    CHECK(ParseDuration("1h") == 3600000000000);
    for (const auto* wrong : {"10",
                              "",
                              "ms",
                              "10 ms",
                              "10msx",
                              "-1s",
                              "1.s",
                              ".5s",
                              "1e3s",
                              "10Ms",
                              "0.5ns",
                              "99999999999h",
                              "1.0000000000000000000000001s",
                              "1..5s"})
    {
        CAPTURE(wrong);
        CHECK_FALSE(ParseDuration(wrong));
    }
}

TEST_CASE("scenario-units: rates are bits, sizes are bytes")
{
    CHECK(ParseRate("1Gbps") == 1000000000);
    CHECK(ParseRate("2.5Mbps") == 2500000);
    CHECK(ParseRate("9bps") == 9);
    CHECK_FALSE(ParseRate("1GBps"));
    CHECK_FALSE(ParseRate("1G"));
    CHECK_FALSE(ParseRate("1.5bps"));
    CHECK(ParseSize("64KiB") == 65536);
    CHECK(ParseSize("1kB") == 1000);
    CHECK(ParseSize("1.5KiB") == 1536);
    CHECK_FALSE(ParseSize("64"));
    CHECK_FALSE(ParseSize("64KB"));
}

TEST_CASE("scenario-units: queues are packets or bytes")
{
    const auto packets = ParseQueue("100p");
    REQUIRE(packets);
    CHECK(packets->inPackets);
    CHECK(packets->amount == 100);
    const auto bytes = ParseQueue("64KiB");
    REQUIRE(bytes);
    CHECK_FALSE(bytes->inPackets);
    CHECK(bytes->amount == 65536);
    CHECK_FALSE(ParseQueue("100"));
    CHECK_FALSE(ParseQueue("1.0p"));
}

TEST_CASE("scenario-units: addresses and networks")
{
    CHECK(ParseAddress("fd00:0::1") == "fd00::1");
    CHECK_FALSE(ParseAddress("10.0.0"));
    CHECK_FALSE(ParseAddress("10.0.0.256"));
    CHECK_FALSE(ParseAddress(""));
    CHECK(ParseMac("02:00:00:00:0A:ff") == "02:00:00:00:0a:ff");
    CHECK_FALSE(ParseMac("02:00:00:00:0a"));
    CHECK_FALSE(ParseMac("02-00-00-00-0a-ff"));
    CHECK_FALSE(ParsePrefix("10.0.0.1"));
    CHECK_FALSE(ParsePrefix("10.0.0.1/33"));
    CHECK_FALSE(ParsePrefix("10.0.0.1/"));
    CHECK_FALSE(ParsePrefix("fd00::1/129"));
    const auto prefix = ParsePrefix("10.1.2.3/20");
    REQUIRE(prefix);
    CHECK(NetworkOf(*prefix).address == "10.1.0.0");
    CHECK(AddressInNetwork(NetworkOf(*prefix), 300) == "10.1.1.44");
    CHECK(SubNetwork({"10.0.0.0", 8, false}, 24, 257)->address == "10.1.1.0");
    CHECK_FALSE(SubNetwork({"10.0.0.0", 8, false}, 24, 65536));
    CHECK(SubNetwork({"fd00::", 48, true}, 64, 3)->address == "fd00:0:0:3::");
    CHECK_FALSE(SubNetwork({"fd00::", 48, true}, 64, 65536));
    CHECK(NetworkOf({"fd00::1234:1", 120, true}).address == "fd00::1234:0");
    CHECK(IsMulticastText("239.1.1.1"));
    CHECK(IsMulticastText("ff02::1"));
    CHECK_FALSE(IsMulticastText("10.0.0.1"));
}

TEST_CASE("scenario-units: hex")
{
    const auto bytes = ParseHex("ff:00 0a1B");
    REQUIRE(bytes);
    CHECK(*bytes == std::vector<uint8_t>{0xff, 0x00, 0x0a, 0x1b});
    CHECK_FALSE(ParseHex(""));
    CHECK_FALSE(ParseHex("f"));
    CHECK_FALSE(ParseHex("fg"));
    CHECK_FALSE(ParseHex("ff  00"));
}

TEST_CASE("scenario-units: texts")
{
    CHECK(DurationText(1500000) == "1.5ms");
    CHECK(DurationText(0) == "0ns");
    CHECK(DurationText(3600000000000) == "3600s");
    CHECK(RateText(941e6) == "941 Mbps");
    CHECK(RateText(1.5e9) == "1.50 Gbps");
    CHECK(RateText(0) == "0 bps");
}

TEST_CASE("scenario-problem: nearest names")
{
    const std::vector<std::string> names = {"rate", "delay", "mtu", "queue", "TcpCubic"};
    CHECK(NearestName("raet", names) == "rate");
    CHECK(NearestName("Delay", names) == "delay");
    CHECK(NearestName("mut", names) == "mtu");
    CHECK(NearestName("queues", names) == "queue");
    CHECK(NearestName("tcpcubic", names) == "TcpCubic");
    CHECK(NearestName("zzzzzzzzz", names).empty());
    CHECK(NearestName("x", {}).empty());
    CHECK(NearestName(std::string(100000, 'x'), names).empty());
}

TEST_CASE("scenario-problem: pointers and lists")
{
    CHECK(PointerTo("/a", "b/c~d") == "/a/b~1c~0d");
    CHECK(PointerTo("", size_t{3}) == "/3");
    CHECK(ListNames({"a", "b", "c"}) == "a, b or c");
    CHECK(ListNames({"a", "b"}, "and") == "a and b");
    CHECK(ListNames({"a"}) == "a");
    CHECK(ListNames({}).empty());
}
