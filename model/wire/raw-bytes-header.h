/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef RAW_BYTES_HEADER_H
#define RAW_BYTES_HEADER_H

#include "ns3/header.h"

#include <cstdint>
#include <ostream>

namespace ns3
{

/**
 * @ingroup tunnel
 * Up to MAX_SIZE bytes to be put in front of a packet as they are, where ns-3 has no header that
 * would write just these.
 */
class RawBytesHeader : public Header
{
  public:
    /// Most bytes it can hold.
    static constexpr uint32_t MAX_SIZE = 80;

    /**
     * @return the type
     */
    static TypeId GetTypeId();

    /// No bytes.
    RawBytesHeader() = default;
    /**
     * @param bytes the bytes
     * @param size how many, at most MAX_SIZE
     */
    RawBytesHeader(const uint8_t* bytes, uint32_t size);

    // inherited from Header
    TypeId GetInstanceTypeId() const override;
    void Print(std::ostream& os) const override;
    uint32_t GetSerializedSize() const override;
    void Serialize(Buffer::Iterator start) const override;
    /**
     * Reads as many bytes as this object holds.
     *
     * @param start where they begin
     * @return bytes used; 0 when fewer are left
     */
    uint32_t Deserialize(Buffer::Iterator start) override;

  private:
    uint8_t m_bytes[MAX_SIZE] = {}; //!< the bytes
    uint32_t m_size = 0;            //!< how many
};

} // namespace ns3

#endif /* RAW_BYTES_HEADER_H */
