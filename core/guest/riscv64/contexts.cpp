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

// Of a context for all address spaces: what stands in it is global.  Equals no satp that is in use, as no table lies at address 0.
std::uint64_t shared_root(std::uint64_t root) { return root >> kSatpModeShift << kSatpModeShift; }

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
  const std::uint64_t first = last >> shift << shift;
  context.flush_ranges(first, last);
  const std::uint64_t bits = cpu::FetchEntry::bits_of(address, shift);
  const auto may_hold = [&](const cpu::FetchEntry& entry) { return (entry.evicted & bits) != 0 || inside(entry.tag); };
  if (std::ranges::any_of(context.fetches, may_hold)) context.flush_jumps(first, last);
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

// Does a supervisor that is like others of its kind use the same pages for this in all address spaces?
bool is_shared(const State& state, Privilege privilege, bool with_sum) {
  return state.supervisor_pages == SupervisorPages::kGlobal && privilege == Privilege::kSupervisor && !with_sum;
}

}  // namespace

void update_contexts(State& state, cpu::ContextPool& contexts) {
  const Privilege privilege = data_privilege(state);
  std::uint64_t root = root_for(state, privilege);
  const std::uint64_t key = data_key(state, privilege, root);
  // Data contexts are apart nevertheless: each has ranges for its own stacks and tasks.
  if (root != 0 && is_shared(state, privilege, (key & kKeySum) != 0)) state.data = &contexts.find_global(root, key, state.data);
  else state.data = &contexts.find(root, key, state.data);
  state.mode = mode_of(state);
  root = root_for(state, state.privilege);
  if (is_shared(state, state.privilege, false)) root = shared_root(root);
  state.fetch = &contexts.find(root, kKeyFetch | state.mode, state.fetch);
}

void note_supervisor_page(State& state, bool is_global) {
  if (is_global) {
    if (state.supervisor_pages != SupervisorPages::kUnknown) return;
    // What stands there is from an earlier time, before a page was seen that was not global.
    state.contexts->for_each([](std::uint64_t root, bool) { return root != 0 && root == shared_root(root); },
                             [](cpu::MmuContext& context) { context.flush(); });
    state.supervisor_pages = SupervisorPages::kGlobal;
    return;
  }
  const bool was_shared = state.supervisor_pages == SupervisorPages::kGlobal;
  state.supervisor_pages = SupervisorPages::kOwn;
  if (was_shared) state.contexts->forget_global();
  // The current contexts go on for this address space alone: whatever leads to another one comes by update_contexts().
  if (was_shared) state.request(cpu::kPendingInvalidate);
}

void invalidate(cpu::ContextPool& contexts, std::optional<std::uint64_t> address, std::optional<std::uint16_t> asid) {
  // Physical addresses have no translations, and what is global belongs to no address space.
  const auto is_named = [&](std::uint64_t root, bool is_global) {
    return root != 0 && (!asid || (!is_global && static_cast<std::uint16_t>(root >> kSatpAsidShift) == *asid));
  };
  contexts.for_each(is_named, [&](cpu::MmuContext& context) {
    if (address) drop_address(context, *address);
    else context.flush();
  });
}

}  // namespace vitrine::guest::riscv64
