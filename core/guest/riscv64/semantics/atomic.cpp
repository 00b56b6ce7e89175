// SPDX-License-Identifier: Apache-2.0
// A.  Unprivileged ISA, chapter "A Extension for Atomic Instructions".  Every atomic is sequentially consistent, which aq and rl allow.
#include "core/guest/riscv64/insn_table.h"

namespace vitrine::guest::riscv64 {
namespace {

using ir::AmoOp;

template <AmoOp kOp, class D> void amo_w(D& d, const Insn& i) {
  d.write_w(i.rd, d.template amo<I32>(kOp, {d.read_x(i.rs1), d.read_w(i.rs2)}));
}
template <AmoOp kOp, class D> void amo_d(D& d, const Insn& i) {
  d.write_x(i.rd, d.template amo<I64>(kOp, {d.read_x(i.rs1), d.read_x(i.rs2)}));
}

template <class D> void lr_w(D& d, const Insn& i) { d.write_w(i.rd, d.template load_reserved<I32>(d.read_x(i.rs1))); }
template <class D> void lr_d(D& d, const Insn& i) { d.write_x(i.rd, d.template load_reserved<I64>(d.read_x(i.rs1))); }
template <class D> void sc_w(D& d, const Insn& i) {
  d.write_x(i.rd, d.template store_conditional<I32>({d.read_x(i.rs1), d.read_w(i.rs2)}));
}
template <class D> void sc_d(D& d, const Insn& i) {
  d.write_x(i.rd, d.template store_conditional<I64>({d.read_x(i.rs1), d.read_x(i.rs2)}));
}

template <class D> void amoswap_w(D& d, const Insn& i) { amo_w<AmoOp::kSwap>(d, i); }
template <class D> void amoadd_w(D& d, const Insn& i) { amo_w<AmoOp::kAdd>(d, i); }
template <class D> void amoxor_w(D& d, const Insn& i) { amo_w<AmoOp::kXor>(d, i); }
template <class D> void amoand_w(D& d, const Insn& i) { amo_w<AmoOp::kAnd>(d, i); }
template <class D> void amoor_w(D& d, const Insn& i) { amo_w<AmoOp::kOr>(d, i); }
template <class D> void amomin_w(D& d, const Insn& i) { amo_w<AmoOp::kMinS>(d, i); }
template <class D> void amomax_w(D& d, const Insn& i) { amo_w<AmoOp::kMaxS>(d, i); }
template <class D> void amominu_w(D& d, const Insn& i) { amo_w<AmoOp::kMinU>(d, i); }
template <class D> void amomaxu_w(D& d, const Insn& i) { amo_w<AmoOp::kMaxU>(d, i); }
template <class D> void amoswap_d(D& d, const Insn& i) { amo_d<AmoOp::kSwap>(d, i); }
template <class D> void amoadd_d(D& d, const Insn& i) { amo_d<AmoOp::kAdd>(d, i); }
template <class D> void amoxor_d(D& d, const Insn& i) { amo_d<AmoOp::kXor>(d, i); }
template <class D> void amoand_d(D& d, const Insn& i) { amo_d<AmoOp::kAnd>(d, i); }
template <class D> void amoor_d(D& d, const Insn& i) { amo_d<AmoOp::kOr>(d, i); }
template <class D> void amomin_d(D& d, const Insn& i) { amo_d<AmoOp::kMinS>(d, i); }
template <class D> void amomax_d(D& d, const Insn& i) { amo_d<AmoOp::kMaxS>(d, i); }
template <class D> void amominu_d(D& d, const Insn& i) { amo_d<AmoOp::kMinU>(d, i); }
template <class D> void amomaxu_d(D& d, const Insn& i) { amo_d<AmoOp::kMaxU>(d, i); }

}  // namespace

std::span<const InsnInfo> atomic_instructions() {
  using enum Format;
  using cpu::InsnShape;
#define INSN(name, pattern, format, destination, shape) \
  row<name<Evaluating>, name<Recording>>(#name, pattern, format, Destination::destination, InsnShape::shape, kExtA),
  static constexpr InsnInfo kTable[] = {
#include "core/guest/riscv64/encoding/atomic.def"
  };
#undef INSN
  return kTable;
}

}  // namespace vitrine::guest::riscv64
