// SPDX-License-Identifier: Apache-2.0
// Jumps, calls, labels, and the bytes between instructions.
#pragma once

#include <cstddef>
#include <cstdint>

#include "core/codegen/x64/integer_emitter.h"

namespace vitrine::codegen::x64 {

// Adds the flow of control.  A target given as an address must be one that reaches() grants.  Thread: the one that translates.
class ControlEmitter : public IntegerEmitter {
 public:
  using IntegerEmitter::IntegerEmitter;

  // Labels belong to one emitter.  bind() gives the label this position and completes the jumps that wait for it; once only.
  void bind(Label& label);
  // Two bytes where the label is bound and near enough, else five; six for jcc.
  void jmp(Label& label);
  void jcc(Cond cond, Label& label);
  void call(Label& label);
  // The executable address of the label, bound now or later.
  void lea(Gpr to, Label& label);
  using IntegerEmitter::lea;

  // Always five bytes, six for jcc, so that patch_jump and patch_jcc can turn them elsewhere.
  void jmp(const void* execute_address) { relative_transfer(0xE9, 1, execute_address); }
  void call(const void* execute_address) { relative_transfer(0xE8, 1, execute_address); }
  void jcc(Cond cond, const void* execute_address) { relative_transfer(0x800FU | static_cast<unsigned>(cond) << 8, 2, execute_address); }

  void jmp(Gpr target) { legacy(op1(0xFF), 4, number(target)); }
  void jmp(Mem target) { legacy(op1(0xFF), 4, target); }
  void call(Gpr target) { legacy(op1(0xFF), 2, number(target)); }
  void call(Mem target) { legacy(op1(0xFF), 2, target); }
  void ret() { append(0xC3, 1); }
  void int3() { append(0xCC, 1); }
  void ud2() { append(0x0B0F, 2); }

  // `count` bytes that do nothing, in as few instructions as the processor's manual recommends.
  void nop(std::size_t count);
  // Fills with them until the executable address is a multiple of `alignment`, a power of two.
  void align(std::size_t alignment);

  // Writes jmp rel32 (five bytes) over whatever stands at a place.  `write_at` and `execute_at` are that place in both mappings.
  static void patch_jump(std::byte* write_at, const std::byte* execute_at, const std::byte* target);
  // Turns a jcc rel32 (six bytes) that stands at a place to another target; writes its last four bytes only.
  static void patch_jcc(std::byte* write_at, const std::byte* execute_at, const std::byte* target);

 private:
  // `opcode` has `length` bytes before its rel32.
  void relative_transfer(std::uint32_t opcode, unsigned length, const void* target);
  void label_transfer(std::uint32_t opcode, unsigned length, Label& label);
};

}  // namespace vitrine::codegen::x64
