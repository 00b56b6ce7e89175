// SPDX-License-Identifier: Apache-2.0
// RV64I.  Unprivileged ISA, chapters "RV32I Base Integer Instruction Set" and "RV64I Base Integer Instruction Set".
#include "core/guest/riscv64/insn_table.h"

namespace vitrine::guest::riscv64 {
namespace {

template <class D> auto immediate(D& d, const Insn& i) { return d.template imm<I64>(static_cast<std::uint64_t>(i.imm)); }
template <class D> auto immediate_w(D& d, const Insn& i) { return d.template imm<I32>(static_cast<std::uint64_t>(i.imm)); }
template <class D> auto bool_value(D& d, typename D::template V<I1> value) { return d.template zext<I64>(value); }

template <class D> void lui(D& d, const Insn& i) { d.write_x(i.rd, immediate(d, i)); }
template <class D> void auipc(D& d, const Insn& i) { d.write_x(i.rd, d.pc(static_cast<std::uint64_t>(i.imm))); }

template <class D> void jal(D& d, const Insn& i) {
  d.write_x(i.rd, d.pc(i.length));
  d.jump(i.imm);
}
template <class D> void jalr(D& d, const Insn& i) {
  const auto target = d.template and_<I64>({d.address(i), d.template imm<I64>(~std::uint64_t{1})});
  const auto is_link = [](unsigned number) { return number == 1 || number == 5; };
  const auto hint = is_link(i.rd) ? ir::JumpHint::kCall : is_link(i.rs1) ? ir::JumpHint::kReturn : ir::JumpHint::kNone;
  d.write_x(i.rd, d.pc(i.length));
  d.jump_indirect(target, hint);
}

template <class D> void beq(D& d, const Insn& i) { d.branch(d.template eq<I64>({d.read_x(i.rs1), d.read_x(i.rs2)}), i.imm); }
template <class D> void bne(D& d, const Insn& i) { d.branch(d.template ne<I64>({d.read_x(i.rs1), d.read_x(i.rs2)}), i.imm); }
template <class D> void blt(D& d, const Insn& i) { d.branch(d.template lt_s<I64>({d.read_x(i.rs1), d.read_x(i.rs2)}), i.imm); }
template <class D> void bge(D& d, const Insn& i) { d.branch(d.template ge_s<I64>({d.read_x(i.rs1), d.read_x(i.rs2)}), i.imm); }
template <class D> void bltu(D& d, const Insn& i) { d.branch(d.template lt_u<I64>({d.read_x(i.rs1), d.read_x(i.rs2)}), i.imm); }
template <class D> void bgeu(D& d, const Insn& i) { d.branch(d.template ge_u<I64>({d.read_x(i.rs1), d.read_x(i.rs2)}), i.imm); }

template <class T, class D> void load_signed(D& d, const Insn& i) {
  d.write_x(i.rd, d.template sext<I64>(d.template load<T>(d.address(i))));
}
template <class T, class D> void load_unsigned(D& d, const Insn& i) {
  d.write_x(i.rd, d.template zext<I64>(d.template load<T>(d.address(i))));
}

template <class D> void lb(D& d, const Insn& i) { load_signed<I8>(d, i); }
template <class D> void lh(D& d, const Insn& i) { load_signed<I16>(d, i); }
template <class D> void lw(D& d, const Insn& i) { load_signed<I32>(d, i); }
template <class D> void ld(D& d, const Insn& i) { d.write_x(i.rd, d.template load<I64>(d.address(i))); }
template <class D> void lbu(D& d, const Insn& i) { load_unsigned<I8>(d, i); }
template <class D> void lhu(D& d, const Insn& i) { load_unsigned<I16>(d, i); }
template <class D> void lwu(D& d, const Insn& i) { load_unsigned<I32>(d, i); }
template <class D> void sb(D& d, const Insn& i) { d.template store<I8>({d.address(i), d.template trunc<I8>(d.read_x(i.rs2))}); }
template <class D> void sh(D& d, const Insn& i) { d.template store<I16>({d.address(i), d.template trunc<I16>(d.read_x(i.rs2))}); }
template <class D> void sw(D& d, const Insn& i) { d.template store<I32>({d.address(i), d.read_w(i.rs2)}); }
template <class D> void sd(D& d, const Insn& i) { d.template store<I64>({d.address(i), d.read_x(i.rs2)}); }

template <class D> void addi(D& d, const Insn& i) { d.write_x(i.rd, d.template add<I64>({d.read_x(i.rs1), immediate(d, i)})); }
template <class D> void slti(D& d, const Insn& i) {
  d.write_x(i.rd, bool_value(d, d.template lt_s<I64>({d.read_x(i.rs1), immediate(d, i)})));
}
template <class D> void sltiu(D& d, const Insn& i) {
  d.write_x(i.rd, bool_value(d, d.template lt_u<I64>({d.read_x(i.rs1), immediate(d, i)})));
}
template <class D> void xori(D& d, const Insn& i) { d.write_x(i.rd, d.template xor_<I64>({d.read_x(i.rs1), immediate(d, i)})); }
template <class D> void ori(D& d, const Insn& i) { d.write_x(i.rd, d.template or_<I64>({d.read_x(i.rs1), immediate(d, i)})); }
template <class D> void andi(D& d, const Insn& i) { d.write_x(i.rd, d.template and_<I64>({d.read_x(i.rs1), immediate(d, i)})); }
template <class D> void slli(D& d, const Insn& i) { d.write_x(i.rd, d.template shl<I64>({d.read_x(i.rs1), immediate(d, i)})); }
template <class D> void srli(D& d, const Insn& i) { d.write_x(i.rd, d.template shr<I64>({d.read_x(i.rs1), immediate(d, i)})); }
template <class D> void srai(D& d, const Insn& i) { d.write_x(i.rd, d.template sar<I64>({d.read_x(i.rs1), immediate(d, i)})); }

template <class D> void add(D& d, const Insn& i) { d.write_x(i.rd, d.template add<I64>({d.read_x(i.rs1), d.read_x(i.rs2)})); }
template <class D> void sub(D& d, const Insn& i) { d.write_x(i.rd, d.template sub<I64>({d.read_x(i.rs1), d.read_x(i.rs2)})); }
// Shift amounts count modulo 64 in the IR, as the low six bits of rs2 do here.
template <class D> void sll(D& d, const Insn& i) { d.write_x(i.rd, d.template shl<I64>({d.read_x(i.rs1), d.read_x(i.rs2)})); }
template <class D> void srl(D& d, const Insn& i) { d.write_x(i.rd, d.template shr<I64>({d.read_x(i.rs1), d.read_x(i.rs2)})); }
template <class D> void sra(D& d, const Insn& i) { d.write_x(i.rd, d.template sar<I64>({d.read_x(i.rs1), d.read_x(i.rs2)})); }
template <class D> void slt(D& d, const Insn& i) {
  d.write_x(i.rd, bool_value(d, d.template lt_s<I64>({d.read_x(i.rs1), d.read_x(i.rs2)})));
}
template <class D> void sltu(D& d, const Insn& i) {
  d.write_x(i.rd, bool_value(d, d.template lt_u<I64>({d.read_x(i.rs1), d.read_x(i.rs2)})));
}
template <class D> void xor_(D& d, const Insn& i) { d.write_x(i.rd, d.template xor_<I64>({d.read_x(i.rs1), d.read_x(i.rs2)})); }
template <class D> void or_(D& d, const Insn& i) { d.write_x(i.rd, d.template or_<I64>({d.read_x(i.rs1), d.read_x(i.rs2)})); }
template <class D> void and_(D& d, const Insn& i) { d.write_x(i.rd, d.template and_<I64>({d.read_x(i.rs1), d.read_x(i.rs2)})); }

template <class D> void addiw(D& d, const Insn& i) { d.write_w(i.rd, d.template add<I32>({d.read_w(i.rs1), immediate_w(d, i)})); }
template <class D> void slliw(D& d, const Insn& i) { d.write_w(i.rd, d.template shl<I32>({d.read_w(i.rs1), immediate_w(d, i)})); }
template <class D> void srliw(D& d, const Insn& i) { d.write_w(i.rd, d.template shr<I32>({d.read_w(i.rs1), immediate_w(d, i)})); }
template <class D> void sraiw(D& d, const Insn& i) { d.write_w(i.rd, d.template sar<I32>({d.read_w(i.rs1), immediate_w(d, i)})); }
template <class D> void addw(D& d, const Insn& i) { d.write_w(i.rd, d.template add<I32>({d.read_w(i.rs1), d.read_w(i.rs2)})); }
template <class D> void subw(D& d, const Insn& i) { d.write_w(i.rd, d.template sub<I32>({d.read_w(i.rs1), d.read_w(i.rs2)})); }
template <class D> void sllw(D& d, const Insn& i) { d.write_w(i.rd, d.template shl<I32>({d.read_w(i.rs1), d.read_w(i.rs2)})); }
template <class D> void srlw(D& d, const Insn& i) { d.write_w(i.rd, d.template shr<I32>({d.read_w(i.rs1), d.read_w(i.rs2)})); }
template <class D> void sraw(D& d, const Insn& i) { d.write_w(i.rd, d.template sar<I32>({d.read_w(i.rs1), d.read_w(i.rs2)})); }

template <class D> void fence(D& d, const Insn&) { d.fence(); }

}  // namespace

std::span<const InsnInfo> base_instructions() {
  using enum Format;
  using cpu::InsnShape;
#define INSN(name, pattern, format, destination, shape) \
  row<name<Evaluating>, name<Recording>>(#name, pattern, format, Destination::destination, InsnShape::shape, 0),
  static constexpr InsnInfo kTable[] = {
#include "core/guest/riscv64/encoding/base.def"
  };
#undef INSN
  return kTable;
}

}  // namespace vitrine::guest::riscv64
