/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */
#include "ns3/flow-record.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <numeric>

namespace ns3
{

void
DelaySamples::Add(int64_t nanoseconds)
{
    m_samples.push_back(nanoseconds);
}

DelayStatistics
DelaySamples::Summarize() const
{
    DelayStatistics result;
    if (m_samples.empty())
    {
        return result;
    }
    const double second = 1e9;
    const auto count = m_samples.size();
    result.count = count;
    result.mean = std::accumulate(m_samples.begin(), m_samples.end(), 0.0) / count / second;
    double change = 0;
    for (std::size_t i = 1; i < count; ++i)
    {
        change += std::abs(static_cast<double>(m_samples[i] - m_samples[i - 1]));
    }
    result.jitter = count > 1 ? change / (count - 1) / second : 0;

    auto sorted = m_samples;
    std::sort(sorted.begin(), sorted.end());
    auto nearestRank = [&sorted](double fraction) {
        auto rank = static_cast<std::size_t>(std::ceil(fraction * sorted.size()));
        return sorted[std::max<std::size_t>(rank, 1) - 1];
    };
    result.minimum = sorted.front() / second;
    result.median = nearestRank(0.50) / second;
    result.p99 = nearestRank(0.99) / second;
    result.maximum = sorted.back() / second;
    return result;
}

} // namespace ns3
