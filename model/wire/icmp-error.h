/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef ICMP_ERROR_H
#define ICMP_ERROR_H

#include "ns3/ip-address.h"

#include <cstdint>
#include <optional>

namespace ns3
{

/**
 * @ingroup tunnel
 * What a received ICMP error says about one of our outer packets.
 */
struct IcmpError
{
    /// What kind of error it is, over both families.
    enum Kind : uint8_t
    {
        TOO_BIG,          //!< fragmentation needed, packet too big
        PORT_UNREACHABLE, //!< port unreachable
        UNREACHABLE,      //!< any other destination unreachable
        TIME_EXCEEDED,    //!< TTL or reassembly time exceeded
        REDIRECT,         //!< redirect (ICMP only)
        PARAMETER,        //!< parameter problem
        OTHER_ERROR       //!< source quench and the like
    };

    Kind kind = OTHER_ERROR;      //!< kind
    uint8_t type = 0;             //!< ICMP type
    uint8_t code = 0;             //!< ICMP code
    uint32_t mtu = 0;             //!< next-hop MTU of TOO_BIG; 0 when the router did not say
    IpAddress source;             //!< source of the quoted packet: us
    IpAddress destination;        //!< destination of the quoted packet: the remote
    uint8_t protocol = 0;         //!< IP protocol of the quoted packet
    uint8_t ttl = 0;              //!< TTL of the quoted packet
    bool fragment = false;        //!< the quoted packet is a fragment other than the first
    uint16_t sourcePort = 0;      //!< quoted UDP or TCP source port; 0 when not quoted
    uint16_t destinationPort = 0; //!< quoted UDP or TCP destination port
    uint32_t quotedOffset = 0;    //!< where the quoted transport header begins in the message
    uint32_t quotedSize = 0;      //!< bytes quoted from there on
};

/**
 * @ingroup tunnel
 * Reads a received ICMP or ICMPv6 error. Its checksum is not judged (ns-3 judges it when its
 * checksums are on).
 *
 * @param family IPV4 for ICMP, IPV6 for ICMPv6
 * @param bytes the message from its ICMP header on
 * @param size how many bytes
 * @return the error; nothing when it is not an error or quotes no whole IP header
 */
std::optional<IcmpError> ParseIcmpError(IpAddress::Family family,
                                        const uint8_t* bytes,
                                        uint32_t size);

} // namespace ns3

#endif /* ICMP_ERROR_H */
