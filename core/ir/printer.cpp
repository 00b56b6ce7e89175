// SPDX-License-Identifier: Apache-2.0
// The text form of IR units.
#include "core/ir/printer.h"

#include <fmt/format.h>

#include <iterator>

namespace vitrine::ir {

void print_node(std::string& out, const UnitIr& unit, NodeId id) {
  const Node& node = unit.nodes[id];
  const OpInfo& info = op_info(node.op);
  auto to = std::back_inserter(out);
  if (node.type == Type::kVoid) fmt::format_to(to, "           {}", info.name);
  else fmt::format_to(to, "    %{:<4} = {}.{}", id, info.name, type_name(node.type));
  const NodeId operands[3] = {node.a, node.b, node.c};
  for (unsigned i = 0; i < info.operands; ++i) fmt::format_to(to, "{}%{}", i == 0 ? " " : ", ", operands[i]);
  const bool shows_imm = node.imm != 0 || node.op == Op::kConst || node.op == Op::kGet || node.op == Op::kSet;
  if (shows_imm && node.op != Op::kHelper) fmt::format_to(to, " #{:#x}", node.imm);
  if (node.aux != 0) fmt::format_to(to, " aux={}", node.aux);
  out += '\n';
}

std::string print(const UnitIr& unit, std::uint64_t start_pc) {
  std::string out;
  for (std::size_t index = 0; index < unit.insns.size(); ++index) {
    const InsnMark& mark = unit.insns[index];
    fmt::format_to(std::back_inserter(out), "{:#x}: {:0{}x}  {}\n", start_pc + mark.pc_offset, mark.raw, mark.length * 2, mark.name);
    const std::size_t end = index + 1 < unit.insns.size() ? unit.insns[index + 1].first_node : unit.nodes.size();
    for (std::size_t id = mark.first_node; id < end; ++id) print_node(out, unit, static_cast<NodeId>(id));
  }
  return out;
}

}  // namespace vitrine::ir
