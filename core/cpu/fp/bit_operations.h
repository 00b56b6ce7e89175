// SPDX-License-Identifier: Apache-2.0
// The operations that never round: comparison, minimum and maximum, classification, sign injection; the same code on every host and engine.
#pragma once

#include <bit>

#include "core/cpu/fp/format.h"

namespace vitrine::cpu::fp {

// Orders numbers as integers: a < b as numbers exactly when order_key(a) < order_key(b), with -0 just under +0.  Not for NaNs.
template <class F> constexpr s64 order_key(typename F::Bits value) {
  const auto size = static_cast<s64>(magnitude<F>(value));
  return is_negative<F>(value) ? -1 - size : size;
}

// FEQ: quiet, only a signaling NaN raises kInvalid.  Unprivileged ISA, section "Single-Precision Floating-Point Compare Instructions".
template <class F> constexpr bool equal(typename F::Bits a, typename F::Bits b, u8& flags) {
  if (is_nan<F>(a) || is_nan<F>(b)) {
    if (is_signaling_nan<F>(a) || is_signaling_nan<F>(b)) flags |= kInvalid;
    return false;
  }
  return a == b || (is_zero<F>(a) && is_zero<F>(b));
}

// FLT: signaling, any NaN raises kInvalid.
template <class F> constexpr bool less(typename F::Bits a, typename F::Bits b, u8& flags) {
  if (is_nan<F>(a) || is_nan<F>(b)) {
    flags |= kInvalid;
    return false;
  }
  return order_key<F>(a) < order_key<F>(b) && !(is_zero<F>(a) && is_zero<F>(b));
}

// FLE: signaling, any NaN raises kInvalid.
template <class F> constexpr bool less_or_equal(typename F::Bits a, typename F::Bits b, u8& flags) {
  if (is_nan<F>(a) || is_nan<F>(b)) {
    flags |= kInvalid;
    return false;
  }
  return order_key<F>(a) <= order_key<F>(b) || (is_zero<F>(a) && is_zero<F>(b));
}

// What minimumNumber and maximumNumber share: a NaN loses against a number, two NaNs give the default one.  IEEE 754-2019, section 9.6.
template <class F> constexpr typename F::Bits pick_number(typename F::Bits a, typename F::Bits b, bool want_less, u8& flags) {
  if (is_signaling_nan<F>(a) || is_signaling_nan<F>(b)) flags |= kInvalid;
  if (is_nan<F>(a)) return is_nan<F>(b) ? F::kDefaultNan : b;
  if (is_nan<F>(b)) return a;
  return (order_key<F>(a) < order_key<F>(b)) == want_less ? a : b;
}
template <class F> constexpr typename F::Bits minimum_number(typename F::Bits a, typename F::Bits b, u8& flags) {
  return pick_number<F>(a, b, true, flags);
}
template <class F> constexpr typename F::Bits maximum_number(typename F::Bits a, typename F::Bits b, u8& flags) {
  return pick_number<F>(a, b, false, flags);
}

// FCLASS's mask of ten bits, one of them set: -inf, -normal, -subnormal, -0, +0, +subnormal, +normal, +inf, signaling NaN, quiet NaN.
template <class F> constexpr u32 classify(typename F::Bits value) {
  if (is_nan<F>(value)) return is_signaling_nan<F>(value) ? 1u << 8 : 1u << 9;
  const unsigned step = is_infinite<F>(value) ? 3 : magnitude<F>(value) >= F::kMinNormal ? 2 : is_zero<F>(value) ? 0 : 1;
  return is_negative<F>(value) ? 1u << (3 - step) : 1u << (4 + step);
}

// FSGNJ, FSGNJN, FSGNJX: the magnitude of a with b's sign, its opposite, or both signs' exclusive or.
template <class F> constexpr typename F::Bits copy_sign(typename F::Bits a, typename F::Bits b) {
  return static_cast<typename F::Bits>(magnitude<F>(a) | (b & F::kSign));
}
template <class F> constexpr typename F::Bits copy_sign_negated(typename F::Bits a, typename F::Bits b) {
  return copy_sign<F>(a, negate<F>(b));
}
template <class F> constexpr typename F::Bits xor_sign(typename F::Bits a, typename F::Bits b) {
  return static_cast<typename F::Bits>(a ^ (b & F::kSign));
}

// NaN boxing: a narrow value in a 64-bit register stands under ones; anything else reads as the default NaN.  Section "NaN Boxing of Narrower Values".
template <class F> constexpr u64 box(typename F::Bits value) {
  if constexpr (F::kWidth == 64) return value;
  else return (~u64{0} << F::kWidth) | value;
}
template <class F> constexpr typename F::Bits unbox(u64 value) {
  if constexpr (F::kWidth == 64) return value;
  else return (value >> F::kWidth) == (~u64{0} >> F::kWidth) ? static_cast<typename F::Bits>(value) : F::kDefaultNan;
}

}  // namespace vitrine::cpu::fp
