/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "scenario-objects.h"

#include <algorithm>

namespace ns3
{
namespace scenario
{

bool
Catalogue::Enter(const std::string& name)
{
    return m_entered.emplace(name, true).second;
}

std::string
Shown(const Json& value)
{
    if (value.is_string())
    {
        return Quote(value.get<std::string>());
    }
    if (value.is_array())
    {
        return "an array";
    }
    if (value.is_object())
    {
        return "an object";
    }
    return value.dump();
}

Need
Need::Required()
{
    Need need;
    need.required = true;
    return need;
}

Need
Need::Optional()
{
    return {};
}

Need
Need::Default(Json value)
{
    Need need;
    need.value = std::move(value);
    return need;
}

ObjectBase::ObjectBase(std::string name, std::string help)
    : m_name(std::move(name)),
      m_help(std::move(help))
{
}

std::vector<std::string>
ObjectBase::Names() const
{
    std::vector<std::string> names;
    for (const auto& key : m_keys)
    {
        names.push_back(key.description.name);
    }
    return names;
}

bool
ObjectBase::CheckKeys(const Json& value, const std::string& pointer, Problems& problems) const
{
    if (!value.is_object())
    {
        problems.Error(pointer, Shown(value), "an object (" + m_name + ")");
        return false;
    }
    const auto names = Names();
    for (const auto& [key, member] : value.items())
    {
        if (std::find(names.begin(), names.end(), key) == names.end())
        {
            problems.Error(PointerTo(pointer, key),
                           "unknown key " + Quote(key),
                           "a key of " + m_name + ": " + ListNames(names),
                           NearestName(key, names));
        }
    }
    for (const auto& key : m_keys)
    {
        if (key.description.required && !value.contains(key.description.name))
        {
            problems.Error(PointerTo(pointer, key.description.name),
                           "nothing",
                           key.description.kind + " (required)");
        }
    }
    return true;
}

Json
ObjectBase::ObjectSchema(Catalogue& catalogue) const
{
    const Json reference = {{"$ref", "#/definitions/" + m_name}};
    if (!catalogue.Enter(m_name))
    {
        return reference;
    }
    const size_t place = catalogue.objects.size();
    catalogue.objects.push_back({m_name, m_help, {}});
    Json properties = Json::object();
    Json required = Json::array();
    for (const auto& key : m_keys)
    {
        Json schema = key.schema(catalogue);
        if (schema.contains("$ref"))
        {
            // Draft-07 ignores what stands beside a $ref.
            schema = {{"allOf", Json::array({schema})}};
        }
        schema["description"] = key.description.help;
        if (key.defaultValue)
        {
            schema["default"] = *key.defaultValue;
        }
        properties[key.description.name] = std::move(schema);
        if (key.description.required)
        {
            required.push_back(key.description.name);
        }
        catalogue.objects[place].fields.push_back(key.description);
    }
    Json schema = {{"type", "object"},
                   {"description", m_help},
                   {"properties", properties},
                   {"additionalProperties", false}};
    if (!required.empty())
    {
        schema["required"] = required;
    }
    catalogue.definitions[m_name] = std::move(schema);
    return reference;
}

} // namespace scenario
} // namespace ns3
