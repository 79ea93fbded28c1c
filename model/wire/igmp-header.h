/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef IGMP_HEADER_H
#define IGMP_HEADER_H

#include "ns3/header.h"
#include "ns3/ipv4-address.h"
#include "ns3/packet.h"
#include "ns3/ptr.h"

#include <cstdint>
#include <ostream>
#include <vector>

namespace ns3
{

/**
 * @ingroup tunnel
 * An IGMP message: queries of all versions, IGMPv1 and v2 reports and leaves (RFC 2236), IGMPv3
 * reports (RFC 3376). The checksum is always written, and judged when read.
 */
class IgmpHeader : public Header
{
  public:
    /// Message types.
    enum Type : uint8_t
    {
        QUERY = 0x11,     //!< membership query
        V1_REPORT = 0x12, //!< IGMPv1 membership report
        V2_REPORT = 0x16, //!< IGMPv2 membership report
        V2_LEAVE = 0x17,  //!< IGMPv2 leave group
        V3_REPORT = 0x22  //!< IGMPv3 membership report
    };

    /// IGMPv3 group record types (RFC 3376 section 4.2.12); MLDv2 has the same.
    enum RecordType : uint8_t
    {
        MODE_IS_INCLUDE = 1,
        MODE_IS_EXCLUDE = 2,
        CHANGE_TO_INCLUDE = 3,
        CHANGE_TO_EXCLUDE = 4,
        ALLOW_NEW_SOURCES = 5,
        BLOCK_OLD_SOURCES = 6
    };

    /// A group record of an IGMPv3 report.
    struct Record
    {
        uint8_t type = MODE_IS_EXCLUDE;              //!< RecordType
        Ipv4Address group{static_cast<uint32_t>(0)}; //!< the group
        std::vector<Ipv4Address> sources;            //!< source addresses
    };

    static constexpr uint8_t IP_PROTOCOL = 2; //!< IP protocol number of IGMP

    /**
     * @return the type
     */
    static TypeId GetTypeId();

    /**
     * @param group the group asked for, 0.0.0.0 for all
     * @param maxResponseCode max resp code; 0 makes an IGMPv1 query
     * @return an 8-byte query of IGMPv1 or v2
     */
    static IgmpHeader MakeV2Query(Ipv4Address group, uint8_t maxResponseCode);
    /**
     * @param group the group asked for, 0.0.0.0 for all
     * @param maxResponseCode max resp code, in tenths of seconds up to 127
     * @param robustness the querier's robustness variable, up to 7
     * @param intervalCode the querier's query interval code, in seconds up to 127
     * @return an IGMPv3 query
     */
    static IgmpHeader MakeV3Query(Ipv4Address group,
                                  uint8_t maxResponseCode,
                                  uint8_t robustness,
                                  uint8_t intervalCode);
    /**
     * @param type V1_REPORT, V2_REPORT or V2_LEAVE
     * @param group the group
     * @return the message
     */
    static IgmpHeader MakeV2(Type type, Ipv4Address group);
    /**
     * @param records the group records
     * @return an IGMPv3 report
     */
    static IgmpHeader MakeV3Report(std::vector<Record> records);

    /**
     * Reads a message.
     *
     * @param bytes bytes from the IGMP header to the end of the IP packet
     * @param size how many
     * @return true when type, lengths and checksum are right; else this header is unchanged
     */
    bool Read(const uint8_t* bytes, uint32_t size);

    /**
     * @return the message type
     */
    Type GetType() const
    {
        return m_type;
    }

    /**
     * @return IGMP version of a query: 1, 2 or 3 (RFC 3376 section 7.1)
     */
    uint8_t GetQueryVersion() const;

    /**
     * @return max resp code of a query
     */
    uint8_t GetMaxResponseCode() const
    {
        return m_code;
    }

    /**
     * @return max resp code as a time in tenths of seconds, floating point codes taken into account
     */
    uint32_t GetMaxResponseTenths() const;

    /**
     * @return group of a query or of a v1 or v2 message
     */
    Ipv4Address GetGroup() const
    {
        return m_group;
    }

    /**
     * @return source addresses of a v3 query
     */
    const std::vector<Ipv4Address>& GetQuerySources() const
    {
        return m_sources;
    }

    /**
     * @return robustness variable of a v3 query
     */
    uint8_t GetRobustness() const
    {
        return m_flags & 7;
    }

    /**
     * @return true for a v3 query with the flag "suppress router-side processing"
     */
    bool HasSuppressFlag() const
    {
        return (m_flags & 8) != 0;
    }

    /**
     * @return query interval code of a v3 query
     */
    uint8_t GetIntervalCode() const
    {
        return m_intervalCode;
    }

    /**
     * @return records of a v3 report
     */
    const std::vector<Record>& GetRecords() const
    {
        return m_records;
    }

    /**
     * Makes the whole IPv4 packet: header with router alert (RFC 2113), TTL 1, TOS 0xc0 and DF as
     * Linux's igmpv3_newpack(), then this message. ns-3's Ipv4Header has no options, so it is for
     * NetDevice::Send() with protocol 0x0800.
     *
     * @param source source address
     * @param destination destination address
     * @param identification IPv4 identification
     * @return the packet
     */
    Ptr<Packet> MakeIpv4Packet(Ipv4Address source,
                               Ipv4Address destination,
                               uint16_t identification) const;

    // inherited from Header
    TypeId GetInstanceTypeId() const override;
    void Print(std::ostream& os) const override;
    uint32_t GetSerializedSize() const override;
    void Serialize(Buffer::Iterator start) const override;
    /**
     * @param start where the message begins; it ends with the buffer
     * @return bytes used; 0 when the message is not right, and the header is unchanged
     */
    uint32_t Deserialize(Buffer::Iterator start) override;

  private:
    /**
     * @param bytes where to put GetSerializedSize() bytes
     */
    void Write(uint8_t* bytes) const;

    Type m_type = QUERY;                           //!< type
    uint8_t m_code = 0;                            //!< max resp code
    Ipv4Address m_group{static_cast<uint32_t>(0)}; //!< group of queries and v1, v2
    bool m_v3Query = false;                        //!< a query with the v3 fields
    uint8_t m_flags = 0;                           //!< S flag and robustness of a v3 query
    uint8_t m_intervalCode = 0;                    //!< interval code of a v3 query
    std::vector<Ipv4Address> m_sources;            //!< sources of a v3 query
    std::vector<Record> m_records;                 //!< records of a v3 report
};

} // namespace ns3

#endif /* IGMP_HEADER_H */
