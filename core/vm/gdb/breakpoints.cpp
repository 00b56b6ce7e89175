// SPDX-License-Identifier: Apache-2.0
// Setting and clearing breakpoints and watchpoints.
#include "core/vm/gdb/breakpoints.h"

#include <algorithm>

namespace vitrine::vm::gdb {
namespace {

constexpr std::size_t kMostPoints = 1000;
constexpr std::uint64_t kWidestWatch = 4096;

bool is_breakpoint(PointKind kind) { return kind == PointKind::kSoftware || kind == PointKind::kHardware; }

cpu::WatchKind watch_kind(PointKind kind) {
  if (kind == PointKind::kWrite) return cpu::WatchKind::kWrite;
  return kind == PointKind::kRead ? cpu::WatchKind::kRead : cpu::WatchKind::kAccess;
}

}  // namespace

base::Status Breakpoints::insert(const Point& point) {
  if (points_.contains(point)) return {};
  if (points_.size() >= kMostPoints) return base::fail(base::Errc::kInvalidArgument, "more than {} breakpoints", kMostPoints);
  if (!is_breakpoint(point.kind) && (point.size == 0 || point.size > kWidestWatch || point.address + point.size - 1 < point.address))
    return base::fail(base::Errc::kInvalidArgument, "a watchpoint on {} bytes", point.size);
  TRY(apply(point, true));
  points_.insert(point);
  return {};
}

base::Status Breakpoints::remove(const Point& point) {
  if (points_.erase(point) == 0) return {};
  return apply(point, false);
}

void Breakpoints::clear() {
  while (!points_.empty()) {
    const Point point = *points_.begin();
    // A point that was set can be taken away; should an engine refuse, nothing better is left to do here.
    (void)remove(point);
  }
}

base::Status Breakpoints::apply(const Point& point, bool on) {
  for (std::size_t index = 0; index < target_.hart_count(); ++index) {
    cpu::Vcpu& hart = target_.hart(index);
    if (is_breakpoint(point.kind)) {
      // Software and hardware breakpoints may stand at one address: the last one takes it away.
      if (on || !has_breakpoint_at(point.address)) hart.set_breakpoint(point.address, on);
    } else {
      TRY(hart.set_watchpoint(point.address, point.size, watch_kind(point.kind), on));
    }
  }
  return {};
}

bool Breakpoints::has_breakpoint_at(std::uint64_t address) const {
  return std::ranges::any_of(points_, [&](const Point& point) { return is_breakpoint(point.kind) && point.address == address; });
}

}  // namespace vitrine::vm::gdb
