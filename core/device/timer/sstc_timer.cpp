// SPDX-License-Identifier: Apache-2.0
// The supervisor timer comparators: each under a lock of its own, since harts and the timer thread meet here.
#include "core/device/timer/sstc_timer.h"

#include "core/base/check.h"

namespace vitrine::device::timer {

SstcTimer::SstcTimer(unsigned harts, Mtime& counter, time::TimerService& timers, Output stip) : counter_{counter}, stip_{std::move(stip)} {
  for (unsigned hart = 0; hart < harts; ++hart) {
    harts_.push_back(std::make_unique<Hart>());
    harts_.back()->timer = timers.make_timer([this, hart] { compare(hart); });
  }
  counter_.on_jump([this] {
    for (unsigned hart = 0; hart < harts_.size(); ++hart) compare(hart);
  });
}

void SstcTimer::arm_stimecmp(unsigned hart, std::uint64_t value) {
  CHECK(hart < harts_.size());
  {
    const std::lock_guard held{harts_[hart]->mutex};
    harts_[hart]->stimecmp = value;
  }
  compare(hart);
}

// Judged anew each time, so that a timer that fires while the hart writes the register does no harm.
void SstcTimer::compare(unsigned hart) {
  Hart& state = *harts_[hart];
  const std::lock_guard held{state.mutex};
  const bool level = counter_.read() >= state.stimecmp;
  if (level) {
    state.timer->cancel();
  } else {
    state.timer->arm(counter_.deadline_ns(state.stimecmp));
  }
  if (stip_) stip_(hart, level);
}

}  // namespace vitrine::device::timer
