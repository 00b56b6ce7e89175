// SPDX-License-Identifier: Apache-2.0
// Loads 64-bit RISC-V ELF programs at their physical addresses.
#pragma once

#include <cstdint>
#include <optional>

#include "core/machine/firmware/source.h"

namespace vitrine::machine::firmware {

// What the board has to know of a loaded ELF program.
struct ElfProgram {
  std::uint64_t entry = 0;
  std::uint64_t low = ~std::uint64_t{0};  // lowest and
  std::uint64_t high = 0;                 // one past the highest physical address loaded
  std::optional<std::uint64_t> tohost;    // HTIF mailboxes, where the symbols exist (of any size)
  std::optional<std::uint64_t> fromhost;
};

// Copies every PT_LOAD segment to its physical address (zeroing what the file does not fill) and looks for the HTIF symbols.  A program for
// another architecture, a cut-off file or a segment outside of memory is an error that says so.  ELF gABI, chapters 4 and 5.
base::Result<ElfProgram> load_elf(const Source& source, memory::GuestMemory& memory);

}  // namespace vitrine::machine::firmware
