// SPDX-License-Identifier: Apache-2.0
// How an instruction form is described to the encoder: opcode bytes, prefixes, and the size of its immediate.
#pragma once

#include <cstdint>

#include "core/codegen/x64/registers.h"

namespace vitrine::codegen::x64 {

// A form with legacy prefixes.  Intel SDM volume 2, section 2.1.
struct Opcode {
  static constexpr std::uint8_t kOperand16 = 1;  // prefix 66
  static constexpr std::uint8_t kByteReg = 2;    // the reg field names a byte register: 4 to 7 are spl to dil, by an empty REX
  static constexpr std::uint8_t kByteRm = 4;     // the same of the rm field
  static constexpr std::uint8_t kWide = 8;       // REX.W
  static constexpr std::uint8_t kLock = 16;      // prefix F0

  std::uint32_t bytes;         // escape and opcode, first byte lowest
  std::uint8_t length;         // 1 to 3 of them
  std::uint8_t prefix = 0;     // a mandatory F2, F3 or 66
  std::uint8_t flags = 0;      // k…
  std::uint8_t immediate = 0;  // bytes: 0, 1, 2 or 4

  [[nodiscard]] constexpr Opcode with(unsigned more_flags) const {
    Opcode op = *this;
    op.flags = static_cast<std::uint8_t>(op.flags | more_flags);
    return op;
  }
  [[nodiscard]] constexpr Opcode prefixed(std::uint8_t byte) const {
    Opcode op = *this;
    op.prefix = byte;
    return op;
  }
  [[nodiscard]] constexpr Opcode with_immediate(unsigned size) const {
    Opcode op = *this;
    op.immediate = static_cast<std::uint8_t>(size);
    return op;
  }
  // The operand size, for forms without a byte variant.
  [[nodiscard]] constexpr Opcode wide(Width width) const {
    return with(width == Width::k64 ? kWide : width == Width::k16 ? kOperand16 : 0);
  }
  // The operand size, for forms whose opcode's lowest bit is clear in the byte variant; `byte_operands` are kByteReg and kByteRm.
  [[nodiscard]] constexpr Opcode sized(Width width, unsigned byte_operands) const {
    if (width != Width::k8) return wide(width);
    Opcode op = with(byte_operands);
    op.bytes &= ~(1U << (8 * (op.length - 1U)));
    return op;
  }
};

// The opcode maps: one byte, 0F, 0F 38.
constexpr Opcode op1(unsigned code) { return {.bytes = code, .length = 1}; }
constexpr Opcode op0f(unsigned code) { return {.bytes = 0x0FU | code << 8, .length = 2}; }

// A form with a VEX prefix.  Intel SDM volume 2, section 2.3.
struct VexOpcode {
  static constexpr std::uint8_t kNone = 0, k66 = 1, kF3 = 2, kF2 = 3;  // pp
  static constexpr std::uint8_t k0f = 1, k0f38 = 2, k0f3a = 3;         // mmmmm

  std::uint8_t map;
  std::uint8_t prefix;
  std::uint8_t code;
  std::uint8_t wide = 0;         // W, 0 or 1
  std::uint8_t ymm = 0;          // L, 0 or 1
  std::uint8_t immediate = 0;    // bytes: 0 or 1
  std::uint8_t commutative = 0;  // 1: the two sources may change places for a shorter prefix

  [[nodiscard]] constexpr VexOpcode w(bool set) const {
    VexOpcode op = *this;
    op.wide = set ? 1 : 0;
    return op;
  }
  [[nodiscard]] constexpr VexOpcode l(bool set) const {
    VexOpcode op = *this;
    op.ymm = set ? 1 : 0;
    return op;
  }
  [[nodiscard]] constexpr VexOpcode imm8() const {
    VexOpcode op = *this;
    op.immediate = 1;
    return op;
  }
  [[nodiscard]] constexpr VexOpcode either_order() const {
    VexOpcode op = *this;
    op.commutative = 1;
    return op;
  }
};

}  // namespace vitrine::codegen::x64
