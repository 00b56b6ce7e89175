// SPDX-License-Identifier: Apache-2.0
// Runs one operation's operand set through every implementation and both referees, and counts.
#pragma once

#include <string>

#include "tests/core/cpu/fp/operand_sets.h"
#include "tests/core/cpu/fp/operation.h"

namespace vitrine::tests::fp {

struct Comparison {
  u64 cases = 0;        // operand tuples
  u64 comparisons = 0;  // of an implementation, or APFloat, with MPFR
  u64 differences = 0;
  std::string first_difference;  // in words
};

// Every case starts with accrued flags of its own, so that a flag which is lost or invented is seen whatever stood there before.
Comparison compare(Operation operation, Layout layout, Rounding rounding, u64 random_count, u64 seed);

}  // namespace vitrine::tests::fp
