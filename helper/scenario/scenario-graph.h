/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef SCENARIO_GRAPH_H
#define SCENARIO_GRAPH_H

#include "ns3/scenario-plan.h"

#include <boost/graph/adjacency_list.hpp>
#include <map>
#include <string>
#include <vector>

namespace ns3
{
namespace scenario
{

/**
 * The underlay as a graph: vertices are the underlay's nodes and the switches of its segments,
 * edges the links. Through a segment costs as much as one link of weight 1.
 */
class UnderlayGraph
{
  public:
    /// @param [in] plan plan whose nodes and links are complete
    explicit UnderlayGraph(const Plan& plan);

    /// @return names of underlay nodes that cannot be reached from the first
    std::vector<std::string> FindUnreachable() const;

    /**
     * Static routes of a node to every network that it is not connected to, by shortest paths.
     *
     * @param [in] node name of the node
     * @return the routes, in the order of the plan's links
     */
    std::vector<PlanRoute> RoutesFrom(const std::string& node) const;

    /**
     * @param [in] from name of a node
     * @param [in] to   name of a node
     * @return indexes of the plan's links on the shortest path, in order; empty: none
     */
    std::vector<size_t> PathLinks(const std::string& from, const std::string& to) const;

  private:
    /// What an edge is.
    struct Edge
    {
        uint32_t weight; //!< cost
        size_t link;     //!< index of the plan's link
    };

    using Graph = boost::
        adjacency_list<boost::vecS, boost::vecS, boost::undirectedS, boost::no_property, Edge>;
    using Vertex = Graph::vertex_descriptor;

    /// Distances and the links to the predecessors, from one node.
    struct Tree
    {
        std::vector<uint32_t> distance;  //!< cost
        std::vector<Vertex> predecessor; //!< one step back
    };

    Tree ShortestPaths(Vertex from) const;
    /// Link between neighbours on a shortest path: the cheapest, of equals the first.
    size_t LinkBetween(Vertex a, Vertex b) const;

    const Plan& m_plan;                     //!< the plan
    std::map<std::string, Vertex> m_vertex; //!< by name
    std::vector<std::string> m_names;       //!< by vertex
    Graph m_graph;                          //!< the graph
};

} // namespace scenario
} // namespace ns3

#endif /* SCENARIO_GRAPH_H */
