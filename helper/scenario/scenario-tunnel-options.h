/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef SCENARIO_TUNNEL_OPTIONS_H
#define SCENARIO_TUNNEL_OPTIONS_H

#include <cstdint>
#include <string>
#include <vector>

namespace ns3
{
namespace scenario
{

/// How JSON writes the value of a tunnel option.
enum class TunnelOptionForm
{
    SWITCH,     //!< true or false
    NUMBER,     //!< number, or one of the words
    PORT_RANGE, //!< array of two ports
    ADDRESS,    //!< address, or name of a node
    DEVICE,     //!< name of a device
    CHOICE,     //!< one of the words
    KEY         //!< number or dotted quad
};

/// An option of a tunnel, as the interpreter of `ip link add` declares it.
struct TunnelOption
{
    std::string name;               //!< iproute2's keyword
    TunnelOptionForm form;          //!< how its value is written
    bool canBeOff{false};           //!< SWITCH: there is a "no" form
    uint64_t min{0};                //!< NUMBER: least
    uint64_t max{0};                //!< NUMBER: most
    bool hexadecimal{false};        //!< NUMBER: iproute2 reads it as hexadecimal
    std::vector<std::string> words; //!< NUMBER and CHOICE: words
    std::string help;               //!< one sentence, with the default
};

/**
 * @param [in] type "vxlan" or "gretap"
 * @return the options that the model has, from the one table that commands are read with, too
 */
const std::vector<TunnelOption>& TunnelOptions(const std::string& type);

} // namespace scenario
} // namespace ns3

#endif /* SCENARIO_TUNNEL_OPTIONS_H */
