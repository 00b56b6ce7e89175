// SPDX-License-Identifier: Apache-2.0
// Comparing the interpreter with the IR evaluator, unit by unit.
#include "core/engine/interpreter/unit_check.h"

#include <fmt/format.h>

#include "core/guest/riscv64/domain.h"
#include "core/ir/builder.h"
#include "core/ir/printer.h"
#include "core/ir/verifier.h"

namespace vitrine::engine::interpreter {

namespace riscv = guest::riscv64;
using cpu::UnitOutcome;

UnitCheck::UnitCheck(riscv::State& state, RiscvTranslator& translator)
    : state_{state}, translator_{translator}, executions_(translator.decoder().table().size()) {
  state_.observer = this;
}
UnitCheck::~UnitCheck() { state_.observer = nullptr; }

void UnitCheck::before_helper() {
  riscv::capture(state_, at_helper_);
  helper_ran_ = true;
}

// nullptr, and the vCPU stopped, when the IR breaks a rule.
const UnitCheck::Recorded* UnitCheck::recording_of(cpu::Unit& unit) {
  auto [at, is_new] = units_.try_emplace(&unit);
  Recorded& recorded = at->second;
  if (!is_new) return &recorded;
  ir::Builder builder{recorded.ir};
  for (unsigned index = 0; index < unit.count; ++index) {
    const cpu::DecodedInsn& insn = unit.insns()[index];
    const riscv::InsnInfo& info = translator_.decoder().info(insn.info);
    recorded.infos.push_back(insn.info);
    builder.begin_insn(insn.raw, insn.pc_offset, insn.length, info.name);
    riscv::Recording domain{builder};
    info.record(domain, insn);
  }
  const cpu::DecodedInsn& last = unit.insns()[unit.count - 1];
  if (translator_.decoder().info(last.info).shape == cpu::InsnShape::kStraight) {
    riscv::Recording domain{builder};
    domain.jump(last.length);
  }
  if (const auto status = ir::verify(recorded.ir); !status) {
    stop(recorded.ir, status.error().message);
    return nullptr;
  }
  return &recorded;
}

void UnitCheck::run(const std::function<void()>& run_chain) {
  if (generation_ != translator_.generation()) units_.clear();
  generation_ = translator_.generation();
  accesses_.clear();
  helper_ran_ = false;
  start_pc_ = state_.pc;
  riscv::capture(state_, evaluated_);
  const std::uint64_t before = state_.instructions;
  cpu::Unit* const unit = translator_.find(state_.pc);
  if (unit == nullptr) return;  // the fetch faulted: nothing ran
  if (generation_ != translator_.generation()) units_.clear();
  generation_ = translator_.generation();
  const Recorded* const recorded = recording_of(*unit);
  if (recorded == nullptr) return;
  checking_ = true;
  run_chain();
  checking_ = false;
  const bool nothing_ran = state_.instructions == before && state_.pc == start_pc_;
  // Something was pending, or a breakpoint stands here: it is always a unit's first instruction.
  if (nothing_ran && (state_.leave == cpu::Leave::kPoll || state_.leave == cpu::Leave::kBreakpoint)) return;
  const UnitOutcome outcome = cpu::evaluate_unit(recorded->ir, start_pc_, evaluated_, accesses_, values_);
  ++units_checked_;
  for (unsigned index = 0; index <= outcome.insn; ++index) ++executions_[recorded->infos[index]];
  compare(recorded->ir, outcome);
}

std::map<std::string, std::uint64_t> UnitCheck::instructions_checked() const {
  std::map<std::string, std::uint64_t> checked;
  for (std::size_t index = 0; index < executions_.size(); ++index)
    if (executions_[index] != 0)
      checked[riscv::assembler_name(translator_.decoder().info(static_cast<std::uint16_t>(index)).name)] = executions_[index];
  return checked;
}

void UnitCheck::compare(const ir::UnitIr& unit, const UnitOutcome& outcome) {
  if (outcome.kind == UnitOutcome::Kind::kMismatch) return stop(unit, outcome.message);
  if ((outcome.kind == UnitOutcome::Kind::kHelper) != helper_ran_) return stop(unit, "only one of the two reached the helper");
  if (!helper_ran_) riscv::capture(state_, interpreted_);
  if (const std::string difference = riscv::describe_difference(helper_ran_ ? at_helper_ : interpreted_, evaluated_); !difference.empty())
    return stop(unit, difference);
  const bool faulted = outcome.kind == UnitOutcome::Kind::kFault || outcome.kind == UnitOutcome::Kind::kRaised;
  if (faulted) {
    const std::uint64_t at = start_pc_ + unit.insns[outcome.insn].pc_offset;
    if (state_.leave != cpu::Leave::kFault || state_.pc != at)
      return stop(unit, fmt::format("the evaluator faults at {:#x}, the interpreter does not", at));
    const bool same = outcome.kind == UnitOutcome::Kind::kFault ||
                      (outcome.fault.cause == state_.fault.cause && outcome.fault.value == state_.fault.value);
    if (!same) return stop(unit, "the two raise different exceptions");
  } else if (outcome.kind == UnitOutcome::Kind::kNext && state_.pc != outcome.next_pc) {
    return stop(unit, fmt::format("the interpreter goes on at {:#x}, the evaluator at {:#x}", state_.pc, outcome.next_pc));
  }
}

void UnitCheck::stop(const ir::UnitIr& unit, const std::string& what) {
  state_.leave = cpu::Leave::kStop;
  state_.stop_message = fmt::format("verify: {} in the unit at {:#x}\n{}", what, start_pc_, ir::print(unit, start_pc_));
}

}  // namespace vitrine::engine::interpreter
