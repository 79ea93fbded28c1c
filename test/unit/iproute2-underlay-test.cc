/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

// The refusals are those of iproute2 6.1 with Linux 6.18.

#include "iproute2-fixture.h"

#include "ns3/arp-cache.h"
#include "ns3/group-membership.h"
#include "ns3/ipv4-interface.h"
#include "ns3/ipv4-l3-protocol.h"
#include "ns3/outer-output.h"
#include "ns3/tunnel-node.h"

using namespace ns3;

TEST_CASE_FIXTURE(Iproute2Fixture, "iproute2: addresses")
{
    Ptr<Ipv4> ipv4 = node->GetObject<Ipv4>();
    Run("ip addr add 10.0.0.11/24 dev u0");
    CHECK(ipv4->GetInterfaceForAddress("10.0.0.11") >= 0);
    Refused("ip addr add 10.0.0.11/24 dev u0", 2, "Error: ipv4: Address already assigned.");
    Run("ip address del 10.0.0.11/24 dev u0");
    CHECK(ipv4->GetInterfaceForAddress("10.0.0.11") < 0);
    Refused("ip addr del 10.0.0.77/24 dev u0", 2, "Error: ipv4: Address not found.");
    Refused("ip addr add fd00::1/64 dev u0", 2, "Error: ipv6: address already assigned.");
    Refused("ip addr del fd00::7/64 dev u0", 2, "Error: ipv6: address not found.");
    Refused("ip addr add 10.0.0.300/24 dev u0",
            1,
            "Error: any valid prefix is expected rather than \"10.0.0.300/24\".");
    Refused("ip addr add 10.0.0.3/24 dev nodev", 1, "Cannot find device \"nodev\"");
    Refused("ip addr add 10.0.0.3/24", 1, "Not enough information: \"dev\" argument is required.");
    Refused("ip addr add 10.0.0.3/24 dev u0 nodad",
            95,
            "Error: option nodad of \"ip address\" is not supported by this model.");
    Refused("ip addr foo", 255, "Command \"foo\" is unknown, try \"ip address help\".");

    auto membership = GroupMembership::GetOrCreate(node);
    const IpAddress group = *IpAddress::Parse("239.1.1.1");
    Run("ip addr add 239.1.1.1/32 dev u0 autojoin");
    CHECK(membership->IsMember(group, host.FindDevice("u0")));
    Run("ip addr del 239.1.1.1/32 dev u0");
    CHECK_FALSE(membership->IsMember(group, host.FindDevice("u0")));
}

TEST_CASE_FIXTURE(Iproute2Fixture, "iproute2: neighbours")
{
    auto lookup = [this] {
        Ptr<Ipv4L3Protocol> ipv4 = node->GetObject<Ipv4L3Protocol>();
        const auto interface = ipv4->GetInterfaceForDevice(host.FindDevice("u0"));
        return ipv4->GetInterface(interface)->GetArpCache()->Lookup("10.0.0.2");
    };
    Run("ip neigh add 10.0.0.2 lladdr 02:00:00:00:01:02 dev u0");
    REQUIRE(lookup());
    CHECK(lookup()->IsPermanent());
    Refused("ip neigh add 10.0.0.2 lladdr 02:00:00:00:01:02 dev u0",
            2,
            "RTNETLINK answers: File exists");
    Run("ip neigh replace 10.0.0.2 lladdr 02:00:00:00:01:03 dev u0 nud permanent");
    CHECK(lookup()->GetMacAddress() == Address(Mac48Address("02:00:00:00:01:03")));
    Run("ip neigh del 10.0.0.2 dev u0");
    CHECK_FALSE(lookup());
    Run("ip -6 neigh add fd00::2 lladdr 02:00:00:00:01:02 dev u0");
    Run("ip neigh del fd00::2 dev u0");
    Refused("ip neigh del 10.0.0.9 dev u0", 2, "RTNETLINK answers: No such file or directory");
    Refused("ip neigh add 10.0.0.2", 255, "Device and destination are required arguments.");
    Refused("ip neigh add foo dev u0",
            1,
            "Error: any valid address is expected rather than \"foo\".");
    Refused("ip neigh add 10.0.0.8 dev u0", 2, "Error: No link layer address given.");
    Refused("ip neigh add 10.0.0.8 lladdr zz dev u0", 1, "\"zz\" is invalid lladdr.");
    Refused("ip neigh add 10.0.0.8 lladdr 02:00:00:00:01:02 dev u0 nud foo",
            255,
            "Error: argument \"foo\" is wrong: nud state is bad");
    Refused("ip neigh add 10.0.0.8 lladdr 02:00:00:00:01:02 dev u0 nud stale",
            95,
            "Error: neighbour state stale is not supported by this model.");
}

TEST_CASE_FIXTURE(Iproute2Fixture, "iproute2: routes")
{
    auto output = OuterOutput::GetOrCreate(node);
    auto lookup = [&](const char* destination) {
        OuterOutput::Route route;
        if (!output->Lookup(*IpAddress::Parse(destination), IpAddress(), nullptr, 0, route))
        {
            return std::string("unreachable");
        }
        return route.gateway.ToString() + " mtu " + std::to_string(route.mtu);
    };
    Run("ip route add default via 10.0.0.254");
    CHECK(lookup("172.16.5.5") == "10.0.0.254 mtu 1500");
    Run("ip route add unreachable 172.16.5.0/24");
    CHECK(lookup("172.16.5.5") == "unreachable");
    Run("ip route del unreachable 172.16.5.0/24");
    CHECK(lookup("172.16.5.5") == "10.0.0.254 mtu 1500");
    Run("ip route add 10.0.0.2/32 dev u0 mtu 1400");
    CHECK(lookup("10.0.0.2") == "10.0.0.2 mtu 1400");
    Refused("ip route add 10.0.0.2/32 dev u0 mtu 1400", 2, "RTNETLINK answers: File exists");
    Run("ip route replace 10.0.0.2/32 dev u0 mtu 1300");
    CHECK(lookup("10.0.0.2") == "10.0.0.2 mtu 1300");
    Run("ip route del 10.0.0.2/32");
    CHECK(lookup("10.0.0.2") == "10.0.0.2 mtu 1500");
    Run("ip route del default via 10.0.0.254");
    CHECK(lookup("172.16.5.5") == "unreachable");
    Refused("ip route del default via 10.0.0.254", 2, "RTNETLINK answers: No such process");
    Run("ip -6 route add default via fd00::fe");
    CHECK(lookup("2001:db8::5") == "fd00::fe mtu 1500");
    Run("ip -6 route del default via fd00::fe");
    CHECK(lookup("2001:db8::5") == "unreachable");
    Refused("ip route add default via 192.168.7.7", 2, "Error: Nexthop has invalid gateway.");
    Refused("ip route add default", 2, "RTNETLINK answers: No such device");
    Refused("ip route add 1.2.3.4/8 via 10.0.0.254",
            2,
            "Error: Invalid prefix for given prefix length.");
    Refused("ip route add foo via 10.0.0.254",
            1,
            "Error: any valid prefix is expected rather than \"foo\".");
    Refused("ip route add 172.16.0.0/16 via foo",
            1,
            "Error: inet address is expected rather than \"foo\".");
    Refused("ip route add 172.16.0.0/16 dev nodev", 1, "Cannot find device \"nodev\"");
    Refused("ip route add 172.16.0.0/16 dev u0 src 10.0.0.1",
            95,
            "Error: route option src is not supported by this model.");
    Refused("ip nexthop add id 1 blackhole fdb",
            2,
            "Error: Fdb attribute can not be used with encap, oif or blackhole.");
    Refused("ip nexthop add id 1 via 10.0.0.4",
            95,
            "Error: \"ip nexthop\" without fdb is not supported by this model.");
}

TEST_CASE_FIXTURE(Iproute2Fixture, "iproute2: sysctl")
{
    const char* const range = "net.ipv4.ip_local_port_range";
    Run(std::string("sysctl -qw ") + range + "=\"40000 40009\"");
    CHECK(TunnelNode::GetOrCreate(node)->GetLocalPortMin() == 40000);
    CHECK(TunnelNode::GetOrCreate(node)->GetLocalPortMax() == 40009);
    Refused(std::string("sysctl -qw ") + range + "=\"40009 40000\"",
            1,
            std::string("sysctl: setting key \"") + range + "\": Invalid argument");
    Run("sysctl -w net.ipv4.ip_default_ttl=32");
    Refused("sysctl -w net.ipv4.ip_default_ttl=300",
            1,
            "sysctl: setting key \"net.ipv4.ip_default_ttl\": Invalid argument");
    Run("sysctl -w net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=0");
    Refused("sysctl -w net.foo=1", 95, "Error: sysctl net.foo is not supported by this model.");
}
