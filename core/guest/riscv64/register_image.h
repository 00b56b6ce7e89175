// SPDX-License-Identifier: Apache-2.0
// Copies of the registers that semantics read and write, for comparing engines.
#pragma once

#include <string>

#include "core/cpu/unit_evaluator.h"
#include "core/guest/riscv64/state.h"

namespace vitrine::guest::riscv64 {

// Copies into an image that is kept between calls.
void capture(const State& state, cpu::RegisterImage& image);
// Names the first register that differs, with both values; empty when all are equal.  The slot that takes writes to x0 doesn't count.
std::string describe_difference(const cpu::RegisterImage& interpreted, const cpu::RegisterImage& evaluated);

}  // namespace vitrine::guest::riscv64
