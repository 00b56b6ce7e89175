// SPDX-License-Identifier: Apache-2.0
// The core-local interruptor and the Sstc comparators on a clock that is moved by hand.
#include "core/device/timer/aclint.h"

#include <QTest>
#include <limits>
#include <map>

#include "core/device/timer/sstc_timer.h"
#include "tests/core/device/support.h"

using namespace vitrine;
using device::timer::Aclint;
using device::timer::SstcTimer;

namespace {
constexpr std::uint64_t kMtimecmp = 0x4000;
constexpr std::uint64_t kMtime = 0xbff8;

struct Rig {
  test::ManualTime time;
  std::map<unsigned, bool> msip, mtip, stip;
  Aclint aclint{4,
                time.timers,
                {.msip = [this](unsigned hart, bool level) { msip[hart] = level; },
                 .mtip = [this](unsigned hart, bool level) { mtip[hart] = level; }}};
  SstcTimer sstc{4, aclint.counter(), time.timers, [this](unsigned hart, bool level) { stip[hart] = level; }};
};
}  // namespace

class AclintTest : public QObject {
  Q_OBJECT

 private slots:
  void mtime_counts_at_10_mhz() {
    Rig rig;
    rig.time.advance_to(1'000'000'000);
    QCOMPARE(rig.aclint.mtime(), std::uint64_t{10'000'000});
    QCOMPARE(rig.aclint.read(kMtime, 8), std::uint64_t{10'000'000});
  }
  void halves_make_the_whole() {
    Rig rig;
    rig.aclint.write(kMtimecmp + 8, 4, 0x89abcdef);
    rig.aclint.write(kMtimecmp + 12, 4, 0x01234567);
    QCOMPARE(rig.aclint.read(kMtimecmp + 8, 8), std::uint64_t{0x0123456789abcdef});
    QCOMPARE(rig.aclint.read(kMtimecmp + 12, 4), std::uint64_t{0x01234567});
    rig.aclint.write(kMtime, 8, 0x1'0000'0002);
    QCOMPARE(rig.aclint.read(kMtime + 4, 4), std::uint64_t{1});
    QCOMPARE(rig.aclint.read(kMtime, 4), std::uint64_t{2});
  }
  void other_accesses_touch_nothing_data() {
    QTest::addColumn<quint64>("offset");
    QTest::addColumn<unsigned>("size");
    QTest::newRow("byte of mtime") << quint64{kMtime} << 1u;
    QTest::newRow("half of mtimecmp") << quint64{kMtimecmp} << 2u;
    QTest::newRow("8 bytes of msip") << quint64{0} << 8u;
    QTest::newRow("misaligned") << quint64{kMtimecmp + 4} << 8u;
    QTest::newRow("hart 4's msip") << quint64{16} << 4u;
    QTest::newRow("hart 4's mtimecmp") << quint64{kMtimecmp + 32} << 8u;
    QTest::newRow("behind mtime") << quint64{0xc000} << 4u;
  }
  void other_accesses_touch_nothing() {
    QFETCH(quint64, offset);
    QFETCH(unsigned, size);
    Rig rig;
    const auto before = snapshot::save(rig.aclint);
    rig.aclint.write(offset, size, 1);
    QCOMPARE(snapshot::save(rig.aclint), before);
    QCOMPARE(rig.aclint.read(offset, size), std::uint64_t{0});
  }
  void msip_follows_bit_0() {
    Rig rig;
    rig.aclint.write(8, 4, 0xffffffff);
    QVERIFY(rig.msip[2]);
    QCOMPARE(rig.aclint.read(8, 4), std::uint64_t{1});
    rig.aclint.write(8, 4, 0xfffffffe);
    QVERIFY(!rig.msip[2]);
  }
  void mtip_rises_when_the_counter_gets_there() {
    Rig rig;
    rig.aclint.write(kMtimecmp + 8, 8, 100);
    rig.time.advance_to(9'999);
    QVERIFY(!rig.mtip[1]);
    rig.time.advance_to(10'000);
    QVERIFY(rig.mtip[1]);
    QVERIFY(!rig.mtip[0]);
    rig.aclint.write(kMtimecmp + 8, 8, 200);
    QVERIFY(!rig.mtip[1]);
  }
  void comparators_judge_at_once_data() {
    QTest::addColumn<quint64>("compare");
    QTest::addColumn<bool>("level");
    QTest::newRow("zero") << quint64{0} << true;
    QTest::newRow("now") << quint64{1000} << true;
    QTest::newRow("next tick") << quint64{1001} << false;
    QTest::newRow("never") << ~quint64{0} << false;
    QTest::newRow("beyond any clock") << quint64{1} << true;
  }
  void comparators_judge_at_once() {
    QFETCH(quint64, compare);
    QFETCH(bool, level);
    Rig rig;
    rig.time.advance_to(100'000);
    rig.aclint.write(kMtimecmp, 8, compare);
    rig.sstc.arm_stimecmp(0, compare);
    QCOMPARE(rig.mtip[0], level);
    QCOMPARE(rig.stip[0], level);
  }
  void a_written_counter_moves_all_comparators() {
    Rig rig;
    rig.aclint.write(kMtimecmp, 8, 1'000'000);
    rig.sstc.arm_stimecmp(3, 2'000'000);
    rig.aclint.write(kMtime, 8, 1'500'000);
    QVERIFY(rig.mtip[0]);
    QVERIFY(!rig.stip[3]);
    rig.time.advance_to(500'000 * 100);
    QVERIFY(rig.stip[3]);
    rig.aclint.write(kMtime, 8, 0);
    QVERIFY(!rig.mtip[0]);
    QVERIFY(!rig.stip[3]);
  }
  void far_deadlines_saturate() {
    Rig rig;
    rig.sstc.arm_stimecmp(0, std::numeric_limits<std::uint64_t>::max() - 1);
    QCOMPARE(rig.time.timers.next_deadline().value_or(0), std::numeric_limits<std::int64_t>::max());
    rig.time.advance_to(1'000'000'000'000);
    QVERIFY(!rig.stip[0]);
  }
  void a_counter_that_was_set_back_keeps_far_deadlines_far() {
    Rig rig;
    rig.time.advance_to(20'000'000'000);
    rig.aclint.write(kMtime, 8, 0);
    for (const std::uint64_t ticks : {~std::uint64_t{0}, ~std::uint64_t{0} - 1}) {
      QCOMPARE(rig.aclint.counter().deadline_ns(ticks), std::numeric_limits<std::int64_t>::max());
    }
    QCOMPARE(rig.aclint.counter().deadline_ns(10), std::int64_t{20'000'001'000});
  }
  void reset_starts_the_counter_anew() {
    Rig rig;
    rig.time.advance_to(5'000);
    rig.aclint.write(kMtimecmp, 8, 0);
    rig.aclint.write(0, 4, 1);
    rig.aclint.reset();
    QCOMPARE(rig.aclint.mtime(), std::uint64_t{0});
    QVERIFY(!rig.mtip[0]);
    QVERIFY(!rig.msip[0]);
  }
  void state_survives_a_round_trip() {
    Rig rig;
    rig.time.advance_to(1'000);
    rig.aclint.write(kMtime, 8, 77);
    rig.aclint.write(kMtimecmp + 16, 8, 80);
    rig.aclint.write(4, 4, 1);
    Rig other;
    other.time.advance_to(1'000);
    QVERIFY(test::round_trip_is_equal(rig.aclint, other.aclint));
    QCOMPARE(other.aclint.mtime(), std::uint64_t{77});
    QVERIFY(other.msip[1]);
    QVERIFY(!other.mtip[2]);
    other.time.advance_to(1'300);
    QVERIFY(other.mtip[2]);
  }
};

QTEST_GUILESS_MAIN(AclintTest)
#include "aclint_test.moc"
