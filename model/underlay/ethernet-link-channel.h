/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef ETHERNET_LINK_CHANNEL_H
#define ETHERNET_LINK_CHANNEL_H

#include "ns3/accounting.h"
#include "ns3/channel.h"
#include "ns3/nstime.h"

#include <array>
#include <cstdint>

namespace ns3
{

class EthernetLinkDevice;
class Packet;

/**
 * The cable between two EthernetLinkDevices: full duplex, one delay, no loss unless it is cut.
 *
 * A frame belongs to the channel from the first bit that the sender puts on it until its last bit
 * arrived. Each direction keeps its own books; what the sender writes and what the receiver writes
 * are different variables.
 */
class EthernetLinkChannel : public Channel
{
  public:
    /**
     * @return The TypeId.
     */
    static TypeId GetTypeId();

    EthernetLinkChannel();
    ~EthernetLinkChannel() override;

    /**
     * Plugs in a device; called by EthernetLinkDevice::Attach. A channel takes two devices.
     *
     * @param device The device.
     */
    void Attach(Ptr<EthernetLinkDevice> device);

    std::size_t GetNDevices() const override;
    Ptr<NetDevice> GetDevice(std::size_t i) const override;

    /**
     * @param device One end.
     * @return The other end, or null when nothing is plugged in there.
     */
    Ptr<EthernetLinkDevice> GetPeer(const EthernetLinkDevice* device) const;

    /**
     * Carries a frame to the other end.
     *
     * @param packet The frame with its Ethernet header. The channel owns it from here on.
     * @param sender The end that sends.
     * @param transmissionTime From its first to its last bit.
     * @return False, and the frame is not taken, if nothing is plugged in at the other end.
     */
    bool Transmit(Ptr<Packet> packet, EthernetLinkDevice* sender, Time transmissionTime);

    /**
     * @return The propagation delay.
     */
    Time GetDelay() const;

    /**
     * Cuts or mends the cable. Both ends lose or find their carrier, and frames on the way when it
     * was cut are lost (LINK_DOWN).
     *
     * @param up False cuts.
     */
    void SetUp(bool up);

    /**
     * @return Whether the cable is whole.
     */
    bool IsUp() const;

    /**
     * Loses what is on the way, in both directions. The frames are counted as dropped (LINK_DOWN)
     * at the time when they would have arrived.
     */
    void LoseFramesOnTheWay();

    /**
     * Tells the other end that a device was switched on or off.
     *
     * @param device The device.
     */
    void NotifyPeer(const EthernetLinkDevice* device);

    /**
     * The books of one direction: in = frames put on the cable, out = frames that reached the other
     * end, dropped = frames lost because it was cut, held = frames on the way.
     *
     * @param from The device number of the sender, 0 or 1.
     * @return The books.
     */
    Books GetBooks(std::size_t from) const;

    /**
     * @return The books of both directions together.
     */
    Books GetBooks() const;

    /**
     * @return What was lost, by reason.
     */
    DropCounters GetDropCounters() const;

  protected:
    void DoDispose() override;

  private:
    /** One direction. */
    struct Direction
    {
        Ptr<EthernetLinkDevice> sender; //!< the device that sends in this direction
        uint64_t sent{0};               //!< written at the sender's
        uint64_t arrived{0};            //!< written at the receiver's
        DropCounters lost;              //!< written at the receiver's
    };

    /**
     * The last bit is there.
     *
     * @param packet The frame.
     * @param from The device number of the sender.
     * @param cuts How often the cable had been cut when the frame went off.
     */
    void Arrive(Ptr<Packet> packet, std::size_t from, uint32_t cuts);

    std::array<Direction, 2> m_directions; //!< by the number of the sender
    std::size_t m_nDevices{0};             //!< devices that are plugged in
    Time m_delay;                          //!< propagation delay
    uint32_t m_cuts{0};                    //!< times that the frames on the way were lost
    bool m_up{true};                       //!< whether the cable is whole
};

} // namespace ns3

#endif /* ETHERNET_LINK_CHANNEL_H */
