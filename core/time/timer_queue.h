// SPDX-License-Identifier: Apache-2.0
// The timers of one machine in the order of their deadlines; whoever owns the clock says when they are due.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <utility>

#include "core/time/clock.h"

namespace vitrine::time {

// Timers with equal deadlines fire in the order in which they were armed.  Callbacks run inside run_due(), on its thread; its caller holds
// the machine's device lock.  A timer must be destroyed under that lock, and before the queue.  Thread: any.
class TimerQueue final : public TimerService {
 public:
  explicit TimerQueue(const VirtualClock& clock) : clock_{clock} {}
  ~TimerQueue() override;

  std::unique_ptr<Timer> make_timer(std::function<void()> on_expiry) override;
  [[nodiscard]] const VirtualClock& clock() const override { return clock_; }

  // Calls every timer whose deadline is not after now_ns, also those that are armed meanwhile for a time not after it (a bounded number of
  // rounds: a device that re-arms in the past cannot hold the machine).  Returns how many fired.
  std::size_t run_due(std::int64_t now_ns);
  [[nodiscard]] std::optional<std::int64_t> next_deadline() const;
  // Called, outside the queue's lock, whenever the earliest deadline has changed.  Set before the first timer is armed.
  void on_next_deadline(std::function<void()> listener) { listener_ = std::move(listener); }

 private:
  class QueuedTimer;
  using Key = std::pair<std::int64_t, std::uint64_t>;  // deadline, order of arming
  struct Entry {
    Key key;
    QueuedTimer* timer;
    bool operator<(const Entry& other) const { return key < other.key; }
  };
  void arm(QueuedTimer& timer, std::int64_t deadline_ns);
  void cancel(QueuedTimer& timer);
  QueuedTimer* pop_due(std::int64_t now_ns);

  const VirtualClock& clock_;
  std::function<void()> listener_;
  mutable std::mutex mutex_;
  std::set<Entry> entries_;
  std::uint64_t next_order_ = 0;
};

}  // namespace vitrine::time
