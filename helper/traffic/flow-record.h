/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */
#ifndef FLOW_RECORD_H
#define FLOW_RECORD_H

#include <cstdint>
#include <string>
#include <vector>

namespace ns3
{

/**
 * @ingroup tunnel
 * @brief One-way (or, for ping, round-trip) delays of a flow's packets, in seconds.
 *
 * Percentiles are exact order statistics (nearest rank), not estimates.
 */
struct DelayStatistics
{
    uint64_t count{0}; //!< Number of samples.
    double minimum{0}; //!< Smallest sample, s.
    double mean{0};    //!< Arithmetic mean, s.
    double median{0};  //!< 50th percentile, s.
    double p99{0};     //!< 99th percentile, s.
    double maximum{0}; //!< Largest sample, s.
    double jitter{0};  //!< Mean absolute difference of consecutive samples, s.
};

/**
 * @ingroup tunnel
 * @brief What one flow of a run achieved: plain data, free of simulator objects.
 *
 * Packets are counted by the time at which they were *sent*: those sent inside the measurement
 * window, whenever they arrive. Goodput counts payload bytes by the time at which they were
 * *received*.
 */
struct FlowRecord
{
    std::string name;             //!< Name in the scenario.
    std::string kind;             //!< ping, udp, tcp, replay or frames.
    uint64_t sentPackets{0};      //!< Packets (TCP: data segments; ping: requests) sent.
    uint64_t sentBytes{0};        //!< Payload bytes sent (frames: whole frames).
    uint64_t receivedPackets{0};  //!< Of those, how many arrived (frames: expected copies).
    uint64_t receivedBytes{0};    //!< Payload bytes received in the window.
    uint64_t lostPackets{0};      //!< Sent in the window and never received.
    uint64_t duplicatePackets{0}; //!< Arrived more than once.
    uint64_t reorderedPackets{0}; //!< Arrived after a packet that was sent later.
    uint64_t refusedPackets{0};   //!< The sender's own stack did not take them (no route ...).
    uint64_t retransmissions{0};  //!< TCP data segments sent again.
    uint64_t missingCopies{0};    //!< Frames: copies that a learning switch would have delivered.
    uint64_t alteredFrames{0};    //!< Frames: received, but equal to none that was sent.
    uint64_t floodedCopies{0};    //!< Frames: copies flooded before the network could learn.
    uint64_t extraCopies{0};      //!< Frames: copies where a learning switch sends none.
    double goodput{0};            //!< Payload bits per second over the flow's part of the window.
    DelayStatistics delay;        //!< Delays of the packets counted in receivedPackets.
    double firstSent{-1};         //!< Simulated time of the first packet, s; -1 if none.
    double lastReceived{-1};      //!< Simulated time of the last arrival, s; -1 if none.
    double completion{-1};        //!< Sized TCP transfer: first byte sent to last received, s.
    std::string note;             //!< Anything a reader must know, such as a stall.
};

/**
 * @ingroup tunnel
 * @brief Collects delay samples in nanoseconds and turns them into DelayStatistics.
 */
class DelaySamples
{
  public:
    /**
     * @brief Add one sample.
     * @param nanoseconds the delay
     */
    void Add(int64_t nanoseconds);

    /**
     * @brief Compute the statistics of all samples so far.
     * @return the statistics; all zero if there is no sample
     */
    DelayStatistics Summarize() const;

  private:
    std::vector<int64_t> m_samples; //!< In order of arrival.
};

} // namespace ns3

#endif // FLOW_RECORD_H
