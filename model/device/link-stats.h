/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef TUNNEL_LINK_STATS_H
#define TUNNEL_LINK_STATS_H

#include <cstdint>

namespace ns3
{

/**
 * @ingroup tunnel
 * Counters of a device with the names of `ip -s -s link show`. What is counted where is Linux's
 * rule, quirks included; see the head of each device's header file.
 */
struct LinkStats
{
    /** What was received. */
    struct Rx
    {
        uint64_t packets = 0;      //!< handed up
        uint64_t bytes = 0;        //!< of those, by the device's own way of counting
        uint64_t errors = 0;       //!< sum of most of the errors below
        uint64_t dropped = 0;      //!< for a device that is down
        uint64_t lengthErrors = 0; //!< inner IP header cut short
        uint64_t crcErrors = 0;    //!< GRE checksum missing or not expected
        uint64_t frameErrors = 0;  //!< VXLAN reserved bits, ECN
        uint64_t fifoErrors = 0;   //!< GRE sequence number old or missing
        uint64_t overErrors = 0;   //!< always 0
        uint64_t missedErrors = 0; //!< always 0
        uint64_t multicast = 0;    //!< GRE packets to an outer multicast group

        /**
         * Calls f(name, value) for each counter, names as `ip -j -s -s link show` has them.
         *
         * @param f what to call
         */
        template <typename F>
        void ForEach(F f) const
        {
            f("packets", packets);
            f("bytes", bytes);
            f("errors", errors);
            f("dropped", dropped);
            f("length_errors", lengthErrors);
            f("crc_errors", crcErrors);
            f("frame_errors", frameErrors);
            f("fifo_errors", fifoErrors);
            f("over_errors", overErrors);
            f("missed_errors", missedErrors);
            f("multicast", multicast);
        }
    };

    /** What was sent. */
    struct Tx
    {
        uint64_t packets = 0;         //!< handed to the outer IP, or to another device (bypass)
        uint64_t bytes = 0;           //!< of those, by the device's own way of counting
        uint64_t errors = 0;          //!< sum of most of the errors below
        uint64_t dropped = 0;         //!< nowhere to send, inner header cut short, outer IP dropped
        uint64_t abortedErrors = 0;   //!< outer IPv6 dropped it
        uint64_t fifoErrors = 0;      //!< GRE without remote
        uint64_t windowErrors = 0;    //!< always 0
        uint64_t heartbeatErrors = 0; //!< always 0
        uint64_t carrierErrors = 0;   //!< no route
        uint64_t collisions = 0;      //!< the route leads into the tunnel itself

        /**
         * Calls f(name, value) for each counter, names as `ip -j -s -s link show` has them.
         *
         * @param f what to call
         */
        template <typename F>
        void ForEach(F f) const
        {
            f("packets", packets);
            f("bytes", bytes);
            f("errors", errors);
            f("dropped", dropped);
            f("aborted_errors", abortedErrors);
            f("fifo_errors", fifoErrors);
            f("window_errors", windowErrors);
            f("heartbeat_errors", heartbeatErrors);
            f("carrier_errors", carrierErrors);
            f("collisions", collisions);
        }
    };

    Rx rx; //!< received
    Tx tx; //!< sent
};

} // namespace ns3

#endif /* TUNNEL_LINK_STATS_H */
