// SPDX-License-Identifier: Apache-2.0
// Describing a vCPU's registers and the machine's harts to GDB.  GDB manual, appendix "Target Descriptions".
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "core/cpu/vcpu.h"

namespace vitrine::vm::gdb {

// `architecture` in GDB's spelling, e.g. "riscv:rv64".  Registers of one feature stand together, in the order in which the features first
// appear.
std::string target_xml(std::string_view architecture, const std::vector<cpu::RegisterInfo>& registers);
// GDB's name of the architecture, found from the features that the registers belong to; empty when they tell nothing.
std::string_view architecture_of(const std::vector<cpu::RegisterInfo>& registers);
std::string threads_xml(std::size_t harts);
// &, <, > and quotes replaced.
std::string xml_escaped(std::string_view text);

}  // namespace vitrine::vm::gdb
