// SPDX-License-Identifier: Apache-2.0
// Who uses a node's value, and until when.
#include <algorithm>

#include "core/codegen/x64/unit_lowering.h"

namespace vitrine::codegen::x64 {

using ir::Op;

namespace {

bool is_compare(Op op) {
  switch (op) {
    case Op::kEq:
    case Op::kNe:
    case Op::kLtU:
    case Op::kLtS:
    case Op::kGeU:
    case Op::kGeS: return true;
    default: return false;
  }
}

bool takes_condition(Op op) { return op == Op::kBranch || op == Op::kSelect || op == Op::kZext || op == Op::kSideExit; }
bool takes_address(Op op) { return op == Op::kLoad || op == Op::kStore; }

}  // namespace

bool UnitLowering::set_between(NodeId from, NodeId to) const {
  for (NodeId id = from + 1; id < to; ++id)
    if (node(id).op == Op::kSet) return true;
  return false;
}

// Is the node's value made where it is used, so that its operands have to live until then?
bool UnitLowering::stays_open(NodeId id) const {
  const Node& it = node(id);
  if (it.op == Op::kTrunc || it.op == Op::kBitcast) return true;
  if (uses_[id] != 1 || set_between(id, user_[id])) return false;
  const Node& user = node(user_[id]);
  if (is_compare(it.op)) return takes_condition(user.op) && user.a == id;
  std::int32_t disp = 0;
  return it.op == Op::kAdd && it.type == ir::Type::kI64 && takes_address(user.op) && user.a == id && user.b != id && is_imm32(it.b, disp);
}

void UnitLowering::find_lifetimes() {
  const std::size_t size = ir_.nodes.size();
  uses_.assign(size, 0);
  user_.assign(size, ir::kNoNode);
  last_use_.assign(size, 0);
  for (NodeId id = static_cast<NodeId>(size); id-- > 0;) {
    const Node& it = node(id);
    const NodeId until = stays_open(id) ? std::max(last_use_[id], id) : id;
    const NodeId operands[] = {it.a, it.b, it.c};
    for (std::size_t i = 0; i < std::min<std::size_t>(ir::op_info(it.op).operands, std::size(operands)); ++i) {
      const NodeId operand = operands[i];
      if (operand == ir::kNoNode) continue;
      ++uses_[operand];
      user_[operand] = id;
      last_use_[operand] = std::max(last_use_[operand], until);
    }
  }
}

}  // namespace vitrine::codegen::x64
