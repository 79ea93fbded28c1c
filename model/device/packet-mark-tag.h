/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PACKET_MARK_TAG_H
#define PACKET_MARK_TAG_H

#include "ns3/packet.h"
#include "ns3/tag.h"

#include <cstdint>
#include <ostream>

namespace ns3
{

/**
 * @ingroup tunnel
 * The mark of a packet: Linux's skb->mark. A VXLAN device with group policy (`gbp`) sends it as
 * group policy and gives it to what it receives. A packet without the tag has the mark 0.
 */
class PacketMarkTag : public Tag
{
  public:
    /**
     * @return the type
     */
    static TypeId GetTypeId();

    PacketMarkTag() = default;
    /**
     * @param mark the mark
     */
    explicit PacketMarkTag(uint32_t mark);

    /**
     * @return the mark
     */
    uint32_t GetMark() const;

    /**
     * @param packet a packet
     * @return its mark
     */
    static uint32_t Get(Ptr<const Packet> packet);
    /**
     * @param packet a packet
     * @param mark its mark from now on; 0 removes the tag
     */
    static void Set(Ptr<Packet> packet, uint32_t mark);

    // inherited from Tag
    TypeId GetInstanceTypeId() const override;
    uint32_t GetSerializedSize() const override;
    void Serialize(TagBuffer i) const override;
    void Deserialize(TagBuffer i) override;
    void Print(std::ostream& os) const override;

  private:
    uint32_t m_mark = 0; //!< the mark
};

} // namespace ns3

#endif /* PACKET_MARK_TAG_H */
