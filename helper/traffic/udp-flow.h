/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */
#ifndef UDP_FLOW_H
#define UDP_FLOW_H

#include "ns3/address.h"
#include "ns3/data-rate.h"
#include "ns3/event-id.h"
#include "ns3/node.h"
#include "ns3/ptr.h"
#include "ns3/random-variable-stream.h"
#include "ns3/socket.h"
#include "ns3/traffic-flow.h"

#include <optional>
#include <unordered_set>

namespace ns3
{

/**
 * @ingroup tunnel
 * @brief Settings of a UdpFlow.
 */
struct UdpFlowConfig
{
    Ptr<Node> source;        //!< Sending host.
    Ptr<Node> sink;          //!< Receiving host.
    Address destination;     //!< Inet(6)SocketAddress of the sink.
    uint16_t sourcePort{0};  //!< UDP source port; 0 = ephemeral.
    DataRate rate;           //!< Payload rate while sending; greater than zero.
    uint32_t size{1400};     //!< UDP payload of each datagram, at least 12 bytes.
    uint64_t count{0};       //!< Stop after so many datagrams; 0 = no limit.
    Time start;              //!< First datagram.
    Time stop;               //!< No datagram at or after this.
    Time on;                 //!< Length of a burst; zero = always on.
    Time off;                //!< Pause between bursts; used if `on` is positive.
    bool exponential{false}; //!< Burst and pause lengths are exponential with these means.
    uint8_t tos{0};          //!< IPv4 TOS or IPv6 traffic class.
    bool dontFragment{true}; //!< Set DF, as Linux does for UDP (IP_PMTUDISC_WANT).
};

/**
 * @ingroup tunnel
 * @brief Datagrams at a constant rate, always or in bursts, each with a sequence number and the
 * time at which it was sent in its first 12 bytes.
 */
class UdpFlow : public TrafficFlow
{
  public:
    static constexpr uint32_t MIN_SIZE = 12; //!< Bytes of sequence number and time stamp.

    /**
     * @param name name in reports
     * @param window what to measure
     * @param config settings; `size` below MIN_SIZE is raised to it
     */
    UdpFlow(std::string name, MeasurementWindow window, const UdpFlowConfig& config);
    ~UdpFlow() override;

    void Start() override;
    FlowRecord GetRecord() const override;
    int64_t AssignStreams(int64_t stream) override;

  private:
    void OpenSink();   //!< Bind the receiving socket.
    void OpenSource(); //!< Connect the sending socket and begin.
    void BeginBurst(); //!< Start of an on period.
    void SendOne();    //!< Send a datagram and schedule the next.

    /**
     * @brief Length of the next period.
     * @param mean its mean
     * @return the length
     */
    Time Draw(Time mean);

    /**
     * @brief Read all datagrams that wait.
     * @param socket the sink's socket
     */
    void Receive(Ptr<Socket> socket);

    UdpFlowConfig m_config;                  //!< Settings.
    Ptr<Socket> m_sender;                    //!< Sending socket.
    Ptr<Socket> m_receiver;                  //!< Receiving socket.
    Ptr<ExponentialRandomVariable> m_period; //!< Burst and pause lengths.
    EventId m_next;                          //!< Next datagram or burst.
    Time m_burstEnd;                         //!< End of the running burst.
    std::optional<Time> m_end;               //!< When the last datagram's turn was over.
    uint32_t m_sequence{0};                  //!< Number of the next datagram.
    std::optional<uint32_t> m_highest;       //!< Highest number received.
    std::unordered_set<uint32_t> m_missing;  //!< Below the highest, not (yet) received.
    FlowRecord m_record;                     //!< Counts so far.
    DelaySamples m_delays;                   //!< One-way delays.
};

} // namespace ns3

#endif // UDP_FLOW_H
