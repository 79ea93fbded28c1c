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

    Declare& Word(const std::string& word, uint64_t number, const std::string& help)
    {
        m_option.words.push_back({word, number, help, true});
        return *this;
    }

    Declare& UnsupportedWord(const std::string& word, const std::string& help)
    {
        m_option.words.push_back({word, 0, help, false});
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

    Declare& Sets(const std::vector<std::string>& attributes,
                  std::function<void(LinkSettings&, const LinkOptionValue&)> apply)
    {
        m_option.attributes = attributes;
        m_option.apply = std::move(apply);
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
    return {
        Declare("id", K::NUMBER, "VXLAN network identifier (VNI) of the device.")
            .Alias("vni")
            .Range(0, 0xffffff, "invalid id")
            .Sets({"Vni"},
                  [](LinkSettings& s, const LinkOptionValue& v) {
                      auto& c = s.vxlan;
                      c.vni = static_cast<uint32_t>(v.number);
                  })
            .Fixed("Cannot change VNI."),
        Declare("group", K::ADDRESS, "Multicast group that floods go to; needs dev.")
            .Address(LinkAddressRule::MULTICAST, "invalid group address")
            .Sets({"Remote"},
                  [](LinkSettings& s, const LinkOptionValue& v) {
                      auto& c = s.vxlan;
                      c.remote = v.address;
                  }),
        Declare("remote", K::ADDRESS, "Tunnel end point that frames without a better entry go to.")
            .Address(LinkAddressRule::UNICAST, "invalid remote address")
            .Sets({"Remote"},
                  [](LinkSettings& s, const LinkOptionValue& v) {
                      auto& c = s.vxlan;
                      c.remote = v.address;
                  }),
        Declare("local", K::ADDRESS, "Source address of outer packets; any: as the route says.")
            .Address(LinkAddressRule::UNICAST, "invalid local address")
            .Sets({"Local"},
                  [](LinkSettings& s, const LinkOptionValue& v) {
                      auto& c = s.vxlan;
                      c.local = v.address;
                  })
            .Default("any"),
        Declare("dev", K::DEVICE, "Device that outer packets leave by.")
            .Sets({"LowerDevice"},
                  [](LinkSettings& s, const LinkOptionValue& v) {
                      auto& c = s.vxlan;
                      c.lowerDevice = v.device;
                  }),
        Declare("ttl", K::NUMBER, "TTL or hop limit of outer packets.")
            .Alias("hoplimit")
            .Range(0, 255, "TTL must be <= 255")
            .Word("inherit", 0, "as in the inner packet")
            .Word("auto", 0, "64, or 1 to a multicast group")
            .Sets({"Ttl", "TtlInherit"},
                  [](LinkSettings& s, const LinkOptionValue& v) {
                      s.vxlan.ttl = static_cast<uint8_t>(v.number);
                      s.vxlan.ttlInherit = v.word == "inherit";
                  })
            .Default("auto"),
        Declare("tos", K::NUMBER, "DS field of outer packets; its ECN bits come from within.")
            .Alias("dsfield")
            .Range(0, 255, "bad TOS value")
            .Hexadecimal()
            .Word("inherit", 1, "as in the inner packet")
            .Sets({"Tos", "TosInherit"},
                  [](LinkSettings& s, const LinkOptionValue& v) {
                      // Linux: a TOS of 1 means the same as the word.
                      s.vxlan.tosInherit = v.number == 1;
                      s.vxlan.tos = s.vxlan.tosInherit ? 0 : static_cast<uint8_t>(v.number);
                  })
            .Default("0"),
        Declare("df", K::CHOICE, "Don't-fragment bit of outer IPv4 packets.")
            .Word("unset", VXLAN_DF_UNSET, "not set")
            .Word("set", VXLAN_DF_SET, "always set")
            .Word("inherit", VXLAN_DF_INHERIT, "as in the inner packet; set for IPv6")
            .Complaint("DF must be 'unset', 'set' or 'inherit'")
            .Sets({"DontFragment"},
                  [](LinkSettings& s, const LinkOptionValue& v) {
                      s.vxlan.df = static_cast<VxlanDf>(v.number);
                  })
            .Default("unset"),
        Declare("flowlabel", K::NUMBER, "Flow label of outer IPv6 packets.")
            .Alias("label")
            .Range(0, 0xfffff, "invalid flowlabel")
            .Word("inherit", 0, "as in the inner packet")
            .Sets({"FlowLabel", "FlowLabelInherit"},
                  [](LinkSettings& s, const LinkOptionValue& v) {
                      auto& c = s.vxlan;
                      c.flowLabel = static_cast<uint32_t>(v.number);
                      c.flowLabelInherit = v.word == "inherit";
                  })
            .Default("0"),
        Declare("ageing", K::NUMBER, "How long an entry lives that is not heard from.")
            .Range(0, UINT32_MAX, "ageing timer")
            .Unit("s")
            .Word("none", 0, "300 s, as in Linux")
            .Sets({"AgeingTime"},
                  [](LinkSettings& s, const LinkOptionValue& v) {
                      auto& c = s.vxlan;
                      c.ageing = Seconds(static_cast<double>(v.number));
                  })
            .Default("300"),
        Declare("maxaddress", K::NUMBER, "Most entries of the forwarding database; 0: no limit.")
            .Range(0, UINT32_MAX, "max addresses")
            .Unit("entries")
            .Word("unlimited", 0, "no limit")
            .Sets({"MaxAddresses"},
                  [](LinkSettings& s, const LinkOptionValue& v) {
                      auto& c = s.vxlan;
                      c.maxAddresses = static_cast<uint32_t>(v.number);
                  })
            .Default("unlimited")
            .Fixed("Cannot change limit."),
        Declare("srcport",
                K::PORT_RANGE,
                "Source ports of outer packets: the first, and the one after the last.")
            .Alias("port")
            .Sets({"SourcePortMin", "SourcePortMax"},
                  [](LinkSettings& s, const LinkOptionValue& v) {
                      s.vxlan.sourcePortMin = static_cast<uint16_t>(v.number);
                      s.vxlan.sourcePortMax = static_cast<uint16_t>(v.second);
                  })
            .Default("0 0")
            .Fixed("Cannot change port range."),
        Declare("dstport", K::NUMBER, "UDP port that tunnel end points listen on; 0: 8472.")
            .Range(0, UINT16_MAX, "dst port")
            .Sets({"DestinationPort"},
                  [](LinkSettings& s, const LinkOptionValue& v) {
                      auto& c = s.vxlan;
                      c.destinationPort = static_cast<uint16_t>(v.number);
                  })
            .Default("8472")
            .Fixed("Cannot change port."),
        Declare("learning", K::SWITCH, "Learn stations from the frames that come in.")
            .Sets({"EnableLearning"},
                  [](LinkSettings& s, const LinkOptionValue& v) {
                      auto& c = s.vxlan;
                      c.learning = v.on;
                  })
            .Default("on"),
        Declare("proxy", K::SWITCH, "Answer ARP and neighbour requests from the neighbour table.")
            .Sets({"EnableProxy"},
                  [](LinkSettings& s, const LinkOptionValue& v) {
                      auto& c = s.vxlan;
                      c.proxy = v.on;
                  })
            .Default("off")
            .Fixed("vxlan: cannot change PROXY flag."),
        Declare("rsc", K::SWITCH, "Route short circuit.")
            .Sets({"RouteShortCircuit"},
                  [](LinkSettings& s, const LinkOptionValue& v) {
                      auto& c = s.vxlan;
                      c.rsc = v.on;
                  })
            .Default("off")
            .Fixed("vxlan: cannot change RSC flag."),
        Declare("l2miss", K::SWITCH, "Tell of stations that are not known.")
            .Sets({"EnableL2Miss"},
                  [](LinkSettings& s, const LinkOptionValue& v) {
                      auto& c = s.vxlan;
                      c.l2miss = v.on;
                  })
            .Default("off")
            .Fixed("vxlan: cannot change L2MISS flag."),
        Declare("l3miss", K::SWITCH, "Tell of neighbours that are not known.")
            .Sets({"EnableL3Miss"},
                  [](LinkSettings& s, const LinkOptionValue& v) {
                      auto& c = s.vxlan;
                      c.l3miss = v.on;
                  })
            .Default("off")
            .Fixed("vxlan: cannot change L3MISS flag."),
        Declare("udpcsum", K::SWITCH, "UDP checksum in packets over IPv4.")
            .Sets({"UdpChecksum"},
                  [](LinkSettings& s, const LinkOptionValue& v) {
                      auto& c = s.vxlan;
                      c.udpChecksum = v.on;
                  })
            .Default("on")
            .Fixed("Cannot change UDP_CSUM flag."),
        Declare("udp6zerocsumtx", K::SWITCH, "No UDP checksum in packets over IPv6.")
            .Sets({"UdpZeroChecksum6Tx"},
                  [](LinkSettings& s, const LinkOptionValue& v) {
                      auto& c = s.vxlan;
                      c.udpZeroChecksum6Tx = v.on;
                  })
            .Default("off")
            .Fixed("vxlan: cannot change UDP_ZERO_CSUM6_TX flag."),
        Declare("udp6zerocsumrx", K::SWITCH, "Take packets over IPv6 without UDP checksum.")
            .Sets({"UdpZeroChecksum6Rx"},
                  [](LinkSettings& s, const LinkOptionValue& v) {
                      auto& c = s.vxlan;
                      c.udpZeroChecksum6Rx = v.on;
                  })
            .Default("off")
            .Fixed("vxlan: cannot change UDP_ZERO_CSUM6_RX flag."),
        Declare("remcsumtx", K::SWITCH, "Remote checksum offload when sending.")
            .Sets({"RemoteChecksumTx"},
                  [](LinkSettings& s, const LinkOptionValue& v) {
                      auto& c = s.vxlan;
                      c.remcsumTx = v.on;
                  })
            .Default("off")
            .Fixed("vxlan: cannot change REMCSUM_TX flag."),
        Declare("remcsumrx", K::SWITCH, "Remote checksum offload when receiving.")
            .Sets({"RemoteChecksumRx"},
                  [](LinkSettings& s, const LinkOptionValue& v) {
                      auto& c = s.vxlan;
                      c.remcsumRx = v.on;
                  })
            .Default("off")
            .Fixed("vxlan: cannot change REMCSUM_RX flag."),
        Declare("external", K::SWITCH, "Tunnel parameters come with each packet.")
            .Sets({"External"},
                  [](LinkSettings& s, const LinkOptionValue& v) {
                      auto& c = s.vxlan;
                      c.external = v.on;
                  })
            .Default("off")
            .Fixed("vxlan: cannot change COLLECT_METADATA flag."),
        Declare("gbp", K::FLAG, "Group policy extension.")
            .Sets({"GroupPolicy"},
                  [](LinkSettings& s, const LinkOptionValue& v) {
                      auto& c = s.vxlan;
                      c.gbp = v.on;
                  })
            .Default("off")
            .Fixed("vxlan: cannot change GBP flag."),
        Declare("gpe", K::FLAG, "Generic protocol extension.")
            .Sets({"Gpe"},
                  [](LinkSettings& s, const LinkOptionValue& v) {
                      auto& c = s.vxlan;
                      c.gpe = v.on;
                  })
            .Default("off")
            .Fixed("vxlan: cannot change GPE flag."),
        Declare("localbypass", K::SWITCH, "Hand frames for a local VNI over without encapsulation.")
            .Sets({"LocalBypass"},
                  [](LinkSettings& s, const LinkOptionValue& v) {
                      auto& c = s.vxlan;
                      c.localBypass = v.on;
                  })
            .Default("on"),
        Declare("vnifilter", K::SWITCH, "Take only the VNIs that are listed.")
            .Sets({"VniFilter"},
                  [](LinkSettings& s, const LinkOptionValue& v) {
                      auto& c = s.vxlan;
                      c.vnifilter = v.on;
                  })
            .Default("off")
            .Fixed("vxlan: cannot change VNIFILTER flag."),
        Declare("reserved_bits", K::NUMBER, "Header bits that must be zero in packets received.")
            .Range(0, UINT64_MAX, "reserved_bits")
            .Sets({"ReservedBits"},
                  [](LinkSettings& s, const LinkOptionValue& v) {
                      s.vxlan.hasReservedBits = true;
                      s.vxlan.reservedBits = v.number;
                  }),
        Declare("mcroute", K::SWITCH, "Multicast packets go through multicast routing.")
            .Default("off"),
    };
}

std::vector<LinkOption>
MakeGretapOptions()
{
    using K = LinkOptionKind;
    return {
        Declare("key", K::KEY, "Key of both directions: number or dotted quad.")
            .Sets({"InputKey", "OutputKey"},
                  [](LinkSettings& s, const LinkOptionValue& v) {
                      auto& c = s.gretap;
                      c.hasInputKey = v.on;
                      c.inputKey = static_cast<uint32_t>(v.number);
                      c.hasOutputKey = v.on;
                      c.outputKey = static_cast<uint32_t>(v.number);
                  })
            .Default("none"),
        Declare("ikey", K::KEY, "Key that packets received must carry.")
            .Sets({"InputKey"},
                  [](LinkSettings& s, const LinkOptionValue& v) {
                      auto& c = s.gretap;
                      c.hasInputKey = v.on;
                      c.inputKey = static_cast<uint32_t>(v.number);
                  })
            .Default("none"),
        Declare("okey", K::KEY, "Key of packets sent.")
            .Sets({"OutputKey"},
                  [](LinkSettings& s, const LinkOptionValue& v) {
                      auto& c = s.gretap;
                      c.hasOutputKey = v.on;
                      c.outputKey = static_cast<uint32_t>(v.number);
                  })
            .Default("none"),
        Declare("seq", K::SWITCH, "Sequence numbers both ways.")
            .Sets({"InputSequence", "OutputSequence"},
                  [](LinkSettings& s, const LinkOptionValue& v) {
                      auto& c = s.gretap;
                      c.inputSequence = v.on;
                      c.outputSequence = v.on;
                  })
            .Default("off"),
        Declare("iseq", K::SWITCH, "Packets received must carry sequence numbers in order.")
            .Sets({"InputSequence"},
                  [](LinkSettings& s, const LinkOptionValue& v) {
                      auto& c = s.gretap;
                      c.inputSequence = v.on;
                  })
            .Default("off"),
        Declare("oseq", K::SWITCH, "Sequence numbers in packets sent.")
            .Sets({"OutputSequence"},
                  [](LinkSettings& s, const LinkOptionValue& v) {
                      auto& c = s.gretap;
                      c.outputSequence = v.on;
                  })
            .Default("off"),
        Declare("csum", K::SWITCH, "GRE checksums both ways.")
            .Sets({"InputChecksum", "OutputChecksum"},
                  [](LinkSettings& s, const LinkOptionValue& v) {
                      auto& c = s.gretap;
                      c.inputChecksum = v.on;
                      c.outputChecksum = v.on;
                  })
            .Default("off"),
        Declare("icsum", K::SWITCH, "Packets received must carry a checksum.")
            .Sets({"InputChecksum"},
                  [](LinkSettings& s, const LinkOptionValue& v) {
                      auto& c = s.gretap;
                      c.inputChecksum = v.on;
                  })
            .Default("off"),
        Declare("ocsum", K::SWITCH, "A checksum in packets sent.")
            .Sets({"OutputChecksum"},
                  [](LinkSettings& s, const LinkOptionValue& v) {
                      auto& c = s.gretap;
                      c.outputChecksum = v.on;
                  })
            .Default("off"),
        Declare("pmtudisc", K::SWITCH, "Set the don't-fragment bit in outer packets.")
            .Sets({"PathMtuDiscovery"},
                  [](LinkSettings& s, const LinkOptionValue& v) {
                      auto& c = s.gretap;
                      c.pathMtuDiscovery = v.on;
                  })
            .Default("on"),
        Declare("remote", K::ADDRESS, "The other tunnel end point; any: takes from all.")
            .Address(LinkAddressRule::EITHER, "")
            .Sets({"Remote"},
                  [](LinkSettings& s, const LinkOptionValue& v) {
                      auto& c = s.gretap;
                      c.remote = v.address;
                  })
            .Default("any"),
        Declare("local", K::ADDRESS, "Source address of outer packets; any: as the route says.")
            .Address(LinkAddressRule::EITHER, "")
            .Sets({"Local"},
                  [](LinkSettings& s, const LinkOptionValue& v) {
                      auto& c = s.gretap;
                      c.local = v.address;
                  })
            .Default("any"),
        Declare("dev", K::DEVICE, "Device that outer packets leave by.")
            .Sets({"LowerDevice"},
                  [](LinkSettings& s, const LinkOptionValue& v) {
                      auto& c = s.gretap;
                      c.lowerDevice = v.device;
                  }),
        Declare("ttl", K::NUMBER, "TTL of outer packets; 0: as in the inner packet.")
            .Alias("hoplimit")
            .Range(0, 255, "invalid TTL")
            .Word("inherit", 0, "as in the inner packet")
            .Sets({"Ttl"},
                  [](LinkSettings& s, const LinkOptionValue& v) {
                      auto& c = s.gretap;
                      c.ttl = static_cast<uint8_t>(v.number);
                  })
            .Default("inherit"),
        Declare("tos", K::NUMBER, "DS field of outer packets; its ECN bits come from within.")
            .Alias("tclass")
            .Alias("dsfield")
            .Range(0, 255, "bad TOS value")
            .Hexadecimal()
            .Word("inherit", 1, "as in the inner packet")
            .Sets({"Tos", "TosInherit"},
                  [](LinkSettings& s, const LinkOptionValue& v) {
                      // Linux: the lowest bit of the TOS means the same as the word.
                      s.gretap.tosInherit = (v.number & 1) != 0;
                      s.gretap.tos = static_cast<uint8_t>(v.number & ~uint64_t(1));
                  })
            .Default("0"),
        Declare("encap-sport", K::NUMBER, "UDP source port of foo or generic UDP encapsulation.")
            .Range(0, UINT16_MAX, "Invalid source port.")
            .UnsupportedWord("auto", "chosen by the inner flow"),
        Declare("encap-dport", K::NUMBER, "UDP destination port of that encapsulation.")
            .Range(0, UINT16_MAX, "Invalid destination port."),
        Declare("encap-csum", K::SWITCH, "UDP checksum of that encapsulation.").Default("off"),
        Declare("encap-csum6", K::SWITCH, "The same over IPv6.").Default("off"),
        Declare("encap-udp6-csum", K::SWITCH, "The same over IPv6.").Default("off"),
        Declare("encap-remcsum", K::SWITCH, "Remote checksum offload in it.").Default("off"),
        Declare("encap", K::CHOICE, "UDP encapsulation of GRE.")
            .UnsupportedWord("none", "none")
            .UnsupportedWord("fou", "foo over UDP")
            .UnsupportedWord("gue", "generic UDP encapsulation")
            .Complaint("Invalid encap type."),
        Declare("external", K::FLAG, "Tunnel parameters come with each packet.").Default("off"),
        Declare("ignore-df", K::SWITCH, "Do not copy the don't-fragment bit from within.")
            .Sets({"IgnoreDf"},
                  [](LinkSettings& s, const LinkOptionValue& v) {
                      auto& c = s.gretap;
                      c.ignoreDf = v.on;
                  })
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
    static const std::vector<LinkOption> options = [] {
        // iproute2 takes the last of several here, where it refuses them for VXLAN.
        auto table = MakeGretapOptions();
        for (auto& option : table)
        {
            option.repeatable = true;
        }
        return table;
    }();
    return options;
}

} // namespace ns3
