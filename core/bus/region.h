// SPDX-License-Identifier: Apache-2.0
// What a device shows to the bus: register windows and interrupt lines.
#pragma once

#include <cstdint>
#include <functional>
#include <utility>

namespace vitrine::bus {

// A window of device registers.  The bus calls with offset + size inside the window and size 1, 2, 4 or 8, under the machine's device lock,
// and never re-enters a device from its own DMA.  Thread: any vCPU thread, one at a time.
class MmioRegion {
 public:
  virtual ~MmioRegion() = default;
  // What the answer has above size_bytes is cut off.
  virtual std::uint64_t read(std::uint64_t offset, unsigned size_bytes) = 0;
  virtual void write(std::uint64_t offset, unsigned size_bytes, std::uint64_t value) = 0;
};

// An output pin of a device.  Whoever wires the board says where it goes.  Called under the device lock.
class IrqLine {
 public:
  IrqLine() = default;
  explicit IrqLine(std::function<void(bool)> sink) : sink_{std::move(sink)} {}
  void set(bool level) {
    if (level == level_) return;
    level_ = level;
    if (sink_) sink_(level);
  }
  void pulse() {
    set(true);
    set(false);
  }
  [[nodiscard]] bool level() const { return level_; }

 private:
  std::function<void(bool)> sink_;
  bool level_ = false;
};

}  // namespace vitrine::bus
