/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef ACCOUNTING_H
#define ACCOUNTING_H

#include "ns3/drop-reason.h"

#include <array>
#include <cstdint>
#include <ostream>

namespace ns3
{

/**
 * @ingroup tunnel
 * Packets that went into an element and what became of them. All fields count packets.
 */
struct Books
{
    uint64_t in = 0;         //!< came in from outside
    uint64_t originated = 0; //!< made here
    uint64_t copies = 0;     //!< further copies made by replication or flooding
    uint64_t fragments = 0;  //!< further packets made by cutting one
    uint64_t out = 0;        //!< handed on
    uint64_t consumed = 0;   //!< reached their end here
    uint64_t merged = 0;     //!< became part of another packet
    uint64_t dropped = 0;    //!< dropped, each with one reason
    uint64_t held = 0;       //!< still here (queued, waiting for fragments or addresses)

    /**
     * @return true when everything that came is accounted for
     */
    bool Close() const
    {
        return in + originated + copies + fragments == out + consumed + merged + dropped + held;
    }

    /**
     * @param other books to add
     * @return these books
     */
    Books& operator+=(const Books& other);
};

/**
 * @param os the stream
 * @param books the books, one line
 * @return the stream
 */
std::ostream& operator<<(std::ostream& os, const Books& books);

/**
 * @ingroup tunnel
 * Drops of one element, counted by reason.
 */
class DropCounters
{
  public:
    /**
     * Counts one drop (nothing for NO_ERROR).
     *
     * @param reason why
     */
    void Count(DropReason reason)
    {
        if (reason != NO_ERROR && reason < DROP_REASON_COUNT)
        {
            ++m_counts[reason];
        }
    }

    /**
     * @param reason a reason
     * @return drops for it
     */
    uint64_t Get(DropReason reason) const
    {
        return reason < DROP_REASON_COUNT ? m_counts[reason] : 0;
    }

    /**
     * @return drops for all reasons
     */
    uint64_t Total() const;

    /**
     * @param other counters to add
     * @return these counters
     */
    DropCounters& operator+=(const DropCounters& other);

  private:
    std::array<uint64_t, DROP_REASON_COUNT> m_counts{}; //!< drops by reason
};

} // namespace ns3

#endif /* ACCOUNTING_H */
