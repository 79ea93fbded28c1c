/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/command-arguments.h"
#include "ns3/link-options.h"

#include <doctest/doctest.h>
#include <set>

using namespace ns3;

using Words = std::vector<std::string>;

TEST_CASE("iproute2 words: a command line is split as by a shell")
{
    CHECK(SplitCommand("  ip  link\tshow ") == Words{"ip", "link", "show"});
    CHECK(SplitCommand("sysctl -qw a.b=\"40000 40009\"") ==
          Words{"sysctl", "-qw", "a.b=40000 40009"});
    CHECK(SplitCommand("x 'a \"b' c\\ d ''") == Words{"x", "a \"b", "c d", ""});
    CHECK(SplitCommand("").empty());
    CHECK_THROWS_AS(SplitCommand("ip 'link"), CommandFailure);
}

TEST_CASE("iproute2 words: numbers are read as strtoul reads them")
{
    CHECK(ParseCommandNumber("100", 255) == 100U);
    CHECK(ParseCommandNumber("0x64", 255) == 100U);
    CHECK(ParseCommandNumber("0144", 255) == 100U);
    CHECK(ParseCommandNumber("b8", 255, 16) == 0xb8U);
    for (const char* bad : {"", "256", "-1", "+1", "1x", "x", " 1", "99999999999999999999999"})
    {
        INFO(bad);
        CHECK_FALSE(ParseCommandNumber(bad, 255));
    }
}

TEST_CASE("iproute2 words: addresses and prefixes")
{
    CHECK(TakeAddress("10.0.0.2").ToString() == "10.0.0.2");
    CHECK(TakeAddress("10.1").ToString() == "10.1.0.0");
    CHECK(TakeAddress("fd00::2").ToString() == "fd00::2");
    CHECK(TakeAddress("any").IsNone());
    for (const char* bad : {"10.0.0.300", "10..1", "1.2.3.4.5", "fd00::x", "", "host"})
    {
        INFO(bad);
        CHECK_THROWS_AS(TakeAddress(bad), CommandFailure);
    }
    CHECK_THROWS_AS(TakeAddress("fd00::2", IpAddress::IPV4), CommandFailure);

    CHECK(TakePrefix("10.0.0.0/8").length == 8);
    CHECK(TakePrefix("10.0.0.1").length == 32);
    CHECK(TakePrefix("fd00::/64").length == 64);
    CHECK(TakePrefix("default").length == 0);
    for (const char* bad : {"10.0.0.1/33", "fd00::1/129", "10.0.0.1/", "10.0.0.1/x", "/8"})
    {
        INFO(bad);
        CHECK_THROWS_AS(TakePrefix(bad), CommandFailure);
    }
}

TEST_CASE("iproute2 words: keywords may be shortened")
{
    CHECK(IsKeyword("dstp", "dstport"));
    CHECK(IsKeyword("dstport", "dstport"));
    CHECK_FALSE(IsKeyword("dstports", "dstport"));
    CHECK_FALSE(IsKeyword("", "dstport"));
}

TEST_CASE("Link options: every declaration is whole")
{
    for (const auto* table : {&VxlanLinkOptions(), &GretapLinkOptions()})
    {
        std::set<std::string> names;
        for (const LinkOption& option : *table)
        {
            INFO(option.name);
            CHECK(names.insert(option.name).second);
            CHECK(option.help.size() > 10);
            CHECK(option.help.back() == '.');
            CHECK(option.IsSupported() == static_cast<bool>(option.apply));
            if (option.kind == LinkOptionKind::NUMBER)
            {
                CHECK(option.max > 0);
                CHECK_FALSE(option.complaint.empty());
            }
            if (option.kind == LinkOptionKind::CHOICE)
            {
                CHECK_FALSE(option.words.empty());
            }
        }
    }
}

TEST_CASE("Link options: the words of one option are checked without a node")
{
    const auto& vxlan = VxlanLinkOptions();
    CHECK(CheckLinkOption(vxlan, {"id", "100"}) == "");
    CHECK(CheckLinkOption(vxlan, {"nolearning"}) == "");
    CHECK(CheckLinkOption(vxlan, {"srcport", "5", "6"}) == "");
    CHECK(CheckLinkOption(vxlan, {"dev", "eth0"}) == "");
    CHECK(CheckLinkOption(vxlan, {"tos", "EF"}) == "");
    CHECK(CheckLinkOption(vxlan, {"noproxy"}) == "");
    CHECK(CheckLinkOption(vxlan, {"id", "16777216"}) ==
          "Error: argument \"16777216\" is wrong: invalid id");
    CHECK(CheckLinkOption(vxlan, {"id", "1", "2"}) == "\"2\" is one word too many");
    CHECK(CheckLinkOption(vxlan, {"colour", "red"}) == "unknown option");
    CHECK(CheckLinkOption(vxlan, {"mcroute"}) ==
          "Error: option mcroute is not supported by this model.");
    CHECK(CheckLinkOption(vxlan, {"flowlabel", "inherit"}) == "");
    CHECK(CheckLinkOption(GretapLinkOptions(), {"key", "1.2.3.4"}) == "");
    CHECK(CheckLinkOption(GretapLinkOptions(), {"nokey"}) == "");

    for (const LinkOption& option : vxlan)
    {
        if (option.name == "tos")
        {
            CHECK(FormatLinkNumber(option, 184) == "0xb8");
        }
        if (option.name == "ttl")
        {
            CHECK(FormatLinkNumber(option, 64) == "64");
        }
    }
}
