// SPDX-License-Identifier: Apache-2.0
// Timers by hand, on the instruction clock, and on a thread of their own.
#include "core/time/timer_queue.h"

#include <QTest>
#include <atomic>
#include <memory>
#include <string>

#include "core/time/instruction_clock.h"
#include "core/time/timer_thread.h"

using namespace vitrine::time;

namespace {
constexpr std::int64_t kMs = 1'000'000;

// On the heap: ThreadSanitizer takes mutexes of two tests at one place of the stack for the same.
struct ThreadRig {
  HostClock clock;
  TimerQueue queue{clock};
  std::recursive_mutex lock;
};
}  // namespace

class TimerQueueTest : public QObject {
  Q_OBJECT

 private slots:
  void timers_fire_in_order_once() {
    InstructionClock clock;
    TimerQueue queue{clock};
    std::string order;
    auto a = queue.make_timer([&] { order += 'a'; });
    auto b = queue.make_timer([&] { order += 'b'; });
    auto c = queue.make_timer([&] { order += 'c'; });
    b->arm(20);
    c->arm(10);
    a->arm(20);
    QCOMPARE(queue.next_deadline().value_or(0), std::int64_t{10});
    QCOMPARE(queue.run_due(9), std::size_t{0});
    QCOMPARE(queue.run_due(30), std::size_t{3});
    QCOMPARE(order, std::string{"cba"});
    QCOMPARE(queue.run_due(30), std::size_t{0});
    QVERIFY(!queue.next_deadline());
  }
  void arming_again_replaces_and_cancelling_forgets() {
    InstructionClock clock;
    TimerQueue queue{clock};
    int fired = 0;
    auto timer = queue.make_timer([&] { ++fired; });
    timer->arm(10);
    timer->arm(50);
    queue.run_due(20);
    QCOMPARE(fired, 0);
    timer->cancel();
    timer->cancel();
    queue.run_due(100);
    QCOMPARE(fired, 0);
    timer->arm(10);
    timer.reset();
    QCOMPARE(queue.run_due(100), std::size_t{0});
  }
  void a_timer_that_rearms_in_the_past_cannot_hold_the_queue() {
    InstructionClock clock;
    TimerQueue queue{clock};
    Timer* self = nullptr;
    auto timer = queue.make_timer([&] { self->arm(0); });
    self = timer.get();
    timer->arm(0);
    QVERIFY(queue.run_due(0) < 100);
    QCOMPARE(queue.next_deadline().value_or(-1), std::int64_t{0});
  }
  void listeners_hear_when_the_earliest_changes() {
    InstructionClock clock;
    TimerQueue queue{clock};
    int heard = 0;
    queue.on_next_deadline([&] { ++heard; });
    auto early = queue.make_timer([] {});
    auto late = queue.make_timer([] {});
    late->arm(100);
    QCOMPARE(heard, 1);
    early->arm(50);
    QCOMPARE(heard, 2);
    late->arm(200);
    QCOMPARE(heard, 2);
    early->arm(50);
    QCOMPARE(heard, 2);
    early->cancel();
    QCOMPARE(heard, 3);
    queue.run_due(200);
    QCOMPARE(heard, 4);
  }
  void instructions_are_time_data() {
    QTest::addColumn<quint64>("rate");
    QTest::addColumn<quint64>("count");
    QTest::addColumn<qint64>("ns");
    QTest::newRow("100 a microsecond") << quint64{100} << quint64{12'345} << qint64{123'450};
    QTest::newRow("rounded down") << quint64{3} << quint64{1} << qint64{333};
    QTest::newRow("no overflow") << quint64{1000} << quint64{9'000'000'000'000'000'000u} << qint64{9'000'000'000'000'000'000};
  }
  void instructions_are_time() {
    QFETCH(quint64, rate);
    QFETCH(quint64, count);
    QFETCH(qint64, ns);
    InstructionClock clock{rate};
    clock.add_instructions(count);
    QCOMPARE(clock.now_ns(), std::int64_t{ns});
  }
  void waiting_harts_skip_to_the_deadline() {
    InstructionClock clock{100};
    clock.add_instructions(50);
    QCOMPARE(clock.instructions_until(1'000), std::uint64_t{50});
    QCOMPARE(clock.instructions_until(100), std::uint64_t{1});
    clock.skip_to(5'000);
    QCOMPARE(clock.now_ns(), std::int64_t{5'000});
    clock.skip_to(4'000);
    QCOMPARE(clock.now_ns(), std::int64_t{5'000});
    QCOMPARE(clock.instructions_until(5'011), std::uint64_t{2});
    clock.add_instructions(2);
    QCOMPARE(clock.now_ns(), std::int64_t{5'020});
    clock.set_now_ns(9'000);
    QCOMPARE(clock.now_ns(), std::int64_t{9'000});
  }
  void time_inside_a_quantum_counts_the_running_instructions() {
    InstructionClock clock{100};
    std::uint64_t running = 0;
    clock.set_running_count([&] { return running; });
    running = 7;
    QCOMPARE(clock.now_ns(), std::int64_t{70});
  }
  void a_thread_fires_under_the_device_lock() {
    const auto rig = std::make_unique<ThreadRig>();
    std::atomic<int> fired{0};
    std::atomic<bool> early{false};
    std::unique_ptr<Timer> timer;
    timer = rig->queue.make_timer([&] {
      if (rig->clock.now_ns() < 5 * kMs) early = true;
      if (++fired < 3) timer->arm(rig->clock.now_ns() + kMs);
    });
    {
      TimerThread thread{rig->queue, rig->clock, rig->lock};
      {
        const std::lock_guard held{rig->lock};
        timer->arm(5 * kMs);
        rig->clock.resume();
        QTest::qWait(30);
        QCOMPARE(fired.load(), 0);  // we hold the lock
      }
      QTRY_COMPARE_WITH_TIMEOUT(fired.load(), 3, 5000);
      QVERIFY(!early);
    }
    timer.reset();
  }
  void a_paused_clock_fires_nothing_and_a_resumed_one_does() {
    const auto rig = std::make_unique<ThreadRig>();
    std::atomic<int> fired{0};
    auto timer = rig->queue.make_timer([&] { ++fired; });
    {
      TimerThread thread{rig->queue, rig->clock, rig->lock};
      timer->arm(0);
      QTest::qWait(20);
      QCOMPARE(fired.load(), 0);
      rig->clock.resume();
      QTRY_COMPARE_WITH_TIMEOUT(fired.load(), 1, 5000);
    }
    timer.reset();
  }
  void an_earlier_deadline_wakes_the_thread() {
    const auto rig = std::make_unique<ThreadRig>();
    std::atomic<int> fired{0};
    auto late = rig->queue.make_timer([&] { fired += 100; });
    auto early = rig->queue.make_timer([&] { ++fired; });
    {
      TimerThread thread{rig->queue, rig->clock, rig->lock};
      rig->clock.resume();
      late->arm(3'600'000 * kMs);
      QTest::qWait(10);
      early->arm(rig->clock.now_ns() + kMs);
      QTRY_COMPARE_WITH_TIMEOUT(fired.load(), 1, 5000);
    }
    early.reset();
    late.reset();
  }
};

QTEST_GUILESS_MAIN(TimerQueueTest)
#include "timer_queue_test.moc"
