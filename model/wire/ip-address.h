/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef IP_ADDRESS_H
#define IP_ADDRESS_H

#include "ns3/address.h"
#include "ns3/ipv4-address.h"
#include "ns3/ipv6-address.h"

#include <cstdint>
#include <cstring>
#include <optional>
#include <ostream>
#include <string>

namespace ns3
{

/**
 * @ingroup tunnel
 * An IPv4 or IPv6 address, or none. A plain value of 20 bytes for outer addresses, remotes and flow
 * keys, where ns-3 would need two code paths.
 */
class IpAddress
{
  public:
    /// Address family; the value is the IP version.
    enum Family : uint8_t
    {
        NONE = 0, //!< no address
        IPV4 = 4, //!< IPv4
        IPV6 = 6  //!< IPv6
    };

    /// No address.
    IpAddress() = default;
    /**
     * @param address an IPv4 address (implicit on purpose)
     */
    IpAddress(Ipv4Address address);
    /**
     * @param address an IPv6 address (implicit on purpose)
     */
    IpAddress(Ipv6Address address);

    /**
     * Reads an address in the forms that inet_pton accepts, and no other.
     *
     * @param text dotted quad or IPv6 text, without prefix length, zone or blanks
     * @return the address, or nothing when the text is not one
     */
    static std::optional<IpAddress> Parse(const std::string& text);

    /**
     * @param family the family
     * @return 0.0.0.0, :: or none
     */
    static IpAddress Any(Family family);

    /**
     * @param family the family
     * @param bytes 4 or 16 bytes in network order (none are read for NONE)
     * @return the address
     */
    static IpAddress FromBytes(Family family, const uint8_t* bytes)
    {
        IpAddress address;
        address.m_family = family;
        // Constant sizes: with a constant family this is one or two moves.
        if (family == IPV4)
        {
            std::memcpy(address.m_bytes, bytes, 4);
        }
        else if (family == IPV6)
        {
            std::memcpy(address.m_bytes, bytes, 16);
        }
        return address;
    }

    /**
     * @param address an ns-3 address of type Ipv4Address or Ipv6Address
     * @return the address; none when it is of another type
     */
    static IpAddress FromAddress(const Address& address);

    /**
     * @return an ns-3 address of type Ipv4Address or Ipv6Address; an invalid one for none
     */
    Address ToAddress() const;

    /**
     * @return the family
     */
    Family GetFamily() const
    {
        return m_family;
    }

    /**
     * @return true when there is no address
     */
    bool IsNone() const
    {
        return m_family == NONE;
    }

    /**
     * @return true for IPv4
     */
    bool IsIpv4() const
    {
        return m_family == IPV4;
    }

    /**
     * @return true for IPv6
     */
    bool IsIpv6() const
    {
        return m_family == IPV6;
    }

    /**
     * @return true for 0.0.0.0, :: and none
     */
    bool IsAny() const
    {
        static constexpr uint8_t ZERO[16] = {};
        return std::memcmp(m_bytes, ZERO, sizeof(m_bytes)) == 0;
    }

    /**
     * @return true for 224.0.0.0/4 and ff00::/8
     */
    bool IsMulticast() const
    {
        return (IsIpv4() && (m_bytes[0] & 0xf0) == 0xe0) || (IsIpv6() && m_bytes[0] == 0xff);
    }

    /**
     * @return true for 169.254.0.0/16 and fe80::/10
     */
    bool IsLinkLocal() const;
    /**
     * @return true for 127.0.0.0/8 and ::1
     */
    bool IsLoopback() const;
    /**
     * @return true for 255.255.255.255
     */
    bool IsBroadcast() const;

    /**
     * @return the IPv4 address; 0.0.0.0 when it is not one
     */
    Ipv4Address ToIpv4() const;
    /**
     * @return the IPv6 address; :: when it is not one
     */
    Ipv6Address ToIpv6() const;

    /**
     * @return the address in network order; 16 bytes are readable, those beyond the address are 0
     */
    const uint8_t* Bytes() const
    {
        return m_bytes;
    }

    /**
     * @return 4, 16 or 0 bytes
     */
    uint32_t GetSize() const
    {
        return m_family == IPV4 ? 4 : m_family == IPV6 ? 16 : 0;
    }

    /**
     * @return a hash that is the same on every platform
     */
    uint32_t GetHash() const;

    /**
     * @return text as inet_ntop writes it; "none" for none
     */
    std::string ToString() const;

    /**
     * @param other the other address
     * @return true when family and address are equal
     */
    bool operator==(const IpAddress& other) const
    {
        return m_family == other.m_family &&
               std::memcmp(m_bytes, other.m_bytes, sizeof(m_bytes)) == 0;
    }

    /**
     * @param other the other address
     * @return true when family or address differ
     */
    bool operator!=(const IpAddress& other) const
    {
        return !(*this == other);
    }

    /**
     * @param other the other address
     * @return true when this one stands before: none, IPv4, IPv6, then by number
     */
    bool operator<(const IpAddress& other) const
    {
        return m_family != other.m_family
                   ? m_family < other.m_family
                   : std::memcmp(m_bytes, other.m_bytes, sizeof(m_bytes)) < 0;
    }

  private:
    alignas(4) uint8_t m_bytes[16] = {}; //!< network order, zeros beyond the address
    Family m_family = NONE;              //!< family
};

/**
 * @param os the stream
 * @param address the address
 * @return the stream
 */
std::ostream& operator<<(std::ostream& os, const IpAddress& address);

} // namespace ns3

#endif /* IP_ADDRESS_H */
