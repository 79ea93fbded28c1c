/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/link-options.h"

#include <algorithm>
#include <cstdio>

namespace ns3
{

namespace
{

/** Names of DS field values that iproute2 knows (its table rt_dsfield). */
const struct
{
    const char* name;
    uint8_t value;
} DS_FIELD_NAMES[] = {{"default", 0x00}, {"AF11", 0x28}, {"AF12", 0x30}, {"AF13", 0x38},
                      {"AF21", 0x48},    {"AF22", 0x50}, {"AF23", 0x58}, {"AF31", 0x68},
                      {"AF32", 0x70},    {"AF33", 0x78}, {"AF41", 0x88}, {"AF42", 0x90},
                      {"AF43", 0x98},    {"CS1", 0x20},  {"CS2", 0x40},  {"CS3", 0x60},
                      {"CS4", 0x80},     {"CS5", 0xa0},  {"CS6", 0xc0},  {"CS7", 0xe0},
                      {"EF", 0xb8}};

bool
IsDsField(const LinkOption& option)
{
    return option.name == "tos";
}

/** The option with a keyword; or else the first whose keyword begins so. */
const LinkOption*
FindOption(const std::vector<LinkOption>& options, const std::string& word)
{
    auto fits = [&word](const LinkOption& option,
                        bool (*compare)(const std::string&, const std::string&)) {
        return compare(word, option.name) ||
               std::any_of(option.aliases.begin(), option.aliases.end(), [&](const auto& alias) {
                   return compare(word, alias);
               });
    };
    auto equal = [](const std::string& a, const std::string& b) { return a == b; };
    for (bool (*compare)(const std::string&, const std::string&) : {+equal, &IsKeyword})
    {
        for (const auto& option : options)
        {
            if (fits(option, compare))
            {
                return &option;
            }
        }
    }
    return nullptr;
}

LinkOptionValue
ReadNumber(const LinkOption& option, LinkOptionValue value)
{
    std::optional<uint64_t> number;
    if (IsDsField(option))
    {
        for (const auto& entry : DS_FIELD_NAMES)
        {
            if (value.text == entry.name)
            {
                number = entry.value;
            }
        }
    }
    if (!number)
    {
        number = ParseCommandNumber(value.text, option.max, option.base);
    }
    if (!number || *number < option.min)
    {
        // TTL is read in two steps: what is a number but too large gets words of its own.
        if (option.complaint == "TTL must be <= 255" && !ParseCommandNumber(value.text, UINT32_MAX))
        {
            FailArgument("invalid TTL", value.text);
        }
        FailArgument(option.complaint, value.text);
    }
    value.number = *number;
    return value;
}

LinkOptionValue
ReadKey(const LinkOption& option, LinkOptionValue value)
{
    if (value.text.find('.') != std::string::npos)
    {
        value.number = TakeAddress(value.text, IpAddress::IPV4).ToIpv4().Get();
        return value;
    }
    auto number = ParseCommandNumber(value.text, UINT32_MAX);
    if (!number)
    {
        throw CommandFailure{255,
                             "invalid value for \"" + option.name + "\": \"" + value.text +
                                 "\"; it should be an unsigned integer"};
    }
    value.number = *number;
    return value;
}

LinkOptionValue
ReadAddress(const LinkOption& option, LinkOptionValue value, IpAddress::Family& family)
{
    value.address = TakeAddress(value.text, family);
    if (value.address.IsNone())
    {
        if (option.defaultText != "any")
        {
            FailArgument(option.complaint, value.text);
        }
        return value;
    }
    family = value.address.GetFamily();
    const bool multicast = value.address.IsMulticast();
    if ((option.address == LinkAddressRule::UNICAST && multicast) ||
        (option.address == LinkAddressRule::MULTICAST && !multicast))
    {
        FailArgument(option.complaint, value.text);
    }
    return value;
}

} // namespace

LinkOptionValues::LinkOptionValues(const std::vector<LinkOption>& options, DeviceFinder findDevice)
    : m_options(options),
      m_findDevice(std::move(findDevice))
{
}

void
LinkOptionValues::SetFamily(IpAddress::Family family)
{
    m_family = family;
}

const std::vector<LinkOptionValue>&
LinkOptionValues::GetValues() const
{
    return m_values;
}

const LinkOptionValue*
LinkOptionValues::Find(const std::string& name) const
{
    for (const auto& value : m_values)
    {
        if (value.option->name == name)
        {
            return &value;
        }
    }
    return nullptr;
}

bool
LinkOptionValues::Read(CommandArguments& arguments)
{
    const std::string word = arguments.Peek();
    const LinkOption* option = FindOption(m_options, word);
    bool on = true;
    if (option == nullptr && word.compare(0, 2, "no") == 0)
    {
        on = false;
        option = FindOption(m_options, word.substr(2));
        if (option != nullptr && option->kind != LinkOptionKind::SWITCH &&
            option->kind != LinkOptionKind::KEY)
        {
            option = nullptr;
        }
    }
    if (option == nullptr)
    {
        return false;
    }
    arguments.Take();
    const bool bare =
        option->kind == LinkOptionKind::FLAG || option->kind == LinkOptionKind::SWITCH;
    if (bare && !option->repeatable && Find(option->name) != nullptr)
    {
        FailDuplicate(word, word);
    }
    LinkOptionValue value;
    value.option = option;
    value.on = on;
    m_values.push_back(on ? ReadValue(*option, arguments) : value);
    return true;
}

LinkOptionValue
LinkOptionValues::ReadValue(const LinkOption& option, CommandArguments& arguments)
{
    LinkOptionValue value;
    value.option = &option;
    if (option.kind == LinkOptionKind::FLAG || option.kind == LinkOptionKind::SWITCH)
    {
        return value;
    }
    value.text = arguments.Take();
    if (!option.repeatable && Find(option.name) != nullptr)
    {
        FailDuplicate(option.name, value.text);
    }
    for (const auto& word : option.words)
    {
        if (word.word == value.text)
        {
            value.word = word.word;
            value.number = word.number;
            return value;
        }
    }
    switch (option.kind)
    {
    case LinkOptionKind::NUMBER:
        return ReadNumber(option, value);
    case LinkOptionKind::KEY:
        return ReadKey(option, value);
    case LinkOptionKind::ADDRESS:
        return ReadAddress(option, value, m_family);
    case LinkOptionKind::PORT_RANGE:
        value.number = TakeNumber(value.text, UINT16_MAX, "min port");
        value.text = arguments.Take();
        value.second = TakeNumber(value.text, UINT16_MAX, "max port");
        return value;
    case LinkOptionKind::CHOICE:
        FailArgument(option.complaint, value.text);
    case LinkOptionKind::DEVICE:
        value.device = m_findDevice ? m_findDevice(value.text) : nullptr;
        if (m_findDevice && !value.device)
        {
            FailDevice(value.text, 255);
        }
        return value;
    default:
        break;
    }
    return value;
}

void
CheckLinkSupport(const LinkOptionValue& value)
{
    const LinkOption& option = *value.option;
    for (const auto& word : option.words)
    {
        if (word.word == value.word && !word.supported)
        {
            FailUnsupported("option " + option.name + " " + word.word);
        }
    }
    // What is off anyway may be switched off.
    const bool isOff =
        option.kind == LinkOptionKind::SWITCH && !value.on && option.defaultText == "off";
    if (!option.IsSupported() && !isOff)
    {
        FailUnsupported("option " + option.name);
    }
}

void
LinkOptionValues::Apply(LinkSettings& settings) const
{
    for (const LinkOptionValue& value : m_values)
    {
        CheckLinkSupport(value);
        if (value.option->apply)
        {
            value.option->apply(settings, value);
        }
    }
}

std::string
CheckLinkOption(const std::vector<LinkOption>& options, const std::vector<std::string>& words)
{
    try
    {
        CommandArguments arguments(words);
        LinkOptionValues values(options);
        if (arguments.IsEmpty() || !values.Read(arguments))
        {
            return "unknown option";
        }
        if (!arguments.IsEmpty())
        {
            return "\"" + arguments.Peek() + "\" is one word too many";
        }
        CheckLinkSupport(values.GetValues().front());
    }
    catch (const CommandFailure& failure)
    {
        return failure.errorText;
    }
    return "";
}

std::string
FormatLinkNumber(const LinkOption& option, uint64_t number)
{
    if (option.base != 16)
    {
        return std::to_string(number);
    }
    char text[24];
    std::snprintf(text, sizeof(text), "0x%llx", static_cast<unsigned long long>(number));
    return text;
}

} // namespace ns3
