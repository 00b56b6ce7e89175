// SPDX-License-Identifier: Apache-2.0
// The architectural state of one RV64 hart.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <functional>

#include "core/cpu/state.h"

namespace vitrine::guest::riscv64 {

enum class Privilege : std::uint8_t { kUser = 0, kSupervisor = 1, kMachine = 3 };

// Exception codes (mcause).  Privileged ISA, table "Machine cause register values after trap".
enum Cause : std::uint64_t {
  kInsnMisaligned = 0,
  kInsnAccessFault = 1,
  kIllegalInsn = 2,
  kBreakpoint = 3,
  kLoadMisaligned = 4,
  kLoadAccessFault = 5,
  kStoreMisaligned = 6,
  kStoreAccessFault = 7,
  kEcallUser = 8,
  kEcallSupervisor = 9,
  kEcallMachine = 11,
  kInsnPageFault = 12,
  kLoadPageFault = 13,
  kStorePageFault = 15,
};
// Interrupt bits of mip/mie.
enum Interrupt : unsigned { kSsip = 1, kMsip = 3, kStip = 5, kMtip = 7, kSeip = 9, kMeip = 11, kLcofip = 13 };

// Are the pages that supervisor mode uses (not the user's, by SUM) global, as far as was seen?  Then all address spaces share their contexts.
enum class SupervisorPages : std::uint8_t { kUnknown, kGlobal, kOwn };

inline constexpr unsigned kDiscard = 32;        // the slot that writes to x0 go to
inline constexpr std::size_t kPmpEntries = 16;  // see csr: 16 implemented, pmpcfg0 and pmpcfg2

// What the hart asks of its board.  Thread: the hart's own, any lock is the board's business.
struct HartEnvironment {
  std::function<std::uint64_t()> mtime;             // ticks of the board's timebase
  std::function<void(std::uint64_t)> set_stimecmp;  // arms the Sstc comparator; ~0 disarms.  The board raises STIP through set_interrupt
};

struct Csrs {
  std::uint64_t mstatus = 0;  // without FS/SD: see State::fs
  std::uint64_t mtvec = 0, mscratch = 0, mepc = 0, mcause = 0, mtval = 0;
  std::uint64_t medeleg = 0, mideleg = 0, mie = 0;
  std::uint64_t mcounteren = 0, mcountinhibit = 0, menvcfg = 0;
  std::uint64_t stvec = 0, sscratch = 0, sepc = 0, scause = 0, stval = 0, scounteren = 0, senvcfg = 0;
  std::uint64_t satp = 0;
  std::uint64_t stimecmp = ~std::uint64_t{0};
  std::array<std::uint8_t, kPmpEntries> pmpcfg{};
  std::array<std::uint64_t, kPmpEntries> pmpaddr{};
  std::uint64_t mcycle_offset = 0, minstret_offset = 0;  // added to State::instructions; the frozen count while mcountinhibit stops it
};

// The PMP entries that are on, decoded and in priority order; derived from Csrs by pmp_changed().
struct PmpRegion {
  std::uint64_t first = 0, last = 0;  // bytes, both inside
  std::uint8_t config = 0;
};
struct PmpTable {
  std::array<PmpRegion, kPmpEntries> regions{};
  std::uint8_t count = 0;
  bool binds_machine = false;  // some entry is locked, or can match an access in part, which fails whatever L says
};

// x[0] stays 0; x[kDiscard] takes writes to x0.  f holds raw 64-bit registers, singles NaN-boxed.
struct State : cpu::VcpuState {
  std::uint64_t x[33] = {};
  std::uint64_t f[32] = {};
  std::uint8_t fs_dirty = 0;  // set by every write to f or fflags; merged into mstatus.FS when that is read
  std::uint8_t fs = 0;        // mstatus.FS without what fs_dirty says: 0 off, 1 initial, 2 clean, 3 dirty
  Privilege privilege = Privilege::kMachine;
  Csrs csr;
  PmpTable pmp;
  std::uint64_t hart_id = 0;
  std::uint64_t extensions = 0;  // ExtensionBit set of this CPU model
  std::uint64_t reset_pc = 0x1000;
  // mip as devices and the timer drive it (any thread), and the bits that software wrote (SSIP, STIP without Sstc, SEIP's software part).
  std::atomic<std::uint64_t> mip_lines{0};
  std::uint64_t mip_software = 0;
  HartEnvironment environment;
  SupervisorPages supervisor_pages = SupervisorPages::kUnknown;
  unsigned times_unknown = 0;  // how often it became unknown again
  std::uint64_t interrupts_taken = 0;
  std::uint64_t exceptions_taken = 0;

  [[nodiscard]] std::uint64_t mip() const { return mip_lines.load(std::memory_order_acquire) | mip_software; }
};

// Optional extensions a CPU model can have beyond RV64IMAFDC_Zicsr_Zifencei.
enum ExtensionBit : std::uint64_t {
  kExtZba = 1u << 0,
  kExtZbb = 1u << 1,
  kExtZbs = 1u << 2,
  kExtSstc = 1u << 3,
  kExtSvadu = 1u << 4,
  kExtZicntr = 1u << 5,
  kExtZihpm = 1u << 6,
  kExtF = 1u << 7,
  kExtD = 1u << 8,
  kExtC = 1u << 9,
  kExtSv39 = 1u << 10,
  kExtSv48 = 1u << 11,
  kExtSv57 = 1u << 12,
  kExtSvade = 1u << 13,
  kExtM = 1u << 14,
  kExtA = 1u << 15,
  kExtPmp = 1u << 16,
};

}  // namespace vitrine::guest::riscv64
