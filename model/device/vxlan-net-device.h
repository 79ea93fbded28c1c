/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef VXLAN_NET_DEVICE_H
#define VXLAN_NET_DEVICE_H

#include "ns3/event-id.h"
#include "ns3/fdb.h"
#include "ns3/frame-view.h"
#include "ns3/outer-header.h"
#include "ns3/tunnel-net-device.h"
#include "ns3/udp-tunnel-demux.h"
#include "ns3/vxlan-config.h"

#include <deque>
#include <vector>

/*
 * Linux's vxlan device (drivers/net/vxlan/vxlan_core.c, 6.18)
 * ===========================================================
 *
 * Sending: the FDB entry of the destination address, or else the default (all-zeros) entry, gives
 * remotes. Each gets a copy, the first one last. Receiving, in this order: header, VNI, reserved
 * bits, inner Ethernet header, own source address, learning, inner IP header, ECN, device up.
 *
 * LinkStats: tx `dropped` nowhere to send, inner IP header cut short, outer IPv4 too large with DF,
 * and (although sent) a frame of 14 bytes; `carrier_errors` and `errors` no route; `collisions` and
 * `errors` the route leads into the device; `errors` own address without a device for the VNI;
 * `aborted_errors` and `errors` outer IPv6 too large. rx `frame_errors` and `errors` reserved bits,
 * ECN; `length_errors` and `errors` inner IP header cut short; nothing for a wrong VNI (counted by
 * the demultiplexer), an inner frame under 14 bytes, own, zero or multicast source, or a source
 * with a static entry. Bytes: without the inner Ethernet header both ways, except in the local
 * bypass.
 */

namespace ns3
{

/**
 * @ingroup tunnel
 * A VXLAN tunnel end point (RFC 7348) for one VNI, by Linux's rules.
 */
class VxlanNetDevice : public TunnelNetDevice
{
  public:
    /**
     * TracedCallback signature of FdbChange.
     * @param notice what changed in the forwarding database
     */
    typedef void (*FdbTracedCallback)(const FdbNotice& notice);

    /**
     * @return the type
     */
    static TypeId GetTypeId();

    VxlanNetDevice();
    ~VxlanNetDevice() override;

    /**
     * @return the configuration
     */
    const VxlanConfig& GetConfig() const;
    /**
     * Configures the device: anything before it is added to a node, then what `ip link set dev X
     * type vxlan` may change. It takes effect at once.
     *
     * @param config the wanted configuration
     * @return OPNOTSUPP for what cannot change, INVAL, NODEV; then nothing has changed
     */
    LinkResult SetConfig(const VxlanConfig& config);
    LinkResult Validate(Ptr<Node> node) const override;

    /**
     * @return the forwarding database
     */
    Fdb& GetFdb();
    /**
     * @return the forwarding database
     */
    const Fdb& GetFdb() const;
    /**
     * @name `bridge fdb add|append|replace|change|del|flush dev X`, now
     * Remotes are to name devices by TunnelNode::GetLinkIndex().
     * @{
     */
    /** @param request what @return EXIST, NOSPC, INVAL, AFNOSUPPORT, ADDRNOTAVAIL */
    FdbResult FdbAdd(const FdbRequest& request);
    /** @param request what @return NOSPC, INVAL, AFNOSUPPORT, ADDRNOTAVAIL */
    FdbResult FdbAppend(const FdbRequest& request);
    /** @param request what @return OPNOTSUPP, NOSPC, INVAL, AFNOSUPPORT, ADDRNOTAVAIL */
    FdbResult FdbReplace(const FdbRequest& request);
    /** @param request what @return NOENT, INVAL, AFNOSUPPORT, ADDRNOTAVAIL */
    FdbResult FdbChange(const FdbRequest& request);
    /** @param mac the address @param remote which; absent: all @return NOENT */
    FdbResult FdbDelete(Mac48Address mac, const std::optional<Remote>& remote = std::nullopt);
    /** @param filter which @return INVAL */
    FdbResult FdbFlush(const FdbFlushFilter& filter = {});
    /** @} */

  protected:
    void DoDispose() override;
    LinkResult Open() override;
    void Close() override;
    void Attach() override;
    void Detach() override;
    void Transmit(InnerFrame& frame) override;
    uint32_t GetDefaultMtu() const override;
    uint32_t GetMaxMtu() const override;

  private:
    /// Where packets come in. Not a base class: ns-3 asks every device by dynamic_cast whether it
    /// is the loopback device, for every packet, and a second base makes that slow.
    class Input : public UdpTunnelReceiver
    {
      public:
        /**
         * @param device whose input it is
         */
        explicit Input(VxlanNetDevice& device)
            : m_device(device)
        {
        }

        /**
         * @return whose input it is
         */
        VxlanNetDevice& GetDevice()
        {
            return m_device;
        }

        void ReceiveUdp(Ptr<Packet> packet, const UdpTunnelPacket& outer) override
        {
            m_device.ReceiveUdp(packet, outer);
        }

      private:
        VxlanNetDevice& m_device; //!< whose input it is
    };

    /// What is derived from a remote and stays good while routes and configuration do.
    struct RemoteCache
    {
        uint32_t generation = 0;  //!< Fdb::GetRemoteGeneration() it was derived for
        Remote remote;            //!< the remote
        bool routed = false;      //!< whether route is filled in
        OuterOutput::Route route; //!< the way there
        OuterIpFields ip;         //!< outer IP header, but what the frame decides
        VxlanOuterHeader header;  //!< the other headers, but what the frame decides
        uint16_t port = 0;        //!< UDP destination port
        uint32_t vni = 0;         //!< VNI
    };

    /// The inner frame's part in the outer headers; the same for all remotes of a frame.
    struct FrameFacts
    {
        FrameView view;      //!< what the frame is
        uint16_t sourcePort; //!< outer source port
        uint32_t bytes;      //!< bytes to be counted
    };

    /**
     * @param frame a frame
     * @return what it is
     */
    static FrameView Look(const InnerFrame& frame);
    /**
     * Looks at a frame that is to be sent.
     * @param frame the frame
     * @return its facts
     */
    FrameFacts Inspect(const InnerFrame& frame) const;
    /**
     * @param id a remote in use
     * @return its cache, filled in but for the route
     */
    RemoteCache& GetCache(RemoteId id);
    /**
     * Sends one copy to one remote (Linux's vxlan_xmit_one()).
     * @param frame the frame; its packet is given away
     * @param facts its facts
     * @param id the remote
     */
    void TransmitOne(InnerFrame& frame, const FrameFacts& facts, RemoteId id);
    /**
     * Finds the way to a remote, in the cache or by the routing protocol.
     * @param cache the remote
     * @param facts the frame
     * @param tos outer TOS without ECN; not 0 passes the cache by, as in Linux
     * @return false without a route
     */
    bool FindRoute(RemoteCache& cache, const FrameFacts& facts, uint8_t tos);
    /**
     * Adds the outer headers and hands the packet to OuterOutput.
     * @param frame the frame
     * @param facts its facts
     * @param cache the remote, with its route
     * @param tos outer TOS without ECN
     */
    void Encapsulate(InnerFrame& frame, const FrameFacts& facts, RemoteCache& cache, uint8_t tos);
    /**
     * Hands a frame for an own address to the device with its VNI (Linux's
     * encap_bypass_if_local()).
     * @param frame the frame
     * @param cache where to
     */
    void Bypass(InnerFrame& frame, const RemoteCache& cache);
    /**
     * Receives a frame by the local bypass (Linux's vxlan_encap_bypass()).
     * @param frame the frame
     * @param vni its VNI
     */
    void ReceiveBypass(const InnerFrame& frame, uint32_t vni);
    /**
     * Receives a packet (Linux's vxlan_rcv(), from where the device is known).
     * @param packet the packet, from its UDP header on
     * @param outer its outer headers
     */
    void ReceiveUdp(Ptr<Packet> packet, const UdpTunnelPacket& outer);
    /**
     * Learns where the source of a received frame is.
     * @param frame the frame
     * @param outer its outer headers
     * @return NO_ERROR, or why the frame is to be dropped
     */
    DropReason Snoop(const InnerFrame& frame, const UdpTunnelPacket& outer);
    /**
     * Checks the received inner IP packet and gives it the ECN bits it is to have.
     * @param frame the frame
     * @param outer its outer headers
     * @return NO_ERROR, or why the frame is to be dropped
     */
    DropReason DecapsulateIp(const InnerFrame& frame, const UdpTunnelPacket& outer);
    /**
     * @param request a command
     * @return ADDRNOTAVAIL when it names a device that is not there
     */
    FdbResult CheckVia(const FdbRequest& request) const;
    /// A command of Fdb.
    using FdbCommand = FdbResult (Fdb::*)(const FdbRequest&, const Time&);
    /**
     * @param command which
     * @param request a command
     * @return its outcome
     */
    FdbResult Command(FdbCommand command, const FdbRequest& request);
    /**
     * @param device attribute LowerDevice
     */
    void SetLowerDevice(Ptr<NetDevice> device);
    /**
     * @return attribute LowerDevice
     */
    Ptr<NetDevice> GetLowerDevice() const;
    /**
     * @param wanted a configuration that is right and differs in what may change
     * @return ADDRNOTAVAIL when the new group cannot be joined
     */
    LinkResult ChangeConfig(const VxlanConfig& wanted);
    /**
     * @return the lower device's number if only packets from there are received, or 0
     */
    uint32_t GetKeyLink() const;
    /**
     * The socket of this device as the demultiplexer knows it.
     * @return key
     */
    UdpTunnelKey GetKey() const;
    /// Makes the configured remote the default entry of the FDB.
    void SetDefaultRemote();
    /// Applies a configuration to the FDB and drops what was derived from the old one.
    void ApplyConfig();
    /// Schedules the next run of Age(), if any entry can age.
    void ScheduleAge();
    /// Runs the ageing of the FDB and schedules the next run.
    void Age();
    /**
     * Joins or leaves the multicast group of the default remote.
     * @param join what
     * @return ADDRNOTAVAIL when that is not possible
     */
    LinkResult UpdateMembership(bool join);

    /**
     * Attribute setter for a field of the configuration.
     * @param value new value
     * @return true; a refused value ends the program with the reason
     */
    template <typename T, T VxlanConfig::*Field>
    bool SetField(T value)
    {
        VxlanConfig config = m_config;
        config.*Field = value;
        return Accept(SetConfig(config));
    }

    /**
     * Attribute getter for a field of the configuration.
     * @return value
     */
    template <typename T, T VxlanConfig::*Field>
    T GetField() const
    {
        return m_config.*Field;
    }

    VxlanConfig m_config;            //!< configuration
    Input m_input;                   //!< where packets come in
    Fdb m_fdb;                       //!< forwarding database
    Ptr<UdpTunnelDemux> m_demux;     //!< where packets come from, once added to a node
    std::deque<RemoteCache> m_cache; //!< by RemoteId
    Time m_nextAge;                  //!< when the FDB is swept next
    EventId m_ageEvent;              //!< next run of Age()
    bool m_joined = false;           //!< member of the remote group

    TracedCallback<const FdbNotice&> m_fdbTrace; //!< FdbChange
};

} // namespace ns3

#endif /* VXLAN_NET_DEVICE_H */
