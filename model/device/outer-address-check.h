/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef OUTER_ADDRESS_CHECK_H
#define OUTER_ADDRESS_CHECK_H

#include "ns3/drop-reason.h"
#include "ns3/group-membership.h"
#include "ns3/ip-address.h"
#include "ns3/net-device.h"
#include "ns3/node.h"
#include "ns3/outer-output.h"

namespace ns3
{

/**
 * @ingroup tunnel
 * Checks of received outer packets that Linux's IP layer makes and ns-3's does not: a packet to a
 * multicast group is taken when the group is joined where it came in, an IPv4 packet from an own
 * address only over the loopback device (else Linux calls its source martian).
 */
class OuterAddressCheck
{
  public:
    /**
     * @param node whose input is checked
     */
    void SetNode(Ptr<Node> node);
    /// Forgets the node.
    void Clear();
    /**
     * @param source outer source
     * @param destination outer destination
     * @param device where the packet came in
     * @return NO_ERROR, or why it is to be dropped
     */
    DropReason Check(const IpAddress& source, const IpAddress& destination, Ptr<NetDevice> device);
    /**
     * @return what knows the node's own addresses
     */
    const Ptr<OuterOutput>& GetOutput() const;

  private:
    Ptr<OuterOutput> m_output;     //!< knows own addresses
    Ptr<GroupMembership> m_groups; //!< knows joined groups
    IpAddress m_foreign;           //!< last source seen that is not an own address
};

} // namespace ns3

#endif /* OUTER_ADDRESS_CHECK_H */
