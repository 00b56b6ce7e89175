// SPDX-License-Identifier: Apache-2.0
// The clock chip: latched halves, setting the time, the alarm on a clock that runs unlike the guest's.
#include "core/device/rtc/goldfish_rtc.h"

#include <QTest>

#include "tests/core/device/support.h"

using namespace vitrine;
using device::rtc::GoldfishRtc;

namespace {
constexpr std::int64_t kStart = 0x1234'5678'9abc'def0;

struct Rig {
  test::ManualTime time;
  std::int64_t wall_ahead = kStart;  // of guest time
  bus::IrqLine irq;
  GoldfishRtc rtc{[this] { return time.now_ns() + wall_ahead; }, time.timers, irq};

  std::uint64_t get(std::uint64_t offset) { return rtc.read(offset, 4); }
  void put(std::uint64_t offset, std::uint64_t value) { rtc.write(offset, 4, value); }
  void set_alarm(std::uint64_t at) {
    put(0x0c, at >> 32);
    put(0x08, at & 0xffffffff);
  }
};
}  // namespace

class GoldfishRtcTest : public QObject {
  Q_OBJECT

 private slots:
  void reading_the_low_half_latches_the_high_one() {
    Rig rig;
    QCOMPARE(rig.get(0x00), std::uint64_t{0x9abcdef0});
    rig.time.advance_to(0x1'0000'0000);
    QCOMPARE(rig.get(0x04), std::uint64_t{0x12345678});
    rig.get(0x00);
    QCOMPARE(rig.get(0x04), std::uint64_t{0x12345679});
  }
  void the_guest_sets_the_time() {
    Rig rig;
    rig.put(0x04, 0x111);
    rig.put(0x00, 0x222);
    rig.time.advance_to(3);
    QCOMPARE(rig.get(0x00), std::uint64_t{0x225});
    QCOMPARE(rig.get(0x04), std::uint64_t{0x111});
    rig.rtc.reset();
    QCOMPARE(rig.get(0x00), std::uint64_t{0x225});
  }
  void the_alarm_interrupts_when_enabled() {
    Rig rig;
    rig.put(0x10, 1);
    rig.set_alarm(kStart + 1000);
    QCOMPARE(rig.get(0x18), std::uint64_t{1});
    rig.time.advance_to(999);
    QVERIFY(!rig.irq.level());
    rig.time.advance_to(1000);
    QVERIFY(rig.irq.level());
    QCOMPARE(rig.get(0x18), std::uint64_t{0});
    rig.put(0x1c, 1);
    QVERIFY(!rig.irq.level());
  }
  void a_pending_alarm_waits_for_its_enable() {
    Rig rig;
    rig.set_alarm(5);  // long past
    QVERIFY(!rig.irq.level());
    rig.put(0x10, 1);
    QVERIFY(rig.irq.level());
    rig.put(0x10, 0);
    QVERIFY(!rig.irq.level());
  }
  void a_cleared_alarm_stays_silent() {
    Rig rig;
    rig.put(0x10, 1);
    rig.set_alarm(kStart + 1000);
    rig.put(0x14, 1);
    rig.time.advance_to(5000);
    QVERIFY(!rig.irq.level());
    QCOMPARE(rig.get(0x18), std::uint64_t{0});
  }
  void an_alarm_goes_by_wall_time() {
    Rig rig;
    rig.put(0x10, 1);
    rig.set_alarm(kStart + 1000);
    rig.wall_ahead -= 500;  // the wall clock was set back
    rig.time.advance_to(1000);
    QVERIFY(!rig.irq.level());
    rig.time.advance_to(1500);
    QVERIFY(rig.irq.level());
  }
  void setting_the_time_past_the_alarm_fires_it() {
    Rig rig;
    rig.put(0x10, 1);
    rig.set_alarm(kStart + 1'000'000'000'000);
    rig.put(0x04, 0x2000'0000);
    QVERIFY(rig.irq.level());
  }
  void only_words_are_registers() {
    Rig rig;
    rig.rtc.write(0x10, 1, 1);
    QCOMPARE(rig.get(0x10), std::uint64_t{0});
    QCOMPARE(rig.rtc.read(0, 8), std::uint64_t{0});
  }
  void state_survives_a_round_trip() {
    Rig rig;
    rig.put(0x10, 1);
    rig.set_alarm(kStart + 1000);
    Rig other;
    QVERIFY(test::round_trip_is_equal(rig.rtc, other.rtc));
    other.time.advance_to(1000);
    QVERIFY(other.irq.level());
  }
};

QTEST_GUILESS_MAIN(GoldfishRtcTest)
#include "goldfish_rtc_test.moc"
