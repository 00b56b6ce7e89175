// SPDX-License-Identifier: Apache-2.0
// A hostile guest for one device: the fuzzer's bytes become register accesses, stores to RAM, steps of time and saved states.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <span>
#include <vector>

#include "core/base/check.h"
#include "core/bus/region.h"
#include "core/memory/guest_memory.h"
#include "core/snapshot/state_file.h"
#include "tests/core/device/support.h"

namespace vitrine::fuzz {

inline constexpr std::uint64_t kRamBase = 0x80000000;
inline constexpr std::uint64_t kRamBytes = 0x10000;

// Takes values from the fuzzer's input; zeros at its end.
class Input {
 public:
  explicit Input(std::span<const std::uint8_t> bytes) : left_{bytes} {}
  [[nodiscard]] bool empty() const { return left_.empty(); }
  std::uint64_t number(unsigned size_bytes) {
    std::uint64_t value = 0;
    for (unsigned index = 0; index < size_bytes && !left_.empty(); ++index) {
      value |= std::uint64_t{left_.front()} << (8 * index);
      left_ = left_.subspan(1);
    }
    return value;
  }
  std::vector<std::uint8_t> block(std::size_t limit) {
    const std::size_t size = std::min<std::size_t>(number(2) % (limit + 1), left_.size());
    const auto taken = left_.first(size);
    left_ = left_.subspan(size);
    return {taken.begin(), taken.end()};
  }

 private:
  std::span<const std::uint8_t> left_;
};

// What a device needs from its machine.
struct Machine {
  Machine() {
    CHECK(memory.add_ram(kRamBase, kRamBytes, "ram").has_value());
    CHECK(memory.add_rom(0x1000, 0x1000, "rom").has_value());
  }
  memory::GuestMemory memory;
  test::ManualTime time;
  test::RecordingPort port;
  bus::IrqLine irq;
};

// A state that the device saved must come back equal; one that the fuzzer made up must be refused or accepted without harm.
inline void try_states(snapshot::Stateful& device, Input& input) {
  const auto saved = snapshot::save(device);
  CHECK(snapshot::restore(device, device.state_version(), saved).has_value(), "a device refuses its own state");
  CHECK(snapshot::save(device) == saved, "a restored state saves unlike itself");
  auto wrong = saved;
  for (unsigned change = 0; change < 4 && !wrong.empty(); ++change)
    wrong[input.number(2) % wrong.size()] = static_cast<std::uint8_t>(input.number(1));
  if (!snapshot::restore(device, device.state_version(), wrong)) {
    static_cast<void>(snapshot::restore(device, device.state_version(), std::span{wrong}.first(input.number(2) % (wrong.size() + 1))));
  }
}

template <class Device>
concept HasReset = requires(Device& device) { device.reset(); };

// Lets the guest loose on one device until the input ends.  `extra` is called for the operations that only this kind of device has.
template <class Device, class Extra> void attack(Machine& machine, Device& device, std::uint64_t window, Input& input, Extra extra) {
  while (!input.empty()) {
    const auto operation = static_cast<unsigned>(input.number(1));
    const unsigned size = 1u << (operation >> 3 & 3);
    // A bus access lies inside the window, and is aligned or not.
    const std::uint64_t offset = input.number(4) % (window - size + 1);
    switch (operation & 7) {
      case 0:
      case 1: static_cast<void>(device.read(offset, size)); break;
      case 2:
      case 3: device.write(offset, size, input.number(size)); break;
      case 4: static_cast<void>(machine.memory.write_value(kRamBase + offset % (kRamBytes - 8), input.number(8))); break;
      case 5: machine.time.advance_to(machine.time.now_ns() + static_cast<std::int64_t>(input.number(5))); break;
      case 6:
        if (size == 1) try_states(device, input);
        if constexpr (HasReset<Device>) {
          if (size == 8) device.reset();
        }
        break;
      default: extra(input); break;
    }
  }
}

}  // namespace vitrine::fuzz
