// SPDX-License-Identifier: Apache-2.0
// Decoding runs of RV64 instructions into units.
#include "core/engine/interpreter/riscv_translator.h"

#include <iterator>

#include "core/base/sys/os.h"
#include "core/cpu/memory_path.h"
#include "core/engine/interpreter/riscv_tiers.h"
#include "core/guest/riscv64/mmu.h"

namespace vitrine::engine::interpreter {
namespace {

using guest::riscv64::Decoder;
using guest::riscv64::InsnInfo;

constexpr std::size_t kMaxInsns = 64;
constexpr std::size_t kMaxTranslated = 128;
constexpr std::uint64_t page_of(std::uint64_t address) { return address & ~memory::kPageMask; }

bool ends_unit(const InsnInfo& info) { return info.shape != cpu::InsnShape::kStraight; }

cpu::DecodedInsn closing_insn(std::uint16_t pc_offset) {
  cpu::DecodedInsn insn{};
  insn.handler = &cpu::fall_through;
  insn.pc_offset = pc_offset;
  return insn;
}

}  // namespace

RiscvTranslator::RiscvTranslator(guest::riscv64::State& state, VcpuGroup& group, GroupMember& member, std::size_t arena_mib)
    : state_{state}, group_{group}, member_{member}, decoder_{state.extensions}, cache_{arena_mib} {}

cpu::Unit* RiscvTranslator::fail(std::uint64_t pc) {
  state_.pc = pc;
  state_.leave = cpu::Leave::kFault;
  return nullptr;
}

bool RiscvTranslator::fetch_page(std::uint64_t pc, Page& page) {
  cpu::FetchEntry& entry = state_.fetch->fetch_entry(pc);
  if (entry.tag == page_of(pc)) {
    page = {entry.physical | (pc & memory::kPageMask), true};
    return true;
  }
  const cpu::Translation found = state_.cpu->translate(pc, cpu::Access::kFetch, 2);
  if (!found.ok) {
    state_.fault = found.fault;
    return false;
  }
  if (state_.memory->find_readable(found.physical) == nullptr) {
    state_.fault = state_.cpu->access_fault(cpu::Access::kFetch, pc);
    return false;
  }
  page = {found.physical, found.whole_page};
  if (found.whole_page) {
    entry.take(page_of(pc), page_of(found.physical));
    state_.fetch->note(pc);
  }
  return true;
}

// The 16 bits at pc; the line they stand in is marked before it is read, so that no store in between goes unnoticed.
bool RiscvTranslator::read_half(std::uint64_t pc, std::uint16_t& half, Page& page) {
  if (!fetch_page(pc, page)) return false;
  group_.mark_code(member_, page.physical, 2);
  const memory::Block* const block = state_.memory->find(page.physical);
  half = cpu::host_load<std::uint16_t>(block->host + (page.physical - block->base));
  return true;
}

// Appends the instruction at pc to the draft.
bool RiscvTranslator::decode_one(std::uint64_t pc, std::uint16_t pc_offset, std::uint64_t& second_physical) {
  std::uint16_t low = 0, high = 0;
  Page page{};
  if (!read_half(pc, low, page)) return false;
  if (Decoder::length(low) == 4) {
    Page upper{};
    if (!read_half(pc + 2, high, upper)) return false;
    if (page_of(pc) != page_of(pc + 2)) second_physical = upper.physical;
  }
  cpu::DecodedInsn insn = decoder_.decode(low | static_cast<std::uint32_t>(high) << 16, state_.mode);
  insn.pc_offset = pc_offset;
  if (breakpoints_.contains(pc)) insn.handler = &cpu::breakpoint;
  draft_.push_back(insn);
  return true;
}

// Distinguishes units of one physical page that is mapped at several addresses, where a breakpoint stands in one of these.
std::uint32_t RiscvTranslator::alias_of(std::uint64_t pc) const {
  if (breakpoints_.empty()) return 0;
  const auto first = breakpoints_.lower_bound(page_of(pc));
  if (first == breakpoints_.end() || page_of(*first) != page_of(pc)) return 0;
  return static_cast<std::uint32_t>(std::distance(breakpoints_.begin(), first)) + 1;  // steady: changed breakpoints drop every unit
}

cpu::Unit* RiscvTranslator::decode(std::uint64_t pc, const Page& first) {
  const bool single = (state_.mode & guest::riscv64::kModeStep) != 0 || !first.lasting;
  std::uint64_t second_physical = cpu::Unit::kOnePage;
  std::uint16_t bytes = 0;
  draft_.clear();
  while (draft_.size() < kMaxInsns) {
    const std::uint64_t at = pc + bytes;
    // An instruction that crosses into the next page has a unit of its own, and so has what stands behind the page's end.
    const bool last_half = (at & memory::kPageMask) == memory::kPageSize - 2;
    if (bytes > 0 && (page_of(at) != page_of(pc) || last_half || breakpoints_.contains(at))) break;
    if (!decode_one(at, bytes, second_physical)) {
      if (bytes == 0) return fail(pc);
      break;
    }
    bytes = static_cast<std::uint16_t>(bytes + draft_.back().length);
    if (single || ends_unit(decoder_.info(draft_.back().info))) break;
  }
  translated_ += draft_.size();
  draft_.push_back(closing_insn(bytes));
  const UnitKey key{first.physical, state_.mode, alias_of(pc)};
  const auto add = [&] { return first.lasting ? cache_.add(key, second_physical, draft_, bytes) : cache_.add_once(key, draft_, bytes); };
  cpu::Unit* unit = add();
  if (unit == nullptr) {
    ++state_.flushes.unit_memory_full;
    clear();
    unit = add();
  }
  if (tiers_ != nullptr) {
    const bool stops = unit->insns()->handler == &cpu::breakpoint;
    tiers_->adopt(*unit, !single && !stops);
  }
  return unit;
}

void RiscvTranslator::remember(std::uint64_t pc, cpu::Unit& unit) { state_.fetch->set_jump(pc, unit); }

cpu::Unit* RiscvTranslator::find(std::uint64_t pc) {
  Page first{};
  if (!fetch_page(pc, first)) return fail(pc);
  cpu::Unit* unit = first.lasting ? cache_.find({first.physical, state_.mode, alias_of(pc)}) : nullptr;
  if (unit != nullptr && unit->second_physical != cpu::Unit::kOnePage) {
    Page second{};
    if (!fetch_page((pc & ~memory::kPageMask) + memory::kPageSize, second)) return fail(pc);
    if (second.physical != unit->second_physical) {
      forget(page_of(unit->physical), state_.memory->code_lines(unit->physical, 2));
      unit = nullptr;
    }
  }
  if (unit == nullptr) {
    const std::int64_t start = base::sys::monotonic_ns();
    unit = decode(pc, first);
    translation_ns_ += static_cast<std::uint64_t>(base::sys::monotonic_ns() - start);
    if (unit == nullptr) return nullptr;
  }
  // Where protection is finer than a page, every fetch is looked at anew.
  if (first.lasting) remember(pc, *unit);
  return unit;
}

void RiscvTranslator::forget(std::uint64_t page, std::uint64_t lines) {
  cache_.invalidate(page, lines);
  if (tiers_ != nullptr) tiers_->invalidate(page, lines);
}

void RiscvTranslator::set_tiers(RiscvTiers* tiers) {
  clear();
  tiers_ = tiers;
}

cpu::Unit* RiscvTranslator::find_cached(std::uint64_t pc) {
  cpu::Unit* const unit = state_.fetch->jump(pc);
  return unit != nullptr ? unit : find(pc);
}

void RiscvTranslator::decode_further(const cpu::Unit& unit, std::uint64_t pc, std::vector<cpu::DecodedInsn>& insns) {
  insns.assign(unit.insns(), unit.insns() + unit.count);
  draft_.clear();
  while (insns.size() < kMaxTranslated) {
    const cpu::DecodedInsn& last = insns.back();
    if (decoder_.info(last.info).shape != cpu::InsnShape::kBranch || decoder_.info(last.info).format != guest::riscv64::Format::kB) return;
    if (last.imm <= 0) return;  // a loop's end: what follows it is another path
    const std::uint64_t at = pc + last.pc_offset + last.length;
    std::uint64_t second_physical = cpu::Unit::kOnePage;
    // As in decode(): up to the next one that ends a unit.
    for (std::uint64_t here = at;; here += insns.back().length) {
      const bool last_half = (here & memory::kPageMask) == memory::kPageSize - 2;
      if (insns.size() >= kMaxTranslated || page_of(here) != page_of(pc) || last_half || breakpoints_.contains(here)) return;
      draft_.clear();
      if (!decode_one(here, static_cast<std::uint16_t>(here - pc), second_physical)) return;
      insns.push_back(draft_.back());
      if (ends_unit(decoder_.info(insns.back().info))) break;
    }
  }
}

// Translated code could go on inside the block along its own links.
void RiscvTranslator::hide(const memory::Block& block) {
  state_.contexts->forget(block);
  if (tiers_ != nullptr) clear();
}

void RiscvTranslator::withhold_writes(std::uint64_t page) {
  const memory::Block* const block = state_.memory->find(page);
  if (block != nullptr) state_.contexts->withhold_writes(page, block->host + (page - block->base));
}

void RiscvTranslator::apply(const std::vector<Invalidation>& invalidations) {
  for (const Invalidation& invalidation : invalidations) {
    if (invalidation.hidden != nullptr) hide(*invalidation.hidden);
    else if (invalidation.lines == 0) withhold_writes(invalidation.page);
    else {
      ++state_.flushes.code_stores;
      forget(invalidation.page, invalidation.lines);
    }
  }
}

void RiscvTranslator::clear() {
  state_.unit = nullptr;
  state_.contexts->flush_jumps();
  cache_.clear();
  if (tiers_ != nullptr) tiers_->clear();
  ++generation_;
}

void RiscvTranslator::set_breakpoint(std::uint64_t address, bool on) {
  if (on) breakpoints_.insert(address);
  else breakpoints_.erase(address);
  clear();
}

}  // namespace vitrine::engine::interpreter
