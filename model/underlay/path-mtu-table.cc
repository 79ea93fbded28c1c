/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/path-mtu-table.h"

#include <algorithm>

namespace ns3
{

namespace
{

constexpr uint32_t IPV4_MAX_MTU = 65535;  //!< largest IPv4 packet
constexpr uint32_t IPV6_LEAST_MTU = 1280; //!< RFC 8200 section 5

/** Is an address within a prefix? */
bool
Covers(const IpAddress& prefix, uint8_t length, const IpAddress& address)
{
    if (prefix.GetFamily() != address.GetFamily())
    {
        return false;
    }
    const uint8_t* a = prefix.Bytes();
    const uint8_t* b = address.Bytes();
    const uint8_t whole = length / 8;
    const uint8_t rest = length % 8;
    return std::equal(a, a + whole, b) && (rest == 0 || (a[whole] ^ b[whole]) >> (8 - rest) == 0);
}

} // namespace

void
PathMtuTable::SetMinPathMtu(uint32_t mtu)
{
    m_minPathMtu = mtu;
}

uint32_t
PathMtuTable::GetMinPathMtu() const
{
    return m_minPathMtu;
}

void
PathMtuTable::SetLifetime(Time lifetime)
{
    m_lifetime = lifetime;
}

Time
PathMtuTable::GetLifetime() const
{
    return m_lifetime;
}

PathMtuTable::PrefixEntry&
PathMtuTable::GetEntry(const IpAddress& prefix, uint8_t length)
{
    length = std::min<uint32_t>(length, prefix.GetSize() * 8);
    for (auto& entry : m_prefixes)
    {
        if (entry.length == length && Covers(entry.prefix, length, prefix))
        {
            return entry;
        }
    }
    m_prefixes.push_back({prefix, length, 0, false});
    return m_prefixes.back();
}

void
PathMtuTable::Tidy()
{
    m_prefixes.erase(
        std::remove_if(m_prefixes.begin(),
                       m_prefixes.end(),
                       [](const PrefixEntry& e) { return e.mtu == 0 && !e.unreachable; }),
        m_prefixes.end());
}

void
PathMtuTable::SetRouteMtu(const IpAddress& prefix, uint8_t length, uint32_t mtu)
{
    GetEntry(prefix, length).mtu = mtu;
    Tidy();
}

void
PathMtuTable::SetUnreachable(const IpAddress& prefix, uint8_t length, bool unreachable)
{
    GetEntry(prefix, length).unreachable = unreachable;
    Tidy();
}

bool
PathMtuTable::HasPrefixes() const
{
    return !m_prefixes.empty();
}

bool
PathMtuTable::NotePathMtu(const IpAddress& destination, uint32_t mtu, uint32_t current, Time now)
{
    if (destination.IsNone() || destination.IsMulticast() || current < mtu)
    {
        return false;
    }
    bool locked = false;
    if (destination.IsIpv4() && mtu < m_minPathMtu)
    {
        locked = true;
        mtu = std::min(current, m_minPathMtu);
    }
    else if (destination.IsIpv6())
    {
        mtu = std::max(mtu, IPV6_LEAST_MTU);
        if (mtu >= current)
        {
            return false;
        }
    }
    m_exceptions[destination] = {mtu, locked, now + m_lifetime};
    return true;
}

PathMtuTable::Answer
PathMtuTable::Find(const IpAddress& destination, uint32_t deviceMtu, int matchLength, Time now)
{
    Answer answer;
    answer.mtu = deviceMtu;
    answer.expires = Time::Max();
    const PrefixEntry* best = nullptr;
    for (const auto& entry : m_prefixes)
    {
        if (Covers(entry.prefix, entry.length, destination) && entry.length >= matchLength &&
            (!best || entry.length > best->length))
        {
            best = &entry;
        }
    }
    if (best)
    {
        answer.unreachable = best->unreachable;
        answer.mtu = best->mtu ? std::min(best->mtu, deviceMtu) : deviceMtu;
    }
    const auto exception = m_exceptions.find(destination);
    if (exception != m_exceptions.end())
    {
        if (exception->second.expires <= now)
        {
            m_exceptions.erase(exception);
        }
        else if (exception->second.mtu <= answer.mtu)
        {
            answer.mtu = exception->second.mtu;
            answer.locked = exception->second.locked;
            answer.excepted = true;
            answer.expires = exception->second.expires;
        }
    }
    if (destination.IsIpv4())
    {
        answer.mtu = std::min(answer.mtu, IPV4_MAX_MTU);
    }
    return answer;
}

} // namespace ns3
