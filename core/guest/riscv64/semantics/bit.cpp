// SPDX-License-Identifier: Apache-2.0
// Zba, Zbb, Zbs.  Unprivileged ISA, chapter "B Extension for Bit Manipulation".
#include "core/guest/riscv64/insn_table.h"

namespace vitrine::guest::riscv64 {
namespace {

template <class D> auto shifted_add(D& d, const Insn& i, typename D::template V<I64> value, unsigned amount) {
  return d.template add<I64>({d.template shl<I64>(value, d.template imm<I64>(amount)), d.read_x(i.rs2)});
}
template <class D> auto unsigned_word(D& d, unsigned number) { return d.template zext<I64>(d.read_w(number)); }
template <class D> auto inverted(D& d, typename D::template V<I64> value) {
  return d.template xor_<I64>(value, d.template imm<I64>(~std::uint64_t{0}));
}
template <class D> auto immediate(D& d, const Insn& i) { return d.template imm<I64>(static_cast<std::uint64_t>(i.imm)); }

template <class D> void sh1add(D& d, const Insn& i) { d.write_x(i.rd, shifted_add(d, i, d.read_x(i.rs1), 1)); }
template <class D> void sh2add(D& d, const Insn& i) { d.write_x(i.rd, shifted_add(d, i, d.read_x(i.rs1), 2)); }
template <class D> void sh3add(D& d, const Insn& i) { d.write_x(i.rd, shifted_add(d, i, d.read_x(i.rs1), 3)); }
template <class D> void add_uw(D& d, const Insn& i) { d.write_x(i.rd, shifted_add(d, i, unsigned_word(d, i.rs1), 0)); }
template <class D> void sh1add_uw(D& d, const Insn& i) { d.write_x(i.rd, shifted_add(d, i, unsigned_word(d, i.rs1), 1)); }
template <class D> void sh2add_uw(D& d, const Insn& i) { d.write_x(i.rd, shifted_add(d, i, unsigned_word(d, i.rs1), 2)); }
template <class D> void sh3add_uw(D& d, const Insn& i) { d.write_x(i.rd, shifted_add(d, i, unsigned_word(d, i.rs1), 3)); }
template <class D> void slli_uw(D& d, const Insn& i) { d.write_x(i.rd, d.template shl<I64>({unsigned_word(d, i.rs1), immediate(d, i)})); }

template <class D> void andn(D& d, const Insn& i) {
  d.write_x(i.rd, d.template and_<I64>({d.read_x(i.rs1), inverted(d, d.read_x(i.rs2))}));
}
template <class D> void orn(D& d, const Insn& i) { d.write_x(i.rd, d.template or_<I64>({d.read_x(i.rs1), inverted(d, d.read_x(i.rs2))})); }
template <class D> void xnor(D& d, const Insn& i) {
  d.write_x(i.rd, inverted(d, d.template xor_<I64>({d.read_x(i.rs1), d.read_x(i.rs2)})));
}

template <class D> void max(D& d, const Insn& i) {
  const auto a = d.read_x(i.rs1), b = d.read_x(i.rs2);
  d.write_x(i.rd, d.template select<I64>(d.template lt_s<I64>(a, b), b, a));
}
template <class D> void maxu(D& d, const Insn& i) {
  const auto a = d.read_x(i.rs1), b = d.read_x(i.rs2);
  d.write_x(i.rd, d.template select<I64>(d.template lt_u<I64>(a, b), b, a));
}
template <class D> void min(D& d, const Insn& i) {
  const auto a = d.read_x(i.rs1), b = d.read_x(i.rs2);
  d.write_x(i.rd, d.template select<I64>(d.template lt_s<I64>(a, b), a, b));
}
template <class D> void minu(D& d, const Insn& i) {
  const auto a = d.read_x(i.rs1), b = d.read_x(i.rs2);
  d.write_x(i.rd, d.template select<I64>(d.template lt_u<I64>(a, b), a, b));
}

template <class D> void rol(D& d, const Insn& i) { d.write_x(i.rd, d.template rotl<I64>({d.read_x(i.rs1), d.read_x(i.rs2)})); }
template <class D> void ror(D& d, const Insn& i) { d.write_x(i.rd, d.template rotr<I64>({d.read_x(i.rs1), d.read_x(i.rs2)})); }
template <class D> void rori(D& d, const Insn& i) { d.write_x(i.rd, d.template rotr<I64>({d.read_x(i.rs1), immediate(d, i)})); }
template <class D> void rolw(D& d, const Insn& i) { d.write_w(i.rd, d.template rotl<I32>({d.read_w(i.rs1), d.read_w(i.rs2)})); }
template <class D> void rorw(D& d, const Insn& i) { d.write_w(i.rd, d.template rotr<I32>({d.read_w(i.rs1), d.read_w(i.rs2)})); }
template <class D> void roriw(D& d, const Insn& i) {
  d.write_w(i.rd, d.template rotr<I32>({d.read_w(i.rs1), d.template imm<I32>(static_cast<std::uint64_t>(i.imm))}));
}

template <class D> void clz(D& d, const Insn& i) { d.write_x(i.rd, d.template clz<I64>(d.read_x(i.rs1))); }
template <class D> void ctz(D& d, const Insn& i) { d.write_x(i.rd, d.template ctz<I64>(d.read_x(i.rs1))); }
template <class D> void cpop(D& d, const Insn& i) { d.write_x(i.rd, d.template popcount<I64>(d.read_x(i.rs1))); }
template <class D> void clzw(D& d, const Insn& i) { d.write_w(i.rd, d.template clz<I32>(d.read_w(i.rs1))); }
template <class D> void ctzw(D& d, const Insn& i) { d.write_w(i.rd, d.template ctz<I32>(d.read_w(i.rs1))); }
template <class D> void cpopw(D& d, const Insn& i) { d.write_w(i.rd, d.template popcount<I32>(d.read_w(i.rs1))); }
template <class D> void sext_b(D& d, const Insn& i) { d.write_x(i.rd, d.template sext<I64>(d.template trunc<I8>(d.read_x(i.rs1)))); }
template <class D> void sext_h(D& d, const Insn& i) { d.write_x(i.rd, d.template sext<I64>(d.template trunc<I16>(d.read_x(i.rs1)))); }
template <class D> void zext_h(D& d, const Insn& i) { d.write_x(i.rd, d.template zext<I64>(d.template trunc<I16>(d.read_x(i.rs1)))); }
template <class D> void orc_b(D& d, const Insn& i) { d.write_x(i.rd, d.template or_combine<I64>(d.read_x(i.rs1))); }
template <class D> void rev8(D& d, const Insn& i) { d.write_x(i.rd, d.template bswap<I64>(d.read_x(i.rs1))); }

// The mask of one bit; the position counts modulo 64.
template <class D> auto single_bit(D& d, typename D::template V<I64> position) {
  return d.template shl<I64>(d.template imm<I64>(1), position);
}
template <class D> auto extracted_bit(D& d, const Insn& i, typename D::template V<I64> position) {
  return d.template and_<I64>({d.template shr<I64>(d.read_x(i.rs1), position), d.template imm<I64>(1)});
}

template <class D> void bclr(D& d, const Insn& i) {
  d.write_x(i.rd, d.template and_<I64>({d.read_x(i.rs1), inverted(d, single_bit(d, d.read_x(i.rs2)))}));
}
template <class D> void bclri(D& d, const Insn& i) {
  d.write_x(i.rd, d.template and_<I64>({d.read_x(i.rs1), inverted(d, single_bit(d, immediate(d, i)))}));
}
template <class D> void bext(D& d, const Insn& i) { d.write_x(i.rd, extracted_bit(d, i, d.read_x(i.rs2))); }
template <class D> void bexti(D& d, const Insn& i) { d.write_x(i.rd, extracted_bit(d, i, immediate(d, i))); }
template <class D> void binv(D& d, const Insn& i) {
  d.write_x(i.rd, d.template xor_<I64>({d.read_x(i.rs1), single_bit(d, d.read_x(i.rs2))}));
}
template <class D> void binvi(D& d, const Insn& i) {
  d.write_x(i.rd, d.template xor_<I64>({d.read_x(i.rs1), single_bit(d, immediate(d, i))}));
}
template <class D> void bset(D& d, const Insn& i) {
  d.write_x(i.rd, d.template or_<I64>({d.read_x(i.rs1), single_bit(d, d.read_x(i.rs2))}));
}
template <class D> void bseti(D& d, const Insn& i) {
  d.write_x(i.rd, d.template or_<I64>({d.read_x(i.rs1), single_bit(d, immediate(d, i))}));
}

}  // namespace

std::span<const InsnInfo> bit_instructions() {
  using enum Format;
  using cpu::InsnShape;
#define INSN(name, pattern, format, destination, shape, extension) \
  row<name<Evaluating>, name<Recording>>(#name, pattern, format, Destination::destination, InsnShape::shape, extension),
  static constexpr InsnInfo kTable[] = {
#include "core/guest/riscv64/encoding/bit.def"
  };
#undef INSN
  return kTable;
}

}  // namespace vitrine::guest::riscv64
