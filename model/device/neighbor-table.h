/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef NEIGHBOR_TABLE_H
#define NEIGHBOR_TABLE_H

#include "ns3/ip-address.h"
#include "ns3/mac48-address.h"
#include "ns3/nstime.h"

#include <cstdint>
#include <map>

namespace ns3
{

/**
 * @ingroup tunnel
 * State of a neighbour: Linux's NUD_* values (linux/neighbour.h).
 */
enum NeighborState : uint8_t
{
    NEIGH_NONE = 0x00,       //!< nothing known
    NEIGH_INCOMPLETE = 0x01, //!< being asked for
    NEIGH_REACHABLE = 0x02,  //!< known, for NeighborTable::REACHABLE_SECONDS
    NEIGH_STALE = 0x04,      //!< known, not confirmed
    NEIGH_DELAY = 0x08,      //!< known, to be asked for soon
    NEIGH_PROBE = 0x10,      //!< known, being asked for
    NEIGH_FAILED = 0x20,     //!< did not answer
    NEIGH_NOARP = 0x40,      //!< known for good
    NEIGH_PERMANENT = 0x80   //!< known for good
};

/**
 * @ingroup tunnel
 * A neighbour.
 */
struct Neighbor
{
    Mac48Address mac;                      //!< its MAC address
    NeighborState state = NEIGH_PERMANENT; //!< state
    bool router = false;                   //!< it is a router
    Time confirmed;                        //!< when it became reachable
};

/**
 * @ingroup tunnel
 * The neighbours of a tunnel device as `ip neighbour` and control planes give them: who answers ARP
 * and neighbour discovery with `proxy`, and where `rsc` sends. Entries of one that is reachable
 * turn stale after a while; nobody is asked.
 */
class NeighborTable
{
  public:
    /// How long a neighbour is reachable: Linux's base_reachable_time, which it varies at random.
    static constexpr int64_t REACHABLE_SECONDS = 30;

    /**
     * @param address a neighbour's address
     * @param neighbor what is known of it
     */
    void Set(const IpAddress& address, const Neighbor& neighbor);
    /**
     * @param address a neighbour's address
     * @return whether it was there
     */
    bool Remove(const IpAddress& address);
    /**
     * @param address a neighbour's address
     * @return the neighbour, or null
     */
    const Neighbor* Find(const IpAddress& address) const;
    /**
     * @param neighbor a neighbour
     * @param now the time
     * @return whether its address is known for sure (Linux's NUD_CONNECTED)
     */
    static bool IsConnected(const Neighbor& neighbor, const Time& now);
    /**
     * @return all of them, by address
     */
    const std::map<IpAddress, Neighbor>& GetAll() const;

  private:
    std::map<IpAddress, Neighbor> m_neighbors; //!< by address
};

} // namespace ns3

#endif /* NEIGHBOR_TABLE_H */
