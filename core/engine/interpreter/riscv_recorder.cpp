// SPDX-License-Identifier: Apache-2.0
// Recording a unit, instruction by instruction.
#include "core/engine/interpreter/riscv_recorder.h"

#include "core/guest/riscv64/domain.h"
#include "core/ir/builder.h"

namespace vitrine::engine::interpreter {

namespace riscv = guest::riscv64;

void record_unit(const riscv::Decoder& decoder, std::span<const cpu::DecodedInsn> insns, ir::UnitIr& unit) {
  unit.clear();
  ir::Builder builder{unit};
  for (const cpu::DecodedInsn& insn : insns) {
    const riscv::InsnInfo& info = decoder.info(insn.info);
    builder.begin_insn(insn.raw, insn.pc_offset, insn.length, info.name);
    riscv::Recording domain{builder};
    info.record(domain, insn);
  }
  const cpu::DecodedInsn& last = insns.back();
  if (decoder.info(last.info).shape == cpu::InsnShape::kStraight) {
    riscv::Recording domain{builder};
    domain.jump(last.length);
  }
}

}  // namespace vitrine::engine::interpreter
