// SPDX-License-Identifier: Apache-2.0
// Was a result rounded?  Found out by arithmetic on operands and result, which is several times faster than asking the host's status register.
#pragma once

#include <bit>
#include <cmath>
#include <optional>
#include <type_traits>

#include "core/cpu/fp/format.h"

// Each function answers for a result that is zero or a normal number above the least one, rounded to nearest even, or says nothing when it cannot
// tell.  F32 is checked in double, where products and remainders are exact; F64 by the error terms of Dekker and Knuth (Handbook of Floating-Point
// Arithmetic, chapter 4), which need the host's fused operation and room below the result.
namespace vitrine::cpu::fp {

// Not so small that the rounding error of an operation with this magnitude among its terms could itself underflow, nor near overflow.
template <class F> bool has_room(typename F::Native value) {
  constexpr auto kLow = static_cast<typename F::Bits>(F::kPrecision + 4) << F::kFractionBits;
  constexpr auto kHigh = F::kInfinity - (typename F::Bits{4} << F::kFractionBits);
  const auto size = magnitude<F>(std::bit_cast<typename F::Bits>(value));
  return size >= kLow && size < kHigh;
}

template <class Unit> class Exactness {
 public:
  using Answer = std::optional<bool>;  // is it inexact?

  // Sums never lose anything to underflow, so only overflow inside the error's terms is in the way.
  template <class T> static Answer sum(T a, T b, T result) {
    if (result == 0) return false;
    const T b_part = result - a;
    const T error = (a - (result - b_part)) + (b - b_part);
    return std::isfinite(error) ? Answer{error != 0} : std::nullopt;
  }

  static Answer product(float a, float b, float result) { return double{a} * double{b} != double{result}; }
  static Answer product(double a, double b, double result) {
    if (a == 0 || b == 0) return false;
    if (!Unit::has_fused_multiply_add() || !has_room<F64>(result)) return std::nullopt;
    return Unit::fused_multiply_add(a, b, -result) != 0;
  }

  // a is the dividend: finite over infinite, and zero over anything, are exact zeros.
  static Answer quotient(float a, float b, float result) {
    if (result == 0) return a == 0 || std::isinf(b) ? Answer{false} : std::nullopt;
    return double{result} * double{b} != double{a};
  }
  static Answer quotient(double a, double b, double result) {
    if (result == 0) return a == 0 || std::isinf(b) ? Answer{false} : std::nullopt;
    if (!Unit::has_fused_multiply_add() || !has_room<F64>(a)) return std::nullopt;
    return Unit::fused_multiply_add(-result, b, a) != 0;
  }

  static Answer root(float a, float result) { return double{result} * double{result} != double{a}; }
  static Answer root(double a, double result) {
    if (a == 0) return false;
    if (!Unit::has_fused_multiply_add() || !has_room<F64>(a)) return std::nullopt;
    return Unit::fused_multiply_add(-result, result, a) != 0;
  }

  // In double the product is exact; where the sum is not, it needs more bits than a float has.
  static Answer fused(float a, float b, float c, float result) {
    if (result == 0) return std::nullopt;
    const double ab = double{a} * double{b};
    const double total = ab + double{c};
    const Answer lost = sum(ab, double{c}, total);
    return lost ? Answer{*lost || total != double{result}} : std::nullopt;
  }
  static Answer fused(double, double, double, double) { return std::nullopt; }
};

}  // namespace vitrine::cpu::fp
