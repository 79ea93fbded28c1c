/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef TUNNEL_OUTER_OUTPUT_H
#define TUNNEL_OUTER_OUTPUT_H

#include "ns3/accounting.h"
#include "ns3/drop-reason.h"
#include "ns3/ip-address.h"
#include "ns3/ipv4-interface.h"
#include "ns3/ipv6-interface.h"
#include "ns3/net-device.h"
#include "ns3/node.h"
#include "ns3/nstime.h"
#include "ns3/object.h"
#include "ns3/packet.h"
#include "ns3/path-mtu-table.h"
#include "ns3/route-watch.h"
#include "ns3/traced-callback.h"

namespace ns3
{

class Ipv4L3Protocol;
class Ipv6L3Protocol;

/**
 * @ingroup tunnel
 * @brief What a routing protocol may use to choose among equal paths.
 *
 * The protocol is in the header given to RouteOutput; the ports are the first four bytes of the
 * packet given to it (not for ns-3's static and global routing, which don't look at packets).
 */
struct OuterFlow
{
    uint8_t protocol{0};         //!< IP protocol of the outer packet
    uint16_t sourcePort{0};      //!< outer source port, 0 if none
    uint16_t destinationPort{0}; //!< outer destination port, 0 if none
};

/**
 * @ingroup tunnel
 * @brief Fields of the outer IP header that the sender decides.
 */
struct OuterIpFields
{
    IpAddress source;         //!< any or none: the route's
    IpAddress destination;    //!< where to; its family decides between IPv4 and IPv6
    uint8_t protocol{0};      //!< IP protocol or next header
    uint8_t tos{0};           //!< whole DS field with ECN bits
    uint8_t ttl{0};           //!< TTL or hop limit; 0 takes the route's
    bool zeroTtl{false};      //!< a ttl of 0 is meant so
    bool dontFragment{false}; //!< IPv4 DF bit
    uint32_t flowLabel{0};    //!< IPv6 flow label, 20 bits
};

/**
 * @ingroup tunnel
 * @brief IP output of a node with full control of the outer header, for IPv4 and IPv6.
 *
 * One object per node, aggregated to it. It looks routes up in the node's routing protocols, keeps
 * route MTUs and path MTU exceptions, obeys (unlike ns-3) the don't-fragment bit and the MTU of the
 * route, fragments IPv4, and hands the packet to Ipv4Interface::Send or Ipv6Interface::Send, which
 * resolve the neighbour and pass the queue disc. ns-3's own L3 `Tx` traces therefore don't see
 * these packets; the trace source `Tx` here does.
 *
 * A caller that sends often keeps the Route per destination and asks IsFresh() before each use.
 * Drops inside ns-3 (neighbour queue, queue disc, device) happen after this object counted `out`.
 * While a neighbour is being resolved ns-3 keeps 3 packets, Linux about 100: helpers raise
 * ArpCache's and NdiscCache's `PendingQueueSize`, this object does not.
 */
class OuterOutput : public Object
{
  public:
    /** A resolved way to one destination. Plain data; copy and keep it as long as IsFresh(). */
    struct Route
    {
        IpAddress source;  //!< source address to use; never none after a successful Lookup()
        IpAddress gateway; //!< next hop; the destination itself when on link
        Ptr<Ipv4Interface> interface4; //!< outgoing interface of an IPv4 route, else null
        Ptr<Ipv6Interface> interface6; //!< outgoing interface of an IPv6 route, else null
        Ptr<NetDevice> device;         //!< outgoing device; the loopback when `local`
        uint32_t mtu{0};               //!< path MTU in bytes of IP packet
        uint16_t deviceMtu{0};         //!< device MTU when looked up
        uint8_t hopLimit{64};          //!< the node's default TTL or hop limit
        bool local{false};             //!< the destination is an address of this node
        bool multicast{false};         //!< the destination is a group
        bool mtuLocked{false};         //!< the path MTU is below the least; DF must not be set
        bool checksum{false};          //!< fill in the IPv4 header checksum
        Time expires;                  //!< to be looked up again from this time on
        uint64_t generation{0};        //!< state of the routes it was found in; 0: never fresh
    };

    /** What became of a packet. */
    enum SendResult
    {
        SENT,                 //!< given to the interface, whole or in fragments
        DROPPED_TOO_BIG_DF,   //!< IPv4, larger than the route's MTU, DF set (or above 65535 bytes)
        DROPPED_TOO_BIG_IPV6, //!< IPv6, larger than the route's MTU
        DROPPED_LINK,         //!< the outgoing interface is down
    };

    /**
     * TracedCallback signature of `Tx`.
     * @param packet the IP packet, header included, as it enters the interface
     * @param device the outgoing device
     */
    typedef void (*TxTracedCallback)(Ptr<const Packet> packet, Ptr<NetDevice> device);
    /**
     * TracedCallback signature of `Drop`.
     * @param packet the payload, without outer IP header
     * @param reason why
     */
    typedef void (*DropTracedCallback)(Ptr<const Packet> packet, DropReason reason);

    /**
     * @brief Get the type ID.
     * @return the object TypeId
     */
    static TypeId GetTypeId();

    /**
     * @brief The node's OuterOutput; made and aggregated at the first call.
     * @param node the node
     * @return the object
     */
    static Ptr<OuterOutput> GetOrCreate(Ptr<Node> node);

    OuterOutput();
    ~OuterOutput() override;

    /**
     * @brief Find the way to a destination, by the rules of Linux's ip_route_output_key and
     * ip6_route_output.
     *
     * A multicast destination needs `oif` (or a route that covers it). IPv4 with `oif` and no
     * route is taken as on link. An IPv4 `source` that is not an address of the node fails.
     *
     * @param destination where to; none or any fails
     * @param source source address; any or none: choose
     * @param oif outgoing device; null: any
     * @param tos DS field; routing does not look at the ECN bits
     * @param route filled in on success
     * @param flow what may choose among equal paths
     * @return false if the destination is unreachable (Linux: ENETUNREACH)
     */
    bool Lookup(const IpAddress& destination,
                const IpAddress& source,
                Ptr<NetDevice> oif,
                uint8_t tos,
                Route& route,
                const OuterFlow& flow = OuterFlow());

    /**
     * @brief May a kept route still be used?
     *
     * Never true if the attribute `CacheRoutes` is off or if the node's routing protocols are
     * others than ns-3's static and global ones. Those don't say when they change. Noticed at once:
     * NoteRouteChange(), a changed number of static routes, an interface that went down, a changed
     * device MTU. Any other change (a route replaced by another in one event) is noticed when the
     * attribute `RouteLifetime` has passed, or at once if NoteRouteChange() is called.
     *
     * @param route a route filled in by Lookup()
     * @return true if nothing is known to have changed
     */
    bool IsFresh(const Route& route);

    /** @brief Everything cached is to be looked up again: routes, addresses or MTUs changed. */
    void NoteRouteChange();

    /**
     * @brief Send a packet along a route.
     * @param route from Lookup(), fresh
     * @param payload what follows the outer IP header; given away: it must not be used after this
     * @param fields the outer IP header
     * @return what became of it
     */
    SendResult Send(const Route& route, Ptr<Packet> payload, const OuterIpFields& fields);

    /**
     * @brief A router on the path to `destination` asked for smaller packets (Linux: a next-hop
     * exception, kept for 600 s by default, or raised and lowered by the rules of PathMtuTable).
     * @param destination the outer destination of the packet that was too big
     * @param mtu the MTU reported, in bytes
     */
    void NotePathMtu(const IpAddress& destination, uint32_t mtu);

    /**
     * @brief Give a route an MTU (`ip route add PREFIX ... mtu N`). The route itself belongs to the
     * node's routing protocol.
     * @param prefix network address
     * @param length prefix length in bits
     * @param mtu bytes; 0 removes it
     */
    void SetRouteMtu(const IpAddress& prefix, uint8_t length, uint32_t mtu);

    /**
     * @brief Make a prefix unreachable, unless a longer one matches (`ip route add unreachable`).
     * @param prefix network address
     * @param length prefix length in bits
     * @param unreachable false removes it
     */
    void SetUnreachable(const IpAddress& prefix, uint8_t length, bool unreachable);

    /**
     * @brief Is this an address of the node?
     * @param address unicast address
     * @return true for an address of any interface, and for loopback addresses
     */
    bool IsLocal(const IpAddress& address) const;

    /** @return counts of packets; fragments beyond the first count as `fragments` */
    const Books& GetBooks() const;

    /** @return drops by reason */
    const DropCounters& GetDropCounters() const;

  protected:
    void DoDispose() override;
    void NotifyNewAggregate() override;

  private:
    void SetMinPathMtu(uint32_t mtu);
    uint32_t GetMinPathMtu() const;
    void SetPathMtuLifetime(Time lifetime);
    Time GetPathMtuLifetime() const;
    bool Lookup4(Ipv4Address destination,
                 Ipv4Address source,
                 Ptr<NetDevice> oif,
                 uint8_t tos,
                 Route& route,
                 const OuterFlow& flow);
    bool Lookup6(Ipv6Address destination,
                 Ipv6Address source,
                 Ptr<NetDevice> oif,
                 uint8_t tos,
                 Route& route,
                 const OuterFlow& flow);
    /** The way to a group or to 255.255.255.255 through a given device. */
    bool LookupOnLink4(Ipv4Address destination, Ptr<NetDevice> device, Route& route) const;
    bool LookupOnLink6(Ipv6Address destination, Ptr<NetDevice> device, Route& route) const;
    /** Take the interface that has a device; false if there is none or it is down. */
    bool UseDevice4(Ptr<const NetDevice> device, Route& route) const;
    bool UseDevice6(Ptr<const NetDevice> device, Route& route) const;
    /** Take the loopback interface. */
    bool UseLoopback(const IpAddress& destination, Route& route) const;
    /** Is it an address of an interface that is up (and of this device, if one is given)? */
    bool IsLocalOn(const IpAddress& address, Ptr<const NetDevice> device) const;
    /** Fill in MTU, hop limit and generation once the way is known; false if unreachable. */
    bool Complete(const IpAddress& destination, Route& route);
    SendResult Send4(const Route& route, Ptr<Packet> payload, const OuterIpFields& fields);
    SendResult Send6(const Route& route, Ptr<Packet> payload, const OuterIpFields& fields);
    SendResult SendFragments(const Route& route, Ptr<Packet> payload, Ipv4Header header);
    void GiveToInterface(const Route& route, Ptr<Packet> payload, const Ipv4Header& header);
    /** Read again what is set elsewhere: default TTL, hop limit, checksums. */
    void ReadSettings(Time now);
    SendResult Drop(Ptr<const Packet> payload, DropReason reason, SendResult result);

    Ptr<Node> m_node;              //!< whose output this is
    Ptr<Ipv4L3Protocol> m_ipv4;    //!< the node's IPv4, or null
    Ptr<Ipv6L3Protocol> m_ipv6;    //!< the node's IPv6, or null
    RouteWatch m_watch;            //!< notices changes of routes
    PathMtuTable m_mtus;           //!< route MTUs, exceptions, unreachable prefixes
    uint16_t m_identification{0};  //!< of the last IPv4 packet
    bool m_cacheRoutes{true};      //!< attribute CacheRoutes
    Time m_routeLifetime;          //!< attribute RouteLifetime
    uint8_t m_defaultTtl{64};      //!< of the node's IPv4
    uint8_t m_defaultHopLimit{64}; //!< of the node's IPv6
    bool m_checksum{false};        //!< global value ChecksumEnabled
    Time m_settingsUntil;          //!< when the last three are to be read again
    Books m_books;                 //!< what came and went
    DropCounters m_drops;          //!< by reason
    TracedCallback<Ptr<const Packet>, Ptr<NetDevice>> m_txTrace; //!< trace source Tx
    TracedCallback<Ptr<const Packet>, DropReason> m_dropTrace;   //!< trace source Drop
};

} // namespace ns3

#endif /* TUNNEL_OUTER_OUTPUT_H */
