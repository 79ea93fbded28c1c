/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/vector-runner.h"

#include <doctest/doctest.h>
#include <string>

using namespace ns3;

namespace
{

/** A case that cannot pass yet, and what it waits for. */
const struct
{
    const char* name;
    const char* waitsFor;
} NOT_YET[] = {
    {"gretap-link-errors", "a GRETAP device with option external"},
    {"external-gretap-tx-plain", "a GRETAP device with option external"},
    {"external-gretap-tx-no-metadata", "a GRETAP device with option external"},
    {"external-gretap-rx", "a GRETAP device with option external"},
    {"external-gretap-and-keyed", "a GRETAP device with option external"},
    {"gretap-lookup-gre", "link type gre"},
};

const char*
FindReason(const std::string& name)
{
    for (const auto& entry : NOT_YET)
    {
        if (name == entry.name)
        {
            return entry.waitsFor;
        }
    }
    return nullptr;
}

/** Runs a file of this folder; all cases but those that wait for something must pass. */
void
CheckFile(const std::string& topic, size_t cases)
{
    const VectorFile file =
        ReadVectorFile(std::string(TUNNEL_SOURCE_DIR) + "/test/vectors/" + topic + ".json");
    CHECK(file.topic == topic);
    CHECK(file.cases.size() == cases);
    for (const VectorCase& vectorCase : file.cases)
    {
        const std::string problem = RunVectorCase(vectorCase);
        INFO(vectorCase.name << ": " << problem);
        const char* reason = FindReason(vectorCase.name);
        if (reason == nullptr)
        {
            CHECK(problem == "");
        }
        else
        {
            // When this fails the case passes: take it off the list.
            CHECK(problem.find("is not supported by this model") != std::string::npos);
        }
    }
}

} // namespace

TEST_CASE("Linux vectors: vxlan-encap")
{
    CheckFile("vxlan-encap", 25);
}

TEST_CASE("Linux vectors: vxlan-ttl-tos-df")
{
    CheckFile("vxlan-ttl-tos-df", 34);
}

TEST_CASE("Linux vectors: vxlan-ecn-decap")
{
    CheckFile("vxlan-ecn-decap", 33);
}

TEST_CASE("Linux vectors: vxlan-header")
{
    CheckFile("vxlan-header", 30);
}

TEST_CASE("Linux vectors: vxlan-learning")
{
    CheckFile("vxlan-learning", 16);
}

TEST_CASE("Linux vectors: vxlan-fdb")
{
    CheckFile("vxlan-fdb", 22);
}

TEST_CASE("Linux vectors: vxlan-ageing")
{
    CheckFile("vxlan-ageing", 4);
}

TEST_CASE("Linux vectors: vxlan-checksum")
{
    CheckFile("vxlan-checksum", 14);
}

TEST_CASE("Linux vectors: vxlan-srcport")
{
    CheckFile("vxlan-srcport", 11);
}

TEST_CASE("Linux vectors: vxlan-ipv6")
{
    CheckFile("vxlan-ipv6", 45);
}

TEST_CASE("Linux vectors: vxlan-mtu")
{
    CheckFile("vxlan-mtu", 8);
}

TEST_CASE("Linux vectors: vxlan-vlan")
{
    CheckFile("vxlan-vlan", 3);
}

TEST_CASE("Linux vectors: vxlan-multi-device")
{
    CheckFile("vxlan-multi-device", 6);
}

TEST_CASE("Linux vectors: vxlan-extensions")
{
    CheckFile("vxlan-extensions", 39);
}

TEST_CASE("Linux vectors: vxlan-new-options")
{
    CheckFile("vxlan-new-options", 12);
}

TEST_CASE("Linux vectors: vxlan-proxy")
{
    CheckFile("vxlan-proxy", 20);
}

TEST_CASE("Linux vectors: vxlan-vnifilter")
{
    CheckFile("vxlan-vnifilter", 8);
}

TEST_CASE("Linux vectors: external")
{
    CheckFile("external", 12);
}

TEST_CASE("Linux vectors: gretap-encap")
{
    CheckFile("gretap-encap", 25);
}

TEST_CASE("Linux vectors: gretap-receive")
{
    CheckFile("gretap-receive", 90);
}

TEST_CASE("Linux vectors: gretap-lookup")
{
    CheckFile("gretap-lookup", 26);
}

TEST_CASE("Linux vectors: gretap-ecn-decap")
{
    CheckFile("gretap-ecn-decap", 20);
}

TEST_CASE("Linux vectors: gretap-ttl-tos-df")
{
    CheckFile("gretap-ttl-tos-df", 32);
}

// What test/live/live-check found: cases in which the model differed once.
TEST_CASE("Linux vectors: vxlan-live")
{
    CheckFile("vxlan-live", 7);
}

TEST_CASE("Linux vectors: gretap-live")
{
    CheckFile("gretap-live", 9);
}
