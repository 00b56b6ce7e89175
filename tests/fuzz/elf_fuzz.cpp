// SPDX-License-Identifier: Apache-2.0
// Any bytes as an ELF program: loaded or refused, never more.
#include "core/machine/firmware/elf.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace vitrine;
  memory::GuestMemory memory;
  if (!memory.add_ram(0x80000000, 1 << 20, "ram")) return 0;
  const auto bytes = std::as_bytes(std::span{data, size});
  const machine::firmware::MemorySource source{"fuzz", {bytes.begin(), bytes.end()}};
  static_cast<void>(machine::firmware::load_elf(source, memory));
  return 0;
}
