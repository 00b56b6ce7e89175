// SPDX-License-Identifier: Apache-2.0
// Firmware configuration under a hostile guest: registers, descriptors in RAM, writable files.
#include <array>
#include <bit>

#include "core/base/bits.h"
#include "core/device/platform/fw_cfg.h"
#include "core/device/platform/sifive_test.h"
#include "tests/fuzz/device_rig.h"

using namespace vitrine;

namespace {
// A plausible descriptor for half of the transfers: random ones nearly always point nowhere.
void place_descriptor(fuzz::Machine& machine, fuzz::Input& input) {
  std::array<std::byte, 16> raw;
  const std::uint64_t kind = input.number(1);
  base::store_be(raw.data(), static_cast<std::uint32_t>(input.number(4) & 0x003f001f));
  base::store_be(raw.data() + 4, static_cast<std::uint32_t>(input.number((kind & 1) != 0 ? 1 : 4)));
  base::store_be(raw.data() + 8, (kind & 2) != 0 ? input.number(8) : fuzz::kRamBase + input.number(2));
  static_cast<void>(machine.memory.write(fuzz::kRamBase + input.number(1) * 16, raw));
}
}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::Input input{{data, size}};
  fuzz::Machine machine;
  device::platform::FwCfg fw_cfg{memory::DmaView{machine.memory}};
  CHECK(fw_cfg.add_item(5, {1, 2, 3}).has_value());
  CHECK(fw_cfg.add_file({.name = "etc/fixed", .bytes = std::vector<std::uint8_t>(100, 7), .writable = false, .on_write = {}}).has_value());
  CHECK(fw_cfg.add_file({.name = "etc/open", .bytes = std::vector<std::uint8_t>(64, 9), .writable = true, .on_write = {}}).has_value());
  device::platform::SifiveTest finisher{[](device::platform::FinisherRequest, std::uint16_t) {}};
  fuzz::attack(machine, fw_cfg, device::platform::FwCfg::kWindowBytes, input, [&](fuzz::Input& more) {
    place_descriptor(machine, more);
    fw_cfg.write(0x10, 8, std::byteswap(fuzz::kRamBase + more.number(1) * 16));
    finisher.write(more.number(1), 1u << (more.number(1) & 3), more.number(4));
  });
  CHECK(fw_cfg.file("etc/open")->size() == 64);
  return 0;
}
