/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/frame-decoder.h"
#include "ns3/free-rule.h"
#include "ns3/iproute2-dump.h"
#include "ns3/tunnel-node.h"
#include "ns3/vector-host.h"
#include "ns3/vector-runner.h"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

namespace ns3
{

namespace
{

/** Ends a case: what went wrong. */
struct CaseFailure
{
    std::string text;
};

/** Long enough for a frame to pass, short for the clocks of the tunnel devices. */
const int64_t STEP_MS = 1;

/** A frame that the host's own IP stack sends and no tunnel: ARP, ICMP, IGMP, MLD. */
bool
IsHostFrame(const std::vector<uint8_t>& frame)
{
    if (frame.size() < 24)
    {
        return false;
    }
    const int type = frame[12] << 8 | frame[13];
    return type == 0x0806 || (type == 0x0800 && (frame[23] == 1 || frame[23] == 2)) ||
           (type == 0x86dd && (frame[20] == 58 || frame[20] == 0));
}

/** Runs the steps of a case. */
class CaseRun
{
  public:
    explicit CaseRun(const VectorCase& vectorCase)
        : m_case(vectorCase)
    {
    }

    void Run()
    {
        Require(m_case.unsupported);
        for (const auto& command : m_case.link)
        {
            Configure(command);
        }
        m_host.Run(MilliSeconds(STEP_MS));
        for (const auto& tunnel : m_host.GetTunnels())
        {
            Configure("ip link set " + tunnel + " up");
        }
        for (const auto& command : m_case.setup)
        {
            Configure(command);
        }
        m_host.Run(MilliSeconds(STEP_MS));
        m_host.TakeCaptures();
        for (size_t i = 0; i < m_case.steps.size(); ++i)
        {
            m_where = "step " + std::to_string(i + 1) + ": ";
            RunStep(m_case.steps[i]);
        }
        m_where = "after: ";
        if (m_case.after)
        {
            CheckAfter("tun0", *m_case.after);
        }
    }

  private:
    [[noreturn]] void Fail(const std::string& text) const
    {
        throw CaseFailure{m_where + text};
    }

    void Require(const std::string& problem) const
    {
        if (!problem.empty())
        {
            Fail(problem);
        }
    }

    void Configure(const std::string& command)
    {
        const CommandResult result = m_host.Execute(command);
        if (!result.IsOk())
        {
            Fail(command + ": " + result.errorText);
        }
    }

    void RunStep(const VectorStep& step)
    {
        Require(step.unsupported);
        switch (step.kind)
        {
        case VectorStep::SEND:
            RunSend(step);
            break;
        case VectorStep::WAIT:
            m_host.Run(Seconds(step.seconds));
            m_host.TakeCaptures();
            break;
        case VectorStep::COMMAND:
            RunCommand(step);
            break;
        case VectorStep::SHOW_FDB:
            CheckFdb(step.device, *step.rows);
            break;
        case VectorStep::SOURCE_PORT:
            RunSourcePort(step);
            break;
        }
    }

    void RunSend(const VectorStep& step)
    {
        UpdateSourcePorts(step.device);
        for (const auto& frame : step.frames)
        {
            if (step.underlay)
            {
                m_host.SendUnderlay(frame);
                continue;
            }
            const VectorSend with{step.mark,
                                  step.proto,
                                  step.partial,
                                  step.checksumStart,
                                  step.checksumOffset};
            const bool taken = m_host.SendOverlay(step.device, frame, with);
            if (taken == step.refused)
            {
                Fail(taken ? "the device took a frame that Linux refuses (" + step.refusal + ")"
                           : step.device + " refused the frame");
            }
        }
        m_host.Run(MilliSeconds(STEP_MS));
        CheckFrames(step.expectations);
    }

    void RunCommand(const VectorStep& step)
    {
        const CommandResult result = m_host.Execute(step.command);
        if (result.IsOk() != step.accepted)
        {
            Fail(step.command + ": " +
                 (step.accepted ? "refused: " + result.errorText
                                : "accepted, but Linux says: " + step.errorText));
        }
        m_host.Run(MilliSeconds(STEP_MS));
        if (step.hasExpectations)
        {
            CheckFrames(step.expectations);
        }
        m_host.TakeCaptures();
    }

    void RunSourcePort(const VectorStep& step)
    {
        m_rule.SetSourcePorts(step.minPort, step.maxPort);
        for (size_t i = 0; i < step.frames.size(); ++i)
        {
            for (uint32_t n = 0; n < step.repeat; ++n)
            {
                m_host.SendOverlay(step.device, step.frames[i]);
                m_host.Run(MilliSeconds(STEP_MS));
                const auto captures = TakeTunnelFrames();
                const std::string frame = "frame " + std::to_string(i + 1) + ": ";
                if (captures.size() != 1)
                {
                    Fail(frame + std::to_string(captures.size()) + " frames came out, not 1");
                }
                const std::string problem =
                    m_rule.CheckSourcePort(captures[0].frame, "property " + std::to_string(i));
                Require(problem.empty() ? "" : frame + problem);
            }
        }
    }

    /** The range that the sending device may choose from. */
    void UpdateSourcePorts(const std::string& name)
    {
        const auto& interpreter = m_host.GetInterpreter();
        const Ptr<TunnelNode> node = TunnelNode::GetOrCreate(interpreter.GetNode());
        const auto device = DynamicCast<VxlanNetDevice>(interpreter.FindDevice(name));
        if (device && device->GetConfig().sourcePortMin < device->GetConfig().sourcePortMax)
        {
            m_rule.SetSourcePorts(device->GetConfig().sourcePortMin,
                                  device->GetConfig().sourcePortMax - 1);
        }
        else
        {
            m_rule.SetSourcePorts(node->GetLocalPortMin(), node->GetLocalPortMax());
        }
    }

    /** What came out, but for what the host's own stack sends. */
    std::vector<VectorCapture> TakeTunnelFrames()
    {
        auto captures = m_host.TakeCaptures();
        captures.erase(std::remove_if(captures.begin(),
                                      captures.end(),
                                      [](const VectorCapture& capture) {
                                          return capture.underlay && IsHostFrame(capture.frame);
                                      }),
                       captures.end());
        return captures;
    }

    void CheckFrames(const std::vector<VectorExpectation>& expectations)
    {
        // Order counts within one place.
        using Place = std::pair<bool, std::string>;
        std::map<Place, std::vector<const VectorExpectation*>> expected;
        std::map<Place, std::vector<VectorCapture>> got;
        for (const auto& expectation : expectations)
        {
            const std::string device = expectation.underlay ? "u0" : expectation.device;
            expected[{expectation.underlay, device}].push_back(&expectation);
            m_delivered[device] += expectation.underlay ? 0 : 1;
        }
        for (const auto& capture : TakeTunnelFrames())
        {
            got[{capture.underlay, capture.device}].push_back(capture);
        }
        for (const auto& [place, frames] : got)
        {
            expected[place];
        }
        for (const auto& [place, list] : expected)
        {
            ComparePlace(place.first, place.second, list, got[place]);
        }
        Require(m_rule.EndStep());
    }

    void ComparePlace(bool underlay,
                      const std::string& device,
                      const std::vector<const VectorExpectation*>& expected,
                      const std::vector<VectorCapture>& got)
    {
        const std::string place = underlay ? "on the wire" : "from " + device;
        const std::string total = std::to_string(expected.size());
        for (size_t i = 0; i < std::max(expected.size(), got.size()); ++i)
        {
            const std::string which =
                "frame " + std::to_string(i + 1) + " of " + total + " " + place + ": ";
            if (i >= got.size())
            {
                Fail(which + "did not come\n" + DescribeFrame(expected[i]->frame, underlay));
            }
            if (i >= expected.size())
            {
                Fail(which + "came unexpectedly\n" + DescribeFrame(got[i].frame, underlay));
            }
            if (got[i].mark != expected[i]->mark)
            {
                Fail(which + "mark " + std::to_string(got[i].mark) + " instead of " +
                     std::to_string(expected[i]->mark));
            }
            const std::string problem = m_rule.Check(*expected[i], got[i].frame);
            if (!problem.empty())
            {
                Fail(which + problem + "\n" +
                     CompareFrames(expected[i]->frame, got[i].frame, expected[i]->free, underlay));
            }
        }
    }

    void CheckFdb(const std::string& name, const nlohmann::json& recorded) const
    {
        const auto& interpreter = m_host.GetInterpreter();
        const auto device = DynamicCast<VxlanNetDevice>(interpreter.FindDevice(name));
        std::vector<std::string> expected;
        std::vector<std::string> got;
        for (const auto& row : recorded)
        {
            expected.push_back(row.dump());
        }
        if (device)
        {
            for (const auto& row : BridgeFdbToJson(GetBridgeFdbLines(interpreter, device), false))
            {
                got.push_back(nlohmann::json(row).dump());
            }
        }
        // The recordings are sorted, so the order of remotes cannot be compared.
        std::sort(expected.begin(), expected.end());
        std::sort(got.begin(), got.end());
        std::string problem;
        for (const auto& row : expected)
        {
            problem +=
                std::binary_search(got.begin(), got.end(), row) ? "" : "  - missing " + row + "\n";
        }
        for (const auto& row : got)
        {
            problem += std::binary_search(expected.begin(), expected.end(), row)
                           ? ""
                           : "  + not in Linux " + row + "\n";
        }
        if (problem.empty() && expected.size() != got.size())
        {
            problem = "  " + std::to_string(got.size()) + " rows instead of " +
                      std::to_string(expected.size()) + "\n";
        }
        if (!problem.empty())
        {
            Fail("FDB of " + name + " differs\n" + problem);
        }
    }

    void CheckStats(const std::string& name, const nlohmann::json& recorded) const
    {
        const auto device = DynamicCast<TunnelNetDevice>(m_host.GetInterpreter().FindDevice(name));
        if (!device)
        {
            Fail(name + " is not there");
        }
        const auto stats = LinkStatsToJson(device->GetStats());
        std::string problem;
        for (const auto& [direction, counters] : recorded.items())
        {
            for (const auto& [counter, value] : counters.items())
            {
                const auto expected = value.get<uint64_t>();
                const uint64_t got = stats.value(direction, nlohmann::ordered_json::object())
                                         .value(counter, uint64_t(0));
                // A frame that was handed up and that no one wanted counts there, too.
                const bool unwanted = direction == "rx" && counter == "dropped" &&
                                      got <= expected && got + GetDelivered(name) >= expected;
                if (got != expected && !unwanted)
                {
                    problem += " " + direction + "." + counter + " " + std::to_string(got) +
                               " instead of " + std::to_string(expected) + ",";
                }
            }
        }
        if (!problem.empty())
        {
            problem.pop_back();
            Fail("counters of " + name + ":" + problem);
        }
    }

    uint64_t GetDelivered(const std::string& name) const
    {
        auto it = m_delivered.find(name);
        return it == m_delivered.end() ? 0 : it->second;
    }

    void CheckAfter(const std::string& name, const nlohmann::json& after) const
    {
        for (const auto& [key, value] : after.items())
        {
            if (key == "stats")
            {
                CheckStats(name, value);
            }
            else if (key == "fdb")
            {
                CheckFdb(name, value);
            }
            else if (value.is_object())
            {
                CheckAfter(key, value);
            }
            else
            {
                Fail("\"" + key + "\" is not supported");
            }
        }
    }

    const VectorCase& m_case;
    VectorHost m_host;
    FreeRule m_rule;
    std::map<std::string, uint64_t> m_delivered; //!< frames expected from each device
    std::string m_where;
};

} // namespace

std::string
RunVectorCase(const VectorCase& vectorCase)
{
    try
    {
        CaseRun(vectorCase).Run();
    }
    catch (const CaseFailure& failure)
    {
        return failure.text;
    }
    return "";
}

} // namespace ns3
