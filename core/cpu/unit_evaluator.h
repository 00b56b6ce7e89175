// SPDX-License-Identifier: Apache-2.0
// The plain IR evaluator: runs a unit's IR node by node over a copy of the registers, its memory accesses replayed from a record.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/cpu/guest_cpu.h"
#include "core/cpu/memory_observer.h"
#include "core/ir/node.h"

namespace vitrine::cpu {

// How a unit ended.
struct UnitOutcome {
  enum class Kind : std::uint8_t {
    kNext,      // goes on at next_pc
    kFault,     // instruction number insn faulted on its last recorded access
    kRaised,    // instruction number insn raised `fault`
    kHelper,    // everything up to the helper that ends the unit was done
    kMismatch,  // an access was not the recorded one; message says which
  };
  Kind kind = Kind::kNext;
  std::uint64_t next_pc = 0;
  GuestFault fault;
  std::uint32_t insn = 0;
  std::string message;
};

// A guest state's registers by slot: bytes from the start of its VcpuState.  fflags and frm stand apart, as every guest has them.
struct RegisterImage {
  std::vector<std::byte> bytes;
  std::uint8_t fflags = 0;
  std::uint8_t frm = 0;
};

// Thread: any, one at a time; uses nothing but its arguments and `values`, the nodes' values, kept to spare allocations.  Floating point is
// computed in integers, so that the host's unit is checked too.
UnitOutcome evaluate_unit(const ir::UnitIr& unit, std::uint64_t unit_pc, RegisterImage& image, std::span<const AccessRecord> accesses,
                          std::vector<std::uint64_t>& values);

}  // namespace vitrine::cpu
