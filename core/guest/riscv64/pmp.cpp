// SPDX-License-Identifier: Apache-2.0
// Physical memory protection.  Privileged ISA, section "Physical Memory Protection".
#include <bit>

#include "core/base/bits.h"
#include "core/guest/riscv64/csr_bits.h"
#include "core/guest/riscv64/mmu.h"

namespace vitrine::guest::riscv64 {
namespace {

// The bytes that entry `index` covers; first > last for an empty range.
PmpRegion decode_entry(const Csrs& csr, std::size_t index) {
  const std::uint8_t config = csr.pmpcfg[index];
  const std::uint64_t address = csr.pmpaddr[index];
  switch (config & kPmpMode) {
    case kPmpTor: {
      const std::uint64_t first = index == 0 ? 0 : csr.pmpaddr[index - 1] << 2;
      const std::uint64_t end = address << 2;
      if (first >= end) return {.first = 1, .last = 0, .config = config};
      return {.first = first, .last = end - 1, .config = config};
    }
    case kPmpNa4: return {.first = address << 2, .last = (address << 2) + 3, .config = config};
    default: {  // NAPOT: n trailing ones name a region of 2^(n + 3) bytes
      const auto ones = static_cast<unsigned>(std::countr_one(address));
      const std::uint64_t size = std::uint64_t{8} << ones;
      const std::uint64_t first = base::align_down(address << 2, size);
      return {.first = first, .last = first + size - 1, .config = config};
    }
  }
}

bool permits(std::uint8_t config, cpu::Access access, Privilege privilege) {
  if (privilege == Privilege::kMachine && (config & kPmpLocked) == 0) return true;
  switch (access) {
    case cpu::Access::kLoad: return (config & kPmpRead) != 0;
    case cpu::Access::kStore: return (config & kPmpWrite) != 0;
    case cpu::Access::kFetch: return (config & kPmpExecute) != 0;
  }
  return false;
}

// What the entries that do not cover the page as a whole say: the first one that matches any byte must match all of them.
bool permits_bytes(const PmpTable& table, std::uint64_t first, std::uint64_t last, cpu::Access access, Privilege privilege) {
  for (std::size_t i = 0; i < table.count; ++i) {
    const PmpRegion& region = table.regions[i];
    if (last < region.first || first > region.last) continue;
    if (first < region.first || last > region.last) return false;
    return permits(region.config, access, privilege);
  }
  return privilege == Privilege::kMachine;
}

}  // namespace

void pmp_changed(State& state) {
  PmpTable table;
  for (std::size_t i = 0; i < kPmpEntries; ++i) {
    const std::uint8_t config = state.csr.pmpcfg[i];
    if ((config & kPmpMode) == kPmpOff) continue;
    const PmpRegion region = decode_entry(state.csr, i);
    if (region.first > region.last) continue;
    table.regions[table.count++] = region;
    const bool splits_pages = ((region.first | (region.last + 1)) & memory::kPageMask) != 0;
    table.binds_machine = table.binds_machine || splits_pages || (config & kPmpLocked) != 0;
  }
  state.pmp = table;
}

PmpAnswer check_pmp(const State& state, std::uint64_t physical, unsigned size_bytes, cpu::Access access, Privilege privilege) {
  const PmpTable& table = state.pmp;
  if ((state.extensions & kExtPmp) == 0) return {.allowed = true, .whole_page = true};
  if (privilege == Privilege::kMachine && !table.binds_machine) return {.allowed = true, .whole_page = true};
  const std::uint64_t page_first = base::align_down(physical, memory::kPageSize);
  const std::uint64_t page_last = page_first + memory::kPageMask;
  for (std::size_t i = 0; i < table.count; ++i) {
    const PmpRegion& region = table.regions[i];
    if (page_last < region.first || page_first > region.last) continue;
    if (page_first >= region.first && page_last <= region.last)
      return {.allowed = permits(region.config, access, privilege), .whole_page = true};
    return {.allowed = permits_bytes(table, physical, physical + size_bytes - 1, access, privilege), .whole_page = false};
  }
  return {.allowed = privilege == Privilege::kMachine, .whole_page = true};
}

unsigned uniform_stretch(const State& state, std::uint64_t physical, unsigned largest_shift) {
  const PmpTable& table = state.pmp;
  if ((state.extensions & kExtPmp) == 0) return largest_shift;
  const auto is_uniform = [&](unsigned shift) {
    const std::uint64_t first = physical >> shift << shift;
    const std::uint64_t last = first | ((std::uint64_t{1} << shift) - 1);
    for (std::size_t i = 0; i < table.count; ++i) {
      const PmpRegion& region = table.regions[i];
      if (last < region.first || first > region.last) continue;
      return first >= region.first && last <= region.last;
    }
    return true;
  };
  unsigned shift = largest_shift;
  while (shift > 12 && !is_uniform(shift)) --shift;
  return shift;
}

}  // namespace vitrine::guest::riscv64
