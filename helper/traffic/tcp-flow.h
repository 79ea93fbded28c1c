/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */
#ifndef TCP_FLOW_H
#define TCP_FLOW_H

#include "ns3/address.h"
#include "ns3/node.h"
#include "ns3/ptr.h"
#include "ns3/tcp-header.h"
#include "ns3/tcp-socket-base.h"
#include "ns3/traffic-flow.h"
#include "ns3/type-id.h"

#include <optional>
#include <unordered_map>
#include <vector>

namespace ns3
{

/**
 * @ingroup tunnel
 * @brief Settings of a TcpFlow.
 */
struct TcpFlowConfig
{
    Ptr<Node> source;           //!< Sending host.
    Ptr<Node> sink;             //!< Receiving host.
    Address destination;        //!< Inet(6)SocketAddress of the sink.
    uint16_t sourcePort{0};     //!< TCP source port; 0 = ephemeral.
    uint64_t size{0};           //!< Bytes to send; 0 = as many as fit until `stop`.
    Time start;                 //!< When to connect.
    Time stop;                  //!< Bulk: when to stop writing.
    TypeId congestionControl;   //!< A TcpCongestionOps, such as ns3::TcpCubic.
    uint32_t segmentSize{1448}; //!< Payload of a full segment, bytes (see PayloadForMtu).
    uint8_t tos{0};             //!< IPv4 TOS or IPv6 traffic class (the ECN bits are TCP's).
};

/**
 * @ingroup tunnel
 * @brief A bulk or sized TCP transfer, watched at both ends.
 *
 * Delays are those of single data segments, from the sender's IP layer to the receiver's socket.
 * ns-3's TCP has no path MTU discovery: a flow whose segments do not fit the path stalls, as behind
 * a filter for ICMP, and its record says so.
 */
class TcpFlow : public TrafficFlow
{
  public:
    /**
     * @brief The largest segment that fits an MTU: less IP and TCP headers and the 12 bytes of the
     * time-stamp option, which ns-3 (unlike Linux) does not take off by itself.
     * @param mtu IP MTU of the path, bytes
     * @param ipv6 true for IPv6
     * @param timestamps true if the time-stamp option is in use (ns-3's default)
     * @return payload bytes per segment; 0 if nothing fits
     */
    static uint32_t PayloadForMtu(uint32_t mtu, bool ipv6, bool timestamps = true);

    /**
     * @param name name in reports
     * @param window what to measure
     * @param config settings
     */
    TcpFlow(std::string name, MeasurementWindow window, const TcpFlowConfig& config);
    ~TcpFlow() override;

    void Start() override;
    FlowRecord GetRecord() const override;

  private:
    /** @brief Counts bytes of sequence space beyond 32 bits. */
    class SequenceExtender
    {
      public:
        /**
         * @param sequence a sequence number near the last one
         * @return its 64-bit position
         */
        uint64_t Extend(SequenceNumber32 sequence);

      private:
        std::optional<SequenceNumber32> m_last; //!< The number seen last.
        uint64_t m_position{0};                 //!< Its 64-bit position.
    };

    void Listen();  //!< Open the sink.
    void Connect(); //!< Open the source.

    /**
     * @brief Make a socket with this flow's congestion control and segment size.
     * @param node where
     * @return the socket
     */
    Ptr<Socket> MakeSocket(Ptr<Node> node) const;

    /**
     * @brief A connection has come in.
     * @param socket its socket
     * @param from the peer
     */
    void Accepted(Ptr<Socket> socket, const Address& from);

    /**
     * @brief The connection stands.
     * @param socket the source's socket
     */
    void Connected(Ptr<Socket> socket);

    /**
     * @brief The connection could not be made.
     * @param socket the source's socket
     */
    void Refused(Ptr<Socket> socket);

    /**
     * @brief Fill the send buffer.
     * @param socket the source's socket
     * @param available free bytes
     */
    void Write(Ptr<Socket> socket, uint32_t available);

    /**
     * @brief Take what has arrived.
     * @param socket the sink's socket
     */
    void Read(Ptr<Socket> socket);

    /**
     * @brief Trace of the sender.
     * @param packet payload
     * @param header TCP header
     * @param socket the socket
     */
    void SegmentSent(Ptr<const Packet> packet,
                     const TcpHeader& header,
                     Ptr<const TcpSocketBase> socket);

    /**
     * @brief Trace of the receiver.
     * @param packet payload
     * @param header TCP header
     * @param socket the socket
     */
    void SegmentReceived(Ptr<const Packet> packet,
                         const TcpHeader& header,
                         Ptr<const TcpSocketBase> socket);

    TcpFlowConfig m_config;                                     //!< Settings.
    Ptr<Socket> m_listener;                                     //!< Listening socket.
    Ptr<Socket> m_sink;                                         //!< Accepted connection.
    Ptr<Socket> m_source;                                       //!< Sending socket.
    uint64_t m_written{0};                                      //!< Bytes given to the socket.
    uint64_t m_read{0};                                         //!< Bytes read by the sink.
    SequenceExtender m_sentSequence;                            //!< Of the sender.
    SequenceExtender m_receivedSequence;                        //!< Of the receiver.
    uint64_t m_nextNew{0};                                      //!< End of what was ever sent.
    uint64_t m_highestReceived{0};                              //!< Highest segment start seen.
    std::unordered_map<uint64_t, std::vector<Time>> m_inFlight; //!< Segment start -> times sent.
    FlowRecord m_record;                                        //!< Counts so far.
    DelaySamples m_delays;                                      //!< One-way delays.
};

} // namespace ns3

#endif // TCP_FLOW_H
