/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef SCENARIO_PLANNER_H
#define SCENARIO_PLANNER_H

#include "ns3/scenario-plan.h"

#include <set>

namespace ns3
{
namespace scenario
{

/**
 * Makes a Plan from a ScenarioSpec; MakePlan() is its outside. One method per part of the
 * document, each reporting what is wrong with that part.
 */
class Planner
{
  public:
    /// @copydoc MakePlan
    Planner(const ScenarioSpec& spec,
            const std::string& folder,
            const SimulatorFacts& facts,
            Problems& problems);

    /// @return the plan
    Plan Make();

  private:
    /// Where a name leads.
    enum class DeviceKind
    {
        LINK,
        TUNNEL,
        BRIDGE
    };

    /// A device that scenarios may name as NODE/DEVICE.
    struct Device
    {
        DeviceKind kind; //!< where it is in the plan
        size_t index;    //!< index there
        size_t end;      //!< LINK: which end
    };

    // Underlay (scenario-planner-underlay.cc).
    void PlanNodes();
    void PlanLinks();
    void PlanSegments();
    void PlanRoutes();
    void CheckConnected();
    size_t AddLink(PlanLink link);
    AddressPrefix TakeNetwork(const std::optional<AddressPrefix>& given,
                              uint64_t hosts,
                              const std::string& pointer);
    bool IsUnderlayNode(const std::string& name, const std::string& pointer);
    std::string NextInterface(const std::string& node);

    // Overlay (scenario-planner-overlay.cc).
    void PlanBridges();
    void PlanHosts();
    void PlanTunnels();
    void PlanTunnel(const TunnelSpec& tunnel, const std::string& node, const std::string& pointer);
    void WriteCommands(const TunnelSpec& tunnel,
                       scenario::PlanTunnel& planned,
                       const std::string& mac);
    void AddFdbCommands(const TunnelSpec& tunnel, scenario::PlanTunnel& planned);
    void ResolveOptions(const TunnelSpec& tunnel, scenario::PlanTunnel& planned);
    void ReadCommandOptions(const TunnelSpec& tunnel, scenario::PlanTunnel& planned);
    bool CanBeBridge(const std::string& node, const std::string& name, const std::string& pointer);
    scenario::PlanBridge& BridgeOf(const std::string& node, const std::string& name);
    void AddAddresses(const std::vector<AddressPrefix>& addresses,
                      const std::string& node,
                      const std::string& pointer);
    void DecideStacks();

    // Tunnels' meaning (scenario-planner-tunnels.cc).
    void CheckTunnel(scenario::PlanTunnel& tunnel);
    void CheckDestination(const scenario::PlanTunnel& tunnel);
    void CheckRemote(const scenario::PlanTunnel& tunnel,
                     const std::string& remote,
                     const std::string& pointer);
    void CheckTunnelPairs();
    void CheckTunnelMtu(scenario::PlanTunnel& tunnel, const TunnelSpec& spec);
    uint32_t LowerMtu(const scenario::PlanTunnel& tunnel);
    uint32_t PathMtu(const std::string& from, const std::string& address, std::string& where);
    std::string ResolveAddress(const std::string& text,
                               const std::string& node,
                               const std::string& pointer);

    // LANs that tunnels make (scenario-planner-segments.cc).
    void CheckHostBridges();
    void CheckGroups();
    void CheckSegmentAddresses();

    // The rest (scenario-planner-flows.cc, scenario-planner-checks.cc).
    void PlanFlows();
    void CheckFlowEnds(PlanFlow& flow, const std::string& pointer);
    void CheckFrames(const TrafficSpec& traffic, const std::string& pointer);
    void CheckPacketSize(const PlanFlow& flow, const std::string& pointer);
    PlanEndpoint FindEndpoint(const std::string& name, const std::string& pointer);
    void CheckEvents();
    void PlanMoves();
    void CheckExpectations();
    void CheckExpectedFlow(const ExpectSpec& expect, const std::string& pointer);
    void CheckBounds(const ExpectSpec& expect, const std::string& pointer);
    void CheckPcap();
    void CheckAttributes();
    void CheckWindow();
    void CheckDeviceName(const std::string& name, const std::string& pointer, bool fdb);

    // Names.
    bool TakeName(const std::string& name, const std::string& what, const std::string& pointer);
    void TakeMac(const std::string& mac, const std::string& pointer);
    std::string MakeMac(uint32_t group);
    bool AddDevice(const std::string& node,
                   const std::string& device,
                   const Device& where,
                   const std::string& pointer);
    std::vector<std::string> UnderlayNames() const;
    std::vector<std::string> HostNames() const;
    std::vector<std::string> LinkNames() const;
    std::vector<std::string> DeviceNames() const;
    PlanNode* FindNode(const std::string& name);

    const ScenarioSpec& m_spec;                     //!< what was written
    const SimulatorFacts& m_facts;                  //!< about the simulator
    Problems& m_problems;                           //!< where to report
    Plan m_plan;                                    //!< result
    std::map<std::string, size_t> m_nodeIndex;      //!< nodes by name
    std::map<std::string, std::string> m_names;     //!< nodes, hosts, segments: name to pointer
    std::map<std::string, std::string> m_macs;      //!< MAC to pointer
    std::map<std::string, Device> m_devices;        //!< NODE/DEVICE
    std::map<std::string, std::string> m_linkNames; //!< link to pointer
    std::map<std::string, std::vector<AddressPrefix>> m_addresses; //!< underlay, by node
    std::map<std::string, std::string> m_addressOwner;             //!< underlay address to node
    std::map<std::string, std::string> m_overlayAddresses;         //!< overlay address to pointer
    std::map<std::string, std::string> m_frameHosts; //!< hosts of replay and frames to flow
    std::map<std::string, uint32_t> m_interfaces;    //!< next interface number, by node
    std::map<uint32_t, uint32_t> m_macCounters;      //!< next MAC, by group
    std::set<std::string> m_networks;                //!< networks in use, as text
    std::vector<AddressPrefix> m_givenNetworks;      //!< networks that the scenario gives
    uint64_t m_nextNetwork{0};                       //!< next of the pool
};

/// @param [in] prefix a network @return "10.0.0.0/24"
std::string PrefixText(const AddressPrefix& prefix);

/// @param [in] prefix an address and its prefix @return whether a station can have it
bool FitsStation(const AddressPrefix& prefix);

} // namespace scenario
} // namespace ns3

#endif /* SCENARIO_PLANNER_H */
