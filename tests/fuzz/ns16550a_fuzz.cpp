// SPDX-License-Identifier: Apache-2.0
// The UART's registers and its receiver under a hostile guest and a hostile cable.
#include "core/device/serial/ns16550a.h"
#include "tests/fuzz/device_rig.h"

using namespace vitrine;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::Input input{{data, size}};
  fuzz::Machine machine;
  device::serial::Ns16550a uart{machine.port, machine.irq};
  std::vector<std::uint8_t> waiting;
  const auto feed = [&] {
    const std::size_t taken = uart.receive(waiting);
    CHECK(taken <= waiting.size());
    waiting.erase(waiting.begin(), waiting.begin() + static_cast<std::ptrdiff_t>(taken));
  };
  uart.on_room(feed);
  // Eight registers, and a few offsets behind them.
  fuzz::attack(machine, uart, 16, input, [&](fuzz::Input& more) {
    if ((more.number(1) & 7) == 0) {
      uart.receive_break();
    } else {
      waiting = more.block(40);
      feed();
    }
  });
  return 0;
}
