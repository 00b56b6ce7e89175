// SPDX-License-Identifier: Apache-2.0
// Hash buckets, page lists and the arena of decoded units.
#include "core/engine/interpreter/unit_cache.h"

#include <algorithm>
#include <new>
#include <utility>

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

UnitCache::UnitCache(std::size_t arena_mib) : max_chunks_{(arena_mib << 20) / kChunkBytes}, table_(kFewest) {}

// Where the tag stands, or could.
std::size_t UnitCache::place_of(std::uint64_t tag) const {
  constexpr std::uint64_t kSpread = 0x9e3779b97f4a7c15;  // 2^64 over the golden ratio
  const std::size_t mask = table_.size() - 1;
  std::size_t place = static_cast<std::size_t>((tag * kSpread) >> 32) & mask;
  while (table_[place].tag != tag && table_[place].tag != 0) place = (place + 1) & mask;
  return place;
}

cpu::Unit* UnitCache::find(UnitKey key) const {
  for (cpu::Unit* unit = table_[place_of(tag_of(key))].unit; unit != nullptr; unit = unit->next_in_bucket)
    if (unit->physical == key.physical && unit->mode == key.mode && unit->alias == key.alias) return unit;
  return nullptr;
}

// Places whose units were all dropped are given up.
void UnitCache::grow() {
  const std::vector<Place> old = std::exchange(table_, {});
  const auto live = static_cast<std::size_t>(std::ranges::count_if(old, [](const Place& place) { return place.unit != nullptr; }));
  table_.resize(live * 4 >= old.size() ? old.size() * 2 : old.size());
  places_used_ = 0;
  for (const Place& place : old) {
    if (place.unit == nullptr) continue;
    table_[place_of(place.tag)] = place;
    ++places_used_;
  }
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
  unit->translation = cpu::Unit::kNotTranslated;
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
  if (2 * (places_used_ + 1) > table_.size()) grow();
  Place& place = table_[place_of(tag_of(key))];
  if (place.tag == 0) ++places_used_;
  place.tag = tag_of(key);
  unit->next_in_bucket = std::exchange(place.unit, unit);
  cpu::Unit*& page = pages_[page_of(key.physical)];
  unit->next_in_page = std::exchange(page, unit);
  if (second_physical != cpu::Unit::kOnePage) second_[page_of(second_physical)].push_back(unit);
  return unit;
}

// Makes the unit stale and unfindable; its page list is the caller's business.
void UnitCache::drop(cpu::Unit& unit) {
  unit.valid = false;
  unit.insns()->handler = &cpu::stale_unit;
  cpu::Unit** link = &table_[place_of(tag_of({unit.physical, unit.mode}))].unit;
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
  table_.assign(kFewest, {});
  places_used_ = 0;
  pages_.clear();
  second_.clear();
  chunks_.clear();
  used_ = kChunkBytes;
}

}  // namespace vitrine::engine::interpreter
