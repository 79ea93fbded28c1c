/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef GRE_TUNNEL_TABLE_H
#define GRE_TUNNEL_TABLE_H

#include "ns3/ip-address.h"

#include <cstdint>
#include <unordered_map>
#include <vector>

namespace ns3
{

class GreReceiver;

/**
 * @ingroup tunnel
 * What tells one GRE tunnel's packets from another's, seen from the receiving node.
 */
struct GreTunnelKey
{
    Ipv4Address local;   //!< own address, or any
    Ipv4Address remote;  //!< the other end, a group, or any
    bool hasKey = false; //!< packets have a key
    uint32_t key = 0;    //!< the key; 0 without
    uint32_t link = 0;   //!< lower device's TunnelNode::GetLinkIndex(), or 0

    /** @param other the other @return whether all members are equal */
    bool operator==(const GreTunnelKey& other) const
    {
        return local == other.local && remote == other.remote && hasKey == other.hasKey &&
               key == other.key && link == other.link;
    }
};

/**
 * @ingroup tunnel
 * The GRE tunnels of a node, found in the order of Linux's ip_tunnel_lookup() by hash maps.
 *
 * A packet's tunnel is looked for by local and remote address; then by remote address among those
 * without local one; then by local address among those without remote one, or by the group as
 * remote; then among those with neither. Key and presence of a key must be equal, in the last step
 * the key alone (0 without). Tunnels that are not ready are passed over. A tunnel bound to the
 * incoming interface is taken at once, any other only if no later step has a bound one.
 */
class GreTunnelTable
{
  public:
    /**
     * @param key what it is found by
     * @param receiver the tunnel
     * @return false when there is one with the same key, which stays
     */
    bool Add(const GreTunnelKey& key, GreReceiver* receiver);
    /**
     * @param key what it was added with
     */
    void Remove(const GreTunnelKey& key);
    /**
     * @param key a key
     * @return whether a tunnel has it
     */
    GreReceiver* Find(const GreTunnelKey& key) const;
    /**
     * @param packet a received packet: local is its destination, remote its source, link where it
     *        came in
     * @return its tunnel, or null
     */
    GreReceiver* Lookup(const GreTunnelKey& packet) const;

  private:
    /// How the addresses of a tunnel are given: Linux's lookup levels.
    enum Level : uint8_t
    {
        BOTH = 0,   //!< local and remote
        REMOTE = 1, //!< remote only
        LOCAL = 2,  //!< local only
        GROUP = 3,  //!< the remote is a group
        NEITHER = 4 //!< no address
    };

    /// What a level is searched by.
    struct Slot
    {
        Level level;     //!< level
        uint32_t first;  //!< local address, or the group
        uint32_t second; //!< remote address
        bool hasKey;     //!< as in GreTunnelKey; false in the last level
        uint32_t key;    //!< as in GreTunnelKey

        /** @param other the other @return whether all members are equal */
        bool operator==(const Slot& other) const
        {
            return level == other.level && first == other.first && second == other.second &&
                   hasKey == other.hasKey && key == other.key;
        }
    };

    /// Hashes a Slot.
    struct SlotHash
    {
        /** @param slot a slot @return its hash */
        std::size_t operator()(const Slot& slot) const;
    };

    /// A tunnel and its whole key.
    struct Tunnel
    {
        GreTunnelKey key;      //!< key
        GreReceiver* receiver; //!< tunnel
    };

    /**
     * @param key a tunnel's key
     * @return where it stands
     */
    static Slot SlotOf(const GreTunnelKey& key);
    /**
     * Looks into one slot.
     * @param slot the slot
     * @param link where the packet came in
     * @param candidate the first tunnel that is not bound to the link; kept if there is one
     * @return a tunnel bound to the link, or null
     */
    GreReceiver* Search(const Slot& slot, uint32_t link, GreReceiver*& candidate) const;

    std::unordered_map<Slot, std::vector<Tunnel>, SlotHash> m_slots; //!< newest tunnel first
};

} // namespace ns3

#endif /* GRE_TUNNEL_TABLE_H */
