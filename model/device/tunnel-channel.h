/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef TUNNEL_CHANNEL_H
#define TUNNEL_CHANNEL_H

#include "ns3/channel.h"
#include "ns3/net-device.h"
#include "ns3/nstime.h"

namespace ns3
{

/**
 * @ingroup tunnel
 * A channel with the tunnel device alone on it. ns-3 walks the channels of all devices (bridges,
 * global routing, partitioners) and expects each to have one; what a tunnel sends goes out by other
 * devices, so nothing is ever transmitted here.
 */
class TunnelChannel : public Channel
{
  public:
    /**
     * @return the type
     */
    static TypeId GetTypeId();

    /**
     * @param device the device
     */
    void SetDevice(Ptr<NetDevice> device);

    // inherited from Channel
    std::size_t GetNDevices() const override;
    Ptr<NetDevice> GetDevice(std::size_t i) const override;

  protected:
    void DoDispose() override;

  private:
    Ptr<NetDevice> m_device; //!< the device
    Time m_delay;            //!< attribute Delay; not zero, partitioners read it
};

} // namespace ns3

#endif /* TUNNEL_CHANNEL_H */
