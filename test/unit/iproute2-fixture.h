/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef IPROUTE2_FIXTURE_H
#define IPROUTE2_FIXTURE_H

#include "ns3/ethernet-link-channel.h"
#include "ns3/ethernet-link-device.h"
#include "ns3/internet-stack-helper.h"
#include "ns3/iproute2-host.h"
#include "ns3/simulator.h"

#include <doctest/doctest.h>
#include <string>

/** A node with the interface u0 (10.0.0.1/24, fd00::1/64) that obeys iproute2. */
class Iproute2Fixture
{
  public:
    Iproute2Fixture()
        : node(ns3::CreateObject<ns3::Node>()),
          host(node)
    {
        using namespace ns3;
        InternetStackHelper().Install(node);
        Ptr<EthernetLinkChannel> channel = CreateObject<EthernetLinkChannel>();
        Ptr<Node> other = CreateObject<Node>();
        for (const auto& owner : {node, other})
        {
            Ptr<EthernetLinkDevice> device = CreateObject<EthernetLinkDevice>();
            device->SetAddress(
                Mac48Address(owner == node ? "02:00:00:00:01:01" : "02:00:00:00:01:02"));
            owner->AddDevice(device);
            device->Attach(channel);
            if (owner == node)
            {
                host.AddDevice("u0", device);
            }
        }
        Run("ip addr add 10.0.0.1/24 dev u0");
        Run("ip addr add fd00::1/64 dev u0");
    }

    ~Iproute2Fixture()
    {
        ns3::Simulator::Destroy();
    }

    /** Carries out a command that must succeed. */
    std::string Run(const std::string& command)
    {
        const ns3::CommandResult result = host.Execute(command);
        INFO(command);
        CHECK(result.status == 0);
        CHECK(result.errorText == "");
        return result.output;
    }

    /** Carries out a command that must be refused so. */
    void Refused(const std::string& command, int status, const std::string& text)
    {
        const ns3::CommandResult result = host.Execute(command);
        INFO(command);
        CHECK(result.status == status);
        CHECK(result.errorText == text);
    }

    ns3::Ptr<ns3::Node> node;
    ns3::Iproute2Host host;
};

#endif // IPROUTE2_FIXTURE_H
