/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef TUNNEL_BENCH_HEAP_COUNT_H
#define TUNNEL_BENCH_HEAP_COUNT_H

// Replaces operator new and delete of the program by ones that count. To be included once.

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <malloc.h>
#include <new>

namespace
{

/** Heap in use, as the allocator sees it: usable sizes and its own word per block. */
std::size_t g_heap = 0;
/** The most there was. */
std::size_t g_peak = 0;

/** @param memory fresh from malloc @returns it, counted */
void*
Count(void* memory)
{
    if (!memory)
    {
        std::abort();
    }
    g_heap += malloc_usable_size(memory) + sizeof(std::size_t);
    g_peak = std::max(g_peak, g_heap);
    return memory;
}

/** @param memory about to be freed */
void
Uncount(void* memory)
{
    if (memory)
    {
        g_heap -= malloc_usable_size(memory) + sizeof(std::size_t);
    }
    std::free(memory);
}

} // namespace

// Not inlined: the compiler would take malloc and delete for a mismatch.
[[gnu::noinline]] void*
operator new(std::size_t size)
{
    return Count(std::malloc(size));
}

[[gnu::noinline]] void*
operator new(std::size_t size, std::align_val_t alignment)
{
    const auto align = static_cast<std::size_t>(alignment);
    return Count(std::aligned_alloc(align, (size + align - 1) / align * align));
}

[[gnu::noinline]] void
operator delete(void* memory) noexcept
{
    Uncount(memory);
}

[[gnu::noinline]] void
operator delete(void* memory, std::size_t) noexcept
{
    Uncount(memory);
}

[[gnu::noinline]] void
operator delete(void* memory, std::align_val_t) noexcept
{
    Uncount(memory);
}

[[gnu::noinline]] void
operator delete(void* memory, std::size_t, std::align_val_t) noexcept
{
    Uncount(memory);
}

#endif /* TUNNEL_BENCH_HEAP_COUNT_H */
