/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

/**
 * @file
 * Attributes and trace sources of the VXLAN device.
 */

#include "ns3/boolean.h"
#include "ns3/enum.h"
#include "ns3/ip-address-value.h"
#include "ns3/ns3-compat.h"
#include "ns3/pointer.h"
#include "ns3/uinteger.h"
#include "ns3/vxlan-net-device.h"

namespace ns3
{

#define VXLAN_FIELD(type, name)                                                                    \
    &VxlanNetDevice::SetField<type, &VxlanConfig::name>,                                           \
        &VxlanNetDevice::GetField<type, &VxlanConfig::name>

TypeId
VxlanNetDevice::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::VxlanNetDevice")
            .SetParent<TunnelNetDevice>()
            .SetGroupName("Tunnel")
            .AddConstructor<VxlanNetDevice>()
            .AddAttribute("Vni",
                          "VXLAN network identifier. Cannot change once the device is on a node.",
                          UintegerValue(0),
                          MakeUintegerAccessor(VXLAN_FIELD(uint32_t, vni)),
                          MakeUintegerChecker<uint32_t>(0, 0xffffff))
            .AddAttribute("Remote",
                          "Default destination: the other tunnel end point, or a multicast group "
                          "(then LowerDevice is needed), or none.",
                          IpAddressValue(IpAddress()),
                          MakeIpAddressAccessor(VXLAN_FIELD(IpAddress, remote)),
                          MakeIpAddressChecker())
            .AddAttribute("Local",
                          "Outer source address; none: chosen by the route.",
                          IpAddressValue(IpAddress()),
                          MakeIpAddressAccessor(VXLAN_FIELD(IpAddress, local)),
                          MakeIpAddressChecker())
            .AddAttribute("LowerDevice",
                          "Device of this node to send by to the default destination; null: as "
                          "routed.",
                          PointerValue(),
                          MakePointerAccessor(&VxlanNetDevice::SetLowerDevice,
                                              &VxlanNetDevice::GetLowerDevice),
                          MakePointerChecker<NetDevice>())
            .AddAttribute("DestinationPort",
                          "UDP port. Cannot change once the device is on a node.",
                          UintegerValue(4789),
                          MakeUintegerAccessor(VXLAN_FIELD(uint16_t, destinationPort)),
                          MakeUintegerChecker<uint16_t>(1))
            .AddAttribute("SourcePortMin",
                          "Lowest outer source port. Cannot change once the device is on a node.",
                          UintegerValue(0),
                          MakeUintegerAccessor(VXLAN_FIELD(uint16_t, sourcePortMin)),
                          MakeUintegerChecker<uint16_t>())
            .AddAttribute("SourcePortMax",
                          "Upper bound of outer source ports, itself not used; when it is not "
                          "above SourcePortMin, the local port range of TunnelNode serves.",
                          UintegerValue(0),
                          MakeUintegerAccessor(VXLAN_FIELD(uint16_t, sourcePortMax)),
                          MakeUintegerChecker<uint16_t>())
            .AddAttribute("Ttl",
                          "Outer TTL or hop limit; 0: the route's, 1 to a group.",
                          UintegerValue(0),
                          MakeUintegerAccessor(VXLAN_FIELD(uint8_t, ttl)),
                          MakeUintegerChecker<uint8_t>())
            .AddAttribute("TtlInherit",
                          "Copy the inner TTL or hop limit; for other frames the route's.",
                          BooleanValue(false),
                          MakeBooleanAccessor(VXLAN_FIELD(bool, ttlInherit)),
                          MakeBooleanChecker())
            .AddAttribute("Tos",
                          "Outer TOS or traffic class. Its ECN bits have no effect: the inner ones "
                          "are copied.",
                          UintegerValue(0),
                          MakeUintegerAccessor(VXLAN_FIELD(uint8_t, tos)),
                          MakeUintegerChecker<uint8_t>())
            .AddAttribute("TosInherit",
                          "Copy the inner TOS or traffic class; 0 for other frames.",
                          BooleanValue(false),
                          MakeBooleanAccessor(VXLAN_FIELD(bool, tosInherit)),
                          MakeBooleanChecker())
            .AddAttribute("DontFragment",
                          "The outer DF bit over IPv4.",
                          EnumValue(VXLAN_DF_UNSET),
                          compat::EnumAccessor<VxlanDf>(VXLAN_FIELD(VxlanDf, df)),
                          MakeEnumChecker(VXLAN_DF_UNSET,
                                          "Unset",
                                          VXLAN_DF_SET,
                                          "Set",
                                          VXLAN_DF_INHERIT,
                                          "Inherit"))
            .AddAttribute("FlowLabel",
                          "Outer flow label over IPv6.",
                          UintegerValue(0),
                          MakeUintegerAccessor(VXLAN_FIELD(uint32_t, flowLabel)),
                          MakeUintegerChecker<uint32_t>(0, 0xfffff))
            .AddAttribute("EnableLearning",
                          "Learn from received frames where stations are.",
                          BooleanValue(true),
                          MakeBooleanAccessor(VXLAN_FIELD(bool, learning)),
                          MakeBooleanChecker())
            .AddAttribute("AgeingTime",
                          "How long a learned station is kept unheard of; 0 is turned into 300 s.",
                          TimeValue(Seconds(300)),
                          MakeTimeAccessor(VXLAN_FIELD(Time, ageing)),
                          MakeTimeChecker(Seconds(0)))
            .AddAttribute("MaxAddresses",
                          "Most entries of the FDB, the default one included; 0: any number. "
                          "Cannot change once the device is on a node.",
                          UintegerValue(0),
                          MakeUintegerAccessor(VXLAN_FIELD(uint32_t, maxAddresses)),
                          MakeUintegerChecker<uint32_t>())
            .AddAttribute("UdpChecksum",
                          "Send with UDP checksum over IPv4 (when ChecksumEnabled is on). Cannot "
                          "change once the device is on a node.",
                          BooleanValue(true),
                          MakeBooleanAccessor(VXLAN_FIELD(bool, udpChecksum)),
                          MakeBooleanChecker())
            .AddAttribute("UdpZeroChecksum6Tx",
                          "Send without UDP checksum over IPv6. Cannot change once the device is "
                          "on a node.",
                          BooleanValue(false),
                          MakeBooleanAccessor(VXLAN_FIELD(bool, udpZeroChecksum6Tx)),
                          MakeBooleanChecker())
            .AddAttribute("UdpZeroChecksum6Rx",
                          "Accept packets without UDP checksum over IPv6. Cannot change once the "
                          "device is on a node.",
                          BooleanValue(false),
                          MakeBooleanAccessor(VXLAN_FIELD(bool, udpZeroChecksum6Rx)),
                          MakeBooleanChecker())
            .AddAttribute("LocalBypass",
                          "Hand frames for an own address to the local device of that VNI, without "
                          "encapsulation.",
                          BooleanValue(true),
                          MakeBooleanAccessor(VXLAN_FIELD(bool, localBypass)),
                          MakeBooleanChecker())
            .AddAttribute("EnableProxy",
                          "Answer ARP requests and neighbour solicitations from the "
                          "neighbours known here, and send none of them. Cannot change once "
                          "the device is on a node.",
                          BooleanValue(false),
                          MakeBooleanAccessor(VXLAN_FIELD(bool, proxy)),
                          MakeBooleanChecker())
            .AddAttribute("RouteShortCircuit",
                          "Send frames for a station that is flagged as router straight to "
                          "the neighbour behind it. Cannot change once the device is on a "
                          "node.",
                          BooleanValue(false),
                          MakeBooleanAccessor(VXLAN_FIELD(bool, rsc)),
                          MakeBooleanChecker())
            .AddAttribute("EnableL2Miss",
                          "Trace L2Miss. Cannot change once the device is on a node.",
                          BooleanValue(false),
                          MakeBooleanAccessor(VXLAN_FIELD(bool, l2miss)),
                          MakeBooleanChecker())
            .AddAttribute("EnableL3Miss",
                          "Trace L3Miss. Cannot change once the device is on a node.",
                          BooleanValue(false),
                          MakeBooleanAccessor(VXLAN_FIELD(bool, l3miss)),
                          MakeBooleanChecker())
            .AddAttribute("RemoteChecksumTx",
                          "Leave checksums that are still to be filled in to the receiver. "
                          "Cannot change once the device is on a node.",
                          BooleanValue(false),
                          MakeBooleanAccessor(VXLAN_FIELD(bool, remcsumTx)),
                          MakeBooleanChecker())
            .AddAttribute("RemoteChecksumRx",
                          "Fill in checksums that the sender left to us. Cannot change once "
                          "the device is on a node.",
                          BooleanValue(false),
                          MakeBooleanAccessor(VXLAN_FIELD(bool, remcsumRx)),
                          MakeBooleanChecker())
            .AddAttribute("External",
                          "VNI and remote come with each frame (TunnelMetadataTag), and every "
                          "VNI is accepted. Cannot change once the device is on a node.",
                          BooleanValue(false),
                          MakeBooleanAccessor(VXLAN_FIELD(bool, external)),
                          MakeBooleanChecker())
            .AddAttribute("VniFilter",
                          "With External: accept the VNIs of AddVni() only. Cannot change "
                          "once the device is on a node.",
                          BooleanValue(false),
                          MakeBooleanAccessor(VXLAN_FIELD(bool, vnifilter)),
                          MakeBooleanChecker())
            .AddAttribute("GroupPolicy",
                          "Send and receive the packet mark (PacketMarkTag) as group policy. "
                          "Cannot change once the device is on a node.",
                          BooleanValue(false),
                          MakeBooleanAccessor(VXLAN_FIELD(bool, gbp)),
                          MakeBooleanChecker())
            .AddAttribute("Gpe",
                          "With External: generic protocol extension, payloads without "
                          "Ethernet header. Cannot change once the device is on a node.",
                          BooleanValue(false),
                          MakeBooleanAccessor(VXLAN_FIELD(bool, gpe)),
                          MakeBooleanChecker())
            .AddAttribute("FlowLabelInherit",
                          "Copy the inner IPv6 flow label; 0 for other frames.",
                          BooleanValue(false),
                          MakeBooleanAccessor(VXLAN_FIELD(bool, flowLabelInherit)),
                          MakeBooleanChecker())
            .AddAttribute("ReservedBits",
                          "Bits of the VXLAN header that must be 0 in what is received, first "
                          "word high; 0: all that no extension in use has a meaning for.",
                          UintegerValue(0),
                          MakeUintegerAccessor(&VxlanNetDevice::SetReservedBits,
                                               &VxlanNetDevice::GetReservedBits),
                          MakeUintegerChecker<uint64_t>())
            .AddTraceSource("FdbChange",
                            "An entry of the FDB is made, changed or removed.",
                            MakeTraceSourceAccessor(&VxlanNetDevice::m_fdbTrace),
                            "ns3::VxlanNetDevice::FdbTracedCallback")
            .AddTraceSource("L2Miss",
                            "With EnableL2Miss: a frame goes to a station that has no FDB entry, "
                            "and there is no default one. A control plane may add entries.",
                            MakeTraceSourceAccessor(&VxlanNetDevice::m_l2MissTrace),
                            "ns3::VxlanNetDevice::L2MissTracedCallback")
            .AddTraceSource("L3Miss",
                            "With EnableL3Miss: proxy or route short circuit wants a neighbour "
                            "that is not known. A control plane may add it.",
                            MakeTraceSourceAccessor(&VxlanNetDevice::m_l3MissTrace),
                            "ns3::VxlanNetDevice::L3MissTracedCallback");
    return tid;
}

#undef VXLAN_FIELD

} // namespace ns3
