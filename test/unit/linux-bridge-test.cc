/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/csma-helper.h"
#include "ns3/csma-net-device.h"
#include "ns3/ethernet-link-helper.h"
#include "ns3/linux-bridge-helper.h"
#include "ns3/node-container.h"
#include "ns3/simulator.h"
#include "ns3/string.h"
#include "ns3/uinteger.h"

#include <doctest/doctest.h>
#include <map>
#include <string>
#include <vector>

using namespace ns3;

namespace
{

/** A bridge in the middle, and nodes around it which keep what they see. */
struct Lan
{
    explicit Lan(uint32_t n)
    {
        hub = CreateObject<Node>();
        spokes.Create(n);
        EthernetLinkHelper links;
        links.SetChannelAttribute("Delay", TimeValue(MicroSeconds(1)));
        LinuxBridgeHelper bridges;
        NetDeviceContainer devices = links.InstallStar(hub, spokes);
        NetDeviceContainer ports;
        for (uint32_t i = 0; i < n; i++)
        {
            ports.Add(devices.Get(2 * i));
            Ptr<EthernetLinkDevice> device =
                DynamicCast<EthernetLinkDevice>(devices.Get(2 * i + 1));
            device->SetAddress(Host(i));
            hosts.push_back(device);
            seen.emplace_back();
        }
        for (uint32_t i = 0; i < n; i++)
        {
            hosts[i]->SetRawReceiver(MakeCallback(&Lan::Seen, this).Bind(i));
        }
        bridge = DynamicCast<LinuxBridgeNetDevice>(bridges.Install(hub, ports).Get(0));
    }

    static Mac48Address Host(uint32_t i)
    {
        const uint8_t bytes[6] = {2, 0, 0, 0, 0x0b, static_cast<uint8_t>(i + 1)};
        Mac48Address mac;
        mac.CopyFrom(bytes);
        return mac;
    }

    bool Seen(uint32_t i, Ptr<const Packet> packet)
    {
        seen[i].push_back(packet->GetSize() - 14);
        return true;
    }

    /** Sends, runs, and says who saw it. */
    std::string Send(uint32_t from,
                     Mac48Address source,
                     Mac48Address destination,
                     uint32_t size = 50)
    {
        for (auto& s : seen)
        {
            s.clear();
        }
        hosts[from]->SendFrom(Create<Packet>(size), source, destination, 0x1234);
        Simulator::Stop(MilliSeconds(1));
        Simulator::Run();
        CHECK(bridge->GetBooks().Close());
        CHECK(bridge->GetDropCounters().Total() == bridge->GetBooks().dropped);
        return WhoSaw();
    }

    std::string WhoSaw() const
    {
        std::string who;
        for (uint32_t i = 0; i < seen.size(); i++)
        {
            who += std::string(seen[i].size(), static_cast<char>('0' + i));
        }
        return who;
    }

    std::string Send(uint32_t from, uint32_t to)
    {
        return Send(from, Host(from), Host(to));
    }

    void SetFlags(uint32_t i, const LinuxBridgePortFlags& flags)
    {
        REQUIRE(bridge->SetPortFlags(bridge->GetPort(i), flags));
    }

    /** The learned and static rows, as "host@port state". */
    std::vector<std::string> Rows() const
    {
        std::vector<std::string> rows;
        for (const auto& row : bridge->GetFdbRows())
        {
            if (row.state != "permanent")
            {
                std::ostringstream os;
                os << row.mac << " " << row.ifname << " " << row.state;
                for (const auto& flag : row.flags)
                {
                    os << " " << flag;
                }
                rows.push_back(os.str());
            }
        }
        return rows;
    }

    void Wait(Time time)
    {
        Simulator::Stop(time);
        Simulator::Run();
    }

    Ptr<Node> hub;
    NodeContainer spokes;
    std::vector<Ptr<EthernetLinkDevice>> hosts;
    std::vector<std::vector<uint32_t>> seen;
    Ptr<LinuxBridgeNetDevice> bridge;
};

const Mac48Address BROADCAST("ff:ff:ff:ff:ff:ff");
const Mac48Address GROUP("01:00:5e:00:00:05");

} // namespace

TEST_CASE("linux bridge: floods what it does not know, learns, forwards")
{
    Lan lan(4);
    CHECK(lan.Send(0, 1) == "123");
    CHECK(lan.bridge->GetBooks().copies == 2);
    CHECK(lan.Send(1, 0) == "0");
    CHECK(lan.Send(0, 1) == "1");
    CHECK(lan.Send(2, lan.Host(2), BROADCAST) == "013");
    CHECK(lan.Send(2, lan.Host(2), GROUP) == "013");
    CHECK(lan.Rows() == std::vector<std::string>{"02:00:00:00:0b:01 port0 ",
                                                 "02:00:00:00:0b:02 port1 ",
                                                 "02:00:00:00:0b:03 port2 "});
    const Books books = lan.bridge->GetBooks();
    CHECK(books.in == 5);
    CHECK(books.out == 3 + 1 + 1 + 3 + 3);
    CHECK(books.dropped == 0);
}

TEST_CASE("linux bridge: a frame does not go back where it came from, except with hairpin")
{
    Lan lan(3);
    lan.Send(0, lan.Host(0), BROADCAST);
    lan.Send(0, lan.Host(1), BROADCAST);
    CHECK(lan.Send(0, lan.Host(0), lan.Host(1)) == "");
    CHECK(lan.bridge->GetDropCounters().Get(BRIDGE_SAME_PORT) == 1);
    LinuxBridgePortFlags flags;
    flags.hairpin = true;
    lan.SetFlags(0, flags);
    CHECK(lan.Send(0, lan.Host(0), lan.Host(1)) == "0");
    CHECK(lan.Send(0, lan.Host(0), BROADCAST) == "012");
}

TEST_CASE("linux bridge: isolated ports reach only those that are not")
{
    Lan lan(4);
    LinuxBridgePortFlags flags;
    flags.isolated = true;
    lan.SetFlags(0, flags);
    lan.SetFlags(1, flags);
    CHECK(lan.Send(0, lan.Host(0), BROADCAST) == "23");
    CHECK(lan.Send(1, 0) == "");
    CHECK(lan.bridge->GetDropCounters().Get(BRIDGE_NO_PORT) == 1);
    CHECK(lan.Send(2, 0) == "0");
    CHECK(lan.Send(2, lan.Host(2), BROADCAST) == "013");
}

TEST_CASE("linux bridge: flood flags")
{
    Lan lan(4);
    LinuxBridgePortFlags flags;
    flags.flood = false;
    lan.SetFlags(1, flags);
    flags = LinuxBridgePortFlags();
    flags.mcastFlood = false;
    lan.SetFlags(2, flags);
    flags = LinuxBridgePortFlags();
    flags.bcastFlood = false;
    flags.learning = false;
    lan.SetFlags(3, flags);
    CHECK(lan.Send(0, lan.Host(0), Mac48Address("02:00:00:00:0c:01")) == "23");
    CHECK(lan.Send(0, lan.Host(0), GROUP) == "13");
    CHECK(lan.Send(0, lan.Host(0), BROADCAST) == "12");
    lan.Send(3, lan.Host(3), BROADCAST);
    CHECK(lan.Rows().size() == 1); // port 3 does not learn
    CHECK(lan.bridge->GetPortFlags(lan.bridge->GetPort(3)).bcastFlood == false);
    CHECK(!lan.bridge->SetPortFlags(lan.hosts[0], flags));
}

TEST_CASE("linux bridge: entries age from the last frame received from them")
{
    Lan lan(3);
    lan.Send(0, lan.Host(0), BROADCAST); // at 0
    lan.Wait(Seconds(200));
    lan.Send(1, lan.Host(1), BROADCAST); // at 200
    CHECK(lan.Send(1, 0) == "0");        // does not keep host 0
    lan.Wait(Seconds(99));
    CHECK(lan.Send(1, 0) == "0");
    lan.Wait(Seconds(2));
    CHECK(lan.Send(1, 0) == "02");
    CHECK(lan.Rows().size() == 1);
    lan.Wait(Seconds(301));
    CHECK(lan.Rows().empty());
    lan.bridge->SetAgeingTime(Seconds(0));
    lan.Send(0, lan.Host(0), BROADCAST);
    CHECK(lan.Rows().empty());
}

TEST_CASE("linux bridge: stations move; static entries move too, sticky ones do not")
{
    Lan lan(3);
    lan.Send(0, lan.Host(0), BROADCAST);
    lan.Send(1, lan.Host(0), BROADCAST);
    CHECK(lan.Send(2, lan.Host(2), lan.Host(0)) == "1");

    const Mac48Address fixed("02:00:00:00:0c:01");
    const Mac48Address sticky("02:00:00:00:0c:02");
    Ptr<NetDevice> port0 = lan.bridge->GetPort(0);
    CHECK(lan.bridge->FdbAdd(fixed, port0, BridgeFdb::STATIC) == BridgeFdb::OK);
    CHECK(lan.bridge->FdbAdd(sticky, port0, BridgeFdb::STATIC, true) == BridgeFdb::OK);
    lan.Send(1, fixed, BROADCAST);
    lan.Send(1, sticky, BROADCAST);
    CHECK(lan.Send(2, lan.Host(2), fixed) == "1");
    CHECK(lan.Send(2, lan.Host(2), sticky) == "0");
    lan.Wait(Seconds(1000));
    CHECK(lan.Rows() == std::vector<std::string>{"02:00:00:00:0c:01 port1 static",
                                                 "02:00:00:00:0c:02 port0 static sticky"});
}

TEST_CASE("linux bridge: fdb commands")
{
    Lan lan(2);
    const Mac48Address mac("02:00:00:00:0c:01");
    Ptr<NetDevice> port0 = lan.bridge->GetPort(0);
    Ptr<NetDevice> port1 = lan.bridge->GetPort(1);
    auto& bridge = *lan.bridge;
    CHECK(bridge.FdbDelete(mac, port0) == BridgeFdb::NOT_FOUND);
    CHECK(bridge.FdbAdd(mac, port0, BridgeFdb::STATIC) == BridgeFdb::OK);
    CHECK(bridge.FdbAdd(mac, port0, BridgeFdb::STATIC) == BridgeFdb::EXISTS);
    CHECK(bridge.FdbAdd(mac, port1, BridgeFdb::DYNAMIC, false, true) == BridgeFdb::OK);
    CHECK(lan.Rows() == std::vector<std::string>{"02:00:00:00:0c:01 port1 "});
    CHECK(bridge.FdbDelete(mac, port0) == BridgeFdb::NOT_FOUND);
    CHECK(bridge.FdbDelete(mac, port1) == BridgeFdb::OK);
    CHECK(bridge.FdbAdd(Mac48Address("00:00:00:00:00:00"), port0, BridgeFdb::STATIC) ==
          BridgeFdb::INVALID);
    CHECK(bridge.FdbAdd(mac, port0, BridgeFdb::PERMANENT, true) == BridgeFdb::INVALID);
    CHECK(bridge.FdbAdd(mac, lan.hosts[0], BridgeFdb::STATIC) == BridgeFdb::INVALID);
    CHECK(bridge.FdbAdd(mac, lan.bridge, BridgeFdb::STATIC) == BridgeFdb::INVALID);
    CHECK(bridge.FdbAdd(mac, lan.bridge, BridgeFdb::PERMANENT) == BridgeFdb::OK);
    // A permanent address is the bridge's own: nothing is forwarded there.
    CHECK(lan.Send(0, lan.Host(0), mac) == "");
    CHECK(bridge.FdbDelete(mac, lan.bridge) == BridgeFdb::OK);
    CHECK(lan.Send(0, lan.Host(0), mac) == "1");
    lan.Send(1, lan.Host(1), BROADCAST);
    CHECK(lan.Rows().size() == 2);
    bridge.FdbFlush(port0);
    CHECK(lan.Rows() == std::vector<std::string>{"02:00:00:00:0b:02 port1 "});
    bridge.FdbFlush();
    CHECK(lan.Rows().empty());
}

TEST_CASE("linux bridge: the addresses of bridge and ports are permanent rows")
{
    Lan lan(2);
    std::vector<LinuxBridgeFdbRow> rows = lan.bridge->GetFdbRows();
    REQUIRE(rows.size() == 2);
    CHECK(rows[0].state == "permanent");
    CHECK(rows[0].master == "br0");
    CHECK(rows[0].mac == Mac48Address::ConvertFrom(lan.bridge->GetPort(0)->GetAddress()));
    CHECK(rows[0].ifname == "port0");
    CHECK(lan.bridge->GetAddress() == lan.bridge->GetPort(0)->GetAddress());
    // An own address as source is not learned, but the frame goes on.
    CHECK(lan.Send(1, rows[0].mac, lan.Host(0)) == "0");
    CHECK(lan.Rows().empty());
    lan.bridge->SetAddress(Mac48Address("02:00:00:00:00:77"));
    rows = lan.bridge->GetFdbRows();
    REQUIRE(rows.size() == 3);
    CHECK(rows[2].mac == Mac48Address("02:00:00:00:00:77"));
    CHECK(rows[2].ifname == "br0");
    CHECK(lan.bridge->RemovePort(lan.bridge->GetPort(0)));
    CHECK(lan.bridge->GetFdbRows().size() == 2);
    CHECK(lan.bridge->GetAddress() == Mac48Address("02:00:00:00:00:77"));
}

TEST_CASE("linux bridge: link-local groups and bad sources")
{
    Lan lan(2);
    CHECK(lan.Send(0, lan.Host(0), Mac48Address("01:80:c2:00:00:00")) == "1");
    CHECK(lan.Send(0, lan.Host(0), Mac48Address("01:80:c2:00:00:01")) == "");
    CHECK(lan.Send(0, lan.Host(0), Mac48Address("01:80:c2:00:00:0e")) == "");
    CHECK(lan.Send(0, lan.Host(0), Mac48Address("01:80:c2:00:00:10")) == "1");
    lan.bridge->SetAttribute("GroupForwardMask", UintegerValue(0xffff));
    CHECK(lan.Send(0, lan.Host(0), Mac48Address("01:80:c2:00:00:0e")) == "1");
    CHECK(lan.Send(0, lan.Host(0), Mac48Address("01:80:c2:00:00:02")) == "");
    CHECK(lan.Send(0, GROUP, lan.Host(1)) == "");
    CHECK(lan.Send(0, Mac48Address("00:00:00:00:00:00"), lan.Host(1)) == "");
    CHECK(lan.bridge->GetDropCounters().Get(MAC_INVALID_SOURCE) == 2);
}

TEST_CASE("linux bridge: MTU of the ports")
{
    Lan lan(3);
    CHECK(lan.bridge->GetMtu() == 1500);
    lan.bridge->GetPort(1)->SetMtu(1400);
    CHECK(lan.bridge->GetMtu() == 1400);
    CHECK(lan.Send(0, lan.Host(0), BROADCAST, 1404) == "12");
    CHECK(lan.Send(0, lan.Host(0), BROADCAST, 1405) == "2");
    CHECK(lan.bridge->GetDropCounters().Get(MTU_LINK) == 1);
    lan.bridge->SetMtu(1300);
    CHECK(lan.bridge->GetMtu() == 1300);
}

TEST_CASE("linux bridge: ports without link, bridge switched off, ports that leave")
{
    Lan lan(3);
    lan.Send(0, lan.Host(0), BROADCAST);
    lan.Send(1, lan.Host(1), BROADCAST);
    CHECK(lan.bridge->IsLinkUp());
    lan.hosts[0]->SetUp(false);
    lan.Wait(MilliSeconds(1));
    CHECK(lan.Rows().size() == 1); // that of host 0 went with its link
    CHECK(lan.Send(1, lan.Host(1), BROADCAST) == "2");
    lan.hosts[0]->SetUp(true);
    lan.Wait(MilliSeconds(1));
    lan.bridge->SetUp(false);
    CHECK(!lan.bridge->IsLinkUp());
    CHECK(lan.Send(1, lan.Host(1), BROADCAST) == "");
    CHECK(lan.bridge->GetDropCounters().Get(BRIDGE_PORT_DOWN) == 1);
    lan.bridge->SetUp(true);
    CHECK(lan.bridge->RemovePort(lan.bridge->GetPort(2)));
    CHECK(!lan.bridge->RemovePort(lan.hosts[2]));
    CHECK(lan.Send(1, lan.Host(1), BROADCAST) == "0");
    CHECK(lan.Send(2, lan.Host(2), BROADCAST) == "");
    CHECK(lan.bridge->GetNPorts() == 2);
}

static bool
CountFrame(int* received, Ptr<NetDevice>, Ptr<const Packet>, uint16_t protocol, const Address& from)
{
    ++*received;
    CHECK(protocol == 0x1234);
    CHECK(Mac48Address::ConvertFrom(from) == Lan::Host(0));
    return true;
}

TEST_CASE("linux bridge: takes ns-3's CSMA devices as ports and refuses what cannot be one")
{
    Lan lan(2);
    NodeContainer segment(lan.hub);
    segment.Create(2);
    CsmaHelper csma;
    NetDeviceContainer devices = csma.Install(segment);
    CHECK(lan.bridge->AddPort(devices.Get(0), "csma0"));
    CHECK(!lan.bridge->AddPort(devices.Get(0)));
    CHECK(!lan.bridge->AddPort(devices.Get(1))); // on another node
    CHECK(!lan.bridge->AddPort(lan.bridge));
    CHECK(!lan.bridge->AddPort(nullptr));
    int received = 0;
    devices.Get(2)->SetReceiveCallback(MakeBoundCallback(&CountFrame, &received));
    CHECK(lan.Send(0, lan.Host(0), BROADCAST) == "1");
    CHECK(received == 1);
    // And the other way, by addresses that were learned.
    const Mac48Address station = Mac48Address::ConvertFrom(devices.Get(2)->GetAddress());
    lan.seen[0].clear();
    lan.seen[1].clear();
    devices.Get(2)->Send(Create<Packet>(60), lan.Host(0), 0x1234);
    lan.Wait(MilliSeconds(1));
    CHECK(lan.WhoSaw() == "0");
    CHECK(lan.Send(0, lan.Host(0), station) == "");
    CHECK(received == 2);
    bool found = false;
    for (const auto& row : lan.bridge->GetFdbRows())
    {
        found = found || (row.mac == station && row.ifname == "csma0");
    }
    CHECK(found);
    CHECK(lan.bridge->GetBooks().Close());
}
