// SPDX-License-Identifier: Apache-2.0
// The registers of the core-local interruptor and the Sstc comparators under a hostile guest.
#include "core/device/timer/aclint.h"
#include "core/device/timer/sstc_timer.h"
#include "tests/fuzz/device_rig.h"

using namespace vitrine;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::Input input{{data, size}};
  fuzz::Machine machine;
  const auto output = [](unsigned hart, bool) { CHECK(hart < 3); };
  device::timer::Aclint aclint{3, machine.time.timers, {.msip = output, .mtip = output}};
  device::timer::SstcTimer sstc{3, aclint.counter(), machine.time.timers, output};
  fuzz::attack(machine, aclint, device::timer::Aclint::kWindowBytes, input,
               [&](fuzz::Input& more) { sstc.arm_stimecmp(static_cast<unsigned>(more.number(1) % 3), more.number(8)); });
  return 0;
}
