// SPDX-License-Identifier: Apache-2.0
// The core-local interruptor (SiFive CLINT layout): software interrupts and the machine timers of all harts.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "core/bus/region.h"
#include "core/device/timer/mtime.h"
#include "core/snapshot/fields.h"
#include "core/time/clock.h"

namespace vitrine::device::timer {

struct AclintOutputs {
  std::function<void(unsigned hart, bool level)> msip;
  std::function<void(unsigned hart, bool level)> mtip;
};

// Register window: msip +4 x hart, mtimecmp +4000 + 8 x hart, mtime +bff8 (hex).  msip takes 4-byte accesses, the timers 4 and 8; other
// sizes read 0 and write nothing.  RISC-V ACLINT Specification 1.0.  Thread: any, under the device lock; mtime() without it.
class Aclint final : public bus::MmioRegion, public snapshot::Stateful {
 public:
  static constexpr std::uint64_t kWindowBytes = 0x10000;
  static constexpr unsigned kMaxHarts = 4095;

  Aclint(unsigned harts, time::TimerService& timers, AclintOutputs outputs);

  // The counter, as `rdtime` reads it.  Any thread, no lock.
  [[nodiscard]] std::uint64_t mtime() const { return mtime_.read(); }
  // For other comparators on the same counter (SstcTimer).
  [[nodiscard]] Mtime& counter() { return mtime_; }
  void reset();

  std::uint64_t read(std::uint64_t offset, unsigned size_bytes) override;
  void write(std::uint64_t offset, unsigned size_bytes, std::uint64_t value) override;
  void fields(snapshot::Fields& visitor) override;
  base::Status restored() override;

 private:
  struct Hart {
    bool msip = false;
    std::uint64_t mtimecmp = ~std::uint64_t{0};
    std::unique_ptr<time::Timer> timer;
  };
  void write_msip(unsigned hart, bool level);
  [[nodiscard]] std::uint64_t read_timer(std::uint64_t offset) const;  // the aligned 8-byte register at offset
  void write_timer(std::uint64_t offset, std::uint64_t value);
  void compare(unsigned hart);
  void compare_all();

  Mtime mtime_;
  AclintOutputs outputs_;
  std::vector<Hart> harts_;
};

}  // namespace vitrine::device::timer
