/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

// The forwarding database beside absl::flat_hash_map with the same key and value. Each benchmark
// runs both in turns on the same addresses and prints, besides both times, the median of their
// ratios. The map does less than the database: it keeps no list for ageing and shares no remotes.
//
//   fdb_ns, absl_ns    CPU time per operation, median
//   ratio              fdb / absl, median of the runs
//   *_bytes            heap per entry at the worst fill from the size given to its double
//   *_peak             the same with what a growing table holds for a moment

#ifdef TUNNEL_HAVE_ABSL

#include "ns3/fdb.h"

#include "heap-count.h"

#include "ns3/simulator.h"

#include <absl/container/flat_hash_map.h>
#include <algorithm>
#include <array>
#include <benchmark/benchmark.h>
#include <ctime>
#include <memory>
#include <numeric>
#include <random>
#include <vector>

using namespace ns3;

namespace
{

constexpr uint32_t VNI = 100;
constexpr int RUNS = 11;

/** The map's key: what FdbEntry has of it. */
struct Key
{
    std::array<uint8_t, 6> mac;
    uint32_t vni;

    bool operator==(const Key& other) const
    {
        return mac == other.mac && vni == other.vni;
    }

    template <typename H>
    friend H AbslHashValue(H hash, const Key& key)
    {
        return H::combine(std::move(hash), key.mac, key.vni);
    }
};

/** The map's value: what FdbEntry has of it. */
struct Value
{
    uint8_t state;
    uint8_t flags;
    uint32_t remote;
    int64_t updated;
    int64_t used;
};

using Map = absl::flat_hash_map<Key, Value>;

/** @param mac address @returns the map's key */
Key
KeyOf(const Mac48Address& mac)
{
    Key key{{}, VNI};
    mac.CopyTo(key.mac.data());
    return key;
}

/** @param i a number @returns the address that Mac48Address::Allocate() would make of it */
Mac48Address
MacOf(uint64_t i)
{
    return FdbMacFromNumber(0x020000000000 + i);
}

/** @param i a number @returns one of 256 tunnel end points */
IpAddress
SourceOf(uint64_t i)
{
    return Ipv4Address(0x0a000001 + i % 256);
}

/** @param first first number @param count how many @returns the addresses, shuffled */
std::vector<Mac48Address>
Shuffled(uint64_t first, std::size_t count)
{
    std::vector<uint64_t> numbers(count);
    std::iota(numbers.begin(), numbers.end(), first);
    std::shuffle(numbers.begin(), numbers.end(), std::mt19937_64(1));
    std::vector<Mac48Address> macs;
    macs.reserve(count);
    for (uint64_t number : numbers)
    {
        macs.push_back(MacOf(number));
    }
    return macs;
}

/** @param fdb to fill @param first first number @param end behind the last @param now time */
void
Fill(Fdb& fdb, uint64_t first, uint64_t end, const Time& now)
{
    for (uint64_t i = first; i < end; i++)
    {
        fdb.Learn(MacOf(i), VNI, SourceOf(i), 0, now);
    }
}

/** @param map to fill @param first first number @param end behind the last */
void
Fill(Map& map, uint64_t first, uint64_t end)
{
    for (uint64_t i = first; i < end; i++)
    {
        map[KeyOf(MacOf(i))] = {FDB_REACHABLE, FDB_SELF, uint32_t(i % 256), 0, 0};
    }
}

/** @returns this process's CPU time, seconds */
double
CpuSeconds()
{
    timespec time;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return time.tv_sec + time.tv_nsec * 1e-9;
}

/** @param work something to do @returns CPU seconds it took */
template <typename Work>
double
Measure(Work&& work)
{
    const double start = CpuSeconds();
    work();
    return CpuSeconds() - start;
}

/** @param values some @returns the one in the middle */
double
Median(std::vector<double> values)
{
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

/** Times of both, run by run. */
struct Times
{
    std::vector<double> fdb;
    std::vector<double> absl;
    std::vector<double> ratio;

    /** @param f seconds @param a seconds @param operations in each */
    void Add(double f, double a, std::size_t operations)
    {
        fdb.push_back(f / operations * 1e9);
        absl.push_back(a / operations * 1e9);
        ratio.push_back(f / a);
    }

    /** @param state where to print */
    void Print(benchmark::State& state) const
    {
        state.counters["fdb_ns"] = Median(fdb);
        state.counters["absl_ns"] = Median(absl);
        state.counters["ratio"] = Median(ratio);
    }
};

/**
 * Lookups in random order.
 * @param state benchmark
 * @param hit whether the addresses are there
 */
void
Lookup(benchmark::State& state, bool hit)
{
    const std::size_t size = state.range(0);
    Fdb fdb;
    Map map;
    Fill(fdb, 0, size, Seconds(0));
    Fill(map, 0, size);
    const std::vector<Mac48Address> macs = Shuffled(hit ? 0 : size, size);
    const std::size_t rounds = std::max<std::size_t>(1, 200000 / size);
    Times times;
    int64_t now = 0;
    for (auto _ : state)
    {
        const Time time = NanoSeconds(++now);
        uint64_t found = 0;
        const double f = Measure([&] {
            for (std::size_t round = 0; round < rounds; round++)
            {
                for (const Mac48Address& mac : macs)
                {
                    found += fdb.Lookup(mac, VNI, time) != nullptr;
                }
            }
        });
        const double a = Measure([&] {
            for (std::size_t round = 0; round < rounds; round++)
            {
                for (const Mac48Address& mac : macs)
                {
                    const auto it = map.find(KeyOf(mac));
                    if (it != map.end())
                    {
                        it->second.used = now;
                        found++;
                    }
                }
            }
        });
        if (found != (hit ? 2 * size * rounds : 0))
        {
            state.SkipWithError("wrong result");
        }
        times.Add(f, a, size * rounds);
        state.SetIterationTime(f);
    }
    times.Print(state);
}

/** Frames from known stations in random order, each at another time. */
void
LearnRefresh(benchmark::State& state)
{
    const std::size_t size = state.range(0);
    Fdb fdb;
    Map map;
    Fill(fdb, 0, size, Seconds(0));
    Fill(map, 0, size);
    std::vector<uint64_t> numbers(size);
    std::iota(numbers.begin(), numbers.end(), 0);
    std::shuffle(numbers.begin(), numbers.end(), std::mt19937_64(1));
    std::vector<std::pair<Mac48Address, IpAddress>> frames;
    for (uint64_t number : numbers)
    {
        frames.emplace_back(MacOf(number), SourceOf(number));
    }
    const std::size_t rounds = std::max<std::size_t>(1, 200000 / size);
    Times times;
    int64_t now = 0;
    for (auto _ : state)
    {
        uint64_t refreshed = 0;
        const double f = Measure([&] {
            for (std::size_t round = 0; round < rounds; round++)
            {
                for (const auto& [mac, source] : frames)
                {
                    refreshed +=
                        fdb.Learn(mac, VNI, source, 0, NanoSeconds(++now)) == FdbLearn::REFRESHED;
                }
            }
        });
        const double a = Measure([&] {
            for (std::size_t round = 0; round < rounds; round++)
            {
                for (const auto& [mac, source] : frames)
                {
                    const auto it = map.find(KeyOf(mac));
                    it->second.updated = NanoSeconds(++now).GetTimeStep();
                    refreshed += it->second.remote == (source.Bytes()[3] - 1u) % 256;
                }
            }
        });
        if (refreshed != 2 * size * rounds)
        {
            state.SkipWithError("wrong result");
        }
        times.Add(f, a, size * rounds);
        state.SetIterationTime(f);
    }
    times.Print(state);
}

/** Frames from new stations into an empty table. */
void
LearnNew(benchmark::State& state)
{
    const std::size_t size = state.range(0);
    const std::size_t rounds = std::max<std::size_t>(1, 200000 / size);
    Times times;
    for (auto _ : state)
    {
        double f = 0;
        double a = 0;
        for (std::size_t round = 0; round < rounds; round++)
        {
            Fdb fdb;
            f += Measure([&] { Fill(fdb, 0, size, Seconds(0)); });
            Map map;
            a += Measure([&] { Fill(map, 0, size); });
            if (fdb.GetSize() != map.size())
            {
                state.SkipWithError("wrong result");
            }
        }
        times.Add(f, a, size * rounds);
        state.SetIterationTime(f);
    }
    times.Print(state);
}

/** Heap of a table while it grows from a size to its double, where it fits worst. */
struct Footprint
{
    double worst = 0; //!< bytes per entry
    double peak = 0;  //!< the same with what a growing table holds for a moment

    /**
     * @param size entries to begin with
     * @param add adds the entry of a number
     */
    template <typename AddEntry>
    void Find(std::size_t size, AddEntry&& add)
    {
        const std::size_t before = g_heap;
        for (std::size_t i = 0; i < 2 * size; i++)
        {
            g_peak = g_heap;
            add(i);
            if (i + 1 >= size)
            {
                worst = std::max(worst, double(g_heap - before) / (i + 1));
                peak = std::max(peak, double(g_peak - before) / (i + 1));
            }
        }
    }
};

/** Heap per entry. */
void
BytesPerEntry(benchmark::State& state)
{
    Footprint ours;
    Footprint theirs;
    for (auto _ : state)
    {
        auto fdb = std::make_unique<Fdb>();
        fdb->Learn(MacOf(0), VNI, SourceOf(0), 0, Seconds(0));
        ours.Find(state.range(0),
                  [&](std::size_t i) { fdb->Learn(MacOf(i), VNI, SourceOf(0), 0, Seconds(0)); });
        auto map = std::make_unique<Map>();
        theirs.Find(state.range(0), [&](std::size_t i) { Fill(*map, i, i + 1); });
    }
    state.counters["fdb_bytes"] = ours.worst;
    state.counters["fdb_peak"] = ours.peak;
    state.counters["absl_bytes"] = theirs.worst;
    state.counters["absl_peak"] = theirs.peak;
}

/** Heap per remote, each behind one station less the station's; and of a mesh that shares them. */
void
BytesPerRemote(benchmark::State& state)
{
    const std::size_t count = state.range(0);
    Footprint footprint;
    std::size_t shared = 0;
    for (auto _ : state)
    {
        RemoteTable remotes;
        footprint.Find(count, [&](std::size_t i) {
            Remote remote;
            remote.address = Ipv4Address(0x0a000000 + i);
            remotes.Acquire(remote);
        });
        // The same remotes for a hundred times as many stations take no more.
        const std::size_t before = remotes.GetHeapBytes();
        for (std::size_t i = 0; i < 100 * count; i++)
        {
            Remote remote;
            remote.address = Ipv4Address(0x0a000000 + i % count);
            remotes.Acquire(remote);
        }
        shared = remotes.GetHeapBytes() - before;
    }
    state.counters["remote_bytes"] = footprint.worst;
    state.counters["remote_peak"] = footprint.peak;
    state.counters["added_by_sharing"] = shared;
}

/** One sweep that removes some entries of many. */
void
AgeSweep(benchmark::State& state)
{
    const uint64_t expiring = state.range(0);
    const uint64_t staying = state.range(1);
    Fdb fdb;
    fdb.SetAgeing(Seconds(300));
    std::vector<double> times;
    int64_t start = 0;
    for (auto _ : state)
    {
        Fill(fdb, staying, staying + expiring, Seconds(start));
        Fill(fdb, 0, staying, Seconds(start + 1));
        times.push_back(Measure([&] { fdb.Age(Seconds(start + 300)); }));
        if (fdb.GetSize() != staying)
        {
            state.SkipWithError("wrong result");
        }
        state.SetIterationTime(times.back());
        start += 2;
    }
    state.counters["sweep_ns"] = Median(times) * 1e9;
    state.counters["expired"] = expiring;
    state.counters["stored"] = staying;
}

} // namespace

#define TUNNEL_SIZES ->Arg(1000)->Arg(100000)->Arg(1000000)->UseManualTime()->Iterations(RUNS)

BENCHMARK_CAPTURE(Lookup, hit, true) TUNNEL_SIZES;
BENCHMARK_CAPTURE(Lookup, miss, false) TUNNEL_SIZES;
BENCHMARK(LearnNew) TUNNEL_SIZES;
BENCHMARK(LearnRefresh) TUNNEL_SIZES;
BENCHMARK(BytesPerEntry)->Arg(1000)->Arg(100000)->Arg(1000000)->Iterations(1);
BENCHMARK(BytesPerRemote)->Arg(1)->Arg(16)->Arg(1000)->Arg(100000)->Iterations(1);
BENCHMARK(AgeSweep)
    ->ArgsProduct({{0, 10, 1000, 10000}, {1000, 100000, 1000000}})
    ->UseManualTime()
    ->Iterations(RUNS);

int
main(int argc, char** argv)
{
    // Until a simulation has run, ns-3 keeps a list of all Time objects, in case their unit
    // changes.
    Simulator::Run();
    Simulator::Destroy();
    benchmark::Initialize(&argc, argv);
    benchmark::RunSpecifiedBenchmarks();
    return 0;
}

#else

#include <cstdio>

int
main()
{
    std::puts("Built without absl::flat_hash_map (libabsl-dev), so there is nothing to compare to");
    return 1;
}

#endif
