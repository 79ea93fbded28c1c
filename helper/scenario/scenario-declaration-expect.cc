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

using Expectation = ObjectKind<ExpectSpec>;

BoundUnit
UnitOf(const Metric& metric)
{
    const std::string unit = metric.unit;
    return unit == "bit/s" ? BoundUnit::RATE
           : unit == "s"   ? BoundUnit::DURATION
           : unit == "B"   ? BoundUnit::SIZE
                           : BoundUnit::NUMBER;
}

/// Declares one key per metric, each with limits.
void
AddMetrics(Expectation& expectation, const std::vector<Metric>& metrics)
{
    for (const auto& metric : metrics)
    {
        const auto limits = Limits(UnitOf(metric));
        const std::string name = metric.name;
        expectation.AddReader(name,
                              limits,
                              Need::Optional(),
                              metric.help,
                              [limits, name](const Json& value,
                                             const std::string& pointer,
                                             ExpectSpec& out,
                                             Problems& problems) {
                                  out.bounds.emplace_back(name, Bound());
                                  limits->Read(value, pointer, out.bounds.back().second, problems);
                              });
    }
}

std::shared_ptr<Expectation>
DeclareFlowExpectation()
{
    auto flow = std::make_shared<Expectation>("expect-flow", "Limits on what a flow achieves.");
    flow->Add("flow",
              &ExpectSpec::subject,
              Name("the name of a flow"),
              Need::Required(),
              "The flow.");
    AddMetrics(*flow, FlowMetrics());
    return flow;
}

std::shared_ptr<Expectation>
DeclareLinkExpectation()
{
    auto link = std::make_shared<Expectation>("expect-link", "Limits on one direction of a link.");
    link->Add("link",
              &ExpectSpec::subject,
              Name("the name of a link"),
              Need::Required(),
              "The link.")
        .Add("from",
             &ExpectSpec::from,
             Name("the name of a node"),
             Need::Required(),
             "The direction: the node, host or segment that sends.");
    AddMetrics(*link, LinkMetrics());
    return link;
}

std::shared_ptr<Expectation>
DeclareDeviceExpectation()
{
    auto device =
        std::make_shared<Expectation>("expect-device", "Limits on the counters of a device.");
    device->Add("device",
                &ExpectSpec::subject,
                Endpoint("a device as NODE/DEVICE, such as \"v1/vx0\""),
                Need::Required(),
                "The device, as NODE/DEVICE.");
    AddMetrics(*device, DeviceMetrics());
    device->Add(
        "drops",
        &ExpectSpec::drops,
        KindPtr<std::vector<std::pair<std::string, Bound>>>(
            std::make_shared<TableKind<Bound>>(Limits(BoundUnit::NUMBER),
                                               "an object of drop reasons, each with limits")),
        Need::Optional(),
        "Limits on drops by reason; a reason that is not listed is not looked at.");
    return device;
}

std::shared_ptr<Expectation>
DeclareFdbExpectation()
{
    auto fdb =
        std::make_shared<Expectation>("expect-fdb",
                                      "An entry of a forwarding database at the end of the run.");
    fdb->Add("fdb",
             &ExpectSpec::subject,
             Endpoint("a device as NODE/DEVICE, such as \"v1/vx0\""),
             Need::Required(),
             "The VXLAN device or bridge, as NODE/DEVICE.")
        .Add("mac", &ExpectSpec::mac, AnyMac(), Need::Required(), "Address of the entry.")
        .Add("dst",
             &ExpectSpec::dst,
             Text("an address or the name of a node"),
             Need::Optional(),
             "Remote of the entry (VXLAN) or name of the port (bridge).")
        .Add("present",
             &ExpectSpec::present,
             Boolean(),
             Need::Default(true),
             "Whether the entry must be there, or must not.");
    return fdb;
}

std::shared_ptr<Expectation>
DeclareReplayExpectation()
{
    auto replay = std::make_shared<Expectation>(
        "expect-replay",
        "Every frame of a replay or frames flow arrived, byte for byte, at each host to which a "
        "learning switch would have delivered it; nowhere else once its address was learned; and "
        "nothing else arrived.");
    replay->Add("replay",
                &ExpectSpec::subject,
                Name("the name of a flow"),
                Need::Required(),
                "The flow.");
    return replay;
}

std::shared_ptr<Expectation>
DeclareResultExpectation()
{
    auto result =
        std::make_shared<Expectation>("expect-result", "Limits on any number in results.json.");
    const auto limits = Limits(BoundUnit::NUMBER);
    result
        ->Add(
            "result",
            &ExpectSpec::subject,
            Text("a JSON pointer into results.json, such as \"/run/events\""),
            Need::Required(),
            "Where the number stands in results.json, as a JSON pointer; items of an array may be "
            "named by their `name`.")
        .AddReader("value",
                   limits,
                   Need::Required(),
                   "Its limits.",
                   [limits](const Json& value,
                            const std::string& pointer,
                            ExpectSpec& out,
                            Problems& problems) {
                       out.bounds.emplace_back("value", Bound());
                       limits->Read(value, pointer, out.bounds.back().second, problems);
                   });
    return result;
}

} // namespace

const std::vector<Metric>&
FlowMetrics()
{
    static const std::vector<Metric> metrics = {
        {"goodput", "bit/s", "Payload bits received per second in the flow's part of the window."},
        {"loss", "", "Fraction of the packets sent that never arrived."},
        {"delay_min", "s", "Smallest delay (ping: round trip)."},
        {"delay_mean", "s", "Mean delay."},
        {"delay_p50", "s", "Median delay."},
        {"delay_p99", "s", "99th percentile of the delays."},
        {"delay_max", "s", "Largest delay."},
        {"jitter", "s", "Mean absolute difference of the delays of consecutive packets."},
        {"sent_packets", "", "Packets sent (TCP: data segments, ping: requests)."},
        {"received_packets", "", "Packets received; frames: copies that were to arrive."},
        {"lost_packets", "", "Packets sent that never arrived."},
        {"sent_bytes", "", "Payload bytes sent."},
        {"received_bytes", "", "Payload bytes received."},
        {"retransmissions", "", "TCP data segments sent again."},
        {"duplicate_packets", "", "Packets that arrived more than once."},
        {"reordered_packets", "", "Packets that arrived after one that was sent later."},
        {"refused_packets", "", "Packets that the sender's own stack did not take."},
        {"missing_copies",
         "",
         "Frames: copies that a learning switch would have delivered, not received."},
        {"altered_frames", "", "Frames: received, but equal to none that was sent."},
        {"extra_copies", "", "Frames: copies where a learning switch sends none."},
        {"completion",
         "s",
         "Sized TCP transfer: from its start to its last byte; -1s if it did not end."},
    };
    return metrics;
}

const std::vector<Metric>&
LinkMetrics()
{
    static const std::vector<Metric> metrics = {
        {"utilization", "", "Fraction of the window in which the sender was busy."},
        {"throughput", "bit/s", "Bits of Ethernet frames per second."},
        {"packets", "", "Frames sent."},
        {"bytes", "", "Bytes of frames sent, from the Ethernet header on."},
        {"queue_max_packets", "", "Most frames in the queue."},
        {"queue_max_bytes", "", "Most bytes in the queue."},
        {"queue_mean_bytes", "", "Mean of the bytes in the queue over time."},
        {"drops", "", "Frames dropped by the queue, by loss and because the link was down."},
        {"marks", "", "Packets marked with congestion experienced."},
    };
    return metrics;
}

const std::vector<Metric>&
DeviceMetrics()
{
    static const std::vector<Metric> metrics = {
        {"rx_packets", "", "Packets received."},
        {"rx_bytes", "", "Bytes received."},
        {"rx_errors", "", "Bad packets received."},
        {"rx_dropped", "", "Packets received and dropped."},
        {"rx_multicast", "", "Multicast packets received."},
        {"rx_length_errors", "", "Received with a wrong length."},
        {"rx_crc_errors", "", "Received with a wrong checksum."},
        {"rx_frame_errors", "", "Received with a wrong format."},
        {"rx_fifo_errors", "", "Received out of sequence."},
        {"rx_over_errors", "", "Receiver overruns."},
        {"rx_missed_errors", "", "Packets missed."},
        {"tx_packets", "", "Packets sent."},
        {"tx_bytes", "", "Bytes sent."},
        {"tx_errors", "", "Packets that could not be sent."},
        {"tx_dropped", "", "Packets dropped instead of sent."},
        {"tx_carrier_errors", "", "Not sent for lack of a route or carrier."},
        {"tx_collisions", "", "Not sent because the route leads into the tunnel itself."},
        {"tx_aborted_errors", "", "Transmissions given up."},
        {"tx_fifo_errors", "", "Transmit queue errors."},
        {"tx_window_errors", "", "Window errors."},
        {"tx_heartbeat_errors", "", "Heartbeat errors."},
    };
    return metrics;
}

KindPtr<ExpectSpec>
DeclareExpectation()
{
    auto expectation = std::make_shared<AlternativesKind<ExpectSpec>>("", "expectation");
    const auto add = [&expectation](const char* kind, const std::shared_ptr<Expectation>& object) {
        expectation->Add(
            kind,
            std::make_shared<LabelledKind<ExpectSpec>>(object, &ExpectSpec::kind, kind));
    };
    add("flow", DeclareFlowExpectation());
    add("link", DeclareLinkExpectation());
    add("device", DeclareDeviceExpectation());
    add("fdb", DeclareFdbExpectation());
    add("replay", DeclareReplayExpectation());
    add("result", DeclareResultExpectation());
    return expectation;
}

} // namespace scenario
} // namespace ns3
