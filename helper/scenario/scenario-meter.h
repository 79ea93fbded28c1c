/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef SCENARIO_METER_H
#define SCENARIO_METER_H

#include "ns3/nstime.h"
#include "ns3/scenario-network.h"
#include "ns3/scenario-results.h"

#include <vector>

namespace ns3
{
namespace scenario
{

/**
 * Measures both directions of every link in the measurement window.
 */
class LinkMeter
{
  public:
    /**
     * Schedules the readings.
     *
     * @param [in] network the network; must outlive this
     * @param [in] start   begin of the window
     * @param [in] stop    end of the window
     */
    LinkMeter(const Network& network, Time start, Time stop);

    /// @return the results; valid once the window has passed
    std::vector<LinkResult> GetResults() const;

  private:
    /// What is read of one direction.
    struct Reading
    {
        EthernetLinkStats stats; //!< of the sender
        uint64_t drops{0};       //!< in the queue, on the cable and at the receiver
    };

    /// Reads all links. @return two per link
    std::vector<Reading> ReadAll() const;
    void Begin();
    void End();

    const Network& m_network;     //!< the network
    double m_seconds;             //!< length of the window
    std::vector<Reading> m_begin; //!< at its begin
    std::vector<Reading> m_end;   //!< at its end
};

/// @param [in] network the network @return counters of every device at present
std::vector<DeviceResult> ReadDevices(const Network& network);

/// @param [in] network the network @return forwarding databases at present
std::vector<FdbResult> ReadFdbs(const Network& network);

/// @param [in] drops counters @return those above 0, by name
Values ToValues(const DropCounters& drops);

} // namespace scenario
} // namespace ns3

#endif /* SCENARIO_METER_H */
