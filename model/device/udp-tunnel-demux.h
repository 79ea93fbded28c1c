/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef UDP_TUNNEL_DEMUX_H
#define UDP_TUNNEL_DEMUX_H

#include "ns3/accounting.h"
#include "ns3/drop-reason.h"
#include "ns3/ip-address.h"
#include "ns3/ip-l4-protocol.h"
#include "ns3/link-result.h"
#include "ns3/net-device.h"
#include "ns3/outer-address-check.h"
#include "ns3/traced-callback.h"
#include "ns3/tunnel-node.h"
#include "ns3/udp-l4-protocol.h"
#include "ns3/vxlan-header.h"
#include "ns3/wire-bytes.h"

#include <cstdint>
#include <memory>
#include <set>
#include <unordered_map>
#include <vector>

namespace ns3
{

/**
 * @ingroup tunnel
 * Options that keep devices from sharing a socket (part of Linux's VXLAN_F_RCV_FLAGS).
 */
enum UdpTunnelFlag : uint8_t
{
    UDP_TUNNEL_ANY_VNI = 0x01,   //!< packets of every VNI go to the receiver of VNI 0
    UDP_TUNNEL_METADATA = 0x02,  //!< external
    UDP_TUNNEL_FILTER = 0x04,    //!< external, listed VNIs only
    UDP_TUNNEL_GBP = 0x08,       //!< group policy
    UDP_TUNNEL_GPE = 0x10,       //!< generic protocol extension
    UDP_TUNNEL_REMCSUM_RX = 0x20 //!< remote checksum offload
};

/**
 * @ingroup tunnel
 * What tells one tunnel's UDP socket from another's. Devices with equal keys share a socket; one
 * port of one family has one socket, so another device with other flags cannot have it.
 */
struct UdpTunnelKey
{
    IpAddress::Family family = IpAddress::IPV4; //!< outer family
    uint16_t port = 0;                          //!< UDP port
    bool zeroChecksum6 = false;                 //!< accepts datagrams without checksum over IPv6
    uint8_t flags = 0;                          //!< UdpTunnelFlag bits

    /** @param other the other @return whether all members are equal */
    bool operator==(const UdpTunnelKey& other) const
    {
        return family == other.family && port == other.port &&
               zeroChecksum6 == other.zeroChecksum6 && flags == other.flags;
    }
};

/**
 * @ingroup tunnel
 * A received tunnel packet's outer headers.
 */
struct UdpTunnelPacket
{
    IpAddress source;               //!< outer IP source
    IpAddress destination;          //!< outer IP destination
    uint8_t tos = 0;                //!< outer DS field
    uint8_t ttl = 0;                //!< outer TTL or hop limit
    uint16_t sourcePort = 0;        //!< UDP source port
    uint16_t destinationPort = 0;   //!< UDP destination port
    Ptr<NetDevice> device;          //!< where it came in
    uint32_t flagsWord = 0;         //!< first word of the VXLAN header
    uint32_t vniWord = 0;           //!< second word of the VXLAN header
    const uint8_t* bytes = nullptr; //!< the packet's first bytes, from the UDP header on
    uint32_t available = 0;         //!< how many there are at `bytes`, at least 16
};

/**
 * @ingroup tunnel
 * A device that receives from a UdpTunnelDemux.
 */
class UdpTunnelReceiver
{
  public:
    virtual ~UdpTunnelReceiver() = default;
    /**
     * @param packet a packet with a right UDP checksum and this device's VNI, from its UDP header
     *        on, trimmed to the UDP length
     * @param outer its outer headers
     */
    virtual void ReceiveUdp(Ptr<Packet> packet, const UdpTunnelPacket& outer) = 0;
};

/**
 * @ingroup tunnel
 * @brief The UDP input of a node with tunnels: VXLAN packets go to their devices, everything else
 * to ns-3's UdpL4Protocol, which it stands in front of.
 *
 * Lengths and checksums are checked here by the rules of Linux's udp_rcv() and udpv6_rcv(), so that
 * neither devices nor ns-3's sockets see a cut datagram; checksums only if ns-3's ChecksumEnabled
 * is on. A packet to a multicast group is taken when the group is joined where it came in (see
 * GroupMembership). An open port is taken in ns3::UdpL4Protocol, too: no socket can bind to it.
 *
 * Early demultiplexing. A whole IPv4 packet to a tunnel port and to an address of the
 * EthernetLinkDevice that it came in by is taken from that device directly, past ns-3's IPv4, which
 * costs as much as all the rest of the tunnel. What IPv4 does with such a packet is done here:
 * header checksum, padding, keeping the ARP entry alive. But its traces (`Rx`, `LocalDeliver`),
 * FlowMonitor and raw sockets don't see the packet, as they don't see outer packets that are sent
 * (OuterOutput). The attribute EarlyDemux turns it off.
 *
 * ICMP "fragmentation needed" and "packet too big" about packets to a tunnel port become path MTU
 * exceptions of OuterOutput. ns-3 hands on eight bytes of the packet that the error is about, so
 * they are not checked for a known VNI, as Linux does.
 *
 * Books. In: packets for tunnel ports. Out: handed to a device, or (no socket of that family) to
 * ns-3's UDP. What is not for a tunnel port is not counted.
 */
class UdpTunnelDemux : public IpL4Protocol
{
  public:
    /// A VNI that no packet has: keeps a socket open for a device without VNIs.
    static constexpr uint32_t NO_VNI = 0x1000000;
    /// IP protocol number of UDP.
    static constexpr uint8_t PROT_NUMBER = 17;

    /**
     * TracedCallback signature of Drop.
     * @param packet the packet from its UDP header on
     * @param reason why
     */
    typedef void (*DropTracedCallback)(Ptr<const Packet> packet, DropReason reason);

    /**
     * @return the type
     */
    static TypeId GetTypeId();

    UdpTunnelDemux();
    ~UdpTunnelDemux() override;

    /**
     * @param node the node
     * @return its demultiplexer, made and aggregated at the first call
     */
    static Ptr<UdpTunnelDemux> GetOrCreate(Ptr<Node> node);

    /**
     * Notes that a device exists, up or down, so that no second one with its key and VNI can.
     *
     * @param key socket
     * @param vni its VNI
     * @param link its lower device's TunnelNode::GetLinkIndex() if it is bound to a link-local
     *        address, or 0
     * @return EXIST
     */
    LinkResult Reserve(const UdpTunnelKey& key, uint32_t vni, uint32_t link);
    /**
     * @param key socket
     * @param vni VNI
     * @param link lower device or 0
     * @return whether Reserve() would succeed
     */
    bool IsFree(const UdpTunnelKey& key, uint32_t vni, uint32_t link) const;
    /**
     * Undoes Reserve().
     *
     * @param key socket
     * @param vni VNI
     * @param link lower device or 0
     */
    void Unreserve(const UdpTunnelKey& key, uint32_t vni, uint32_t link);

    /**
     * Opens the socket, if need be, and has packets with a VNI handed to a device.
     *
     * @param key socket
     * @param vni VNI
     * @param link lower device or 0
     * @param receiver the device
     * @return ADDRINUSE when somebody else has the port
     */
    LinkResult Open(const UdpTunnelKey& key,
                    uint32_t vni,
                    uint32_t link,
                    UdpTunnelReceiver* receiver);
    /**
     * Undoes Open().
     *
     * @param key socket
     * @param vni VNI
     * @param link lower device or 0
     */
    void Close(const UdpTunnelKey& key, uint32_t vni, uint32_t link);
    /**
     * @param key socket
     * @param vni VNI
     * @param link lower device or 0
     * @return the device that is up and has it, or null
     */
    UdpTunnelReceiver* Find(const UdpTunnelKey& key, uint32_t vni, uint32_t link) const;

    /**
     * @return packets in and out
     */
    const Books& GetBooks() const;
    /**
     * @return drops by reason
     */
    const DropCounters& GetDropCounters() const;

    // inherited from IpL4Protocol
    int GetProtocolNumber() const override;
    RxStatus Receive(Ptr<Packet> p,
                     const Ipv4Header& header,
                     Ptr<Ipv4Interface> incomingInterface) override;
    RxStatus Receive(Ptr<Packet> p,
                     const Ipv6Header& header,
                     Ptr<Ipv6Interface> incomingInterface) override;
    void ReceiveIcmp(Ipv4Address icmpSource,
                     uint8_t icmpTtl,
                     uint8_t icmpType,
                     uint8_t icmpCode,
                     uint32_t icmpInfo,
                     Ipv4Address payloadSource,
                     Ipv4Address payloadDestination,
                     const uint8_t payload[8]) override;
    void ReceiveIcmp(Ipv6Address icmpSource,
                     uint8_t icmpTtl,
                     uint8_t icmpType,
                     uint8_t icmpCode,
                     uint32_t icmpInfo,
                     Ipv6Address payloadSource,
                     Ipv6Address payloadDestination,
                     const uint8_t payload[8]) override;
    void SetDownTarget(DownTargetCallback cb) override;
    void SetDownTarget6(DownTargetCallback6 cb) override;
    DownTargetCallback GetDownTarget() const override;
    DownTargetCallback6 GetDownTarget6() const override;

  protected:
    void DoDispose() override;
    void NotifyNewAggregate() override;

  private:
    /// Bytes that are looked at: UDP, VXLAN, inner Ethernet and fixed inner IP header.
    static constexpr uint32_t PEEK_SIZE = 8 + VxlanHeader::SIZE + wire::ETHERNET_HEADER_SIZE + 40;

    /// An open port of a family.
    struct Socket
    {
        UdpTunnelKey key;                                           //!< key
        std::unordered_map<uint64_t, UdpTunnelReceiver*> receivers; //!< by VNI and link
        uint32_t vniMask = 0xffffff;               //!< what of a packet's VNI counts; 0 for ANY_VNI
        uint64_t lastId = ~uint64_t(0);            //!< last one looked up
        UdpTunnelReceiver* lastReceiver = nullptr; //!< and its receiver
        uint32_t linkReceivers = 0;                //!< how many have a link
        Ipv4EndPoint* endPoint4 = nullptr;         //!< so that no ns-3 socket takes the port
        Ipv6EndPoint* endPoint6 = nullptr;         //!< so that no ns-3 socket takes the port
    };

    /// What a first look at a packet found.
    struct Glance
    {
        Socket* socket = nullptr;     //!< whose it is; null: not a tunnel's
        DropReason reason = NO_ERROR; //!< why it has been dropped
    };

    /// A device that gives packets early, and its IPv4 interface.
    struct EarlyInput
    {
        Ptr<NetDevice> device;        //!< device
        Ptr<Ipv4Interface> interface; //!< its interface
    };

    /**
     * Has all of the node's devices that can do so give packets early, or not any more.
     */
    void UpdateEarlyInputs();
    /**
     * Takes a packet past the IP stack, if it is one that this can be done with.
     * @param device where it came in
     * @param packet from its IPv4 header on
     * @param from the MAC address of its sender
     * @return whether it has been taken; if not, it is unchanged
     */
    bool ReceiveEarly(Ptr<NetDevice> device, Ptr<Packet> packet, const Address& from);
    /**
     * Keeps the ARP entry of a neighbour alive, as Ipv4L3Protocol::Receive() does.
     * @param interface where a packet came in
     * @param source its source
     * @param from the MAC address of its sender
     */
    static void ConfirmNeighbour(const Ptr<Ipv4Interface>& interface,
                                 Ipv4Address source,
                                 const Address& from);
    /**
     * Stands in front of ns-3's UDP in an IP stack.
     * @param family which
     * @return ADDRNOTAVAIL when the node has no such stack
     */
    LinkResult Interpose(IpAddress::Family family);
    /**
     * Takes the port in ns-3's UDP.
     * @param socket the socket
     * @return false when a socket of ns-3's has it
     */
    bool TakePort(Socket& socket) const;
    /**
     * @param socket a socket, which gives its port back
     */
    void GivePort(Socket& socket) const;
    /**
     * @param family family
     * @param port port
     * @return the open socket, or null
     */
    Socket* FindSocket(IpAddress::Family family, uint16_t port) const;
    /**
     * Takes a packet for an open port.
     * @param socket the socket
     * @param packet from the UDP header on
     * @param outer outer headers, those of IP filled in, and `bytes`
     */
    void ReceiveTunnel(Socket& socket, Ptr<Packet> packet, UdpTunnelPacket& outer);
    /**
     * Looks at a packet: drops it if its length is wrong, trims it to the UDP length, finds whether
     * it is for a tunnel port.
     * @param family outer family
     * @param packet from the UDP header on
     * @param bytes room for what is looked at
     * @param outer outer headers; for a tunnel port its `bytes` and ports are filled in
     * @return what was found
     */
    Glance Peek(IpAddress::Family family,
                Ptr<Packet> packet,
                uint8_t* bytes,
                UdpTunnelPacket& outer);
    /**
     * @param socket the socket
     * @param outer outer headers
     * @return the device that has the packet's VNI, or null
     */
    UdpTunnelReceiver* FindReceiver(Socket& socket, const UdpTunnelPacket& outer) const;
    /**
     * @param socket the socket
     * @param packet from the UDP header on
     * @param outer outer headers
     * @return NO_ERROR, or why it is to be dropped
     */
    DropReason CheckChecksum(const Socket& socket,
                             Ptr<const Packet> packet,
                             const UdpTunnelPacket& outer) const;
    /**
     * @param packet what is dropped
     * @param reason why
     */
    void Drop(Ptr<const Packet> packet, DropReason reason);

    Ptr<Node> m_node;                                          //!< whose input this is
    Ptr<UdpL4Protocol> m_udp;                                  //!< ns-3's UDP
    OuterAddressCheck m_addresses;                             //!< checks outer addresses
    std::vector<std::unique_ptr<Socket>> m_sockets;            //!< open sockets; a node has few
    std::set<std::pair<uint32_t, uint64_t>> m_reserved;        //!< PortId() and ReceiverId()
    bool m_checksums = false;                                  //!< ns-3's global ChecksumEnabled
    bool m_earlyDemux = true;                                  //!< attribute EarlyDemux
    std::vector<EarlyInput> m_early;                           //!< devices that give packets early
    Books m_books;                                             //!< packets
    DropCounters m_drops;                                      //!< drops
    TracedCallback<Ptr<const Packet>, DropReason> m_dropTrace; //!< trace source Drop
};

} // namespace ns3

#endif /* UDP_TUNNEL_DEMUX_H */
