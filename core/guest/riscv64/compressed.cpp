// SPDX-License-Identifier: Apache-2.0
// Expansion of RVC by quadrant.
#include "core/guest/riscv64/compressed.h"

#include "core/base/bits.h"

namespace vitrine::guest::riscv64 {
namespace {

using base::bit;
using base::bits;
using base::u16;
using base::u32;

constexpr u32 kOpImm = 0x13, kOpImmWord = 0x1b, kOp = 0x33, kOpWord = 0x3b, kLoad = 0x03, kStore = 0x23, kLoadFp = 0x07, kStoreFp = 0x27;
constexpr u32 kLui = 0x37, kBranch = 0x63, kJal = 0x6f, kJalr = 0x67, kEbreak = 0x00100073;

u32 field(u32 raw, unsigned high, unsigned low) { return static_cast<u32>(bits(raw, high, low)); }
u32 rd(u32 raw) { return field(raw, 11, 7); }
u32 rs2(u32 raw) { return field(raw, 6, 2); }
// The popular registers x8..x15.
u32 low_register(u32 raw) { return 8 + field(raw, 4, 2); }
u32 high_register(u32 raw) { return 8 + field(raw, 9, 7); }

u32 make_i(u32 opcode, u32 funct3, u32 to, u32 from, u32 imm) { return (imm & 0xfff) << 20 | from << 15 | funct3 << 12 | to << 7 | opcode; }
u32 make_r(u32 opcode, u32 funct3, u32 funct7, u32 to, u32 first, u32 second) {
  return funct7 << 25 | second << 20 | first << 15 | funct3 << 12 | to << 7 | opcode;
}
u32 make_s(u32 opcode, u32 funct3, u32 base, u32 source, u32 imm) {
  return field(imm, 11, 5) << 25 | source << 20 | base << 15 | funct3 << 12 | field(imm, 4, 0) << 7 | opcode;
}
u32 make_branch(u32 funct3, u32 first, u32 imm) {
  return field(imm, 12, 12) << 31 | field(imm, 10, 5) << 25 | first << 15 | funct3 << 12 | field(imm, 4, 1) << 8 | field(imm, 11, 11) << 7 |
         kBranch;
}
u32 make_jump(u32 imm) {
  return field(imm, 20, 20) << 31 | field(imm, 10, 1) << 21 | field(imm, 11, 11) << 20 | field(imm, 19, 12) << 12 | kJal;
}

u32 signed6(u32 raw) { return static_cast<u32>(base::sign_extend(field(raw, 12, 12) << 5 | field(raw, 6, 2), 6)); }
u32 shift6(u32 raw) { return field(raw, 12, 12) << 5 | field(raw, 6, 2); }
u32 word_offset(u32 raw) { return field(raw, 12, 10) << 3 | field(raw, 6, 6) << 2 | field(raw, 5, 5) << 6; }
u32 double_offset(u32 raw) { return field(raw, 12, 10) << 3 | field(raw, 6, 5) << 6; }
u32 jump_offset(u32 raw) {
  const u32 offset = field(raw, 12, 12) << 11 | field(raw, 8, 8) << 10 | field(raw, 10, 9) << 8 | field(raw, 6, 6) << 7 |
                     field(raw, 7, 7) << 6 | field(raw, 2, 2) << 5 | field(raw, 11, 11) << 4 | field(raw, 5, 3) << 1;
  return static_cast<u32>(base::sign_extend(offset, 12));
}
u32 branch_offset(u32 raw) {
  const u32 offset =
      field(raw, 12, 12) << 8 | field(raw, 6, 5) << 6 | field(raw, 2, 2) << 5 | field(raw, 11, 10) << 3 | field(raw, 4, 3) << 1;
  return static_cast<u32>(base::sign_extend(offset, 9));
}

u32 addi4spn(u32 raw) {
  const u32 imm = field(raw, 10, 7) << 6 | field(raw, 12, 11) << 4 | field(raw, 5, 5) << 3 | field(raw, 6, 6) << 2;
  return imm == 0 ? 0 : make_i(kOpImm, 0, low_register(raw), 2, imm);
}

u32 quadrant0(u32 raw) {
  const u32 data = low_register(raw), base = high_register(raw);
  switch (field(raw, 15, 13)) {
    case 0: return addi4spn(raw);
    case 1: return make_i(kLoadFp, 3, data, base, double_offset(raw));
    case 2: return make_i(kLoad, 2, data, base, word_offset(raw));
    case 3: return make_i(kLoad, 3, data, base, double_offset(raw));
    case 5: return make_s(kStoreFp, 3, base, data, double_offset(raw));
    case 6: return make_s(kStore, 2, base, data, word_offset(raw));
    case 7: return make_s(kStore, 3, base, data, double_offset(raw));
    default: return 0;
  }
}

u32 lui_or_addi16sp(u32 raw) {
  if (rd(raw) == 2) {
    const u32 imm = field(raw, 12, 12) << 9 | field(raw, 4, 3) << 7 | field(raw, 5, 5) << 6 | field(raw, 2, 2) << 5 | field(raw, 6, 6) << 4;
    return imm == 0 ? 0 : make_i(kOpImm, 0, 2, 2, static_cast<u32>(base::sign_extend(imm, 10)));
  }
  const u32 imm = signed6(raw);
  return imm == 0 ? 0 : imm << 12 | rd(raw) << 7 | kLui;
}

u32 register_arithmetic(u32 raw) {
  const u32 to = high_register(raw), second = low_register(raw);
  const u32 choice = field(raw, 6, 5);
  if (bit(raw, 12)) return choice == 0 ? make_r(kOpWord, 0, 0x20, to, to, second) : choice == 1 ? make_r(kOpWord, 0, 0, to, to, second) : 0;
  constexpr u32 kFunct3[] = {0, 4, 6, 7};  // sub, xor, or, and
  return make_r(kOp, kFunct3[choice], choice == 0 ? 0x20 : 0, to, to, second);
}

u32 arithmetic(u32 raw) {
  const u32 to = high_register(raw);
  switch (field(raw, 11, 10)) {
    case 0: return make_i(kOpImm, 5, to, to, shift6(raw));
    case 1: return make_i(kOpImm, 5, to, to, 0x400 | shift6(raw));
    case 2: return make_i(kOpImm, 7, to, to, signed6(raw));
    default: return register_arithmetic(raw);
  }
}

u32 quadrant1(u32 raw) {
  const u32 to = rd(raw);
  switch (field(raw, 15, 13)) {
    case 0: return make_i(kOpImm, 0, to, to, signed6(raw));
    case 1: return to == 0 ? 0 : make_i(kOpImmWord, 0, to, to, signed6(raw));
    case 2: return make_i(kOpImm, 0, to, 0, signed6(raw));
    case 3: return lui_or_addi16sp(raw);
    case 4: return arithmetic(raw);
    case 5: return make_jump(jump_offset(raw));
    case 6: return make_branch(0, high_register(raw), branch_offset(raw));
    default: return make_branch(1, high_register(raw), branch_offset(raw));
  }
}

u32 jumps_moves_adds(u32 raw) {
  const u32 to = rd(raw), second = rs2(raw);
  if (!bit(raw, 12)) {
    if (second != 0) return make_r(kOp, 0, 0, to, 0, second);
    return to == 0 ? 0 : make_i(kJalr, 0, 0, to, 0);
  }
  if (second != 0) return make_r(kOp, 0, 0, to, to, second);
  return to == 0 ? kEbreak : make_i(kJalr, 0, 1, to, 0);
}

u32 quadrant2(u32 raw) {
  const u32 to = rd(raw);
  const u32 load_double = field(raw, 12, 12) << 5 | field(raw, 6, 5) << 3 | field(raw, 4, 2) << 6;
  const u32 load_word = field(raw, 12, 12) << 5 | field(raw, 6, 4) << 2 | field(raw, 3, 2) << 6;
  const u32 store_double = field(raw, 12, 10) << 3 | field(raw, 9, 7) << 6;
  const u32 store_word = field(raw, 12, 9) << 2 | field(raw, 8, 7) << 6;
  switch (field(raw, 15, 13)) {
    case 0: return make_i(kOpImm, 1, to, to, shift6(raw));
    case 1: return make_i(kLoadFp, 3, to, 2, load_double);
    case 2: return to == 0 ? 0 : make_i(kLoad, 2, to, 2, load_word);
    case 3: return to == 0 ? 0 : make_i(kLoad, 3, to, 2, load_double);
    case 4: return jumps_moves_adds(raw);
    case 5: return make_s(kStoreFp, 3, 2, rs2(raw), store_double);
    case 6: return make_s(kStore, 2, 2, rs2(raw), store_word);
    default: return make_s(kStore, 3, 2, rs2(raw), store_double);
  }
}

}  // namespace

u32 expand_compressed(u16 raw) {
  switch (raw & 3) {
    case 0: return quadrant0(raw);
    case 1: return quadrant1(raw);
    case 2: return quadrant2(raw);
    default: return 0;
  }
}

}  // namespace vitrine::guest::riscv64
