/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/ip-address.h"

#include "ns3/tunnel-hash.h"
#include "ns3/wire-bytes.h"

#include <arpa/inet.h>

namespace ns3
{

IpAddress::IpAddress(Ipv4Address address)
    : m_family(IPV4)
{
    wire::WriteU32(m_bytes, address.Get());
}

IpAddress::IpAddress(Ipv6Address address)
    : m_family(IPV6)
{
    address.Serialize(m_bytes);
}

std::optional<IpAddress>
IpAddress::Parse(const std::string& text)
{
    // inet_pton would stop at a NUL inside the text.
    if (text.find('\0') != std::string::npos)
    {
        return std::nullopt;
    }
    IpAddress address;
    if (inet_pton(AF_INET, text.c_str(), address.m_bytes) == 1)
    {
        address.m_family = IPV4;
        return address;
    }
    if (inet_pton(AF_INET6, text.c_str(), address.m_bytes) == 1)
    {
        address.m_family = IPV6;
        return address;
    }
    return std::nullopt;
}

IpAddress
IpAddress::Any(Family family)
{
    IpAddress address;
    address.m_family = family;
    return address;
}

IpAddress
IpAddress::FromAddress(const Address& address)
{
    if (Ipv4Address::IsMatchingType(address))
    {
        return Ipv4Address::ConvertFrom(address);
    }
    if (Ipv6Address::IsMatchingType(address))
    {
        return Ipv6Address::ConvertFrom(address);
    }
    return IpAddress();
}

Address
IpAddress::ToAddress() const
{
    switch (m_family)
    {
    case IPV4:
        return ToIpv4();
    case IPV6:
        return ToIpv6();
    default:
        return Address();
    }
}

bool
IpAddress::IsLinkLocal() const
{
    return (IsIpv4() && m_bytes[0] == 169 && m_bytes[1] == 254) ||
           (IsIpv6() && m_bytes[0] == 0xfe && (m_bytes[1] & 0xc0) == 0x80);
}

bool
IpAddress::IsLoopback() const
{
    static constexpr uint8_t LOOPBACK6[16] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};
    return (IsIpv4() && m_bytes[0] == 127) ||
           (IsIpv6() && std::memcmp(m_bytes, LOOPBACK6, sizeof(m_bytes)) == 0);
}

bool
IpAddress::IsBroadcast() const
{
    return IsIpv4() && wire::ReadU32(m_bytes) == 0xffffffff;
}

Ipv4Address
IpAddress::ToIpv4() const
{
    return Ipv4Address(IsIpv4() ? wire::ReadU32(m_bytes) : 0);
}

Ipv6Address
IpAddress::ToIpv6() const
{
    return IsIpv6() ? Ipv6Address::Deserialize(m_bytes) : Ipv6Address::GetAny();
}

uint32_t
IpAddress::GetHash() const
{
    uint64_t hash = HashAdd64(m_family, wire::ReadU32(m_bytes));
    if (IsIpv6())
    {
        for (uint32_t offset = 4; offset < sizeof(m_bytes); offset += 4)
        {
            hash = HashAdd64(hash, wire::ReadU32(m_bytes + offset));
        }
    }
    return static_cast<uint32_t>(hash);
}

std::string
IpAddress::ToString() const
{
    char text[INET6_ADDRSTRLEN];
    const int family = IsIpv4() ? AF_INET : AF_INET6;
    return IsNone() ? "none" : inet_ntop(family, m_bytes, text, sizeof(text));
}

std::ostream&
operator<<(std::ostream& os, const IpAddress& address)
{
    return os << address.ToString();
}

} // namespace ns3
