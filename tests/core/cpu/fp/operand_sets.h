// SPDX-License-Identifier: Apache-2.0
// Operands in the manner of TestFloat: every combination of special values and boundary exponents, values near roundings, and random ones.
#pragma once

#include <functional>
#include <vector>

#include "tests/core/cpu/fp/operation.h"

namespace vitrine::tests::fp {

// A seeded generator (splitmix64): the same sequence everywhere.
class Random {
 public:
  explicit Random(u64 seed) : state_{seed} {}
  u64 next() {
    u64 z = state_ += 0x9e3779b97f4a7c15;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
  }
  u64 below(u64 limit) { return next() % limit; }

 private:
  u64 state_;
};

// The layout of a format, as numbers.
struct Layout {
  unsigned width;
  unsigned precision;
};
template <class F> constexpr Layout layout_of() { return {F::kWidth, F::kPrecision}; }

// Zeros, infinities, NaNs of both kinds, boundary exponents with boundary fractions, both signs.
std::vector<u64> special_values(Layout layout);
// Powers of two, their neighbours and negatives, and the limits of each width.
std::vector<u64> special_integers();
// A random float with its exponent and its fraction drawn so that boundaries are common.
u64 random_float(Layout layout, Random& random);

// Calls `use` with every combination of special values (for three operands: of a third of them, drawn by chance) and with `random_count`
// random operands, some of them chosen near a cancellation or a tie.
void for_each_operands(Operation operation, Layout layout, u64 random_count, u64 seed, const std::function<void(const Operands&)>& use);

}  // namespace vitrine::tests::fp
