/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/fdb-types.h"

namespace ns3
{

bool
Remote::operator==(const Remote& other) const
{
    return address == other.address && port == other.port && hasVni == other.hasVni &&
           (!hasVni || vni == other.vni) && ifIndex == other.ifIndex && nexthop == other.nexthop;
}

bool
Remote::operator!=(const Remote& other) const
{
    return !(*this == other);
}

uint32_t
Remote::GetHash() const
{
    uint64_t hash = address.GetHash();
    hash = (hash ^ port) * 0x9e3779b97f4a7c15;
    hash = ((hash >> 32) ^ hash ^ (hasVni ? vni + 1 : 0)) * 0x9e3779b97f4a7c15;
    hash = ((hash >> 32) ^ hash ^ ifIndex) * 0x9e3779b97f4a7c15;
    hash = (hash ^ nexthop) * 0x9e3779b97f4a7c15;
    return static_cast<uint32_t>(hash >> 32);
}

const char*
FdbErrorName(FdbError error)
{
    switch (error)
    {
    case FdbError::OK:
        break;
    case FdbError::EXIST:
        return "EEXIST";
    case FdbError::NOENT:
        return "ENOENT";
    case FdbError::INVAL:
        return "EINVAL";
    case FdbError::OPNOTSUPP:
        return "EOPNOTSUPP";
    case FdbError::NOSPC:
        return "ENOSPC";
    case FdbError::AFNOSUPPORT:
        return "EAFNOSUPPORT";
    case FdbError::ADDRNOTAVAIL:
        return "EADDRNOTAVAIL";
    }
    return "0";
}

const char*
FdbErrorText(FdbError error)
{
    switch (error)
    {
    case FdbError::OK:
        break;
    case FdbError::EXIST:
        return "File exists";
    case FdbError::NOENT:
        return "No such file or directory";
    case FdbError::INVAL:
        return "Invalid argument";
    case FdbError::OPNOTSUPP:
        return "Operation not supported";
    case FdbError::NOSPC:
        return "No space left on device";
    case FdbError::AFNOSUPPORT:
        return "Address family not supported by protocol";
    case FdbError::ADDRNOTAVAIL:
        return "Cannot assign requested address";
    }
    return "Success";
}

FdbResult::FdbResult(FdbError e, const char* m)
    : error(e),
      message(m)
{
}

bool
FdbResult::IsOk() const
{
    return error == FdbError::OK;
}

std::string
FdbResult::ToString() const
{
    if (IsOk())
    {
        return "";
    }
    if (message)
    {
        return "Error: " + std::string(message) + ".";
    }
    return "RTNETLINK answers: " + std::string(FdbErrorText(error));
}

bool
FdbResult::operator==(FdbError e) const
{
    return error == e;
}

bool
FdbResult::operator!=(FdbError e) const
{
    return error != e;
}

std::ostream&
operator<<(std::ostream& os, const FdbResult& result)
{
    os << FdbErrorName(result.error);
    if (result.message)
    {
        os << " (" << result.message << ")";
    }
    return os;
}

bool
FdbLearnDrops(FdbLearn result)
{
    return result == FdbLearn::DROP_ENTRY_EXISTS || result == FdbLearn::DROP_INVALID_SOURCE;
}

const char*
FdbRow::GetStateName() const
{
    // iproute2's order of questions: permanent and static at once is permanent.
    if (state & FDB_PERMANENT)
    {
        return "permanent";
    }
    if (state & FDB_NOARP)
    {
        return "static";
    }
    if (state & FDB_STALE)
    {
        return "stale";
    }
    return "";
}

std::vector<std::string>
FdbRow::GetFlagNames() const
{
    static constexpr struct
    {
        uint8_t flag;
        const char* name;
    } NAMES[] = {
        {FDB_SELF, "self"},
        {FDB_ROUTER, "router"},
        {FDB_EXT_LEARNED, "extern_learn"},
        {FDB_OFFLOADED, "offload"},
        {FDB_MASTER, "master"},
        {FDB_STICKY, "sticky"},
    };

    std::vector<std::string> names;
    for (const auto& known : NAMES)
    {
        if (flags & known.flag)
        {
            names.emplace_back(known.name);
        }
    }
    return names;
}

const char*
FdbEventName(FdbEvent event)
{
    switch (event)
    {
    case FdbEvent::ADDED:
        return "added";
    case FdbEvent::LEARNED:
        return "learned";
    case FdbEvent::ROAMED:
        return "roamed";
    case FdbEvent::CHANGED:
        return "changed";
    case FdbEvent::REMOTE_ADDED:
        return "remote-added";
    case FdbEvent::REMOTE_REMOVED:
        return "remote-removed";
    case FdbEvent::REMOVED:
        return "removed";
    case FdbEvent::EXPIRED:
        return "expired";
    }
    return "?";
}

} // namespace ns3
