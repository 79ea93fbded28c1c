/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef SCENARIO_SPEC_H
#define SCENARIO_SPEC_H

#include "ns3/scenario-units.h"

#include <cstdint>
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
 * A scenario as plain structures: what the JSON document says, with units resolved, before any
 * address is given out. Durations are nanoseconds, rates bit/s, sizes bytes. The meaning of each
 * member is the help text of its field in scenario-declaration.cc.
 */

struct LinkProperties
{
    uint64_t rate{0};
    int64_t delay{0};
    uint32_t mtu{0};
    QueueLength queue;
    std::optional<QueueLength> ecn;
    double loss{0};
};

struct NodeSpec
{
    std::string name;
    std::vector<std::string> commands;
};

struct LinkSpec : LinkProperties
{
    std::string name;
    std::vector<std::string> nodes;
    std::optional<AddressPrefix> prefix;
    uint32_t weight{1};
};

struct SegmentSpec : LinkProperties
{
    std::string name;
    std::vector<std::string> nodes;
    std::optional<AddressPrefix> prefix;
};

struct UnderlaySpec
{
    std::string family;
    std::optional<AddressPrefix> prefix;
    std::vector<NodeSpec> nodes;
    std::vector<LinkSpec> links;
    std::vector<SegmentSpec> segments;
};

/// Flags of a bridge port, as `bridge link set` names them.
struct PortSpec
{
    std::optional<bool> isolated;
    std::optional<bool> hairpin;
    std::optional<bool> learning;
    std::optional<bool> flood;
    std::optional<bool> mcastFlood;
    std::optional<bool> bcastFlood;
};

struct FdbEntrySpec
{
    std::string mac;
    std::string dst;
    std::optional<uint32_t> port;
    std::optional<uint32_t> vni;
    std::string state;
};

struct TunnelSpec
{
    std::string type; //!< vxlan or gretap; empty when given as a command
    std::vector<std::string> nodes;
    std::string name;
    std::string command;
    std::optional<uint32_t> mtu;
    std::string mac;
    std::string bridge;
    PortSpec port;
    std::vector<AddressPrefix> addresses;
    std::vector<std::string> flood;
    std::vector<FdbEntrySpec> fdb;
    /// iproute2 keywords and their values as text, in the document's order; an empty value for a
    /// keyword that takes none
    std::vector<std::pair<std::string, std::string>> options;
};

struct BridgeSpec
{
    std::vector<std::string> nodes;
    std::string name;
    int64_t ageing{0};
    std::vector<AddressPrefix> addresses;
};

struct HostSpec : LinkProperties
{
    std::string name;
    std::string vtep;
    std::string bridge;
    std::string mac;
    std::vector<AddressPrefix> addresses;
    PortSpec port;
};

struct TrafficSpec
{
    std::string type;
    std::string name;
    std::string from;
    std::string to;
    int64_t start{0};
    std::optional<int64_t> stop;
    // ping
    int64_t interval{0};
    uint32_t count{0};
    // ping and udp: payload of a packet
    uint64_t packetSize{0};
    // udp
    uint64_t rate{0};
    int64_t on{0};
    int64_t off{0};
    std::string pattern;
    // udp and tcp
    uint32_t port{0};
    uint32_t tos{0};
    // tcp
    std::optional<uint64_t> size;
    std::string congestion;
    std::optional<uint32_t> segment;
    // replay and frames
    std::string file;
    std::vector<std::pair<std::string, std::vector<std::string>>> hosts;
    std::vector<std::vector<uint8_t>> frames;
};

struct EventSpec
{
    std::string kind; //!< host, link, device or node: the key that selects it
    int64_t at{0};
    std::string subject;
    std::string state;
    std::string moveTo;
    bool announce{false};
    std::string command;
};

/// Limits on one number.
struct Bound
{
    std::optional<double> min;
    std::optional<double> max;
    std::optional<double> equals;
    double tolerance{0};
};

struct ExpectSpec
{
    std::string kind; //!< flow, link, device, fdb, replay or result: the key that selects it
    std::string subject;
    std::string from;
    std::vector<std::pair<std::string, Bound>> bounds; //!< metric and limits
    std::vector<std::pair<std::string, Bound>> drops;  //!< drop reason and limits
    std::string mac;
    std::string dst;
    bool present{true};
};

struct ScenarioSpec
{
    std::string schema;
    std::string description;
    int64_t duration{0};
    int64_t measureStart{0};
    std::optional<int64_t> measureStop;
    uint32_t seed{1};
    uint64_t run{1};
    std::optional<bool> checksums;
    std::vector<std::pair<std::string, std::string>> attributes;
    UnderlaySpec underlay;
    std::vector<TunnelSpec> tunnels;
    std::vector<BridgeSpec> bridges;
    std::vector<HostSpec> hosts;
    std::vector<TrafficSpec> traffic;
    std::vector<EventSpec> events;
    std::vector<ExpectSpec> expect;
    std::vector<std::string> pcap;
};

} // namespace scenario
} // namespace ns3

#endif /* SCENARIO_SPEC_H */
