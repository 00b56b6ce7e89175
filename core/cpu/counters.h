// SPDX-License-Identifier: Apache-2.0
// What a vCPU counts away from its hot path, for reports.
#pragma once

#include <cstdint>

namespace vitrine::cpu {

// Why translations of addresses, or of code, were forgotten: how often each thing happened.
struct FlushCounters {
  // sfence.vma (and what other guests call it) by what it names.
  std::uint64_t fence_all = 0;
  std::uint64_t fence_address = 0;
  std::uint64_t fence_asid = 0;
  std::uint64_t fence_address_asid = 0;
  std::uint64_t control_registers = 0;  // writes that change what every translation rests on: physical memory protection
  std::uint64_t root_changes = 0;       // another root or ASID: picks another context and forgets nothing
  std::uint64_t code_fences = 0;        // fence.i: forgets nothing, for stores into code are heard of when they happen
  std::uint64_t code_stores = 0;        // into lines that hold code, by whomever
  std::uint64_t code_memory_full = 0;
  std::uint64_t unit_memory_full = 0;
  std::uint64_t context_evictions = 0;  // a context gave way to another address space

  void add(const FlushCounters& other);
};

// Accesses of translated code that did not find their address in their range slot.  Those that do are not counted: that would cost time.
struct SlotCounters {
  std::uint64_t misses = 0;
  std::uint64_t calls = 0;  // of them: left to C++
  std::uint64_t fills = 0;

  void add(const SlotCounters& other);
};

}  // namespace vitrine::cpu
