/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/group-protocol.h"

#include "ns3/igmp-header.h"
#include "ns3/internet-checksum.h"
#include "ns3/ipv4-interface.h"
#include "ns3/ipv4-l3-protocol.h"
#include "ns3/ipv6-header.h"
#include "ns3/ipv6-interface.h"
#include "ns3/ipv6-l3-protocol.h"
#include "ns3/mld-header.h"

#include <algorithm>
#include <utility>

namespace ns3
{

namespace
{

constexpr uint8_t HOP_BY_HOP = 0;       //!< IPv6 next header
constexpr uint32_t IPV6_HEADER = 40;    //!< bytes
constexpr uint32_t IPV4_HEADER_RA = 24; //!< bytes of an IPv4 header with router alert

/** Value of a querier's query interval code (RFC 3376 section 4.1.7), in seconds. */
Time
ReadInterval(uint8_t code)
{
    return Seconds(code < 128 ? code : ((code & 0x0f) | 0x10) << (((code >> 4) & 0x07) + 3));
}

/** IGMP on a device. */
class IgmpProtocol : public GroupProtocol
{
  public:
    IgmpProtocol(Ptr<Node> node, Ptr<NetDevice> device)
        : GroupProtocol(node, device)
    {
    }

    bool IsReported(const IpAddress& group) const override
    {
        return group.ToIpv4() != Ipv4Address("224.0.0.1");
    }

    uint32_t GetRecordsPerReport() const override
    {
        const uint32_t mtu = m_device->GetMtu();
        return mtu < IPV4_HEADER_RA + 16 ? 1 : (mtu - IPV4_HEADER_RA - 8) / 8;
    }

    GroupPacket MakeReport(const std::vector<GroupRecord>& records) override
    {
        std::vector<IgmpHeader::Record> wire;
        for (const auto& record : records)
        {
            wire.push_back({record.type, record.group.ToIpv4(), {}});
            for (const auto& source : record.sources)
            {
                wire.back().sources.push_back(source.ToIpv4());
            }
        }
        return Finish(IgmpHeader::MakeV3Report(std::move(wire)), Ipv4Address("224.0.0.22"));
    }

    GroupPacket MakeOldReport(uint8_t version, const IpAddress& group) override
    {
        const auto type = version == 1 ? IgmpHeader::V1_REPORT : IgmpHeader::V2_REPORT;
        return Finish(IgmpHeader::MakeV2(type, group.ToIpv4()), group.ToIpv4());
    }

    GroupPacket MakeLeave(const IpAddress& group) override
    {
        return Finish(IgmpHeader::MakeV2(IgmpHeader::V2_LEAVE, group.ToIpv4()),
                      Ipv4Address("224.0.0.2"));
    }

  private:
    /** Put the message into an IP packet and find its MAC address. */
    GroupPacket Finish(const IgmpHeader& message, Ipv4Address destination)
    {
        const Ptr<Packet> packet =
            message.MakeIpv4Packet(GetSource(), destination, ++m_identification);
        return {packet, m_device->GetMulticast(destination), Ipv4L3Protocol::PROT_NUMBER};
    }

    Ipv4Address GetSource() const
    {
        const auto ipv4 = m_node->GetObject<Ipv4L3Protocol>();
        const int32_t index = ipv4 ? ipv4->GetInterfaceForDevice(m_device) : -1;
        return index >= 0 && ipv4->GetNAddresses(index) > 0 ? ipv4->GetAddress(index, 0).GetLocal()
                                                            : Ipv4Address::GetAny();
    }

    uint16_t m_identification{0}; //!< of the last packet
};

/** MLD on a device. */
class MldProtocol : public GroupProtocol
{
  public:
    MldProtocol(Ptr<Node> node, Ptr<NetDevice> device)
        : GroupProtocol(node, device)
    {
    }

    bool IsReported(const IpAddress& group) const override
    {
        // Scopes 0 and 1 don't leave the node; all-nodes is never reported (RFC 3810 section 6).
        const uint8_t scope = group.Bytes()[1] & 0x0f;
        return scope > 1 && group.ToIpv6() != Ipv6Address::GetAllNodesMulticast();
    }

    uint32_t GetRecordsPerReport() const override
    {
        const uint32_t overhead = IPV6_HEADER + MldHeader::HOP_BY_HOP_SIZE + 8;
        const uint32_t mtu = m_device->GetMtu();
        return mtu < overhead + 20 ? 1 : (mtu - overhead) / 20;
    }

    GroupPacket MakeReport(const std::vector<GroupRecord>& records) override
    {
        std::vector<MldHeader::Record> wire;
        for (const auto& record : records)
        {
            wire.push_back({record.type, record.group.ToIpv6(), {}});
            for (const auto& source : record.sources)
            {
                wire.back().sources.push_back(source.ToIpv6());
            }
        }
        return Finish(MldHeader::MakeV2Report(std::move(wire)), Ipv6Address("ff02::16"));
    }

    GroupPacket MakeOldReport(uint8_t, const IpAddress& group) override
    {
        return Finish(MldHeader::MakeV1(MldHeader::V1_REPORT, group.ToIpv6()), group.ToIpv6());
    }

    GroupPacket MakeLeave(const IpAddress& group) override
    {
        return Finish(MldHeader::MakeV1(MldHeader::V1_DONE, group.ToIpv6()),
                      Ipv6Address::GetAllRoutersMulticast());
    }

  private:
    GroupPacket Finish(const MldHeader& message, Ipv6Address destination)
    {
        const Ipv6Address source = GetSource();
        Ptr<Packet> packet = message.MakeIpv6Payload(source, destination);
        Ipv6Header header;
        header.SetSource(source);
        header.SetDestination(destination);
        header.SetHopLimit(1);
        header.SetNextHeader(HOP_BY_HOP);
        header.SetPayloadLength(static_cast<uint16_t>(packet->GetSize()));
        packet->AddHeader(header);
        return {packet, m_device->GetMulticast(destination), Ipv6L3Protocol::PROT_NUMBER};
    }

    /** A link-local address that may be used, else :: (RFC 3810 section 5.2.13, RFC 3590). */
    Ipv6Address GetSource() const
    {
        const auto ipv6 = m_node->GetObject<Ipv6L3Protocol>();
        const int32_t index = ipv6 ? ipv6->GetInterfaceForDevice(m_device) : -1;
        for (uint32_t i = 0; index >= 0 && i < ipv6->GetNAddresses(index); ++i)
        {
            const Ipv6InterfaceAddress address = ipv6->GetAddress(index, i);
            if (address.GetScope() == Ipv6InterfaceAddress::LINKLOCAL &&
                address.GetState() != Ipv6InterfaceAddress::TENTATIVE &&
                address.GetState() != Ipv6InterfaceAddress::INVALID)
            {
                return address.GetAddress();
            }
        }
        return Ipv6Address::GetAny();
    }
};

} // namespace

GroupProtocol::GroupProtocol(Ptr<Node> node, Ptr<NetDevice> device)
    : m_node(node),
      m_device(device)
{
}

std::unique_ptr<GroupProtocol>
GroupProtocol::Create(IpAddress::Family family, Ptr<Node> node, Ptr<NetDevice> device)
{
    if (family == IpAddress::IPV4)
    {
        return std::make_unique<IgmpProtocol>(node, device);
    }
    return std::make_unique<MldProtocol>(node, device);
}

DropReason
ReadIgmp(const uint8_t* bytes, uint32_t size, HeardGroupMessage& message)
{
    InternetChecksum checksum;
    checksum.Add(bytes, size);
    if (!checksum.IsRight())
    {
        return L4_CHECKSUM;
    }
    IgmpHeader header;
    if (!header.Read(bytes, size))
    {
        return L4_TRUNCATED;
    }
    message = HeardGroupMessage();
    message.group = header.GetGroup();
    switch (header.GetType())
    {
    case IgmpHeader::QUERY:
        message.kind = HeardGroupMessage::QUERY;
        message.version = header.GetQueryVersion();
        // A version 1 query has no time; RFC 2236 section 4 says 10 s.
        message.maxResponse =
            message.version == 1 ? Seconds(10) : MilliSeconds(100 * header.GetMaxResponseTenths());
        if (message.version == 3)
        {
            message.robustness = header.GetRobustness();
            message.queryInterval = ReadInterval(header.GetIntervalCode());
            message.sources.assign(header.GetQuerySources().begin(),
                                   header.GetQuerySources().end());
        }
        break;
    case IgmpHeader::V1_REPORT:
    case IgmpHeader::V2_REPORT:
        message.kind = HeardGroupMessage::OLD_REPORT;
        break;
    default:
        message.kind = HeardGroupMessage::OTHER;
    }
    return NO_ERROR;
}

bool
MayBeMld(Ptr<const Packet> packet)
{
    uint8_t start[IPV6_HEADER + 1];
    return packet->CopyData(start, sizeof(start)) == sizeof(start) && start[0] >> 4 == 6 &&
           start[6] == HOP_BY_HOP && start[IPV6_HEADER] == MldHeader::IP_PROTOCOL;
}

DropReason
ReadMld(const uint8_t* bytes, uint32_t size, HeardGroupMessage& message)
{
    message = HeardGroupMessage();
    if (size < IPV6_HEADER + MldHeader::HOP_BY_HOP_SIZE)
    {
        return IP_TRUNCATED;
    }
    // The device may have padded the packet; what counts is the length in the header.
    size = std::min(size, IPV6_HEADER + (uint32_t(bytes[4]) << 8 | bytes[5]));
    const uint32_t offset = IPV6_HEADER + 8 * (1 + uint32_t(bytes[IPV6_HEADER + 1]));
    if (size < offset + 4)
    {
        return L4_TRUNCATED;
    }
    const uint8_t type = bytes[offset];
    if (type != MldHeader::QUERY && type != MldHeader::V1_REPORT)
    {
        return NO_ERROR;
    }
    const Ipv6Address source = Ipv6Address::Deserialize(bytes + 8);
    const Ipv6Address destination = Ipv6Address::Deserialize(bytes + 24);
    if (!MldHeader::IsChecksumRight(bytes + offset, size - offset, source, destination))
    {
        return L4_CHECKSUM;
    }
    MldHeader header;
    if (!header.Read(bytes + offset, size - offset))
    {
        return L4_TRUNCATED;
    }
    // RFC 3810 sections 5.1.14 and 6.2: link-local source and hop limit 1, or no attention.
    if (!source.IsLinkLocal() || bytes[7] != 1)
    {
        return IP_HEADER_MALFORMED;
    }
    message.group = header.GetGroup();
    if (type == MldHeader::V1_REPORT)
    {
        message.kind = HeardGroupMessage::OLD_REPORT;
        return NO_ERROR;
    }
    message.kind = HeardGroupMessage::QUERY;
    message.maxResponse = MilliSeconds(header.GetMaxResponseMilliseconds());
    message.version = 2;
    if (header.GetQueryVersion() == 2)
    {
        message.version = 3;
        message.robustness = header.GetRobustness();
        message.queryInterval = ReadInterval(header.GetIntervalCode());
        message.sources.assign(header.GetQuerySources().begin(), header.GetQuerySources().end());
    }
    return NO_ERROR;
}

} // namespace ns3
