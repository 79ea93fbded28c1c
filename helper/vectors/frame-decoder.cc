/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/frame-decoder.h"

#include <algorithm>
#include <cstdio>
#include <map>

namespace ns3
{

namespace
{

std::string
Hex(uint64_t value, int digits)
{
    char text[24];
    std::snprintf(text, sizeof(text), "0x%0*llx", digits, static_cast<unsigned long long>(value));
    return text;
}

/** Walks through a frame and notes each field. */
class Decoder
{
  public:
    Decoder(const std::vector<uint8_t>& frame, bool tunnel)
        : m_frame(frame),
          m_tunnel(tunnel)
    {
    }

    std::vector<FrameField> Run()
    {
        Ethernet();
        return std::move(m_fields);
    }

  private:
    uint32_t Left() const
    {
        return static_cast<uint32_t>(m_frame.size()) - m_at;
    }

    uint64_t Peek(uint32_t offset, uint32_t length) const
    {
        uint64_t value = 0;
        for (uint32_t i = 0; i < length; ++i)
        {
            value = (value << 8) | m_frame[m_at + offset + i];
        }
        return value;
    }

    void Note(const std::string& name, const std::string& value, uint32_t offset, uint32_t length)
    {
        m_fields.push_back({m_prefix + name, value, m_at + offset, length});
    }

    void Number(const std::string& name, uint32_t offset, uint32_t length)
    {
        Note(name, std::to_string(Peek(offset, length)), offset, length);
    }

    void Hexadecimal(const std::string& name, uint32_t offset, uint32_t length)
    {
        Note(name, Hex(Peek(offset, length), static_cast<int>(2 * length)), offset, length);
    }

    void Mac(const std::string& name, uint32_t offset)
    {
        char text[18];
        const uint8_t* b = &m_frame[m_at + offset];
        std::snprintf(text,
                      sizeof(text),
                      "%02x:%02x:%02x:%02x:%02x:%02x",
                      b[0],
                      b[1],
                      b[2],
                      b[3],
                      b[4],
                      b[5]);
        Note(name, text, offset, 6);
    }

    void Ipv4Address(const std::string& name, uint32_t offset)
    {
        char text[16];
        const uint8_t* b = &m_frame[m_at + offset];
        std::snprintf(text, sizeof(text), "%u.%u.%u.%u", b[0], b[1], b[2], b[3]);
        Note(name, text, offset, 4);
    }

    void Ipv6Address(const std::string& name, uint32_t offset)
    {
        std::string text;
        for (uint32_t i = 0; i < 16; i += 2)
        {
            char group[8];
            std::snprintf(group, sizeof(group), "%x", static_cast<unsigned>(Peek(offset + i, 2)));
            text += (i ? ":" : "") + std::string(group);
        }
        // The longest run of zero groups is what a reader skips.
        for (int zeros = 8; zeros >= 2; --zeros)
        {
            std::string run = "0";
            for (int i = 1; i < zeros; ++i)
            {
                run += ":0";
            }
            const std::string padded = ":" + text + ":";
            auto at = padded.find(":" + run + ":");
            if (at != std::string::npos)
            {
                text = padded.substr(0, at) + "::" + padded.substr(at + run.size() + 2);
                text = text.substr(text[0] == ':' && text[1] != ':' ? 1 : 0);
                if (text.size() > 2 && text.back() == ':' && text[text.size() - 2] != ':')
                {
                    text.pop_back();
                }
                break;
            }
        }
        Note(name, text, offset, 16);
    }

    void Rest(const std::string& name)
    {
        // In rows, so that a difference in the middle of a payload can be found.
        uint32_t row = 0;
        while (Left() > 0)
        {
            const uint32_t length = std::min<uint32_t>(Left(), 16);
            std::string text;
            for (uint32_t i = 0; i < length; ++i)
            {
                char byte[4];
                std::snprintf(byte, sizeof(byte), "%02x", m_frame[m_at + i]);
                text += byte;
            }
            Note(name + "[" + std::to_string(row) + "]", text, 0, length);
            row += length;
            m_at += length;
        }
    }

    void Ethernet()
    {
        if (Left() < 14)
        {
            Rest("cut");
            return;
        }
        Mac("eth.dst", 0);
        Mac("eth.src", 6);
        Hexadecimal("eth.type", 12, 2);
        auto type = static_cast<uint16_t>(Peek(12, 2));
        m_at += 14;
        Network(type);
    }

    void Network(uint16_t type)
    {
        for (int tag = 1; (type == 0x8100 || type == 0x88a8) && Left() >= 4; ++tag)
        {
            const std::string name = tag == 1 ? "vlan" : "vlan" + std::to_string(tag);
            Hexadecimal(name + ".tci", 0, 2);
            Hexadecimal(name + ".type", 2, 2);
            type = static_cast<uint16_t>(Peek(2, 2));
            m_at += 4;
        }
        if (type == 0x0800 && Left() >= 20)
        {
            Ipv4();
        }
        else if (type == 0x86dd && Left() >= 40)
        {
            Ipv6();
        }
        else if (type == 0x0806 && Left() >= 28)
        {
            Arp();
        }
        else
        {
            Rest("payload");
        }
    }

    void Arp()
    {
        Number("arp.op", 6, 2);
        Mac("arp.sha", 8);
        Ipv4Address("arp.sip", 14);
        Mac("arp.tha", 18);
        Ipv4Address("arp.tip", 24);
        m_at += 28;
        Rest("payload");
    }

    void Ipv4()
    {
        Hexadecimal("ip.version-ihl", 0, 1);
        Hexadecimal("ip.tos", 1, 1);
        Number("ip.len", 2, 2);
        Hexadecimal("ip.id", 4, 2);
        const auto fragment = static_cast<uint16_t>(Peek(6, 2));
        std::string text = std::to_string((fragment & 0x1fff) * 8);
        text += (fragment & 0x4000) ? " DF" : "";
        text += (fragment & 0x2000) ? " MF" : "";
        text += (fragment & 0x8000) ? " reserved" : "";
        Note("ip.frag", text, 6, 2);
        Number("ip.ttl", 8, 1);
        Number("ip.proto", 9, 1);
        Hexadecimal("ip.csum", 10, 2);
        Ipv4Address("ip.src", 12);
        Ipv4Address("ip.dst", 16);
        const auto protocol = static_cast<uint8_t>(Peek(9, 1));
        const auto headerLength = static_cast<uint32_t>(Peek(0, 1) & 0xf) * 4;
        m_at += 20;
        if (headerLength > 20)
        {
            const uint32_t options = std::min(headerLength - 20, Left());
            Note("ip.options", std::to_string(options) + " bytes", 0, options);
            m_at += options;
        }
        if (fragment & 0x1fff)
        {
            Rest("fragment");
        }
        else
        {
            Transport(protocol);
        }
    }

    void Ipv6()
    {
        Hexadecimal("ip6.version-class", 0, 2);
        Hexadecimal("ip6.flow", 1, 3);
        Number("ip6.len", 4, 2);
        Number("ip6.next", 6, 1);
        Number("ip6.hlim", 7, 1);
        Ipv6Address("ip6.src", 8);
        Ipv6Address("ip6.dst", 24);
        auto next = static_cast<uint8_t>(Peek(6, 1));
        m_at += 40;
        while ((next == 0 || next == 60 || next == 44) && Left() >= 8)
        {
            if (next == 44)
            {
                const auto fragment = static_cast<uint16_t>(Peek(2, 2));
                Number("frag6.next", 0, 1);
                Note("frag6.offset",
                     std::to_string(fragment & 0xfff8) + ((fragment & 1) ? " MF" : ""),
                     2,
                     2);
                Hexadecimal("frag6.id", 4, 4);
                next = static_cast<uint8_t>(Peek(0, 1));
                m_at += 8;
                if (fragment & 0xfff8)
                {
                    Rest("fragment");
                    return;
                }
                continue;
            }
            const auto length = static_cast<uint32_t>(Peek(1, 1) + 1) * 8;
            if (Left() < length)
            {
                break;
            }
            Number("opt6.next", 0, 1);
            Hexadecimal("opt6.data", 1, 7);
            next = static_cast<uint8_t>(Peek(0, 1));
            m_at += length;
        }
        Transport(next);
    }

    void Transport(uint8_t protocol)
    {
        if (protocol == 17 && Left() >= 8)
        {
            Udp();
        }
        else if (protocol == 6 && Left() >= 20)
        {
            Tcp();
        }
        else if (protocol == 47 && Left() >= 4)
        {
            Gre();
        }
        else if ((protocol == 1 || protocol == 58) && Left() >= 4)
        {
            Number("icmp.type", 0, 1);
            Number("icmp.code", 1, 1);
            Hexadecimal("icmp.csum", 2, 2);
            m_at += 4;
            Rest("payload");
        }
        else if ((protocol == 4 && Left() >= 20) || (protocol == 41 && Left() >= 40))
        {
            m_prefix += "inner.";
            Network(protocol == 4 ? 0x0800 : 0x86dd);
        }
        else
        {
            Rest("payload");
        }
    }

    void Udp()
    {
        Number("udp.sport", 0, 2);
        Number("udp.dport", 2, 2);
        Number("udp.len", 4, 2);
        Hexadecimal("udp.csum", 6, 2);
        m_at += 8;
        if (m_tunnel && Left() >= 8)
        {
            m_tunnel = false;
            Hexadecimal("vxlan.flags", 0, 4);
            Number("vxlan.vni", 4, 3);
            Hexadecimal("vxlan.reserved", 7, 1);
            m_at += 8;
            m_prefix += "inner.";
            Ethernet();
            return;
        }
        Rest("payload");
    }

    void Tcp()
    {
        Number("tcp.sport", 0, 2);
        Number("tcp.dport", 2, 2);
        Number("tcp.seq", 4, 4);
        Number("tcp.ack", 8, 4);
        Hexadecimal("tcp.flags", 12, 2);
        Number("tcp.window", 14, 2);
        Hexadecimal("tcp.csum", 16, 2);
        Hexadecimal("tcp.urgent", 18, 2);
        m_at += 20;
        Rest("payload");
    }

    void Gre()
    {
        const auto flags = static_cast<uint16_t>(Peek(0, 2));
        const auto protocol = static_cast<uint16_t>(Peek(2, 2));
        Hexadecimal("gre.flags", 0, 2);
        Hexadecimal("gre.proto", 2, 2);
        m_at += 4;
        const std::pair<uint16_t, const char*> optional[] = {{0x8000, "gre.csum"},
                                                             {0x2000, "gre.key"},
                                                             {0x1000, "gre.seq"}};
        for (const auto& [bit, name] : optional)
        {
            if ((flags & bit) && Left() >= 4)
            {
                Hexadecimal(name, 0, 4);
                m_at += 4;
            }
        }
        m_tunnel = false;
        m_prefix += "inner.";
        if (protocol == 0x6558)
        {
            Ethernet();
        }
        else
        {
            Network(protocol);
        }
    }

    const std::vector<uint8_t>& m_frame;
    bool m_tunnel;
    uint32_t m_at{0};
    std::string m_prefix;
    std::vector<FrameField> m_fields;
};

bool
IsFree(const FrameField& field, const std::vector<VectorFreeRange>& free)
{
    return std::any_of(free.begin(), free.end(), [&field](const VectorFreeRange& range) {
        return field.offset >= range.offset &&
               field.offset + field.length <= range.offset + range.length;
    });
}

std::string
Row(char mark, const std::string& name, const std::string& left, const std::string& right)
{
    char text[200];
    std::snprintf(text,
                  sizeof(text),
                  "  %c %-24s %-34s %s",
                  mark,
                  name.c_str(),
                  left.c_str(),
                  right.c_str());
    std::string row = text;
    row.erase(row.find_last_not_of(' ') + 1);
    return row + "\n";
}

} // namespace

std::vector<FrameField>
DecodeFrame(const std::vector<uint8_t>& frame, bool tunnel)
{
    return Decoder(frame, tunnel).Run();
}

std::string
CompareFrames(const std::vector<uint8_t>& expected,
              const std::vector<uint8_t>& got,
              const std::vector<VectorFreeRange>& free,
              bool tunnel)
{
    const auto left = DecodeFrame(expected, tunnel);
    auto right = DecodeFrame(got, tunnel);
    std::map<std::string, size_t> byName;
    for (size_t i = 0; i < right.size(); ++i)
    {
        byName.emplace(right[i].name, i);
    }
    std::string text = Row(' ', "field", "expected", "got");
    text += Row(' ', "length", std::to_string(expected.size()), std::to_string(got.size()));
    std::vector<bool> shown(right.size(), false);
    for (const auto& field : left)
    {
        auto it = byName.find(field.name);
        const bool partner = it != byName.end();
        const std::string value = partner ? right[it->second].value : "-";
        if (partner)
        {
            shown[it->second] = true;
        }
        const bool same = partner && value == field.value;
        text += Row(same ? ' ' : (IsFree(field, free) && partner ? '~' : '!'),
                    field.name,
                    field.value,
                    value);
    }
    for (size_t i = 0; i < right.size(); ++i)
    {
        if (!shown[i])
        {
            text += Row('!', right[i].name, "-", right[i].value);
        }
    }
    return text;
}

std::string
DescribeFrame(const std::vector<uint8_t>& frame, bool tunnel)
{
    std::string text;
    for (const auto& field : DecodeFrame(frame, tunnel))
    {
        text += Row(' ', field.name, field.value, "");
    }
    return text;
}

} // namespace ns3
