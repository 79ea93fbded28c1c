/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef LINUX_BRIDGE_NET_DEVICE_H
#define LINUX_BRIDGE_NET_DEVICE_H

#include "ns3/accounting.h"
#include "ns3/bridge-fdb.h"
#include "ns3/drop-reason.h"
#include "ns3/mac48-address.h"
#include "ns3/net-device.h"
#include "ns3/nstime.h"
#include "ns3/packet.h"
#include "ns3/simple-ref-count.h"
#include "ns3/traced-callback.h"

#include <cstdint>
#include <string>
#include <vector>

namespace ns3
{

class BridgeChannel;

/** Flags of a bridge port; the defaults and the meaning are those of `bridge link set`. */
struct LinuxBridgePortFlags
{
    bool learning{true};   //!< learn source addresses of frames that come in here
    bool flood{true};      //!< send unicast frames with unknown destination out here
    bool mcastFlood{true}; //!< send multicast frames out here
    bool bcastFlood{true}; //!< send broadcast frames out here
    bool isolated{false};  //!< nothing goes between two isolated ports
    bool hairpin{false};   //!< a frame may leave where it came in
};

/** A row of `bridge fdb show br BRIDGE`. */
struct LinuxBridgeFdbRow
{
    Mac48Address mac;               //!< address
    std::string ifname;             //!< port, or the bridge itself
    std::string master;             //!< the bridge
    std::string state;              //!< "permanent", "static" or empty (learned)
    std::vector<std::string> flags; //!< "sticky"
    Time used;                      //!< since the last frame to there
    Time updated;                   //!< since the last frame from there
};

/**
 * A bridge that forwards as Linux's does (net/bridge, VLAN filtering, STP and multicast snooping
 * off).
 *
 * - Frames never leave where they came in, unless the port is in hairpin mode.
 * - Addresses are learned per port and forgotten AgeingTime after the last frame from them; the
 *   dynamic entries of a port go when its link goes down.
 * - The MAC addresses of the bridge and its ports are permanent entries: frames to them go up. A
 *   frame from such an address is forwarded but not learned.
 * - The destinations 01:80:c2:00:00:01 to :0f are not forwarded; :00 is, as there is no STP.
 * - 802.1Q tags are carried like any payload.
 * - The MTU is the smallest of the ports' unless it was set. Frames larger than the MTU of the port
 *   they leave by (and a tag of 4 bytes) are dropped there.
 * - The address is the lowest of the ports' unless it was set.
 *
 * A port is any device with 48-bit addresses that supports SendFrom: links, tunnels, CSMA. The node
 * that has the bridge may have IP on it.
 *
 * Every frame that comes in by a port or from the node counts as in; every port it leaves by and
 * the node that it goes up to as out, and what is more than one of these as a copy.
 */
class LinuxBridgeNetDevice : public NetDevice
{
  public:
    /**
     * The signature of trace source Drop.
     *
     * @param packet The frame without Ethernet header.
     * @param reason Why.
     */
    typedef void (*DropTracedCallback)(Ptr<const Packet> packet, DropReason reason);

    /**
     * @return The TypeId.
     */
    static TypeId GetTypeId();

    LinuxBridgeNetDevice();
    ~LinuxBridgeNetDevice() override;

    /**
     * Makes a device a port (`ip link set DEV master BRIDGE`). Bridge and device must be on one
     * node. A device that is the bridge itself or a port already, has no 48-bit address or does not
     * support SendFrom is refused.
     *
     * @param device The device.
     * @param name Its name in FDB rows; empty: "portN", N being its index in the node.
     * @return Whether it is a port now.
     */
    bool AddPort(Ptr<NetDevice> device, std::string name = "");

    /**
     * Ends that a device is a port (`ip link set DEV nomaster`). Its FDB entries go.
     *
     * @param device The device.
     * @return False if it was no port.
     */
    bool RemovePort(Ptr<NetDevice> device);

    /**
     * @return How many ports there are.
     */
    uint32_t GetNPorts() const;

    /**
     * @param i Which, in the order they were added; less than GetNPorts.
     * @return The device.
     */
    Ptr<NetDevice> GetPort(uint32_t i) const;

    /**
     * @param device A port.
     * @param flags Its flags from now on.
     * @return False if it is no port.
     */
    bool SetPortFlags(Ptr<NetDevice> device, const LinuxBridgePortFlags& flags);

    /**
     * @param device A port; anything else is a fatal error.
     * @return Its flags.
     */
    LinuxBridgePortFlags GetPortFlags(Ptr<NetDevice> device) const;

    /**
     * `bridge fdb add|replace MAC dev PORT master [static|dynamic|permanent] [sticky]`.
     *
     * @param mac The address: not zero.
     * @param device A port, or the bridge itself (PERMANENT only).
     * @param state Kind.
     * @param sticky Whether frames that come in elsewhere leave it where it is.
     * @param replace False: fails if there is an entry.
     * @return The outcome.
     */
    BridgeFdb::Result FdbAdd(Mac48Address mac,
                             Ptr<NetDevice> device,
                             BridgeFdb::State state,
                             bool sticky = false,
                             bool replace = false);

    /**
     * `bridge fdb del MAC dev PORT master`.
     *
     * @param mac The address.
     * @param device A port, or the bridge itself.
     * @return The outcome.
     */
    BridgeFdb::Result FdbDelete(Mac48Address mac, Ptr<NetDevice> device);

    /**
     * Forgets the dynamic entries of one port, or of all.
     *
     * @param device The port; null: all.
     */
    void FdbFlush(Ptr<NetDevice> device = nullptr);

    /**
     * @return The forwarding database, sorted by address.
     */
    std::vector<LinuxBridgeFdbRow> GetFdbRows();

    /**
     * Switches the bridge on or off (`ip link set BRIDGE up|down`). Off, it neither forwards nor
     * receives.
     *
     * @param up True: on.
     */
    void SetUp(bool up);

    /**
     * @param ageing Time after which a learned entry goes; 0: no learning.
     */
    void SetAgeingTime(Time ageing);

    /**
     * @return The ageing time.
     */
    Time GetAgeingTime() const;

    /**
     * @param mac The MAC address; zero: the lowest of the ports'.
     */
    void SetMacAddress(Mac48Address mac);

    /**
     * @return The MAC address; zero as long as there was neither a port nor a set one.
     */
    Mac48Address GetMacAddress() const;

    /**
     * @return The bridge's name in FDB rows (attribute Name).
     */
    std::string GetName() const;

    /**
     * @return What came in and what became of it.
     */
    Books GetBooks() const;

    /**
     * @return Drops by reason.
     */
    const DropCounters& GetDropCounters() const;

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
    /** A port. The node's protocol handler holds it, so it may outlive the bridge. */
    class Port : public SimpleRefCount<Port>
    {
      public:
        LinuxBridgeNetDevice* bridge{nullptr}; //!< null once it is no port any more
        Ptr<NetDevice> device;                 //!< the device
        std::string name;                      //!< name of the device
        uint32_t number{0};                    //!< number in the FDB
        LinuxBridgePortFlags flags;            //!< flags

        /**
         * A frame came in (called by the node, promiscuously).
         *
         * @param device The device.
         * @param packet The frame without Ethernet header.
         * @param protocol Its type or length.
         * @param source Its source.
         * @param destination Its destination.
         * @param packetType Whom it is for, as the device sees it.
         */
        void Receive(Ptr<NetDevice> device,
                     Ptr<const Packet> packet,
                     uint16_t protocol,
                     const Address& source,
                     const Address& destination,
                     NetDevice::PacketType packetType);

        /** The link of the device went up or down. */
        void LinkChanged();
    };

    /** A frame on its way through the bridge. */
    struct Frame
    {
        Ptr<const Packet> packet; //!< without Ethernet header
        Mac48Address source;      //!< source
        Mac48Address destination; //!< destination
        uint16_t protocol;        //!< type or length
        const Port* ingress;      //!< where it came in; null: from the node itself
        uint32_t ends;            //!< how often it left, went up or was dropped so far
        DropReason lastDrop;      //!< why it did not leave where it could have
    };

    /**
     * A frame came in (br_handle_frame, br_handle_frame_finish).
     *
     * @param port Where.
     * @param frame The frame.
     * @param packetType Whom it is for, as the device sees it.
     */
    void ReceiveFromPort(const Port& port, Frame frame, PacketType packetType);

    /** The link of a port went up or down. @param port The port. */
    void PortLinkChanged(const Port& port);

    /**
     * Group addresses that a bridge may not forward (IEEE 802.1D 7.12.6).
     *
     * @param destination A destination.
     * @return Whether it is one of these.
     */
    bool IsLinkLocal(const Mac48Address& destination) const;

    /** Sends to the port where the destination is. @param frame Frame. @param number Port. */
    void Forward(Frame& frame, uint32_t number);

    /** Sends to all ports that flood. @param frame Frame. */
    void Flood(Frame& frame);

    /**
     * @param frame The frame.
     * @param port A port.
     * @return NO_ERROR, or why it must not leave by it (should_deliver).
     */
    DropReason CheckEgress(const Frame& frame, const Port& port) const;

    /** Sends by a port, if it may. @param frame Frame. @param port Port. */
    void SendByPort(Frame& frame, const Port& port);

    /**
     * Hands a frame to the node (br_pass_frame_up).
     *
     * @param frame The frame.
     * @param packetType Whom it is for.
     */
    void PassUp(Frame& frame, PacketType packetType);

    /** One more copy ended. @param frame The frame. @param count Where it counts. */
    static void End(Frame& frame, uint64_t& count);

    /** Settles the books. @param frame A frame that went everywhere it goes. */
    void Finish(Frame& frame);

    /** Counts and traces. @param packet Frame. @param reason Why. */
    void Drop(Ptr<const Packet> packet, DropReason reason);

    /** @param device A device. @return The port that it is, or null. */
    Ptr<Port> FindPort(Ptr<NetDevice> device) const;

    /** @param number A port number. @return The port, or null. */
    const Port* FindPort(uint32_t number) const;

    /** Says so when the bridge got or lost its carrier. */
    void UpdateCarrier();

    /** Takes the lowest address of the ports, unless it was set. */
    void UpdateAddress();

    /** @param mac The bridge's address from now on. */
    void ChangeAddress(Mac48Address mac);

    Ptr<Node> m_node;                        //!< the node
    Ptr<BridgeChannel> m_channel;            //!< the channels of the ports
    std::vector<Ptr<Port>> m_ports;          //!< in the order of adding
    uint32_t m_nextNumber{0};                //!< number of the next port
    BridgeFdb m_fdb;                         //!< the forwarding database
    std::string m_name;                      //!< attribute
    uint16_t m_groupForwardMask{0};          //!< attribute
    Mac48Address m_address;                  //!< MAC address
    bool m_addressSet{false};                //!< by the user
    uint16_t m_mtu{0};                       //!< by the user; 0: the smallest of the ports'
    uint32_t m_ifIndex{0};                   //!< index in the node
    bool m_carrier{false};                   //!< a port has a carrier
    bool m_up{true};                         //!< switched on
    NetDevice::ReceiveCallback m_rxCallback; //!< what is for this host
    NetDevice::PromiscReceiveCallback m_promiscCallback; //!< all that goes up
    TracedCallback<> m_linkChangeCallbacks;              //!< went up or down

    Books m_books;        //!< what became of the frames
    DropCounters m_drops; //!< by reason

    TracedCallback<Ptr<const Packet>> m_macTxTrace;            //!< MacTx
    TracedCallback<Ptr<const Packet>> m_macRxTrace;            //!< MacRx
    TracedCallback<Ptr<const Packet>> m_macPromiscRxTrace;     //!< MacPromiscRx
    TracedCallback<Ptr<const Packet>, DropReason> m_dropTrace; //!< Drop
};

} // namespace ns3

#endif /* LINUX_BRIDGE_NET_DEVICE_H */
