// SPDX-License-Identifier: Apache-2.0
// One row an instruction: its encoding, its handler, its IR.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "core/cpu/handlers.h"
#include "core/guest/riscv64/domain.h"

namespace vitrine::guest::riscv64 {

// Which fields of the encoding become rd, rs1, rs2, rs3, imm and extra.
enum class Format : std::uint8_t {
  kR,       // rd rs1 rs2
  kR4,      // rd rs1 rs2 rs3, rm in extra
  kRFloat,  // rd rs1 rs2, rm in extra
  kI,       // rd rs1 imm12
  kShift,   // rd rs1 shamt6
  kShiftW,  // rd rs1 shamt5
  kS,       // rs1 rs2 imm12
  kB,       // rs1 rs2 imm13
  kU,       // rd imm20 << 12
  kJ,       // rd imm21
  kCsr,     // rd rs1-or-uimm, imm = CSR number
  kAtomic,  // rd rs1 rs2, aq and rl in extra
  kNone,
};

// Which register file rd names.
enum class Destination : std::uint8_t { kNone, kX, kF };

using RecordFunction = void (*)(Recording&, const Insn&);

struct InsnInfo {
  std::string_view name;
  std::string_view pattern;  // 32 characters, most significant first: 0, 1, or any other for an operand bit
  std::uint32_t mask;
  std::uint32_t match;
  Format format;
  Destination destination;
  cpu::InsnShape shape;
  bool needs_fpu;           // illegal while mstatus.FS is off
  std::uint64_t extension;  // ExtensionBit, or 0 for the base
  cpu::Handler handler;
  RecordFunction record;
};

consteval std::uint32_t pattern_bits(std::string_view pattern, bool want_mask) {
  std::uint32_t bits = 0;
  if (pattern.size() != 32) throw "a pattern has 32 characters";
  for (const char c : pattern) bits = bits << 1 | (want_mask ? (c == '0' || c == '1') : c == '1');
  return bits;
}

template <void (*kEvaluate)(Evaluating&, const Insn&), void (*kRecord)(Recording&, const Insn&)>
consteval InsnInfo row(std::string_view name, std::string_view pattern, Format format, Destination destination, cpu::InsnShape shape,
                       std::uint64_t extension) {
  return {name,
          pattern,
          pattern_bits(pattern, true),
          pattern_bits(pattern, false),
          format,
          destination,
          shape,
          (extension & (kExtF | kExtD)) != 0,
          extension,
          cpu::Handlers<Evaluating, kEvaluate>::handler(shape),
          kRecord};
}

// A row's name as assemblers write it: "fadd_s" is fadd.s, "and_" is and.
std::string assembler_name(std::string_view name);

// The groups, one function and one .def/.cpp pair each.
std::span<const InsnInfo> base_instructions();
std::span<const InsnInfo> multiply_instructions();
std::span<const InsnInfo> atomic_instructions();
std::span<const InsnInfo> bit_instructions();
std::span<const InsnInfo> single_instructions();
std::span<const InsnInfo> double_instructions();
std::span<const InsnInfo> system_instructions();
// Stands for every encoding that is none.
const InsnInfo& illegal_instruction();

}  // namespace vitrine::guest::riscv64
