// SPDX-License-Identifier: Apache-2.0
// The handlers that belong to no guest: between units, and out of them.
#include "core/cpu/handlers.h"

namespace vitrine::cpu {
namespace {

// The unit at state.pc, and the jump cache filled with it; nullptr when fetching faulted.
Unit* find_successor(VcpuState& state) {
  Unit* const unit = state.fetch->jump(state.pc);
  return unit != nullptr ? unit : state.find_unit(state, state.pc);
}

bool same_page(std::uint64_t a, std::uint64_t b) { return ((a ^ b) & ~memory::kPageMask) == 0; }

Unit* find_and_link(VcpuState& state, unsigned link) {
  const std::uint64_t from = state.unit_pc;
  Unit* const next = find_successor(state);
  // A unit that crosses into a second page is only as valid as that page's mapping, so nobody links to it.
  const bool lasting =
      next != nullptr && state.unit != nullptr && state.unit->valid && same_page(from, state.pc) && next->second_physical == Unit::kOnePage;
  if (lasting) state.unit->links[link] = next;
  return next;
}

}  // namespace

const DecodedInsn* leave_at(VcpuState& state, const DecodedInsn& insn, Leave why) {
  const Unit& unit = *state.unit;
  state.pc = state.unit_pc + insn.pc_offset;
  state.instructions -= unit.count - static_cast<std::uint64_t>(&insn - unit.insns());
  state.leave = why;
  return nullptr;
}

void run_handlers(VcpuState& state, const DecodedInsn* insn) {
  const DecodedInsn* next = insn != nullptr ? insn : continue_at_pc(&state, nullptr);
  while (next != nullptr) next = next->handler(&state, next);
}

VITRINE_HANDLER_ABI const DecodedInsn* continue_at_pc(VcpuState* state, const DecodedInsn*) {
  Unit* const next = find_successor(*state);
  if (next == nullptr) [[unlikely]]
    return nullptr;
  VITRINE_ENTER(state, next, state->pc);
}

VITRINE_HANDLER_ABI const DecodedInsn* link_not_taken(VcpuState* state, const DecodedInsn*) {
  Unit* const next = find_and_link(*state, 0);
  if (next == nullptr) [[unlikely]]
    return nullptr;
  VITRINE_ENTER(state, next, state->pc);
}

VITRINE_HANDLER_ABI const DecodedInsn* link_taken(VcpuState* state, const DecodedInsn*) {
  Unit* const next = find_and_link(*state, 1);
  if (next == nullptr) [[unlikely]]
    return nullptr;
  VITRINE_ENTER(state, next, state->pc);
}

VITRINE_HANDLER_ABI const DecodedInsn* fall_through(VcpuState* state, const DecodedInsn* insn) {
  const std::uint64_t target = state->unit_pc + insn->pc_offset;
  Unit* const next = state->unit->links[0];
  if (next == nullptr) [[unlikely]] {
    state->pc = target;
    VITRINE_TAIL(link_not_taken, state, insn);
  }
  VITRINE_ENTER(state, next, target);
}

VITRINE_HANDLER_ABI const DecodedInsn* stale_unit(VcpuState* state, const DecodedInsn* insn) {
  state->instructions -= state->unit->count;
  state->pc = state->unit_pc;
  Unit* const next = state->find_unit(*state, state->pc);
  if (next == nullptr) [[unlikely]]
    return nullptr;
  (void)insn;
  VITRINE_ENTER(state, next, state->pc);
}

VITRINE_HANDLER_ABI const DecodedInsn* breakpoint(VcpuState* state, const DecodedInsn* insn) {
  return leave_at(*state, *insn, Leave::kBreakpoint);
}

}  // namespace vitrine::cpu
