/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "scenario-declaration.h"

#include "scenario-kinds.h"

namespace ns3
{
namespace scenario
{

namespace
{

constexpr uint32_t MIN_MTU = 68;
constexpr uint32_t MAX_MTU = 65535;

/// Declares rate, delay, MTU, queue and loss, which links of all sorts share.
template <class T>
void
AddLinkProperties(ObjectKind<T>& object, const char* rate, const char* delay)
{
    object
        .Add("rate",
             &T::rate,
             Rate(),
             Need::Default(rate),
             "Bit rate of the link, each way. Preamble, frame check sequence and inter-frame gap "
             "take their time on it.")
        .Add("delay", &T::delay, Duration(1), Need::Default(delay), "Propagation delay, each way.")
        .Add("mtu",
             &T::mtu,
             Integer(MIN_MTU, MAX_MTU),
             Need::Default(1500),
             "IP MTU of the link in bytes: the largest packet without the Ethernet header.")
        .Add("queue",
             &T::queue,
             Queue(),
             Need::Default("100p"),
             "Length of the transmit queue at each end; what comes when it is full is dropped.")
        .Add("ecn",
             &T::ecn,
             Queue(),
             Need::Optional(),
             "Marking threshold: IP packets that are ECN capable and make the queue longer than "
             "this get CE (congestion experienced). Without it no packet is marked.")
        .Add("loss",
             &T::loss,
             Number(0, 1),
             Need::Default(0.0),
             "Fraction of frames that the receiver loses at random, independently.");
}

} // namespace

KindPtr<PortSpec>
DeclarePort()
{
    auto port = std::make_shared<ObjectKind<PortSpec>>(
        "bridge-port",
        "Flags of a bridge port, named as in `bridge link set`.");
    port->Add("isolated",
              &PortSpec::isolated,
              Boolean(),
              Need::Optional(),
              "Isolated ports do not talk to each other: set it on all tunnels of a full mesh, so "
              "that no frame goes round.")
        .Add("hairpin",
             &PortSpec::hairpin,
             Boolean(),
             Need::Optional(),
             "Frames may leave by the port on which they came.")
        .Add("learning",
             &PortSpec::learning,
             Boolean(),
             Need::Optional(),
             "Addresses are learned from this port.")
        .Add("flood",
             &PortSpec::flood,
             Boolean(),
             Need::Optional(),
             "Frames for unknown unicast addresses are flooded to this port.")
        .Add("mcast_flood",
             &PortSpec::mcastFlood,
             Boolean(),
             Need::Optional(),
             "Multicast frames are flooded to this port.")
        .Add("bcast_flood",
             &PortSpec::bcastFlood,
             Boolean(),
             Need::Optional(),
             "Broadcast frames are flooded to this port.");
    return port;
}

KindPtr<UnderlaySpec>
DeclareUnderlay()
{
    auto node =
        std::make_shared<ObjectKind<NodeSpec>>("node",
                                               "A node of the underlay: a VTEP or a router.");
    node->Add("name",
              &NodeSpec::name,
              Name("the name of a node"),
              Need::Required(),
              "Name of the node; elsewhere in the scenario it stands for the node's first address.")
        .Add("commands",
             &NodeSpec::commands,
             ListOf(Text("an iproute2 command such as \"ip link add vx0 type vxlan id 100 dev eth0 "
                         "dstport 4789\""),
                    "iproute2 commands"),
             Need::Default(Json::array()),
             "Commands of `ip`, `bridge` and `sysctl` that configure the node before the run, "
             "after `tunnels` and `bridges`. The interfaces to the underlay are eth0, eth1 ... in "
             "the order in which `links` and then `segments` name the node.");

    auto link =
        std::make_shared<ObjectKind<LinkSpec>>("link",
                                               "A full-duplex Ethernet link between two nodes.");
    link->Add("nodes",
              &LinkSpec::nodes,
              ListOf(Name("the name of a node"), "names of nodes", 2, 2),
              Need::Required(),
              "The two nodes; the first has the lower address.")
        .Add("name",
             &LinkSpec::name,
             Name("the name of a link"),
             Need::Optional(),
             "Name in results and expectations; without it the names of the nodes with a \"-\" "
             "between.")
        .Add("prefix",
             &LinkSpec::prefix,
             Prefix(),
             Need::Optional(),
             "Network of the link, host bits 0; the nodes get its hosts 1 and 2. Without it the "
             "next free network of the underlay's prefix.")
        .Add("weight",
             &LinkSpec::weight,
             Integer(1, 65535),
             Need::Default(1),
             "Cost of the link for shortest paths.");
    AddLinkProperties(*link, "1Gbps", "10us");

    auto segment = std::make_shared<ObjectKind<SegmentSpec>>(
        "segment",
        "A shared LAN: a switch with an Ethernet link to each of its nodes.");
    segment
        ->Add("name",
              &SegmentSpec::name,
              Name("the name of a segment"),
              Need::Required(),
              "Name of the segment. Its links are named SEGMENT-NODE in results.")
        .Add("nodes",
             &SegmentSpec::nodes,
             ListOf(Name("the name of a node"), "names of nodes", 2),
             Need::Required(),
             "The nodes; they get the hosts 1, 2, 3 ... of the segment's network in this order.")
        .Add("prefix",
             &SegmentSpec::prefix,
             Prefix(),
             Need::Optional(),
             "Network of the segment, host bits 0. Without it the next free network of the "
             "underlay's prefix.");
    AddLinkProperties(*segment, "1Gbps", "5us");

    auto underlay = std::make_shared<ObjectKind<UnderlaySpec>>(
        "underlay",
        "The network that carries the tunnels. Routes are shortest paths by weight, static.");
    underlay
        ->Add("family",
              &UnderlaySpec::family,
              Choice({"ipv4", "ipv6"}),
              Need::Default("ipv4"),
              "Addresses of the underlay.")
        .Add("prefix",
             &UnderlaySpec::prefix,
             Prefix(),
             Need::Optional(),
             "Where networks of links and segments without a prefix of their own come from: /24 or "
             "/64 each, in the document's order. Without it 10.0.0.0/8 or fd00::/48.")
        .Add("nodes",
             &UnderlaySpec::nodes,
             ListOf(KindPtr<NodeSpec>(std::make_shared<ShorthandKind<NodeSpec>>(node, "name")),
                    "nodes",
                    1),
             Need::Required(),
             "Nodes: objects, or just names.")
        .Add("links",
             &UnderlaySpec::links,
             ListOf(KindPtr<LinkSpec>(link), "links"),
             Need::Default(Json::array()),
             "Links between two nodes.")
        .Add("segments",
             &UnderlaySpec::segments,
             ListOf(KindPtr<SegmentSpec>(segment), "segments"),
             Need::Default(Json::array()),
             "LAN segments that several nodes share.");
    return underlay;
}

KindPtr<BridgeSpec>
DeclareBridge()
{
    auto bridge = std::make_shared<ObjectKind<BridgeSpec>>(
        "bridge",
        "Settings of bridges. A bridge that a tunnel or host names exists without an entry here.");
    bridge
        ->Add("node",
              &BridgeSpec::nodes,
              NameOrNames("names of nodes"),
              Need::Required(),
              "Node or nodes that have this bridge.")
        .Add("name",
             &BridgeSpec::name,
             Name("the name of a bridge"),
             Need::Default("br0"),
             "Name of the bridge.")
        .Add("ageing",
             &BridgeSpec::ageing,
             Duration(),
             Need::Default("300s"),
             "How long an address that is heard no more stays learned.")
        .Add("addresses",
             &BridgeSpec::addresses,
             ListOf(Prefix(), "addresses"),
             Need::Default(Json::array()),
             "IP addresses of the node itself on the bridge (one node only).");
    return bridge;
}

KindPtr<HostSpec>
DeclareHost()
{
    auto host = std::make_shared<ObjectKind<HostSpec>>(
        "host",
        "A host behind a VTEP: a node of its own with a link (eth0) to a port of the VTEP's "
        "bridge.");
    host->Add("name",
              &HostSpec::name,
              Name("the name of a host"),
              Need::Required(),
              "Name of the host; also the name of the VTEP's interface to it.")
        .Add("vtep",
             &HostSpec::vtep,
             Name("the name of a node of the underlay"),
             Need::Required(),
             "Node of the underlay behind which the host lives.")
        .Add("bridge",
             &HostSpec::bridge,
             Name("the name of a bridge"),
             Need::Default("br0"),
             "Bridge of that node to which the host is connected.")
        .Add("addresses",
             &HostSpec::addresses,
             ListOf(Prefix(), "addresses"),
             Need::Default(Json::array()),
             "IP addresses of the host. Without any it has no IP stack and serves replay and "
             "frames only.")
        .Add("mac",
             &HostSpec::mac,
             StationMac(),
             Need::Optional(),
             "MAC address of the host; without it one is made up from the host's number.")
        .Add("port",
             &HostSpec::port,
             DeclarePort(),
             Need::Default(Json::object()),
             "Flags of the bridge port.");
    AddLinkProperties(*host, "1Gbps", "1us");
    return host;
}

KindPtr<EventSpec>
DeclareEvent()
{
    const char* const atHelp = "Simulated time of the event.";
    auto move = std::make_shared<ObjectKind<EventSpec>>(
        "host-move",
        "A host moves to another VTEP, as a virtual machine does: its link is pulled out of one "
        "bridge and plugged into another.");
    move->Add("at", &EventSpec::at, Duration(), Need::Required(), atHelp)
        .Add("host", &EventSpec::subject, Name("the name of a host"), Need::Required(), "The host.")
        .Add("move",
             &EventSpec::moveTo,
             Name("the name of a node of the underlay"),
             Need::Required(),
             "VTEP behind which it lives from now on, on the bridge of the same name.")
        .Add("announce",
             &EventSpec::announce,
             Boolean(),
             Need::Default(true),
             "The host makes its new place known at once by a broadcast RARP frame, as QEMU does "
             "for a virtual machine that has moved. Without it others learn when it next sends.");
    auto link =
        std::make_shared<ObjectKind<EventSpec>>("link-event", "A link fails or comes back.");
    link->Add("at", &EventSpec::at, Duration(), Need::Required(), atHelp)
        .Add("link",
             &EventSpec::subject,
             Name("the name of a link"),
             Need::Required(),
             "Link of the underlay, of a segment or of a host, by its name in results.")
        .Add("state", &EventSpec::state, Choice({"up", "down"}), Need::Required(), "Whole or cut.");
    auto device = std::make_shared<ObjectKind<EventSpec>>(
        "device-event",
        "A device is set up or down, as with `ip link set`.");
    device->Add("at", &EventSpec::at, Duration(), Need::Required(), atHelp)
        .Add("device",
             &EventSpec::subject,
             Endpoint("a device as NODE/DEVICE, such as \"v1/vx0\""),
             Need::Required(),
             "The device, as NODE/DEVICE.")
        .Add("state", &EventSpec::state, Choice({"up", "down"}), Need::Required(), "Up or down.");
    auto command = std::make_shared<ObjectKind<EventSpec>>(
        "command-event",
        "A command of `ip`, `bridge` or `sysctl` on a node.");
    command->Add("at", &EventSpec::at, Duration(), Need::Required(), atHelp)
        .Add("node", &EventSpec::subject, Name("the name of a node"), Need::Required(), "The node.")
        .Add("command",
             &EventSpec::command,
             Text("an iproute2 command such as \"bridge fdb del 02:00:00:00:00:01 dev vx0\""),
             Need::Required(),
             "The command; if it fails, the run fails and shows iproute2's error.");

    auto event = std::make_shared<AlternativesKind<EventSpec>>("", "event");
    const auto add = [&event](const char* kind,
                              const std::shared_ptr<ObjectKind<EventSpec>>& object) {
        event->Add(kind, std::make_shared<LabelledKind<EventSpec>>(object, &EventSpec::kind, kind));
    };
    add("host", move);
    add("link", link);
    add("device", device);
    add("node", command);
    return event;
}

std::shared_ptr<const ObjectKind<ScenarioSpec>>
DeclareScenario()
{
    auto measure = std::make_shared<ObjectKind<ScenarioSpec>>(
        "measure",
        "The part of the run that flows and links are measured in.");
    measure
        ->Add("start",
              &ScenarioSpec::measureStart,
              Duration(),
              Need::Default("0s"),
              "First instant that counts.")
        .Add("stop",
             &ScenarioSpec::measureStop,
             Duration(1),
             Need::Optional(),
             "First instant that counts no more; without it the end of the run.");

    auto scenario = std::make_shared<ObjectKind<ScenarioSpec>>(
        "scenario",
        "A run: a network, what goes over it, what is measured and what is expected.");
    scenario
        ->Add("$schema",
              &ScenarioSpec::schema,
              Text("the path or address of a JSON Schema"),
              Need::Optional(),
              "Where editors find the schema; not used by tunnelsim.")
        .Add("description",
             &ScenarioSpec::description,
             Text("text"),
             Need::Default(""),
             "What the scenario shows, for readers.")
        .Add("duration",
             &ScenarioSpec::duration,
             Duration(1),
             Need::Required(),
             "Simulated time at which the run ends.")
        .AddReader("measure",
                   KindPtr<ScenarioSpec>(measure),
                   Need::Default(Json::object()),
                   "The part of the run that counts.",
                   [measure](const Json& value,
                             const std::string& pointer,
                             ScenarioSpec& out,
                             Problems& problems) { measure->Read(value, pointer, out, problems); })
        .Add("seed",
             &ScenarioSpec::seed,
             Integer(1, UINT32_MAX),
             Need::Default(1),
             "Seed of all random numbers; what it feeds is listed in the manual.")
        .Add("run",
             &ScenarioSpec::run,
             Integer64(1, 65535),
             Need::Default(1),
             "Run number: another independent set of random numbers for the same seed.")
        .Add("checksums",
             &ScenarioSpec::checksums,
             Boolean(),
             Need::Optional(),
             "Compute and check IP, UDP, TCP and ICMP checksums. Without this they are on when the "
             "run writes captures, and off otherwise, which is faster.")
        .Add("attributes",
             &ScenarioSpec::attributes,
             KindPtr<std::vector<std::pair<std::string, std::string>>>(
                 std::make_shared<TableKind<std::string>>(
                     AttributeText(),
                     "an object of ns-3 attribute names and values")),
             Need::Default(Json::object()),
             "Defaults of ns-3 attributes and global values by name, such as "
             "\"ns3::TcpSocket::InitialCwnd\": 10.")
        .Add("underlay",
             &ScenarioSpec::underlay,
             DeclareUnderlay(),
             Need::Required(),
             "The network that carries the tunnels.")
        .Add("tunnels",
             &ScenarioSpec::tunnels,
             ListOf(DeclareTunnel(), "tunnels"),
             Need::Default(Json::array()),
             "Tunnel devices of the underlay's nodes.")
        .Add("bridges",
             &ScenarioSpec::bridges,
             ListOf(DeclareBridge(), "bridges"),
             Need::Default(Json::array()),
             "Settings of bridges, where the defaults do not do.")
        .Add("hosts",
             &ScenarioSpec::hosts,
             ListOf(DeclareHost(), "hosts"),
             Need::Default(Json::array()),
             "Hosts behind the VTEPs.")
        .Add("traffic",
             &ScenarioSpec::traffic,
             ListOf(DeclareTraffic(), "flows"),
             Need::Default(Json::array()),
             "What is sent.")
        .Add("events",
             &ScenarioSpec::events,
             ListOf(DeclareEvent(), "events"),
             Need::Default(Json::array()),
             "What happens during the run.")
        .Add("expect",
             &ScenarioSpec::expect,
             ListOf(DeclareExpectation(), "expectations"),
             Need::Default(Json::array()),
             "What the results must show; otherwise tunnelsim exits with 1.")
        .Add("pcap",
             &ScenarioSpec::pcap,
             ListOf(Endpoint("\"underlay\", \"tunnels\", \"hosts\", the name of a link, or a "
                             "device as NODE/DEVICE"),
                    "things to capture"),
             Need::Default(Json::array()),
             "Captures to write: \"underlay\" (all links between nodes), \"tunnels\" (all tunnel "
             "devices), \"hosts\" (all links to hosts), one link by name, or one device as "
             "NODE/DEVICE.");
    return scenario;
}

} // namespace scenario
} // namespace ns3
