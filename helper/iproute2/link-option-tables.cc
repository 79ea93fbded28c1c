/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/link-options.h"

namespace ns3
{

namespace
{

/** Builds a declaration step by step, so that the tables below read like one. */
class Declare
{
  public:
    Declare(const std::string& name, LinkOptionKind kind, const std::string& help)
    {
        m_option.name = name;
        m_option.kind = kind;
        m_option.help = help;
    }

    Declare& Alias(const std::string& name)
    {
        m_option.aliases.push_back(name);
        return *this;
    }

    Declare& Range(uint64_t min, uint64_t max, const std::string& complaint)
    {
        m_option.min = min;
        m_option.max = max;
        m_option.complaint = complaint;
        return *this;
    }

    Declare& Hexadecimal()
    {
        m_option.base = 16;
        return *this;
    }

    Declare& Unit(const std::string& unit)
    {
        m_option.unit = unit;
        return *this;
    }

    Declare& Word(const std::string& word,
                  const std::string& attribute,
                  const std::string& value,
                  const std::string& help)
    {
        m_option.words.push_back({word, attribute, value, help});
        return *this;
    }

    Declare& Address(LinkAddressRule rule, const std::string& complaint)
    {
        m_option.address = rule;
        m_option.complaint = complaint;
        return *this;
    }

    Declare& Complaint(const std::string& text)
    {
        m_option.complaint = text;
        return *this;
    }

    Declare& Sets(const std::vector<std::string>& attributes)
    {
        m_option.attributes = attributes;
        return *this;
    }

    Declare& Default(const std::string& text)
    {
        m_option.defaultText = text;
        return *this;
    }

    Declare& Fixed(const std::string& text)
    {
        m_option.fixed = text;
        return *this;
    }

    operator LinkOption() const
    {
        return m_option;
    }

  private:
    LinkOption m_option;
};

std::vector<LinkOption>
MakeVxlanOptions()
{
    using K = LinkOptionKind;
    std::vector<LinkOption> options = {
        Declare("id", K::NUMBER, "VXLAN network identifier (VNI) of the device.")
            .Alias("vni")
            .Range(0, 0xffffff, "invalid id")
            .Sets({"Vni"})
            .Fixed("Cannot change VNI."),
        Declare("group", K::ADDRESS, "Multicast group that floods go to; needs dev.")
            .Address(LinkAddressRule::MULTICAST, "invalid group address")
            .Sets({"Remote"}),
        Declare("remote", K::ADDRESS, "Tunnel end point that frames without a better entry go to.")
            .Address(LinkAddressRule::UNICAST, "invalid remote address")
            .Sets({"Remote"}),
        Declare("local", K::ADDRESS, "Source address of outer packets; any: as the route says.")
            .Address(LinkAddressRule::UNICAST, "invalid local address")
            .Sets({"Local"})
            .Default("any"),
        Declare("dev", K::DEVICE, "Device that outer packets leave by.").Sets({"LowerDevice"}),
        Declare("ttl", K::NUMBER, "TTL or hop limit of outer packets.")
            .Alias("hoplimit")
            .Range(0, 255, "TTL must be <= 255")
            .Word("inherit", "TtlInherit", "true", "as in the inner packet")
            .Word("auto", "Ttl", "0", "64, or 1 to a multicast group")
            .Sets({"Ttl"})
            .Default("auto"),
        Declare("tos", K::NUMBER, "DS field of outer packets; its ECN bits come from within.")
            .Alias("dsfield")
            .Range(0, 255, "bad TOS value")
            .Hexadecimal()
            .Word("inherit", "TosInherit", "true", "as in the inner packet")
            .Sets({"Tos"})
            .Default("0"),
        Declare("df", K::CHOICE, "Don't-fragment bit of outer IPv4 packets.")
            .Word("unset", "DontFragment", "Unset", "not set")
            .Word("set", "DontFragment", "Set", "always set")
            .Word("inherit", "DontFragment", "Inherit", "as in the inner packet; set for IPv6")
            .Complaint("DF must be 'unset', 'set' or 'inherit'")
            .Default("unset"),
        Declare("flowlabel", K::NUMBER, "Flow label of outer IPv6 packets.")
            .Alias("label")
            .Range(0, 0xfffff, "invalid flowlabel")
            .Word("inherit", "", "", "as in the inner packet")
            .Sets({"FlowLabel"})
            .Default("0"),
        Declare("ageing", K::NUMBER, "How long an entry lives that is not heard from.")
            .Range(0, UINT32_MAX, "ageing timer")
            .Unit("s")
            .Word("none", "AgeingTime", "300s", "300 s, as in Linux")
            .Sets({"AgeingTime"})
            .Default("300"),
        Declare("maxaddress", K::NUMBER, "Most entries of the forwarding database; 0: no limit.")
            .Range(0, UINT32_MAX, "max addresses")
            .Unit("entries")
            .Word("unlimited", "MaxAddresses", "0", "no limit")
            .Sets({"MaxAddresses"})
            .Default("unlimited")
            .Fixed("Cannot change limit."),
        Declare("srcport",
                K::PORT_RANGE,
                "Source ports of outer packets: the first, and the one after the last.")
            .Alias("port")
            .Sets({"SourcePortMin", "SourcePortMax"})
            .Default("0 0")
            .Fixed("Cannot change port range."),
        Declare("dstport", K::NUMBER, "UDP port that tunnel end points listen on; 0: 8472.")
            .Range(0, UINT16_MAX, "dst port")
            .Sets({"DestinationPort"})
            .Default("8472")
            .Fixed("Cannot change port."),
        Declare("learning", K::SWITCH, "Learn stations from the frames that come in.")
            .Sets({"EnableLearning"})
            .Default("on"),
        Declare("proxy", K::SWITCH, "Answer ARP and neighbour requests from the neighbour table.")
            .Default("off")
            .Fixed("vxlan: cannot change PROXY flag."),
        Declare("rsc", K::SWITCH, "Route short circuit.")
            .Default("off")
            .Fixed("vxlan: cannot change RSC flag."),
        Declare("l2miss", K::SWITCH, "Tell of stations that are not known.")
            .Default("off")
            .Fixed("vxlan: cannot change L2MISS flag."),
        Declare("l3miss", K::SWITCH, "Tell of neighbours that are not known.")
            .Default("off")
            .Fixed("vxlan: cannot change L3MISS flag."),
        Declare("udpcsum", K::SWITCH, "UDP checksum in packets over IPv4.")
            .Sets({"UdpChecksum"})
            .Default("on")
            .Fixed("Cannot change UDP_CSUM flag."),
        Declare("udp6zerocsumtx", K::SWITCH, "No UDP checksum in packets over IPv6.")
            .Sets({"UdpZeroChecksum6Tx"})
            .Default("off")
            .Fixed("vxlan: cannot change UDP_ZERO_CSUM6_TX flag."),
        Declare("udp6zerocsumrx", K::SWITCH, "Take packets over IPv6 without UDP checksum.")
            .Sets({"UdpZeroChecksum6Rx"})
            .Default("off")
            .Fixed("vxlan: cannot change UDP_ZERO_CSUM6_RX flag."),
        Declare("remcsumtx", K::SWITCH, "Remote checksum offload when sending.")
            .Default("off")
            .Fixed("vxlan: cannot change REMCSUM_TX flag."),
        Declare("remcsumrx", K::SWITCH, "Remote checksum offload when receiving.")
            .Default("off")
            .Fixed("vxlan: cannot change REMCSUM_RX flag."),
        Declare("external", K::SWITCH, "Tunnel parameters come with each packet.")
            .Default("off")
            .Fixed("vxlan: cannot change COLLECT_METADATA flag."),
        Declare("gbp", K::FLAG, "Group policy extension.")
            .Default("off")
            .Fixed("vxlan: cannot change GBP flag."),
        Declare("gpe", K::FLAG, "Generic protocol extension.")
            .Default("off")
            .Fixed("vxlan: cannot change GPE flag."),
        Declare("localbypass", K::SWITCH, "Hand frames for a local VNI over without encapsulation.")
            .Sets({"LocalBypass"})
            .Default("on"),
        Declare("vnifilter", K::SWITCH, "Take only the VNIs that are listed.")
            .Default("off")
            .Fixed("vxlan: cannot change VNIFILTER flag."),
        Declare("reserved_bits", K::NUMBER, "Header bits that must be zero in packets received.")
            .Range(0, UINT64_MAX, "reserved_bits"),
        Declare("mcroute", K::SWITCH, "Multicast packets go through multicast routing.")
            .Default("off"),
    };
    // A choice has no attribute beside those of its words.
    for (auto& option : options)
    {
        if (option.kind == K::CHOICE && option.attributes.empty())
        {
            option.attributes = {option.words.front().attribute};
        }
    }
    return options;
}

std::vector<LinkOption>
MakeGretapOptions()
{
    using K = LinkOptionKind;
    return {
        Declare("key", K::KEY, "Key of both directions: number or dotted quad.")
            .Sets({"InputKey", "OutputKey"})
            .Default("none"),
        Declare("ikey", K::KEY, "Key that packets received must carry.")
            .Sets({"InputKey"})
            .Default("none"),
        Declare("okey", K::KEY, "Key of packets sent.").Sets({"OutputKey"}).Default("none"),
        Declare("seq", K::SWITCH, "Sequence numbers both ways.")
            .Sets({"InputSequence", "OutputSequence"})
            .Default("off"),
        Declare("iseq", K::SWITCH, "Packets received must carry sequence numbers in order.")
            .Sets({"InputSequence"})
            .Default("off"),
        Declare("oseq", K::SWITCH, "Sequence numbers in packets sent.")
            .Sets({"OutputSequence"})
            .Default("off"),
        Declare("csum", K::SWITCH, "GRE checksums both ways.")
            .Sets({"InputChecksum", "OutputChecksum"})
            .Default("off"),
        Declare("icsum", K::SWITCH, "Packets received must carry a checksum.")
            .Sets({"InputChecksum"})
            .Default("off"),
        Declare("ocsum", K::SWITCH, "A checksum in packets sent.")
            .Sets({"OutputChecksum"})
            .Default("off"),
        Declare("pmtudisc", K::SWITCH, "Set the don't-fragment bit in outer packets.")
            .Sets({"PathMtuDiscovery"})
            .Default("on"),
        Declare("remote", K::ADDRESS, "The other tunnel end point; any: takes from all.")
            .Address(LinkAddressRule::EITHER, "")
            .Sets({"Remote"})
            .Default("any"),
        Declare("local", K::ADDRESS, "Source address of outer packets; any: as the route says.")
            .Address(LinkAddressRule::EITHER, "")
            .Sets({"Local"})
            .Default("any"),
        Declare("dev", K::DEVICE, "Device that outer packets leave by.").Sets({"LowerDevice"}),
        Declare("ttl", K::NUMBER, "TTL of outer packets; 0: as in the inner packet.")
            .Alias("hoplimit")
            .Range(0, 255, "invalid TTL")
            .Word("inherit", "Ttl", "0", "as in the inner packet")
            .Sets({"Ttl"})
            .Default("inherit"),
        Declare("tos", K::NUMBER, "DS field of outer packets; its ECN bits come from within.")
            .Alias("tclass")
            .Alias("dsfield")
            .Range(0, 255, "bad TOS value")
            .Hexadecimal()
            .Word("inherit", "TosInherit", "true", "as in the inner packet")
            .Sets({"Tos"})
            .Default("0"),
        Declare("encap-sport", K::NUMBER, "UDP source port of foo or generic UDP encapsulation.")
            .Range(0, UINT16_MAX, "Invalid source port.")
            .Word("auto", "", "", "chosen by the inner flow"),
        Declare("encap-dport", K::NUMBER, "UDP destination port of that encapsulation.")
            .Range(0, UINT16_MAX, "Invalid destination port."),
        Declare("encap-csum", K::SWITCH, "UDP checksum of that encapsulation.").Default("off"),
        Declare("encap-csum6", K::SWITCH, "The same over IPv6.").Default("off"),
        Declare("encap-udp6-csum", K::SWITCH, "The same over IPv6.").Default("off"),
        Declare("encap-remcsum", K::SWITCH, "Remote checksum offload in it.").Default("off"),
        Declare("encap", K::CHOICE, "UDP encapsulation of GRE.")
            .Word("none", "", "", "none")
            .Word("fou", "", "", "foo over UDP")
            .Word("gue", "", "", "generic UDP encapsulation")
            .Complaint("Invalid encap type."),
        Declare("external", K::FLAG, "Tunnel parameters come with each packet.").Default("off"),
        Declare("ignore-df", K::SWITCH, "Do not copy the don't-fragment bit from within.")
            .Sets({"IgnoreDf"})
            .Default("off"),
        Declare("fwmark", K::NUMBER, "Mark used to look up the route.")
            .Range(0, UINT32_MAX, "invalid fwmark"),
    };
}

} // namespace

const std::vector<LinkOption>&
VxlanLinkOptions()
{
    static const std::vector<LinkOption> options = MakeVxlanOptions();
    return options;
}

const std::vector<LinkOption>&
GretapLinkOptions()
{
    static const std::vector<LinkOption> options = MakeGretapOptions();
    return options;
}

} // namespace ns3
