/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/config-store.h"
#include "ns3/config.h"
#include "ns3/enum.h"
#include "ns3/ethernet-link-helper.h"
#include "ns3/gretap-helper.h"
#include "ns3/gretap-net-device.h"
#include "ns3/internet-stack-helper.h"
#include "ns3/ipv4-address-helper.h"
#include "ns3/node-container.h"
#include "ns3/simulator.h"
#include "ns3/string.h"
#include "ns3/uinteger.h"
#include "ns3/vxlan-helper.h"
#include "ns3/vxlan-net-device.h"

#include <cstdlib>
#include <doctest/doctest.h>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

using namespace ns3;

namespace
{

/** Two nodes on a link, with a VXLAN and a GRETAP device between them. */
struct TwoTunnels
{
    TwoTunnels()
    {
        NodeContainer nodes(2);
        EthernetLinkHelper link;
        auto underlay = link.Install(nodes);
        InternetStackHelper stack;
        stack.Install(nodes);
        Ipv4AddressHelper("10.0.0.0", "255.255.255.0").Assign(underlay);
        VxlanHelper helper(100);
        helper.SetDeviceAttribute("Remote", StringValue("10.0.0.2"));
        vxlan = DynamicCast<VxlanNetDevice>(
            helper.InstallAt(nodes.Get(0), Ipv4Address("10.0.0.1")).Get(0));
        gretap = DynamicCast<GretapNetDevice>(GretapHelper()
                                                  .InstallPair(nodes.Get(0),
                                                               Ipv4Address("10.0.0.1"),
                                                               nodes.Get(1),
                                                               Ipv4Address("10.0.0.2"))
                                                  .Get(0));
    }

    ~TwoTunnels()
    {
        Simulator::Destroy();
    }

    Ptr<VxlanNetDevice> vxlan;
    Ptr<GretapNetDevice> gretap;
};

/** Run the ConfigStore over all objects of the simulation. */
void
Store(const std::string& mode, const std::string& file)
{
    Config::SetDefault("ns3::ConfigStore::Mode", StringValue(mode));
    Config::SetDefault("ns3::ConfigStore::Filename", StringValue(file));
    Config::SetDefault("ns3::ConfigStore::FileFormat", StringValue("RawText"));
    ConfigStore store;
    store.ConfigureAttributes();
}

/** Replace the value of the line that ends like this. */
std::string
WithValue(const std::string& text, const std::string& path, const std::string& value)
{
    std::istringstream lines(text);
    std::string result;
    std::string line;
    bool found = false;
    while (std::getline(lines, line))
    {
        auto at = line.find(path + " \"");
        if (at != std::string::npos)
        {
            line = line.substr(0, at + path.size()) + " \"" + value + "\"";
            found = true;
        }
        result += line + "\n";
    }
    CHECK(found);
    return result;
}

/** A new folder for temporary files. */
std::filesystem::path
MakeFolder()
{
    std::string name = std::filesystem::temp_directory_path() / "ns3-tunnel-XXXXXX";
    REQUIRE(mkdtemp(name.data()));
    return name;
}

} // namespace

TEST_CASE("tunnel devices: attributes are under Config paths")
{
    TwoTunnels tunnels;
    Config::Set("/NodeList/0/DeviceList/*/$ns3::VxlanNetDevice/Ttl", UintegerValue(7));
    Config::Set("/NodeList/*/DeviceList/*/$ns3::GretapNetDevice/Ttl", UintegerValue(8));
    CHECK(tunnels.vxlan->GetConfig().ttl == 7);
    CHECK(tunnels.gretap->GetConfig().ttl == 8);
}

TEST_CASE("tunnel devices: ConfigStore saves and loads their attributes")
{
    const std::filesystem::path folder = MakeFolder();
    const std::string path = folder / "config.txt";
    TwoTunnels tunnels;
    Store("Save", path);
    std::stringstream saved;
    saved << std::ifstream(path).rdbuf();
    std::string text = saved.str();
    CHECK(text.find("$ns3::VxlanNetDevice/Remote \"10.0.0.2\"") != std::string::npos);
    CHECK(text.find("$ns3::VxlanNetDevice/Vni \"100\"") != std::string::npos);
    CHECK(text.find("$ns3::GretapNetDevice/Local \"10.0.0.1\"") != std::string::npos);

    text = WithValue(text, "$ns3::VxlanNetDevice/Ttl", "9");
    text = WithValue(text, "$ns3::GretapNetDevice/Tos", "184");
    std::ofstream(path) << text;
    Store("Load", path);
    CHECK(tunnels.vxlan->GetConfig().ttl == 9);
    CHECK(tunnels.vxlan->GetConfig().vni == 100);
    CHECK(tunnels.gretap->GetConfig().tos == 184);
    CHECK(tunnels.gretap->GetConfig().local == Ipv4Address("10.0.0.1"));
    std::filesystem::remove_all(folder);
}
