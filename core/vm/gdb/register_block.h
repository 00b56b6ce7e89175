// SPDX-License-Identifier: Apache-2.0
// A vCPU's registers as GDB packets carry them: little-endian hexadecimal.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/cpu/vcpu.h"

namespace vitrine::vm::gdb {

// Register `number`; nothing where the vCPU has none such.
std::optional<std::string> read_register_hex(cpu::Vcpu& vcpu, std::uint64_t number);
// `hex` has exactly the register's width.
bool write_register_hex(cpu::Vcpu& vcpu, std::uint64_t number, std::string_view hex);
// The registers numbered 0, 1, 2 … without a gap (g packet); GDB asks for the others one by one.
std::string read_general_hex(cpu::Vcpu& vcpu);
bool write_general_hex(cpu::Vcpu& vcpu, std::string_view hex);

}  // namespace vitrine::vm::gdb
