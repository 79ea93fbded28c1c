/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef SCENARIO_UNITS_H
#define SCENARIO_UNITS_H

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace ns3
{
namespace scenario
{

/// Length of a queue: packets or bytes.
struct QueueLength
{
    uint64_t amount{0};    //!< how many
    bool inPackets{false}; //!< true: packets, false: bytes
};

/// An address with the length of its prefix, as in "10.0.0.1/24".
struct AddressPrefix
{
    std::string address; //!< IPv4 or IPv6, as inet_ntop writes it
    uint32_t length{0};  //!< bits of the prefix
    bool ipv6{false};    //!< true: IPv6
};

/// Regular expressions of the forms below, for the JSON Schema.
/// @{
extern const char* const DURATION_PATTERN; //!< "10ms"
extern const char* const RATE_PATTERN;     //!< "1Gbps"
extern const char* const SIZE_PATTERN;     //!< "64KiB"
extern const char* const QUEUE_PATTERN;    //!< "100p", "64KiB"
extern const char* const MAC_PATTERN;      //!< "02:00:00:00:00:01"
extern const char* const HEX_PATTERN;      //!< "0200 0000 ..."
extern const char* const NAME_PATTERN;     //!< name of a thing
/// @}

/**
 * The parsers below return nothing for text that is not of the form named: a unit is always
 * needed, a value must fit its type, and nothing may follow.
 * @{
 */
/// @param [in] text "10ms": ns, us, ms, s, min or h @return nanoseconds
std::optional<int64_t> ParseDuration(const std::string& text);
/// @param [in] text "1Gbps": bps, kbps, Mbps, Gbps or Tbps (powers of 1000) @return bit/s
std::optional<uint64_t> ParseRate(const std::string& text);
/// @param [in] text "64KiB": B, kB, MB, GB, KiB, MiB or GiB @return bytes
std::optional<uint64_t> ParseSize(const std::string& text);
/// @param [in] text "100p" or a size @return packets or bytes
std::optional<QueueLength> ParseQueue(const std::string& text);
/// @param [in] text six bytes in hex with colons @return the same in lower case
std::optional<std::string> ParseMac(const std::string& text);
/// @param [in] text IPv4 or IPv6 address @return as inet_ntop writes it
std::optional<std::string> ParseAddress(const std::string& text);
/// @param [in] text "10.0.0.1/24" or "fd00::1/64" @return its parts
std::optional<AddressPrefix> ParsePrefix(const std::string& text);
/// @param [in] text hex digits, spaces and colons between bytes @return the bytes
std::optional<std::vector<uint8_t>> ParseHex(const std::string& text);
/** @} */

/// @param [in] address text of an address that ParseAddress() accepted @return true: IPv6
bool IsIpv6Text(const std::string& address);

/// @param [in] address text of an address @return true: a multicast group
bool IsMulticastText(const std::string& address);

/**
 * Host number `host` in a network.
 *
 * @param [in] network network; host bits must be 0
 * @param [in] host    number, counted from the network's own address
 * @return the address
 */
std::string AddressInNetwork(const AddressPrefix& network, uint64_t host);

/**
 * @param [in] prefix an address and its prefix length
 * @return the network: the same with host bits 0
 */
AddressPrefix NetworkOf(const AddressPrefix& prefix);

/**
 * The n-th network of a given length inside a larger one.
 *
 * @param [in] pool   larger network
 * @param [in] length bits of the smaller networks' prefix
 * @param [in] number which, from 0
 * @return the network, or nothing when the pool is too small
 */
std::optional<AddressPrefix> SubNetwork(const AddressPrefix& pool,
                                        uint32_t length,
                                        uint64_t number);

/// @param [in] nanoseconds a duration @return shortest text with a unit, such as "1.5ms"
std::string DurationText(int64_t nanoseconds);

/// @param [in] bitsPerSecond a rate @return text with three digits and a unit, such as "941 Mbps"
std::string RateText(double bitsPerSecond);

} // namespace scenario
} // namespace ns3

#endif /* SCENARIO_UNITS_H */
