/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef ETHERNET_LINK_HELPER_H
#define ETHERNET_LINK_HELPER_H

#include "ns3/ethernet-link-channel.h"
#include "ns3/ethernet-link-device.h"
#include "ns3/net-device-container.h"
#include "ns3/node-container.h"
#include "ns3/object-factory.h"
#include "ns3/trace-helper.h"

#include <string>

namespace ns3
{

/**
 * Lays Ethernet cables between nodes.
 *
 * Pcap and ascii traces are had by EnablePcap, EnablePcapAll, EnableAscii ... as with ns-3's own
 * link helpers.
 */
class EthernetLinkHelper : public PcapHelperForDevice, public AsciiTraceHelperForDevice
{
  public:
    EthernetLinkHelper();
    ~EthernetLinkHelper() override;

    /**
     * Type and attributes of the transmit queues. Without it: ns3::DropTailQueue<Packet> with its
     * default size.
     *
     * @param type TypeId name of a queue, without or with its "<Packet>".
     * @param n1 Name of an attribute, or empty.
     * @param v1 Its value.
     * @param n2 Name of an attribute, or empty.
     * @param v2 Its value.
     */
    void SetQueue(std::string type,
                  std::string n1 = "",
                  const AttributeValue& v1 = EmptyAttributeValue(),
                  std::string n2 = "",
                  const AttributeValue& v2 = EmptyAttributeValue());

    /**
     * @param name An attribute of EthernetLinkDevice.
     * @param value Its value in every device that is made from now on.
     */
    void SetDeviceAttribute(std::string name, const AttributeValue& value);

    /**
     * @param name An attribute of EthernetLinkChannel.
     * @param value Its value in every channel that is made from now on.
     */
    void SetChannelAttribute(std::string name, const AttributeValue& value);

    /**
     * Makes devices without flow control: a queue disc then does not hold back what the device
     * queue cannot take.
     */
    void DisableFlowControl();

    /**
     * Lays one cable. Each device gets a new MAC address unless one was set as attribute.
     *
     * @param a One node.
     * @param b The other node.
     * @return The device at a, the device at b.
     */
    NetDeviceContainer Install(Ptr<Node> a, Ptr<Node> b) const;

    /**
     * Lays one cable.
     *
     * @param nodes Two nodes; another number is a fatal error.
     * @return Their devices.
     */
    NetDeviceContainer Install(const NodeContainer& nodes) const;

    /**
     * Lays a cable from one node to each of others.
     *
     * @param hub The node in the middle.
     * @param spokes The others.
     * @return For each of the others: the device at the hub, the device at the other.
     */
    NetDeviceContainer InstallStar(Ptr<Node> hub, const NodeContainer& spokes) const;

  private:
    void EnablePcapInternal(std::string prefix,
                            Ptr<NetDevice> nd,
                            bool promiscuous,
                            bool explicitFilename) override;
    void EnableAsciiInternal(Ptr<OutputStreamWrapper> stream,
                             std::string prefix,
                             Ptr<NetDevice> nd,
                             bool explicitFilename) override;

    /** @param node Where. @return A device with queue, not yet plugged in. */
    Ptr<EthernetLinkDevice> MakeDevice(Ptr<Node> node) const;

    ObjectFactory m_queueFactory;   //!< makes queues
    ObjectFactory m_deviceFactory;  //!< makes devices
    ObjectFactory m_channelFactory; //!< makes channels
    bool m_flowControl{true};       //!< whether queue discs are held back
};

} // namespace ns3

#endif /* ETHERNET_LINK_HELPER_H */
