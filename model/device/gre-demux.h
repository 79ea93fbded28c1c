/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef GRE_DEMUX_H
#define GRE_DEMUX_H

#include "ns3/accounting.h"
#include "ns3/drop-reason.h"
#include "ns3/gre-header.h"
#include "ns3/gre-tunnel-table.h"
#include "ns3/ip-l4-protocol.h"
#include "ns3/outer-address-check.h"
#include "ns3/traced-callback.h"

#include <cstdint>

namespace ns3
{

/**
 * @ingroup tunnel
 * A received GRE packet's outer headers.
 */
struct GrePacket
{
    IpAddress source;               //!< outer IP source
    IpAddress destination;          //!< outer IP destination
    uint8_t tos = 0;                //!< outer DS field
    uint8_t ttl = 0;                //!< outer TTL
    GreHeader gre;                  //!< GRE header
    uint32_t greSize = 0;           //!< its bytes
    const uint8_t* bytes = nullptr; //!< the packet's first bytes, from the GRE header on
    uint32_t available = 0;         //!< how many there are at `bytes`, at least greSize
};

/**
 * @ingroup tunnel
 * A device that receives from a GreDemux.
 */
class GreReceiver
{
  public:
    virtual ~GreReceiver() = default;
    /**
     * @return true when the device is up: others are passed over in the search
     */
    virtual bool IsReady() const = 0;
    /**
     * @param packet a packet with a right checksum (or none) that is this device's, from its GRE
     *        header on
     * @param outer its outer headers
     */
    virtual void ReceiveGre(Ptr<Packet> packet, const GrePacket& outer) = 0;
};

/**
 * @ingroup tunnel
 * @brief The GRE input of a node: IP protocol 47, by the rules of Linux's gre_rcv() (both of
 * net/ipv4/gre_demux.c and ip_gre.c).
 *
 * A packet without a tunnel is answered by ICMP "port unreachable". Packets with the version or
 * routing bits, with a wrong checksum (looked at only if ns-3's ChecksumEnabled is on) or cut short
 * are dropped silently. ICMP "fragmentation needed" becomes a path MTU exception of OuterOutput.
 *
 * Books. In: all packets of protocol 47. Out: handed to a device.
 */
class GreDemux : public IpL4Protocol
{
  public:
    /// IP protocol number of GRE.
    static constexpr uint8_t PROT_NUMBER = 47;

    /**
     * TracedCallback signature of Drop.
     * @param packet the packet from its GRE header on
     * @param reason why
     */
    typedef void (*DropTracedCallback)(Ptr<const Packet> packet, DropReason reason);

    /**
     * @return the type
     */
    static TypeId GetTypeId();

    GreDemux();
    ~GreDemux() override;

    /**
     * @param node the node
     * @return its demultiplexer, made and aggregated at the first call
     */
    static Ptr<GreDemux> GetOrCreate(Ptr<Node> node);

    /**
     * @return the GRETAP tunnels of the node
     */
    GreTunnelTable& GetTable();

    /**
     * Registers with the node's IPv4, if it is there.
     *
     * @return whether it is registered
     */
    bool Register();

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
    void SetDownTarget(DownTargetCallback cb) override;
    void SetDownTarget6(DownTargetCallback6 cb) override;
    DownTargetCallback GetDownTarget() const override;
    DownTargetCallback6 GetDownTarget6() const override;

  protected:
    void DoDispose() override;
    void NotifyNewAggregate() override;

  private:
    /**
     * @param packet what is dropped
     * @param reason why
     * @return RX_OK
     */
    RxStatus Drop(Ptr<const Packet> packet, DropReason reason);

    Ptr<Node> m_node;                  //!< whose input this is
    OuterAddressCheck m_addresses;     //!< checks outer addresses
    bool m_checksums = false;          //!< ns-3's global ChecksumEnabled
    DownTargetCallback m_downTarget;   //!< kept for GetDownTarget(): devices send by OuterOutput
    DownTargetCallback6 m_downTarget6; //!< kept for GetDownTarget6()
    GreTunnelTable m_table;            //!< tunnels
    Books m_books;                     //!< packets
    DropCounters m_drops;              //!< drops
    TracedCallback<Ptr<const Packet>, DropReason> m_dropTrace; //!< trace source Drop
};

} // namespace ns3

#endif /* GRE_DEMUX_H */
