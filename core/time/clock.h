// SPDX-License-Identifier: Apache-2.0
// Virtual time of a machine and the timers that hang on it.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>

#include "core/base/result.h"

namespace vitrine::time {

// Nanoseconds of guest time since the machine started.  The model is written down in core/adr/0002-virtual-clock.md.  Thread: any.
class VirtualClock {
 public:
  virtual ~VirtualClock() = default;
  [[nodiscard]] virtual std::int64_t now_ns() const = 0;
};

// A one-shot timer of one device or hart.  Callbacks run under the machine's device lock, on the timer thread, or between quanta in
// deterministic mode.  arm() replaces an earlier deadline; a deadline in the past fires at once.
class Timer {
 public:
  virtual ~Timer() = default;
  virtual void arm(std::int64_t deadline_ns) = 0;
  virtual void cancel() = 0;
};

// Makes timers on one clock.
class TimerService {
 public:
  virtual ~TimerService() = default;
  virtual std::unique_ptr<Timer> make_timer(std::function<void()> on_expiry) = 0;
  [[nodiscard]] virtual const VirtualClock& clock() const = 0;
};

}  // namespace vitrine::time
