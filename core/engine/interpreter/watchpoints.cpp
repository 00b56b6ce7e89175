// SPDX-License-Identifier: Apache-2.0
// Telling watched accesses from the others.
#include "core/engine/interpreter/watchpoints.h"

#include <algorithm>

namespace vitrine::engine::interpreter {
namespace {

using cpu::AccessKind;
using cpu::WatchKind;

bool reads(AccessKind access) { return access == AccessKind::kLoad || access == AccessKind::kLoadReserved || access == AccessKind::kAmo; }

// A store conditional counts, although it may turn out to store nothing.
bool writes(AccessKind access) {
  return access == AccessKind::kStore || access == AccessKind::kAmo || access == AccessKind::kStoreConditional;
}

bool concerns(WatchKind kind, AccessKind access) {
  if (kind == WatchKind::kRead) return reads(access);
  return kind == WatchKind::kAccess || writes(access);
}

// The debugger's range does not wrap, and an access that does is none of a debugger's.
bool overlap(std::uint64_t a, std::uint64_t a_size, std::uint64_t b, std::uint64_t b_size) {
  return a <= b + (b_size - 1) && b <= a + (a_size - 1);
}

}  // namespace

base::Status Watchpoints::set(std::uint64_t address, std::uint64_t size, WatchKind kind, bool on) {
  const Watch watch{address, size, kind};
  const auto found = std::ranges::find(watches_, watch);
  if (on && found == watches_.end()) {
    if (watches_.size() >= kMost) return base::fail(base::Errc::kUnsupported, "more than {} watchpoints", kMost);
    watches_.push_back(watch);
  } else if (!on && found != watches_.end()) {
    watches_.erase(found);
  }
  if (any()) state_.observer = this;
  else detach();
  return {};
}

void Watchpoints::detach() {
  if (state_.observer == this) state_.observer = nullptr;
}

bool Watchpoints::allows(AccessKind access, std::uint64_t address, unsigned size_bytes) {
  for (const Watch& watch : watches_) {
    if (!concerns(watch.kind, access) || !overlap(watch.address, watch.size, address, size_bytes)) continue;
    hit_ = Hit{std::max(watch.address, address), watch.kind};
    return false;
  }
  return true;
}

}  // namespace vitrine::engine::interpreter
