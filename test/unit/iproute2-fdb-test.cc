/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

// The refusals are those of iproute2 6.1 with Linux 6.18.

#include "iproute2-fixture.h"

#include "ns3/iproute2-dump.h"

#include <nlohmann/json.hpp>

using namespace ns3;

TEST_CASE_FIXTURE(Iproute2Fixture, "iproute2: the forwarding database and its dump")
{
    Run("ip link add v0 type vxlan id 100 local 10.0.0.1 dstport 4789 remote 10.0.0.9");
    Run("bridge fdb append 00:00:00:00:00:00 dev v0 dst 10.0.0.4 port 5000 vni 7 via u0");
    Run("bridge fdb add 02:00:00:00:0b:02 dev v0 dst 10.0.0.2");
    Run("bridge fdb add 02:00:00:00:0b:03 dev v0 dst 10.0.0.3 static router");
    Run("bridge fdb add 02:00:00:00:0b:04 dev v0 dst 10.0.0.3 dynamic extern_learn");
    CHECK(Run("bridge fdb show dev v0") ==
          "00:00:00:00:00:00 dst 10.0.0.9 self permanent\n"
          "00:00:00:00:00:00 dst 10.0.0.4 port 5000 vni 7 via u0 self permanent\n"
          "02:00:00:00:0b:02 dst 10.0.0.2 self permanent\n"
          "02:00:00:00:0b:03 dst 10.0.0.3 self router static\n"
          "02:00:00:00:0b:04 dst 10.0.0.3 self extern_learn \n");
    Run("bridge fdb replace 02:00:00:00:0b:02 dev v0 dst 10.0.0.7");
    Run("bridge fdb del 02:00:00:00:0b:03 dev v0");
    Run("bridge fdb del 00:00:00:00:00:00 dev v0 dst 10.0.0.4 port 5000 vni 7 via u0");
    CHECK(Run("bridge -s fdb") ==
          "00:00:00:00:00:00 dev v0 dst 10.0.0.9 used 0/0 self permanent\n"
          "02:00:00:00:0b:02 dev v0 dst 10.0.0.7 used 0/0 self permanent\n"
          "02:00:00:00:0b:04 dev v0 dst 10.0.0.3 used 0/0 self extern_learn \n");
    CHECK(
        Run("bridge -j fdb show dev v0") ==
        R"([{"mac":"00:00:00:00:00:00","dst":"10.0.0.9","flags":["self"],"state":"permanent"},)"
        R"({"mac":"02:00:00:00:0b:02","dst":"10.0.0.7","flags":["self"],"state":"permanent"},)"
        R"({"mac":"02:00:00:00:0b:04","dst":"10.0.0.3","flags":["self","extern_learn"],"state":""}])"
        "\n");
    Run("bridge fdb flush dev v0 dynamic");
    CHECK(Run("bridge fdb show dev v0") == "00:00:00:00:00:00 dst 10.0.0.9 self permanent\n"
                                           "02:00:00:00:0b:02 dst 10.0.0.7 self permanent\n");
    Run("bridge fdb flush dev v0 dst 10.0.0.7");
    CHECK(Run("bridge fdb show dev v0") == "00:00:00:00:00:00 dst 10.0.0.9 self permanent\n");
    Run("bridge fdb flush dev v0");
    CHECK(Run("bridge fdb show dev v0") == "");
}

TEST_CASE_FIXTURE(Iproute2Fixture, "iproute2: refusals of the forwarding database")
{
    Run("ip link add v0 type vxlan id 100 dstport 4789 remote 10.0.0.9");
    const std::string add = "bridge fdb add 02:00:00:00:0b:02 ";
    Refused(add + "dst 10.0.0.2", 255, "Device and address are required arguments.");
    Refused("bridge fdb add dev v0 dst 10.0.0.2",
            255,
            "Device and address are required arguments.");
    Refused(add + "dev v0 dst 10.0.0.2 foo",
            255,
            "Error: either \"to\" is duplicate, or \"foo\" is a garbage.");
    Refused(add + "dev v0 dst 10.0.0.2 dst 10.0.0.3",
            255,
            "Error: either \"dst\" is duplicate, or \"10.0.0.3\" is a garbage.");
    Refused(add + "dev v0 dst", 255, "Command line is not complete. Try option \"help\"");
    Refused(add + "dev v0", 255, "RTNETLINK answers: Invalid argument");
    Refused("bridge fdb add 02:00:00:00:0b dev v0 dst 10.0.0.2",
            255,
            "Invalid mac address 02:00:00:00:0b");
    Refused(add + "dev v0 dst 10.0.0.300",
            1,
            "Error: any valid address is expected rather than \"10.0.0.300\".");
    Refused(add + "dev v0 dst fd00::2",
            255,
            "RTNETLINK answers: Address family not supported by protocol");
    Refused(add + "dev v0 dst 10.0.0.2 vni 16777216",
            255,
            "Error: argument \"16777216\" is wrong: invalid VNI");
    Refused(add + "dev v0 dst 10.0.0.2 port 65536",
            255,
            "Error: argument \"65536\" is wrong: invalid port");
    Refused(add + "dev v9 dst 10.0.0.2", 255, "Cannot find device \"v9\"");
    Refused(add + "dev v0 dst 10.0.0.2 via nodev", 255, "Cannot find device \"nodev\"");
    Refused(add + "dev v0 dst 10.0.0.2 master", 255, "RTNETLINK answers: Operation not supported");
    Refused(add + "dev v0 nhid 10", 255, "Error: Nexthop id does not exist.");
    Run(add + "dev v0 dst 10.0.0.2");
    Refused(add + "dev v0 dst 10.0.0.3", 255, "RTNETLINK answers: File exists");
    Refused("bridge fdb replace 01:00:5e:01:02:03 dev v0 dst 10.0.0.5",
            255,
            "RTNETLINK answers: Operation not supported");
    Run("bridge fdb append 01:00:5e:01:02:03 dev v0 dst 10.0.0.3");
    Refused("bridge fdb replace 01:00:5e:01:02:03 dev v0 dst 10.0.0.5",
            255,
            "Error: Cannot replace non-unicast fdb entries.");
    Refused("bridge fdb del 02:00:00:00:0b:07 dev v0",
            255,
            "RTNETLINK answers: No such file or directory");
    Refused("bridge fdb flush dev nodev", 255, "Cannot find bridge device \"nodev\"");
    Refused("bridge fdb show dev nodev", 255, "Cannot find device \"nodev\"");
    Refused("bridge fdb foo", 255, "Command \"foo\" is unknown, try \"bridge fdb help\".");
}

TEST_CASE("iproute2: counters as ip -s -s link show prints them")
{
    LinkStats stats;
    stats.rx.packets = 12;
    stats.rx.bytes = 3456;
    stats.rx.errors = 3;
    stats.rx.frameErrors = 2;
    stats.rx.lengthErrors = 1;
    stats.tx.packets = 1;
    stats.tx.bytes = 54;
    stats.tx.carrierErrors = 4;
    CHECK(FormatLinkStats(stats) == "    RX:  bytes packets errors dropped  missed   mcast\n"
                                    "          3456      12      3       0       0       0\n"
                                    "    RX errors:  length    crc   frame    fifo overrun\n"
                                    "                     1      0       2       0       0\n"
                                    "    TX:  bytes packets errors dropped carrier collsns\n"
                                    "            54       1      0       0       4       0\n"
                                    "    TX errors: aborted   fifo  window heartbt\n"
                                    "                     0      0       0       0\n");
    const auto json = LinkStatsToJson(stats);
    CHECK(json["rx"]["frame_errors"] == 2);
    CHECK(json["tx"]["carrier_errors"] == 4);
    CHECK(json["rx"].size() == 11);
    CHECK(json["tx"].size() == 10);
}
