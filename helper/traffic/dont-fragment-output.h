/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */
#ifndef DONT_FRAGMENT_OUTPUT_H
#define DONT_FRAGMENT_OUTPUT_H

#include "ns3/ip-l4-protocol.h"
#include "ns3/ipv4.h"
#include "ns3/object.h"

namespace ns3
{

/**
 * @ingroup tunnel
 * @brief Sets DF on what a host's TCP and UDP send over IPv4, which ns-3's own stack never does.
 *
 * It sits between the transport protocols and IPv4 of one node (their "down target"). As in Linux
 * with the default IP_PMTUDISC_WANT: all TCP segments carry DF; UDP datagrams do when their socket
 * asks for it (attribute `MtuDiscover`) and the packet fits the MTU of the outgoing device, and are
 * fragmented locally without DF when it does not (kernel: `__ip_make_skb`, `ip_queue_xmit`).
 * Packets sent this way do not fire the `SendOutgoing` trace of Ipv4L3Protocol; GetOriginated()
 * counts them.
 */
class DontFragmentOutput : public Object
{
  public:
    /**
     * @brief Get the type ID.
     * @return the object TypeId
     */
    static TypeId GetTypeId();

    /**
     * @brief Put one in front of a node's IPv4, once; later calls find it there.
     * @param node a node with an Internet stack
     * @return the object aggregated to the node
     */
    static Ptr<DontFragmentOutput> Install(Ptr<Node> node);

    /**
     * @return packets that went to IPv4 with DF set here
     */
    uint64_t GetOriginated() const;

  protected:
    void DoDispose() override;

  private:
    /**
     * @brief The down target of both protocols.
     * @param packet transport packet
     * @param source source address
     * @param destination destination address
     * @param protocol IP protocol number
     * @param route the route, or null
     */
    void Send(Ptr<Packet> packet,
              Ipv4Address source,
              Ipv4Address destination,
              uint8_t protocol,
              Ptr<Ipv4Route> route);

    /**
     * @param packet transport packet; a DF tag of its socket is taken off
     * @param protocol IP protocol number
     * @param route the route
     * @return true if the packet is to carry DF
     */
    bool WantsDontFragment(Ptr<Packet> packet, uint8_t protocol, Ptr<Ipv4Route> route) const;

    Ptr<Ipv4> m_ipv4;                         //!< The node's IPv4.
    IpL4Protocol::DownTargetCallback m_plain; //!< The way down without us.
    uint16_t m_identification{0};             //!< IPv4 identification of the next packet.
    uint64_t m_originated{0};                 //!< Packets sent with DF.
};

} // namespace ns3

#endif // DONT_FRAGMENT_OUTPUT_H
