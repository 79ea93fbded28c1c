/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/iproute2-dump.h"

#include "ns3/simulator.h"
#include "ns3/tunnel-node.h"

#include <cinttypes>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <sstream>

namespace ns3
{

namespace
{

template <typename T>
std::string
ToText(const T& value)
{
    std::ostringstream out;
    out << value;
    return out.str();
}

/** Whole seconds, as the kernel counts them for this dump. */
uint64_t
WholeSeconds(double seconds)
{
    return static_cast<uint64_t>(seconds);
}

} // namespace

std::vector<BridgeFdbLine>
GetBridgeFdbLines(const Iproute2Host& host, Ptr<VxlanNetDevice> device)
{
    const Time now = Simulator::Now();
    std::vector<BridgeFdbLine> lines;
    for (const FdbRow& row : device->GetFdb().GetRows())
    {
        for (const Remote& remote : row.remotes)
        {
            BridgeFdbLine line;
            line.mac = ToText(row.mac);
            line.device = host.FindName(device);
            line.destination = remote.nexthop ? "" : remote.address.ToString();
            line.nexthop = remote.nexthop;
            line.sourceVni = device->GetConfig().external ? row.vni : 0;
            line.port = remote.port;
            line.hasVni = remote.hasVni;
            line.vni = remote.vni;
            if (remote.ifIndex != 0)
            {
                line.via = host.FindName(TunnelNode::GetDevice(host.GetNode(), remote.ifIndex));
            }
            line.used = (now - row.used).GetSeconds();
            line.updated = (now - row.updated).GetSeconds();
            line.flags = row.GetFlagNames();
            line.state = row.GetStateName();
            lines.push_back(line);
        }
    }
    return lines;
}

std::vector<BridgeFdbLine>
GetBridgeFdbLines(const Iproute2Host&, Ptr<LinuxBridgeNetDevice> device)
{
    std::vector<BridgeFdbLine> lines;
    for (const LinuxBridgeFdbRow& row : device->GetFdbRows())
    {
        BridgeFdbLine line;
        line.mac = ToText(row.mac);
        line.device = row.ifname;
        line.used = row.used.GetSeconds();
        line.updated = row.updated.GetSeconds();
        line.flags = row.flags;
        line.state = row.state;
        line.master = row.master;
        lines.push_back(line);
    }
    return lines;
}

std::string
FormatBridgeFdb(const std::vector<BridgeFdbLine>& lines, bool withDevice, bool statistics)
{
    std::string text;
    for (const auto& line : lines)
    {
        text += line.mac + " ";
        text += withDevice ? "dev " + line.device + " " : "";
        text += line.destination.empty() ? "" : "dst " + line.destination + " ";
        text += line.port == 0 ? "" : "port " + std::to_string(line.port) + " ";
        text += line.hasVni ? "vni " + std::to_string(line.vni) + " " : "";
        text += line.sourceVni == 0 ? "" : "src_vni " + std::to_string(line.sourceVni) + " ";
        text += line.via.empty() ? "" : "via " + line.via + " ";
        text += line.nexthop == 0 ? "" : "nhid " + std::to_string(line.nexthop) + " ";
        if (statistics)
        {
            text += "used " + std::to_string(WholeSeconds(line.used)) + "/" +
                    std::to_string(WholeSeconds(line.updated)) + " ";
        }
        for (const auto& flag : line.flags)
        {
            text += flag + " ";
        }
        text += line.master.empty() ? "" : "master " + line.master + " ";
        text += line.state + "\n";
    }
    return text;
}

nlohmann::ordered_json
BridgeFdbToJson(const std::vector<BridgeFdbLine>& lines, bool withDevice, bool statistics)
{
    auto rows = nlohmann::ordered_json::array();
    for (const auto& line : lines)
    {
        nlohmann::ordered_json row;
        row["mac"] = line.mac;
        if (withDevice)
        {
            row["ifname"] = line.device;
        }
        if (!line.destination.empty())
        {
            row["dst"] = line.destination;
        }
        if (line.port != 0)
        {
            row["port"] = line.port;
        }
        if (line.hasVni)
        {
            row["vni"] = line.vni;
        }
        if (line.sourceVni != 0)
        {
            row["src_vni"] = line.sourceVni;
        }
        if (!line.via.empty())
        {
            row["viaIf"] = line.via;
        }
        if (line.nexthop != 0)
        {
            row["nhid"] = line.nexthop;
        }
        if (statistics)
        {
            row["used"] = WholeSeconds(line.used);
            row["updated"] = WholeSeconds(line.updated);
        }
        row["flags"] = line.flags;
        if (!line.master.empty())
        {
            row["master"] = line.master;
        }
        row["state"] = line.state;
        rows.push_back(row);
    }
    return rows;
}

nlohmann::ordered_json
LinkStatsToJson(const LinkStats& stats)
{
    nlohmann::ordered_json rx;
    nlohmann::ordered_json tx;
    stats.rx.ForEach([&](const char* name, uint64_t value) { rx[name] = value; });
    stats.tx.ForEach([&](const char* name, uint64_t value) { tx[name] = value; });
    nlohmann::ordered_json both;
    both["rx"] = rx;
    both["tx"] = tx;
    return both;
}

std::string
FormatLinkStats(const LinkStats& stats)
{
    const auto& rx = stats.rx;
    const auto& tx = stats.tx;
    char text[1024];
    std::snprintf(
        text,
        sizeof(text),
        "    RX:  bytes packets errors dropped  missed   mcast\n"
        "    %10" PRIu64 " %7" PRIu64 " %6" PRIu64 " %7" PRIu64 " %7" PRIu64 " %7" PRIu64 "\n"
        "    RX errors:  length    crc   frame    fifo overrun\n"
        "               %7" PRIu64 " %6" PRIu64 " %7" PRIu64 " %7" PRIu64 " %7" PRIu64 "\n"
        "    TX:  bytes packets errors dropped carrier collsns\n"
        "    %10" PRIu64 " %7" PRIu64 " %6" PRIu64 " %7" PRIu64 " %7" PRIu64 " %7" PRIu64 "\n"
        "    TX errors: aborted   fifo  window heartbt\n"
        "               %7" PRIu64 " %6" PRIu64 " %7" PRIu64 " %7" PRIu64 "\n",
        rx.bytes,
        rx.packets,
        rx.errors,
        rx.dropped,
        rx.missedErrors,
        rx.multicast,
        rx.lengthErrors,
        rx.crcErrors,
        rx.frameErrors,
        rx.fifoErrors,
        rx.overErrors,
        tx.bytes,
        tx.packets,
        tx.errors,
        tx.dropped,
        tx.carrierErrors,
        tx.collisions,
        tx.abortedErrors,
        tx.fifoErrors,
        tx.windowErrors,
        tx.heartbeatErrors);
    return text;
}

} // namespace ns3
