/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "interruption.h"

#include <csignal>
#include <filesystem>
#include <thread>
#include <unistd.h>

void
RemoveWhenInterrupted(const std::string& folder)
{
    sigset_t signals;
    sigemptyset(&signals);
    for (const int signal : {SIGINT, SIGTERM, SIGHUP})
    {
        sigaddset(&signals, signal);
    }
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    // A handler may not touch the file system; a thread that waits for the signal may.
    std::thread([signals, folder]() {
        int signal = 0;
        if (sigwait(&signals, &signal) == 0)
        {
            std::error_code error;
            std::filesystem::remove_all(folder, error);
            const int shellOffset = 128;
            _exit(shellOffset + signal);
        }
    }).detach();
}
