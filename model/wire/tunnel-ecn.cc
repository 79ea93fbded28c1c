/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/tunnel-ecn.h"

#include "ns3/internet-checksum.h"
#include "ns3/raw-bytes-header.h"
#include "ns3/wire-bytes.h"

namespace ns3
{

namespace
{

constexpr uint8_t ECN_MASK = 3; //!< the ECN bits of a DS field

} // namespace

uint8_t
EcnEncapsulate(uint8_t innerDs, uint8_t outerTos)
{
    uint8_t ecn = innerDs & ECN_MASK;
    if (ecn == ECN_CE)
    {
        ecn = ECN_ECT0;
    }
    return static_cast<uint8_t>((outerTos & ~ECN_MASK) | ecn);
}

EcnDecision
EcnDecapsulate(uint8_t outerDs, uint8_t innerDs)
{
    const uint8_t outer = outerDs & ECN_MASK;
    const uint8_t inner = innerDs & ECN_MASK;
    if (inner == ECN_NOT_ECT)
    {
        return {outer == ECN_CE, outer != ECN_NOT_ECT, inner};
    }
    if (outer == ECN_CE)
    {
        return {false, false, ECN_CE};
    }
    if (outer == ECN_ECT1 && inner == ECN_ECT0)
    {
        return {false, false, ECN_ECT1};
    }
    return {false, false, inner};
}

void
SetInnerEcn(Ptr<Packet> packet, const FrameView& view, uint8_t ecn)
{
    ecn &= ECN_MASK;
    if (view.ipVersion == 0 || (view.dsField & ECN_MASK) == ecn)
    {
        return;
    }
    // Tags, then as much of the IP header as changes: up to its checksum, or the first two bytes.
    uint8_t bytes[RawBytesHeader::MAX_SIZE];
    const uint32_t size = view.networkOffset + (view.ipVersion == 4 ? 12 : 2);
    if (size > sizeof(bytes) || packet->CopyData(bytes, size) != size)
    {
        return;
    }
    uint8_t* ip = bytes + view.networkOffset;
    if (view.ipVersion == 4)
    {
        const uint16_t before = wire::ReadU16(ip);
        ip[1] = static_cast<uint8_t>((ip[1] & ~ECN_MASK) | ecn);
        const uint16_t checksum = wire::ReadU16(ip + 10);
        wire::WriteU16(ip + 10, InternetChecksum::Update(checksum, before, wire::ReadU16(ip)));
    }
    else
    {
        ip[1] = static_cast<uint8_t>((ip[1] & ~(ECN_MASK << 4)) | (ecn << 4));
    }
    packet->RemoveAtStart(size);
    packet->AddHeader(RawBytesHeader(bytes, size));
}

} // namespace ns3
