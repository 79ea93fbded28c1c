/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef TEST_HEX_BYTES_H
#define TEST_HEX_BYTES_H

#include "ns3/header.h"
#include "ns3/packet.h"
#include "ns3/ptr.h"

#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

/**
 * @param hex pairs of hexadecimal digits, with or without blanks
 * @return the bytes
 */
inline std::vector<uint8_t>
FromHex(const std::string& hex)
{
    std::string digits;
    for (const char c : hex)
    {
        if (c != ' ')
        {
            digits += c;
        }
    }
    std::vector<uint8_t> bytes;
    for (size_t i = 0; i + 1 < digits.size(); i += 2)
    {
        bytes.push_back(
            static_cast<uint8_t>(std::strtoul(digits.substr(i, 2).c_str(), nullptr, 16)));
    }
    return bytes;
}

/**
 * @param bytes bytes
 * @param size how many
 * @return lower-case hexadecimal digits
 */
inline std::string
ToHex(const uint8_t* bytes, size_t size)
{
    static const char DIGITS[] = "0123456789abcdef";
    std::string hex;
    for (size_t i = 0; i < size; ++i)
    {
        hex += DIGITS[bytes[i] >> 4];
        hex += DIGITS[bytes[i] & 15];
    }
    return hex;
}

/**
 * @param packet a packet
 * @return lower-case hexadecimal digits
 */
inline std::string
ToHex(ns3::Ptr<const ns3::Packet> packet)
{
    std::vector<uint8_t> bytes(packet->GetSize());
    packet->CopyData(bytes.data(), static_cast<uint32_t>(bytes.size()));
    return ToHex(bytes.data(), bytes.size());
}

/**
 * @param header a header
 * @return what it writes, in hexadecimal digits
 */
inline std::string
ToHex(const ns3::Header& header)
{
    ns3::Ptr<ns3::Packet> packet = ns3::Create<ns3::Packet>();
    packet->AddHeader(header);
    return ToHex(packet);
}

/**
 * @param bytes bytes
 * @return a packet of them
 */
inline ns3::Ptr<ns3::Packet>
ToPacket(const std::vector<uint8_t>& bytes)
{
    return ns3::Create<ns3::Packet>(bytes.data(), static_cast<uint32_t>(bytes.size()));
}

/**
 * @param hex pairs of hexadecimal digits
 * @return a packet of the bytes
 */
inline ns3::Ptr<ns3::Packet>
ToPacket(const std::string& hex)
{
    return ToPacket(FromHex(hex));
}

#endif /* TEST_HEX_BYTES_H */
