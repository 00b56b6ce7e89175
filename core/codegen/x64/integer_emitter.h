// SPDX-License-Identifier: Apache-2.0
// The integer instructions: moves, arithmetic, shifts, bit operations, atomics, strings.
#pragma once

#include <cstdint>

#include "core/codegen/x64/encoder.h"

namespace vitrine::codegen::x64 {

// One function a form, operands in Intel's order: the first one is written.  A write of 32 bits clears the upper half of a register, one of
// 8 or 16 bits leaves the rest as it is.  Unless a comment says otherwise all four widths are allowed where a Width is taken.
// Immediates are sign-extended to the width; of those wider than the operand the upper bits are dropped.  Thread: the one that translates.
class IntegerEmitter : public Encoder {
 public:
  using Encoder::Encoder;

  // Moves.
  void mov(Width width, Gpr to, Gpr from) { legacy(op1(0x89).sized(width, kBoth), from, to); }
  // All 64 bits, by the shortest form that leaves the flags alone.
  void mov_imm(Gpr to, std::uint64_t value);
  // xor: shorter, but writes the flags.
  void zero(Gpr to) { legacy(op1(0x31), to, to); }
  // k8 and k16 are zero-extended to 64 bits, as k32 is by nature.
  void load(Width width, Gpr to, Mem from) { legacy(zero_extending(width), to, from); }
  // Sign-extends to 64 bits.
  void load_signed(Width from_width, Gpr to, Mem from) { legacy(sign_extending(from_width), to, from); }
  void store(Width width, Mem to, Gpr from) { legacy(op1(0x89).sized(width, Opcode::kByteReg), from, to); }
  void store_imm(Width width, Mem to, std::int32_t value) { legacy(with_full_immediate(op1(0xC7), width), 0U, to, as_bits(value)); }
  // To 64 bits.
  void movzx(Width from_width, Gpr to, Gpr from) {
    if (from_width >= Width::k32) return mov(from_width, to, from);
    legacy(zero_extending(from_width), to, from);
  }
  void movsx(Width from_width, Gpr to, Gpr from) {
    if (from_width == Width::k64) return mov(from_width, to, from);
    legacy(sign_extending(from_width), to, from);
  }
  void lea(Width width, Gpr to, Mem address) { legacy(op1(0x8D).wide(width), to, address); }  // not k8
  void push(Gpr from) { append(short_form(0x50, from), number(from) < 8 ? 1 : 2); }
  void pop(Gpr to) { append(short_form(0x58, to), number(to) < 8 ? 1 : 2); }
  void cmov(Cond cond, Width width, Gpr to, Gpr from) { legacy(conditional(0x40, cond).wide(width), to, from); }  // not k8
  void cmov(Cond cond, Width width, Gpr to, Mem from) { legacy(conditional(0x40, cond).wide(width), to, from); }  // not k8
  // The low byte becomes 0 or 1; the other bits stay.
  void setcc(Cond cond, Gpr to) { legacy(conditional(0x90, cond).with(Opcode::kByteRm), 0U, number(to)); }
  void bswap(Width width, Gpr to);  // k32 and k64

  // Arithmetic.
  void alu(Alu op, Width width, Gpr to, Gpr with) { legacy(op1(row(op) | 1).sized(width, kBoth), with, to); }
  void alu_imm(Alu op, Width width, Gpr to, std::int32_t value);
  void alu_load(Alu op, Width width, Gpr to, Mem with) { legacy(op1(row(op) | 3).sized(width, Opcode::kByteReg), to, with); }
  void alu_store(Alu op, Width width, Mem to, Gpr with) { legacy(op1(row(op) | 1).sized(width, Opcode::kByteReg), with, to); }
  void alu_store_imm(Alu op, Width width, Mem to, std::int32_t value) { alu_memory_imm(op, width, to, value, 0); }
  void test(Width width, Gpr a, Gpr b) { legacy(op1(0x85).sized(width, kBoth), b, a); }
  void test_imm(Width width, Gpr a, std::int32_t value);
  void test_mem(Width width, Mem a, Gpr b) { legacy(op1(0x85).sized(width, Opcode::kByteReg), b, a); }
  void test_mem_imm(Width width, Mem a, std::int32_t value) { legacy(with_full_immediate(op1(0xF7), width), 0U, a, as_bits(value)); }
  void not_(Width width, Gpr to) { unary(2, width, to); }
  void neg(Width width, Gpr to) { unary(3, width, to); }
  void imul(Width width, Gpr to, Gpr with) { legacy(op0f(0xAF).wide(width), to, with); }  // not k8
  void imul(Width width, Gpr to, Mem with) { legacy(op0f(0xAF).wide(width), to, with); }  // not k8
  void imul_imm(Width width, Gpr to, Gpr from, std::int32_t value);                       // not k8
  // rdx:rax (ax for k8) from rax times the operand.
  void mul(Width width, Gpr with) { unary(4, width, with); }
  void imul1(Width width, Gpr with) { unary(5, width, with); }
  // rax and rdx (al and ah for k8): quotient and remainder of rdx:rax (ax); a zero divisor or too large a quotient traps.
  void div(Width width, Gpr by) { unary(6, width, by); }
  void idiv(Width width, Gpr by) { unary(7, width, by); }
  // high:low from rdx times from, 64 bits each, flags untouched.  BMI2.
  void mulx(Gpr high, Gpr low, Gpr from) { vex(bmi(VexOpcode::kF2, 0xF6, Width::k64), number(high), number(low), number(from)); }
  // edx:eax, rdx:rax from the sign of eax, rax.
  void cdq() { append(0x99, 1); }
  void cqo() { append(0x9948, 2); }

  // Shifts; the count is taken modulo 64 for k64, else modulo 32.
  void shift(Shift op, Width width, Gpr to, unsigned count);
  void shift_cl(Shift op, Width width, Gpr to) { legacy(op1(0xD3).sized(width, Opcode::kByteRm), number(op), number(to)); }
  // BMI2, k32 and k64: without flags.
  void shlx(Width width, Gpr to, Gpr from, Gpr count) { shift_by_register(VexOpcode::k66, width, to, from, count); }
  void shrx(Width width, Gpr to, Gpr from, Gpr count) { shift_by_register(VexOpcode::kF2, width, to, from, count); }
  void sarx(Width width, Gpr to, Gpr from, Gpr count) { shift_by_register(VexOpcode::kF3, width, to, from, count); }
  void shlx(Width width, Gpr to, Mem from, Gpr count) { shift_by_register(VexOpcode::k66, width, to, from, count); }
  void shrx(Width width, Gpr to, Mem from, Gpr count) { shift_by_register(VexOpcode::kF2, width, to, from, count); }
  void sarx(Width width, Gpr to, Mem from, Gpr count) { shift_by_register(VexOpcode::kF3, width, to, from, count); }
  void rorx(Width width, Gpr to, Gpr from, unsigned count);

  // Bits.
  // to = ~inverted & with.  BMI1, k32 and k64.
  void andn(Width width, Gpr to, Gpr inverted, Gpr with) {
    vex(bmi(VexOpcode::kNone, 0xF2, width), number(to), number(inverted), number(with));
  }
  // CF = the bit before it is left (bt), set (bts), cleared (btr) or flipped (btc); the number is taken modulo the width.  Not k8.
  void bt(Width width, Gpr to, Gpr bit) { legacy(op0f(0xA3).wide(width), bit, to); }
  void bts(Width width, Gpr to, Gpr bit) { legacy(op0f(0xAB).wide(width), bit, to); }
  void btr(Width width, Gpr to, Gpr bit) { legacy(op0f(0xB3).wide(width), bit, to); }
  void btc(Width width, Gpr to, Gpr bit) { legacy(op0f(0xBB).wide(width), bit, to); }
  void bt_imm(Width width, Gpr to, unsigned bit) { bit_imm(4, width, to, bit); }
  void bts_imm(Width width, Gpr to, unsigned bit) { bit_imm(5, width, to, bit); }
  void btr_imm(Width width, Gpr to, unsigned bit) { bit_imm(6, width, to, bit); }
  void btc_imm(Width width, Gpr to, unsigned bit) { bit_imm(7, width, to, bit); }
  // Not k8.  lzcnt, tzcnt and popcnt are features of their own; bsr and bsf leave `to` as it was where `from` is zero.
  void lzcnt(Width width, Gpr to, Gpr from) { legacy(op0f(0xBD).prefixed(0xF3).wide(width), to, from); }
  void tzcnt(Width width, Gpr to, Gpr from) { legacy(op0f(0xBC).prefixed(0xF3).wide(width), to, from); }
  void popcnt(Width width, Gpr to, Gpr from) { legacy(op0f(0xB8).prefixed(0xF3).wide(width), to, from); }
  void bsr(Width width, Gpr to, Gpr from) { legacy(op0f(0xBD).wide(width), to, from); }
  void bsf(Width width, Gpr to, Gpr from) { legacy(op0f(0xBC).wide(width), to, from); }

  // Atomics and order.  xchg with memory is always locked.
  void xchg(Width width, Mem a, Gpr b) { legacy(op1(0x87).sized(width, Opcode::kByteReg), b, a); }
  void lock_xadd(Width width, Mem a, Gpr b) { legacy(op0f(0xC1).sized(width, Opcode::kByteReg).with(Opcode::kLock), b, a); }
  // Memory equal to rax: takes `with`, ZF set; else rax takes memory, ZF clear.
  void lock_cmpxchg(Width width, Mem a, Gpr with) { legacy(op0f(0xB1).sized(width, Opcode::kByteReg).with(Opcode::kLock), with, a); }
  // Any operation but cmp.
  void lock_alu(Alu op, Width width, Mem to, Gpr with) {
    legacy(op1(row(op) | 1).sized(width, Opcode::kByteReg).with(Opcode::kLock), with, to);
  }
  void lock_alu_imm(Alu op, Width width, Mem to, std::int32_t value) { alu_memory_imm(op, width, to, value, Opcode::kLock); }
  void mfence() { append(0xF0AE0F, 3); }
  // A full fence that is cheaper than mfence: lock or dword [rsp], 0.  Writes flags.
  void lock_or_rsp0() { append(0x00240C83F0, 5); }

  // rcx units from [rsi] to [rdi], or of rax to [rdi].
  void rep_movsb() { append(0xA4F3, 2); }
  void rep_movsq() { append(0xA548F3, 3); }
  void rep_stosb() { append(0xAAF3, 2); }
  void rep_stosq() { append(0xAB48F3, 3); }
  void prefetcht0(Mem at) { legacy(op0f(0x18), 1U, at); }
  void rdtsc() { append(0x310F, 2); }

 private:
  static constexpr unsigned kBoth = Opcode::kByteReg | Opcode::kByteRm;

  static constexpr unsigned row(Alu op) { return static_cast<unsigned>(op) << 3; }
  static constexpr std::uint32_t as_bits(std::int32_t value) { return static_cast<std::uint32_t>(value); }
  // A form whose immediate is as wide as the operand, up to four bytes.
  static constexpr Opcode with_full_immediate(Opcode op, Width width) {
    return op.sized(width, Opcode::kByteRm).with_immediate(width == Width::k64 ? 4 : bytes_of(width));
  }
  static constexpr Opcode conditional(unsigned first, Cond cond) { return op0f(first | static_cast<unsigned>(cond)); }
  static constexpr Opcode zero_extending(Width from) {
    switch (from) {
      case Width::k8: return op0f(0xB6).with(Opcode::kByteRm);
      case Width::k16: return op0f(0xB7);
      case Width::k32: return op1(0x8B);
      default: return op1(0x8B).with(Opcode::kWide);
    }
  }
  static constexpr Opcode sign_extending(Width from) {
    switch (from) {
      case Width::k8: return op0f(0xBE).with(Opcode::kByteRm | Opcode::kWide);
      case Width::k16: return op0f(0xBF).with(Opcode::kWide);
      case Width::k32: return op1(0x63).with(Opcode::kWide);
      default: return op1(0x8B).with(Opcode::kWide);
    }
  }
  // A one-byte opcode with the register in its low bits, REX.B before it where needed.
  static constexpr std::uint64_t short_form(unsigned code, Gpr r) {
    return number(r) < 8 ? code | number(r) : 0x41U | (code | (number(r) & 7U)) << 8;
  }
  static constexpr VexOpcode bmi(std::uint8_t prefix, std::uint8_t code, Width width) {
    return {.map = VexOpcode::k0f38, .prefix = prefix, .code = code, .wide = static_cast<std::uint8_t>(width == Width::k64 ? 1 : 0)};
  }

  void unary(unsigned extension, Width width, Gpr to) { legacy(op1(0xF7).sized(width, Opcode::kByteRm), extension, number(to)); }
  void bit_imm(unsigned extension, Width width, Gpr to, unsigned bit) {
    legacy(op0f(0xBA).wide(width).with_immediate(1), extension, number(to), bit);
  }
  void shift_by_register(std::uint8_t prefix, Width width, Gpr to, Gpr from, Gpr count) {
    vex(bmi(prefix, 0xF7, width), number(to), number(count), number(from));
  }
  void shift_by_register(std::uint8_t prefix, Width width, Gpr to, Mem from, Gpr count) {
    vex(bmi(prefix, 0xF7, width), number(to), number(count), from);
  }
  void alu_memory_imm(Alu op, Width width, Mem to, std::int32_t value, unsigned flags);
};

}  // namespace vitrine::codegen::x64
