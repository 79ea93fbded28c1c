/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "scenario-output.h"

#include "scenario-declaration.h"

#include "ns3/iproute2-dump.h"

#include <cmath>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace ns3
{
namespace scenario
{

namespace
{

/// Whole numbers stay whole: counters are not to be read as measurements.
Json
NumberToJson(double value)
{
    const double exact = 9007199254740992.0; // 2^53
    if (value == std::floor(value) && std::abs(value) < exact)
    {
        return static_cast<int64_t>(value);
    }
    return value;
}

Json
ValuesToJson(const Values& values)
{
    Json object = Json::object();
    for (const auto& [name, value] : values)
    {
        object[name] = NumberToJson(value);
    }
    return object;
}

Json
BooksToJson(const Books& books)
{
    return {{"in", books.in},
            {"originated", books.originated},
            {"copies", books.copies},
            {"fragments", books.fragments},
            {"out", books.out},
            {"consumed", books.consumed},
            {"merged", books.merged},
            {"dropped", books.dropped},
            {"held", books.held}};
}

Json
FlowsToJson(const std::vector<FlowResult>& flows)
{
    Json array = Json::array();
    for (const auto& flow : flows)
    {
        Json object = {{"name", flow.name}, {"type", flow.kind}};
        object.update(ValuesToJson(flow.values));
        if (!flow.note.empty())
        {
            object["note"] = flow.note;
        }
        array.push_back(std::move(object));
    }
    return array;
}

Json
LinksToJson(const std::vector<LinkResult>& links)
{
    Json array = Json::array();
    for (const auto& link : links)
    {
        Json object = {{"name", link.name},
                       {"type", link.kind},
                       {"from", link.from},
                       {"to", link.to}};
        object.update(ValuesToJson(link.values));
        array.push_back(std::move(object));
    }
    return array;
}

Json
DevicesToJson(const std::vector<DeviceResult>& devices)
{
    Json array = Json::array();
    for (const auto& device : devices)
    {
        Json object = {{"name", device.name},
                       {"type", device.kind},
                       {"address", device.mac},
                       {"mtu", device.mtu}};
        object.update(ValuesToJson(device.values));
        object["drops"] = ValuesToJson(device.drops);
        array.push_back(std::move(object));
    }
    return array;
}

Json
AllBooksToJson(const RunResults& results)
{
    Json elements = Json::array();
    for (const auto& element : results.books)
    {
        Json object = {{"element", element.element}};
        object.update(BooksToJson(element.books));
        object["drops"] = ValuesToJson(element.drops);
        elements.push_back(std::move(object));
    }
    return {{"closed", results.openBooks.empty()},
            {"open", results.openBooks},
            {"total", BooksToJson(results.total)},
            {"elements", elements}};
}

/// A field of a CSV file (RFC 4180).
std::string
CsvField(const Json& value)
{
    if (!value.is_string())
    {
        return value.dump();
    }
    std::string text;
    bool quote = false;
    for (const char c : value.get<std::string>())
    {
        quote |= c == ',' || c == '"' || c == '\n';
        text += c == '"' ? "\"\"" : std::string(1, c);
    }
    return quote ? '"' + text + '"' : text;
}

/// A table of an array of objects with the given columns.
std::string
ToCsv(const Json& rows, const std::vector<std::string>& columns)
{
    std::string text;
    for (size_t i = 0; i < columns.size(); ++i)
    {
        text += (i > 0 ? "," : "") + columns[i];
    }
    text += "\n";
    for (const auto& row : rows)
    {
        for (size_t i = 0; i < columns.size(); ++i)
        {
            text += i > 0 ? "," : "";
            const auto value = row.find(columns[i]);
            text += value == row.end() ? "" : CsvField(*value);
        }
        text += "\n";
    }
    return text;
}

std::vector<std::string>
Columns(std::vector<std::string> first, const std::vector<Metric>& metrics)
{
    for (const auto& metric : metrics)
    {
        first.emplace_back(metric.name);
    }
    return first;
}

/// devices.csv has the drops of a device in one column: "REASON=3 OTHER=1".
Json
WithDropColumn(const Json& devices)
{
    Json rows = devices;
    for (auto& row : rows)
    {
        std::string text;
        for (const auto& [reason, count] : row["drops"].items())
        {
            text += (text.empty() ? "" : " ") + reason + "=" + count.dump();
        }
        row["drops"] = text;
    }
    return rows;
}

} // namespace

Json
ResultsToJson(const LoadedScenario& scenario,
              uint32_t seed,
              const RunResults& results,
              const std::vector<ExpectationResult>& expectations)
{
    const auto& spec = scenario.spec;
    Json events = Json::array();
    for (const auto& event : results.events)
    {
        events.push_back({{"at", event.at}, {"event", event.text}});
    }
    Json expected = Json::array();
    for (const auto& expectation : expectations)
    {
        expected.push_back({{"expected", expectation.text},
                            {"actual", expectation.actual},
                            {"passed", expectation.passed}});
    }
    return {{"description", spec.description},
            {"seed", seed},
            {"run", spec.run},
            {"duration", NumberToJson(static_cast<double>(spec.duration) / 1e9)},
            {"measure",
             {{"start", NumberToJson(static_cast<double>(spec.measureStart) / 1e9)},
              {"stop", NumberToJson(static_cast<double>(scenario.plan.measureStop) / 1e9)}}},
            {"flows", FlowsToJson(results.flows)},
            {"links", LinksToJson(results.links)},
            {"devices", DevicesToJson(results.devices)},
            {"events", events},
            {"expectations", expected},
            {"books", AllBooksToJson(results)}};
}

void
WriteResults(const ResultsFolder& folder, const Json& document, const RunResults& results)
{
    folder.Write("results.json", document.dump(2) + "\n");
    folder.Write("flows.csv", ToCsv(document["flows"], Columns({"name", "type"}, FlowMetrics())));
    folder.Write("links.csv",
                 ToCsv(document["links"], Columns({"name", "type", "from", "to"}, LinkMetrics())));
    auto columns = Columns({"name", "type", "address", "mtu"}, DeviceMetrics());
    columns.emplace_back("drops");
    folder.Write("devices.csv", ToCsv(WithDropColumn(document["devices"]), columns));
    for (const auto& fdb : results.fdbs)
    {
        folder.Write("fdb/" + fdb.node + "-" + fdb.device + ".json",
                     BridgeFdbToJson(fdb.lines, true).dump(2) + "\n");
    }
}

std::string
HumanText(double value, const std::string& unit)
{
    if (unit == "bit/s")
    {
        return RateText(value);
    }
    if (unit == "s")
    {
        if (value < 0)
        {
            return "-";
        }
        return value == 0     ? "0 s"
               : value < 1e-3 ? fmt::format("{:.1f} us", value * 1e6)
               : value < 1    ? fmt::format("{:.3f} ms", value * 1e3)
                              : fmt::format("{:.3f} s", value);
    }
    if (value == std::floor(value))
    {
        return fmt::format("{:.0f}{}", value, unit == "B" ? " B" : "");
    }
    return fmt::format("{:.4g}{}", value, unit == "B" ? " B" : "");
}

} // namespace scenario
} // namespace ns3
