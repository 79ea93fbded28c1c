/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "scenario-units.h"

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <cctype>
#include <cmath>
#include <cstdio>

namespace ns3
{
namespace scenario
{

const char* const DURATION_PATTERN = "^[0-9]+(\\.[0-9]+)?(ns|us|ms|s|min|h)$";
const char* const RATE_PATTERN = "^[0-9]+(\\.[0-9]+)?(bps|kbps|Mbps|Gbps|Tbps)$";
const char* const SIZE_PATTERN = "^[0-9]+(\\.[0-9]+)?(B|kB|MB|GB|KiB|MiB|GiB)$";
const char* const QUEUE_PATTERN = "^([0-9]+p|[0-9]+(\\.[0-9]+)?(B|kB|MB|GB|KiB|MiB|GiB))$";
const char* const MAC_PATTERN = "^[0-9a-fA-F]{2}(:[0-9a-fA-F]{2}){5}$";
const char* const HEX_PATTERN = "^([0-9a-fA-F]{2}[ :]?)+$";
const char* const NAME_PATTERN = "^[A-Za-z0-9][A-Za-z0-9_.-]{0,62}$";

namespace
{

/// Products of 64-bit numbers.
__extension__ typedef unsigned __int128 UInt128;

/// A unit and what one of it is worth in the smallest.
struct Unit
{
    const char* name; //!< as written
    uint64_t factor;  //!< in the smallest unit
};

const std::vector<Unit> DURATION_UNITS = {{"ns", 1},
                                          {"us", 1000},
                                          {"ms", 1000000},
                                          {"s", 1000000000},
                                          {"min", 60000000000},
                                          {"h", 3600000000000}};
const std::vector<Unit> RATE_UNITS = {{"bps", 1},
                                      {"kbps", 1000},
                                      {"Mbps", 1000000},
                                      {"Gbps", 1000000000},
                                      {"Tbps", 1000000000000}};
const std::vector<Unit> SIZE_UNITS = {{"B", 1},
                                      {"kB", 1000},
                                      {"MB", 1000000},
                                      {"GB", 1000000000},
                                      {"KiB", 1024},
                                      {"MiB", 1048576},
                                      {"GiB", 1073741824}};

bool
IsDigit(char c)
{
    return c >= '0' && c <= '9';
}

/// Reads "<digits>[.<digits>]<unit>" exactly: a fraction that is no whole number of the smallest
/// unit is refused, so that what runs is what was written.
std::optional<uint64_t>
ParseQuantity(const std::string& text, const std::vector<Unit>& units)
{
    size_t position = 0;
    UInt128 value = 0;
    UInt128 scale = 1;
    const UInt128 limit = static_cast<UInt128>(INT64_MAX) * 1000000000;
    bool fraction = false;
    size_t digits = 0;
    for (; position < text.size(); ++position)
    {
        const char c = text[position];
        if (c == '.' && !fraction && digits > 0)
        {
            fraction = true;
            digits = 0;
            continue;
        }
        if (!IsDigit(c))
        {
            break;
        }
        ++digits;
        value = value * 10 + static_cast<unsigned>(c - '0');
        scale *= fraction ? 10 : 1;
        if (value > limit || scale > 1000000000000000000)
        {
            return std::nullopt;
        }
    }
    if (digits == 0)
    {
        return std::nullopt;
    }
    const auto unit = std::find_if(units.begin(), units.end(), [&](const Unit& candidate) {
        return text.compare(position, std::string::npos, candidate.name) == 0;
    });
    if (unit == units.end())
    {
        return std::nullopt;
    }
    value *= unit->factor;
    if (value % scale != 0 || value / scale > INT64_MAX)
    {
        return std::nullopt;
    }
    return static_cast<uint64_t>(value / scale);
}

/// Bytes of an address, network order, 4 or 16 of them.
std::vector<uint8_t>
AddressBytes(const std::string& text)
{
    std::vector<uint8_t> bytes(IsIpv6Text(text) ? 16 : 4);
    inet_pton(bytes.size() == 16 ? AF_INET6 : AF_INET, text.c_str(), bytes.data());
    return bytes;
}

std::string
AddressText(const std::vector<uint8_t>& bytes)
{
    std::array<char, INET6_ADDRSTRLEN> text{};
    inet_ntop(bytes.size() == 16 ? AF_INET6 : AF_INET, bytes.data(), text.data(), text.size());
    return text.data();
}

/// Adds `number` shifted left by `shift` bits to an address of 4 or 16 bytes.
void
AddShifted(std::vector<uint8_t>& bytes, uint64_t number, uint32_t shift)
{
    UInt128 sum = 0;
    for (const uint8_t byte : bytes)
    {
        sum = (sum << 8) | byte;
    }
    sum += static_cast<UInt128>(number) << shift;
    for (auto byte = bytes.rbegin(); byte != bytes.rend(); ++byte)
    {
        *byte = static_cast<uint8_t>(sum & 0xff);
        sum >>= 8;
    }
}

} // namespace

std::optional<int64_t>
ParseDuration(const std::string& text)
{
    const auto value = ParseQuantity(text, DURATION_UNITS);
    return value ? std::optional<int64_t>(static_cast<int64_t>(*value)) : std::nullopt;
}

std::optional<uint64_t>
ParseRate(const std::string& text)
{
    return ParseQuantity(text, RATE_UNITS);
}

std::optional<uint64_t>
ParseSize(const std::string& text)
{
    return ParseQuantity(text, SIZE_UNITS);
}

std::optional<QueueLength>
ParseQueue(const std::string& text)
{
    if (const auto packets = ParseQuantity(text, {{"p", 1}});
        packets && text.find('.') == std::string::npos)
    {
        return QueueLength{*packets, true};
    }
    const auto bytes = ParseSize(text);
    return bytes ? std::optional<QueueLength>(QueueLength{*bytes, false}) : std::nullopt;
}

std::optional<std::string>
ParseMac(const std::string& text)
{
    if (text.size() != 17)
    {
        return std::nullopt;
    }
    std::string lower;
    for (size_t i = 0; i < text.size(); ++i)
    {
        const auto c = static_cast<unsigned char>(text[i]);
        if (i % 3 == 2 ? c != ':' : std::isxdigit(c) == 0)
        {
            return std::nullopt;
        }
        lower += static_cast<char>(std::tolower(c));
    }
    return lower;
}

std::optional<std::string>
ParseAddress(const std::string& text)
{
    std::vector<uint8_t> bytes(16);
    if (inet_pton(AF_INET, text.c_str(), bytes.data()) == 1)
    {
        bytes.resize(4);
        return AddressText(bytes);
    }
    if (inet_pton(AF_INET6, text.c_str(), bytes.data()) == 1)
    {
        return AddressText(bytes);
    }
    return std::nullopt;
}

std::optional<AddressPrefix>
ParsePrefix(const std::string& text)
{
    const auto slash = text.find('/');
    if (slash == std::string::npos)
    {
        return std::nullopt;
    }
    const auto address = ParseAddress(text.substr(0, slash));
    const std::string digits = text.substr(slash + 1);
    if (!address || digits.empty() || digits.size() > 3 ||
        !std::all_of(digits.begin(), digits.end(), IsDigit))
    {
        return std::nullopt;
    }
    AddressPrefix prefix{*address, static_cast<uint32_t>(std::stoul(digits)), IsIpv6Text(*address)};
    if (prefix.length > (prefix.ipv6 ? 128u : 32u))
    {
        return std::nullopt;
    }
    return prefix;
}

std::optional<std::vector<uint8_t>>
ParseHex(const std::string& text)
{
    std::vector<uint8_t> bytes;
    for (size_t i = 0; i < text.size();)
    {
        if (i + 1 >= text.size() || std::isxdigit(static_cast<unsigned char>(text[i])) == 0 ||
            std::isxdigit(static_cast<unsigned char>(text[i + 1])) == 0)
        {
            return std::nullopt;
        }
        bytes.push_back(static_cast<uint8_t>(std::stoul(text.substr(i, 2), nullptr, 16)));
        i += 2;
        i += i < text.size() && (text[i] == ' ' || text[i] == ':') ? 1 : 0;
    }
    return bytes.empty() ? std::nullopt : std::optional<std::vector<uint8_t>>(bytes);
}

bool
IsIpv6Text(const std::string& address)
{
    return address.find(':') != std::string::npos;
}

bool
IsMulticastText(const std::string& address)
{
    const auto bytes = AddressBytes(address);
    return bytes.size() == 16 ? bytes[0] == 0xff : (bytes[0] & 0xf0) == 0xe0;
}

std::string
AddressInNetwork(const AddressPrefix& network, uint64_t host)
{
    auto bytes = AddressBytes(network.address);
    AddShifted(bytes, host, 0);
    return AddressText(bytes);
}

AddressPrefix
NetworkOf(const AddressPrefix& prefix)
{
    auto bytes = AddressBytes(prefix.address);
    for (size_t i = 0; i < bytes.size(); ++i)
    {
        const auto kept =
            std::clamp<int>(static_cast<int>(prefix.length) - static_cast<int>(8 * i), 0, 8);
        bytes[i] &= static_cast<uint8_t>(0xff00 >> kept);
    }
    return {AddressText(bytes), prefix.length, prefix.ipv6};
}

std::optional<AddressPrefix>
SubNetwork(const AddressPrefix& pool, uint32_t length, uint64_t number)
{
    if (length < pool.length ||
        (length - pool.length < 64 && number >> (length - pool.length) != 0))
    {
        return std::nullopt;
    }
    auto bytes = AddressBytes(NetworkOf(pool).address);
    AddShifted(bytes, number, (pool.ipv6 ? 128 : 32) - length);
    return AddressPrefix{AddressText(bytes), length, pool.ipv6};
}

std::string
DurationText(int64_t nanoseconds)
{
    const Unit* unit = &DURATION_UNITS[0];
    const size_t upToSeconds = 4;
    for (size_t i = 0; i < upToSeconds; ++i)
    {
        if (std::abs(nanoseconds) >= static_cast<int64_t>(DURATION_UNITS[i].factor))
        {
            unit = &DURATION_UNITS[i];
        }
    }
    std::array<char, 40> text{};
    std::snprintf(text.data(),
                  text.size(),
                  "%.12g",
                  static_cast<double>(nanoseconds) / static_cast<double>(unit->factor));
    return std::string(text.data()) + unit->name;
}

std::string
RateText(double bitsPerSecond)
{
    const Unit* unit = &RATE_UNITS[0];
    for (const auto& candidate : RATE_UNITS)
    {
        if (bitsPerSecond >= static_cast<double>(candidate.factor))
        {
            unit = &candidate;
        }
    }
    const double value = bitsPerSecond / static_cast<double>(unit->factor);
    std::array<char, 40> text{};
    std::snprintf(text.data(),
                  text.size(),
                  value >= 100 || unit->factor == 1 ? "%.0f %s"
                  : value >= 10                     ? "%.1f %s"
                                                    : "%.2f %s",
                  value,
                  unit->name);
    return text.data();
}

} // namespace scenario
} // namespace ns3
