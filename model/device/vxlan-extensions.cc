/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/vxlan-extensions.h"

#include "ns3/vxlan-header.h"

namespace ns3
{

namespace
{

constexpr uint32_t GBP_FLAG = 0x80000000;       //!< G: there is a group policy
constexpr uint32_t GBP_DONT_LEARN = 0x00400000; //!< D, in header and mark alike
constexpr uint32_t GBP_APPLIED = 0x00080000;    //!< A, in header and mark alike
constexpr uint32_t GBP_ID_MASK = 0x0000ffff;    //!< group policy id
constexpr uint32_t GBP_USED = 0x80ffffff;       //!< what Linux does not call reserved

constexpr uint32_t GPE_VERSION = 0x30000000;  //!< version
constexpr uint32_t GPE_PROTOCOL = 0x04000000; //!< P: there is a next protocol
constexpr uint32_t GPE_OAM = 0x01000000;      //!< O: not user data
constexpr uint32_t GPE_NEXT_MASK = 0x000000ff;

constexpr uint32_t RCO_FLAG = 0x00200000;   //!< C: a checksum is left to the receiver
constexpr uint32_t RCO_UDP = 0x80;          //!< its place is that of UDP, not TCP
constexpr uint32_t RCO_START_MASK = 0x7f;   //!< start, in units of two bytes
constexpr uint16_t RCO_MAX_START = 254;     //!< largest start
constexpr uint16_t UDP_CHECKSUM_PLACE = 6;  //!< place of UDP's checksum in its header
constexpr uint16_t TCP_CHECKSUM_PLACE = 16; //!< place of TCP's checksum in its header

/// GPE's next protocols and their EtherTypes.
constexpr struct
{
    uint8_t next;
    uint16_t etherType;
} GPE_PROTOCOLS[] = {{1, 0x0800}, {2, 0x86dd}, {3, 0x6558}, {4, 0x894f}, {5, 0x8847}};

} // namespace

uint64_t
VxlanUsedBits(const VxlanConfig& config)
{
    uint64_t words = ~VxlanHeader::RESERVED_BITS_DEFAULT;
    if (config.remcsumRx)
    {
        words |= static_cast<uint64_t>(RCO_FLAG) << 32 | RCO_UDP | RCO_START_MASK;
    }
    if (config.gbp)
    {
        words |= static_cast<uint64_t>(GBP_USED) << 32;
    }
    if (config.gpe)
    {
        words |= static_cast<uint64_t>(GPE_VERSION | GPE_PROTOCOL | GPE_OAM | GPE_NEXT_MASK) << 32;
    }
    return words;
}

uint32_t
VxlanGbpToHeader(uint32_t mark)
{
    return mark == 0 ? 0 : GBP_FLAG | (mark & (GBP_DONT_LEARN | GBP_APPLIED | GBP_ID_MASK));
}

bool
VxlanGbpFromHeader(uint32_t flagsWord, uint32_t& mark)
{
    if (!(flagsWord & GBP_FLAG))
    {
        return false;
    }
    mark = flagsWord & (GBP_DONT_LEARN | GBP_APPLIED | GBP_ID_MASK);
    return true;
}

uint32_t
VxlanGpeToHeader(uint16_t etherType)
{
    for (const auto& entry : GPE_PROTOCOLS)
    {
        if (entry.etherType == etherType)
        {
            return GPE_PROTOCOL | entry.next;
        }
    }
    return 0;
}

uint16_t
VxlanGpeFromHeader(uint32_t flagsWord)
{
    // No other version, and messages of operation and maintenance are not for us.
    if (!(flagsWord & GPE_PROTOCOL) || (flagsWord & (GPE_VERSION | GPE_OAM)))
    {
        return 0;
    }
    for (const auto& entry : GPE_PROTOCOLS)
    {
        if (entry.next == (flagsWord & GPE_NEXT_MASK))
        {
            return entry.etherType;
        }
    }
    return 0;
}

bool
VxlanRcoToHeader(const VxlanRemoteChecksum& checksum, uint32_t& flagsWord, uint32_t& vniWord)
{
    const bool udp = checksum.offset == UDP_CHECKSUM_PLACE;
    if (checksum.start > RCO_MAX_START || checksum.start % 2 != 0 ||
        !(udp || checksum.offset == TCP_CHECKSUM_PLACE))
    {
        return false;
    }
    flagsWord |= RCO_FLAG;
    vniWord |= static_cast<uint32_t>(checksum.start / 2) | (udp ? RCO_UDP : 0);
    return true;
}

bool
VxlanRcoFromHeader(uint32_t flagsWord, uint32_t vniWord, VxlanRemoteChecksum& checksum)
{
    if (!(flagsWord & RCO_FLAG))
    {
        return false;
    }
    checksum.start = static_cast<uint16_t>((vniWord & RCO_START_MASK) * 2);
    checksum.offset = vniWord & RCO_UDP ? UDP_CHECKSUM_PLACE : TCP_CHECKSUM_PLACE;
    return true;
}

} // namespace ns3
