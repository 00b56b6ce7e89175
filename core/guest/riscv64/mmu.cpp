// SPDX-License-Identifier: Apache-2.0
// The page walk.  Privileged ISA, sections "Virtual Address Translation Process" and "Svadu Extension for Hardware Updating of A/D Bits".
#include "core/guest/riscv64/mmu.h"

#include <algorithm>

#include "core/base/bits.h"
#include "core/guest/riscv64/csr_bits.h"
#include "core/guest/riscv64/privileged.h"

namespace vitrine::guest::riscv64 {
namespace {

using cpu::Access;
using cpu::Translation;

enum Pte : std::uint64_t {
  kPteV = 1u << 0,
  kPteR = 1u << 1,
  kPteW = 1u << 2,
  kPteX = 1u << 3,
  kPteU = 1u << 4,
  kPteG = 1u << 5,
  kPteA = 1u << 6,
  kPteD = 1u << 7,
  // Bits 60–54 are reserved; 62–61 (Svpbmt) and 63 (Svnapot) belong to extensions that no model has.
  kPteReserved = std::uint64_t{0x3ff} << 54,
  kPtePpn = ((std::uint64_t{1} << 44) - 1) << 10,
};

// Without paging everything is one stretch, of which physical memory protection is left to decide.
constexpr unsigned kBareShift = 40;

enum class WalkEnd : std::uint8_t { kLeaf, kPageFault, kAccessFault };

struct Walk {
  WalkEnd end = WalkEnd::kPageFault;
  std::uint64_t pte = 0;
  std::uint64_t pte_address = 0;
  unsigned level = 0;  // of the leaf: 0 is a 4 KiB page
  bool is_global = false;

  [[nodiscard]] unsigned shift() const { return 12 + 9 * level; }
  [[nodiscard]] std::uint64_t physical(std::uint64_t address) const {
    const std::uint64_t inside = (std::uint64_t{1} << shift()) - 1;
    return ((pte & kPtePpn) << 2 & ~inside) | (address & inside);
  }
};

// 0 for bare.
unsigned levels_of(std::uint64_t satp) {
  const auto mode = static_cast<unsigned>(satp >> kSatpModeShift);
  return mode == kSatpBare ? 0 : mode - kSatpSv39 + 3;
}

cpu::GuestFault page_fault(Access access, std::uint64_t address) {
  static constexpr Cause kCauses[] = {kLoadPageFault, kStorePageFault, kInsnPageFault};
  return {.cause = kCauses[static_cast<unsigned>(access)], .value = address};
}

cpu::GuestFault access_fault(Access access, std::uint64_t address) {
  static constexpr Cause kCauses[] = {kLoadAccessFault, kStoreAccessFault, kInsnAccessFault};
  return {.cause = kCauses[static_cast<unsigned>(access)], .value = address};
}

Translation faulting(const cpu::GuestFault& fault) {
  Translation out;
  out.fault = fault;
  return out;
}

// A leaf whose low page numbers are not zero is a misaligned large page.
bool leaf_is_aligned(const Walk& walk) { return base::bits(walk.pte, 9 + 9 * walk.level, 10) == 0; }

// Follows the tables down to a leaf, checked for form, not for permissions.
Walk find_leaf(const State& state, std::uint64_t address, bool checked) {
  Walk walk;
  const unsigned levels = levels_of(state.csr.satp);
  const unsigned width = 12 + 9 * levels;
  if (static_cast<std::uint64_t>(base::sign_extend(address, width)) != address) return walk;
  std::uint64_t table = (state.csr.satp & kSatpPpn) << 12;
  for (walk.level = levels; walk.level-- > 0;) {
    walk.pte_address = table + base::bits(address, 20 + 9 * walk.level, 12 + 9 * walk.level) * 8;
    const auto pte = state.memory->load_word(walk.pte_address);
    if (!pte || (checked && !check_pmp(state, walk.pte_address, 8, Access::kLoad, Privilege::kSupervisor).allowed)) {
      walk.end = WalkEnd::kAccessFault;
      return walk;
    }
    walk.pte = *pte;
    walk.is_global = walk.is_global || (*pte & kPteG) != 0;
    if ((*pte & kPteV) == 0 || (*pte & (kPteR | kPteW)) == kPteW || (*pte & kPteReserved) != 0) return walk;
    if ((*pte & (kPteR | kPteX)) != 0) {
      if (walk.level == 0 || leaf_is_aligned(walk)) walk.end = WalkEnd::kLeaf;
      return walk;
    }
    if ((*pte & (kPteD | kPteA | kPteU)) != 0) return walk;  // reserved in pointers
    table = (*pte & kPtePpn) << 2;
  }
  walk.level = 0;
  return walk;
}

// Do U, SUM, MXR, R, W and X allow it?
bool leaf_permits(const State& state, std::uint64_t pte, Access access, Privilege privilege) {
  const bool user_page = (pte & kPteU) != 0;
  if (privilege == Privilege::kUser && !user_page) return false;
  if (privilege == Privilege::kSupervisor && user_page && (access == Access::kFetch || (state.csr.mstatus & kStatusSum) == 0)) return false;
  switch (access) {
    case Access::kLoad: return (pte & kPteR) != 0 || ((pte & kPteX) != 0 && (state.csr.mstatus & kStatusMxr) != 0);
    case Access::kStore: return (pte & kPteW) != 0;
    case Access::kFetch: return (pte & kPteX) != 0;
  }
  return false;
}

enum class Update : std::uint8_t { kDone, kRetry, kPageFault, kAccessFault };

// Sets A, and D for stores, in the leaf where Svadu is on.
Update update_leaf(State& state, Walk& walk, Access access) {
  const std::uint64_t wanted = kPteA | (access == Access::kStore ? std::uint64_t{kPteD} : 0);
  if ((walk.pte & wanted) == wanted) return Update::kDone;
  if ((state.csr.menvcfg & kEnvAdue) == 0) return Update::kPageFault;
  if (!check_pmp(state, walk.pte_address, 8, Access::kStore, Privilege::kSupervisor).allowed) return Update::kAccessFault;
  using Exchange = memory::GuestMemory::Exchange;
  switch (state.memory->exchange_word(walk.pte_address, walk.pte, walk.pte | wanted)) {
    case Exchange::kDone: walk.pte |= wanted; return Update::kDone;
    case Exchange::kChanged: return Update::kRetry;
    case Exchange::kRefused: return Update::kAccessFault;
  }
  return Update::kAccessFault;
}

// The last step of both ways, with and without paging: PMP on the access itself, and what holds for the rest of its page.
Translation finish(const State& state, std::uint64_t address, std::uint64_t physical, Access access, unsigned size_bytes,
                   Privilege privilege) {
  const PmpAnswer pmp = check_pmp(state, physical, size_bytes, access, privilege);
  if (!pmp.allowed) return faulting(access_fault(access, address));
  Translation out;
  out.ok = true;
  out.physical = physical;
  out.whole_page = pmp.whole_page;
  if (access == Access::kFetch || !pmp.whole_page) return out;
  out.may_read = access == Access::kLoad || check_pmp(state, physical, size_bytes, Access::kLoad, privilege).allowed;
  out.may_write = access == Access::kStore || check_pmp(state, physical, size_bytes, Access::kStore, privilege).allowed;
  return out;
}

Translation translate_paged(State& state, std::uint64_t address, Access access, unsigned size_bytes, Privilege privilege) {
  while (true) {
    Walk walk = find_leaf(state, address, true);
    if (walk.end == WalkEnd::kAccessFault) return faulting(access_fault(access, address));
    if (walk.end == WalkEnd::kPageFault || !leaf_permits(state, walk.pte, access, privilege)) return faulting(page_fault(access, address));
    const Update update = update_leaf(state, walk, access);
    if (update == Update::kRetry) continue;  // another hart changed the entry: its new contents count
    if (update == Update::kPageFault) return faulting(page_fault(access, address));
    if (update == Update::kAccessFault) return faulting(access_fault(access, address));
    cpu::MmuContext* const context = access == Access::kFetch ? state.fetch : state.data;
    if (context != nullptr) context->large.note(address, walk.shift());
    const bool as_supervisor = privilege == Privilege::kSupervisor && (access == Access::kFetch || (state.csr.mstatus & kStatusSum) == 0);
    if (as_supervisor && state.contexts != nullptr) note_supervisor_page(state, walk.is_global);
    Translation out = finish(state, address, walk.physical(address), access, size_bytes, privilege);
    out.may_read = out.may_read && leaf_permits(state, walk.pte, Access::kLoad, privilege);
    out.may_write = out.may_write && (walk.pte & kPteD) != 0 && leaf_permits(state, walk.pte, Access::kStore, privilege);
    return out;
  }
}

using cpu::AddressRange;

AddressRange aligned_around(std::uint64_t address, unsigned shift) {
  const std::uint64_t first = address >> shift << shift;
  return {first, first + (std::uint64_t{1} << shift)};
}

// The pages around one, in the same table, whose entries differ from its own in nothing but that they follow one another.
AddressRange alike_neighbours(const State& state, const Walk& walk, std::uint64_t page, Access access) {
  constexpr std::uint64_t kNext = std::uint64_t{1} << 10;  // the next page's number, in an entry
  constexpr unsigned kEntries = 512;
  constexpr unsigned kFar = 32;  // to each side: slots that grow meet again
  // A page that is clean need not stay so, and only loads may ignore it.
  const std::uint64_t wanted = kPteA | (access == Access::kStore ? std::uint64_t{kPteD} : 0);
  const std::uint64_t ignored = access == Access::kStore ? 0 : std::uint64_t{kPteD};
  const auto index = static_cast<unsigned>(base::bits(page, 20, 12));
  const std::uint64_t table = walk.pte_address - std::uint64_t{index} * 8;
  AddressRange range{page, page + memory::kPageSize};
  const auto is_alike = [&](unsigned other) {
    const auto entry = state.memory->load_word(table + std::uint64_t{other} * 8);
    const std::uint64_t expected = walk.pte + (std::uint64_t{other} - index) * kNext;
    return entry && ((*entry ^ expected) & ~ignored) == 0 && (*entry & wanted) == wanted;
  };
  const unsigned lowest = index > kFar ? index - kFar : 0, highest = std::min(index + kFar, kEntries);
  for (unsigned other = index; other > lowest && is_alike(other - 1); --other) range.first -= memory::kPageSize;
  for (unsigned other = index + 1; other < highest && is_alike(other); ++other) range.end += memory::kPageSize;
  return range;
}

}  // namespace

Translation translate(State& state, std::uint64_t address, Access access, unsigned size_bytes) {
  const Privilege privilege = access == Access::kFetch ? state.privilege : data_privilege(state);
  if (privilege == Privilege::kMachine || levels_of(state.csr.satp) == 0)
    return finish(state, address, address, access, size_bytes, privilege);
  return translate_paged(state, address, access, size_bytes, privilege);
}

cpu::AddressRange linear_stretch(const State& state, std::uint64_t address, Access access) {
  const Privilege privilege = data_privilege(state);
  if (privilege == Privilege::kMachine || levels_of(state.csr.satp) == 0)
    return aligned_around(address, uniform_stretch(state, address, kBareShift));
  const Walk walk = find_leaf(state, address, true);
  if (walk.end != WalkEnd::kLeaf) return aligned_around(address, 12);
  const std::uint64_t physical = walk.physical(address);
  if (walk.level > 0) return aligned_around(address, uniform_stretch(state, physical, walk.shift()));
  const std::uint64_t page = address & ~memory::kPageMask;
  const AddressRange neighbours = alike_neighbours(state, walk, page, access);
  // What PMP treats alike is an aligned block of physical addresses, which need not be aligned alike in the virtual ones.
  const std::uint64_t block = std::uint64_t{1} << uniform_stretch(state, physical, 12 + 9);
  const std::uint64_t inside = (physical & ~memory::kPageMask) & (block - 1);
  return {std::max(neighbours.first, page - std::min(page, inside)), std::min(neighbours.end, page + (block - inside))};
}

Translation probe(const State& state, std::uint64_t address) {
  Translation out;
  out.physical = address;
  if (state.privilege == Privilege::kMachine || levels_of(state.csr.satp) == 0) {
    out.ok = true;
    return out;
  }
  const Walk walk = find_leaf(state, address, false);
  out.ok = walk.end == WalkEnd::kLeaf;
  out.physical = out.ok ? walk.physical(address) : 0;
  return out;
}

}  // namespace vitrine::guest::riscv64
