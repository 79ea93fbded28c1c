/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/accounting.h"

#include <numeric>

namespace ns3
{

Books&
Books::operator+=(const Books& other)
{
    in += other.in;
    originated += other.originated;
    copies += other.copies;
    fragments += other.fragments;
    out += other.out;
    consumed += other.consumed;
    merged += other.merged;
    dropped += other.dropped;
    held += other.held;
    return *this;
}

std::ostream&
operator<<(std::ostream& os, const Books& books)
{
    return os << "in " << books.in << " + originated " << books.originated << " + copies "
              << books.copies << " + fragments " << books.fragments
              << (books.Close() ? " = " : " != ") << "out " << books.out << " + consumed "
              << books.consumed << " + merged " << books.merged << " + dropped " << books.dropped
              << " + held " << books.held;
}

uint64_t
DropCounters::Total() const
{
    return std::accumulate(m_counts.begin(), m_counts.end(), uint64_t{0});
}

DropCounters&
DropCounters::operator+=(const DropCounters& other)
{
    for (uint32_t i = 0; i < m_counts.size(); ++i)
    {
        m_counts[i] += other.m_counts[i];
    }
    return *this;
}

} // namespace ns3
