/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef ETHERNET_LINK_DEVICE_H
#define ETHERNET_LINK_DEVICE_H

#include "ns3/accounting.h"
#include "ns3/callback.h"
#include "ns3/data-rate.h"
#include "ns3/drop-reason.h"
#include "ns3/event-id.h"
#include "ns3/mac48-address.h"
#include "ns3/net-device.h"
#include "ns3/nstime.h"
#include "ns3/packet.h"
#include "ns3/queue-size.h"
#include "ns3/queue.h"
#include "ns3/traced-callback.h"

#include <cstdint>

namespace ns3
{

class ErrorModel;
class EthernetLinkChannel;

/** What an EthernetLinkDevice measured since it was made. Bytes are those of Ethernet frames. */
struct EthernetLinkStats
{
    uint64_t txFrames{0};        //!< frames whose transmission began
    uint64_t txBytes{0};         //!< their bytes, from the Ethernet header on, no FCS
    uint64_t txWireBytes{0};     //!< their bytes on the wire: padding, FCS, preamble and gap too
    uint64_t rxFrames{0};        //!< frames that arrived, good or bad
    uint64_t rxBytes{0};         //!< their bytes, from the Ethernet header on, no FCS
    Time busy;                   //!< time that the transmitter was busy, up to now
    uint32_t queueMaxPackets{0}; //!< the longest that the queue was
    uint32_t queueMaxBytes{0};   //!< the most bytes in the queue
    uint64_t marks{0};           //!< frames that were given CE and queued
    double queueByteSeconds{0};  //!< integral of the bytes in the queue over time, up to now
};

/**
 * One end of a full-duplex Ethernet cable: a NIC with a transmit queue.
 *
 * Frames on an EthernetLinkChannel carry their 14-byte Ethernet header and nothing else: no
 * preamble, FCS or padding, so captures show what was sent. All that does count in their time on
 * the wire: (max(60, size) + 24) * 8 / DataRate, where 24 is preamble (8), FCS (4) and gap (12).
 * Parts of a nanosecond are carried to the next frame, so the rate is exact in the long run.
 *
 * The type field is carried as it is. A protocol number below 1536 is an 802.3 length: the bytes
 * are kept as they are and go up under that number, which no protocol handler wants but a bridge
 * passes on.
 *
 * Frames go up to the node in ns-3's manner, without their Ethernet header: to the promiscuous
 * callback all (bridges), to the other what is for this host, once StackInput found that ns-3's
 * IP stack can read it. Frames whose payload is larger than Mtu + 4 (a VLAN tag) are refused on
 * both sides, as is_skb_forwardable() does in Linux.
 *
 * With an EcnThreshold, frames that find the queue longer than it get CE in their outermost IP
 * header if that is ECN capable (RFC 3168), as switches mark for DCTCP.
 *
 * The link is up (IsLinkUp) when both ends are set up and the cable is whole. When it goes down,
 * frames in the queue and on the way are lost (LINK_DOWN).
 */
class EthernetLinkDevice : public NetDevice
{
  public:
    /**
     * Gets a whole frame, from the Ethernet header on. Returns true to consume it: it goes no
     * further.
     */
    typedef Callback<bool, Ptr<const Packet>> RawReceiver;

    /**
     * Gets an IPv4 packet that is addressed to this host, before its IP stack does, and the
     * sender's MAC address. Returns true to take it, and false, with the packet as it was, to let
     * it go on.
     */
    typedef Callback<bool, Ptr<NetDevice>, Ptr<Packet>, const Address&> EarlyReceiver;

    /**
     * The signature of trace source Drop.
     *
     * @param packet The frame; with its Ethernet header unless it never got one.
     * @param reason Why.
     */
    typedef void (*DropTracedCallback)(Ptr<const Packet> packet, DropReason reason);

    /**
     * @return The TypeId.
     */
    static TypeId GetTypeId();

    EthernetLinkDevice();
    ~EthernetLinkDevice() override;

    /**
     * Plugs the device into a channel.
     *
     * @param channel A channel with at most one other device.
     */
    void Attach(Ptr<EthernetLinkChannel> channel);

    /**
     * @param queue The transmit queue.
     */
    void SetQueue(Ptr<Queue<Packet>> queue);

    /**
     * @return The transmit queue.
     */
    Ptr<Queue<Packet>> GetQueue() const;

    /**
     * Loses frames that arrive (RECEIVE_ERROR).
     *
     * @param model Says which. Null: none.
     */
    void SetReceiveErrorModel(Ptr<ErrorModel> model);

    /**
     * Switches the interface on or off (`ip link set dev ... up|down`).
     *
     * @param up True: on.
     */
    void SetUp(bool up);

    /**
     * @return Whether the interface is switched on; it may have no carrier all the same.
     */
    bool IsUp() const;

    /**
     * Puts a frame on the wire as it is, through the queue.
     *
     * @param frame Any bytes; an Ethernet header is expected at their start. The device owns them
     *        from here on.
     * @return False if it was dropped.
     */
    bool SendRaw(Ptr<Packet> frame);

    /**
     * Sees every frame that arrives before anything else looks at it.
     *
     * @param receiver The receiver; a null callback takes it away.
     */
    void SetRawReceiver(RawReceiver receiver);

    /**
     * Sets who may take IPv4 packets past the IP stack, as Linux's early demultiplexing does for
     * the sake of speed. It is not asked while a bridge or another promiscuous receiver has the
     * device.
     *
     * @param receiver The receiver; a null callback takes it away.
     */
    void SetEarlyReceiver(EarlyReceiver receiver);

    /**
     * @return in = frames given to the device to send, out = frames put on the wire, held = frames
     *         in the queue.
     */
    Books GetTxBooks() const;

    /**
     * @return in = frames that arrived, out = frames that somebody took.
     */
    Books GetRxBooks() const;

    /**
     * @return Both directions together.
     */
    Books GetBooks() const;

    /**
     * @return What was dropped on both ways, by reason.
     */
    const DropCounters& GetDropCounters() const;

    /**
     * @return What was measured so far.
     */
    EthernetLinkStats GetLinkStats() const;

    /**
     * Forgets the maxima of the queue: they begin anew from what is in it now.
     */
    void ResetQueueMaxima();

    /**
     * @return The bit rate.
     */
    DataRate GetDataRate() const;

    // From NetDevice.
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
    void DoDispose() override;

  private:
    friend class EthernetLinkChannel;

    /** The addresses and type of a frame that arrived. */
    struct RxHeader
    {
        Mac48Address destination; //!< receiver
        Mac48Address source;      //!< sender
        uint16_t type;            //!< type or length
        PacketType packetType;    //!< whom it is for
    };

    /** The last bit of a frame arrived (called by the channel). @param packet The frame. */
    void Receive(Ptr<Packet> packet);

    /** A frame was lost because the cable was cut (called by the channel). @param packet It. */
    void LostOnTheWay(Ptr<const Packet> packet);

    /** Looks whether there is a carrier, and says so when that changed (called by the channel). */
    void UpdateCarrier();

    /** The link went up or down. */
    void LinkChanged();

    /** Stops the transmitter and loses what is in the queue. */
    void AbortTransmission();

    /**
     * @param packet A frame that arrived.
     * @return NO_ERROR, or why it is lost.
     */
    DropReason CheckArrival(Ptr<Packet> packet) const;

    /**
     * Hands a frame to the node.
     *
     * @param packet The frame without Ethernet header.
     * @param header Its header.
     * @param whole The frame with its header, or null if no trace sink wants it.
     */
    void DeliverToNode(Ptr<Packet> packet, const RxHeader& header, Ptr<const Packet> whole);

    /**
     * @param packet The frame.
     * @return Its header. The frame has 14 bytes at least.
     */
    RxHeader ReadHeader(Ptr<const Packet> packet) const;

    /**
     * @param size Bytes of a frame that is about to be queued.
     * @return Whether the queue with it is longer than the attribute EcnThreshold allows.
     */
    bool IsAboveEcnThreshold(uint32_t size) const;

    /**
     * Gives a frame CE, if it is an ECN-capable IP packet.
     *
     * @param frame The frame.
     * @return Whether it was.
     */
    static bool MarkCongestion(Ptr<Packet> frame);

    /** Puts the next frame of the queue on the wire, if there is one. */
    void TransmitNext();

    /** The last bit is on the wire. */
    void TransmitComplete();

    /** @param size Size of a frame, bytes. @return Its time on the wire. */
    Time TakeWireTime(uint32_t size);

    /** A frame was dropped by the queue. @param packet The frame. */
    void QueueDropped(Ptr<const Packet> packet);

    /** Counts and traces. @param packet A frame that is not sent. @param reason Why. */
    void DropTx(Ptr<const Packet> packet, DropReason reason);

    /** Counts and traces. @param packet A frame that is not received. @param reason Why. */
    void DropRx(Ptr<const Packet> packet, DropReason reason);

    /** Brings the integral of the queue's bytes up to now. */
    void AccountQueue() const;

    Ptr<Node> m_node;                    //!< the node
    Ptr<EthernetLinkChannel> m_channel;  //!< the cable
    Ptr<Queue<Packet>> m_queue;          //!< the transmit queue
    Ptr<ErrorModel> m_receiveErrorModel; //!< loses frames
    Mac48Address m_address;              //!< MAC address
    uint32_t m_ifIndex{0};               //!< index in the node
    uint16_t m_mtu{1500};                //!< largest payload, bytes
    bool m_up{true};                     //!< switched on
    bool m_carrier{false};               //!< the other end is on and the cable whole
    bool m_sendEnable{true};             //!< attribute
    bool m_receiveEnable{true};          //!< attribute
    DataRate m_dataRate;                 //!< bit rate
    QueueSize m_ecnThreshold;            //!< attribute; 0 packets or bytes: no marking
    uint64_t m_wireRemainder{0};         //!< part of a ns left from the last frame, times the rate
    EventId m_txEvent;                   //!< end of the transmission
    Time m_txEnd;                        //!< when that is
    Ptr<Packet> m_txPacket;              //!< the frame in transmission, if a sink wants its end
    DropReason m_queueDropReason;        //!< why the queue drops, if it does now
    NetDevice::ReceiveCallback m_rxCallback;             //!< what is for this host
    NetDevice::PromiscReceiveCallback m_promiscCallback; //!< all that arrives
    EarlyReceiver m_earlyReceiver;                       //!< IPv4 for this host, first
    RawReceiver m_rawReceiver;                           //!< all that arrives, first
    TracedCallback<> m_linkChangeCallbacks;              //!< carrier came or went

    uint64_t m_txIn{0};                //!< frames given to send
    uint64_t m_txDropped{0};           //!< of these dropped
    uint64_t m_rxIn{0};                //!< frames that arrived
    uint64_t m_rxOut{0};               //!< of these taken by somebody
    uint64_t m_rxDropped{0};           //!< of these dropped
    DropCounters m_drops;              //!< by reason
    mutable EthernetLinkStats m_stats; //!< measured
    mutable Time m_queueAccounted;     //!< up to when m_stats.queueByteSeconds holds

    TracedCallback<Ptr<const Packet>> m_macTxTrace;            //!< MacTx
    TracedCallback<Ptr<const Packet>> m_macTxDropTrace;        //!< MacTxDrop
    TracedCallback<Ptr<const Packet>> m_macPromiscRxTrace;     //!< MacPromiscRx
    TracedCallback<Ptr<const Packet>> m_macRxTrace;            //!< MacRx
    TracedCallback<Ptr<const Packet>> m_macRxDropTrace;        //!< MacRxDrop
    TracedCallback<Ptr<const Packet>> m_phyTxBeginTrace;       //!< PhyTxBegin
    TracedCallback<Ptr<const Packet>> m_phyTxEndTrace;         //!< PhyTxEnd
    TracedCallback<Ptr<const Packet>> m_phyTxDropTrace;        //!< PhyTxDrop
    TracedCallback<Ptr<const Packet>> m_phyRxEndTrace;         //!< PhyRxEnd
    TracedCallback<Ptr<const Packet>> m_phyRxDropTrace;        //!< PhyRxDrop
    TracedCallback<Ptr<const Packet>> m_snifferTrace;          //!< Sniffer
    TracedCallback<Ptr<const Packet>> m_promiscSnifferTrace;   //!< PromiscSniffer
    TracedCallback<Ptr<const Packet>, DropReason> m_dropTrace; //!< Drop
};

} // namespace ns3

#endif /* ETHERNET_LINK_DEVICE_H */
