// SPDX-License-Identifier: Apache-2.0
// Translating hot units, and going on where translated code leaves off.
#include "core/engine/interpreter/riscv_tiers.h"

#include <algorithm>
#include <utility>

#include "core/base/sys/os.h"
#include "core/cpu/handlers.h"
#include "core/engine/interpreter/riscv_homes.h"
#include "core/engine/interpreter/riscv_recorder.h"
#include "core/engine/interpreter/riscv_translator.h"
#include "core/engine/interpreter/translation_listing.h"
#include "core/guest/riscv64/mmu.h"

namespace vitrine::engine::interpreter {

namespace riscv = guest::riscv64;
using codegen::Exit;
using codegen::ExitKind;
using cpu::DecodedInsn;
using cpu::Leave;
using cpu::Unit;
using cpu::VcpuState;

namespace {

constexpr std::size_t kNamedCodeMib = 512;

constexpr std::uint64_t page_of(std::uint64_t address) { return address & ~memory::kPageMask; }

// Translated code carries its owner in VcpuState::translations for the callbacks; the tiers are the owner's owner.
RiscvTiers& tiers_of(VcpuState& state) { return *static_cast<RiscvTranslator*>(state.engine)->tiers(); }

std::uint64_t lines_of(std::uint64_t physical, std::uint32_t bytes) {
  const std::uint64_t first = (physical & memory::kPageMask) / memory::kCodeLine;
  const std::uint64_t last = std::min(((physical & memory::kPageMask) + bytes - 1) / memory::kCodeLine, std::uint64_t{63});
  return (~std::uint64_t{0} << first) & (~std::uint64_t{0} >> (63 - last));
}

}  // namespace

base::Result<std::unique_ptr<RiscvTiers>> RiscvTiers::create(riscv::State& state, RiscvTranslator& translator, const TierConfig& config) {
  const bool named = static_cast<bool>(config.code_listener);
  TRY_ASSIGN(auto jit, jit::Jit::create(riscv_homes(), (named ? std::max(kNamedCodeMib, config.code_mib) : config.code_mib) << 20, named));
  return std::unique_ptr<RiscvTiers>{new RiscvTiers{state, translator, config, std::move(jit)}};
}

RiscvTiers::RiscvTiers(riscv::State& state, RiscvTranslator& translator, const TierConfig& config, std::unique_ptr<jit::Jit> jit)
    : state_{state}, translator_{translator}, config_{config}, jit_{std::move(jit)} {
  state_.translations = jit_.get();
  state_.run_system = [](VcpuState& at, std::uint32_t exit) { return tiers_of(at).run_system(exit); };
  state_.find_code = [](VcpuState& at, std::uint64_t pc) { return tiers_of(at).find_code(pc); };
  if (config_.code_listener) jit_->name_stubs(config_.code_listener);
}

bool RiscvTiers::has_float(const Unit& unit) const { return (unit.mode & riscv::kModeFpuOn) != 0; }

void RiscvTiers::adopt(Unit& unit, bool translatable) {
  unit.code = jit_->interpret(has_float(unit));
  if (!translatable) return;
  unit.first = unit.insns()->handler;
  unit.heat = config_.heat;
  unit.insns()->handler = &RiscvTiers::count_entry;
}

VITRINE_HANDLER_ABI const DecodedInsn* RiscvTiers::count_entry(VcpuState* state, const DecodedInsn* insn) {
  Unit& unit = *state->unit;
  if (unit.heat > 1) [[likely]] {
    --unit.heat;
    VITRINE_TAIL(unit.first, state, insn);
  }
  if (tiers_of(*state).translate(unit)) VITRINE_TAIL(enter_translation, state, insn);
  VITRINE_TAIL(unit.first, state, insn);
}

VITRINE_HANDLER_ABI const DecodedInsn* RiscvTiers::enter_translation(VcpuState* state, const DecodedInsn*) {
  const Next next = tiers_of(*state).run(*state->unit);
  if (next.unit != nullptr) {
    using namespace cpu;
    VITRINE_ENTER(state, next.unit, state->pc);
  }
  if (next.insn == nullptr) return nullptr;
  VITRINE_DISPATCH(state, next.insn);
}

std::span<const DecodedInsn> RiscvTiers::all_insns(const Unit& unit, std::uint64_t pc) {
  if (config_.exact) draft_.assign(unit.insns(), unit.insns() + unit.count);
  else translator_.decode_further(unit, pc, draft_);
  return draft_;
}

bool RiscvTiers::translate(Unit& unit) {
  unit.insns()->handler = unit.first;
  std::uint32_t number = 0;
  if (full_ ||
      !generate({.unit = &unit, .pc = state_.unit_pc, .physical = unit.physical, .insns = all_insns(unit, state_.unit_pc)}, number))
    return false;
  unit.translation = number;
  unit.code = jit_->translation(number).entry;
  unit.insns()->handler = &RiscvTiers::enter_translation;
  return true;
}

bool RiscvTiers::generate(const Draft& draft, std::uint32_t& number) {
  const std::int64_t start = base::sys::monotonic_ns();
  const Unit& unit = *draft.unit;
  record_unit(translator_.decoder(), draft.insns, ir_);
  const jit::Request request{.ir = &ir_,
                             .page_offset = static_cast<std::uint32_t>(draft.physical & memory::kPageMask),
                             .exact = config_.exact,
                             .with_float = has_float(unit),
                             .rounding = static_cast<std::uint8_t>((unit.mode >> riscv::kModeRoundingShift) & 7),
                             .is_twin = draft.is_twin,
                             .marks = config_.log.wants(base::LogLevel::kDebug) ? &marks_ : nullptr};
  marks_.clear();
  const jit::Jit::Outcome outcome = jit_->translate(request, number);
  const auto spent_ns = static_cast<std::uint64_t>(base::sys::monotonic_ns() - start);
  counters_.translation_ns += spent_ns;
  if (outcome != jit::Jit::Outcome::kDone) {
    full_ = outcome == jit::Jit::Outcome::kFull;
    if (full_) state_.request(cpu::kPendingInvalidate);
    return false;
  }
  ++counters_.units;
  counters_.translated_instructions += draft.insns.size();
  tell(draft, number, spent_ns);
  keep_source(draft);
  pages_[page_of(unit.physical)].push_back(number);
  if (unit.second_physical != Unit::kOnePage) pages_[page_of(unit.second_physical)].push_back(number);
  return true;
}

void RiscvTiers::tell(const Draft& draft, std::uint32_t number, std::uint64_t ns) const {
  const jit::Translation& made = jit_->translation(number);
  if (config_.code_listener) config_.code_listener(made.entry, made.bytes, profiler_name(draft.unit->mode, draft.pc));
  LOG_DEBUG(config_.log, "{}", list_translation({*draft.unit, draft.pc, draft.insns, translator_.decoder(), ir_, made, marks_, ns}));
}

// An instruction for C++ stands in a unit of its own, so that a handler that faults finds its place and its count.
void RiscvTiers::keep_source(const Draft& draft) {
  const Unit& unit = *draft.unit;
  const DecodedInsn& last = draft.insns.back();
  const std::uint32_t bytes = last.pc_offset + std::uint32_t{last.length};
  Source source{.unit = draft.unit,
                .page = page_of(unit.physical),
                .lines = lines_of(draft.physical, bytes),
                .is_twin = draft.is_twin,
                .helper = nullptr};
  if (translator_.decoder().info(last.info).shape == cpu::InsnShape::kSystem) {
    source.helper = std::make_unique<std::byte[]>(sizeof(Unit) + sizeof(DecodedInsn));
    // SAFETY: new aligns for any type; both types are trivial.
    auto* const own = new (source.helper.get()) Unit{};
    own->physical = unit.physical;
    own->mode = unit.mode;
    own->count = 1;
    own->bytes = last.length;
    own->second_physical = 0;  // nobody links to it, and it to nobody
    own->valid = true;
    own->code = jit_->interpret(has_float(unit));
    *own->insns() = last;
    own->insns()->pc_offset = 0;
    own->insns()->handler = translator_.decoder().info(last.info).handler;
  }
  sources_.push_back(std::move(source));
}

// The interpreter counted the unit when it entered it; translated code counts for itself.
RiscvTiers::Next RiscvTiers::run(Unit& unit) {
  state_.instructions -= unit.count;
  Unit* current = &unit;
  const std::byte* code = unit.code;
  ++counters_.entries;
  while (true) {
    state_.page_pc = page_of(state_.pc);
    const std::uint64_t before = state_.instructions;
    const Exit& exit = jit_->run(state_, code, has_float(*current));
    counters_.executed_instructions += state_.instructions - before;
    const Next next = come_out(exit);
    code = next.twin;
    if (code != nullptr) continue;  // in the midst of a unit
    if (next.unit == nullptr || !is_translated(*next.unit)) return next;
    if (state_.instructions >= state_.limit.load(std::memory_order_relaxed)) return leave(Leave::kPoll, state_.pc);
    current = next.unit;
    code = current->code;
  }
}

RiscvTiers::Next RiscvTiers::leave(Leave why, std::uint64_t pc) {
  state_.pc = pc;
  state_.leave = why;
  return {};
}

// Where limits count, a jump to a place that faults does so before the limit is looked at, as on the interpreter.
RiscvTiers::Next RiscvTiers::poll(std::uint64_t pc) {
  state_.pc = pc;
  if (config_.exact && translator_.find_cached(pc) == nullptr) return {};
  return leave(Leave::kPoll, pc);
}

RiscvTiers::Next RiscvTiers::come_out(const Exit& exit) {
  switch (exit.kind) {
    case ExitKind::kLink: return follow_link(exit);
    case ExitKind::kTwin: return follow_twin(exit);
    case ExitKind::kPoll: return poll(target_of(exit));
    case ExitKind::kPollAt: return poll(state_.exit_value);
    case ExitKind::kHelper: return run_helper(exit);
    case ExitKind::kRaise: state_.fault = {exit.cause, state_.exit_value}; return leave(Leave::kFault, target_of(exit));
    case ExitKind::kFault:
    case ExitKind::kDone: return {};
    case ExitKind::kInterpret: {
      ++counters_.cold_jumps;
      auto* const unit = reinterpret_cast<Unit*>(state_.exit_value);
      state_.pc = state_.page_pc | (unit->physical & memory::kPageMask);
      return {.unit = unit};
    }
    case ExitKind::kStale: state_.pc = target_of(exit); break;
  }
  return {.unit = translator_.find(state_.pc)};
}

RiscvTiers::Next RiscvTiers::follow_link(const Exit& exit) {
  const auto number = static_cast<std::uint32_t>(&exit - &jit_->exit(0));
  state_.pc = target_of(exit);
  Unit* const next = translator_.find_cached(state_.pc);
  if (next == nullptr) return {};
  if (is_translated(*next)) jit_->link(number, next->translation);
  return {.unit = next};
}

// Translates what remains of the exit's translation again.
RiscvTiers::Next RiscvTiers::follow_twin(const Exit& exit) {
  const auto from = static_cast<std::uint32_t>(&exit - &jit_->exit(0));
  const std::uint32_t skipped = exit.insn;
  Unit& unit = *sources_[exit.translation].unit;
  const bool valid = unit.valid && jit_->translation(exit.translation).valid;
  state_.pc = target_of(exit);
  const std::uint64_t start = page_of(state_.pc) | (unit.physical & memory::kPageMask);
  if (const std::byte* const twin = full_ || !valid ? nullptr : make_twin(unit, start, skipped, from)) return {.twin = twin};
  // Where limits count, nothing looks at them in the midst of a unit.
  if (!config_.exact || skipped == 0 || !unit.valid) return {.unit = translator_.find(state_.pc)};
  state_.unit = &unit;
  state_.unit_pc = start;
  state_.instructions += unit.count - skipped;
  return {.insn = unit.insns() + skipped};
}

// `start`: the unit's own; without its first `skipped` instructions.  nullptr: there is no room.
const std::byte* RiscvTiers::make_twin(Unit& unit, std::uint64_t start, std::uint32_t skipped, std::uint32_t exit) {
  if (all_insns(unit, start).size() <= skipped) return nullptr;
  const std::uint16_t offset = draft_[skipped].pc_offset;
  draft_.erase(draft_.begin(), draft_.begin() + skipped);
  for (DecodedInsn& insn : draft_) insn.pc_offset = static_cast<std::uint16_t>(insn.pc_offset - offset);
  std::uint32_t number = 0;
  if (!generate({.unit = &unit, .pc = start + offset, .physical = unit.physical + offset, .insns = draft_, .is_twin = true}, number))
    return nullptr;
  jit_->link(exit, number);
  return jit_->translation(number).entry;
}

RiscvTiers::Next RiscvTiers::run_helper(const Exit& exit) {
  // SAFETY: keep_source() made the unit in this place.
  auto* const own = reinterpret_cast<Unit*>(sources_[exit.translation].helper.get());
  state_.pc = target_of(exit);
  state_.unit = own;
  state_.unit_pc = state_.pc;
  return {.unit = nullptr, .insn = own->insns()};
}

// As the interpreter's handler does it, without leaving translated code where that can go on.
const std::byte* RiscvTiers::run_system(std::uint32_t number) {
  const Exit& exit = jit_->exit(number);
  jit::Jit::collect_flags(state_);
  if (state_.observer != nullptr) return jit_->depart(state_, number);
  // SAFETY: keep_source() made the unit in this place.
  const DecodedInsn& insn = *reinterpret_cast<Unit*>(sources_[exit.translation].helper.get())->insns();
  state_.pc = target_of(exit);
  state_.next_pc = state_.pc + insn.length;
  const std::uint64_t behind = state_.next_pc;
  const std::uint32_t mode = state_.mode;
  const cpu::MmuContext* const fetch = state_.fetch;
  // SAFETY: the guest's semantics named this function.
  reinterpret_cast<void (*)(riscv::State&, const DecodedInsn&)>(exit.cause)(state_, insn);
  if (state_.leave == Leave::kFault) {
    --state_.instructions;
    return done();
  }
  state_.pc = state_.next_pc;
  if (state_.leave != Leave::kNone) return done();
  const bool stayed = state_.pc == behind && state_.mode == mode && state_.fetch == fetch;
  if (!stayed) return find_code(state_.pc);
  // Translations that look at the limit do so behind the instruction, too.
  if (!config_.exact && state_.instructions >= state_.limit.load(std::memory_order_relaxed)) {
    state_.leave = Leave::kPoll;
    return done();
  }
  return jit_->go_on(state_, (mode & riscv::kModeFpuOn) != 0);
}

const std::byte* RiscvTiers::find_code(std::uint64_t pc) {
  jit::Jit::collect_flags(state_);
  state_.pc = pc;
  Unit* unit = state_.fetch->jump(pc);
  if (unit == nullptr) {
    ++counters_.jump_misses;
    unit = translator_.find(pc);
  }
  if (unit == nullptr) return done();
  if (state_.instructions >= state_.limit.load(std::memory_order_relaxed)) {
    state_.leave = Leave::kPoll;
    return done();
  }
  state_.page_pc = page_of(pc);
  // What is not translated leads out by a stub that takes the unit.
  return jit_->go_to(state_, *unit, has_float(*unit));
}

void RiscvTiers::invalidate(std::uint64_t page, std::uint64_t lines) {
  const auto found = pages_.find(page);
  if (found == pages_.end()) return;
  std::erase_if(found->second, [&](std::uint32_t number) {
    Source& source = sources_[number];
    // A unit that reaches into a second page stands in that page's first line.
    if (((source.page == page ? source.lines : 1) & lines) == 0) return false;
    if (!jit_->translation(number).valid) return true;  // by way of its other page
    jit_->invalidate(number);
    ++counters_.invalidations;
    if (source.is_twin) return true;
    source.unit->translation = Unit::kNotTranslated;
    source.unit->code = jit_->interpret(has_float(*source.unit));
    if (source.unit->valid) {
      source.unit->heat = config_.heat;
      source.unit->insns()->handler = &RiscvTiers::count_entry;
    }
    return true;
  });
  if (found->second.empty()) pages_.erase(found);
}

cpu::TierCounters RiscvTiers::counters() const {
  cpu::TierCounters counters = counters_;
  counters.host_bytes = jit_->bytes_used();
  return counters;
}

void RiscvTiers::clear() {
  jit_->clear();
  sources_.clear();
  pages_.clear();
  full_ = false;
}

}  // namespace vitrine::engine::interpreter
