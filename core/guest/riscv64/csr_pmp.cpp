// SPDX-License-Identifier: Apache-2.0
// pmpcfg and pmpaddr.  Privileged ISA, section "Physical Memory Protection CSRs".  16 entries, granularity 4 bytes.
#include "core/guest/riscv64/csr_table.h"
#include "core/guest/riscv64/mmu.h"

namespace vitrine::guest::riscv64 {
namespace {

constexpr std::uint64_t kAddressBits = (std::uint64_t{1} << 54) - 1;

// pmpcfg0 holds entries 0–7, pmpcfg2 entries 8–15; the odd ones do not exist on RV64.
std::size_t first_entry(std::uint32_t number) { return std::size_t{number - kCsrPmpcfg0} * 4; }

std::uint64_t read_config(const State& state, std::uint32_t number) {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < 8; ++i) value |= std::uint64_t{state.csr.pmpcfg[first_entry(number) + i]} << (8 * i);
  return value;
}

// Bits 6–5 are reserved and read zero; so is the combination W without R, which turns into neither.
std::uint8_t legal_config(std::uint8_t value) {
  constexpr std::uint8_t kWritable = kPmpRead | kPmpWrite | kPmpExecute | kPmpMode | kPmpLocked;
  value &= kWritable;
  return (value & kPmpRead) != 0 ? value : static_cast<std::uint8_t>(value & ~kPmpWrite);
}

void write_config(State& state, std::uint32_t number, std::uint64_t value) {
  for (std::size_t i = 0; i < 8; ++i) {
    std::uint8_t& config = state.csr.pmpcfg[first_entry(number) + i];
    if ((config & kPmpLocked) == 0) config = legal_config(static_cast<std::uint8_t>(value >> (8 * i)));
  }
  pmp_changed(state);
}

std::uint64_t read_address(const State& state, std::uint32_t number) { return state.csr.pmpaddr[number - kCsrPmpaddr0]; }

// A locked entry keeps its address, and the one below it when it is the top of a range.
void write_address(State& state, std::uint32_t number, std::uint64_t value) {
  const std::size_t index = number - kCsrPmpaddr0;
  if ((state.csr.pmpcfg[index] & kPmpLocked) != 0) return;
  if (index + 1 < kPmpEntries) {
    const std::uint8_t above = state.csr.pmpcfg[index + 1];
    if ((above & kPmpLocked) != 0 && (above & kPmpMode) == kPmpTor) return;
  }
  state.csr.pmpaddr[index] = value & kAddressBits;
  pmp_changed(state);
}

constexpr CsrRow kRows[] = {
    {kCsrPmpcfg0, "pmpcfg0", read_config, write_config, kFlushesContexts, kExtPmp},
    {kCsrPmpcfg2, "pmpcfg2", read_config, write_config, kFlushesContexts, kExtPmp},
    {kCsrPmpaddr0, "pmpaddr", read_address, write_address, kFlushesContexts, kExtPmp, nullptr, kPmpEntries},
};

}  // namespace

std::span<const CsrRow> pmp_csrs() { return kRows; }

}  // namespace vitrine::guest::riscv64
