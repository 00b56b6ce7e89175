// SPDX-License-Identifier: Apache-2.0
// The counter behind mtime and the `time` CSR: virtual time in ticks of 10 MHz, plus what a write to mtime shifted it by.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <vector>

#include "core/time/clock.h"

namespace vitrine::device::timer {

// Thread: any for read(); the others under the device lock.
class Mtime {
 public:
  static constexpr std::int64_t kNsPerTick = 100;
  static constexpr std::uint64_t kFrequencyHz = 10'000'000;

  explicit Mtime(const time::VirtualClock& clock) : clock_{clock} {}

  // The counter now, in ticks; takes no lock.
  [[nodiscard]] std::uint64_t read() const {
    return static_cast<std::uint64_t>(clock_.now_ns() / kNsPerTick) + offset_.load(std::memory_order_relaxed);
  }
  void write(std::uint64_t ticks);
  // The virtual time at which the counter, which is still below `ticks`, gets there; saturates.
  [[nodiscard]] std::int64_t deadline_ns(std::uint64_t ticks) const;

  // Ticks that the counter is ahead of virtual time, for snapshots.
  [[nodiscard]] std::uint64_t offset() const { return offset_.load(std::memory_order_relaxed); }
  void set_offset(std::uint64_t offset);
  // Called after the counter jumped: comparators look again.
  void on_jump(std::function<void()> listener) { listeners_.push_back(std::move(listener)); }

 private:
  const time::VirtualClock& clock_;
  std::atomic<std::uint64_t> offset_{0};
  std::vector<std::function<void()>> listeners_;
};

}  // namespace vitrine::device::timer
