/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef INTERNET_CHECKSUM_H
#define INTERNET_CHECKSUM_H

#include "ns3/ip-address.h"
#include "ns3/packet.h"
#include "ns3/ptr.h"

#include <cstdint>

namespace ns3
{

/**
 * @ingroup tunnel
 * The ones' complement checksum of IP, UDP, TCP, ICMP and GRE (RFC 1071), built up piece by piece.
 * Pieces may have odd lengths.
 */
class InternetChecksum
{
  public:
    /**
     * @param data bytes
     * @param size how many
     */
    void Add(const uint8_t* data, uint32_t size);

    /**
     * @param word a 16-bit word in host order, added as two bytes in network order
     */
    void AddWord(uint16_t word);

    /**
     * Adds a packet's bytes. They are copied at most once, none of ns-3's headers are parsed.
     *
     * @param packet the packet
     */
    void AddPacket(Ptr<const Packet> packet);

    /**
     * Adds the pseudo header of UDP, TCP and ICMPv6 (RFC 768, RFC 8200 section 8.1).
     *
     * @param source source address
     * @param destination destination address, of the same family
     * @param protocol IP protocol
     * @param length bytes from the transport header on
     */
    void AddPseudoHeader(const IpAddress& source,
                         const IpAddress& destination,
                         uint8_t protocol,
                         uint32_t length);

    /**
     * @return the checksum to be stored: the complement of the sum, in host order
     */
    uint16_t Get() const
    {
        return static_cast<uint16_t>(~GetSum());
    }

    /**
     * @return the checksum to be stored in a UDP header, where 0 means none (RFC 768)
     */
    uint16_t GetForUdp() const
    {
        const uint16_t checksum = Get();
        return checksum ? checksum : 0xffff;
    }

    /**
     * @return true when the bytes added, their checksum field included, are undamaged
     */
    bool IsRight() const
    {
        return GetSum() == 0xffff;
    }

    /**
     * @return the sum of all words, in host order
     */
    uint16_t GetSum() const;

    /**
     * @param data bytes, their checksum field 0
     * @param size how many
     * @return the checksum to be stored, in host order
     */
    static uint16_t Compute(const uint8_t* data, uint32_t size);

    /**
     * Adjusts a checksum to one changed word, as Linux's csum16_add() does. The result may be
     * 0xffff where a new checksum would be 0 (RFC 1624 section 3); both are right.
     *
     * @param checksum the stored checksum
     * @param oldWord the word before
     * @param newWord the word after
     * @return the checksum to be stored now
     */
    static uint16_t Update(uint16_t checksum, uint16_t oldWord, uint16_t newWord);

  private:
    uint64_t m_sum = 0; //!< sum of words in network order, as the machine reads them
    bool m_odd = false; //!< an odd number of bytes so far
};

} // namespace ns3

#endif /* INTERNET_CHECKSUM_H */
