/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/neighbor-suppression.h"

#include "ns3/frame-view.h"
#include "ns3/internet-checksum.h"
#include "ns3/wire-bytes.h"

#include <algorithm>
#include <cstring>
#include <vector>

namespace ns3
{

namespace
{

constexpr uint32_t ARP_SIZE = 28;         //!< ARP for Ethernet and IPv4
constexpr uint16_t ARP_ETHERNET = 1;      //!< hardware type
constexpr uint16_t ARP_IEEE802 = 6;       //!< hardware type, accepted too
constexpr uint16_t ARP_REQUEST = 1;       //!< operation
constexpr uint16_t ARP_REPLY = 2;         //!< operation
constexpr uint32_t IPV6_SIZE = 40;        //!< IPv6 header
constexpr uint32_t ND_SIZE = 24;          //!< neighbour solicitation without options
constexpr uint32_t ND_OPTION_SIZE = 8;    //!< option with a MAC address
constexpr uint8_t ICMP6 = 58;             //!< IPv6 next header
constexpr uint8_t ND_SOLICITATION = 135;  //!< ICMPv6 type
constexpr uint8_t ND_ADVERTISEMENT = 136; //!< ICMPv6 type
constexpr uint8_t ND_SOURCE_OPTION = 1;   //!< option type: source link-layer address
constexpr uint8_t ND_TARGET_OPTION = 2;   //!< option type: target link-layer address
constexpr uint8_t NA_ROUTER = 0x80;       //!< flag R
constexpr uint8_t NA_ANSWER_FLAGS = 0x60; //!< flags S and O
constexpr uint8_t ND_HOP_LIMIT = 255;     //!< hop limit of answers
/// Bytes of a solicitation that are looked at: its options come first, in practice one.
constexpr uint32_t ND_PEEK = 256;

/**
 * @param bytes an ARP packet of whole length
 * @return what it is
 */
NeighborQuery
ReadArp(const uint8_t* bytes)
{
    NeighborQuery query;
    query.kind = NeighborQuery::IGNORED;
    const uint16_t hardware = wire::ReadU16(bytes);
    if ((hardware != ARP_ETHERNET && hardware != ARP_IEEE802) ||
        wire::ReadU16(bytes + 2) != FrameView::ETHERTYPE_IPV4 || bytes[4] != 6 || bytes[5] != 4 ||
        wire::ReadU16(bytes + 6) != ARP_REQUEST)
    {
        return query;
    }
    query.senderMac = wire::ReadMac(bytes + 8);
    query.sender = IpAddress::FromBytes(IpAddress::IPV4, bytes + 14);
    query.target = IpAddress::FromBytes(IpAddress::IPV4, bytes + 24);
    if (!query.target.IsLoopback() && !query.target.IsMulticast())
    {
        query.kind = NeighborQuery::ASKS;
    }
    return query;
}

/**
 * @param bytes an IPv6 packet with at least a solicitation without options
 * @param available how many bytes there are
 * @param source source address of the frame
 * @return what it is
 */
NeighborQuery
ReadSolicitation(const uint8_t* bytes, uint32_t available, const Mac48Address& source)
{
    NeighborQuery query;
    if (bytes[6] != ICMP6 || bytes[IPV6_SIZE] != ND_SOLICITATION || bytes[IPV6_SIZE + 1] != 0)
    {
        return query;
    }
    query.sender = IpAddress::FromBytes(IpAddress::IPV6, bytes + 8);
    query.target = IpAddress::FromBytes(IpAddress::IPV6, bytes + IPV6_SIZE + 8);
    query.senderMac = source;
    const IpAddress destination = IpAddress::FromBytes(IpAddress::IPV6, bytes + 24);
    query.kind = destination.IsLoopback() || query.target.IsMulticast() ? NeighborQuery::IGNORED
                                                                        : NeighborQuery::ASKS;
    for (uint32_t at = IPV6_SIZE + ND_SIZE; at + 1 < available; at += bytes[at + 1] * 8U)
    {
        if (bytes[at + 1] == 0)
        {
            query.answerable = false;
            break;
        }
        if (bytes[at] == ND_SOURCE_OPTION)
        {
            query.answerable = at + ND_OPTION_SIZE <= available;
            query.senderMac = query.answerable ? wire::ReadMac(bytes + at + 2) : source;
            break;
        }
    }
    return query;
}

/**
 * @param bytes where to put six bytes
 * @param mac an address
 */
void
WriteMac(uint8_t* bytes, const Mac48Address& mac)
{
    mac.CopyTo(bytes);
}

} // namespace

NeighborQuery
NeighborQuery::Read(uint16_t etherType, Ptr<const Packet> packet, const Mac48Address& source)
{
    NeighborQuery query;
    if (etherType == FrameView::ETHERTYPE_ARP)
    {
        uint8_t bytes[ARP_SIZE];
        if (packet->CopyData(bytes, ARP_SIZE) == ARP_SIZE)
        {
            return ReadArp(bytes);
        }
        query.kind = TRUNCATED;
        return query;
    }
    if (etherType == FrameView::ETHERTYPE_IPV6)
    {
        uint8_t bytes[ND_PEEK];
        const uint32_t available = packet->CopyData(bytes, ND_PEEK);
        if (available >= IPV6_SIZE + ND_SIZE)
        {
            return ReadSolicitation(bytes, available, source);
        }
    }
    return query;
}

Ptr<Packet>
NeighborQuery::Answer(const Mac48Address& mac, bool router) const
{
    if (target.IsIpv4())
    {
        uint8_t bytes[ARP_SIZE];
        wire::WriteU16(bytes, ARP_ETHERNET);
        wire::WriteU16(bytes + 2, FrameView::ETHERTYPE_IPV4);
        bytes[4] = 6;
        bytes[5] = 4;
        wire::WriteU16(bytes + 6, ARP_REPLY);
        WriteMac(bytes + 8, mac);
        std::memcpy(bytes + 14, target.Bytes(), 4);
        WriteMac(bytes + 18, senderMac);
        std::memcpy(bytes + 24, sender.Bytes(), 4);
        return Create<Packet>(bytes, ARP_SIZE);
    }
    constexpr uint32_t LENGTH = ND_SIZE + ND_OPTION_SIZE;
    uint8_t bytes[IPV6_SIZE + LENGTH] = {0x60};
    wire::WriteU16(bytes + 4, LENGTH);
    bytes[6] = ICMP6;
    bytes[7] = ND_HOP_LIMIT;
    std::memcpy(bytes + 8, target.Bytes(), 16);
    std::memcpy(bytes + 24, sender.Bytes(), 16);
    uint8_t* message = bytes + IPV6_SIZE;
    message[0] = ND_ADVERTISEMENT;
    message[4] = NA_ANSWER_FLAGS | (router ? NA_ROUTER : 0);
    std::memcpy(message + 8, target.Bytes(), 16);
    message[ND_SIZE] = ND_TARGET_OPTION;
    message[ND_SIZE + 1] = 1;
    WriteMac(message + ND_SIZE + 2, mac);
    InternetChecksum checksum;
    checksum.AddPseudoHeader(target, sender, ICMP6, LENGTH);
    checksum.Add(message, LENGTH);
    wire::WriteU16(message + 2, checksum.Get());
    return Create<Packet>(bytes, sizeof(bytes));
}

} // namespace ns3
