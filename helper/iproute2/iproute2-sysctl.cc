/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/boolean.h"
#include "ns3/iproute2-commands.h"
#include "ns3/ipv4.h"
#include "ns3/ipv6.h"
#include "ns3/tunnel-node.h"
#include "ns3/uinteger.h"
#include "ns3/vxlan-net-device.h"

#include <sstream>

namespace ns3
{

namespace
{

[[noreturn]] void
FailValue(const std::string& key)
{
    throw CommandFailure{1, "sysctl: setting key \"" + key + "\": Invalid argument"};
}

uint64_t
ReadNumber(const std::string& key, const std::string& value, uint64_t min, uint64_t max)
{
    auto number = ParseCommandNumber(value, max);
    if (!number || *number < min)
    {
        FailValue(key);
    }
    return *number;
}

void
SetLocalPortRange(Iproute2Host& host, const std::string& key, const std::string& value)
{
    std::istringstream words(value);
    std::string low;
    std::string high;
    std::string rest;
    if (!(words >> low >> high) || (words >> rest))
    {
        FailValue(key);
    }
    const auto min = static_cast<uint16_t>(ReadNumber(key, low, 1, UINT16_MAX));
    const auto max = static_cast<uint16_t>(ReadNumber(key, high, 1, UINT16_MAX));
    if (max < min)
    {
        FailValue(key);
    }
    TunnelNode::GetOrCreate(host.GetNode())->SetLocalPortRange(min, max);
}

void
SetDefaultTtl(Iproute2Host& host, const std::string& key, const std::string& value)
{
    const uint64_t ttl = ReadNumber(key, value, 1, 255);
    Ptr<Ipv4> ipv4 = host.GetNode()->GetObject<Ipv4>();
    if (!ipv4 || !ipv4->SetAttributeFailSafe("DefaultTtl", UintegerValue(ttl)))
    {
        FailUnsupported("sysctl " + key + " on this node");
    }
}

void
SetForwarding4(Iproute2Host& host, const std::string& key, const std::string& value)
{
    const bool on = ReadNumber(key, value, 0, 1) != 0;
    Ptr<Ipv4> ipv4 = host.GetNode()->GetObject<Ipv4>();
    if (!ipv4)
    {
        FailUnsupported("sysctl " + key + " on this node");
    }
    ipv4->SetAttribute("IpForward", BooleanValue(on));
}

void
SetForwarding6(Iproute2Host& host, const std::string& key, const std::string& value)
{
    const bool on = ReadNumber(key, value, 0, 1) != 0;
    Ptr<Ipv6> ipv6 = host.GetNode()->GetObject<Ipv6>();
    if (!ipv6)
    {
        FailUnsupported("sysctl " + key + " on this node");
    }
    ipv6->SetAttribute("IpForward", BooleanValue(on));
}

/** A key and what sets it. */
const struct
{
    const char* key;
    void (*set)(Iproute2Host&, const std::string&, const std::string&);
} KEYS[] = {{"net.ipv4.ip_local_port_range", SetLocalPortRange},
            {"net.ipv4.ip_default_ttl", SetDefaultTtl},
            {"net.ipv4.ip_forward", SetForwarding4},
            {"net.ipv6.conf.all.forwarding", SetForwarding6}};

/**
 * Keys of one device: net.ipv6.conf.DEVICE.disable_ipv6, and addr_gen_mode, where tunnel devices
 * have no address of their own making anyway.
 */
bool
SetDeviceKey(Iproute2Host& host, const std::string& key, const std::string& value)
{
    static const std::string PREFIX = "net.ipv6.conf.";
    const size_t dot = key.rfind('.');
    if (key.compare(0, PREFIX.size(), PREFIX) != 0 || dot < PREFIX.size())
    {
        return false;
    }
    const std::string name = key.substr(PREFIX.size(), dot - PREFIX.size());
    const std::string leaf = key.substr(dot + 1);
    const Ptr<VxlanNetDevice> device = DynamicCast<VxlanNetDevice>(host.FindDevice(name));
    if (!device || (leaf != "disable_ipv6" && leaf != "addr_gen_mode"))
    {
        return false;
    }
    if (leaf == "addr_gen_mode")
    {
        if (ReadNumber(key, value, 0, 3) != 1)
        {
            FailUnsupported("sysctl " + key + "=" + value);
        }
        return true;
    }
    device->SetIpv6Enabled(ReadNumber(key, value, 0, 1) == 0);
    return true;
}

void
SetKey(Iproute2Host& host, const std::string& assignment)
{
    const size_t equals = assignment.find('=');
    if (equals == std::string::npos)
    {
        throw CommandFailure{1, "sysctl: \"" + assignment + "\" must be of the form name=value"};
    }
    const std::string key = assignment.substr(0, equals);
    for (const auto& entry : KEYS)
    {
        if (key == entry.key)
        {
            entry.set(host, key, assignment.substr(equals + 1));
            NoteRouteChange(host.GetNode());
            return;
        }
    }
    if (!SetDeviceKey(host, key, assignment.substr(equals + 1)))
    {
        FailUnsupported("sysctl " + key);
    }
}

} // namespace

std::string
RunSysctl(Iproute2Host& host, CommandArguments& words, const CommandOptions&)
{
    bool write = false;
    while (!words.IsEmpty() && words.Peek()[0] == '-')
    {
        const std::string word = words.Take();
        if (word.find_first_not_of("-qw") != std::string::npos && word != "--write" &&
            word != "--quiet")
        {
            FailUnsupported("option " + word + " of sysctl");
        }
        write = write || word == "--write" || (word[1] != '-' && word.find('w') != word.npos);
    }
    if (words.IsEmpty())
    {
        throw CommandFailure{1, "sysctl: no variables specified"};
    }
    while (!words.IsEmpty())
    {
        if (!write && words.Peek().find('=') == std::string::npos)
        {
            FailUnsupported("reading by sysctl");
        }
        SetKey(host, words.Take());
    }
    return "";
}

} // namespace ns3
