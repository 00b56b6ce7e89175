// SPDX-License-Identifier: Apache-2.0
// The flash bank's command machine under a hostile guest.
#include "core/device/flash/cfi_flash.h"
#include "tests/fuzz/device_rig.h"

using namespace vitrine;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr std::uint64_t kBytes = 2 * device::flash::CfiFlash::kSectorBytes;
  fuzz::Input input{{data, size}};
  fuzz::Machine machine;
  std::vector<std::byte> store(kBytes);
  device::flash::CfiFlash flash{
      store,
      (input.number(1) & 7) == 0,
      {.keep = {}, .dirty = [](std::uint64_t at, std::uint64_t bytes) { CHECK(at <= kBytes && bytes <= kBytes - at); }, .mode = {}}};
  // Whole commands at one place: a program, an erase, a buffer.
  fuzz::attack(machine, flash, kBytes, input, [&](fuzz::Input& more) {
    constexpr std::uint8_t kCodes[] = {0x20, 0x40, 0x50, 0x60, 0x70, 0x90, 0x98, 0xd0, 0xe8, 0xff};
    const std::uint64_t offset = more.number(3) % (kBytes - 4) & ~std::uint64_t{3};
    flash.write(offset, 4, kCodes[more.number(1) % std::size(kCodes)]);
    for (std::uint64_t count = more.number(1) & 7; count > 0; --count) flash.write(offset + count * 4 % 8, 4, more.number(1));
  });
  return 0;
}
