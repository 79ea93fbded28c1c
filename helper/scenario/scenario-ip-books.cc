/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "scenario-ip-books.h"

#include "ns3/arp-cache.h"
#include "ns3/arp-l3-protocol.h"
#include "ns3/ipv4-interface.h"
#include "ns3/ipv6-extension-header.h"

#include <sstream>

namespace ns3
{
namespace scenario
{

void
IpLayerBooks::Drop(DropReason reason)
{
    ++m_books.dropped;
    m_drops.Count(reason);
}

void
IpLayerBooks::EndReceived()
{
    if (!m_open)
    {
        return;
    }
    m_open = false;
    if (!m_fragment)
    {
        Drop(HOST_STACK);
        return;
    }
    ++m_books.held;
    auto& waiting = m_waiting[m_key.addresses];
    for (auto& [identification, count] : waiting)
    {
        if (identification == m_key.identification)
        {
            ++count;
            return;
        }
    }
    waiting.emplace_back(m_key.identification, 1);
}

void
IpLayerBooks::EndSending()
{
    if (m_sending)
    {
        m_sending = false;
        Drop(HOST_STACK);
    }
}

void
IpLayerBooks::Received(bool isFragment, const FragmentKey& key)
{
    EndReceived();
    ++m_books.in;
    m_open = true;
    m_fragment = isFragment;
    m_key = key;
}

void
IpLayerBooks::Originated()
{
    EndSending();
    ++m_books.originated;
    m_sending = true;
}

void
IpLayerBooks::Forwarded()
{
    EndSending();
    if (!m_open)
    {
        ++m_books.copies;
    }
    m_open = false;
    m_sending = true;
}

void
IpLayerBooks::Sent(bool isFragment)
{
    ++m_books.out;
    if (m_sending)
    {
        m_sending = false;
    }
    else if (isFragment)
    {
        ++m_books.fragments;
    }
    else
    {
        // Sent with a header of its own (Ipv4::SendWithHeader), which no other trace tells.
        ++m_books.originated;
    }
}

void
IpLayerBooks::Delivered()
{
    ++m_books.consumed;
    if (!m_open)
    {
        ++m_books.copies;
        return;
    }
    m_open = false;
    if (!m_fragment)
    {
        return;
    }
    auto& waiting = m_waiting[m_key.addresses];
    for (auto entry = waiting.begin(); entry != waiting.end(); ++entry)
    {
        if (entry->first == m_key.identification)
        {
            m_books.merged += entry->second;
            m_books.held -= entry->second;
            waiting.erase(entry);
            return;
        }
    }
}

void
IpLayerBooks::Dropped(DropReason reason, bool isMulticast)
{
    if (m_sending)
    {
        m_sending = false;
        Drop(reason);
    }
    else if (m_open)
    {
        m_open = false;
        Drop(reason);
    }
    else if (!isMulticast)
    {
        // Nothing was underway: this node had no route for a packet of its own. (A multicast that
        // was delivered is no loss because nobody routes it on.)
        ++m_books.originated;
        Drop(reason);
    }
}

void
IpLayerBooks::Refused(DropReason reason)
{
    ++m_books.in;
    Drop(reason);
}

void
IpLayerBooks::TimedOut(const std::string& addresses)
{
    EndReceived();
    auto& waiting = m_waiting[addresses];
    if (!waiting.empty())
    {
        for (uint64_t i = 0; i < waiting.front().second; ++i)
        {
            --m_books.held;
            Drop(FRAGMENT_TIMEOUT);
        }
        waiting.pop_front();
    }
}

const Books&
IpLayerBooks::Close()
{
    EndReceived();
    EndSending();
    return m_books;
}

const DropCounters&
IpLayerBooks::GetDrops() const
{
    return m_drops;
}

namespace
{

template <class Header>
std::string
AddressesOf(const Header& header)
{
    std::ostringstream text;
    text << header.GetSource() << ' ' << header.GetDestination();
    return text.str();
}

bool
IsFragment(const Ipv4Header& header)
{
    return !header.IsLastFragment() || header.GetFragmentOffset() != 0;
}

DropReason
ReasonOf(Ipv4L3Protocol::DropReason reason)
{
    switch (reason)
    {
    case Ipv4L3Protocol::DROP_TTL_EXPIRED:
        return IP_TTL_EXPIRED;
    case Ipv4L3Protocol::DROP_NO_ROUTE:
    case Ipv4L3Protocol::DROP_ROUTE_ERROR:
        return NO_ROUTE;
    case Ipv4L3Protocol::DROP_BAD_CHECKSUM:
        return IP_CHECKSUM;
    case Ipv4L3Protocol::DROP_INTERFACE_DOWN:
        return LINK_DOWN;
    case Ipv4L3Protocol::DROP_FRAGMENT_TIMEOUT:
        return FRAGMENT_TIMEOUT;
    default:
        return HOST_STACK;
    }
}

DropReason
ReasonOf(Ipv6L3Protocol::DropReason reason)
{
    switch (reason)
    {
    case Ipv6L3Protocol::DROP_TTL_EXPIRED:
        return IP_TTL_EXPIRED;
    case Ipv6L3Protocol::DROP_NO_ROUTE:
    case Ipv6L3Protocol::DROP_ROUTE_ERROR:
        return NO_ROUTE;
    case Ipv6L3Protocol::DROP_INTERFACE_DOWN:
        return LINK_DOWN;
    case Ipv6L3Protocol::DROP_UNKNOWN_PROTOCOL:
        return IP_NO_PROTOCOL;
    case Ipv6L3Protocol::DROP_UNKNOWN_OPTION:
    case Ipv6L3Protocol::DROP_MALFORMED_HEADER:
        return IP_HEADER_MALFORMED;
    case Ipv6L3Protocol::DROP_FRAGMENT_TIMEOUT:
        return FRAGMENT_TIMEOUT;
    default:
        return HOST_STACK;
    }
}

} // namespace

IpBooks::IpBooks(Ptr<Node> node)
    : m_ipv4(node->GetObject<Ipv4L3Protocol>()),
      m_ipv6(node->GetObject<Ipv6L3Protocol>())
{
    if (m_ipv4)
    {
        m_ipv4->TraceConnectWithoutContext("Rx", MakeCallback(&IpBooks::Rx4, this));
        m_ipv4->TraceConnectWithoutContext("Tx", MakeCallback(&IpBooks::Tx4, this));
        m_ipv4->TraceConnectWithoutContext("SendOutgoing",
                                           MakeCallback(&IpBooks::Originate4, this));
        m_ipv4->TraceConnectWithoutContext("UnicastForward",
                                           MakeCallback(&IpBooks::Forward4, this));
        m_ipv4->TraceConnectWithoutContext("LocalDeliver", MakeCallback(&IpBooks::Deliver4, this));
        m_ipv4->TraceConnectWithoutContext("Drop", MakeCallback(&IpBooks::Drop4, this));
        if (auto arp = node->GetObject<ArpL3Protocol>())
        {
            arp->TraceConnectWithoutContext("Drop", MakeCallback(&IpBooks::DropNeighbour, this));
        }
        for (uint32_t i = 0; i < m_ipv4->GetNInterfaces(); ++i)
        {
            if (auto cache = m_ipv4->GetInterface(i)->GetArpCache())
            {
                cache->TraceConnectWithoutContext("Drop",
                                                  MakeCallback(&IpBooks::DropNeighbour, this));
            }
        }
    }
    if (m_ipv6)
    {
        m_ipv6->TraceConnectWithoutContext("Rx", MakeCallback(&IpBooks::Rx6, this));
        m_ipv6->TraceConnectWithoutContext("Tx", MakeCallback(&IpBooks::Tx6, this));
        m_ipv6->TraceConnectWithoutContext("SendOutgoing",
                                           MakeCallback(&IpBooks::Originate6, this));
        m_ipv6->TraceConnectWithoutContext("UnicastForward",
                                           MakeCallback(&IpBooks::Forward6, this));
        m_ipv6->TraceConnectWithoutContext("LocalDeliver", MakeCallback(&IpBooks::Deliver6, this));
        m_ipv6->TraceConnectWithoutContext("Drop", MakeCallback(&IpBooks::Drop6, this));
    }
}

IpBooks::~IpBooks()
{
    // Nodes outlive the books in a run that ends early; nothing may be called then.
    if (m_ipv4)
    {
        m_ipv4->TraceDisconnectWithoutContext("Rx", MakeCallback(&IpBooks::Rx4, this));
        m_ipv4->TraceDisconnectWithoutContext("Tx", MakeCallback(&IpBooks::Tx4, this));
        m_ipv4->TraceDisconnectWithoutContext("Drop", MakeCallback(&IpBooks::Drop4, this));
    }
    if (m_ipv6)
    {
        m_ipv6->TraceDisconnectWithoutContext("Rx", MakeCallback(&IpBooks::Rx6, this));
        m_ipv6->TraceDisconnectWithoutContext("Tx", MakeCallback(&IpBooks::Tx6, this));
        m_ipv6->TraceDisconnectWithoutContext("Drop", MakeCallback(&IpBooks::Drop6, this));
    }
}

void
IpBooks::Rx4(Ptr<const Packet> packet, Ptr<Ipv4> /* ipv4 */, uint32_t /* interface */)
{
    Ipv4Header header;
    packet->PeekHeader(header);
    const bool isFragment = IsFragment(header);
    m_books4.Received(isFragment,
                      {isFragment ? AddressesOf(header) : "", header.GetIdentification()});
}

void
IpBooks::Tx4(Ptr<const Packet> packet, Ptr<Ipv4> /* ipv4 */, uint32_t /* interface */)
{
    Ipv4Header header;
    packet->PeekHeader(header);
    m_books4.Sent(IsFragment(header));
}

void
IpBooks::Originate4(const Ipv4Header& /* header */,
                    Ptr<const Packet> /* packet */,
                    uint32_t /* interface */)
{
    m_books4.Originated();
}

void
IpBooks::Forward4(const Ipv4Header& /* header */,
                  Ptr<const Packet> /* packet */,
                  uint32_t /* interface */)
{
    m_books4.Forwarded();
}

void
IpBooks::Deliver4(const Ipv4Header& /* header */,
                  Ptr<const Packet> /* packet */,
                  uint32_t /* interface */)
{
    m_books4.Delivered();
}

void
IpBooks::Drop4(const Ipv4Header& header,
               Ptr<const Packet> /* packet */,
               Ipv4L3Protocol::DropReason reason,
               Ptr<Ipv4> /* ipv4 */,
               uint32_t /* interface */)
{
    if (reason == Ipv4L3Protocol::DROP_FRAGMENT_TIMEOUT)
    {
        m_books4.TimedOut(AddressesOf(header));
    }
    else if (reason == Ipv4L3Protocol::DROP_INTERFACE_DOWN)
    {
        m_books4.Refused(ReasonOf(reason));
    }
    else
    {
        m_books4.Dropped(ReasonOf(reason), header.GetDestination().IsMulticast());
    }
}

void
IpBooks::Rx6(Ptr<const Packet> packet, Ptr<Ipv6> /* ipv6 */, uint32_t /* interface */)
{
    Ptr<Packet> copy = packet->Copy();
    Ipv6Header header;
    copy->RemoveHeader(header);
    const bool isFragment =
        header.GetNextHeader() == Ipv6Header::IPV6_EXT_FRAGMENTATION && copy->GetSize() >= 8;
    uint32_t identification = 0;
    if (isFragment)
    {
        Ipv6ExtensionFragmentHeader fragment;
        copy->PeekHeader(fragment);
        identification = fragment.GetIdentification();
    }
    m_books6.Received(isFragment, {isFragment ? AddressesOf(header) : "", identification});
}

void
IpBooks::Tx6(Ptr<const Packet> packet, Ptr<Ipv6> /* ipv6 */, uint32_t /* interface */)
{
    Ipv6Header header;
    packet->PeekHeader(header);
    m_books6.Sent(header.GetNextHeader() == Ipv6Header::IPV6_EXT_FRAGMENTATION);
}

void
IpBooks::Originate6(const Ipv6Header& /* header */,
                    Ptr<const Packet> /* packet */,
                    uint32_t /* interface */)
{
    m_books6.Originated();
}

void
IpBooks::Forward6(const Ipv6Header& /* header */,
                  Ptr<const Packet> /* packet */,
                  uint32_t /* interface */)
{
    m_books6.Forwarded();
}

void
IpBooks::Deliver6(const Ipv6Header& /* header */,
                  Ptr<const Packet> /* packet */,
                  uint32_t /* interface */)
{
    m_books6.Delivered();
}

void
IpBooks::Drop6(const Ipv6Header& header,
               Ptr<const Packet> /* packet */,
               Ipv6L3Protocol::DropReason reason,
               Ptr<Ipv6> /* ipv6 */,
               uint32_t /* interface */)
{
    if (reason == Ipv6L3Protocol::DROP_FRAGMENT_TIMEOUT)
    {
        m_books6.TimedOut(AddressesOf(header));
    }
    else
    {
        m_books6.Dropped(ReasonOf(reason), header.GetDestination().IsMulticast());
    }
}

void
IpBooks::DropNeighbour(Ptr<const Packet> /* packet */)
{
    ++m_neighbourDrops;
}

std::vector<IpBooks::Element>
IpBooks::Close()
{
    std::vector<Element> elements;
    if (m_ipv4)
    {
        elements.push_back({"IPv4", m_books4.Close(), m_books4.GetDrops()});
        // Only what is lost there is seen: a packet that waits is neither in nor out.
        Element neighbours{"neighbour resolution", {}, {}};
        neighbours.books.in = m_neighbourDrops;
        neighbours.books.dropped = m_neighbourDrops;
        for (uint64_t i = 0; i < m_neighbourDrops; ++i)
        {
            neighbours.drops.Count(NEIGHBOR_FAILED);
        }
        elements.push_back(neighbours);
    }
    if (m_ipv6)
    {
        elements.push_back({"IPv6", m_books6.Close(), m_books6.GetDrops()});
    }
    return elements;
}

} // namespace scenario
} // namespace ns3
