// SPDX-License-Identifier: Apache-2.0
// The thread that fires a machine's timers when they follow the host's clock.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <thread>

#include "core/time/host_clock.h"
#include "core/time/timer_queue.h"

namespace vitrine::time {

// Sleeps until the next deadline, takes the device lock, fires.  Costs nothing while nothing is due or the clock is paused.
// Queue, clock and lock outlive it; its destructor ends the thread (do not call it while holding the device lock).
class TimerThread {
 public:
  TimerThread(TimerQueue& queue, HostClock& clock, std::recursive_mutex& device_lock);
  ~TimerThread();
  TimerThread(const TimerThread&) = delete;
  TimerThread& operator=(const TimerThread&) = delete;

 private:
  void loop();
  void fire();
  void deadline_changed();
  void sleep(std::unique_lock<std::mutex>& held);
  void wake(std::unique_lock<std::mutex>& held);

  TimerQueue& queue_;
  HostClock& clock_;
  std::recursive_mutex& device_lock_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::int64_t sleeping_until_ns_ = 0;  // guest time; the thread needs no waking for anything later
  bool look_again_ = false;
  bool ending_ = false;
  std::thread thread_;
};

}  // namespace vitrine::time
