// SPDX-License-Identifier: Apache-2.0
// Groups of accesses: the leader looks for all of them, the addend that it finds stays in a scratch register, or in a word of the stack while
// others need the register.  Where the look fails for good, the translation's twin goes on.
#include "core/codegen/x64/unit_lowering.h"
#include "core/cpu/memory_path.h"

namespace vitrine::codegen::x64 {

namespace {

// The class of slots that is wide enough.
unsigned class_of(std::uint32_t bytes) {
  unsigned kind = 3;
  while (kind + 1 < cpu::kRangeClasses && cpu::kRangeSpans[kind] < bytes) ++kind;
  return kind;
}
static_assert(cpu::kWidestSpan >= AccessGroups::kMaxBytes && AccessGroups::kWords <= kWords - kGroupWord);

}  // namespace

// The register is somebody else's from now on.
void UnitLowering::put_away(unsigned index) {
  const std::uint32_t group = temp_group_[index];
  if (group == AccessGroups::kNone) return;
  if (!in_word_[group]) out_.store(Width::k64, group_word(group), kScratch[index]);
  in_word_[group] = true;
  temp_group_[index] = AccessGroups::kNone;
}

void UnitLowering::put_all_away() {
  for (unsigned i = 0; i < std::size(kScratch); ++i) put_away(i);
}

std::uint8_t UnitLowering::scratch_in_use(Gpr except) const {
  unsigned used = 0;
  for (unsigned i = 0; i < std::size(kScratch); ++i) {
    const bool holds = temp_locked_[i] || temp_owner_[i] != ir::kNoNode || temp_group_[i] != AccessGroups::kNone;
    if (kScratch[i] != except && holds) used |= 1U << i;
  }
  return static_cast<std::uint8_t>(used);
}

// A scratch register, locked, that leads to the bytes of a member.
Gpr UnitLowering::group_addend(NodeId id, const Address& address) {
  const std::uint32_t group = groups_.of[id];
  for (unsigned i = 0; i < std::size(kScratch); ++i) {
    if (temp_group_[i] != group) continue;
    temp_locked_[i] = true;
    return kScratch[i];
  }
  const Gpr reg = groups_.groups[group].leader == id ? lead_group(id, address) : take_temp();
  if (groups_.groups[group].leader != id) out_.load(Width::k64, reg, group_word(group));
  temp_group_[number(reg)] = group;
  return reg;
}

std::uint32_t UnitLowering::new_group_site(NodeId id, const AccessGroup& group) {
  const Node& it = node(id);
  const bool is_store = it.op == ir::Op::kStore;
  const unsigned size_bytes = ir::byte_width(is_store ? node(it.b).type : it.type);
  const std::uint32_t number = new_site(id, size_bytes, class_of(group.bytes), group.has_store);
  Site& site = table_.sites[number];
  site.group_begin = static_cast<std::int16_t>(group.first);
  site.group_bytes = static_cast<std::uint16_t>(group.bytes);
  site.has_store = group.has_store;
  return number;
}

Gpr UnitLowering::lead_group(NodeId id, const Address& address) {
  const AccessGroup& group = groups_.groups[groups_.of[id]];
  ColdPath cold;
  cold.kind = ColdPath::Kind::kGroup;
  cold.node = id;
  const Gpr addend = check_range({address.base, address.disp + group.first}, new_group_site(id, group), cold);
  cold.live = scratch_in_use(addend);
  out_.bind(cold.back);
  cold_.push_back(cold);
  return addend;
}

// Where a loaded value goes that has no home: over the addend where that has done its work.
Gpr UnitLowering::load_target(NodeId id, Gpr addend) {
  if (groups_.groups[groups_.of[id]].last != id) return take_temp();
  temp_group_[number(addend)] = AccessGroups::kNone;
  return addend;
}

void UnitLowering::emit_cold_group(ColdPath& cold) {
  Site& site = table_.sites[cold.number];
  const Reach reach{.bytes = site.group_bytes, .is_store = site.has_store};
  Label slow, apart;
  emit_probe(cold, reach, slow);
  out_.jmp(cold.back);
  out_.bind(slow);
  begin_cold_access(cold);
  out_.lea(Width::k64, Gpr::rax, at(cold.base, cold.disp));
  out_.mov_imm(Gpr::rcx, cold.number);
  out_.call(stubs_.group);
  out_.test_imm(Width::k32, Gpr::rax, static_cast<std::int32_t>(cpu::kNoAddend));
  out_.jcc(Cond::ne, apart);
  if (cold.work != Gpr::rax) out_.mov(Width::k64, cold.work, Gpr::rax);
  end_cold_access(cold);
  // The instruction has done nothing yet.
  out_.bind(apart);
  site.apart = origin_ + out_.position();
  if (request_.exact) take_back(cold.node);
  else count(retired_before(cold.node));
  jump_by_link(ExitKind::kTwin, page_target(ir_.insns[node(cold.node).insn].pc_offset), static_cast<std::uint16_t>(node(cold.node).insn));
}

}  // namespace vitrine::codegen::x64
