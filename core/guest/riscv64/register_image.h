// SPDX-License-Identifier: Apache-2.0
// Copies of the registers that semantics read and write, for comparing engines.
#pragma once

#include <string>

#include "core/cpu/unit_evaluator.h"
#include "core/guest/riscv64/state.h"

namespace vitrine::guest::riscv64 {

cpu::RegisterImage capture(const State& state);
// Names the first register that differs, with both values; empty when all are equal.  The slot that takes writes to x0 doesn't count.
std::string describe_difference(const cpu::RegisterImage& interpreted, const cpu::RegisterImage& evaluated);

}  // namespace vitrine::guest::riscv64
