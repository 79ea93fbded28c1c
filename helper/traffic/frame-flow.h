/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */
#ifndef FRAME_FLOW_H
#define FRAME_FLOW_H

#include "ns3/mac48-address.h"
#include "ns3/net-device.h"
#include "ns3/packet.h"
#include "ns3/ptr.h"
#include "ns3/traffic-flow.h"

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace ns3
{

/**
 * @ingroup tunnel
 * @brief One Ethernet frame and when it is sent.
 */
struct TimedFrame
{
    Time at;                    //!< When, from the start of the flow.
    std::vector<uint8_t> bytes; //!< Whole frame from the destination MAC on, no FCS.
    std::size_t port{0};        //!< Index of the port that sends it.
};

/**
 * @ingroup tunnel
 * @brief Read all frames of a capture file (pcap, Ethernet, microseconds or nanoseconds).
 * @param path the file
 * @param [out] error why it could not be read
 * @return the frames, `at` counted from the first one, `port` 0; or nothing
 */
std::optional<std::vector<TimedFrame>> ReadCapture(const std::string& path, std::string& error);

/**
 * @ingroup tunnel
 * @brief Where frames go in and come out: a device of a host that has no stack of its own.
 */
struct FramePort
{
    std::string name;               //!< Name in notes.
    Ptr<NetDevice> device;          //!< An EthernetLinkDevice, or any device with SendFrom.
    std::vector<Mac48Address> macs; //!< Hosts that live here; used to assign captured frames.
};

/**
 * @ingroup tunnel
 * @brief Sends given frames byte for byte, and judges what comes out at all its ports.
 *
 * The judge is a learning switch that knows each frame at the instant it is sent: a copy that the
 * switch would have delivered and that did not arrive is *missing*; a copy at a port to which the
 * switch would not have sent it is *flooded* while the sender's side cannot have learned the
 * destination (no frame from there has come out at the sending port), and *extra* after that; a
 * frame that equals none that was sent is *altered*.
 */
class FrameFlow : public TrafficFlow
{
  public:
    /**
     * @param name name in reports
     * @param kind "replay" or "frames"
     * @param window what to measure
     * @param start simulated time of frames with `at` zero
     * @param ports at least one
     * @param frames what to send, in order of time
     */
    FrameFlow(std::string name,
              std::string kind,
              MeasurementWindow window,
              Time start,
              std::vector<FramePort> ports,
              std::vector<TimedFrame> frames);
    ~FrameFlow() override;

    /**
     * @brief Give each captured frame the port behind which its source MAC lives.
     * @param ports the ports with their MACs
     * @param [in,out] frames the frames; those whose source lives nowhere are removed
     * @return the source MACs that live nowhere, each once, in order of first appearance
     */
    static std::vector<Mac48Address> AssignPorts(const std::vector<FramePort>& ports,
                                                 std::vector<TimedFrame>& frames);

    void Start() override;
    FlowRecord GetRecord() const override;

  private:
    /** @brief A copy that is on its way. */
    struct Expected
    {
        Time sent;           //!< When its frame was sent.
        bool wanted{false};  //!< The switch would deliver it.
        bool learned{false}; //!< The sender's side had heard the destination.
    };

    /** @brief Copies on their way to one port, by the content of the frame. */
    using Pending = std::unordered_map<std::string, std::deque<Expected>>;

    /**
     * @brief Send frame number `index` and schedule the next.
     * @param index its number
     */
    void Send(std::size_t index);

    /**
     * @brief Ask the learning switch, and note the copies that may arrive.
     * @param frame the frame
     */
    void Expect(const TimedFrame& frame);

    /**
     * @brief A frame came out at a port.
     * @param port index of the port
     * @param frame whole frame
     */
    void Receive(std::size_t port, Ptr<const Packet> frame);

    /**
     * @brief Handler for the ports whose device hands up whole frames.
     * @param flow the flow
     * @param port index of the port
     * @param frame whole frame
     * @return true: nobody else is to see it
     */
    static bool ReceiveRaw(FrameFlow* flow, std::size_t port, Ptr<const Packet> frame);

    /**
     * @brief Handler for the ports whose device has no raw receiver.
     * @param flow the flow
     * @param port index of the port
     * @param device the device
     * @param packet payload after the Ethernet header
     * @param type EtherType
     * @param from source MAC
     * @param to destination MAC
     * @param packetType how the device classed it
     */
    static void ReceiveSplit(FrameFlow* flow,
                             std::size_t port,
                             Ptr<NetDevice> device,
                             Ptr<const Packet> packet,
                             uint16_t type,
                             const Address& from,
                             const Address& to,
                             NetDevice::PacketType packetType);

    const std::string m_kind;                             //!< replay or frames.
    const Time m_start;                                   //!< Time of frames with `at` zero.
    std::vector<FramePort> m_ports;                       //!< Where frames go in and out.
    std::vector<TimedFrame> m_frames;                     //!< What is sent.
    std::unordered_map<std::string, std::size_t> m_mac;   //!< The switch's table: MAC -> port.
    std::vector<std::unordered_set<std::string>> m_heard; //!< MACs heard at each port.
    std::vector<Pending> m_pending;                       //!< Per port.
    FlowRecord m_record;                                  //!< Counts so far.
    DelaySamples m_delays;                                //!< One-way delays of wanted copies.
};

} // namespace ns3

#endif // FRAME_FLOW_H
