/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef BRIDGE_FDB_H
#define BRIDGE_FDB_H

#include "ns3/mac48-address.h"
#include "ns3/nstime.h"

#include <cstdint>
#include <optional>
#include <unordered_map>
#include <vector>

namespace ns3
{

/**
 * The forwarding database of a Linux bridge: MAC address -> port number.
 *
 * Knows neither devices nor the simulator: ports are numbers, the time is an argument and must not
 * run backwards. Entries that were learned hang in a list ordered by the time when a frame last
 * came from their address; whoever calls first drops from its head what is older than the ageing
 * time, so ageing costs what expires and needs no events.
 *
 * The rules are those of br_fdb.c: a frame from an address moves its entry to the port where it
 * came in, a static entry too unless it is sticky; never a permanent (local) one.
 */
class BridgeFdb
{
  public:
    /// Number of the bridge itself, for local entries that belong to no port.
    static constexpr uint32_t NO_PORT = UINT32_MAX;

    /** How an entry came and goes; the words of `bridge fdb`. */
    enum State : uint8_t
    {
        DYNAMIC,  //!< learned, or added as `dynamic`: ages
        STATIC,   //!< `static`: does not age
        PERMANENT //!< `permanent`: the bridge's own address; frames to it go up
    };

    /** The outcome of a command; the error is Linux's. */
    enum Result : uint8_t
    {
        OK,        //!< done
        EXISTS,    //!< EEXIST: add, but it is there
        NOT_FOUND, //!< ENOENT: delete, but it is not there
        INVALID    //!< EINVAL: no such address or combination
    };

    /** An entry. */
    struct Entry
    {
        uint32_t port{NO_PORT}; //!< where the address is
        State state{DYNAMIC};   //!< kind
        bool sticky{false};     //!< a frame elsewhere does not move it
        bool byUser{false};     //!< made by a command, not by a frame or for a port
        Time updated;           //!< last frame from there (or made, or changed)
        Time used;              //!< last frame to there (or made)
    };

    /** An entry with its address. */
    struct Row
    {
        Mac48Address mac; //!< address
        Entry entry;      //!< entry
    };

    /**
     * @param ageing The ageing time. 0: nothing is learned (as in Linux).
     */
    void SetAgeing(Time ageing);

    /**
     * @return The ageing time.
     */
    Time GetAgeing() const;

    /**
     * Learns from a received frame (br_fdb_update).
     *
     * @param mac Its source, a unicast address.
     * @param port Where it came in.
     * @param now The time.
     * @return False if the address is one of the bridge's own.
     */
    bool Learn(Mac48Address mac, uint32_t port, Time now);

    /**
     * Finds where a frame goes, and notes that the entry was used.
     *
     * @param mac Its destination.
     * @param now The time.
     * @return The entry, valid until the next call of anything; null if there is none.
     */
    const Entry* Lookup(Mac48Address mac, Time now);

    /**
     * `bridge fdb add|replace` for a port of the bridge (fdb_add_entry).
     *
     * @param mac The address.
     * @param port Its port, or NO_PORT for the bridge itself (PERMANENT only).
     * @param state Kind.
     * @param sticky Whether frames elsewhere leave it where it is; not with PERMANENT.
     * @param exclusive True for `add`: EXISTS if there is an entry.
     * @param now The time.
     * @return The outcome.
     */
    Result Add(Mac48Address mac, uint32_t port, State state, bool sticky, bool exclusive, Time now);

    /**
     * `bridge fdb del`.
     *
     * @param mac The address.
     * @param port Its port.
     * @param now The time.
     * @return The outcome.
     */
    Result Delete(Mac48Address mac, uint32_t port, Time now);

    /**
     * The bridge or a port has an address: a permanent entry (br_fdb_add_local). Replaces one that
     * was learned; leaves a permanent one of another port.
     *
     * @param mac The address.
     * @param port The port.
     * @param now The time.
     */
    void AddLocal(Mac48Address mac, uint32_t port, Time now);

    /**
     * Removes entries of a port (br_fdb_delete_by_port).
     *
     * @param port The port.
     * @param all False: only what was learned.
     */
    void FlushPort(uint32_t port, bool all);

    /**
     * `bridge fdb flush`: removes dynamic entries of all ports.
     */
    void FlushDynamic();

    /**
     * Removes what is too old.
     *
     * @param now The time.
     * @return How many it were.
     */
    uint32_t Expire(Time now);

    /**
     * @param now The time.
     * @return The entries, sorted by address.
     */
    std::vector<Row> GetRows(Time now);

    /**
     * @return Entries that are stored.
     */
    std::size_t GetSize() const;

  private:
    /** An address as a number. */
    typedef uint64_t Key;

    /** An entry that hangs in the list of ageing entries if it is dynamic. */
    struct Node : Entry
    {
        Key key{0};             //!< address
        Node* older{nullptr};   //!< next older
        Node* younger{nullptr}; //!< next younger
    };

    /** Spreads addresses, which differ in few bits. */
    struct Hash
    {
        /** @param key Address. @return Hash. */
        std::size_t operator()(Key key) const
        {
            key *= 0x9e3779b97f4a7c15ULL;
            return static_cast<std::size_t>(key ^ (key >> 32));
        }
    };

    /** @param mac Address. @return It as a number. */
    static Key ToKey(const Mac48Address& mac);

    /** @param key A number. @return The address. */
    static Mac48Address ToMac(Key key);

    /** Appends to the list as the youngest. @param node Entry. */
    void Link(Node& node);

    /** Takes from the list, if it is there. @param node Entry. */
    void Unlink(Node& node);

    /** Sets the state and with it the list. @param node Entry. @param state Kind. */
    void SetState(Node& node, State state);

    /** @param node Entry to remove. */
    void Erase(Node& node);

    std::unordered_map<Key, Node, Hash> m_entries; //!< by address
    Node* m_oldest{nullptr};                       //!< ends of the list
    Node* m_youngest{nullptr};                     //!< ends of the list
    Time m_ageing{Seconds(300)};                   //!< ageing time
};

} // namespace ns3

#endif /* BRIDGE_FDB_H */
