/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef TUNNEL_ROUTE_WATCH_H
#define TUNNEL_ROUTE_WATCH_H

#include "ns3/ip-address.h"
#include "ns3/ptr.h"

#include <vector>

namespace ns3
{

class Ipv4RoutingProtocol;
class Ipv4StaticRouting;
class Ipv6RoutingProtocol;
class Ipv6StaticRouting;

/**
 * @ingroup tunnel
 * @brief Notices, cheaply, that the routing tables of a node changed.
 *
 * ns-3's tables tell nobody when they change. What can be asked at little cost is their length;
 * the rest (a route replaced by another, global routes computed again) is left to the caller, who
 * must not keep routes for long.
 */
class RouteWatch
{
  public:
    RouteWatch();
    ~RouteWatch();

    /**
     * @brief Find the tables to watch. Cheap if the protocol is the one of the last call.
     * @param routing the node's IPv4 routing protocol, may be null
     */
    void Watch(Ptr<Ipv4RoutingProtocol> routing);

    /**
     * @brief Find the tables to watch. Cheap if the protocol is the one of the last call.
     * @param routing the node's IPv6 routing protocol, may be null
     */
    void Watch(Ptr<Ipv6RoutingProtocol> routing);

    /**
     * @brief Are all routing protocols of a family of a kind that is watched here?
     * @param family IPV4 or IPV6
     * @return false if one of them may change routes unnoticed
     */
    bool IsKnown(IpAddress::Family family) const;

    /**
     * @brief State of the tables: a number, at least 1, that grows when a change is noticed.
     * @return the generation
     */
    uint64_t GetGeneration();

    /** @brief Let go of the protocols. */
    void Clear();

    /** @brief Something changed that cannot be seen here. */
    void Bump();

    /**
     * @brief Length of the longest prefix in the static tables that covers an address.
     * @param destination the address
     * @return bits, or -1 if there is none or the protocols are not known
     */
    int LongestMatch(const IpAddress& destination) const;

  private:
    uint32_t CountRoutes() const;

    // Not Ptrs: some protocols must be deleted before the rest of the node is disposed of.
    const Ipv4RoutingProtocol* m_routing4{nullptr}; //!< where the IPv4 tables were found
    const Ipv6RoutingProtocol* m_routing6{nullptr}; //!< where the IPv6 tables were found
    uint32_t m_nProtocols4{0};                      //!< in the IPv4 list
    uint32_t m_nProtocols6{0};                      //!< in the IPv6 list
    bool m_known4{false};                           //!< all IPv4 protocols are watched
    bool m_known6{false};                           //!< all IPv6 protocols are watched
    std::vector<Ptr<Ipv4StaticRouting>> m_static4;  //!< IPv4 tables, if known
    std::vector<Ptr<Ipv6StaticRouting>> m_static6;  //!< IPv6 tables, if known
    uint32_t m_nRoutes{0};                          //!< in all tables when last asked
    uint64_t m_generation{1};                       //!< see GetGeneration()
};

} // namespace ns3

#endif /* TUNNEL_ROUTE_WATCH_H */
