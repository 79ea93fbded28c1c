/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef SCENARIO_DECLARATION_H
#define SCENARIO_DECLARATION_H

#include "ns3/scenario-objects.h"
#include "ns3/scenario-spec.h"

namespace ns3
{
namespace scenario
{

/// @return the declaration of a whole scenario document
std::shared_ptr<const ObjectKind<ScenarioSpec>> DeclareScenario();

/// @return declarations of the document's parts, which DeclareScenario() puts together
/// @{
KindPtr<UnderlaySpec> DeclareUnderlay();
KindPtr<TunnelSpec> DeclareTunnel();
KindPtr<PortSpec> DeclarePort();
KindPtr<BridgeSpec> DeclareBridge();
KindPtr<HostSpec> DeclareHost();
KindPtr<TrafficSpec> DeclareTraffic();
KindPtr<EventSpec> DeclareEvent();
KindPtr<ExpectSpec> DeclareExpectation();

/// @}

/// A metric that results hold and expectations may limit.
struct Metric
{
    const char* name; //!< key
    const char* unit; //!< "", "bit/s", "s" or "B"
    const char* help; //!< one sentence
};

/// @return the metrics of a flow, in the order in which results list them
const std::vector<Metric>& FlowMetrics();

/// @return the metrics of one direction of a link
const std::vector<Metric>& LinkMetrics();

/// @return the counters of a device, named as in `ip -s link`
const std::vector<Metric>& DeviceMetrics();

} // namespace scenario
} // namespace ns3

#endif /* SCENARIO_DECLARATION_H */
