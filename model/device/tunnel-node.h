/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef TUNNEL_NODE_H
#define TUNNEL_NODE_H

#include "ns3/net-device.h"
#include "ns3/node.h"
#include "ns3/object.h"

#include <cstdint>

namespace ns3
{

/**
 * @ingroup tunnel
 * What all tunnel devices of a node share: host-wide settings, and how deep they are in each other.
 */
class TunnelNode : public Object
{
  public:
    /// Frames that pass more than this many tunnels of one node in one go are in a loop (Linux's
    /// XMIT_RECURSION_LIMIT).
    static constexpr uint32_t NESTING_LIMIT = 8;

    /**
     * @return the type
     */
    static TypeId GetTypeId();

    /**
     * @param node the node
     * @return its object, made and aggregated at the first call
     */
    static Ptr<TunnelNode> GetOrCreate(Ptr<Node> node);

    /**
     * `sysctl net.ipv4.ip_local_port_range`: where outer UDP source ports come from when the device
     * has no range of its own.
     *
     * @param min lowest port
     * @param max upper bound
     */
    void SetLocalPortRange(uint16_t min, uint16_t max);

    /**
     * @return lowest local port
     */
    uint16_t GetLocalPortMin() const
    {
        return m_localPortMin;
    }

    /**
     * @return upper bound of local ports
     */
    uint16_t GetLocalPortMax() const
    {
        return m_localPortMax;
    }

    /**
     * The number by which FDB remotes name a device of a node, as Linux's ifindex: not 0, which
     * means none.
     *
     * @param device a device that has been added to a node, or null
     * @return 1 + NetDevice::GetIfIndex(), or 0
     */
    static uint32_t GetLinkIndex(Ptr<const NetDevice> device)
    {
        return device ? device->GetIfIndex() + 1 : 0;
    }

    /**
     * @param node a node
     * @param index a number from GetLinkIndex()
     * @return the device, or null
     */
    static Ptr<NetDevice> GetDevice(Ptr<const Node> node, uint32_t index);

    /// Counts a tunnel's transmit function as long as it lives.
    class Nesting
    {
      public:
        /**
         * @param node the node
         */
        explicit Nesting(TunnelNode& node)
            : m_node(node)
        {
            ++m_node.m_depth;
        }

        ~Nesting()
        {
            --m_node.m_depth;
        }

        Nesting(const Nesting&) = delete;
        Nesting& operator=(const Nesting&) = delete;

        /**
         * @return true when the frame has gone through too many tunnels
         */
        bool IsTooDeep() const
        {
            return m_node.m_depth > NESTING_LIMIT;
        }

      private:
        TunnelNode& m_node; //!< whose count it is
    };

  private:
    uint16_t m_localPortMin; //!< attribute LocalPortMin
    uint16_t m_localPortMax; //!< attribute LocalPortMax
    uint32_t m_depth = 0;    //!< transmit functions of this node's tunnels on the stack
};

} // namespace ns3

#endif /* TUNNEL_NODE_H */
