// SPDX-License-Identifier: Apache-2.0
// Flushing and finding MMU contexts.
#include "core/cpu/mmu_context.h"

#include <algorithm>

namespace vitrine::cpu {

void MmuContext::flush() {
  if (empty) return;
  tlb.fill({});
  jumps.fill({});
  fetches.fill({});
  large.clear();
  empty = true;
}

void MmuContext::flush_page(std::uint64_t address) {
  if (empty) return;
  entry(address) = {};
  fetch_entry(address) = {};
  // The low bits of jump_index() come from the pc inside the page, the six high ones from its number.
  const std::size_t first = jump_index(address & ~memory::kPageMask) & ~std::size_t{63};
  std::fill_n(jumps.begin() + static_cast<std::ptrdiff_t>(first), 64, JumpEntry{});
  // An instruction that begins in the page before may end in this one.
  jumps[jump_index((address & ~memory::kPageMask) - 2)] = {};
}

void MmuContext::flush_jumps() {
  jumps.fill({});
  fetches.fill({});
}

void MmuContext::forget(const memory::Block& block) {
  for (TlbEntry& entry : tlb)
    if (entry.physical - block.base < block.size) entry = {};
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

void ContextPool::withhold_writes(std::uint64_t physical_page) {
  for (MmuContext& context : *contexts_) {
    if (context.empty) continue;
    for (TlbEntry& entry : context.tlb)
      if (entry.physical == physical_page) entry.write_tag = kNoTag;
  }
}

}  // namespace vitrine::cpu
