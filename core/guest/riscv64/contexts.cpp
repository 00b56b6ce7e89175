// SPDX-License-Identifier: Apache-2.0
// Which MMU contexts and mode the state calls for, and sfence.vma on the contexts.
#include <algorithm>

#include "core/guest/riscv64/csr_bits.h"
#include "core/guest/riscv64/mmu.h"
#include "core/guest/riscv64/privileged.h"

namespace vitrine::guest::riscv64 {
namespace {

// Context keys beside the privilege in bits 1–0.
constexpr std::uint64_t kKeySum = 4;
constexpr std::uint64_t kKeyMxr = 8;
// Contexts for fetch are apart from those for data: they depend on what decoding depends on, so that a jump cache leads to units of the right mode,
// and not on SUM and MXR, so that it survives the kernel's copies from and to user memory.
constexpr std::uint64_t kKeyFetch = std::uint64_t{1} << 32;

std::uint64_t root_for(const State& state, Privilege privilege) {
  const bool paged = privilege != Privilege::kMachine && (state.csr.satp >> kSatpModeShift) != kSatpBare;
  return paged ? state.csr.satp : 0;
}

// SUM and MXR change what loads and stores may do where pages are walked, nothing else.
std::uint64_t data_key(const State& state, Privilege privilege, std::uint64_t root) {
  auto key = static_cast<std::uint64_t>(privilege);
  if (root == 0) return key;
  if (privilege == Privilege::kSupervisor && (state.csr.mstatus & kStatusSum) != 0) key |= kKeySum;
  if ((state.csr.mstatus & kStatusMxr) != 0) key |= kKeyMxr;
  return key;
}

std::uint32_t mode_of(const State& state) {
  constexpr std::uint8_t kLastRounding = 4;
  std::uint32_t mode = (state.mode & kModeStep) | static_cast<std::uint32_t>(state.privilege);
  if (state.fs != 0) mode |= kModeFpuOn | static_cast<std::uint32_t>(state.frm) << kModeRoundingShift;
  if (state.frm <= kLastRounding) mode |= kModeRoundingValid;
  return mode;
}

void drop_large_page(cpu::MmuContext& context, std::uint64_t address, unsigned shift) {
  const auto inside = [&](std::uint64_t tag) { return tag != cpu::kNoTag && (tag ^ address) >> shift == 0; };
  for (cpu::TlbEntry& entry : context.tlb)
    if (inside(entry.read_tag) || inside(entry.write_tag)) entry = cpu::TlbEntry{};
  const std::uint64_t last = address | ((std::uint64_t{1} << shift) - 1);
  context.flush_ranges(last >> shift << shift, last);
  const auto may_hold = [&](const cpu::FetchEntry& entry) { return entry.crowded || inside(entry.tag); };
  if (std::ranges::any_of(context.fetches, may_hold)) context.flush_jumps();
}

void drop_address(cpu::MmuContext& context, std::uint64_t address) {
  const unsigned shift = context.large.shift_at(address);
  if (shift <= 12) {
    context.flush_page(address);
  } else if (shift < 64) {
    drop_large_page(context, address, shift);
  } else {
    context.flush();
    context.large.clear();
  }
}

bool has_asid(const cpu::MmuContext& context, std::uint16_t asid) {
  return static_cast<std::uint16_t>(context.key_root >> kSatpAsidShift) == asid;
}

}  // namespace

void update_contexts(State& state, cpu::ContextPool& contexts) {
  const Privilege privilege = data_privilege(state);
  const std::uint64_t root = root_for(state, privilege);
  state.data = &contexts.find(root, data_key(state, privilege, root));
  state.mode = mode_of(state);
  state.fetch = &contexts.find(root_for(state, state.privilege), kKeyFetch | state.mode);
}

void invalidate(cpu::ContextPool& contexts, std::optional<std::uint64_t> address, std::optional<std::uint16_t> asid) {
  for (cpu::MmuContext& context : contexts.all()) {
    if (context.empty || context.key_root == 0) continue;  // physical addresses have no translations
    if (asid && !has_asid(context, *asid)) continue;
    if (address) {
      drop_address(context, *address);
    } else {
      context.flush();
      context.large.clear();
    }
  }
}

}  // namespace vitrine::guest::riscv64
