/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

/*
 * The manual's reference pages are written from the TypeIds and tables themselves: a page that
 * differs from what they say today fails here. TUNNEL_WRITE_DOCS=1 in the environment writes the
 * pages anew.
 */

#include "ns3/drop-reason.h"
#include "ns3/type-id.h"

#include <cstdlib>
#include <doctest/doctest.h>
#include <fstream>
#include <map>
#include <sstream>
#include <string>

using namespace ns3;

namespace
{

/** A heading with its underline. */
std::string
Heading(const std::string& text, char underline)
{
    return text + "\n" + std::string(text.size(), underline) + "\n\n";
}

/** A cell of a list-table row. */
std::string
Cell(const std::string& text, bool first)
{
    return (first ? "   * - " : "     - ") + text + "\n";
}

/** Head of a list table. */
std::string
TableHead(const std::string& widths, std::initializer_list<const char*> columns)
{
    std::string text = ".. list-table::\n   :header-rows: 1\n   :widths: " + widths + "\n\n";
    bool first = true;
    for (const auto* column : columns)
    {
        text += Cell(column, first);
        first = false;
    }
    return text;
}

/** Which accesses an attribute allows, in words. */
std::string
Access(const TypeId::AttributeInformation& attribute)
{
    if (!(attribute.flags & TypeId::ATTR_SET))
    {
        return (attribute.flags & TypeId::ATTR_CONSTRUCT) ? "construct" : "read";
    }
    return "";
}

std::string
AttributesPage()
{
    std::map<std::string, TypeId> types;
    for (uint16_t i = 0; i < TypeId::GetRegisteredN(); ++i)
    {
        auto tid = TypeId::GetRegistered(i);
        if (tid.GetGroupName() == "Tunnel" &&
            (tid.GetAttributeN() > 0 || tid.GetTraceSourceN() > 0))
        {
            types[tid.GetName()] = tid;
        }
    }
    std::string page = ".. Written by test/unit/reference-docs-test.cc from the TypeIds.\n\n" +
                       Heading("Attributes and trace sources", '=');
    for (const auto& [name, tid] : types)
    {
        page += Heading(name, '-');
        page += tid.HasParent() ? "Derived from ``" + tid.GetParent().GetName() + "``.\n\n" : "";
        if (tid.GetAttributeN() > 0)
        {
            page += TableHead("22 20 58", {"Attribute", "Default", "Meaning"});
            for (uint32_t i = 0; i < tid.GetAttributeN(); ++i)
            {
                auto attribute = tid.GetAttribute(i);
                auto value = attribute.initialValue->SerializeToString(attribute.checker);
                auto access = Access(attribute);
                page += Cell("``" + attribute.name + "``", true);
                page += Cell(value.empty() ? "" : "``" + value + "``", false);
                page +=
                    Cell(attribute.help + (access.empty() ? "" : " (" + access + " only)"), false);
            }
            page += "\n";
        }
        if (tid.GetTraceSourceN() > 0)
        {
            page += TableHead("22 78", {"Trace source", "Meaning"});
            for (uint32_t i = 0; i < tid.GetTraceSourceN(); ++i)
            {
                auto source = tid.GetTraceSource(i);
                page += Cell("``" + source.name + "``", true);
                page += Cell(source.help + " ``" + source.callback + "``", false);
            }
            page += "\n";
        }
    }
    return page;
}

std::string
DropReasonsPage()
{
    std::string page =
        ".. Written by test/unit/reference-docs-test.cc from drop-reason.h.\n\n" +
        Heading("Drop reasons", '=') +
        "Every packet that an element of this module drops is counted once, under one of these\n"
        "reasons, and shown once by the element's ``Drop`` trace source. Names are those of\n"
        "``enum skb_drop_reason`` of Linux 6.18 where it has one that means just this.\n\n" +
        TableHead("34 66", {"Reason", "Meaning"});
    for (uint32_t i = 1; i < DROP_REASON_COUNT; ++i)
    {
        auto reason = static_cast<DropReason>(i);
        page += Cell(std::string("``") + DropReasonName(reason) + "``", true);
        page += Cell(DropReasonText(reason), false);
    }
    return page;
}

/** Compare a page with its file, or write it if asked to. */
void
CheckPage(const std::string& file, const std::string& page)
{
    const std::string path = std::string(TUNNEL_SOURCE_DIR) + "/docs/" + file;
    if (std::getenv("TUNNEL_WRITE_DOCS"))
    {
        std::ofstream(path) << page;
    }
    std::ifstream stored(path);
    std::stringstream text;
    text << stored.rdbuf();
    INFO("docs/" << file << " is not what the code says today; run TUNNEL_WRITE_DOCS=1 "
                 << "build/test/tunnel-unit -tc='reference pages*' and commit it");
    CHECK(text.str() == page);
}

} // namespace

TEST_CASE("reference pages: drop reasons")
{
    CheckPage("drop-reasons.rst", DropReasonsPage());
}

// How default values are written differs between ns-3 releases; the manual shows Debian's 3.37.
#if __has_include("ns3/version-defines.h")
#include "ns3/version-defines.h"
#if NS3_VERSION_MAJOR == 3 && NS3_VERSION_MINOR == 37
TEST_CASE("reference pages: attributes and trace sources")
{
    CheckPage("attributes.rst", AttributesPage());
}
#endif
#endif
