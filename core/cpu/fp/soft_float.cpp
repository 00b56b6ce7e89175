// SPDX-License-Identifier: Apache-2.0
// The software float: operands are unpacked into wide integers, combined exactly (lost bits jammed into the lowest one), and rounded once.
#include "core/cpu/fp/soft_float.h"

#include <bit>
#include <limits>
#include <type_traits>
#include <utility>

namespace vitrine::cpu::fp::soft {
namespace {

// A finite number that is not zero: significand * 2^(exponent - 127), the significand's bit 127 is set.  Bit 0 may stand for lost bits below.
struct Number {
  bool negative;
  int exponent;
  u128 significand;
};

unsigned leading_zeros(u128 value) {
  const auto high = static_cast<u64>(value >> 64);
  return static_cast<unsigned>(high != 0 ? std::countl_zero(high) : 64 + std::countl_zero(static_cast<u64>(value)));
}

// value >> count, with bit 0 set when anything was shifted out ("jamming": rounding then still sees which side of a tie it is on).
u128 shift_right_jam(u128 value, unsigned count) {
  if (count == 0) return value;
  if (count > 127) return value != 0;
  return (value >> count) | ((value << (128 - count)) != 0);
}

// value * 2^(exponent - 127) for any value but zero.
Number normalize(bool negative, int exponent, u128 value) {
  const unsigned shift = leading_zeros(value);
  return {negative, exponent - static_cast<int>(shift), value << shift};
}

template <class F> Number unpack(typename F::Bits bits) {
  const auto biased = static_cast<int>(magnitude<F>(bits) >> F::kFractionBits);
  const u128 fraction = bits & F::kFraction;
  const u128 hidden = biased == 0 ? 0 : u128{1} << F::kFractionBits;
  const int exponent = (biased == 0 ? 1 : biased) - F::kBias;
  return normalize(is_negative<F>(bits), exponent, (fraction | hidden) << (127 - F::kFractionBits));
}

template <class F> typename F::Bits signed_bits(bool negative, typename F::Bits size) {
  return static_cast<typename F::Bits>(negative ? size | F::kSign : size);
}

// Does a magnitude with these lost bits (the lowest `dropped` ones of significand, 1..127) grow by one unit?
bool rounds_away(bool negative, u128 significand, unsigned dropped, Rounding rounding) {
  const u128 lost = significand & ((u128{1} << dropped) - 1);
  const u128 half = u128{1} << (dropped - 1);
  switch (rounding) {
    case Rounding::kNearestEven: return lost > half || (lost == half && ((significand >> dropped) & 1) != 0);
    case Rounding::kNearestMaxMagnitude: return lost >= half;
    case Rounding::kTowardZero: return false;
    case Rounding::kDown: return negative && lost != 0;
    case Rounding::kUp: return !negative && lost != 0;
  }
  return false;
}

template <class F> typename F::Bits overflow(bool negative, Rounding rounding, u8& flags) {
  flags |= kOverflow | kInexact;
  const bool to_infinity = rounding == Rounding::kNearestEven || rounding == Rounding::kNearestMaxMagnitude ||
                           rounding == (negative ? Rounding::kDown : Rounding::kUp);
  return signed_bits<F>(negative, static_cast<typename F::Bits>(to_infinity ? F::kInfinity : F::kInfinity - 1));
}

// Would the number, rounded as if exponents had no lower bound, still lie under the least normal one?  (Tininess after rounding.)
template <class F> bool is_tiny(const Number& number, Rounding rounding) {
  if (number.exponent != F::kMinExponent - 1) return number.exponent < F::kMinExponent;
  constexpr unsigned kDropped = 128 - F::kPrecision;
  const bool all_ones = (number.significand >> kDropped) == (u128{1} << F::kPrecision) - 1;
  return !(all_ones && rounds_away(number.negative, number.significand, kDropped, rounding));
}

template <class F> typename F::Bits round(const Number& number, Rounding rounding, u8& flags) {
  constexpr unsigned kDropped = 128 - F::kPrecision;
  if (number.exponent > F::kBias) return overflow<F>(number.negative, rounding, flags);
  const bool subnormal = number.exponent < F::kMinExponent;
  const u128 significand =
      subnormal ? shift_right_jam(number.significand, static_cast<unsigned>(F::kMinExponent - number.exponent)) : number.significand;
  const bool inexact = (significand & ((u128{1} << kDropped) - 1)) != 0;
  u64 kept = static_cast<u64>(significand >> kDropped) + rounds_away(number.negative, significand, kDropped, rounding);
  // The hidden bit, and a carry out of the fraction, add themselves to the exponent field.
  const u64 field = subnormal ? 0 : static_cast<u64>(number.exponent + F::kBias - 1);
  kept += field << F::kFractionBits;
  if (kept >= F::kInfinity) return overflow<F>(number.negative, rounding, flags);
  if (inexact) flags |= kInexact;
  if (inexact && subnormal && is_tiny<F>(number, rounding)) flags |= kUnderflow;
  return signed_bits<F>(number.negative, static_cast<typename F::Bits>(kept));
}

template <class F> typename F::Bits invalid(u8& flags) {
  flags |= kInvalid;
  return F::kDefaultNan;
}

// The result when an operand is a NaN.
template <class F, class... Operands> typename F::Bits propagate(u8& flags, Operands... operands) {
  if ((is_signaling_nan<F>(operands) || ...)) flags |= kInvalid;
  return F::kDefaultNan;
}

// The sum of two zeros, or of a number and its opposite.
template <class F> typename F::Bits zero_sum(bool a_negative, bool b_negative, Rounding rounding) {
  const bool negative = a_negative == b_negative ? a_negative : rounding == Rounding::kDown;
  return signed_bits<F>(negative, 0);
}

template <class F> typename F::Bits add_numbers(Number a, Number b, Rounding rounding, u8& flags) {
  if (a.exponent < b.exponent || (a.exponent == b.exponent && a.significand < b.significand)) std::swap(a, b);
  // One spare bit above for the carry.  Operands have at most 106 bits, so a difference of exponents that loses bits leaves a guard of 20.
  const u128 larger = a.significand >> 1;
  const u128 smaller = shift_right_jam(b.significand >> 1, static_cast<unsigned>(a.exponent - b.exponent));
  const u128 sum = a.negative == b.negative ? larger + smaller : larger - smaller;
  if (sum == 0) return zero_sum<F>(a.negative, b.negative, rounding);
  return round<F>(normalize(a.negative, a.exponent + 1, sum), rounding, flags);
}

// The integer square root, with bit 0 set when it is not exact.
u128 square_root_jam(u128 value) {
  u128 root = 0;
  u128 rest = value;
  for (u128 step = u128{1} << 126; step != 0; step >>= 2) {
    const bool fits = rest >= root + step;
    if (fits) rest -= root + step;
    root = (root >> 1) + (fits ? step : 0);
  }
  return root | (rest != 0);
}

Number multiply(const Number& a, const Number& b) {
  // Significands have at most 53 bits: their upper halves hold them whole.
  const u128 product = (a.significand >> 64) * (b.significand >> 64);
  return normalize(a.negative != b.negative, a.exponent + b.exponent + 1, product);
}

template <class Int> Int saturate(bool negative, u8& flags) {
  flags |= kInvalid;
  return negative ? std::numeric_limits<Int>::min() : std::numeric_limits<Int>::max();
}

}  // namespace

template <class F> typename F::Bits add(typename F::Bits a, typename F::Bits b, Rounding rounding, u8& flags) {
  if (is_nan<F>(a) || is_nan<F>(b)) return propagate<F>(flags, a, b);
  if (is_infinite<F>(a)) return is_infinite<F>(b) && a != b ? invalid<F>(flags) : a;
  if (is_infinite<F>(b)) return b;
  if (is_zero<F>(a)) return is_zero<F>(b) ? zero_sum<F>(is_negative<F>(a), is_negative<F>(b), rounding) : b;
  if (is_zero<F>(b)) return a;
  return add_numbers<F>(unpack<F>(a), unpack<F>(b), rounding, flags);
}

template <class F> typename F::Bits sub(typename F::Bits a, typename F::Bits b, Rounding rounding, u8& flags) {
  return add<F>(a, negate<F>(b), rounding, flags);
}

template <class F> typename F::Bits mul(typename F::Bits a, typename F::Bits b, Rounding rounding, u8& flags) {
  if (is_nan<F>(a) || is_nan<F>(b)) return propagate<F>(flags, a, b);
  const bool negative = is_negative<F>(a) != is_negative<F>(b);
  if (is_infinite<F>(a) || is_infinite<F>(b))
    return is_zero<F>(a) || is_zero<F>(b) ? invalid<F>(flags) : signed_bits<F>(negative, F::kInfinity);
  if (is_zero<F>(a) || is_zero<F>(b)) return signed_bits<F>(negative, 0);
  return round<F>(multiply(unpack<F>(a), unpack<F>(b)), rounding, flags);
}

template <class F> typename F::Bits div(typename F::Bits a, typename F::Bits b, Rounding rounding, u8& flags) {
  if (is_nan<F>(a) || is_nan<F>(b)) return propagate<F>(flags, a, b);
  const bool negative = is_negative<F>(a) != is_negative<F>(b);
  if (is_infinite<F>(a)) return is_infinite<F>(b) ? invalid<F>(flags) : signed_bits<F>(negative, F::kInfinity);
  if (is_infinite<F>(b)) return signed_bits<F>(negative, 0);
  if (is_zero<F>(b)) {
    if (is_zero<F>(a)) return invalid<F>(flags);
    flags |= kDivideByZero;
    return signed_bits<F>(negative, F::kInfinity);
  }
  if (is_zero<F>(a)) return signed_bits<F>(negative, 0);
  const Number x = unpack<F>(a);
  const Number y = unpack<F>(b);
  const u128 divisor = y.significand >> 64;
  const u128 dividend = x.significand >> 1;
  const u128 quotient = dividend / divisor;  // 63 or 64 bits, worth quotient * 2^-63
  const u128 jammed = (quotient << 1) | (dividend % divisor != 0);
  return round<F>(normalize(negative, x.exponent - y.exponent + 63, jammed), rounding, flags);
}

template <class F> typename F::Bits sqrt(typename F::Bits a, Rounding rounding, u8& flags) {
  if (is_nan<F>(a)) return propagate<F>(flags, a);
  if (is_zero<F>(a)) return a;
  if (is_negative<F>(a)) return invalid<F>(flags);
  if (is_infinite<F>(a)) return a;
  const Number x = unpack<F>(a);
  const bool odd = (x.exponent & 1) != 0;
  // significand * 2^-127 = (significand >> 1) * 2^-126: an even power under the root; an odd exponent lends its factor of two.
  const u128 radicand = odd ? x.significand : x.significand >> 1;
  const int exponent = (x.exponent - (odd ? 1 : 0)) / 2;
  return round<F>(normalize(false, exponent + 127 - 63, square_root_jam(radicand)), rounding, flags);
}

template <class F>
typename F::Bits fused_multiply_add(typename F::Bits a, typename F::Bits b, typename F::Bits c, Rounding rounding, u8& flags) {
  const bool no_product = (is_infinite<F>(a) && is_zero<F>(b)) || (is_zero<F>(a) && is_infinite<F>(b));
  if (no_product) return invalid<F>(flags);
  if (is_nan<F>(a) || is_nan<F>(b) || is_nan<F>(c)) return propagate<F>(flags, a, b, c);
  const bool negative = is_negative<F>(a) != is_negative<F>(b);
  if (is_infinite<F>(a) || is_infinite<F>(b))
    return is_infinite<F>(c) && is_negative<F>(c) != negative ? invalid<F>(flags) : signed_bits<F>(negative, F::kInfinity);
  if (is_infinite<F>(c)) return c;
  if (is_zero<F>(a) || is_zero<F>(b)) return is_zero<F>(c) ? zero_sum<F>(negative, is_negative<F>(c), rounding) : c;
  const Number product = multiply(unpack<F>(a), unpack<F>(b));
  if (is_zero<F>(c)) return round<F>(product, rounding, flags);
  return add_numbers<F>(product, unpack<F>(c), rounding, flags);
}

template <class To, class From> typename To::Bits convert(typename From::Bits a, Rounding rounding, u8& flags) {
  if (is_nan<From>(a)) {
    if (is_signaling_nan<From>(a)) flags |= kInvalid;
    return To::kDefaultNan;
  }
  if (is_infinite<From>(a)) return signed_bits<To>(is_negative<From>(a), To::kInfinity);
  if (is_zero<From>(a)) return signed_bits<To>(is_negative<From>(a), 0);
  return round<To>(unpack<From>(a), rounding, flags);
}

template <class Int, class F> Int to_integer(typename F::Bits a, Rounding rounding, u8& flags) {
  if (is_nan<F>(a)) return saturate<Int>(false, flags);
  if (is_zero<F>(a)) return 0;
  const bool negative = is_negative<F>(a);
  if (is_infinite<F>(a)) return saturate<Int>(negative, flags);
  const Number x = unpack<F>(a);
  if (x.exponent > 63) return saturate<Int>(negative, flags);
  // 64 integer bits above 64 bits of fraction, so that 2^63 sits on bit 127.
  const u128 fixed = shift_right_jam(x.significand, static_cast<unsigned>(63 - x.exponent));
  const u128 size = (fixed >> 64) + rounds_away(negative, fixed, 64, rounding);
  const u128 limit =
      negative ? (std::is_signed_v<Int> ? u128{1} << (sizeof(Int) * 8 - 1) : 0) : static_cast<u128>(std::numeric_limits<Int>::max());
  if (size > limit) return saturate<Int>(negative, flags);
  if (static_cast<u64>(fixed) != 0) flags |= kInexact;
  const auto result = static_cast<u64>(size);
  return static_cast<Int>(negative ? 0 - result : result);
}

template <class F, class Int> typename F::Bits from_integer(Int a, Rounding rounding, u8& flags) {
  if (a == 0) return 0;
  const bool negative = std::is_signed_v<Int> && (static_cast<u64>(a) >> 63) != 0;
  const u64 size = negative ? 0 - static_cast<u64>(a) : static_cast<u64>(a);
  return round<F>(normalize(negative, 127, size), rounding, flags);
}

template F16::Bits add<F16>(F16::Bits, F16::Bits, Rounding, u8&);
template F16::Bits sub<F16>(F16::Bits, F16::Bits, Rounding, u8&);
template F16::Bits mul<F16>(F16::Bits, F16::Bits, Rounding, u8&);
template F16::Bits div<F16>(F16::Bits, F16::Bits, Rounding, u8&);
template F16::Bits sqrt<F16>(F16::Bits, Rounding, u8&);
template F16::Bits fused_multiply_add<F16>(F16::Bits, F16::Bits, F16::Bits, Rounding, u8&);
template F32::Bits convert<F32, F16>(F16::Bits, Rounding, u8&);
template F64::Bits convert<F64, F16>(F16::Bits, Rounding, u8&);
template s32 to_integer<s32, F16>(F16::Bits, Rounding, u8&);
template F16::Bits from_integer<F16, s32>(s32, Rounding, u8&);
template u32 to_integer<u32, F16>(F16::Bits, Rounding, u8&);
template F16::Bits from_integer<F16, u32>(u32, Rounding, u8&);
template s64 to_integer<s64, F16>(F16::Bits, Rounding, u8&);
template F16::Bits from_integer<F16, s64>(s64, Rounding, u8&);
template u64 to_integer<u64, F16>(F16::Bits, Rounding, u8&);
template F16::Bits from_integer<F16, u64>(u64, Rounding, u8&);

template F32::Bits add<F32>(F32::Bits, F32::Bits, Rounding, u8&);
template F32::Bits sub<F32>(F32::Bits, F32::Bits, Rounding, u8&);
template F32::Bits mul<F32>(F32::Bits, F32::Bits, Rounding, u8&);
template F32::Bits div<F32>(F32::Bits, F32::Bits, Rounding, u8&);
template F32::Bits sqrt<F32>(F32::Bits, Rounding, u8&);
template F32::Bits fused_multiply_add<F32>(F32::Bits, F32::Bits, F32::Bits, Rounding, u8&);
template F16::Bits convert<F16, F32>(F32::Bits, Rounding, u8&);
template F64::Bits convert<F64, F32>(F32::Bits, Rounding, u8&);
template s32 to_integer<s32, F32>(F32::Bits, Rounding, u8&);
template F32::Bits from_integer<F32, s32>(s32, Rounding, u8&);
template u32 to_integer<u32, F32>(F32::Bits, Rounding, u8&);
template F32::Bits from_integer<F32, u32>(u32, Rounding, u8&);
template s64 to_integer<s64, F32>(F32::Bits, Rounding, u8&);
template F32::Bits from_integer<F32, s64>(s64, Rounding, u8&);
template u64 to_integer<u64, F32>(F32::Bits, Rounding, u8&);
template F32::Bits from_integer<F32, u64>(u64, Rounding, u8&);

template F64::Bits add<F64>(F64::Bits, F64::Bits, Rounding, u8&);
template F64::Bits sub<F64>(F64::Bits, F64::Bits, Rounding, u8&);
template F64::Bits mul<F64>(F64::Bits, F64::Bits, Rounding, u8&);
template F64::Bits div<F64>(F64::Bits, F64::Bits, Rounding, u8&);
template F64::Bits sqrt<F64>(F64::Bits, Rounding, u8&);
template F64::Bits fused_multiply_add<F64>(F64::Bits, F64::Bits, F64::Bits, Rounding, u8&);
template F16::Bits convert<F16, F64>(F64::Bits, Rounding, u8&);
template F32::Bits convert<F32, F64>(F64::Bits, Rounding, u8&);
template s32 to_integer<s32, F64>(F64::Bits, Rounding, u8&);
template F64::Bits from_integer<F64, s32>(s32, Rounding, u8&);
template u32 to_integer<u32, F64>(F64::Bits, Rounding, u8&);
template F64::Bits from_integer<F64, u32>(u32, Rounding, u8&);
template s64 to_integer<s64, F64>(F64::Bits, Rounding, u8&);
template F64::Bits from_integer<F64, s64>(s64, Rounding, u8&);
template u64 to_integer<u64, F64>(F64::Bits, Rounding, u8&);
template F64::Bits from_integer<F64, u64>(u64, Rounding, u8&);

}  // namespace vitrine::cpu::fp::soft
