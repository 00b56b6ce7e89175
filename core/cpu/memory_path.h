// SPDX-License-Identifier: Apache-2.0
// Guest memory as translated code sees it: the fast path through the software TLB, and the one slow path behind it.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "core/cpu/memory_observer.h"
#include "core/cpu/state.h"
#include "core/ir/types.h"

#if defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define VITRINE_GUEST_ACCESS __attribute__((no_sanitize("thread"), noinline))
#endif
#elif defined(__SANITIZE_THREAD__)
#define VITRINE_GUEST_ACCESS __attribute__((no_sanitize("thread"), noinline))
#endif
#ifndef VITRINE_GUEST_ACCESS
#define VITRINE_GUEST_ACCESS __attribute__((always_inline))
#endif

namespace vitrine::cpu {

static_assert(std::endian::native == std::endian::little, "the memory path copies guest words as they are");

// SAFETY: host points into a guest RAM block with room for a T, as the TLB or a checked look-up found it.  Guest harts race on their memory
// by design; an aligned access compiles to one host access, so a guest sees no torn word where its ISA promises none.
template <class T> VITRINE_GUEST_ACCESS inline T host_load(const std::byte* host) {
  T value;
  std::memcpy(&value, host, sizeof value);
  return value;
}
template <class T> VITRINE_GUEST_ACCESS inline void host_store(std::byte* host, T value) { std::memcpy(host, &value, sizeof value); }

// The slow path.  False: the access faulted and state.fault says how; nothing was changed.
bool load_slow(VcpuState& state, std::uint64_t address, unsigned size_bytes, std::uint64_t& value);
bool store_slow(VcpuState& state, std::uint64_t address, unsigned size_bytes, std::uint64_t value);

// What is looked at before an access, which lies in one page: the TLB knows the page afterwards if it can.  False as above.
bool touch(VcpuState& state, std::uint64_t address, unsigned size_bytes, Access access);

// The slot that an access fills.
struct RangeUse {
  RangeSlot* slot = nullptr;  // nullptr: none
  unsigned span = 0;          // bytes that its users reach from their address on
  bool moved = false;         // out: it led to another place before
};
// What translated code calls when an access misses its range slot: like load_slow() and store_slow(), and fills the slot for the next time.
bool load_ranged(VcpuState& state, RangeUse& range, std::uint64_t address, unsigned size_bytes, std::uint64_t& value);
bool store_ranged(VcpuState& state, RangeUse& range, std::uint64_t address, unsigned size_bytes, std::uint64_t value);

// A group of accesses beside one another, the first of which is about to be executed.
struct GroupReach {
  std::uint64_t begin = 0;  // address of its first byte
  unsigned bytes = 0;       // from there on
  bool has_store = false;
  std::uint64_t leader = 0;  // address of the first access
  unsigned leader_bytes = 0;
  bool leader_stores = false;
};
inline constexpr std::uint64_t kNoAddend = 1;  // addends are multiples of the page size
// What translated code calls when a group's leader misses its slot.  `addend` leads to all bytes of the group, or is kNoAddend: then each access
// has to be looked at by itself.  False: the leader's own access faults.
bool reach_group(VcpuState& state, RangeUse& range, const GroupReach& reach, std::uint64_t& addend);

// Atomics on naturally aligned RAM; anything else faults.  4 or 8 bytes; a 4-byte value comes back zero-extended.
bool amo(VcpuState& state, ir::AmoOp op, std::uint64_t address, unsigned size_bytes, std::uint64_t operand, std::uint64_t& old);
bool load_reserved(VcpuState& state, std::uint64_t address, unsigned size_bytes, std::uint64_t& value);
// result: 0 stored, 1 not.  The reservation is a versioned compare: a store of the same value in between goes unnoticed on several threads.
bool store_conditional(VcpuState& state, std::uint64_t address, unsigned size_bytes, std::uint64_t value, std::uint64_t& result);

template <class Word> inline bool load(VcpuState& state, std::uint64_t address, Word& value) {
  const TlbEntry& entry = state.data->tlb[MmuContext::tlb_index(address)];
  if (((address + sizeof(Word) - 1) & ~memory::kPageMask) == entry.read_tag) [[likely]] {
    value = host_load<Word>(reinterpret_cast<const std::byte*>(address + entry.addend));
    return true;
  }
  std::uint64_t wide = 0;
  const bool ok = load_slow(state, address, sizeof(Word), wide);
  value = static_cast<Word>(wide);
  return ok;
}

template <class Word> inline bool store(VcpuState& state, std::uint64_t address, Word value) {
  const TlbEntry& entry = state.data->tlb[MmuContext::tlb_index(address)];
  if (((address + sizeof(Word) - 1) & ~memory::kPageMask) == entry.write_tag) [[likely]] {
    host_store<Word>(reinterpret_cast<std::byte*>(address + entry.addend), value);
    return true;
  }
  return store_slow(state, address, sizeof(Word), value);
}

}  // namespace vitrine::cpu
