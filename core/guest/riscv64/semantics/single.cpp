// SPDX-License-Identifier: Apache-2.0
// F.  Unprivileged ISA, chapter "F Extension for Single-Precision Floating-Point".
#include "core/guest/riscv64/semantics/float_semantics.h"

namespace vitrine::guest::riscv64 {
namespace {

template <class D> void flw(D& d, const Insn& i) { d.write_s(i.rd, d.template bitcast<F32>(d.template load<I32>(d.address(i)))); }
// A store takes the low bits as they are, boxed or not.
template <class D> void fsw(D& d, const Insn& i) { d.template store<I32>({d.address(i), d.template trunc<I32>(d.read_f_raw(i.rs2))}); }

template <class D> void fmadd_s(D& d, const Insn& i) { fused<F32>(d, i, false, false); }
template <class D> void fmsub_s(D& d, const Insn& i) { fused<F32>(d, i, false, true); }
template <class D> void fnmsub_s(D& d, const Insn& i) { fused<F32>(d, i, true, false); }
template <class D> void fnmadd_s(D& d, const Insn& i) { fused<F32>(d, i, true, true); }

template <class D> void fadd_s(D& d, const Insn& i) {
  write_float<F32>(d, i.rd, d.template fadd<F32>({read_float<F32>(d, i.rs1), read_float<F32>(d, i.rs2)}, rounding(i)));
}
template <class D> void fsub_s(D& d, const Insn& i) {
  write_float<F32>(d, i.rd, d.template fsub<F32>({read_float<F32>(d, i.rs1), read_float<F32>(d, i.rs2)}, rounding(i)));
}
template <class D> void fmul_s(D& d, const Insn& i) {
  write_float<F32>(d, i.rd, d.template fmul<F32>({read_float<F32>(d, i.rs1), read_float<F32>(d, i.rs2)}, rounding(i)));
}
template <class D> void fdiv_s(D& d, const Insn& i) {
  write_float<F32>(d, i.rd, d.template fdiv<F32>({read_float<F32>(d, i.rs1), read_float<F32>(d, i.rs2)}, rounding(i)));
}
template <class D> void fsqrt_s(D& d, const Insn& i) {
  write_float<F32>(d, i.rd, d.template fsqrt<F32>(read_float<F32>(d, i.rs1), rounding(i)));
}
template <class D> void fmin_s(D& d, const Insn& i) {
  write_float<F32>(d, i.rd, d.template fmin<F32>({read_float<F32>(d, i.rs1), read_float<F32>(d, i.rs2)}));
}
template <class D> void fmax_s(D& d, const Insn& i) {
  write_float<F32>(d, i.rd, d.template fmax<F32>({read_float<F32>(d, i.rs1), read_float<F32>(d, i.rs2)}));
}
template <class D> void fsgnj_s(D& d, const Insn& i) { inject_sign<F32>(d, i, SignRule::kCopy); }
template <class D> void fsgnjn_s(D& d, const Insn& i) { inject_sign<F32>(d, i, SignRule::kNegate); }
template <class D> void fsgnjx_s(D& d, const Insn& i) { inject_sign<F32>(d, i, SignRule::kXor); }

template <class D> void feq_s(D& d, const Insn& i) { compare_equal<F32>(d, i); }
template <class D> void flt_s(D& d, const Insn& i) { compare_less<F32>(d, i); }
template <class D> void fle_s(D& d, const Insn& i) { compare_less_equal<F32>(d, i); }
template <class D> void fclass_s(D& d, const Insn& i) { d.write_x(i.rd, d.template fclass<F32>(read_float<F32>(d, i.rs1))); }

template <class D> void fcvt_w_s(D& d, const Insn& i) { to_word<F32>(d, i, true); }
template <class D> void fcvt_wu_s(D& d, const Insn& i) { to_word<F32>(d, i, false); }
template <class D> void fcvt_l_s(D& d, const Insn& i) { to_long<F32>(d, i, true); }
template <class D> void fcvt_lu_s(D& d, const Insn& i) { to_long<F32>(d, i, false); }
template <class D> void fcvt_s_w(D& d, const Insn& i) { from_word<F32>(d, i, true); }
template <class D> void fcvt_s_wu(D& d, const Insn& i) { from_word<F32>(d, i, false); }
template <class D> void fcvt_s_l(D& d, const Insn& i) { from_long<F32>(d, i, true); }
template <class D> void fcvt_s_lu(D& d, const Insn& i) { from_long<F32>(d, i, false); }

// Moves take the low bits as they are.
template <class D> void fmv_x_w(D& d, const Insn& i) { d.write_w(i.rd, d.template trunc<I32>(d.read_f_raw(i.rs1))); }
template <class D> void fmv_w_x(D& d, const Insn& i) { d.write_s(i.rd, d.template bitcast<F32>(d.read_w(i.rs1))); }

}  // namespace

std::span<const InsnInfo> single_instructions() {
  using enum Format;
  using cpu::InsnShape;
#define INSN(name, pattern, format, destination, shape) \
  row<name<Evaluating>, name<Recording>>(#name, pattern, format, Destination::destination, InsnShape::shape, kExtF),
  static constexpr InsnInfo kTable[] = {
#include "core/guest/riscv64/encoding/single.def"
  };
#undef INSN
  return kTable;
}

}  // namespace vitrine::guest::riscv64
