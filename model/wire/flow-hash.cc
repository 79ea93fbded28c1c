/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/flow-hash.h"

#include "ns3/tunnel-hash.h"
#include "ns3/wire-bytes.h"

#include <cstring>
#include <utility>

namespace ns3
{

namespace
{

/**
 * @param hash a hash
 * @return 32 bits of it that are not all 0
 */
uint32_t
NotZero(uint64_t hash)
{
    const uint32_t folded = static_cast<uint32_t>(hash ^ (hash >> 32));
    return folded ? folded : 1;
}

/**
 * @param hash the hash so far
 * @param address an address to add
 * @return the new hash
 */
uint64_t
AddAddress(uint64_t hash, const IpAddress& address)
{
    const uint8_t* bytes = address.Bytes();
    if (address.IsIpv4())
    {
        return HashAdd64(hash, wire::ReadU32(bytes));
    }
    for (uint32_t i = 0; i < 16; i += 8)
    {
        const uint64_t high = wire::ReadU32(bytes + i);
        hash = HashAdd64(hash, (high << 32) | wire::ReadU32(bytes + i + 4));
    }
    return hash;
}

} // namespace

uint32_t
FlowHash(const FrameView& view, uint32_t salt)
{
    if (view.ipVersion == 0)
    {
        return 0;
    }
    // Linux's dissector stops at a flow label (FLOW_DISSECTOR_F_STOP_AT_FLOW_LABEL).
    const bool byLabel = view.flowLabel != 0;
    uint16_t lowPort = byLabel ? 0 : view.sourcePort;
    uint16_t highPort = byLabel ? 0 : view.destinationPort;
    const IpAddress* low = &view.source;
    const IpAddress* high = &view.destination;
    // Both directions in one order.
    const int order = std::memcmp(low->Bytes(), high->Bytes(), 16);
    if (order > 0 || (order == 0 && lowPort > highPort))
    {
        std::swap(low, high);
        std::swap(lowPort, highPort);
    }
    const uint64_t rest = (static_cast<uint64_t>(lowPort) << 48) |
                          (static_cast<uint64_t>(highPort) << 32) |
                          (static_cast<uint64_t>(view.ipProtocol) << 24) | view.flowLabel;
    uint64_t hash = HashAdd64(salt, rest);
    hash = AddAddress(hash, *low);
    return NotZero(AddAddress(hash, *high));
}

uint32_t
MacHash(const Mac48Address& destination,
        const Mac48Address& source,
        uint16_t etherType,
        uint32_t salt)
{
    uint8_t bytes[16];
    wire::WriteEthernet(bytes, destination, source, etherType);
    const uint64_t first =
        (static_cast<uint64_t>(wire::ReadU32(bytes)) << 32) | wire::ReadU32(bytes + 4);
    const uint64_t second = (static_cast<uint64_t>(wire::ReadU32(bytes + 8)) << 16) | etherType;
    return NotZero(HashAdd64(HashAdd64(salt, first), second));
}

uint16_t
TunnelSourcePort(uint32_t hash, uint16_t min, uint16_t max)
{
    if (min >= max)
    {
        min = DEFAULT_SOURCE_PORT_MIN;
        max = DEFAULT_SOURCE_PORT_MAX;
    }
    // Only the upper bits decide below, so let the lower ones take part.
    hash ^= hash << 16;
    const uint64_t range = static_cast<uint64_t>(max - min);
    return static_cast<uint16_t>(min + ((hash * range) >> 32));
}

} // namespace ns3
