/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef SCENARIO_FLOWS_H
#define SCENARIO_FLOWS_H

#include "ns3/scenario-loader.h"
#include "ns3/scenario-network.h"
#include "ns3/scenario-results.h"
#include "ns3/traffic-flow.h"

#include <memory>
#include <vector>

namespace ns3
{
namespace scenario
{

/**
 * Makes the flows of a scenario; they are not started.
 *
 * @param [in] scenario the scenario
 * @param [in] network  the network that was built from it
 * @return flows in the document's order
 */
std::vector<std::unique_ptr<TrafficFlow>> MakeFlows(const LoadedScenario& scenario,
                                                    Network& network);

/// @param [in] record what a flow reports @return its metrics by name
FlowResult ToFlowResult(const FlowRecord& record);

} // namespace scenario
} // namespace ns3

#endif /* SCENARIO_FLOWS_H */
