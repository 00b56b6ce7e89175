// SPDX-License-Identifier: Apache-2.0
// Which guest registers live in host registers while translated code runs: one map for all translations of a guest.
#pragma once

#include <cstdint>
#include <vector>

namespace vitrine::codegen {

enum class HomeKind : std::uint8_t { kGeneral, kFloat };

// The slot (offset in the guest's state) of a 64-bit register that has a home.  At every boundary of guest instructions its value is there;
// the rest of the state is in memory.  The generator hands its host registers out in the order of the list, as far as they go.
struct Home {
  std::uint32_t slot;
  HomeKind kind;
};

struct HomeMap {
  std::vector<Home> homes;        // most used first
  std::uint32_t state_bias = 0;   // translated code points so many bytes into the state, near what it uses most
  std::uint32_t first_float = 0;  // slots in [first_float, end_float) hold floating-point registers
  std::uint32_t end_float = 0;
};

}  // namespace vitrine::codegen
