// SPDX-License-Identifier: Apache-2.0
// The breakpoints and watchpoints that a debugger has set, on every hart alike.
#pragma once

#include <compare>
#include <cstdint>
#include <set>

#include "core/base/result.h"
#include "core/cpu/debug_target.h"

namespace vitrine::vm::gdb {

// The numbers of the Z packets.
enum class PointKind : std::uint8_t { kSoftware = 0, kHardware = 1, kWrite = 2, kRead = 3, kAccess = 4 };

struct Point {
  PointKind kind = PointKind::kSoftware;
  std::uint64_t address = 0;
  std::uint64_t size = 0;  // bytes watched; for breakpoints the instruction's length, which no engine needs
  auto operator<=>(const Point&) const = default;
};

// Takes everything away at its end, so that a debugger that vanishes leaves no breakpoint behind.  Thread: the debugger's; harts are
// halted.
class Breakpoints {
 public:
  explicit Breakpoints(cpu::DebugTarget& target) : target_{target} {}
  ~Breakpoints() { clear(); }
  Breakpoints(const Breakpoints&) = delete;
  Breakpoints& operator=(const Breakpoints&) = delete;

  // kUnsupported where the engine has no such points, kInvalidArgument where there are too many or this one makes no sense.  Setting a
  // point twice is setting it once.
  base::Status insert(const Point& point);
  base::Status remove(const Point& point);
  void clear();

 private:
  base::Status apply(const Point& point, bool on);
  [[nodiscard]] bool has_breakpoint_at(std::uint64_t address) const;

  cpu::DebugTarget& target_;
  std::set<Point> points_;
};

}  // namespace vitrine::vm::gdb
