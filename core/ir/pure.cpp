// SPDX-License-Identifier: Apache-2.0
// Pure IR operations on words, straight from their definitions in ops.def.
#include "core/ir/pure.h"

#include <bit>

#include "core/base/bits.h"
#include "core/base/check.h"

namespace vitrine::ir {
namespace {

using base::s128;
using base::s64;
using base::u128;
using base::u64;

s64 as_signed(u64 value, unsigned width) { return base::sign_extend(value, width); }

u64 divide_signed(s64 a, s64 b, bool remainder) {
  if (b == 0) return remainder ? static_cast<u64>(a) : ~u64{0};
  if (b == -1) return remainder ? 0 : u64{0} - static_cast<u64>(a);
  return static_cast<u64>(remainder ? a % b : a / b);
}

u64 divide_unsigned(u64 a, u64 b, bool remainder) {
  if (b == 0) return remainder ? a : ~u64{0};
  return remainder ? a % b : a / b;
}

u64 rotate_left(u64 value, unsigned amount, unsigned width) {
  amount %= width;
  return amount == 0 ? value : (value << amount) | (value >> (width - amount));
}

u64 or_combine(u64 value) {
  u64 result = 0;
  for (unsigned byte = 0; byte < 64; byte += 8)
    if (((value >> byte) & 0xff) != 0) result |= u64{0xff} << byte;
  return result;
}

u64 parity_flag(u64 value) { return (std::popcount(value & 0xff) & 1) == 0 ? kFlagParity : 0; }

u64 result_flags(u64 result, unsigned width) {
  CHECK(width != 0);  // a result has bits
  return (result == 0 ? kFlagZero : 0) | (base::bit(result, width - 1) ? kFlagSign : 0) | parity_flag(result);
}

u64 add_flags(Type type, u64 a, u64 b) {
  const unsigned width = bit_width(type);
  const u64 sum = truncate_to(type, a + b);
  return result_flags(sum, width) | (sum < a ? kFlagCarry : 0) | (base::bit(~(a ^ b) & (a ^ sum), width - 1) ? kFlagOverflow : 0) |
         (base::bit(a ^ b ^ sum, 4) ? kFlagAdjust : 0);
}

u64 sub_flags(Type type, u64 a, u64 b) {
  const unsigned width = bit_width(type);
  const u64 difference = truncate_to(type, a - b);
  return result_flags(difference, width) | (a < b ? kFlagCarry : 0) |
         (base::bit((a ^ b) & (a ^ difference), width - 1) ? kFlagOverflow : 0) | (base::bit(a ^ b ^ difference, 4) ? kFlagAdjust : 0);
}

u64 multiply_high(Op op, u64 a, u64 b, unsigned width) {
  const bool a_signed = op != Op::kMulHighU;
  const bool b_signed = op == Op::kMulHighS;
  const s128 wide_a = a_signed ? s128{as_signed(a, width)} : static_cast<s128>(u128{a});
  const s128 wide_b = b_signed ? s128{as_signed(b, width)} : static_cast<s128>(u128{b});
  return static_cast<u64>(static_cast<u128>(wide_a) * static_cast<u128>(wide_b) >> width);
}

// RISC-V's class mask: -inf, -normal, -subnormal, -0, +0, +subnormal, +normal, +inf, signaling NaN, quiet NaN.
u64 classify(u64 value, unsigned width) {
  const unsigned mantissa_bits = width == 32 ? 23 : 52;
  const unsigned exponent_bits = width == 32 ? 8 : 11;
  const bool negative = base::bit(value, width - 1);
  const u64 exponent = base::bits(value, width - 2, mantissa_bits);
  const u64 mantissa = base::bits(value, mantissa_bits - 1, 0);
  const u64 top = (u64{1} << exponent_bits) - 1;
  if (exponent == top && mantissa != 0) return base::bit(mantissa, mantissa_bits - 1) ? 1u << 9 : 1u << 8;
  unsigned rank = 2;  // distance from zero: 0 zero, 1 subnormal, 2 normal, 3 infinity
  if (exponent == top) rank = 3;
  if (exponent == 0) rank = mantissa == 0 ? 0 : 1;
  return u64{1} << (negative ? 3 - rank : 4 + rank);
}

}  // namespace

u64 truncate_to(Type type, u64 value) {
  const unsigned width = bit_width(type);
  return width >= 64 ? value : value & ((u64{1} << width) - 1);
}

namespace {

std::optional<u64> arithmetic(const Node& node, unsigned width, u64 a, u64 b) {
  switch (node.op) {
    case Op::kAdd: return a + b;
    case Op::kSub: return a - b;
    case Op::kMul: return a * b;
    case Op::kMulHighU:
    case Op::kMulHighS:
    case Op::kMulHighSU: return multiply_high(node.op, a, b, width);
    case Op::kDivU: return divide_unsigned(a, b, false);
    case Op::kRemU: return divide_unsigned(a, b, true);
    case Op::kDivS: return divide_signed(as_signed(a, width), as_signed(b, width), false);
    case Op::kRemS: return divide_signed(as_signed(a, width), as_signed(b, width), true);
    case Op::kAnd: return a & b;
    case Op::kOr: return a | b;
    case Op::kXor: return a ^ b;
    case Op::kShl: return a << (b % width);
    case Op::kShr: return a >> (b % width);
    case Op::kSar: return static_cast<u64>(as_signed(a, width) >> (b % width));
    case Op::kRotl: return rotate_left(a, static_cast<unsigned>(b % width), width);
    case Op::kRotr: return rotate_left(a, width - static_cast<unsigned>(b % width), width);
    default: return std::nullopt;
  }
}

std::optional<u64> comparison(const Node& node, unsigned width, u64 a, u64 b) {
  switch (node.op) {
    case Op::kEq: return a == b;
    case Op::kNe: return a != b;
    case Op::kLtU: return a < b;
    case Op::kGeU: return a >= b;
    case Op::kLtS: return as_signed(a, width) < as_signed(b, width);
    case Op::kGeS: return as_signed(a, width) >= as_signed(b, width);
    default: return std::nullopt;
  }
}

constexpr u64 kBoxUpper = 0xffffffff00000000, kDefaultNan = 0x7fc00000;

std::optional<u64> unary(const Node& node, unsigned width, u64 a) {
  switch (node.op) {
    case Op::kZext:
    case Op::kTrunc:
    case Op::kBitcast: return a;
    case Op::kSext: return static_cast<u64>(as_signed(a, width));
    case Op::kBox: return kBoxUpper | a;
    case Op::kUnbox: return a >= kBoxUpper ? a : kDefaultNan;
    case Op::kClz: return static_cast<u64>(std::countl_zero(a)) - (64 - width);
    case Op::kCtz: return a == 0 ? width : static_cast<u64>(std::countr_zero(a));
    case Op::kPopcount: return static_cast<u64>(std::popcount(a));
    case Op::kBswap: return std::byteswap(a) >> (64 - width);
    case Op::kOrCombine: return or_combine(a);
    case Op::kFClass: return classify(a, width);
    default: return std::nullopt;
  }
}

std::optional<u64> flags(const Node& node, Type type, u64 a, u64 b, u64 c) {
  switch (node.op) {
    case Op::kFlagsAdd: return add_flags(type, a, b);
    case Op::kFlagsSub: return sub_flags(type, a, b);
    case Op::kFlagsLogic: return result_flags(a, bit_width(type));
    case Op::kFlagsMerge: return base::merge_bits(a, b, node.imm);
    case Op::kFlagsTest: return (a & node.imm) != 0;
    case Op::kFlagsSelect:
    case Op::kSelect: return a != 0 ? b : c;
    case Op::kConst: return node.imm;
    default: return std::nullopt;
  }
}

}  // namespace

std::optional<u64> evaluate_pure(const Node& node, Type operand_type, u64 a, u64 b, u64 c) {
  const unsigned width = operand_type == Type::kVoid ? 64 : bit_width(operand_type);
  std::optional<u64> value;
  if (node.op >= Op::kAdd && node.op <= Op::kRotr) value = arithmetic(node, width, a, b);
  else if (node.op >= Op::kEq && node.op <= Op::kGeS) value = comparison(node, width, a, b);
  else if ((node.op >= Op::kZext && node.op <= Op::kOrCombine) || node.op == Op::kFClass) value = unary(node, width, a);
  else value = flags(node, operand_type, a, b, c);
  if (value) return truncate_to(node.type, *value);
  return std::nullopt;
}

}  // namespace vitrine::ir
