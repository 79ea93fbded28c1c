/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef SCENARIO_FIELDS_H
#define SCENARIO_FIELDS_H

#include "ns3/scenario-problem.h"

#include <functional>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace ns3
{
namespace scenario
{

/**
 * @file
 * The declaration of a scenario's fields. Each field is declared once (name, kind with unit and
 * range, default, help text); from the declaration come the check of a document, the typed
 * structures, the JSON Schema and the reference manual.
 */

/// Documents keep the order of their keys, so that problems are reported in the reader's order.
using Json = nlohmann::ordered_json;

/// One row of the reference manual.
struct FieldDescription
{
    std::string name;         //!< key
    std::string kind;         //!< what a value looks like, as a noun phrase
    std::string defaultValue; //!< JSON text, or empty
    bool required{false};     //!< must be given
    std::string help;         //!< one or two sentences
};

/// One object type of the reference manual.
struct ObjectDescription
{
    std::string name;                     //!< name in the schema's definitions
    std::string help;                     //!< what it describes
    std::vector<FieldDescription> fields; //!< its keys
};

/// Collects what the schema and the manual need of the object types met on the way.
class Catalogue
{
  public:
    /// Schemas of named object types.
    Json definitions = Json::object();
    /// Descriptions in the order in which they were met.
    std::vector<ObjectDescription> objects;

    /// @param [in] name an object type @return true the first time
    bool Enter(const std::string& name);

  private:
    std::map<std::string, bool> m_entered; //!< names seen
};

/// @param [in] value any JSON value @return how a message shows it
std::string Shown(const Json& value);

/**
 * What a value may be, and how it becomes a T.
 *
 * @tparam T type of the value in the typed specification
 */
template <class T>
class Kind
{
  public:
    virtual ~Kind() = default;

    /**
     * Checks a value and converts it.
     *
     * @param [in]     value    what the document holds
     * @param [in]     pointer  where
     * @param [in,out] out      result; left partly filled when there are problems
     * @param [in,out] problems every problem is added
     */
    virtual void Read(const Json& value,
                      const std::string& pointer,
                      T& out,
                      Problems& problems) const = 0;

    /// @param [in,out] catalogue receives named types @return JSON Schema of the value
    virtual Json Schema(Catalogue& catalogue) const = 0;

    /// @return noun phrase such as: a duration with its unit, such as "10ms"
    virtual std::string Expected() const = 0;
};

/// Kinds are shared: declarations are built once and never change.
template <class T>
using KindPtr = std::shared_ptr<const Kind<T>>;

/// A value without members: text or number.
template <class T>
class ScalarKind : public Kind<T>
{
  public:
    /// Converts; nothing when the value does not fit.
    using Converter = std::function<std::optional<T>(const Json&)>;

    /**
     * @param [in] expected noun phrase
     * @param [in] schema   JSON Schema of the value
     * @param [in] convert  converter
     * @param [in] names    valid names, when the value is one of a few
     */
    ScalarKind(std::string expected,
               Json schema,
               Converter convert,
               std::vector<std::string> names = {})
        : m_expected(std::move(expected)),
          m_schema(std::move(schema)),
          m_convert(std::move(convert)),
          m_names(std::move(names))
    {
    }

    void Read(const Json& value,
              const std::string& pointer,
              T& out,
              Problems& problems) const override
    {
        if (auto converted = m_convert(value))
        {
            out = std::move(*converted);
            return;
        }
        problems.Error(pointer,
                       Shown(value),
                       m_expected,
                       value.is_string() ? NearestName(value.template get<std::string>(), m_names)
                                         : "");
    }

    Json Schema(Catalogue& /* catalogue */) const override
    {
        return m_schema;
    }

    std::string Expected() const override
    {
        return m_expected;
    }

  private:
    std::string m_expected;           //!< noun phrase
    Json m_schema;                    //!< JSON Schema
    Converter m_convert;              //!< converter
    std::vector<std::string> m_names; //!< valid names
};

/// An array of values of one kind.
template <class T>
class ListKind : public Kind<std::vector<T>>
{
  public:
    /**
     * @param [in] item kind of the items
     * @param [in] what plural noun for messages
     * @param [in] min  least number of items
     * @param [in] max  most items, 0: no limit
     */
    ListKind(KindPtr<T> item, std::string what, size_t min = 0, size_t max = 0)
        : m_item(std::move(item)),
          m_what(std::move(what)),
          m_min(min),
          m_max(max)
    {
    }

    void Read(const Json& value,
              const std::string& pointer,
              std::vector<T>& out,
              Problems& problems) const override
    {
        if (!value.is_array() || value.size() < m_min || (m_max > 0 && value.size() > m_max))
        {
            problems.Error(pointer,
                           value.is_array()
                               ? "an array of " + std::to_string(value.size()) + " items"
                               : Shown(value),
                           Expected());
            return;
        }
        out.clear();
        for (size_t i = 0; i < value.size(); ++i)
        {
            out.emplace_back();
            m_item->Read(value[i], PointerTo(pointer, i), out.back(), problems);
        }
    }

    Json Schema(Catalogue& catalogue) const override
    {
        Json schema = {{"type", "array"}, {"items", m_item->Schema(catalogue)}};
        if (m_min > 0)
        {
            schema["minItems"] = m_min;
        }
        if (m_max > 0)
        {
            schema["maxItems"] = m_max;
        }
        return schema;
    }

    std::string Expected() const override
    {
        const std::string number = m_max == 0       ? m_min > 0 ? "at least " : ""
                                   : m_min == m_max ? "exactly "
                                                    : "at most ";
        const size_t bound = m_max == 0 || m_min == m_max ? m_min : m_max;
        return "an array of " + number + (number.empty() ? "" : std::to_string(bound) + " ") +
               m_what;
    }

  private:
    KindPtr<T> m_item;  //!< kind of the items
    std::string m_what; //!< plural noun
    size_t m_min;       //!< least number of items
    size_t m_max;       //!< most items, 0: no limit
};

/// An object whose keys the user chooses, such as a table of attribute values.
template <class T>
class TableKind : public Kind<std::vector<std::pair<std::string, T>>>
{
  public:
    /**
     * @param [in] item kind of the values
     * @param [in] what noun phrase for messages
     */
    TableKind(KindPtr<T> item, std::string what)
        : m_item(std::move(item)),
          m_what(std::move(what))
    {
    }

    void Read(const Json& value,
              const std::string& pointer,
              std::vector<std::pair<std::string, T>>& out,
              Problems& problems) const override
    {
        if (!value.is_object())
        {
            problems.Error(pointer, Shown(value), Expected());
            return;
        }
        out.clear();
        for (const auto& [key, member] : value.items())
        {
            out.emplace_back(key, T());
            m_item->Read(member, PointerTo(pointer, key), out.back().second, problems);
        }
    }

    Json Schema(Catalogue& catalogue) const override
    {
        return {{"type", "object"}, {"additionalProperties", m_item->Schema(catalogue)}};
    }

    std::string Expected() const override
    {
        return m_what;
    }

  private:
    KindPtr<T> m_item;  //!< kind of the values
    std::string m_what; //!< noun phrase
};

} // namespace scenario
} // namespace ns3

#endif /* SCENARIO_FIELDS_H */
