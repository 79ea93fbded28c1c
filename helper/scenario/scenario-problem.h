/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef SCENARIO_PROBLEM_H
#define SCENARIO_PROBLEM_H

#include <string>
#include <vector>

namespace ns3
{
namespace scenario
{

/// One thing that is wrong, or doubtful, in a scenario.
struct Problem
{
    bool warning{false};  //!< true: the scenario can run all the same
    std::string pointer;  //!< JSON pointer of the value; empty: the whole document
    std::string found;    //!< what stands there
    std::string expected; //!< what should stand there, or for a warning what will happen
    std::string nearest;  //!< nearest valid name, or empty

    /// @return one line: pointer, found, expected, nearest valid name
    std::string Text() const;
};

/**
 * All problems of a scenario. Every stage adds to it, none stops at the first.
 */
class Problems
{
  public:
    /**
     * Adds an error.
     *
     * @param [in] pointer  JSON pointer of the value
     * @param [in] found    what stands there
     * @param [in] expected what should stand there
     * @param [in] nearest  nearest valid name, if a name is wrong
     */
    void Error(std::string pointer,
               std::string found,
               std::string expected,
               std::string nearest = "");

    /**
     * Adds a warning.
     *
     * @param [in] pointer JSON pointer of the value
     * @param [in] found   what stands there
     * @param [in] effect  what will happen because of it, with the arithmetic
     */
    void Warning(std::string pointer, std::string found, std::string effect);

    /// @return true when the scenario cannot run
    bool HasErrors() const;

    /// @return errors and warnings in the order in which they were found
    const std::vector<Problem>& All() const;

  private:
    /// Keeps a problem, once. @param [in] problem the problem
    void Add(Problem problem);

    std::vector<Problem> m_problems; //!< in order
};

/**
 * Finds the name that a wrong one was probably meant to be.
 *
 * @param [in] name  what was written
 * @param [in] valid the names that would do
 * @return the one with the smallest edit distance (insert, delete, replace, swap; case counts
 *         half), or nothing when none is near
 */
std::string NearestName(const std::string& name, const std::vector<std::string>& valid);

/**
 * Extends a JSON pointer (RFC 6901).
 *
 * @param [in] pointer pointer of an object or array
 * @param [in] token   key or index, escaped here
 * @return pointer of the member
 */
std::string PointerTo(const std::string& pointer, const std::string& token);

/// @copydoc PointerTo(const std::string&, const std::string&)
std::string PointerTo(const std::string& pointer, size_t token);

/**
 * @param [in] names    things to list
 * @param [in] lastWord word before the last, such as "or"
 * @return "a, b or c"
 */
std::string ListNames(const std::vector<std::string>& names, const std::string& lastWord = "or");

/**
 * @param [in] text anything
 * @return the text in double quotes, shortened when it is long
 */
std::string Quote(const std::string& text);

} // namespace scenario
} // namespace ns3

#endif /* SCENARIO_PROBLEM_H */
