// SPDX-License-Identifier: Apache-2.0
// Hash buckets, page lists and the arena of decoded units.
#include "core/engine/interpreter/unit_cache.h"

#include <algorithm>
#include <new>

#include "core/cpu/handlers.h"
#include "core/memory/guest_memory.h"

namespace vitrine::engine::interpreter {
namespace {

constexpr std::uint64_t page_of(std::uint64_t address) { return address & ~memory::kPageMask; }

// The code lines that a unit covers in the page it begins in.
std::uint64_t lines_of(const cpu::Unit& unit) {
  const std::uint64_t offset = unit.physical & memory::kPageMask;
  const std::uint64_t first = offset / memory::kCodeLine;
  const std::uint64_t last = std::min<std::uint64_t>((offset + unit.bytes - 1) / memory::kCodeLine, 63);
  return (~std::uint64_t{0} << first) & (~std::uint64_t{0} >> (63 - last));
}

}  // namespace

UnitCache::UnitCache(std::size_t arena_mib) : max_chunks_{(arena_mib << 20) / kChunkBytes}, buckets_(kBuckets) {}

cpu::Unit* UnitCache::find(UnitKey key) const {
  for (cpu::Unit* unit = buckets_[bucket_of(key)]; unit != nullptr; unit = unit->next_in_bucket)
    if (unit->physical == key.physical && unit->mode == key.mode && unit->alias == key.alias) return unit;
  return nullptr;
}

std::byte* UnitCache::allocate(std::size_t bytes) {
  if (kChunkBytes - used_ < bytes) {
    if (chunks_.size() == max_chunks_) return nullptr;
    chunks_.push_back(std::make_unique_for_overwrite<std::byte[]>(kChunkBytes));
    used_ = 0;
  }
  std::byte* const place = chunks_.back().get() + used_;
  used_ += bytes;
  return place;
}

cpu::Unit* UnitCache::place(UnitKey key, std::span<const cpu::DecodedInsn> insns, std::uint16_t bytes) {
  std::byte* const room = allocate(sizeof(cpu::Unit) + insns.size_bytes());
  if (room == nullptr) return nullptr;
  // SAFETY: the arena's chunks are aligned for any type and sizes are multiples of 8; unit and instructions are trivial types.
  auto* const unit = new (room) cpu::Unit{};
  std::copy(insns.begin(), insns.end(), unit->insns());
  unit->physical = key.physical;
  unit->mode = key.mode;
  unit->alias = key.alias;
  unit->count = static_cast<std::uint16_t>(insns.size() - 1);
  unit->bytes = bytes;
  unit->valid = true;
  ++units_made_;
  return unit;
}

cpu::Unit* UnitCache::add_once(UnitKey key, std::span<const cpu::DecodedInsn> insns, std::uint16_t bytes) {
  cpu::Unit* const unit = place(key, insns, bytes);
  if (unit != nullptr) unit->second_physical = 0;  // anything but kOnePage keeps links away
  return unit;
}

cpu::Unit* UnitCache::add(UnitKey key, std::uint64_t second_physical, std::span<const cpu::DecodedInsn> insns, std::uint16_t bytes) {
  cpu::Unit* const unit = place(key, insns, bytes);
  if (unit == nullptr) return nullptr;
  unit->second_physical = second_physical;
  cpu::Unit*& bucket = buckets_[bucket_of(key)];
  unit->next_in_bucket = std::exchange(bucket, unit);
  cpu::Unit*& page = pages_[page_of(key.physical)];
  unit->next_in_page = std::exchange(page, unit);
  if (second_physical != cpu::Unit::kOnePage) second_[page_of(second_physical)].push_back(unit);
  return unit;
}

// Makes the unit stale and unfindable; its page list is the caller's business.
void UnitCache::drop(cpu::Unit& unit) {
  unit.valid = false;
  unit.insns()->handler = &cpu::stale_unit;
  cpu::Unit** link = &buckets_[bucket_of({unit.physical, unit.mode})];
  while (*link != nullptr && *link != &unit) link = &(*link)->next_in_bucket;
  if (*link != nullptr) *link = unit.next_in_bucket;
}

void UnitCache::invalidate(std::uint64_t page, std::uint64_t lines) {
  if (const auto crossing = second_.find(page); crossing != second_.end() && (lines & 1) != 0) {
    for (cpu::Unit* unit : crossing->second)
      if (unit->valid) invalidate(page_of(unit->physical), lines_of(*unit));
    second_.erase(page);
  }
  const auto found = pages_.find(page);
  if (found == pages_.end()) return;
  bool dropped = false;
  for (cpu::Unit** link = &found->second; *link != nullptr;) {
    cpu::Unit& unit = **link;
    if ((lines_of(unit) & lines) == 0) {
      link = &unit.next_in_page;
      continue;
    }
    drop(unit);
    *link = unit.next_in_page;
    dropped = true;
  }
  if (!dropped) return;
  // Direct links never leave a page, so the rest of the list is everyone who may point at what was dropped.
  for (cpu::Unit* unit = found->second; unit != nullptr; unit = unit->next_in_page) unit->links[0] = unit->links[1] = nullptr;
  if (found->second == nullptr) pages_.erase(found);
}

void UnitCache::clear() {
  std::ranges::fill(buckets_, nullptr);
  pages_.clear();
  second_.clear();
  chunks_.clear();
  used_ = kChunkBytes;
}

}  // namespace vitrine::engine::interpreter
