/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef TUNNEL_REMOTE_TABLE_H
#define TUNNEL_REMOTE_TABLE_H

#include "ns3/fdb-types.h"

#include <vector>

namespace ns3
{

/**
 * @ingroup tunnel
 * The distinct remotes of a forwarding database, each stored once and counted. A million stations
 * behind a hundred tunnel end points make a hundred of them, and whether two remotes are the same
 * is a comparison of two numbers.
 */
class RemoteTable
{
  public:
    /** Finds or makes a remote and takes one reference. @param remote its value @returns its number
     */
    RemoteId Acquire(const Remote& remote);
    /** Takes one more reference. @param id a remote in use */
    void AddReference(RemoteId id);
    /** Gives one reference back; the last frees the number. @param id a remote in use */
    void Release(RemoteId id);
    /** @param remote a value @returns its number, or NONE */
    RemoteId Find(const Remote& remote) const;

    /** @param id a remote in use @returns its value; valid until the next Acquire() */
    const Remote& Get(RemoteId id) const
    {
        return m_slots[id].remote;
    }

    /** @param id a number below GetCapacity() @returns changes whenever the number is given out */
    uint32_t GetGeneration(RemoteId id) const
    {
        return m_slots[id].generation;
    }

    /** @returns how many remotes are in use */
    std::size_t GetSize() const;
    /** @returns one more than the largest number ever given out */
    std::size_t GetCapacity() const;
    /** @returns heap bytes, slack included */
    std::size_t GetHeapBytes() const;

    /** No remote. */
    static constexpr RemoteId NONE = 0x7fffffff;

  private:
    /** A remote and its place in a hash chain or in the list of free slots. */
    struct Slot
    {
        Remote remote;
        uint32_t references = 0;
        uint32_t generation = 0;
        RemoteId next = NONE;
    };

    /** Doubles the hash chains' heads. */
    void Grow();
    /** @param remote a value @returns number of its hash chain; there must be some */
    std::size_t ChainOf(const Remote& remote) const;
    /** Puts a slot in front of its chain. @param id its number */
    void Chain(RemoteId id);

    std::vector<Slot> m_slots;
    std::vector<RemoteId> m_heads; //!< a power of two of hash chains
    RemoteId m_free = NONE;
    std::size_t m_size = 0;
};

} // namespace ns3

#endif /* TUNNEL_REMOTE_TABLE_H */
