// SPDX-License-Identifier: Apache-2.0
// The value types of the IR, as an enumeration for nodes and as tags for the typed domains.
#pragma once

#include <cstdint>
#include <string_view>

namespace vitrine::ir {

enum class Type : std::uint8_t { kVoid, kI1, kI8, kI16, kI32, kI64, kI128, kF32, kF64, kV128, kFlags };

constexpr unsigned bit_width(Type type) {
  constexpr unsigned kWidths[] = {0, 1, 8, 16, 32, 64, 128, 32, 64, 128, 8};
  return kWidths[static_cast<unsigned>(type)];
}
constexpr unsigned byte_width(Type type) { return (bit_width(type) + 7) / 8; }
constexpr std::string_view type_name(Type type) {
  constexpr std::string_view kNames[] = {"void", "i1", "i8", "i16", "i32", "i64", "i128", "f32", "f64", "v128", "flags"};
  return kNames[static_cast<unsigned>(type)];
}

// Tags: Repr is the C++ type that holds an evaluated value, floating point as raw bits.
template <Type kTypeValue, class ReprType> struct TypeTag {
  static constexpr Type kType = kTypeValue;
  static constexpr unsigned kBits = bit_width(kTypeValue);
  using Repr = ReprType;
};
using I1 = TypeTag<Type::kI1, bool>;
using I8 = TypeTag<Type::kI8, std::uint8_t>;
using I16 = TypeTag<Type::kI16, std::uint16_t>;
using I32 = TypeTag<Type::kI32, std::uint32_t>;
using I64 = TypeTag<Type::kI64, std::uint64_t>;
using F32 = TypeTag<Type::kF32, std::uint32_t>;
using F64 = TypeTag<Type::kF64, std::uint64_t>;
using Flags = TypeTag<Type::kFlags, std::uint8_t>;

// Read-modify-write operations on memory.
enum class AmoOp : std::uint8_t { kSwap, kAdd, kXor, kAnd, kOr, kMinS, kMaxS, kMinU, kMaxU };

// How an indirect jump is meant, for return prediction.
enum class JumpHint : std::uint8_t { kNone, kCall, kReturn };

// A floating-point operation's rounding: IEEE directions in RISC-V's numbering, or the mode that the guest has set.
enum class RoundingChoice : std::uint8_t { kNearestEven, kTowardZero, kDown, kUp, kNearestMaxMagnitude, kDynamic = 7 };

// Bits of a flags value; x86's set, of which other guests use a part.
enum FlagBit : std::uint8_t { kFlagCarry = 1, kFlagParity = 2, kFlagAdjust = 4, kFlagZero = 8, kFlagSign = 16, kFlagOverflow = 32 };

}  // namespace vitrine::ir
