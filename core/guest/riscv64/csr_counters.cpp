// SPDX-License-Identifier: Apache-2.0
// Counters: cycle, time, instret and the event counters.  Privileged ISA, section "Hardware Performance Monitor".
#include "core/guest/riscv64/csr_table.h"

namespace vitrine::guest::riscv64 {
namespace {

// State::instructions includes the instruction that reads or writes the counter; a read sees what retired before it.
std::uint64_t current_count(const State& state, std::uint64_t offset, std::uint64_t inhibit_bit) {
  return (state.csr.mcountinhibit & inhibit_bit) != 0 ? offset : offset + state.instructions - 1;
}
// The written value is what the next instruction sees.
std::uint64_t offset_for(const State& state, std::uint64_t value, std::uint64_t inhibit_bit) {
  return (state.csr.mcountinhibit & inhibit_bit) != 0 ? value : value - state.instructions;
}

std::uint64_t read_cycle(const State& state, std::uint32_t) { return current_count(state, state.csr.mcycle_offset, kCounterCycle); }
void write_cycle(State& state, std::uint32_t, std::uint64_t value) { state.csr.mcycle_offset = offset_for(state, value, kCounterCycle); }
std::uint64_t read_instret(const State& state, std::uint32_t) { return current_count(state, state.csr.minstret_offset, kCounterInstret); }
void write_instret(State& state, std::uint32_t, std::uint64_t value) {
  state.csr.minstret_offset = offset_for(state, value, kCounterInstret);
}
std::uint64_t read_time(const State& state, std::uint32_t) { return state.environment.mtime ? state.environment.mtime() : 0; }

// A stopped counter keeps its value in the offset itself.
void write_inhibit(State& state, std::uint32_t, std::uint64_t value) {
  constexpr std::uint64_t kWritable = kCounterCycle | kCounterInstret;
  const std::uint64_t stopped = value & ~state.csr.mcountinhibit;
  const std::uint64_t started = ~value & state.csr.mcountinhibit;
  const auto adjust = [&](std::uint64_t& offset, std::uint64_t bit) {
    if ((stopped & bit) != 0) offset += state.instructions;
    if ((started & bit) != 0) offset -= state.instructions;
  };
  adjust(state.csr.mcycle_offset, kCounterCycle);
  adjust(state.csr.minstret_offset, kCounterInstret);
  state.csr.mcountinhibit = value & kWritable;
}

// cycle, time, instret and hpmcounters for less privileged modes.
bool counter_enabled(const State& state, std::uint32_t number) {
  const std::uint64_t bit = std::uint64_t{1} << (number - kCsrCycle);
  if (state.privilege != Privilege::kMachine && (state.csr.mcounteren & bit) == 0) return false;
  return state.privilege != Privilege::kUser || (state.csr.scounteren & bit) != 0;
}

// No events are counted: the event counters and their selectors are read-only zero.
constexpr CsrRow kRows[] = {
    {kCsrMcountinhibit, "mcountinhibit", read_member<&Csrs::mcountinhibit>, write_inhibit},
    {kCsrMcycle, "mcycle", read_cycle, write_cycle},
    {kCsrMinstret, "minstret", read_instret, write_instret},
    {.first = kCsrMhpmcounter3, .name = "mhpmcounter", .read = read_zero, .count = 29, .first_suffix = 3},
    {.first = kCsrMhpmevent3, .name = "mhpmevent", .read = read_zero, .count = 29, .first_suffix = 3},
    {kCsrCycle, "cycle", read_cycle, nullptr, kNoEffect, kExtZicntr, counter_enabled},
    {kCsrTime, "time", read_time, nullptr, kNoEffect, kExtZicntr, counter_enabled},
    {kCsrInstret, "instret", read_instret, nullptr, kNoEffect, kExtZicntr, counter_enabled},
    {kCsrHpmcounter3, "hpmcounter", read_zero, nullptr, kNoEffect, kExtZihpm, counter_enabled, 29, 3},
};

}  // namespace

std::span<const CsrRow> counter_csrs() { return kRows; }

}  // namespace vitrine::guest::riscv64
