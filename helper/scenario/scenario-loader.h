/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef SCENARIO_LOADER_H
#define SCENARIO_LOADER_H

#include "ns3/scenario-plan.h"

#include <optional>
#include <string>
#include <vector>

namespace ns3
{
namespace scenario
{

/// A scenario that has been read and checked.
struct LoadedScenario
{
    ScenarioSpec spec;
    Plan plan;
};

/**
 * Reads a scenario from a file, checks it and plans the run.
 *
 * @param [in]     path     the file
 * @param [in]     settings `--set` options: path=value
 * @param [in]     facts    about the simulator
 * @param [in,out] problems errors and warnings, all of them
 * @return the scenario; nothing when there are errors
 */
std::optional<LoadedScenario> LoadScenario(const std::string& path,
                                           const std::vector<std::string>& settings,
                                           const SimulatorFacts& facts,
                                           Problems& problems);

/**
 * @copybrief LoadScenario
 *
 * @param [in]     text     the document
 * @param [in]     folder   folder that relative paths start from
 * @param [in]     settings `--set` options: path=value
 * @param [in]     facts    about the simulator
 * @param [in,out] problems errors and warnings, all of them
 * @return the scenario; nothing when there are errors
 */
std::optional<LoadedScenario> LoadScenarioText(const std::string& text,
                                               const std::string& folder,
                                               const std::vector<std::string>& settings,
                                               const SimulatorFacts& facts,
                                               Problems& problems);

/// @return the JSON Schema (draft-07) of scenarios, as text that ends with a newline
std::string ScenarioSchema();

/// @return the reference manual of scenarios, reStructuredText
std::string ScenarioReference();

} // namespace scenario
} // namespace ns3

#endif /* SCENARIO_LOADER_H */
