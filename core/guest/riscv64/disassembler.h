// SPDX-License-Identifier: Apache-2.0
// Decoded instructions as text, for logs.
#pragma once

#include <cstdint>
#include <string>

#include "core/guest/riscv64/insn_table.h"

namespace vitrine::guest::riscv64 {

// "lw a0, 8(a1)", a compressed one as what it stands for; without the short names that assemblers know beside an instruction's own.
// Targets of branches and jumps are addresses, pc being the instruction's.
std::string disassemble(const InsnInfo& info, const cpu::DecodedInsn& insn, std::uint64_t pc);

}  // namespace vitrine::guest::riscv64
