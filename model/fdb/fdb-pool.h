/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef TUNNEL_FDB_POOL_H
#define TUNNEL_FDB_POOL_H

#include "ns3/fdb-entry.h"

#include <array>
#include <memory>
#include <vector>

namespace ns3
{

/**
 * @ingroup tunnel
 * The memory of a forwarding database's entries: blocks that never move, so that an entry keeps its
 * number and address until it is removed, and through the entries that age a list ordered by the
 * time of their last update. Links lie apart from entries: moving an entry to the end of the list
 * touches three links (8 bytes each), not three entries.
 */
class FdbPool
{
  public:
    /** No entry. */
    static constexpr uint32_t NONE = 0xffffffff;

    /** @returns the number of a new entry; its members hold what the last bearer left */
    uint32_t Allocate();
    /** Frees an entry, which must not be in the list. @param entry its number */
    void Free(uint32_t entry);
    /** Frees all entries and the memory. */
    void Clear();

    /** @param entry a number given out @returns the entry */
    FdbEntry& operator[](uint32_t entry)
    {
        return m_blocks[entry / BLOCK]->entries[entry % BLOCK];
    }

    /** @copydoc operator[]() */
    const FdbEntry& operator[](uint32_t entry) const
    {
        return m_blocks[entry / BLOCK]->entries[entry % BLOCK];
    }

    /** Puts an entry into the list behind all that are not younger. @param entry its number */
    void Link(uint32_t entry);
    /** Takes an entry out of the list, if it is in it. @param entry its number */
    void Unlink(uint32_t entry);

    /** @returns the entry that was updated longest ago, or NONE */
    uint32_t GetOldest() const
    {
        return m_oldest;
    }

    /** @returns one more than the largest number ever given out; see FdbEntry::m_inUse */
    uint32_t GetEnd() const
    {
        return m_end;
    }

    /** @returns heap bytes, slack included */
    std::size_t GetHeapBytes() const;

  private:
    /** Small enough to waste little on a device with two entries. */
    static constexpr uint32_t BLOCK = 64;

    /** Neighbours in the list. The next of a free entry is the next free one. */
    struct Links
    {
        uint32_t older;
        uint32_t younger;
    };

    /** Entries and their links. */
    struct Block
    {
        std::array<FdbEntry, BLOCK> entries;
        std::array<Links, BLOCK> links;
    };

    /** @param entry a number given out @returns its links */
    Links& LinksOf(uint32_t entry)
    {
        return m_blocks[entry / BLOCK]->links[entry % BLOCK];
    }

    std::vector<std::unique_ptr<Block>> m_blocks;
    uint32_t m_end = 0;
    uint32_t m_free = NONE;
    uint32_t m_oldest = NONE;
    uint32_t m_youngest = NONE;
};

} // namespace ns3

#endif /* TUNNEL_FDB_POOL_H */
