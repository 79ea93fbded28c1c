/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef TUNNELSIM_TERMINAL_H
#define TUNNELSIM_TERMINAL_H

#include "ns3/scenario-problem.h"
#include "ns3/scenario-results.h"

#include <chrono>
#include <nlohmann/json_fwd.hpp>
#include <ostream>
#include <string>
#include <vector>

/**
 * @file
 * What tunnelsim shows to people: tables, messages, progress. Colour and progress appear on a
 * terminal only.
 */

/// @param [in] descriptor 1 or 2 @return whether it is a terminal that may be coloured
bool IsTerminal(int descriptor);

/// A table with aligned columns.
class Table
{
  public:
    /// @param [in] head names of the columns; those that begin with ">" are aligned to the right
    explicit Table(std::vector<std::string> head);

    /// @param [in] row one text per column
    void Add(std::vector<std::string> row);

    /// @param [in,out] out where it goes @param [in] colour whether the head stands out
    void Print(std::ostream& out, bool colour) const;

  private:
    std::vector<bool> m_right;                    //!< aligned to the right
    std::vector<std::vector<std::string>> m_rows; //!< the head first
};

/// Shows how far a run is: simulated time, its rate, and the time left.
class Progress
{
  public:
    Progress();
    /// Clears the line.
    ~Progress();
    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;

    /**
     * @param [in] now      simulated time, s
     * @param [in] duration simulated time at the end, s
     */
    void Show(double now, double duration);

  private:
    std::chrono::steady_clock::time_point m_begin; //!< begin of the run
    std::chrono::steady_clock::time_point m_last;  //!< last time something was shown
    bool m_shown{false};                           //!< there is something to clear
};

/**
 * Prints errors and warnings, one per line.
 *
 * @param [in] file     the scenario's file
 * @param [in] problems the problems
 */
void PrintProblems(const std::string& file, const ns3::scenario::Problems& problems);

/**
 * Prints the tables of a run.
 *
 * @param [in,out] out          where
 * @param [in]     document     results.json
 * @param [in]     expectations how the expectations turned out
 */
void PrintResults(std::ostream& out,
                  const nlohmann::ordered_json& document,
                  const std::vector<ns3::scenario::ExpectationResult>& expectations);

#endif /* TUNNELSIM_TERMINAL_H */
