/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "interruption.h"
#include "terminal.h"

#include "ns3/scenario-output.h"
#include "ns3/scenario-run.h"
#include "ns3/vector-runner.h"

#include <CLI/CLI.hpp>
#include <chrono>
#include <exception>
#include <filesystem>
#include <fmt/format.h>
#include <iostream>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <unistd.h>
#include <vector>

/**
 * @file
 * tunnelsim: runs scenarios and test vectors. No simulation logic here: it parses arguments, calls
 * the scenario engine and says what came out.
 */

using namespace ns3::scenario;
using Json = nlohmann::ordered_json;

namespace
{

/// Exit codes; scripts may rely on them.
enum ExitCode
{
    ALL_WELL = 0,  //!< all well
    NOT_MET = 1,   //!< an expectation or a vector failed
    BAD_INPUT = 2, //!< bad usage or bad input
    RUN_FAILED = 3 //!< the run itself failed
};

/// Arguments of `run`.
struct RunArguments
{
    std::string file;                  //!< the scenario
    std::string out;                   //!< results folder
    std::vector<std::string> settings; //!< --set
    std::optional<uint32_t> seed;      //!< --seed
    bool pcap{false};                  //!< --pcap
    bool json{false};                  //!< --json
    bool quiet{false};                 //!< --quiet
};

/// What differs from run to run, for run-info.json.
Json
RunInfo(const std::vector<std::string>& commandLine, double wallTime, const RunResults& results)
{
    char host[256] = "";
    gethostname(host, sizeof(host) - 1);
    const auto now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
    char date[32] = "";
    std::strftime(date, sizeof(date), "%Y-%m-%dT%H:%M:%SZ", std::gmtime(&now));
    return {{"date", date},
            {"host", host},
            {"command", commandLine},
            {"wall_time", wallTime},
            {"simulator_events", results.simulatorEvents},
            {"compiler", __VERSION__}};
}

std::string
DefaultFolder(const std::string& file)
{
    return "results/" + std::filesystem::path(file).stem().string();
}

/// Runs, writes, and prints; throws when the run itself fails.
int
RunAndWrite(const RunArguments& arguments,
            const LoadedScenario& scenario,
            const std::vector<std::string>& commandLine)
{
    const auto path = arguments.out.empty() ? DefaultFolder(arguments.file) : arguments.out;
    ResultsFolder folder(path);
    const auto inTheWay = folder.Prepare();
    if (!inTheWay.empty())
    {
        std::cerr << "tunnelsim: " << inTheWay << "\n";
        return BAD_INPUT;
    }
    RemoveWhenInterrupted(folder.GetTemporary());
    RunOptions options;
    options.seed = arguments.seed;
    options.captureAll = arguments.pcap;
    options.captureFolder = folder.GetTemporary() + "/pcaps";
    Problems problems;
    std::optional<RunResults> results;
    const auto begin = std::chrono::steady_clock::now();
    {
        Progress progress;
        if (!arguments.quiet && IsTerminal(2))
        {
            options.progress = [&progress](double now, double duration) {
                progress.Show(now, duration);
            };
        }
        results = RunScenario(scenario, options, problems);
    }
    PrintProblems(arguments.file, problems);
    if (!results)
    {
        return BAD_INPUT;
    }
    const std::chrono::duration<double> wallTime = std::chrono::steady_clock::now() - begin;
    const uint32_t seed = arguments.seed.value_or(scenario.spec.seed);
    const auto found = ResultsToJson(scenario, seed, *results, {});
    const auto expectations = CheckExpectations(scenario, *results, found);
    const auto document = ResultsToJson(scenario, seed, *results, expectations);
    WriteResults(folder, document, *results);
    folder.Write("run-info.json", RunInfo(commandLine, wallTime.count(), *results).dump(2) + "\n");
    folder.Finish();
    if (arguments.json)
    {
        std::cout << document.dump(2) << "\n";
    }
    else if (!arguments.quiet)
    {
        PrintResults(std::cout, document, expectations);
        std::cout << "Results are in " << path << "\n";
    }
    for (const auto& open : results->openBooks)
    {
        std::cerr << "tunnelsim: the books do not close: " << open << "\n";
    }
    for (const auto& failure : results->failures)
    {
        std::cerr << "tunnelsim: " << failure << "\n";
    }
    if (!results->openBooks.empty() || !results->failures.empty())
    {
        return RUN_FAILED;
    }
    bool met = true;
    for (const auto& expectation : expectations)
    {
        met &= expectation.passed;
        if (!expectation.passed && arguments.quiet)
        {
            std::cerr << "tunnelsim: expected " << expectation.text << ", found "
                      << expectation.actual << "\n";
        }
    }
    return met ? ALL_WELL : NOT_MET;
}

int
RunCommand(const RunArguments& arguments, const std::vector<std::string>& commandLine)
{
    Problems problems;
    const auto scenario =
        LoadScenario(arguments.file, arguments.settings, GetSimulatorFacts(), problems);
    if (scenario)
    {
        TryBuild(*scenario, problems);
    }
    PrintProblems(arguments.file, problems);
    if (problems.HasErrors())
    {
        return BAD_INPUT;
    }
    try
    {
        return RunAndWrite(arguments, *scenario, commandLine);
    }
    catch (const std::exception& error)
    {
        std::cerr << "tunnelsim: the run failed: " << error.what() << "\n";
        return RUN_FAILED;
    }
}

int
ValidateCommand(const std::vector<std::string>& files, bool json)
{
    bool good = true;
    Json report = Json::array();
    for (const auto& file : files)
    {
        Problems problems;
        if (const auto scenario = LoadScenario(file, {}, GetSimulatorFacts(), problems))
        {
            TryBuild(*scenario, problems);
        }
        good &= !problems.HasErrors();
        Json entry = {{"file", file},
                      {"valid", !problems.HasErrors()},
                      {"problems", Json::array()}};
        for (const auto& problem : problems.All())
        {
            entry["problems"].push_back({{"severity", problem.warning ? "warning" : "error"},
                                         {"pointer", problem.pointer},
                                         {"found", problem.found},
                                         {"expected", problem.expected},
                                         {"nearest", problem.nearest}});
        }
        report.push_back(entry);
        if (!json)
        {
            PrintProblems(file, problems);
            std::cout << file << ": " << (problems.HasErrors() ? "not valid" : "valid") << "\n";
        }
    }
    if (json)
    {
        std::cout << report.dump(2) << "\n";
    }
    return good ? ALL_WELL : BAD_INPUT;
}

void
DeclareRun(CLI::App& run, RunArguments& arguments)
{
    run.add_option("FILE", arguments.file, "Scenario (JSON, // comments allowed)")->required();
    run.add_option("--out", arguments.out, "Results folder (results/NAME-OF-FILE)");
    run.add_option("--set",
                   arguments.settings,
                   "PATH=VALUE: change one value, such as traffic.tcp1.size=1MiB or "
                   "/underlay/links/0/rate=10Mbps")
        ->take_all();
    run.add_option("--seed",
                   arguments.seed,
                   "Seed of all random numbers, instead of the scenario's")
        ->check(CLI::Range(uint32_t{1}, UINT32_MAX));
    run.add_flag("--pcap", arguments.pcap, "Capture all links of the underlay and all tunnels");
    run.add_flag("--json", arguments.json, "Print results.json instead of tables");
    run.add_flag("--quiet", arguments.quiet, "Print errors only");
}

int
Main(int argc, char** argv)
{
    CLI::App app("Runs scenarios of VXLAN and GRETAP tunnels on ns-3.\n"
                 "Exit codes: 0 all well, 1 an expectation or vector failed, 2 bad usage or bad "
                 "input, 3 the run itself failed.",
                 "tunnelsim");
    app.require_subcommand(1);

    RunArguments arguments;
    auto* run = app.add_subcommand("run", "Run a scenario and write its results");
    DeclareRun(*run, arguments);

    std::vector<std::string> files;
    bool json = false;
    auto* validate = app.add_subcommand("validate", "Check scenarios without running them");
    validate->add_option("FILE", files, "Scenarios")->required();
    validate->add_flag("--json", json, "Print the problems as JSON");

    bool rst = false;
    auto* schema = app.add_subcommand("schema", "Print the JSON Schema of scenarios");
    schema->add_flag("--rst", rst, "Print the reference manual instead")->group("");

    std::vector<std::string> paths;
    auto* vectors = app.add_subcommand("vectors", "Drive the model with recorded test vectors");
    vectors->add_option("PATH", paths, "Vector files, or folders of them")->required();

    try
    {
        app.parse(argc, argv);
    }
    catch (const CLI::ParseError& error)
    {
        return app.exit(error) == 0 ? ALL_WELL : BAD_INPUT;
    }
    if (run->parsed())
    {
        return RunCommand(arguments, {argv, argv + argc});
    }
    if (validate->parsed())
    {
        return ValidateCommand(files, json);
    }
    if (schema->parsed())
    {
        std::cout << (rst ? ScenarioReference() : ScenarioSchema());
        return ALL_WELL;
    }
    return ns3::RunVectors(paths, std::cout);
}

} // namespace

int
main(int argc, char** argv)
{
    try
    {
        return Main(argc, argv);
    }
    catch (const std::exception& error)
    {
        std::cerr << "tunnelsim: " << error.what() << "\n";
        return RUN_FAILED;
    }
}
