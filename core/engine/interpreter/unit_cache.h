// SPDX-License-Identifier: Apache-2.0
// The decoded units of one vCPU: found by physical address and mode, dropped by code line.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <unordered_map>
#include <vector>

#include "core/cpu/handler_abi.h"

namespace vitrine::engine::interpreter {

// What a unit is found by.
struct UnitKey {
  std::uint64_t physical;
  std::uint32_t mode;
  std::uint32_t alias = 0;  // of cpu::Unit
};

// Units live in an arena until clear(); a dropped unit only becomes unreachable and stale, so that a running chain of handlers may still
// stand in it.  Thread: the vCPU's own.
class UnitCache {
 public:
  explicit UnitCache(std::size_t arena_mib);
  [[nodiscard]] cpu::Unit* find(UnitKey key) const;
  // Copies the instructions (the closing pseudo-instruction included).  nullptr when the arena is full: clear() first.
  cpu::Unit* add(UnitKey key, std::uint64_t second_physical, std::span<const cpu::DecodedInsn> insns, std::uint16_t bytes);
  // Likewise, but find() never gives the unit and nobody links to it: it serves once.
  cpu::Unit* add_once(UnitKey key, std::span<const cpu::DecodedInsn> insns, std::uint16_t bytes);
  // Drops the units that overlap the 64-byte lines of a physical page.
  void invalidate(std::uint64_t page, std::uint64_t lines);
  // Drops everything and frees the arena.  Nobody may hold a unit across it.
  void clear();
  [[nodiscard]] std::uint64_t units_made() const { return units_made_; }
  [[nodiscard]] std::size_t bytes_used() const { return (chunks_.size() * kChunkBytes) - (kChunkBytes - used_); }

 private:
  static constexpr std::size_t kChunkBytes = std::size_t{1} << 20;
  static constexpr std::size_t kFewest = std::size_t{1} << 14;

  // A place of the table: the key beside the unit, so that a look-up touches one line and the unit itself.
  struct Place {
    std::uint64_t tag = 0;
    cpu::Unit* unit = nullptr;  // of this tag; they follow one another by next_in_bucket
  };
  // All of a key but the alias, which hardly ever differs.  Instructions stand at even addresses: no tag is 0.
  [[nodiscard]] static std::uint64_t tag_of(UnitKey key) { return key.physical << 8 | 0x100 | (key.mode & 0xff); }
  [[nodiscard]] std::size_t place_of(std::uint64_t tag) const;
  void grow();
  cpu::Unit* place(UnitKey key, std::span<const cpu::DecodedInsn> insns, std::uint16_t bytes);
  void drop(cpu::Unit& unit);
  std::byte* allocate(std::size_t bytes);

  std::size_t max_chunks_;
  std::vector<Place> table_;  // a power of two, at most half full; a place that was used keeps its tag
  std::size_t places_used_ = 0;
  std::unordered_map<std::uint64_t, cpu::Unit*> pages_;                // units that begin in a page, as a list
  std::unordered_map<std::uint64_t, std::vector<cpu::Unit*>> second_;  // units that end in a page after the one they begin in
  std::vector<std::unique_ptr<std::byte[]>> chunks_;
  std::size_t used_ = kChunkBytes;  // of the last chunk
  std::uint64_t units_made_ = 0;
};

}  // namespace vitrine::engine::interpreter
