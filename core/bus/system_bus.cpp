// SPDX-License-Identifier: Apache-2.0
// Finds the window of an access and hands it to its device.
#include "core/bus/system_bus.h"

#include <algorithm>

#include "core/base/bits.h"

namespace vitrine::bus {

base::Status SystemBus::map(std::uint64_t base, std::uint64_t size, MmioRegion& region, std::string name) {
  const auto at = std::ranges::upper_bound(windows_, base, {}, &Window::base);
  const bool overlaps =
      (at != windows_.end() && at->base - base < size) || (at != windows_.begin() && base - std::prev(at)->base < std::prev(at)->size);
  if (overlaps) return base::fail(base::Errc::kInternal, "{}: the window at {:#x} overlaps another", name, base);
  windows_.insert(at, Window{base, size, &region, std::move(name)});
  return {};
}

const SystemBus::Window* SystemBus::find(std::uint64_t address, unsigned size_bytes) const {
  const auto after = std::ranges::upper_bound(windows_, address, {}, &Window::base);
  if (after == windows_.begin()) return nullptr;
  const Window& window = *std::prev(after);
  return base::range_fits(address - window.base, size_bytes, window.size) ? &window : nullptr;
}

std::optional<std::uint64_t> SystemBus::read(std::uint64_t address, unsigned size_bytes) {
  const Window* const window = find(address, size_bytes);
  if (window == nullptr) return std::nullopt;
  const std::scoped_lock hold{lock_};
  ++accesses_;
  constexpr unsigned kWidest = 8;
  const std::uint64_t answer = window->region->read(address - window->base, size_bytes);
  const std::uint64_t value = answer & ~std::uint64_t{0} >> 8 * (kWidest - std::min(size_bytes, kWidest));
  LOG_DEBUG(log_, "{}: {} bytes at {:#x} read: {:#x}", window->name, size_bytes, address - window->base, value);
  return value;
}

bool SystemBus::write(std::uint64_t address, unsigned size_bytes, std::uint64_t value) {
  const Window* const window = find(address, size_bytes);
  if (window == nullptr) return false;
  const std::scoped_lock hold{lock_};
  ++accesses_;
  LOG_DEBUG(log_, "{}: {} bytes at {:#x} written: {:#x}", window->name, size_bytes, address - window->base, value);
  window->region->write(address - window->base, size_bytes, value);
  return true;
}

}  // namespace vitrine::bus
