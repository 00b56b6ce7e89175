// SPDX-License-Identifier: Apache-2.0
// Firmware, kernel, initrd and programs: opened once, placed in guest memory at every start.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>

#include "core/base/result.h"
#include "core/machine/firmware/source.h"
#include "core/machine/riscv_virt/config.h"
#include "core/machine/riscv_virt/layout.h"
#include "core/memory/guest_memory.h"

namespace vitrine::machine::riscv_virt {

// Where everything ended up.
struct BootLayout {
  std::uint64_t first = kRamBase;  // the harts' first instruction after the reset ROM
  std::uint64_t next = 0;          // what firmware starts in S mode, 0: nothing
  std::optional<Window> initrd;
  std::uint64_t tree = 0;
  std::optional<std::uint64_t> tohost;
};

// Keeps its files open, so that a reset can load them again after the process was sandboxed.  Thread: control.
class BootFiles {
 public:
  // Opens and recognises all files; what is missing, for another architecture or too large is an error that names it.
  static base::Result<BootFiles> open(const Config& config);
  // Copies them to where QEMU's board puts them: firmware at the start of RAM, the kernel behind it (2 MiB aligned), the initrd
  // min(RAM / 2, 128 MiB) behind the kernel's start, the device tree below the end of RAM or of the first 3 GiB of address space.
  [[nodiscard]] base::Result<BootLayout> load(memory::GuestMemory& memory, std::uint64_t ram_bytes) const;

 private:
  struct Range {
    std::uint64_t start;
    std::uint64_t end;
  };
  base::Result<std::uint64_t> load_firmware(memory::GuestMemory& memory, BootLayout& layout) const;
  base::Result<Range> load_kernel(memory::GuestMemory& memory, std::uint64_t firmware_end, BootLayout& layout) const;
  base::Status load_initrd(memory::GuestMemory& memory, Range kernel, std::uint64_t ram_bytes, BootLayout& layout) const;

  std::unique_ptr<firmware::Source> elf_;
  std::unique_ptr<firmware::Source> firmware_;
  std::unique_ptr<firmware::Source> kernel_;
  std::unique_ptr<firmware::Source> initrd_;
  bool starts_in_flash_ = false;
};

}  // namespace vitrine::machine::riscv_virt
