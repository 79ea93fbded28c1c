/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef TUNNEL_HASH_H
#define TUNNEL_HASH_H

#include <cstdint>

namespace ns3
{

/**
 * @ingroup tunnel
 * Mixes 64 bits so that each bit of the input changes about half of the output (the finalizer of
 * MurmurHash3, a bijection). ns-3's hashes keep state in one object per process; this one has none.
 *
 * @param value bits to mix
 * @return mixed bits
 */
constexpr uint64_t
HashMix64(uint64_t value)
{
    value ^= value >> 33;
    value *= 0xff51afd7ed558ccdULL;
    value ^= value >> 33;
    value *= 0xc4ceb9fe1a85ec53ULL;
    value ^= value >> 33;
    return value;
}

/**
 * @ingroup tunnel
 * Adds 64 bits to a running hash; the order matters.
 *
 * @param hash the hash so far
 * @param value what to add
 * @return the new hash
 */
constexpr uint64_t
HashAdd64(uint64_t hash, uint64_t value)
{
    return HashMix64((hash + 0x9e3779b97f4a7c15ULL) ^ value);
}

} // namespace ns3

#endif /* TUNNEL_HASH_H */
