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
#include "ns3/neighbor-table.h"
#include "ns3/nexthop-table.h"
#include "ns3/outer-header.h"
#include "ns3/tunnel-metadata-tag.h"
#include "ns3/tunnel-net-device.h"
#include "ns3/udp-tunnel-demux.h"
#include "ns3/vxlan-config.h"

#include <deque>
#include <map>
#include <memory>
#include <optional>
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
     * TracedCallback signature of L2Miss.
     * @param mac a destination that has no entry
     */
    typedef void (*L2MissTracedCallback)(Mac48Address mac);
    /**
     * TracedCallback signature of L3Miss.
     * @param address an address that has no neighbour entry
     */
    typedef void (*L3MissTracedCallback)(const IpAddress& address);

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
    /**
     * @param mac the address
     * @param remote which; absent: all
     * @param sourceVni VNI of the key; absent: the device's
     * @return NOENT
     */
    FdbResult FdbDelete(Mac48Address mac,
                        const std::optional<Remote>& remote = std::nullopt,
                        std::optional<uint32_t> sourceVni = std::nullopt);
    /** @param filter which @return INVAL */
    FdbResult FdbFlush(const FdbFlushFilter& filter = {});
    /** @} */

    /**
     * @return the neighbours that `proxy` answers for and `rsc` sends to (`ip neigh ... dev X`).
     *         Those that an IP stack on the device knows count, too.
     */
    NeighborTable& GetNeighbors();
    /**
     * `sysctl net.ipv6.conf.X.disable_ipv6`: without IPv6, `proxy` answers no solicitation.
     *
     * @param enabled whether the device has IPv6 (it has at first)
     */
    void SetIpv6Enabled(bool enabled);

    /**
     * `bridge vni add vni N dev X [group|remote A]`: has a VNI accepted by a device with
     * `vnifilter`. One that is there gets the other remote.
     *
     * @param vni the VNI
     * @param remote default destination of the VNI; none: the device's
     * @return EXIST when another device has the VNI; OPNOTSUPP without vnifilter; INVAL
     */
    FdbResult AddVni(uint32_t vni, const IpAddress& remote = IpAddress());
    /**
     * `bridge vni delete vni N dev X`.
     *
     * @param vni the VNI
     * @return NOENT, OPNOTSUPP
     */
    FdbResult DeleteVni(uint32_t vni);
    /**
     * @return VNIs of a device with `vnifilter`, and their default destinations
     */
    const std::map<uint32_t, IpAddress>& GetVnis() const;

    /**
     * `tc filter add dev X egress matchall action tunnel_key set ...`: gives every frame that is
     * sent this metadata in place of its own.
     *
     * @param metadata what; absent: frames keep their own
     */
    void SetEgressMetadata(const std::optional<TunnelMetadata>& metadata);

    // inherited from NetDevice
    bool NeedsArp() const override;
    bool IsPointToPoint() const override;
    /**
     * @return whether frames have no Ethernet header (`gpe`)
     */
    bool IsRaw() const;

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
        FrameView view;            //!< what the frame is
        uint16_t sourcePort;       //!< outer source port
        uint32_t bytes;            //!< bytes to be counted
        uint32_t hash;             //!< of the flow
        uint32_t policy = 0;       //!< group policy to be sent
        bool shortCircuit = false; //!< sent to a neighbour and not to the router
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
     * Fills in what is derived from a remote, but for the route.
     * @param cache where to
     * @param remote the remote
     * @param config the configuration
     */
    static void FillCache(RemoteCache& cache, const Remote& remote, const VxlanConfig& config);
    /**
     * Sends one copy to one remote (Linux's vxlan_xmit_one()).
     * @param frame the frame; its packet is given away
     * @param facts its facts
     * @param id the remote
     */
    void TransmitOne(InnerFrame& frame, const FrameFacts& facts, RemoteId id);
    /**
     * Sends a frame to a remote with an address.
     * @param frame the frame; its packet is given away
     * @param facts its facts
     * @param cache the remote
     * @param config the configuration that applies to the frame
     */
    void TransmitTo(InnerFrame& frame,
                    const FrameFacts& facts,
                    RemoteCache& cache,
                    const VxlanConfig& config);
    /**
     * Sends a frame to an FDB remote without an address: a nexthop group, or the device itself.
     * @param frame the frame; its packet is given away
     * @param facts its facts
     * @param remote the remote
     */
    void TransmitNoAddress(InnerFrame& frame, const FrameFacts& facts, const Remote& remote);
    /**
     * What comes before the FDB with options that most devices have not: external, gpe, proxy,
     * checksums left to do.
     * @param frame the frame
     * @return false when the frame has been dealt with
     */
    bool TransmitSpecial(InnerFrame& frame);
    /**
     * Sends a frame where its metadata says.
     * @param frame the frame
     */
    void TransmitExternal(InnerFrame& frame);
    /**
     * Answers or swallows ARP and neighbour solicitations (arp_reduce(), neigh_reduce()).
     * @param frame the frame
     * @return false when the frame is none of them
     */
    bool Suppress(InnerFrame& frame);
    /**
     * Sends a frame for a router straight to the neighbour behind it (route_shortcircuit()).
     * @param frame the frame, whose addresses may change
     * @return whether they have changed
     */
    bool ShortCircuit(InnerFrame& frame);
    /**
     * @param address an IP address
     * @param neighbor the neighbour that has it
     * @return whether it is known
     */
    bool FindNeighbor(const IpAddress& address, Neighbor& neighbor) const;
    /**
     * Puts group policy, next protocol and checksum offload into a header.
     * @param frame the frame
     * @param facts its facts
     * @param cache the remote, whose header it is
     * @param config the configuration that applies to the frame
     */
    void ExtendHeader(InnerFrame& frame,
                      const FrameFacts& facts,
                      RemoteCache& cache,
                      const VxlanConfig& config) const;
    /**
     * Finds the way to a remote, in the cache or by the routing protocol.
     * @param cache the remote
     * @param facts the frame
     * @param config the configuration that applies to the frame
     * @param tos outer TOS without ECN; not 0 passes the cache by, as in Linux
     * @return false without a route
     */
    bool FindRoute(RemoteCache& cache,
                   const FrameFacts& facts,
                   const VxlanConfig& config,
                   uint8_t tos);
    /**
     * Adds the outer headers and hands the packet to OuterOutput.
     * @param frame the frame
     * @param facts its facts
     * @param cache the remote, with its route
     * @param config the configuration that applies to the frame
     * @param tos outer TOS without ECN
     */
    void Encapsulate(InnerFrame& frame,
                     const FrameFacts& facts,
                     RemoteCache& cache,
                     const VxlanConfig& config,
                     uint8_t tos);
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
     * Receives a packet from behind its VXLAN header.
     * @param packet the packet, from its inner Ethernet header on
     * @param outer its outer headers
     * @param bytes its first bytes
     * @param available how many there are
     */
    void ReceiveEthernet(Ptr<Packet> packet,
                         const UdpTunnelPacket& outer,
                         const uint8_t* bytes,
                         uint32_t available);
    /**
     * Receives a packet with options that most devices have not.
     * @param packet the packet, from its UDP header on
     * @param outer its outer headers
     */
    void ReceiveSpecial(Ptr<Packet> packet, const UdpTunnelPacket& outer);
    /**
     * Fills a checksum in that has been left to the receiver (vxlan_remcsum()).
     * @param packet the packet, from its inner Ethernet header on
     * @param outer its outer headers
     * @return false when the packet is too short for it
     */
    static bool CompleteChecksum(Ptr<Packet> packet, const UdpTunnelPacket& outer);
    /**
     * Counts and delivers a frame.
     * @param frame the frame
     * @param outer its outer headers
     */
    void Deliver(const InnerFrame& frame, const UdpTunnelPacket& outer);
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
     * @param tos outer DS field
     * @param bytes its first bytes behind the Ethernet header
     * @param available how many there are
     * @return NO_ERROR, or why the frame is to be dropped
     */
    DropReason DecapsulateIp(const InnerFrame& frame,
                             uint8_t tos,
                             const uint8_t* bytes,
                             uint32_t available);
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
     * @param bits attribute ReservedBits
     */
    void SetReservedBits(uint64_t bits);
    /**
     * @return attribute ReservedBits
     */
    uint64_t GetReservedBits() const;
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
    /**
     * @return the sockets of this device: one, or with `external` one of each family
     */
    std::vector<UdpTunnelKey> GetKeys() const;
    /**
     * @return the VNIs of this device in the demultiplexer: its own, those of the filter, or
     *         0 for all
     */
    std::vector<uint32_t> GetKeyVnis() const;
    /// Notes in the demultiplexer that the device exists.
    void ReserveSockets();
    /// Undoes ReserveSockets().
    void UnreserveSockets();
    /**
     * Opens the sockets.
     * @return ADDRINUSE, ADDRNOTAVAIL
     */
    LinkResult OpenSockets();
    /// Undoes OpenSockets().
    void CloseSockets();
    /**
     * @param vni a VNI of the filter
     * @param remote its default destination
     * @param join joins a group; otherwise leaves it
     * @return false when that is not possible
     */
    bool UpdateVniGroup(uint32_t vni, const IpAddress& remote, bool join);
    /**
     * A group of nexthops goes, and entries with it.
     * @param id the group
     */
    void ForgetNexthop(uint32_t id);
    /**
     * @param request a command with a nexthop
     * @return why it cannot be
     */
    FdbResult CheckNexthop(const FdbRequest& request);
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

    VxlanConfig m_config;                   //!< configuration
    Input m_input;                          //!< where packets come in
    Fdb m_fdb;                              //!< forwarding database
    Ptr<UdpTunnelDemux> m_demux;            //!< where packets come from, once added to a node
    std::deque<RemoteCache> m_cache;        //!< by RemoteId
    Time m_nextAge;                         //!< when the FDB is swept next
    EventId m_ageEvent;                     //!< next run of Age()
    bool m_joined = false;                  //!< member of the remote group
    bool m_specialTx = false;               //!< frames go through TransmitSpecial()
    bool m_specialRx = false;               //!< packets go through ReceiveSpecial()
    bool m_ipv6 = true;                     //!< the device has IPv6
    uint64_t m_reservedBits = 0;            //!< must be 0 in what is received
    NeighborTable m_neighbors;              //!< for proxy and rsc
    std::map<uint32_t, IpAddress> m_vnis;   //!< VNIs of the filter
    std::optional<TunnelMetadata> m_egress; //!< given to every frame
    Ptr<NexthopTable> m_nexthops;           //!< once an entry has had one

    TracedCallback<const FdbNotice&> m_fdbTrace;    //!< FdbChange
    TracedCallback<Mac48Address> m_l2MissTrace;     //!< L2Miss
    TracedCallback<const IpAddress&> m_l3MissTrace; //!< L3Miss
};

} // namespace ns3

#endif /* VXLAN_NET_DEVICE_H */
