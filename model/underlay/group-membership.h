/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef TUNNEL_GROUP_MEMBERSHIP_H
#define TUNNEL_GROUP_MEMBERSHIP_H

#include "ns3/accounting.h"
#include "ns3/drop-reason.h"
#include "ns3/group-protocol.h"
#include "ns3/ip-address.h"
#include "ns3/net-device.h"
#include "ns3/node.h"
#include "ns3/nstime.h"
#include "ns3/object.h"
#include "ns3/packet.h"
#include "ns3/random-variable-stream.h"
#include "ns3/traced-callback.h"

#include <map>
#include <memory>

namespace ns3
{

class GroupReporter;
class Ipv4Header;

/**
 * @ingroup tunnel
 * @brief The multicast groups a node has joined, per device, and the host side of IGMP and MLD.
 *
 * One object per node, aggregated to it. The first Join() of a {group, device} makes the node send
 * an IGMPv3 (RFC 3376) or MLDv2 (RFC 3810) state-change report, the last Leave() another one;
 * queries are answered. When a querier of an older version is heard, reports of that version are
 * sent until it has been silent for the older-version-querier-present time.
 *
 * ns-3's IPv4 takes packets to any group: who receives them asks IsMember(). ns-3's IPv6 takes
 * those that are registered, which Join() and Leave() see to.
 */
class GroupMembership : public Object
{
  public:
    /**
     * TracedCallback signature of `Tx` and `Rx`.
     * @param packet `Tx`: the IP packet with all its headers; `Rx`: the IGMP message, or for MLD
     * the IPv6 packet
     * @param device where it leaves or came from
     */
    typedef void (*PacketTracedCallback)(Ptr<const Packet> packet, Ptr<NetDevice> device);

    /**
     * @brief Get the type ID.
     * @return the object TypeId
     */
    static TypeId GetTypeId();

    /**
     * @brief The node's GroupMembership; made and aggregated at the first call.
     * @param node the node
     * @return the object
     */
    static Ptr<GroupMembership> GetOrCreate(Ptr<Node> node);

    GroupMembership();
    ~GroupMembership() override;

    /**
     * @brief Become a member, or one more user of a membership that is there.
     *
     * While the device is down nothing is sent; all its groups are reported when it comes up.
     *
     * @param group a multicast address
     * @param device a device of this node
     * @return false if `group` is not multicast, or the node has no IP interface of its family on
     * `device`
     */
    bool Join(const IpAddress& group, Ptr<NetDevice> device);

    /**
     * @brief Undo one Join().
     * @param group the group
     * @param device the device
     * @return false if there is no such membership
     */
    bool Leave(const IpAddress& group, Ptr<NetDevice> device);

    /**
     * @brief Is the group joined on this device?
     * @param group the group
     * @param device the device a packet came in on
     * @return true if at least one Join() stands
     */
    bool IsMember(const IpAddress& group, Ptr<const NetDevice> device) const;

    /**
     * @brief Assign fixed streams to the random variables (the delays of reports).
     * @param stream first stream index to use
     * @return number of streams used
     */
    int64_t AssignStreams(int64_t stream);

    /** @return counts: `in` is IGMP/MLD heard, `originated` what was made, `out` what was sent */
    const Books& GetBooks() const;

    /** @return drops by reason */
    const DropCounters& GetDropCounters() const;

  protected:
    void DoDispose() override;
    void NotifyNewAggregate() override;

  private:
    /** Reports are made per device and family. */
    typedef std::pair<uint32_t, IpAddress::Family> ReporterKey;

    /** The reporter of a device and family, or null. */
    GroupReporter* Find(Ptr<const NetDevice> device, IpAddress::Family family) const;
    /** Make the reporter, and listen to the messages that concern it. */
    GroupReporter* MakeReporter(Ptr<NetDevice> device, IpAddress::Family family);
    /** Let ns-3's IPv6 accept packets to a group, or no more. */
    void Accept6(const IpAddress& group, Ptr<NetDevice> device, bool accept);
    void ListenToIgmp();
    void ListenToMld(Ptr<NetDevice> device);
    /** Receives from IgmpL4Protocol. */
    void ReceiveIgmp(Ptr<const Packet> message, const Ipv4Header& header, Ptr<NetDevice> device);
    /** Receives every IPv6 packet of a device: Icmpv6L4Protocol swallows MLD. */
    void ReceiveIpv6(Ptr<NetDevice> device,
                     Ptr<const Packet> packet,
                     uint16_t protocol,
                     const Address& from,
                     const Address& to,
                     NetDevice::PacketType packetType);
    /** A message was read: to whom it may concern. */
    void Deliver(const HeardGroupMessage& message,
                 DropReason reason,
                 Ptr<NetDevice> device,
                 IpAddress::Family family);
    void Send(const GroupPacket& packet, Ptr<NetDevice> device);
    void SendDueChanges(ReporterKey key);
    void LinkChanged(ReporterKey key);

    Ptr<Node> m_node;                    //!< whose memberships these are
    uint8_t m_robustness{2};             //!< attribute Robustness
    Time m_unsolicitedInterval;          //!< attribute UnsolicitedReportInterval
    Ptr<UniformRandomVariable> m_random; //!< delays of reports
    std::map<ReporterKey, std::unique_ptr<GroupReporter>> m_reporters; //!< by device and family
    bool m_listensToIgmp{false};                                       //!< IP protocol 2 is ours
    Books m_books;                                                     //!< what came and went
    DropCounters m_drops;                                              //!< by reason
    TracedCallback<Ptr<const Packet>, Ptr<NetDevice>> m_txTrace;       //!< trace source Tx
    TracedCallback<Ptr<const Packet>, Ptr<NetDevice>> m_rxTrace;       //!< trace source Rx
};

} // namespace ns3

#endif /* TUNNEL_GROUP_MEMBERSHIP_H */
