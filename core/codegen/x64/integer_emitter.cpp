// SPDX-License-Identifier: Apache-2.0
// The integer forms that choose between encodings.
#include "core/codegen/x64/integer_emitter.h"

#include "core/base/bits.h"

namespace vitrine::codegen::x64 {
namespace {

constexpr bool fits_byte(std::int32_t value) { return value == static_cast<std::int8_t>(value); }

// The immediate as an operand of this width sees it.
constexpr std::int32_t narrowed(Width width, std::int32_t value) {
  switch (width) {
    case Width::k8: return static_cast<std::int8_t>(value);
    case Width::k16: return static_cast<std::int16_t>(value);
    default: return value;
  }
}

// Bytes of a full immediate.
constexpr unsigned immediate_size(Width width) { return width == Width::k64 ? 4 : bytes_of(width); }

// Group 1: 80 with a byte operand, 83 with a sign-extended byte, 81 with a full immediate.
constexpr Opcode group1(Width width, std::int32_t narrow) {
  if (width == Width::k8) return op1(0x80).with(Opcode::kByteRm).with_immediate(1);
  if (fits_byte(narrow)) return op1(0x83).wide(width).with_immediate(1);
  return op1(0x81).wide(width).with_immediate(immediate_size(width));
}

}  // namespace

void IntegerEmitter::mov_imm(Gpr to, std::uint64_t value) {
  const std::uint64_t high = number(to) >> 3;
  const std::uint64_t low = number(to) & 7U;
  if (value >> 32 == 0) {
    const std::uint64_t bytes = 0xB8U | low | value << 8;
    append(high != 0 ? bytes << 8 | 0x41U : bytes, high != 0 ? 6 : 5);
  } else if (static_cast<std::int64_t>(value) == static_cast<std::int32_t>(value)) {
    append((0x48U | high) | 0xC7U << 8 | (0xC0U | low) << 16 | value << 24, 7);
  } else if (room()) {
    cursor_[0] = static_cast<std::uint8_t>(0x48U | high);
    cursor_[1] = static_cast<std::uint8_t>(0xB8U | low);
    base::store_le(cursor_ + 2, value);
    cursor_ += 10;
  }
}

void IntegerEmitter::bswap(Width width, Gpr to) {
  const unsigned rex = 0x40U | (width == Width::k64 ? 8U : 0U) | number(to) >> 3;
  const unsigned bytes = 0x0FU | (0xC8U | (number(to) & 7U)) << 8;
  append(rex != 0x40 ? bytes << 8 | rex : bytes, rex != 0x40 ? 3 : 2);
}

// rax has a form of its own, which is a byte shorter unless the immediate is sign-extended from a byte.
void IntegerEmitter::alu_imm(Alu op, Width width, Gpr to, std::int32_t value) {
  const std::int32_t narrow = narrowed(width, value);
  if (to != Gpr::rax || (width != Width::k8 && fits_byte(narrow))) {
    legacy(group1(width, narrow), static_cast<unsigned>(op), number(to), as_bits(narrow));
    return;
  }
  const std::uint64_t body = row(op) | (width == Width::k8 ? 4U : 5U) | std::uint64_t{as_bits(narrow)} << 8;
  const unsigned size = 1 + immediate_size(width);
  const bool prefixed = width == Width::k16 || width == Width::k64;
  append(prefixed ? body << 8 | (width == Width::k16 ? 0x66U : 0x48U) : body, prefixed ? size + 1 : size);
}

void IntegerEmitter::alu_memory_imm(Alu op, Width width, Mem to, std::int32_t value, unsigned flags) {
  const std::int32_t narrow = narrowed(width, value);
  legacy(group1(width, narrow).with(flags), static_cast<unsigned>(op), to, as_bits(narrow));
}

void IntegerEmitter::test_imm(Width width, Gpr a, std::int32_t value) {
  if (a != Gpr::rax) {
    legacy(with_full_immediate(op1(0xF7), width), 0U, number(a), as_bits(value));
    return;
  }
  const std::uint64_t body = (width == Width::k8 ? 0xA8U : 0xA9U) | std::uint64_t{as_bits(value)} << 8;
  const unsigned size = 1 + immediate_size(width);
  const bool prefixed = width == Width::k16 || width == Width::k64;
  append(prefixed ? body << 8 | (width == Width::k16 ? 0x66U : 0x48U) : body, prefixed ? size + 1 : size);
}

void IntegerEmitter::imul_imm(Width width, Gpr to, Gpr from, std::int32_t value) {
  const std::int32_t narrow = narrowed(width, value);
  const bool byte = fits_byte(narrow);
  legacy(op1(byte ? 0x6B : 0x69).wide(width).with_immediate(byte ? 1 : immediate_size(width)), to, from, as_bits(narrow));
}

void IntegerEmitter::shift(Shift op, Width width, Gpr to, unsigned count) {
  if (count == 1) {
    legacy(op1(0xD1).sized(width, Opcode::kByteRm), number(op), number(to));
  } else {
    legacy(op1(0xC1).sized(width, Opcode::kByteRm).with_immediate(1), number(op), number(to), count);
  }
}

void IntegerEmitter::rorx(Width width, Gpr to, Gpr from, unsigned count) {
  VexOpcode op = bmi(VexOpcode::kF2, 0xF0, width).imm8();
  op.map = VexOpcode::k0f3a;
  vex(op, number(to), 0, number(from), count);
}

}  // namespace vitrine::codegen::x64
