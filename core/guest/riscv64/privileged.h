// SPDX-License-Identifier: Apache-2.0
// Control and status registers, traps and returns: the heavy instructions that all engines share.
#pragma once

#include <cstdint>
#include <optional>

#include "core/guest/riscv64/state.h"

namespace vitrine::guest::riscv64 {

// What a CSR write or a trap may have changed; the hart's owner re-derives contexts and mode from the state after it.
struct CsrValue {
  bool legal = false;
  std::uint64_t value = 0;
};

// Zicsr.  `number` is the 12-bit address.  Illegal accesses (missing, privilege, read-only, counter enables, FS off, TVM …) give legal = false
// or false, and the caller raises an illegal-instruction exception.  write_csr keeps WARL fields legal.  Privileged ISA, chapters 2–4.
CsrValue read_csr(State& state, std::uint32_t number, bool for_write);
bool write_csr(State& state, std::uint32_t number, std::uint64_t value);

// A whole CSR instruction: the old value comes back.  Exact where reading and writing apart are not: csrrs and csrrc on mip combine with the
// software part of SEIP alone, so that a device's level never sticks there.  A counter read sees State::instructions less this instruction.
enum class CsrOperation : std::uint8_t { kReplace, kSet, kClear };
CsrValue access_csr(State& state, std::uint32_t number, CsrOperation operation, std::uint64_t operand, bool writes);

// What the owner of the hart has to do after a CSR was written: bits.
enum CsrEffect : std::uint8_t {
  kNoEffect = 0,
  kChangesContexts = 1,    // call update_contexts
  kFlushesContexts = 2,    // cached translations may be wrong: flush every context
  kChangesInterrupts = 4,  // look for a pending interrupt before the next instruction
};
std::uint8_t csr_effect(std::uint32_t number);

// For debuggers: no privilege, no enables.  nullopt or false where the model has no such CSR.
std::optional<std::uint64_t> peek_csr(State& state, std::uint32_t number);
bool poke_csr(State& state, std::uint32_t number, std::uint64_t value);

// mstatus as software sees it (FS, SD, UXL, SXL included).
std::uint64_t mstatus_value(const State& state);
void set_mstatus(State& state, std::uint64_t value, std::uint64_t writable_mask);

// Takes an exception at state.pc: sets xepc/xcause/xtval/xstatus, privilege and state.pc by delegation.
void take_exception(State& state, const cpu::GuestFault& fault);
// The interrupt to take now, if any is pending, enabled and not masked: the bit number by the architecture's priority order.
std::optional<unsigned> pending_interrupt(const State& state);
void take_interrupt(State& state, unsigned interrupt);
// Does a pending and locally enabled interrupt end wfi (whatever the global enables say)?
bool interrupt_wakes(const State& state);

// xRET: false when illegal in the current mode (TSR, privilege).  On success privilege, status and state.next_pc are set.
bool return_from_machine(State& state);
bool return_from_supervisor(State& state);

// Are these legal in the current mode?  wfi: mstatus.TW and U mode; sfence.vma: mstatus.TVM and U mode.
bool may_wait(const State& state);
bool may_fence(const State& state);

// The privilege that loads and stores have: mstatus.MPP under MPRV.
Privilege data_privilege(const State& state);

// Reset: M mode, registers and CSRs to their reset values, pc = reset_pc.
void reset_state(State& state);

// Recomputes state.data, state.fetch and state.mode after privilege, satp, mstatus (MPRV, MPP, SUM, MXR, FS) or frm changed.
void update_contexts(State& state, cpu::ContextPool& contexts);

// A translation for supervisor mode was found: its page is marked global, or it is not.  Where all of them are, as in systems that have one set of
// supervisor pages in all their address spaces, these share contexts.  Privileged ISA, section "Addressing and Memory Protection" (G).
void note_supervisor_page(State& state, bool is_global);

// sfence.vma: forgets what was derived from the named address, address space or both, large pages whole.  Global pages included where no
// ASID is named.
void invalidate(cpu::ContextPool& contexts, std::optional<std::uint64_t> address, std::optional<std::uint16_t> asid);

}  // namespace vitrine::guest::riscv64
