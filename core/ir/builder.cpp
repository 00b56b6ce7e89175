// SPDX-License-Identifier: Apache-2.0
// Constant folding at the moment a node is appended.
#include "core/ir/builder.h"

#include <iterator>

#include "core/base/check.h"
#include "core/ir/pure.h"

namespace vitrine::ir {

const OpInfo& op_info(Op op) {
  static constexpr OpInfo kInfo[] = {
#define OP(name, text, operands, kind) {text, operands, OpClass::kind},
#include "core/ir/ops.def"
#undef OP
  };
  return kInfo[static_cast<unsigned>(op)];
}

void Builder::begin_insn(std::uint32_t raw, std::uint16_t pc_offset, std::uint8_t length, std::string_view name) {
  unit_.insns.push_back({static_cast<NodeId>(unit_.nodes.size()), raw, pc_offset, length, name});
}

NodeId Builder::constant(Type type, std::uint64_t value) {
  Node node;
  node.op = Op::kConst;
  node.type = type;
  node.imm = truncate_to(type, value);
  node.insn = static_cast<std::uint32_t>(unit_.insns.size() - 1);
  unit_.nodes.push_back(node);
  return static_cast<NodeId>(unit_.nodes.size() - 1);
}

NodeId Builder::append(Op op, Type type, Operands operands, std::uint64_t imm, std::uint8_t aux) {
  Node node;
  node.op = op;
  node.type = type;
  node.aux = aux;
  node.insn = static_cast<std::uint32_t>(unit_.insns.size() - 1);
  node.a = operands.a;
  node.b = operands.b;
  node.c = operands.c;
  node.imm = imm;
  const OpClass kind = op_info(op).kind;
  if (kind == OpClass::pure)
    if (const NodeId folded = fold(node); folded != kNoNode) return folded;
  if (kind == OpClass::memory) node.site = unit_.sites++;
  unit_.nodes.push_back(node);
  return static_cast<NodeId>(unit_.nodes.size() - 1);
}

NodeId Builder::fold(const Node& node) {
  if (node.a == kNoNode) return kNoNode;
  std::uint64_t values[3] = {};
  const NodeId operands[3] = {node.a, node.b, node.c};
  const unsigned count = op_info(node.op).operands;
  CHECK(count <= std::size(operands));
  for (unsigned i = 0; i < count; ++i) {
    const Node& operand = unit_.nodes[operands[i]];
    if (operand.op != Op::kConst) return kNoNode;
    values[i] = operand.imm;
  }
  const auto value = evaluate_pure(node, unit_.nodes[node.a].type, values[0], values[1], values[2]);
  return value ? constant(node.type, *value) : kNoNode;
}

}  // namespace vitrine::ir
