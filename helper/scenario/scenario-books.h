/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef SCENARIO_BOOKS_H
#define SCENARIO_BOOKS_H

#include "ns3/scenario-ip-books.h"
#include "ns3/scenario-network.h"
#include "ns3/scenario-results.h"

#include <memory>
#include <vector>

namespace ns3
{
namespace scenario
{

/**
 * The books of all elements of a network: links and their devices, bridges, tunnels, the tunnels'
 * demultiplexers and outer IP output, group membership, and ns-3's own IP layers and neighbour
 * caches, which are watched by their traces.
 *
 * Beside each element's own equation the handing over between neighbours is compared: what a
 * device put on a cable against what the cable got, what the cable delivered against what the
 * other device received.
 */
class RunBooks
{
  public:
    /// Begins to watch. @param [in] network the network, before the run; must outlive this
    explicit RunBooks(const Network& network);

    /**
     * Sums up.
     *
     * @param [in,out] results receives books, total and what does not close
     */
    void Close(RunResults& results);

  private:
    void CloseLinks(RunResults& results);
    void CloseNode(const std::string& name, Ptr<Node> node, RunResults& results);
    void Add(RunResults& results,
             const std::string& element,
             const Books& books,
             const DropCounters& drops);

    const Network& m_network;                        //!< the network
    std::vector<std::unique_ptr<IpBooks>> m_ipBooks; //!< one per node with IP
    std::vector<std::string> m_ipNames;              //!< their nodes
};

} // namespace scenario
} // namespace ns3

#endif /* SCENARIO_BOOKS_H */
