/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */
#ifndef TRAFFIC_FLOW_H
#define TRAFFIC_FLOW_H

#include "ns3/flow-record.h"
#include "ns3/nstime.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>

namespace ns3
{

/**
 * @ingroup tunnel
 * @brief The part of a run that is measured: [start, stop).
 */
struct MeasurementWindow
{
    Time start; //!< First instant that counts.
    Time stop;  //!< First instant that counts no more.

    /**
     * @param when an instant
     * @return true if it lies in the window
     */
    bool Contains(Time when) const
    {
        return start <= when && when < stop;
    }
};

/**
 * @ingroup tunnel
 * @brief One flow of traffic between hosts: it schedules itself, and reports when the run is over.
 *
 * A flow must outlive the run; it must be destroyed after Simulator::Destroy or before the nodes.
 */
class TrafficFlow
{
  public:
    /**
     * @param name name in reports
     * @param window what to measure
     */
    TrafficFlow(std::string name, MeasurementWindow window)
        : m_name(std::move(name)),
          m_window(window)
    {
    }

    virtual ~TrafficFlow() = default;
    TrafficFlow(const TrafficFlow&) = delete;
    TrafficFlow& operator=(const TrafficFlow&) = delete;

    /** @brief Open sockets and schedule the first packet. Call once, before Simulator::Run. */
    virtual void Start() = 0;

    /**
     * @brief Sum up; valid once the simulation has stopped.
     * @return the record
     */
    virtual FlowRecord GetRecord() const = 0;

    /**
     * @brief Give the flow's random variables fixed stream numbers.
     * @param stream first stream to use
     * @return how many streams were used
     */
    virtual int64_t AssignStreams(int64_t stream)
    {
        (void)stream;
        return 0;
    }

  protected:
    /**
     * @param begin when the flow began to send
     * @param end when it ended
     * @return length of the flow's part of the window, s; 0 if they do not meet
     */
    double MeasuredSeconds(Time begin, Time end) const
    {
        Time from = std::max(m_window.start, begin);
        Time to = std::min(m_window.stop, end);
        return to > from ? (to - from).GetSeconds() : 0;
    }

    const std::string m_name;         //!< Name in reports.
    const MeasurementWindow m_window; //!< What is measured.
};

} // namespace ns3

#endif // TRAFFIC_FLOW_H
