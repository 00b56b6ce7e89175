// SPDX-License-Identifier: Apache-2.0
// The operations that round, as data: what the arithmetic, its references and the operand sets have in common.
#pragma once

#include <array>

#include "core/cpu/fp/format.h"

namespace vitrine::tests::fp {

using cpu::fp::Rounding;
using base::u32;
using base::u64;
using base::u8;

enum class Operation : u8 {
  kAdd,
  kSub,
  kMul,
  kDiv,
  kSqrt,
  kFma,
  kToF16,
  kToF32,
  kToF64,
  kToS32,
  kToU32,
  kToS64,
  kToU64,
  kFromS32,
  kFromU32,
  kFromS64,
  kFromU64
};
inline constexpr std::array kOperations{
    Operation::kAdd,   Operation::kSub,     Operation::kMul,     Operation::kDiv,     Operation::kSqrt,   Operation::kFma,
    Operation::kToF16, Operation::kToF32,   Operation::kToF64,   Operation::kToS32,   Operation::kToU32,  Operation::kToS64,
    Operation::kToU64, Operation::kFromS32, Operation::kFromU32, Operation::kFromS64, Operation::kFromU64};
inline constexpr std::array<const char*, 17> kOperationNames{"add",    "sub",      "mul",      "div",      "sqrt",    "fma",
                                                             "to_f16", "to_f32",   "to_f64",   "to_s32",   "to_u32",  "to_s64",
                                                             "to_u64", "from_s32", "from_u32", "from_s64", "from_u64"};
inline constexpr std::array<const char*, 5> kRoundingNames{"rne", "rtz", "rdn", "rup", "rmm"};

constexpr const char* name_of(Operation operation) { return kOperationNames[static_cast<unsigned>(operation)]; }
constexpr unsigned operand_count(Operation operation) { return operation == Operation::kFma ? 3 : operation <= Operation::kDiv ? 2 : 1; }
constexpr bool takes_integer(Operation operation) { return operation >= Operation::kFromS32; }
constexpr bool makes_integer(Operation operation) { return operation >= Operation::kToS32 && operation <= Operation::kToU64; }

// Not a conversion from a format to itself.
constexpr bool is_meaningful(Operation operation, unsigned width) {
  return !(operation == Operation::kToF16 && width == 16) && !(operation == Operation::kToF32 && width == 32) &&
         !(operation == Operation::kToF64 && width == 64);
}

// Operands as raw bits; integers are sign- or zero-extended by their type.
using Operands = std::array<u64, 3>;
struct Outcome {
  u64 bits;
  u8 flags;
  bool operator==(const Outcome&) const = default;
};

}  // namespace vitrine::tests::fp
