// SPDX-License-Identifier: Apache-2.0
// The vector instructions that scalar floating point and block moves need, in their VEX forms.
#pragma once

#include <concepts>
#include <cstdint>

#include "core/codegen/x64/control_emitter.h"

namespace vitrine::codegen::x64 {

// What the last operand of most forms may be.
template <typename T>
concept VectorSource = std::same_as<T, Xmm> || std::same_as<T, Mem>;

// One function a form, operands in Intel's order: the first one is written.  VEX forms clear what lies above the 128 bits that they write.
// Scalar forms with three operands take the upper bits of the first 128 from the middle one.  AVX unless a comment says otherwise.
// Thread: the one that translates.
class VectorEmitter : public ControlEmitter {
 public:
  using ControlEmitter::ControlEmitter;

  // Moves.  A scalar load clears the upper bits.
  void vmovsd(Xmm to, Mem from) { vex(packed(VexOpcode::kF2, 0x10), number(to), 0, from); }
  void vmovss(Xmm to, Mem from) { vex(packed(VexOpcode::kF3, 0x10), number(to), 0, from); }
  void vmovsd(Mem to, Xmm from) { vex(packed(VexOpcode::kF2, 0x11), number(from), 0, to); }
  void vmovss(Mem to, Xmm from) { vex(packed(VexOpcode::kF3, 0x11), number(from), 0, to); }
  void vmovsd(Xmm to, Xmm upper, Xmm from) { register_move(packed(VexOpcode::kF2, 0x10), to, upper, from); }
  void vmovss(Xmm to, Xmm upper, Xmm from) { register_move(packed(VexOpcode::kF3, 0x10), to, upper, from); }
  void vmovapd(Xmm to, Xmm from) { register_move(packed(VexOpcode::k66, 0x28), to, Xmm::xmm0, from); }
  void vmovups(Block size, Xmm to, Mem from) { vex(packed(VexOpcode::kNone, 0x10).l(is_ymm(size)), number(to), 0, from); }
  void vmovups(Block size, Mem to, Xmm from) { vex(packed(VexOpcode::kNone, 0x11).l(is_ymm(size)), number(from), 0, to); }
  void vmovdqu(Block size, Xmm to, Mem from) { vex(packed(VexOpcode::kF3, 0x6F).l(is_ymm(size)), number(to), 0, from); }
  void vmovdqu(Block size, Mem to, Xmm from) { vex(packed(VexOpcode::kF3, 0x7F).l(is_ymm(size)), number(from), 0, to); }
  void vmovd(Xmm to, Gpr from) { vex(packed(VexOpcode::k66, 0x6E), number(to), 0, number(from)); }
  void vmovd(Gpr to, Xmm from) { vex(packed(VexOpcode::k66, 0x7E), number(from), 0, number(to)); }
  void vmovq(Xmm to, Gpr from) { vex(packed(VexOpcode::k66, 0x6E).w(true), number(to), 0, number(from)); }
  void vmovq(Gpr to, Xmm from) { vex(packed(VexOpcode::k66, 0x7E).w(true), number(from), 0, number(to)); }

  // Arithmetic.
  void vaddsd(Xmm to, Xmm a, VectorSource auto b) { three(packed(VexOpcode::kF2, 0x58), to, a, b); }
  void vaddss(Xmm to, Xmm a, VectorSource auto b) { three(packed(VexOpcode::kF3, 0x58), to, a, b); }
  void vmulsd(Xmm to, Xmm a, VectorSource auto b) { three(packed(VexOpcode::kF2, 0x59), to, a, b); }
  void vmulss(Xmm to, Xmm a, VectorSource auto b) { three(packed(VexOpcode::kF3, 0x59), to, a, b); }
  void vsubsd(Xmm to, Xmm a, VectorSource auto b) { three(packed(VexOpcode::kF2, 0x5C), to, a, b); }
  void vsubss(Xmm to, Xmm a, VectorSource auto b) { three(packed(VexOpcode::kF3, 0x5C), to, a, b); }
  // The second source where one is a NaN or both are zeros.
  void vminsd(Xmm to, Xmm a, VectorSource auto b) { three(packed(VexOpcode::kF2, 0x5D), to, a, b); }
  void vminss(Xmm to, Xmm a, VectorSource auto b) { three(packed(VexOpcode::kF3, 0x5D), to, a, b); }
  void vdivsd(Xmm to, Xmm a, VectorSource auto b) { three(packed(VexOpcode::kF2, 0x5E), to, a, b); }
  void vdivss(Xmm to, Xmm a, VectorSource auto b) { three(packed(VexOpcode::kF3, 0x5E), to, a, b); }
  void vmaxsd(Xmm to, Xmm a, VectorSource auto b) { three(packed(VexOpcode::kF2, 0x5F), to, a, b); }
  void vmaxss(Xmm to, Xmm a, VectorSource auto b) { three(packed(VexOpcode::kF3, 0x5F), to, a, b); }
  void vsqrtsd(Xmm to, Xmm upper, VectorSource auto from) { three(packed(VexOpcode::kF2, 0x51), to, upper, from); }
  void vsqrtss(Xmm to, Xmm upper, VectorSource auto from) { three(packed(VexOpcode::kF3, 0x51), to, upper, from); }
  // FMA: one rounding.
  void vfma_sd(Fma kind, FmaOrder order, Xmm a, Xmm b, VectorSource auto c) { three(fused(kind, order).w(true), a, b, c); }
  void vfma_ss(Fma kind, FmaOrder order, Xmm a, Xmm b, VectorSource auto c) { three(fused(kind, order), a, b, c); }
  void vroundsd(Round mode, Xmm to, Xmm upper, VectorSource auto from) {
    three(extended(0x0B), to, upper, from, static_cast<std::uint32_t>(mode));
  }
  void vroundss(Round mode, Xmm to, Xmm upper, VectorSource auto from) {
    three(extended(0x0A), to, upper, from, static_cast<std::uint32_t>(mode));
  }

  // Comparisons.  ZF, PF, CF: 000 above, 001 below, 100 equal, 111 unordered; vcomi signals invalid for a quiet NaN, vucomi does not.
  void vucomisd(Xmm a, VectorSource auto b) { three(packed(VexOpcode::k66, 0x2E), a, Xmm::xmm0, b); }
  void vucomiss(Xmm a, VectorSource auto b) { three(packed(VexOpcode::kNone, 0x2E), a, Xmm::xmm0, b); }
  void vcomisd(Xmm a, VectorSource auto b) { three(packed(VexOpcode::k66, 0x2F), a, Xmm::xmm0, b); }
  void vcomiss(Xmm a, VectorSource auto b) { three(packed(VexOpcode::kNone, 0x2F), a, Xmm::xmm0, b); }
  // All ones where the predicate holds, else zero.
  void vcmpsd(Compare predicate, Xmm to, Xmm a, VectorSource auto b) {
    three(packed(VexOpcode::kF2, 0xC2).imm8(), to, a, b, static_cast<std::uint32_t>(predicate));
  }
  void vcmpss(Compare predicate, Xmm to, Xmm a, VectorSource auto b) {
    three(packed(VexOpcode::kF3, 0xC2).imm8(), to, a, b, static_cast<std::uint32_t>(predicate));
  }

  // Conversions.  The width is the general register's: k32 or k64.
  void vcvtsd2ss(Xmm to, Xmm upper, VectorSource auto from) { three(packed(VexOpcode::kF2, 0x5A), to, upper, from); }
  void vcvtss2sd(Xmm to, Xmm upper, VectorSource auto from) { three(packed(VexOpcode::kF3, 0x5A), to, upper, from); }
  void vcvtsi2sd(Width width, Xmm to, Xmm upper, Gpr from) { three(integer(VexOpcode::kF2, 0x2A, width), to, upper, number(from)); }
  void vcvtsi2ss(Width width, Xmm to, Xmm upper, Gpr from) { three(integer(VexOpcode::kF3, 0x2A, width), to, upper, number(from)); }
  void vcvtsi2sd(Width width, Xmm to, Xmm upper, Mem from) { three(integer(VexOpcode::kF2, 0x2A, width), to, upper, from); }
  void vcvtsi2ss(Width width, Xmm to, Xmm upper, Mem from) { three(integer(VexOpcode::kF3, 0x2A, width), to, upper, from); }
  // Rounded by MXCSR, or towards zero (vcvtt…); out of range gives the most negative integer and raises invalid.
  void vcvtsd2si(Width width, Gpr to, Xmm from) { vex(integer(VexOpcode::kF2, 0x2D, width), number(to), 0, number(from)); }
  void vcvtss2si(Width width, Gpr to, Xmm from) { vex(integer(VexOpcode::kF3, 0x2D, width), number(to), 0, number(from)); }
  void vcvttsd2si(Width width, Gpr to, Xmm from) { vex(integer(VexOpcode::kF2, 0x2C, width), number(to), 0, number(from)); }
  void vcvttss2si(Width width, Gpr to, Xmm from) { vex(integer(VexOpcode::kF3, 0x2C, width), number(to), 0, number(from)); }

  // Bits, 128 of them.  vandn inverts a.
  void vandpd(Xmm to, Xmm a, VectorSource auto b) { three(packed(VexOpcode::k66, 0x54).either_order(), to, a, b); }
  void vandnpd(Xmm to, Xmm a, VectorSource auto b) { three(packed(VexOpcode::k66, 0x55), to, a, b); }
  void vorpd(Xmm to, Xmm a, VectorSource auto b) { three(packed(VexOpcode::k66, 0x56).either_order(), to, a, b); }
  void vxorpd(Xmm to, Xmm a, VectorSource auto b) { three(packed(VexOpcode::k66, 0x57).either_order(), to, a, b); }
  void vpand(Xmm to, Xmm a, VectorSource auto b) { three(packed(VexOpcode::k66, 0xDB).either_order(), to, a, b); }
  void vpandn(Xmm to, Xmm a, VectorSource auto b) { three(packed(VexOpcode::k66, 0xDF), to, a, b); }
  void vpor(Xmm to, Xmm a, VectorSource auto b) { three(packed(VexOpcode::k66, 0xEB).either_order(), to, a, b); }
  void vpxor(Xmm to, Xmm a, VectorSource auto b) { three(packed(VexOpcode::k66, 0xEF).either_order(), to, a, b); }
  void vpcmpeqd(Xmm to, Xmm a, VectorSource auto b) { three(packed(VexOpcode::k66, 0x76).either_order(), to, a, b); }
  // Each lane of b where the sign bit of its lane of the mask is set, else of a.
  void vblendvpd(Xmm to, Xmm a, VectorSource auto b, Xmm mask) { three(extended(0x4B), to, a, b, number(mask) << 4); }
  void vpsllq(Xmm to, Xmm from, unsigned count) { lane_shift(0x73, 6, to, from, count); }
  void vpsrlq(Xmm to, Xmm from, unsigned count) { lane_shift(0x73, 2, to, from, count); }
  void vpslld(Xmm to, Xmm from, unsigned count) { lane_shift(0x72, 6, to, from, count); }
  void vpsrld(Xmm to, Xmm from, unsigned count) { lane_shift(0x72, 2, to, from, count); }

  // Lanes.
  void vpunpckldq(Xmm to, Xmm a, VectorSource auto b) { three(packed(VexOpcode::k66, 0x62), to, a, b); }
  // Lane i of the result is lane (order >> 2i & 3).
  void vpshufd(Xmm to, VectorSource auto from, unsigned order) { three(packed(VexOpcode::k66, 0x70).imm8(), to, Xmm::xmm0, from, order); }
  // Lane (control >> 6) of b into lane (control >> 4 & 3) of a, then the lanes whose bit of the low four is set become zero.
  void vinsertps(Xmm to, Xmm a, VectorSource auto b, unsigned control) { three(extended(0x21), to, a, b, control); }
  void vpextrd(Gpr to, Xmm from, unsigned lane) { vex(extended(0x16), number(from), 0, number(to), lane); }
  void vpextrq(Gpr to, Xmm from, unsigned lane) { vex(extended(0x16).w(true), number(from), 0, number(to), lane); }
  void vpinsrd(Xmm to, Xmm rest, Gpr from, unsigned lane) { three(extended(0x22), to, rest, number(from), lane); }
  void vpinsrq(Xmm to, Xmm rest, Gpr from, unsigned lane) { three(extended(0x22).w(true), to, rest, number(from), lane); }

  // State.
  void vzeroupper() { append(0x77F8C5, 3); }
  void ldmxcsr(Mem from) { legacy(op0f(0xAE), 2U, from); }  // 32 bits
  void stmxcsr(Mem to) { legacy(op0f(0xAE), 3U, to); }

 private:
  static constexpr bool is_ymm(Block size) { return size == Block::k32; }
  // Map 0F.
  static constexpr VexOpcode packed(std::uint8_t prefix, std::uint8_t code) {
    return {.map = VexOpcode::k0f, .prefix = prefix, .code = code};
  }
  static constexpr VexOpcode integer(std::uint8_t prefix, std::uint8_t code, Width width) {
    return packed(prefix, code).w(width == Width::k64);
  }
  // Map 0F 3A with an immediate byte.
  static constexpr VexOpcode extended(std::uint8_t code) {
    return VexOpcode{.map = VexOpcode::k0f3a, .prefix = VexOpcode::k66, .code = code}.imm8();
  }
  static constexpr VexOpcode fused(Fma kind, FmaOrder order) {
    const unsigned code = 0x99U + (static_cast<unsigned>(order) << 4) + (static_cast<unsigned>(kind) << 1);
    return {.map = VexOpcode::k0f38, .prefix = VexOpcode::k66, .code = static_cast<std::uint8_t>(code)};
  }

  void three(VexOpcode op, Xmm to, Xmm a, Xmm b, std::uint32_t immediate = 0) { vex(op, number(to), number(a), number(b), immediate); }
  void three(VexOpcode op, Xmm to, Xmm a, unsigned b, std::uint32_t immediate = 0) { vex(op, number(to), number(a), b, immediate); }
  void three(VexOpcode op, Xmm to, Xmm a, Mem b, std::uint32_t immediate = 0) { vex(op, number(to), number(a), b, immediate); }
  void lane_shift(std::uint8_t code, unsigned extension, Xmm to, Xmm from, unsigned count) {
    vex(packed(VexOpcode::k66, code).imm8(), extension, number(to), number(from), count);
  }
  // `op` reads the rm field and writes the reg field; the opcode after it does the reverse, which saves a byte where only `from` is a high one.
  void register_move(VexOpcode op, Xmm to, Xmm upper, Xmm from) {
    if (number(from) >= 8 && number(to) < 8) {
      ++op.code;
      vex(op, number(from), number(upper), number(to));
    } else {
      vex(op, number(to), number(upper), number(from));
    }
  }
};

}  // namespace vitrine::codegen::x64
