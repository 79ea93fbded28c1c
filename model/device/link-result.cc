/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/link-result.h"

namespace ns3
{

const char*
LinkErrorName(LinkError error)
{
    switch (error)
    {
    case LinkError::OK:
        return "0";
    case LinkError::EXIST:
        return "EEXIST";
    case LinkError::INVAL:
        return "EINVAL";
    case LinkError::OPNOTSUPP:
        return "EOPNOTSUPP";
    case LinkError::ADDRINUSE:
        return "EADDRINUSE";
    case LinkError::ADDRNOTAVAIL:
        return "EADDRNOTAVAIL";
    case LinkError::NODEV:
        return "ENODEV";
    case LinkError::RANGE:
        return "ERANGE";
    }
    return "?";
}

const char*
LinkErrorText(LinkError error)
{
    switch (error)
    {
    case LinkError::OK:
        return "Success";
    case LinkError::EXIST:
        return "File exists";
    case LinkError::INVAL:
        return "Invalid argument";
    case LinkError::OPNOTSUPP:
        return "Operation not supported";
    case LinkError::ADDRINUSE:
        return "Address already in use";
    case LinkError::ADDRNOTAVAIL:
        return "Cannot assign requested address";
    case LinkError::NODEV:
        return "No such device";
    case LinkError::RANGE:
        return "Numerical result out of range";
    }
    return "?";
}

std::string
LinkResult::ToString() const
{
    if (IsOk())
    {
        return "";
    }
    if (message)
    {
        return std::string("Error: ") + message + ".";
    }
    return std::string("RTNETLINK answers: ") + LinkErrorText(error);
}

std::ostream&
operator<<(std::ostream& os, const LinkResult& result)
{
    return os << LinkErrorName(result.error) << (result.message ? ": " : "")
              << (result.message ? result.message : "");
}

} // namespace ns3
