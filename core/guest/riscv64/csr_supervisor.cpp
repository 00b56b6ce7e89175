// SPDX-License-Identifier: Apache-2.0
// The CSRs of supervisor mode and the Sstc comparator.  Privileged ISA, chapters "Supervisor-Level ISA" and "Sstc".
#include "core/base/bits.h"
#include "core/guest/riscv64/csr_table.h"

namespace vitrine::guest::riscv64 {
namespace {

std::uint64_t read_sstatus(const State& state, std::uint32_t) {
  constexpr std::uint64_t kVisible = kSstatusWritable | kStatusUxl64 | kStatusSd;
  return mstatus_value(state) & kVisible;
}
void write_sstatus(State& state, std::uint32_t, std::uint64_t value) { set_mstatus(state, value, kSstatusWritable); }

// sie and sip show what is delegated.
std::uint64_t read_sie(const State& state, std::uint32_t) { return state.csr.mie & state.csr.mideleg; }
void write_sie(State& state, std::uint32_t, std::uint64_t value) {
  state.csr.mie = base::merge_bits(state.csr.mie, value, state.csr.mideleg);
}
std::uint64_t read_sip(const State& state, std::uint32_t) { return state.mip() & state.csr.mideleg; }
void write_sip(State& state, std::uint32_t, std::uint64_t value) {
  state.mip_software = base::merge_bits(state.mip_software, value, state.csr.mideleg & interrupt_bit(kSsip));
}

void write_sepc(State& state, std::uint32_t, std::uint64_t value) { state.csr.sepc = legal_epc(state, value); }

bool satp_mode_exists(const State& state, std::uint64_t mode) {
  switch (mode) {
    case kSatpBare: return true;
    case kSatpSv39: return (state.extensions & kExtSv39) != 0;
    case kSatpSv48: return (state.extensions & kExtSv48) != 0;
    case kSatpSv57: return (state.extensions & kExtSv57) != 0;
    default: return false;
  }
}
// A write with a mode that does not exist has no effect at all.
void write_satp(State& state, std::uint32_t, std::uint64_t value) {
  if (!satp_mode_exists(state, value >> kSatpModeShift)) return;
  // Another system starts, perhaps after firmware that had other habits.
  constexpr unsigned kTries = 8;
  const bool starts = ((state.csr.satp ^ value) >> kSatpModeShift) != 0;
  if (starts && state.supervisor_pages == SupervisorPages::kOwn && ++state.times_unknown <= kTries)
    state.supervisor_pages = SupervisorPages::kUnknown;
  state.csr.satp = value;
}
bool satp_allowed(const State& state, std::uint32_t) {
  return state.privilege == Privilege::kMachine || (state.csr.mstatus & kStatusTvm) == 0;
}

void write_stimecmp(State& state, std::uint32_t, std::uint64_t value) {
  state.csr.stimecmp = value;
  arm_stimecmp(state);
}
bool stimecmp_allowed(const State& state, std::uint32_t) {
  if (state.privilege == Privilege::kMachine) return true;
  return (state.csr.menvcfg & kEnvStce) != 0 && (state.csr.mcounteren & kCounterTime) != 0;
}

constexpr std::uint64_t kTvecWritable = ~std::uint64_t{2};
constexpr std::uint64_t kCounterEnables = 0xffffffff;

constexpr CsrRow kRows[] = {
    {kCsrSstatus, "sstatus", read_sstatus, write_sstatus, kChangesContexts | kChangesInterrupts},
    {kCsrSie, "sie", read_sie, write_sie, kChangesInterrupts},
    {kCsrStvec, "stvec", read_member<&Csrs::stvec>, write_member<&Csrs::stvec, kTvecWritable>},
    {kCsrScounteren, "scounteren", read_member<&Csrs::scounteren>, write_member<&Csrs::scounteren, kCounterEnables>},
    {kCsrSenvcfg, "senvcfg", read_member<&Csrs::senvcfg>, write_member<&Csrs::senvcfg, kEnvFiom>},
    {kCsrSscratch, "sscratch", read_member<&Csrs::sscratch>, write_member<&Csrs::sscratch>},
    {kCsrSepc, "sepc", read_member<&Csrs::sepc>, write_sepc},
    {kCsrScause, "scause", read_member<&Csrs::scause>, write_member<&Csrs::scause>},
    {kCsrStval, "stval", read_member<&Csrs::stval>, write_member<&Csrs::stval>},
    {kCsrSip, "sip", read_sip, write_sip, kChangesInterrupts},
    {kCsrStimecmp, "stimecmp", read_member<&Csrs::stimecmp>, write_stimecmp, kChangesInterrupts, kExtSstc, stimecmp_allowed},
    {kCsrSatp, "satp", read_member<&Csrs::satp>, write_satp, kChangesContexts, 0, satp_allowed},
};

}  // namespace

std::span<const CsrRow> supervisor_csrs() { return kRows; }

// STIP falls before the board arms its timer and rises after it: at no moment can a level that the new comparator raised get lost.
void arm_stimecmp(State& state) {
  const bool enabled = (state.csr.menvcfg & kEnvStce) != 0;
  state.mip_lines.fetch_and(~interrupt_bit(kStip));
  if (state.environment.set_stimecmp) state.environment.set_stimecmp(enabled ? state.csr.stimecmp : ~std::uint64_t{0});
  if (enabled && state.environment.mtime && state.environment.mtime() >= state.csr.stimecmp) state.mip_lines.fetch_or(interrupt_bit(kStip));
}

}  // namespace vitrine::guest::riscv64
