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

constexpr uint32_t MAX_PAYLOAD = 65000;
constexpr uint64_t MAX_TRANSFER = uint64_t{1} << 40;

using Traffic = ObjectKind<TrafficSpec>;

/// Starts a traffic type with the keys that all have.
std::shared_ptr<Traffic>
BeginTraffic(const char* type, const char* help)
{
    auto traffic = std::make_shared<Traffic>(std::string(type) + "-traffic", help);
    traffic->Add("type", &TrafficSpec::type, Choice({type}), Need::Required(), "Kind of traffic.")
        .Add("name",
             &TrafficSpec::name,
             Name("the name of a flow"),
             Need::Required(),
             "Name of the flow in results and expectations.")
        .Add("start", &TrafficSpec::start, Duration(), Need::Default("0s"), "When it begins.");
    return traffic;
}

/// Declares both ends of a flow between IP hosts, and when it ends.
void
AddEnds(Traffic& traffic, const char* stopHelp)
{
    const char* const what = "a host, a node, or a device with an address as NODE/DEVICE";
    traffic
        .Add("from",
             &TrafficSpec::from,
             Endpoint(what),
             Need::Required(),
             "Sender: the name of a host, NODE/DEVICE for an address on a tunnel or bridge, or a "
             "node of the underlay.")
        .Add("to",
             &TrafficSpec::to,
             Endpoint(what),
             Need::Required(),
             "Receiver, named as the sender. Its first address of a family that the sender has "
             "too is used.")
        .Add("stop", &TrafficSpec::stop, Duration(1), Need::Optional(), stopHelp)
        .Add("tos",
             &TrafficSpec::tos,
             Integer(0, 255),
             Need::Default(0),
             "IPv4 TOS or IPv6 traffic class of what is sent.");
}

std::shared_ptr<Traffic>
DeclarePing()
{
    auto ping = BeginTraffic("ping", "ICMP echo requests and their answers.");
    AddEnds(*ping, "When to ask no more; without it the end of the run.");
    ping->Add("interval",
              &TrafficSpec::interval,
              Duration(1),
              Need::Default("1s"),
              "Time between requests.")
        .Add("count",
             &TrafficSpec::count,
             Integer(0, UINT32_MAX),
             Need::Default(0),
             "Number of requests; 0: until `stop`.")
        .Add("size",
             &TrafficSpec::packetSize,
             Size(0, MAX_PAYLOAD),
             Need::Default("56B"),
             "ICMP payload of a request.");
    return ping;
}

std::shared_ptr<Traffic>
DeclareUdp()
{
    auto udp = BeginTraffic("udp", "Datagrams at a constant rate, always or in bursts.");
    AddEnds(*udp, "When to send no more; without it the end of the run.");
    udp->Add("rate",
             &TrafficSpec::rate,
             Rate(),
             Need::Required(),
             "Payload bits per second while it sends.")
        .Add("size",
             &TrafficSpec::packetSize,
             Size(12, MAX_PAYLOAD),
             Need::Default("1000B"),
             "UDP payload of a datagram.")
        .Add("count",
             &TrafficSpec::count,
             Integer(0, UINT32_MAX),
             Need::Default(0),
             "Number of datagrams; 0: until `stop`.")
        .Add("on",
             &TrafficSpec::on,
             Duration(),
             Need::Default("0s"),
             "Length of a burst; 0s: always on.")
        .Add("off", &TrafficSpec::off, Duration(), Need::Default("0s"), "Pause between bursts.")
        .Add("pattern",
             &TrafficSpec::pattern,
             Choice({"fixed", "exponential"}),
             Need::Default("fixed"),
             "Bursts and pauses are always of the given length, or random with it as the mean.")
        .Add("port",
             &TrafficSpec::port,
             Integer(0, 65535),
             Need::Default(0),
             "Destination port; 0: 5001 and up, in the document's order.");
    return udp;
}

std::shared_ptr<Traffic>
DeclareTcp()
{
    auto tcp =
        BeginTraffic("tcp", "A TCP connection that sends in bulk, or a given number of bytes.");
    AddEnds(*tcp, "When a bulk flow writes no more; without it the end of the run.");
    tcp->Add("size",
             &TrafficSpec::size,
             Size(1, MAX_TRANSFER),
             Need::Optional(),
             "Bytes to send; without it as many as fit until `stop`.")
        .Add("congestion",
             &TrafficSpec::congestion,
             Choice({"cubic",
                     "reno",
                     "linuxreno",
                     "bic",
                     "dctcp",
                     "highspeed",
                     "htcp",
                     "hybla",
                     "illinois",
                     "ledbat",
                     "lp",
                     "scalable",
                     "vegas",
                     "veno",
                     "westwood",
                     "yeah"}),
             Need::Default("cubic"),
             "Congestion control by Linux's name (reno is ns-3's TcpNewReno).")
        .Add("segment",
             &TrafficSpec::segment,
             Integer(1, MAX_PAYLOAD),
             Need::Optional(),
             "Payload of a full segment in bytes; without it what fits the smallest MTU of the "
             "two hosts and of the tunnels on their bridges.")
        .Add("port",
             &TrafficSpec::port,
             Integer(0, 65535),
             Need::Default(0),
             "Destination port; 0: 5001 and up, in the document's order.");
    return tcp;
}

void
AddFrameHosts(Traffic& traffic)
{
    const auto macs = ListOf(AnyMac(), "MAC addresses");
    traffic.Add("hosts",
                &TrafficSpec::hosts,
                KindPtr<std::vector<std::pair<std::string, std::vector<std::string>>>>(
                    std::make_shared<TableKind<std::vector<std::string>>>(
                        macs,
                        "an object of host names, each with an array of MAC addresses")),
                Need::Required(),
                "Hosts that send frames, and those at which copies may come out. Each has the list "
                "of source MAC addresses that live there: a frame is sent by the host whose list "
                "holds its source.");
}

std::shared_ptr<Traffic>
DeclareReplay()
{
    auto replay =
        BeginTraffic("replay",
                     "The frames of a capture, each from behind the right VTEP at its time.");
    AddFrameHosts(*replay);
    replay->Add("file",
                &TrafficSpec::file,
                Text("the path of a pcap file"),
                Need::Required(),
                "Capture to replay (Ethernet), relative to the scenario's folder.");
    return replay;
}

std::shared_ptr<Traffic>
DeclareFrames()
{
    auto frames = BeginTraffic("frames", "Frames given in hex, sent one after the other.");
    AddFrameHosts(*frames);
    frames
        ->Add("from",
              &TrafficSpec::from,
              Name("the name of a host"),
              Need::Optional(),
              "Host that sends all frames, whatever their source; without it `hosts` decides.")
        .Add("frames",
             &TrafficSpec::frames,
             ListOf(Hex(), "frames in hex", 1),
             Need::Required(),
             "Whole Ethernet frames from the destination address on, without frame check sequence.")
        .Add("interval",
             &TrafficSpec::interval,
             Duration(1),
             Need::Default("1ms"),
             "Time between frames.");
    return frames;
}

} // namespace

KindPtr<TrafficSpec>
DeclareTraffic()
{
    auto traffic = std::make_shared<AlternativesKind<TrafficSpec>>("type", "traffic");
    traffic->Add("ping", DeclarePing())
        .Add("udp", DeclareUdp())
        .Add("tcp", DeclareTcp())
        .Add("replay", DeclareReplay())
        .Add("frames", DeclareFrames());
    return traffic;
}

} // namespace scenario
} // namespace ns3
