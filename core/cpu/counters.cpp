// SPDX-License-Identifier: Apache-2.0
// Sums over vCPUs.
#include "core/cpu/counters.h"

namespace vitrine::cpu {

void FlushCounters::add(const FlushCounters& other) {
  fence_all += other.fence_all;
  fence_address += other.fence_address;
  fence_asid += other.fence_asid;
  fence_address_asid += other.fence_address_asid;
  control_registers += other.control_registers;
  root_changes += other.root_changes;
  code_fences += other.code_fences;
  code_stores += other.code_stores;
  code_memory_full += other.code_memory_full;
  unit_memory_full += other.unit_memory_full;
  context_evictions += other.context_evictions;
}

void SlotCounters::add(const SlotCounters& other) {
  misses += other.misses;
  calls += other.calls;
  fills += other.fills;
}

}  // namespace vitrine::cpu
