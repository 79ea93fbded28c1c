/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "scenario-kinds.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <regex>

namespace ns3
{
namespace scenario
{

namespace
{

/// A kind of text with a form, checked by the same pattern that the schema shows.
template <class T>
KindPtr<T>
Formed(const std::string& expected,
       const std::string& pattern,
       const std::function<std::optional<T>(const std::string&)>& parse)
{
    return std::make_shared<ScalarKind<T>>(expected,
                                           Json{{"type", "string"}, {"pattern", pattern}},
                                           [parse](const Json& value) -> std::optional<T> {
                                               return value.is_string()
                                                          ? parse(value.get<std::string>())
                                                          : std::nullopt;
                                           });
}

KindPtr<std::string>
Patterned(const std::string& expected, const std::string& pattern)
{
    return Formed<std::string>(
        expected,
        pattern,
        [matcher = std::regex(pattern, std::regex::ECMAScript | std::regex::optimize)](
            const std::string& text) -> std::optional<std::string> {
            const size_t longest = 256; // std::regex recurses
            return text.size() <= longest && std::regex_match(text, matcher)
                       ? std::optional<std::string>(text)
                       : std::nullopt;
        });
}

/// A value that is at least `min`.
template <class T>
std::optional<T>
AtLeast(std::optional<T> value, T min)
{
    return value && *value >= min ? value : std::nullopt;
}

template <class T>
KindPtr<T>
WholeNumber(T min, T max)
{
    return std::make_shared<ScalarKind<T>>(
        "a whole number from " + std::to_string(min) + " to " + std::to_string(max),
        Json{{"type", "integer"}, {"minimum", min}, {"maximum", max}},
        [min, max](const Json& value) -> std::optional<T> {
            // 1e3 is a whole number too, in JSON as in the schema.
            const double number = value.is_number() ? value.get<double>() : -1;
            if (number < static_cast<double>(min) || number > static_cast<double>(max) ||
                number != std::floor(number))
            {
                return std::nullopt;
            }
            return value.is_number_unsigned() ? value.get<T>() : static_cast<T>(number);
        });
}

/// One number of a bound.
KindPtr<double>
BoundNumber(BoundUnit unit)
{
    switch (unit)
    {
    case BoundUnit::RATE:
        return Formed<double>("a data rate with its unit, such as \"90Mbps\"",
                              RATE_PATTERN,
                              [](const std::string& text) -> std::optional<double> {
                                  const auto rate = ParseRate(text);
                                  return rate ? std::optional<double>(*rate) : std::nullopt;
                              });
    case BoundUnit::DURATION:
        return Formed<double>("a duration with its unit, such as \"2ms\"",
                              DURATION_PATTERN,
                              [](const std::string& text) -> std::optional<double> {
                                  const auto duration = ParseDuration(text);
                                  return duration ? std::optional<double>(*duration / 1e9)
                                                  : std::nullopt;
                              });
    case BoundUnit::SIZE:
        return Formed<double>("a size with its unit, such as \"10MiB\"",
                              SIZE_PATTERN,
                              [](const std::string& text) -> std::optional<double> {
                                  const auto size = ParseSize(text);
                                  return size ? std::optional<double>(*size) : std::nullopt;
                              });
    case BoundUnit::NUMBER:
        break;
    }
    return Number(std::numeric_limits<double>::lowest(), std::numeric_limits<double>::max());
}

/// Limits as an object, or the value to equal.
class LimitsKind : public Kind<Bound>
{
  public:
    LimitsKind(std::shared_ptr<const ObjectKind<Bound>> object, KindPtr<double> number)
        : m_object(std::move(object)),
          m_number(std::move(number))
    {
    }

    void Read(const Json& value,
              const std::string& pointer,
              Bound& out,
              Problems& problems) const override
    {
        if (!value.is_object())
        {
            m_number->Read(value, pointer, out.equals.emplace(), problems);
            return;
        }
        m_object->Read(value, pointer, out, problems);
        if (!out.min && !out.max && !out.equals)
        {
            problems.Error(pointer, "no limit", "at least one of min, max and equals");
        }
    }

    Json Schema(Catalogue& catalogue) const override
    {
        return {{"anyOf",
                 Json::array({m_number->Schema(catalogue),
                              Json{{"allOf", Json::array({m_object->Schema(catalogue)})},
                                   {"anyOf",
                                    Json::array({Json{{"required", {"min"}}},
                                                 Json{{"required", {"max"}}},
                                                 Json{{"required", {"equals"}}}})}}})}};
    }

    std::string Expected() const override
    {
        return "limits (min, max, equals, tolerance), or " + m_number->Expected();
    }

  private:
    std::shared_ptr<const ObjectKind<Bound>> m_object; //!< full form
    KindPtr<double> m_number;                          //!< short form
};

/// One name, or a list of names.
class NameOrNamesKind : public Kind<std::vector<std::string>>
{
  public:
    explicit NameOrNamesKind(const std::string& what)
        : m_what(what),
          m_name(Name("the name of a node")),
          m_list(ListOf(m_name, what, 1))
    {
    }

    void Read(const Json& value,
              const std::string& pointer,
              std::vector<std::string>& out,
              Problems& problems) const override
    {
        if (value.is_string())
        {
            out.assign(1, "");
            m_name->Read(value, pointer, out[0], problems);
            return;
        }
        m_list->Read(value, pointer, out, problems);
    }

    Json Schema(Catalogue& catalogue) const override
    {
        return {{"anyOf", Json::array({m_name->Schema(catalogue), m_list->Schema(catalogue)})}};
    }

    std::string Expected() const override
    {
        return "the name of a node, or an array of such names";
    }

  private:
    std::string m_what;                                           //!< plural noun
    KindPtr<std::string> m_name;                                  //!< one
    std::shared_ptr<const Kind<std::vector<std::string>>> m_list; //!< several
};

} // namespace

KindPtr<std::string>
Text(const std::string& expected)
{
    return std::make_shared<ScalarKind<std::string>>(
        expected,
        Json{{"type", "string"}},
        [](const Json& value) {
            return value.is_string() ? std::optional<std::string>(value.get<std::string>())
                                     : std::nullopt;
        });
}

KindPtr<std::string>
Name(const std::string& expected)
{
    return Patterned(expected + " (letters, digits, \"_\", \"-\", \".\"; at most 63)",
                     NAME_PATTERN);
}

KindPtr<std::string>
Endpoint(const std::string& expected)
{
    return Patterned(expected,
                     "^[A-Za-z0-9][A-Za-z0-9_.-]{0,62}(/[A-Za-z0-9][A-Za-z0-9_.-]{0,14})?$");
}

KindPtr<std::string>
Choice(std::vector<std::string> names)
{
    std::vector<std::string> quoted;
    for (const auto& name : names)
    {
        quoted.push_back(Quote(name));
    }
    return std::make_shared<ScalarKind<std::string>>(
        ListNames(quoted),
        Json{{"enum", names}},
        [names](const Json& value) -> std::optional<std::string> {
            return value.is_string() &&
                           std::find(names.begin(), names.end(), value.get<std::string>()) !=
                               names.end()
                       ? std::optional<std::string>(value.get<std::string>())
                       : std::nullopt;
        },
        names);
}

KindPtr<bool>
Boolean()
{
    return std::make_shared<ScalarKind<bool>>(
        "true or false",
        Json{{"type", "boolean"}},
        [](const Json& value) {
            return value.is_boolean() ? std::optional<bool>(value.get<bool>()) : std::nullopt;
        });
}

KindPtr<uint32_t>
Integer(uint32_t min, uint32_t max)
{
    return WholeNumber<uint32_t>(min, max);
}

KindPtr<uint64_t>
Integer64(uint64_t min, uint64_t max)
{
    return WholeNumber<uint64_t>(min, max);
}

KindPtr<double>
Number(double min, double max)
{
    const bool limited = std::abs(max) < std::numeric_limits<double>::max();
    Json schema = {{"type", "number"}};
    if (limited)
    {
        schema["minimum"] = min;
        schema["maximum"] = max;
    }
    return std::make_shared<ScalarKind<double>>(
        limited ? "a number from " + Json(min).dump() + " to " + Json(max).dump() : "a number",
        schema,
        [min, max](const Json& value) -> std::optional<double> {
            if (!value.is_number())
            {
                return std::nullopt;
            }
            const auto number = value.get<double>();
            return number >= min && number <= max ? std::optional<double>(number) : std::nullopt;
        });
}

KindPtr<int64_t>
Duration(int64_t min)
{
    return Formed<int64_t>(
        "a duration with its unit (ns, us, ms, s, min, h)" +
            (min > 0 ? " of at least " + DurationText(min) : std::string(", such as \"10ms\"")),
        DURATION_PATTERN,
        [min](const std::string& text) { return AtLeast(ParseDuration(text), min); });
}

KindPtr<uint64_t>
Rate(uint64_t min)
{
    return Formed<uint64_t>(
        "a data rate above 0 with its unit (bps, kbps, Mbps, Gbps, Tbps), such as "
        "\"100Mbps\"",
        RATE_PATTERN,
        [min](const std::string& text) { return AtLeast(ParseRate(text), min); });
}

KindPtr<uint64_t>
Size(uint64_t min, uint64_t max)
{
    return Formed<uint64_t>("a size with its unit (B, kB, MB, GB, KiB, MiB, GiB) from " +
                                std::to_string(min) + "B to " + std::to_string(max) + "B",
                            SIZE_PATTERN,
                            [min, max](const std::string& text) -> std::optional<uint64_t> {
                                const auto size = AtLeast(ParseSize(text), min);
                                return size && *size <= max ? size : std::nullopt;
                            });
}

KindPtr<QueueLength>
Queue()
{
    return Formed<QueueLength>("a queue length above 0 in packets (\"100p\") or bytes (\"64KiB\")",
                               QUEUE_PATTERN,
                               [](const std::string& text) -> std::optional<QueueLength> {
                                   const auto queue = ParseQueue(text);
                                   const uint64_t most = std::numeric_limits<uint32_t>::max();
                                   return queue && queue->amount > 0 && queue->amount <= most
                                              ? queue
                                              : std::nullopt;
                               });
}

KindPtr<std::string>
StationMac()
{
    return Formed<std::string>("the MAC address of one station, such as \"02:00:00:00:00:01\"",
                               MAC_PATTERN,
                               [](const std::string& text) -> std::optional<std::string> {
                                   const auto mac = ParseMac(text);
                                   const bool group =
                                       mac && (std::stoul(mac->substr(0, 2), nullptr, 16) & 1) != 0;
                                   return group || mac == "00:00:00:00:00:00" ? std::nullopt : mac;
                               });
}

KindPtr<std::string>
AnyMac()
{
    return Formed<std::string>("a MAC address, such as \"02:00:00:00:00:01\"",
                               MAC_PATTERN,
                               ParseMac);
}

KindPtr<AddressPrefix>
Prefix()
{
    return Formed<AddressPrefix>(
        "an IPv4 or IPv6 address with the length of its prefix, such as \"10.0.0.1/24\"",
        "^[0-9a-fA-F.:]+/[0-9]{1,3}$",
        ParsePrefix);
}

KindPtr<std::vector<uint8_t>>
Hex()
{
    return Formed<std::vector<uint8_t>>("bytes in hex, such as \"ffffffffffff 020000000001 0800\"",
                                        HEX_PATTERN,
                                        ParseHex);
}

KindPtr<std::string>
AttributeText()
{
    return std::make_shared<ScalarKind<std::string>>(
        "text, a number or true/false",
        Json{{"type", {"string", "number", "boolean"}}},
        [](const Json& value) -> std::optional<std::string> {
            if (value.is_string())
            {
                return value.get<std::string>();
            }
            return value.is_number() || value.is_boolean()
                       ? std::optional<std::string>(value.dump())
                       : std::nullopt;
        });
}

KindPtr<Bound>
Limits(BoundUnit unit)
{
    static const char* const NAMES[] = {"limits", "rate-limits", "duration-limits", "size-limits"};
    const auto number = BoundNumber(unit);
    auto object = std::make_shared<ObjectKind<Bound>>(NAMES[static_cast<size_t>(unit)],
                                                      "Limits that a result must keep.");
    object->Add("min", &Bound::min, number, Need::Optional(), "The result must not be smaller.")
        .Add("max", &Bound::max, number, Need::Optional(), "The result must not be larger.")
        .Add("equals", &Bound::equals, number, Need::Optional(), "The result must be this.")
        .Add("tolerance",
             &Bound::tolerance,
             Number(0, 1),
             Need::Default(0.0),
             "Relative difference from `equals` that is let pass: 0.05 is five per cent.");
    return std::make_shared<LimitsKind>(object, number);
}

KindPtr<std::vector<std::string>>
NameOrNames(const std::string& what)
{
    return std::make_shared<NameOrNamesKind>(what);
}

} // namespace scenario
} // namespace ns3
