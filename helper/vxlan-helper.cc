/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/vxlan-helper.h"

#include "ns3/abort.h"
#include "ns3/ip-address-value.h"
#include "ns3/uinteger.h"
#include "ns3/vxlan-net-device.h"

namespace ns3
{

namespace
{

/**
 * @param device a device
 * @return the same as what it must be
 */
Ptr<VxlanNetDevice>
AsVxlan(Ptr<NetDevice> device)
{
    auto vxlan = DynamicCast<VxlanNetDevice>(device);
    NS_ABORT_MSG_UNLESS(vxlan, "VxlanHelper was given a device that is no ns3::VxlanNetDevice");
    return vxlan;
}

/**
 * @param mac a station
 * @param remote where it is
 * @return the arguments of `bridge fdb`
 */
FdbRequest
RequestFor(Mac48Address mac, IpAddress remote)
{
    FdbRequest request;
    request.mac = mac;
    request.remote.emplace();
    request.remote->address = remote;
    return request;
}

} // namespace

VxlanHelper::VxlanHelper(uint32_t vni)
    : TunnelHelper("ns3::VxlanNetDevice")
{
    SetDeviceAttribute("Vni", UintegerValue(vni));
}

NetDeviceContainer
VxlanHelper::InstallAt(Ptr<Node> node, IpAddress local) const
{
    ObjectFactory factory = m_deviceFactory;
    factory.Set("Local", IpAddressValue(local));
    return NetDeviceContainer(InstallPriv(factory, node));
}

void
VxlanHelper::AddFdbEntry(Ptr<NetDevice> device, Mac48Address mac, IpAddress remote)
{
    auto result = AsVxlan(device)->FdbAdd(RequestFor(mac, remote));
    NS_ABORT_MSG_UNLESS(result.IsOk(), "bridge fdb add " << mac << ": " << result);
}

void
VxlanHelper::AddDefaultRemote(Ptr<NetDevice> device, IpAddress remote)
{
    auto result = AsVxlan(device)->FdbAppend(RequestFor(Mac48Address("00:00:00:00:00:00"), remote));
    NS_ABORT_MSG_UNLESS(result.IsOk(), "bridge fdb append 00:00:00:00:00:00: " << result);
}

void
VxlanHelper::FullMesh(const NetDeviceContainer& devices)
{
    for (uint32_t i = 0; i < devices.GetN(); ++i)
    {
        for (uint32_t j = 0; j < devices.GetN(); ++j)
        {
            const IpAddress& remote = AsVxlan(devices.Get(j))->GetConfig().local;
            NS_ABORT_MSG_IF(remote.IsAny(),
                            "VxlanHelper::FullMesh needs the attribute Local of every device");
            if (i != j)
            {
                AddDefaultRemote(devices.Get(i), remote);
            }
        }
    }
}

} // namespace ns3
