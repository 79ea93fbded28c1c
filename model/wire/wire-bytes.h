/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef WIRE_BYTES_H
#define WIRE_BYTES_H

#include "ns3/mac48-address.h"

#include <cstdint>

namespace ns3
{

/**
 * @ingroup tunnel
 * Reads and writes of network byte order numbers at any alignment. The caller has checked that the
 * bytes are there.
 */
namespace wire
{

/**
 * @param bytes two bytes in network order
 * @return their value
 */
inline uint16_t
ReadU16(const uint8_t* bytes)
{
    return static_cast<uint16_t>((bytes[0] << 8) | bytes[1]);
}

/**
 * @param bytes four bytes in network order
 * @return their value
 */
inline uint32_t
ReadU32(const uint8_t* bytes)
{
    return (static_cast<uint32_t>(bytes[0]) << 24) | (static_cast<uint32_t>(bytes[1]) << 16) |
           (static_cast<uint32_t>(bytes[2]) << 8) | bytes[3];
}

/**
 * @param bytes where to put two bytes
 * @param value the value
 */
inline void
WriteU16(uint8_t* bytes, uint16_t value)
{
    bytes[0] = static_cast<uint8_t>(value >> 8);
    bytes[1] = static_cast<uint8_t>(value);
}

/**
 * @param bytes where to put four bytes
 * @param value the value
 */
inline void
WriteU32(uint8_t* bytes, uint32_t value)
{
    bytes[0] = static_cast<uint8_t>(value >> 24);
    bytes[1] = static_cast<uint8_t>(value >> 16);
    bytes[2] = static_cast<uint8_t>(value >> 8);
    bytes[3] = static_cast<uint8_t>(value);
}

/// Bytes of an Ethernet header without tags: destination, source, EtherType.
constexpr uint32_t ETHERNET_HEADER_SIZE = 14;

/**
 * Writes an Ethernet header.
 *
 * @param bytes where to put 14 bytes
 * @param destination destination address
 * @param source source address
 * @param etherType EtherType (or 802.3 length), as it stands on the wire
 */
inline void
WriteEthernet(uint8_t* bytes,
              const Mac48Address& destination,
              const Mac48Address& source,
              uint16_t etherType)
{
    destination.CopyTo(bytes);
    source.CopyTo(bytes + 6);
    WriteU16(bytes + 12, etherType);
}

/**
 * @param bytes six bytes
 * @return the address
 */
inline Mac48Address
ReadMac(const uint8_t* bytes)
{
    Mac48Address mac;
    mac.CopyFrom(bytes);
    return mac;
}

} // namespace wire
} // namespace ns3

#endif /* WIRE_BYTES_H */
