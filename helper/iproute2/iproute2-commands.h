/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef IPROUTE2_COMMANDS_H
#define IPROUTE2_COMMANDS_H

#include "ns3/command-arguments.h"
#include "ns3/iproute2-host.h"
#include "ns3/linux-bridge-net-device.h"

#include <optional>
#include <string>
#include <vector>

namespace ns3
{

/**
 * @file
 * The commands, one function per object; the words begin after the object's name. Each throws
 * CommandFailure when the command is refused.
 */

/** Options before the object's name. */
struct CommandOptions
{
    IpAddress::Family family{IpAddress::NONE}; //!< -4, -6
    bool json{false};                          //!< -j
    bool details{false};                       //!< -d
    bool statistics{false};                    //!< -s
};

/** `ip link`. @param host node @param words arguments @param options before @return output */
std::string RunIpLink(Iproute2Host& host, CommandArguments& words, const CommandOptions& options);
/** `ip link set`. @param host node @param words arguments @return output */
std::string RunIpLinkSet(Iproute2Host& host, CommandArguments& words);
/** `ip link del`. @param host node @param words arguments @return output */
std::string RunIpLinkDelete(Iproute2Host& host, CommandArguments& words);
/** `ip address`. @param host node @param words arguments @param options before @return output */
std::string RunIpAddress(Iproute2Host& host,
                         CommandArguments& words,
                         const CommandOptions& options);
/** `ip neighbour`. @param host node @param words arguments @param options before @return output */
std::string RunIpNeighbour(Iproute2Host& host,
                           CommandArguments& words,
                           const CommandOptions& options);
/** `ip route`. @param host node @param words arguments @param options before @return output */
std::string RunIpRoute(Iproute2Host& host, CommandArguments& words, const CommandOptions& options);
/** `ip nexthop`. @param host node @param words arguments @param options before @return output */
std::string RunIpNexthop(Iproute2Host& host,
                         CommandArguments& words,
                         const CommandOptions& options);
/** `bridge fdb`. @param host node @param words arguments @param options before @return output */
std::string RunBridgeFdb(Iproute2Host& host,
                         CommandArguments& words,
                         const CommandOptions& options);
/** `bridge vni`. @param host node @param words arguments @param options before @return output */
std::string RunBridgeVni(Iproute2Host& host,
                         CommandArguments& words,
                         const CommandOptions& options);
/** `tc`, for metadata of external devices. @param host node @param words arguments @return output
 */
std::string RunTc(Iproute2Host& host, CommandArguments& words);
/** `sysctl`. @param host node @param words arguments @param options none @return output */
std::string RunSysctl(Iproute2Host& host, CommandArguments& words, const CommandOptions& options);

/**
 * Reads a link-layer address as `ip` does: any number of bytes.
 *
 * @param text the address
 * @return its bytes
 * @throws CommandFailure as `ip` complains
 */
std::vector<uint8_t> TakeLinkAddress(const std::string& text);

/**
 * @param bytes a link-layer address
 * @return the MAC address that it is, or nothing when it has another length
 */
std::optional<Mac48Address> ToMacAddress(const std::vector<uint8_t>& bytes);

/**
 * The IPv4 or IPv6 interface of a device, made and set up when there is none.
 *
 * @param node the node
 * @param device the device
 * @param family which
 * @return its number in the stack
 * @throws CommandFailure when the node has no such stack
 */
uint32_t GetIpInterface(Ptr<Node> node, Ptr<NetDevice> device, IpAddress::Family family);

/**
 * @param host the devices that have names
 * @param device one of them
 * @return the Linux bridge that has it as a port, or null
 */
Ptr<LinuxBridgeNetDevice> FindMaster(const Iproute2Host& host, Ptr<NetDevice> device);

/**
 * Tells the node's outer output that routes or addresses are no longer what they were.
 *
 * @param node the node
 */
void NoteRouteChange(Ptr<Node> node);

} // namespace ns3

#endif // IPROUTE2_COMMANDS_H
