/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef SCENARIO_NETWORK_H
#define SCENARIO_NETWORK_H

#include "ns3/ethernet-link-channel.h"
#include "ns3/ethernet-link-device.h"
#include "ns3/iproute2-host.h"
#include "ns3/linux-bridge-net-device.h"
#include "ns3/node.h"
#include "ns3/scenario-plan.h"
#include "ns3/tunnel-net-device.h"

#include <map>
#include <memory>

namespace ns3
{
namespace scenario
{

/**
 * The simulated network of a plan: nodes, links, bridges, tunnels, addresses and routes.
 *
 * Built one to one from the plan; decides nothing itself. All random streams get fixed numbers.
 */
class Network
{
  public:
    /// A link and its devices.
    struct Link
    {
        const PlanLink* plan;                           //!< what it was made from
        Ptr<EthernetLinkChannel> channel;               //!< the cable
        std::array<Ptr<EthernetLinkDevice>, 2> devices; //!< its ends
    };

    /**
     * Builds the network.
     *
     * @param [in]     plan     what to build; must outlive this
     * @param [in,out] problems commands that fail, with iproute2's words
     */
    Network(const Plan& plan, Problems& problems);

    /// @param [in] name of a node @return the node
    Ptr<Node> GetNode(const std::string& name) const;

    /// @param [in] name of a node @return what names its devices and takes commands
    Iproute2Host& GetHost(const std::string& name);

    /// @return all nodes with their names, in the plan's order
    const std::vector<std::pair<std::string, std::unique_ptr<Iproute2Host>>>& GetHosts() const;

    /// @return links in the plan's order
    const std::vector<Link>& GetLinks() const;

    /// @param [in] name NODE/DEVICE @return the device, or null
    Ptr<NetDevice> GetDevice(const std::string& name) const;

    /// Moves a host's end of a cable. @param [in] move which, and where to
    void Move(const PlanMove& move);

    /**
     * Carries out a command.
     *
     * @param [in] node    name of a node
     * @param [in] command the command
     * @return nothing, or what iproute2 says
     */
    std::string Execute(const std::string& node, const std::string& command);

    /**
     * Sets a device up or down.
     *
     * @param [in] name NODE/DEVICE
     * @param [in] up   true: up
     */
    void SetUp(const std::string& name, bool up);

  private:
    void BuildNodes();
    void BuildLinks();
    void BuildBridges();
    void BuildTunnels(Problems& problems);
    void BuildAddresses(Problems& problems);
    void RunCommands(Problems& problems);
    void TryCommand(const std::string& node,
                    const std::string& command,
                    const std::string& pointer,
                    Problems& problems);
    void AssignStreams();
    Ptr<EthernetLinkDevice> MakeEnd(const PlanLink& link, size_t end);

    const Plan& m_plan;                                                         //!< what to build
    std::vector<std::pair<std::string, std::unique_ptr<Iproute2Host>>> m_hosts; //!< nodes
    std::map<std::string, size_t> m_hostIndex;                                  //!< by name
    std::vector<Link> m_links;                                                  //!< links
    int64_t m_nextStream{1000}; //!< next random stream
};

} // namespace scenario
} // namespace ns3

#endif /* SCENARIO_NETWORK_H */
