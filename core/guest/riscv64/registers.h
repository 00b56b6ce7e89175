// SPDX-License-Identifier: Apache-2.0
// A hart's registers as GDB numbers and names them (target features org.gnu.gdb.riscv.cpu, .fpu, .csr and .virtual).
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/cpu/vcpu.h"
#include "core/guest/riscv64/state.h"

namespace vitrine::guest::riscv64 {

// 0–31 x registers, 32 pc, 33–64 f registers, 65 + n CSR number n, 4161 the privilege.
std::vector<cpu::RegisterInfo> debug_registers(std::uint64_t extensions);
// Errors name the register that the model does not have.  After a write the hart's owner calls update_contexts.
base::Result<std::uint64_t> read_debug_register(State& state, unsigned number);
base::Status write_debug_register(State& state, unsigned number, std::uint64_t value);

// The ABI's names, as the debugger shows them.
std::string_view integer_register_name(unsigned number);
std::string_view float_register_name(unsigned number);

}  // namespace vitrine::guest::riscv64
