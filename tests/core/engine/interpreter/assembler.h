// SPDX-License-Identifier: Apache-2.0
// The few RV64 instructions that test programs are made of, as functions that encode them.
#pragma once

#include <cstdint>

namespace vitrine::tests::interpreter {

using Word = std::uint32_t;

constexpr Word i_type(Word opcode, Word funct3, Word rd, Word rs1, int imm) {
  return (static_cast<Word>(imm) & 0xfff) << 20 | rs1 << 15 | funct3 << 12 | rd << 7 | opcode;
}
constexpr Word s_type(Word funct3, Word rs1, Word rs2, int imm) {
  const Word bits = static_cast<Word>(imm) & 0xfff;
  return (bits >> 5) << 25 | rs2 << 20 | rs1 << 15 | funct3 << 12 | (bits & 31) << 7 | 0x23;
}
constexpr Word b_type(Word funct3, Word rs1, Word rs2, int distance) {
  const Word bits = static_cast<Word>(distance);
  return (bits >> 12 & 1) << 31 | (bits >> 5 & 0x3f) << 25 | rs2 << 20 | rs1 << 15 | funct3 << 12 | (bits >> 1 & 15) << 8 |
         (bits >> 11 & 1) << 7 | 0x63;
}

constexpr Word addi(Word rd, Word rs1, int imm) { return i_type(0x13, 0, rd, rs1, imm); }
constexpr Word add(Word rd, Word rs1, Word rs2) { return rs2 << 20 | rs1 << 15 | rd << 7 | 0x33; }
constexpr Word andi(Word rd, Word rs1, int imm) { return i_type(0x13, 7, rd, rs1, imm); }
constexpr Word slli(Word rd, Word rs1, int count) { return i_type(0x13, 1, rd, rs1, count); }
constexpr Word ld(Word rd, Word rs1, int imm = 0) { return i_type(0x03, 3, rd, rs1, imm); }
constexpr Word sb(Word rs2, Word rs1, int imm = 0) { return s_type(0, rs1, rs2, imm); }
constexpr Word sh(Word rs2, Word rs1, int imm = 0) { return s_type(1, rs1, rs2, imm); }
constexpr Word sw(Word rs2, Word rs1, int imm = 0) { return s_type(2, rs1, rs2, imm); }
constexpr Word sd(Word rs2, Word rs1, int imm = 0) { return s_type(3, rs1, rs2, imm); }
constexpr Word amoswap_w(Word rd, Word rs2, Word rs1) { return 0x08000000u | rs2 << 20 | rs1 << 15 | 2u << 12 | rd << 7 | 0x2f; }
constexpr Word beq(Word rs1, Word rs2, int distance) { return b_type(0, rs1, rs2, distance); }
constexpr Word bne(Word rs1, Word rs2, int distance) { return b_type(1, rs1, rs2, distance); }
constexpr Word blt(Word rs1, Word rs2, int distance) { return b_type(4, rs1, rs2, distance); }
constexpr Word jal(Word rd, int distance) {
  const Word bits = static_cast<Word>(distance);
  return (bits >> 20 & 1) << 31 | (bits >> 1 & 0x3ff) << 21 | (bits >> 11 & 1) << 20 | (bits >> 12 & 0xff) << 12 | rd << 7 | 0x6f;
}
constexpr Word jalr(Word rd, Word rs1, int imm = 0) { return i_type(0x67, 0, rd, rs1, imm); }
constexpr Word csrrw(Word rd, Word csr, Word rs1) { return csr << 20 | rs1 << 15 | 1u << 12 | rd << 7 | 0x73; }
constexpr Word csrrs(Word rd, Word csr, Word rs1) { return csr << 20 | rs1 << 15 | 2u << 12 | rd << 7 | 0x73; }
constexpr Word sfence_vma(Word rs1, Word rs2) { return 0x12000073u | rs2 << 20 | rs1 << 15; }
constexpr Word kFence = 0x0ff0000f;
constexpr Word kFenceI = 0x0000100f;
constexpr Word kRet = jalr(0, 1);
constexpr Word kEcall = 0x00000073;
constexpr Word kMret = 0x30200073;
constexpr Word kWfi = 0x10500073;
constexpr Word kJumpToSelf = jal(0, 0);
constexpr Word kIllegal = 0;  // two halves of zeros

}  // namespace vitrine::tests::interpreter
