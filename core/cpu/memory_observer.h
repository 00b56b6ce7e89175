// SPDX-License-Identifier: Apache-2.0
// Hears of every data access of a vCPU: for verification and watchpoints.
#pragma once

#include <cstdint>

#include "core/cpu/guest_cpu.h"

namespace vitrine::cpu {

enum class AccessKind : std::uint8_t { kLoad, kStore, kAmo, kLoadReserved, kStoreConditional };

// One access as it happened.  AMO: value is the old memory value, operand what the instruction brought; SC: value 0 where it stored.
struct AccessRecord {
  AccessKind kind;
  unsigned size_bytes;
  std::uint64_t address;
  std::uint64_t value;
  std::uint64_t operand;
  bool faulted;
};

// While a vCPU has an observer, nothing takes its fast path.  Thread: the vCPU's own.
class MemoryObserver {
 public:
  virtual ~MemoryObserver() = default;
  // Before an access.  False: it does not happen, and the handler chain ends at its instruction, of which nothing was done, with Leave::kFault
  // and no fault that means anything.
  virtual bool allows(AccessKind, std::uint64_t /*address*/, unsigned /*size_bytes*/) { return true; }
  virtual void accessed(const AccessRecord& record) = 0;
  // A helper is about to run: everything before it has been done.
  virtual void before_helper() {}
};

}  // namespace vitrine::cpu
