/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "scenario-graph.h"

#include <algorithm>
#include <boost/graph/connected_components.hpp>
#include <boost/graph/dijkstra_shortest_paths.hpp>
#include <limits>
#include <set>

namespace ns3
{
namespace scenario
{

UnderlayGraph::UnderlayGraph(const Plan& plan)
    : m_plan(plan)
{
    for (const auto& node : plan.nodes)
    {
        if (node.role != NodeRole::HOST)
        {
            m_vertex[node.name] = boost::add_vertex(m_graph);
            m_names.push_back(node.name);
        }
    }
    for (size_t i = 0; i < plan.links.size(); ++i)
    {
        const auto& link = plan.links[i];
        if (link.role != LinkRole::HOST)
        {
            // Twice the weight, so that the two halves of a way through a segment make one.
            const uint32_t weight = link.role == LinkRole::SEGMENT ? 1 : 2 * link.weight;
            boost::add_edge(m_vertex.at(link.ends[0].node),
                            m_vertex.at(link.ends[1].node),
                            Edge{weight, i},
                            m_graph);
        }
    }
}

std::vector<std::string>
UnderlayGraph::FindUnreachable() const
{
    std::vector<int> component(boost::num_vertices(m_graph));
    boost::connected_components(m_graph, component.data());
    std::vector<std::string> names;
    for (const auto& node : m_plan.nodes)
    {
        const auto vertex = m_vertex.find(node.name);
        if (vertex != m_vertex.end() && node.role == NodeRole::UNDERLAY &&
            component[vertex->second] != component[0])
        {
            names.push_back(Quote(node.name));
        }
    }
    return names;
}

UnderlayGraph::Tree
UnderlayGraph::ShortestPaths(Vertex from) const
{
    const size_t size = boost::num_vertices(m_graph);
    Tree tree{std::vector<uint32_t>(size), std::vector<Vertex>(size)};
    boost::dijkstra_shortest_paths(m_graph,
                                   from,
                                   boost::weight_map(boost::get(&Edge::weight, m_graph))
                                       .distance_map(tree.distance.data())
                                       .predecessor_map(tree.predecessor.data()));
    return tree;
}

size_t
UnderlayGraph::LinkBetween(Vertex a, Vertex b) const
{
    const Edge* best = nullptr;
    for (const auto& edge : boost::make_iterator_range(boost::out_edges(a, m_graph)))
    {
        const Edge& candidate = m_graph[edge];
        if (boost::target(edge, m_graph) == b &&
            (!best || candidate.weight < best->weight ||
             (candidate.weight == best->weight && candidate.link < best->link)))
        {
            best = &candidate;
        }
    }
    return best->link;
}

std::vector<PlanRoute>
UnderlayGraph::RoutesFrom(const std::string& node) const
{
    const Vertex source = m_vertex.at(node);
    const Tree tree = ShortestPaths(source);
    const uint32_t unreachable = std::numeric_limits<uint32_t>::max();

    // Every network with the nearest node on it. A network is known by its text.
    std::map<std::string, Vertex> nearest;
    std::vector<std::pair<std::string, AddressPrefix>> networks;
    for (const auto& link : m_plan.links)
    {
        for (const auto& end : link.ends)
        {
            if (link.role == LinkRole::HOST || end.addresses.empty())
            {
                continue;
            }
            const auto network = NetworkOf(end.addresses[0]);
            const auto text = network.address + "/" + std::to_string(network.length);
            const Vertex vertex = m_vertex.at(end.node);
            const auto [known, isNew] = nearest.emplace(text, vertex);
            if (isNew)
            {
                networks.emplace_back(text, network);
            }
            else if (tree.distance[vertex] < tree.distance[known->second])
            {
                known->second = vertex;
            }
        }
    }

    std::vector<PlanRoute> routes;
    for (const auto& [text, network] : networks)
    {
        Vertex hop = nearest[text];
        if (hop == source || tree.distance[hop] == unreachable)
        {
            continue;
        }
        // Back to the first vertex after the source.
        while (tree.predecessor[hop] != source)
        {
            hop = tree.predecessor[hop];
        }
        const size_t first = LinkBetween(source, hop);
        const auto& firstLink = m_plan.links[first];
        const auto& outgoing =
            firstLink.ends[0].node == node ? firstLink.ends[0] : firstLink.ends[1];
        const PlanEnd* gateway =
            firstLink.ends[0].node == node ? &firstLink.ends[1] : &firstLink.ends[0];
        if (firstLink.role == LinkRole::SEGMENT)
        {
            // That is a switch, which is no hop: the gateway is the node beyond it.
            Vertex beyond = nearest[text];
            while (tree.predecessor[beyond] != hop)
            {
                beyond = tree.predecessor[beyond];
            }
            gateway = &m_plan.links[LinkBetween(hop, beyond)].ends[1];
        }
        routes.push_back({node, network, gateway->addresses[0].address, outgoing.device});
    }
    return routes;
}

std::vector<size_t>
UnderlayGraph::PathLinks(const std::string& from, const std::string& to) const
{
    const Vertex source = m_vertex.at(from);
    Vertex hop = m_vertex.at(to);
    const Tree tree = ShortestPaths(source);
    std::vector<size_t> links;
    while (hop != source && tree.predecessor[hop] != hop)
    {
        links.push_back(LinkBetween(tree.predecessor[hop], hop));
        hop = tree.predecessor[hop];
    }
    std::reverse(links.begin(), links.end());
    return links;
}

} // namespace scenario
} // namespace ns3
