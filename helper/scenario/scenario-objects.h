/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef SCENARIO_OBJECTS_H
#define SCENARIO_OBJECTS_H

#include "ns3/scenario-fields.h"

namespace ns3
{
namespace scenario
{

/**
 * @file
 * Kinds of objects: declared keys that fill a structure, and alternatives between them.
 */

/// How much a field is needed.
class Need
{
  public:
    /// @return the field must be given
    static Need Required();
    /// @return the field may be left out and then says nothing
    static Need Optional();
    /// @param [in] value what holds when the field is left out @return the need
    static Need Default(Json value);

    bool required{false};      //!< must be given
    std::optional<Json> value; //!< default
};

/// The parts of an object type that do not depend on the structure behind it.
class ObjectBase
{
  public:
    /**
     * @param [in] name name in the schema's definitions
     * @param [in] help what the object describes
     */
    ObjectBase(std::string name, std::string help);

    /// @return names of all keys
    std::vector<std::string> Names() const;

  protected:
    /// A declared key.
    struct Key
    {
        FieldDescription description;           //!< row of the manual
        std::optional<Json> defaultValue;       //!< what holds when left out
        std::function<Json(Catalogue&)> schema; //!< JSON Schema of the value
    };

    /// Checks that the value is an object without unknown keys and that none is missing.
    bool CheckKeys(const Json& value, const std::string& pointer, Problems& problems) const;
    /// @return reference to the schema, which is entered into the catalogue
    Json ObjectSchema(Catalogue& catalogue) const;

    std::string m_name;      //!< name in the schema's definitions
    std::string m_help;      //!< what the object describes
    std::vector<Key> m_keys; //!< declared keys
};

/**
 * An object with declared keys that fills a structure.
 *
 * @tparam T the structure
 */
template <class T>
class ObjectKind : public Kind<T>, public ObjectBase
{
  public:
    using ObjectBase::ObjectBase;

    /**
     * Declares a key.
     *
     * @param [in] name   key
     * @param [in] member where its value goes
     * @param [in] kind   what it may be
     * @param [in] need   required, optional or default
     * @param [in] help   one or two sentences for hover text and manual
     * @return this object, for the next key
     */
    template <class M, class B>
    ObjectKind& Add(const std::string& name,
                    M B::*member,
                    const KindPtr<M>& kind,
                    const Need& need,
                    const std::string& help)
    {
        return AddReader(
            name,
            kind,
            need,
            help,
            [member, kind](const Json& v, const std::string& p, T& out, Problems& problems) {
                kind->Read(v, p, out.*member, problems);
            });
    }

    /// @copydoc Add(const std::string&, M B::*, const KindPtr<M>&, const Need&, const std::string&)
    template <class M, class B>
    ObjectKind& Add(const std::string& name,
                    std::optional<M> B::*member,
                    const KindPtr<M>& kind,
                    const Need& need,
                    const std::string& help)
    {
        return AddReader(
            name,
            kind,
            need,
            help,
            [member, kind](const Json& v, const std::string& p, T& out, Problems& problems) {
                kind->Read(v, p, (out.*member).emplace(), problems);
            });
    }

    /// Reads one key's value into the structure.
    using Reader = std::function<void(const Json&, const std::string&, T&, Problems&)>;

    /// Declares a key whose value does not simply go to one member.
    template <class M>
    ObjectKind& AddReader(const std::string& name,
                          const KindPtr<M>& kind,
                          const Need& need,
                          const std::string& help,
                          Reader reader)
    {
        m_keys.push_back(
            {{name, kind->Expected(), need.value ? need.value->dump() : "", need.required, help},
             need.value,
             [kind](Catalogue& catalogue) { return kind->Schema(catalogue); }});
        m_readers.push_back(std::move(reader));
        return *this;
    }

    void Read(const Json& value,
              const std::string& pointer,
              T& out,
              Problems& problems) const override
    {
        if (!CheckKeys(value, pointer, problems))
        {
            return;
        }
        for (size_t i = 0; i < m_keys.size(); ++i)
        {
            const auto& name = m_keys[i].description.name;
            const auto member = value.find(name);
            if (member != value.end())
            {
                m_readers[i](*member, PointerTo(pointer, name), out, problems);
            }
            else if (m_keys[i].defaultValue)
            {
                m_readers[i](*m_keys[i].defaultValue, PointerTo(pointer, name), out, problems);
            }
        }
    }

    Json Schema(Catalogue& catalogue) const override
    {
        return ObjectSchema(catalogue);
    }

    std::string Expected() const override
    {
        return "an object (" + m_name + ")";
    }

  private:
    std::vector<Reader> m_readers; //!< one per key
};

/// A value of a kind, or text that stands for an object with that text as its one key's value.
template <class T>
class ShorthandKind : public Kind<T>
{
  public:
    /**
     * @param [in] object the full form
     * @param [in] key    key that a bare string fills
     */
    ShorthandKind(KindPtr<T> object, std::string key)
        : m_object(std::move(object)),
          m_key(std::move(key))
    {
    }

    void Read(const Json& value,
              const std::string& pointer,
              T& out,
              Problems& problems) const override
    {
        m_object->Read(value.is_string() ? Json{{m_key, value}} : value, pointer, out, problems);
    }

    Json Schema(Catalogue& catalogue) const override
    {
        return {{"anyOf", Json::array({Json{{"type", "string"}}, m_object->Schema(catalogue)})}};
    }

    std::string Expected() const override
    {
        return m_object->Expected() + ", or just its " + m_key;
    }

  private:
    KindPtr<T> m_object; //!< the full form
    std::string m_key;   //!< key that a bare string fills
};

/// A kind that also notes in the structure which alternative it is.
template <class T>
class LabelledKind : public Kind<T>
{
  public:
    /**
     * @param [in] kind   the kind
     * @param [in] member where the label goes
     * @param [in] label  the label
     */
    LabelledKind(KindPtr<T> kind, std::string T::*member, std::string label)
        : m_kind(std::move(kind)),
          m_member(member),
          m_label(std::move(label))
    {
    }

    void Read(const Json& value,
              const std::string& pointer,
              T& out,
              Problems& problems) const override
    {
        out.*m_member = m_label;
        m_kind->Read(value, pointer, out, problems);
    }

    Json Schema(Catalogue& catalogue) const override
    {
        return m_kind->Schema(catalogue);
    }

    std::string Expected() const override
    {
        return m_kind->Expected();
    }

  private:
    KindPtr<T> m_kind;        //!< the kind
    std::string T::*m_member; //!< where the label goes
    std::string m_label;      //!< the label
};

/// Objects of several types in one place, told apart by a key's value or by which key is there.
template <class T>
class AlternativesKind : public Kind<T>
{
  public:
    /**
     * @param [in] tag  key whose value selects ("" : the alternative whose own key is present)
     * @param [in] what noun for messages
     */
    AlternativesKind(std::string tag, std::string what)
        : m_tag(std::move(tag)),
          m_what(std::move(what))
    {
    }

    /**
     * @param [in] selector value of the tag, or the key whose presence selects
     * @param [in] object   the object type
     * @return this kind, for the next alternative
     */
    AlternativesKind& Add(const std::string& selector, KindPtr<T> object)
    {
        m_selectors.push_back(selector);
        m_objects.push_back(std::move(object));
        return *this;
    }

    void Read(const Json& value,
              const std::string& pointer,
              T& out,
              Problems& problems) const override
    {
        if (!value.is_object())
        {
            problems.Error(pointer, Shown(value), Expected());
            return;
        }
        for (size_t i = 0; i < m_selectors.size(); ++i)
        {
            const auto member = value.find(m_tag.empty() ? m_selectors[i] : m_tag);
            if (member != value.end() && (m_tag.empty() || *member == m_selectors[i]))
            {
                m_objects[i]->Read(value, pointer, out, problems);
                return;
            }
        }
        ReportNone(value, pointer, problems);
    }

    Json Schema(Catalogue& catalogue) const override
    {
        Json options = Json::array();
        for (const auto& object : m_objects)
        {
            options.push_back(object->Schema(catalogue));
        }
        return {{"anyOf", options}};
    }

    std::string Expected() const override
    {
        return m_tag.empty()
                   ? "an object (" + m_what + ") with one of the keys " + ListNames(m_selectors)
                   : "an object (" + m_what + ") whose \"" + m_tag + "\" is " +
                         ListNames(m_selectors);
    }

  private:
    void ReportNone(const Json& value, const std::string& pointer, Problems& problems) const
    {
        const auto tag = m_tag.empty() ? value.end() : value.find(m_tag);
        if (tag != value.end())
        {
            problems.Error(
                PointerTo(pointer, m_tag),
                Shown(*tag),
                ListNames(m_selectors),
                tag->is_string() ? NearestName(tag->template get<std::string>(), m_selectors) : "");
            return;
        }
        std::vector<std::string> keys;
        std::string nearest;
        for (const auto& [key, member] : value.items())
        {
            keys.push_back(Quote(key));
            nearest = nearest.empty() ? NearestName(key,
                                                    m_tag.empty() ? m_selectors
                                                                  : std::vector<std::string>{m_tag})
                                      : nearest;
        }
        problems.Error(pointer,
                       keys.empty() ? "{}" : "an object with " + ListNames(keys, "and"),
                       Expected(),
                       nearest);
    }

    std::string m_tag;                    //!< selecting key, or empty
    std::string m_what;                   //!< noun
    std::vector<std::string> m_selectors; //!< one per alternative
    std::vector<KindPtr<T>> m_objects;    //!< one per alternative
};

} // namespace scenario
} // namespace ns3

#endif /* SCENARIO_OBJECTS_H */
