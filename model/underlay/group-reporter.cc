/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/group-reporter.h"

#include "ns3/simulator.h"

#include <algorithm>
#include <utility>

namespace ns3
{

namespace
{

constexpr uint8_t NEWEST = 3; //!< IGMPv3, MLDv2

} // namespace

GroupReporter::GroupReporter(std::unique_ptr<GroupProtocol> protocol,
                             Environment environment,
                             uint8_t robustness,
                             Time unsolicitedInterval)
    : m_protocol(std::move(protocol)),
      m_environment(std::move(environment)),
      m_robustness(robustness),
      m_unsolicitedInterval(unsolicitedInterval),
      m_queryInterval(Seconds(125))
{
}

GroupReporter::~GroupReporter()
{
    CancelAll();
}

bool
GroupReporter::Join(const IpAddress& group)
{
    const bool isNew = ++m_groups[group].users == 1;
    if (isNew)
    {
        NoteChange(group, true);
    }
    return isNew;
}

int
GroupReporter::Leave(const IpAddress& group)
{
    const auto member = m_groups.find(group);
    if (member == m_groups.end())
    {
        return -1;
    }
    if (--member->second.users > 0)
    {
        return int(member->second.users);
    }
    const bool lastReporter = member->second.lastReporter;
    member->second.answer.Cancel();
    m_groups.erase(member);
    if (GetVersion() < NEWEST && !lastReporter)
    {
        m_changes.erase(group); // another host reported it last: the network has members left
    }
    else
    {
        NoteChange(group, false);
    }
    return 0;
}

bool
GroupReporter::IsMember(const IpAddress& group) const
{
    return m_groups.find(group) != m_groups.end();
}

uint8_t
GroupReporter::GetVersion() const
{
    const Time now = Simulator::Now();
    return now < m_version1Until ? 1 : now < m_version2Until ? 2 : NEWEST;
}

Time
GroupReporter::Random(Time longest) const
{
    return Seconds(longest.GetSeconds() * m_environment.random());
}

void
GroupReporter::NoteChange(const IpAddress& group, bool joined)
{
    if (!m_protocol->IsReported(group))
    {
        return;
    }
    m_changes[group] = {joined, m_robustness};
    if (!m_changesDue)
    {
        m_changesDue = true;
        m_environment.callDueChanges();
    }
}

void
GroupReporter::SendDueChanges()
{
    m_changesDue = false;
    m_changeTimer.Cancel();
    if (!m_environment.isUp())
    {
        return; // NoteLinkChange() makes up for it
    }
    const uint8_t version = GetVersion();
    std::vector<GroupRecord> records;
    for (auto i = m_changes.begin(); i != m_changes.end();)
    {
        const bool joined = i->second.joined;
        if (version < NEWEST)
        {
            SendOldChange(version, i->first, joined);
        }
        else
        {
            records.push_back(
                {joined ? GroupRecord::TO_EXCLUDE : GroupRecord::TO_INCLUDE, i->first, {}});
        }
        // Leaves of the older versions are not repeated.
        const bool over = --i->second.left == 0 || (version < NEWEST && !joined);
        i = over ? m_changes.erase(i) : std::next(i);
    }
    SendRecords(records);
    if (!m_changes.empty())
    {
        const Time longest = version < NEWEST ? Seconds(10) : m_unsolicitedInterval;
        m_changeTimer = Simulator::Schedule(Random(longest), &GroupReporter::SendDueChanges, this);
    }
}

void
GroupReporter::SendOldChange(uint8_t version, const IpAddress& group, bool joined)
{
    if (joined)
    {
        const auto member = m_groups.find(group);
        if (member == m_groups.end())
        {
            return;
        }
        member->second.lastReporter = true;
        m_environment.send(m_protocol->MakeOldReport(version, group));
    }
    else if (version > 1)
    {
        m_environment.send(m_protocol->MakeLeave(group));
    }
}

void
GroupReporter::SendRecords(const std::vector<GroupRecord>& records)
{
    const size_t most = m_protocol->GetRecordsPerReport();
    for (size_t i = 0; i < records.size(); i += most)
    {
        const auto first = records.begin() + i;
        const auto last = records.begin() + std::min(i + most, records.size());
        m_environment.send(m_protocol->MakeReport({first, last}));
    }
}

void
GroupReporter::Hear(const HeardGroupMessage& message)
{
    if (message.kind == HeardGroupMessage::QUERY)
    {
        HearQuery(message);
    }
    else if (message.kind == HeardGroupMessage::OLD_REPORT && GetVersion() < NEWEST)
    {
        const auto member = m_groups.find(message.group);
        if (member != m_groups.end() &&
            (!member->second.answer.IsExpired() || m_changes.count(message.group)))
        {
            member->second.answer.Cancel();
            member->second.lastReporter = false;
            m_changes.erase(message.group);
        }
    }
}

void
GroupReporter::NoteVersion(const HeardGroupMessage& message)
{
    const uint8_t before = GetVersion();
    if (message.version < NEWEST)
    {
        // Older version querier present timeout, RFC 3376 section 8.12.
        const Time until =
            Simulator::Now() + int64_t(m_robustness) * m_queryInterval + message.maxResponse;
        (message.version == 1 ? m_version1Until : m_version2Until) = until;
    }
    else
    {
        m_robustness = message.robustness ? message.robustness : m_robustness;
        m_queryInterval = message.queryInterval.IsZero() ? m_queryInterval : message.queryInterval;
    }
    if (GetVersion() != before)
    {
        CancelAll();
    }
}

void
GroupReporter::HearQuery(const HeardGroupMessage& message)
{
    NoteVersion(message);
    const Time delay = Random(message.maxResponse);
    const bool old = GetVersion() < NEWEST;
    if (!old && !m_generalAnswer.IsExpired() && Simulator::GetDelayLeft(m_generalAnswer) <= delay)
    {
        return;
    }
    if (!message.group.IsAny())
    {
        const auto member = m_groups.find(message.group);
        if (member == m_groups.end() || !m_protocol->IsReported(message.group))
        {
            return;
        }
        auto& sources = member->second.sources;
        if (member->second.answer.IsExpired())
        {
            sources = message.sources;
        }
        else if (message.sources.empty() || sources.empty())
        {
            sources.clear(); // a question for the group as such covers its sources
        }
        else
        {
            for (const auto& source : message.sources)
            {
                if (std::find(sources.begin(), sources.end(), source) == sources.end())
                {
                    sources.push_back(source);
                }
            }
        }
        AnswerLater(message.group, member->second, delay);
    }
    else if (old)
    {
        for (auto& [group, member] : m_groups)
        {
            if (m_protocol->IsReported(group))
            {
                AnswerLater(group, member, Random(message.maxResponse));
            }
        }
    }
    else
    {
        m_generalAnswer.Cancel();
        m_generalAnswer = Simulator::Schedule(delay, &GroupReporter::AnswerGeneral, this);
    }
}

void
GroupReporter::AnswerLater(const IpAddress& group, Group& member, Time delay)
{
    if (!member.answer.IsExpired() && Simulator::GetDelayLeft(member.answer) <= delay)
    {
        return;
    }
    member.answer.Cancel();
    member.answer = Simulator::Schedule(delay, &GroupReporter::AnswerGroup, this, group);
}

void
GroupReporter::AnswerGeneral()
{
    if (!m_environment.isUp())
    {
        return;
    }
    std::vector<GroupRecord> records;
    for (const auto& [group, member] : m_groups)
    {
        if (m_protocol->IsReported(group))
        {
            records.push_back({GroupRecord::IS_EXCLUDE, group, {}});
        }
    }
    SendRecords(records);
}

void
GroupReporter::AnswerGroup(IpAddress group)
{
    const auto member = m_groups.find(group);
    if (member == m_groups.end() || !m_environment.isUp())
    {
        return;
    }
    const uint8_t version = GetVersion();
    if (version < NEWEST)
    {
        SendOldChange(version, group, true);
        return;
    }
    auto& sources = member->second.sources;
    const auto type = sources.empty() ? GroupRecord::IS_EXCLUDE : GroupRecord::IS_INCLUDE;
    m_environment.send(m_protocol->MakeReport({{type, group, std::move(sources)}}));
    sources.clear();
}

void
GroupReporter::NoteLinkChange()
{
    CancelAll();
    if (m_environment.isUp())
    {
        for (const auto& [group, member] : m_groups)
        {
            NoteChange(group, true);
        }
    }
}

void
GroupReporter::CancelAll()
{
    m_changeTimer.Cancel();
    m_generalAnswer.Cancel();
    m_changes.clear();
    for (auto& [group, member] : m_groups)
    {
        member.answer.Cancel();
        member.sources.clear();
    }
}

} // namespace ns3
