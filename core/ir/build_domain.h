// SPDX-License-Identifier: Apache-2.0
// The IR-building value domain: instruction semantics run against it record nodes instead of computing.
#pragma once

#include <cstdint>

#include "core/ir/builder.h"
#include "core/ir/node.h"
#include "core/ir/types.h"

namespace vitrine::ir {

// A value of type T: the node that makes it.
template <class T> struct NodeValue {
  NodeId id;
};

// Every method has its twin in cpu::EvalDomain, which is the documentation of what it means.  Thread: the vCPU that translates.
class BuildDomain {
 public:
  template <class T> using V = NodeValue<T>;
  static constexpr bool kRecords = true;

  explicit BuildDomain(Builder& builder) : builder_{builder} {}

  template <class T> V<T> imm(std::uint64_t value) { return {builder_.constant(T::kType, value)}; }
  V<I64> pc(std::uint64_t delta = 0) { return {builder_.append(Op::kPc, Type::kI64, {}, builder_.insn().pc_offset + delta)}; }

  template <class T> V<T> get(std::uint32_t slot) { return {builder_.append(Op::kGet, T::kType, {}, slot)}; }
  template <class T> void set(std::uint32_t slot, V<T> value) {
    builder_.append(Op::kSet, Type::kVoid, {value.id}, slot, static_cast<std::uint8_t>(T::kType));
  }

#define VITRINE_BINARY(name, op) \
  template <class T> V<T> name(V<T> a, V<T> b) { return {builder_.append(Op::op, T::kType, {a.id, b.id})}; }
  VITRINE_BINARY(add, kAdd)
  VITRINE_BINARY(sub, kSub)
  VITRINE_BINARY(mul, kMul)
  VITRINE_BINARY(mulh_u, kMulHighU)
  VITRINE_BINARY(mulh_s, kMulHighS)
  VITRINE_BINARY(mulh_su, kMulHighSU)
  VITRINE_BINARY(div_u, kDivU)
  VITRINE_BINARY(div_s, kDivS)
  VITRINE_BINARY(rem_u, kRemU)
  VITRINE_BINARY(rem_s, kRemS)
  VITRINE_BINARY(and_, kAnd)
  VITRINE_BINARY(or_, kOr)
  VITRINE_BINARY(xor_, kXor)
  VITRINE_BINARY(shl, kShl)
  VITRINE_BINARY(shr, kShr)
  VITRINE_BINARY(sar, kSar)
  VITRINE_BINARY(rotl, kRotl)
  VITRINE_BINARY(rotr, kRotr)
#undef VITRINE_BINARY

#define VITRINE_COMPARE(name, op) \
  template <class T> V<I1> name(V<T> a, V<T> b) { return {builder_.append(Op::op, Type::kI1, {a.id, b.id})}; }
  VITRINE_COMPARE(eq, kEq)
  VITRINE_COMPARE(ne, kNe)
  VITRINE_COMPARE(lt_u, kLtU)
  VITRINE_COMPARE(lt_s, kLtS)
  VITRINE_COMPARE(ge_u, kGeU)
  VITRINE_COMPARE(ge_s, kGeS)
#undef VITRINE_COMPARE

#define VITRINE_UNARY(name, op) \
  template <class T> V<T> name(V<T> a) { return {builder_.append(Op::op, T::kType, {a.id})}; }
  VITRINE_UNARY(clz, kClz)
  VITRINE_UNARY(ctz, kCtz)
  VITRINE_UNARY(popcount, kPopcount)
  VITRINE_UNARY(bswap, kBswap)
  VITRINE_UNARY(or_combine, kOrCombine)
#undef VITRINE_UNARY

  template <class T> V<T> select(V<I1> condition, V<T> yes, V<T> no) {
    return {builder_.append(Op::kSelect, T::kType, {condition.id, yes.id, no.id})};
  }

#define VITRINE_CONVERT(name, op) \
  template <class To, class From> V<To> name(V<From> a) { return {builder_.append(Op::op, To::kType, {a.id})}; }
  VITRINE_CONVERT(zext, kZext)
  VITRINE_CONVERT(sext, kSext)
  VITRINE_CONVERT(trunc, kTrunc)
  VITRINE_CONVERT(bitcast, kBitcast)
#undef VITRINE_CONVERT
  V<I64> box(V<F32> single) { return {builder_.append(Op::kBox, Type::kI64, {single.id})}; }
  V<F32> unbox(V<I64> boxed) { return {builder_.append(Op::kUnbox, Type::kF32, {boxed.id})}; }

  template <class T> V<T> load(V<I64> address) { return {builder_.append(Op::kLoad, T::kType, {address.id})}; }
  template <class T> void store(V<I64> address, V<T> value) { builder_.append(Op::kStore, Type::kVoid, {address.id, value.id}); }
  template <class T> V<T> amo(AmoOp op, V<I64> address, V<T> value) {
    return {builder_.append(Op::kAmo, T::kType, {address.id, value.id}, 0, static_cast<std::uint8_t>(op))};
  }
  template <class T> V<T> load_reserved(V<I64> address) { return {builder_.append(Op::kLoadReserved, T::kType, {address.id})}; }
  template <class T> V<I64> store_conditional(V<I64> address, V<T> value) {
    return {builder_.append(Op::kStoreConditional, Type::kI64, {address.id, value.id})};
  }
  void fence() { builder_.append(Op::kFence, Type::kVoid); }

#define VITRINE_FLOAT2(name, op)                                                                      \
  template <class T> V<T> name(V<T> a, V<T> b, RoundingChoice rounding) {                             \
    return {builder_.append(Op::op, T::kType, {a.id, b.id}, 0, static_cast<std::uint8_t>(rounding))}; \
  }
  VITRINE_FLOAT2(fadd, kFAdd)
  VITRINE_FLOAT2(fsub, kFSub)
  VITRINE_FLOAT2(fmul, kFMul)
  VITRINE_FLOAT2(fdiv, kFDiv)
#undef VITRINE_FLOAT2
  template <class T> V<T> fsqrt(V<T> a, RoundingChoice rounding) {
    return {builder_.append(Op::kFSqrt, T::kType, {a.id}, 0, static_cast<std::uint8_t>(rounding))};
  }
  template <class T> V<T> fma(V<T> a, V<T> b, V<T> c, RoundingChoice rounding) {
    return {builder_.append(Op::kFMulAdd, T::kType, {a.id, b.id, c.id}, 0, static_cast<std::uint8_t>(rounding))};
  }
  template <class T> V<T> fmin(V<T> a, V<T> b) { return {builder_.append(Op::kFMin, T::kType, {a.id, b.id})}; }
  template <class T> V<T> fmax(V<T> a, V<T> b) { return {builder_.append(Op::kFMax, T::kType, {a.id, b.id})}; }
  template <class T> V<I1> feq(V<T> a, V<T> b) { return {builder_.append(Op::kFEq, Type::kI1, {a.id, b.id})}; }
  template <class T> V<I1> flt(V<T> a, V<T> b) { return {builder_.append(Op::kFLt, Type::kI1, {a.id, b.id})}; }
  template <class T> V<I1> fle(V<T> a, V<T> b) { return {builder_.append(Op::kFLe, Type::kI1, {a.id, b.id})}; }
  template <class T> V<I64> fclass(V<T> a) { return {builder_.append(Op::kFClass, Type::kI64, {a.id})}; }
  template <class To, class From> V<To> fconvert(V<From> a, RoundingChoice rounding) {
    return {builder_.append(Op::kFConvert, To::kType, {a.id}, 0, static_cast<std::uint8_t>(rounding))};
  }
  template <class To, class From> V<To> fto_int(V<From> a, bool is_signed, RoundingChoice rounding) {
    return {builder_.append(Op::kFToInt, To::kType, {a.id}, is_signed ? 1 : 0, static_cast<std::uint8_t>(rounding))};
  }
  template <class To, class From> V<To> ffrom_int(V<From> a, bool is_signed, RoundingChoice rounding) {
    return {builder_.append(Op::kFFromInt, To::kType, {a.id}, is_signed ? 1 : 0, static_cast<std::uint8_t>(rounding))};
  }

  void branch(V<I1> condition, std::int64_t delta) { builder_.append(Op::kBranch, Type::kVoid, {condition.id}, offset(delta)); }
  void jump(std::int64_t delta) { builder_.append(Op::kJump, Type::kVoid, {}, offset(delta)); }
  void jump_indirect(V<I64> target, JumpHint hint) {
    builder_.append(Op::kJumpIndirect, Type::kVoid, {target.id}, 0, static_cast<std::uint8_t>(hint));
  }
  void raise(std::uint64_t cause, V<I64> value) { builder_.append(Op::kRaise, Type::kVoid, {value.id}, cause); }
  template <class Function> void helper(Function function) {
    builder_.append(Op::kHelper, Type::kVoid, {}, reinterpret_cast<std::uintptr_t>(function));
  }

 private:
  [[nodiscard]] std::uint64_t offset(std::int64_t delta) const { return builder_.insn().pc_offset + static_cast<std::uint64_t>(delta); }
  Builder& builder_;
};

}  // namespace vitrine::ir
