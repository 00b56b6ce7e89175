// SPDX-License-Identifier: Apache-2.0
// The rules of the IR, one function each.
#include "core/ir/verifier.h"

namespace vitrine::ir {
namespace {

using base::Errc;
using base::fail;

bool takes_equal_operands(Op op) {
  return (op >= Op::kAdd && op <= Op::kGeS) || op == Op::kFlagsAdd || op == Op::kFlagsSub || (op >= Op::kFAdd && op <= Op::kFDiv) ||
         (op >= Op::kFMin && op <= Op::kFLe);
}
bool gives_operand_type(Op op) {
  return (op >= Op::kAdd && op <= Op::kRotr) || (op >= Op::kFAdd && op <= Op::kFMax) || op == Op::kBswap || op == Op::kOrCombine;
}
bool makes_flags(Op op) { return op >= Op::kFlagsAdd && op <= Op::kFlagsSelect; }
bool wants_condition(Op op) { return op == Op::kBranch || op == Op::kSideExit || op == Op::kRestart || op == Op::kFlagsSelect; }
bool wants_word(Op op) { return op == Op::kJumpIndirect || op == Op::kRaise || op == Op::kSegmentAddress; }
bool compares(Op op) { return (op >= Op::kEq && op <= Op::kGeS) || op == Op::kFlagsTest; }

base::Status check_operands(const UnitIr& unit, NodeId id) {
  const Node& node = unit.nodes[id];
  const NodeId operands[3] = {node.a, node.b, node.c};
  const unsigned count = op_info(node.op).operands;
  for (unsigned i = 0; i < 3; ++i) {
    if ((i < count) != (operands[i] != kNoNode))
      return fail(Errc::kInternal, "node {}: {} takes {} operands", id, op_info(node.op).name, count);
    if (i < count && operands[i] >= id) return fail(Errc::kInternal, "node {}: operand {} does not come before it", id, operands[i]);
    if (i < count && unit.nodes[operands[i]].type == Type::kVoid)
      return fail(Errc::kInternal, "node {}: operand {} has no value", id, operands[i]);
  }
  return {};
}

base::Status check_flags(const UnitIr& unit, NodeId id) {
  const Node& node = unit.nodes[id];
  const auto is_flags = [&](NodeId operand) { return unit.nodes[operand].type == Type::kFlags; };
  if (makes_flags(node.op) && node.type != Type::kFlags) return fail(Errc::kInternal, "node {}: {} gives flags", id, op_info(node.op).name);
  const bool right = (node.op != Op::kFlagsTest || is_flags(node.a)) &&
                     (node.op != Op::kFlagsMerge || (is_flags(node.a) && is_flags(node.b))) &&
                     (node.op != Op::kFlagsSelect || (is_flags(node.b) && is_flags(node.c)));
  if (!right) return fail(Errc::kInternal, "node {}: {} takes flags", id, op_info(node.op).name);
  return {};
}

base::Status check_types(const UnitIr& unit, NodeId id) {
  const Node& node = unit.nodes[id];
  const auto type_of = [&](NodeId operand) { return unit.nodes[operand].type; };
  if (takes_equal_operands(node.op) && type_of(node.a) != type_of(node.b))
    return fail(Errc::kInternal, "node {}: {} of {} and {}", id, op_info(node.op).name, type_name(type_of(node.a)),
                type_name(type_of(node.b)));
  if (gives_operand_type(node.op) && node.type != type_of(node.a)) return fail(Errc::kInternal, "node {}: result type differs", id);
  if (compares(node.op) && node.type != Type::kI1) return fail(Errc::kInternal, "node {}: a comparison gives i1", id);
  if (node.op == Op::kSelect && (type_of(node.a) != Type::kI1 || type_of(node.b) != node.type || type_of(node.c) != node.type))
    return fail(Errc::kInternal, "node {}: select of unlike types", id);
  if (node.op == Op::kTrunc && bit_width(type_of(node.a)) <= bit_width(node.type))
    return fail(Errc::kInternal, "node {}: trunc widens", id);
  if ((node.op == Op::kZext || node.op == Op::kSext) && bit_width(type_of(node.a)) >= bit_width(node.type))
    return fail(Errc::kInternal, "node {}: extension narrows", id);
  if (node.op == Op::kBitcast && bit_width(type_of(node.a)) != bit_width(node.type))
    return fail(Errc::kInternal, "node {}: bitcast to another width", id);
  if (wants_condition(node.op) && type_of(node.a) != Type::kI1) return fail(Errc::kInternal, "node {}: a condition is i1", id);
  if (wants_word(node.op) && type_of(node.a) != Type::kI64)
    return fail(Errc::kInternal, "node {}: what {} takes is i64", id, op_info(node.op).name);
  if (op_info(node.op).kind == OpClass::memory && node.a != kNoNode && type_of(node.a) != Type::kI64)
    return fail(Errc::kInternal, "node {}: an address is i64", id);
  return {};
}

bool may_leave(Op op) {
  return op_info(op).kind == OpClass::control && op != Op::kSideExit && op != Op::kRestart && op != Op::kSelfModifyExit;
}

}  // namespace

base::Status verify(const UnitIr& unit) {
  std::uint32_t insn = 0;
  bool wrote = false;
  for (NodeId id = 0; id < unit.nodes.size(); ++id) {
    const Node& node = unit.nodes[id];
    TRY(check_operands(unit, id));
    TRY(check_types(unit, id));
    TRY(check_flags(unit, id));
    if (node.insn < insn || node.insn >= unit.insns.size())
      return fail(Errc::kInternal, "node {}: belongs to instruction {}", id, node.insn);
    if (node.insn != insn) wrote = false;
    insn = node.insn;
    const bool may_fault = op_info(node.op).kind == OpClass::memory && node.op != Op::kFence;
    if (may_fault && wrote)
      return fail(Errc::kInternal, "node {}: {} can fault after its instruction's first set", id, op_info(node.op).name);
    wrote = wrote || node.op == Op::kSet;
    if (may_leave(node.op) && id + 1 != unit.nodes.size())
      return fail(Errc::kInternal, "node {}: control leaves before the unit's end", id);
  }
  if (unit.nodes.empty() || !may_leave(unit.nodes.back().op)) return fail(Errc::kInternal, "the unit does not end by leaving");
  return {};
}

}  // namespace vitrine::ir
