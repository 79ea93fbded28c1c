/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/accounting.h"
#include "ns3/drop-reason.h"

#include <doctest/doctest.h>
#include <set>
#include <sstream>
#include <string>

using namespace ns3;

TEST_SUITE("accounting")
{
    TEST_CASE("every drop reason has a name of its own and a sentence")
    {
        std::set<std::string> names;
        for (uint32_t i = 0; i < DROP_REASON_COUNT; ++i)
        {
            const auto reason = static_cast<DropReason>(i);
            const std::string name = DropReasonName(reason);
            const std::string text = DropReasonText(reason);
            INFO(name);
            CHECK(!name.empty());
            CHECK(names.insert(name).second);
            CHECK(name.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789") ==
                  std::string::npos);
            CHECK(text.back() == '.');
        }
        CHECK(std::string(DropReasonName(DROP_REASON_COUNT)) == "INVALID");
        CHECK(std::string(DropReasonText(DROP_REASON_COUNT)) == "Not a drop reason.");
        std::ostringstream os;
        os << NO_TX_TARGET << " " << MTU_EXCEEDED;
        CHECK(os.str() == "NO_TX_TARGET PKT_TOO_BIG");
    }

    TEST_CASE("books close when both sides are equal")
    {
        Books books;
        CHECK(books.Close());
        books.in = 5;
        books.copies = 2;
        books.out = 4;
        books.dropped = 2;
        CHECK(!books.Close());
        books.held = 1;
        CHECK(books.Close());

        Books other;
        other.originated = 3;
        other.fragments = 4;
        other.consumed = 5;
        other.merged = 2;
        CHECK(other.Close());
        books += other;
        CHECK(books.Close());
        std::ostringstream os;
        os << books;
        CHECK(os.str() == "in 5 + originated 3 + copies 2 + fragments 4 = out 4 + consumed 5 + "
                          "merged 2 + dropped 2 + held 1");
        ++books.in;
        os.str("");
        os << books;
        CHECK(os.str().find("!=") != std::string::npos);
    }

    TEST_CASE("drops are counted by reason")
    {
        DropCounters counters;
        counters.Count(NO_ROUTE);
        counters.Count(NO_ROUTE);
        counters.Count(OTHER);
        counters.Count(NO_ERROR);
        counters.Count(DROP_REASON_COUNT);
        CHECK(counters.Get(NO_ROUTE) == 2);
        CHECK(counters.Get(OTHER) == 1);
        CHECK(counters.Get(NO_ERROR) == 0);
        CHECK(counters.Get(DROP_REASON_COUNT) == 0);
        CHECK(counters.Total() == 3);
        DropCounters sum;
        sum.Count(OTHER);
        sum += counters;
        CHECK(sum.Get(OTHER) == 2);
        CHECK(sum.Total() == 4);
    }
}
