// SPDX-License-Identifier: Apache-2.0
// A unit made by hand and the registers it runs on.
#pragma once

#include <cstring>
#include <vector>

#include "core/cpu/unit_evaluator.h"
#include "core/ir/build_domain.h"

namespace vitrine::tests::cpu_core {

using namespace vitrine::ir;

inline constexpr std::uint64_t kPc = 0x80000000;

// Slots: eight words, the n-th at 8 n, holding 0x100 + n at first.
struct Bench {
  Bench() {
    image.bytes.resize(64);
    for (std::uint64_t n = 0; n < 8; ++n) put(n, 0x100 + n);
    begin();
  }
  void begin() { builder.begin_insn(0x13, static_cast<std::uint16_t>(4 * unit.insns.size()), 4, "test"); }
  NodeId append(Op op, Type type, Operands operands = {}, std::uint64_t imm = 0) { return builder.append(op, type, operands, imm); }
  NodeId flag(bool value) { return d.ne<I64>(d.get<I64>(0), d.imm<I64>(value ? 0 : 0x100)).id; }
  void put(std::uint64_t slot, std::uint64_t value) { std::memcpy(&image.bytes[8 * slot], &value, 8); }
  std::uint64_t slot(std::uint64_t number) const {
    std::uint64_t value = 0;
    std::memcpy(&value, &image.bytes[8 * number], 8);
    return value;
  }
  cpu::UnitOutcome run() { return cpu::evaluate_unit(unit, kPc, image, accesses, values); }

  UnitIr unit;
  Builder builder{unit};
  BuildDomain d{builder};
  cpu::RegisterImage image;
  std::vector<cpu::AccessRecord> accesses;
  std::vector<std::uint64_t> values;
};

}  // namespace vitrine::tests::cpu_core
