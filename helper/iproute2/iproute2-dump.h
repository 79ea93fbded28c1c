/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef IPROUTE2_DUMP_H
#define IPROUTE2_DUMP_H

#include "ns3/iproute2-host.h"
#include "ns3/link-stats.h"
#include "ns3/linux-bridge-net-device.h"
#include "ns3/vxlan-net-device.h"

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

namespace ns3
{

/** One line of `bridge fdb show`: an entry has one for each of its remotes. */
struct BridgeFdbLine
{
    std::string mac;                //!< address
    std::string device;             //!< name of the device
    std::string destination;        //!< "dst"; empty: none
    uint16_t port{0};               //!< "port"; 0: the device's
    bool hasVni{false};             //!< whether "vni" is shown
    uint32_t vni{0};                //!< "vni"
    std::string via;                //!< "via": name of a device; empty: none
    uint32_t sourceVni{0};          //!< VNI of the key, of devices with many; 0: not shown
    uint32_t nexthop{0};            //!< nexthop group; 0: not shown
    double used{0};                 //!< seconds since a frame was sent to it
    double updated{0};              //!< seconds since it was heard from or changed
    std::vector<std::string> flags; //!< "self", "router", "extern_learn" ...
    std::string state;              //!< "permanent", "static", "stale" or nothing
    std::string master;             //!< name of the bridge that has the entry; empty: none
};

/**
 * The lines of `bridge fdb show dev X` for a VXLAN device, sorted by address; remotes of one entry
 * in its order.
 *
 * @param host names the devices
 * @param device the device
 * @return the lines
 */
std::vector<BridgeFdbLine> GetBridgeFdbLines(const Iproute2Host& host, Ptr<VxlanNetDevice> device);

/**
 * The lines of `bridge fdb show` for a Linux bridge.
 *
 * @param host names the devices
 * @param device the bridge
 * @return the lines
 */
std::vector<BridgeFdbLine> GetBridgeFdbLines(const Iproute2Host& host,
                                             Ptr<LinuxBridgeNetDevice> device);

/**
 * Lines as `bridge fdb show` prints them.
 *
 * @param lines the lines
 * @param withDevice "dev X" in each (not when one device was asked for)
 * @param statistics "used A/B" in each (-s)
 * @return text, each line ended
 */
std::string FormatBridgeFdb(const std::vector<BridgeFdbLine>& lines,
                            bool withDevice,
                            bool statistics = false);

/**
 * Lines as `bridge -j fdb show` prints them.
 *
 * @param lines the lines
 * @param withDevice "ifname" in each (not when one device was asked for)
 * @param statistics "used" and "updated" in each (-s)
 * @return an array of objects with the keys in iproute2's order
 */
nlohmann::ordered_json BridgeFdbToJson(const std::vector<BridgeFdbLine>& lines,
                                       bool withDevice,
                                       bool statistics = false);

/**
 * The counters of a device as `ip -s -s -j link show` has them in "stats64".
 *
 * @param stats the counters
 * @return {"rx": {...}, "tx": {...}}
 */
nlohmann::ordered_json LinkStatsToJson(const LinkStats& stats);

/**
 * The counters of a device as `ip -s -s link show` prints them.
 *
 * @param stats the counters
 * @return eight lines, each ended
 */
std::string FormatLinkStats(const LinkStats& stats);

} // namespace ns3

#endif // IPROUTE2_DUMP_H
