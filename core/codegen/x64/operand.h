// SPDX-License-Identifier: Apache-2.0
// Memory operands and jump labels.
#pragma once

#include <cstdint>

#include "core/codegen/x64/registers.h"

namespace vitrine::codegen::x64 {

// A memory operand: [base + index << scale_log2 + disp], or the bytes at an absolute address, reached relative to the instruction.
struct Mem {
  Gpr base = Gpr::rax;
  Gpr index = Gpr::rax;         // any but rsp, which the processor cannot scale
  std::uint8_t scale_log2 = 0;  // 0 to 3
  bool has_index = false;
  std::int32_t disp = 0;             // bytes
  const void* rip_target = nullptr;  // set: the address itself, and the fields above mean nothing

  // The bytes at `target`, which lies within 2 GiB of the address that the instruction executes at.
  static constexpr Mem rip(const void* target) { return {.rip_target = target}; }
};

constexpr Mem at(Gpr base, std::int32_t disp = 0) { return {.base = base, .disp = disp}; }
constexpr Mem at(Gpr base, Gpr index, unsigned scale_log2 = 0, std::int32_t disp = 0) {
  return {.base = base, .index = index, .scale_log2 = static_cast<std::uint8_t>(scale_log2), .has_index = true, .disp = disp};
}

// A place in one emitter's code that jumps may name before it is known.  Jumps that wait for it form a chain through their own rel32
// fields, so there is no limit on their number and nothing to free.
class Label {
 public:
  [[nodiscard]] bool bound() const { return bound_; }
  // Does a jump wait for bind()?  Code with such a jump must not run.
  [[nodiscard]] bool awaited() const { return !bound_ && place_ != kNone; }
  // Bytes from the start of the buffer; only of a bound label.
  [[nodiscard]] std::uint32_t position() const { return place_; }

 private:
  friend class ControlEmitter;
  static constexpr std::uint32_t kNone = ~0U;
  std::uint32_t place_ = kNone;  // bound: the position; else the rel32 field of the latest jump that waits
  bool bound_ = false;
};

}  // namespace vitrine::codegen::x64
