// SPDX-License-Identifier: Apache-2.0
// The x86-64 host: SSE arithmetic under MXCSR.  Intel SDM volume 1, sections 10.2.3 and 11.5; FMA where the processor has it.
#pragma once

#include <array>
#include <type_traits>

#include "core/cpu/fp/format.h"

namespace vitrine::cpu::fp {

// A unit's functions are the same for each host: opaque() is a value that the compiler can neither see through nor move across the control
// register's accesses (volatile asm statements keep their order), so what is computed between two opaque() happens between them.
struct X86Unit {
  // SSE decides on underflow after rounding, as RISC-V does (SDM volume 1, section 4.9.1.5).
  static constexpr bool kTinyBeforeRounding = false;
  // cvtsd2si and its kin round by MXCSR and give one value for all that does not fit.
  static constexpr bool kConvertsToInteger = true;
  using Saved = u32;

  static u32 read_mxcsr() {
    u32 value;
    asm volatile("stmxcsr %0" : "=m"(value) : : "memory");
    return value;
  }
  static void write_mxcsr(u32 value) { asm volatile("ldmxcsr %0" : : "m"(value) : "memory"); }

  // All exceptions masked, none raised, no flushing to zero; MXCSR's order is nearest, down, up, toward zero.
  static constexpr u32 control_for(Rounding rounding) {
    constexpr std::array<u32, 5> kRoundingControl{0, 3, 1, 2, 0};
    return 0x1f80 | (kRoundingControl[static_cast<unsigned>(rounding) % 5] << 13);
  }
  // MXCSR's flags PE UE OE ZE DE IE (bits 5 to 0) as the guest's; the denormal operand has no counterpart.
  static constexpr std::array<u8, 64> kGuestFlags = [] {
    std::array<u8, 64> table{};
    for (unsigned bits = 0; bits < 64; ++bits) {
      const auto pick = [bits](unsigned from, u8 to) { return (bits >> from & 1) != 0 ? to : u8{0}; };
      table[bits] =
          static_cast<u8>(pick(0, kInvalid) | pick(2, kDivideByZero) | pick(3, kOverflow) | pick(4, kUnderflow) | pick(5, kInexact));
    }
    return table;
  }();
  static constexpr u32 kFlagMask = 0x3f;

  static Saved install(Rounding rounding) {
    const u32 saved = read_mxcsr();
    write_mxcsr(control_for(rounding));
    return saved;
  }
  static void restore(Saved saved) { write_mxcsr(saved); }

  // Operations between construction and finish() round as asked.  Afterwards the host has its default mode, as in all C++ of ours.
  class Scope {
   public:
    explicit Scope(Rounding rounding) : control_{control_for(rounding)} { write_mxcsr(control_); }
    // The flags raised since construction.  Once.
    u8 finish() {
      const u32 now = read_mxcsr();
      constexpr u32 kDefault = control_for(Rounding::kNearestEven);
      if (control_ != kDefault) write_mxcsr(kDefault);
      return kGuestFlags[now & kFlagMask];
    }

   private:
    u32 control_;
  };

  template <class T> static T opaque(T value) {
    if constexpr (std::is_floating_point_v<T>) asm volatile("" : "+x"(value));
    else asm volatile("" : "+r"(value));
    return value;
  }

  template <class T> static T square_root(T value) {
    T result;
    if constexpr (sizeof(T) == 8) asm volatile("sqrtsd %1, %0" : "=x"(result) : "x"(value));
    else asm volatile("sqrtss %1, %0" : "=x"(result) : "x"(value));
    return result;
  }

  // FMA3 is not in the baseline; without it the software float stands in.
  static inline const bool kHasFma = [] {
    __builtin_cpu_init();
    return __builtin_cpu_supports("fma") != 0;
  }();
  static bool has_fused_multiply_add() { return kHasFma; }
  template <class T> static T fused_multiply_add(T a, T b, T c) {
    if constexpr (sizeof(T) == 8) asm volatile("vfmadd213sd %2, %1, %0" : "+x"(a) : "x"(b), "x"(c));
    else asm volatile("vfmadd213ss %2, %1, %0" : "+x"(a) : "x"(b), "x"(c));
    return a;
  }

  // The "indefinite" integer, the least one of its width, stands for all that does not fit.
  template <class Int, class T> static Int to_integer(T value) {
    Int result;
    if constexpr (sizeof(T) == 8) asm volatile("cvtsd2si %1, %0" : "=r"(result) : "x"(value));
    else asm volatile("cvtss2si %1, %0" : "=r"(result) : "x"(value));
    return result;
  }
  template <class Int, class T> static Int truncate_to_integer(T value) {
    Int result;
    if constexpr (sizeof(T) == 8) asm volatile("cvttsd2si %1, %0" : "=r"(result) : "x"(value));
    else asm volatile("cvttss2si %1, %0" : "=r"(result) : "x"(value));
    return result;
  }
};

}  // namespace vitrine::cpu::fp
