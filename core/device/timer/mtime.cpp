// SPDX-License-Identifier: Apache-2.0
// Writes to the counter, and the way from its ticks to virtual time.
#include "core/device/timer/mtime.h"

#include <limits>

namespace vitrine::device::timer {

void Mtime::write(std::uint64_t ticks) { set_offset(ticks - static_cast<std::uint64_t>(clock_.now_ns() / kNsPerTick)); }

void Mtime::set_offset(std::uint64_t offset) {
  offset_.store(offset, std::memory_order_relaxed);
  for (const auto& listener : listeners_) listener();
}

std::int64_t Mtime::deadline_ns(std::uint64_t ticks) const {
  constexpr std::int64_t kLatest = std::numeric_limits<std::int64_t>::max();
  // By the distance from now: the counter's offset wraps where it was set back, and ticks may be any number.
  const auto now = static_cast<std::uint64_t>(clock_.now_ns() / kNsPerTick);
  const std::uint64_t counter = now + offset();
  const std::uint64_t distance = ticks > counter ? ticks - counter : 0;
  if (distance > static_cast<std::uint64_t>(kLatest / kNsPerTick) - now) return kLatest;
  return static_cast<std::int64_t>(now + distance) * kNsPerTick;
}

}  // namespace vitrine::device::timer
