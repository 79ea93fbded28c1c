/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef IP_ADDRESS_VALUE_H
#define IP_ADDRESS_VALUE_H

#include "ns3/attribute-helper.h"
#include "ns3/attribute.h"
#include "ns3/ip-address.h"

#include <istream>

namespace ns3
{

/**
 * Attribute of type IpAddress, so that one attribute takes IPv4 and IPv6. Its text is the address
 * as inet_ntop writes it, or "none"; so ConfigStore saves it, and StringValue("10.0.0.2") sets it.
 */
ATTRIBUTE_HELPER_HEADER(IpAddress);

/**
 * @param is a stream; one word of it is read: an address, or "none" or "any" for no address
 * @param address the address; the stream fails when the word is not one
 * @return the stream
 */
std::istream& operator>>(std::istream& is, IpAddress& address);

} // namespace ns3

#endif /* IP_ADDRESS_VALUE_H */
