/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef SCENARIO_RESULTS_H
#define SCENARIO_RESULTS_H

#include "ns3/accounting.h"
#include "ns3/iproute2-dump.h"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace ns3
{
namespace scenario
{

/// Names and values, in the order in which results list them. Durations are seconds.
using Values = std::vector<std::pair<std::string, double>>;

/// What became of a flow.
struct FlowResult
{
    std::string name; //!< name
    std::string kind; //!< ping, udp, tcp, replay or frames
    Values values;    //!< FlowMetrics()
    std::string note; //!< what a reader must know
};

/// One direction of a link, in the measurement window.
struct LinkResult
{
    std::string name; //!< name of the link
    std::string kind; //!< underlay, segment or host
    std::string from; //!< node that sends
    std::string to;   //!< node that receives
    Values values;    //!< LinkMetrics()
};

/// A device, over the whole run.
struct DeviceResult
{
    std::string name; //!< NODE/DEVICE
    std::string kind; //!< vxlan, gretap, bridge or ethernet
    std::string mac;  //!< address
    uint32_t mtu{0};  //!< MTU
    Values values;    //!< DeviceMetrics() that the device has
    Values drops;     //!< drops by reason
};

/// The books of one element, over the whole run.
struct ElementBooks
{
    std::string element; //!< what and where
    Books books;         //!< packets
    Values drops;        //!< drops by reason
};

/// A forwarding database at the end of the run.
struct FdbResult
{
    std::string node;                 //!< node
    std::string device;               //!< device
    std::vector<BridgeFdbLine> lines; //!< as `bridge fdb show` has them
};

/// An event that happened.
struct EventResult
{
    double at{0};     //!< simulated time, s
    std::string text; //!< what
};

/// Everything that a run found out, but for what differs from one to the next.
struct RunResults
{
    std::vector<FlowResult> flows;      //!< in the document's order
    std::vector<LinkResult> links;      //!< both directions, in the plan's order
    std::vector<DeviceResult> devices;  //!< by node
    std::vector<ElementBooks> books;    //!< by node
    Books total;                        //!< sum of all books
    std::vector<std::string> openBooks; //!< what does not close, and how
    std::vector<FdbResult> fdbs;        //!< of VXLAN devices and bridges
    std::vector<EventResult> events;    //!< that happened
    std::vector<std::string> failures;  //!< commands of events that failed
    uint64_t simulatorEvents{0};        //!< events that ns-3 carried out (run-info only)
};

/// One line of the table of expectations.
struct ExpectationResult
{
    std::string text;   //!< what was expected
    std::string actual; //!< what was found
    bool passed{false}; //!< whether it holds
};

} // namespace scenario
} // namespace ns3

#endif /* SCENARIO_RESULTS_H */
