// SPDX-License-Identifier: Apache-2.0
// IR nodes: SSA values in program order.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "core/ir/types.h"

namespace vitrine::ir {

enum class Op : std::uint8_t {
#define OP(name, text, operands, kind) name,
#include "core/ir/ops.def"
#undef OP
};

enum class OpClass : std::uint8_t { pure, state, memory, control };

struct OpInfo {
  std::string_view name;
  unsigned operands;
  OpClass kind;
};
const OpInfo& op_info(Op op);

using NodeId = std::uint32_t;
inline constexpr NodeId kNoNode = ~NodeId{0};

// An SSA value or an effect.  Operands name earlier nodes.
struct Node {
  Op op = Op::kConst;
  Type type = Type::kVoid;  // of the result
  std::uint8_t aux = 0;     // AmoOp, RoundingChoice, JumpHint …
  std::uint8_t reserved = 0;
  std::uint32_t insn = 0;  // index of the guest instruction it belongs to
  NodeId a = kNoNode, b = kNoNode, c = kNoNode;
  std::uint32_t site = 0;  // memory accesses: their number inside the unit
  std::uint64_t imm = 0;
};
static_assert(sizeof(Node) == 32);

// Where a guest instruction's nodes begin and what it was.
struct InsnMark {
  NodeId first_node;
  std::uint32_t raw;
  std::uint16_t pc_offset;
  std::uint8_t length;
  std::string_view name;
};

// The IR of one unit.  Reused between units: clear() keeps the arena.
struct UnitIr {
  std::vector<Node> nodes;
  std::vector<InsnMark> insns;
  std::uint32_t sites = 0;
  void clear() {
    nodes.clear();
    insns.clear();
    sites = 0;
  }
};

}  // namespace vitrine::ir
