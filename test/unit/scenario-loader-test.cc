/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/scenario-document.h"
#include "ns3/scenario-loader.h"
#include "ns3/scenario-run.h"

#include <algorithm>
#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

using namespace ns3::scenario;
using Json = nlohmann::ordered_json;

namespace
{

/// A small scenario that is right.
const char* const GOOD = R"({
  "duration": "1s",
  "underlay": {"nodes": ["v1", "r", "v2"],
               "links": [{"nodes": ["v1", "r"]}, {"nodes": ["r", "v2"], "mtu": 9000}]},
  "tunnels": [{"node": ["v1", "v2"], "name": "vx0", "type": "vxlan", "id": 5, "flood": ["v1", "v2"],
               "bridge": "br0", "dstport": 4789, "tos": 16, "learning": true, "srcport": [1000, 2000]},
              {"node": "v1", "name": "gt0", "type": "gretap", "local": "self", "remote": "v2"}],
  "hosts": [{"name": "h1", "vtep": "v1", "addresses": ["192.168.0.1/24"]},
            {"name": "h2", "vtep": "v2", "addresses": ["192.168.0.2/24"]}],
  "traffic": [{"name": "p", "type": "ping", "from": "h1", "to": "h2"}]
})";

/// Loads GOOD with one change. @return all messages, one per line
std::string
Messages(const std::string& setting)
{
    Problems problems;
    LoadScenarioText(GOOD,
                     "",
                     setting.empty() ? std::vector<std::string>()
                                     : std::vector<std::string>{setting},
                     GetSimulatorFacts(),
                     problems);
    std::string text;
    for (const auto& problem : problems.All())
    {
        text += problem.Text() + "\n";
    }
    return text;
}

} // namespace

TEST_CASE("scenario-loader: comments are allowed, syntax errors have line and column")
{
    Problems problems;
    CHECK(ParseDocument("{ // comment\n /* and */ \"a\": 1}", problems));
    CHECK_FALSE(problems.HasErrors());
    CHECK_FALSE(ParseDocument("{\n  \"a\": 1,\n}", problems));
    REQUIRE(problems.HasErrors());
    CHECK(problems.All()[0].found.find("line 3, column 1") != std::string::npos);
    Problems more;
    CHECK_FALSE(ParseDocument("[1]", more));
    CHECK_FALSE(ParseDocument("", more));
    CHECK_FALSE(ParseDocument(std::string(100000, '['), more));
    CHECK(more.All().size() == 3);
}

TEST_CASE("scenario-loader: a key that stands twice is an error where it stands")
{
    Problems problems;
    ParseDocument(R"({"a": [{"b": 1}, {"b": 1, "c": {}, "b": 2}], "a": 3})", problems);
    REQUIRE(problems.All().size() == 2);
    CHECK(problems.All()[0].pointer == "/a/1/b");
    CHECK(problems.All()[1].pointer == "/a");
}

TEST_CASE("scenario-loader: --set by pointer, dots and names")
{
    Json document = Json::parse(R"({"list": [{"name": "x", "v": 1}, {"v": 2}], "o": {"a.b": 1}})");
    Problems problems;
    ApplySetting(document, "list.x.v=10ms", problems);
    ApplySetting(document, "/list/1/v=[1, 2]", problems);
    ApplySetting(document, "/o/a.b=true", problems);
    ApplySetting(document, "new.key={\"a\": null}", problems);
    CHECK_FALSE(problems.HasErrors());
    CHECK(document["list"][0]["v"] == "10ms");
    CHECK(document["list"][1]["v"] == Json::array({1, 2}));
    CHECK(document["o"]["a.b"] == true);
    CHECK(document["new"]["key"] == Json{{"a", nullptr}});
    for (const auto* wrong : {"novalue", "=1", "list.y.v=1", "list.9=1", "list.x.v.w=1", "/~2=1"})
    {
        CAPTURE(wrong);
        Problems found;
        ApplySetting(document, wrong, found);
        CHECK(found.HasErrors());
    }
    Problems nearest;
    ApplySetting(document, "list.xx.v=1", nearest);
    CHECK(nearest.All()[0].nearest == "x");
}

TEST_CASE("scenario-loader: a right scenario becomes a plan")
{
    Problems problems;
    const auto scenario = LoadScenarioText(GOOD, "", {}, GetSimulatorFacts(), problems);
    REQUIRE(scenario);
    const auto& plan = scenario->plan;
    CHECK(plan.links[0].ends[0].addresses[0].address == "10.0.0.1");
    CHECK(plan.links[1].ends[1].addresses[0].address == "10.0.1.2");
    CHECK(plan.links[1].ends[0].device == "eth1");
    REQUIRE(plan.tunnels.size() == 3);
    CHECK(plan.tunnels[0].commands[0] ==
          "ip link add vx0 address 0e:00:03:00:00:01 type vxlan id 5 tos 0x10 srcport 1000 2000 "
          "dstport 4789 learning");
    CHECK(plan.tunnels[0].commands[1] ==
          "bridge fdb append 00:00:00:00:00:00 dev vx0 dst 10.0.1.2");
    CHECK(plan.tunnels[0].commands.size() == 2);
    CHECK(plan.tunnels[2].mtu == 1462);
    REQUIRE(plan.routes.size() == 2);
    CHECK(plan.routes[0].node == "v1");
    CHECK(plan.routes[0].gateway == "10.0.0.2");
    CHECK(plan.routes[0].network.address == "10.0.1.0");
    CHECK(plan.flows[0].toAddress == "192.168.0.2");
}

TEST_CASE(
    "scenario-loader: all errors of a document are reported at once, each with its nearest name")
{
    Problems problems;
    const auto scenario = LoadScenarioText(
        R"({"duration": "6", "mesure": {}, "underlay": {"nodes": ["v1", "v2"], "links": [
            {"nodes": ["v1", "v3"], "rate": "1Gpbs", "dealy": "1ms"}]},
            "hosts": [{"name": "h", "vtep": "v4"}], "traffic": [{"type": "tpc"}]})",
        "",
        {},
        GetSimulatorFacts(),
        problems);
    CHECK_FALSE(scenario);
    const auto has = [&problems](const std::string& pointer, const std::string& nearest) {
        const auto& all = problems.All();
        return std::any_of(all.begin(), all.end(), [&](const Problem& problem) {
            return problem.pointer == pointer && problem.nearest == nearest;
        });
    };
    CHECK(has("/duration", ""));
    CHECK(has("/mesure", "measure"));
    CHECK(has("/underlay/links/0/nodes/1", "v1"));
    CHECK(has("/underlay/links/0/rate", ""));
    CHECK(has("/underlay/links/0/dealy", "delay"));
    CHECK(has("/underlay/links", ""));
    CHECK(has("/hosts/0/vtep", "v1"));
    CHECK(has("/traffic/0/type", "tcp"));
    CHECK(problems.All().size() == 8);
}

TEST_CASE("scenario-loader: what does not make sense is refused where it stands")
{
    CHECK(Messages("").find("error") == std::string::npos);

    /// A change of GOOD and what the message must hold.
    struct Case
    {
        const char* setting;
        const char* message;
    };

    for (const auto& [setting, message] : std::vector<Case>{
             {"tunnels.0.group=239.1.1.1",
              "/tunnels/0/dev: found nothing; expected the device of the multicast group"},
             {"tunnels.0.group=10.0.0.1",
              "/tunnels/0/group: found \"10.0.0.1\"; expected a multicast address"},
             {"tunnels.0.remote=239.1.1.1",
              "/tunnels/0/remote: found \"239.1.1.1\"; expected a unicast address"},
             {"tunnels.0.remote=v3", "nearest valid name: \"v1\""},
             {"tunnels.0.dev=eht0", "nearest valid name: \"eth0\""},
             {"tunnels.0.local=10.0.9.1", "/tunnels/0/local"},
             {"tunnels.0.mac=02:00:00:00:00:01", "/tunnels/0/mac: found one address for 2 nodes"},
             {"tunnels.0.lerning=true", "/tunnels/0/lerning: found unknown key \"lerning\""},
             {"tunnels.0.learning=1", "/tunnels/0/learning: found 1; expected true or false"},
             {"tunnels.0.ttl=300", "/tunnels/0/ttl: found 300"},
             {"tunnels.0.srcport=[2, 1]", "/tunnels/0/srcport"},
             {"tunnels.0.id=16777216",
              "/tunnels/0/id: found 16777216; expected a whole number from 0 to 16777215"},
             {"tunnels.1.type=vxlam",
              "/tunnels/1/type: found \"vxlam\"; expected vxlan or gretap; nearest valid name: "
              "\"vxlan\""},
             {"tunnels.1.name=vx0", "/tunnels/1/name: found \"vx0\"; expected a name that is free"},
             {"tunnels.1.remote=v1",
              "/tunnels/1/remote: found \"10.0.0.1\"; expected another node's address"},
             {"tunnels.1.name=a-name-of-17-chars", "at most 15 characters"},
             {"tunnels.1={\"node\": \"v1\", \"name\": \"vx1\", \"type\": \"vxlan\", \"id\": 5, "
              "\"dstport\": 4789}",
              "with VNI 5 and port 4789; expected other values than those of \"vx0\" (/tunnels/0)"},
             {"tunnels.1.mtu=65535", "/tunnels/1/mtu: found 65535; expected at most 65497"},
             {"tunnels.0={\"node\": \"v1\", \"name\": \"x\", \"command\": \"ip link add y type "
              "vxlan id 1\"}",
              "/tunnels/0/command"},
             {"tunnels.0={\"node\": \"v1\", \"name\": \"x\", \"command\": \"ifconfig x\"}",
              "it begins with ip, bridge or sysctl"},
             {"hosts.h1.vtep=h2", "/hosts/0/vtep: found \"h2\"; expected a node of the underlay"},
             {"hosts.h1.name=self", "/hosts/0: found \"self\"; expected another name"},
             {"hosts.h1.mac=01:00:00:00:00:01", "/hosts/0/mac"},
             {"hosts.h1.bridge=eth0",
              "/hosts/0/bridge: found \"eth0\"; expected the name of a bridge"},
             {"hosts.h1.bridge=a-bridge-too-long", "/hosts/0/bridge"},
             {"tunnels.0.bridge=vx0", "/tunnels/0/bridge: found \"vx0\""},
             {"hosts.h2.addresses=[\"192.168.0.1/24\"]",
              "/traffic/0/to: found 192.168.0.1/24; expected another address"},
             {"hosts.h2.addresses=[\"192.168.0.1/24\"]",
              "/hosts/1/addresses/0: found \"192.168.0.1/24\"; expected an address of its own on "
              "this LAN: /hosts/0/addresses/0 has it"},
             {"underlay.prefix=127.0.0.0/8", "/underlay/prefix: found \"127.0.0.0/8\""},
             {"underlay.links.0.prefix=0.0.0.0/24", "/underlay/links/0/prefix: found"},
             {"hosts.h1.addresses=[\"192.168.0.255/24\"]",
              "/hosts/0/addresses/0: found \"192.168.0.255/24\"; expected an address that a node"},
             {"hosts.h1.addresses=[\"0.0.0.0/0\"]", "/hosts/0/addresses/0: found \"0.0.0.0/0\""},
             {"hosts.h1.name=h 1", "(letters, digits, \"_\", \"-\", \".\"; at most 63)"},
             {"underlay.prefix=224.0.0.0/8",
              "/underlay/prefix: found \"224.0.0.0/8\"; expected a prefix of addresses that nodes "
              "can have"},
             {"tunnels.0.flood=[\"fd00::1\"]",
              "/tunnels/0/flood/0: found \"fd00::1\"; expected an IPv4 address"},
             {"tunnels.0={\"node\": [\"v1\", \"v2\"], \"name\": \"vx0\", \"type\": \"vxlan\", "
              "\"id\": 5, \"dev\": \"eth0\", \"group\": \"239.1.1.1\", \"bridge\": \"br0\"}",
              "/tunnels/0/group: found group 239.1.1.1 on v2/eth0 in 10.0.1.0/24 and on v1/eth0 in "
              "10.0.0.0/24; groups work on one LAN segment"},
             {"underlay.links.0.ecn=0p", "/underlay/links/0/ecn: found \"0p\""},
             {"attributes.SimulatorImplementationType=ns3::Foo",
              "/attributes/SimulatorImplementationType"},
             {"attributes.ns3::VxlanNetDevice::Ttl=9", "own keys for this, in \"tunnels\""},
             {"attributes.ns3::LinuxBridgeNetDevice::AgeingTime=1s", "in \"bridges\""},
             {"attributes.RngRun=5", "own keys \"seed\" and \"run\""},
             {"hosts.h1.addresses=[\"10.0.0.1/24\"]", "node \"v1\" of the underlay has it"},
             {"hosts.h1.addresses=[]",
              "/traffic/0/from: found \"h1\"; expected a host or device that has an IP address"},
             {"hosts.h2.addresses=[\"fd01::1/64\"]", "/traffic/0/to"},
             {"hosts.h2.addresses=[\"192.168.1.2/24\"]",
              "expected an address in the sender's network, 192.168.0.0/24"},
             {"traffic.p.start=2s",
              "/traffic/0/start: found 2s; expected less than the end of the flow, 1s"},
             {"traffic.p.to=h1", "/traffic/0/to: found \"h1\"; expected another node"},
             {"measure.start=1s", "/measure/start"},
             {"measure.stop=2s",
              "/measure/stop: found 2s; expected at most the duration of the run, 1s"},
             {"underlay.links.0.prefix=10.0.0.1/24",
              "expected a network with its host bits 0: \"10.0.0.0/24\""},
             {"underlay.links.0.prefix=10.0.0.0/31", "a network with room for 2 hosts"},
             {"underlay.links.0.prefix=fd00::/64", "an IPv4 network"},
             {"underlay.prefix=10.0.0.0/24", "/underlay/prefix"},
             {"underlay.family=ipv6",
              "/tunnels/0/local: found nothing; expected remote, group or local"},
             {"underlay.links=[]", "no path from \"v1\" to \"r\" and \"v2\""},
             {"attributes.ns3::TcpSocket::InitialCwmd=1",
              "nearest valid name: \"ns3::TcpSocket::InitialCwnd\""},
             {"attributes.ns3::TcpSocket::InitialCwnd=ten",
              "expected a value of ns3::UintegerValue"},
             {"traffic=[{\"name\": \"f\", \"type\": \"frames\", \"hosts\": {\"h1\": []}, "
              "\"frames\": [\"00\"]}]",
              "/traffic/0/hosts/h1: found \"h1\", which has addresses"},
             {"traffic=[{\"name\": \"f\", \"type\": \"frames\", \"hosts\": {\"h9\": []}, "
              "\"frames\": [\"00\"]}]",
              "/traffic/0/frames/0: found 1 bytes; expected at least the 14 bytes"},
             {"hosts.h1.bridge=br1",
              "/hosts/0/bridge: found \"br1\"; this bridge of \"v1\" has no tunnel"},
             {"events=[{\"at\": \"2s\", \"link\": \"v1-r\", \"state\": \"down\"}]",
              "/events/0/at: found 2s"},
             {"events=[{\"at\": \"0s\", \"host\": \"h1\", \"move\": \"v7\"}]",
              "/events/0/move: found \"v7\""},
             {"expect=[{\"flow\": \"q\", \"loss\": 0}]",
              "/expect/0/flow: found \"q\"; expected the name of a flow; nearest valid name: "
              "\"p\""},
             {"expect=[{\"flow\": \"p\", \"loss\": {\"min\": 1, \"max\": 0}}]",
              "/expect/0/loss: found a min above its max"},
             {"expect=[{\"replay\": \"p\"}]", "/expect/0/replay: found \"p\", which is ping"},
             {"expect=[{\"device\": \"v1/vx0\", \"drops\": {\"QUEUE_FUL\": 0}}]",
              "nearest valid name: \"QUEUE_FULL\""},
             {"pcap=[\"undrelay\"]", "nearest valid name: \"underlay\""},
         })
    {
        CAPTURE(setting);
        CHECK_MESSAGE(Messages(setting).find(message) != std::string::npos, Messages(setting));
    }
}

TEST_CASE("scenario-loader: one mistake is one message")
{
    // A tunnel of two nodes, and a host that a flow names.
    for (const std::string setting : {"hosts.h1.addresses=[\"192.168.0.1\", \"192.168.0.1/24\"]",
                                      "tunnels.0.remote=239.1.1.1",
                                      "hosts.h1.vtep=v9",
                                      "hosts.h1.name=h 1",
                                      "underlay.prefix=224.0.0.0/8"})
    {
        Problems problems;
        LoadScenarioText(GOOD, "", {setting}, GetSimulatorFacts(), problems);
        CHECK_MESSAGE(std::count_if(problems.All().begin(),
                                    problems.All().end(),
                                    [](const Problem& problem) { return !problem.warning; }) == 1,
                      Messages(setting));
    }
}

TEST_CASE(
    "scenario-loader: a tunnel MTU that the underlay cannot carry is a warning with the arithmetic")
{
    const auto messages = Messages("");
    CHECK(messages.find("/tunnels/0/mtu: found MTU 1500 of v1/vx0; inner packet 1500 + inner "
                        "Ethernet header 14 + VXLAN 8 + UDP 8 + IPv4 20 = 1550 bytes, but link "
                        "\"v1-r\" on the way to 10.0.1.2 carries 1500: the underlay fragments what "
                        "is larger than 1450 inside") != std::string::npos);
    CHECK(Messages("tunnels.0.mtu=1450").find("/tunnels/0/mtu") == std::string::npos);
    CHECK(Messages("tunnels.0.df=set").find("the underlay drops") != std::string::npos);
    CHECK(Messages("tunnels.1.mtu=1500").find("/tunnels/1/mtu: found MTU 1500 of v1/gt0") !=
          std::string::npos);
    CHECK(Messages("traffic.p.size=1500B").find("/traffic/0/size") != std::string::npos);
}

TEST_CASE("scenario-loader: the schema is JSON and knows every key that the loader knows")
{
    const auto schema = Json::parse(ScenarioSchema());
    CHECK(schema["definitions"]["scenario"]["properties"].contains("underlay"));
    CHECK(schema["definitions"]["scenario"]["additionalProperties"] == false);
    CHECK(schema["definitions"]["vxlan-tunnel"]["properties"].contains("udp6zerocsumrx"));
    CHECK(schema["definitions"]["gretap-tunnel"]["properties"].contains("key"));
    for (const auto& [name, definition] : schema["definitions"].items())
    {
        for (const auto& [key, property] : definition["properties"].items())
        {
            CAPTURE(name);
            CAPTURE(key);
            CHECK_FALSE(property["description"].get<std::string>().empty());
        }
    }
    CHECK(ScenarioReference().find("``udpcsum``") != std::string::npos);
}
