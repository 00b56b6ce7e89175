// SPDX-License-Identifier: Apache-2.0
// The implementations under test, each callable by operation, format and raw bits.
#pragma once

#include <vector>

#include "tests/core/cpu/fp/operand_sets.h"
#include "tests/core/cpu/fp/operation.h"

namespace vitrine::tests::fp {

struct Subject {
  const char* name;
  // Starts with `accrued` flags and returns what stands there afterwards.
  Outcome (*run)(Operation operation, Layout layout, const Operands& operands, Rounding rounding, u8 accrued);
  bool has_f16;
};

// The host's unit (as guests use it), the host's unit through <cfenv> (as other hosts would), and the software float.
const std::vector<Subject>& subjects();

}  // namespace vitrine::tests::fp
