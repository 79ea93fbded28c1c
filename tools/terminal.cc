/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "terminal.h"

#include "ns3/scenario-output.h"

#include <algorithm>
#include <cstdlib>
#include <fmt/format.h>
#include <iostream>
#include <nlohmann/json.hpp>
#include <unistd.h>

using ns3::scenario::ExpectationResult;
using ns3::scenario::HumanText;
using Json = nlohmann::ordered_json;

namespace
{

const char* const BOLD = "\033[1m";
const char* const RED = "\033[31m";
const char* const GREEN = "\033[32m";
const char* const YELLOW = "\033[33m";
const char* const PLAIN = "\033[0m";

std::string
Coloured(const std::string& text, const char* colour, bool use)
{
    return use ? colour + text + PLAIN : text;
}

/// A number of a row as people read it.
std::string
Cell(const Json& row, const char* name, const char* unit)
{
    return row.contains(name) ? HumanText(row[name].get<double>(), unit) : "";
}

void
PrintFlows(std::ostream& out, const Json& flows, bool colour)
{
    Table table({"flow",
                 "type",
                 ">sent",
                 ">received",
                 ">loss",
                 ">goodput",
                 ">delay p50",
                 ">p99",
                 ">jitter",
                 ">retransmitted"});
    for (const auto& flow : flows)
    {
        table.Add({flow["name"],
                   flow["type"],
                   Cell(flow, "sent_packets", ""),
                   Cell(flow, "received_packets", ""),
                   fmt::format("{:.2f} %", flow["loss"].get<double>() * 100),
                   Cell(flow, "goodput", "bit/s"),
                   Cell(flow, "delay_p50", "s"),
                   Cell(flow, "delay_p99", "s"),
                   Cell(flow, "jitter", "s"),
                   Cell(flow, "retransmissions", "")});
    }
    table.Print(out, colour);
    for (const auto& flow : flows)
    {
        if (flow.contains("note"))
        {
            out << flow["name"].get<std::string>() << ": " << flow["note"].get<std::string>()
                << "\n";
        }
    }
}

void
PrintLinks(std::ostream& out, const Json& links, bool colour)
{
    Table table(
        {"link", "from", ">utilization", ">throughput", ">packets", ">queue max", ">drops"});
    for (const auto& link : links)
    {
        if (link["type"] == "host")
        {
            continue; // in links.csv; here the underlay is what matters
        }
        table.Add({link["name"],
                   link["from"],
                   fmt::format("{:.1f} %", link["utilization"].get<double>() * 100),
                   Cell(link, "throughput", "bit/s"),
                   Cell(link, "packets", ""),
                   Cell(link, "queue_max_packets", ""),
                   Cell(link, "drops", "")});
    }
    table.Print(out, colour);
}

void
PrintTunnels(std::ostream& out, const Json& devices, bool colour)
{
    Table table({"tunnel",
                 "type",
                 ">mtu",
                 ">rx packets",
                 ">rx bytes",
                 ">tx packets",
                 ">tx bytes",
                 "drops"});
    for (const auto& device : devices)
    {
        if (device["type"] != "vxlan" && device["type"] != "gretap")
        {
            continue;
        }
        std::string drops;
        for (const auto& [reason, count] : device["drops"].items())
        {
            drops += (drops.empty() ? "" : ", ") + reason + " " + count.dump();
        }
        table.Add({device["name"],
                   device["type"],
                   device["mtu"].dump(),
                   Cell(device, "rx_packets", ""),
                   Cell(device, "rx_bytes", ""),
                   Cell(device, "tx_packets", ""),
                   Cell(device, "tx_bytes", ""),
                   drops});
    }
    table.Print(out, colour);
}

} // namespace

bool
IsTerminal(int descriptor)
{
    const char* term = std::getenv("TERM");
    return isatty(descriptor) != 0 && std::getenv("NO_COLOR") == nullptr && term != nullptr &&
           std::string(term) != "dumb";
}

Table::Table(std::vector<std::string> head)
{
    for (auto& name : head)
    {
        m_right.push_back(!name.empty() && name[0] == '>');
        name = m_right.back() ? name.substr(1) : name;
    }
    m_rows.push_back(std::move(head));
}

void
Table::Add(std::vector<std::string> row)
{
    m_rows.push_back(std::move(row));
}

void
Table::Print(std::ostream& out, bool colour) const
{
    if (m_rows.size() < 2)
    {
        return;
    }
    std::vector<size_t> width(m_right.size());
    for (const auto& row : m_rows)
    {
        for (size_t i = 0; i < row.size(); ++i)
        {
            width[i] = std::max(width[i], row[i].size());
        }
    }
    for (size_t r = 0; r < m_rows.size(); ++r)
    {
        std::string line;
        for (size_t i = 0; i < m_right.size(); ++i)
        {
            line += i > 0 ? "  " : "";
            line += m_right[i] ? fmt::format("{:>{}}", m_rows[r][i], width[i])
                               : fmt::format("{:<{}}", m_rows[r][i], width[i]);
        }
        line.erase(line.find_last_not_of(' ') + 1);
        out << Coloured(line, BOLD, colour && r == 0) << "\n";
    }
    out << "\n";
}

Progress::Progress()
    : m_begin(std::chrono::steady_clock::now()),
      m_last(m_begin)
{
}

Progress::~Progress()
{
    if (m_shown)
    {
        std::cerr << "\r\033[K" << std::flush;
    }
}

void
Progress::Show(double now, double duration)
{
    const auto time = std::chrono::steady_clock::now();
    const std::chrono::duration<double> sinceLast = time - m_last;
    const std::chrono::duration<double> elapsed = time - m_begin;
    const double often = 0.2;
    if (sinceLast.count() < often || now <= 0)
    {
        return;
    }
    m_last = time;
    m_shown = true;
    const double rate = now / elapsed.count();
    std::cerr << fmt::format("\r\033[K{:5.1f} %  {:.3f} s of {:g} s simulated, {:.3g} s per "
                             "second, {:.0f} s left",
                             100 * now / duration,
                             now,
                             duration,
                             rate,
                             (duration - now) / rate)
              << std::flush;
}

void
PrintProblems(const std::string& file, const ns3::scenario::Problems& problems)
{
    const bool colour = IsTerminal(2);
    for (const auto& problem : problems.All())
    {
        std::cerr << file << ": "
                  << (problem.warning ? Coloured("warning: ", YELLOW, colour)
                                      : Coloured("error: ", RED, colour))
                  << problem.Text() << "\n";
    }
}

void
PrintResults(std::ostream& out,
             const Json& document,
             const std::vector<ExpectationResult>& expectations)
{
    const bool colour = IsTerminal(1);
    PrintFlows(out, document["flows"], colour);
    PrintLinks(out, document["links"], colour);
    PrintTunnels(out, document["devices"], colour);
    Table table({"result", "expected", "found"});
    size_t failed = 0;
    for (const auto& expectation : expectations)
    {
        failed += expectation.passed ? 0 : 1;
        table.Add({expectation.passed ? "pass" : "FAIL", expectation.text, expectation.actual});
    }
    table.Print(out, colour);
    if (!expectations.empty())
    {
        const auto text = fmt::format("{} of {} expectations hold",
                                      expectations.size() - failed,
                                      expectations.size());
        out << Coloured(text, failed > 0 ? RED : GREEN, colour) << "\n";
    }
}
