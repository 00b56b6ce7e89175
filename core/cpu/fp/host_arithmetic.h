// SPDX-License-Identifier: Apache-2.0
// IEEE 754 arithmetic on a host unit, with the software float for what the host does otherwise.  Included by arithmetic.cpp and by tests only.
#pragma once

#include <bit>
#include <limits>
#include <type_traits>

#include "core/cpu/fp/format.h"
#include "core/cpu/fp/soft_float.h"

namespace vitrine::cpu::fp {

// Each function has the contract of its namesake in arithmetic.h.  Unit is one of the hosts' units (host_unit_x86_64.h explains them).
template <class Unit>
class HostArithmetic {
 public:
  template <class F>
  static typename F::Bits add(typename F::Bits a, typename F::Bits b, Rounding rounding, u8& flags) {
    return binary<F>(a, b, rounding, flags, [](auto x, auto y) { return x + y; }, soft::add<F>);
  }
  template <class F>
  static typename F::Bits sub(typename F::Bits a, typename F::Bits b, Rounding rounding, u8& flags) {
    return binary<F>(a, b, rounding, flags, [](auto x, auto y) { return x - y; }, soft::sub<F>);
  }
  template <class F>
  static typename F::Bits mul(typename F::Bits a, typename F::Bits b, Rounding rounding, u8& flags) {
    return binary<F>(a, b, rounding, flags, [](auto x, auto y) { return x * y; }, soft::mul<F>);
  }
  template <class F>
  static typename F::Bits div(typename F::Bits a, typename F::Bits b, Rounding rounding, u8& flags) {
    return binary<F>(a, b, rounding, flags, [](auto x, auto y) { return x / y; }, soft::div<F>);
  }

  template <class F>
  static typename F::Bits sqrt(typename F::Bits a, Rounding rounding, u8& flags) {
    return compute<F>(rounding, flags, [a] { return Unit::square_root(host<F>(a)); }, [&] { return soft::sqrt<F>(a, rounding, flags); });
  }

  template <class F>
  static typename F::Bits fused_multiply_add(typename F::Bits a, typename F::Bits b, typename F::Bits c, Rounding rounding, u8& flags) {
    if (!Unit::has_fused_multiply_add()) return soft::fused_multiply_add<F>(a, b, c, rounding, flags);
    return compute<F>(
        rounding, flags, [a, b, c] { return Unit::fused_multiply_add(host<F>(a), host<F>(b), host<F>(c)); },
        [&] { return soft::fused_multiply_add<F>(a, b, c, rounding, flags); });
  }

  template <class To, class From>
  static typename To::Bits convert(typename From::Bits a, Rounding rounding, u8& flags) {
    return compute<To>(rounding, flags, [a] { return static_cast<typename To::Native>(host<From>(a)); }, [&] { return soft::convert<To, From>(a, rounding, flags); });
  }

  template <class Int, class F>
  static Int to_integer(typename F::Bits a, Rounding rounding, u8& flags) {
    if constexpr (Unit::kConvertsToInteger) {
      if (rounding == Rounding::kTowardZero) {
        typename Unit::Scope scope{flags};
        const auto wide = Unit::template truncate_to_integer<HostInt<Int>>(host<F>(a));
        if (accept<Int>(wide, scope, flags)) return static_cast<Int>(wide);
      } else if (rounding != Rounding::kNearestMaxMagnitude) {
        typename Unit::Scope scope{rounding, flags};
        const auto wide = Unit::template to_integer<HostInt<Int>>(host<F>(a));
        if (accept<Int>(wide, scope, flags)) return static_cast<Int>(wide);
      }
    }
    return soft::to_integer<Int, F>(a, rounding, flags);
  }

  template <class F, class Int>
  static typename F::Bits from_integer(Int a, Rounding rounding, u8& flags) {
    // Hosts convert signed 64-bit numbers; the upper half of u64 is rare.
    if (std::is_same_v<Int, u64> && static_cast<s64>(a) < 0) return soft::from_integer<F, Int>(a, rounding, flags);
    const auto wide = static_cast<s64>(a);
    return compute<F>(rounding, flags, [wide] { return static_cast<typename F::Native>(Unit::opaque(wide)); },
                      [&] { return soft::from_integer<F, Int>(a, rounding, flags); });
  }

 private:
  // The signed host integer that takes every Int but the upper half of u64.
  template <class Int>
  using HostInt = std::conditional_t<std::is_same_v<Int, s32>, s32, s64>;

  template <class F>
  static typename F::Native host(typename F::Bits bits) { return Unit::opaque(std::bit_cast<typename F::Native>(bits)); }

  template <class F, class Operation>
  static typename F::Bits binary(typename F::Bits a, typename F::Bits b, Rounding rounding, u8& flags, Operation operation,
                                 typename F::Bits (*soft)(typename F::Bits, typename F::Bits, Rounding, u8&)) {
    return compute<F>(rounding, flags, [=] { return operation(host<F>(a), host<F>(b)); }, [&] { return soft(a, b, rounding, flags); });
  }

  // The software float finishes what hosts disagree on: every NaN, ties to the greater magnitude, and underflow at the least normal number.
  template <class F, class Operation, class Soft>
  static typename F::Bits compute(Rounding rounding, u8& flags, Operation operation, Soft soft) {
    if (rounding == Rounding::kNearestMaxMagnitude) [[unlikely]] return soft();
    typename Unit::Scope scope{rounding, flags};
    const auto result = std::bit_cast<typename F::Bits>(Unit::opaque(operation()));
    const u8 raised = scope.finish();
    if (is_nan<F>(result)) [[unlikely]] return soft();
    if (Unit::kTinyBeforeRounding && magnitude<F>(result) == F::kMinNormal) [[unlikely]] return soft();
    flags |= raised;
    return result;
  }

  // Takes the flags over if the host's integer is in range: not the host's sign for "does not fit", not beyond Int.
  template <class Int>
  static bool accept(HostInt<Int> wide, typename Unit::Scope& scope, u8& flags) {
    const u8 raised = scope.finish();
    if (wide == std::numeric_limits<HostInt<Int>>::min()) return false;
    if (std::is_unsigned_v<Int> && (wide < 0 || static_cast<u64>(wide) > std::numeric_limits<Int>::max())) return false;
    flags |= raised;
    return true;
  }
};

}  // namespace vitrine::cpu::fp
