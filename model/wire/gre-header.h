/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef GRE_HEADER_H
#define GRE_HEADER_H

#include "ns3/header.h"
#include "ns3/packet.h"
#include "ns3/ptr.h"

#include <cstdint>
#include <ostream>

namespace ns3
{

/**
 * @ingroup tunnel
 * The GRE header (RFC 2784 with the key and sequence number of RFC 2890): 4 bytes and up to three
 * optional words, in the order checksum, key, sequence number.
 *
 * All flag bits are kept as they came, so that a receiver can judge them.
 */
class GreHeader : public Header
{
  public:
    static constexpr uint16_t FLAG_CHECKSUM = 0x8000;     //!< C: checksum present
    static constexpr uint16_t FLAG_ROUTING = 0x4000;      //!< R: routing present (RFC 1701)
    static constexpr uint16_t FLAG_KEY = 0x2000;          //!< K: key present
    static constexpr uint16_t FLAG_SEQUENCE = 0x1000;     //!< S: sequence number present
    static constexpr uint16_t VERSION_MASK = 0x007f;      //!< version as Linux's gre_rcv() reads it
    static constexpr uint16_t PROTOCOL_ETHERNET = 0x6558; //!< transparent Ethernet bridging
    static constexpr uint32_t MIN_SIZE = 4;               //!< bytes without options
    static constexpr uint32_t MAX_SIZE = 16;              //!< bytes with all options

    /**
     * @return the type
     */
    static TypeId GetTypeId();

    /**
     * @param flags all 16 flag bits
     */
    void SetFlags(uint16_t flags);
    /**
     * @param protocol EtherType of what follows
     */
    void SetProtocol(uint16_t protocol);
    /**
     * @param key the key; sets the K flag
     */
    void SetKey(uint32_t key);
    /**
     * @param sequence the sequence number; sets the S flag
     */
    void SetSequence(uint32_t sequence);
    /**
     * @param checksum the checksum; sets the C flag
     */
    void SetChecksum(uint16_t checksum);
    /**
     * Sets the C flag and the checksum over this header and what follows it.
     *
     * @param payload what follows the header
     */
    void ComputeChecksum(Ptr<const Packet> payload);

    /**
     * @return all 16 flag bits
     */
    uint16_t GetFlags() const
    {
        return m_flags;
    }

    /**
     * @return true with the C flag
     */
    bool HasChecksum() const
    {
        return (m_flags & FLAG_CHECKSUM) != 0;
    }

    /**
     * @return true with the K flag
     */
    bool HasKey() const
    {
        return (m_flags & FLAG_KEY) != 0;
    }

    /**
     * @return true with the S flag
     */
    bool HasSequence() const
    {
        return (m_flags & FLAG_SEQUENCE) != 0;
    }

    /**
     * @return true without routing flag and version bits; Linux drops all others silently
     *         (gre_rcv(), gre_parse_header())
     */
    bool IsAcceptable() const
    {
        return (m_flags & (FLAG_ROUTING | VERSION_MASK)) == 0;
    }

    /**
     * @return EtherType of what follows
     */
    uint16_t GetProtocol() const
    {
        return m_protocol;
    }

    /**
     * @return the key, 0 without
     */
    uint32_t GetKey() const
    {
        return m_key;
    }

    /**
     * @return the sequence number, 0 without
     */
    uint32_t GetSequence() const
    {
        return m_sequence;
    }

    /**
     * @return the checksum, 0 without
     */
    uint16_t GetChecksum() const
    {
        return m_checksum;
    }

    /**
     * @param flags all 16 flag bits
     * @return bytes of a header with them: 4, 8, 12 or 16
     */
    static uint32_t SizeFor(uint16_t flags);

    /**
     * @param packet a packet that begins with a GRE header that has the C flag
     * @return true when the checksum is right
     */
    static bool IsChecksumRight(Ptr<const Packet> packet);

    /**
     * Writes the header.
     *
     * @param bytes where to put GetSerializedSize() bytes
     */
    void Write(uint8_t* bytes) const;
    /**
     * Reads a header.
     *
     * @param bytes the bytes
     * @param available how many may be read
     * @return bytes used; 0 when the header does not fit, and this header is unchanged
     */
    uint32_t Read(const uint8_t* bytes, uint32_t available);

    // inherited from Header
    TypeId GetInstanceTypeId() const override;
    void Print(std::ostream& os) const override;
    uint32_t GetSerializedSize() const override;
    void Serialize(Buffer::Iterator start) const override;
    /**
     * @param start where the header begins
     * @return bytes used; 0 when the header does not fit, and this header is unchanged
     */
    uint32_t Deserialize(Buffer::Iterator start) override;

  private:
    uint16_t m_flags = 0;                    //!< flags and version
    uint16_t m_protocol = PROTOCOL_ETHERNET; //!< EtherType
    uint16_t m_checksum = 0;                 //!< checksum
    uint16_t m_reserved1 = 0;                //!< the half word after the checksum
    uint32_t m_key = 0;                      //!< key
    uint32_t m_sequence = 0;                 //!< sequence number
};

} // namespace ns3

#endif /* GRE_HEADER_H */
