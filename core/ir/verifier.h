// SPDX-License-Identifier: Apache-2.0
// Checks that a unit's IR keeps its rules: SSA order, operand counts, types, and the contract of an instruction.
#pragma once

#include "core/base/result.h"
#include "core/ir/node.h"

namespace vitrine::ir {

// The first rule that is broken, with the node's number.  Among them: an access that can fault comes before its instruction's first set
// (core/adr/0001-instruction-contract.md), and control leaves only at an instruction's end.
base::Status verify(const UnitIr& unit);

}  // namespace vitrine::ir
