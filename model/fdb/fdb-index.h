/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef TUNNEL_FDB_INDEX_H
#define TUNNEL_FDB_INDEX_H

#include <cstddef>
#include <cstdint>
#include <vector>

namespace ns3
{

/**
 * @ingroup tunnel
 * From the hash of a key to the number of an entry: open addressing in slots of eight bytes.
 *
 * A slot's home is its hash scaled to the size of the table, and slots lie in the order of their
 * homes (robin hood hashing). So a miss ends where the key would have been, the longest probe is
 * short even at 7/8 load, growing is one pass over both tables from front to back, and the size
 * need not be a power of two: it grows by half, which keeps the slack small. Removal shifts back
 * the slots behind; there are no tombstones.
 */
class FdbIndex
{
  public:
    /** No entry. */
    static constexpr uint32_t NONE = 0xffffffff;

    /**
     * Looks for a key.
     * @param hash the key's hash
     * @param matches called with the number of each entry of this hash: whether the key is its
     * @returns the number of the entry, or NONE
     */
    template <typename Predicate>
    uint32_t Find(uint32_t hash, Predicate&& matches) const
    {
        if (m_slots.empty())
        {
            return NONE;
        }
        std::size_t at = Home(hash);
        for (std::size_t distance = 0;; distance++)
        {
            const Slot& slot = m_slots[at];
            if (slot.hash == hash && slot.entry != NONE && matches(slot.entry))
            {
                return slot.entry;
            }
            if (slot.entry == NONE || Distance(at) < distance)
            {
                return NONE;
            }
            at = Next(at);
        }
    }

    /** Adds an entry, whose key must not be there yet. @param hash of its key @param entry number
     */
    void Insert(uint32_t hash, uint32_t entry);
    /** Removes an entry, which must be there. @param hash of its key @param entry its number */
    void Erase(uint32_t hash, uint32_t entry);
    /** Removes all entries and frees the memory. */
    void Clear();

    /** @returns how many entries there are */
    std::size_t GetSize() const
    {
        return m_size;
    }

    /** @returns heap bytes, slack included */
    std::size_t GetHeapBytes() const;
    /** @returns the longest way of an entry from its home, in slots */
    std::size_t GetLongestProbe() const;

  private:
    /** One entry, or none. */
    struct Slot
    {
        uint32_t hash;
        uint32_t entry;
    };

    /** @param hash a hash @returns the slot where a probe for it starts */
    std::size_t Home(uint32_t hash) const
    {
        return static_cast<std::size_t>((uint64_t(hash) * m_slots.size()) >> 32);
    }

    /** @param at a slot's index @returns the next, round the end */
    std::size_t Next(std::size_t at) const
    {
        return at + 1 == m_slots.size() ? 0 : at + 1;
    }

    /** @param at index of a slot in use @returns how far it is from its home */
    std::size_t Distance(std::size_t at) const
    {
        const std::size_t home = Home(m_slots[at].hash);
        return at >= home ? at - home : at + m_slots.size() - home;
    }

    /** Puts a slot into its place; there must be room. @param slot what to put */
    void Place(Slot slot);
    /** Makes the table larger by half. */
    void Grow();

    std::vector<Slot> m_slots;
    std::size_t m_size = 0;
};

} // namespace ns3

#endif /* TUNNEL_FDB_INDEX_H */
