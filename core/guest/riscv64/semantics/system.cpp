// SPDX-License-Identifier: Apache-2.0
// Zicsr, Zifencei, traps and returns, sfence.vma, wfi: helpers that all engines share.  Unprivileged ISA, chapters "Zicsr" and "Zifencei";
// privileged ISA, chapters "Machine-Level ISA" and "Supervisor-Level ISA".
#include <optional>

#include "core/guest/riscv64/csr_bits.h"
#include "core/guest/riscv64/insn_table.h"
#include "core/guest/riscv64/privileged.h"

namespace vitrine::guest::riscv64 {
namespace {

void raise(State& state, std::uint64_t cause, std::uint64_t value) {
  state.fault = {cause, value};
  state.leave = cpu::Leave::kFault;
}
void raise_illegal(State& state, const Insn& insn) { raise(state, kIllegalInsn, insn.raw); }

// Interrupts that became possible are taken before the next instruction.
void look_for_interrupts(State& state) {
  if (pending_interrupt(state)) state.leave = cpu::Leave::kPoll;
}

void apply_effects(State& state, std::uint8_t effects) {
  if ((effects & kFlushesContexts) != 0) {
    state.contexts->flush_all();
    ++state.flushes.control_registers;
  }
  if ((effects & kChangesContexts) != 0) update_contexts(state, *state.contexts);
  if ((effects & kChangesInterrupts) != 0) look_for_interrupts(state);
}

void access(State& state, const Insn& insn, CsrOperation operation, std::uint64_t operand, bool writes) {
  const auto number = static_cast<std::uint32_t>(insn.imm);
  const CsrValue old = access_csr(state, number, operation, operand, writes);
  if (!old.legal) return raise_illegal(state, insn);
  state.x[insn.rd] = old.value;
  if (!writes) return;
  apply_effects(state, csr_effect(number));
  if (number == kCsrSatp) ++state.flushes.root_changes;
}

void help_csrrw(State& state, const Insn& insn) { access(state, insn, CsrOperation::kReplace, state.x[insn.rs1], true); }
void help_csrrs(State& state, const Insn& insn) { access(state, insn, CsrOperation::kSet, state.x[insn.rs1], insn.rs1 != 0); }
void help_csrrc(State& state, const Insn& insn) { access(state, insn, CsrOperation::kClear, state.x[insn.rs1], insn.rs1 != 0); }
void help_csrrwi(State& state, const Insn& insn) { access(state, insn, CsrOperation::kReplace, insn.rs1, true); }
void help_csrrsi(State& state, const Insn& insn) { access(state, insn, CsrOperation::kSet, insn.rs1, insn.rs1 != 0); }
void help_csrrci(State& state, const Insn& insn) { access(state, insn, CsrOperation::kClear, insn.rs1, insn.rs1 != 0); }

void help_ecall(State& state, const Insn&) { raise(state, kEcallUser + static_cast<std::uint64_t>(state.privilege), 0); }
void help_ebreak(State& state, const Insn&) { raise(state, kBreakpoint, state.pc); }

void after_return(State& state) {
  update_contexts(state, *state.contexts);
  look_for_interrupts(state);
}
void help_sret(State& state, const Insn& insn) {
  if (!return_from_supervisor(state)) return raise_illegal(state, insn);
  after_return(state);
}
void help_mret(State& state, const Insn& insn) {
  if (!return_from_machine(state)) return raise_illegal(state, insn);
  after_return(state);
}

void help_wfi(State& state, const Insn& insn) {
  if (!may_wait(state)) return raise_illegal(state, insn);
  state.leave = interrupt_wakes(state) ? cpu::Leave::kPoll : cpu::Leave::kWait;
}

void help_sfence_vma(State& state, const Insn& insn) {
  if (!may_fence(state)) return raise_illegal(state, insn);
  const auto address = insn.rs1 != 0 ? std::optional{state.x[insn.rs1]} : std::nullopt;
  const auto asid = insn.rs2 != 0 ? std::optional{static_cast<std::uint16_t>(state.x[insn.rs2])} : std::nullopt;
  invalidate(*state.contexts, address, asid);
  cpu::FlushCounters& flushes = state.flushes;
  ++(address ? (asid ? flushes.fence_address_asid : flushes.fence_address) : (asid ? flushes.fence_asid : flushes.fence_all));
}

// Stores into translated lines queued their invalidations when they happened; entering the next unit carries out what is queued.
void help_fence_i(State& state, const Insn&) {
  std::atomic_thread_fence(std::memory_order_seq_cst);
  ++state.flushes.code_fences;
}

#define VITRINE_HELPED(name) \
  template <class D> void name(D& d, const Insn&) { d.helper(&help_##name); }
VITRINE_HELPED(csrrw)
VITRINE_HELPED(csrrs)
VITRINE_HELPED(csrrc)
VITRINE_HELPED(csrrwi)
VITRINE_HELPED(csrrsi)
VITRINE_HELPED(csrrci)
VITRINE_HELPED(ecall)
VITRINE_HELPED(ebreak)
VITRINE_HELPED(sret)
VITRINE_HELPED(mret)
VITRINE_HELPED(wfi)
VITRINE_HELPED(sfence_vma)
VITRINE_HELPED(fence_i)
#undef VITRINE_HELPED

// What the decoder puts where no instruction is, or none that the hart has.
template <class D> void illegal(D& d, const Insn& i) { d.raise(kIllegalInsn, d.template imm<I64>(i.raw)); }

}  // namespace

std::span<const InsnInfo> system_instructions() {
  using enum Format;
  using cpu::InsnShape;
#define INSN(name, pattern, format, destination, shape) \
  row<name<Evaluating>, name<Recording>>(#name, pattern, format, Destination::destination, InsnShape::shape, 0),
  static constexpr InsnInfo kTable[] = {
#include "core/guest/riscv64/encoding/system.def"
  };
#undef INSN
  return kTable;
}

const InsnInfo& illegal_instruction() {
  static constexpr InsnInfo kIllegal = row<illegal<Evaluating>, illegal<Recording>>(
      "illegal", "00000000000000000000000000000000", Format::kNone, Destination::kNone, cpu::InsnShape::kRaise, 0);
  return kIllegal;
}

}  // namespace vitrine::guest::riscv64
