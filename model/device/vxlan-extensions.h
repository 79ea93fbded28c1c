/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef VXLAN_EXTENSIONS_H
#define VXLAN_EXTENSIONS_H

#include "ns3/vxlan-config.h"

#include <cstdint>

/**
 * @file
 * Header bits of VXLAN's extensions: group policy (draft-smith-vxlan-group-policy), generic
 * protocol extension (draft-ietf-nvo3-vxlan-gpe), remote checksum offload
 * (draft-herbert-vxlan-rco), as Linux's include/net/vxlan.h has them.
 */

namespace ns3
{

/**
 * @ingroup tunnel
 * @param config the device
 * @return bits of the header that it may receive set, first word high; all others are reserved
 */
uint64_t VxlanUsedBits(const VxlanConfig& config);

/**
 * @ingroup tunnel
 * Group policy to header (vxlan_build_gbp_hdr()).
 *
 * @param mark packet mark or policy of the metadata
 * @return bits of the first word; 0 for the mark 0, which sends no extension
 */
uint32_t VxlanGbpToHeader(uint32_t mark);

/**
 * @ingroup tunnel
 * Header to group policy (vxlan_parse_gbp_hdr()).
 *
 * @param flagsWord first word of the header
 * @param mark the packet mark that it says
 * @return false when the header has no group policy
 */
bool VxlanGbpFromHeader(uint32_t flagsWord, uint32_t& mark);

/**
 * @ingroup tunnel
 * Next protocol of GPE (vxlan_build_gpe_hdr()).
 *
 * @param etherType of the payload; 0x6558: an Ethernet frame
 * @return bits of the first word; 0 when GPE cannot carry it
 */
uint32_t VxlanGpeToHeader(uint16_t etherType);

/**
 * @ingroup tunnel
 * Reads a GPE header (vxlan_parse_gpe_proto()).
 *
 * @param flagsWord first word of the header
 * @return the payload's EtherType; 0 when the packet is to be dropped
 */
uint16_t VxlanGpeFromHeader(uint32_t flagsWord);

/// Where a checksum is that has been left to the receiver. Offsets count from the inner Ethernet
/// header.
struct VxlanRemoteChecksum
{
    uint16_t start = 0;  //!< first byte of what is summed up
    uint16_t offset = 0; //!< place of the checksum field, from `start` on
};

/**
 * @ingroup tunnel
 * Asks the receiver to fill a checksum in.
 *
 * @param checksum where it is
 * @param flagsWord gets the flag
 * @param vniWord gets the place
 * @return false when the header cannot say it; then nothing is changed
 */
bool VxlanRcoToHeader(const VxlanRemoteChecksum& checksum, uint32_t& flagsWord, uint32_t& vniWord);

/**
 * @ingroup tunnel
 * @param flagsWord first word of the header
 * @param vniWord second word of the header
 * @param checksum what it says
 * @return false when it says nothing of a checksum
 */
bool VxlanRcoFromHeader(uint32_t flagsWord, uint32_t vniWord, VxlanRemoteChecksum& checksum);

} // namespace ns3

#endif /* VXLAN_EXTENSIONS_H */
