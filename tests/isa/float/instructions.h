// SPDX-License-Identifier: Apache-2.0
// Every instruction of F and D: its encoding, the operands that suit it, and what the referee expects of it.
#pragma once

#include <span>

#include "tests/core/cpu/fp/operand_sets.h"
#include "tests/core/cpu/fp/operation.h"

namespace vitrine::tests::isa {

using base::u32;
using base::u64;
using base::u8;
using cpu::fp::Rounding;
using fp::Layout;
using fp::Operands;
using fp::Operation;
using fp::Outcome;

// Register numbers that the test's guest program uses.
inline constexpr u32 kIntegerSource = 5;
inline constexpr u32 kIntegerResult = 7;
inline constexpr u32 kCaseAddress = 10;  // of the operands in memory
inline constexpr u32 kFloatSource1 = 1;
inline constexpr u32 kFloatSource2 = 2;
inline constexpr u32 kFloatSource3 = 3;
inline constexpr u32 kFloatResult = 4;

struct Instruction {
  const char* name;
  u32 encoding;         // all fields but rm
  bool rounds;          // has an rm field; otherwise funct3 is part of the encoding
  Operation operation;  // what is computed where it rounds, and whose operand set is used in any case
  Layout layout;        // of the float operands
  bool reads_integer;   // rs1 is an x register
  bool writes_integer;  // rd is an x register
  bool negates_product = false;
  bool negates_addend = false;
  Outcome (*fixed)(const Operands& registers) = nullptr;  // where nothing rounds: from whole registers to the whole register
  bool stores = false;  // over the first operand in memory, from where the program reads it back as the result
};
std::span<const Instruction> instructions();

// The whole result register and the flags raised, from the whole source registers.
Outcome expected_outcome(const Instruction& instruction, const Operands& registers, Rounding rounding);

}  // namespace vitrine::tests::isa
