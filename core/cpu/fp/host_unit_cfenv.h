// SPDX-License-Identifier: Apache-2.0
// Any host with IEEE 754 arithmetic, through the C library's <cfenv>: slow, and nothing is assumed about its underflow.
#pragma once

#include <array>
#include <cfenv>
#include <cmath>

#include "core/cpu/fp/format.h"

namespace vitrine::cpu::fp {

// See X86Unit for what each function promises.
struct CfenvUnit {
  static constexpr bool kTinyBeforeRounding = true;
  static constexpr bool kConvertsToInteger = false;
  using Saved = std::fenv_t;

  static int mode_for(Rounding rounding) {
    constexpr std::array<int, 5> kModes{FE_TONEAREST, FE_TOWARDZERO, FE_DOWNWARD, FE_UPWARD, FE_TONEAREST};
    return kModes[static_cast<unsigned>(rounding) % 5];
  }
  static Saved install(Rounding rounding) {
    Saved saved;
    std::feholdexcept(&saved);
    std::fesetround(mode_for(rounding));
    return saved;
  }
  static void restore(const Saved& saved) { std::fesetenv(&saved); }

  class Scope {
   public:
    explicit Scope(Rounding rounding) : saved_{install(rounding)} {}
    u8 finish() {
      const int raised = std::fetestexcept(FE_ALL_EXCEPT);
      restore(saved_);
      const auto pick = [raised](int from, u8 to) { return (raised & from) != 0 ? to : u8{0}; };
      return static_cast<u8>(pick(FE_INVALID, kInvalid) | pick(FE_DIVBYZERO, kDivideByZero) | pick(FE_OVERFLOW, kOverflow) |
                             pick(FE_UNDERFLOW, kUnderflow) | pick(FE_INEXACT, kInexact));
    }

   private:
    std::fenv_t saved_;
  };

  // Through memory that the compiler must not look into.
  template <class T> static T opaque(T value) {
    asm volatile("" : "+m"(value) : : "memory");
    return value;
  }
  template <class T> static T square_root(T value) { return std::sqrt(value); }
  // Only the host's own unit is trusted with a fused operation: C libraries' emulations differ in their flags.
  static constexpr bool has_fused_multiply_add() { return false; }
  template <class T> static T fused_multiply_add(T, T, T c) { return c; }
};

}  // namespace vitrine::cpu::fp
