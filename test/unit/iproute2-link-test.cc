/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

// The refusals are those of iproute2 6.1 with Linux 6.18.

#include "iproute2-fixture.h"

#include "ns3/gretap-net-device.h"
#include "ns3/vxlan-net-device.h"

using namespace ns3;

namespace
{

VxlanConfig
GetVxlan(const Iproute2Fixture& f, const std::string& name)
{
    auto device = DynamicCast<VxlanNetDevice>(f.host.FindDevice(name));
    REQUIRE(device);
    return device->GetConfig();
}

GretapConfig
GetGretap(const Iproute2Fixture& f, const std::string& name)
{
    auto device = DynamicCast<GretapNetDevice>(f.host.FindDevice(name));
    REQUIRE(device);
    return device->GetConfig();
}

} // namespace

TEST_CASE_FIXTURE(Iproute2Fixture, "iproute2: options of a VXLAN link")
{
    Run("ip link add v0 address 02:00:00:00:0a:01 mtu 1400 type vxlan id 100 local 10.0.0.1 "
        "remote 10.0.0.2 dev u0 dstport 4789 srcport 50000 50008 ttl 5 tos 0x10 df set ageing 60 "
        "maxaddress 7 nolearning noudpcsum nolocalbypass");
    const VxlanConfig config = GetVxlan(*this, "v0");
    CHECK(config.vni == 100);
    CHECK(config.local.ToString() == "10.0.0.1");
    CHECK(config.remote.ToString() == "10.0.0.2");
    CHECK(config.lowerDevice == host.FindDevice("u0"));
    CHECK(config.destinationPort == 4789);
    CHECK(config.sourcePortMin == 50000);
    CHECK(config.sourcePortMax == 50008);
    CHECK(config.ttl == 5);
    CHECK(config.tos == 0x10);
    CHECK(config.df == VXLAN_DF_SET);
    CHECK(config.ageing == Seconds(60));
    CHECK(config.maxAddresses == 7);
    CHECK_FALSE(config.learning);
    CHECK_FALSE(config.udpChecksum);
    CHECK_FALSE(config.localBypass);
    Ptr<NetDevice> device = host.FindDevice("v0");
    CHECK(device->GetMtu() == 1400);
    CHECK(device->GetAddress() == Address(Mac48Address("02:00:00:00:0a:01")));
    CHECK_FALSE(DynamicCast<TunnelNetDevice>(device)->IsUp());
    Run("ip link set v0 up");
    CHECK(DynamicCast<TunnelNetDevice>(device)->IsUp());
    Run("ip link set dev v0 down mtu 1300");
    CHECK(device->GetMtu() == 1300);
    CHECK_FALSE(DynamicCast<TunnelNetDevice>(device)->IsUp());

    Run("ip link add v1 type vxlan vni 101 dstport 0 ttl inherit tos inherit df inherit local "
        "fd00::1 flowlabel 0x12345 udp6zerocsumtx udp6zerocsumrx");
    const VxlanConfig other = GetVxlan(*this, "v1");
    CHECK(other.destinationPort == 8472);
    CHECK(other.ttlInherit);
    CHECK(other.tosInherit);
    CHECK(other.df == VXLAN_DF_INHERIT);
    CHECK(other.flowLabel == 0x12345);
    CHECK(other.udpZeroChecksum6Tx);
    CHECK(other.udpZeroChecksum6Rx);

    // A TOS of 1 is another spelling of inherit; names of DSCPs are known.
    Run("ip link add v2 type vxlan id 102 dstp 4789 tos 1");
    CHECK(GetVxlan(*this, "v2").tosInherit);
    Run("ip link add v3 type vxlan id 103 dstport 4789 tos EF");
    CHECK(GetVxlan(*this, "v3").tos == 0xb8);
    const CommandResult warned = host.Execute("ip link add v4 type vxlan id 105");
    CHECK(warned.status == 0);
    CHECK(warned.errorText.find("vxlan: destination port not specified\n") == 0);
    Run("ip link add type vxlan id 104 dstport 4789");
    CHECK(GetVxlan(*this, "vxlan0").vni == 104);
}

TEST_CASE_FIXTURE(Iproute2Fixture, "iproute2: options of a GRETAP link")
{
    Run("ip link add g0 type gretap local 10.0.0.1 remote 10.0.0.2 key 42 csum iseq ttl 7 tos 0xb8 "
        "dev u0 nopmtudisc ignore-df");
    const GretapConfig config = GetGretap(*this, "g0");
    CHECK(config.local.ToString() == "10.0.0.1");
    CHECK(config.remote.ToString() == "10.0.0.2");
    CHECK(config.hasInputKey);
    CHECK(config.inputKey == 42);
    CHECK(config.hasOutputKey);
    CHECK(config.outputKey == 42);
    CHECK(config.inputChecksum);
    CHECK(config.outputChecksum);
    CHECK(config.inputSequence);
    CHECK_FALSE(config.outputSequence);
    CHECK(config.ttl == 7);
    CHECK(config.tos == 0xb8);
    CHECK(config.lowerDevice == host.FindDevice("u0"));
    CHECK_FALSE(config.pathMtuDiscovery);
    CHECK(config.ignoreDf);

    // What is not named keeps its value when a device is changed.
    Run("ip link set g0 type gretap nokey seq remote 10.0.0.3");
    const GretapConfig changed = GetGretap(*this, "g0");
    CHECK_FALSE(changed.hasInputKey);
    CHECK_FALSE(changed.hasOutputKey);
    CHECK(changed.outputSequence);
    CHECK(changed.remote.ToString() == "10.0.0.3");
    CHECK(changed.ttl == 7);

    Run("ip link add g1 type gretap ikey 1.2.3.4 okey 5");
    CHECK(GetGretap(*this, "g1").inputKey == 0x01020304);
    CHECK(GetGretap(*this, "g1").outputKey == 5);

    // Without a key, a group is its own key.
    Run("ip link add g2 type gretap local 10.0.0.1 remote 239.1.1.1");
    CHECK(GetGretap(*this, "g2").inputKey == 0xef010101);
    CHECK(GetGretap(*this, "g2").hasOutputKey);
}

TEST_CASE_FIXTURE(Iproute2Fixture, "iproute2: VXLAN links that iproute2 refuses")
{
    const std::string add = "ip link add v1 type vxlan id 5 dstport 4789 ";
    Refused("ip link add v1 type vxlan id 16777216 dstport 4789",
            255,
            "Error: argument \"16777216\" is wrong: invalid id");
    Refused("ip link add v1 type vxlan id abc dstport 4789",
            255,
            "Error: argument \"abc\" is wrong: invalid id");
    Refused("ip link add v1 type vxlan dstport 4789",
            1,
            "vxlan: missing virtual network identifier");
    Refused("ip link add v1 type vxlan id 5 dstport 70000",
            255,
            "Error: argument \"70000\" is wrong: dst port");
    Refused(add + "group 239.1.1.1", 1, "vxlan: 'group' requires 'dev' to be specified");
    Refused(add + "group 10.0.0.5",
            255,
            "Error: argument \"10.0.0.5\" is wrong: invalid group address");
    Refused(add + "remote 239.1.1.1",
            255,
            "Error: argument \"239.1.1.1\" is wrong: invalid remote address");
    Refused(add + "remote 10.0.0.2 group 239.1.1.1 dev u0",
            1,
            "vxlan: both group and remote cannot be specified");
    Refused(add + "remote 10.0.0.2 remote 10.0.0.3",
            255,
            "Error: either \"remote\" is duplicate, or \"10.0.0.3\" is a garbage.");
    Refused(add + "id 6", 255, "Error: either \"id\" is duplicate, or \"6\" is a garbage.");
    Refused(add + "local 239.1.1.1",
            255,
            "Error: argument \"239.1.1.1\" is wrong: invalid local address");
    Refused(add + "local fd00::1 remote 10.0.0.2",
            1,
            "Error: inet6 address is expected rather than \"10.0.0.2\".");
    Refused(add + "dev nodev", 255, "Cannot find device \"nodev\"");
    Refused(add + "ttl 256", 255, "Error: argument \"256\" is wrong: TTL must be <= 255");
    Refused(add + "ttl abc", 255, "Error: argument \"abc\" is wrong: invalid TTL");
    Refused(add + "tos 256", 255, "Error: argument \"256\" is wrong: bad TOS value");
    Refused(add + "df foo",
            255,
            "Error: argument \"foo\" is wrong: DF must be 'unset', 'set' or 'inherit'");
    Refused(add + "flowlabel 0x100000",
            255,
            "Error: argument \"0x100000\" is wrong: invalid flowlabel");
    Refused(add + "srcport 5", 255, "Command line is not complete. Try option \"help\"");
    Refused(add + "srcport 5 65536", 255, "Error: argument \"65536\" is wrong: max port");
    Refused(add + "ageing x", 255, "Error: argument \"x\" is wrong: ageing timer");
    Refused(add + "maxaddress x", 255, "Error: argument \"x\" is wrong: max addresses");
    Refused(add + "foo", 1, "vxlan: unknown command \"foo\"?");
    Refused(add + "remote", 255, "Command line is not complete. Try option \"help\"");
    Refused(add + "remote 10.0.0.300",
            1,
            "Error: any valid address is expected rather than \"10.0.0.300\".");
    Refused("ip link add v1 address zz type vxlan id 7 dstport 4789",
            1,
            "\"zz\" is invalid lladdr.");
    Refused("ip link add name 01234567890123456789 type vxlan id 7",
            255,
            "Error: argument \"01234567890123456789\" is wrong: \"name\" not a valid ifname");
    Refused("ip link add", 1, "Not enough information: \"type\" argument is required");
    CHECK_FALSE(host.FindDevice("v1"));
}

TEST_CASE_FIXTURE(Iproute2Fixture, "iproute2: VXLAN links that the kernel refuses")
{
    Run("ip link add v0 type vxlan id 100 local 10.0.0.1 dstport 4789 remote 10.0.0.2");
    Refused("ip link add v0 type vxlan id 101 dstport 4789", 2, "RTNETLINK answers: File exists");
    Refused("ip link add v1 type vxlan id 100 dstport 4789",
            2,
            "Error: A VXLAN device with the specified VNI already exists.");
    Refused("ip link add v1 type vxlan id 5 dstport 4789 flowlabel 5",
            2,
            "Error: Label attribute only applies to IPv6 VXLAN devices.");
    Refused("ip link add v1 type vxlan id 5 dstport 4789 srcport 5 4",
            2,
            "Error: Invalid source port range.");
    Refused("ip link add v1 type foo", 2, "Error: Unknown device type.");
    for (const char* mtu : {"67", "65536"})
    {
        Refused(std::string("ip link add v1 mtu ") + mtu + " type vxlan id 7 dstport 4789",
                2,
                "Error: MTU must be between 68 and 65535.");
    }
    Refused("ip link add v1 address 01:00:00:00:00:01 type vxlan id 7 dstport 4789",
            2,
            "Error: Provided Ethernet address is not unicast.");
    Refused("ip link add v1 address 02:00:00:00:00 type vxlan id 7 dstport 4789",
            2,
            "Error: Provided link layer address is not Ethernet.");
    CHECK_FALSE(host.FindDevice("v1"));

    // A larger MTU than the lower device carries is cut at creation and refused later.
    Run("ip link add v1 mtu 1500 type vxlan id 7 dstport 4789 dev u0");
    CHECK(host.FindDevice("v1")->GetMtu() == 1450);
    Refused("ip link set v1 mtu 1451", 2, "RTNETLINK answers: Invalid argument");
    Refused("ip link set v1 mtu 67", 2, "Error: mtu less than device minimum.");
    Refused("ip link set v1 mtu 70000", 2, "Error: mtu greater than device maximum.");
    Run("ip link set v1 mtu 1450");
}

TEST_CASE_FIXTURE(Iproute2Fixture, "iproute2: what cannot be changed in a live VXLAN link")
{
    Run("ip link add v0 type vxlan id 100 local 10.0.0.1 dstport 4789 remote 10.0.0.2");
    Refused("ip link set v0 type vxlan",
            2,
            "Error: Required attributes not provided to perform the operation.");
    Refused("ip link set nodev type vxlan id x", 1, "Cannot find device \"nodev\"");
    Refused("ip link set v0 type vxlan srcport 6 5", 2, "Error: Invalid source port range.");
    Refused("ip link set v0 type vxlan learning nolearning",
            255,
            "Error: either \"nolearning\" is duplicate, or \"nolearning\" is a garbage.");
    Refused("ip link set v0 type vxlan id 101", 2, "Error: Cannot change VNI.");
    Refused("ip link set v0 type vxlan dstport 4789", 2, "Error: Cannot change port.");
    Refused("ip link set v0 type vxlan srcport 5 6", 2, "Error: Cannot change port range.");
    Refused("ip link set v0 type vxlan maxaddress 6", 2, "Error: Cannot change limit.");
    Refused("ip link set v0 type vxlan udpcsum", 2, "Error: Cannot change UDP_CSUM flag.");
    Refused("ip link set v0 type vxlan udp6zerocsumrx",
            2,
            "Error: vxlan: cannot change UDP_ZERO_CSUM6_RX flag.");
    Refused("ip link set v0 type vxlan ttl inherit",
            2,
            "Error: vxlan: cannot change TTL_INHERIT flag.");
    Refused("ip link set v0 type vxlan remote fd00::2",
            2,
            "Error: New group address family does not match old group.");
    Refused("ip link set v0 type vxlan group 239.1.1.1",
            1,
            "vxlan: 'group' requires 'dev' to be specified");
    Refused("ip link set v0 type vxlan flowlabel 5",
            2,
            "Error: Label attribute only applies to IPv6 VXLAN devices.");
    Refused("ip link set v0 type gretap remote 10.0.0.2", 1, "Failed to get existing tunnel info.");
    Refused("ip link set u0 type vxlan remote 10.0.0.2",
            2,
            "RTNETLINK answers: Operation not supported");
    Refused("ip link set v0 address 01:00:00:00:00:01",
            2,
            "RTNETLINK answers: Cannot assign requested address");
    Refused("ip link set v0 foo",
            255,
            "Error: either \"dev\" is duplicate, or \"foo\" is a garbage.");
    Refused("ip link set v0 mtu abc",
            255,
            "Error: argument \"abc\" is wrong: Invalid \"mtu\" value");
    Refused("ip link set nodev up", 1, "Cannot find device \"nodev\"");

    Run("ip link set v0 type vxlan id 100 ttl 5 nolearning df set ageing 60 remote 10.0.0.5");
    const VxlanConfig config = GetVxlan(*this, "v0");
    CHECK(config.ttl == 5);
    CHECK_FALSE(config.learning);
    CHECK(config.df == VXLAN_DF_SET);
    CHECK(config.ageing == Seconds(60));
    CHECK(config.remote.ToString() == "10.0.0.5");
}

TEST_CASE_FIXTURE(Iproute2Fixture, "iproute2: GRETAP links that are refused")
{
    const std::string add = "ip link add g1 type gretap local 10.0.0.1 ";
    Run("ip link add g0 type gretap local 10.0.0.1 remote 10.0.0.2");
    Refused(add + "remote 10.0.0.2", 2, "RTNETLINK answers: File exists");
    Refused(add + "remote 10.0.0.2 ttl 300", 255, "Error: argument \"300\" is wrong: invalid TTL");
    Refused(add + "remote fd00::2", 1, "Error: inet address is expected rather than \"fd00::2\".");
    Refused(add + "remote foo", 1, "Error: inet address is expected rather than \"foo\".");
    Refused("ip link add g1 type gretap remote 239.1.1.1",
            1,
            "A broadcast tunnel requires a source address.");
    Refused(add + "remote 10.0.0.3 key foo",
            255,
            "invalid value for \"key\": \"foo\"; it should be an unsigned integer");
    Refused(add + "remote 10.0.0.3 tos foo",
            255,
            "Error: argument \"foo\" is wrong: bad TOS value");
    Refused(add + "remote 10.0.0.3 dev nodev", 255, "Cannot find device \"nodev\"");
    Refused(add + "remote 10.0.0.3 encap foo",
            255,
            "Error: argument \"foo\" is wrong: Invalid encap type.");
    Run(add + "remote 10.0.0.2 key 5");
    Refused("ip link set g1 type gretap nokey", 2, "RTNETLINK answers: File exists");
}

TEST_CASE_FIXTURE(Iproute2Fixture, "iproute2: what Linux has and the model has not is refused")
{
    const std::string no = " is not supported by this model.";
    const std::string add = "ip link add v1 type vxlan id 5 dstport 4789 ";
    Refused(add + "mcroute", 95, "Error: option mcroute" + no);
    Refused("ip link add v1 type gre remote 10.0.0.2", 95, "Error: link type gre" + no);
    Refused("ip link set u0 promisc on", 95, "Error: option promisc of \"ip link\"" + no);
    Refused("ip rule add", 95, "Error: \"ip rule\"" + no);
    Refused("bridge vni show", 95, "Error: \"bridge vni show\"" + no);
    Refused("bridge mdb add dev v1", 95, "Error: \"bridge mdb\"" + no);
    Refused("tc qdisc add dev u0 clsact",
            95,
            "Error: \"tc\" on a device that is not an external VXLAN device" + no);
    Refused("ip link show", 95, "Error: \"ip link show\"" + no);
    // What is off anyway may be switched off.
    Run(add + "noproxy norsc noexternal");
    Refused("ip foo", 1, "Object \"foo\" is unknown, try \"ip help\".");
    Refused("bridge foo", 255, "Object \"foo\" is unknown, try \"bridge help\".");
    Refused("ip link foo", 255, "Command \"foo\" is unknown, try \"ip link help\".");
    Refused("ip 'link", 2, "unexpected end of the command: no closing '");
    Refused("", 255, "Command line is not complete. Try option \"help\"");
}

TEST_CASE_FIXTURE(Iproute2Fixture, "iproute2: a deleted link makes room for another")
{
    Run("ip link add v0 type vxlan id 100 dstport 4789 remote 10.0.0.2");
    Run("ip link set v0 up");
    Run("ip link del v0");
    CHECK_FALSE(host.FindDevice("v0"));
    Refused("ip link del v0", 1, "Cannot find device \"v0\"");
    Run("ip link add v0 type vxlan id 100 dstport 4789");
    Run("ip link set v0 up");
    Run("ip link add g0 type gretap local 10.0.0.1 remote 10.0.0.2");
    Run("ip link set g0 up");
    Run("ip link del g0");
    Run("ip link add g1 type gretap local 10.0.0.1 remote 10.0.0.2");
    Run("ip link set g1 up");
    Simulator::Stop(Seconds(30));
    Simulator::Run();
}
