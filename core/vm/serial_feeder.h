// SPDX-License-Identifier: Apache-2.0
// Typed bytes on their way to a serial device that has room for a few at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <mutex>
#include <vector>

#include "core/ports/serial_port.h"
#include "core/vm/vm.h"

namespace vitrine::vm {

// Each piece is answered when the device has taken all of it, so that whoever pipes a file in goes no faster than the guest reads.
// Thread: control.
class SerialFeeder {
 public:
  static constexpr std::size_t kMostWaiting = std::size_t{1} << 20;

  SerialFeeder(ports::SerialInput& device, std::recursive_mutex& device_lock) : device_{device}, device_lock_{device_lock} {}
  void add(std::vector<std::uint8_t> bytes, Completion done);
  // Offers what waits; called again when the device has room.
  void pump();
  // The machine has ended: what waits is answered with an error.
  void drop();

 private:
  struct Piece {
    std::vector<std::uint8_t> bytes;
    std::size_t taken = 0;
    Completion done;
  };
  ports::SerialInput& device_;
  std::recursive_mutex& device_lock_;
  std::deque<Piece> pieces_;
  std::size_t waiting_ = 0;
};

}  // namespace vitrine::vm
