/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef FRAME_DECODER_H
#define FRAME_DECODER_H

#include "ns3/vector-file.h"

#include <cstdint>
#include <string>
#include <vector>

namespace ns3
{

/** One header field of a decoded frame. */
struct FrameField
{
    std::string name;   //!< layer and field, such as "ip.ttl" or "inner.eth.dst"
    std::string value;  //!< as a reader of captures expects it
    uint32_t offset{0}; //!< first byte in the frame
    uint32_t length{0}; //!< bytes it covers (bit fields share theirs)
};

/**
 * Takes a frame apart, as far as it goes: Ethernet, VLAN tags, ARP, IPv4, IPv6 and its fragment and
 * option headers, UDP, TCP, ICMP, VXLAN, GRE and what they carry. What is cut short or unknown is
 * shown as hexadecimal. This is kept apart from the model's own parsers, so that it judges them.
 *
 * @param frame the frame, from its Ethernet header on
 * @param tunnel UDP payload is VXLAN (a frame of the underlay)
 * @return the fields in the order of the frame
 */
std::vector<FrameField> DecodeFrame(const std::vector<uint8_t>& frame, bool tunnel);

/**
 * Sets two frames side by side, field by field; differing fields are marked with "!", fields that
 * are free to differ with "~".
 *
 * @param expected the recorded frame
 * @param got the frame that came
 * @param free the free byte ranges of the recorded frame
 * @param tunnel UDP payload is VXLAN
 * @return lines of text, each ended
 */
std::string CompareFrames(const std::vector<uint8_t>& expected,
                          const std::vector<uint8_t>& got,
                          const std::vector<VectorFreeRange>& free,
                          bool tunnel);

/**
 * One decoded frame in lines, for a frame that has no partner.
 *
 * @param frame the frame
 * @param tunnel UDP payload is VXLAN
 * @return lines of text, each ended
 */
std::string DescribeFrame(const std::vector<uint8_t>& frame, bool tunnel);

} // namespace ns3

#endif // FRAME_DECODER_H
