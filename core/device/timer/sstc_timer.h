// SPDX-License-Identifier: Apache-2.0
// The comparators of the Sstc extension: each hart's stimecmp against the counter, giving its supervisor timer interrupt.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

#include "core/device/timer/mtime.h"
#include "core/time/clock.h"

namespace vitrine::device::timer {

// The register itself is the hart's (and saved with it); this is the service that watches it.  RISC-V "Sstc" extension, section 2.
// Thread: any, no lock needed.
class SstcTimer {
 public:
  // Called while a hart's own small lock is held: it must not call back into arm_stimecmp() of the same hart.
  using Output = std::function<void(unsigned hart, bool level)>;
  SstcTimer(unsigned harts, Mtime& counter, time::TimerService& timers, Output stip);

  // The hart wrote `value` to stimecmp.  The interrupt's level is right when this returns, and follows the counter from then on.
  void arm_stimecmp(unsigned hart, std::uint64_t value);

 private:
  struct Hart {
    std::mutex mutex;
    std::uint64_t stimecmp = ~std::uint64_t{0};
    std::unique_ptr<time::Timer> timer;
  };
  void compare(unsigned hart);

  Mtime& counter_;
  Output stip_;
  std::vector<std::unique_ptr<Hart>> harts_;
};

}  // namespace vitrine::device::timer
