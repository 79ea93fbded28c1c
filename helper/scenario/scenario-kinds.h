/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef SCENARIO_KINDS_H
#define SCENARIO_KINDS_H

#include "ns3/scenario-objects.h"
#include "ns3/scenario-spec.h"

namespace ns3
{
namespace scenario
{

/**
 * @file
 * The kinds of values that fields are declared with.
 */

/// @param [in] expected noun phrase @return any text
KindPtr<std::string> Text(const std::string& expected);

/// @param [in] expected noun phrase @return a name (letters, digits, "_", ".", "-")
KindPtr<std::string> Name(const std::string& expected);

/// @param [in] expected noun phrase @return a name, or NODE/DEVICE
KindPtr<std::string> Endpoint(const std::string& expected);

/// @param [in] names what may stand here @return one of a few names
KindPtr<std::string> Choice(std::vector<std::string> names);

/// @return true or false
KindPtr<bool> Boolean();

/// @param [in] min smallest @param [in] max largest @return a whole number
KindPtr<uint32_t> Integer(uint32_t min, uint32_t max);

/// @param [in] min smallest @param [in] max largest @return a whole number
KindPtr<uint64_t> Integer64(uint64_t min, uint64_t max);

/// @param [in] min smallest @param [in] max largest @return a number
KindPtr<double> Number(double min, double max);

/// @param [in] min shortest, in ns @return a duration with its unit
KindPtr<int64_t> Duration(int64_t min = 0);

/// @param [in] min least, in bit/s @return a data rate with its unit
KindPtr<uint64_t> Rate(uint64_t min = 1);

/// @param [in] min least bytes @param [in] max most bytes @return a size with its unit
KindPtr<uint64_t> Size(uint64_t min, uint64_t max);

/// @return the length of a queue, in packets or bytes
KindPtr<QueueLength> Queue();

/// @return a MAC address of one station
KindPtr<std::string> StationMac();

/// @return any MAC address
KindPtr<std::string> AnyMac();

/// @return an IPv4 or IPv6 address with the length of its prefix
KindPtr<AddressPrefix> Prefix();

/// @return bytes in hex
KindPtr<std::vector<uint8_t>> Hex();

/// @return text, number or boolean, kept as the text that ns-3 parses
KindPtr<std::string> AttributeText();

/// What a bound limits, which decides the unit of its numbers.
enum class BoundUnit
{
    NUMBER,   //!< plain number
    RATE,     //!< bit/s
    DURATION, //!< seconds in results, written as a duration
    SIZE      //!< bytes
};

/**
 * @param [in] unit what the numbers are
 * @return limits: an object with min, max, equals and tolerance, or just the value to equal
 */
KindPtr<Bound> Limits(BoundUnit unit);

/// @param [in] item kind of the items @param [in] what plural noun @return a list
template <class T>
KindPtr<std::vector<T>>
ListOf(KindPtr<T> item, const std::string& what, size_t min = 0, size_t max = 0)
{
    return std::make_shared<ListKind<T>>(std::move(item), what, min, max);
}

/// @return one name, or a list of names
KindPtr<std::vector<std::string>> NameOrNames(const std::string& what);

} // namespace scenario
} // namespace ns3

#endif /* SCENARIO_KINDS_H */
