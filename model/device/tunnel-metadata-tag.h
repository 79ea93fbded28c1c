/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef TUNNEL_METADATA_TAG_H
#define TUNNEL_METADATA_TAG_H

#include "ns3/ip-address.h"
#include "ns3/packet.h"
#include "ns3/tag.h"

#include <cstdint>
#include <ostream>

namespace ns3
{

/**
 * @ingroup tunnel
 * Outer headers that one packet is to have, or had: Linux's struct ip_tunnel_info, as
 * `tc ... action tunnel_key` writes and reads it.
 */
struct TunnelMetadata
{
    uint32_t key = 0;            //!< VNI
    IpAddress source;            //!< outer source; none: chosen by the route
    IpAddress destination;       //!< outer destination
    uint8_t tos = 0;             //!< outer DS field; its ECN bits come from within
    uint8_t ttl = 0;             //!< outer TTL or hop limit; 0: the route's
    uint32_t flowLabel = 0;      //!< outer flow label over IPv6, 20 bits
    uint16_t sourcePort = 0;     //!< outer source port of a received packet
    uint16_t port = 0;           //!< outer destination port; 0: the device's
    bool checksum = true;        //!< with UDP checksum
    bool dontFragment = false;   //!< outer IPv4 DF
    bool hasGroupPolicy = false; //!< whether #groupPolicy is meant
    uint32_t groupPolicy = 0;    //!< VXLAN group policy, in the form of a packet mark
};

/**
 * @ingroup tunnel
 * The metadata of a packet: says where a device that is `external` sends it, and tells of what such
 * a device received how it came.
 */
class TunnelMetadataTag : public Tag
{
  public:
    /**
     * @return the type
     */
    static TypeId GetTypeId();

    TunnelMetadataTag() = default;
    /**
     * @param metadata the metadata
     * @param received whether it tells how the packet came
     */
    explicit TunnelMetadataTag(const TunnelMetadata& metadata, bool received = false);

    /**
     * @return the metadata
     */
    const TunnelMetadata& GetMetadata() const;
    /**
     * @return true when it tells how the packet came, and not where it is to go
     */
    bool IsReceived() const;

    /**
     * Gives a packet metadata in place of what it has.
     *
     * @param packet the packet
     */
    void Replace(Ptr<Packet> packet) const;

    // inherited from Tag
    TypeId GetInstanceTypeId() const override;
    uint32_t GetSerializedSize() const override;
    void Serialize(TagBuffer i) const override;
    void Deserialize(TagBuffer i) override;
    void Print(std::ostream& os) const override;

  private:
    TunnelMetadata m_metadata; //!< metadata
    bool m_received = false;   //!< tells how the packet came
};

} // namespace ns3

#endif /* TUNNEL_METADATA_TAG_H */
