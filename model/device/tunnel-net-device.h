/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef TUNNEL_NET_DEVICE_H
#define TUNNEL_NET_DEVICE_H

#include "ns3/accounting.h"
#include "ns3/drop-reason.h"
#include "ns3/link-result.h"
#include "ns3/link-stats.h"
#include "ns3/mac48-address.h"
#include "ns3/net-device.h"
#include "ns3/outer-output.h"
#include "ns3/packet.h"
#include "ns3/traced-callback.h"
#include "ns3/tunnel-node.h"
#include "ns3/tunnel-outer-info.h"

#include <cstdint>

/*
 * Tunnel devices
 * ==============
 *
 * A tunnel device is an Ethernet device of its node: an IP stack may sit on it, and it may be a
 * port of LinuxBridgeNetDevice or of ns-3's BridgeNetDevice. What it sends goes into outer packets
 * of the same node (OuterOutput); what it receives comes from a demultiplexer of the node.
 *
 * Life. Made and configured by attributes or a config struct; added to a node, where it gets a MAC
 * address if it has none, its MTU if that is 0, and where a configuration that Linux's `ip link
 * add` would refuse is fatal (Validate() tells before). It goes up (SetUp()) when the simulation
 * starts if the attribute Up is true, or at once when SetUp(true) is called on a node with an IP
 * stack. Down, it neither sends nor receives.
 *
 * Traces. MacTx, MacTxDrop, MacRx, MacPromiscRx, MacRxDrop, Sniffer, PromiscSniffer and Drop show
 * the inner frame with its Ethernet header. Drop also has the reason and is the complete list: each
 * dropped frame is traced there once, counted once in GetDropCounters() and once in the books.
 * What OuterOutput drops (outer packet too large) is dropped there, with its trace and books; the
 * device only counts it in its LinkStats, as Linux does.
 *
 * Books. In: frames from above, and packets from the demultiplexer that carry this device's VNI or
 * key. Copies: further remotes of a flooded frame. Out: handed to OuterOutput, to another tunnel
 * device (local bypass), or up. Originated: ICMP errors in the inner destination's name.
 *
 * LinkStats are Linux's, with its rules of what is counted when. Bytes sent are counted from the
 * inner network header on (Ethernet header and VLAN tags left out).
 *
 * Tags. All packet and byte tags stay on the inner packet, and none is removed at the tunnel: the
 * outer header is written whole (OuterOutput), so that what a socket put on the inner packet for
 * its own IP stack (TTL, TOS, hop limit, traffic class, don't fragment) is read by nobody on the
 * outer way. The priority tag counts in the queue discs below, as sk_buff's priority in Linux.
 */

namespace ns3
{

class TunnelChannel;

/**
 * @ingroup tunnel
 * What VxlanNetDevice and GretapNetDevice share: the NetDevice side of a tunnel.
 */
class TunnelNetDevice : public NetDevice
{
  public:
    /**
     * TracedCallback signature of Drop.
     * @param frame the inner frame with its Ethernet header
     * @param reason why
     */
    typedef void (*DropTracedCallback)(Ptr<const Packet> frame, DropReason reason);
    /**
     * TracedCallback signature of Encapsulated and Decapsulated.
     * @param frame the inner frame with its Ethernet header
     * @param outer its outer headers
     */
    typedef void (*OuterTracedCallback)(Ptr<const Packet> frame, const TunnelOuterInfo& outer);

    /**
     * @return the type
     */
    static TypeId GetTypeId();

    TunnelNetDevice();
    ~TunnelNetDevice() override;

    /**
     * `ip link set up|down`.
     *
     * @param up what it shall be
     * @return ADDRINUSE, ADDRNOTAVAIL when it cannot go up
     */
    LinkResult SetUp(bool up);
    /**
     * @return true when the device sends and receives
     */
    bool IsUp() const;

    /**
     * `ip link del`: goes down for good and gives its VNI or keys back, so that another device may
     * have them. ns-3 cannot take a device off its node, so the object stays there.
     */
    void Remove();
    /**
     * `ip link set mtu`.
     *
     * @param mtu inner network-layer bytes, 68 to 65535, by lower device less
     * @return INVAL out of the range
     */
    LinkResult ChangeMtu(uint32_t mtu);

    /**
     * What `ip link add` would answer on a node: tells whether the device, as configured, may be
     * added to it.
     *
     * @param node the node
     * @return the answer
     */
    virtual LinkResult Validate(Ptr<Node> node) const = 0;

    /**
     * @return counters as of `ip -s -s link show`
     */
    const LinkStats& GetStats() const;
    /**
     * @return drops by reason
     */
    const DropCounters& GetDropCounters() const;
    /**
     * @return frames in and out
     */
    const Books& GetBooks() const;

    // inherited from NetDevice
    void SetIfIndex(const uint32_t index) override;
    uint32_t GetIfIndex() const override;
    Ptr<Channel> GetChannel() const override;
    void SetAddress(Address address) override;
    Address GetAddress() const override;
    bool SetMtu(const uint16_t mtu) override;
    uint16_t GetMtu() const override;
    bool IsLinkUp() const override;
    void AddLinkChangeCallback(Callback<void> callback) override;
    bool IsBroadcast() const override;
    Address GetBroadcast() const override;
    bool IsMulticast() const override;
    Address GetMulticast(Ipv4Address multicastGroup) const override;
    Address GetMulticast(Ipv6Address addr) const override;
    bool IsBridge() const override;
    bool IsPointToPoint() const override;
    bool Send(Ptr<Packet> packet, const Address& dest, uint16_t protocolNumber) override;
    /**
     * @copydoc NetDevice::SendFrom
     *
     * Linux's ndo_start_xmit. False, without counters, when the device is down or the frame is
     * larger than its MTU (4 bytes more with a VLAN tag): ENETDOWN and EMSGSIZE in Linux.
     */
    bool SendFrom(Ptr<Packet> packet,
                  const Address& source,
                  const Address& dest,
                  uint16_t protocolNumber) override;
    Ptr<Node> GetNode() const override;
    void SetNode(Ptr<Node> node) override;
    bool NeedsArp() const override;
    void SetReceiveCallback(NetDevice::ReceiveCallback cb) override;
    void SetPromiscReceiveCallback(NetDevice::PromiscReceiveCallback cb) override;
    bool SupportsSendFrom() const override;

  protected:
    /// An inner frame as ns-3 passes it.
    struct InnerFrame
    {
        Ptr<Packet> packet;       //!< what follows the Ethernet header
        Mac48Address destination; //!< destination address
        Mac48Address source;      //!< source address
        uint16_t etherType;       //!< EtherType or 802.3 length
    };

    void DoInitialize() override;
    void DoDispose() override;

    /**
     * The device goes up.
     * @return why it cannot
     */
    virtual LinkResult Open() = 0;
    /// The device goes down.
    virtual void Close() = 0;
    /// The device has been added to a node; its configuration is valid.
    virtual void Attach() = 0;
    /// The device, which is down, gives back what Attach() took.
    virtual void Detach() = 0;
    /**
     * Sends a frame. Everything has been counted but what becomes of it.
     * @param frame the frame
     */
    virtual void Transmit(InnerFrame& frame) = 0;
    /**
     * @return the MTU that `ip link add` gives the device
     */
    virtual uint32_t GetDefaultMtu() const = 0;
    /**
     * @return the largest MTU that `ip link set mtu` takes
     */
    virtual uint32_t GetMaxMtu() const = 0;

    /**
     * Hands a decapsulated frame up: traces, bridge or sniffers, then the node's own stack if the
     * frame is for this node and ns-3 can parse it.
     *
     * @param frame the frame
     * @param forHost take it as addressed to this node, whatever its destination address is
     */
    void DeliverUp(const InnerFrame& frame, bool forHost = false);

    /**
     * Hands a frame up at the present time, but not from within the present event, as Linux's
     * netif_rx() does; as addressed to this node.
     *
     * @param frame the frame
     */
    void DeliverLater(const InnerFrame& frame);

    /**
     * Counts and traces the drop of a frame that was to be sent.
     * @param frame the frame
     * @param reason why
     */
    void DropTx(const InnerFrame& frame, DropReason reason);
    /**
     * Counts and traces the drop of a received frame.
     * @param frame the frame
     * @param reason why
     */
    void DropRx(const InnerFrame& frame, DropReason reason);
    /**
     * Counts and traces the drop of a received packet that has no readable inner frame.
     * @param packet what there is
     * @param reason why
     */
    void DropRx(Ptr<const Packet> packet, DropReason reason);

    /**
     * Counts what OuterOutput made of a packet (Linux's iptunnel_xmit_stats()). A frame of nothing
     * but an Ethernet header counts as dropped although it is sent, as in Linux.
     *
     * @param result what it made
     * @param bytes inner bytes from the network header on
     * @param ipv6 whether the outer packet is IPv6
     */
    void CountSent(OuterOutput::SendResult result, uint32_t bytes, bool ipv6);
    /**
     * @return true when a bridge of this node has the device as a port
     */
    bool IsBridgePort() const;

    /**
     * Answers a frame that is too large by an ICMP error from the inner destination, which goes up
     * by this device (Linux's skb_tunnel_check_pmtu()).
     *
     * @param frame the frame
     * @param mtu the largest inner IP packet in bytes
     * @return false when no answer may be given
     */
    bool ReplyTooBig(const InnerFrame& frame, uint32_t mtu);

    /**
     * @param frame a frame
     * @return a copy with its Ethernet header, for traces
     */
    static Ptr<Packet> WithEthernet(const InnerFrame& frame);

    /**
     * Ends the program for a refused configuration that came by attribute.
     * @param result what was answered
     * @return whether it was accepted
     */
    bool Accept(const LinkResult& result) const;

    Mac48Address m_address;       //!< own address; zero until there is one
    uint32_t m_mtu = 0;           //!< MTU; 0 until added to a node
    Ptr<Node> m_node;             //!< the node, once added
    Ptr<TunnelNode> m_tunnelNode; //!< shared with the node's other tunnels
    Ptr<OuterOutput> m_output;    //!< the way out, once up
    bool m_up = false;            //!< sends and receives
    bool m_removed = false;       //!< Remove() has been called
    bool m_checksums = false;     //!< ns-3's global ChecksumEnabled, as it was when going up
    LinkStats m_stats;            //!< counters
    Books m_books;                //!< books
    DropCounters m_drops;         //!< drops

    TracedCallback<Ptr<const Packet>, const TunnelOuterInfo&> m_encapsulatedTrace; //!< sent
    TracedCallback<Ptr<const Packet>, const TunnelOuterInfo&> m_decapsulatedTrace; //!< received

  private:
    /**
     * @param frame a frame from DeliverLater()
     */
    void DeliverHeld(InnerFrame frame);
    /**
     * Counts and traces a drop.
     * @param packet what is shown
     * @param reason why
     */
    void NoteDrop(Ptr<const Packet> packet, DropReason reason);
    /**
     * @param up attribute Up
     */
    void SetUpAttribute(bool up);
    /**
     * @return attribute Up
     */
    bool GetUpAttribute() const;
    /**
     * @param address attribute Address
     */
    void SetMacAddress(Mac48Address address);
    /**
     * @return attribute Address
     */
    Mac48Address GetMacAddress() const;
    /**
     * @param mtu attribute Mtu
     * @return false when it is out of the range
     */
    bool SetMtuAttribute(uint16_t mtu);

    uint32_t m_ifIndex = 0;                                    //!< index in the node
    Ptr<TunnelChannel> m_channel;                              //!< so that GetChannel() is not null
    bool m_hasBeenUp = false;                                  //!< has gone up before
    bool m_wantUp = true;                                      //!< attribute Up
    NetDevice::ReceiveCallback m_rxCallback;                   //!< the node
    NetDevice::PromiscReceiveCallback m_promiscCallback;       //!< the node, when a bridge is above
    TracedCallback<> m_linkChange;                             //!< link change callbacks
    TracedCallback<Ptr<const Packet>> m_macTxTrace;            //!< MacTx
    TracedCallback<Ptr<const Packet>> m_macTxDropTrace;        //!< MacTxDrop
    TracedCallback<Ptr<const Packet>> m_macRxTrace;            //!< MacRx
    TracedCallback<Ptr<const Packet>> m_macPromiscRxTrace;     //!< MacPromiscRx
    TracedCallback<Ptr<const Packet>> m_macRxDropTrace;        //!< MacRxDrop
    TracedCallback<Ptr<const Packet>> m_snifferTrace;          //!< Sniffer
    TracedCallback<Ptr<const Packet>> m_promiscSnifferTrace;   //!< PromiscSniffer
    TracedCallback<Ptr<const Packet>, DropReason> m_dropTrace; //!< Drop
};

} // namespace ns3

#endif /* TUNNEL_NET_DEVICE_H */
