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

  // Is it the unit at this pc, decoded in this mode?
  [[nodiscard]] bool leads_to(std::uint64_t at, std::uint32_t mode) const { return pc == at && unit->mode == mode; }
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
};

// One address space (root and ASID) in one mode, as the guest ISA keys it.  Several are alive, so that a context switch loads one pointer.
// Only its vCPU's own thread touches it.
struct MmuContext {
  std::array<TlbEntry, kTlbEntries> tlb;
  std::array<JumpEntry, kJumpEntries> jumps;
  std::array<FetchEntry, kFetchEntries> fetches;
  std::uint64_t key_root = 0;  // guest ISA: translation root and mode (RISC-V: satp)
  std::uint64_t key_mode = 0;  // guest ISA: privilege and permission toggles
  std::uint64_t last_used = 0;
  LargePages large;   // noted by the guest's walk, cleared by flush()
  bool empty = true;  // nothing was filled since the last flush

  [[nodiscard]] static std::size_t tlb_index(std::uint64_t address) { return (address >> 12) % kTlbEntries; }
  // The 64 entries of a page stand together, so that dropping a page's jumps is cheap.
  [[nodiscard]] static std::size_t jump_index(std::uint64_t pc) {
    const std::uint64_t page = pc >> 12;
    return ((page ^ (page >> 6)) & 63) << 6 | (((pc >> 1) ^ (pc >> 7)) & 63);
  }
  [[nodiscard]] FetchEntry& fetch_entry(std::uint64_t pc) { return fetches[(pc >> 12) % kFetchEntries]; }
  [[nodiscard]] TlbEntry& entry(std::uint64_t address) { return tlb[tlb_index(address)]; }
  void flush();
  void flush_page(std::uint64_t address);
  void flush_jumps();  // everything that instruction fetch derived
  void forget(const memory::Block& block);
};

// The contexts of one vCPU, found by key; the least recently used gives way.
class ContextPool {
 public:
  static constexpr std::size_t kContexts = 16;
  ContextPool();
  [[nodiscard]] MmuContext& find(std::uint64_t root, std::uint64_t mode);
  [[nodiscard]] std::array<MmuContext, kContexts>& all() { return *contexts_; }
  void flush_all();
  void flush_jumps();
  // Every context: no fast stores to this physical page any more (it holds translated code now).
  void withhold_writes(std::uint64_t physical_page);
  // Every context: no fast loads from the block any more, and no fetches (its device hides it).
  void forget(const memory::Block& block);

 private:
  std::unique_ptr<std::array<MmuContext, kContexts>> contexts_;
  std::uint64_t clock_ = 0;
};

}  // namespace vitrine::cpu
