/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef SCENARIO_RUN_H
#define SCENARIO_RUN_H

#include "ns3/scenario-loader.h"
#include "ns3/scenario-results.h"

#include <functional>
#include <optional>

namespace ns3
{
namespace scenario
{

/// What a caller of RunScenario() decides.
struct RunOptions
{
    std::optional<uint32_t> seed; //!< instead of the scenario's
    bool captureAll{false};       //!< captures of underlay and tunnels, whatever the scenario says
    std::string captureFolder;    //!< where captures go; it must be there
    /// Called now and then with the simulated time and the duration, both in seconds.
    std::function<void(double now, double duration)> progress;
};

/// @return what the check of scenarios wants to know about ns-3
SimulatorFacts GetSimulatorFacts();

/**
 * Builds the network of a scenario, with all its commands, and throws it away: in a child process,
 * because ns-3 ends the program over some mistakes.
 *
 * @param [in]     scenario scenario without errors
 * @param [in,out] problems commands that fail, or how ns-3 ended
 */
void TryBuild(const LoadedScenario& scenario, Problems& problems);

/**
 * Builds and runs a scenario. ns-3's simulator is one per process, so are runs: one at a time.
 *
 * @param [in]     scenario scenario without errors
 * @param [in]     options  options
 * @param [in,out] problems commands that fail when the network is built
 * @return the results; nothing when there are such problems
 */
std::optional<RunResults> RunScenario(const LoadedScenario& scenario,
                                      const RunOptions& options,
                                      Problems& problems);

} // namespace scenario
} // namespace ns3

#endif /* SCENARIO_RUN_H */
