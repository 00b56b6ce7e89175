// SPDX-License-Identifier: Apache-2.0
// Flushing and finding MMU contexts.
#include "core/cpu/mmu_context.h"

#include <algorithm>
#include <span>

namespace vitrine::cpu {
namespace {

// Calls visit(slot, bytes) for the slots in use, with the bytes that they lead to: their size leaves out the end, as their users' span asks for.
template <class Visit> void for_each_range(std::span<RangeSlot> ranges, std::span<const RangeClass, kRangeClasses> classes, Visit visit) {
  for (unsigned kind = 0; kind < kRangeClasses; ++kind)
    for (RangeSlot& slot : ranges.subspan(classes[kind].first, classes[kind].count))
      if (slot.size != 0) visit(slot, slot.size + (kRangeSpans[kind] - 1));
}

}  // namespace

void MmuContext::flush() {
  if (empty) return;
  tlb.fill({});
  flush_all_jumps();
  fetches.fill({});
  flush_all_ranges();
  large.clear();
  regions.clear();
  empty = true;
}

void MmuContext::copy_data(const MmuContext& other) {
  tlb = other.tlb;
  if (other.has_ranges) ranges = other.ranges;
  has_ranges = other.has_ranges;
  large = other.large;
  regions = other.regions;
  empty = other.empty;
}

void MmuContext::flush_page(std::uint64_t address) {
  if (empty || !regions.may_meet(address, address)) return;
  entry(address) = {};
  // Data pages are told apart by their fetch entry, unless another page has taken its place.
  if (FetchEntry& fetched = fetch_entry(address); fetched.may_hold(address)) {
    const std::size_t first = jump_index(address) / kJumpBank * kJumpBank;
    for_each_jump(first, kJumpBank, [&](JumpEntry& jump) {
      if (((jump.pc ^ address) & ~memory::kPageMask) == 0) jump = {};
    });
    if (fetched.tag == (address & ~memory::kPageMask)) fetched.tag = kNoTag;
  }
  // An instruction that begins in the page before may end in this one.
  const std::uint64_t before = (address & ~memory::kPageMask) - 2;
  for (const std::size_t index : {jump_index(before), jump_index(before) ^ kOtherJump})
    if (jumps[index].pc == before) jumps[index] = {};
  flush_ranges(address & ~memory::kPageMask, address | memory::kPageMask);
}

void MmuContext::flush_all_ranges() {
  if (has_ranges) ranges.fill({});
  has_ranges = false;
}

void MmuContext::flush_ranges(std::uint64_t first, std::uint64_t last) {
  if (!has_ranges || !regions.may_meet(first, last)) return;
  const auto void_it = [&](RangeSlot& slot, std::uint64_t bytes) {
    if (slot.base <= last && slot.base + (bytes - 1) >= first) slot.size = 0;
  };
  for_each_range(ranges, kLoadRanges, void_it);
  for_each_range(ranges, kStoreRanges, void_it);
}

void MmuContext::flush_jumps(std::uint64_t first, std::uint64_t last) {
  // An instruction that begins in the page before may end in the first one.
  for_each_jump(0, kJumpEntries, [&](JumpEntry& jump) {
    if (jump.pc - (first - 2) <= last - (first - 2)) jump = {};
  });
  for (FetchEntry& fetched : fetches)
    if (fetched.tag - first <= last - first) fetched.tag = kNoTag;
}

void MmuContext::flush_all_jumps() {
  for_each_jump(0, kJumpEntries, [](JumpEntry& jump) { jump = {}; });
  jump_chunks.reset();
}

void MmuContext::flush_jumps() {
  flush_all_jumps();
  fetches.fill({});
}

void MmuContext::forget(const memory::Block& block) {
  for (TlbEntry& entry : tlb)
    if (entry.physical - block.base < block.size) entry = {};
  flush_all_ranges();
  if (block.executed.load(std::memory_order_relaxed)) flush_jumps();
}

ContextPool::ContextPool() : contexts_{std::make_unique<std::array<MmuContext, kContexts>>()} {}

MmuContext& ContextPool::find(std::uint64_t root, std::uint64_t mode) {
  std::size_t oldest = 0;
  ++clock_;
  for (std::size_t i = 0; i < kContexts; ++i) {
    if (keys_[i].root == root && keys_[i].mode == mode && keys_[i].last_used != 0) {
      keys_[i].last_used = clock_;
      return (*contexts_)[i];
    }
    if (keys_[i].last_used < keys_[oldest].last_used) oldest = i;
  }
  if (keys_[oldest].last_used != 0) ++evictions_;
  MmuContext& context = (*contexts_)[oldest];
  context.flush();
  keys_[oldest] = {.root = root, .mode = mode, .last_used = clock_};
  context.key_root = root;
  context.key_mode = mode;
  return context;
}

MmuContext& ContextPool::find_global(std::uint64_t root, std::uint64_t mode, MmuContext* current) {
  if (is_current(root, mode, current)) return *current;
  MmuContext& context = find(root, mode);
  Key& key = keys_[index_of(context)];
  const bool may_copy = current != nullptr && current->key_mode == mode && keys_[index_of(*current)].is_global;
  if (!context.empty) return context;  // and stays what it was
  if (may_copy) context.copy_data(*current);
  key.is_global = true;
  return context;
}

void ContextPool::forget_global() {
  for (Key& key : keys_) key.is_global = false;
}

void ContextPool::flush_all() {
  for (MmuContext& context : *contexts_) context.flush();
}

void ContextPool::flush_jumps() {
  for (MmuContext& context : *contexts_)
    if (!context.empty) context.flush_jumps();
}

void ContextPool::forget(const memory::Block& block) {
  ++forgotten_;
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
    for_each_range(context.ranges, kStoreRanges, [&](RangeSlot& slot, std::uint64_t bytes) {
      const std::uint64_t begin = slot.base + slot.addend;
      if (begin < at + memory::kPageSize && at < begin + bytes) slot.size = 0;
    });
  }
}

}  // namespace vitrine::cpu
