// SPDX-License-Identifier: Apache-2.0
// fflags, frm and fcsr.  Unprivileged ISA, section "Floating-Point Control and Status Register".
#include "core/guest/riscv64/csr_table.h"

namespace vitrine::guest::riscv64 {
namespace {

constexpr std::uint64_t kFlags = 0x1f;
constexpr std::uint64_t kRounding = 7;
constexpr unsigned kRoundingShift = 5;

std::uint64_t read_fflags(const State& state, std::uint32_t) { return state.fflags; }
std::uint64_t read_frm(const State& state, std::uint32_t) { return state.frm; }
std::uint64_t read_fcsr(const State& state, std::uint32_t) { return std::uint64_t{state.frm} << kRoundingShift | state.fflags; }

void set_flags(State& state, std::uint64_t value) {
  state.fflags = static_cast<std::uint8_t>(value & kFlags);
  state.fs_dirty = 1;
}
void set_rounding(State& state, std::uint64_t value) {
  state.frm = static_cast<std::uint8_t>(value & kRounding);  // reserved modes can be held; instructions that would use them trap
  state.fs_dirty = 1;
}
void write_fflags(State& state, std::uint32_t, std::uint64_t value) { set_flags(state, value); }
void write_frm(State& state, std::uint32_t, std::uint64_t value) { set_rounding(state, value); }
void write_fcsr(State& state, std::uint32_t, std::uint64_t value) {
  set_flags(state, value);
  set_rounding(state, value >> kRoundingShift);
}

bool float_on(const State& state, std::uint32_t) { return state.fs != 0; }

constexpr CsrRow kRows[] = {
    {kCsrFflags, "fflags", read_fflags, write_fflags, kNoEffect, kExtF, float_on},
    {kCsrFrm, "frm", read_frm, write_frm, kChangesContexts, kExtF, float_on},
    {kCsrFcsr, "fcsr", read_fcsr, write_fcsr, kChangesContexts, kExtF, float_on},
};

}  // namespace

std::span<const CsrRow> float_csrs() { return kRows; }

}  // namespace vitrine::guest::riscv64
