/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef LINK_ARGUMENTS_H
#define LINK_ARGUMENTS_H

#include "ns3/command-arguments.h"
#include "ns3/iproute2-host.h"
#include "ns3/link-options.h"
#include "ns3/link-result.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace ns3
{

constexpr uint32_t LINK_MIN_MTU = 68;    //!< least MTU of an Ethernet device
constexpr uint32_t LINK_MAX_MTU = 65535; //!< largest

/** What `ip link add|set|del` was told. */
struct LinkArguments
{
    std::string name;
    std::string kind;
    std::optional<std::vector<uint8_t>> address;
    std::optional<uint32_t> mtu;
    std::optional<bool> up;
    std::optional<std::string> master; //!< empty: nomaster
    std::unique_ptr<LinkOptionValues> options;
};

/**
 * Reads what stands before the options of a device type.
 *
 * @param words the words after `ip link add|set|del`; read up to the name of the type
 * @return what was told
 * @throws CommandFailure as `ip link` complains
 */
LinkArguments TakeLinkArguments(CommandArguments& words);

/**
 * Reads the options of a device type, which stand behind everything else.
 *
 * @param host knows the devices that options name
 * @param words the rest of the words
 * @param arguments the type; the options are put there
 * @throws CommandFailure as `ip link` complains
 */
void TakeTypeOptions(const Iproute2Host& host, CommandArguments& words, LinkArguments& arguments);

/**
 * What iproute2 itself checks in the options of a VXLAN device.
 *
 * @param options the options
 * @param add a device is to be made
 * @throws CommandFailure as iproute2 complains
 */
void CheckVxlanOptions(const LinkOptionValues& options, bool add);

/**
 * Port ranges, as vxlan_validate() checks them.
 *
 * @param options the options
 * @throws CommandFailure as the kernel complains
 */
void CheckPortRange(const LinkOptionValues& options);

/**
 * What iproute2 itself derives from the options of a GRETAP device, and checks.
 *
 * @param config the options
 * @throws CommandFailure as iproute2 complains
 */
void CompleteGretap(GretapConfig& config);

/** @param mac an address @return whether a device may have it */
bool IsDeviceAddress(Mac48Address mac);

/** @param result of a device @throws CommandFailure with status 2 when it is a refusal */
void RequireLink(const LinkResult& result);

} // namespace ns3

#endif // LINK_ARGUMENTS_H
