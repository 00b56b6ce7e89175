// SPDX-License-Identifier: Apache-2.0
// Appends nodes to a unit, folding what is constant.
#pragma once

#include <cstdint>
#include <string_view>

#include "core/ir/node.h"

namespace vitrine::ir {

// The nodes that a node reads.
struct Operands {
  NodeId a = kNoNode;
  NodeId b = kNoNode;
  NodeId c = kNoNode;
};

// Thread: the vCPU that translates.
class Builder {
 public:
  explicit Builder(UnitIr& unit) : unit_{unit} {}

  void begin_insn(std::uint32_t raw, std::uint16_t pc_offset, std::uint8_t length, std::string_view name);
  NodeId constant(Type type, std::uint64_t value);
  NodeId append(Op op, Type type, Operands operands = {}, std::uint64_t imm = 0, std::uint8_t aux = 0);
  [[nodiscard]] const Node& node(NodeId id) const { return unit_.nodes[id]; }
  [[nodiscard]] const InsnMark& insn() const { return unit_.insns.back(); }

 private:
  NodeId fold(const Node& node);
  UnitIr& unit_;
};

}  // namespace vitrine::ir
