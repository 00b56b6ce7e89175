// SPDX-License-Identifier: Apache-2.0
// A second opinion: LLVM's APFloat, with its known differences taken out.
#pragma once

#include <optional>

#include "tests/core/cpu/fp/operand_sets.h"
#include "tests/core/cpu/fp/operation.h"

namespace vitrine::tests::fp {

// What APFloat says, or nothing where it has no answer (square root).  `expected` is the referee's outcome, and stands where APFloat is known to
// differ: a NaN's flags and payload, NaNs as integers, underflow when the result is the least normal number (it never sees one there, which is
// tininess before rounding turned around), and overflow when the result is the greatest finite number (it calls that inexact only).
std::optional<Outcome> apfloat_opinion(Operation operation, Layout layout, const Operands& operands, Rounding rounding,
                                       const Outcome& expected);

}  // namespace vitrine::tests::fp
