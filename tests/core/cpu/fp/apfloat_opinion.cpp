// SPDX-License-Identifier: Apache-2.0
// The only file that sees LLVM's headers.
#include "tests/core/cpu/fp/apfloat_opinion.h"

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wunused-parameter"
#pragma GCC diagnostic ignored "-Wpedantic"
#include <llvm/ADT/APFloat.h>
#include <llvm/ADT/APSInt.h>
#pragma GCC diagnostic pop

#include "core/cpu/fp/format.h"

namespace vitrine::tests::fp {
namespace {

using llvm::APFloat;
using llvm::APInt;

const llvm::fltSemantics& semantics(unsigned width) {
  return width == 16 ? APFloat::IEEEhalf() : width == 32 ? APFloat::IEEEsingle() : APFloat::IEEEdouble();
}

APFloat::roundingMode mode(Rounding rounding) {
  switch (rounding) {
    case Rounding::kNearestEven: return APFloat::rmNearestTiesToEven;
    case Rounding::kTowardZero: return APFloat::rmTowardZero;
    case Rounding::kDown: return APFloat::rmTowardNegative;
    case Rounding::kUp: return APFloat::rmTowardPositive;
    case Rounding::kNearestMaxMagnitude: break;
  }
  return APFloat::rmNearestTiesToAway;
}

u8 flags_of(unsigned status) {
  const auto pick = [status](unsigned from, u8 to) { return (status & from) != 0 ? to : u8{0}; };
  return static_cast<u8>(pick(APFloat::opInvalidOp, cpu::fp::kInvalid) | pick(APFloat::opDivByZero, cpu::fp::kDivideByZero) |
                         pick(APFloat::opOverflow, cpu::fp::kOverflow) | pick(APFloat::opUnderflow, cpu::fp::kUnderflow) |
                         pick(APFloat::opInexact, cpu::fp::kInexact));
}

Outcome float_outcome(const APFloat& value, unsigned status, const Outcome& expected) {
  if (value.isNaN()) return {expected.bits, expected.flags};
  Outcome outcome{value.bitcastToAPInt().getZExtValue(), flags_of(status)};
  const auto unknown = static_cast<u8>(value.isSmallestNormalized() ? cpu::fp::kUnderflow : value.isLargest() ? cpu::fp::kOverflow : 0);
  outcome.flags = static_cast<u8>((outcome.flags & ~unknown) | (expected.flags & unknown));
  return outcome;
}

Outcome to_integer(const APFloat& value, bool is_signed, unsigned width, Rounding rounding, const Outcome& expected) {
  llvm::APSInt result{width, !is_signed};
  bool exact = false;
  const auto status = value.convertToInteger(result, mode(rounding), &exact);
  if (value.isNaN()) return expected;  // APFloat saturates a NaN to zero
  return {is_signed ? static_cast<u64>(result.getSExtValue()) : result.getZExtValue(), flags_of(status)};
}

Outcome convert(APFloat value, unsigned width, Rounding rounding, const Outcome& expected) {
  bool loses = false;
  const auto status = value.convert(semantics(width), mode(rounding), &loses);
  return float_outcome(value, status, expected);
}

Outcome from_integer(Layout layout, u64 operand, bool is_signed, Rounding rounding, const Outcome& expected) {
  APFloat value{semantics(layout.width)};
  const auto status = value.convertFromAPInt(APInt{64, operand}, is_signed, mode(rounding));
  return float_outcome(value, status, expected);
}

}  // namespace

std::optional<Outcome> apfloat_opinion(Operation operation, Layout layout, const Operands& operands, Rounding rounding,
                                       const Outcome& expected) {
  const auto load = [layout](u64 bits) { return APFloat{semantics(layout.width), APInt{layout.width, bits}}; };
  APFloat a = load(takes_integer(operation) ? 0 : operands[0]);
  const auto rm = mode(rounding);
  switch (operation) {
    case Operation::kAdd: {
      const auto status = a.add(load(operands[1]), rm);
      return float_outcome(a, status, expected);
    }
    case Operation::kSub: {
      const auto status = a.subtract(load(operands[1]), rm);
      return float_outcome(a, status, expected);
    }
    case Operation::kMul: {
      const auto status = a.multiply(load(operands[1]), rm);
      return float_outcome(a, status, expected);
    }
    case Operation::kDiv: {
      const auto status = a.divide(load(operands[1]), rm);
      return float_outcome(a, status, expected);
    }
    case Operation::kFma: {
      const auto status = a.fusedMultiplyAdd(load(operands[1]), load(operands[2]), rm);
      return float_outcome(a, status, expected);
    }
    case Operation::kSqrt: return std::nullopt;
    case Operation::kToF16: return convert(a, 16, rounding, expected);
    case Operation::kToF32: return convert(a, 32, rounding, expected);
    case Operation::kToF64: return convert(a, 64, rounding, expected);
    case Operation::kToS32: return to_integer(a, true, 32, rounding, expected);
    case Operation::kToU32: return to_integer(a, false, 32, rounding, expected);
    case Operation::kToS64: return to_integer(a, true, 64, rounding, expected);
    case Operation::kToU64: return to_integer(a, false, 64, rounding, expected);
    case Operation::kFromS32:
    case Operation::kFromS64: return from_integer(layout, operands[0], true, rounding, expected);
    case Operation::kFromU32:
    case Operation::kFromU64: return from_integer(layout, operands[0], false, rounding, expected);
  }
  return std::nullopt;
}

}  // namespace vitrine::tests::fp
