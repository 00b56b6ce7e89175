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
  const std::uint64_t raw_ticks = ticks - offset();  // may wrap: a counter set far ahead of virtual time
  constexpr std::int64_t kLatest = std::numeric_limits<std::int64_t>::max();
  if (raw_ticks > static_cast<std::uint64_t>(kLatest / kNsPerTick)) return kLatest;
  return static_cast<std::int64_t>(raw_ticks) * kNsPerTick;
}

}  // namespace vitrine::device::timer
