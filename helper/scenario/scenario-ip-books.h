/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef SCENARIO_IP_BOOKS_H
#define SCENARIO_IP_BOOKS_H

#include "ns3/accounting.h"
#include "ns3/ipv4-l3-protocol.h"
#include "ns3/ipv6-l3-protocol.h"
#include "ns3/node.h"

#include <deque>
#include <map>
#include <string>
#include <vector>

namespace ns3
{
namespace scenario
{

/**
 * Keeps the books of one IP layer from what its traces tell, one packet after the other.
 *
 * ns-3 traces what comes in, what is sent on, delivered or dropped, but not everything: some
 * packets just end (interface down, too big for the next link in IPv6, multicast for nobody). A
 * packet that came in or was about to be sent and of which nothing was heard when the next one
 * begins has been dropped so; its reason is HOST_STACK.
 *
 * Books. In: received. Originated: sent by this node. Fragments: made by cutting a packet.
 * Copies: delivered here and sent on. Out: handed to an interface. Consumed: delivered to the
 * transport layer. Merged: fragments that became part of a delivered packet. Held: fragments that
 * wait for others.
 */
class IpLayerBooks
{
  public:
    /// Which packet a fragment belongs to.
    struct FragmentKey
    {
        std::string addresses;      //!< source and destination
        uint32_t identification{0}; //!< identification
    };

    /// A packet came in. @param [in] isFragment it is one @param [in] key of which packet
    void Received(bool isFragment, const FragmentKey& key);
    /// A packet of this node is about to be sent.
    void Originated();
    /// The packet that came in last is about to be sent on.
    void Forwarded();
    /// A packet was handed to an interface. @param [in] isFragment it is one
    void Sent(bool isFragment);
    /// The packet that came in last was delivered, with all its fragments.
    void Delivered();
    /// Something was dropped. @param [in] reason why @param [in] isMulticast its destination
    void Dropped(DropReason reason, bool isMulticast);
    /// A packet was dropped before it was counted as come in. @param [in] reason why
    void Refused(DropReason reason);
    /// Fragments waited in vain. @param [in] addresses source and destination
    void TimedOut(const std::string& addresses);

    /// Ends the books. @return them
    const Books& Close();

    /// @return drops by reason
    const DropCounters& GetDrops() const;

  private:
    /// Ends what is known of the packet that came in last.
    void EndReceived();
    /// Ends what is known of the packet that was about to be sent.
    void EndSending();
    void Drop(DropReason reason);

    Books m_books;          //!< counts
    DropCounters m_drops;   //!< drops
    bool m_open{false};     //!< nothing heard yet of the packet that came in last
    bool m_fragment{false}; //!< it is a fragment
    FragmentKey m_key;      //!< and of this packet
    bool m_sending{false};  //!< a packet is about to be sent
    std::map<std::string, std::deque<std::pair<uint32_t, uint64_t>>>
        m_waiting; //!< addresses: identification and number of waiting fragments
};

/**
 * Watches the IP layers of a node.
 */
class IpBooks
{
  public:
    /// The books of one layer.
    struct Element
    {
        std::string name;   //!< "IPv4", "IPv6" or "neighbour resolution"
        Books books;        //!< counts
        DropCounters drops; //!< drops by reason
    };

    /// @param [in] node a node with IPv4, IPv6 or both
    explicit IpBooks(Ptr<Node> node);
    ~IpBooks();
    IpBooks(const IpBooks&) = delete;
    IpBooks& operator=(const IpBooks&) = delete;

    /// Ends the books. @return those of all layers
    std::vector<Element> Close();

  private:
    void Rx4(Ptr<const Packet> packet, Ptr<Ipv4> ipv4, uint32_t interface);
    void Tx4(Ptr<const Packet> packet, Ptr<Ipv4> ipv4, uint32_t interface);
    void Originate4(const Ipv4Header& header, Ptr<const Packet> packet, uint32_t interface);
    void Forward4(const Ipv4Header& header, Ptr<const Packet> packet, uint32_t interface);
    void Deliver4(const Ipv4Header& header, Ptr<const Packet> packet, uint32_t interface);
    void Drop4(const Ipv4Header& header,
               Ptr<const Packet> packet,
               Ipv4L3Protocol::DropReason reason,
               Ptr<Ipv4> ipv4,
               uint32_t interface);
    void Rx6(Ptr<const Packet> packet, Ptr<Ipv6> ipv6, uint32_t interface);
    void Tx6(Ptr<const Packet> packet, Ptr<Ipv6> ipv6, uint32_t interface);
    void Originate6(const Ipv6Header& header, Ptr<const Packet> packet, uint32_t interface);
    void Forward6(const Ipv6Header& header, Ptr<const Packet> packet, uint32_t interface);
    void Deliver6(const Ipv6Header& header, Ptr<const Packet> packet, uint32_t interface);
    void Drop6(const Ipv6Header& header,
               Ptr<const Packet> packet,
               Ipv6L3Protocol::DropReason reason,
               Ptr<Ipv6> ipv6,
               uint32_t interface);
    void DropNeighbour(Ptr<const Packet> packet);

    Ptr<Ipv4L3Protocol> m_ipv4;   //!< IPv4, or null
    Ptr<Ipv6L3Protocol> m_ipv6;   //!< IPv6, or null
    IpLayerBooks m_books4;        //!< of IPv4
    IpLayerBooks m_books6;        //!< of IPv6
    uint64_t m_neighbourDrops{0}; //!< packets that waited for an address in vain
};

} // namespace scenario
} // namespace ns3

#endif /* SCENARIO_IP_BOOKS_H */
