/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef SCENARIO_PLAN_H
#define SCENARIO_PLAN_H

#include "ns3/scenario-problem.h"
#include "ns3/scenario-spec.h"

#include <array>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace ns3
{
namespace scenario
{

/**
 * @file
 * A scenario with everything decided: devices, addresses, routes, commands. Plain data, made from
 * the specification, from which the simulation is built one to one.
 */

/// What a node of the simulation is.
enum class NodeRole
{
    UNDERLAY, //!< VTEP or router
    SWITCH,   //!< switch of a LAN segment
    HOST      //!< host behind a VTEP
};

struct PlanNode
{
    std::string name;
    NodeRole role{NodeRole::UNDERLAY};
    bool ipv4{false};                  //!< has an IPv4 stack
    bool ipv6{false};                  //!< has an IPv6 stack
    std::vector<std::string> commands; //!< iproute2 commands, after all devices are there
    std::string pointer;               //!< of the specification
};

/// One end of a link: a device on a node.
struct PlanEnd
{
    std::string node;
    std::string device;
    std::string mac;
    std::vector<AddressPrefix> addresses;
};

enum class LinkRole
{
    UNDERLAY, //!< between two underlay nodes
    SEGMENT,  //!< from a segment's switch (end 0) to a node (end 1)
    HOST      //!< from a VTEP (end 0) to a host (end 1)
};

struct PlanLink
{
    std::string name;
    LinkRole role{LinkRole::UNDERLAY};
    LinkProperties properties;
    std::array<PlanEnd, 2> ends;
    uint32_t weight{1};
    bool spare{false}; //!< HOST: end 1 is plugged in only when its host moves here
    std::string pointer;
};

/// A host moves to another of its links.
struct PlanMove
{
    int64_t at{0};
    size_t from{0};       //!< index of the link that is cut
    size_t to{0};         //!< index of the link that is plugged in
    bool announce{false}; //!< the host makes itself known there
};

struct PlanRoute
{
    std::string node;
    AddressPrefix network;
    std::string gateway;
    std::string device;
};

struct PlanPort
{
    std::string device;
    PortSpec flags;
};

struct PlanBridge
{
    std::string node;
    std::string name;
    std::string mac;
    int64_t ageing{300000000000};
    std::vector<AddressPrefix> addresses;
    std::vector<PlanPort> ports;
};

struct PlanTunnel
{
    std::string node;
    std::string name;
    std::string type;                  //!< vxlan or gretap
    std::vector<std::string> commands; //!< `ip link add` first, then `bridge fdb`
    std::vector<AddressPrefix> addresses;
    uint32_t mtu{0}; //!< by Linux's rules; for the check and for warnings
    std::string mac; //!< to be set after `ip link add`; empty: given there
    std::string pointer;
    std::map<std::string, std::string> options; //!< keyword to words, names resolved
    std::vector<std::string> remotes;           //!< all remotes known beforehand
};

/// An end of a flow.
struct PlanEndpoint
{
    std::string node;
    std::string device;                   //!< empty: a whole node
    std::vector<AddressPrefix> addresses; //!< candidates
};

struct PlanFlow
{
    size_t spec{0}; //!< index in the specification
    PlanEndpoint from;
    PlanEndpoint to;
    std::string fromAddress;
    std::string toAddress;
    uint32_t port{0};
    int64_t stop{0};
};

struct Plan
{
    std::vector<PlanNode> nodes;
    std::vector<PlanLink> links;
    std::vector<PlanRoute> routes;
    std::vector<PlanBridge> bridges;
    std::vector<PlanTunnel> tunnels;
    std::vector<PlanFlow> flows;
    std::vector<PlanMove> moves; //!< in order of time
    int64_t measureStop{0};
    std::string folder; //!< of the scenario file, for relative paths
};

/// What the check needs to know about the simulator, without seeing it.
struct SimulatorFacts
{
    /// Says what is wrong with an attribute's name or value: empty, or the expectation; the last
    /// argument receives the nearest name.
    std::function<
        std::string(const std::string& name, const std::string& value, std::string& nearest)>
        checkAttribute;
    /// Says what is wrong with one iproute2 command, as far as that can be told without a node.
    std::function<std::string(const std::string& command)> checkCommand;
    /// Source MAC addresses of a capture; sets the error when it cannot be read.
    std::function<std::vector<std::string>(const std::string& path, std::string& error)>
        captureSources;
    /// Names of all drop reasons.
    std::vector<std::string> dropReasons;
};

/**
 * Decides everything that the specification leaves open and checks what it means.
 *
 * @param [in]     spec     the specification
 * @param [in]     folder   folder of the scenario file
 * @param [in]     facts    about the simulator
 * @param [in,out] problems errors and warnings, all of them
 * @return the plan; to be used only when there are no errors
 */
Plan MakePlan(const ScenarioSpec& spec,
              const std::string& folder,
              const SimulatorFacts& facts,
              Problems& problems);

/**
 * @param [in] folder folder of the scenario file
 * @param [in] path   path in the scenario
 * @return the path, relative ones taken from the folder
 */
std::string ResolvePath(const std::string& folder, const std::string& path);

} // namespace scenario
} // namespace ns3

#endif /* SCENARIO_PLAN_H */
