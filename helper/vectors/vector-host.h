/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef VECTOR_HOST_H
#define VECTOR_HOST_H

#include "ns3/address.h"
#include "ns3/ethernet-link-device.h"
#include "ns3/iproute2-host.h"
#include "ns3/net-device.h"
#include "ns3/nstime.h"
#include "ns3/packet.h"

#include <cstdint>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace ns3
{

/** A frame that came out of the host under test. */
struct VectorCapture
{
    bool underlay{false};       //!< on the wire; otherwise handed up by a tunnel device
    std::string device;         //!< the tunnel device
    std::vector<uint8_t> frame; //!< from the Ethernet header on
    uint32_t mark{0};           //!< packet mark of a frame handed up
};

/** What goes with a frame that is sent into a tunnel device. */
struct VectorSend
{
    uint32_t mark{0};           //!< packet mark
    uint16_t proto{0};          //!< EtherType, for a device without Ethernet header
    bool partial{false};        //!< the checksum is left to the device
    uint16_t checksumStart{0};  //!< first byte of what is summed up, from the Ethernet header on
    uint16_t checksumOffset{0}; //!< place of the checksum, from there on
};

/**
 * The host under test of the vector files, on a simulator of its own: one underlay interface u0
 * (10.0.0.1/24, fd00::1/64, MTU 1500, static neighbours 2 to 9, default routes) and the tunnel
 * devices that commands make. What it sends and hands up is recorded. One at a time may exist; its
 * end destroys the simulator.
 */
class VectorHost
{
  public:
    VectorHost();
    ~VectorHost();
    VectorHost(const VectorHost&) = delete;
    VectorHost& operator=(const VectorHost&) = delete;

    /**
     * Carries out a command; tunnel devices that appear are recorded from then on.
     *
     * @param command the command
     * @return what it came to
     */
    CommandResult Execute(const std::string& command);

    /** @return names of the tunnel devices there are */
    std::vector<std::string> GetTunnels() const;

    /**
     * Sends a frame into a tunnel device.
     *
     * @param device its name
     * @param frame the frame, 14 bytes or more
     * @param with what goes with it
     * @return whether the device took it (as the send call of a packet socket would say)
     */
    bool SendOverlay(const std::string& device,
                     const std::vector<uint8_t>& frame,
                     const VectorSend& with = VectorSend());

    /**
     * Lets a frame arrive on u0.
     *
     * @param frame the frame
     */
    void SendUnderlay(const std::vector<uint8_t>& frame);

    /**
     * Lets time pass.
     *
     * @param time how much
     */
    void Run(Time time);

    /** @return what came out since the last call, in order */
    std::vector<VectorCapture> TakeCaptures();

    /** @return the interpreter, for dumps */
    const Iproute2Host& GetInterpreter() const;

  private:
    void MakeUnderlay();
    void RecordTunnels();
    bool ReceiveUnderlay(Ptr<const Packet> frame);
    void ReceiveOverlay(Ptr<NetDevice> device,
                        Ptr<const Packet> packet,
                        uint16_t protocol,
                        const Address& source,
                        const Address& destination,
                        NetDevice::PacketType type);

    Ptr<Node> m_node;
    Ptr<EthernetLinkDevice> m_peer;
    std::unique_ptr<Iproute2Host> m_interpreter;
    std::set<Ptr<NetDevice>> m_recorded;
    std::vector<VectorCapture> m_captures;
    bool m_checksums{false};
};

} // namespace ns3

#endif // VECTOR_HOST_H
