// SPDX-License-Identifier: Apache-2.0
// What a debugger asks of a running machine as a whole: all harts stop together, one or all go on.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>

#include "core/cpu/vcpu.h"

namespace vitrine::cpu {

// What one hart does after DebugTarget::resume().
enum class HartAction : std::uint8_t {
  kStay,  // remains stopped
  kRun,
  kStep,  // executes one instruction (an interrupt or exception taken instead counts as one), then reports kStepped
};

// One hart left guest code in a way that a debugger has to know of.
struct DebugStop {
  std::size_t hart = 0;
  ExitReason reason = ExitReason::kBreakpoint;  // kBreakpoint, kStepped, kWatchpoint, or kStopped: the machine has ended
  int exit_code = 0;                            // with kStopped
};

// Called on a thread of the machine, once for each stop, as soon as the hart stands still; the other harts may still run until halt()
// has returned.  Returns quickly and calls nothing of the target.
using DebugListener = std::function<void(const DebugStop&)>;

// The machine as a debugger sees it.  Thread: one debugger thread calls all of this, never from inside the listener.
class DebugTarget {
 public:
  virtual ~DebugTarget() = default;
  [[nodiscard]] virtual std::size_t hart_count() const = 0;
  // The vCPU's debugger members may be called between the return of halt() and the next resume(); its execution members never.
  [[nodiscard]] virtual Vcpu& hart(std::size_t index) = 0;
  // Takes every hart out of guest code and stops virtual time; returns when none runs (a hart that sleeps in wfi counts as stopped).
  // Halting a halted machine does nothing.  Independent of Pause and Resume: the machine runs when neither wants it to stand still.
  virtual void halt() = 0;
  // Lets the harts go, actions[i] for hart i.  A hart that stands at a breakpoint, or before a watched access, reports that again before it executes anything
  // (the debugger takes it away for the step across).  After a stop was reported the machine's other harts go on until halt() is called.
  virtual void resume(std::span<const HartAction> actions) = 0;
  // An empty listener ends the reports; returns when no call of the earlier one is still running.
  virtual void set_debug_listener(DebugListener listener) = 0;
};

}  // namespace vitrine::cpu
