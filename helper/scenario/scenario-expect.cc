/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "scenario-declaration.h"
#include "scenario-output.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace ns3
{
namespace scenario
{

namespace
{

std::string
UnitOf(const std::vector<Metric>& metrics, const std::string& name)
{
    const auto metric =
        std::find_if(metrics.begin(), metrics.end(), [&name](const Metric& candidate) {
            return candidate.name == name;
        });
    return metric == metrics.end() ? "" : metric->unit;
}

bool
Holds(const Bound& bound, double value)
{
    const bool equal = !bound.equals || std::abs(value - *bound.equals) <=
                                            bound.tolerance * std::abs(*bound.equals) +
                                                1e-12 * std::abs(*bound.equals);
    return equal && (!bound.min || value >= *bound.min) && (!bound.max || value <= *bound.max);
}

std::string
BoundText(const Bound& bound, const std::string& unit)
{
    std::vector<std::string> parts;
    if (bound.min)
    {
        parts.push_back(">= " + HumanText(*bound.min, unit));
    }
    if (bound.max)
    {
        parts.push_back("<= " + HumanText(*bound.max, unit));
    }
    if (bound.equals)
    {
        parts.push_back(
            "= " + HumanText(*bound.equals, unit) +
            (bound.tolerance > 0 ? fmt::format(" +- {:g} %", bound.tolerance * 100) : ""));
    }
    return ListNames(parts, "and");
}

/// Checks the expectations of one run.
class Checker
{
  public:
    Checker(const LoadedScenario& scenario, const RunResults& results, const Json& document)
        : m_scenario(scenario),
          m_results(results),
          m_document(document)
    {
    }

    std::vector<ExpectationResult> Check()
    {
        for (const auto& expect : m_scenario.spec.expect)
        {
            if (expect.kind == "flow")
            {
                CheckValues(expect, "flow", Find("flows", expect), FlowMetrics());
            }
            else if (expect.kind == "link")
            {
                CheckValues(expect, "link", Find("links", expect), LinkMetrics());
            }
            else if (expect.kind == "device")
            {
                CheckDevice(expect);
            }
            else if (expect.kind == "fdb")
            {
                CheckFdb(expect);
            }
            else if (expect.kind == "replay")
            {
                CheckReplay(expect);
            }
            else
            {
                CheckResult(expect);
            }
        }
        return std::move(m_checked);
    }

  private:
    /// Row of an array of results with the expectation's name, and its sender for links.
    const Json* Find(const char* array, const ExpectSpec& expect) const
    {
        for (const auto& row : m_document[array])
        {
            if (row["name"] == expect.subject &&
                (expect.kind != "link" || row["from"] == expect.from))
            {
                return &row;
            }
        }
        return nullptr;
    }

    void Add(const std::string& text, const std::string& actual, bool passed)
    {
        m_checked.push_back({text, actual, passed});
    }

    void CheckBound(const std::string& text,
                    const Json* row,
                    const std::string& name,
                    const Bound& bound,
                    const std::string& unit)
    {
        const auto expected = text + " " + BoundText(bound, unit);
        if (!row || !row->contains(name) || !(*row)[name].is_number())
        {
            Add(expected, "no such number", false);
            return;
        }
        const double value = (*row)[name].get<double>();
        Add(expected, HumanText(value, unit), Holds(bound, value));
    }

    void CheckValues(const ExpectSpec& expect,
                     const std::string& what,
                     const Json* row,
                     const std::vector<Metric>& metrics)
    {
        const auto subject =
            what + " " + expect.subject + (expect.from.empty() ? "" : " from " + expect.from);
        for (const auto& [name, bound] : expect.bounds)
        {
            CheckBound(subject + ": " + name, row, name, bound, UnitOf(metrics, name));
        }
    }

    void CheckDevice(const ExpectSpec& expect)
    {
        const auto* row = Find("devices", expect);
        CheckValues(expect, "device", row, DeviceMetrics());
        for (const auto& [reason, bound] : expect.drops)
        {
            Json drops = row ? (*row)["drops"] : Json::object();
            if (row && !drops.contains(reason))
            {
                drops[reason] = 0;
            }
            CheckBound("device " + expect.subject + ": drops " + reason, &drops, reason, bound, "");
        }
    }

    /// Text of an address of a node's name, or the text itself.
    std::string AddressOf(const std::string& text) const
    {
        for (const auto& link : m_scenario.plan.links)
        {
            for (const auto& end : link.ends)
            {
                if (end.node == text && !end.addresses.empty() && link.role != LinkRole::HOST)
                {
                    return end.addresses[0].address;
                }
            }
        }
        return ParseAddress(text).value_or(text);
    }

    void CheckFdb(const ExpectSpec& expect)
    {
        auto text = "fdb " + expect.subject + ": " + expect.mac;
        text += expect.dst.empty() ? "" : " at " + expect.dst;
        text += expect.present ? "" : " absent";
        const auto slash = expect.subject.find('/');
        std::vector<std::string> places;
        bool found = false;
        for (const auto& fdb : m_results.fdbs)
        {
            if (fdb.node != expect.subject.substr(0, slash) ||
                fdb.device != expect.subject.substr(slash + 1))
            {
                continue;
            }
            for (const auto& line : fdb.lines)
            {
                if (line.mac == expect.mac)
                {
                    const auto place = line.destination.empty() ? line.device : line.destination;
                    places.push_back(place);
                    found |=
                        expect.dst.empty() || place == expect.dst || place == AddressOf(expect.dst);
                }
            }
        }
        Add(text,
            places.empty() ? "no entry" : "at " + ListNames(places, "and"),
            found == expect.present);
    }

    void CheckReplay(const ExpectSpec& expect)
    {
        const auto* row = Find("flows", expect);
        const auto text =
            "replay " + expect.subject + ": every frame arrived unchanged where it belongs";
        if (!row)
        {
            Add(text, "no such flow", false);
            return;
        }
        const auto count = [row](const char* name) { return (*row)[name].get<int64_t>(); };
        const bool passed = count("received_packets") > 0 && count("missing_copies") == 0 &&
                            count("altered_frames") == 0 && count("extra_copies") == 0 &&
                            count("duplicate_packets") == 0;
        Add(text,
            fmt::format("{} sent, {} copies arrived, {} missing, {} altered, {} extra, {} twice",
                        count("sent_packets"),
                        count("received_packets"),
                        count("missing_copies"),
                        count("altered_frames"),
                        count("extra_copies"),
                        count("duplicate_packets")),
            passed);
    }

    void CheckResult(const ExpectSpec& expect)
    {
        const Json* place = &m_document;
        Json::json_pointer pointer;
        try
        {
            pointer = Json::json_pointer(expect.subject);
        }
        catch (const Json::exception&)
        {
            Add(expect.subject, "no JSON pointer", false);
            return;
        }
        std::vector<std::string> tokens;
        for (; !pointer.empty(); pointer.pop_back())
        {
            tokens.insert(tokens.begin(), pointer.back());
        }
        for (const auto& token : tokens)
        {
            place = place ? Member(*place, token) : nullptr;
        }
        Json holder = Json::object();
        if (place)
        {
            holder["value"] = *place;
        }
        CheckBound(expect.subject, &holder, "value", expect.bounds.front().second, "");
    }

    /// Member of an object, or item of an array by index, name or element.
    static const Json* Member(const Json& value, const std::string& token)
    {
        if (value.is_object())
        {
            const auto member = value.find(token);
            return member == value.end() ? nullptr : &*member;
        }
        for (size_t i = 0; value.is_array() && i < value.size(); ++i)
        {
            const bool named = value[i].is_object() && (value[i].value("name", "") == token ||
                                                        value[i].value("element", "") == token);
            if (named || std::to_string(i) == token)
            {
                return &value[i];
            }
        }
        return nullptr;
    }

    const LoadedScenario& m_scenario;         //!< what was expected
    const RunResults& m_results;              //!< what was found
    const Json& m_document;                   //!< the same as JSON
    std::vector<ExpectationResult> m_checked; //!< so far
};

} // namespace

std::vector<ExpectationResult>
CheckExpectations(const LoadedScenario& scenario, const RunResults& results, const Json& document)
{
    return Checker(scenario, results, document).Check();
}

} // namespace scenario
} // namespace ns3
