// SPDX-License-Identifier: Apache-2.0
// What device tests share: a clock that is set by hand, a console that keeps what it gets, and the round trip of a saved state.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/bus/region.h"
#include "core/ports/serial_port.h"
#include "core/snapshot/state_file.h"
#include "core/time/clock.h"
#include "core/time/timer_queue.h"

namespace vitrine::test {

// Guest time that only moves when told, with a timer queue on it.
class ManualTime final : public time::VirtualClock {
 public:
  [[nodiscard]] std::int64_t now_ns() const override { return now_; }
  void advance_to(std::int64_t now_ns) {
    now_ = now_ns;
    timers.run_due(now_);
  }
  time::TimerQueue timers{*this};

 private:
  std::int64_t now_ = 0;
};

class RecordingPort final : public ports::SerialPort {
 public:
  void write(std::span<const std::uint8_t> bytes) override { text.append(bytes.begin(), bytes.end()); }
  std::string text;
};

// Saves `from`, restores it into `to`, saves that: are both saves equal, and did the restore succeed?
inline bool round_trip_is_equal(snapshot::Stateful& from, snapshot::Stateful& to) {
  const auto first = snapshot::save(from);
  return snapshot::restore(to, to.state_version(), first) && snapshot::save(to) == first;
}

}  // namespace vitrine::test
