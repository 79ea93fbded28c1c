/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef LINUX_BRIDGE_HELPER_H
#define LINUX_BRIDGE_HELPER_H

#include "ns3/linux-bridge-net-device.h"
#include "ns3/net-device-container.h"
#include "ns3/object-factory.h"

#include <string>

namespace ns3
{

/** Makes bridges. */
class LinuxBridgeHelper
{
  public:
    LinuxBridgeHelper();

    /**
     * @param name An attribute of LinuxBridgeNetDevice.
     * @param value Its value in every bridge that is made from now on.
     */
    void SetDeviceAttribute(std::string name, const AttributeValue& value);

    /**
     * Makes a bridge.
     *
     * @param node Where.
     * @param ports Devices of the node that become its ports; one that cannot is a fatal error.
     * @return The bridge.
     */
    NetDeviceContainer Install(Ptr<Node> node, const NetDeviceContainer& ports) const;

  private:
    ObjectFactory m_deviceFactory; //!< makes bridges
};

} // namespace ns3

#endif /* LINUX_BRIDGE_HELPER_H */
