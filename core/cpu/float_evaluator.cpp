// SPDX-License-Identifier: Apache-2.0
// Maps floating-point IR nodes to the software float.
#include "core/cpu/float_evaluator.h"

#include "core/base/bits.h"
#include "core/base/check.h"
#include "core/cpu/fp/arithmetic.h"
#include "core/cpu/fp/soft_float.h"

namespace vitrine::cpu {
namespace {

using base::u64;
using base::u8;
using ir::Node;
using ir::Op;

template <class F, class Int> u64 to_integer(u64 value, fp::Rounding rounding, u8& flags) {
  return static_cast<std::make_unsigned_t<Int>>(fp::soft::to_integer<Int, F>(static_cast<typename F::Bits>(value), rounding, flags));
}

template <class F> u64 convert_to_integer(const Node& node, u64 value, fp::Rounding rounding, u8& flags) {
  const bool is_signed = node.imm != 0;
  if (node.type == ir::Type::kI32)
    return is_signed ? to_integer<F, base::s32>(value, rounding, flags) : to_integer<F, base::u32>(value, rounding, flags);
  return is_signed ? to_integer<F, base::s64>(value, rounding, flags) : to_integer<F, base::u64>(value, rounding, flags);
}

template <class F> u64 convert_from_integer(const Node& node, ir::Type from, u64 value, fp::Rounding rounding, u8& flags) {
  const bool is_signed = node.imm != 0;
  if (from == ir::Type::kI32)
    return is_signed ? fp::soft::from_integer<F, base::s32>(static_cast<base::s32>(value), rounding, flags)
                     : fp::soft::from_integer<F, base::u32>(static_cast<base::u32>(value), rounding, flags);
  return is_signed ? fp::soft::from_integer<F, base::s64>(static_cast<base::s64>(value), rounding, flags)
                   : fp::soft::from_integer<F, base::u64>(value, rounding, flags);
}

template <class F> u64 evaluate_in(const Node& node, const FloatOperands& operands, fp::Rounding rounding, u8& flags) {
  using Bits = typename F::Bits;
  const auto a = static_cast<Bits>(operands.values[0]);
  const auto b = static_cast<Bits>(operands.values[1]);
  const auto c = static_cast<Bits>(operands.values[2]);
  switch (node.op) {
    case Op::kFAdd: return fp::soft::add<F>(a, b, rounding, flags);
    case Op::kFSub: return fp::soft::sub<F>(a, b, rounding, flags);
    case Op::kFMul: return fp::soft::mul<F>(a, b, rounding, flags);
    case Op::kFDiv: return fp::soft::div<F>(a, b, rounding, flags);
    case Op::kFSqrt: return fp::soft::sqrt<F>(a, rounding, flags);
    case Op::kFMulAdd: return fp::soft::fused_multiply_add<F>(a, b, c, rounding, flags);
    case Op::kFMin: return fp::minimum_number<F>(a, b, flags);
    case Op::kFMax: return fp::maximum_number<F>(a, b, flags);
    case Op::kFEq: return fp::equal<F>(a, b, flags);
    case Op::kFLt: return fp::less<F>(a, b, flags);
    case Op::kFLe: return fp::less_or_equal<F>(a, b, flags);
    case Op::kFToInt: return convert_to_integer<F>(node, a, rounding, flags);
    default: CHECK(false, std::string{ir::op_info(node.op).name}); return 0;
  }
}

}  // namespace

u64 evaluate_float(const Node& node, const FloatOperands& operands, u8& fflags) {
  const auto choice = static_cast<ir::RoundingChoice>(node.aux);
  const auto rounding = static_cast<fp::Rounding>(choice == ir::RoundingChoice::kDynamic ? operands.frm : node.aux);
  if (node.op == Op::kFFromInt) {
    return node.type == ir::Type::kF32 ? convert_from_integer<fp::F32>(node, operands.type, operands.values[0], rounding, fflags)
                                       : convert_from_integer<fp::F64>(node, operands.type, operands.values[0], rounding, fflags);
  }
  if (node.op == Op::kFConvert) {
    return node.type == ir::Type::kF32 ? fp::soft::convert<fp::F32, fp::F64>(operands.values[0], rounding, fflags)
                                       : fp::soft::convert<fp::F64, fp::F32>(static_cast<base::u32>(operands.values[0]), rounding, fflags);
  }
  return operands.type == ir::Type::kF32 ? evaluate_in<fp::F32>(node, operands, rounding, fflags)
                                         : evaluate_in<fp::F64>(node, operands, rounding, fflags);
}

}  // namespace vitrine::cpu
