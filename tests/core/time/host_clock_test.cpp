// SPDX-License-Identifier: Apache-2.0
// The clock that follows the host: pauses, starved and sleeping vCPUs, late timers.  The host's time is a variable here.
#include "core/time/host_clock.h"

#include <QTest>
#include <atomic>
#include <thread>

using namespace vitrine::time;

namespace {
constexpr std::int64_t kMs = 1'000'000;
std::atomic<std::int64_t> host_now{0};
std::int64_t host_time() { return host_now; }

void pass(std::int64_t milliseconds) { host_now += milliseconds * kMs; }
}  // namespace

class HostClockTest : public QObject {
  Q_OBJECT

 private slots:
  void init() { host_now = 123'456'789; }

  void starts_paused_at_zero() {
    HostClock clock{host_time};
    pass(1000);
    QCOMPARE(clock.now_ns(), std::int64_t{0});
    QVERIFY(clock.paused());
  }
  void follows_the_host_when_nobody_runs() {
    HostClock clock{host_time};
    clock.resume();
    pass(10'000);
    QCOMPARE(clock.now_ns(), 10'000 * kMs);
    QCOMPARE(clock.starved_ns(), std::int64_t{0});
  }
  void stands_still_while_paused() {
    HostClock clock{host_time};
    clock.resume();
    pass(7);
    clock.pause();
    pass(5000);
    QCOMPARE(clock.now_ns(), 7 * kMs);
    clock.resume();
    pass(2);
    QCOMPARE(clock.now_ns(), 9 * kMs);
    QCOMPARE(clock.starved_ns(), std::int64_t{0});
  }
  void a_vcpu_that_gets_on_has_all_the_time() {
    HostClock clock{host_time};
    VcpuProgress& vcpu = clock.add_vcpu();
    clock.resume();
    vcpu.running();
    for (int step = 0; step < 1000; ++step) {
      pass(3);
      vcpu.beat();
    }
    QCOMPARE(clock.now_ns(), 3000 * kMs);
  }
  void a_starved_vcpu_sees_one_slice_data() {
    QTest::addColumn<int>("starved_ms");
    QTest::addColumn<int>("seen_ms");
    QTest::newRow("less than a slice") << 40 << 40;
    QTest::newRow("more than a slice") << 80 << 50;
    QTest::newRow("stopped for half a minute") << 30'000 << 50;
  }
  void a_starved_vcpu_sees_one_slice() {
    QFETCH(int, starved_ms);
    QFETCH(int, seen_ms);
    HostClock clock{host_time};
    VcpuProgress& vcpu = clock.add_vcpu();
    clock.resume();
    vcpu.running();
    pass(starved_ms);
    QCOMPARE(clock.now_ns(), seen_ms * kMs);
    QCOMPARE(clock.stalled(), starved_ms > seen_ms);
    vcpu.beat();
    QCOMPARE(clock.now_ns(), seen_ms * kMs);
    QVERIFY(!clock.stalled());
    pass(10);
    QCOMPARE(clock.now_ns(), (seen_ms + 10) * kMs);
    QCOMPARE(clock.starved_ns(), (starved_ms - seen_ms) * kMs);
  }
  void the_slowest_running_vcpu_holds_time_back() {
    HostClock clock{host_time};
    VcpuProgress& fast = clock.add_vcpu();
    VcpuProgress& slow = clock.add_vcpu();
    clock.resume();
    fast.running();
    slow.running();
    for (int step = 0; step < 100; ++step) {
      pass(5);
      fast.beat();
    }
    QCOMPARE(clock.now_ns(), 50 * kMs);
    slow.beat();
    pass(20);
    QCOMPARE(clock.now_ns(), 70 * kMs);
  }
  void a_sleeping_vcpu_holds_nobody_back() {
    HostClock clock{host_time};
    VcpuProgress& awake = clock.add_vcpu();
    VcpuProgress& asleep = clock.add_vcpu();
    clock.resume();
    awake.running();
    asleep.running();
    asleep.waiting();
    for (int step = 0; step < 100; ++step) {
      pass(5);
      awake.beat();
    }
    QCOMPARE(clock.now_ns(), 500 * kMs);
    awake.waiting();
    pass(60'000);
    QCOMPARE(clock.now_ns(), 60'500 * kMs);
  }
  void time_waits_for_a_timer_that_is_late() {
    HostClock clock{host_time};
    clock.resume();
    clock.set_next_deadline(100 * kMs);
    pass(20'000);
    QCOMPARE(clock.now_ns(), 150 * kMs);
    clock.set_next_deadline(std::nullopt);
    pass(10);
    QCOMPARE(clock.now_ns(), 160 * kMs);
    clock.set_next_deadline(5 * kMs);  // long past: time still never goes back
    pass(1);
    QCOMPARE(clock.now_ns(), 160 * kMs);
  }
  void a_pause_is_no_starvation() {
    HostClock clock{host_time};
    VcpuProgress& vcpu = clock.add_vcpu();
    clock.resume();
    vcpu.running();
    pass(10);
    clock.pause();
    pass(10'000);
    clock.resume();
    pass(40);
    QCOMPARE(clock.now_ns(), 50 * kMs);
    QCOMPARE(clock.starved_ns(), std::int64_t{0});
  }
  void a_restored_time_goes_on_from_there() {
    HostClock clock{host_time};
    clock.set_now_ns(777 * kMs);
    QCOMPARE(clock.now_ns(), 777 * kMs);
    clock.resume();
    pass(3);
    QCOMPARE(clock.now_ns(), 780 * kMs);
  }
  void readers_never_see_time_go_back() {
    HostClock clock;  // the real host's time
    VcpuProgress& vcpu = clock.add_vcpu();
    clock.resume();
    std::atomic<bool> ending{false};
    std::atomic<int> steps_back{0};
    std::thread reader{[&] {
      for (std::int64_t last = 0; !ending;) {
        const std::int64_t now = clock.now_ns();
        if (now < last) ++steps_back;
        last = now;
      }
    }};
    for (int round = 0; round < 20'000; ++round) {
      vcpu.running();
      clock.set_next_deadline(round);
      clock.pause();
      clock.resume();
      clock.set_next_deadline(std::nullopt);
      vcpu.waiting();
    }
    ending = true;
    reader.join();
    QCOMPARE(steps_back.load(), 0);
  }
};

QTEST_GUILESS_MAIN(HostClockTest)
#include "host_clock_test.moc"
