// SPDX-License-Identifier: Apache-2.0
// Loads, stores and atomics.  The fast path is one comparison with the access's range slot in the MMU context; the engine's C++ does the rest.
#include <bit>

#include "core/codegen/x64/unit_lowering.h"

namespace vitrine::codegen::x64 {

using ir::Op;
using ir::Type;

namespace {

Width access_width(Type type) { return static_cast<Width>(std::countr_zero(ir::byte_width(type))); }

Mem range_field(std::uint32_t range, std::size_t field) {
  return at(kContext, context_offset::kRanges + static_cast<std::int32_t>(range * sizeof(cpu::RangeSlot) + field));
}

}  // namespace

UnitLowering::Address UnitLowering::address_of(NodeId id) {
  if (values_[id].where != Where::kSum) return {gpr(id), 0};
  std::int32_t disp = 0;
  if (!is_imm32(node(id).b, disp)) failed_ = true;
  return {gpr(node(id).a), disp};
}

std::uint32_t UnitLowering::new_site(NodeId id, unsigned size_bytes, bool is_store) {
  return new_site(id, size_bytes, static_cast<unsigned>(std::countr_zero(size_bytes)), is_store);
}

std::uint32_t UnitLowering::new_site(NodeId id, unsigned size_bytes, unsigned kind, bool for_stores) {
  const Node& it = node(id);
  Site site;
  const cpu::RangeClass& slots = for_stores ? cpu::kStoreRanges[kind] : cpu::kLoadRanges[kind];
  site.range = static_cast<std::uint16_t>(slots.first + table_.next_range[for_stores ? 1 : 0][kind]++ % slots.count);
  site.span = cpu::kRangeSpans[kind];
  site.length = ir_.insns[it.insn].length;
  site.page_offset = static_cast<std::uint16_t>(page_target(ir_.insns[it.insn].pc_offset));
  const auto before = static_cast<std::int16_t>(it.insn);
  site.retired = request_.exact ? static_cast<std::int16_t>(before - static_cast<std::int16_t>(ir_.insns.size())) : before;
  site.size_bytes = static_cast<std::uint8_t>(size_bytes);
  site.op = it.op;
  site.type = it.type;
  site.operand = it.a == ir::kNoNode ? Type::kVoid : node(it.a).type;
  site.aux = it.aux;
  site.imm = static_cast<std::uint8_t>(it.imm);
  table_.sites.push_back(site);
  return static_cast<std::uint32_t>(table_.sites.size() - 1);
}

// Leaves the addend in a scratch register: the access is at [base + addend + disp].
Gpr UnitLowering::check_range(const Address& address, std::uint32_t site, ColdPath& cold) {
  const std::uint32_t range = table_.sites[site].range;
  const Gpr work = take_temp();
  table_.sites[site].check = origin_ + out_.position();
  cold.work = work;
  cold.base = address.base;
  cold.disp = address.disp;
  cold.number = site;
  if (address.disp != 0) out_.lea(Width::k64, work, at(address.base, address.disp));
  else out_.mov(Width::k64, work, address.base);
  out_.alu_load(Alu::sub, Width::k64, work, range_field(range, offsetof(cpu::RangeSlot, base)));
  out_.alu_load(Alu::cmp, Width::k64, work, range_field(range, offsetof(cpu::RangeSlot, size)));
  out_.jcc(Cond::ae, cold.entry);
  out_.load(Width::k64, work, range_field(range, offsetof(cpu::RangeSlot, addend)));
  return work;
}

void UnitLowering::load_from(const ColdPath& cold, Mem source) {
  if (cold.reg_is_vector) {
    if (cold.width == Width::k64) out_.vmovsd(static_cast<Xmm>(cold.reg), source);
    else out_.vmovss(static_cast<Xmm>(cold.reg), source);
  } else if (cold.is_signed) {
    out_.load_signed(cold.width, static_cast<Gpr>(cold.reg), source);
  } else {
    out_.load(cold.width, static_cast<Gpr>(cold.reg), source);
  }
}

void UnitLowering::store_to(const ColdPath& cold, Mem target) {
  if (cold.has_constant) {
    out_.store_imm(cold.width, target, static_cast<std::int32_t>(cold.constant));
  } else if (cold.reg_is_vector) {
    if (cold.width == Width::k64) out_.vmovsd(target, static_cast<Xmm>(cold.reg));
    else out_.vmovss(target, static_cast<Xmm>(cold.reg));
  } else {
    out_.store(cold.width, target, static_cast<Gpr>(cold.reg));
  }
}

// Does a loaded word become a single in its register, and nothing else?
bool UnitLowering::is_boxed_at_once(NodeId id) const {
  if (!request_.with_float || uses_[id] != 1 || node(user_[id]).op != Op::kBitcast || uses_[user_[id]] != 1) return false;
  return node(user_[user_[id]]).op == Op::kBox;
}

bool UnitLowering::lower_load(NodeId id) {
  const Type type = node(id).type;
  const Width width = access_width(type);
  ColdPath cold;
  cold.kind = ColdPath::Kind::kLoad;
  cold.width = width;
  const Address address = address_of(node(id).a);
  // A load that is extended, or goes to a vector register, does so at once.
  const NodeId user = uses_[id] == 1 ? user_[id] : ir::kNoNode;
  const bool extended = user != ir::kNoNode && node(user).type == Type::kI64 && (node(user).op == Op::kSext || node(user).op == Op::kZext);
  const NodeId result = extended ? user : id;
  cold.is_signed = extended && node(user).op == Op::kSext;
  const auto slot = set_of_result(result);
  const auto vector = slot && request_.with_float && type == Type::kI64 ? homes_.floating(*slot) : std::nullopt;
  const bool single = type == Type::kI32 && is_boxed_at_once(id);
  const bool is_grouped = groups_.has(id);
  const Gpr addend = is_grouped ? group_addend(id, address) : check_range(address, new_site(id, ir::byte_width(type), false), cold);
  const Mem source = at(address.base, addend, 0, address.disp);
  if (single || vector) {
    const Xmm target = single ? take_vector() : *vector;
    cold.reg = static_cast<std::uint8_t>(number(target));
    cold.reg_is_vector = true;
    finish_vector(single ? id : result, target);
  } else {
    const auto home = slot ? homes_.general(*slot) : std::nullopt;
    const Gpr target = home ? *home : is_grouped ? load_target(id, addend) : addend;
    cold.reg = static_cast<std::uint8_t>(number(target));
    finish(result, target);
  }
  load_from(cold, source);
  cold.live = live_scratch(static_cast<Gpr>(cold.reg_is_vector ? 0xff : cold.reg));
  if (extended) done_[user] = true;
  if (is_grouped) return true;
  out_.bind(cold.back);
  cold_.push_back(cold);
  return true;
}

bool UnitLowering::lower_store(NodeId id) {
  const Node& it = node(id);
  const Type type = node(it.b).type;
  ColdPath cold;
  cold.kind = ColdPath::Kind::kStore;
  cold.width = access_width(type);
  const Address address = address_of(it.a);
  const Value& value = values_[root(it.b)];
  std::int32_t constant = 0;
  if (is_imm32(it.b, constant)) {
    cold.has_constant = true;
    cold.constant = constant;
  } else if (value.is_vector && (cold.width == Width::k64 || cold.width == Width::k32)) {
    cold.reg = value.reg;
    cold.reg_is_vector = true;
  } else {
    cold.reg = static_cast<std::uint8_t>(number(gpr(it.b)));
  }
  const bool is_grouped = groups_.has(id);
  const Gpr addend = is_grouped ? group_addend(id, address) : check_range(address, new_site(id, ir::byte_width(type), true), cold);
  store_to(cold, at(address.base, addend, 0, address.disp));
  if (is_grouped) return true;
  cold.live = live_scratch(static_cast<Gpr>(0xff));
  out_.bind(cold.back);
  cold_.push_back(cold);
  return true;
}

// Atomics are C++: the stub keeps the homes.
bool UnitLowering::lower_atomic(NodeId id) {
  const Node& it = node(id);
  const bool has_value = it.b != ir::kNoNode;
  const Type type = has_value ? node(it.b).type : it.type;
  const std::uint32_t site = new_site(id, ir::byte_width(type), true);
  // The operands may stand in these very registers: both go to the stack first where they are values of their own.
  for (unsigned i = 0; i < std::size(kScratch); ++i)
    if (temp_owner_[i] != ir::kNoNode) spill_temp(i);
  put_all_away();
  for (bool& locked : temp_locked_) locked = true;
  if (has_value) into(Gpr::rdx, it.b);
  into(Gpr::rax, it.a);
  out_.mov_imm(Gpr::rcx, site);
  out_.call(stubs_.atomic);
  finish(id, Gpr::rax);
  return true;
}

// The address to rax, the site to ecx, and what is live goes to the stack meanwhile.
void UnitLowering::begin_cold_access(const ColdPath& cold) {
  for (unsigned i = 0; i < std::size(kScratch); ++i)
    if ((cold.live >> i & 1) != 0) out_.store(Width::k64, spill_slot(kColdSpill + i), kScratch[i]);
}
void UnitLowering::end_cold_access(ColdPath& cold) {
  for (unsigned i = 0; i < std::size(kScratch); ++i)
    if ((cold.live >> i & 1) != 0) out_.load(Width::k64, kScratch[i], spill_slot(kColdSpill + i));
  out_.jmp(cold.back);
}

// Beside the access's own one.
Gpr UnitLowering::second_scratch(const ColdPath& cold, bool& is_taken) const {
  const bool reads_register = cold.kind == ColdPath::Kind::kStore && !cold.has_constant && !cold.reg_is_vector;
  Gpr any = cold.work;
  for (unsigned i = 0; i < std::size(kScratch); ++i) {
    if (kScratch[i] == cold.work) continue;
    any = kScratch[i];
    const bool holds = any == cold.base || (reads_register && number(any) == cold.reg) || (cold.live >> i & 1) != 0;
    if (holds) continue;
    is_taken = false;
    return any;
  }
  is_taken = true;
  return any;
}

// A miss of the slot.  Accesses that jump about between pages find theirs in the TLB; now and then the slot is filled anew, often enough for those
// that move on.  Leaves the addend in the access's scratch register.
void UnitLowering::emit_probe(const ColdPath& cold, Reach reach, Label& slow) {
  static_assert(sizeof(cpu::TlbEntry) == 32 && cpu::kTlbEntries == 1024);
  out_.alu_store_imm(Alu::sub, Width::k32, homes_.slot(state_offset::kMissesUntilFill), 1);
  out_.jcc(Cond::b, slow);
  table_.sites[cold.number].probe = origin_ + out_.position();
  bool is_taken = false;
  const Gpr entry = cold.work, last = second_scratch(cold, is_taken);
  const Mem kept = spill_slot(kColdSpill + number(last));
  if (is_taken) out_.store(Width::k64, kept, last);
  if (cold.disp != 0) out_.lea(Width::k64, entry, at(cold.base, cold.disp));
  else out_.mov(Width::k64, entry, cold.base);
  out_.lea(Width::k64, last, at(entry, static_cast<std::int32_t>(reach.bytes - 1)));
  out_.shift(Shift::shr, Width::k64, entry, 7);
  out_.alu_imm(Alu::and_, Width::k32, entry, (cpu::kTlbEntries - 1) * sizeof(cpu::TlbEntry));
  out_.alu_imm(Alu::and_, Width::k64, last, -4096);
  const auto field = [&](std::size_t offset) { return at(kContext, entry, 0, context_offset::kTlb + static_cast<std::int32_t>(offset)); };
  out_.alu_load(Alu::cmp, Width::k64, last, field(reach.is_store ? offsetof(cpu::TlbEntry, write_tag) : offsetof(cpu::TlbEntry, read_tag)));
  if (is_taken) out_.load(Width::k64, last, kept);  // leaves the flags alone
  out_.jcc(Cond::ne, slow);
  out_.load(Width::k64, entry, field(offsetof(cpu::TlbEntry, addend)));
}

void UnitLowering::emit_cold_load(ColdPath& cold) {
  Label slow;
  emit_probe(cold, {.bytes = bytes_of(cold.width), .is_store = false}, slow);
  load_from(cold, at(cold.base, cold.work, 0, cold.disp));
  out_.jmp(cold.back);
  out_.bind(slow);
  begin_cold_access(cold);
  if (cold.disp != 0 || cold.base != Gpr::rax) out_.lea(Width::k64, Gpr::rax, at(cold.base, cold.disp));
  out_.mov_imm(Gpr::rcx, cold.number);
  out_.call(stubs_.load);
  if (cold.reg_is_vector) {
    out_.vmovq(static_cast<Xmm>(cold.reg), Gpr::rax);
  } else if (const auto target = static_cast<Gpr>(cold.reg); cold.is_signed) {
    out_.movsx(cold.width, target, Gpr::rax);
  } else if (target != Gpr::rax) {
    out_.mov(Width::k64, target, Gpr::rax);
  }
  end_cold_access(cold);
}

void UnitLowering::emit_cold_store(ColdPath& cold) {
  Label slow;
  emit_probe(cold, {.bytes = bytes_of(cold.width), .is_store = true}, slow);
  store_to(cold, at(cold.base, cold.work, 0, cold.disp));
  out_.jmp(cold.back);
  out_.bind(slow);
  begin_cold_access(cold);
  // base, which may be any scratch register, must outlive what is written to rdx, and the value what is written to rax.
  if (cold.has_constant) {
    out_.lea(Width::k64, Gpr::rax, at(cold.base, cold.disp));
    out_.mov_imm(Gpr::rdx, static_cast<std::uint64_t>(cold.constant));
  } else if (cold.reg_is_vector) {
    out_.lea(Width::k64, Gpr::rax, at(cold.base, cold.disp));
    out_.vmovq(Gpr::rdx, static_cast<Xmm>(cold.reg));
  } else if (const auto value = static_cast<Gpr>(cold.reg); value == Gpr::rax) {
    out_.lea(Width::k64, Gpr::rcx, at(cold.base, cold.disp));
    out_.mov(Width::k64, Gpr::rdx, value);
    out_.mov(Width::k64, Gpr::rax, Gpr::rcx);
  } else {
    out_.lea(Width::k64, Gpr::rax, at(cold.base, cold.disp));
    if (value != Gpr::rdx) out_.mov(Width::k64, Gpr::rdx, value);
  }
  out_.mov_imm(Gpr::rcx, cold.number);
  out_.call(stubs_.store);
  end_cold_access(cold);
}

}  // namespace vitrine::codegen::x64
