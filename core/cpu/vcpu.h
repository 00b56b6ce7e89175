// SPDX-License-Identifier: Apache-2.0
// A virtual processor as the machine sees it, whoever executes it: our engines today, hardware virtualization later.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/cpu/counters.h"
#include "core/snapshot/fields.h"

namespace vitrine::cpu {

enum class ExitReason : std::uint8_t {
  kKicked,      // kick() was called, or the instruction limit was reached
  kWaiting,     // the guest waits for an interrupt (wfi) and none is pending
  kBreakpoint,  // a debugger's breakpoint is at pc; nothing of it has been executed
  kStepped,     // one instruction was executed in single-step mode
  kWatchpoint,
  kStopped,  // the host asked the vCPU to end (HTIF exit, verify difference); see stop_message()
};

// One register as a debugger sees it.
struct RegisterInfo {
  std::string name;
  unsigned bits;
  std::string feature;  // GDB target-description feature, e.g. "org.gnu.gdb.riscv.cpu"
  std::string type;     // GDB type, e.g. "int", "code_ptr", "ieee_double"
  unsigned number;      // GDB register number
};

// What one way of executing did.
struct TierCounters {
  std::uint64_t units = 0;                    // decoded or translated
  std::uint64_t translated_instructions = 0;  // in them
  std::uint64_t executed_instructions = 0;
  std::uint64_t host_bytes = 0;
  std::uint64_t translation_ns = 0;
  std::uint64_t entries = 0;        // from C++
  std::uint64_t jump_misses = 0;    // indirect jumps that the jump cache did not know
  std::uint64_t cold_jumps = 0;     // indirect jumps to what is not translated
  std::uint64_t invalidations = 0;  // translations that became void
};

struct VcpuCounters {
  std::uint64_t instructions = 0;
  std::uint64_t units = 0;
  std::uint64_t translated_instructions = 0;
  std::uint64_t host_bytes = 0;
  std::uint64_t translation_ns = 0;
  std::uint64_t tlb_misses = 0;
  std::uint64_t interrupts = 0;
  std::uint64_t exceptions = 0;
  std::uint64_t verified_units = 0;
  SlotCounters range_slots;
  FlushCounters flushes;
  TierCounters translated;                                     // host code; what stands above counts decoded units
  std::map<std::string, std::uint64_t> verified_instructions;  // by name: how often each was executed and compared; with verification only
};

// Hears of each piece of generated code: where it is executed, its bytes, and a name for profilers.  Code that became void keeps its place and
// name until its memory is used again.  On the thread of the vCPU that made it; several at once.
using CodeListener = std::function<void(const std::byte* start, std::size_t bytes, std::string_view name)>;

enum class WatchKind : std::uint8_t { kRead, kWrite, kAccess };

// Thread: one vCPU thread calls run() and the debugger's members, never at once; set_interrupt() and kick() come from anywhere.
class Vcpu : public snapshot::Stateful {
 public:
  // Runs until something of ExitReason happens, at least until `limit` more instructions and exceptions (0: no limit); a unit is never cut.
  virtual ExitReason run(std::uint64_t limit) = 0;
  // Makes run() return soon, from any thread.  A kick before run() is not lost.
  virtual void kick() = 0;
  // Raises or lowers an external interrupt input of the architecture (RISC-V: the bit number in mip).  Any thread.
  virtual void set_interrupt(unsigned line, bool level) = 0;
  // Would run() have something to do (an interrupt that wakes it)?  Any thread.
  [[nodiscard]] virtual bool has_work() const = 0;
  virtual void reset() = 0;

  [[nodiscard]] virtual VcpuCounters counters() const = 0;
  [[nodiscard]] virtual std::string stop_message() const = 0;

  // For debuggers; only while the vCPU does not run.
  [[nodiscard]] virtual const std::vector<RegisterInfo>& registers() const = 0;
  [[nodiscard]] virtual base::Result<std::uint64_t> read_register(unsigned number) = 0;
  virtual base::Status write_register(unsigned number, std::uint64_t value) = 0;
  // Guest-virtual memory by the current translation, never with side effects on devices.  False where nothing is mapped.
  virtual bool read_virtual(std::uint64_t address, std::span<std::byte> out) = 0;
  virtual bool write_virtual(std::uint64_t address, std::span<const std::byte> in) = 0;
  virtual void set_single_step(bool on) = 0;
  virtual void set_breakpoint(std::uint64_t address, bool on) = 0;
  virtual base::Status set_watchpoint(std::uint64_t address, std::uint64_t size, WatchKind kind, bool on) = 0;
  // The address and kind of the watchpoint behind ExitReason::kWatchpoint.
  [[nodiscard]] virtual std::optional<std::pair<std::uint64_t, WatchKind>> watch_hit() const { return std::nullopt; }
};

}  // namespace vitrine::cpu
