/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef NEXTHOP_TABLE_H
#define NEXTHOP_TABLE_H

#include "ns3/ip-address.h"
#include "ns3/node.h"
#include "ns3/object.h"
#include "ns3/traced-callback.h"

#include <cstdint>
#include <map>
#include <vector>

namespace ns3
{

/**
 * @ingroup tunnel
 * One of a nexthop group.
 */
struct NexthopMember
{
    uint32_t id = 0;     //!< nexthop
    uint16_t weight = 1; //!< its share of the flows, 1 to 256
};

/**
 * @ingroup tunnel
 * `ip nexthop ... fdb`: a tunnel end point, or a group of them.
 */
struct Nexthop
{
    IpAddress gateway;                  //!< the end point; none for a group
    std::vector<NexthopMember> members; //!< of a group, in order
    std::vector<uint32_t> bounds;       //!< of a group: highest hash of each member

    /**
     * @return true for a group
     */
    bool IsGroup() const
    {
        return !members.empty();
    }
};

/**
 * @ingroup tunnel
 * The FDB nexthops of a node (Linux's `ip nexthop add ... fdb`, net/ipv4/nexthop.c). FDB entries
 * name a group; each flow takes one of its members by hash-threshold (RFC 2992 section 2).
 */
class NexthopTable : public Object
{
  public:
    /// What a command came to.
    enum Result
    {
        OK,          //!< done
        EXISTS,      //!< there is a nexthop with this id
        NOT_FOUND,   //!< there is none
        BAD_MEMBER,  //!< a member is not there, or is a group
        OTHER_KIND,  //!< a group cannot replace a nexthop, nor a nexthop a group
        OTHER_FAMILY //!< members of both families
    };

    /**
     * @return the type
     */
    static TypeId GetTypeId();

    /**
     * @param node the node
     * @return its table, made and aggregated at the first call
     */
    static Ptr<NexthopTable> GetOrCreate(Ptr<Node> node);

    /**
     * @param id number, not 0
     * @param gateway tunnel end point
     * @param replace whether there may be one already
     * @return EXISTS, OTHER_KIND
     */
    Result Set(uint32_t id, const IpAddress& gateway, bool replace);
    /**
     * @param id number, not 0
     * @param members what it consists of
     * @param replace whether there may be one already
     * @return EXISTS, OTHER_KIND, BAD_MEMBER, OTHER_FAMILY
     */
    Result SetGroup(uint32_t id, const std::vector<NexthopMember>& members, bool replace);
    /**
     * Removes a nexthop or a group. A nexthop leaves its groups; a group that becomes empty goes,
     * too, and with it its FDB entries.
     *
     * @param id number
     * @return NOT_FOUND
     */
    Result Remove(uint32_t id);

    /**
     * @param id number
     * @return the nexthop, or null
     */
    const Nexthop* Find(uint32_t id) const;
    /**
     * @param id number of a group
     * @return the family of its members; NONE when there is no such group
     */
    IpAddress::Family GetFamily(uint32_t id) const;
    /**
     * Chooses a member (nexthop_select_path(), fib_select_multipath()'s rule).
     *
     * @param id number of a group
     * @param hash 31 bits
     * @return the member's end point; none without such a group
     */
    IpAddress Select(uint32_t id, uint32_t hash) const;

    /**
     * @return told the number of a group before it goes
     */
    TracedCallback<uint32_t>& GetRemovedTrace();

  private:
    /**
     * Shares the range of hashes among the members by weight (nh_group_rebalance()).
     * @param group a group
     */
    static void Rebalance(Nexthop& group);

    std::map<uint32_t, Nexthop> m_nexthops; //!< by number
    TracedCallback<uint32_t> m_removed;     //!< a group is removed
};

} // namespace ns3

#endif /* NEXTHOP_TABLE_H */
