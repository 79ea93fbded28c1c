/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/ip-address.h"

#include <doctest/doctest.h>
#include <map>
#include <sstream>
#include <type_traits>

using ns3::IpAddress;
using ns3::Ipv4Address;
using ns3::Ipv6Address;

static_assert(std::is_trivially_copyable_v<IpAddress>, "a plain value");
static_assert(sizeof(IpAddress) <= 20, "small");

TEST_SUITE("ip-address")
{
    TEST_CASE("text is read as inet_pton reads it, and printed back")
    {
        for (const char* text : {"0.0.0.0",
                                 "10.0.0.1",
                                 "255.255.255.255",
                                 "::",
                                 "::1",
                                 "fd00::1",
                                 "fe80::1:2:3:4",
                                 "::ffff:10.0.0.1",
                                 "2001:db8:1:2:3:4:5:6"})
        {
            const auto address = IpAddress::Parse(text);
            REQUIRE(address);
            CHECK(address->ToString() == text);
        }
        for (const char* text : {"",
                                 "10.0.0",
                                 "10.0.0.256",
                                 "10.0.0.1/24",
                                 " 10.0.0.1",
                                 "10.0.0.1 ",
                                 "010.0.0.1",
                                 "0x0a.0.0.1",
                                 "fd00::1%eth0",
                                 "fd00:::1",
                                 "1:2:3:4:5:6:7:8:9",
                                 "host",
                                 "any"})
        {
            CHECK_MESSAGE(!IpAddress::Parse(text), text);
        }
        CHECK(!IpAddress::Parse(std::string("10.0.0.1\0x", 10)));
    }

    TEST_CASE("a default address is none")
    {
        const IpAddress none;
        CHECK(none.IsNone());
        CHECK(none.IsAny());
        CHECK(none.GetSize() == 0);
        CHECK(none.ToString() == "none");
        CHECK(none != IpAddress::Any(IpAddress::IPV4));
        CHECK(none.ToAddress().IsInvalid());
    }

    TEST_CASE("ns-3's address types go in and out")
    {
        const IpAddress v4 = Ipv4Address("10.1.2.3");
        const IpAddress v6 = Ipv6Address("fd00::1");
        CHECK(v4.ToIpv4() == Ipv4Address("10.1.2.3"));
        CHECK(v6.ToIpv6() == Ipv6Address("fd00::1"));
        CHECK(v4.ToIpv6() == Ipv6Address::GetAny());
        CHECK(v6.ToIpv4() == Ipv4Address("0.0.0.0"));
        CHECK(IpAddress::FromAddress(v4.ToAddress()) == v4);
        CHECK(IpAddress::FromAddress(v6.ToAddress()) == v6);
        CHECK(IpAddress::FromAddress(ns3::Address()).IsNone());
        CHECK(v4.Bytes()[0] == 10);
        CHECK(v4.Bytes()[3] == 3);
        CHECK(v6.Bytes()[15] == 1);
        CHECK(IpAddress::FromBytes(IpAddress::IPV4, v4.Bytes()) == v4);
        CHECK(IpAddress::FromBytes(IpAddress::IPV6, v6.Bytes()) == v6);
    }

    TEST_CASE("what kind of address it is")
    {
        struct Row
        {
            const char* text;
            bool any;
            bool multicast;
            bool linkLocal;
            bool loopback;
            bool broadcast;
        };

        const Row rows[] = {
            {"0.0.0.0", true, false, false, false, false},
            {"10.0.0.1", false, false, false, false, false},
            {"223.255.255.255", false, false, false, false, false},
            {"224.0.0.1", false, true, false, false, false},
            {"239.255.255.255", false, true, false, false, false},
            {"240.0.0.1", false, false, false, false, false},
            {"255.255.255.255", false, false, false, false, true},
            {"169.254.1.1", false, false, true, false, false},
            {"127.0.0.1", false, false, false, true, false},
            {"127.255.0.9", false, false, false, true, false},
            {"::", true, false, false, false, false},
            {"::1", false, false, false, true, false},
            {"fe80::1", false, false, true, false, false},
            {"febf::1", false, false, true, false, false},
            {"fec0::1", false, false, false, false, false},
            {"ff02::1", false, true, false, false, false},
            {"fd00::1", false, false, false, false, false},
        };
        for (const Row& row : rows)
        {
            INFO(row.text);
            const IpAddress address = IpAddress::Parse(row.text).value();
            CHECK(address.IsAny() == row.any);
            CHECK(address.IsMulticast() == row.multicast);
            CHECK(address.IsLinkLocal() == row.linkLocal);
            CHECK(address.IsLoopback() == row.loopback);
            CHECK(address.IsBroadcast() == row.broadcast);
        }
    }

    TEST_CASE("order: none, IPv4, IPv6, by number")
    {
        std::map<IpAddress, int> sorted;
        for (const char* text : {"fd00::2", "10.0.0.2", "10.0.0.10", "::", "fd00::1", "9.9.9.9"})
        {
            sorted[IpAddress::Parse(text).value()] = 0;
        }
        sorted[IpAddress()] = 0;
        std::ostringstream os;
        for (const auto& entry : sorted)
        {
            os << entry.first << " ";
        }
        CHECK(os.str() == "none 9.9.9.9 10.0.0.2 10.0.0.10 :: fd00::1 fd00::2 ");
    }

    TEST_CASE("the hash tells addresses and families apart")
    {
        const auto hash = [](const char* text) { return IpAddress::Parse(text)->GetHash(); };
        CHECK(hash("10.0.0.1") == hash("10.0.0.1"));
        CHECK(hash("10.0.0.1") != hash("10.0.0.2"));
        CHECK(hash("0.0.0.0") != hash("::"));
        CHECK(hash("fd00::1") != hash("fd00::1:0:0"));
    }
}
