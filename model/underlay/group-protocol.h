/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef GROUP_PROTOCOL_H
#define GROUP_PROTOCOL_H

#include "ns3/address.h"
#include "ns3/drop-reason.h"
#include "ns3/ip-address.h"
#include "ns3/net-device.h"
#include "ns3/node.h"
#include "ns3/nstime.h"
#include "ns3/packet.h"

#include <memory>
#include <vector>

namespace ns3
{

/**
 * @ingroup tunnel
 * @brief A record of an IGMPv3 or MLDv2 report; the numbers are those on the wire.
 */
struct GroupRecord
{
    /** Record types of RFC 3376 section 4.2.12 that a host without source filters uses. */
    enum Type : uint8_t
    {
        IS_INCLUDE = 1, //!< answer to a query for sources
        IS_EXCLUDE = 2, //!< answer to a query: member, of all sources
        TO_INCLUDE = 3, //!< left
        TO_EXCLUDE = 4  //!< joined, for all sources
    };

    Type type;                      //!< what is reported
    IpAddress group;                //!< the group
    std::vector<IpAddress> sources; //!< with IS_INCLUDE
};

/**
 * @ingroup tunnel
 * @brief What a host needs to know of an IGMP or MLD message it heard.
 *
 * Versions are IGMP's: MLDv1 counts as 2 and MLDv2 as 3, since they are equal in behaviour.
 */
struct HeardGroupMessage
{
    /** Kinds of messages. */
    enum Kind : uint8_t
    {
        QUERY,      //!< a router asks
        OLD_REPORT, //!< a report of IGMPv1, IGMPv2 or MLDv1 by another host
        OTHER       //!< nothing for a host
    };

    Kind kind{OTHER};               //!< what it is
    uint8_t version{3};             //!< version of a query
    IpAddress group;                //!< the group; any or none in a general query
    std::vector<IpAddress> sources; //!< sources asked for
    Time maxResponse;               //!< longest delay of an answer
    uint8_t robustness{0};          //!< querier's robustness variable; 0: not said
    Time queryInterval;             //!< querier's query interval; 0: not said
};

/**
 * @ingroup tunnel
 * @brief A message ready for NetDevice::Send().
 */
struct GroupPacket
{
    Ptr<Packet> packet;   //!< the IP packet
    Address destination;  //!< the group's MAC address
    uint16_t protocol{0}; //!< EtherType
};

/**
 * @ingroup tunnel
 * @brief Builds and reads the messages of one protocol on one device. The state machine that uses
 * it, GroupReporter, is the same for IGMP and MLD.
 */
class GroupProtocol
{
  public:
    /**
     * @brief IGMP or MLD on a device.
     * @param family IPV4: IGMP; IPV6: MLD
     * @param node the node
     * @param device the device
     * @return the protocol
     */
    static std::unique_ptr<GroupProtocol> Create(IpAddress::Family family,
                                                 Ptr<Node> node,
                                                 Ptr<NetDevice> device);

    virtual ~GroupProtocol() = default;

    /**
     * @param group the group
     * @return false for groups that are never reported (all hosts; node-local scope)
     */
    virtual bool IsReported(const IpAddress& group) const = 0;

    /** @return how many records without sources fit the device's MTU, at least 1 */
    virtual uint32_t GetRecordsPerReport() const = 0;

    /**
     * @param records what to report
     * @return an IGMPv3 or MLDv2 report
     */
    virtual GroupPacket MakeReport(const std::vector<GroupRecord>& records) = 0;

    /**
     * @param version 1 or 2
     * @param group the group
     * @return an IGMPv1, IGMPv2 or MLDv1 report
     */
    virtual GroupPacket MakeOldReport(uint8_t version, const IpAddress& group) = 0;

    /**
     * @param group the group
     * @return an IGMPv2 leave or MLDv1 done
     */
    virtual GroupPacket MakeLeave(const IpAddress& group) = 0;

  protected:
    /**
     * @param node the node
     * @param device the device
     */
    GroupProtocol(Ptr<Node> node, Ptr<NetDevice> device);

    Ptr<Node> m_node;        //!< whose messages these are
    Ptr<NetDevice> m_device; //!< where they are sent
};

/**
 * @ingroup tunnel
 * @brief Read an IGMP message.
 * @param bytes from the IGMP header to the end of the IP packet
 * @param size how many
 * @param message filled in
 * @return NO_ERROR, or why the message is not to be believed
 */
DropReason ReadIgmp(const uint8_t* bytes, uint32_t size, HeardGroupMessage& message);

/**
 * @ingroup tunnel
 * @brief Is it worth calling ReadMld()? Cheap.
 * @param packet an IPv6 packet
 * @return true if the packet has a hop-by-hop header with ICMPv6 behind it
 */
bool MayBeMld(Ptr<const Packet> packet);

/**
 * @ingroup tunnel
 * @brief Read an MLD message.
 * @param bytes an IPv6 packet, IPv6 header included, for which MayBeMld()
 * @param size how many
 * @param message filled in; `kind` is OTHER for ICMPv6 messages that are not MLD
 * @return NO_ERROR, or why the message is not to be believed
 */
DropReason ReadMld(const uint8_t* bytes, uint32_t size, HeardGroupMessage& message);

} // namespace ns3

#endif /* GROUP_PROTOCOL_H */
