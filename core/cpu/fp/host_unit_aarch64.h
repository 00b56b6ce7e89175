// SPDX-License-Identifier: Apache-2.0
// The AArch64 host: FPCR holds the mode, FPSR the flags.  Arm Architecture Reference Manual, sections C5.2.8 and C5.2.10.
#pragma once

#include <array>
#include <type_traits>

#include "core/cpu/fp/format.h"

namespace vitrine::cpu::fp {

// See X86Unit for what each function promises.
struct A64Unit {
  static constexpr bool kTinyBeforeRounding = true;  // section A1.5.4: underflow is detected before rounding
  static constexpr bool kConvertsToInteger = false;
  struct Saved {
    u64 control;
    u64 status;
  };

  static u64 read_fpcr() {
    u64 value;
    asm volatile("mrs %0, fpcr" : "=r"(value) : : "memory");
    return value;
  }
  static void write_fpcr(u64 value) { asm volatile("msr fpcr, %0" : : "r"(value) : "memory"); }
  static u64 read_fpsr() {
    u64 value;
    asm volatile("mrs %0, fpsr" : "=r"(value) : : "memory");
    return value;
  }
  static void write_fpsr(u64 value) { asm volatile("msr fpsr, %0" : : "r"(value) : "memory"); }

  // No traps, no flushing, no default NaN; RMode's order is nearest, up, down, toward zero.
  static constexpr u64 control_for(Rounding rounding) {
    constexpr std::array<u64, 5> kRoundingMode{0, 3, 2, 1, 0};
    return kRoundingMode[static_cast<unsigned>(rounding) % 5] << 22;
  }
  // FPSR's IXC UFC OFC DZC IOC (bits 4 to 0) are the guest's five flags in the opposite order.
  static constexpr u8 guest_flags(u64 status) {
    const auto pick = [status](unsigned from, u8 to) { return (status >> from & 1) != 0 ? to : u8{0}; };
    return static_cast<u8>(pick(0, kInvalid) | pick(1, kDivideByZero) | pick(2, kOverflow) | pick(3, kUnderflow) | pick(4, kInexact));
  }

  static Saved install(Rounding rounding) {
    const Saved saved{read_fpcr(), read_fpsr()};
    write_fpcr(control_for(rounding));
    return saved;
  }
  static void restore(const Saved& saved) {
    write_fpcr(saved.control);
    write_fpsr(saved.status);
  }

  class Scope {
   public:
    explicit Scope(Rounding rounding) : control_{control_for(rounding)} {
      write_fpcr(control_);
      write_fpsr(0);
    }
    u8 finish() {
      const u8 raised = guest_flags(read_fpsr());
      if (control_ != 0) write_fpcr(0);
      return raised;
    }

   private:
    u64 control_;
  };

  template <class T> static T opaque(T value) {
    if constexpr (std::is_floating_point_v<T>) asm volatile("" : "+w"(value));
    else asm volatile("" : "+r"(value));
    return value;
  }

  template <class T> static T square_root(T value) {
    T result;
    if constexpr (sizeof(T) == 8) asm volatile("fsqrt %d0, %d1" : "=w"(result) : "w"(value));
    else asm volatile("fsqrt %s0, %s1" : "=w"(result) : "w"(value));
    return result;
  }

  static constexpr bool has_fused_multiply_add() { return true; }
  template <class T> static T fused_multiply_add(T a, T b, T c) {
    T result;
    if constexpr (sizeof(T) == 8) asm volatile("fmadd %d0, %d1, %d2, %d3" : "=w"(result) : "w"(a), "w"(b), "w"(c));
    else asm volatile("fmadd %s0, %s1, %s2, %s3" : "=w"(result) : "w"(a), "w"(b), "w"(c));
    return result;
  }
};

}  // namespace vitrine::cpu::fp
