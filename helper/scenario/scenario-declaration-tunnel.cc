/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "scenario-declaration.h"
#include "scenario-kinds.h"
#include "scenario-tunnel-options.h"

#include <algorithm>

namespace ns3
{
namespace scenario
{

namespace
{

using Tunnel = ObjectKind<TunnelSpec>;

/// A value as the words that stand for it on a command line.
using Words = std::string;

KindPtr<Words>
NumberWords(const TunnelOption& option)
{
    Json schema = {{"type", "integer"}, {"minimum", option.min}, {"maximum", option.max}};
    std::string expected =
        "a whole number from " + std::to_string(option.min) + " to " + std::to_string(option.max);
    if (!option.words.empty())
    {
        std::vector<std::string> quoted;
        for (const auto& word : option.words)
        {
            quoted.push_back(Quote(word));
        }
        expected += ", or " + ListNames(quoted);
        schema = {{"anyOf", Json::array({schema, Json{{"enum", option.words}}})}};
    }
    const auto number = Integer64(option.min, option.max);
    return std::make_shared<ScalarKind<Words>>(
        expected,
        schema,
        [option, number](const Json& value) -> std::optional<Words> {
            if (value.is_string())
            {
                const auto word = value.get<std::string>();
                return std::find(option.words.begin(), option.words.end(), word) !=
                               option.words.end()
                           ? std::optional<Words>(word)
                           : std::nullopt;
            }
            Problems problems;
            uint64_t parsed = 0;
            number->Read(value, "", parsed, problems);
            if (problems.HasErrors())
            {
                return std::nullopt;
            }
            if (!option.hexadecimal)
            {
                return std::to_string(parsed);
            }
            static const char* const DIGITS = "0123456789abcdef";
            std::string digits;
            for (; parsed > 0 || digits.empty(); parsed /= 16)
            {
                digits.insert(digits.begin(), DIGITS[parsed % 16]);
            }
            return "0x" + digits;
        },
        option.words);
}

KindPtr<Words>
PortRangeWords()
{
    const Json port = {{"type", "integer"}, {"minimum", 0}, {"maximum", 65535}};
    return std::make_shared<ScalarKind<Words>>(
        "an array of two ports, the first not above the second",
        Json{{"type", "array"}, {"items", port}, {"minItems", 2}, {"maxItems", 2}},
        [](const Json& value) -> std::optional<Words> {
            if (!value.is_array() || value.size() != 2 || !value[0].is_number_unsigned() ||
                !value[1].is_number_unsigned() || value[1] > 65535 || value[0] > value[1])
            {
                return std::nullopt;
            }
            return value[0].dump() + " " + value[1].dump();
        });
}

KindPtr<Words>
KeyWords()
{
    return std::make_shared<ScalarKind<Words>>(
        "a whole number from 0 to 4294967295, or a dotted quad",
        Json{{"anyOf",
              Json::array(
                  {Json{{"type", "integer"}, {"minimum", 0}, {"maximum", UINT32_MAX}},
                   Json{{"type", "string"}, {"format", "ipv4"}, {"pattern", "^[0-9.]+$"}}})}},
        [](const Json& value) -> std::optional<Words> {
            if (value.is_number_unsigned() && value <= UINT32_MAX)
            {
                return value.dump();
            }
            const auto address =
                value.is_string() ? ParseAddress(value.get<std::string>()) : std::nullopt;
            return address && !IsIpv6Text(*address) ? address : std::nullopt;
        });
}

KindPtr<Words>
WordsOf(const TunnelOption& option)
{
    switch (option.form)
    {
    case TunnelOptionForm::NUMBER:
        return NumberWords(option);
    case TunnelOptionForm::PORT_RANGE:
        return PortRangeWords();
    case TunnelOptionForm::ADDRESS:
        return Text("an IP address, the name of a node, or \"self\"");
    case TunnelOptionForm::DEVICE:
        return Name("the name of a device of the node");
    case TunnelOptionForm::CHOICE:
        return Choice(option.words);
    case TunnelOptionForm::KEY:
        return KeyWords();
    case TunnelOptionForm::SWITCH:
        break;
    }
    return nullptr;
}

void
AddSwitch(Tunnel& tunnel, const TunnelOption& option)
{
    const auto boolean = Boolean();
    tunnel.AddReader(option.name,
                     boolean,
                     Need::Optional(),
                     option.help,
                     [boolean, option](const Json& value,
                                       const std::string& pointer,
                                       TunnelSpec& out,
                                       Problems& problems) {
                         bool on = false;
                         boolean->Read(value, pointer, on, problems);
                         if (on || option.canBeOff)
                         {
                             out.options.emplace_back((on ? "" : "no") + option.name, "");
                         }
                     });
}

void
AddOption(Tunnel& tunnel, const TunnelOption& option)
{
    if (option.form == TunnelOptionForm::SWITCH)
    {
        AddSwitch(tunnel, option);
        return;
    }
    const auto words = WordsOf(option);
    const bool required = option.name == "id";
    tunnel.AddReader(option.name,
                     words,
                     required ? Need::Required() : Need::Optional(),
                     option.help,
                     [words, option](const Json& value,
                                     const std::string& pointer,
                                     TunnelSpec& out,
                                     Problems& problems) {
                         out.options.emplace_back(option.name, "");
                         words->Read(value, pointer, out.options.back().second, problems);
                     });
}

KindPtr<FdbEntrySpec>
DeclareFdbEntry()
{
    auto entry =
        std::make_shared<ObjectKind<FdbEntrySpec>>("fdb-entry",
                                                   "A static entry, as of `bridge fdb append`.");
    entry->Add("mac", &FdbEntrySpec::mac, AnyMac(), Need::Required(), "Address of the entry.")
        .Add("dst",
             &FdbEntrySpec::dst,
             Text("an IP address or the name of a node"),
             Need::Required(),
             "Remote: an address, or a node's name for its first address.")
        .Add("port",
             &FdbEntrySpec::port,
             Integer(1, 65535),
             Need::Optional(),
             "UDP port of the remote, if not the device's.")
        .Add("vni",
             &FdbEntrySpec::vni,
             Integer(0, 16777215),
             Need::Optional(),
             "VNI for this remote, if not the device's.")
        .Add("state",
             &FdbEntrySpec::state,
             Choice({"permanent", "static", "dynamic"}),
             Need::Default("permanent"),
             "State of the entry.");
    return entry;
}

/// The keys that say where a tunnel is, whatever it is.
void
AddCommon(Tunnel& tunnel)
{
    tunnel
        .Add("node",
             &TunnelSpec::nodes,
             NameOrNames("names of nodes"),
             Need::Required(),
             "Node that has the tunnel, or several that have one each with these options.")
        .Add("name",
             &TunnelSpec::name,
             Name("the name of a device"),
             Need::Required(),
             "Name of the device.")
        .Add("bridge",
             &TunnelSpec::bridge,
             Name("the name of a bridge"),
             Need::Optional(),
             "Bridge of the node that has the tunnel as a port.")
        .Add("port",
             &TunnelSpec::port,
             DeclarePort(),
             Need::Default(Json::object()),
             "Flags of the bridge port.")
        .Add("addresses",
             &TunnelSpec::addresses,
             ListOf(Prefix(), "addresses"),
             Need::Default(Json::array()),
             "IP addresses of the node on the tunnel device itself (one node only).");
}

void
AddFdb(Tunnel& tunnel)
{
    tunnel
        .Add("flood",
             &TunnelSpec::flood,
             ListOf(Text("an IP address or the name of a node"), "addresses or names of nodes"),
             Need::Default(Json::array()),
             "Head-end replication: remotes of the all-zeros entry. The node itself is left out, "
             "so one list serves all nodes.")
        .Add("fdb",
             &TunnelSpec::fdb,
             ListOf(DeclareFdbEntry(), "entries"),
             Need::Default(Json::array()),
             "Static entries of the forwarding database.");
}

KindPtr<TunnelSpec>
DeclareTunnelType(const char* type, const char* help)
{
    auto tunnel = std::make_shared<Tunnel>(std::string(type) + "-tunnel", help);
    tunnel->Add("type", &TunnelSpec::type, Choice({type}), Need::Required(), "Kind of tunnel.");
    AddCommon(*tunnel);
    tunnel
        ->Add("mtu",
              &TunnelSpec::mtu,
              Integer(68, 65535),
              Need::Optional(),
              "MTU of the device; without it Linux's: 1500, or what the `dev` below leaves room "
              "for (GRETAP: what the route to the remote leaves).")
        .Add("mac",
             &TunnelSpec::mac,
             StationMac(),
             Need::Optional(),
             "MAC address of the device (one node only); without it one is made up.");
    if (std::string(type) == "vxlan")
    {
        AddFdb(*tunnel);
    }
    for (const auto& option : TunnelOptions(type))
    {
        AddOption(*tunnel, option);
    }
    return tunnel;
}

KindPtr<TunnelSpec>
DeclareTunnelCommand()
{
    auto tunnel =
        std::make_shared<Tunnel>("command-tunnel", "A tunnel as the command that makes it.");
    AddCommon(*tunnel);
    tunnel->Add("command",
                &TunnelSpec::command,
                Text("a command such as \"ip link add vx0 type vxlan id 100 dstport 4789\""),
                Need::Required(),
                "The command, with addresses in full; `name` must be the device that it makes.");
    AddFdb(*tunnel);
    return tunnel;
}

} // namespace

KindPtr<TunnelSpec>
DeclareTunnel()
{
    // Which of the two forms it is shows by the key "type" or "command".
    auto byType = std::make_shared<AlternativesKind<TunnelSpec>>("type", "tunnel");
    byType
        ->Add("vxlan",
              DeclareTunnelType("vxlan",
                                "A VXLAN device (RFC 7348). The options after `fdb` are those of "
                                "`ip link add ... type vxlan`, with Linux's defaults."))
        .Add(
            "gretap",
            DeclareTunnelType("gretap",
                              "A GRETAP device (Ethernet over GRE, RFC 2784 and 2890). The options "
                              "after `mac` are those of `ip link add ... type gretap`, with "
                              "Linux's defaults."));
    auto tunnel = std::make_shared<AlternativesKind<TunnelSpec>>("", "tunnel");
    tunnel->Add("type", byType).Add("command", DeclareTunnelCommand());
    return tunnel;
}

} // namespace scenario
} // namespace ns3
