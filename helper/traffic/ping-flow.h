/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */
#ifndef PING_FLOW_H
#define PING_FLOW_H

#include "ns3/address.h"
#include "ns3/event-id.h"
#include "ns3/node.h"
#include "ns3/ptr.h"
#include "ns3/socket.h"
#include "ns3/traffic-flow.h"

#include <unordered_map>

namespace ns3
{

/**
 * @ingroup tunnel
 * @brief Settings of a PingFlow.
 */
struct PingFlowConfig
{
    Ptr<Node> source;       //!< Who asks.
    Address destination;    //!< Ipv4Address or Ipv6Address of who answers.
    uint16_t identifier{1}; //!< ICMP identifier, unique among the pings of a node.
    uint32_t size{56};      //!< ICMP payload, bytes.
    uint64_t count{0};      //!< Requests to send; 0 = until `stop`.
    Time interval;          //!< Time between requests, greater than zero.
    Time start;             //!< First request.
    Time stop;              //!< No request at or after this.
    uint8_t tos{0};         //!< IPv4 TOS or IPv6 traffic class of the requests.
};

/**
 * @ingroup tunnel
 * @brief ICMP and ICMPv6 echo. Its delays are round-trip times.
 */
class PingFlow : public TrafficFlow
{
  public:
    /**
     * @param name name in reports
     * @param window what to measure
     * @param config settings
     */
    PingFlow(std::string name, MeasurementWindow window, const PingFlowConfig& config);
    ~PingFlow() override;

    void Start() override;
    FlowRecord GetRecord() const override;

  private:
    void Open();    //!< Open the raw socket and begin.
    void SendOne(); //!< Send a request and schedule the next.

    /**
     * @brief Sort out the answers among what the raw socket hears.
     * @param socket the raw socket
     */
    void Receive(Ptr<Socket> socket);

    /**
     * @brief Take the ICMP header of an echo reply off.
     * @param packet packet from the raw socket, with its IP header
     * @param [out] identifier its identifier
     * @param [out] sequence its sequence number
     * @return true if it is an echo reply
     */
    bool ParseReply(Ptr<Packet> packet, uint16_t& identifier, uint16_t& sequence) const;

    PingFlowConfig m_config;                    //!< Settings.
    bool m_ipv6;                                //!< ICMPv6.
    Ptr<Socket> m_socket;                       //!< Raw socket.
    EventId m_next;                             //!< Next request.
    uint64_t m_sequence{0};                     //!< Number of the next request.
    std::unordered_map<uint16_t, Time> m_asked; //!< When the open requests were sent.
    std::unordered_map<uint16_t, Time> m_done;  //!< Answered ones, to know duplicates.
    uint64_t m_highest{0};                      //!< Highest number answered, plus one.
    FlowRecord m_record;                        //!< Counts so far.
    DelaySamples m_delays;                      //!< Round-trip times.
};

} // namespace ns3

#endif // PING_FLOW_H
