// SPDX-License-Identifier: Apache-2.0
// IR as text, each guest instruction above its nodes.
#pragma once

#include <cstdint>
#include <string>

#include "core/ir/node.h"

namespace vitrine::ir {

// One line a node; guest instructions as "0x80000000: 00158593  addi".
std::string print(const UnitIr& unit, std::uint64_t start_pc);
// Appends the line of one node.
void print_node(std::string& out, const UnitIr& unit, NodeId id);

}  // namespace vitrine::ir
