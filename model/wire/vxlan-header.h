/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef VXLAN_HEADER_H
#define VXLAN_HEADER_H

#include "ns3/header.h"

#include <cstdint>
#include <ostream>

namespace ns3
{

/**
 * @ingroup tunnel
 * The VXLAN header (RFC 7348 section 5): a word of flags and a word of VNI, with reserved bits.
 *
 * Both words are kept as they came, so that reserved bits can be checked: RFC 7348 ignores them,
 * Linux drops packets that have any.
 *
 * @verbatim
   |R|R|R|R|I|R|R|R|            Reserved                           |
   |                VXLAN Network Identifier (VNI) |   Reserved    |
   @endverbatim
 */
class VxlanHeader : public Header
{
  public:
    /// Bytes on the wire.
    static constexpr uint32_t SIZE = 8;
    /// The I flag in the first word: the VNI is valid.
    static constexpr uint32_t FLAG_VNI = 0x08000000;
    /// The largest VNI.
    static constexpr uint32_t MAX_VNI = 0xffffff;
    /// All bits but the I flag and the VNI, first word high.
    static constexpr uint64_t RESERVED_BITS_DEFAULT = 0xf7ffffff000000ffULL;

    /**
     * @return the type
     */
    static TypeId GetTypeId();

    /// A header with the I flag and VNI 0.
    VxlanHeader() = default;
    /**
     * @param vni the VNI, 24 bits
     */
    explicit VxlanHeader(uint32_t vni);

    /**
     * @param vni the VNI, 24 bits (others are cut off); sets the I flag too
     */
    void SetVni(uint32_t vni);
    /**
     * @param flags the first word
     * @param vni the second word, VNI in the upper 24 bits
     */
    void SetWords(uint32_t flags, uint32_t vni);

    /**
     * @return the VNI
     */
    uint32_t GetVni() const
    {
        return m_vniWord >> 8;
    }

    /**
     * @return true when the I flag is set
     */
    bool HasVni() const
    {
        return (m_flagsWord & FLAG_VNI) != 0;
    }

    /**
     * @return the flags byte
     */
    uint8_t GetFlags() const
    {
        return static_cast<uint8_t>(m_flagsWord >> 24);
    }

    /**
     * @return the first word as it is on the wire
     */
    uint32_t GetFlagsWord() const
    {
        return m_flagsWord;
    }

    /**
     * @return the second word as it is on the wire
     */
    uint32_t GetVniWord() const
    {
        return m_vniWord;
    }

    /**
     * @param mask which bits count as reserved, first word high
     * @return the reserved bits that are set
     */
    uint64_t GetReservedBits(uint64_t mask = RESERVED_BITS_DEFAULT) const
    {
        return ((static_cast<uint64_t>(m_flagsWord) << 32) | m_vniWord) & mask;
    }

    /**
     * Writes the header.
     *
     * @param bytes where to put 8 bytes
     */
    void Write(uint8_t* bytes) const;
    /**
     * Reads the header.
     *
     * @param bytes 8 bytes
     * @return the header
     */
    static VxlanHeader Read(const uint8_t* bytes);

    // inherited from Header
    TypeId GetInstanceTypeId() const override;
    void Print(std::ostream& os) const override;
    uint32_t GetSerializedSize() const override;
    void Serialize(Buffer::Iterator start) const override;
    /**
     * @param start where the header begins
     * @return 8; 0 when fewer bytes are left, and the header is unchanged
     */
    uint32_t Deserialize(Buffer::Iterator start) override;

  private:
    uint32_t m_flagsWord = FLAG_VNI; //!< first word
    uint32_t m_vniWord = 0;          //!< second word
};

} // namespace ns3

#endif /* VXLAN_HEADER_H */
