// SPDX-License-Identifier: Apache-2.0
// Random blocks of accesses around two bases.
#pragma once

#include <random>
#include <vector>

#include "tests/isa/torture/script.h"

namespace vitrine::tests::torture {

struct BlockStyle {
  int reach = 64;              // accesses go up to this many bytes to either side of a base
  bool moves_by_pages = true;  // now and then a base is a few pages away
  bool has_floats = true;
  bool has_atomics = true;
  unsigned instructions = 32;
};

// s0 and s1 are the bases; the block returns to s10.  See script.S for the registers that it leaves alone.
std::vector<u32> make_block(std::mt19937& random, const BlockStyle& style);

}  // namespace vitrine::tests::torture
