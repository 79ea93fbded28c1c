/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef MLD_HEADER_H
#define MLD_HEADER_H

#include "ns3/header.h"
#include "ns3/ipv6-address.h"
#include "ns3/packet.h"
#include "ns3/ptr.h"

#include <cstdint>
#include <ostream>
#include <vector>

namespace ns3
{

/**
 * @ingroup tunnel
 * An MLD message: queries, MLDv1 reports and dones (RFC 2710), MLDv2 reports (RFC 3810). It is an
 * ICMPv6 message, so its checksum needs the IP addresses.
 */
class MldHeader : public Header
{
  public:
    /// ICMPv6 types.
    enum Type : uint8_t
    {
        QUERY = 130,     //!< multicast listener query
        V1_REPORT = 131, //!< MLDv1 report
        V1_DONE = 132,   //!< MLDv1 done
        V2_REPORT = 143  //!< MLDv2 report
    };

    /// A record of an MLDv2 report.
    struct Record
    {
        uint8_t type = 2;                 //!< as IgmpHeader::RecordType
        Ipv6Address group;                //!< the group
        std::vector<Ipv6Address> sources; //!< source addresses
    };

    static constexpr uint8_t IP_PROTOCOL = 58;     //!< IP protocol number of ICMPv6
    static constexpr uint32_t HOP_BY_HOP_SIZE = 8; //!< bytes of the hop-by-hop header before it

    /**
     * @return the type
     */
    static TypeId GetTypeId();

    /**
     * @param group the group asked for, :: for all
     * @param maxResponseCode maximum response delay code, in milliseconds up to 32767
     * @return an MLDv1 query (24 bytes)
     */
    static MldHeader MakeV1Query(Ipv6Address group, uint16_t maxResponseCode);
    /**
     * @param group the group asked for, :: for all
     * @param maxResponseCode maximum response code, in milliseconds up to 32767
     * @param robustness the querier's robustness variable, up to 7
     * @param intervalCode the querier's query interval code, in seconds up to 127
     * @return an MLDv2 query
     */
    static MldHeader MakeV2Query(Ipv6Address group,
                                 uint16_t maxResponseCode,
                                 uint8_t robustness,
                                 uint8_t intervalCode);
    /**
     * @param type V1_REPORT or V1_DONE
     * @param group the group
     * @return the message
     */
    static MldHeader MakeV1(Type type, Ipv6Address group);
    /**
     * @param records the records
     * @return an MLDv2 report
     */
    static MldHeader MakeV2Report(std::vector<Record> records);

    /**
     * Reads a message; its checksum is not judged, see IsChecksumRight().
     *
     * @param bytes bytes from the ICMPv6 header to the end of the IP packet
     * @param size how many
     * @return true when type and lengths are right; else this header is unchanged
     */
    bool Read(const uint8_t* bytes, uint32_t size);

    /**
     * @param bytes bytes from the ICMPv6 header to the end of the IP packet
     * @param size how many
     * @param source source address
     * @param destination destination address
     * @return true when the checksum is right
     */
    static bool IsChecksumRight(const uint8_t* bytes,
                                uint32_t size,
                                Ipv6Address source,
                                Ipv6Address destination);

    /**
     * @return the message type
     */
    Type GetType() const
    {
        return m_type;
    }

    /**
     * @return MLD version of a query: 1 or 2
     */
    uint8_t GetQueryVersion() const
    {
        return m_v2Query ? 2 : 1;
    }

    /**
     * @return maximum response code of a query
     */
    uint16_t GetMaxResponseCode() const
    {
        return m_maxResponse;
    }

    /**
     * @return maximum response delay in milliseconds, floating point codes taken into account
     */
    uint32_t GetMaxResponseMilliseconds() const;

    /**
     * @return group of a query or of an MLDv1 message
     */
    Ipv6Address GetGroup() const
    {
        return m_group;
    }

    /**
     * @return source addresses of a v2 query
     */
    const std::vector<Ipv6Address>& GetQuerySources() const
    {
        return m_sources;
    }

    /**
     * @return robustness variable of a v2 query
     */
    uint8_t GetRobustness() const
    {
        return m_flags & 7;
    }

    /**
     * @return query interval code of a v2 query
     */
    uint8_t GetIntervalCode() const
    {
        return m_intervalCode;
    }

    /**
     * @return records of a v2 report
     */
    const std::vector<Record>& GetRecords() const
    {
        return m_records;
    }

    /**
     * Makes what follows the IPv6 header: a hop-by-hop header with router alert (RFC 2711) and this
     * message with its checksum. The IPv6 header's next header is then 0 and its hop limit must be
     * 1.
     *
     * @param source source address
     * @param destination destination address
     * @return the packet
     */
    Ptr<Packet> MakeIpv6Payload(Ipv6Address source, Ipv6Address destination) const;

    // inherited from Header
    TypeId GetInstanceTypeId() const override;
    void Print(std::ostream& os) const override;
    uint32_t GetSerializedSize() const override;
    /**
     * Writes the message without checksum; MakeIpv6Payload() writes one.
     *
     * @param start where
     */
    void Serialize(Buffer::Iterator start) const override;
    /**
     * @param start where the message begins; it ends with the buffer
     * @return bytes used; 0 when the message is not right, and the header is unchanged
     */
    uint32_t Deserialize(Buffer::Iterator start) override;

  private:
    /**
     * @param bytes where to put GetSerializedSize() bytes, checksum 0
     */
    void Write(uint8_t* bytes) const;

    Type m_type = QUERY;                //!< type
    uint16_t m_maxResponse = 0;         //!< maximum response code
    Ipv6Address m_group;                //!< group of queries and v1
    bool m_v2Query = false;             //!< a query with the v2 fields
    uint8_t m_flags = 0;                //!< S flag and robustness of a v2 query
    uint8_t m_intervalCode = 0;         //!< interval code of a v2 query
    std::vector<Ipv6Address> m_sources; //!< sources of a v2 query
    std::vector<Record> m_records;      //!< records of a v2 report
};

} // namespace ns3

#endif /* MLD_HEADER_H */
