/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PARTIAL_CHECKSUM_TAG_H
#define PARTIAL_CHECKSUM_TAG_H

#include "ns3/packet.h"
#include "ns3/tag.h"

#include <cstdint>
#include <ostream>

namespace ns3
{

/**
 * @ingroup tunnel
 * The packet's transport checksum has been left to the device (Linux's CHECKSUM_PARTIAL): its field
 * holds the sum of the pseudo header. A device with remote checksum offload (`remcsumtx`) leaves it
 * to the receiver, any other fills it in. Offsets count from the network header (or VLAN tag), as
 * ns-3's packets do.
 */
class PartialChecksumTag : public Tag
{
  public:
    /**
     * @return the type
     */
    static TypeId GetTypeId();

    PartialChecksumTag() = default;
    /**
     * @param start first byte of what is summed up
     * @param offset place of the checksum field, from `start` on
     */
    PartialChecksumTag(uint16_t start, uint16_t offset);

    /**
     * @return first byte of what is summed up
     */
    uint16_t GetStart() const;
    /**
     * @return place of the checksum field, from GetStart() on
     */
    uint16_t GetOffset() const;

    /**
     * Writes the checksum (Linux's skb_checksum_help()) and takes the tag away.
     *
     * @param packet a packet, with or without the tag
     */
    static void Complete(Ptr<Packet> packet);

    // inherited from Tag
    TypeId GetInstanceTypeId() const override;
    uint32_t GetSerializedSize() const override;
    void Serialize(TagBuffer i) const override;
    void Deserialize(TagBuffer i) override;
    void Print(std::ostream& os) const override;

  private:
    uint16_t m_start = 0;  //!< first byte of what is summed up
    uint16_t m_offset = 0; //!< place of the checksum, from there on
};

} // namespace ns3

#endif /* PARTIAL_CHECKSUM_TAG_H */
