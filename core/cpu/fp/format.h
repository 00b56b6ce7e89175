// SPDX-License-Identifier: Apache-2.0
// The vocabulary of guest floating point: formats as tag types, rounding modes, exception flags, and questions about a bit pattern.
#pragma once

#include "core/base/bits.h"

namespace vitrine::cpu::fp {

using base::s32;
using base::s64;
using base::u128;
using base::u16;
using base::u32;
using base::u64;
using base::u8;

// The encoding of RISC-V's frm and rm fields.  Unprivileged ISA, chapter "F", table "Rounding mode encoding".
enum class Rounding : u8 { kNearestEven = 0, kTowardZero = 1, kDown = 2, kUp = 3, kNearestMaxMagnitude = 4 };

// The encoding of RISC-V's fflags.
inline constexpr u8 kInexact = 1;
inline constexpr u8 kUnderflow = 2;
inline constexpr u8 kOverflow = 4;
inline constexpr u8 kDivideByZero = 8;
inline constexpr u8 kInvalid = 16;

// An IEEE 754 interchange format.  kPrecision counts the hidden bit; Native is the host's type, or void where only the software float has it.
template <class BitsType, class NativeType, unsigned Width, unsigned Precision> struct Format {
  using Bits = BitsType;
  using Native = NativeType;
  static constexpr unsigned kWidth = Width;
  static constexpr unsigned kPrecision = Precision;
  static constexpr unsigned kFractionBits = Precision - 1;
  static constexpr unsigned kExponentBits = Width - Precision;
  static constexpr int kBias = (1 << (kExponentBits - 1)) - 1;  // also the greatest exponent
  static constexpr int kMinExponent = 1 - kBias;                // of a normal number
  static constexpr Bits kSign = static_cast<Bits>(Bits{1} << (Width - 1));
  static constexpr Bits kFraction = static_cast<Bits>((Bits{1} << kFractionBits) - 1);
  static constexpr Bits kInfinity = static_cast<Bits>(((Bits{1} << kExponentBits) - 1) << kFractionBits);
  static constexpr Bits kQuietBit = static_cast<Bits>(Bits{1} << (kFractionBits - 1));
  static constexpr Bits kDefaultNan = static_cast<Bits>(kInfinity | kQuietBit);
  static constexpr Bits kMinNormal = static_cast<Bits>(Bits{1} << kFractionBits);
};
using F16 = Format<u16, void, 16, 11>;
using F32 = Format<u32, float, 32, 24>;
using F64 = Format<u64, double, 64, 53>;

template <class F> constexpr typename F::Bits magnitude(typename F::Bits value) { return static_cast<typename F::Bits>(value & ~F::kSign); }
template <class F> constexpr bool is_negative(typename F::Bits value) { return (value & F::kSign) != 0; }
template <class F> constexpr bool is_nan(typename F::Bits value) { return magnitude<F>(value) > F::kInfinity; }
template <class F> constexpr bool is_signaling_nan(typename F::Bits value) { return is_nan<F>(value) && (value & F::kQuietBit) == 0; }
template <class F> constexpr bool is_infinite(typename F::Bits value) { return magnitude<F>(value) == F::kInfinity; }
template <class F> constexpr bool is_zero(typename F::Bits value) { return magnitude<F>(value) == 0; }
template <class F> constexpr typename F::Bits negate(typename F::Bits value) { return static_cast<typename F::Bits>(value ^ F::kSign); }

}  // namespace vitrine::cpu::fp
