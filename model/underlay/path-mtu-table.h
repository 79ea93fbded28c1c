/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef TUNNEL_PATH_MTU_TABLE_H
#define TUNNEL_PATH_MTU_TABLE_H

#include "ns3/ip-address.h"
#include "ns3/nstime.h"

#include <map>
#include <vector>

namespace ns3
{

/**
 * @ingroup tunnel
 * @brief What a node knows about prefixes and destinations besides its routes: MTUs of routes,
 * unreachable prefixes, and path MTU exceptions learned from ICMP.
 *
 * The rules are Linux's (`__ip_rt_update_pmtu`, `__ip6_rt_update_pmtu`): an exception only lowers
 * the MTU, lasts 600 s, for IPv4 is not below 552 bytes (a report below that locks the MTU, which
 * means that DF is no longer set) and for IPv6 not below 1280. Time is always an argument.
 */
class PathMtuTable
{
  public:
    /** What is known about a destination. */
    struct Answer
    {
        uint32_t mtu{0};         //!< bytes of IP packet
        bool locked{false};      //!< don't set DF
        bool unreachable{false}; //!< there is no way
        bool excepted{false};    //!< `mtu` is a path MTU exception
        Time expires;            //!< end of the exception
    };

    /**
     * @brief Set the least IPv4 path MTU believed (Linux: net.ipv4.route.min_pmtu).
     * @param mtu bytes
     */
    void SetMinPathMtu(uint32_t mtu);
    /** @return least IPv4 path MTU believed, bytes */
    uint32_t GetMinPathMtu() const;

    /**
     * @brief Set how long an exception lasts (Linux: net.ipv4.route.mtu_expires).
     * @param lifetime the time
     */
    void SetLifetime(Time lifetime);
    /** @return how long an exception lasts */
    Time GetLifetime() const;

    /**
     * @brief Give a prefix an MTU.
     * @param prefix network address; bits behind `length` don't matter
     * @param length prefix length in bits
     * @param mtu bytes; 0 removes it
     */
    void SetRouteMtu(const IpAddress& prefix, uint8_t length, uint32_t mtu);

    /**
     * @brief Make a prefix unreachable.
     * @param prefix network address; bits behind `length` don't matter
     * @param length prefix length in bits
     * @param unreachable false takes it back
     */
    void SetUnreachable(const IpAddress& prefix, uint8_t length, bool unreachable);

    /** @return true if any prefix has an MTU or is unreachable */
    bool HasPrefixes() const;

    /**
     * @brief Note a path MTU reported by a router.
     * @param destination whereto packets were too big
     * @param mtu bytes reported
     * @param current MTU of the path so far, bytes
     * @param now the time
     * @return true if the table changed
     */
    bool NotePathMtu(const IpAddress& destination, uint32_t mtu, uint32_t current, Time now);

    /**
     * @brief What is known about a destination.
     * @param destination the address
     * @param deviceMtu MTU of the outgoing device, bytes
     * @param matchLength length of the route's prefix; -1 if not known
     * @param now the time
     * @return the answer
     */
    Answer Find(const IpAddress& destination, uint32_t deviceMtu, int matchLength, Time now);

  private:
    /** A prefix with what was said about it. */
    struct PrefixEntry
    {
        IpAddress prefix;        //!< network address
        uint8_t length;          //!< bits
        uint32_t mtu{0};         //!< 0: none given
        bool unreachable{false}; //!< no way
    };

    /** A path MTU learned. */
    struct Exception
    {
        uint32_t mtu; //!< bytes
        bool locked;  //!< below the least
        Time expires; //!< when it is forgotten
    };

    PrefixEntry& GetEntry(const IpAddress& prefix, uint8_t length);
    void Tidy();

    std::vector<PrefixEntry> m_prefixes;         //!< few; looked at one by one
    std::map<IpAddress, Exception> m_exceptions; //!< by destination
    uint32_t m_minPathMtu{552};                  //!< bytes
    Time m_lifetime{Seconds(600)};               //!< of an exception
};

} // namespace ns3

#endif /* TUNNEL_PATH_MTU_TABLE_H */
