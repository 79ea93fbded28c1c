/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/internet-checksum.h"

#include "ns3/wire-bytes.h"

#include <cstring>
#include <vector>

namespace ns3
{

namespace
{

/**
 * @param sum a sum of 16-bit words
 * @return the sum with carries added back in
 */
uint16_t
Fold(uint64_t sum)
{
    while (sum >> 16)
    {
        sum = (sum & 0xffff) + (sum >> 16);
    }
    return static_cast<uint16_t>(sum);
}

/**
 * Sums words as the machine reads them: ones' complement sums do not depend on byte order, so one
 * swap at the end does (RFC 1071 section 2).
 *
 * @param data bytes
 * @param size how many; the last odd byte counts as the first of a word
 * @return the sum, not folded
 */
uint64_t
SumWords(const uint8_t* data, uint32_t size)
{
    uint64_t sum = 0;
    for (; size >= 16; data += 16, size -= 16)
    {
        uint32_t words[4];
        std::memcpy(words, data, sizeof(words));
        sum += static_cast<uint64_t>(words[0]) + words[1] + words[2] + words[3];
    }
    for (; size >= 2; data += 2, size -= 2)
    {
        uint16_t word;
        std::memcpy(&word, data, sizeof(word));
        sum += word;
    }
    if (size)
    {
        const uint8_t last[2] = {data[0], 0};
        uint16_t word;
        std::memcpy(&word, last, sizeof(word));
        sum += word;
    }
    return sum;
}

} // namespace

void
InternetChecksum::Add(const uint8_t* data, uint32_t size)
{
    const uint16_t sum = Fold(SumWords(data, size));
    // After an odd number of bytes each byte stands in the other half of its word.
    m_sum += m_odd ? static_cast<uint16_t>((sum << 8) | (sum >> 8)) : sum;
    m_odd ^= (size & 1) != 0;
}

void
InternetChecksum::AddWord(uint16_t word)
{
    uint8_t bytes[2];
    wire::WriteU16(bytes, word);
    Add(bytes, sizeof(bytes));
}

void
InternetChecksum::AddPacket(Ptr<const Packet> packet)
{
    const uint32_t size = packet->GetSize();
    uint8_t small[2048];
    if (size <= sizeof(small))
    {
        packet->CopyData(small, size);
        Add(small, size);
        return;
    }
    std::vector<uint8_t> large(size);
    packet->CopyData(large.data(), size);
    Add(large.data(), size);
}

void
InternetChecksum::AddPseudoHeader(const IpAddress& source,
                                  const IpAddress& destination,
                                  uint8_t protocol,
                                  uint32_t length)
{
    Add(source.Bytes(), source.GetSize());
    Add(destination.Bytes(), destination.GetSize());
    AddWord(static_cast<uint16_t>(length >> 16));
    AddWord(static_cast<uint16_t>(length));
    AddWord(protocol);
}

uint16_t
InternetChecksum::GetSum() const
{
    const uint16_t sum = Fold(m_sum);
    uint8_t bytes[2];
    std::memcpy(bytes, &sum, sizeof(bytes));
    return wire::ReadU16(bytes);
}

uint16_t
InternetChecksum::Compute(const uint8_t* data, uint32_t size)
{
    InternetChecksum checksum;
    checksum.Add(data, size);
    return checksum.Get();
}

uint16_t
InternetChecksum::Update(uint16_t checksum, uint16_t oldWord, uint16_t newWord)
{
    const uint16_t difference = Fold(static_cast<uint64_t>(oldWord) + (newWord ^ 0xffff));
    return Fold(static_cast<uint64_t>(checksum) + difference);
}

} // namespace ns3
