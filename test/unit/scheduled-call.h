/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef SCHEDULED_CALL_H
#define SCHEDULED_CALL_H

#include "ns3/event-id.h"
#include "ns3/nstime.h"
#include "ns3/simulator.h"

namespace ns3
{

/**
 * Calls what it is given: the function that an event of ScheduleCall runs.
 * @param call a function object without parameters
 */
template <typename Call>
void
RunScheduledCall(Call call)
{
    call();
}

/**
 * Simulator::Schedule for a lambda, which ns-3.35's own does not take.
 * @param delay time from now
 * @param call the lambda
 * @return the event
 */
template <typename Call>
EventId
ScheduleCall(const Time& delay, Call call)
{
    return Simulator::Schedule(delay, &RunScheduledCall<Call>, call);
}

} // namespace ns3

#endif // SCHEDULED_CALL_H
