/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef TUNNEL_HELPER_H
#define TUNNEL_HELPER_H

#include "ns3/net-device-container.h"
#include "ns3/node-container.h"
#include "ns3/object-factory.h"
#include "ns3/trace-helper.h"

#include <string>

namespace ns3
{

class TunnelNetDevice;

/**
 * @ingroup tunnel
 * @brief What the helpers of all tunnel devices share: attributes, installation, pcap and ascii
 * traces.
 *
 * Pcap files hold the inner frames with their Ethernet headers; what the underlay carries is in the
 * captures of its own devices.
 */
class TunnelHelper : public PcapHelperForDevice, public AsciiTraceHelperForDevice
{
  public:
    ~TunnelHelper() override;

    /**
     * @brief Set an attribute of the devices that are made from now on.
     * @param name name of the attribute, for example "Ttl"
     * @param value its value
     */
    void SetDeviceAttribute(std::string name, const AttributeValue& value);

    /**
     * @brief Make a device on a node. A configuration that `ip link add` would refuse is fatal.
     * @param node a node with an Internet stack, its underlay device and addresses
     * @return the device
     */
    NetDeviceContainer Install(Ptr<Node> node) const;

    /**
     * @brief Make a device on a node.
     * @param nodeName the name of the node in the Names database
     * @return the device
     */
    NetDeviceContainer Install(std::string nodeName) const;

    /**
     * @brief Make a device on each of several nodes, with the same attributes.
     * @param nodes the nodes
     * @return the devices, in the order of the nodes
     */
    NetDeviceContainer Install(const NodeContainer& nodes) const;

    /**
     * @brief Give fixed streams to the random variables behind the devices: the delays of group
     * membership reports of their nodes.
     * @param devices the devices
     * @param stream first stream to use
     * @return number of streams used
     */
    static int64_t AssignStreams(const NetDeviceContainer& devices, int64_t stream);

  protected:
    /**
     * @param typeName TypeId name of the device, a TunnelNetDevice
     */
    explicit TunnelHelper(const std::string& typeName);

    /**
     * @brief Make a device and add it to a node.
     * @param factory what makes it
     * @param node the node
     * @return the device
     */
    static Ptr<TunnelNetDevice> InstallPriv(const ObjectFactory& factory, Ptr<Node> node);

    ObjectFactory m_deviceFactory; //!< Makes devices with the attributes that were set.

  private:
    void EnablePcapInternal(std::string prefix,
                            Ptr<NetDevice> nd,
                            bool promiscuous,
                            bool explicitFilename) override;
    void EnableAsciiInternal(Ptr<OutputStreamWrapper> stream,
                             std::string prefix,
                             Ptr<NetDevice> nd,
                             bool explicitFilename) override;
};

} // namespace ns3

#endif // TUNNEL_HELPER_H
