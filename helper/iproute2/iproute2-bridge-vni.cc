/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/iproute2-commands.h"
#include "ns3/vxlan-net-device.h"

namespace ns3
{

namespace
{

constexpr int BRIDGE_STATUS = 255;

/** VNIs from the first to the last. */
struct VniRange
{
    uint32_t first{0};
    uint32_t last{0};
};

VniRange
TakeRange(const std::string& text)
{
    const size_t dash = text.find('-');
    VniRange range;
    range.first =
        static_cast<uint32_t>(TakeNumber(text.substr(0, dash), FDB_VNI_MAX, "invalid vni"));
    range.last =
        dash == std::string::npos
            ? range.first
            : static_cast<uint32_t>(TakeNumber(text.substr(dash + 1), FDB_VNI_MAX, "invalid vni"));
    if (range.last < range.first)
    {
        FailArgument("Invalid VNI range", text);
    }
    return range;
}

} // namespace

std::string
RunBridgeVni(Iproute2Host& host, CommandArguments& words, const CommandOptions&)
{
    const std::string verb = words.IsEmpty() ? "show" : words.Take();
    const bool add = IsKeyword(verb, "add");
    if (!add && !IsKeyword(verb, "delete"))
    {
        if (IsKeyword(verb, "show") || verb == "list" || verb == "lst")
        {
            FailUnsupported("\"bridge vni " + verb + "\"");
        }
        throw CommandFailure{BRIDGE_STATUS,
                             "Command \"" + verb + "\" is unknown, try \"bridge vni help\"."};
    }
    std::string name;
    std::vector<VniRange> ranges;
    IpAddress remote;
    while (!words.IsEmpty())
    {
        const std::string word = words.Take();
        if (word == "dev")
        {
            name = words.Take();
        }
        else if (word == "vni")
        {
            ranges.push_back(TakeRange(words.Take()));
        }
        else if (word == "group" || word == "remote")
        {
            const std::string text = words.Take();
            remote = TakeAddress(text);
            if (remote.IsMulticast() != (word == "group"))
            {
                FailArgument("invalid " + word + " address", text);
            }
        }
        else
        {
            FailArgument("unknown option", word);
        }
    }
    if (name.empty() || ranges.empty())
    {
        throw CommandFailure{BRIDGE_STATUS, "Device and VNI ID are required arguments."};
    }
    Ptr<VxlanNetDevice> device = DynamicCast<VxlanNetDevice>(host.GetDevice(name, BRIDGE_STATUS));
    if (!device)
    {
        FailKernel("vxlan: The device is not a vxlan device.", BRIDGE_STATUS);
    }
    for (const VniRange& range : ranges)
    {
        for (uint32_t vni = range.first; vni <= range.last; ++vni)
        {
            const FdbResult result = add ? device->AddVni(vni, remote) : device->DeleteVni(vni);
            if (!result.IsOk())
            {
                throw CommandFailure{BRIDGE_STATUS, result.ToString()};
            }
        }
    }
    return "";
}

} // namespace ns3
