/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/frame-view.h"

#include "ns3/wire-bytes.h"

#include <algorithm>

namespace ns3
{

namespace
{

using wire::ReadU16;
using wire::ReadU32;

constexpr uint32_t VLAN_TAG_SIZE = 4;     //!< bytes of a VLAN tag
constexpr uint32_t MAX_VLAN_TAGS = 7;     //!< as in Linux's __vlan_get_protocol()
constexpr uint32_t IPV4_HEADER_SIZE = 20; //!< fixed part of an IPv4 header
constexpr uint32_t IPV6_HEADER_SIZE = 40; //!< IPv6 header
constexpr uint32_t MAX_EXTENSIONS = 8;    //!< IPv6 extension headers that are followed

/// IP protocol numbers.
enum IpProtocol : uint8_t
{
    HOP_BY_HOP = 0,
    TCP = 6,
    UDP = 17,
    DCCP = 33,
    ROUTING = 43,
    FRAGMENT = 44,
    AUTHENTICATION = 51,
    NO_NEXT = 59,
    DESTINATION_OPTIONS = 60,
    SCTP = 132,
    UDP_LITE = 136
};

/// The bytes being dissected and how many of them can be read.
struct Input
{
    const uint8_t* bytes; //!< after the Ethernet header
    uint32_t available;   //!< readable bytes

    /**
     * @param offset where
     * @param size how many bytes
     * @return true when they can be read
     */
    bool Has(uint32_t offset, uint32_t size) const
    {
        return offset <= available && size <= available - offset;
    }
};

/**
 * @param protocol IP protocol
 * @return true when the transport header begins with two ports
 */
bool
HasPorts(uint8_t protocol)
{
    return protocol == TCP || protocol == UDP || protocol == SCTP || protocol == DCCP ||
           protocol == UDP_LITE;
}

/**
 * Skips VLAN tags.
 *
 * @param view what is found
 * @param input the bytes
 */
void
ParseTags(FrameView& view, const Input& input)
{
    uint16_t protocol = view.etherType;
    uint32_t offset = 0;
    for (uint32_t tags = 0;
         protocol == FrameView::ETHERTYPE_VLAN || protocol == FrameView::ETHERTYPE_QINQ;
         ++tags)
    {
        if (tags == MAX_VLAN_TAGS || !input.Has(offset, VLAN_TAG_SIZE))
        {
            view.networkProtocol = 0;
            return;
        }
        protocol = ReadU16(input.bytes + offset + 2);
        offset += VLAN_TAG_SIZE;
    }
    view.networkProtocol = protocol;
    view.networkOffset = static_cast<uint16_t>(offset);
}

/**
 * Notes where the transport header is, and its ports.
 *
 * @param view what is found
 * @param input the bytes
 * @param offset the transport header
 */
void
ParseTransport(FrameView& view, const Input& input, uint32_t offset)
{
    view.transportOffset = static_cast<uint16_t>(offset);
    if (!view.fragment && HasPorts(view.ipProtocol) && input.Has(offset, 4))
    {
        view.sourcePort = ReadU16(input.bytes + offset);
        view.destinationPort = ReadU16(input.bytes + offset + 2);
    }
}

/**
 * @param view what is found
 * @param input the bytes; the fixed part of the header is there
 */
void
ParseIpv4(FrameView& view, const Input& input)
{
    const uint8_t* header = input.bytes + view.networkOffset;
    view.ipVersion = 4;
    view.dsField = header[1];
    view.ipTotalLength = ReadU16(header + 2);
    view.fragmentField = ReadU16(header + 6);
    view.dontFragment = (view.fragmentField & FrameView::IPV4_DF) != 0;
    view.fragment = (view.fragmentField & 0x3fff) != 0;
    view.ttl = header[8];
    view.ipProtocol = header[9];
    view.source = IpAddress::FromBytes(IpAddress::IPV4, header + 12);
    view.destination = IpAddress::FromBytes(IpAddress::IPV4, header + 16);

    const uint32_t headerSize = (header[0] & 0x0f) * 4;
    const bool laterFragment = (view.fragmentField & 0x1fff) != 0;
    if (headerSize >= IPV4_HEADER_SIZE && !laterFragment &&
        input.Has(view.networkOffset, headerSize))
    {
        ParseTransport(view, input, view.networkOffset + headerSize);
    }
}

/**
 * Follows IPv6 extension headers to the transport header.
 *
 * @param view what is found; ipProtocol is the first next header
 * @param input the bytes
 */
void
ParseExtensions(FrameView& view, const Input& input)
{
    uint32_t offset = view.networkOffset + IPV6_HEADER_SIZE;
    for (uint32_t i = 0; i <= MAX_EXTENSIONS; ++i)
    {
        uint32_t size = 8;
        switch (view.ipProtocol)
        {
        case HOP_BY_HOP:
        case ROUTING:
        case DESTINATION_OPTIONS:
        case AUTHENTICATION:
        case FRAGMENT:
            break;
        case NO_NEXT:
            return;
        default:
            ParseTransport(view, input, offset);
            return;
        }
        if (!input.Has(offset, 8))
        {
            return;
        }
        const uint8_t* extension = input.bytes + offset;
        if (view.ipProtocol == FRAGMENT)
        {
            view.fragmentField = ReadU16(extension + 2);
            view.fragment = (view.fragmentField & 0xfff9) != 0;
        }
        else
        {
            size =
                view.ipProtocol == AUTHENTICATION ? (extension[1] + 2) * 4 : (extension[1] + 1) * 8;
        }
        if (!input.Has(offset, size))
        {
            return;
        }
        view.ipProtocol = extension[0];
        offset += size;
        if ((view.fragmentField & 0xfff8) != 0)
        {
            return;
        }
    }
}

/**
 * @param view what is found
 * @param input the bytes; the fixed header is there
 */
void
ParseIpv6(FrameView& view, const Input& input)
{
    const uint8_t* header = input.bytes + view.networkOffset;
    const uint32_t first = ReadU32(header);
    view.ipVersion = 6;
    view.dsField = static_cast<uint8_t>(first >> 20);
    view.flowLabel = first & 0xfffff;
    view.ipTotalLength = IPV6_HEADER_SIZE + ReadU16(header + 4);
    view.ipProtocol = header[6];
    view.ttl = header[7];
    view.source = IpAddress::FromBytes(IpAddress::IPV6, header + 8);
    view.destination = IpAddress::FromBytes(IpAddress::IPV6, header + 24);
    ParseExtensions(view, input);
}

} // namespace

FrameView
FrameView::Parse(uint16_t etherType,
                 const uint8_t* payload,
                 uint32_t available,
                 uint32_t packetSize)
{
    FrameView view;
    view.etherType = etherType;
    const Input input{payload, std::min(available, packetSize)};
    ParseTags(view, input);
    const uint32_t needed = view.networkProtocol == ETHERTYPE_IPV4   ? IPV4_HEADER_SIZE
                            : view.networkProtocol == ETHERTYPE_IPV6 ? IPV6_HEADER_SIZE
                                                                     : 0;
    if (packetSize - view.networkOffset < needed)
    {
        view.truncated = true;
    }
    else if (needed && input.Has(view.networkOffset, needed))
    {
        needed == IPV4_HEADER_SIZE ? ParseIpv4(view, input) : ParseIpv6(view, input);
    }
    return view;
}

FrameView
FrameView::FromPacket(uint16_t etherType, Ptr<const Packet> packet)
{
    uint8_t bytes[PEEK_SIZE];
    const uint32_t available = packet->CopyData(bytes, sizeof(bytes));
    return Parse(etherType, bytes, available, packet->GetSize());
}

std::ostream&
operator<<(std::ostream& os, const FrameView& view)
{
    const auto flags = os.flags();
    os << "ethertype 0x" << std::hex << view.networkProtocol << std::dec;
    os.flags(flags);
    if (view.truncated)
    {
        return os << " truncated";
    }
    if (view.ipVersion == 0)
    {
        return os;
    }
    os << (view.ipVersion == 4 ? " IP " : " IP6 ") << view.source;
    if (view.sourcePort || view.destinationPort)
    {
        os << "." << view.sourcePort << " > " << view.destination << "." << view.destinationPort;
    }
    else
    {
        os << " > " << view.destination;
    }
    return os << " tos " << +view.dsField << " ttl " << +view.ttl << " proto " << +view.ipProtocol
              << " length " << view.ipTotalLength << (view.dontFragment ? " DF" : "")
              << (view.fragment ? " fragment" : "");
}

} // namespace ns3
