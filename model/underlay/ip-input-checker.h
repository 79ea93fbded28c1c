/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef IP_INPUT_CHECKER_H
#define IP_INPUT_CHECKER_H

#include "ns3/drop-reason.h"
#include "ns3/ip-input-check.h"

#include <algorithm>
#include <cstdint>
#include <optional>

namespace ns3
{

/**
 * Walks through the headers of one packet: the work behind CheckIpInput(). Network headers are in
 * ip-input-check.cc, transport headers in ip-input-transport.cc.
 */
class IpInputChecker
{
  public:
    /**
     * @param bytes The first bytes of the packet.
     * @param available How many.
     * @param size Size of the packet.
     * @param fragment Where to tell about a fragment, or null.
     */
    IpInputChecker(const uint8_t* bytes,
                   uint32_t available,
                   uint32_t size,
                   std::optional<IpFragment>* fragment)
        : m_bytes(bytes),
          m_available(available),
          m_end(size),
          m_fragment(fragment)
    {
    }

    /** @param etherType The EtherType. @return The verdict; not valid if WantsMore. */
    DropReason Check(uint16_t etherType);

    /** @return Whether more bytes are needed to judge. */
    bool WantsMore() const
    {
        return m_wantsMore;
    }

  private:
    /**
     * @param offset Where.
     * @param length How many bytes.
     * @return Whether they are in the packet and readable; if they are in the packet but not
     *         readable, more is wanted.
     */
    bool Have(uint32_t offset, uint32_t length)
    {
        if (offset + length <= std::min(m_available, m_end))
        {
            return true;
        }
        m_wantsMore = m_wantsMore || offset + length <= m_end;
        return false;
    }

    DropReason CheckArp();
    DropReason CheckIpv4();
    DropReason CheckIpv6();
    DropReason CheckIpv4Fragment(uint16_t field, uint32_t headerLength);
    DropReason CheckIpv6Extensions(uint8_t next);
    DropReason CheckIpv6Fragment(uint32_t offset);
    DropReason CheckExtensionOptions(uint32_t offset, uint32_t end);
    DropReason CheckTransport(uint8_t protocol, uint32_t offset);
    DropReason CheckUdp(uint32_t offset);
    DropReason CheckTcp(uint32_t offset);
    DropReason CheckTcpOptions(uint32_t offset, uint32_t end, uint32_t acknowledged) const;
    bool AreSackBlocksReadable(uint32_t offset, uint32_t end, uint32_t acknowledged) const;
    DropReason CheckIcmpv4(uint32_t offset);
    DropReason CheckIcmpv6(uint32_t offset);
    DropReason CheckIcmpv6Error(uint32_t offset);
    DropReason CheckNeighbourDiscovery(uint32_t offset);
    DropReason CheckNdAddresses(uint32_t offset, uint8_t type);
    DropReason CheckNdOptions(uint32_t offset, uint8_t type);
    bool IsPrefixReadable(uint32_t offset) const;
    bool IsNdOptionReadable(uint32_t offset, uint32_t length, uint32_t seen) const;

    const uint8_t* m_bytes;      //!< the packet
    uint32_t m_available;        //!< readable bytes
    uint32_t m_end;              //!< end of the packet, of the IP packet once that is known
    bool m_ipv6{false};          //!< IPv6
    bool m_moreFragments{false}; //!< the first fragment of more
    bool m_wantsMore{false};     //!< not enough was readable
    std::optional<IpFragment>* m_fragment; //!< where to tell about a fragment, or null
};

} // namespace ns3

#endif /* IP_INPUT_CHECKER_H */
