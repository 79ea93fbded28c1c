/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef OUTER_HEADER_H
#define OUTER_HEADER_H

#include "ns3/gre-header.h"
#include "ns3/header.h"
#include "ns3/ip-address.h"
#include "ns3/mac48-address.h"
#include "ns3/packet.h"
#include "ns3/ptr.h"
#include "ns3/vxlan-header.h"
#include "ns3/wire-bytes.h"

#include <cstdint>
#include <ostream>

namespace ns3
{

/**
 * @ingroup tunnel
 * What VXLAN puts between the outer IP header and the inner payload, as one header: UDP, VXLAN,
 * inner Ethernet; 30 bytes. An object is its bytes, so a device keeps one per remote as a template,
 * sets what differs from frame to frame and adds it in one step.
 */
class VxlanOuterHeader : public Header
{
  public:
    /// Bytes on the wire.
    static constexpr uint32_t SIZE = 8 + VxlanHeader::SIZE + wire::ETHERNET_HEADER_SIZE;
    /// Bytes on the wire without inner Ethernet header.
    static constexpr uint32_t GPE_SIZE = 8 + VxlanHeader::SIZE;
    /// IP protocol number of UDP.
    static constexpr uint8_t IP_PROTOCOL = 17;

    /**
     * @return the type
     */
    static TypeId GetTypeId();

    /// Ports, addresses, checksum 0; VNI 0 with its flag.
    VxlanOuterHeader();

    /**
     * @param source UDP source port
     * @param destination UDP destination port
     */
    void SetPorts(uint16_t source, uint16_t destination);
    /**
     * @param source UDP source port
     */
    void SetSourcePort(uint16_t source);
    /**
     * @param vxlan the VXLAN header
     */
    void SetVxlan(const VxlanHeader& vxlan);
    /**
     * @param destination inner destination address
     * @param source inner source address
     * @param etherType inner EtherType or 802.3 length
     */
    void SetInner(const Mac48Address& destination, const Mac48Address& source, uint16_t etherType);
    /**
     * @param present whether the header has an inner Ethernet header (it has at first); without, as
     *        for VXLAN-GPE, it is 16 bytes
     */
    void SetInnerEthernet(bool present);
    /**
     * Sets the UDP length and takes the checksum away.
     *
     * @param payloadSize bytes that follow the inner Ethernet header; at most 65505
     */
    void SetPayloadSize(uint32_t payloadSize);
    /**
     * Sets the UDP checksum. All other fields must be set before.
     *
     * @param source outer IP source
     * @param destination outer IP destination
     * @param payload what follows the inner Ethernet header
     */
    void ComputeChecksum(const IpAddress& source,
                         const IpAddress& destination,
                         Ptr<const Packet> payload);

    /**
     * @return UDP source port
     */
    uint16_t GetSourcePort() const;
    /**
     * @return UDP destination port
     */
    uint16_t GetDestinationPort() const;
    /**
     * @return UDP length in bytes, from the UDP header on
     */
    uint16_t GetUdpLength() const;
    /**
     * @return UDP checksum, 0 for none
     */
    uint16_t GetUdpChecksum() const;
    /**
     * @return the VXLAN header
     */
    VxlanHeader GetVxlan() const;
    /**
     * @return inner destination address
     */
    Mac48Address GetInnerDestination() const;
    /**
     * @return inner source address
     */
    Mac48Address GetInnerSource() const;
    /**
     * @return inner EtherType or 802.3 length
     */
    uint16_t GetInnerEtherType() const;

    /**
     * @return the 30 bytes
     */
    const uint8_t* Bytes() const
    {
        return m_bytes;
    }

    // inherited from Header
    TypeId GetInstanceTypeId() const override;
    void Print(std::ostream& os) const override;
    uint32_t GetSerializedSize() const override;
    void Serialize(Buffer::Iterator start) const override;
    /**
     * @param start where the UDP header begins
     * @return 30; 0 when fewer bytes are left, and the header is unchanged
     */
    uint32_t Deserialize(Buffer::Iterator start) override;

  private:
    uint8_t m_bytes[SIZE];  //!< as on the wire
    uint32_t m_size = SIZE; //!< how many bytes there are
};

/**
 * @ingroup tunnel
 * What GRETAP puts between the outer IP header and the inner payload, as one header: GRE with its
 * options, inner Ethernet; 18 to 30 bytes.
 */
class GreOuterHeader : public Header
{
  public:
    /// IP protocol number of GRE.
    static constexpr uint8_t IP_PROTOCOL = 47;
    /// Most bytes on the wire.
    static constexpr uint32_t MAX_SIZE = GreHeader::MAX_SIZE + wire::ETHERNET_HEADER_SIZE;

    /**
     * @return the type
     */
    static TypeId GetTypeId();

    /**
     * @param gre the GRE header
     */
    void SetGre(const GreHeader& gre)
    {
        m_gre = gre;
    }

    /**
     * @param sequence sequence number, for a header that has one
     */
    void SetSequence(uint32_t sequence)
    {
        m_gre.SetSequence(sequence);
    }

    /**
     * @param destination inner destination address
     * @param source inner source address
     * @param etherType inner EtherType or 802.3 length
     */
    void SetInner(const Mac48Address& destination, const Mac48Address& source, uint16_t etherType);
    /**
     * Sets the C flag and the checksum. All other fields must be set before.
     *
     * @param payload what follows the inner Ethernet header
     */
    void ComputeChecksum(Ptr<const Packet> payload);

    /**
     * @return the GRE header
     */
    const GreHeader& GetGre() const
    {
        return m_gre;
    }

    /**
     * @return inner destination address
     */
    Mac48Address GetInnerDestination() const;
    /**
     * @return inner source address
     */
    Mac48Address GetInnerSource() const;
    /**
     * @return inner EtherType or 802.3 length
     */
    uint16_t GetInnerEtherType() const;

    // inherited from Header
    TypeId GetInstanceTypeId() const override;
    void Print(std::ostream& os) const override;
    uint32_t GetSerializedSize() const override;
    void Serialize(Buffer::Iterator start) const override;
    /**
     * @param start where the GRE header begins
     * @return bytes used; 0 when they do not fit, and the header is unchanged
     */
    uint32_t Deserialize(Buffer::Iterator start) override;

  private:
    GreHeader m_gre;                                     //!< GRE
    uint8_t m_ethernet[wire::ETHERNET_HEADER_SIZE] = {}; //!< inner Ethernet header
};

} // namespace ns3

#endif /* OUTER_HEADER_H */
