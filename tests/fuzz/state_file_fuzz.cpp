// SPDX-License-Identifier: Apache-2.0
// Saved states made up by a fuzzer: the file of sections, and the fields inside them.
#include "core/device/intc/plic.h"
#include "core/device/serial/ns16550a.h"
#include "core/snapshot/visitors.h"
#include "tests/fuzz/device_rig.h"

using namespace vitrine;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::span<const std::uint8_t> file{data, size};
  fuzz::Machine machine;
  device::serial::Ns16550a uart{machine.port, machine.irq};
  device::intc::Plic plic{{.sources = 96, .contexts = 2}, {}};
  // Without a checksum in the way first, then as a whole file.
  for (snapshot::Stateful* device : {static_cast<snapshot::Stateful*>(&uart), static_cast<snapshot::Stateful*>(&plic)}) {
    if (snapshot::restore(*device, 1, file)) CHECK(!snapshot::dump(*device).empty());
    static_cast<void>(uart.read(0, 1));
    static_cast<void>(plic.read(0x200004, 4));
  }
  const auto reader = snapshot::StateReader::parse(file);
  if (!reader) return 0;
  for (const auto& section : reader->sections()) {
    CHECK(reader->find(section.name).has_value());
    static_cast<void>(reader->restore(section.name, uart));
  }
  return 0;
}
