/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/config.h"
#include "ns3/mac48-address.h"
#include "ns3/names.h"
#include "ns3/rng-seed-manager.h"
#include "ns3/simulator.h"

#include <doctest/doctest.h>

namespace
{

/**
 * Starts the allocation of MAC addresses anew, where ns-3 can (3.37 and later).
 * @tparam Address ns3::Mac48Address
 */
template <typename Address>
auto
ResetAllocation(int) -> decltype(Address::ResetAllocationIndex())
{
    Address::ResetAllocationIndex();
}

template <typename Address>
void
ResetAllocation(long)
{
}

/**
 * Puts back what ns-3 keeps per process, so that a case sees the same ns-3 whether it runs alone or
 * after others.
 */
void
ResetNs3()
{
    ns3::Simulator::Destroy();
    ns3::Names::Clear();
    ns3::Config::Reset();
    ns3::RngSeedManager::SetSeed(1);
    ns3::RngSeedManager::SetRun(1);
    ResetAllocation<ns3::Mac48Address>(0);
}

/** A doctest listener that gives every case, and every subcase, a fresh ns-3. */
class FreshNs3 : public doctest::IReporter
{
  public:
    explicit FreshNs3(const doctest::ContextOptions&)
    {
    }

    void test_case_start(const doctest::TestCaseData&) override
    {
        ResetNs3();
    }

    void test_case_reenter(const doctest::TestCaseData&) override
    {
        ResetNs3();
    }

    void test_case_end(const doctest::CurrentTestCaseStats&) override
    {
        ResetNs3();
    }

    void report_query(const doctest::QueryData&) override
    {
    }

    void test_run_start() override
    {
    }

    void test_run_end(const doctest::TestRunStats&) override
    {
    }

    void test_case_exception(const doctest::TestCaseException&) override
    {
    }

    void subcase_start(const doctest::SubcaseSignature&) override
    {
    }

    void subcase_end() override
    {
    }

    void log_assert(const doctest::AssertData&) override
    {
    }

    void log_message(const doctest::MessageData&) override
    {
    }

    void test_case_skipped(const doctest::TestCaseData&) override
    {
    }
};

} // namespace

REGISTER_LISTENER("fresh-ns3", 1, FreshNs3);
