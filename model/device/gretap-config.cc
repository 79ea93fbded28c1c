/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/gretap-config.h"

#include "ns3/gre-header.h"
#include "ns3/wire-bytes.h"

namespace ns3
{

uint32_t
GretapConfig::GetHeaderSize() const
{
    return GreHeader::MIN_SIZE + 4 * (outputChecksum + hasOutputKey + outputSequence);
}

uint32_t
GretapConfig::GetOverhead() const
{
    return 20 + GetHeaderSize() + wire::ETHERNET_HEADER_SIZE;
}

LinkResult
GretapConfig::Check() const
{
    const bool explicitAny = remote.IsIpv4() && remote.IsAny();
    if (remote.IsIpv6() || local.IsIpv6() || explicitAny || local.IsMulticast() ||
        (ignoreDf && pathMtuDiscovery))
    {
        return LinkResult(LinkError::INVAL);
    }
    return LinkResult();
}

} // namespace ns3
