// SPDX-License-Identifier: Apache-2.0
// The software TLB and jump cache of one address space in one mode.
#pragma once

#include <array>
#include <bitset>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>

#include "core/cpu/handler_abi.h"
#include "core/memory/guest_memory.h"

namespace vitrine::cpu {

inline constexpr std::uint64_t kNoTag = 1;  // never equals a page address
inline constexpr std::size_t kTlbEntries = 1024;
inline constexpr std::size_t kJumpEntries = 16384;
inline constexpr std::size_t kFetchEntries = 256;

// The stretch of the virtual space that one access of translated code, or one group of accesses beside one another, may use without a look-up:
// addresses a with a - base < size.  A slot belongs to accesses of one span and direction, and size allows for the span.
struct RangeSlot {
  std::uint64_t base = 0;
  std::uint64_t size = 0;
  std::uint64_t addend = 0;  // host address = guest virtual address + addend
};

// The slots of one span and direction.
struct RangeClass {
  std::uint16_t first, count;
};
// By log2 of the width: bytes, halves, words, doublewords, which most accesses are; then groups of loads, and of stores and loads.
inline constexpr unsigned kRangeClasses = 6;
inline constexpr std::uint16_t kRangeSpans[kRangeClasses] = {1, 2, 4, 8, 64, 256};  // bytes
inline constexpr RangeClass kLoadRanges[kRangeClasses] = {{0, 128}, {128, 64}, {192, 128}, {320, 256}, {576, 160}, {736, 64}};
inline constexpr RangeClass kStoreRanges[kRangeClasses] = {{800, 64}, {864, 32}, {896, 96}, {992, 160}, {1152, 160}, {1312, 96}};
inline constexpr std::size_t kFirstStoreRange = 800;
inline constexpr std::size_t kRanges = 1408;
inline constexpr std::uint64_t kWidestSpan = kRangeSpans[kRangeClasses - 1];

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
    if (shift <= kMegaShift) mega_.set(index(address, kMegaShift));
    else if (shift <= kGigaShift) giga_.set(index(address, kGigaShift));
    else everywhere_ = true;
  }
  // log2 of the largest leaf that may hold the address: 12 for none, 64 when all of the context is suspect.
  [[nodiscard]] unsigned shift_at(std::uint64_t address) const {
    if (everywhere_) return 64;
    if (giga_.test(index(address, kGigaShift))) return kGigaShift;
    return mega_.test(index(address, kMegaShift)) ? kMegaShift : 12;
  }
  void clear() { *this = LargePages{}; }

 private:
  static constexpr unsigned kMegaShift = 21, kGigaShift = 30;
  static constexpr std::size_t kRegions = 1024;
  // The two halves of the space, programs' and the system's, do not meet.
  [[nodiscard]] static std::size_t index(std::uint64_t address, unsigned shift) {
    return (address >> shift & (kRegions / 2 - 1)) | (address >> 63) * (kRegions / 2);
  }
  std::bitset<kRegions> mega_, giga_;
  bool everywhere_ = false;
};

// A page that instructions are fetched from.
struct FetchEntry {
  std::uint64_t tag = kNoTag;
  std::uint64_t physical = 0;
  // A bit for each page that gave its place here to another one since the last flush, by hash: jumps into it may stand in the jump cache.
  std::uint64_t evicted = 0;

  [[nodiscard]] static std::uint64_t bit_of(std::uint64_t address) {
    return std::uint64_t{1} << (((address >> 20) ^ (address >> 26) ^ (address >> 32)) & 63);
  }
  // Bits of the aligned region of 2^shift bytes around the address, all where it is large.
  [[nodiscard]] static std::uint64_t bits_of(std::uint64_t address, unsigned shift) {
    constexpr unsigned kMega = 21;
    if (shift > kMega) return ~std::uint64_t{0};
    const std::uint64_t first = address >> shift << shift;
    return bit_of(first) | bit_of(first + (std::uint64_t{1} << (shift - 1)));
  }
  // May the jump cache hold a place in the page of `address`, which this entry is for?
  [[nodiscard]] bool may_hold(std::uint64_t address) const {
    return tag == (address & ~memory::kPageMask) || (evicted & bit_of(address)) != 0;
  }
  void take(std::uint64_t page, std::uint64_t physical_page) {
    if (tag != kNoTag && tag != page) evicted |= bit_of(tag);
    tag = page;
    physical = physical_page;
  }
};

// Which 2 MiB regions, by hash, something is known of: most invalidations name a region that a context knows nothing of.
class KnownRegions {
 public:
  void note(std::uint64_t first, std::uint64_t last) {
    const std::uint64_t regions = (last >> kShift) - (first >> kShift) + 1;
    std::bitset<kRegions>& half = of(first);
    if (regions >= kRegions || (first ^ last) >> 63 != 0) return set_all();
    for (std::uint64_t i = 0; i < regions; ++i) half.set(((first >> kShift) + i) % kRegions);
  }
  [[nodiscard]] bool may_meet(std::uint64_t first, std::uint64_t last) const {
    const std::uint64_t regions = (last >> kShift) - (first >> kShift) + 1;
    if (regions >= kRegions || (first ^ last) >> 63 != 0) return true;
    const std::bitset<kRegions>& half = first >> 63 != 0 ? upper_ : lower_;
    for (std::uint64_t i = 0; i < regions; ++i)
      if (half.test(((first >> kShift) + i) % kRegions)) return true;
    return false;
  }
  void clear() { *this = KnownRegions{}; }

 private:
  static constexpr unsigned kShift = 21;
  static constexpr std::size_t kRegions = 1024;
  [[nodiscard]] std::bitset<kRegions>& of(std::uint64_t address) { return address >> 63 != 0 ? upper_ : lower_; }
  void set_all() {
    lower_.set();
    upper_.set();
  }
  std::bitset<kRegions> lower_, upper_;
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
  static constexpr std::size_t kJumpChunk = 64;
  std::bitset<kJumpEntries / kJumpChunk> jump_chunks;  // those that were written to since the last flush
  LargePages large;                                    // noted by the guest's walk, cleared by flush()
  bool empty = true;                                   // nothing was filled since the last flush
  bool has_ranges = false;
  KnownRegions regions;  // that were filled from since the last flush

  [[nodiscard]] static std::size_t tlb_index(std::uint64_t address) { return (address >> 12) % kTlbEntries; }
  // Cheap enough for translated code to compute.  The entries of a page lie in one bank of the table, beside one another.
  static constexpr std::size_t kJumpBank = 2048;
  // Where an entry goes that another one drives out, in the same bank: looked at out of line.
  static constexpr std::size_t kOtherJump = kJumpBank / 2;
  [[nodiscard]] static std::size_t jump_index(std::uint64_t pc) { return ((pc ^ (pc >> 12)) >> 1) % kJumpEntries; }
  [[nodiscard]] FetchEntry& fetch_entry(std::uint64_t pc) { return fetches[(pc >> 12) % kFetchEntries]; }
  [[nodiscard]] TlbEntry& entry(std::uint64_t address) { return tlb[tlb_index(address)]; }
  // Becomes as good as `other` for data.
  void copy_data(const MmuContext& other);
  void set_jump(std::uint64_t pc, Unit& unit) {
    const std::size_t index = jump_index(pc), other = index ^ kOtherJump;
    const JumpEntry driven_out = std::exchange(jumps[index], {pc, &unit});
    // Those in their own place stay.
    const bool is_guest = jumps[other].pc == kNoTag || jump_index(jumps[other].pc) != other;
    if (driven_out.pc != kNoTag && driven_out.pc != pc && is_guest && jump_index(driven_out.pc) == index) jumps[other] = driven_out;
    jump_chunks.set(index / kJumpChunk);
    jump_chunks.set(other / kJumpChunk);
    empty = false;
  }
  // nullptr: not known.
  [[nodiscard]] Unit* jump(std::uint64_t pc) const {
    const std::size_t index = jump_index(pc);
    if (jumps[index].pc == pc) return jumps[index].unit;
    return jumps[index ^ kOtherJump].pc == pc ? jumps[index ^ kOtherJump].unit : nullptr;
  }
  // Something is filled for an address.
  void note(std::uint64_t address) {
    regions.note(address, address);
    empty = false;
  }
  void flush();
  void flush_page(std::uint64_t address);
  // Jumps into [first, last] and fetches from it.
  void flush_jumps(std::uint64_t first, std::uint64_t last);
  void flush_jumps();  // everything that instruction fetch derived
  void forget(const memory::Block& block);
  void flush_all_ranges();
  // Puts a range into one of the slots.
  void set_range(RangeSlot& slot, const RangeSlot& range) {
    slot = range;
    has_ranges = true;
    regions.note(range.base, range.base + (range.size + (kWidestSpan - 2)));
  }
  // Range slots that reach into [first, last].
  void flush_ranges(std::uint64_t first, std::uint64_t last);

 private:
  // Calls visit(jump) for the entries of [first, first + count) that may be in use.
  template <class Visit> void for_each_jump(std::size_t first, std::size_t count, Visit visit) {
    for (std::size_t chunk = first / kJumpChunk; chunk < (first + count) / kJumpChunk; ++chunk)
      if (jump_chunks.test(chunk))
        for (std::size_t i = 0; i < kJumpChunk; ++i) visit(jumps[chunk * kJumpChunk + i]);
  }
  void flush_all_jumps();
};

// The contexts of one vCPU, found by key; the least recently used gives way.
class ContextPool {
 public:
  static constexpr std::size_t kContexts = 24;
  ContextPool();
  [[nodiscard]] MmuContext& find(std::uint64_t root, std::uint64_t mode);
  // The same, where `current` is a context of this pool, or nullptr, and often the one that is looked for.
  [[nodiscard]] MmuContext& find(std::uint64_t root, std::uint64_t mode, MmuContext* current) {
    return is_current(root, mode, current) ? *current : find(root, mode);
  }
  // The same for a context of data pages that are the same in all address spaces: a new one begins with what `current`, of another address space,
  // knows if that is such a context too.
  [[nodiscard]] MmuContext& find_global(std::uint64_t root, std::uint64_t mode, MmuContext* current);
  // From now on no context counts as one of find_global().
  void forget_global();
  // Calls visit(context) for those that hold something and pass(root, is_global).
  template <class Pass, class Visit> void for_each(Pass passes, Visit visit) {
    for (std::size_t i = 0; i < kContexts; ++i)
      if (keys_[i].last_used != 0 && passes(keys_[i].root, keys_[i].is_global) && !(*contexts_)[i].empty) visit((*contexts_)[i]);
  }
  void flush_all();
  void flush_jumps();
  // How often a context gave way to another address space.
  [[nodiscard]] std::uint64_t evictions() const { return evictions_; }
  // Every context: no fast stores to this physical page, which the host holds at `host`, any more (it holds translated code now).
  void withhold_writes(std::uint64_t physical_page, const std::byte* host);
  // Every context: no fast loads from the block any more, and no fetches (its device hides it).
  void forget(const memory::Block& block);
  // Counts forget(): what was derived from a context before must not be used after.
  [[nodiscard]] std::uint64_t forgotten() const { return forgotten_; }

 private:
  // Beside one another, while the contexts are large and far apart.
  struct Key {
    std::uint64_t root = 0, mode = 0;
    std::uint64_t last_used = 0;  // 0: never
    bool is_global = false;
  };
  [[nodiscard]] std::size_t index_of(const MmuContext& context) const { return static_cast<std::size_t>(&context - contexts_->data()); }
  [[nodiscard]] bool is_current(std::uint64_t root, std::uint64_t mode, const MmuContext* current) {
    if (current == nullptr || current->key_root != root || current->key_mode != mode) return false;
    keys_[index_of(*current)].last_used = ++clock_;
    return true;
  }

  std::unique_ptr<std::array<MmuContext, kContexts>> contexts_;
  std::array<Key, kContexts> keys_{};
  std::uint64_t clock_ = 0;
  std::uint64_t evictions_ = 0;
  std::uint64_t forgotten_ = 0;
};

}  // namespace vitrine::cpu
