/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "scenario-books.h"

#include "scenario-meter.h"

#include "ns3/gre-demux.h"
#include "ns3/group-membership.h"
#include "ns3/ipv4-interface.h"
#include "ns3/ipv4.h"
#include "ns3/ipv6.h"
#include "ns3/outer-output.h"
#include "ns3/udp-tunnel-demux.h"

#include <sstream>

namespace ns3
{
namespace scenario
{

namespace
{

std::string
BooksText(const Books& books)
{
    std::ostringstream text;
    text << books;
    return text.str();
}

} // namespace

RunBooks::RunBooks(const Network& network)
    : m_network(network)
{
    for (const auto& [name, host] : network.GetHosts())
    {
        if (host->GetNode()->GetObject<Ipv4>() || host->GetNode()->GetObject<Ipv6>())
        {
            m_ipBooks.push_back(std::make_unique<IpBooks>(host->GetNode()));
            m_ipNames.push_back(name);
        }
    }
}

void
RunBooks::Add(RunResults& results,
              const std::string& element,
              const Books& books,
              const DropCounters& drops)
{
    if (!books.Close())
    {
        results.openBooks.push_back(element + ": " + BooksText(books));
    }
    results.total += books;
    results.books.push_back({element, books, ToValues(drops)});
}

void
RunBooks::CloseLinks(RunResults& results)
{
    for (const auto& link : m_network.GetLinks())
    {
        for (size_t from = 0; from < 2; ++from)
        {
            const auto& plan = *link.plan;
            const auto name = "cable " + plan.name + " from " + plan.ends[from].node;
            const auto books = link.channel->GetBooks(from);
            DropCounters drops;
            for (uint64_t i = 0; i < books.dropped; ++i)
            {
                drops.Count(LINK_DOWN);
            }
            Add(results, name, books, drops);
        }
    }
    // A device may have been plugged into several cables, one after the other.
    std::map<Ptr<EthernetLinkDevice>, std::pair<uint64_t, uint64_t>> cables;
    std::map<Ptr<EthernetLinkDevice>, std::string> names;
    std::vector<Ptr<EthernetLinkDevice>> order;
    for (const auto& link : m_network.GetLinks())
    {
        for (size_t end = 0; end < 2; ++end)
        {
            const auto& device = link.devices[end];
            if (names.emplace(device, link.plan->ends[end].node + "/" + link.plan->ends[end].device)
                    .second)
            {
                order.push_back(device);
            }
            cables[device].first += link.channel->GetBooks(end).in;
            cables[device].second += link.channel->GetBooks(1 - end).out;
        }
    }
    for (const auto& device : order)
    {
        const auto& name = names[device];
        Add(results, "device " + name, device->GetBooks(), device->GetDropCounters());
        const auto& [sent, received] = cables[device];
        if (device->GetTxBooks().out != sent || device->GetRxBooks().in != received)
        {
            std::ostringstream text;
            text << "device " << name << ": sent " << device->GetTxBooks().out
                 << " but its cables took " << sent << "; received " << device->GetRxBooks().in
                 << " but its cables delivered " << received;
            results.openBooks.push_back(text.str());
        }
    }
}

void
RunBooks::CloseNode(const std::string& name, Ptr<Node> node, RunResults& results)
{
    if (auto output = node->GetObject<OuterOutput>())
    {
        Add(results, "outer output of " + name, output->GetBooks(), output->GetDropCounters());
    }
    if (auto demux = node->GetObject<UdpTunnelDemux>())
    {
        Add(results, "UDP tunnel input of " + name, demux->GetBooks(), demux->GetDropCounters());
    }
    if (auto demux = node->GetObject<GreDemux>())
    {
        Add(results, "GRE input of " + name, demux->GetBooks(), demux->GetDropCounters());
    }
    if (auto groups = node->GetObject<GroupMembership>())
    {
        Add(results, "group membership of " + name, groups->GetBooks(), groups->GetDropCounters());
    }
}

void
RunBooks::Close(RunResults& results)
{
    CloseLinks(results);
    for (const auto& [node, host] : m_network.GetHosts())
    {
        for (const auto& [device, pointer] : host->GetDevices())
        {
            if (auto tunnel = DynamicCast<TunnelNetDevice>(pointer))
            {
                Add(results,
                    "tunnel " + node + "/" + device,
                    tunnel->GetBooks(),
                    tunnel->GetDropCounters());
            }
            else if (auto bridge = DynamicCast<LinuxBridgeNetDevice>(pointer))
            {
                Add(results,
                    "bridge " + node + "/" + device,
                    bridge->GetBooks(),
                    bridge->GetDropCounters());
            }
        }
        CloseNode(node, host->GetNode(), results);
    }
    for (size_t i = 0; i < m_ipBooks.size(); ++i)
    {
        for (const auto& element : m_ipBooks[i]->Close())
        {
            Add(results, element.name + " of " + m_ipNames[i], element.books, element.drops);
        }
    }
}

} // namespace scenario
} // namespace ns3
