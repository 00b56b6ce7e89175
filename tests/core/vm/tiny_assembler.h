// SPDX-License-Identifier: Apache-2.0
// A dozen RV64I instructions, for the small programs that machines run in tests.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tests/core/machine/firmware/image_maker.h"

namespace vitrine::vm::test {

using Code = std::vector<std::uint32_t>;
enum Register : std::uint32_t { zero = 0, t0 = 5, t1 = 6, t2 = 7, a0 = 10, a1 = 11, a2 = 12 };

constexpr std::uint32_t i_type(std::uint32_t opcode, std::uint32_t funct3, std::uint32_t rd, std::uint32_t rs1, std::int32_t imm) {
  return (static_cast<std::uint32_t>(imm) << 20) | (rs1 << 15) | (funct3 << 12) | (rd << 7) | opcode;
}
constexpr std::uint32_t s_type(std::uint32_t funct3, std::uint32_t rs1, std::uint32_t rs2, std::int32_t imm) {
  const auto bits = static_cast<std::uint32_t>(imm);
  return ((bits >> 5 & 0x7f) << 25) | (rs2 << 20) | (rs1 << 15) | (funct3 << 12) | ((bits & 0x1f) << 7) | 0x23;
}
constexpr std::uint32_t branch(std::uint32_t funct3, std::uint32_t rs1, std::uint32_t rs2, std::int32_t offset) {
  const auto bits = static_cast<std::uint32_t>(offset);
  return ((bits >> 12 & 1) << 31) | ((bits >> 5 & 0x3f) << 25) | (rs2 << 20) | (rs1 << 15) | (funct3 << 12) | ((bits >> 1 & 0xf) << 8) |
         ((bits >> 11 & 1) << 7) | 0x63;
}
constexpr std::uint32_t lui(std::uint32_t rd, std::uint32_t upper) { return (upper << 12) | (rd << 7) | 0x37; }
constexpr std::uint32_t addi(std::uint32_t rd, std::uint32_t rs1, std::int32_t imm) { return i_type(0x13, 0, rd, rs1, imm); }
constexpr std::uint32_t andi(std::uint32_t rd, std::uint32_t rs1, std::int32_t imm) { return i_type(0x13, 7, rd, rs1, imm); }
constexpr std::uint32_t slli(std::uint32_t rd, std::uint32_t rs1, std::int32_t by) { return i_type(0x13, 1, rd, rs1, by); }
constexpr std::uint32_t lbu(std::uint32_t rd, std::uint32_t rs1, std::int32_t imm) { return i_type(3, 4, rd, rs1, imm); }
constexpr std::uint32_t lw(std::uint32_t rd, std::uint32_t rs1, std::int32_t imm) { return i_type(3, 2, rd, rs1, imm); }
constexpr std::uint32_t sb(std::uint32_t rs2, std::uint32_t rs1, std::int32_t imm) { return s_type(0, rs1, rs2, imm); }
constexpr std::uint32_t sw(std::uint32_t rs2, std::uint32_t rs1, std::int32_t imm) { return s_type(2, rs1, rs2, imm); }
constexpr std::uint32_t beq(std::uint32_t rs1, std::uint32_t rs2, std::int32_t offset) { return branch(0, rs1, rs2, offset); }
constexpr std::uint32_t bne(std::uint32_t rs1, std::uint32_t rs2, std::int32_t offset) { return branch(1, rs1, rs2, offset); }
constexpr std::uint32_t jump(std::int32_t offset) { return branch(0, zero, zero, offset); }
inline constexpr std::uint32_t kWfi = 0x10500073;

// t0 = address of the serial port, of the test finisher.
inline constexpr std::uint32_t kUartToT0 = lui(t0, 0x10000), kTestToT0 = lui(t0, 0x100);

// Writes `value` to the test finisher and waits for the end.
inline Code finish_with(std::uint32_t value) {
  const std::uint32_t low = value & 0xfff, upper = (value + 0x800) >> 12;
  return {kTestToT0, lui(t1, upper), addi(t1, t1, static_cast<std::int32_t>(low << 20) >> 20), sw(t1, t0, 0), jump(0)};
}
inline Code print(const std::string& text) {
  Code code{kUartToT0};
  for (const char character : text) code.insert(code.end(), {addi(t1, zero, character), sb(t1, t0, 0)});
  return code;
}
inline Code operator+(Code left, const Code& right) {
  left.insert(left.end(), right.begin(), right.end());
  return left;
}

// An ELF program of that code at the start of RAM.
inline machine::firmware::test::Bytes program(const Code& code) {
  using namespace machine::firmware::test;
  machine::firmware::test::Bytes elf = elf_program();
  put<std::uint64_t>(elf, 24, 0x80000000);
  put<std::uint16_t>(elf, 60, 0);  // no symbols
  put<std::uint64_t>(elf, kSegmentAt + 8, 0x400);
  put<std::uint64_t>(elf, kSegmentAt + 24, 0x80000000);
  put<std::uint64_t>(elf, kSegmentAt + 32, code.size() * 4);
  put<std::uint64_t>(elf, kSegmentAt + 40, code.size() * 4);
  for (std::size_t i = 0; i < code.size(); ++i) put<std::uint32_t>(elf, 0x400 + i * 4, code[i]);
  return elf;
}

}  // namespace vitrine::vm::test
