// SPDX-License-Identifier: Apache-2.0
// The host's control register: whatever mode and flags stand there, results are the same, and the host finds its mode as it was.
#include "core/cpu/fp/host_unit.h"

#include <QTest>
#include <cfenv>

#include "core/cpu/fp/arithmetic.h"
#include "core/cpu/fp/soft_float.h"
#include "tests/core/cpu/fp/operand_sets.h"

using namespace vitrine::cpu::fp;
using vitrine::tests::fp::Random;

namespace {

constexpr u64 kOne = 0x3ff0000000000000;
constexpr u64 kThree = 0x4008000000000000;
constexpr u64 kThird = 0x3fd5555555555555;  // toward zero
constexpr std::array kModes{Rounding::kNearestEven, Rounding::kTowardZero, Rounding::kDown, Rounding::kUp, Rounding::kNearestMaxMagnitude};

// The mode as the compiler's own arithmetic finds it (glibc's fegetround() looks at the x87's register on x86).
Rounding mode_now() {
  const volatile double one = 1;
  const volatile double three = 3;
  const volatile double above = 5;  // 5/3 lies above the middle of its neighbours
  const bool up = one / three > 0x1.5555555555555p-2;
  const bool down = -one / three < -0x1.5555555555555p-2;
  if (up || down) return up ? Rounding::kUp : Rounding::kDown;
  return above / three > 0x1.aaaaaaaaaaaaap+0 ? Rounding::kNearestEven : Rounding::kTowardZero;
}

u64 third(Rounding rounding) { return rounding == Rounding::kUp ? kThird + 1 : kThird; }

// The host's result and flags against the software's, for operands whose rounding errors are as small as they get.
template <class F> void check_small_errors(typename F::Bits a, typename F::Bits b) {
  u8 host = 0;
  u8 soft = 0;
  QCOMPARE(mul<F>(a, b, Rounding::kNearestEven, host), soft::mul<F>(a, b, Rounding::kNearestEven, soft));
  QCOMPARE(host, soft);
  host = soft = 0;
  QCOMPARE(div<F>(a, b, Rounding::kNearestEven, host), soft::div<F>(a, b, Rounding::kNearestEven, soft));
  QCOMPARE(host, soft);
  host = soft = 0;
  QCOMPARE(sqrt<F>(a, Rounding::kNearestEven, host), soft::sqrt<F>(a, Rounding::kNearestEven, soft));
  QCOMPARE(host, soft);
}

// a has every exponent, b is near one; the fractions differ from zero in the last places only.
template <class F> void check_every_exponent() {
  using Bits = typename F::Bits;
  constexpr Bits kUnit = F::kBias == 127 ? 0x3f800000 : static_cast<Bits>(kOne);
  for (Bits exponent = 0; exponent <= F::kInfinity >> F::kFractionBits; ++exponent)
    for (const Bits a : {Bits{0}, Bits{1}, Bits{2}, Bits{3}, F::kFraction})
      for (const Bits b : {Bits{1}, Bits{2}, Bits{3}, F::kFraction})
        check_small_errors<F>(static_cast<Bits>(exponent << F::kFractionBits | a), kUnit | b);
}

}  // namespace

class HostUnitTest : public QObject {
  Q_OBJECT

 private slots:
  void every_mode_is_obeyed() {
    for (const Rounding asked : kModes) {
      u8 flags = 0;
      QCOMPARE(div<F64>(kOne, kThree, asked, flags), third(asked));
      QCOMPARE(flags, kInexact);
    }
  }

  void smallest_errors_are_seen_at_every_exponent() {
    check_every_exponent<F32>();
    check_every_exponent<F64>();
  }

  void guard_restores_the_mode() {
    QCOMPARE(mode_now(), Rounding::kNearestEven);
    {
      const HostRounding outer{Rounding::kUp};
      QCOMPARE(mode_now(), Rounding::kUp);
      {
        const HostRounding inner{Rounding::kTowardZero};
        QCOMPARE(mode_now(), Rounding::kTowardZero);
      }
      QCOMPARE(mode_now(), Rounding::kUp);
    }
    QCOMPARE(mode_now(), Rounding::kNearestEven);
  }

  void operation_restores_the_mode() {
    u8 flags = 0;
    for (const Rounding rounding : kModes) div<F64>(kOne, kThree, rounding, flags);
    QCOMPARE(mode_now(), Rounding::kNearestEven);
  }

  void flags_left_by_the_host_are_not_the_guests() {
    for (const int left : {FE_INVALID, FE_DIVBYZERO, FE_OVERFLOW, FE_UNDERFLOW, FE_INEXACT, FE_ALL_EXCEPT}) {
      std::feraiseexcept(left);
      u8 flags = 0;
      QCOMPARE(add<F64>(kOne, kOne, Rounding::kNearestEven, flags), u64{0x4000000000000000});
      QCOMPARE(flags, u8{0});
    }
  }

  void flags_accrue_over_a_sequence() {
    u8 flags = 0;
    u8 expected = 0;
    Random random{7};
    for (int i = 0; i < 20000; ++i) {
      const u64 a = vitrine::tests::fp::random_float({64, 53}, random);
      const u64 b = vitrine::tests::fp::random_float({64, 53}, random);
      const auto rounding = kModes[random.below(5)];
      if (random.below(16) == 0) flags = expected = 0;
      QCOMPARE(mul<F64>(a, b, rounding, flags), soft::mul<F64>(a, b, rounding, expected));
      QCOMPARE(flags, expected);
    }
  }
};

QTEST_GUILESS_MAIN(HostUnitTest)
#include "host_unit_test.moc"
