/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef TUNNEL_FDB_H
#define TUNNEL_FDB_H

#include "ns3/fdb-entry.h"
#include "ns3/fdb-index.h"
#include "ns3/fdb-pool.h"
#include "ns3/fdb-types.h"
#include "ns3/remote-table.h"

#include <cstdint>
#include <functional>
#include <vector>

/*
 * The forwarding database of a tunnel device
 * ==========================================
 *
 * It answers one question: behind which tunnel end points is the station with this MAC address? The
 * rules are those of Linux's vxlan driver (drivers/net/vxlan/vxlan_core.c, 6.18); the functions
 * below name the kernel functions they follow. The database knows addresses and times, nothing of
 * packets, sockets or devices, and never asks for the time: the caller gives it.
 *
 * Entries. The key is {MAC address, VNI}; the VNI is the device's own unless the device serves
 * many. An entry has states and flags (Linux's NUD_* and NTF_* bits), two times, and remotes:
 *
 *   - a unicast address has exactly one remote. "append" to it succeeds and leaves it alone.
 *   - the zero address and multicast addresses have a list, in the order of their appending. Frames
 *     for nobody in particular go to all remotes of the zero address, the default entry.
 *
 * Two times, which must not be mixed up: `updated` is when the station was last heard from, or the
 * entry was changed by command, and decides on ageing. `used` is when a frame was last sent to it,
 * decides on nothing, and is shown in dumps. (Before Linux 6.15, sending kept entries alive.)
 *
 * Who may change what. Entries with state permanent or static (FDB_FIXED_STATES) neither age nor
 * roam: a frame from their station behind another remote is to be dropped. Entries of a control
 * plane (extern_learn) roam but do not age. Everything else is dynamic. A command changes anything,
 * except that an extern_learn command leaves state and flags of an entry made by a user alone.
 *
 * The limit (`maxaddress`) counts every entry, the default entry too, but stops only new ones: a
 * command fails with ENOSPC, a learned station is not stored and its frame goes on.
 *
 * Ageing. Age() removes what was not heard from for the ageing time and says when it wants to be
 * called again: at the next expiry, but at least every 10 s, as Linux's timer. So an entry can live
 * up to 10 s too long, as there. Entries that age form a list ordered by `updated`; a refresh moves
 * an entry to its end. Age() looks at those that expire and one more, however many there are.
 *
 * Remotes are interned: equal ones are stored once and named by a small number, RemoteId, so that a
 * full mesh does not multiply them and a device keeps what it derives from a remote (route, outer
 * header) in a vector indexed by it. Numbers are reused. A device stores GetRemoteGeneration(id)
 * beside what it derived, and derives again when that differs; it is never 0. A roamed or replaced
 * entry gets another RemoteId, so nothing else need be reset.
 *
 * Memory and time. An entry takes 32 bytes and 8 for the list in the pool, 9 to 14 in the index
 * (FdbIndex), and its share in one RemoteTable. Lookup, Learn, and commands on one entry take
 * constant time. The hash has no secret: equal runs are equal on every machine, and whoever wants
 * to degrade it on purpose can do so. It mixes every bit, so that rows of MAC addresses, as
 * Mac48Address::Allocate() makes them, fall apart.
 *
 * Order. Nothing that comes out depends on the hash: GetRows() sorts by address, Age() reports in
 * the order of `updated`, flushes report in the order of entry numbers. Pointers to entries, and
 * what GetRemotes() returns, stay good until that entry is changed or removed, whatever happens to
 * others. A notifier must not change the database.
 */

namespace ns3
{

/**
 * @ingroup tunnel
 * The remotes of an entry, in order.
 */
class RemoteIds
{
  public:
    /** @param ids the first @param count how many */
    RemoteIds(const RemoteId* ids, std::size_t count)
        : m_ids(ids),
          m_count(count)
    {
    }

    /** @returns the first */
    const RemoteId* begin() const
    {
        return m_ids;
    }

    /** @returns behind the last */
    const RemoteId* end() const
    {
        return m_ids + m_count;
    }

    /** @returns how many there are, at least one */
    std::size_t size() const
    {
        return m_count;
    }

    /** @param i less than size() @returns one of them */
    RemoteId operator[](std::size_t i) const
    {
        return m_ids[i];
    }

  private:
    const RemoteId* m_ids;
    std::size_t m_count;
};

/**
 * @ingroup tunnel
 * What a notifier is told.
 */
struct FdbNotice
{
    FdbEvent event;                   //!< what happened
    const FdbEntry& entry;            //!< the entry after it, or before its removal
    RemoteId remote;                  //!< the remote concerned, or the entry's first
    const Remote* previous = nullptr; //!< ROAMED, and CHANGED with another remote: the old one
    Time now;                         //!< when
};

/**
 * @ingroup tunnel
 * The forwarding database of a tunnel device: MAC addresses and where their stations are, by the
 * rules of Linux's vxlan driver. Times given to it must not decrease.
 */
class Fdb
{
  public:
    /** Told about changes. */
    using Notifier = std::function<void(const FdbNotice&)>;

    Fdb();
    ~Fdb();
    Fdb(const Fdb&) = delete;
    Fdb& operator=(const Fdb&) = delete;

    /**
     * @name What the device is. To be set before entries are made.
     * @{
     */
    /** @param family of remotes that commands may name (default IPv4) */
    void SetFamily(IpAddress::Family family);
    /**
     * What a remote without port or VNI means; one that names the same is the same.
     * @param port the device's UDP destination port (default 4789)
     * @param vni the device's VNI, 24 bits (default 0)
     */
    void SetDefaults(uint16_t port, uint32_t vni);
    /** @} */

    /** @param count how many entries there may be; 0 (default): any number. Keeps what is there. */
    void SetMaxEntries(uint32_t count);
    /** @returns how many entries there may be, or 0 */
    uint32_t GetMaxEntries() const;
    /** @param age how long a dynamic entry lives unheard of (default 300 s) */
    void SetAgeing(const Time& age);
    /** @returns how long a dynamic entry lives unheard of */
    Time GetAgeing() const;
    /** @param notifier told about every change; may be empty */
    void SetNotifier(Notifier notifier);

    /**
     * @name Forwarding
     * @{
     */
    /**
     * Where to send, `vxlan_find_mac_tx`: finds an entry and notes that it was used. Does not fall
     * back to the default entry.
     * @param mac the destination
     * @param vni the VNI of the key
     * @param now the time
     * @returns the entry, or null
     */
    const FdbEntry* Lookup(Mac48Address mac, uint32_t vni, const Time& now);
    /** As Lookup(), leaving no trace. @param mac address @param vni VNI @returns entry or null */
    const FdbEntry* Find(Mac48Address mac, uint32_t vni) const;
    /** @param entry an entry of this database @returns its remotes in order, at least one */
    RemoteIds GetRemotes(const FdbEntry& entry) const;
    /** @param id a remote in use @returns its value; valid until the next change */
    const Remote& GetRemote(RemoteId id) const;
    /** @param id a remote in use @returns what differs when the number is another remote's; not 0
     */
    uint32_t GetRemoteGeneration(RemoteId id) const;
    /** @returns one more than the largest RemoteId so far */
    std::size_t GetRemoteCapacity() const;

    /**
     * Learns from a received frame, `vxlan_snoop`.
     * @param mac the frame's source
     * @param vni the VNI of the key
     * @param source outer source address
     * @param ifIndex incoming interface if that is part of the remote (a link-local source), or 0
     * @param now the time
     * @param mayCreate false while the device is down: known stations are refreshed only
     * @returns what became of it
     */
    FdbLearn Learn(Mac48Address mac,
                   uint32_t vni,
                   const IpAddress& source,
                   uint32_t ifIndex,
                   const Time& now,
                   bool mayCreate = true);
    /** @} */

    /**
     * @name Commands: `bridge fdb`, `vxlan_fdb_add`, `vxlan_fdb_delete`, `vxlan_fdb_delete_bulk`
     * All but Delete() return INVAL when the state is neither permanent nor reachable, when there
     * is no remote, and when a VNI exceeds 24 bits, and AFNOSUPPORT for a remote of another family.
     * @{
     */
    /** Makes an entry. @param request what @param now the time @returns EXIST, NOSPC */
    FdbResult Add(const FdbRequest& request, const Time& now);
    /**
     * Makes an entry or adds a remote to a list. A unicast entry keeps its remote, without an
     * error.
     * @param request what
     * @param now the time
     * @returns NOSPC
     */
    FdbResult Append(const FdbRequest& request, const Time& now);
    /**
     * Makes a unicast entry or changes its first remote.
     * @param request what
     * @param now the time
     * @returns OPNOTSUPP for zero and multicast addresses, NOSPC
     */
    FdbResult Replace(const FdbRequest& request, const Time& now);
    /** Changes state and flags. @param request what @param now the time @returns NOENT */
    FdbResult Change(const FdbRequest& request, const Time& now);
    /**
     * Removes a remote, and with the last one the entry; or the whole entry when no remote is given
     * or its address is any. A remote that the entry has not is no error.
     * @param mac the address
     * @param sourceVni the VNI of the key; absent: the device's
     * @param remote which
     * @param now the time
     * @returns NOENT
     */
    FdbResult Delete(Mac48Address mac,
                     std::optional<uint32_t> sourceVni,
                     const std::optional<Remote>& remote,
                     const Time& now);
    /**
     * Removes what a filter matches, the default entry too. With a filter on remotes, the matching
     * remotes only, and entries that have no other.
     * @param filter which
     * @param now the time
     * @returns INVAL for a state or flag that cannot be filtered by
     */
    FdbResult Flush(const FdbFlushFilter& filter, const Time& now);
    /**
     * A nexthop group goes, and its entries with it, `vxlan_fdb_nh_flush`.
     * @param id the group
     * @param now the time
     */
    void RemoveNexthop(uint32_t id, const Time& now);
    /** @} */

    /**
     * The device's `remote` or `group`, `vxlan_changelink`: makes it a remote of the default entry
     * and removes the one set before. Other remotes of the entry stay.
     * @param address the end point or group; any or none: no default
     * @param ifIndex its interface, or 0
     * @param now the time
     * @returns NOSPC
     */
    FdbResult SetDefaultRemote(const IpAddress& address, uint32_t ifIndex, const Time& now);

    /** @returns whether there are entries that Age() may have to remove, now or later */
    bool HasAgeing() const
    {
        return m_pool.GetOldest() != FdbPool::NONE;
    }

    /**
     * Removes dynamic entries last updated GetAgeing() ago or earlier, `vxlan_cleanup`. The device
     * calls it 10 s after it comes up (not if the ageing time is 0, `vxlan_open`), at once when the
     * ageing time is changed, and then at each time returned.
     * @param now the time
     * @returns when to call again: the next expiry, at most 10 s away
     */
    Time Age(const Time& now);
    /**
     * Removes all entries that are neither permanent nor static, as when the device goes down
     * (`vxlan_stop`).
     * @param now the time
     */
    void FlushDynamic(const Time& now);
    /** Removes everything without notices and frees the memory. */
    void Clear();

    /** @returns the number of entries */
    std::size_t GetSize() const;
    /** @returns the number of distinct remotes */
    std::size_t GetRemoteCount() const;
    /** @returns all entries, sorted by address and VNI */
    std::vector<FdbRow> GetRows() const;
    /** @returns the index, for its measures */
    const FdbIndex& GetIndex() const;
    /** @returns heap bytes of entries and index, slack included; without lists and remotes */
    std::size_t GetEntryBytes() const;
    /** @returns heap bytes of remotes, slack included */
    std::size_t GetRemoteBytes() const;

  private:
    /** What a command does with an entry that is there, or is not (NLM_F_*). */
    struct Mode
    {
        bool create;
        bool exclusive;
        bool append;
        bool replace;
    };

    /** Marks FdbEntry::m_remotes as the number of a list. */
    static constexpr uint32_t LIST_BIT = 0x80000000;

    /** @param mac address as a number @param vni VNI @returns number of the entry, or NONE */
    uint32_t FindNumber(uint64_t mac, uint32_t vni) const;
    /** @param remote as given @returns with port and VNI left out where they are the device's */
    Remote Normalize(Remote remote) const;
    /** @param request a command @returns what is wrong with it, regardless of entries */
    FdbResult Check(const FdbRequest& request) const;
    /** A user's command. @param request what @param mode how @param now when @returns outcome */
    FdbResult Update(const FdbRequest& request, Mode mode, const Time& now);
    /**
     * `vxlan_fdb_update`.
     * @param request what
     * @param mode how
     * @param user by a user's command
     * @param now when
     * @returns outcome
     */
    FdbResult UpdateUnchecked(const FdbRequest& request, Mode mode, bool user, const Time& now);
    /**
     * `vxlan_fdb_update_existing`.
     * @param number entry
     * @param request what
     * @param mode how
     * @param user by a user's command
     * @param now when
     * @returns outcome
     */
    FdbResult UpdateExisting(uint32_t number,
                             const FdbRequest& request,
                             Mode mode,
                             bool user,
                             const Time& now);
    /**
     * @param number entry
     * @param request what
     * @param user by a user's command
     * @returns whether anything changed
     */
    bool SetStateAndFlags(uint32_t number, const FdbRequest& request, bool user);
    /**
     * Makes an entry, `vxlan_fdb_create`.
     * @param mac address as a number
     * @param vni VNI
     * @param remote its remote, normalized
     * @param state states
     * @param flags flags
     * @param now when
     * @returns number of the entry, or NONE if there are too many
     */
    uint32_t Create(uint64_t mac,
                    uint32_t vni,
                    const Remote& remote,
                    uint8_t state,
                    uint8_t flags,
                    const Time& now);
    /** Removes an entry with its remotes. @param number entry @param event why @param now when */
    void Remove(uint32_t number, FdbEvent event, const Time& now);
    /** Notes a time of update and keeps the ageing list true. @param number entry @param now when
     */
    void Touch(uint32_t number, const Time& now);
    /** Puts an entry into the ageing list, or out, as is right. @param number entry */
    void Relink(uint32_t number);
    /** @param entry entry @param id a remote or RemoteTable::NONE @returns whether it has it */
    bool HasRemote(const FdbEntry& entry, RemoteId id) const;
    /** @param entry entry @param id remote to add to its list */
    void AppendRemote(FdbEntry& entry, RemoteId id);
    /** @param entry entry with several remotes @param id one of them, to remove */
    void RemoveRemote(FdbEntry& entry, RemoteId id);
    /** @param entry entry @param id its new first remote; takes over the caller's reference */
    void SetFirstRemote(FdbEntry& entry, RemoteId id);
    /** @param filter a flush's @param entry entry @returns whether all but remotes match */
    bool FlushMatches(const FdbFlushFilter& filter, const FdbEntry& entry) const;
    /** @param filter a flush's @param remote remote @returns whether it matches */
    bool FlushMatches(const FdbFlushFilter& filter, const Remote& remote) const;
    /** Removes what matches. @param filter a flush's @param number entry @param now when */
    void FlushEntry(const FdbFlushFilter& filter, uint32_t number, const Time& now);
    /**
     * Tells the notifier.
     * @param event what
     * @param entry entry
     * @param id remote
     * @param now when
     * @param previous the remote before, or none
     */
    void Notify(FdbEvent event,
                const FdbEntry& entry,
                RemoteId id,
                const Time& now,
                const Remote* previous = nullptr) const;

    FdbPool m_pool;
    FdbIndex m_index;
    RemoteTable m_remotes;
    std::vector<std::vector<RemoteId>> m_lists; //!< of entries with several remotes
    std::vector<uint32_t> m_freeLists;          //!< unused ones among them

    IpAddress::Family m_family = IpAddress::IPV4;
    uint16_t m_port = 4789;
    uint32_t m_vni = 0;
    uint32_t m_maxEntries = 0;
    Time m_ageing;
    Remote m_default; //!< the device's remote; its address is none if it has none
    Notifier m_notifier;
};

} // namespace ns3

#endif /* TUNNEL_FDB_H */
