/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "scenario-problem.h"

#include <algorithm>
#include <cctype>

namespace ns3
{
namespace scenario
{

namespace
{

/// Optimal string alignment distance in half steps: a letter in the other case costs one half.
size_t
EditDistance(const std::string& a, const std::string& b)
{
    const size_t step = 2;
    std::vector<std::vector<size_t>> cost(a.size() + 1, std::vector<size_t>(b.size() + 1));
    for (size_t i = 0; i <= a.size(); ++i)
    {
        for (size_t j = 0; j <= b.size(); ++j)
        {
            if (i == 0 || j == 0)
            {
                cost[i][j] = (i + j) * step;
                continue;
            }
            const auto x = static_cast<unsigned char>(a[i - 1]);
            const auto y = static_cast<unsigned char>(b[j - 1]);
            const size_t replace = x == y ? 0 : std::tolower(x) == std::tolower(y) ? 1 : step;
            cost[i][j] = std::min(
                {cost[i - 1][j] + step, cost[i][j - 1] + step, cost[i - 1][j - 1] + replace});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
            {
                cost[i][j] = std::min(cost[i][j], cost[i - 2][j - 2] + step);
            }
        }
    }
    return cost[a.size()][b.size()];
}

} // namespace

std::string
Problem::Text() const
{
    std::string text = pointer.empty() ? "(document)" : pointer;
    text += ": found " + found;
    text += warning ? "; " : "; expected ";
    text += expected;
    if (!nearest.empty())
    {
        text += "; nearest valid name: " + Quote(nearest);
    }
    return text;
}

void
Problems::Error(std::string pointer, std::string found, std::string expected, std::string nearest)
{
    Add({false, std::move(pointer), std::move(found), std::move(expected), std::move(nearest)});
}

void
Problems::Warning(std::string pointer, std::string found, std::string effect)
{
    Add({true, std::move(pointer), std::move(found), std::move(effect), ""});
}

void
Problems::Add(Problem problem)
{
    // A tunnel of several nodes is checked once for each, and may be wrong in the same way.
    const auto text = problem.Text();
    if (std::none_of(m_problems.begin(), m_problems.end(), [&](const Problem& known) {
            return known.warning == problem.warning && known.Text() == text;
        }))
    {
        m_problems.push_back(std::move(problem));
    }
}

bool
Problems::HasErrors() const
{
    return std::any_of(m_problems.begin(), m_problems.end(), [](const Problem& problem) {
        return !problem.warning;
    });
}

const std::vector<Problem>&
Problems::All() const
{
    return m_problems;
}

std::string
NearestName(const std::string& name, const std::vector<std::string>& valid)
{
    // Half of the letters may differ, but at least one edit is always forgiven.
    const size_t longest = 64;
    if (name.size() > longest)
    {
        return "";
    }
    size_t best = std::max<size_t>(name.size(), 2) + 1;
    std::string nearest;
    for (const auto& candidate : valid)
    {
        const size_t distance = EditDistance(name, candidate.substr(0, longest));
        if (distance < best)
        {
            best = distance;
            nearest = candidate;
        }
    }
    return nearest;
}

std::string
PointerTo(const std::string& pointer, const std::string& token)
{
    std::string result = pointer + "/";
    for (const char c : token)
    {
        if (c == '~')
        {
            result += "~0";
        }
        else if (c == '/')
        {
            result += "~1";
        }
        else
        {
            result += c;
        }
    }
    return result;
}

std::string
PointerTo(const std::string& pointer, size_t token)
{
    return pointer + "/" + std::to_string(token);
}

std::string
ListNames(const std::vector<std::string>& names, const std::string& lastWord)
{
    std::string text;
    for (size_t i = 0; i < names.size(); ++i)
    {
        if (i > 0)
        {
            text += i + 1 == names.size() ? " " + lastWord + " " : ", ";
        }
        text += names[i];
    }
    return text;
}

std::string
Quote(const std::string& text)
{
    const size_t longest = 80;
    std::string quoted = "\"";
    for (const char c : text.substr(0, longest))
    {
        if (c == '"' || c == '\\')
        {
            quoted += '\\';
        }
        quoted += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
    }
    return quoted + (text.size() > longest ? "...\"" : "\"");
}

} // namespace scenario
} // namespace ns3
