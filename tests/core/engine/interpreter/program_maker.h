// SPDX-License-Identifier: Apache-2.0
// Random bits made into instructions that do something: a row of the decoder's table, its free bits, bases of accesses kept useful.
#pragma once

#include <cstdint>

#include "core/cpu/vcpu.h"
#include "core/guest/riscv64/decoder.h"

namespace vitrine::tests::interpreter {

inline constexpr std::uint64_t kProgramRam = 0x80000000;
inline constexpr std::uint64_t kProgramRamSize = 0x4000;

// Registers x16 to x31 stay bases: results go into the lower ones, accesses start from the upper ones.
inline std::uint32_t make_instruction(const guest::riscv64::Decoder& decoder, std::uint32_t row, std::uint32_t bits) {
  const guest::riscv64::InsnInfo& info = *decoder.table()[row % decoder.table().size()];
  if (info.destination == guest::riscv64::Destination::kX) bits &= ~(1u << 11);
  const std::uint32_t opcode = info.match & 0x7f;
  const bool accesses = opcode == 0x03 || opcode == 0x07 || opcode == 0x23 || opcode == 0x27 || opcode == 0x2f;
  if (accesses) bits |= 1u << 19;
  return (bits & ~info.mask) | info.match;
}

// Registers point into RAM, traps go on at `trap_vector`, the FPU is on, user mode may do everything.  False when the vCPU lacks one of them.
inline bool prepare_registers(cpu::Vcpu& vcpu, std::uint64_t trap_vector) {
  constexpr unsigned kMtvec = 65 + 0x305, kMstatus = 65 + 0x300, kPmpaddr15 = 65 + 0x3bf, kPmpcfg2 = 65 + 0x3a2;
  bool ok = vcpu.write_register(kPmpaddr15, ~std::uint64_t{0} >> 10) && vcpu.write_register(kPmpcfg2, std::uint64_t{0x1f} << 56);
  for (unsigned number = 1; number < 32; ++number)
    ok = vcpu.write_register(number, kProgramRam + number * 0x1f8 % kProgramRamSize).has_value() && ok;
  return ok && vcpu.write_register(kMstatus, 1u << 13) && vcpu.write_register(kMtvec, trap_vector & ~std::uint64_t{3});
}

}  // namespace vitrine::tests::interpreter
