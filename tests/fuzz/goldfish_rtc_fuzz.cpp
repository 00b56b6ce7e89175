// SPDX-License-Identifier: Apache-2.0
// The Goldfish clock's registers under a hostile guest and a wall clock that jumps.
#include "core/device/rtc/goldfish_rtc.h"
#include "tests/fuzz/device_rig.h"

using namespace vitrine;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::Input input{{data, size}};
  fuzz::Machine machine;
  std::int64_t wall = 1'700'000'000'000'000'000;
  device::rtc::GoldfishRtc rtc{[&] { return wall; }, machine.time.timers, machine.irq};
  // Eight registers, and a few offsets behind them.
  fuzz::attack(machine, rtc, 48, input, [&](fuzz::Input& more) { wall = static_cast<std::int64_t>(more.number(8)); });
  return 0;
}
