/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/vector-file.h"
#include "ns3/vector-runner.h"

#include <cstdio>
#include <doctest/doctest.h>
#include <fstream>
#include <sstream>
#include <string>

using namespace ns3;

namespace
{

/** A file with one case with the given steps. */
std::string
MakeFile(const std::string& steps)
{
    return R"({"format": 1, "topic": "t", "cases": [{"name": "c", "link": [
        "ip link add tun0 type vxlan id 100 local 10.0.0.1 remote 10.0.0.2 dstport 4789"],
        "setup": [], "steps": [)" +
           steps + R"(], "after": {}}]})";
}

std::string
ReadError(const std::string& text)
{
    try
    {
        ParseVectorFile("x.json", text);
    }
    catch (const VectorFileError& error)
    {
        return error.what();
    }
    return "";
}

std::string
RunSteps(const std::string& steps)
{
    return RunVectorCase(ParseVectorFile("x.json", MakeFile(steps)).cases.at(0));
}

} // namespace

TEST_CASE("Vector file: errors name the place and what was expected")
{
    CHECK(ReadError(MakeFile("")) == "");
    CHECK(ReadError("{").find("x.json: not JSON: ") == 0);
    CHECK(ReadError("[]") == "x.json: /: expected an object, found array []");
    CHECK(ReadError("{}") ==
          "x.json: /: expected an object with the key \"format\", found object {}");
    CHECK(ReadError(R"({"format": 2})") ==
          "x.json: /format: expected the format number 1, found number 2");
    CHECK(ReadError(R"({"format": 1, "topic": "t", "cases": {}})") ==
          "x.json: /cases: expected an array, found object {}");
    CHECK(ReadError(MakeFile("{}")).find("x.json: /cases/0/steps/0: expected a step: ") == 0);
    CHECK(ReadError(MakeFile(R"({"wait_s": "1"})")) ==
          "x.json: /cases/0/steps/0/wait_s: expected a number of seconds from 0 to 1e9, found "
          "string \"1\"");
    CHECK(ReadError(MakeFile(R"({"send": {"at": "up", "frame": ""}, "expect": []})")) ==
          "x.json: /cases/0/steps/0/send/at: expected \"underlay\" or \"overlay\", found string "
          "\"up\"");
    for (const char* frame : {"0", "0g", "zz"})
    {
        CHECK(ReadError(MakeFile(std::string(R"({"send": {"at": "overlay", "frame": ")") + frame +
                                 R"("}, "expect": []})")) ==
              std::string("x.json: /cases/0/steps/0/send/frame: expected a frame in hexadecimal, "
                          "found string \"") +
                  frame + "\"");
    }
    CHECK(ReadError(MakeFile(R"({"command": "x"}, {"send": {"at": "overlay", "frame": "00"},
          "expect": [{"at": "underlay", "frame": "0011", "free": [[1, 2]]}]})"))
              .find("/cases/0/steps/0: expected an object with the key \"status\"") !=
          std::string::npos);
    CHECK(ReadError(MakeFile(R"({"send": {"at": "overlay", "frame": "00"},
          "expect": [{"at": "underlay", "frame": "0011", "free": [[1, 2]]}]})")) ==
          "x.json: /cases/0/steps/0/expect/0/free/0/1: expected a whole number from 0 to 1, found "
          "number 2");
}

TEST_CASE("Vector run: every kind of step can fail")
{
    CHECK(RunSteps("") == "");
    CHECK(RunSteps(R"({"wait_s": 1})") == "");
    CHECK(RunSteps(R"({"command": "ip link set tun0 mtu 1400", "status": 0, "stderr": ""})") == "");
    CHECK(RunSteps(R"({"command": "ip link set tun0 mtu 1400", "status": 2, "stderr": "no"})") ==
          "step 1: ip link set tun0 mtu 1400: accepted, but Linux says: no");
    CHECK(RunSteps(R"({"command": "ip link set tun9 up", "status": 0, "stderr": ""})") ==
          "step 1: ip link set tun9 up: refused: Cannot find device \"tun9\"");
    const std::string fdb = R"({"show": "fdb", "json": [{"mac": "00:00:00:00:00:00",
        "dst": "10.0.0.2", "flags": ["self"], "state": "permanent"}]})";
    CHECK(RunSteps(fdb) == "");
    CHECK(RunSteps(R"({"show": "fdb", "json": []})").find("step 1: FDB of tun0 differs\n") == 0);
    const std::string frame = "ffffffffffff02000000000188b5" + std::string(92, '0');
    const std::string send = R"({"send": {"at": "overlay", "frame": ")" + frame + R"("}, )";
    CHECK(RunSteps(send + R"("expect": []})").find("step 1: frame 1 of 0 on the wire: came") == 0);
    CHECK(RunSteps(send + R"("error": "EMSGSIZE", "expect": []})") ==
          "step 1: the device took a frame that Linux refuses (EMSGSIZE)");
    CHECK(RunSteps(R"({"send": {"at": "overlay", "frame": ")" + frame +
                   R"("}, "expect": [{"at": "overlay", "frame": "00"}]})")
              .find("step 1: frame 1 of 1 from tun0: did not come") == 0);
    CHECK(RunSteps(R"({"send": {"at": "overlay", "vlan": 1, "frame": ")" + frame +
                   R"("}, "expect": []})") == "step 1: \"vlan\" of a sent frame is not supported");
    CHECK(RunSteps(R"({"property": "source-port", "frames": [")" + frame +
                   R"("], "repeat": 2, "min": 1, "max": 2})")
              .find("step 1: frame 1: source port ") == 0);
    CHECK(RunSteps(R"({"property": "source-port", "frames": [")" + frame +
                   R"("], "repeat": 2, "min": 32768, "max": 60999})") == "");
}

TEST_CASE("Vector run: files, folders and exit codes")
{
    std::ostringstream out;
    CHECK(RunVectors({}, out) == 2);
    CHECK(RunVectors({"/nonexistent"}, out) == 2);
    CHECK(out.str() == "");
    const std::string path = "vector-reader-test.json";
    std::ofstream(path) << MakeFile("");
    CHECK(RunVectors({path}, out) == 0);
    CHECK(out.str() == "1 passed, 0 failed\n");
    out.str("");
    std::ofstream(path) << MakeFile(R"({"show": "fdb", "json": []})");
    CHECK(RunVectors({path}, out) == 1);
    CHECK(out.str().find("FAIL vector-reader-test.json: c: step 1: FDB of tun0 differs") == 0);
    CHECK(out.str().find("0 passed, 1 failed\n") != std::string::npos);
    out.str("");
    std::ofstream(path) << "{}";
    CHECK(RunVectors({path}, out) == 2);
    CHECK(out.str() == "");
    std::remove(path.c_str());
}
