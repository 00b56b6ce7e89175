// SPDX-License-Identifier: Apache-2.0
// Integer arithmetic, comparisons, guest registers.
#include "core/codegen/x64/unit_lowering.h"

namespace vitrine::codegen::x64 {

using ir::Op;
using ir::Type;

namespace {

Width width_of(Type type) { return type == Type::kI64 ? Width::k64 : Width::k32; }
bool is_word(Type type) { return type == Type::kI64 || type == Type::kI32; }
Width narrow_width(Type type) {
  switch (type) {
    case Type::kI8: return Width::k8;
    case Type::kI16: return Width::k16;
    case Type::kI32: return Width::k32;
    default: return Width::k64;
  }
}

}  // namespace

void UnitLowering::lower_get(NodeId id) {
  const auto slot = static_cast<std::uint32_t>(node(id).imm);
  if (const auto home = homes_.general(slot)) {
    values_[id] = {.where = Where::kHome, .reg = static_cast<std::uint8_t>(number(*home)), .slot = slot};
  } else if (const auto vector = homes_.floating(slot); vector && request_.with_float) {
    values_[id] = {.where = Where::kHome, .is_vector = true, .reg = static_cast<std::uint8_t>(number(*vector)), .slot = slot};
  } else {
    values_[id] = {.where = Where::kSlot, .slot = slot};
  }
}

bool UnitLowering::lower_set(NodeId id) {
  const Node& it = node(id);
  const auto slot = static_cast<std::uint32_t>(it.imm);
  const Type type = node(it.a).type;
  std::int32_t constant = 0;
  if (type == Type::kI8) {
    if (!is_imm32(it.a, constant)) return false;
    // Marks such as "the FPU state is dirty" come with every instruction; once a unit is enough, because only helpers take them back.
    if (marked_slot_ == slot && marked_value_ == constant) return true;
    marked_slot_ = slot;
    marked_value_ = constant;
    out_.store_imm(Width::k8, homes_.slot(slot), constant);
    return true;
  }
  if (type != Type::kI64) return false;
  unalias(slot, id);
  if (homes_.is_float(slot)) {
    std::erase(boxed_, slot);
    if (node(root(it.a)).op == Op::kBox) boxed_.push_back(slot);
  }
  if (const auto home = homes_.general(slot)) {
    into(*home, it.a);
    return true;
  }
  if (const auto home = homes_.floating(slot); home && request_.with_float) {
    const Value& value = values_[root(it.a)];
    if (value.is_vector) {
      if (number(*home) != value.reg) out_.vmovapd(*home, static_cast<Xmm>(value.reg));
    } else if (const auto memory = memory_of(it.a)) {
      out_.vmovsd(*home, *memory);
    } else {
      out_.vmovq(*home, gpr(it.a));
    }
    return true;
  }
  if (values_[root(it.a)].is_vector) out_.vmovsd(homes_.slot(slot), static_cast<Xmm>(values_[root(it.a)].reg));
  else if (is_imm32(it.a, constant)) out_.store_imm(Width::k64, homes_.slot(slot), constant);
  else out_.store(Width::k64, homes_.slot(slot), gpr(it.a));
  return true;
}

bool UnitLowering::is_in(NodeId id, Gpr reg) const {
  const Value& value = values_[root(id)];
  return (value.where == Where::kHome || value.where == Where::kTemp) && !value.is_vector && value.reg == number(reg);
}

void UnitLowering::lower_add(NodeId id, Gpr target, Width width) {
  NodeId a = node(id).a, b = node(id).b;
  std::int32_t constant = 0;
  if (is_imm32(a, constant)) std::swap(a, b);
  if (is_imm32(b, constant)) {
    if (constant == 0 || memory_of(a)) {
      into(target, a);
      if (constant != 0) out_.alu_imm(Alu::add, width, target, constant);
      return;
    }
    const Gpr from = gpr(a);
    if (from == target) out_.alu_imm(Alu::add, width, target, constant);
    else out_.lea(width, target, at(from, constant));
    return;
  }
  if (memory_of(a) || memory_of(b)) return lower_commutative(id, Alu::add, target, width);
  const Gpr left = gpr(a), right = gpr(b);
  if (left == target) out_.alu(Alu::add, width, target, right);
  else if (right == target) out_.alu(Alu::add, width, target, left);
  else out_.lea(width, target, at(left, right));
}

void UnitLowering::lower_sub(NodeId id, Gpr target, Width width) {
  const NodeId a = node(id).a, b = node(id).b;
  std::int64_t zero = 1;
  std::int32_t constant = 0;
  if (is_const(a, zero) && zero == 0) {
    into(target, b);
    out_.neg(width, target);
  } else if (is_imm32(b, constant)) {
    into(target, a);
    out_.alu_imm(Alu::sub, width, target, constant);
  } else if (const auto memory = memory_of(b)) {
    into(target, a);
    out_.alu_load(Alu::sub, width, target, *memory);
  } else if (const Gpr right = gpr(b); right == target && !is_in(a, target)) {
    out_.neg(width, target);
    if (const auto memory_a = memory_of(a)) out_.alu_load(Alu::add, width, target, *memory_a);
    else out_.alu(Alu::add, width, target, gpr(a));
  } else {
    into(target, a);
    out_.alu(Alu::sub, width, target, right);
  }
}

void UnitLowering::lower_commutative(NodeId id, Alu op, Gpr target, Width width) {
  NodeId a = node(id).a, b = node(id).b;
  std::int64_t constant = 0;
  if (is_const(a, constant)) std::swap(a, b);
  if (op == Alu::and_ && width == Width::k64 && is_const(b, constant) && constant == 0xffffffff) {
    if (const auto memory = memory_of(a)) out_.load(Width::k32, target, *memory);
    else out_.mov(Width::k32, target, gpr(a));
    return;
  }
  std::int32_t small = 0;
  if (is_imm32(b, small)) {
    into(target, a);
    if (op == Alu::xor_ && small == -1) out_.not_(width, target);
    else out_.alu_imm(op, width, target, small);
    return;
  }
  if (memory_of(a) && !memory_of(b)) std::swap(a, b);
  if (const auto memory = memory_of(b)) {
    into(target, a);
    out_.alu_load(op, width, target, *memory);
    return;
  }
  const Gpr right = gpr(b);
  if (right == target) {
    out_.alu(op, width, target, gpr(a));
  } else {
    into(target, a);
    out_.alu(op, width, target, right);
  }
}

// Amounts count modulo the width, as the host's do for 32 and 64 bits.
void UnitLowering::lower_shift(NodeId id, Shift op, Gpr target, Width width) {
  const Node& it = node(id);
  std::int32_t amount = 0;
  if (is_imm32(it.b, amount)) {
    into(target, it.a);
    amount &= width == Width::k64 ? 63 : 31;
    if (amount != 0) out_.shift(op, width, target, static_cast<unsigned>(amount));
    return;
  }
  if (op == Shift::shl || op == Shift::shr || op == Shift::sar) {
    const Gpr by = gpr(it.b);
    const Gpr from = gpr(it.a);
    if (op == Shift::shl) out_.shlx(width, target, from, by);
    else if (op == Shift::shr) out_.shrx(width, target, from, by);
    else out_.sarx(width, target, from, by);
    return;
  }
  // Rotations take their amount from cl.
  claim(Gpr::rcx);
  into(Gpr::rcx, it.b);
  const Gpr work = target == Gpr::rcx || target == gpr(it.b) ? take_temp() : target;
  into(work, it.a);
  out_.shift_cl(op, width, work);
  if (work != target) out_.mov(Width::k64, target, work);
}

bool UnitLowering::lower_multiply_high(NodeId id) {
  const Node& it = node(id);
  if (it.type != Type::kI64) return false;
  claim(Gpr::rdx);
  if (it.op == Op::kMulHighU) {
    into(Gpr::rdx, it.a);
    const Gpr other = gpr(it.b);
    const Gpr target = destination(id);
    out_.mulx(target, target, other);
    finish(id, target);
    return true;
  }
  claim(Gpr::rax);
  if (it.op == Op::kMulHighS) {
    into(Gpr::rax, it.a);
    out_.imul1(Width::k64, gpr(it.b));
    finish(id, Gpr::rdx);
    return true;
  }
  into(Gpr::rdx, it.a);
  const Gpr other = gpr(it.b);
  out_.mov(Width::k64, Gpr::rax, Gpr::rdx);
  out_.shift(Shift::sar, Width::k64, Gpr::rax, 63);
  out_.alu(Alu::and_, Width::k64, Gpr::rax, other);
  out_.mulx(Gpr::rdx, Gpr::rdx, other);
  out_.alu(Alu::sub, Width::k64, Gpr::rdx, Gpr::rax);
  finish(id, Gpr::rdx);
  return true;
}

bool UnitLowering::lower_division(NodeId id) {
  const Node& it = node(id);
  const Width width = width_of(it.type);
  const bool is_signed = it.op == Op::kDivS || it.op == Op::kRemS;
  const bool remainder = it.op == Op::kRemS || it.op == Op::kRemU;
  claim(Gpr::rax);
  claim(Gpr::rdx);
  const Gpr divisor = gpr(it.b);
  into(Gpr::rax, it.a);
  ColdPath cold;
  cold.kind = ColdPath::Kind::kDivision;
  cold.base = divisor;
  cold.width = width;
  cold.is_signed = is_signed;
  cold.reg = remainder ? 1 : 0;
  if (is_signed) {
    out_.lea(width, Gpr::rdx, at(divisor, 1));
    out_.alu_imm(Alu::cmp, width, Gpr::rdx, 1);
    out_.jcc(Cond::be, cold.entry);  // the divisor is 0 or -1
    if (width == Width::k64) out_.cqo();
    else out_.cdq();
    out_.idiv(width, divisor);
  } else {
    out_.test(width, divisor, divisor);
    out_.jcc(Cond::e, cold.entry);
    out_.zero(Gpr::rdx);
    out_.div(width, divisor);
  }
  out_.bind(cold.back);
  cold_.push_back(cold);
  finish(id, remainder ? Gpr::rdx : Gpr::rax);
  return true;
}

bool UnitLowering::lower_unary(NodeId id) {
  const Node& it = node(id);
  const Type from = node(it.a).type;
  const bool extends = it.op == Op::kZext || it.op == Op::kSext;
  if (!extends && !is_word(it.type)) return false;
  if (extends && it.type != Type::kI64 && it.type != Type::kI32) return false;
  const Width width = width_of(it.type);
  const Gpr target = destination(id);
  if (extends && from == Type::kI1) {
    into(target, it.a);
    if (it.op == Op::kSext) out_.neg(Width::k64, target);
  } else if (it.op == Op::kZext) {
    if (const auto memory = memory_of(it.a)) out_.load(narrow_width(from), target, *memory);
    else if (from == Type::kI32) out_.mov(Width::k32, target, gpr(it.a));
    else out_.movzx(narrow_width(from), target, gpr(it.a));
  } else if (it.op == Op::kSext) {
    if (const auto memory = memory_of(it.a)) out_.load_signed(narrow_width(from), target, *memory);
    else out_.movsx(narrow_width(from), target, gpr(it.a));
  } else if (it.op == Op::kClz) {
    out_.lzcnt(width, target, gpr(it.a));
  } else if (it.op == Op::kCtz) {
    out_.tzcnt(width, target, gpr(it.a));
  } else if (it.op == Op::kPopcount) {
    out_.popcnt(width, target, gpr(it.a));
  } else if (it.op == Op::kBswap) {
    into(target, it.a);
    out_.bswap(width, target);
  } else {
    return false;
  }
  finish(id, target);
  return true;
}

// Each byte: bit 7 of (x & 7f) + 7f or of x tells whether it is not zero; that bit then fills its byte.
bool UnitLowering::lower_or_combine(NodeId id) {
  const Gpr from = gpr(node(id).a);
  const Gpr mask = take_temp();
  const Gpr work = take_temp();
  out_.mov_imm(mask, 0x7f7f7f7f7f7f7f7f);
  out_.mov(Width::k64, work, from);
  out_.alu(Alu::and_, Width::k64, work, mask);
  out_.alu(Alu::add, Width::k64, work, mask);
  out_.alu(Alu::or_, Width::k64, work, from);
  out_.not_(Width::k64, mask);
  out_.alu(Alu::and_, Width::k64, work, mask);
  out_.mov(Width::k64, mask, work);
  out_.shift(Shift::shr, Width::k64, mask, 7);
  out_.neg(Width::k64, mask);
  out_.alu(Alu::add, Width::k64, mask, work);
  out_.alu(Alu::or_, Width::k64, work, mask);
  finish(id, work);
  return true;
}

bool UnitLowering::lower_select(NodeId id) {
  const Node& it = node(id);
  if (!is_word(it.type)) return false;
  const Gpr work = take_temp();
  into(work, it.c);
  if (const auto memory = memory_of(it.b)) {
    const Cond cond = condition(it.a);
    out_.cmov(cond, Width::k64, work, *memory);
  } else {
    const Gpr yes = gpr(it.b);
    const Cond cond = condition(it.a);
    out_.cmov(cond, Width::k64, work, yes);
  }
  finish(id, work);
  return true;
}

// Sets the flags for a comparison and tells which condition means that it holds.
Cond UnitLowering::compare(NodeId id) {
  const Node& it = node(id);
  const Width width = width_of(node(it.a).type);
  NodeId a = it.a, b = it.b;
  std::int64_t constant = 0;
  const bool swapped = is_const(a, constant) && !is_const(b, constant);
  if (swapped) std::swap(a, b);
  std::int32_t small = 0;
  if (is_imm32(b, small)) {
    if (const auto memory = memory_of(a)) out_.alu_store_imm(Alu::cmp, width, *memory, small);
    else if (const Gpr left = gpr(a); small == 0) out_.test(width, left, left);
    else out_.alu_imm(Alu::cmp, width, left, small);
  } else if (const auto memory = memory_of(b)) {
    out_.alu_load(Alu::cmp, width, gpr(a), *memory);
  } else {
    const Gpr right = gpr(b);
    out_.alu(Alu::cmp, width, gpr(a), right);
  }
  switch (it.op) {
    case Op::kEq: return Cond::e;
    case Op::kNe: return Cond::ne;
    case Op::kLtU: return swapped ? Cond::a : Cond::b;
    case Op::kLtS: return swapped ? Cond::g : Cond::l;
    case Op::kGeU: return swapped ? Cond::be : Cond::ae;
    default: return swapped ? Cond::le : Cond::ge;
  }
}

bool UnitLowering::lower_compare(NodeId id) {
  if (!is_word(node(node(id).a).type)) return false;
  if (stays_open(id)) {
    values_[id] = {.where = Where::kCompare};
    return true;
  }
  const Cond cond = compare(id);
  const Gpr target = take_temp();
  out_.setcc(cond, target);
  out_.movzx(Width::k8, target, target);
  finish(id, target);
  return true;
}

// The condition under which an I1 holds, flags set.
Cond UnitLowering::condition(NodeId id) {
  if (values_[root(id)].where == Where::kCompare) return compare(root(id));
  const Gpr reg = gpr(id);
  out_.test(Width::k32, reg, reg);
  return Cond::ne;
}

bool UnitLowering::lower_binary(NodeId id) {
  const Node& it = node(id);
  if (!is_word(it.type)) return false;
  const bool logic = it.op == Op::kAnd || it.op == Op::kOr || it.op == Op::kXor;
  if (logic && (values_[root(it.a)].is_vector || values_[root(it.b)].is_vector)) return lower_vector_logic(id);
  const Width width = width_of(it.type);
  const Gpr target = destination(id);
  switch (it.op) {
    case Op::kAdd: lower_add(id, target, width); break;
    case Op::kSub: lower_sub(id, target, width); break;
    case Op::kAnd: lower_commutative(id, Alu::and_, target, width); break;
    case Op::kOr: lower_commutative(id, Alu::or_, target, width); break;
    case Op::kXor: lower_commutative(id, Alu::xor_, target, width); break;
    case Op::kMul: lower_multiply(id, target, width); break;
    case Op::kShl: lower_shift(id, Shift::shl, target, width); break;
    case Op::kShr: lower_shift(id, Shift::shr, target, width); break;
    case Op::kSar: lower_shift(id, Shift::sar, target, width); break;
    case Op::kRotl: lower_shift(id, Shift::rol, target, width); break;
    default: lower_shift(id, Shift::ror, target, width); break;
  }
  finish(id, target);
  return true;
}

void UnitLowering::lower_multiply(NodeId id, Gpr target, Width width) {
  NodeId a = node(id).a, b = node(id).b;
  std::int32_t constant = 0;
  if (is_imm32(a, constant)) std::swap(a, b);
  if (is_imm32(b, constant)) {
    out_.imul_imm(width, target, gpr(a), constant);
    return;
  }
  if (memory_of(a)) std::swap(a, b);
  if (const auto memory = memory_of(b)) {
    into(target, a);
    out_.imul(width, target, *memory);
    return;
  }
  const Gpr right = gpr(b);
  if (right == target) {
    out_.imul(width, target, gpr(a));
  } else {
    into(target, a);
    out_.imul(width, target, right);
  }
}

bool UnitLowering::lower_pure(NodeId id) {
  const Node& it = node(id);
  switch (it.op) {
    case Op::kConst: values_[id] = {.where = Where::kConst}; return true;
    case Op::kTrunc:
    case Op::kBitcast: return true;  // looked through
    case Op::kPc: {
      const Gpr target = destination(id);
      out_.load(Width::k64, target, homes_.slot(state_offset::kPagePc));
      if (const std::int32_t offset = page_target(it.imm); offset != 0) out_.alu_imm(Alu::add, Width::k64, target, offset);
      finish(id, target);
      return true;
    }
    case Op::kAdd:
      if (stays_open(id)) {
        values_[id] = {.where = Where::kSum};
        return true;
      }
      return lower_binary(id);
    case Op::kSub:
    case Op::kAnd:
    case Op::kOr:
    case Op::kXor:
    case Op::kMul:
    case Op::kShl:
    case Op::kShr:
    case Op::kSar:
    case Op::kRotl:
    case Op::kRotr: return lower_binary(id);
    case Op::kMulHighU:
    case Op::kMulHighS:
    case Op::kMulHighSU: return lower_multiply_high(id);
    case Op::kDivU:
    case Op::kDivS:
    case Op::kRemU:
    case Op::kRemS: return is_word(it.type) && lower_division(id);
    case Op::kEq:
    case Op::kNe:
    case Op::kLtU:
    case Op::kLtS:
    case Op::kGeU:
    case Op::kGeS: return lower_compare(id);
    case Op::kSelect: return lower_select(id);
    case Op::kOrCombine: return it.type == Type::kI64 && lower_or_combine(id);
    case Op::kFClass: return lower_float(id);
    case Op::kUnbox: return request_.with_float && lower_unbox(id);
    case Op::kBox: return request_.with_float && lower_box(id);
    default: return lower_unary(id);
  }
}

}  // namespace vitrine::codegen::x64
