// SPDX-License-Identifier: Apache-2.0
// The comparison's loop and its report.
#include "tests/core/cpu/fp/comparison.h"

#include <fmt/format.h>

#include "tests/core/cpu/fp/apfloat_opinion.h"
#include "tests/core/cpu/fp/mpfr_reference.h"
#include "tests/core/cpu/fp/subjects.h"

namespace vitrine::tests::fp {
namespace {

std::string describe(const char* who, Operation operation, Rounding rounding, const Operands& x, u8 accrued, const Outcome& got,
                     const Outcome& want) {
  return fmt::format("{}: {} {} of {:#x} {:#x} {:#x}, flags before {:#x}: got {:#x} flags {:#x}, expected {:#x} flags {:#x}", who,
                     name_of(operation), kRoundingNames[static_cast<unsigned>(rounding)], x[0], x[1], x[2], accrued, got.bits, got.flags,
                     want.bits, want.flags);
}

}  // namespace

Comparison compare(Operation operation, Layout layout, Rounding rounding, u64 random_count, u64 seed) {
  Comparison result;
  Random accrued_flags{seed};
  const bool wants_f16 = layout.width == 16 || operation == Operation::kToF16;
  for_each_operands(operation, layout, random_count, seed, [&](const Operands& operands) {
    ++result.cases;
    const Outcome expected = mpfr_reference(operation, layout, operands, rounding);
    const auto judge = [&](const char* who, u8 accrued, const Outcome& got, const Outcome& want) {
      ++result.comparisons;
      if (got == want) return;
      if (result.differences++ == 0) result.first_difference = describe(who, operation, rounding, operands, accrued, got, want);
    };
    const auto accrued = static_cast<u8>(accrued_flags.below(2) != 0 ? 0 : accrued_flags.below(32));
    for (const Subject& subject : subjects()) {
      if (wants_f16 && !subject.has_f16) continue;
      judge(subject.name, accrued, subject.run(operation, layout, operands, rounding, accrued),
            {expected.bits, static_cast<u8>(expected.flags | accrued)});
    }
    if (const auto opinion = apfloat_opinion(operation, layout, operands, rounding, expected)) judge("APFloat", 0, *opinion, expected);
  });
  return result;
}

}  // namespace vitrine::tests::fp
