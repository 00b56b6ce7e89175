// SPDX-License-Identifier: Apache-2.0
// The software TLB and jump cache of one address space in one mode.
#pragma once

#include <array>
#include <bitset>
#include <cstddef>
#include <cstdint>
#include <memory>

#include "core/cpu/handler_abi.h"
#include "core/memory/guest_memory.h"

namespace vitrine::cpu {

inline constexpr std::uint64_t kNoTag = 1;  // never equals a page address
inline constexpr std::size_t kTlbEntries = 1024;
inline constexpr std::size_t kJumpEntries = 4096;
inline constexpr std::size_t kFetchEntries = 256;

// The stretch of the virtual space that one access of translated code may use without a look-up: addresses a with a - base < size.  A slot
// belongs to accesses of one width and direction, and size allows for the width.
struct RangeSlot {
  std::uint64_t base = 0;
  std::uint64_t size = 0;
  std::uint64_t addend = 0;  // host address = guest virtual address + addend
};

// The slots of one width and direction.
struct RangeClass {
  std::uint16_t first, count;
};
// By log2 of the width: bytes, halves, words, doublewords.  Most accesses are as wide as registers.
inline constexpr RangeClass kLoadRanges[] = {{0, 128}, {128, 64}, {192, 192}, {384, 384}};
inline constexpr RangeClass kStoreRanges[] = {{768, 64}, {832, 32}, {864, 128}, {992, 288}};
inline constexpr std::size_t kFirstStoreRange = 768;
inline constexpr std::size_t kRanges = 1280;

// A 4 KiB page of the guest's virtual space.  A tag is the page's address while accesses of that kind may take the fast path, else kNoTag:
// the write tag is withheld for pages that hold translated code, are clean in their page table, or are watched.
struct TlbEntry {
  std::uint64_t read_tag = kNoTag;
  std::uint64_t write_tag = kNoTag;
  std::uint64_t addend = 0;    // host address = guest virtual address + addend
  std::uint64_t physical = 0;  // page address
};

struct JumpEntry {
  std::uint64_t pc = kNoTag;
  Unit* unit = nullptr;
};

// Where a context was filled from leaves larger than 4 KiB: invalidating one address there has to drop every page of its leaf.
class LargePages {
 public:
  void note(std::uint64_t address, unsigned shift) {
    if (shift <= 12) return;
    if (shift <= kMegaShift) mega_.set(address >> kMegaShift & (kRegions - 1));
    else if (shift <= kGigaShift) giga_.set(address >> kGigaShift & (kRegions - 1));
    else everywhere_ = true;
  }
  // log2 of the largest leaf that may hold the address: 12 for none, 64 when all of the context is suspect.
  [[nodiscard]] unsigned shift_at(std::uint64_t address) const {
    if (everywhere_) return 64;
    if (giga_.test(address >> kGigaShift & (kRegions - 1))) return kGigaShift;
    return mega_.test(address >> kMegaShift & (kRegions - 1)) ? kMegaShift : 12;
  }
  void clear() { *this = LargePages{}; }

 private:
  static constexpr unsigned kMegaShift = 21, kGigaShift = 30;
  static constexpr std::size_t kRegions = 512;
  std::bitset<kRegions> mega_, giga_;
  bool everywhere_ = false;
};

// A page that instructions are fetched from.
struct FetchEntry {
  std::uint64_t tag = kNoTag;
  std::uint64_t physical = 0;
  bool crowded = false;  // several pages shared this entry since the last flush: jumps into any of them may stand in the jump cache
};

// One address space (root and ASID) in one mode, as the guest ISA keys it (for instruction fetch the mode is all that decoding depends on).  Several are alive, so that a context switch loads one pointer.
// Only its vCPU's own thread touches it.
struct MmuContext {
  std::array<TlbEntry, kTlbEntries> tlb;
  std::array<JumpEntry, kJumpEntries> jumps;
  std::array<FetchEntry, kFetchEntries> fetches;
  std::array<RangeSlot, kRanges> ranges;
  std::uint64_t key_root = 0;  // guest ISA: translation root and mode (RISC-V: satp)
  std::uint64_t key_mode = 0;  // guest ISA: privilege and permission toggles
  std::uint64_t last_used = 0;
  LargePages large;   // noted by the guest's walk, cleared by flush()
  bool empty = true;  // nothing was filled since the last flush
  bool has_ranges = false;

  [[nodiscard]] static std::size_t tlb_index(std::uint64_t address) { return (address >> 12) % kTlbEntries; }
  // Cheap enough for translated code to compute.  The entries of a page lie in one half of the table.
  [[nodiscard]] static std::size_t jump_index(std::uint64_t pc) { return ((pc ^ (pc >> 12)) >> 1) % kJumpEntries; }
  [[nodiscard]] FetchEntry& fetch_entry(std::uint64_t pc) { return fetches[(pc >> 12) % kFetchEntries]; }
  [[nodiscard]] TlbEntry& entry(std::uint64_t address) { return tlb[tlb_index(address)]; }
  void flush();
  void flush_page(std::uint64_t address);
  void flush_jumps();  // everything that instruction fetch derived
  void forget(const memory::Block& block);
  // Range slots that reach into [first, last].
  void flush_ranges(std::uint64_t first, std::uint64_t last);
};

// The contexts of one vCPU, found by key; the least recently used gives way.
class ContextPool {
 public:
  static constexpr std::size_t kContexts = 24;
  ContextPool();
  [[nodiscard]] MmuContext& find(std::uint64_t root, std::uint64_t mode);
  [[nodiscard]] std::array<MmuContext, kContexts>& all() { return *contexts_; }
  void flush_all();
  void flush_jumps();
  // How often a context gave way to another address space.
  [[nodiscard]] std::uint64_t evictions() const { return evictions_; }
  // Every context: no fast stores to this physical page, which the host holds at `host`, any more (it holds translated code now).
  void withhold_writes(std::uint64_t physical_page, const std::byte* host);
  // Every context: no fast loads from the block any more, and no fetches (its device hides it).
  void forget(const memory::Block& block);

 private:
  std::unique_ptr<std::array<MmuContext, kContexts>> contexts_;
  std::uint64_t clock_ = 0;
  std::uint64_t evictions_ = 0;
};

}  // namespace vitrine::cpu
