/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "scenario-loader.h"

#include "scenario-declaration.h"
#include "scenario-document.h"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>

namespace ns3
{
namespace scenario
{

std::optional<LoadedScenario>
LoadScenario(const std::string& path,
             const std::vector<std::string>& settings,
             const SimulatorFacts& facts,
             Problems& problems)
{
    std::ifstream file(path);
    std::ostringstream text;
    // Reading a directory succeeds to open and fails to read.
    if (!file || !(text << file.rdbuf()))
    {
        const std::string reason = errno != 0 ? std::strerror(errno) : "empty";
        problems.Error("", Quote(path) + " (" + reason + ")", "a scenario file");
        return std::nullopt;
    }
    const auto slash = path.rfind('/');
    return LoadScenarioText(text.str(),
                            slash == std::string::npos ? "" : path.substr(0, slash),
                            settings,
                            facts,
                            problems);
}

std::optional<LoadedScenario>
LoadScenarioText(const std::string& text,
                 const std::string& folder,
                 const std::vector<std::string>& settings,
                 const SimulatorFacts& facts,
                 Problems& problems)
{
    auto document = ParseDocument(text, problems);
    if (!document)
    {
        return std::nullopt;
    }
    for (const auto& setting : settings)
    {
        ApplySetting(*document, setting, problems);
    }
    LoadedScenario scenario;
    DeclareScenario()->Read(*document, "", scenario.spec, problems);
    // What could not be read is left at its default, so the rest can be judged all the same.
    scenario.plan = MakePlan(scenario.spec, folder, facts, problems);
    return problems.HasErrors() ? std::nullopt : std::optional<LoadedScenario>(std::move(scenario));
}

} // namespace scenario
} // namespace ns3
