// SPDX-License-Identifier: Apache-2.0
// Status, traps, interrupts and returns.  Privileged ISA, sections "Machine Status", "Machine Trap Delegation", "Trap-Return Instructions".
#include <algorithm>

#include "core/base/bits.h"
#include "core/guest/riscv64/csr_bits.h"
#include "core/guest/riscv64/csr_table.h"
#include "core/guest/riscv64/mmu.h"

namespace vitrine::guest::riscv64 {
namespace {

std::uint64_t level_of(Privilege privilege) { return static_cast<std::uint64_t>(privilege); }

// Direct mode goes to the base, vectored mode sends interrupts to base + 4 × cause.
std::uint64_t vector_address(std::uint64_t tvec, std::uint64_t cause) {
  const std::uint64_t base = tvec & ~std::uint64_t{3};
  const bool vectored = (tvec & 1) != 0 && (cause & kInterruptFlag) != 0;
  return vectored ? base + 4 * (cause & ~kInterruptFlag) : base;
}

void trap_to_supervisor(State& state, std::uint64_t cause, std::uint64_t value) {
  std::uint64_t& status = state.csr.mstatus;
  state.csr.scause = cause;
  state.csr.sepc = state.pc;
  state.csr.stval = value;
  status = base::merge_bits(status, (status & kStatusSie) << 4, kStatusSpie);
  status = base::merge_bits(status, level_of(state.privilege) << 8, kStatusSpp);
  status &= ~std::uint64_t{kStatusSie};
  state.privilege = Privilege::kSupervisor;
  state.pc = vector_address(state.csr.stvec, cause);
}

void trap_to_machine(State& state, std::uint64_t cause, std::uint64_t value) {
  std::uint64_t& status = state.csr.mstatus;
  state.csr.mcause = cause;
  state.csr.mepc = state.pc;
  state.csr.mtval = value;
  status = base::merge_bits(status, (status & kStatusMie) << 4, kStatusMpie);
  status = base::merge_bits(status, level_of(state.privilege) << kStatusMppShift, kStatusMpp);
  status &= ~std::uint64_t{kStatusMie};
  state.privilege = Privilege::kMachine;
  state.pc = vector_address(state.csr.mtvec, cause);
}

void trap(State& state, std::uint64_t cause, std::uint64_t value, bool delegated) {
  if (delegated && state.privilege != Privilege::kMachine) trap_to_supervisor(state, cause, value);
  else trap_to_machine(state, cause, value);
}

// xtval: ebreak tells its address; calls and whatever else has no value give zero.
std::uint64_t trap_value(const State& state, const cpu::GuestFault& fault) {
  switch (fault.cause) {
    case kBreakpoint: return state.pc;
    case kEcallUser:
    case kEcallSupervisor:
    case kEcallMachine: return 0;
    default: return fault.value;
  }
}

// Common to both returns: leaving M mode ends MPRV.
void enter(State& state, Privilege privilege, std::uint64_t pc) {
  if (privilege != Privilege::kMachine) state.csr.mstatus &= ~std::uint64_t{kStatusMprv};
  state.privilege = privilege;
  state.next_pc = legal_epc(state, pc);
}

Privilege previous_privilege(const State& state) { return static_cast<Privilege>((state.csr.mstatus & kStatusMpp) >> kStatusMppShift); }

}  // namespace

std::uint64_t mstatus_value(const State& state) {
  constexpr std::uint64_t kDirty = 3;
  const std::uint64_t fs = state.fs != 0 && state.fs_dirty != 0 ? kDirty : state.fs;
  const std::uint64_t summary = fs == kDirty ? std::uint64_t{kStatusSd} : 0;
  return state.csr.mstatus | fs << kStatusFsShift | kStatusUxl64 | kStatusSxl64 | summary;
}

void set_mstatus(State& state, std::uint64_t value, std::uint64_t writable_mask) {
  if ((writable_mask & kStatusFs) != 0 && (state.extensions & kExtF) != 0) {
    state.fs = static_cast<std::uint8_t>((value & kStatusFs) >> kStatusFsShift);
    state.fs_dirty = 0;
  }
  constexpr std::uint64_t kReservedMpp = std::uint64_t{2} << kStatusMppShift;
  if ((value & kStatusMpp) == kReservedMpp) writable_mask &= ~std::uint64_t{kStatusMpp};  // WARL: the old mode stays
  state.csr.mstatus = base::merge_bits(state.csr.mstatus, value, writable_mask & kStatusWritable & ~std::uint64_t{kStatusFs});
}

void take_exception(State& state, const cpu::GuestFault& fault) {
  ++state.exceptions_taken;
  const bool delegated = fault.cause < 64 && base::bit(state.csr.medeleg, static_cast<unsigned>(fault.cause));
  trap(state, fault.cause, trap_value(state, fault), delegated);
}

std::optional<unsigned> pending_interrupt(const State& state) {
  const std::uint64_t pending = state.mip() & state.csr.mie;
  if (pending == 0) return std::nullopt;
  const bool machine_open = state.privilege != Privilege::kMachine || (state.csr.mstatus & kStatusMie) != 0;
  const bool supervisor_open =
      state.privilege == Privilege::kUser || (state.privilege == Privilege::kSupervisor && (state.csr.mstatus & kStatusSie) != 0);
  const std::uint64_t for_machine = machine_open ? pending & ~state.csr.mideleg : 0;
  const std::uint64_t for_supervisor = supervisor_open ? pending & state.csr.mideleg : 0;
  const std::uint64_t candidates = for_machine != 0 ? for_machine : for_supervisor;
  for (const unsigned number : {kMeip, kMsip, kMtip, kSeip, kSsip, kStip, kLcofip})
    if (base::bit(candidates, number)) return number;
  return std::nullopt;
}

void take_interrupt(State& state, unsigned interrupt) {
  ++state.interrupts_taken;
  trap(state, kInterruptFlag | interrupt, 0, base::bit(state.csr.mideleg, interrupt));
}

bool interrupt_wakes(const State& state) { return (state.mip() & state.csr.mie) != 0; }

bool return_from_machine(State& state) {
  if (state.privilege != Privilege::kMachine) return false;
  std::uint64_t& status = state.csr.mstatus;
  const Privilege target = previous_privilege(state);
  status = base::merge_bits(status, (status & kStatusMpie) >> 4, kStatusMie);
  status = (status | kStatusMpie) & ~std::uint64_t{kStatusMpp};
  enter(state, target, state.csr.mepc);
  return true;
}

bool return_from_supervisor(State& state) {
  if (state.privilege == Privilege::kUser) return false;
  std::uint64_t& status = state.csr.mstatus;
  if (state.privilege == Privilege::kSupervisor && (status & kStatusTsr) != 0) return false;
  const Privilege target = (status & kStatusSpp) != 0 ? Privilege::kSupervisor : Privilege::kUser;
  status = base::merge_bits(status, (status & kStatusSpie) >> 4, kStatusSie);
  status = (status | kStatusSpie) & ~std::uint64_t{kStatusSpp};
  enter(state, target, state.csr.sepc);
  return true;
}

bool may_wait(const State& state) {
  if (state.privilege == Privilege::kMachine) return true;
  return state.privilege == Privilege::kSupervisor && (state.csr.mstatus & kStatusTw) == 0;
}

bool may_fence(const State& state) {
  if (state.privilege == Privilege::kMachine) return true;
  return state.privilege == Privilege::kSupervisor && (state.csr.mstatus & kStatusTvm) == 0;
}

Privilege data_privilege(const State& state) {
  return (state.csr.mstatus & kStatusMprv) != 0 ? previous_privilege(state) : state.privilege;
}

void reset_state(State& state) {
  std::ranges::fill(state.x, 0);
  std::ranges::fill(state.f, 0);
  state.fflags = state.frm = state.fs = state.fs_dirty = 0;
  state.privilege = Privilege::kMachine;
  state.csr = Csrs{};
  // Svadu without Svade: A and D are always updated by hardware.  With both named the guest has to ask for it.
  if ((state.extensions & (kExtSvadu | kExtSvade)) == kExtSvadu) state.csr.menvcfg = kEnvAdue;
  state.csr.mcycle_offset = state.csr.minstret_offset = -state.instructions;
  state.mip_software = 0;
  state.reservation = cpu::VcpuState::kNoReservation;
  state.pc = state.next_pc = state.reset_pc;
  state.leave = cpu::Leave::kNone;
  pmp_changed(state);
  arm_stimecmp(state);
}

}  // namespace vitrine::guest::riscv64
