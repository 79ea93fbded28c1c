/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/vector-file.h"

#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

namespace ns3
{

namespace
{

using Json = nlohmann::json;

/** A JSON value together with its pointer, so that every complaint can say where. */
class Reader
{
  public:
    Reader(const std::string& file, const Json& value, const std::string& pointer)
        : m_file(file),
          m_value(value),
          m_pointer(pointer)
    {
    }

    [[noreturn]] void Fail(const std::string& expected) const
    {
        throw VectorFileError(m_file + ": " + (m_pointer.empty() ? "/" : m_pointer) +
                              ": expected " + expected + ", found " + Describe());
    }

    bool Has(const char* key) const
    {
        return m_value.is_object() && m_value.contains(key);
    }

    Reader At(const char* key) const
    {
        if (!m_value.is_object())
        {
            Fail("an object");
        }
        auto it = m_value.find(key);
        if (it == m_value.end())
        {
            Fail(std::string("an object with the key \"") + key + "\"");
        }
        return Reader(m_file, *it, m_pointer + "/" + key);
    }

    std::vector<Reader> Items() const
    {
        if (!m_value.is_array())
        {
            Fail("an array");
        }
        std::vector<Reader> items;
        for (size_t i = 0; i < m_value.size(); ++i)
        {
            items.emplace_back(m_file, m_value[i], m_pointer + "/" + std::to_string(i));
        }
        return items;
    }

    std::string Text() const
    {
        if (!m_value.is_string())
        {
            Fail("a string");
        }
        return m_value.get<std::string>();
    }

    uint64_t Number(uint64_t low, uint64_t high) const
    {
        const std::string range = std::to_string(low) + " to " + std::to_string(high);
        if (!m_value.is_number_integer() || (m_value.is_number_integer() && m_value < 0))
        {
            Fail("a whole number from " + range);
        }
        auto number = m_value.get<uint64_t>();
        if (number < low || number > high)
        {
            Fail("a whole number from " + range);
        }
        return number;
    }

    double Seconds() const
    {
        if (!m_value.is_number() || m_value.get<double>() < 0 || m_value.get<double>() > 1e9)
        {
            Fail("a number of seconds from 0 to 1e9");
        }
        return m_value.get<double>();
    }

    bool Boolean() const
    {
        if (!m_value.is_boolean())
        {
            Fail("true or false");
        }
        return m_value.get<bool>();
    }

    std::vector<uint8_t> Frame() const
    {
        const std::string text = Text();
        std::vector<uint8_t> bytes;
        if (text.size() % 2 != 0 ||
            text.find_first_not_of("0123456789abcdefABCDEF") != std::string::npos)
        {
            Fail("a frame in hexadecimal");
        }
        for (size_t i = 0; i < text.size(); i += 2)
        {
            bytes.push_back(static_cast<uint8_t>(std::stoul(text.substr(i, 2), nullptr, 16)));
        }
        return bytes;
    }

    std::vector<std::string> Texts() const
    {
        std::vector<std::string> texts;
        for (const auto& item : Items())
        {
            texts.push_back(item.Text());
        }
        return texts;
    }

    std::shared_ptr<const Json> Copy() const
    {
        return std::make_shared<const Json>(m_value);
    }

    const Json& Value() const
    {
        return m_value;
    }

  private:
    std::string Describe() const
    {
        std::string text = m_value.dump();
        if (text.size() > 60)
        {
            text = text.substr(0, 57) + "...";
        }
        return std::string(m_value.type_name()) + " " + text;
    }

    const std::string& m_file;
    const Json& m_value;
    std::string m_pointer;
};

/** Keys that change what a frame means: one that is not known makes the case impossible. */
std::string
UnknownKey(const Reader& reader, const std::set<std::string>& known)
{
    for (const auto& [key, value] : reader.Value().items())
    {
        if (known.count(key) == 0)
        {
            return key;
        }
    }
    return "";
}

bool
ReadSide(const Reader& reader)
{
    const std::string side = reader.Text();
    if (side != "underlay" && side != "overlay")
    {
        reader.Fail("\"underlay\" or \"overlay\"");
    }
    return side == "underlay";
}

VectorExpectation
ReadExpectation(const Reader& reader, std::string& unsupported)
{
    VectorExpectation expectation;
    expectation.underlay = ReadSide(reader.At("at"));
    expectation.device = reader.Has("dev") ? reader.At("dev").Text() : "tun0";
    expectation.frame = reader.At("frame").Frame();
    if (reader.Has("free"))
    {
        for (const auto& item : reader.At("free").Items())
        {
            auto pair = item.Items();
            if (pair.size() != 2)
            {
                item.Fail("[offset, length]");
            }
            VectorFreeRange range;
            range.offset = static_cast<uint32_t>(pair[0].Number(0, expectation.frame.size()));
            range.length =
                static_cast<uint32_t>(pair[1].Number(0, expectation.frame.size() - range.offset));
            expectation.free.push_back(range);
        }
    }
    if (reader.Has("checksum_partial"))
    {
        expectation.checksumPartial = reader.At("checksum_partial").Boolean();
    }
    if (reader.Has("mark"))
    {
        expectation.mark = static_cast<uint32_t>(reader.At("mark").Number(0, UINT32_MAX));
    }
    const auto unknown =
        UnknownKey(reader, {"at", "dev", "frame", "free", "checksum_partial", "proto", "mark"});
    if (!unknown.empty())
    {
        unsupported = "\"" + unknown + "\" of an expected frame is not supported";
    }
    return expectation;
}

void
ReadExpectations(const Reader& reader, VectorStep& step)
{
    if (!reader.Has("expect"))
    {
        return;
    }
    step.hasExpectations = true;
    for (const auto& item : reader.At("expect").Items())
    {
        step.expectations.push_back(ReadExpectation(item, step.unsupported));
    }
}

void
ReadSend(const Reader& reader, VectorStep& step)
{
    const Reader send = reader.At("send");
    step.kind = VectorStep::SEND;
    step.underlay = ReadSide(send.At("at"));
    step.device = send.Has("dev") ? send.At("dev").Text() : "tun0";
    if (send.Has("frames"))
    {
        for (const auto& item : send.At("frames").Items())
        {
            step.frames.push_back(item.Frame());
        }
    }
    else
    {
        step.frames.push_back(send.At("frame").Frame());
    }
    if (reader.Has("error"))
    {
        step.refused = true;
        step.refusal = reader.At("error").Text();
    }
    if (send.Has("mark"))
    {
        step.mark = static_cast<uint32_t>(send.At("mark").Number(0, UINT32_MAX));
    }
    if (send.Has("proto"))
    {
        step.proto = static_cast<uint16_t>(send.At("proto").Number(0, UINT16_MAX));
    }
    if (send.Has("gso"))
    {
        const Reader gso = send.At("gso");
        step.partial = true;
        step.checksumStart = static_cast<uint16_t>(gso.At("csum_start").Number(0, UINT16_MAX));
        step.checksumOffset = static_cast<uint16_t>(gso.At("csum_offset").Number(0, UINT16_MAX));
        if (gso.At("type").Text() != "none")
        {
            step.unsupported = "\"gso\" of a sent frame is not supported";
        }
    }
    const auto unknown = UnknownKey(send, {"at", "dev", "frame", "frames", "mark", "proto", "gso"});
    if (!unknown.empty())
    {
        step.unsupported = "\"" + unknown + "\" of a sent frame is not supported";
    }
    ReadExpectations(reader, step);
    step.hasExpectations = true;
}

void
ReadSourcePortProperty(const Reader& reader, VectorStep& step)
{
    step.kind = VectorStep::SOURCE_PORT;
    if (reader.At("property").Text() != "source-port")
    {
        reader.At("property").Fail("\"source-port\"");
    }
    step.device = reader.Has("dev") ? reader.At("dev").Text() : "tun0";
    for (const auto& item : reader.At("frames").Items())
    {
        step.frames.push_back(item.Frame());
    }
    step.repeat = static_cast<uint32_t>(reader.At("repeat").Number(1, 10000));
    step.minPort = static_cast<uint16_t>(reader.At("min").Number(0, 65535));
    step.maxPort = static_cast<uint16_t>(reader.At("max").Number(0, 65535));
}

VectorStep
ReadStep(const Reader& reader)
{
    VectorStep step;
    if (reader.Has("send"))
    {
        ReadSend(reader, step);
    }
    else if (reader.Has("wait_s"))
    {
        step.kind = VectorStep::WAIT;
        step.seconds = reader.At("wait_s").Seconds();
    }
    else if (reader.Has("command"))
    {
        step.kind = VectorStep::COMMAND;
        step.command = reader.At("command").Text();
        step.accepted = reader.At("status").Number(0, 255) == 0;
        step.errorText = reader.Has("stderr") ? reader.At("stderr").Text() : "";
        ReadExpectations(reader, step);
    }
    else if (reader.Has("show"))
    {
        step.kind = VectorStep::SHOW_FDB;
        step.device = reader.Has("dev") ? reader.At("dev").Text() : "tun0";
        reader.At("json").Items();
        step.rows = reader.At("json").Copy();
        if (reader.At("show").Text() != "fdb")
        {
            step.unsupported = "\"show\": \"" + reader.At("show").Text() + "\" is not supported";
        }
    }
    else if (reader.Has("property"))
    {
        ReadSourcePortProperty(reader, step);
    }
    else
    {
        reader.Fail("a step: an object with \"send\", \"wait_s\", \"command\", \"show\" or "
                    "\"property\"");
    }
    return step;
}

VectorCase
ReadCase(const Reader& reader)
{
    VectorCase result;
    result.name = reader.At("name").Text();
    result.about = reader.Has("about") ? reader.At("about").Text() : "";
    result.link = reader.At("link").Texts();
    result.setup = reader.At("setup").Texts();
    for (const auto& item : reader.At("steps").Items())
    {
        result.steps.push_back(ReadStep(item));
    }
    if (reader.Has("after"))
    {
        if (!reader.At("after").Value().is_object())
        {
            reader.At("after").Fail("an object");
        }
        result.after = reader.At("after").Copy();
    }
    if (reader.Has("offload"))
    {
        for (const auto& command : reader.At("offload").Texts())
        {
            // Links here never offload, so what is switched off is as it should be.
            if ((command + " ").find(" on ") != std::string::npos)
            {
                result.unsupported = "\"offload\": \"" + command + "\" is not supported";
            }
        }
    }
    return result;
}

} // namespace

VectorFile
ParseVectorFile(const std::string& path, const std::string& text)
{
    Json root;
    try
    {
        root = Json::parse(text);
    }
    catch (const Json::parse_error& error)
    {
        throw VectorFileError(path + ": not JSON: " + error.what());
    }
    const Reader reader(path, root, "");
    VectorFile file;
    file.path = path;
    if (reader.At("format").Number(0, UINT32_MAX) != 1)
    {
        reader.At("format").Fail("the format number 1");
    }
    file.topic = reader.At("topic").Text();
    std::set<std::string> names;
    for (const auto& item : reader.At("cases").Items())
    {
        file.cases.push_back(ReadCase(item));
        if (!names.insert(file.cases.back().name).second)
        {
            item.At("name").Fail("a name that no other case has");
        }
    }
    return file;
}

VectorFile
ReadVectorFile(const std::string& path)
{
    std::ifstream in(path, std::ios::binary);
    std::ostringstream text;
    if (!in || !(text << in.rdbuf()))
    {
        throw VectorFileError(path + ": cannot be read");
    }
    return ParseVectorFile(path, text.str());
}

} // namespace ns3
