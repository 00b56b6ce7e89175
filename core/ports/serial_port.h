// SPDX-License-Identifier: Apache-2.0
// A line of characters between a serial device and whatever the person sees of it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>

namespace vitrine::ports {

// The far end of a serial device's cable.  The device calls write() under the device lock; it must not block for long.
class SerialPort {
 public:
  virtual ~SerialPort() = default;
  virtual void write(std::span<const std::uint8_t> bytes) = 0;
};

// The near end: what a serial device offers to the console.  Called under the device lock.
class SerialInput {
 public:
  virtual ~SerialInput() = default;
  // Takes as many bytes as the device has room for, and says how many.
  virtual std::size_t receive(std::span<const std::uint8_t> bytes) = 0;
  // Called when there is room again after a receive() that took fewer than offered.
  virtual void on_room(std::function<void()> callback) = 0;
};

}  // namespace vitrine::ports
