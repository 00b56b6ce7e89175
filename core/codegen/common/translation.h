// SPDX-License-Identifier: Apache-2.0
// What translated code and the engine that runs it say to one another.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/cpu/mmu_context.h"
#include "core/ir/node.h"

namespace vitrine::codegen {

// Why translated code came back.
enum class ExitKind : std::uint8_t {
  kLink,       // to a place in the same page; its jump may be patched to lead there directly
  kPoll,       // the limit is reached; goes on at its target
  kHelper,     // an instruction that C++ executes
  kRaise,      // an exception: VcpuState::exit_value is its value
  kStale,      // the translation is no longer valid
  kPollAt,     // like kPoll, with the virtual pc in VcpuState::exit_value
  kInterpret,  // an indirect jump to a unit that has no translation: VcpuState::exit_value points to it
  kFault,      // an access faulted; VcpuState::fault and pc are set
  kDone,       // VcpuState::leave says why
  kTwin,       // to the same place in a translation that looks at every access by itself; its jump may be patched like a link's
};

// The first numbers of every table of exits are the same for all translations.
enum CommonExit : std::uint32_t { kExitPollAt, kExitInterpret, kExitFault, kExitDone, kCommonExits };

struct Exit {
  ExitKind kind;
  std::uint16_t insn = 0;              // index in the unit
  std::uint32_t translation = 0;       // number of the translation it belongs to
  std::int32_t target = 0;             // where to go on, from the start of the page
  std::uint64_t cause = 0;             // kRaise
  std::byte* jump = nullptr;           // kLink: the five bytes of its jump, where they can be written
  const std::byte* jump_at = nullptr;  // the same as executed
  const std::byte* thunk = nullptr;    // where the jump leads while it is not linked
};

// An access, or an operation that C++ finishes, by number.
struct Site {
  std::uint16_t range = 0;        // its RangeSlot
  std::uint16_t page_offset = 0;  // of its instruction
  std::int16_t retired = 0;       // added to VcpuState::instructions when it faults
  std::uint8_t size_bytes = 0;
  ir::Op op = ir::Op::kLoad;
  ir::Type type = ir::Type::kVoid;     // of the result
  ir::Type operand = ir::Type::kVoid;  // floating point: of the operands
  std::uint8_t aux = 0;                // as in the node
  std::uint8_t imm = 0;
  // The leader of a group: what reaches how far from its own address on, and whether something in there is stored to.
  std::int16_t group_begin = 0;
  std::uint16_t group_bytes = 0;
  bool has_store = false;
  std::uint8_t length = 0;  // of its instruction
  std::uint16_t span = 0;   // of its RangeSlot
  // How often its slot was filled for another place lately, and VcpuState::instructions when that began to be counted.
  std::uint8_t moves = 0;
  bool probes = false;        // it looks into the TLB instead of its slot, or the group goes on in the twin at once
  std::uint8_t failures = 0;  // of the group, lately, and since when
  std::uint64_t failing_since = 0;
  std::uint64_t moving_since = 0;
  // In bytes from the start of the code memory: the look at its slot, and the look into the TLB that a jump there makes it take instead.
  std::uint32_t check = 0;
  std::uint32_t probe = 0;
  std::uint32_t apart = 0;  // and the way to the twin
};

// Grows with every translation; numbers stay.  Thread: the vCPU's own.
struct SiteTable {
  std::vector<Exit> exits;
  std::vector<Site> sites;
  std::uint32_t next_range[2][cpu::kRangeClasses] = {};  // by direction and class: slots are handed out in turn
};

// One translation, as the generator leaves it.
struct Emitted {
  bool ok = false;  // false: nothing can be emitted for the unit, or there was no room (full)
  bool full = false;
  const std::byte* entry = nullptr;  // executed
  std::byte* entry_write = nullptr;
  const std::byte* stale = nullptr;  // where its entry has to jump to once it is invalid
  std::uint32_t bytes = 0;
  std::uint32_t straight_bytes = 0;  // of them: before the paths that are seldom taken
};

}  // namespace vitrine::codegen
