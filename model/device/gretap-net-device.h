/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef GRETAP_NET_DEVICE_H
#define GRETAP_NET_DEVICE_H

#include "ns3/frame-view.h"
#include "ns3/gre-demux.h"
#include "ns3/gretap-config.h"
#include "ns3/outer-header.h"
#include "ns3/tunnel-net-device.h"

/*
 * Linux's gretap device (net/ipv4/ip_gre.c, net/ipv4/ip_tunnel.c, 6.1)
 * ====================================================================
 *
 * A point-to-point Ethernet tunnel over IPv4: no FDB, no learning; every frame goes to the remote.
 *
 * LinkStats: tx `fifo_errors` and `errors` no remote; `carrier_errors` and `errors` no route;
 * `collisions` and `errors` the route leads into the device; `errors` inner IP packet too large
 * (IPv4 with DF, IPv6); `dropped` inner IP header cut short, outer packet too large with DF, and
 * (although sent) a frame of 14 bytes. rx `crc_errors` and `errors` checksum missing or not
 * expected; `fifo_errors` and `errors` sequence; `length_errors` and `errors` inner IP header cut
 * short; `frame_errors` and `errors` ECN; nothing for a wrong checksum, or an inner frame under 14
 * bytes. Bytes received count the inner Ethernet header, bytes sent don't.
 */

namespace ns3
{

/**
 * @ingroup tunnel
 * An Ethernet-over-GRE tunnel end point (RFC 2784, RFC 2890) over IPv4, by Linux's rules.
 */
class GretapNetDevice : public TunnelNetDevice
{
  public:
    /**
     * @return the type
     */
    static TypeId GetTypeId();

    GretapNetDevice();
    ~GretapNetDevice() override;

    /**
     * @return the configuration
     */
    const GretapConfig& GetConfig() const;
    /**
     * Configures the device: before it is added to a node, and afterwards as `ip link set dev X
     * type gretap`, which may change everything. It takes effect at once.
     *
     * @param config the wanted configuration
     * @return EXIST when another device has these addresses and keys, INVAL; then nothing has
     *         changed
     */
    LinkResult SetConfig(const GretapConfig& config);
    LinkResult Validate(Ptr<Node> node) const override;

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
    class Input : public GreReceiver
    {
      public:
        /**
         * @param device whose input it is
         */
        explicit Input(GretapNetDevice& device)
            : m_device(device)
        {
        }

        bool IsReady() const override
        {
            return m_device.IsUp();
        }

        void ReceiveGre(Ptr<Packet> packet, const GrePacket& outer) override
        {
            m_device.ReceiveGre(packet, outer);
        }

      private:
        GretapNetDevice& m_device; //!< whose input it is
    };

    /**
     * Receives a packet (Linux's ip_tunnel_rcv()).
     * @param packet the packet, from its GRE header on
     * @param outer its outer headers
     */
    void ReceiveGre(Ptr<Packet> packet, const GrePacket& outer);
    /**
     * Finds the way to the remote, in the cache or by the routing protocol.
     * @param view the inner frame
     * @param tos outer TOS without ECN
     * @return false without a route
     */
    bool FindRoute(const FrameView& view, uint8_t tos);
    /**
     * Checks the size of a frame against the path (Linux's tnl_update_pmtu()).
     * @param frame the frame
     * @param view what it is
     * @param df whether the outer packet will have DF
     * @return false when the frame is to be dropped, an ICMP error may have been sent
     */
    bool CheckSize(const InnerFrame& frame, const FrameView& view, bool df);
    /**
     * Tells the inner source of a packet that is too large, from an own address.
     * @param frame the frame
     * @param view what it is
     * @param mtu the largest inner IP packet in bytes
     */
    void SendTooBig(const InnerFrame& frame, const FrameView& view, uint32_t mtu);
    /**
     * Adds the outer headers and hands the packet to OuterOutput.
     * @param frame the frame
     * @param view what it is
     * @param sequence its sequence number
     * @param tos outer TOS without ECN
     * @param df outer DF
     */
    void Encapsulate(InnerFrame& frame,
                     const FrameView& view,
                     uint32_t sequence,
                     uint8_t tos,
                     bool df);
    /**
     * Checks the options of a received GRE header (Linux's ip_tunnel_rcv()) and counts.
     * @param gre the header
     * @return NO_ERROR, or why the packet is to be dropped
     */
    DropReason CheckOptions(const GreHeader& gre);
    /**
     * Checks the received inner IP packet and gives it the ECN bits it is to have.
     * @param frame the frame
     * @param outer its outer headers
     * @return NO_ERROR, or why the frame is to be dropped
     */
    DropReason DecapsulateIp(const InnerFrame& frame, const GrePacket& outer);
    /**
     * @param effective a configuration from WithGroupKey()
     * @return what received packets must have to be such a device's
     */
    static GreTunnelKey KeyOf(const GretapConfig& effective);
    /**
     * @param device attribute LowerDevice
     */
    void SetLowerDevice(Ptr<NetDevice> device);
    /**
     * @return attribute LowerDevice
     */
    Ptr<NetDevice> GetLowerDevice() const;
    /**
     * The multicast rule of iproute2 and Linux: a group as remote, without key, is its own key.
     * @param config a configuration
     * @return the same with such keys
     */
    static GretapConfig WithGroupKey(GretapConfig config);
    /// Prepares the header template and forgets the route.
    void ApplyConfig();

    /**
     * Attribute setter for a field of the configuration.
     * @param value new value
     * @return true; a refused value ends the program with the reason
     */
    template <typename T, T GretapConfig::*Field>
    bool SetField(T value)
    {
        GretapConfig config = m_config;
        config.*Field = value;
        return Accept(SetConfig(config));
    }

    /**
     * Attribute getter for a field of the configuration.
     * @return value
     */
    template <typename T, T GretapConfig::*Field>
    T GetField() const
    {
        return m_config.*Field;
    }

    GretapConfig m_config;       //!< configuration
    Input m_input;               //!< where packets come in
    GretapConfig m_effective;    //!< the same with the keys of WithGroupKey()
    Ptr<GreDemux> m_demux;       //!< where packets come from, once added to a node
    OuterOutput::Route m_route;  //!< the way to the remote
    bool m_routed = false;       //!< whether m_route is filled in
    GreOuterHeader m_header;     //!< GRE and inner Ethernet header, but what the frame decides
    uint32_t m_outputNumber = 0; //!< sequence number of the next packet sent
    uint32_t m_inputNumber = 0;  //!< sequence number expected, 0: any
};

} // namespace ns3

#endif /* GRETAP_NET_DEVICE_H */
