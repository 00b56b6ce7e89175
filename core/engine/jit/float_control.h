// SPDX-License-Identifier: Apache-2.0
// The guest's rounding mode and exception flags in the host's control register.  Intel SDM volume 1, section 10.2.3.
#pragma once

#include <array>
#include <cstdint>

#include "core/cpu/fp/format.h"

namespace vitrine::engine::jit {

// All exceptions masked, none raised, no flushing to zero; MXCSR's order is nearest, down, up, toward zero.
constexpr std::uint32_t control_for(std::uint8_t rounding) {
  constexpr std::array<std::uint32_t, 8> kRoundingControl{0, 3, 1, 2, 0, 0, 0, 0};
  return 0x1f80 | kRoundingControl[rounding & 7] << 13;
}

// MXCSR's PE UE OE ZE DE IE (bits 5 to 0) as the guest's flags; the denormal operand has no counterpart.
constexpr std::uint8_t flags_of(std::uint32_t control) {
  using namespace cpu::fp;
  unsigned flags = 0;
  if ((control & 1) != 0) flags |= kInvalid;
  if ((control & 4) != 0) flags |= kDivideByZero;
  if ((control & 8) != 0) flags |= kOverflow;
  if ((control & 16) != 0) flags |= kUnderflow;
  if ((control & 32) != 0) flags |= kInexact;
  return static_cast<std::uint8_t>(flags);
}

}  // namespace vitrine::engine::jit
