// SPDX-License-Identifier: Apache-2.0
// The referee: each operation computed with MPFR, which shares nothing with our arithmetic.
#pragma once

#include "tests/core/cpu/fp/operand_sets.h"
#include "tests/core/cpu/fp/operation.h"

namespace vitrine::tests::fp {

// Result and flags that RISC-V demands; `layout` is the operands' format (of the result where operands are integers).
Outcome mpfr_reference(Operation operation, Layout layout, const Operands& operands, Rounding rounding);

}  // namespace vitrine::tests::fp
