// SPDX-License-Identifier: Apache-2.0
// Ways out of a unit: links inside the page, the inline jump cache, polls, exits to C++.
#include <algorithm>

#include "core/codegen/x64/unit_lowering.h"

namespace vitrine::codegen::x64 {

using ir::Op;

namespace {
constexpr std::int32_t kPage = 4096;
}

std::uint32_t UnitLowering::new_exit(ExitKind kind, std::int32_t target, std::uint16_t insn, std::uint64_t cause) {
  Exit exit;
  exit.kind = kind;
  exit.insn = insn;
  exit.translation = request_.translation;
  exit.target = target;
  exit.cause = cause;
  table_.exits.push_back(exit);
  return static_cast<std::uint32_t>(table_.exits.size() - 1);
}

void UnitLowering::emit_exit(ExitKind kind, std::int32_t target, std::uint16_t insn, std::uint64_t cause) {
  out_.mov_imm(Gpr::rcx, new_exit(kind, target, insn, cause));
  out_.jmp(kind == ExitKind::kRaise ? stubs_.leave_with : stubs_.leave);
}

void UnitLowering::count(std::uint32_t retired) {
  if (request_.exact || retired == 0) return;
  out_.alu_store_imm(Alu::add, Width::k64, homes_.slot(state_offset::kInstructions), static_cast<std::int32_t>(retired));
}

// An instruction that raises has not retired, though the unit counted it on entry.
void UnitLowering::take_back(NodeId id) {
  const auto too_many = static_cast<std::int32_t>(ir_.insns.size() - retired_before(id));
  out_.alu_store_imm(Alu::sub, Width::k64, homes_.slot(state_offset::kInstructions), too_many);
}

// rcx and rdx are free here.  The flags are those of the count against the limit: below, there is nothing to look up for.
void UnitLowering::count_and_compare(std::uint32_t retired) {
  out_.load(Width::k64, Gpr::rcx, homes_.slot(state_offset::kInstructions));
  if (!request_.exact) {
    out_.alu_imm(Alu::add, Width::k64, Gpr::rcx, static_cast<std::int32_t>(retired));
    out_.store(Width::k64, homes_.slot(state_offset::kInstructions), Gpr::rcx);
  }
  out_.alu_load(Alu::cmp, Width::k64, Gpr::rcx, homes_.slot(state_offset::kLimit));
}

void UnitLowering::count_and_poll(std::uint32_t retired, ColdPath::Kind kind, std::int32_t target) {
  count_and_compare(retired);
  ColdPath cold;
  cold.kind = kind;
  cold.number = static_cast<std::uint32_t>(target);
  out_.jcc(Cond::ae, cold.entry);
  cold_.push_back(cold);
}

// A jump that leads out until it is turned to a translation.
void UnitLowering::jump_by_link(ExitKind kind, std::int32_t target, std::uint16_t insn) {
  const std::uint32_t exit = new_exit(kind, target, insn, 0);
  ColdPath thunk;
  thunk.kind = ColdPath::Kind::kExit;
  thunk.number = exit;
  table_.exits[exit].jump = out_.write_at(out_.position());
  table_.exits[exit].jump_at = out_.here();
  out_.jmp(thunk.entry);
  cold_.push_back(thunk);
}

// Goes on at a place that is known relative to the page.
void UnitLowering::leave_to(std::int32_t target, std::uint32_t retired, bool backward) {
  // A twin's loop goes on in the translation that it is the twin of.
  if (target == static_cast<std::int32_t>(request_.page_offset) && !request_.is_twin) {
    count_and_compare(retired);
    out_.jcc(Cond::b, start_);
    emit_exit(ExitKind::kPoll, target, 0, 0);
    return;
  }
  if (backward || request_.exact) count_and_poll(retired, ColdPath::Kind::kPoll, target);
  else count(retired);
  // What stands at a page's very end may reach into the next one, and is as good as that page's mapping: the jump cache knows.
  if (target >= 0 && target < kPage - 2) {
    jump_by_link(ExitKind::kLink, target, 0);
    return;
  }
  out_.load(Width::k64, Gpr::rax, homes_.slot(state_offset::kPagePc));
  out_.alu_imm(Alu::add, Width::k64, Gpr::rax, target);
  jump_to_virtual();
}

// rax: the virtual pc.  The jump cache of the context that instructions are fetched by, inline.
void UnitLowering::jump_to_virtual() {
  static_assert(sizeof(cpu::JumpEntry) == 16 && cpu::kJumpEntries == 16384);
  out_.load(Width::k64, Gpr::rdx, homes_.slot(state_offset::kFetch));
  out_.mov(Width::k64, Gpr::rcx, Gpr::rax);
  out_.shift(Shift::shr, Width::k64, Gpr::rcx, 12);
  out_.alu(Alu::xor_, Width::k32, Gpr::rcx, Gpr::rax);
  out_.alu_imm(Alu::and_, Width::k32, Gpr::rcx, 2 * (cpu::kJumpEntries - 1));
  out_.alu_load(Alu::cmp, Width::k64, Gpr::rax, at(Gpr::rdx, Gpr::rcx, 3, context_offset::kJumps));
  ColdPath miss;
  miss.kind = ColdPath::Kind::kMiss;
  out_.jcc(Cond::ne, miss.entry);
  cold_.push_back(miss);
  out_.load(Width::k64, Gpr::rcx, at(Gpr::rdx, Gpr::rcx, 3, context_offset::kJumps + 8));
  out_.alu_imm(Alu::and_, Width::k64, Gpr::rax, -kPage);
  out_.store(Width::k64, homes_.slot(state_offset::kPagePc), Gpr::rax);
  out_.jmp(at(Gpr::rcx, kUnitCode));
}

bool UnitLowering::lower_control(NodeId id) {
  const Node& it = node(id);
  const ir::InsnMark& insn = ir_.insns[it.insn];
  const std::uint32_t retired = retired_with(id);
  switch (it.op) {
    case Op::kBranch: return lower_branch(id);
    case Op::kJump: {
      const auto delta = static_cast<std::int64_t>(it.imm) - insn.pc_offset;
      leave_to(page_target(it.imm), retired, delta <= 0);
      return true;
    }
    case Op::kJumpIndirect: {
      claim(Gpr::rax);
      into(Gpr::rax, it.a);
      count_and_poll(retired, ColdPath::Kind::kPollAt, 0);
      jump_to_virtual();
      return true;
    }
    case Op::kRaise:
      claim(Gpr::rax);
      into(Gpr::rax, it.a);
      if (request_.exact) take_back(id);
      else count(retired_before(id));
      emit_exit(ExitKind::kRaise, page_target(insn.pc_offset), static_cast<std::uint16_t>(it.insn), it.imm);
      return true;
    case Op::kHelper:
      count(retired);
      out_.mov_imm(Gpr::rcx, new_exit(ExitKind::kHelper, page_target(insn.pc_offset), static_cast<std::uint16_t>(it.insn), it.imm));
      out_.call(stubs_.system);
      leave_to(page_target(insn.pc_offset + std::uint64_t{insn.length}), 0, false);
      return true;
    default: return false;
  }
}

bool UnitLowering::lower_branch(NodeId id) {
  const Node& it = node(id);
  const ir::InsnMark& insn = ir_.insns[it.insn];
  const bool last = it.insn + 1 == ir_.insns.size();
  const std::int32_t taken = page_target(it.imm);
  const std::int32_t behind = page_target(insn.pc_offset + std::uint64_t{insn.length});
  const bool backward = taken <= page_target(insn.pc_offset);
  Cond cond = condition(it.a);
  ColdPath other;
  other.kind = ColdPath::Kind::kTakenExit;
  other.retired = retired_with(id);
  // A loop's end goes straight on to its start; otherwise the following instruction is the likelier one.
  const bool inline_taken = last && backward;
  if (inline_taken) cond = inverted(cond);
  other.number = static_cast<std::uint32_t>(inline_taken ? behind : taken);
  other.is_signed = backward && !inline_taken;
  out_.jcc(cond, other.entry);
  cold_.push_back(other);
  if (last) leave_to(inline_taken ? taken : behind, retired_with(id), inline_taken);
  return true;
}

void UnitLowering::emit_cold_division(ColdPath& cold) {
  const bool remainder = cold.reg != 0;
  Label minus_one;
  if (cold.is_signed) {
    out_.test(cold.width, cold.base, cold.base);
    out_.jcc(Cond::ne, minus_one);
  }
  // x / 0 = all ones, x % 0 = x.
  if (remainder) out_.mov(Width::k64, Gpr::rdx, Gpr::rax);
  else out_.mov_imm(Gpr::rax, ~std::uint64_t{0});
  out_.jmp(cold.back);
  if (!cold.is_signed) return;
  out_.bind(minus_one);
  if (remainder) out_.zero(Gpr::rdx);
  else out_.neg(cold.width, Gpr::rax);
  out_.jmp(cold.back);
}

void UnitLowering::emit_cold(ColdPath& cold) {
  out_.bind(cold.entry);
  switch (cold.kind) {
    case ColdPath::Kind::kLoad: emit_cold_load(cold); return;
    case ColdPath::Kind::kStore: emit_cold_store(cold); return;
    case ColdPath::Kind::kGroup: emit_cold_group(cold); return;
    case ColdPath::Kind::kDivision: emit_cold_division(cold); return;
    case ColdPath::Kind::kFloat: emit_cold_float(cold); return;
    case ColdPath::Kind::kTakenExit: leave_to(static_cast<std::int32_t>(cold.number), cold.retired, cold.is_signed); return;
    case ColdPath::Kind::kPoll: emit_exit(ExitKind::kPoll, static_cast<std::int32_t>(cold.number), 0, 0); return;
    case ColdPath::Kind::kExit:
      table_.exits[cold.number].thunk = out_.here();
      out_.mov_imm(Gpr::rcx, cold.number);
      out_.jmp(stubs_.leave);
      return;
    case ColdPath::Kind::kMiss: out_.jmp(stubs_.find); return;
    case ColdPath::Kind::kPollAt: out_.mov_imm(Gpr::rcx, kExitPollAt); out_.jmp(stubs_.leave_with);
  }
}

bool UnitLowering::lower(NodeId id) {
  const Node& it = node(id);
  switch (it.op) {
    case Op::kGet: lower_get(id); return true;
    case Op::kSet: return lower_set(id);
    case Op::kLoad: return lower_load(id);
    case Op::kStore: return lower_store(id);
    case Op::kAmo:
    case Op::kLoadReserved:
    case Op::kStoreConditional: return lower_atomic(id);
    case Op::kFence: out_.lock_or_rsp0(); return true;
    default: break;
  }
  switch (ir::op_info(it.op).kind) {
    case ir::OpClass::pure: return lower_pure(id);
    case ir::OpClass::control: return lower_control(id);
    default: return lower_float(id);
  }
}

UnitLowering::UnitLowering(const LoweringContext& context, const UnitRequest& request, Emitter& out)
    : homes_{*context.homes},
      stubs_{request.with_float ? context.stubs->with_float : context.stubs->without_float},
      all_stubs_{*context.stubs},
      table_{*context.table},
      origin_{context.origin},
      request_{request},
      ir_{*request.ir},
      out_{out} {}

// An instruction without nodes has no code; it begins where the next one does.
void UnitLowering::mark_insn(std::uint32_t position) {
  while (request_.marks->size() <= node(now_).insn) request_.marks->push_back(position);
}

// Does it jump to its own start?
bool UnitLowering::is_loop() const {
  return !request_.is_twin &&
         std::ranges::any_of(ir_.nodes, [](const Node& it) { return (it.op == Op::kBranch || it.op == Op::kJump) && it.imm == 0; });
}

bool UnitLowering::run(Emitted& emitted) {
  find_lifetimes();
  if (request_.is_twin) groups_.of.assign(ir_.nodes.size(), AccessGroups::kNone);
  else groups_ = find_access_groups(ir_);
  in_word_.assign(groups_.groups.size(), false);
  values_.assign(ir_.nodes.size(), {});
  done_.assign(ir_.nodes.size(), false);
  if (is_loop()) out_.align(64);  // the host fetches code by lines of so many bytes
  emitted.entry = out_.here();
  const std::uint32_t first = out_.position();
  emitted.entry_write = out_.write_at(first);
  out_.bind(start_);
  if (request_.exact)
    out_.alu_store_imm(Alu::add, Width::k64, homes_.slot(state_offset::kInstructions), static_cast<std::int32_t>(ir_.insns.size()));
  for (now_ = 0; now_ < ir_.nodes.size(); ++now_) {
    if (now_ > 0 && node(now_).insn != node(now_ - 1).insn) {
      insn_start_ = now_;
      spills_ = 0;
    }
    if (request_.marks != nullptr) mark_insn(out_.position() - first);
    if (!done_[now_] && !lower(now_)) return false;
    release_after(now_);
    if (failed_ || out_.overflowed()) return false;
  }
  emitted.straight_bytes = out_.position() - first;
  // Cold paths may add further ones.
  for (std::size_t i = 0; i < cold_.size(); ++i) {
    ColdPath cold = cold_[i];
    emit_cold(cold);
  }
  emitted.stale = out_.here();
  emit_exit(ExitKind::kStale, static_cast<std::int32_t>(request_.page_offset), 0, 0);
  emitted.bytes = out_.position() - first;
  emitted.ok = !failed_ && !out_.overflowed();
  return emitted.ok;
}

}  // namespace vitrine::codegen::x64
