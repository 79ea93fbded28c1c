/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Hands every doctest case of the module to ns-3's test framework, as one test case each of the
// suite "tunnel", so that `test.py -s tunnel` runs them in an ns-3 tree.

#define DOCTEST_CONFIG_IMPLEMENT
#include "ns3/test.h"

#include <doctest/doctest.h>
#include <sstream>
#include <string>
#include <vector>

namespace
{

/** Names of all cases, in the order in which doctest numbers them; filled by CaseLister. */
std::vector<std::string>* g_names = nullptr;

/** A doctest reporter that takes the answer to a query for the test cases. */
class CaseLister : public doctest::IReporter
{
  public:
    explicit CaseLister(const doctest::ContextOptions&)
    {
    }

    void report_query(const doctest::QueryData& query) override
    {
        for (unsigned i = 0; g_names && i < query.num_data; ++i)
        {
            g_names->emplace_back(query.data[i]->m_name);
        }
    }

    void test_run_start() override
    {
    }

    void test_run_end(const doctest::TestRunStats&) override
    {
    }

    void test_case_start(const doctest::TestCaseData&) override
    {
    }

    void test_case_reenter(const doctest::TestCaseData&) override
    {
    }

    void test_case_end(const doctest::CurrentTestCaseStats&) override
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

/**
 * @return the names of all doctest cases, in file order
 */
std::vector<std::string>
ListCases()
{
    std::vector<std::string> names;
    g_names = &names;
    // As arguments: doctest takes a flag such as the first from a command line only.
    const char* arguments[] = {"tunnel",
                               "--list-test-cases",
                               "--reporters=case-lister",
                               "--order-by=file"};
    doctest::Context(4, arguments).run();
    g_names = nullptr;
    return names;
}

/** One doctest case as an ns-3 test case. */
class DoctestCase : public ns3::TestCase
{
  public:
    /**
     * @param name the case's name
     * @param number its place in file order, from 1
     */
    DoctestCase(const std::string& name, int number)
        : TestCase(name),
          m_number(number)
    {
    }

  private:
    void DoRun() override
    {
        std::ostringstream output;
        doctest::Context context;
        // By number: a name may hold the characters that doctest's filters give a meaning.
        context.setOption("order-by", "file");
        context.setOption("first", m_number);
        context.setOption("last", m_number);
        context.setOption("no-colors", true);
        context.setCout(&output);
        NS_TEST_ASSERT_MSG_EQ(context.run(), 0, output.str());
    }

    int m_number; //!< place of the case in file order, from 1
};

/** The suite `tunnel`. */
class TunnelTestSuite : public ns3::TestSuite
{
  public:
    TunnelTestSuite()
        : TestSuite("tunnel", Type::UNIT)
    {
    }

  private:
    // Not in the constructor: then the cases of other files may not have registered yet.
    void DoSetup() override
    {
        for (const auto& name : ListCases())
        {
            AddTestCase(new DoctestCase(name, ++m_count));
        }
    }

    void DoRun() override
    {
        NS_TEST_ASSERT_MSG_GT(m_count, 0, "doctest knows no cases");
    }

    int m_count{0}; //!< number of cases
};

TunnelTestSuite g_tunnelTestSuite; //!< registers the suite

} // namespace

REGISTER_REPORTER("case-lister", 1, CaseLister);
