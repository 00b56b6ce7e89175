// SPDX-License-Identifier: Apache-2.0
// Turns an instruction's semantics into the interpreter's handler: run it, then tail-call the next one.
#pragma once

#include <cstdint>

#include "core/cpu/eval_domain.h"
#include "core/cpu/handler_abi.h"
#include "core/cpu/state.h"

namespace vitrine::cpu {

// How an instruction ends: the shape of its handler.
enum class InsnShape : std::uint8_t {
  kStraight,  // the next instruction follows
  kBranch,    // a direct jump, conditional or not; ends the unit
  kIndirect,  // a jump to a computed address; ends the unit
  kSystem,    // a helper that sets state.next_pc and may leave; ends the unit
  kRaise,     // always faults; ends the unit
};

// The instruction did not happen: leaves with state.pc at it and the count of retired instructions put right.
const DecodedInsn* leave_at(VcpuState& state, const DecodedInsn& insn, Leave why);

// Runs the chain of handlers from insn on (nullptr: from state.pc) until one leaves.  C++ calls handlers here alone: a caller with a large frame
// may lose its base pointer in such a call (Clang 19 with AddressSanitizer).
void run_handlers(VcpuState& state, const DecodedInsn* insn);

// Goes on at state.pc: by the jump cache, else by finding or decoding the unit there.
VITRINE_HANDLER_ABI const DecodedInsn* continue_at_pc(VcpuState* state, const DecodedInsn* insn);
// The same for a direct jump out of the running unit, remembering the successor when it lies in the same page.
VITRINE_HANDLER_ABI const DecodedInsn* link_not_taken(VcpuState* state, const DecodedInsn* insn);
VITRINE_HANDLER_ABI const DecodedInsn* link_taken(VcpuState* state, const DecodedInsn* insn);
// Pseudo-instructions: behind a unit's last straight instruction, and in place of the first of a unit that is no longer valid.
VITRINE_HANDLER_ABI const DecodedInsn* fall_through(VcpuState* state, const DecodedInsn* insn);
VITRINE_HANDLER_ABI const DecodedInsn* stale_unit(VcpuState* state, const DecodedInsn* insn);
VITRINE_HANDLER_ABI const DecodedInsn* breakpoint(VcpuState* state, const DecodedInsn* insn);

// Enters a unit at a virtual pc; the end of a handler.
#define VITRINE_ENTER(state, next, at)                                                          \
  do {                                                                                          \
    Unit* const entered = (next);                                                               \
    (state)->pc = (at);                                                                         \
    if ((state)->instructions >= (state)->limit.load(std::memory_order_relaxed)) [[unlikely]] { \
      (state)->leave = Leave::kPoll;                                                            \
      return nullptr;                                                                           \
    }                                                                                           \
    (state)->unit = entered;                                                                    \
    (state)->unit_pc = (state)->pc;                                                             \
    (state)->instructions += entered->count;                                                    \
    VITRINE_DISPATCH(state, entered->insns());                                                  \
  } while (false)

template <class Domain, void (*kSemantics)(Domain&, const DecodedInsn&)> struct Handlers {
  VITRINE_HANDLER_ABI static const DecodedInsn* straight(VcpuState* state, const DecodedInsn* insn) {
    bool faulted = false;
    {
      Domain domain{*state, *insn};
      kSemantics(domain, *insn);
      faulted = domain.faulted();
    }
    if (faulted) [[unlikely]]
      return leave_at(*state, *insn, Leave::kFault);
    VITRINE_DISPATCH(state, insn + 1);
  }

  VITRINE_HANDLER_ABI static const DecodedInsn* branch(VcpuState* state, const DecodedInsn* insn) {
    bool taken = false;
    std::uint64_t target = 0;
    {
      Domain domain{*state, *insn};
      kSemantics(domain, *insn);
      taken = domain.taken();
      target = domain.target();
      if (domain.faulted()) [[unlikely]]
        return leave_at(*state, *insn, Leave::kFault);
    }
    Unit* const next = state->unit->links[taken ? 1 : 0];
    if (next == nullptr) [[unlikely]] {
      state->pc = target;
      if (taken) VITRINE_TAIL(link_taken, state, insn);
      VITRINE_TAIL(link_not_taken, state, insn);
    }
    VITRINE_ENTER(state, next, target);
  }

  VITRINE_HANDLER_ABI static const DecodedInsn* indirect(VcpuState* state, const DecodedInsn* insn) {
    {
      Domain domain{*state, *insn};
      kSemantics(domain, *insn);
      if (domain.faulted()) [[unlikely]]
        return leave_at(*state, *insn, Leave::kFault);
      state->pc = domain.target();
    }
    const JumpEntry& entry = state->fetch->jumps[MmuContext::jump_index(state->pc)];
    if (entry.pc != state->pc) [[unlikely]]
      VITRINE_TAIL(continue_at_pc, state, insn);
    VITRINE_ENTER(state, entry.unit, state->pc);
  }

  VITRINE_HANDLER_ABI static const DecodedInsn* system(VcpuState* state, const DecodedInsn* insn) {
    {
      Domain domain{*state, *insn};
      kSemantics(domain, *insn);
      if (domain.faulted()) [[unlikely]]
        return leave_at(*state, *insn, Leave::kFault);
    }
    if (state->leave != Leave::kNone) [[unlikely]] {
      if (state->leave == Leave::kFault) return leave_at(*state, *insn, Leave::kFault);
      state->pc = state->next_pc;
      return nullptr;
    }
    state->pc = state->next_pc;
    VITRINE_TAIL(continue_at_pc, state, insn);
  }

  static constexpr Handler handler(InsnShape shape) {
    switch (shape) {
      case InsnShape::kBranch: return &branch;
      case InsnShape::kIndirect: return &indirect;
      case InsnShape::kSystem: return &system;
      default: return &straight;
    }
  }
};

}  // namespace vitrine::cpu
