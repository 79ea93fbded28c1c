/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/ip-address-value.h"

#include <string>

namespace ns3
{

std::istream&
operator>>(std::istream& is, IpAddress& address)
{
    std::string word;
    if (!(is >> word) || word == "none" || word == "any")
    {
        is.clear(std::ios::eofbit);
        address = IpAddress();
        return is;
    }
    const std::optional<IpAddress> parsed = IpAddress::Parse(word);
    if (!parsed)
    {
        is.setstate(std::ios::failbit);
        return is;
    }
    address = *parsed;
    return is;
}

ATTRIBUTE_HELPER_CPP(IpAddress);

} // namespace ns3
