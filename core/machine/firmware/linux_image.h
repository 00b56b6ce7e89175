// SPDX-License-Identifier: Apache-2.0
// Reads the header of a RISC-V Linux Image.
#pragma once

#include <cstdint>

#include "core/machine/firmware/source.h"

namespace vitrine::machine::firmware {

// Linux, Documentation/arch/riscv/boot-image-header.rst.
struct LinuxImage {
  std::uint64_t text_offset = 0;  // from the start of a 2 MiB aligned region
  std::uint64_t memory_size = 0;  // what it occupies from there: its file and its bss; at least the file's size
};

// The header of a RISC-V Image (plain, or with the EFI stub's PE header around it).  Big-endian kernels and nonsense sizes are errors.
base::Result<LinuxImage> read_linux_image(const Source& source);

// The kernel itself: unpacks gzip (never more than `limit` bytes), and refuses what is another architecture's kernel or no kernel at all with
// a sentence that says what it is.  ELF, Linux Image and unknown (raw) code pass.
base::Result<std::unique_ptr<Source>> open_kernel(const std::string& path, std::uint64_t limit);
// The same check for something already open.
base::Result<std::unique_ptr<Source>> unwrap_kernel(std::unique_ptr<Source> source, std::uint64_t limit);

}  // namespace vitrine::machine::firmware
