// SPDX-License-Identifier: Apache-2.0
// Flushing and finding MMU contexts.
#include "core/cpu/mmu_context.h"

#include <algorithm>
#include <span>

namespace vitrine::cpu {

void MmuContext::flush() {
  if (empty) return;
  tlb.fill({});
  jumps.fill({});
  fetches.fill({});
  if (has_ranges) ranges.fill({});
  has_ranges = false;
  large.clear();
  empty = true;
}

void MmuContext::flush_page(std::uint64_t address) {
  if (empty) return;
  entry(address) = {};
  // Data pages are told apart by their fetch entry, unless another page has taken its place.
  if (FetchEntry& fetched = fetch_entry(address); fetched.tag == (address & ~memory::kPageMask) || fetched.crowded) {
    const std::size_t first = jump_index(address & ~memory::kPageMask) & (kJumpEntries / 2);
    for (JumpEntry& jump : std::span{jumps}.subspan(first, kJumpEntries / 2))
      if (((jump.pc ^ address) & ~memory::kPageMask) == 0) jump = {};
    if (fetched.tag == (address & ~memory::kPageMask)) fetched.tag = kNoTag;
  }
  // An instruction that begins in the page before may end in this one.
  jumps[jump_index((address & ~memory::kPageMask) - 2)] = {};
  flush_ranges(address & ~memory::kPageMask, address | memory::kPageMask);
}

void MmuContext::flush_ranges(std::uint64_t first, std::uint64_t last) {
  if (!has_ranges) return;
  // A slot's size leaves out up to seven bytes at its end.
  constexpr std::uint64_t kWidest = 8;
  for (RangeSlot& slot : ranges)
    if (slot.size != 0 && slot.base <= last && slot.base + (slot.size + kWidest - 2) >= first) slot.size = 0;
}

void MmuContext::flush_jumps() {
  jumps.fill({});
  fetches.fill({});
}

void MmuContext::forget(const memory::Block& block) {
  for (TlbEntry& entry : tlb)
    if (entry.physical - block.base < block.size) entry = {};
  if (has_ranges) ranges.fill({});
  has_ranges = false;
  if (block.executed.load(std::memory_order_relaxed)) flush_jumps();
}

ContextPool::ContextPool() : contexts_{std::make_unique<std::array<MmuContext, kContexts>>()} {}

MmuContext& ContextPool::find(std::uint64_t root, std::uint64_t mode) {
  MmuContext* oldest = contexts_->data();
  ++clock_;
  for (MmuContext& context : *contexts_) {
    if (context.key_root == root && context.key_mode == mode && context.last_used != 0) {
      context.last_used = clock_;
      return context;
    }
    if (context.last_used < oldest->last_used) oldest = &context;
  }
  if (oldest->last_used != 0) ++evictions_;
  oldest->flush();
  oldest->key_root = root;
  oldest->key_mode = mode;
  oldest->last_used = clock_;
  return *oldest;
}

void ContextPool::flush_all() {
  for (MmuContext& context : *contexts_) context.flush();
}

void ContextPool::flush_jumps() {
  for (MmuContext& context : *contexts_)
    if (!context.empty) context.flush_jumps();
}

void ContextPool::forget(const memory::Block& block) {
  for (MmuContext& context : *contexts_)
    if (!context.empty) context.forget(block);
}

void ContextPool::withhold_writes(std::uint64_t physical_page, const std::byte* host) {
  const auto at = reinterpret_cast<std::uintptr_t>(host);
  for (MmuContext& context : *contexts_) {
    if (context.empty) continue;
    for (TlbEntry& entry : context.tlb)
      if (entry.physical == physical_page) entry.write_tag = kNoTag;
    if (!context.has_ranges) continue;
    for (RangeSlot& slot : std::span{context.ranges}.subspan(kFirstStoreRange)) {
      const std::uint64_t begin = slot.base + slot.addend;
      if (slot.size != 0 && begin < at + memory::kPageSize && at < begin + slot.size + sizeof(std::uint64_t)) slot.size = 0;
    }
  }
}

}  // namespace vitrine::cpu
