/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/linux-bridge-helper.h"

#include "ns3/abort.h"
#include "ns3/node.h"

namespace ns3
{

LinuxBridgeHelper::LinuxBridgeHelper()
{
    m_deviceFactory.SetTypeId(LinuxBridgeNetDevice::GetTypeId());
}

void
LinuxBridgeHelper::SetDeviceAttribute(std::string name, const AttributeValue& value)
{
    m_deviceFactory.Set(name, value);
}

NetDeviceContainer
LinuxBridgeHelper::Install(Ptr<Node> node, const NetDeviceContainer& ports) const
{
    Ptr<LinuxBridgeNetDevice> bridge = m_deviceFactory.Create<LinuxBridgeNetDevice>();
    node->AddDevice(bridge);
    for (uint32_t i = 0; i < ports.GetN(); i++)
    {
        NS_ABORT_MSG_UNLESS(bridge->AddPort(ports.Get(i)),
                            "Device " << i << " of type "
                                      << ports.Get(i)->GetInstanceTypeId().GetName()
                                      << " cannot be a port of this bridge");
    }
    return NetDeviceContainer(bridge);
}

} // namespace ns3
