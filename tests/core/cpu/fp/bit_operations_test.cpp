// SPDX-License-Identifier: Apache-2.0
// Comparison, minimum, maximum, class, signs and boxing, against the host's own comparisons and the tables of the specification.
#include "core/cpu/fp/bit_operations.h"

#include <QTest>
#include <bit>
#include <cmath>

#include "tests/core/cpu/fp/operand_sets.h"

using namespace vitrine::cpu::fp;
using namespace vitrine::tests::fp;

namespace {

// All pairs of special values, and random ones, some equal or opposite.
template <class F, class Use> void for_each_pair(Use use) {
  using Bits = typename F::Bits;
  const auto specials = special_values(layout_of<F>());
  for (const u64 a : specials)
    for (const u64 b : specials) use(static_cast<Bits>(a), static_cast<Bits>(b));
  Random random{F::kWidth};
  for (int i = 0; i < 100000; ++i) {
    const auto a = static_cast<Bits>(random_float(layout_of<F>(), random));
    const auto near = static_cast<Bits>(a + random.below(3) - 1);
    use(a, random.below(2) != 0 ? near : static_cast<Bits>(random_float(layout_of<F>(), random)));
    use(a, negate<F>(a));
  }
}

template <class F> typename F::Native native(typename F::Bits bits) { return std::bit_cast<typename F::Native>(bits); }

template <class F> void check_comparisons(typename F::Bits a, typename F::Bits b) {
  const auto x = native<F>(a);
  const auto y = native<F>(b);
  const bool signaling = is_signaling_nan<F>(a) || is_signaling_nan<F>(b);
  const bool unordered = std::isunordered(x, y);
  u8 quiet = 0;
  u8 loud_less = 0;
  u8 loud_equal = 0;
  QCOMPARE(equal<F>(a, b, quiet), x == y);
  QCOMPARE(less<F>(a, b, loud_less), std::isless(x, y));
  QCOMPARE(less_or_equal<F>(a, b, loud_equal), std::islessequal(x, y));
  QCOMPARE(quiet, signaling ? kInvalid : u8{0});
  QCOMPARE(loud_less, unordered ? kInvalid : u8{0});
  QCOMPARE(loud_equal, unordered ? kInvalid : u8{0});
}

// What the specification's words say, for the smaller (or greater) of two.
template <class F> typename F::Bits expected_pick(typename F::Bits a, typename F::Bits b, bool smaller) {
  if (is_nan<F>(a) && is_nan<F>(b)) return F::kDefaultNan;
  if (is_nan<F>(a)) return b;
  if (is_nan<F>(b)) return a;
  if (is_zero<F>(a) && is_zero<F>(b)) return is_negative<F>(a) == smaller ? a : b;
  return (native<F>(a) < native<F>(b)) == smaller ? a : b;
}

template <class F> void check_picks(typename F::Bits a, typename F::Bits b) {
  const u8 expected = is_signaling_nan<F>(a) || is_signaling_nan<F>(b) ? kInvalid : u8{0};
  u8 low = 0;
  u8 high = 0;
  QCOMPARE(minimum_number<F>(a, b, low), expected_pick<F>(a, b, true));
  QCOMPARE(maximum_number<F>(a, b, high), expected_pick<F>(a, b, false));
  QCOMPARE(low, expected);
  QCOMPARE(high, expected);
}

template <class F> unsigned expected_class(typename F::Bits value) {
  const bool negative = is_negative<F>(value);
  switch (std::fpclassify(native<F>(value))) {
    case FP_INFINITE: return negative ? 0 : 7;
    case FP_NORMAL: return negative ? 1 : 6;
    case FP_SUBNORMAL: return negative ? 2 : 5;
    case FP_ZERO: return negative ? 3 : 4;
    default: return (value & F::kQuietBit) == 0 ? 8 : 9;
  }
}

}  // namespace

class BitOperationsTest : public QObject {
  Q_OBJECT

 private slots:
  void comparisons_agree_with_the_host() {
    for_each_pair<F32>(check_comparisons<F32>);
    for_each_pair<F64>(check_comparisons<F64>);
  }
  void minimum_and_maximum_prefer_numbers() {
    for_each_pair<F32>(check_picks<F32>);
    for_each_pair<F64>(check_picks<F64>);
  }
  void class_is_one_bit_of_ten() {
    for (const u64 value : special_values(layout_of<F32>()))
      QCOMPARE(classify<F32>(static_cast<u32>(value)), 1u << expected_class<F32>(static_cast<u32>(value)));
    for (const u64 value : special_values(layout_of<F64>())) QCOMPARE(classify<F64>(value), 1u << expected_class<F64>(value));
  }
  void half_precision_compares_like_the_wider_formats() {
    u8 flags = 0;
    QVERIFY(less<F16>(0x3c00, 0x4000, flags));
    QVERIFY(equal<F16>(0x8000, 0x0000, flags));
    QCOMPARE(minimum_number<F16>(0x0000, 0x8000, flags), std::uint16_t{0x8000});
    QCOMPARE(classify<F16>(0x0001), 1u << 5);
    QCOMPARE(flags, u8{0});
    QVERIFY(!equal<F16>(0x7d00, 0x7d00, flags));
    QCOMPARE(flags, kInvalid);
  }
  void signs_are_injected_into_nans_too() {
    QCOMPARE(copy_sign<F32>(0x7fc00001, 0x80000000), 0xffc00001u);
    QCOMPARE(copy_sign_negated<F32>(0x3f800000, 0x80000000), 0x3f800000u);
    QCOMPARE(xor_sign<F32>(0xbf800000, 0x80000000), 0x3f800000u);
  }
  void narrow_values_are_boxed_in_ones() {
    QCOMPARE(box<F32>(0x3f800000), 0xffffffff3f800000u);
    QCOMPARE(unbox<F32>(0xffffffff3f800000), 0x3f800000u);
    QCOMPARE(unbox<F32>(0xfffffffe3f800000), F32::kDefaultNan);
    QCOMPARE(unbox<F32>(0x000000003f800000), F32::kDefaultNan);
    QCOMPARE(unbox<F16>(0xffffffffffff3c00), std::uint16_t{0x3c00});
    QCOMPARE(unbox<F16>(0xfffffffffffe3c00), F16::kDefaultNan);
    QCOMPARE(unbox<F64>(0x123), u64{0x123});
  }
};

QTEST_GUILESS_MAIN(BitOperationsTest)
#include "bit_operations_test.moc"
