/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "scenario-run.h"

#include "scenario-books.h"
#include "scenario-flows.h"
#include "scenario-meter.h"
#include "scenario-network.h"

#include "ns3/config.h"
#include "ns3/ethernet-link-helper.h"
#include "ns3/gretap-helper.h"
#include "ns3/rng-seed-manager.h"
#include "ns3/simulator.h"
#include "ns3/string.h"
#include "ns3/uinteger.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace ns3
{
namespace scenario
{

namespace
{

/// Seeds, and what runs set in ns-3.
void
SetDefaults(const LoadedScenario& scenario, const RunOptions& options)
{
    const auto& spec = scenario.spec;
    // A run before this one in the same process leaves nothing behind.
    Config::Reset();
    // Not SetSeed(seed): ns-3's generator is linear, so what it draws from seeds 1 and 2 is
    // correlated. Its runs are parts of one sequence that never meet.
    const uint64_t seed = options.seed.value_or(spec.seed);
    RngSeedManager::SetSeed(1);
    RngSeedManager::SetRun(((spec.run - 1) << 32) + seed);
    const bool captures = options.captureAll || !spec.pcap.empty();
    Config::SetGlobal("ChecksumEnabled", BooleanValue(spec.checksums.value_or(captures)));
    // As in Linux: about a hundred packets wait for a neighbour's address.
    Config::SetDefault("ns3::ArpCache::PendingQueueSize", UintegerValue(101));
    Config::SetDefault("ns3::NdiscCache::UnresolvedQueueSize", UintegerValue(101));
    // Addresses are right by construction, and there for the first packet.
    Config::SetDefault("ns3::Icmpv6L4Protocol::DAD", BooleanValue(false));
    for (const auto& [name, value] : spec.attributes)
    {
        if (name.find("::") == std::string::npos)
        {
            Config::SetGlobal(name, StringValue(value));
        }
        else
        {
            Config::SetDefault(name, StringValue(value));
        }
    }
}

/// Stands for one run: what exists between building and results.
class Run
{
  public:
    Run(const LoadedScenario& scenario, const RunOptions& options)
        : m_scenario(scenario),
          m_options(options)
    {
    }

    std::optional<RunResults> Execute(Problems& problems)
    {
        SetDefaults(m_scenario, m_options);
        const size_t before = problems.All().size();
        m_network = std::make_unique<Network>(m_scenario.plan, problems);
        const auto& all = problems.All();
        if (std::any_of(all.begin() + static_cast<std::ptrdiff_t>(before),
                        all.end(),
                        [](const Problem& problem) { return !problem.warning; }))
        {
            Simulator::Destroy();
            return std::nullopt;
        }
        m_books = std::make_unique<RunBooks>(*m_network);
        LinkMeter meter(*m_network,
                        NanoSeconds(m_scenario.spec.measureStart),
                        NanoSeconds(m_scenario.plan.measureStop));
        EnableCaptures();
        auto flows = MakeFlows(m_scenario, *m_network);
        for (const auto& flow : flows)
        {
            flow->Start();
        }
        ScheduleEvents();
        ScheduleProgress(0);
        Simulator::Stop(NanoSeconds(m_scenario.spec.duration));
        Simulator::Run();
        for (const auto& flow : flows)
        {
            m_results.flows.push_back(ToFlowResult(flow->GetRecord()));
        }
        m_results.links = meter.GetResults();
        m_results.devices = ReadDevices(*m_network);
        ExplainStalls();
        m_results.fdbs = ReadFdbs(*m_network);
        m_books->Close(m_results);
        m_results.simulatorEvents = Simulator::GetEventCount();
        // Nodes are disposed of while what listens to their traces is still there.
        Simulator::Destroy();
        flows.clear();
        m_books.reset();
        m_network.reset(); // ends the captures
        return std::move(m_results);
    }

  private:
    void EnableCaptures();
    void ExplainStalls();
    void ScheduleEvents();
    void ScheduleProgress(int64_t now);
    void Happen(const EventSpec& event);
    void Move(const PlanMove& move);
    bool WantsCapture(const std::string& group, const std::string& name) const;

    const LoadedScenario& m_scenario;   //!< what to run
    const RunOptions& m_options;        //!< how
    std::unique_ptr<Network> m_network; //!< the network
    std::unique_ptr<RunBooks> m_books;  //!< its books
    RunResults m_results;               //!< what was found
};

bool
Run::WantsCapture(const std::string& group, const std::string& name) const
{
    const auto& wanted = m_scenario.spec.pcap;
    const auto has = [&wanted](const std::string& what) {
        return std::find(wanted.begin(), wanted.end(), what) != wanted.end();
    };
    return has(group) || has(name) ||
           (m_options.captureAll && (group == "underlay" || group == "tunnels"));
}

void
Run::EnableCaptures()
{
    EthernetLinkHelper links;
    const auto prefix = m_options.captureFolder + "/";
    const auto capture = [&](const std::string& node, const std::string& device) {
        links.EnablePcap(prefix + node + "-" + device + ".pcap",
                         m_network->GetDevice(node + "/" + device),
                         true,
                         true);
    };
    for (const auto& link : m_network->GetLinks())
    {
        const auto& plan = *link.plan;
        const auto group = plan.role == LinkRole::HOST ? "hosts" : "underlay";
        const bool whole = WantsCapture(group, plan.name);
        for (size_t end = 0; end < 2; ++end)
        {
            const auto& side = plan.ends[end];
            // Both ends of a cable see the same frames; one file per link will do.
            const bool first = plan.role == LinkRole::SEGMENT ? end == 1 : end == 0;
            if ((whole && first) || WantsCapture("", side.node + "/" + side.device))
            {
                capture(side.node, side.device);
            }
        }
    }
    GretapHelper tunnels; // writes captures of any tunnel device
    for (const auto& tunnel : m_scenario.plan.tunnels)
    {
        const auto name = tunnel.node + "/" + tunnel.name;
        if (WantsCapture("tunnels", name))
        {
            tunnels.EnablePcap(prefix + tunnel.node + "-" + tunnel.name + ".pcap",
                               m_network->GetDevice(name),
                               true,
                               true);
        }
    }
}

void
Run::ExplainStalls()
{
    // A TCP flow that got stuck most often sends what is too big for a device on its way.
    const std::vector<std::string> tooBig = {DropReasonName(OUTER_TOO_BIG_DF),
                                             DropReasonName(OUTER_TOO_BIG_IPV6),
                                             DropReasonName(MTU_EXCEEDED),
                                             DropReasonName(PKT_TOO_BIG_REPLIED),
                                             DropReasonName(MTU_LINK)};
    std::string drops;
    for (const auto& device : m_results.devices)
    {
        for (const auto& [reason, count] : device.drops)
        {
            if (std::find(tooBig.begin(), tooBig.end(), reason) != tooBig.end())
            {
                drops += (drops.empty() ? "" : ", ") + device.name + " " + reason + " " +
                         std::to_string(static_cast<uint64_t>(count));
            }
        }
    }
    for (auto& flow : m_results.flows)
    {
        if (flow.kind == "tcp" && !flow.note.empty() && !drops.empty())
        {
            flow.note += "; dropped as too big: " + drops;
        }
    }
}

void
Run::Happen(const EventSpec& event)
{
    std::string text;
    if (event.kind == "link")
    {
        for (const auto& link : m_network->GetLinks())
        {
            if (link.plan->name == event.subject)
            {
                link.channel->SetUp(event.state == "up");
            }
        }
        text = "link " + event.subject + " " + event.state;
    }
    else if (event.kind == "device")
    {
        m_network->SetUp(event.subject, event.state == "up");
        text = "device " + event.subject + " " + event.state;
    }
    else if (event.kind == "node")
    {
        text = event.subject + ": " + event.command;
        const auto error = m_network->Execute(event.subject, event.command);
        if (!error.empty())
        {
            m_results.failures.push_back(text + ": " + error);
        }
    }
    m_results.events.push_back({Simulator::Now().GetSeconds(), text});
}

void
Run::ScheduleEvents()
{
    for (const auto& event : m_scenario.spec.events)
    {
        if (event.kind != "host")
        {
            Simulator::Schedule(NanoSeconds(event.at), &Run::Happen, this, event);
        }
    }
    for (const auto& move : m_scenario.plan.moves)
    {
        Simulator::Schedule(NanoSeconds(move.at), &Run::Move, this, move);
    }
}

void
Run::Move(const PlanMove& move)
{
    m_network->Move(move);
    const auto& to = m_scenario.plan.links[move.to];
    m_results.events.push_back({Simulator::Now().GetSeconds(),
                                "host " + to.ends[1].node + " moves to " + to.ends[0].node});
}

void
Run::ScheduleProgress(int64_t now)
{
    const int64_t steps = 500;
    const int64_t duration = m_scenario.spec.duration;
    if (!m_options.progress || now >= duration)
    {
        return;
    }
    m_options.progress(static_cast<double>(now) / 1e9, static_cast<double>(duration) / 1e9);
    const int64_t step = std::max<int64_t>(duration / steps, 1);
    Simulator::Schedule(NanoSeconds(step), &Run::ScheduleProgress, this, now + step);
}

/// Problems for the parent process, as JSON in one line.
std::string
WriteProblems(const Problems& problems)
{
    auto list = nlohmann::json::array();
    for (const auto& problem : problems.All())
    {
        list.push_back({problem.warning, problem.pointer, problem.found, problem.expected});
    }
    return list.dump(-1, ' ', true, nlohmann::json::error_handler_t::replace);
}

/// Builds the network in a child process and writes what is wrong with it to a file descriptor.
[[noreturn]] void
BuildAndTell(const LoadedScenario& scenario, int out)
{
    const rlimit none{0, 0};
    setrlimit(RLIMIT_CORE, &none);
    dup2(out, STDERR_FILENO); // the last words of ns-3
    Problems found;
    SetDefaults(scenario, {});
    Network network(scenario.plan, found);
    // What an event's command does depends on the moment; whether it can be read does not.
    const auto& events = scenario.spec.events;
    for (size_t i = 0; i < events.size(); ++i)
    {
        const auto error = events[i].kind == "node"
                               ? network.Execute(events[i].subject, events[i].command)
                               : std::string();
        if (error.find("\" is unknown") != std::string::npos ||
            error.find("is a garbage") != std::string::npos)
        {
            found.Error(PointerTo("/events", i) + "/command",
                        Quote(events[i].command),
                        "a valid command (" + error + ")");
        }
    }
    const auto text = "\n" + WriteProblems(found);
    for (size_t written = 0; written < text.size();)
    {
        const auto count = write(out, text.data() + written, text.size() - written);
        if (count <= 0)
        {
            break;
        }
        written += static_cast<size_t>(count);
    }
    // Nothing is taken down: neither the simulator nor what the parent process will write.
    _exit(0);
}

/// Everything that can be read from a file descriptor.
std::string
ReadAll(int in)
{
    std::string text;
    char buffer[4096];
    for (ssize_t count = 0; (count = read(in, buffer, sizeof(buffer))) > 0;)
    {
        text.append(buffer, static_cast<size_t>(count));
    }
    return text;
}

} // namespace

void
TryBuild(const LoadedScenario& scenario, Problems& problems)
{
    int ends[2];
    if (pipe(ends) != 0)
    {
        throw std::runtime_error(std::string("no pipe: ") + std::strerror(errno));
    }
    const pid_t child = fork();
    if (child == 0)
    {
        close(ends[0]);
        BuildAndTell(scenario, ends[1]);
    }
    close(ends[1]);
    const auto text = ReadAll(ends[0]);
    close(ends[0]);
    int status = 0;
    if (child < 0 || waitpid(child, &status, 0) != child)
    {
        throw std::runtime_error(std::string("no child process: ") + std::strerror(errno));
    }
    const auto last = text.rfind('\n');
    const auto list = last == std::string::npos
                          ? nlohmann::json()
                          : nlohmann::json::parse(text.substr(last), nullptr, false);
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0 || !list.is_array())
    {
        problems.Error("",
                       "a network that ns-3 does not build: " + Quote(text.substr(0, last)),
                       "one that it does; commands and `attributes` are the likely causes");
        return;
    }
    for (const auto& problem : list)
    {
        if (problem[0].get<bool>())
        {
            problems.Warning(problem[1], problem[2], problem[3]);
        }
        else
        {
            problems.Error(problem[1], problem[2], problem[3]);
        }
    }
}

std::optional<RunResults>
RunScenario(const LoadedScenario& scenario, const RunOptions& options, Problems& problems)
{
    return Run(scenario, options).Execute(problems);
}

} // namespace scenario
} // namespace ns3
