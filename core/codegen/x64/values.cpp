// SPDX-License-Identifier: Apache-2.0
// Values in registers: scratch registers are handed out, kept while somebody needs them, and spilled when they run out.
#include <limits>

#include "core/codegen/x64/unit_lowering.h"

namespace vitrine::codegen::x64 {

using ir::Op;

namespace {

unsigned scratch_index(Gpr reg) { return number(reg); }  // rax, rcx, rdx are 0, 1, 2
static_assert(number(kScratch[0]) == 0 && number(kScratch[1]) == 1 && number(kScratch[2]) == 2);

bool is_scratch(Gpr reg) { return number(reg) < std::size(kScratch); }

}  // namespace

// What a node stands for when truncations and reinterpretations are looked through.
UnitLowering::NodeId UnitLowering::root(NodeId id) const {
  while (node(id).op == Op::kTrunc || node(id).op == Op::kBitcast) id = node(id).a;
  return id;
}

bool UnitLowering::is_const(NodeId id, std::int64_t& value) const {
  const Node& it = node(id);
  if (it.op != Op::kConst) return false;
  const unsigned unused = 64 - ir::bit_width(it.type);
  value = static_cast<std::int64_t>(it.imm << unused) >> unused;
  return true;
}

bool UnitLowering::is_imm32(NodeId id, std::int32_t& value) const {
  std::int64_t wide = 0;
  if (!is_const(id, wide) || wide != static_cast<std::int32_t>(wide)) return false;
  value = static_cast<std::int32_t>(wide);
  return true;
}

void UnitLowering::spill_temp(unsigned index) {
  const NodeId owner = temp_owner_[index];
  if (spills_ == kSpills) {
    failed_ = true;
    return;
  }
  values_[owner] = {.where = Where::kSpill, .spill = static_cast<std::uint8_t>(spills_)};
  out_.store(Width::k64, spill_slot(spills_++), kScratch[index]);
  temp_owner_[index] = ir::kNoNode;
}

// A scratch register until the node is done.
Gpr UnitLowering::take_temp() {
  for (unsigned i = 0; i < std::size(kScratch); ++i) {
    if (temp_locked_[i] || temp_owner_[i] != ir::kNoNode || temp_group_[i] != AccessGroups::kNone) continue;
    temp_locked_[i] = true;
    return kScratch[i];
  }
  for (unsigned i = 0; i < std::size(kScratch); ++i) {
    if (temp_locked_[i] || temp_group_[i] == AccessGroups::kNone) continue;
    put_away(i);
    temp_locked_[i] = true;
    return kScratch[i];
  }
  for (unsigned i = 0; i < std::size(kScratch); ++i) {
    if (temp_locked_[i]) continue;
    spill_temp(i);
    temp_locked_[i] = true;
    return kScratch[i];
  }
  failed_ = true;
  return kScratch[0];
}

// This very scratch register until the node is done.
void UnitLowering::claim(Gpr reg) {
  const unsigned index = scratch_index(reg);
  if (temp_locked_[index]) failed_ = true;
  if (temp_owner_[index] != ir::kNoNode) spill_temp(index);
  put_away(index);
  temp_locked_[index] = true;
}

void UnitLowering::keep(NodeId id, Gpr reg) {
  values_[id] = {.where = Where::kTemp, .reg = static_cast<std::uint8_t>(number(reg))};
  temp_owner_[scratch_index(reg)] = id;
}

Xmm UnitLowering::take_vector() {
  for (unsigned i = 0; i < kFloatScratch; ++i) {
    if (vector_locked_[i] || vector_owner_[i] != ir::kNoNode) continue;
    vector_locked_[i] = true;
    return static_cast<Xmm>(i);
  }
  failed_ = true;
  return Xmm::xmm0;
}

void UnitLowering::keep_vector(NodeId id, Xmm reg) {
  values_[id] = {.where = Where::kVector, .is_vector = true, .reg = static_cast<std::uint8_t>(number(reg))};
  vector_owner_[number(reg)] = id;
}

// The node is done: whatever nobody needs any more is free.
void UnitLowering::release_after(NodeId id) {
  for (unsigned i = 0; i < std::size(kScratch); ++i) {
    temp_locked_[i] = false;
    if (temp_owner_[i] != ir::kNoNode && last_use_[temp_owner_[i]] <= id) temp_owner_[i] = ir::kNoNode;
    if (temp_group_[i] != AccessGroups::kNone && groups_.groups[temp_group_[i]].last <= id) temp_group_[i] = AccessGroups::kNone;
  }
  for (unsigned i = 0; i < kFloatScratch; ++i) {
    vector_locked_[i] = false;
    if (vector_owner_[i] != ir::kNoNode && last_use_[vector_owner_[i]] <= id) vector_owner_[i] = ir::kNoNode;
  }
}

std::uint8_t UnitLowering::live_scratch(Gpr except) const {
  unsigned live = 0;
  for (unsigned i = 0; i < std::size(kScratch); ++i) {
    if (kScratch[i] == except) continue;
    if (temp_owner_[i] != ir::kNoNode && last_use_[temp_owner_[i]] > now_) live |= 1U << i;
    if (temp_group_[i] != AccessGroups::kNone) live |= 1U << i;
  }
  return static_cast<std::uint8_t>(live);
}

// A guest register is about to change: nodes that stand for its old value and are still needed move out of its way.
void UnitLowering::unalias(std::uint32_t slot, NodeId at) {
  for (NodeId id = insn_start_; id < at; ++id) {
    if (node(id).op != Op::kGet || node(id).imm != slot || last_use_[id] <= at) continue;
    if (const Value& value = values_[id]; value.where != Where::kHome && value.where != Where::kSlot) continue;
    if (values_[id].is_vector) {
      const Xmm copy = take_vector();
      out_.vmovapd(copy, static_cast<Xmm>(values_[id].reg));
      keep_vector(id, copy);
    } else {
      const Gpr copy = take_temp();
      into(copy, id);
      keep(id, copy);
    }
  }
}

std::optional<Mem> UnitLowering::memory_of(NodeId id) const {
  const Value& value = values_[root(id)];
  if (value.where == Where::kSlot) return homes_.slot(value.slot);
  if (value.where == Where::kSpill) return spill_slot(value.spill);
  return std::nullopt;
}

// The value in a general register: its own, or a scratch register.
Gpr UnitLowering::gpr(NodeId id) {
  const NodeId from = root(id);
  const Value& value = values_[from];
  const bool general = (value.where == Where::kHome && !value.is_vector) || value.where == Where::kTemp;
  if (general) {
    if (value.where == Where::kTemp) temp_locked_[value.reg] = true;
    return static_cast<Gpr>(value.reg);
  }
  if (value.where == Where::kCompare) {
    const Cond cond = compare(from);
    const Gpr temp = take_temp();
    out_.setcc(cond, temp);
    out_.movzx(Width::k8, temp, temp);
    return temp;
  }
  const Gpr temp = take_temp();
  into(temp, id);
  return temp;
}

void UnitLowering::into(Gpr target, NodeId id) {
  const NodeId from = root(id);
  const Value& value = values_[from];
  switch (value.where) {
    case Where::kConst: {
      std::int64_t constant = 0;
      if (!is_const(from, constant)) failed_ = true;
      // A truncated constant is a constant of its own; an int32 goes as its 64-bit extension, whose low half is all that counts.
      if (constant == 0) out_.zero(target);
      else out_.mov_imm(target, static_cast<std::uint64_t>(constant));
      return;
    }
    case Where::kHome:
      if (value.is_vector) out_.vmovq(target, static_cast<Xmm>(value.reg));
      else if (static_cast<Gpr>(value.reg) != target) out_.mov(Width::k64, target, static_cast<Gpr>(value.reg));
      return;
    case Where::kTemp:
      if (static_cast<Gpr>(value.reg) != target) out_.mov(Width::k64, target, static_cast<Gpr>(value.reg));
      return;
    case Where::kVector: out_.vmovq(target, static_cast<Xmm>(value.reg)); return;
    case Where::kSlot:
    case Where::kSpill: out_.load(Width::k64, target, *memory_of(id)); return;
    case Where::kCompare: {
      const Cond cond = compare(from);
      out_.setcc(cond, target);
      out_.movzx(Width::k8, target, target);
      return;
    }
    default: failed_ = true;
  }
}

// The value in a vector register, as its raw bits.
Xmm UnitLowering::xmm(NodeId id) {
  const NodeId from = root(id);
  const Value& value = values_[from];
  if (value.is_vector) {
    if (value.where == Where::kVector) vector_locked_[value.reg] = true;
    return static_cast<Xmm>(value.reg);
  }
  const Xmm temp = take_vector();
  if (value.where == Where::kSlot || value.where == Where::kSpill) out_.vmovsd(temp, *memory_of(id));
  else out_.vmovq(temp, gpr(id));
  return temp;
}

// The home in which the result may be built at once: that of the set which alone uses it, when nobody needs the old value after this node.
std::optional<std::uint32_t> UnitLowering::set_of_result(NodeId id) const {
  if (uses_[id] != 1) return std::nullopt;
  const NodeId user = user_[id];
  if (node(user).insn != node(id).insn) return std::nullopt;
  if (node(user).op == Op::kSext || node(user).op == Op::kZext || node(user).op == Op::kBitcast) return set_of_result(user);
  if (node(user).op != Op::kSet) return std::nullopt;
  const auto slot = static_cast<std::uint32_t>(node(user).imm);
  for (NodeId other = insn_start_; other < user; ++other)
    if (node(other).op == Op::kGet && node(other).imm == slot && last_use_[other] > id) return std::nullopt;
  for (NodeId other = id + 1; other < user; ++other) {
    const ir::OpClass kind = ir::op_info(node(other).op).kind;
    if (kind == ir::OpClass::memory || kind == ir::OpClass::control) return std::nullopt;
  }
  return slot;
}

std::optional<Gpr> UnitLowering::home_of_result(NodeId id) const {
  const auto slot = set_of_result(id);
  return slot ? homes_.general(*slot) : std::nullopt;
}

Gpr UnitLowering::destination(NodeId id) {
  if (const auto home = home_of_result(id)) return *home;
  return take_temp();
}

Xmm UnitLowering::vector_destination(NodeId id) {
  if (const auto slot = set_of_result(id))
    if (const auto home = homes_.floating(*slot)) return *home;
  return take_vector();
}

void UnitLowering::finish(NodeId id, Gpr reg) {
  if (is_scratch(reg)) keep(id, reg);
  else values_[id] = {.where = Where::kHome, .reg = static_cast<std::uint8_t>(number(reg))};
}

void UnitLowering::finish_vector(NodeId id, Xmm reg) {
  if (number(reg) < kFloatScratch) keep_vector(id, reg);
  else values_[id] = {.where = Where::kHome, .is_vector = true, .reg = static_cast<std::uint8_t>(number(reg))};
}

}  // namespace vitrine::codegen::x64
