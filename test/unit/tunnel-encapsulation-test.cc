/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tunnel-fixture.h"

#include "ns3/frame-view.h"
#include "ns3/gretap-encapsulation.h"
#include "ns3/tunnel-decapsulation.h"
#include "ns3/vxlan-encapsulation.h"

#include <doctest/doctest.h>

using namespace ns3;

namespace
{

/** @returns the view of an IPv4 frame @param tos TOS @param ttl TTL @param df DF */
FrameView
Ipv4View(uint8_t tos, uint8_t ttl, bool df)
{
    return FrameView::FromPacket(FrameView::ETHERTYPE_IPV4, InnerIpv4(26, tos, ttl, df));
}

} // namespace

TEST_CASE("VXLAN outer TTL: fixed, route's, 1 to a group, inherited")
{
    VxlanConfig config;
    const FrameView ip = Ipv4View(0, 7, false);
    const FrameView other;
    CHECK(VxlanOuterTtl(config, ip, false) == 0);
    CHECK(VxlanOuterTtl(config, ip, true) == 1);
    config.ttl = 5;
    CHECK(VxlanOuterTtl(config, ip, false) == 5);
    CHECK(VxlanOuterTtl(config, ip, true) == 5);
    config.ttl = 0;
    config.ttlInherit = true;
    CHECK(VxlanOuterTtl(config, ip, true) == 7);
    CHECK(VxlanOuterTtl(config, other, true) == 0);
}

TEST_CASE("VXLAN outer TOS: fixed or inherited")
{
    VxlanConfig config;
    const FrameView ip = Ipv4View(0xb9, 64, false);
    CHECK(VxlanOuterTos(config, ip) == 0);
    config.tos = 0x10;
    CHECK(VxlanOuterTos(config, ip) == 0x10);
    config.tosInherit = true;
    CHECK(VxlanOuterTos(config, ip) == 0xb9);
    CHECK(VxlanOuterTos(config, FrameView()) == 0);
}

TEST_CASE("VXLAN outer DF: never, always, as the inner packet, not behind a tag")
{
    VxlanConfig config;
    FrameView df = Ipv4View(0, 64, true);
    FrameView ipv6;
    ipv6.etherType = FrameView::ETHERTYPE_IPV6;
    CHECK_FALSE(VxlanOuterDf(config, df));
    config.df = VXLAN_DF_SET;
    CHECK(VxlanOuterDf(config, FrameView()));
    config.df = VXLAN_DF_INHERIT;
    CHECK(VxlanOuterDf(config, df));
    CHECK(VxlanOuterDf(config, ipv6));
    CHECK_FALSE(VxlanOuterDf(config, Ipv4View(0, 64, false)));
    CHECK_FALSE(VxlanOuterDf(config, FrameView()));
    df.etherType = FrameView::ETHERTYPE_VLAN;
    CHECK_FALSE(VxlanOuterDf(config, df));
}

TEST_CASE("GRETAP outer header: TTL inherited unless set, DF set unless nopmtudisc")
{
    GretapConfig config;
    const FrameView df = Ipv4View(0x2e, 9, true);
    const FrameView mayFragment = Ipv4View(0, 9, false);
    CHECK(GretapOuterTtl(config, df) == 9);
    CHECK(GretapOuterTos(config, df) == 0);
    CHECK(GretapOuterDf(config, mayFragment));
    config.ttl = 33;
    config.tosInherit = true;
    config.pathMtuDiscovery = false;
    CHECK(GretapOuterTtl(config, df) == 33);
    CHECK(GretapOuterTos(config, df) == 0x2e);
    CHECK(GretapOuterDf(config, df));
    CHECK_FALSE(GretapOuterDf(config, mayFragment));
    config.ignoreDf = true;
    CHECK_FALSE(GretapOuterDf(config, df));
}

TEST_CASE("What decapsulation looks at: whole IP headers without tags")
{
    const uint8_t bytes[40] = {0x6b, 0xb0};
    CHECK(ReceivedIp::Look(0x86dd, bytes, 40, 40).isIp);
    CHECK(ReceivedIp::Look(0x86dd, bytes, 40, 40).dsField == 0xbb);
    CHECK(ReceivedIp::Look(0x86dd, bytes, 39, 39).truncated);
    CHECK(ReceivedIp::Look(0x0800, bytes, 20, 20).dsField == 0xb0);
    CHECK(ReceivedIp::Look(0x0800, bytes, 19, 19).truncated);
    CHECK(ReceivedIp::Look(0x0800, bytes, 0, 0).truncated);
    CHECK_FALSE(ReceivedIp::Look(0x8100, bytes, 40, 40).isIp);
    CHECK_FALSE(ReceivedIp::Look(0x0806, bytes, 1, 1).truncated);
}

TEST_CASE("VXLAN configuration: what ip link add refuses")
{
    VxlanConfig config;
    CHECK(config.Check().IsOk());
    CHECK(config.GetFamily() == IpAddress::IPV4);
    CHECK(config.GetHeadroom() == 50);
    config.local = Ipv6Address("fd00::1");
    CHECK(config.GetFamily() == IpAddress::IPV6);
    CHECK(config.GetHeadroom() == 70);
    CHECK(config.Check().IsOk());
    config.remote = Ipv4Address("10.0.0.2");
    CHECK(config.Check().error == LinkError::INVAL);
    config = VxlanConfig();
    config.remote = Ipv4Address("239.1.1.1");
    CHECK(config.Check().error == LinkError::INVAL); // no lower device
    config = VxlanConfig();
    config.local = Ipv4Address("239.1.1.1");
    CHECK(config.Check().error == LinkError::INVAL);
    config = VxlanConfig();
    config.flowLabel = 5;
    CHECK(config.Check().error == LinkError::INVAL);
    config = VxlanConfig();
    config.vni = 1 << 24;
    CHECK(config.Check().error == LinkError::RANGE);
    config = VxlanConfig();
    config.sourcePortMin = 10;
    config.sourcePortMax = 9;
    CHECK(config.Check().error == LinkError::INVAL);
    config = VxlanConfig();
    config.local = Ipv6Address("fe80::1");
    CHECK(config.Check().error == LinkError::INVAL); // no lower device
    config.remote = Ipv6Address("fd00::2");
    CHECK(std::string(config.Check().message) ==
          "Invalid combination of local and remote address scopes");
}

TEST_CASE("VXLAN configuration: what ip link set refuses")
{
    const VxlanConfig config = TunnelPair::Vxlan("10.0.0.1", "10.0.0.2");
    VxlanConfig to = config;
    to.ttl = 9;
    to.tosInherit = true;
    to.remote = Ipv4Address("10.0.0.3");
    to.ageing = Seconds(5);
    to.learning = false;
    CHECK(config.CheckChange(to).IsOk());
    to = config;
    to.vni = 101;
    CHECK(config.CheckChange(to).ToString() == "Error: Cannot change VNI.");
    to = config;
    to.destinationPort = 5000;
    CHECK(config.CheckChange(to).ToString() == "Error: Cannot change port.");
    to = config;
    to.local = IpAddress();
    to.remote = Ipv6Address("fd00::2");
    CHECK(config.CheckChange(to).error == LinkError::OPNOTSUPP);
    to = config;
    to.udpChecksum = false;
    CHECK(config.CheckChange(to).error == LinkError::OPNOTSUPP);
}

TEST_CASE("GRETAP configuration: header size, overhead, what is refused")
{
    GretapConfig config = TunnelPair::Gretap("10.0.0.1", "10.0.0.2");
    CHECK(config.GetHeaderSize() == 4);
    CHECK(config.GetOverhead() == 38);
    config.hasOutputKey = true;
    config.outputChecksum = true;
    config.outputSequence = true;
    CHECK(config.GetHeaderSize() == 16);
    CHECK(config.Check().IsOk());
    config.ignoreDf = true;
    CHECK(config.Check().error == LinkError::INVAL);
    config.pathMtuDiscovery = false;
    CHECK(config.Check().IsOk());
    config.remote = Ipv4Address("0.0.0.0");
    CHECK(config.Check().error == LinkError::INVAL);
    config.remote = Ipv6Address("fd00::2");
    CHECK(config.Check().error == LinkError::INVAL);
}
