/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef NS3_COMPAT_H
#define NS3_COMPAT_H

#include "ns3/enum.h"

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
auto MakeEnumAccessorRanked(int, Args&&... args)
    -> decltype(MakeEnumAccessor<E>(std::forward<Args>(args)...))
{
    return MakeEnumAccessor<E>(std::forward<Args>(args)...);
}

template <typename E, typename... Args>
auto MakeEnumAccessorRanked(long, Args&&... args)
    -> decltype(MakeEnumAccessor(std::forward<Args>(args)...))
{
    return MakeEnumAccessor(std::forward<Args>(args)...);
}

/// @endcond

/**
 * MakeEnumAccessor of every release: a template over the enum from 3.41 on.
 *
 * @tparam E The enum; unscoped, because releases before 3.41 take nothing else.
 * @param args A member, or a setter and a getter.
 * @return The accessor for TypeId::AddAttribute.
 */
template <typename E, typename... Args>
Ptr<const AttributeAccessor> EnumAccessor(Args&&... args)
{
    return MakeEnumAccessorRanked<E>(0, std::forward<Args>(args)...);
}

} // namespace compat
} // namespace ns3

#endif /* NS3_COMPAT_H */
