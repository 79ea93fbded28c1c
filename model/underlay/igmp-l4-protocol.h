/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef IGMP_L4_PROTOCOL_H
#define IGMP_L4_PROTOCOL_H

#include "ns3/callback.h"
#include "ns3/ip-l4-protocol.h"
#include "ns3/ipv4-interface.h"
#include "ns3/ipv6-interface.h"
#include "ns3/net-device.h"

namespace ns3
{

/**
 * @ingroup tunnel
 * @brief IP protocol 2 on a node: hands IGMP messages to its GroupMembership.
 */
class IgmpL4Protocol : public IpL4Protocol
{
  public:
    /** Called with an IGMP message, its IPv4 header and the device it came in on. */
    typedef Callback<void, Ptr<const Packet>, const Ipv4Header&, Ptr<NetDevice>> Listener;

    /**
     * @brief Get the type ID.
     * @return the object TypeId
     */
    static TypeId GetTypeId();

    IgmpL4Protocol();
    ~IgmpL4Protocol() override;

    /**
     * @brief Set who listens.
     * @param listener called for each message
     * @param previous whom to hand the message on to; may be null
     */
    void SetListener(Listener listener, Ptr<IpL4Protocol> previous);

    // From IpL4Protocol
    int GetProtocolNumber() const override;
    RxStatus Receive(Ptr<Packet> packet,
                     const Ipv4Header& header,
                     Ptr<Ipv4Interface> interface) override;
    RxStatus Receive(Ptr<Packet> packet,
                     const Ipv6Header& header,
                     Ptr<Ipv6Interface> interface) override;
    void SetDownTarget(DownTargetCallback target) override;
    void SetDownTarget6(DownTargetCallback6 target) override;
    DownTargetCallback GetDownTarget() const override;
    DownTargetCallback6 GetDownTarget6() const override;

  protected:
    void DoDispose() override;

  private:
    Listener m_listener;           //!< the node's GroupMembership
    Ptr<IpL4Protocol> m_previous;  //!< had protocol 2 before
    DownTargetCallback m_target;   //!< of no use here; kept for whoever asks
    DownTargetCallback6 m_target6; //!< of no use here; kept for whoever asks
};

} // namespace ns3

#endif /* IGMP_L4_PROTOCOL_H */
