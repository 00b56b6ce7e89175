// SPDX-License-Identifier: Apache-2.0
// Floating-point IR nodes, computed in integers.
#pragma once

#include <array>
#include <cstdint>

#include "core/ir/node.h"

namespace vitrine::cpu {

struct FloatOperands {
  ir::Type type;                        // of the operands
  std::array<std::uint64_t, 3> values;  // raw bits
  std::uint8_t frm;                     // the guest's dynamic rounding mode
};

// The result's raw bits; raised exceptions are added to fflags.
std::uint64_t evaluate_float(const ir::Node& node, const FloatOperands& operands, std::uint8_t& fflags);

}  // namespace vitrine::cpu
