// SPDX-License-Identifier: Apache-2.0
// The C extension: each 16-bit form stands for a 32-bit instruction.
#pragma once

#include <cstdint>

namespace vitrine::guest::riscv64 {

// The 32-bit instruction that a compressed one expands to on RV64GC, 0 where the encoding is reserved or illegal.  Unprivileged ISA,
// chapter "C Extension for Compressed Instructions", tables of RVC instruction listings.
std::uint32_t expand_compressed(std::uint16_t raw);

}  // namespace vitrine::guest::riscv64
