// SPDX-License-Identifier: Apache-2.0
// The part of a vCPU's state that all guest architectures share; a guest's state derives from it and adds its registers.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <string>

#include "core/bus/system_bus.h"
#include "core/cpu/counters.h"
#include "core/cpu/guest_cpu.h"
#include "core/cpu/handler_abi.h"
#include "core/cpu/mmu_context.h"
#include "core/memory/guest_memory.h"

namespace vitrine::cpu {

// Why a vCPU's thread has to look up from guest code: bits of VcpuState::pending, set by any thread.
enum Pending : std::uint32_t {
  kPendingInterrupt = 1,   // the interrupt inputs changed
  kPendingKick = 2,        // return to the caller of run()
  kPendingInvalidate = 4,  // other threads queued invalidations
};

// Why the handler chain ended.
enum class Leave : std::uint8_t { kNone, kPoll, kFault, kWait, kBreakpoint, kWatchpoint, kModeChange, kStop };

class MemoryObserver;

struct VcpuState {
  std::uint64_t instructions = 0;       // retired, the whole running unit counted at its entry
  std::atomic<std::uint64_t> limit{0};  // a unit is entered only while instructions < limit; 0 makes the vCPU look at `pending`
  ContextPool* contexts = nullptr;
  MmuContext* data = nullptr;   // for loads and stores
  MmuContext* fetch = nullptr;  // for instruction fetch
  Unit* unit = nullptr;         // the running unit
  std::uint64_t unit_pc = 0;    // its virtual start
  std::uint64_t pc = 0;         // valid outside the handler chain, and inside a helper
  std::uint64_t next_pc = 0;    // where a helper goes on; preset to the following instruction
  std::uint32_t mode = 0;       // whatever decoding depends on beside the context: part of a unit's identity
  Leave leave = Leave::kNone;
  GuestFault fault;

  std::atomic<std::uint32_t> pending{0};
  GuestCpu* cpu = nullptr;
  memory::GuestMemory* memory = nullptr;
  bus::SystemBus* bus = nullptr;
  MemoryObserver* observer = nullptr;  // records accesses (--verify) or checks watchpoints; nothing takes the fast path then
  // Finds or decodes the unit at a virtual pc in the current mode; nullptr with `fault` and `leave` set when fetching faults.
  Unit* (*find_unit)(VcpuState&, std::uint64_t pc) = nullptr;
  void* engine = nullptr;  // find_unit's owner
  // A store of this vCPU made a device ROM hidden: returns when no other vCPU reads it as memory any more.  May be nullptr.
  void (*others_forget)(VcpuState&, const memory::Block&) = nullptr;

  // LL/SC: the reserved physical address (kNoReservation: none) and the value read there.
  static constexpr std::uint64_t kNoReservation = ~std::uint64_t{0};
  std::uint64_t reservation = kNoReservation;
  std::uint64_t reserved_value = 0;
  unsigned reserved_size = 0;

  // Accrued floating-point exceptions and the rounding mode, in RISC-V's encoding (cpu/fp/format.h) whatever the guest's own is.
  std::uint8_t fflags = 0;
  std::uint8_t frm = 0;

  // Translated code: the virtual page it runs in, by which exit it came out, what the exit or a slow path brings along, and the host's
  // floating-point control registers inside and outside.
  std::uint64_t page_pc = 0;
  std::uint32_t exit_number = 0;
  std::uint32_t guest_float_control = 0;
  std::uint32_t host_float_control = 0;
  std::uint64_t exit_value = 0;
  std::uint64_t float_operands[3] = {};
  std::uint64_t kept[2] = {};           // by a stub, for its own use
  std::uint32_t misses_until_fill = 0;  // accesses that miss their range slot and hit the TLB before a slot is filled again
  void* translations = nullptr;         // their owner
  bool slots_of_pages = false;          // no range slot reaches over a page's end
  // Where translated code asks to go on: behind the instruction that C++ executes, which the exit names, and at a pc that the jump cache does
  // not know.  The state holds everything meanwhile.  What comes back is a place in the code memory that takes it from there.
  const std::byte* (*run_system)(VcpuState&, std::uint32_t exit) = nullptr;
  const std::byte* (*find_code)(VcpuState&, std::uint64_t pc) = nullptr;

  std::uint64_t tlb_misses = 0;
  std::uint64_t slot_calls = 0;   // accesses that missed their range slot and came to C++
  std::uint64_t slot_rounds = 0;  // of them: those that found misses_until_fill used up
  std::uint64_t slot_fills = 0;
  FlushCounters flushes;
  std::string stop_message;

  // Translated code lets so many misses of range slots pass between two fills.
  static constexpr std::uint32_t kMissesBetweenFills = 15;
  [[nodiscard]] SlotCounters slot_counters() const {
    return {.misses = slot_rounds * (kMissesBetweenFills + 1) - misses_until_fill, .calls = slot_calls, .fills = slot_fills};
  }

  // Any thread: makes the vCPU look at `bits` at its next poll.
  void request(std::uint32_t bits) {
    pending.fetch_or(bits);
    limit.store(0);
  }
};

}  // namespace vitrine::cpu
