/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef VECTOR_RUNNER_H
#define VECTOR_RUNNER_H

#include "ns3/vector-file.h"

#include <ostream>
#include <string>
#include <vector>

namespace ns3
{

/**
 * Runs one case on a simulator of its own. No other simulation may be set up meanwhile.
 *
 * @param vectorCase the case
 * @return empty when it passes; otherwise what went wrong first: one line, and the decoded frame
 *         below it when it is a frame
 */
std::string RunVectorCase(const VectorCase& vectorCase);

/**
 * `tunnelsim vectors`: runs vector files. Prints a line per failing case, the first differing frame
 * side by side with its recording, and last `N passed, N failed`. On a terminal standard error
 * shows the progress.
 *
 * @param paths files, and folders that are searched for *.json in sorted order
 * @param out where to print
 * @return 0 when all cases passed, 1 when one failed, 2 when a path is not a vector file (then
 *         nothing has been run)
 */
int RunVectors(const std::vector<std::string>& paths, std::ostream& out);

} // namespace ns3

#endif // VECTOR_RUNNER_H
