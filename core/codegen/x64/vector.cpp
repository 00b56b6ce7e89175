// SPDX-License-Identifier: Apache-2.0
// Floating point on the host's units.  MXCSR holds the guest's rounding mode and collects its exceptions; results that are NaNs, which the
// hosts make otherwise, are put right out of line, and what the host cannot do at all is computed by C++.
#include <algorithm>
#include <span>

#include "core/codegen/x64/unit_lowering.h"

namespace vitrine::codegen::x64 {

using ir::Op;
using ir::RoundingChoice;
using ir::Type;

namespace {

bool is_double(Type type) { return type == Type::kF64; }

}  // namespace

// Does the operation round as MXCSR says?
bool UnitLowering::rounds_as_host(const Node& it) const {
  constexpr auto kAway = static_cast<std::uint8_t>(RoundingChoice::kNearestMaxMagnitude);
  if (request_.rounding >= kAway) return false;
  return it.aux == static_cast<std::uint8_t>(RoundingChoice::kDynamic) || it.aux == request_.rounding;
}

Mem UnitLowering::constant(VectorConstant which) const {
  return Mem::rip(all_stubs_.constants + static_cast<std::size_t>(which) * kVectorConstantBytes);
}

// The result is in a scratch register: goes to its home where it has one.
void UnitLowering::settle(NodeId id, Xmm raw) {
  const auto slot = set_of_result(id);
  const auto home = slot ? homes_.floating(*slot) : std::nullopt;
  if (home) out_.vmovapd(*home, raw);
  finish_vector(id, home ? *home : raw);
}

// The result is in `raw`: goes to its place, as the canonical NaN where it is any NaN.
void UnitLowering::finish_float(NodeId id, Xmm raw) {
  const bool wide = is_double(node(id).type);
  if (wide) out_.vucomisd(raw, raw);
  else out_.vucomiss(raw, raw);
  ColdPath cold;
  cold.kind = ColdPath::Kind::kFloat;
  cold.reg = static_cast<std::uint8_t>(number(raw));
  cold.width = wide ? Width::k64 : Width::k32;
  cold.has_constant = true;
  out_.jcc(Cond::p, cold.entry);
  out_.bind(cold.back);
  cold_.push_back(cold);
  settle(id, raw);
}

bool UnitLowering::lower_float_binary(NodeId id) {
  const Node& it = node(id);
  if (!rounds_as_host(it)) return lower_computed(id);
  const Xmm a = xmm(it.a), b = xmm(it.b), raw = take_vector();
  const bool wide = is_double(it.type);
  switch (it.op) {
    case Op::kFAdd: wide ? out_.vaddsd(raw, a, b) : out_.vaddss(raw, a, b); break;
    case Op::kFSub: wide ? out_.vsubsd(raw, a, b) : out_.vsubss(raw, a, b); break;
    case Op::kFMul: wide ? out_.vmulsd(raw, a, b) : out_.vmulss(raw, a, b); break;
    default: wide ? out_.vdivsd(raw, a, b) : out_.vdivss(raw, a, b); break;
  }
  finish_float(id, raw);
  return true;
}

bool UnitLowering::lower_square_root(NodeId id) {
  const Node& it = node(id);
  if (!rounds_as_host(it)) return lower_computed(id);
  const Xmm a = xmm(it.a), raw = take_vector();
  if (is_double(it.type)) out_.vsqrtsd(raw, a, a);
  else out_.vsqrtss(raw, a, a);
  finish_float(id, raw);
  return true;
}

// A NaN here may need flags that the host does not raise (infinity times zero plus a quiet NaN): C++ decides.
bool UnitLowering::lower_fused(NodeId id) {
  const Node& it = node(id);
  if (!rounds_as_host(it) || !request_.host_fuses) return lower_computed(id);
  const Xmm a = xmm(it.a), b = xmm(it.b), c = xmm(it.c), raw = take_vector();
  const bool wide = is_double(it.type);
  out_.vmovapd(raw, a);
  if (wide) out_.vfma_sd(Fma::add, FmaOrder::k213, raw, b, c);
  else out_.vfma_ss(Fma::add, FmaOrder::k213, raw, b, c);
  if (wide) out_.vucomisd(raw, raw);
  else out_.vucomiss(raw, raw);
  compute_out_of_line(id, Cond::p, {number(a), number(b), number(c)}, raw);
  settle(id, raw);
  return true;
}

// Jumps where `when` holds to a path that has C++ compute the node from vector registers into `result`.
void UnitLowering::compute_out_of_line(NodeId id, Cond when, std::array<unsigned, 3> operands, Xmm result) {
  ColdPath cold;
  cold.kind = ColdPath::Kind::kFloat;
  cold.node = id;
  cold.number = new_site(id, 8, false);
  cold.reg = static_cast<std::uint8_t>(number(result));
  cold.reg_is_vector = true;
  cold.operands = {static_cast<std::uint8_t>(operands[0]), static_cast<std::uint8_t>(operands[1]), static_cast<std::uint8_t>(operands[2])};
  cold.live = live_scratch(static_cast<Gpr>(0xff));
  out_.jcc(when, cold.entry);
  out_.bind(cold.back);
  cold_.push_back(cold);
}

// Quiet comparisons are exact on the host; a NaN takes the way of C++.
bool UnitLowering::lower_min_max(NodeId id) {
  const Node& it = node(id);
  const Xmm a = xmm(it.a), b = xmm(it.b), raw = take_vector();
  const bool wide = is_double(it.type), least = it.op == Op::kFMin;
  // The host's operations give their second operand for two zeros: both orders together tell which sign there is.
  const Xmm other = take_vector();
  ColdPath cold;
  cold.kind = ColdPath::Kind::kFloat;
  cold.node = id;
  cold.number = new_site(id, 8, false);
  cold.reg = static_cast<std::uint8_t>(number(raw));
  cold.reg_is_vector = true;
  cold.operands = {static_cast<std::uint8_t>(number(a)), static_cast<std::uint8_t>(number(b)), static_cast<std::uint8_t>(number(b))};
  cold.live = live_scratch(static_cast<Gpr>(0xff));
  if (wide) out_.vucomisd(a, b);
  else out_.vucomiss(a, b);
  out_.jcc(Cond::p, cold.entry);
  if (least) {
    wide ? out_.vminsd(raw, a, b) : out_.vminss(raw, a, b);
    wide ? out_.vminsd(other, b, a) : out_.vminss(other, b, a);
    out_.vorpd(raw, raw, other);
  } else {
    wide ? out_.vmaxsd(raw, a, b) : out_.vmaxss(raw, a, b);
    wide ? out_.vmaxsd(other, b, a) : out_.vmaxss(other, b, a);
    out_.vandpd(raw, raw, other);
  }
  out_.bind(cold.back);
  cold_.push_back(cold);
  settle(id, raw);
  return true;
}

// a < b is asked as b > a, which an unordered pair does not fulfil.
bool UnitLowering::lower_float_compare(NodeId id) {
  const Node& it = node(id);
  const bool wide = is_double(node(it.a).type);
  const Xmm a = xmm(it.a), b = xmm(it.b);
  const Gpr target = take_temp();
  if (it.op == Op::kFEq) {
    const Gpr ordered = take_temp();
    if (wide) out_.vucomisd(a, b);
    else out_.vucomiss(a, b);
    out_.setcc(Cond::e, target);
    out_.setcc(Cond::np, ordered);
    out_.alu(Alu::and_, Width::k32, target, ordered);
  } else {
    if (wide) out_.vcomisd(b, a);
    else out_.vcomiss(b, a);
    out_.setcc(it.op == Op::kFLt ? Cond::a : Cond::ae, target);
  }
  out_.movzx(Width::k8, target, target);
  finish(id, target);
  return true;
}

bool UnitLowering::lower_float_convert(NodeId id) {
  const Node& it = node(id);
  if (!is_double(it.type) && !rounds_as_host(it)) return lower_computed(id);
  const Xmm a = xmm(it.a), raw = take_vector();
  if (is_double(it.type)) out_.vcvtss2sd(raw, a, a);
  else out_.vcvtsd2ss(raw, a, a);
  finish_float(id, raw);
  return true;
}

// Signed conversions alone: the host has no others, and would raise inexact for what is invalid.
bool UnitLowering::lower_float_to_integer(NodeId id) {
  const Node& it = node(id);
  const bool truncates = it.aux == static_cast<std::uint8_t>(RoundingChoice::kTowardZero);
  if (it.imm == 0 || (!truncates && !rounds_as_host(it))) return lower_computed(id);
  const bool wide = is_double(node(it.a).type);
  const Width width = it.type == Type::kI64 ? Width::k64 : Width::k32;
  const Xmm a = xmm(it.a);
  const Gpr target = take_temp();
  if (truncates) wide ? out_.vcvttsd2si(width, target, a) : out_.vcvttss2si(width, target, a);
  else wide ? out_.vcvtsd2si(width, target, a) : out_.vcvtss2si(width, target, a);
  out_.alu_imm(Alu::cmp, width, target, 1);  // overflows for the least integer alone, which stands for all that does not fit
  ColdPath cold;
  cold.kind = ColdPath::Kind::kFloat;
  cold.node = id;
  cold.number = new_site(id, 8, false);
  cold.reg = static_cast<std::uint8_t>(number(target));
  cold.operands = {static_cast<std::uint8_t>(number(a)), static_cast<std::uint8_t>(number(a)), static_cast<std::uint8_t>(number(a))};
  cold.live = live_scratch(target);
  out_.jcc(Cond::o, cold.entry);
  out_.bind(cold.back);
  cold_.push_back(cold);
  finish(id, target);
  return true;
}

bool UnitLowering::lower_integer_to_float(NodeId id) {
  const Node& it = node(id);
  const Type from = node(it.a).type;
  const bool is_signed = it.imm != 0;
  const bool is_exact = is_double(it.type) && from == Type::kI32;
  if ((!is_exact && !rounds_as_host(it)) || (!is_signed && from == Type::kI64)) return lower_computed(id);
  Gpr integer = gpr(it.a);
  Width width = from == Type::kI64 ? Width::k64 : Width::k32;
  if (!is_signed) {
    const Gpr extended = take_temp();
    out_.mov(Width::k32, extended, integer);
    integer = extended;
    width = Width::k64;
  }
  const Xmm target = vector_destination(id);
  out_.vxorpd(target, target, target);  // the conversion keeps the upper bits, and so would wait for them
  if (is_double(it.type)) out_.vcvtsi2sd(width, target, target, integer);
  else out_.vcvtsi2ss(width, target, target, integer);
  finish_vector(id, target);
  return true;
}

// C++ computes the node.
bool UnitLowering::lower_computed(NodeId id) {
  const Node& it = node(id);
  const NodeId operands[] = {it.a, it.b, it.c};
  std::uint32_t offset = state_offset::kFloatOperands;
  for (const NodeId operand : std::span{operands}.first(ir::op_info(it.op).operands)) {
    const Mem place = homes_.slot(offset);
    if (const Value& value = values_[root(operand)]; value.is_vector) out_.vmovsd(place, static_cast<Xmm>(value.reg));
    else out_.store(Width::k64, place, gpr(operand));
    offset += 8;
  }
  for (unsigned i = 0; i < std::size(kScratch); ++i) {
    if (temp_owner_[i] != ir::kNoNode) spill_temp(i);
    put_away(i);
    temp_locked_[i] = true;
  }
  out_.mov_imm(Gpr::rcx, new_site(id, 8, false));
  out_.call(stubs_.compute);
  if (it.type == Type::kF32 || it.type == Type::kF64) {
    const Xmm target = vector_destination(id);
    out_.vmovq(target, Gpr::rax);
    finish_vector(id, target);
  } else {
    finish(id, Gpr::rax);
  }
  return true;
}

void UnitLowering::emit_cold_float(ColdPath& cold) {
  if (cold.has_constant) {
    const auto which = cold.width == Width::k64 ? VectorConstant::kNanDouble : VectorConstant::kNanSingle;
    out_.vmovsd(static_cast<Xmm>(cold.reg), constant(which));
    out_.jmp(cold.back);
    return;
  }
  begin_cold_access(cold);
  for (unsigned i = 0; i < ir::op_info(node(cold.node).op).operands; ++i)
    out_.vmovsd(homes_.slot(state_offset::kFloatOperands + 8 * i), static_cast<Xmm>(cold.operands[i]));
  out_.mov_imm(Gpr::rcx, cold.number);
  out_.call(stubs_.compute);
  if (cold.reg_is_vector) out_.vmovq(static_cast<Xmm>(cold.reg), Gpr::rax);
  else if (static_cast<Gpr>(cold.reg) != Gpr::rax) out_.mov(Width::k64, static_cast<Gpr>(cold.reg), Gpr::rax);
  end_cold_access(cold);
}

// A single in its 64-bit register: the upper half is all ones, or it reads as the canonical NaN.
bool UnitLowering::lower_unbox(NodeId id) {
  const NodeId from = node(id).a;
  const Value& value = values_[root(from)];
  const bool known =
      node(root(from)).op == Op::kGet && std::ranges::find(boxed_, static_cast<std::uint32_t>(node(root(from)).imm)) != boxed_.end();
  const Xmm single = take_vector();
  ColdPath cold;
  cold.kind = ColdPath::Kind::kFloat;
  cold.has_constant = true;
  cold.width = Width::k32;
  cold.reg = static_cast<std::uint8_t>(number(single));
  if (value.is_vector) {
    out_.vmovapd(single, static_cast<Xmm>(value.reg));
    if (!known) {
      const Gpr upper = take_temp();
      out_.vpextrd(upper, static_cast<Xmm>(value.reg), 1);
      out_.alu_imm(Alu::cmp, Width::k32, upper, -1);
    }
  } else if (const auto memory = memory_of(from)) {
    out_.vmovss(single, *memory);
    Mem upper = *memory;
    upper.disp += 4;
    if (!known) out_.alu_store_imm(Alu::cmp, Width::k32, upper, -1);
  } else {
    const Gpr raw = gpr(from);
    out_.vmovq(single, raw);
    const Gpr upper = take_temp();
    out_.mov(Width::k64, upper, raw);
    out_.shift(Shift::shr, Width::k64, upper, 32);
    out_.alu_imm(Alu::cmp, Width::k32, upper, -1);
  }
  if (!known || (!value.is_vector && !memory_of(from))) {
    out_.jcc(Cond::ne, cold.entry);
    out_.bind(cold.back);
    cold_.push_back(cold);
  }
  finish_vector(id, single);
  return true;
}

bool UnitLowering::lower_box(NodeId id) {
  const Xmm single = xmm(node(id).a);
  const Xmm target = vector_destination(id);
  out_.vorpd(target, single, constant(VectorConstant::kBox));
  finish_vector(id, target);
  return true;
}

// Signs: and, or and xor on values that are in vector registers anyway.
bool UnitLowering::lower_vector_logic(NodeId id) {
  const Node& it = node(id);
  const auto operand = [&](NodeId which) {
    std::int64_t constant = 0;
    if (!is_const(which, constant)) return xmm(which);
    const Gpr bits = take_temp();
    const Xmm vector = take_vector();
    out_.mov_imm(bits, static_cast<std::uint64_t>(constant));
    out_.vmovq(vector, bits);
    return vector;
  };
  const Xmm a = operand(it.a), b = operand(it.b);
  const Xmm target = vector_destination(id);
  switch (it.op) {
    case Op::kAnd: out_.vandpd(target, a, b); break;
    case Op::kOr: out_.vorpd(target, a, b); break;
    default: out_.vxorpd(target, a, b); break;
  }
  finish_vector(id, target);
  return true;
}

bool UnitLowering::lower_float(NodeId id) {
  if (!request_.with_float) return false;
  switch (node(id).op) {
    case Op::kFAdd:
    case Op::kFSub:
    case Op::kFMul:
    case Op::kFDiv: return lower_float_binary(id);
    case Op::kFSqrt: return lower_square_root(id);
    case Op::kFMulAdd: return lower_fused(id);
    case Op::kFMin:
    case Op::kFMax: return lower_min_max(id);
    case Op::kFEq:
    case Op::kFLt:
    case Op::kFLe: return lower_float_compare(id);
    case Op::kFConvert: return lower_float_convert(id);
    case Op::kFToInt: return lower_float_to_integer(id);
    case Op::kFFromInt: return lower_integer_to_float(id);
    case Op::kFClass: return lower_computed(id);
    default: return false;
  }
}

}  // namespace vitrine::codegen::x64
