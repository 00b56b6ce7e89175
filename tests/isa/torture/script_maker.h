// SPDX-License-Identifier: Apache-2.0
// Random torture programs for the MMU: what a seed stands for.
#pragma once

#include "tests/isa/torture/script.h"

namespace vitrine::tests::torture {

struct ProgramStyle {
  unsigned steps = 100;
  bool has_interrupts = false;  // enabled; somebody has to raise them
};

// Every change of an entry is followed by a fence that is enough for it before its pages are used: what programs do is determined by the specification
// alone, whatever is cached.
Program make_program(u32 seed, const ProgramStyle& style);

}  // namespace vitrine::tests::torture
