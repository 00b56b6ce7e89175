// SPDX-License-Identifier: Apache-2.0
// M.  Unprivileged ISA, chapter "M Extension for Integer Multiplication and Division"; the IR's division is total in the same way.
#include "core/guest/riscv64/insn_table.h"

namespace vitrine::guest::riscv64 {
namespace {

template <class D> void mul(D& d, const Insn& i) { d.write_x(i.rd, d.template mul<I64>({d.read_x(i.rs1), d.read_x(i.rs2)})); }
template <class D> void mulh(D& d, const Insn& i) { d.write_x(i.rd, d.mulh_s({d.read_x(i.rs1), d.read_x(i.rs2)})); }
template <class D> void mulhsu(D& d, const Insn& i) { d.write_x(i.rd, d.mulh_su({d.read_x(i.rs1), d.read_x(i.rs2)})); }
template <class D> void mulhu(D& d, const Insn& i) { d.write_x(i.rd, d.mulh_u({d.read_x(i.rs1), d.read_x(i.rs2)})); }
template <class D> void div(D& d, const Insn& i) { d.write_x(i.rd, d.template div_s<I64>({d.read_x(i.rs1), d.read_x(i.rs2)})); }
template <class D> void divu(D& d, const Insn& i) { d.write_x(i.rd, d.template div_u<I64>({d.read_x(i.rs1), d.read_x(i.rs2)})); }
template <class D> void rem(D& d, const Insn& i) { d.write_x(i.rd, d.template rem_s<I64>({d.read_x(i.rs1), d.read_x(i.rs2)})); }
template <class D> void remu(D& d, const Insn& i) { d.write_x(i.rd, d.template rem_u<I64>({d.read_x(i.rs1), d.read_x(i.rs2)})); }
template <class D> void mulw(D& d, const Insn& i) { d.write_w(i.rd, d.template mul<I32>({d.read_w(i.rs1), d.read_w(i.rs2)})); }
template <class D> void divw(D& d, const Insn& i) { d.write_w(i.rd, d.template div_s<I32>({d.read_w(i.rs1), d.read_w(i.rs2)})); }
template <class D> void divuw(D& d, const Insn& i) { d.write_w(i.rd, d.template div_u<I32>({d.read_w(i.rs1), d.read_w(i.rs2)})); }
template <class D> void remw(D& d, const Insn& i) { d.write_w(i.rd, d.template rem_s<I32>({d.read_w(i.rs1), d.read_w(i.rs2)})); }
template <class D> void remuw(D& d, const Insn& i) { d.write_w(i.rd, d.template rem_u<I32>({d.read_w(i.rs1), d.read_w(i.rs2)})); }

}  // namespace

std::span<const InsnInfo> multiply_instructions() {
  using enum Format;
  using cpu::InsnShape;
#define INSN(name, pattern, format, destination, shape) \
  row<name<Evaluating>, name<Recording>>(#name, pattern, format, Destination::destination, InsnShape::shape, kExtM),
  static constexpr InsnInfo kTable[] = {
#include "core/guest/riscv64/encoding/multiply.def"
  };
#undef INSN
  return kTable;
}

}  // namespace vitrine::guest::riscv64
