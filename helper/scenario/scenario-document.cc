/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "scenario-document.h"

#include "scenario-fields.h"

#include <algorithm>
#include <set>

namespace ns3
{
namespace scenario
{

namespace
{

/// Watches the parser and reports keys that stand twice in one object; JSON would keep the last.
class DuplicateKeyWatch
{
  public:
    explicit DuplicateKeyWatch(Problems& problems)
        : m_problems(problems)
    {
    }

    /// The parser's callback.
    bool operator()(int /* depth */, Json::parse_event_t event, Json& parsed)
    {
        switch (event)
        {
        case Json::parse_event_t::object_start:
        case Json::parse_event_t::array_start:
            m_levels.push_back({event == Json::parse_event_t::array_start, 0, {}, ""});
            break;
        case Json::parse_event_t::object_end:
        case Json::parse_event_t::array_end:
            m_levels.pop_back();
            NextItem();
            break;
        case Json::parse_event_t::key:
            NoteKey(parsed.get<std::string>());
            break;
        case Json::parse_event_t::value:
            NextItem();
            break;
        }
        return true;
    }

  private:
    /// An object or array that the parser is in.
    struct Level
    {
        bool isArray;               //!< array
        size_t index;               //!< array: index of the current item
        std::set<std::string> keys; //!< object: keys so far
        std::string key;            //!< object: current key
    };

    void NextItem()
    {
        if (!m_levels.empty())
        {
            ++m_levels.back().index;
        }
    }

    void NoteKey(const std::string& key)
    {
        auto& level = m_levels.back();
        level.key = key;
        if (level.keys.insert(key).second)
        {
            return;
        }
        std::string pointer;
        for (const auto& entered : m_levels)
        {
            pointer = entered.isArray ? PointerTo(pointer, entered.index)
                                      : PointerTo(pointer, entered.key);
        }
        m_problems.Error(pointer, "the key " + Quote(key) + " again", "each key once");
    }

    Problems& m_problems;        //!< where to report
    std::vector<Level> m_levels; //!< from the document down
};

/// The reader's part of a parser message: "line 3, column 7: ...".
std::string
SyntaxMessage(const std::string& what)
{
    const auto line = what.find("line ");
    return line == std::string::npos ? what : what.substr(line);
}

std::vector<std::string>
SplitPath(const std::string& path)
{
    if (!path.empty() && path[0] == '/')
    {
        std::vector<std::string> tokens;
        for (Json::json_pointer pointer(path); !pointer.empty(); pointer.pop_back())
        {
            tokens.insert(tokens.begin(), pointer.back());
        }
        return tokens;
    }
    std::vector<std::string> tokens(1);
    for (const char c : path)
    {
        if (c == '.')
        {
            tokens.emplace_back();
        }
        else
        {
            tokens.back() += c;
        }
    }
    return tokens;
}

/// Index of an array's item by number or name, or the array's size.
size_t
FindItem(const Json& array, const std::string& token)
{
    if (!token.empty() && token.size() < 10 &&
        std::all_of(token.begin(), token.end(), [](char c) { return c >= '0' && c <= '9'; }))
    {
        return std::min<size_t>(std::stoul(token), array.size());
    }
    for (size_t i = 0; i < array.size(); ++i)
    {
        if (array[i] == token || (array[i].is_object() && array[i].value("name", Json()) == token))
        {
            return i;
        }
    }
    return array.size();
}

std::vector<std::string>
ItemNames(const Json& array)
{
    std::vector<std::string> names;
    for (size_t i = 0; i < array.size(); ++i)
    {
        names.push_back(std::to_string(i));
        if (array[i].is_object() && array[i].value("name", Json()).is_string())
        {
            names.push_back(array[i]["name"].get<std::string>());
        }
    }
    return names;
}

} // namespace

std::optional<Json>
ParseDocument(const std::string& text, Problems& problems)
{
    try
    {
        Json document = Json::parse(text, DuplicateKeyWatch(problems), true, true);
        if (!document.is_object())
        {
            problems.Error("", Shown(document), "an object (scenario)");
            return std::nullopt;
        }
        return document;
    }
    catch (const Json::exception& error)
    {
        problems.Error("", "a syntax error at " + SyntaxMessage(error.what()), "JSON");
        return std::nullopt;
    }
}

void
ApplySetting(Json& document, const std::string& setting, Problems& problems)
{
    const auto equals = setting.find('=');
    if (equals == std::string::npos || equals == 0)
    {
        problems.Error("--set", Quote(setting), "PATH=VALUE, such as traffic.0.rate=10Mbps");
        return;
    }
    std::vector<std::string> tokens;
    try
    {
        tokens = SplitPath(setting.substr(0, equals));
    }
    catch (const Json::exception&)
    {
        problems.Error("--set", Quote(setting), "a JSON pointer, in which ~ is written ~0");
        return;
    }
    const std::string text = setting.substr(equals + 1);
    Json value = Json::parse(text, nullptr, false);
    Json* place = &document;
    std::string pointer;
    for (const auto& token : tokens)
    {
        if (place->is_array())
        {
            const size_t index = FindItem(*place, token);
            if (index == place->size())
            {
                const auto names = ItemNames(*place);
                problems.Error(pointer + " (--set)",
                               Quote(token),
                               names.empty() ? "nothing: the array is empty"
                                             : "an index or name: " + ListNames(names),
                               NearestName(token, names));
                return;
            }
            place = &(*place)[index];
            pointer = PointerTo(pointer, index);
            continue;
        }
        if (!place->is_object() && !place->is_null())
        {
            problems.Error(pointer + " (--set)",
                           Shown(*place) + " with a part " + Quote(token),
                           "a path that ends there");
            return;
        }
        place = &(*place)[token];
        pointer = PointerTo(pointer, token);
    }
    *place = value.is_discarded() ? Json(text) : std::move(value);
}

} // namespace scenario
} // namespace ns3
