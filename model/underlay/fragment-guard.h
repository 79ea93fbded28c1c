/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef FRAGMENT_GUARD_H
#define FRAGMENT_GUARD_H

#include "ns3/drop-reason.h"
#include "ns3/ip-input-check.h"
#include "ns3/net-device.h"
#include "ns3/node.h"
#include "ns3/nstime.h"
#include "ns3/object.h"
#include "ns3/packet.h"

#include <cstddef>
#include <list>
#include <map>
#include <optional>
#include <vector>

namespace ns3
{

class Ipv4Header;
class Ipv6Header;

/**
 * @ingroup tunnel
 * Says which fragments ns-3's reassembly may be given.
 *
 * ns-3 puts fragments together without looking whether they fit, and reads beyond them if they do
 * not. This object knows what ns-3 holds, and lets up what Linux would take (ip_frag_queue,
 * ip6_frag_queue, inet_frag_queue_insert; RFC 5722): a duplicate is dropped alone; an overlap, an
 * empty fragment or one that contradicts the known length ends its datagram. Linux then forgets
 * the datagram, but ns-3 keeps what it has until its timeout; so what follows is dropped until
 * then. As ns-3 knows IPv6 datagrams by source and identification only, and takes the next header
 * from the fragment that came last, fragments of one such datagram that differ in destination,
 * next header or headers before the fragment header are dropped.
 *
 * One object per node, aggregated to it when the first fragment for the node comes.
 */
class FragmentGuard : public Object
{
  public:
    /**
     * @return the type
     */
    static TypeId GetTypeId();

    /**
     * @param node the node
     * @return its object, made and aggregated at the first call
     */
    static Ptr<FragmentGuard> GetOrCreate(Ptr<Node> node);

    /**
     * @param fragment what CheckIpInput told about a packet
     * @param device where it came in
     * @return whether ns-3 reassembles, or would, fragments to this destination
     */
    static bool IsForNode(const IpFragment& fragment, Ptr<NetDevice> device);

    /**
     * Judges a fragment for this node and takes note of it.
     *
     * @param fragment what CheckIpInput told about it
     * @return NO_ERROR when it must be handed up now, or why it must not
     */
    DropReason Check(const IpFragment& fragment);

    /**
     * Ends what Check began: the fragment has been handed up.
     */
    void EndInput()
    {
        m_completing = nullptr;
    }

    /**
     * @param family IPv4 or IPv6
     * @return datagrams of which ns-3 holds fragments
     */
    std::size_t GetDatagrams(IpAddress::Family family) const
    {
        return m_tables[family == IpAddress::IPV6].datagrams.size();
    }

  protected:
    void NotifyNewAggregate() override;
    void DoDispose() override;

  private:
    /// What ns-3 knows a datagram by.
    struct Key
    {
        IpAddress source;        //!< source
        IpAddress destination;   //!< destination, none with IPv6
        uint32_t identification; //!< identification
        uint8_t protocol;        //!< protocol, 0 with IPv6

        /**
         * @param other another key
         * @return an order
         */
        bool operator<(const Key& other) const;
    };

    /// Bytes that came in order.
    struct Run
    {
        uint32_t begin; //!< first
        uint32_t end;   //!< one past the last
    };

    /// A datagram of which ns-3 may hold fragments.
    struct Datagram
    {
        Key key;               //!< key
        IpAddress destination; //!< destination
        uint8_t protocol;      //!< protocol or next header
        uint32_t headerSize;   //!< headers before the fragment header (IPv6)
        std::vector<Run> runs; //!< what is there, in order and disjoint
        uint32_t length{0};    //!< end of what is there
        uint32_t received{0};  //!< bytes that are there
        uint32_t memory{0};    //!< what it counts for
        bool hasLast{false};   //!< the last fragment is there: the length is final
        bool isRefused{false}; //!< nothing more is let up
        Time timeout;          //!< ns-3's timeout
        Time expires;          //!< ns-3 holds nothing any more after this
    };

    typedef std::list<Datagram> Datagrams; //!< the one that will expire first is first

    /// The datagrams of an IP version.
    struct Table
    {
        Datagrams datagrams;                      //!< datagrams
        std::map<Key, Datagrams::iterator> index; //!< where they are
        uint32_t memory{0};                       //!< what they count for
        bool isWatched{false};                    //!< ns-3 says what it delivers
    };

    static DropReason Insert(Datagram& datagram, uint32_t begin, uint32_t end);
    static DropReason Add(Datagram& datagram, const IpFragment& fragment);
    void Watch(bool ipv6);
    Time GetTimeout(bool ipv6) const;
    void Expire(Table& table) const;
    static void Erase(Table& table, Datagrams::iterator datagram);
    Datagram& Create(Table& table, const Key& key, const IpFragment& fragment);
    DropReason Take(Table& table, Datagram& datagram, const IpFragment& fragment);
    void Delivered(bool ipv6);
    void Delivered4(const Ipv4Header& header, Ptr<const Packet> packet, uint32_t interface);
    void Delivered6(const Ipv6Header& header, Ptr<const Packet> packet, uint32_t interface);

    uint32_t m_highThreshold;        //!< attribute HighThreshold
    Table m_tables[2];               //!< IPv4, IPv6
    Datagram* m_completing{nullptr}; //!< the one that is complete by the fragment now underway
    Node* m_node{nullptr};           //!< the node, which outlives its aggregates' use
};

/**
 * @ingroup tunnel
 * A packet on its way from a device into the stack of the device's node. Must live until it has
 * been handed up.
 */
class StackInput
{
  public:
    StackInput() = default;
    StackInput(const StackInput&) = delete;
    StackInput& operator=(const StackInput&) = delete;

    ~StackInput()
    {
        if (m_guard)
        {
            m_guard->EndInput();
        }
    }

    /**
     * @param device where it goes up
     * @param packet the packet from the network header on
     * @param etherType its EtherType
     * @return NO_ERROR when it may be handed up, or why not
     */
    DropReason Check(NetDevice& device, Ptr<const Packet> packet, uint16_t etherType)
    {
        std::optional<IpFragment> fragment;
        const DropReason reason = CheckIpInput(packet, etherType, &fragment);
        return reason != NO_ERROR || !fragment ? reason : CheckFragment(device, *fragment);
    }

  private:
    /**
     * @param device where it goes up
     * @param fragment what is known of it
     * @return the verdict
     */
    DropReason CheckFragment(NetDevice& device, const IpFragment& fragment);

    Ptr<FragmentGuard> m_guard; //!< who waits for the end, or null
};

} // namespace ns3

#endif /* FRAGMENT_GUARD_H */
