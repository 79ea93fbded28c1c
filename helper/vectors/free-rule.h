/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef FREE_RULE_H
#define FREE_RULE_H

#include "ns3/vector-file.h"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace ns3
{

/**
 * Judges frames by a recording in which some bytes were random.
 *
 * Bytes that are not free must be as recorded. Free bytes must still make sense: IPv4 header
 * checksums and UDP checksums are right (of a fragmented packet: over the reassembled packet), a
 * free UDP checksum is not zero, fragments of one packet carry one identification and fragments of
 * different packets different ones, and the outer source port is one port per inner flow within
 * the configured range. One object sees all frames of one case.
 */
class FreeRule
{
  public:
    /**
     * Says between which source ports the tunnel device may choose, from now on.
     *
     * @param low lowest port
     * @param high highest port, included
     */
    void SetSourcePorts(uint16_t low, uint16_t high);

    /**
     * Compares one frame with its recording.
     *
     * @param expected the recording
     * @param got the frame that came
     * @return empty, or what is wrong with it
     */
    std::string Check(const VectorExpectation& expected, const std::vector<uint8_t>& got);

    /**
     * Ends a step: packets whose fragments have been seen are checked as a whole.
     *
     * @return empty, or what is wrong with them
     */
    std::string EndStep();

    /**
     * Examines one encapsulated frame without a recording (the source-port property).
     *
     * @param got the frame that came
     * @param flow a name for the inner flow: one flow, one port
     * @return empty, or what is wrong with it
     */
    std::string CheckSourcePort(const std::vector<uint8_t>& got, const std::string& flow);

  private:
    /** What is known of a packet that comes in fragments. */
    struct Reassembly
    {
        std::vector<uint8_t> addresses;                  //!< source and destination
        uint8_t protocol{0};                             //!< of the packet
        bool checksumFree{false};                        //!< its UDP checksum may be any, but right
        bool complete{false};                            //!< the last fragment has been seen
        std::map<uint32_t, std::vector<uint8_t>> pieces; //!< payload by offset
    };

    std::string CheckFragment(const VectorExpectation& expected, const std::vector<uint8_t>& got);

    uint16_t m_low{0};
    uint16_t m_high{65535};
    std::map<std::string, uint16_t> m_ports;         //!< inner flow -> source port
    std::map<std::string, std::string> m_identities; //!< recorded packet -> identification
    std::map<std::string, std::string> m_packets;    //!< identification -> recorded packet
    std::map<std::string, Reassembly> m_reassembly;  //!< recorded packet -> its fragments
};

} // namespace ns3

#endif // FREE_RULE_H
