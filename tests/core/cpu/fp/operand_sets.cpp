// SPDX-License-Identifier: Apache-2.0
// How the operands are made.
#include "tests/core/cpu/fp/operand_sets.h"

#include <algorithm>

namespace vitrine::tests::fp {
namespace {

u64 low_ones(unsigned count) { return count == 0 ? 0 : ~u64{0} >> (64 - count); }

// Truncates to the integer type that the operation reads.
u64 as_integer(Operation operation, u64 value) {
  if (operation == Operation::kFromS32) return static_cast<u64>(static_cast<base::s64>(static_cast<base::s32>(value)));
  return operation == Operation::kFromU32 ? static_cast<u32>(value) : value;
}

// One bit of a random place, runs of ones and zeros, a few units in the last place, or anything.
u64 random_fraction(unsigned bits, Random& random) {
  const u64 mask = low_ones(bits);
  switch (random.below(7)) {
    case 0: return (u64{1} << random.below(bits)) & mask;
    case 1: return ~(u64{1} << random.below(bits)) & mask;
    case 2: return low_ones(static_cast<unsigned>(random.below(bits + 1)));
    case 3: return ~low_ones(static_cast<unsigned>(random.below(bits + 1))) & mask;
    case 4:
      return (low_ones(static_cast<unsigned>(random.below(bits + 1))) ^ low_ones(static_cast<unsigned>(random.below(bits + 1)))) & mask;
    case 5: return 2 * random.below(4) + 1;
    default: return random.next() & mask;
  }
}

// An operand close to the first: the same or a neighbouring exponent, often the same fraction but for a few bits.  Cancellations come from here.
u64 related_float(Layout layout, u64 other, Random& random) {
  const unsigned fraction_bits = layout.precision - 1;
  const u64 step = u64{1} << fraction_bits;
  u64 value = other;
  if (random.below(2) != 0) value ^= u64{1} << random.below(fraction_bits);
  value += (random.below(2 * layout.precision + 6) - layout.precision - 3) * step * random.below(2);
  value += random.below(5) - 2;
  value ^= random.below(2) << (layout.width - 1);
  return value & low_ones(layout.width);
}

// A number in or near the range of integers, where conversions round and saturate.
u64 integer_sized_float(Layout layout, Random& random) {
  const unsigned fraction_bits = layout.precision - 1;
  const unsigned exponent_bits = layout.width - layout.precision;
  const u64 bias = low_ones(exponent_bits - 1);
  const u64 exponent = std::min(bias - 3 + random.below(70), low_ones(exponent_bits));
  return random.below(2) << (layout.width - 1) | exponent << fraction_bits | random_fraction(fraction_bits, random);
}

// A second operand that brings a product or quotient to the edges of the exponents' range: around the subnormals, or around overflow.
u64 edge_partner(Operation operation, Layout layout, u64 first, Random& random) {
  const unsigned fraction_bits = layout.precision - 1;
  const auto max = static_cast<base::s64>(low_ones(layout.width - layout.precision));
  const auto first_exponent = static_cast<base::s64>(first >> fraction_bits & static_cast<u64>(max));
  const auto low = static_cast<base::s64>(random.below(2 * layout.precision + 12)) - static_cast<base::s64>(layout.precision) - 2;
  const auto wanted = random.below(3) != 0 ? low : max - 4 + static_cast<base::s64>(random.below(6));
  const auto exponent = operation == Operation::kDiv ? first_exponent + max / 2 - wanted : wanted + max / 2 - first_exponent;
  const auto clamped = static_cast<u64>(std::clamp(exponent, base::s64{0}, max - 1));
  return random.below(2) << (layout.width - 1) | clamped << fraction_bits | random_fraction(fraction_bits, random);
}

Operands random_operands(Operation operation, Layout layout, Random& random) {
  if (takes_integer(operation)) return {as_integer(operation, random_fraction(64, random) >> random.below(64)), 0, 0};
  if (makes_integer(operation) && random.below(4) != 0) return {integer_sized_float(layout, random), 0, 0};
  const u64 a = random_float(layout, random);
  const bool multiplies = operation == Operation::kMul || operation == Operation::kDiv || operation == Operation::kFma;
  if (multiplies && random.below(2) != 0) return {a, edge_partner(operation, layout, a, random), random_float(layout, random)};
  return {a, random.below(2) != 0 ? related_float(layout, a, random) : random_float(layout, random), random_float(layout, random)};
}

// a * b + c with c near -(a * b): the product's exponent, computed on the fields, and a fraction that cancels where it can.
u64 cancelling_addend(Layout layout, const Operands& operands, Random& random) {
  const unsigned fraction_bits = layout.precision - 1;
  const u64 fields = low_ones(layout.width - 1);
  const u64 bias = low_ones(layout.width - layout.precision - 1) << fraction_bits;
  const u64 size = ((operands[0] & fields) + (operands[1] & fields) - bias) & fields;
  const u64 sign = (operands[0] ^ operands[1] ^ (u64{1} << (layout.width - 1))) & ~fields;
  return related_float(layout, (size | sign) & low_ones(layout.width), random);
}

}  // namespace

std::vector<u64> special_values(Layout layout) {
  const unsigned fraction_bits = layout.precision - 1;
  const u64 max = low_ones(layout.width - layout.precision);
  const u64 bias = max >> 1;
  const u64 ones = low_ones(fraction_bits);
  const u64 top = u64{1} << (fraction_bits - 1);
  std::vector<u64> values;
  for (const u64 sign : {u64{0}, u64{1} << (layout.width - 1)}) {
    for (const u64 exponent :
         {u64{0}, u64{1}, u64{2}, bias - layout.precision, bias - 1, bias, bias + 1, bias + layout.precision - 1, max - 2, max - 1, max})
      for (const u64 fraction : {u64{0}, u64{1}, top - 1, top, top + 1, ones - 1, ones})
        values.push_back(sign | exponent << fraction_bits | fraction);
  }
  return values;
}

std::vector<u64> special_integers() {
  std::vector<u64> values{0};
  for (unsigned shift = 0; shift < 64; ++shift) {
    const u64 power = u64{1} << shift;
    const u64 tie_of_f32 = power | power >> 24;
    const u64 tie_of_f64 = power | power >> 53;
    for (const u64 value :
         {power, power - 1, power + 1, power | power >> 25, power | power >> 54, tie_of_f32, tie_of_f32 - 1, tie_of_f64, tie_of_f64 - 1}) {
      values.push_back(value);
      values.push_back(0 - value);
    }
  }
  return values;
}

u64 random_float(Layout layout, Random& random) {
  const unsigned fraction_bits = layout.precision - 1;
  const u64 max = low_ones(layout.width - layout.precision);
  u64 exponent = random.next() & max;
  switch (random.below(8)) {
    case 0: exponent = random.below(3); break;
    case 1: exponent = max - random.below(3); break;
    case 2:
    case 3:
    case 4: exponent = (max >> 1) + random.below(2 * layout.precision) - layout.precision; break;
    default: break;
  }
  return random.below(2) << (layout.width - 1) | (exponent & max) << fraction_bits | random_fraction(fraction_bits, random);
}

void for_each_operands(Operation operation, Layout layout, u64 random_count, u64 seed, const std::function<void(const Operands&)>& use) {
  Random random{seed};
  const auto specials = takes_integer(operation) ? special_integers() : special_values(layout);
  for (const u64 a : specials) {
    if (operand_count(operation) == 1) use({takes_integer(operation) ? as_integer(operation, a) : a, 0, 0});
    if (operand_count(operation) == 2)
      for (const u64 b : specials) use({a, b, 0});
    if (operand_count(operation) == 3)
      for (const u64 b : specials)
        for (u64 i = 0; i < 3; ++i) use({a, b, specials[random.below(specials.size())]});
  }
  for (u64 i = 0; i < random_count; ++i) {
    auto operands = random_operands(operation, layout, random);
    if (operation == Operation::kFma && random.below(2) != 0) operands[2] = cancelling_addend(layout, operands, random);
    use(operands);
  }
}

}  // namespace vitrine::tests::fp
