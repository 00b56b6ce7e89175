// SPDX-License-Identifier: Apache-2.0
// MPFR's exponent range is set to the format's, mpfr_subnormalize rounds what falls below it, and ties away from zero are decided here by
// comparing the truncated exact value with the midpoint of its two neighbours.
#include "tests/core/cpu/fp/mpfr_reference.h"

#define MPFR_USE_NO_MACRO  // its macros take no class of ours
#include <mpfr.h>

#include <algorithm>
#include <limits>

namespace vitrine::tests::fp {
namespace {

using namespace cpu::fp;

constexpr mpfr_exp_t kWide = 1 << 20;

// A variable of MPFR; the exponent range is wide while one is made.
class Real {
 public:
  explicit Real(mpfr_prec_t precision) { mpfr_init2(value_, precision); }
  Real(const Real&) = delete;
  Real& operator=(const Real&) = delete;
  ~Real() { mpfr_clear(value_); }
  operator mpfr_ptr() { return value_; }

 private:
  mpfr_t value_;
};

// One format's figures in MPFR's terms, where a number is 0.1xxx * 2^exponent.
struct Range {
  mpfr_prec_t precision;
  mpfr_exp_t max;     // of the greatest finite number
  mpfr_exp_t normal;  // of the least normal number
};
Range range_of(Layout layout) {
  const mpfr_exp_t bias = (mpfr_exp_t{1} << (layout.width - layout.precision - 1)) - 1;
  return {static_cast<mpfr_prec_t>(layout.precision), bias + 1, 2 - bias};
}

u64 ones(unsigned count) { return ~u64{0} >> (64 - count); }
u64 infinity(Layout layout) { return ones(layout.width - layout.precision) << (layout.precision - 1); }
u64 default_nan(Layout layout) { return infinity(layout) | u64{1} << (layout.precision - 2); }
u64 sign_bit(Layout layout) { return u64{1} << (layout.width - 1); }
bool nan_bits(Layout layout, u64 bits) { return (bits & ~sign_bit(layout)) > infinity(layout); }
bool signaling_bits(Layout layout, u64 bits) { return nan_bits(layout, bits) && (bits >> (layout.precision - 2) & 1) == 0; }

void load(mpfr_ptr to, Layout layout, u64 bits) {
  const unsigned fraction_bits = layout.precision - 1;
  const bool negative = (bits & sign_bit(layout)) != 0;
  const u64 size = bits & ~sign_bit(layout);
  const auto exponent = static_cast<mpfr_exp_t>(size >> fraction_bits);
  const u64 fraction = size & ones(fraction_bits);
  if (size == infinity(layout)) return mpfr_set_inf(to, negative ? -1 : 1);
  if (size == 0) return mpfr_set_zero(to, negative ? -1 : 1);
  const u64 hidden = exponent == 0 ? 0 : u64{1} << fraction_bits;
  const mpfr_exp_t bias = (mpfr_exp_t{1} << (layout.width - layout.precision - 1)) - 1;
  mpfr_set_ui_2exp(to, fraction | hidden, std::max<mpfr_exp_t>(exponent, 1) - bias - static_cast<mpfr_exp_t>(fraction_bits), MPFR_RNDN);
  mpfr_setsign(to, to, negative, MPFR_RNDN);
}

// The bits of a number that the format holds exactly.
u64 store(mpfr_ptr from, Layout layout) {
  const u64 sign = mpfr_signbit(from) != 0 ? sign_bit(layout) : 0;
  if (mpfr_nan_p(from) != 0) return default_nan(layout);
  if (mpfr_inf_p(from) != 0) return sign | infinity(layout);
  if (mpfr_zero_p(from) != 0) return sign;
  const Range range = range_of(layout);
  const mpfr_exp_t exponent = std::max(mpfr_get_exp(from), range.normal);
  Real scaled{range.precision};
  mpfr_abs(scaled, from, MPFR_RNDN);
  mpfr_mul_2si(scaled, scaled, range.precision - exponent, MPFR_RNDN);
  const u64 significand = mpfr_get_ui(scaled, MPFR_RNDN);
  // The hidden bit adds one to the exponent field, or nothing in a subnormal number.
  return sign | (significand + (static_cast<u64>(exponent - range.normal) << (layout.precision - 1)));
}

// One operation on loaded operands: writes the rounded result, returns MPFR's ternary value.
struct Task {
  Operation operation;
  mpfr_ptr a, b, c;
  int operator()(mpfr_ptr to, mpfr_rnd_t rounding) const {
    switch (operation) {
      case Operation::kAdd: return mpfr_add(to, a, b, rounding);
      case Operation::kSub: return mpfr_sub(to, a, b, rounding);
      case Operation::kMul: return mpfr_mul(to, a, b, rounding);
      case Operation::kDiv: return mpfr_div(to, a, b, rounding);
      case Operation::kSqrt: return mpfr_sqrt(to, a, rounding);
      case Operation::kFma: return mpfr_fma(to, a, b, c, rounding);
      default: return mpfr_set(to, a, rounding);
    }
  }
};

struct Rounded {
  u64 bits;
  bool inexact;
  bool tiny;  // after rounding
  bool overflow;
};

// The directed modes and nearest even, by MPFR alone.
Rounded round_by_mpfr(const Task& task, Layout layout, mpfr_rnd_t rounding) {
  const Range range = range_of(layout);
  Real result{range.precision};
  int ternary = task(result, rounding);
  const bool number = mpfr_regular_p(result) != 0;
  Rounded rounded{0, false, number && mpfr_get_exp(result) < range.normal, number && mpfr_get_exp(result) > range.max};
  mpfr_set_emin(range.normal - range.precision + 1);
  mpfr_set_emax(range.max);
  ternary = mpfr_check_range(result, ternary, rounding);
  ternary = mpfr_subnormalize(result, ternary, rounding);
  mpfr_set_emin(-kWide);
  mpfr_set_emax(kWide);
  rounded.inexact = ternary != 0;
  rounded.bits = store(result, layout);
  return rounded;
}

// The midpoint between a truncated magnitude and the next one, as a number; beyond the greatest one the next is 2^max.
void load_midpoint(mpfr_ptr to, Layout layout, u64 low_bits) {
  Real low{64};
  Real high{64};
  load(low, layout, low_bits);
  if (low_bits + 1 == infinity(layout)) mpfr_set_ui_2exp(high, 1, range_of(layout).max, MPFR_RNDN);
  else load(high, layout, low_bits + 1);
  mpfr_add(to, low, high, MPFR_RNDN);
  mpfr_div_2ui(to, to, 1, MPFR_RNDN);
}

// Is the number, rounded to nearest with ties away and no lower bound on exponents, still under the least normal one?
bool tiny_when_nearest_away(mpfr_ptr exact, const Range& range) {
  if (mpfr_get_exp(exact) != range.normal - 1) return mpfr_get_exp(exact) < range.normal - 1;
  Real border{64};  // 2^(normal - 1) less half a unit of the exponent below
  mpfr_set_ui_2exp(border, 1, range.normal - 1, MPFR_RNDN);
  Real half{64};
  mpfr_set_ui_2exp(half, 1, range.normal - 1 - range.precision - 1, MPFR_RNDN);
  mpfr_sub(border, border, half, MPFR_RNDN);
  return mpfr_cmpabs(exact, border) < 0;
}

Rounded round_nearest_away(const Task& task, Layout layout) {
  const Range range = range_of(layout);
  Rounded rounded = round_by_mpfr(task, layout, MPFR_RNDZ);
  // Truncated to more bits than any midpoint has: it compares with midpoints as the exact value does.
  Real exact{static_cast<mpfr_prec_t>(range.precision + 8)};
  task(exact, MPFR_RNDZ);
  if (mpfr_regular_p(exact) == 0) return round_by_mpfr(task, layout, MPFR_RNDN);  // zeros' signs as in nearest even
  rounded.tiny = tiny_when_nearest_away(exact, range);
  if (!rounded.inexact) return rounded;
  Real midpoint{static_cast<mpfr_prec_t>(range.precision + 8)};
  load_midpoint(midpoint, layout, rounded.bits & ~sign_bit(layout));
  if (mpfr_cmpabs(exact, midpoint) >= 0) ++rounded.bits;
  rounded.overflow = (rounded.bits & ~sign_bit(layout)) == infinity(layout);
  return rounded;
}

Rounded round(const Task& task, Layout layout, Rounding rounding) {
  switch (rounding) {
    case Rounding::kNearestEven: return round_by_mpfr(task, layout, MPFR_RNDN);
    case Rounding::kTowardZero: return round_by_mpfr(task, layout, MPFR_RNDZ);
    case Rounding::kDown: return round_by_mpfr(task, layout, MPFR_RNDD);
    case Rounding::kUp: return round_by_mpfr(task, layout, MPFR_RNDU);
    case Rounding::kNearestMaxMagnitude: break;
  }
  return round_nearest_away(task, layout);
}

Outcome finish(const Task& task, Layout layout, Rounding rounding) {
  mpfr_clear_flags();
  Real probe{range_of(layout).precision};
  task(probe, MPFR_RNDN);
  if (mpfr_nanflag_p() != 0) return {default_nan(layout), kInvalid};
  const bool by_zero = mpfr_divby0_p() != 0;
  const Rounded rounded = round(task, layout, rounding);
  u8 flags = by_zero ? kDivideByZero : u8{0};
  if (rounded.inexact) flags |= kInexact;
  if (rounded.inexact && rounded.tiny) flags |= kUnderflow;
  if (rounded.overflow) flags |= kOverflow | kInexact;
  return {rounded.bits, flags};
}

struct IntegerType {
  bool is_signed;
  unsigned width;
};
IntegerType integer_type(Operation operation) {
  switch (operation) {
    case Operation::kToS32:
    case Operation::kFromS32: return {true, 32};
    case Operation::kToU32:
    case Operation::kFromU32: return {false, 32};
    case Operation::kToS64:
    case Operation::kFromS64: return {true, 64};
    default: return {false, 64};
  }
}

int round_to_integer(mpfr_ptr to, mpfr_ptr from, Rounding rounding) {
  switch (rounding) {
    case Rounding::kNearestEven: return mpfr_roundeven(to, from);
    case Rounding::kTowardZero: return mpfr_trunc(to, from);
    case Rounding::kDown: return mpfr_floor(to, from);
    case Rounding::kUp: return mpfr_ceil(to, from);
    case Rounding::kNearestMaxMagnitude: break;
  }
  return mpfr_round(to, from);
}

u64 extend(IntegerType type, u64 value) {
  return type.width == 32 ? type.is_signed ? static_cast<u64>(base::sign_extend(value, 32)) : static_cast<u32>(value) : value;
}

// Saturation: chapter "F", table "Domains of float-to-integer conversions and behavior for invalid inputs".
Outcome to_integer_reference(Operation operation, Layout layout, u64 bits, Rounding rounding) {
  const IntegerType type = integer_type(operation);
  const u64 max = type.is_signed ? ones(type.width) >> 1 : ones(type.width);
  const u64 min = type.is_signed ? ~max : 0;
  if (nan_bits(layout, bits)) return {max, kInvalid};
  Real value{64};
  Real rounded{64};
  load(value, layout, bits);
  round_to_integer(rounded, value, rounding);
  const bool fits = type.width == 64 ? (type.is_signed ? mpfr_fits_slong_p(rounded, MPFR_RNDN) : mpfr_fits_ulong_p(rounded, MPFR_RNDN)) != 0
                                     : (type.is_signed ? mpfr_fits_sint_p(rounded, MPFR_RNDN) : mpfr_fits_uint_p(rounded, MPFR_RNDN)) != 0;
  if (!fits) return {extend(type, mpfr_sgn(value) < 0 ? min : max), kInvalid};
  const u64 result = type.is_signed ? static_cast<u64>(mpfr_get_si(rounded, MPFR_RNDN)) : mpfr_get_ui(rounded, MPFR_RNDN);
  return {extend(type, result), mpfr_cmp(rounded, value) != 0 ? kInexact : u8{0}};
}

Outcome from_integer_reference(Operation operation, Layout layout, u64 operand, Rounding rounding) {
  Real value{64};
  if (integer_type(operation).is_signed) mpfr_set_si(value, static_cast<long>(operand), MPFR_RNDN);
  else mpfr_set_ui(value, operand, MPFR_RNDN);
  return finish({operation, value, nullptr, nullptr}, layout, rounding);
}

Layout result_layout(Operation operation, Layout layout) {
  switch (operation) {
    case Operation::kToF16: return layout_of<F16>();
    case Operation::kToF32: return layout_of<F32>();
    case Operation::kToF64: return layout_of<F64>();
    default: return layout;
  }
}

bool is_zero_times_infinity(Layout layout, const Operands& operands) {
  const u64 a = operands[0] & ~sign_bit(layout);
  const u64 b = operands[1] & ~sign_bit(layout);
  return (a == 0 && b == infinity(layout)) || (b == 0 && a == infinity(layout));
}

}  // namespace

Outcome mpfr_reference(Operation operation, Layout layout, const Operands& operands, Rounding rounding) {
  mpfr_set_emin(-kWide);
  mpfr_set_emax(kWide);
  if (takes_integer(operation)) return from_integer_reference(operation, layout, operands[0], rounding);
  if (makes_integer(operation)) return to_integer_reference(operation, layout, operands[0], rounding);
  const Layout result = result_layout(operation, layout);
  bool any_nan = false;
  u8 flags = operation == Operation::kFma && is_zero_times_infinity(layout, operands) ? kInvalid : u8{0};
  for (unsigned i = 0; i < operand_count(operation); ++i) {
    any_nan |= nan_bits(layout, operands[i]);
    if (signaling_bits(layout, operands[i])) flags |= kInvalid;
  }
  if (any_nan) return {default_nan(result), flags};
  Real a{static_cast<mpfr_prec_t>(layout.precision)};
  Real b{static_cast<mpfr_prec_t>(layout.precision)};
  Real c{static_cast<mpfr_prec_t>(layout.precision)};
  load(a, layout, operands[0]);
  if (operand_count(operation) > 1) load(b, layout, operands[1]);
  if (operand_count(operation) > 2) load(c, layout, operands[2]);
  return finish({operation, a, b, c}, result, rounding);
}

}  // namespace vitrine::tests::fp
