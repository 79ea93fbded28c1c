/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef TUNNELSIM_INTERRUPTION_H
#define TUNNELSIM_INTERRUPTION_H

#include <string>

/**
 * From now on a signal that ends the program (SIGINT, SIGTERM, SIGHUP) removes a folder first, so
 * that an interrupted run leaves nothing behind. To be called before other threads start.
 *
 * @param [in] folder the folder; one call per program
 */
void RemoveWhenInterrupted(const std::string& folder);

#endif /* TUNNELSIM_INTERRUPTION_H */
