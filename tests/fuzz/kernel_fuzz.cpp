// SPDX-License-Identifier: Apache-2.0
// Any bytes as a kernel: recognised, unpacked within its limit, its header read.
#include "core/machine/firmware/linux_image.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace vitrine::machine::firmware;
  constexpr std::uint64_t kLimit = 4 << 20;
  const auto bytes = std::as_bytes(std::span{data, size});
  auto kernel = unwrap_kernel(std::make_unique<MemorySource>("fuzz", std::vector<std::byte>{bytes.begin(), bytes.end()}), kLimit);
  if (!kernel) return 0;
  if ((*kernel)->size() > kLimit + size) __builtin_trap();
  static_cast<void>(read_linux_image(**kernel));
  return 0;
}
