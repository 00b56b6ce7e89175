// SPDX-License-Identifier: Apache-2.0
// Guest time from the instruction count, with 128-bit products so that no run is long enough to overflow.
#include "core/time/instruction_clock.h"

#include <algorithm>

#include "core/base/bits.h"
#include "core/base/check.h"

namespace vitrine::time {

InstructionClock::InstructionClock(std::uint64_t instructions_per_us) : instructions_per_us_{instructions_per_us} {
  CHECK(instructions_per_us_ > 0);
}

std::int64_t InstructionClock::executed_ns() const {
  const std::uint64_t count = instructions_ + (pending_ ? pending_() : 0);
  return static_cast<std::int64_t>(static_cast<base::u128>(count) * 1000 / instructions_per_us_);
}

std::int64_t InstructionClock::now_ns() const { return executed_ns() + skipped_ns_; }

void InstructionClock::skip_to(std::int64_t deadline_ns) { skipped_ns_ += std::max<std::int64_t>(0, deadline_ns - now_ns()); }

std::uint64_t InstructionClock::instructions_until(std::int64_t deadline_ns) const {
  const std::int64_t executed_then = deadline_ns - skipped_ns_;
  if (executed_then <= 0) return 1;
  const auto count_then = static_cast<std::uint64_t>((static_cast<base::u128>(executed_then) * instructions_per_us_ + 999) / 1000);
  const std::uint64_t count = instructions_ + (pending_ ? pending_() : 0);
  return count_then > count ? count_then - count : 1;
}

void InstructionClock::set_now_ns(std::int64_t now_ns) { skipped_ns_ = now_ns - executed_ns(); }

}  // namespace vitrine::time
