/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef TUNNEL_FDB_ENTRY_H
#define TUNNEL_FDB_ENTRY_H

#include "ns3/fdb-types.h"

namespace ns3
{

/** @param mac an address @returns it as a number, the first byte highest: sorts as the address */
uint64_t FdbMacToNumber(const Mac48Address& mac);
/** @param number 48 bits @returns the address */
Mac48Address FdbMacFromNumber(uint64_t number);

/** @param number address as a number @returns whether it is zero or multicast: no single station's
 */
inline bool
FdbIsFloodMac(uint64_t number)
{
    return number == 0 || (number >> 40 & 1);
}

/**
 * @ingroup tunnel
 * A station in a forwarding database: a packed record of 32 bytes, so that a lookup costs one cache
 * line. Users read it through the accessors and get its remotes from Fdb::GetRemotes().
 */
class alignas(32) FdbEntry
{
  public:
    /** @returns the station's address; zero for the default entry */
    Mac48Address GetMac() const;
    /** @returns the VNI of the key, 24 bits */
    uint32_t GetVni() const;
    /** @returns FdbState bits */
    uint8_t GetState() const;
    /** @returns FdbFlag bits */
    uint8_t GetFlags() const;
    /** @returns when Lookup() last found it, or when it was made */
    Time GetUsed() const;
    /** @returns when it was last heard from, or changed by command */
    Time GetUpdated() const;
    /** @returns whether it was made or changed by command */
    bool IsAddedByUser() const;
    /** @returns whether Age() may remove it */
    bool IsAgeable() const;
    /** @returns whether the address is zero or multicast: such entries flood to a list of remotes
     */
    bool IsFlood() const;

  private:
    friend class Fdb;
    friend class FdbPool;
    friend class FdbIndex;

    uint64_t m_mac : 48; //!< first byte on the wire highest
    uint64_t m_state : 8;
    uint64_t m_flags : 8;
    uint32_t m_vni : 24;
    uint32_t m_addedByUser : 1;
    uint32_t m_inUse : 1; //!< not free in the pool
    uint32_t m_remotes;   //!< RemoteId, or with Fdb::LIST_BIT the number of a list of them
    int64_t m_updated;    //!< time steps
    int64_t m_used;       //!< time steps
};

static_assert(sizeof(FdbEntry) == 32, "an entry is half a cache line");

} // namespace ns3

#endif /* TUNNEL_FDB_ENTRY_H */
