// SPDX-License-Identifier: Apache-2.0
// The queue of timers: an ordered set by deadline and order of arming.
#include "core/time/timer_queue.h"

#include "core/base/check.h"

namespace vitrine::time {

class TimerQueue::QueuedTimer final : public Timer {
 public:
  QueuedTimer(TimerQueue& queue, std::function<void()> on_expiry) : queue_{queue}, on_expiry_{std::move(on_expiry)} {}
  ~QueuedTimer() override { queue_.cancel(*this); }
  void arm(std::int64_t deadline_ns) override { queue_.arm(*this, deadline_ns); }
  void cancel() override { queue_.cancel(*this); }
  void expire() { on_expiry_(); }

  std::optional<Key> key;  // guarded by the queue's mutex: its place while it is armed

 private:
  TimerQueue& queue_;
  std::function<void()> on_expiry_;
};

TimerQueue::~TimerQueue() { CHECK(entries_.empty(), "a timer outlives its queue"); }

std::unique_ptr<Timer> TimerQueue::make_timer(std::function<void()> on_expiry) {
  return std::make_unique<QueuedTimer>(*this, std::move(on_expiry));
}

void TimerQueue::arm(QueuedTimer& timer, std::int64_t deadline_ns) {
  bool changed;
  {
    const std::lock_guard held{mutex_};
    if (timer.key && timer.key->first == deadline_ns) return;
    changed = timer.key && entries_.begin()->timer == &timer;
    if (timer.key) entries_.erase(Entry{*timer.key, &timer});
    timer.key = Key{deadline_ns, next_order_++};
    entries_.insert(Entry{*timer.key, &timer});
    changed = changed || entries_.begin()->timer == &timer;
  }
  if (changed && listener_) listener_();
}

void TimerQueue::cancel(QueuedTimer& timer) {
  bool changed;
  {
    const std::lock_guard held{mutex_};
    if (!timer.key) return;
    changed = entries_.begin()->timer == &timer;
    entries_.erase(Entry{*timer.key, &timer});
    timer.key.reset();
  }
  if (changed && listener_) listener_();
}

TimerQueue::QueuedTimer* TimerQueue::pop_due(std::int64_t now_ns) {
  const std::lock_guard held{mutex_};
  if (entries_.empty() || entries_.begin()->key.first > now_ns) return nullptr;
  QueuedTimer* timer = entries_.begin()->timer;
  entries_.erase(entries_.begin());
  timer->key.reset();
  return timer;
}

std::size_t TimerQueue::run_due(std::int64_t now_ns) {
  std::size_t allowed;
  {
    const std::lock_guard held{mutex_};
    allowed = 16 + 4 * entries_.size();
  }
  std::size_t fired = 0;
  while (fired < allowed) {
    QueuedTimer* timer = pop_due(now_ns);
    if (timer == nullptr) break;
    timer->expire();
    ++fired;
  }
  if (fired > 0 && listener_) listener_();
  return fired;
}

std::optional<std::int64_t> TimerQueue::next_deadline() const {
  const std::lock_guard held{mutex_};
  if (entries_.empty()) return std::nullopt;
  return entries_.begin()->key.first;
}

}  // namespace vitrine::time
