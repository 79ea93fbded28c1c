/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "scenario-tunnel-options.h"

#include "ns3/link-options.h"

namespace ns3
{
namespace scenario
{

namespace
{

TunnelOptionForm
FormOf(LinkOptionKind kind)
{
    switch (kind)
    {
    case LinkOptionKind::NUMBER:
        return TunnelOptionForm::NUMBER;
    case LinkOptionKind::PORT_RANGE:
        return TunnelOptionForm::PORT_RANGE;
    case LinkOptionKind::ADDRESS:
        return TunnelOptionForm::ADDRESS;
    case LinkOptionKind::DEVICE:
        return TunnelOptionForm::DEVICE;
    case LinkOptionKind::CHOICE:
        return TunnelOptionForm::CHOICE;
    case LinkOptionKind::KEY:
        return TunnelOptionForm::KEY;
    case LinkOptionKind::FLAG:
    case LinkOptionKind::SWITCH:
        break;
    }
    return TunnelOptionForm::SWITCH;
}

std::vector<TunnelOption>
Convert(const std::vector<LinkOption>& table)
{
    std::vector<TunnelOption> options;
    for (const auto& entry : table)
    {
        if (!entry.IsSupported())
        {
            continue;
        }
        TunnelOption option;
        option.name = entry.name;
        option.form = FormOf(entry.kind);
        option.canBeOff = entry.kind == LinkOptionKind::SWITCH;
        option.min = entry.min;
        option.max = entry.max;
        option.hexadecimal = entry.base == 16;
        option.help = entry.help;
        if (!entry.unit.empty())
        {
            option.help += " In " + entry.unit + ".";
        }
        for (const auto& word : entry.words)
        {
            if (word.supported)
            {
                option.words.push_back(word.word);
                option.help += " \"" + word.word + "\": " + word.help;
                option.help += word.help.empty() || word.help.back() == '.' ? "" : ".";
            }
        }
        if (!entry.defaultText.empty())
        {
            option.help += " Default: " + entry.defaultText + ".";
        }
        options.push_back(std::move(option));
    }
    return options;
}

} // namespace

const std::vector<TunnelOption>&
TunnelOptions(const std::string& type)
{
    static const auto vxlan = Convert(VxlanLinkOptions());
    static const auto gretap = Convert(GretapLinkOptions());
    return type == "vxlan" ? vxlan : gretap;
}

} // namespace scenario
} // namespace ns3
