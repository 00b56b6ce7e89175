// SPDX-License-Identifier: Apache-2.0
// The table of CSRs: each register once, with its name, what it needs, and how it is read and written.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "core/guest/riscv64/csr_bits.h"
#include "core/guest/riscv64/privileged.h"

namespace vitrine::guest::riscv64 {

// Functions get the number because a row may stand for several registers.
using CsrRead = std::uint64_t (*)(const State&, std::uint32_t number);
using CsrWrite = void (*)(State&, std::uint32_t number, std::uint64_t value);
// Beyond privilege and the read-only bit of the number: enables that other registers hold.
using CsrGuard = bool (*)(const State&, std::uint32_t number);

struct CsrRow {  // NOLINT(clang-analyzer-optin.performance.Padding): the columns stand in the order in which a table is read
  std::uint16_t first;
  std::string_view name;  // without its number where the row is several
  CsrRead read;
  CsrWrite write = nullptr;         // none: writes change nothing
  std::uint8_t effect = kNoEffect;  // CsrEffect bits
  std::uint64_t needs = 0;          // ExtensionBit set, without which the register is missing
  CsrGuard guard = nullptr;
  std::uint8_t count = 1;
  std::uint8_t first_suffix = 0;  // the number of the row's first register: 3 for mhpmcounter3…
};

std::span<const CsrRow> machine_csrs();
std::span<const CsrRow> supervisor_csrs();
std::span<const CsrRow> counter_csrs();
std::span<const CsrRow> float_csrs();
std::span<const CsrRow> pmp_csrs();
// Its row, or nullptr: no model has it.
const CsrRow* find_csr(std::uint32_t number);
std::string csr_name(const CsrRow& row, std::uint32_t number);

// mip: the bits that software can write now.
std::uint64_t mip_writable(const State& state);
void write_mip(State& state, std::uint64_t value);

// Hands stimecmp to the board's comparator (or disarms it while menvcfg.STCE is off) and brings STIP up to date.
void arm_stimecmp(State& state);

// Plain fields of Csrs, with the bits that can be written.
template <auto kMember> std::uint64_t read_member(const State& state, std::uint32_t) { return state.csr.*kMember; }
template <auto kMember, std::uint64_t kWritable = ~std::uint64_t{0}> void write_member(State& state, std::uint32_t, std::uint64_t value) {
  state.csr.*kMember = value & kWritable;
}
inline std::uint64_t read_zero(const State&, std::uint32_t) { return 0; }
// xepc: IALIGN is 16 with C, else 32.
inline std::uint64_t legal_epc(const State& state, std::uint64_t value) {
  return value & ((state.extensions & kExtC) != 0 ? ~1ull : ~3ull);
}

}  // namespace vitrine::guest::riscv64
