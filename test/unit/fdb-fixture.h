/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef TUNNEL_TEST_FDB_FIXTURE_H
#define TUNNEL_TEST_FDB_FIXTURE_H

#include "ns3/fdb.h"

#include <sstream>
#include <string>
#include <vector>

// What the tests of commands on the forwarding database share.

namespace ns3
{
namespace fdbtest
{

/** Addresses of the default entry, a station and a group. */
const char* const ZERO = "00:00:00:00:00:00";
const char* const UNICAST = "02:00:00:00:0b:02";
const char* const GROUP = "01:00:5e:01:02:03";
/** The device's VNI. */
constexpr uint32_t VNI = 100;

/** @param last last byte @returns 10.0.0.last */
inline IpAddress
Ip(uint8_t last)
{
    return Ipv4Address(0x0a000000u + last);
}

/** @param mac address @param remote remote @returns `bridge fdb ... MAC dst ...` */
inline FdbRequest
Request(const char* mac, const Remote& remote)
{
    FdbRequest request;
    request.mac = Mac48Address(mac);
    request.remote = remote;
    return request;
}

/** @param mac address @param last last byte of the remote @returns a command's arguments */
inline FdbRequest
Request(const char* mac, uint8_t last)
{
    return Request(mac, Remote{Ip(last)});
}

/** @param fdb database @returns its rows, "MAC state dst,dst" each, as one text */
inline std::string
Show(const Fdb& fdb)
{
    std::ostringstream text;
    for (const FdbRow& row : fdb.GetRows())
    {
        text << row.mac << " " << row.GetStateName();
        for (const Remote& remote : row.remotes)
        {
            text << " " << remote.address.ToString();
            if (remote.port)
            {
                text << ":" << remote.port;
            }
            if (remote.hasVni)
            {
                text << "/" << remote.vni;
            }
            if (remote.ifIndex)
            {
                text << "%" << remote.ifIndex;
            }
        }
        text << "\n";
    }
    return text.str();
}

/** A device's database with VNI 100 and port 4789. */
struct Device
{
    Fdb fdb;
    std::vector<std::string> notices;

    Device()
    {
        fdb.SetDefaults(4789, VNI);
        fdb.SetNotifier([this](const FdbNotice& notice) {
            std::string text = FdbEventName(notice.event);
            text += " " + fdb.GetRemote(notice.remote).address.ToString();
            if (notice.previous)
            {
                text += " from " + notice.previous->address.ToString();
            }
            notices.push_back(text);
        });
    }
};

} // namespace fdbtest
} // namespace ns3

#endif /* TUNNEL_TEST_FDB_FIXTURE_H */
