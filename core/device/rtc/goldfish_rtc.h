// SPDX-License-Identifier: Apache-2.0
// The Goldfish real-time clock: wall time in nanoseconds since 1970, settable by the guest, with one alarm.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>

#include "core/bus/region.h"
#include "core/snapshot/fields.h"
#include "core/time/clock.h"

namespace vitrine::device::rtc {

// Android emulator's GOLDFISH-VIRTUAL-HARDWARE, section "Goldfish real-time clock"; registers of 4 bytes.  Thread: any, under the device
// lock.
class GoldfishRtc final : public bus::MmioRegion, public snapshot::Stateful {
 public:
  static constexpr std::uint64_t kWindowBytes = 0x1000;
  // Wall time in ns since 1970: the host's, or a fixed start plus virtual time in deterministic mode.
  using WallClock = std::function<std::int64_t()>;

  GoldfishRtc(WallClock wall_ns, time::TimerService& timers, bus::IrqLine& irq);

  void reset();
  std::uint64_t read(std::uint64_t offset, unsigned size_bytes) override;
  void write(std::uint64_t offset, unsigned size_bytes, std::uint64_t value) override;
  void fields(snapshot::Fields& visitor) override;
  base::Status restored() override;

 private:
  [[nodiscard]] std::uint64_t now() const;
  void set_now(std::uint64_t now_ns);
  void check_alarm();
  void cancel_alarm();
  void update_irq() { irq_.set(irq_pending_ && irq_enabled_); }

  WallClock wall_ns_;
  time::TimerService& timers_;
  bus::IrqLine& irq_;
  std::unique_ptr<time::Timer> timer_;

  std::uint64_t offset_ns_ = 0;  // what the guest set the clock ahead by
  std::uint64_t alarm_ns_ = 0;
  std::uint32_t time_high_ = 0;  // latched when the low half is read
  bool alarm_running_ = false;
  bool irq_pending_ = false;
  bool irq_enabled_ = false;
};

}  // namespace vitrine::device::rtc
