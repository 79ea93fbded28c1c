/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/frame-flow.h"
#include "ns3/scenario-output.h"
#include "ns3/scenario-run.h"

#include <doctest/doctest.h>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>
#include <unistd.h>

using namespace ns3::scenario;
using Json = nlohmann::ordered_json;
namespace fs = std::filesystem;

namespace
{

const std::string SCENARIOS = std::string(TUNNEL_SOURCE_DIR) + "/scenarios/";

std::string
ReadFile(const fs::path& path)
{
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

/// A folder that goes away at the end of a case.
class TemporaryFolder
{
  public:
    TemporaryFolder()
        : m_path(fs::temp_directory_path() / ("tunnel-test-" + std::to_string(getpid())))
    {
        fs::remove_all(m_path);
        fs::create_directories(m_path);
    }

    ~TemporaryFolder()
    {
        fs::remove_all(m_path);
    }

    const fs::path& Path() const
    {
        return m_path;
    }

  private:
    fs::path m_path; //!< the folder
};

/// A run with its results as JSON, expectations included.
struct Outcome
{
    RunResults results;
    std::vector<ExpectationResult> expectations;
    Json document;
};

Outcome
RunFile(const std::string& name, const std::vector<std::string>& settings, const std::string& pcaps)
{
    Problems problems;
    const auto scenario = LoadScenario(SCENARIOS + name, settings, GetSimulatorFacts(), problems);
    for (const auto& problem : problems.All())
    {
        INFO(problem.Text());
        CHECK(problem.warning);
    }
    REQUIRE(scenario);
    RunOptions options;
    options.captureFolder = pcaps;
    auto results = RunScenario(*scenario, options, problems);
    REQUIRE(results);
    Outcome outcome;
    outcome.results = std::move(*results);
    const auto found = ResultsToJson(*scenario, scenario->spec.seed, outcome.results, {});
    outcome.expectations = CheckExpectations(*scenario, outcome.results, found);
    outcome.document =
        ResultsToJson(*scenario, scenario->spec.seed, outcome.results, outcome.expectations);
    return outcome;
}

void
CheckOutcome(const Outcome& outcome)
{
    CHECK(outcome.results.failures.empty());
    for (const auto& open : outcome.results.openBooks)
    {
        FAIL_CHECK(open);
    }
    CHECK_FALSE(outcome.expectations.empty());
    for (const auto& expectation : outcome.expectations)
    {
        INFO(expectation.text << ", found " << expectation.actual);
        CHECK(expectation.passed);
    }
}

} // namespace

TEST_CASE("scenarios: every shipped scenario meets its expectations, and twice in the same way")
{
    std::set<std::string> names;
    for (const auto& entry : fs::directory_iterator(SCENARIOS))
    {
        if (entry.path().extension() == ".json")
        {
            names.insert(entry.path().filename().string());
        }
    }
    CHECK(names.size() >= 6);
    for (const auto& name : names)
    {
        CAPTURE(name);
        TemporaryFolder first;
        const auto once = RunFile(name, {}, first.Path().string());
        CheckOutcome(once);
        const auto twice = RunFile(name, {}, first.Path().string());
        CHECK(once.document.dump() == twice.document.dump());
    }
}

TEST_CASE("scenarios: the replayed LAN floods as it is told to")
{
    TemporaryFolder folder;
    const auto replication = RunFile("lan-replay-vxlan-her.json", {}, folder.Path().string());
    const auto group = RunFile("lan-replay-vxlan-multicast.json", {}, folder.Path().string());
    const auto sent = [](const Outcome& outcome, const std::string& device) {
        for (const auto& row : outcome.document["devices"])
        {
            if (row["name"] == device)
            {
                return row["tx_packets"].get<int64_t>();
            }
        }
        return int64_t{0};
    };
    // Frames for an address that nobody knows: a copy for each remote, or one for the group.
    CHECK(sent(replication, "v1/vx0") > sent(group, "v1/vx0"));
    const auto flow = replication.document["flows"][0];
    CHECK(flow["sent_packets"] == 1577);
    CHECK(flow["missing_copies"] == 0);
}

TEST_CASE("scenarios: an expectation that does not hold is reported as such")
{
    TemporaryFolder folder;
    const auto outcome =
        RunFile("roaming.json",
                {"expect=[{\"flow\": \"ping\", \"lost_packets\": 77},"
                 "{\"fdb\": \"v1/vx0\", \"mac\": \"02:00:00:00:07:02\", \"dst\": \"v2\"},"
                 "{\"fdb\": \"v1/vx0\", \"mac\": \"02:00:00:00:07:99\", \"present\": false},"
                 "{\"result\": \"/flows/udp/loss\", \"value\": {\"max\": 1}},"
                 "{\"result\": \"/flows/nothing\", \"value\": 1}]"},
                folder.Path().string());
    REQUIRE(outcome.expectations.size() == 5);
    CHECK_FALSE(outcome.expectations[0].passed);
    CHECK_FALSE(outcome.expectations[1].passed);
    CHECK(outcome.expectations[1].actual == "at 10.0.0.3");
    CHECK(outcome.expectations[2].passed);
    CHECK(outcome.expectations[3].passed);
    CHECK_FALSE(outcome.expectations[4].passed);
}

TEST_CASE("scenarios: events happen at their time")
{
    TemporaryFolder folder;
    const auto outcome =
        RunFile("quickstart.json",
                {"duration=2s",
                 "measure={}",
                 "traffic=[{\"name\": \"p\", \"type\": \"ping\", \"from\": \"a1\", \"to\": \"a2\","
                 " \"interval\": \"100ms\"}]",
                 "expect=[{\"flow\": \"p\", \"lost_packets\": {\"min\": 9, \"max\": 11}}]",
                 "events=[{\"at\": \"450ms\", \"link\": \"r1-v2\", \"state\": \"down\"},"
                 "{\"at\": \"950ms\", \"link\": \"r1-v2\", \"state\": \"up\"},"
                 "{\"at\": \"1250ms\", \"device\": \"v1/vx0\", \"state\": \"down\"},"
                 "{\"at\": \"1750ms\", \"node\": \"v1\", \"command\": \"ip link set vx0 up\"}]"},
                folder.Path().string());
    CheckOutcome(outcome);
    CHECK(outcome.results.events.size() == 4);
    const auto failing = RunFile("quickstart.json",
                                 {"duration=100ms",
                                  "measure={}",
                                  "traffic=[]",
                                  "expect=[]",
                                  "events=[{\"at\": \"1ms\", \"node\": \"v1\", \"command\":"
                                  " \"bridge fdb del 02:00:00:00:00:09 dev vx0\"}]"},
                                 folder.Path().string());
    REQUIRE(failing.results.failures.size() == 1);
    CHECK(failing.results.failures[0].find("No such file or directory") != std::string::npos);
}

TEST_CASE("scenarios: commands that fail while the network is built are problems of the scenario")
{
    Problems problems;
    const auto scenario = LoadScenario(SCENARIOS + "quickstart.json",
                                       {"underlay.nodes=[{\"name\": \"v1\", \"commands\": [\"ip "
                                        "link set nothing up\"]}, \"r1\", \"v2\"]"},
                                       GetSimulatorFacts(),
                                       problems);
    REQUIRE(scenario);
    Problems early;
    TryBuild(*scenario, early);
    REQUIRE(early.All().size() == 1);
    CHECK(early.All()[0].pointer == "/underlay/nodes/0/commands/0");
    Problems event;
    const auto later = LoadScenario(
        SCENARIOS + "quickstart.json",
        {"events=[{\"at\": \"1s\", \"node\": \"v1\", \"command\": \"ip link frob vx0\"}, "
         "{\"at\": \"1s\", \"node\": \"v1\", \"command\": \"ip link del later\"}]"},
        GetSimulatorFacts(),
        event);
    REQUIRE(later);
    TryBuild(*later, event);
    REQUIRE(event.All().size() == 1);
    CHECK(event.All()[0].pointer == "/events/0/command");
    CHECK_FALSE(RunScenario(*scenario, {}, problems));
    REQUIRE(problems.HasErrors());
    CHECK(problems.All().back().pointer == "/underlay/nodes/0/commands/0");
    CHECK(problems.All().back().expected.find("Cannot find device") != std::string::npos);
}

TEST_CASE("scenarios: the seed decides what is random, and nothing else does")
{
    const std::vector<std::string> lossy = {
        "underlay.links.0.loss=0.01",
        "duration=2s",
        "measure={}",
        "expect=[{\"flow\": \"ping-vxlan\", \"loss\": {\"max\": 1}}]"};
    const auto run = [&lossy](const std::string& setting) {
        auto settings = lossy;
        settings.push_back(setting);
        return RunFile("quickstart.json", settings, "").document["flows"].dump();
    };
    const auto first = run("seed=1");
    CHECK(run("seed=1") == first);
    CHECK(run("seed=2") != first);
    CHECK(run("run=2") != first);
}

TEST_CASE(
    "scenarios: hosts' TCP segments carry DF; those too big for a tunnel are dropped, and the "
    "run says so")
{
    TemporaryFolder folder;
    Problems problems;
    const auto scenario =
        LoadScenario(SCENARIOS + "quickstart.json",
                     {"tunnels.1.mtu=1500",
                      "tunnels.2.mtu=1500",
                      "duration=2s",
                      "measure={}",
                      "traffic=[{\"name\": \"t\", \"type\": \"tcp\", \"from\": \"b1\", \"to\": "
                      "\"b2\"}]",
                      "expect=[{\"device\": \"v1/gt0\", \"tx_packets\": {\"min\": 1}}]"},
                     GetSimulatorFacts(),
                     problems);
    REQUIRE(scenario);
    RunOptions options;
    options.captureFolder = folder.Path().string();
    const auto results = RunScenario(*scenario, options, problems);
    REQUIRE(results);
    CHECK(results->openBooks.empty());
    REQUIRE(results->flows.size() == 1);
    const auto& note = results->flows[0].note;
    CAPTURE(note);
    CHECK(note.find("0 bytes arrived") == 0);
    CHECK(note.find("dropped as too big: v1/gt0") != std::string::npos);
}

TEST_CASE("scenarios: a link that marks gives CE, which arrives through the tunnel")
{
    const auto run = [](const std::string& congestion, size_t& marked) {
        TemporaryFolder folder;
        const auto outcome = RunFile(
            "quickstart.json",
            {"underlay.links.1.rate=20Mbps",
             "underlay.links.1.ecn=10p",
             "duration=1s",
             "measure={}",
             "pcap=[\"hosts\"]",
             "traffic=[{\"name\": \"t\", \"type\": \"tcp\", \"from\": \"a1\", \"to\": \"a2\","
             " \"congestion\": \"" +
                 congestion + "\"}]",
             "expect=[{\"flow\": \"t\", \"goodput\": {\"min\": \"10Mbps\"}}]"},
            folder.Path().string());
        CheckOutcome(outcome);
        std::string error;
        const auto frames = ns3::ReadCapture((folder.Path() / "v2-a2.pcap").string(), error);
        REQUIRE_MESSAGE(frames, error);
        marked = 0;
        for (const auto& frame : *frames)
        {
            const bool ipv4 =
                frame.bytes.size() > 34 && frame.bytes[12] == 8 && frame.bytes[13] == 0;
            marked += ipv4 && (frame.bytes[15] & 3) == 3 ? 1 : 0;
        }
        for (const auto& link : outcome.document["links"])
        {
            if (link["name"] == "r1-v2" && link["from"] == "r1")
            {
                return link["marks"].get<double>();
            }
        }
        return -1.0;
    };
    size_t marked = 0;
    CHECK(run("dctcp", marked) > 0);
    CHECK(marked > 0);
    CHECK(run("cubic", marked) == 0); // not ECN capable
    CHECK(marked == 0);
}

TEST_CASE("results-folder: temporary until it is whole")
{
    TemporaryFolder parent;
    const auto path = (parent.Path() / "out").string();
    {
        ResultsFolder folder(path);
        CHECK(folder.Prepare().empty());
        folder.Write("results.json", "{}");
        CHECK_FALSE(fs::exists(path));
    }
    CHECK(fs::is_empty(parent.Path())); // what was not finished is gone
    {
        ResultsFolder folder((parent.Path() / "a" / "b" / "out").string());
        CHECK(folder.Prepare().empty());
        CHECK(fs::exists(parent.Path() / "a" / "b"));
    }
    CHECK(fs::is_empty(parent.Path())); // with the folders that it was put in
    for (const std::string content : {"one", "two"})
    {
        ResultsFolder folder(path);
        CHECK(folder.Prepare().empty());
        folder.Write("results.json", content);
        folder.Write("run-info.json", "{}");
        folder.Write("fdb/x.json", "[]");
        folder.Finish();
        CHECK(ReadFile(fs::path(path) / "results.json") ==
              content); // the second replaces the first
    }
    CHECK(std::distance(fs::directory_iterator(parent.Path()), {}) == 1);
}

TEST_CASE("results-folder: a folder with other files is not touched")
{
    TemporaryFolder parent;
    const auto foreign = parent.Path() / "foreign";
    fs::create_directories(foreign);
    std::ofstream(foreign / "thesis.tex") << "text";
    CHECK_FALSE(ResultsFolder(foreign.string()).Prepare().empty());
    CHECK_FALSE(ResultsFolder((foreign / "thesis.tex").string()).Prepare().empty());
    CHECK(ReadFile(foreign / "thesis.tex") == "text");
    const auto earlier = parent.Path() / "earlier";
    {
        ResultsFolder folder(earlier.string());
        CHECK(folder.Prepare().empty());
        folder.Write("results.json", "{}");
        folder.Write("fdb/x.json", "[]");
        folder.Finish();
    }
    CHECK(ResultsFolder(earlier.string()).Prepare().empty());
    for (const std::string mine : {"notes.txt", "fdb/y.json"})
    {
        std::ofstream(earlier / mine) << "mine";
        CHECK(ResultsFolder(earlier.string()).Prepare().find(mine) != std::string::npos);
        fs::remove(earlier / mine);
    }
    fs::create_symlink("nothing", parent.Path() / "dangling");
    CHECK_FALSE(ResultsFolder((parent.Path() / "dangling").string()).Prepare().empty());
    fs::create_directories(parent.Path() / "empty");
    fs::create_directory_symlink("empty", parent.Path() / "link");
    {
        ResultsFolder folder((parent.Path() / "link").string());
        CHECK(folder.Prepare().empty());
        folder.Write("results.json", "{}");
        folder.Finish();
    }
    CHECK(fs::is_symlink(parent.Path() / "link"));
    CHECK(fs::exists(parent.Path() / "empty" / "results.json"));
    fs::remove_all(parent.Path() / "empty");
    fs::create_directories(parent.Path() / "empty");
    ResultsFolder empty((parent.Path() / "empty").string());
    CHECK(empty.Prepare().empty());
}
