/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "hex-bytes.h"

#include "ns3/igmp-header.h"
#include "ns3/mld-header.h"

#include <doctest/doctest.h>
#include <sstream>

using namespace ns3;

namespace
{

template <class T>
std::string
Printed(const T& header)
{
    std::ostringstream os;
    header.Print(os);
    return os.str();
}

IgmpHeader
ReadIgmp(const std::string& hex)
{
    const auto bytes = FromHex(hex);
    IgmpHeader header;
    CHECK(header.Read(bytes.data(), static_cast<uint32_t>(bytes.size())));
    return header;
}

MldHeader
ReadMld(const std::string& hex)
{
    const auto bytes = FromHex(hex);
    MldHeader header;
    CHECK(header.Read(bytes.data(), static_cast<uint32_t>(bytes.size())));
    return header;
}

} // namespace

TEST_SUITE("igmp-header")
{
    TEST_CASE("joining a group: the whole IPv4 packet")
    {
        const auto report = IgmpHeader::MakeV3Report(
            {{IgmpHeader::CHANGE_TO_EXCLUDE, Ipv4Address("239.1.1.1"), {}}});
        CHECK(ToHex(report.MakeIpv4Packet(Ipv4Address("10.0.0.1"),
                                          Ipv4Address("224.0.0.22"),
                                          0x1234)) ==
              "46c00028123440000102e7c40a000001e000001694040000"
              "2200e9fb0000000104000000ef010101");
        CHECK(Printed(report) == "igmp v3 report, 1 group record(s) [gaddr 239.1.1.1 to_ex { }]");
    }

    TEST_CASE("v3 report with two records and sources")
    {
        const std::string literal =
            "2200f4ed0000000203000000ef01010101000002e00000fb0a0000070a000008";
        const IgmpHeader header = ReadIgmp(literal);
        CHECK(header.GetType() == IgmpHeader::V3_REPORT);
        const auto& records = header.GetRecords();
        REQUIRE(records.size() == 2);
        CHECK(records[0].type == IgmpHeader::CHANGE_TO_INCLUDE);
        CHECK(records[0].group == Ipv4Address("239.1.1.1"));
        CHECK(records[0].sources.empty());
        CHECK(records[1].type == IgmpHeader::MODE_IS_INCLUDE);
        REQUIRE(records[1].sources.size() == 2);
        CHECK(records[1].sources[1] == Ipv4Address("10.0.0.8"));
        CHECK(ToHex(header) == literal);
        CHECK(Printed(header) == "igmp v3 report, 2 group record(s) [gaddr 239.1.1.1 to_in { }] "
                                 "[gaddr 224.0.0.251 is_in { 10.0.0.7 10.0.0.8 }]");
    }

    TEST_CASE("queries of the three versions")
    {
        const Ipv4Address all("0.0.0.0");
        CHECK(ToHex(IgmpHeader::MakeV2Query(all, 100)) == "1164ee9b00000000");
        CHECK(ToHex(IgmpHeader::MakeV2Query(all, 0)) == "1100eeff00000000");
        CHECK(ToHex(IgmpHeader::MakeV3Query(all, 100, 2, 125)) == "1164ec1e00000000027d0000");
        CHECK(ReadIgmp("1164ee9b00000000").GetQueryVersion() == 2);
        CHECK(ReadIgmp("1164ee9b00000000").GetMaxResponseTenths() == 100);
        CHECK(ReadIgmp("1100eeff00000000").GetQueryVersion() == 1);
        CHECK(ReadIgmp("1100eeff00000000").GetMaxResponseTenths() == 100);

        const IgmpHeader query = ReadIgmp("118fe9e8ef0101010a7d00010a000007");
        CHECK(query.GetQueryVersion() == 3);
        CHECK(query.GetMaxResponseCode() == 0x8f);
        CHECK(query.GetMaxResponseTenths() == 248);
        CHECK(query.GetGroup() == Ipv4Address("239.1.1.1"));
        CHECK(query.GetRobustness() == 2);
        CHECK(query.HasSuppressFlag());
        CHECK(query.GetIntervalCode() == 125);
        REQUIRE(query.GetQuerySources().size() == 1);
        CHECK(query.GetQuerySources()[0] == Ipv4Address("10.0.0.7"));
        CHECK(ToHex(query) == "118fe9e8ef0101010a7d00010a000007");
        CHECK(Printed(query) == "igmp query v3 [max resp time 24.8s] [gaddr 239.1.1.1]");
    }

    TEST_CASE("v2 report and leave")
    {
        const Ipv4Address group("239.1.1.1");
        const auto report = IgmpHeader::MakeV2(IgmpHeader::V2_REPORT, group);
        const auto leave = IgmpHeader::MakeV2(IgmpHeader::V2_LEAVE, group);
        CHECK(ToHex(report) == "1600f9fcef010101");
        CHECK(ToHex(leave) == "1700f8fcef010101");
        CHECK(ReadIgmp("1600f9fcef010101").GetGroup() == group);
        CHECK(ReadIgmp("1700f8fcef010101").GetType() == IgmpHeader::V2_LEAVE);
        CHECK(Printed(leave) == "igmp leave 239.1.1.1");
    }

    TEST_CASE("damaged, cut and lying messages are refused")
    {
        const auto refused = [](std::vector<uint8_t> bytes) {
            IgmpHeader header;
            return !header.Read(bytes.data(), static_cast<uint32_t>(bytes.size()));
        };
        const auto report =
            FromHex("2200f4ed0000000203000000ef01010101000002e00000fb0a0000070a000008");
        for (uint32_t size = 0; size < report.size(); ++size)
        {
            CHECK(refused({report.begin(), report.begin() + size}));
        }
        for (uint32_t i = 0; i < report.size(); ++i)
        {
            auto damaged = report;
            damaged[i] ^= 0x10;
            CHECK(refused(damaged));
        }
        // Right checksums, but more records, sources or auxiliary words than there are.
        CHECK(refused(FromHex("2200ddff0000ffff")));
        CHECK(refused(FromHex("2200ddfd00000002")));
        CHECK(!refused(FromHex("2200d9fe0000000104000000ffff0000")));
        CHECK(refused(FromHex("2200d9fd0000000104000001ffff0000")));
        CHECK(refused(FromHex("2200d9fd0000000104010000ffff0000")));
        // Query of 9 to 11 bytes; unknown type.
        CHECK(refused(FromHex("1164ee9b0000000000")));
        CHECK(refused(FromHex("1164ee9b00000000000000")));
        CHECK(refused(FromHex("3000cfff00000000")));
    }
}

TEST_SUITE("mld-header")
{
    const Ipv6Address HOST("fe80::1");
    const Ipv6Address GROUP("ff05::101");

    TEST_CASE("joining a group: hop-by-hop header and report")
    {
        const auto report = MldHeader::MakeV2Report({{IgmpHeader::CHANGE_TO_EXCLUDE, GROUP, {}}});
        CHECK(ToHex(report.MakeIpv6Payload(HOST, Ipv6Address("ff02::16"))) ==
              "3a00050200000100"
              "8f006f060000000104000000ff050000000000000000000000000101");
        CHECK(Printed(report) == "ICMP6, multicast listener report v2, 1 group record(s) [gaddr "
                                 "ff05::101 to_ex { }]");
        const MldHeader read = ReadMld("8f006f060000000104000000ff050000000000000000000000000101");
        REQUIRE(read.GetRecords().size() == 1);
        CHECK(read.GetRecords()[0].group == GROUP);
        CHECK(read.GetRecords()[0].type == IgmpHeader::CHANGE_TO_EXCLUDE);
    }

    TEST_CASE("queries of both versions")
    {
        const MldHeader v1 = ReadMld("820059172710000000000000000000000000000000000000");
        CHECK(v1.GetQueryVersion() == 1);
        CHECK(v1.GetMaxResponseMilliseconds() == 10000);
        CHECK(v1.GetGroup() == Ipv6Address("::"));
        CHECK(ToHex(MldHeader::MakeV1Query(Ipv6Address("::"), 10000)) ==
              "820000002710000000000000000000000000000000000000");

        const std::string literal = "8200fe5f81230000ff050000000000000000000000000101"
                                    "027d0001fd000000000000000000000000000007";
        const MldHeader v2 = ReadMld(literal);
        CHECK(v2.GetQueryVersion() == 2);
        CHECK(v2.GetMaxResponseCode() == 0x8123);
        CHECK(v2.GetMaxResponseMilliseconds() == 35096);
        CHECK(v2.GetGroup() == GROUP);
        CHECK(v2.GetRobustness() == 2);
        CHECK(v2.GetIntervalCode() == 125);
        REQUIRE(v2.GetQuerySources().size() == 1);
        CHECK(v2.GetQuerySources()[0] == Ipv6Address("fd00::7"));
        CHECK(ToHex(v2.MakeIpv6Payload(HOST, GROUP)).substr(16) == literal);
        const auto bytes = FromHex(literal);
        CHECK(MldHeader::IsChecksumRight(bytes.data(), 44, HOST, GROUP));
        CHECK(!MldHeader::IsChecksumRight(bytes.data(), 44, HOST, HOST));
        CHECK(ToHex(MldHeader::MakeV2Query(GROUP, 0x8123, 2, 125)).substr(48) == "027d0000");
    }

    TEST_CASE("v1 report and done")
    {
        const auto report = MldHeader::MakeV1(MldHeader::V1_REPORT, GROUP);
        CHECK(ToHex(report.MakeIpv6Payload(HOST, GROUP)).substr(16) ==
              "83007e1d00000000ff050000000000000000000000000101");
        CHECK(Printed(MldHeader::MakeV1(MldHeader::V1_DONE, GROUP)) ==
              "ICMP6, multicast listener done ff05::101");
        CHECK(ReadMld("83007e1d00000000ff050000000000000000000000000101").GetType() ==
              MldHeader::V1_REPORT);
    }

    TEST_CASE("cut and lying messages are refused")
    {
        const auto refused = [](std::vector<uint8_t> bytes) {
            MldHeader header;
            return !header.Read(bytes.data(), static_cast<uint32_t>(bytes.size()));
        };
        const auto report = FromHex("8f0000000000000103000001ff050000000000000000000000000101"
                                    "fd000000000000000000000000000007");
        CHECK(!refused(report));
        for (uint32_t size = 0; size < report.size(); ++size)
        {
            CHECK(refused({report.begin(), report.begin() + size}));
        }
        const auto query = FromHex("8200000000000000ff050000000000000000000000000101027d0001"
                                   "fd000000000000000000000000000007");
        CHECK(!refused(query));
        for (uint32_t size = 0; size < query.size(); ++size)
        {
            CHECK(refused({query.begin(), query.begin() + size}) == (size != 24));
        }
        CHECK(refused(FromHex("8f0000000000ffff")));
        CHECK(refused(FromHex("8f0000000000000103010000ff050000000000000000000000000101")));
        CHECK(refused(std::vector<uint8_t>(24, 0)));
    }
}
