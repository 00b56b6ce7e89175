// SPDX-License-Identifier: Apache-2.0
// D.  Unprivileged ISA, chapter "D Extension for Double-Precision Floating-Point".
#include "core/guest/riscv64/semantics/float_semantics.h"

namespace vitrine::guest::riscv64 {
namespace {

template <class D> void fld(D& d, const Insn& i) { d.write_f_raw(i.rd, d.template load<I64>(d.address(i))); }
template <class D> void fsd(D& d, const Insn& i) { d.template store<I64>({d.address(i), d.read_f_raw(i.rs2)}); }

template <class D> void fmadd_d(D& d, const Insn& i) { fused<F64>(d, i, false, false); }
template <class D> void fmsub_d(D& d, const Insn& i) { fused<F64>(d, i, false, true); }
template <class D> void fnmsub_d(D& d, const Insn& i) { fused<F64>(d, i, true, false); }
template <class D> void fnmadd_d(D& d, const Insn& i) { fused<F64>(d, i, true, true); }

template <class D> void fadd_d(D& d, const Insn& i) {
  write_float<F64>(d, i.rd, d.template fadd<F64>({read_float<F64>(d, i.rs1), read_float<F64>(d, i.rs2)}, rounding(i)));
}
template <class D> void fsub_d(D& d, const Insn& i) {
  write_float<F64>(d, i.rd, d.template fsub<F64>({read_float<F64>(d, i.rs1), read_float<F64>(d, i.rs2)}, rounding(i)));
}
template <class D> void fmul_d(D& d, const Insn& i) {
  write_float<F64>(d, i.rd, d.template fmul<F64>({read_float<F64>(d, i.rs1), read_float<F64>(d, i.rs2)}, rounding(i)));
}
template <class D> void fdiv_d(D& d, const Insn& i) {
  write_float<F64>(d, i.rd, d.template fdiv<F64>({read_float<F64>(d, i.rs1), read_float<F64>(d, i.rs2)}, rounding(i)));
}
template <class D> void fsqrt_d(D& d, const Insn& i) {
  write_float<F64>(d, i.rd, d.template fsqrt<F64>(read_float<F64>(d, i.rs1), rounding(i)));
}
template <class D> void fmin_d(D& d, const Insn& i) {
  write_float<F64>(d, i.rd, d.template fmin<F64>({read_float<F64>(d, i.rs1), read_float<F64>(d, i.rs2)}));
}
template <class D> void fmax_d(D& d, const Insn& i) {
  write_float<F64>(d, i.rd, d.template fmax<F64>({read_float<F64>(d, i.rs1), read_float<F64>(d, i.rs2)}));
}
template <class D> void fsgnj_d(D& d, const Insn& i) { inject_sign<F64>(d, i, SignRule::kCopy); }
template <class D> void fsgnjn_d(D& d, const Insn& i) { inject_sign<F64>(d, i, SignRule::kNegate); }
template <class D> void fsgnjx_d(D& d, const Insn& i) { inject_sign<F64>(d, i, SignRule::kXor); }

template <class D> void feq_d(D& d, const Insn& i) { compare_equal<F64>(d, i); }
template <class D> void flt_d(D& d, const Insn& i) { compare_less<F64>(d, i); }
template <class D> void fle_d(D& d, const Insn& i) { compare_less_equal<F64>(d, i); }
template <class D> void fclass_d(D& d, const Insn& i) { d.write_x(i.rd, d.template fclass<F64>(read_float<F64>(d, i.rs1))); }

template <class D> void fcvt_w_d(D& d, const Insn& i) { to_word<F64>(d, i, true); }
template <class D> void fcvt_wu_d(D& d, const Insn& i) { to_word<F64>(d, i, false); }
template <class D> void fcvt_l_d(D& d, const Insn& i) { to_long<F64>(d, i, true); }
template <class D> void fcvt_lu_d(D& d, const Insn& i) { to_long<F64>(d, i, false); }
template <class D> void fcvt_d_w(D& d, const Insn& i) { from_word<F64>(d, i, true); }
template <class D> void fcvt_d_wu(D& d, const Insn& i) { from_word<F64>(d, i, false); }
template <class D> void fcvt_d_l(D& d, const Insn& i) { from_long<F64>(d, i, true); }
template <class D> void fcvt_d_lu(D& d, const Insn& i) { from_long<F64>(d, i, false); }

template <class D> void fmv_x_d(D& d, const Insn& i) { d.write_x(i.rd, d.read_f_raw(i.rs1)); }
template <class D> void fmv_d_x(D& d, const Insn& i) { d.write_f_raw(i.rd, d.read_x(i.rs1)); }
template <class D> void fcvt_s_d(D& d, const Insn& i) { d.write_s(i.rd, d.template fconvert<F32>(d.read_d(i.rs1), rounding(i))); }
template <class D> void fcvt_d_s(D& d, const Insn& i) { d.write_d(i.rd, d.template fconvert<F64>(d.read_s(i.rs1), rounding(i))); }

}  // namespace

std::span<const InsnInfo> double_instructions() {
  using enum Format;
  using cpu::InsnShape;
#define INSN(name, pattern, format, destination, shape) \
  row<name<Evaluating>, name<Recording>>(#name, pattern, format, Destination::destination, InsnShape::shape, kExtD),
  static constexpr InsnInfo kTable[] = {
#include "core/guest/riscv64/encoding/double.def"
  };
#undef INSN
  return kTable;
}

}  // namespace vitrine::guest::riscv64
