// SPDX-License-Identifier: Apache-2.0
// IEEE 754 arithmetic on a host unit, with the software float for what the host does otherwise.  Included by arithmetic.cpp and by tests only.
#pragma once

#include <bit>
#include <limits>
#include <optional>
#include <type_traits>

#include "core/cpu/fp/exactness.h"
#include "core/cpu/fp/format.h"
#include "core/cpu/fp/soft_float.h"

namespace vitrine::cpu::fp {

// Each function has the contract of its namesake in arithmetic.h.  Unit is one of the hosts' units (host_unit_x86_64.h explains them).
// Three ways, fastest first: in nearest even, a plain result with its exactness computed; any mode of the host's, with its status register; software.
template <class Unit> class HostArithmetic {
 public:
  template <class F> static typename F::Bits add(typename F::Bits a, typename F::Bits b, Rounding rounding, u8& flags) {
    return compute<F>(
        rounding, flags, [=] { return host<F>(a) + host<F>(b); }, [=](auto result) { return Exact::sum(plain<F>(a), plain<F>(b), result); },
        [=, &flags] { return soft::add<F>(a, b, rounding, flags); });
  }
  template <class F> static typename F::Bits sub(typename F::Bits a, typename F::Bits b, Rounding rounding, u8& flags) {
    return compute<F>(
        rounding, flags, [=] { return host<F>(a) - host<F>(b); },
        [=](auto result) { return Exact::sum(plain<F>(a), -plain<F>(b), result); },
        [=, &flags] { return soft::sub<F>(a, b, rounding, flags); });
  }
  template <class F> static typename F::Bits mul(typename F::Bits a, typename F::Bits b, Rounding rounding, u8& flags) {
    return compute<F>(
        rounding, flags, [=] { return host<F>(a) * host<F>(b); },
        [=](auto result) { return Exact::product(plain<F>(a), plain<F>(b), result); },
        [=, &flags] { return soft::mul<F>(a, b, rounding, flags); });
  }
  template <class F> static typename F::Bits div(typename F::Bits a, typename F::Bits b, Rounding rounding, u8& flags) {
    return compute<F>(
        rounding, flags, [=] { return host<F>(a) / host<F>(b); },
        [=](auto result) { return Exact::quotient(plain<F>(a), plain<F>(b), result); },
        [=, &flags] { return soft::div<F>(a, b, rounding, flags); });
  }

  template <class F> static typename F::Bits sqrt(typename F::Bits a, Rounding rounding, u8& flags) {
    return compute<F>(
        rounding, flags, [=] { return Unit::square_root(host<F>(a)); }, [=](auto result) { return Exact::root(plain<F>(a), result); },
        [=, &flags] { return soft::sqrt<F>(a, rounding, flags); });
  }

  template <class F>
  static typename F::Bits fused_multiply_add(typename F::Bits a, typename F::Bits b, typename F::Bits c, Rounding rounding, u8& flags) {
    if (!Unit::has_fused_multiply_add()) return soft::fused_multiply_add<F>(a, b, c, rounding, flags);
    return compute<F>(
        rounding, flags, [=] { return Unit::fused_multiply_add(host<F>(a), host<F>(b), host<F>(c)); },
        [=](auto result) { return Exact::fused(plain<F>(a), plain<F>(b), plain<F>(c), result); },
        [=, &flags] { return soft::fused_multiply_add<F>(a, b, c, rounding, flags); });
  }

  template <class To, class From> static typename To::Bits convert(typename From::Bits a, Rounding rounding, u8& flags) {
    return compute<To>(
        rounding, flags, [=] { return static_cast<typename To::Native>(host<From>(a)); },
        [=](auto result) { return std::optional{static_cast<double>(result) != static_cast<double>(plain<From>(a))}; },
        [=, &flags] { return soft::convert<To, From>(a, rounding, flags); });
  }

  template <class Int, class F> static Int to_integer(typename F::Bits a, Rounding rounding, u8& flags) {
    if constexpr (Unit::kConvertsToInteger) {
      const bool truncate = rounding == Rounding::kTowardZero;
      if (truncate || rounding == Rounding::kNearestEven) {
        using Wide = HostInt<Int>;
        const Wide wide = truncate ? Unit::template truncate_to_integer<Wide>(host<F>(a)) : Unit::template to_integer<Wide>(host<F>(a));
        if (fits<Int>(wide)) {
          if (static_cast<typename F::Native>(wide) != plain<F>(a)) flags |= kInexact;
          return static_cast<Int>(wide);
        }
      }
    }
    return soft::to_integer<Int, F>(a, rounding, flags);
  }

  template <class F, class Int> static typename F::Bits from_integer(Int a, Rounding rounding, u8& flags) {
    // Hosts convert signed 64-bit numbers; the upper half of u64 is rare.
    if (std::is_same_v<Int, u64> && static_cast<s64>(a) < 0) return soft::from_integer<F, Int>(a, rounding, flags);
    const auto wide = static_cast<s64>(a);
    // Rounding may reach 2^63, which is no s64: only what stays below is worth a way back.
    const auto inexact = [=](auto result) -> std::optional<bool> {
      if (result >= 0x1p63) return std::nullopt;
      return static_cast<s64>(result) != wide;
    };
    return compute<F>(
        rounding, flags, [=] { return static_cast<typename F::Native>(Unit::opaque(wide)); }, inexact,
        [=, &flags] { return soft::from_integer<F, Int>(a, rounding, flags); });
  }

 private:
  using Exact = Exactness<Unit>;

  // The signed host integer that takes every Int but the upper half of u64.
  template <class Int> using HostInt = std::conditional_t<std::is_same_v<Int, s32>, s32, s64>;

  template <class F> static typename F::Native plain(typename F::Bits bits) { return std::bit_cast<typename F::Native>(bits); }
  template <class F> static typename F::Native host(typename F::Bits bits) { return Unit::opaque(plain<F>(bits)); }

  // Above the least normal number and finite: neither overflow nor underflow, no NaN, no division by zero.
  template <class F> static bool is_unremarkable(typename F::Bits result) {
    constexpr auto kLow = static_cast<typename F::Bits>(F::kMinNormal + 1);
    return static_cast<typename F::Bits>(magnitude<F>(result) - kLow) < F::kInfinity - kLow;
  }

  template <class F, class Operation, class Inexact, class Soft>
  static typename F::Bits compute(Rounding rounding, u8& flags, Operation operation, Inexact inexact, Soft soft) {
    if (rounding == Rounding::kNearestEven) [[likely]] {
      const auto result = Unit::opaque(operation());
      const auto bits = std::bit_cast<typename F::Bits>(result);
      const bool unremarkable = is_unremarkable<F>(bits);
      if (unremarkable && (flags & kInexact) != 0) return bits;
      if (unremarkable || is_zero<F>(bits)) {
        if (const std::optional<bool> answer = inexact(result)) {
          if (*answer) flags |= kInexact;
          if (unremarkable || !*answer) return bits;
        }
      }
    }
    return compute_with_status<F>(rounding, flags, operation, soft);
  }

  // The software float finishes what hosts disagree on: every NaN, ties to the greater magnitude, and underflow at the least normal number.
  template <class F, class Operation, class Soft>
  static typename F::Bits compute_with_status(Rounding rounding, u8& flags, Operation operation, Soft soft) {
    if (rounding == Rounding::kNearestMaxMagnitude) return soft();
    typename Unit::Scope scope{rounding};
    const auto result = std::bit_cast<typename F::Bits>(Unit::opaque(operation()));
    const u8 raised = scope.finish();
    if (is_nan<F>(result)) return soft();
    if (Unit::kTinyBeforeRounding && magnitude<F>(result) == F::kMinNormal) return soft();
    flags |= raised;
    return result;
  }

  // Not the host's sign for "does not fit", not beyond Int.
  template <class Int> static bool fits(HostInt<Int> wide) {
    if (wide == std::numeric_limits<HostInt<Int>>::min()) return false;
    return !std::is_unsigned_v<Int> || (wide >= 0 && static_cast<u64>(wide) <= std::numeric_limits<Int>::max());
  }
};

}  // namespace vitrine::cpu::fp
