// SPDX-License-Identifier: Apache-2.0
// The meaning of floating-point instructions for any format: what single.cpp and double.cpp instantiate.
#pragma once

#include "core/guest/riscv64/insn_table.h"

namespace vitrine::guest::riscv64 {

inline ir::RoundingChoice rounding(const Insn& insn) { return static_cast<ir::RoundingChoice>(insn.extra); }

// Reads and writes of f registers in format F (ir::F32 or ir::F64).
template <class F, class D> typename D::template V<F> read_float(D& d, unsigned number) {
  if constexpr (F::kBits == 32) return d.read_s(number);
  else return d.read_d(number);
}
template <class F, class D> void write_float(D& d, unsigned number, typename D::template V<F> value) {
  if constexpr (F::kBits == 32) d.write_s(number, value);
  else d.write_d(number, value);
}
// The integer type of the same width, for sign tricks.
template <class F> using BitsOf = std::conditional_t<F::kBits == 32, I32, I64>;

template <class F, class D> typename D::template V<F> negated(D& d, typename D::template V<F> value) {
  using B = BitsOf<F>;
  return d.template bitcast<F>(d.template xor_<B>({d.template bitcast<B>(value), d.template imm<B>(std::uint64_t{1} << (F::kBits - 1))}));
}

// A comparison or conversion changes fflags alone; the FPU state is dirty all the same.
template <class D> void write_x_from_float(D& d, unsigned number, typename D::template V<I64> value) {
  d.write_x(number, value);
  d.mark_fpu_dirty();
}

template <class F, class D> void fused(D& d, const Insn& i, bool negate_product, bool negate_addend) {
  auto a = read_float<F>(d, i.rs1);
  auto c = read_float<F>(d, i.rs3);
  if (negate_product) a = negated<F>(d, a);
  if (negate_addend) c = negated<F>(d, c);
  write_float<F>(d, i.rd, d.template fma<F>(a, read_float<F>(d, i.rs2), c, rounding(i)));
}

enum class SignRule { kCopy, kNegate, kXor };
template <class F, class D> void inject_sign(D& d, const Insn& i, SignRule rule) {
  using B = BitsOf<F>;
  const auto a = d.template bitcast<B>(read_float<F>(d, i.rs1));
  auto b = d.template bitcast<B>(read_float<F>(d, i.rs2));
  const auto sign = d.template imm<B>(std::uint64_t{1} << (F::kBits - 1));
  if (rule == SignRule::kNegate) b = d.template xor_<B>(b, sign);
  if (rule == SignRule::kXor) b = d.template xor_<B>(b, a);
  const auto magnitude = d.template and_<B>(a, d.template imm<B>((std::uint64_t{1} << (F::kBits - 1)) - 1));
  write_float<F>(d, i.rd, d.template bitcast<F>(d.template or_<B>(magnitude, d.template and_<B>(b, sign))));
}

template <class F, class D> void compare_equal(D& d, const Insn& i) {
  write_x_from_float(d, i.rd, d.template zext<I64>(d.template feq<F>({read_float<F>(d, i.rs1), read_float<F>(d, i.rs2)})));
}
template <class F, class D> void compare_less(D& d, const Insn& i) {
  write_x_from_float(d, i.rd, d.template zext<I64>(d.template flt<F>({read_float<F>(d, i.rs1), read_float<F>(d, i.rs2)})));
}
template <class F, class D> void compare_less_equal(D& d, const Insn& i) {
  write_x_from_float(d, i.rd, d.template zext<I64>(d.template fle<F>({read_float<F>(d, i.rs1), read_float<F>(d, i.rs2)})));
}

template <class F, class D> void to_word(D& d, const Insn& i, bool is_signed) {
  write_x_from_float(d, i.rd, d.template sext<I64>(d.template fto_int<I32>(read_float<F>(d, i.rs1), is_signed, rounding(i))));
}
template <class F, class D> void to_long(D& d, const Insn& i, bool is_signed) {
  write_x_from_float(d, i.rd, d.template fto_int<I64>(read_float<F>(d, i.rs1), is_signed, rounding(i)));
}
template <class F, class D> void from_word(D& d, const Insn& i, bool is_signed) {
  write_float<F>(d, i.rd, d.template ffrom_int<F>(d.read_w(i.rs1), is_signed, rounding(i)));
}
template <class F, class D> void from_long(D& d, const Insn& i, bool is_signed) {
  write_float<F>(d, i.rd, d.template ffrom_int<F>(d.read_x(i.rs1), is_signed, rounding(i)));
}

}  // namespace vitrine::guest::riscv64
