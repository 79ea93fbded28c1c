/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/tunnel-outer-info.h"

namespace ns3
{

std::ostream&
operator<<(std::ostream& os, const TunnelOuterInfo& info)
{
    os << info.source << " > " << info.destination << " proto " << +info.protocol << " tos "
       << +info.tos << " ttl " << +info.ttl;
    if (info.dontFragment)
    {
        os << " DF";
    }
    if (info.destinationPort)
    {
        os << " ports " << info.sourcePort << " > " << info.destinationPort;
    }
    if (info.hasKey)
    {
        os << (info.destinationPort ? " vni " : " key ") << info.key;
    }
    return os;
}

} // namespace ns3
