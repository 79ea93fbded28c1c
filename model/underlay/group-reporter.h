/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef GROUP_REPORTER_H
#define GROUP_REPORTER_H

#include "ns3/event-id.h"
#include "ns3/group-protocol.h"
#include "ns3/ip-address.h"
#include "ns3/nstime.h"

#include <functional>
#include <map>
#include <memory>
#include <vector>

namespace ns3
{

/**
 * @ingroup tunnel
 * @brief Host side of IGMP or MLD on one device: which groups, what is to be reported when.
 *
 * The rules are those of RFC 3376 sections 5 and 7 (RFC 3810 sections 6 and 8 say the same for
 * MLD) for a host that joins groups for all sources: a change is reported at once and again
 * robustness - 1 times after random delays; queries are answered after a random delay within the
 * time they give; a querier of an older version switches to its messages, with report suppression.
 */
class GroupReporter
{
  public:
    /** What the reporter asks of its owner. */
    struct Environment
    {
        std::function<void(const GroupPacket&)> send; //!< put a message on the wire
        std::function<bool()> isUp;                   //!< can it be sent now?
        std::function<double()> random;               //!< uniform in [0, 1)
        std::function<void()> callDueChanges;         //!< call SendDueChanges(), at this instant
    };

    /**
     * @param protocol IGMP or MLD
     * @param environment services of the owner
     * @param robustness how often a change is reported, 1 to 7
     * @param unsolicitedInterval longest delay between these reports
     */
    GroupReporter(std::unique_ptr<GroupProtocol> protocol,
                  Environment environment,
                  uint8_t robustness,
                  Time unsolicitedInterval);
    ~GroupReporter();

    GroupReporter(const GroupReporter&) = delete;
    GroupReporter& operator=(const GroupReporter&) = delete;

    /**
     * @param group the group
     * @return true if it is a new membership, not one more user of one that is there
     */
    bool Join(const IpAddress& group);

    /**
     * @param group the group
     * @return users left; -1 if there was none
     */
    int Leave(const IpAddress& group);

    /**
     * @param group the group
     * @return true if joined
     */
    bool IsMember(const IpAddress& group) const;

    /**
     * @brief A message was heard on the device.
     * @param message the message
     */
    void Hear(const HeardGroupMessage& message);

    /** @brief The link went up or down. */
    void NoteLinkChange();

    /** @brief Report the changes made at this instant; they share one report. */
    void SendDueChanges();

  private:
    /** A membership. */
    struct Group
    {
        uint32_t users{0};              //!< joins less leaves
        EventId answer;                 //!< answer to a query for this group
        std::vector<IpAddress> sources; //!< asked for; none: the group as such
        bool lastReporter{false};       //!< in older versions: we reported last
    };

    /** A change that is still to be reported. */
    struct Change
    {
        bool joined;  //!< joined or left
        uint8_t left; //!< how many times more
    };

    uint8_t GetVersion() const;
    void NoteChange(const IpAddress& group, bool joined);
    void SendChanges();
    void SendOldChange(uint8_t version, const IpAddress& group, bool joined);
    void SendRecords(const std::vector<GroupRecord>& records);
    void HearQuery(const HeardGroupMessage& message);
    void NoteVersion(const HeardGroupMessage& message);
    void AnswerLater(const IpAddress& group, Group& member, Time delay);
    void AnswerGeneral();
    void AnswerGroup(IpAddress group);
    void CancelAll();
    Time Random(Time longest) const;

    std::unique_ptr<GroupProtocol> m_protocol; //!< IGMP or MLD
    Environment m_environment;                 //!< services of the owner
    uint8_t m_robustness;                      //!< as set, or as the querier says
    Time m_unsolicitedInterval;                //!< as set
    Time m_queryInterval;                      //!< as the querier says
    std::map<IpAddress, Group> m_groups;       //!< memberships
    std::map<IpAddress, Change> m_changes;     //!< to be reported
    bool m_changesDue{false};                  //!< SendDueChanges() is about to be called
    EventId m_changeTimer;                     //!< next repetition of changes
    EventId m_generalAnswer;                   //!< answer to a general query
    Time m_version1Until;                      //!< a version 1 querier was heard
    Time m_version2Until;                      //!< a version 2 querier was heard
};

} // namespace ns3

#endif /* GROUP_REPORTER_H */
