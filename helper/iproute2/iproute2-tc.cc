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

/** The words of `action tunnel_key set`. */
TunnelMetadata
TakeTunnelKey(CommandArguments& words)
{
    TunnelMetadata metadata;
    while (!words.IsEmpty())
    {
        const std::string word = words.Take();
        if (word == "id")
        {
            metadata.key = static_cast<uint32_t>(TakeNumber(words.Take(), 0xffffff, "bad id"));
        }
        else if (word == "src_ip")
        {
            metadata.source = TakeAddress(words.Take());
        }
        else if (word == "dst_ip")
        {
            metadata.destination = TakeAddress(words.Take());
        }
        else if (word == "dst_port")
        {
            metadata.port =
                static_cast<uint16_t>(TakeNumber(words.Take(), UINT16_MAX, "bad dst port"));
        }
        else if (word == "tos")
        {
            metadata.tos = static_cast<uint8_t>(TakeNumber(words.Take(), UINT8_MAX, "bad tos"));
        }
        else if (word == "ttl")
        {
            metadata.ttl = static_cast<uint8_t>(TakeNumber(words.Take(), UINT8_MAX, "bad ttl"));
        }
        else if (word == "csum" || word == "nocsum")
        {
            metadata.checksum = word == "csum";
        }
        else if (word == "nofrag")
        {
            metadata.dontFragment = true;
        }
        else if (word == "vxlan_opts")
        {
            metadata.hasGroupPolicy = true;
            metadata.groupPolicy =
                static_cast<uint32_t>(TakeNumber(words.Take(), UINT32_MAX, "bad vxlan_opts"));
        }
        else
        {
            FailUnsupported("option " + word + " of \"tc ... tunnel_key set\"");
        }
    }
    if (metadata.destination.IsNone() ||
        metadata.source.GetFamily() != metadata.destination.GetFamily())
    {
        throw CommandFailure{1, "set needs tunnel_key parameters: src_ip and dst_ip"};
    }
    return metadata;
}

} // namespace

std::string
RunTc(Iproute2Host& host, CommandArguments& words)
{
    const std::string object = words.Take();
    if (object != "qdisc" && object != "filter")
    {
        FailUnsupported("\"tc " + object + "\"");
    }
    const std::string verb = words.Take();
    if (words.Take() != "dev")
    {
        FailUnsupported("\"tc " + object + "\" without dev");
    }
    const Ptr<VxlanNetDevice> device = DynamicCast<VxlanNetDevice>(host.GetDevice(words.Take()));
    if (!device || !device->GetConfig().external)
    {
        FailUnsupported("\"tc\" on a device that is not an external VXLAN device");
    }
    // The hook for filters is always there.
    if (object == "qdisc")
    {
        if ((verb != "add" && verb != "del") || words.Take() != "clsact")
        {
            FailUnsupported("\"tc qdisc\" but for clsact");
        }
        if (verb == "del")
        {
            device->SetEgressMetadata(std::nullopt);
        }
        return "";
    }
    if (words.Take() != "egress")
    {
        FailUnsupported("\"tc filter\" but for egress");
    }
    if (verb == "del")
    {
        device->SetEgressMetadata(std::nullopt);
        return "";
    }
    for (const char* expected : {"matchall", "action", "tunnel_key", "set"})
    {
        if (words.Take() != expected)
        {
            FailUnsupported("\"tc filter\" but for \"matchall action tunnel_key set\"");
        }
    }
    device->SetEgressMetadata(TakeTunnelKey(words));
    return "";
}

} // namespace ns3
