// SPDX-License-Identifier: Apache-2.0
// Runners: holding, waking, stepping, and turns that are the same in every run.
#include <QTest>

#include <condition_variable>
#include <ctime>
#include <mutex>

#include "core/machine/board/time_base.h"
#include "tests/core/machine/board/fake_vcpu.h"

using namespace vitrine;
using namespace vitrine::machine::board;
using test::FakeVcpu;
using cpu::ExitReason;
using cpu::HartAction;

namespace {

// Counts, and lets a test wait for a count.
class Count {
 public:
  void add() {
    const std::scoped_lock lock{mutex_};
    ++value_;
    changed_.notify_all();
  }
  [[nodiscard]] bool reaches(int value) {
    std::unique_lock lock{mutex_};
    return changed_.wait_for(lock, std::chrono::seconds{10}, [&] { return value_ >= value; });
  }
  [[nodiscard]] int now() {
    const std::scoped_lock lock{mutex_};
    return value_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  int value_ = 0;
};

}  // namespace

class RunnerTest : public QObject {
  Q_OBJECT
 private slots:
  void a_hold_stands_until_every_reason_is_gone_data() { both_kinds(); }
  void a_hold_stands_until_every_reason_is_gone() {
    QFETCH(bool, deterministic);
    std::recursive_mutex devices;
    Count pieces;
    FakeVcpu one{[&] {
      pieces.add();
      return ExitReason::kKicked;
    }};
    TimeBase time{deterministic, 1, devices};
    const auto runner = time.make_runner({&one}, {});
    runner->start();
    QCOMPARE(pieces.now(), 0);
    runner->release(Hold::kMaintenance);
    QVERIFY(pieces.reaches(3));
    runner->hold(Hold::kPaused);
    runner->halt();
    QVERIFY(!one.inside);
    const int before = pieces.now();
    runner->release(Hold::kPaused);
    QCOMPARE(pieces.now(), before);
    runner->resume({});
    QVERIFY(pieces.reaches(before + 1));
  }

  void a_sleeping_hart_costs_nothing_and_is_woken_data() { both_kinds(); }
  void a_sleeping_hart_costs_nothing_and_is_woken() {
    QFETCH(bool, deterministic);
    std::recursive_mutex devices;
    Count sleeps;
    FakeVcpu one{[&] {
      sleeps.add();
      return ExitReason::kWaiting;
    }};
    TimeBase time{deterministic, 1, devices};
    const auto runner = time.make_runner({&one}, {});
    runner->start();
    runner->release(Hold::kMaintenance);
    QVERIFY(sleeps.reaches(1));
    const std::clock_t before = std::clock();
    QTest::qWait(300);
    QVERIFY2(std::clock() - before < CLOCKS_PER_SEC / 20, "an idle machine uses the processor");
    QCOMPARE(sleeps.now(), 1);
    one.set_interrupt(0, true);
    runner->wake(0);
    QVERIFY(sleeps.reaches(2));
  }

  void a_sleeping_hart_sleeps_through_a_look_and_wakes_after_a_change_data() { both_kinds(); }
  void a_sleeping_hart_sleeps_through_a_look_and_wakes_after_a_change() {
    QFETCH(bool, deterministic);
    std::recursive_mutex devices;
    Count sleeps;
    FakeVcpu one{[&] {
      sleeps.add();
      return ExitReason::kWaiting;
    }};
    TimeBase time{deterministic, 1, devices};
    const auto runner = time.make_runner({&one}, {});
    runner->start();
    runner->release(Hold::kMaintenance);
    QVERIFY(sleeps.reaches(1));
    runner->hold(Hold::kMaintenance, HoldPurpose::kLook);
    runner->release(Hold::kMaintenance);
    QTest::qWait(100);
    QCOMPARE(sleeps.now(), 1);
    runner->hold(Hold::kMaintenance);
    runner->release(Hold::kMaintenance);
    QVERIFY(sleeps.reaches(2));
  }

  void a_hart_that_steps_reports_once_and_stays_data() { both_kinds(); }
  void a_hart_that_steps_reports_once_and_stays() {
    QFETCH(bool, deterministic);
    std::recursive_mutex devices;
    Count stops, pieces;
    FakeVcpu one{[&] {
      pieces.add();
      return ExitReason::kKicked;
    }};
    FakeVcpu other{[&] { return ExitReason::kKicked; }};
    TimeBase time{deterministic, 2, devices};
    const auto runner = time.make_runner({&one, &other}, {});
    cpu::DebugStop last;
    runner->set_debug_listener([&](const cpu::DebugStop& stop) {
      last = stop;
      stops.add();
    });
    runner->start();
    runner->release(Hold::kMaintenance);
    runner->halt();
    const int before = pieces.now();
    runner->resume(std::array{HartAction::kStep, HartAction::kStay});
    QVERIFY(stops.reaches(1));
    runner->halt();
    QCOMPARE(last.reason, ExitReason::kStepped);
    QCOMPARE(last.hart, std::size_t{0});
    QCOMPARE(pieces.now(), before + 1);
    runner->set_debug_listener({});
  }

  void a_stopped_hart_is_told_of_and_nothing_runs_on_data() { both_kinds(); }
  void a_stopped_hart_is_told_of_and_nothing_runs_on() {
    QFETCH(bool, deterministic);
    std::recursive_mutex devices;
    Count told;
    FakeVcpu one{[&] { return ExitReason::kStopped; }};
    TimeBase time{deterministic, 1, devices};
    const auto runner = time.make_runner({&one}, {.stopped = [&](std::size_t) { told.add(); }, .started = nullptr});
    runner->start();
    runner->release(Hold::kMaintenance);
    QVERIFY(told.reaches(1));
    runner->hold(Hold::kPaused);
    runner->release(Hold::kPaused);
    QCOMPARE(told.now(), 1);
  }

  void deterministic_turns_and_timers_are_the_same_in_every_run() {
    const auto trace = [] {
      std::recursive_mutex devices;
      std::vector<std::int64_t> events;
      Count ticks;
      TimeBase time{true, 2, devices};
      FakeVcpu one{[&] {
        events.push_back(time.clock().now_ns());
        return ExitReason::kKicked;
      }};
      FakeVcpu other{[&] {
        events.push_back(-time.clock().now_ns());
        return ExitReason::kKicked;
      }};
      std::unique_ptr<time::Timer> timer;
      const auto runner = time.make_runner({&one, &other}, {});
      timer = time.timers().make_timer([&] {
        events.push_back(1'000'000'000 + time.clock().now_ns());
        if (ticks.now() < 20) timer->arm(time.clock().now_ns() + 33'000);
        ticks.add();
      });
      timer->arm(7'000);
      runner->start();
      runner->release(Hold::kMaintenance);
      const bool done = ticks.reaches(20);
      runner->end();
      events.resize(std::min<std::size_t>(events.size(), 1000));
      return done ? events : std::vector<std::int64_t>{};
    };
    const auto first = trace();
    QCOMPARE(first.size(), std::size_t{1000});
    QCOMPARE(trace(), first);
  }

  void deterministic_time_sleeps_to_the_next_timer_when_all_wait() {
    std::recursive_mutex devices;
    Count fired;
    TimeBase time{true, 1, devices};
    FakeVcpu one{[] { return ExitReason::kWaiting; }};
    const auto runner = time.make_runner({&one}, {});
    std::int64_t at = 0;
    const auto timer = time.timers().make_timer([&] {
      at = time.clock().now_ns();
      fired.add();
    });
    timer->arm(30'000'000);
    const auto began = std::chrono::steady_clock::now();
    runner->start();
    runner->release(Hold::kMaintenance);
    QVERIFY(fired.reaches(1));
    QCOMPARE(at, std::int64_t{30'000'000});  // to the nanosecond, however late the host was
    QVERIFY(std::chrono::steady_clock::now() - began >= std::chrono::milliseconds{30});
  }

  void deterministic_time_stands_still_while_a_sleep_is_held() {
    std::recursive_mutex devices;
    Count fired;
    TimeBase time{true, 1, devices};
    FakeVcpu one{[] { return ExitReason::kWaiting; }};
    const auto runner = time.make_runner({&one}, {});
    std::int64_t at = 0;
    const auto timer = time.timers().make_timer([&] {
      at = time.clock().now_ns();
      fired.add();
    });
    timer->arm(20'000'000);
    runner->start();
    for (int again = 0; again < 5; ++again) {
      runner->release(Hold::kMaintenance);
      runner->hold(Hold::kMaintenance);
    }
    runner->release(Hold::kMaintenance);
    QVERIFY(fired.reaches(1));
    QCOMPARE(at, std::int64_t{20'000'000});
  }

 private:
  static void both_kinds() {
    QTest::addColumn<bool>("deterministic");
    QTest::newRow("a thread each") << false;
    QTest::newRow("in turn") << true;
  }
};

QTEST_GUILESS_MAIN(RunnerTest)
#include "runner_test.moc"
