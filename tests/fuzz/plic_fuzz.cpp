// SPDX-License-Identifier: Apache-2.0
// The PLIC's registers and lines under a hostile guest.
#include "core/device/intc/plic.h"
#include "tests/fuzz/device_rig.h"

using namespace vitrine;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::Input input{{data, size}};
  fuzz::Machine machine;
  device::intc::Plic plic{{.sources = 96, .contexts = 4}, [](unsigned context, bool) { CHECK(context < 4); }};
  fuzz::attack(machine, plic, device::intc::Plic::kWindowBytes, input, [&](fuzz::Input& more) {
    const auto source = static_cast<unsigned>(more.number(1) % 96 + 1);
    plic.set_level(source, (more.number(1) & 1) != 0);
  });
  return 0;
}
