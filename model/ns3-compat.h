/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef NS3_COMPAT_H
#define NS3_COMPAT_H

#include "ns3/enum.h"
#include "ns3/inet-socket-address.h"

#include <utility>

/**
 * @file
 * Every difference between the ns-3 releases that the module builds with (3.35 to 3-dev).
 */

namespace ns3
{
namespace compat
{

/// @cond INTERNAL
template <typename E, typename... Args>
auto
MakeEnumAccessorRanked(int, Args&&... args)
    -> decltype(MakeEnumAccessor<E>(std::forward<Args>(args)...))
{
    return MakeEnumAccessor<E>(std::forward<Args>(args)...);
}

template <typename E, typename... Args>
auto
MakeEnumAccessorRanked(long, Args&&... args)
    -> decltype(MakeEnumAccessor(std::forward<Args>(args)...))
{
    return MakeEnumAccessor(std::forward<Args>(args)...);
}

template <typename A>
auto
SetTosRanked(int, A& address, uint8_t tos) -> decltype(address.SetTos(tos))
{
    address.SetTos(tos);
}

template <typename A>
void
SetTosRanked(long, A&, uint8_t)
{
}

/// @endcond

/**
 * An address to connect or send to that keeps the TOS of the socket. Up to 3.41 a socket takes its
 * TOS from there, whatever SetIpTos said before; later addresses have none.
 *
 * @param address Where to; IPv6 addresses stay as they are.
 * @param tos The TOS of the socket.
 * @return The address.
 */
inline Address
AddressWithTos(const Address& address, uint8_t tos)
{
    if (!InetSocketAddress::IsMatchingType(address))
    {
        return address;
    }
    InetSocketAddress inet = InetSocketAddress::ConvertFrom(address);
    SetTosRanked(0, inet, tos);
    return inet;
}

/**
 * MakeEnumAccessor of every release: a template over the enum from 3.41 on.
 *
 * @tparam E The enum; unscoped, because releases before 3.41 take nothing else.
 * @param args A member, or a setter and a getter.
 * @return The accessor for TypeId::AddAttribute.
 */
template <typename E, typename... Args>
Ptr<const AttributeAccessor>
EnumAccessor(Args&&... args)
{
    return MakeEnumAccessorRanked<E>(0, std::forward<Args>(args)...);
}

} // namespace compat
} // namespace ns3

#endif /* NS3_COMPAT_H */
