// SPDX-License-Identifier: Apache-2.0
// From a form and its operands to bytes: prefixes, opcode, ModRM, SIB, displacement, immediate.
#pragma once

#include <cstdint>

#include "core/codegen/x64/code_buffer.h"
#include "core/codegen/x64/opcode.h"
#include "core/codegen/x64/operand.h"

namespace vitrine::codegen::x64 {

// The four shapes that nearly every instruction has.  Register fields are numbers, so that general and vector registers share them; where
// the reg field extends the opcode instead, that number is passed.  Thread: the one that translates.
class Encoder : public CodeBuffer {
 public:
  using CodeBuffer::CodeBuffer;

 protected:
  void legacy(Opcode op, unsigned reg, unsigned rm, std::uint32_t immediate = 0);
  void legacy(Opcode op, unsigned reg, Mem rm, std::uint32_t immediate = 0);
  // `source` is the VEX prefix's own register field; 0 where a form has none.
  void vex(VexOpcode op, unsigned reg, unsigned source, unsigned rm, std::uint32_t immediate = 0);
  void vex(VexOpcode op, unsigned reg, unsigned source, Mem rm, std::uint32_t immediate = 0);

  void legacy(Opcode op, Gpr reg, Gpr rm, std::uint32_t immediate = 0) { legacy(op, number(reg), number(rm), immediate); }
  void legacy(Opcode op, Gpr reg, Mem rm, std::uint32_t immediate = 0) { legacy(op, number(reg), rm, immediate); }

 private:
  std::uint8_t* put_memory(std::uint8_t* p, unsigned reg, Mem rm, unsigned tail) const;
};

}  // namespace vitrine::codegen::x64
