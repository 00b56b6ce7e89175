// SPDX-License-Identifier: Apache-2.0
// The loop of the timer thread: fire what is due, sleep until the next, be woken when an earlier one comes.
#include "core/time/timer_thread.h"

#include <algorithm>
#include <chrono>
#include <limits>

namespace vitrine::time {
namespace {
// While guest time stands at its horizon nobody says when it goes on: look again that often.
constexpr std::int64_t kStalledPollNs = 5'000'000;
constexpr std::int64_t kLongestSleepNs = 3'600'000'000'000;
constexpr std::int64_t kForever = std::numeric_limits<std::int64_t>::max();
}  // namespace

TimerThread::TimerThread(TimerQueue& queue, HostClock& clock, std::recursive_mutex& device_lock)
    : queue_{queue}, clock_{clock}, device_lock_{device_lock} {
  queue_.on_next_deadline([this] { deadline_changed(); });
  clock_.on_resume([this] {
    std::unique_lock held{mutex_};
    wake(held);
  });
  clock_.set_next_deadline(queue_.next_deadline());
  thread_ = std::thread{[this] { loop(); }};
}

TimerThread::~TimerThread() {
  {
    std::unique_lock held{mutex_};
    ending_ = true;
    wake(held);
  }
  thread_.join();
  queue_.on_next_deadline({});
  clock_.on_resume({});
}

void TimerThread::deadline_changed() {
  std::unique_lock held{mutex_};  // also makes reading and passing on the deadline one step
  const auto deadline = queue_.next_deadline();
  clock_.set_next_deadline(deadline);
  if (deadline.value_or(kForever) < sleeping_until_ns_) wake(held);
}

void TimerThread::wake(std::unique_lock<std::mutex>&) {
  look_again_ = true;
  changed_.notify_one();
}

void TimerThread::loop() {
  std::unique_lock held{mutex_};
  while (!ending_) {
    look_again_ = false;
    const auto deadline = queue_.next_deadline();
    if (deadline && *deadline <= clock_.now_ns() && !clock_.paused()) {
      held.unlock();
      fire();
      held.lock();
    } else {
      sleep(held);
    }
  }
}

void TimerThread::fire() {
  const std::lock_guard device{device_lock_};
  if (!clock_.paused()) queue_.run_due(clock_.now_ns());
}

void TimerThread::sleep(std::unique_lock<std::mutex>& held) {
  const auto called = [this] { return look_again_ || ending_; };
  const bool paused = clock_.paused();
  const auto deadline = paused ? std::nullopt : queue_.next_deadline();
  sleeping_until_ns_ = deadline.value_or(kForever);
  if (deadline) {
    const std::int64_t shortest = clock_.stalled() ? kStalledPollNs : 0;
    const std::int64_t wait_ns = std::clamp(*deadline - clock_.now_ns(), shortest, kLongestSleepNs);
    changed_.wait_for(held, std::chrono::nanoseconds{wait_ns}, called);
  } else {
    changed_.wait(held, called);
  }
  sleeping_until_ns_ = 0;  // awake: it looks by itself
}

}  // namespace vitrine::time
