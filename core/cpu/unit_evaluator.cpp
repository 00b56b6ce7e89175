// SPDX-License-Identifier: Apache-2.0
// One node after the other, values as 64-bit words.
#include "core/cpu/unit_evaluator.h"

#include <fmt/format.h>

#include <cstring>
#include <optional>

#include "core/base/bits.h"
#include "core/base/check.h"
#include "core/cpu/float_evaluator.h"
#include "core/ir/pure.h"

namespace vitrine::cpu {
namespace {

using base::u64;
using ir::Node;
using ir::NodeId;
using ir::Op;

class Evaluation {
 public:
  Evaluation(const ir::UnitIr& unit, u64 unit_pc, RegisterImage& image, std::span<const AccessRecord> accesses, std::vector<u64>& values)
      : unit_{unit}, unit_pc_{unit_pc}, image_{image}, accesses_{accesses}, values_{values} {
    values_.assign(unit.nodes.size(), 0);
  }

  UnitOutcome run() {
    for (NodeId id = 0; id < unit_.nodes.size(); ++id) {
      const Node& node = unit_.nodes[id];
      outcome_.insn = node.insn;
      if (!step(node, values_[id])) return outcome_;
    }
    CHECK(false, "a unit's IR ends by leaving");
    return outcome_;
  }

 private:
  u64 operand(NodeId id) const { return id == ir::kNoNode ? 0 : values_[id]; }
  ir::Type type_of(NodeId id) const { return id == ir::kNoNode ? ir::Type::kVoid : unit_.nodes[id].type; }

  // False: the unit was left.
  bool step(const Node& node, u64& value) {
    switch (ir::op_info(node.op).kind) {
      case ir::OpClass::control: return control(node);
      case ir::OpClass::memory: return memory(node, value);
      case ir::OpClass::state: return state(node, value);
      default: break;
    }
    if (node.op == Op::kPc) {
      value = unit_pc_ + node.imm;
      return true;
    }
    const auto result = ir::evaluate_pure(node, type_of(node.a), operand(node.a), operand(node.b), operand(node.c));
    CHECK(result.has_value(), std::string{ir::op_info(node.op).name});
    value = *result;
    return true;
  }

  bool state(const Node& node, u64& value) {
    if (node.op == Op::kGet) {
      std::memcpy(&value, &image_.bytes[node.imm], ir::byte_width(node.type));
    } else if (node.op == Op::kSet) {
      const u64 stored = operand(node.a);
      std::memcpy(&image_.bytes[node.imm], &stored, ir::byte_width(type_of(node.a)));
    } else if (node.op == Op::kSegmentAddress) {
      std::memcpy(&value, &image_.bytes[node.imm], 8);
      value += operand(node.a);
    } else {
      const FloatOperands operands{type_of(node.a), {operand(node.a), operand(node.b), operand(node.c)}, image_.frm};
      value = evaluate_float(node, operands, image_.fflags);
    }
    return true;
  }

  static AccessKind kind_of(Op op) {
    switch (op) {
      case Op::kLoad: return AccessKind::kLoad;
      case Op::kStore: return AccessKind::kStore;
      case Op::kAmo: return AccessKind::kAmo;
      case Op::kLoadReserved: return AccessKind::kLoadReserved;
      default: return AccessKind::kStoreConditional;
    }
  }

  bool memory(const Node& node, u64& value) {
    if (node.op == Op::kFence) return true;
    const ir::Type type = node.b == ir::kNoNode ? node.type : type_of(node.b);
    const AccessKind kind = kind_of(node.op);
    if (next_access_ == accesses_.size()) return mismatch(fmt::format("access {} was not made", next_access_));
    const AccessRecord& record = accesses_[next_access_++];
    const u64 brought = kind == AccessKind::kStore ? record.value : record.operand;
    const bool same = record.kind == kind && record.address == operand(node.a) && record.size_bytes == ir::byte_width(type) &&
                      (node.b == ir::kNoNode || brought == operand(node.b));
    if (!same)
      return mismatch(fmt::format("access {}: {} bytes at {:#x} with {:#x} where the interpreter had {} bytes at {:#x} with {:#x}",
                                  next_access_ - 1, ir::byte_width(type), operand(node.a), operand(node.b), record.size_bytes,
                                  record.address, brought));
    if (record.faulted) return leave(UnitOutcome::Kind::kFault);
    value = ir::truncate_to(node.type == ir::Type::kVoid ? ir::Type::kI64 : node.type, record.value);
    return true;
  }

  bool control(const Node& node) {
    switch (node.op) {
      case Op::kBranch: return go_to(operand(node.a) != 0 ? unit_pc_ + node.imm : behind(node));
      case Op::kJump: return go_to(unit_pc_ + node.imm);
      case Op::kJumpIndirect: return go_to(operand(node.a));
      case Op::kSideExit: return operand(node.a) == 0 || go_to(unit_pc_ + node.imm);
      case Op::kRestart: return operand(node.a) == 0 || go_to(unit_pc_ + unit_.insns[node.insn].pc_offset);
      case Op::kSelfModifyExit: return true;  // replayed stores change no code
      case Op::kRaise: outcome_.fault = {node.imm, operand(node.a)}; return leave(UnitOutcome::Kind::kRaised);
      default: return leave(UnitOutcome::Kind::kHelper);
    }
  }

  [[nodiscard]] u64 behind(const Node& node) const {
    const ir::InsnMark& insn = unit_.insns[node.insn];
    return unit_pc_ + insn.pc_offset + insn.length;
  }
  bool go_to(u64 pc) {
    outcome_.next_pc = pc;
    return leave(UnitOutcome::Kind::kNext);
  }
  bool mismatch(std::string message) {
    outcome_.message = std::move(message);
    return leave(UnitOutcome::Kind::kMismatch);
  }
  bool leave(UnitOutcome::Kind kind) {
    if (kind != UnitOutcome::Kind::kMismatch && next_access_ != accesses_.size())
      return mismatch(fmt::format("{} accesses of the interpreter's {} were made", next_access_, accesses_.size()));
    outcome_.kind = kind;
    return false;
  }

  const ir::UnitIr& unit_;
  u64 unit_pc_;
  RegisterImage& image_;
  std::span<const AccessRecord> accesses_;
  std::vector<u64>& values_;
  std::size_t next_access_ = 0;
  UnitOutcome outcome_;
};

}  // namespace

UnitOutcome evaluate_unit(const ir::UnitIr& unit, std::uint64_t unit_pc, RegisterImage& image, std::span<const AccessRecord> accesses,
                          std::vector<std::uint64_t>& values) {
  return Evaluation{unit, unit_pc, image, accesses, values}.run();
}

}  // namespace vitrine::cpu
