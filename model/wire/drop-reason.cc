/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/drop-reason.h"

namespace ns3
{

namespace
{

/// Name and explanation of one reason.
struct Entry
{
    const char* name; //!< name in results
    const char* text; //!< explanation
};

constexpr Entry ENTRIES[] = {
#define TUNNEL_DROP_ENTRY(name, text, doc) {text, doc},
    TUNNEL_DROP_REASONS(TUNNEL_DROP_ENTRY)
#undef TUNNEL_DROP_ENTRY
};

static_assert(sizeof(ENTRIES) / sizeof(ENTRIES[0]) == DROP_REASON_COUNT, "one entry per reason");

} // namespace

const char*
DropReasonName(DropReason reason)
{
    return reason < DROP_REASON_COUNT ? ENTRIES[reason].name : "INVALID";
}

const char*
DropReasonText(DropReason reason)
{
    return reason < DROP_REASON_COUNT ? ENTRIES[reason].text : "Not a drop reason.";
}

std::ostream&
operator<<(std::ostream& os, DropReason reason)
{
    return os << DropReasonName(reason);
}

} // namespace ns3
