/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/gretap-helper.h"

#include "ns3/boolean.h"
#include "ns3/ip-address-value.h"
#include "ns3/tunnel-net-device.h"
#include "ns3/uinteger.h"

namespace ns3
{

GretapHelper::GretapHelper()
    : TunnelHelper("ns3::GretapNetDevice")
{
}

void
GretapHelper::SetKey(uint32_t key)
{
    SetDeviceAttribute("HasInputKey", BooleanValue(true));
    SetDeviceAttribute("InputKey", UintegerValue(key));
    SetDeviceAttribute("HasOutputKey", BooleanValue(true));
    SetDeviceAttribute("OutputKey", UintegerValue(key));
}

NetDeviceContainer
GretapHelper::InstallPair(Ptr<Node> a, IpAddress addressA, Ptr<Node> b, IpAddress addressB) const
{
    ObjectFactory factory = m_deviceFactory;
    factory.Set("Local", IpAddressValue(addressA));
    factory.Set("Remote", IpAddressValue(addressB));
    NetDeviceContainer devices(InstallPriv(factory, a));
    factory.Set("Local", IpAddressValue(addressB));
    factory.Set("Remote", IpAddressValue(addressA));
    devices.Add(InstallPriv(factory, b));
    return devices;
}

} // namespace ns3
