// SPDX-License-Identifier: Apache-2.0
// Bit fields, sign extension, alignment, endian loads: the small arithmetic that every layer uses.
#pragma once

#include <bit>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <type_traits>

namespace vitrine::base {

using u8 = std::uint8_t;
using u16 = std::uint16_t;
using u32 = std::uint32_t;
using u64 = std::uint64_t;
using s8 = std::int8_t;
using s16 = std::int16_t;
using s32 = std::int32_t;
using s64 = std::int64_t;
__extension__ typedef unsigned __int128 u128;
__extension__ typedef __int128 s128;

// Bits [high:low] of value, right-aligned; 63 >= high >= low.
constexpr u64 bits(u64 value, unsigned high, unsigned low) { return (value >> low) & (~u64{0} >> (63 - (high - low))); }
constexpr bool bit(u64 value, unsigned index) { return ((value >> index) & 1) != 0; }
// The low `width` bits (1..64) of value, sign-extended.
constexpr s64 sign_extend(u64 value, unsigned width) { return static_cast<s64>(value << (64 - width)) >> (64 - width); }
// The bits of mask come from source, the others from target.
constexpr u64 merge_bits(u64 target, u64 source, u64 mask) { return (target & ~mask) | (source & mask); }
// alignment is a power of two.
constexpr u64 align_down(u64 value, u64 alignment) { return value & ~(alignment - 1); }
constexpr u64 align_up(u64 value, u64 alignment) { return align_down(value + alignment - 1, alignment); }
constexpr bool is_aligned(u64 value, u64 alignment) { return (value & (alignment - 1)) == 0; }

// Does [start, start + size) lie inside [0, limit)?  Never overflows.
constexpr bool range_fits(u64 start, u64 size, u64 limit) { return start <= limit && size <= limit - start; }

template <std::unsigned_integral T> T load_le(const void* from) {
  T value;
  std::memcpy(&value, from, sizeof value);
  if constexpr (std::endian::native == std::endian::big) return std::byteswap(value);
  return value;
}
template <std::unsigned_integral T> void store_le(void* to, T value) {
  if constexpr (std::endian::native == std::endian::big) value = std::byteswap(value);
  std::memcpy(to, &value, sizeof value);
}
template <std::unsigned_integral T> T load_be(const void* from) { return std::byteswap(load_le<T>(from)); }
template <std::unsigned_integral T> void store_be(void* to, T value) { store_le<T>(to, std::byteswap(value)); }

}  // namespace vitrine::base
