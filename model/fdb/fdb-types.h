/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef TUNNEL_FDB_TYPES_H
#define TUNNEL_FDB_TYPES_H

#include "ns3/ip-address.h"
#include "ns3/mac48-address.h"
#include "ns3/nstime.h"

#include <cstdint>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

namespace ns3
{

/**
 * @ingroup tunnel
 * State bits of a forwarding entry: Linux's NUD_* values (linux/neighbour.h).
 */
enum FdbState : uint8_t
{
    FDB_REACHABLE = 0x02, //!< dynamic; alone it ages and roams
    FDB_STALE = 0x04,     //!< only seen in the notice of an expiry
    FDB_NOARP = 0x40,     //!< "static": neither ages nor roams
    FDB_PERMANENT = 0x80  //!< "permanent": neither ages nor roams
};

/**
 * @ingroup tunnel
 * Flag bits of a forwarding entry: Linux's NTF_* values (linux/neighbour.h).
 */
enum FdbFlag : uint8_t
{
    FDB_USE = 0x01,         //!< in a request only: refresh the entry
    FDB_SELF = 0x02,        //!< the entry belongs to the device itself
    FDB_MASTER = 0x04,      //!< for the bridge above the device
    FDB_EXT_LEARNED = 0x10, //!< learned by a control plane: roams, does not age
    FDB_OFFLOADED = 0x20,   //!< known to hardware
    FDB_STICKY = 0x40,      //!< stored and shown, without effect here, as in Linux
    FDB_ROUTER = 0x80       //!< the station is a router (used by route short circuit)
};

/** Entries with one of these states neither age nor roam and survive FlushDynamic(). */
constexpr uint8_t FDB_FIXED_STATES = FDB_PERMANENT | FDB_NOARP;

/** The largest VXLAN network identifier, 24 bits. */
constexpr uint32_t FDB_VNI_MAX = 0xffffff;

/**
 * @ingroup tunnel
 * Where frames for a station are sent (Linux: struct vxlan_rdst). Two remotes are the same when all
 * members are.
 */
struct Remote
{
    IpAddress address;    //!< tunnel end point: unicast, a multicast group, or any (drop)
    uint16_t port = 0;    //!< UDP destination port; 0: the device's
    bool hasVni = false;  //!< whether #vni is meant; otherwise it is the device's
    uint32_t vni = 0;     //!< VNI on the wire, 24 bits
    uint32_t ifIndex = 0; //!< outgoing interface ("via"); 0: as routed
    uint32_t nexthop = 0; //!< group of FDB nexthops ("nhid") in place of all others; 0: none

    /** @param other the other remote @returns whether all members are equal */
    bool operator==(const Remote& other) const;
    /** @param other the other remote @returns whether any member differs */
    bool operator!=(const Remote& other) const;
    /** @returns a hash of all members, the same on every machine */
    uint32_t GetHash() const;
};

/**
 * Number of an interned remote: dense, from 0, reused when freed. Fdb::GetRemoteGeneration() tells
 * the old from the new bearer of a number.
 */
using RemoteId = uint32_t;

/**
 * @ingroup tunnel
 * What a command to a forwarding database came to: the errno of Linux's netlink answer.
 */
enum class FdbError : uint8_t
{
    OK,          //!< done
    EXIST,       //!< there is such an entry
    NOENT,       //!< there is no such entry
    INVAL,       //!< an argument is missing or wrong
    OPNOTSUPP,   //!< not possible for such an entry
    NOSPC,       //!< as many entries as allowed
    AFNOSUPPORT, //!< IPv4 remote on an IPv6 device or the reverse
    ADDRNOTAVAIL //!< no such outgoing interface
};

/** @param error an error @returns errno's name, "EEXIST" for example, or "0" */
const char* FdbErrorName(FdbError error);
/** @param error an error @returns what strerror() says, "File exists" for example */
const char* FdbErrorText(FdbError error);

/**
 * @ingroup tunnel
 * Outcome of a command, with the kernel's own words where it has some for the case.
 */
struct FdbResult
{
    FdbError error = FdbError::OK; //!< how it failed, if it did
    const char* message = nullptr; //!< netlink's extended acknowledgement, or none

    /** @param e the error @param m the kernel's text, if it gives one; of static duration */
    FdbResult(FdbError e = FdbError::OK, const char* m = nullptr);
    /** @returns whether the command succeeded */
    bool IsOk() const;
    /**
     * @returns the line that iproute2 prints to stderr: "RTNETLINK answers: File exists", or
     * "Error: " and the kernel's own text; empty on success
     */
    std::string ToString() const;
    /** @param e an error @returns whether it is this one */
    bool operator==(FdbError e) const;
    /** @param e an error @returns whether it is another one */
    bool operator!=(FdbError e) const;
};

/** @param os a stream @param result what to print @returns the stream */
std::ostream& operator<<(std::ostream& os, const FdbResult& result);

/**
 * @ingroup tunnel
 * What Fdb::Learn() did, and whether the frame may go on.
 */
enum class FdbLearn : uint8_t
{
    CREATED,             //!< accept; a new entry
    REFRESHED,           //!< accept; the entry said so already
    ROAMED,              //!< accept; the station is now behind another remote
    LIMIT,               //!< accept; not learned: the database is full
    IGNORED,             //!< accept; not learned: no new entries wanted now
    DROP_ENTRY_EXISTS,   //!< drop: a fixed entry says otherwise
    DROP_INVALID_SOURCE, //!< drop: source address zero or multicast
};

/** @param result an outcome of Fdb::Learn() @returns whether the frame is to be dropped */
bool FdbLearnDrops(FdbLearn result);

/**
 * @ingroup tunnel
 * Arguments of `bridge fdb add|append|replace|change`. The defaults are what iproute2 sends when
 * no keyword is given: a permanent entry of the device itself.
 */
struct FdbRequest
{
    Mac48Address mac{"00:00:00:00:00:00"};     //!< address of the entry
    std::optional<uint32_t> sourceVni;         //!< `src_vni`; absent: the device's VNI
    std::optional<Remote> remote;              //!< `dst`, `port`, `vni`, `via`
    uint8_t state = FDB_PERMANENT | FDB_NOARP; //!< FdbState bits
    uint8_t flags = FDB_SELF;                  //!< FdbFlag bits
};

/**
 * @ingroup tunnel
 * Filters of `bridge fdb flush`; an entry must match all that are set. As in Linux, a zero cannot
 * be filtered by.
 */
struct FdbFlushFilter
{
    uint32_t sourceVni = 0; //!< VNI of the key; 0: any
    uint32_t nexthop = 0;   //!< nexthop group; 0: any
    uint32_t vni = 0;       //!< VNI of a remote; 0: any
    uint16_t port = 0;      //!< UDP port of a remote; 0: any
    IpAddress address;      //!< address of a remote; none: any
    uint8_t state = 0;      //!< wanted values of the bits in #stateMask
    uint8_t stateMask = 0;  //!< FDB_PERMANENT, FDB_NOARP
    uint8_t flags = 0;      //!< wanted values of the bits in #flagsMask
    uint8_t flagsMask = 0;  //!< FDB_EXT_LEARNED, FDB_OFFLOADED, FDB_ROUTER
};

/**
 * @ingroup tunnel
 * One entry as a dump shows it.
 */
struct FdbRow
{
    Mac48Address mac;            //!< address
    uint32_t vni = 0;            //!< VNI of the key
    uint8_t state = 0;           //!< FdbState bits
    uint8_t flags = 0;           //!< FdbFlag bits
    Time used;                   //!< when a frame was last sent to it
    Time updated;                //!< when it was last heard from, or changed by command
    std::vector<Remote> remotes; //!< in the order of the entry's list

    /** @returns the word of `bridge fdb show`: "permanent", "static", "stale", or "" for dynamic */
    const char* GetStateName() const;
    /** @returns the words of `bridge fdb show` in its order: "self", "router", "extern_learn" ...
     */
    std::vector<std::string> GetFlagNames() const;
};

/**
 * @ingroup tunnel
 * What a notice is about (Linux: RTM_NEWNEIGH, RTM_DELNEIGH and their reasons).
 */
enum class FdbEvent : uint8_t
{
    ADDED,          //!< by command, or as the default entry
    LEARNED,        //!< from a frame
    ROAMED,         //!< a frame came from another remote
    CHANGED,        //!< state, flags or the first remote, by command
    REMOTE_ADDED,   //!< one more remote
    REMOTE_REMOVED, //!< one remote less, others are left
    REMOVED,        //!< by command or flush
    EXPIRED         //!< not heard from for the ageing time; the state is FDB_STALE
};

/** @param event an event @returns its name in lower case, "learned" for example */
const char* FdbEventName(FdbEvent event);

} // namespace ns3

#endif /* TUNNEL_FDB_TYPES_H */
