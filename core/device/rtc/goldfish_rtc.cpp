// SPDX-License-Identifier: Apache-2.0
// The registers of the Goldfish clock, and its alarm on the machine's timers.
#include "core/device/rtc/goldfish_rtc.h"

#include <algorithm>
#include <limits>

namespace vitrine::device::rtc {
namespace {
enum Register : std::uint64_t {
  kTimeLow = 0x00,
  kTimeHigh = 0x04,
  kAlarmLow = 0x08,
  kAlarmHigh = 0x0c,
  kIrqEnabled = 0x10,
  kClearAlarm = 0x14,
  kAlarmStatus = 0x18,
  kClearInterrupt = 0x1c,
};
constexpr std::uint64_t kLowMask = 0xffffffff;

std::uint64_t with_low(std::uint64_t whole, std::uint64_t low) { return (whole & ~kLowMask) | (low & kLowMask); }
std::uint64_t with_high(std::uint64_t whole, std::uint64_t high) { return (whole & kLowMask) | (high << 32); }
}  // namespace

GoldfishRtc::GoldfishRtc(WallClock wall_ns, time::TimerService& timers, bus::IrqLine& irq)
    : wall_ns_{std::move(wall_ns)}, timers_{timers}, irq_{irq}, timer_{timers.make_timer([this] { check_alarm(); })} {}

// The time of day survives a reset, as in a chip with a battery.
void GoldfishRtc::reset() {
  alarm_ns_ = 0;
  time_high_ = 0;
  cancel_alarm();
  irq_pending_ = irq_enabled_ = false;
  update_irq();
}

std::uint64_t GoldfishRtc::now() const { return static_cast<std::uint64_t>(wall_ns_()) + offset_ns_; }

void GoldfishRtc::set_now(std::uint64_t now_ns) {
  offset_ns_ += now_ns - now();
  if (alarm_running_) check_alarm();
}

// Wall time and guest time do not run alike (pauses, starved guests), so a timer that fires early is simply armed again.
void GoldfishRtc::check_alarm() {
  const std::uint64_t wall = now();
  if (alarm_ns_ <= wall) {
    cancel_alarm();
    irq_pending_ = true;
    update_irq();
    return;
  }
  alarm_running_ = true;
  constexpr std::int64_t kLatest = std::numeric_limits<std::int64_t>::max();
  const std::int64_t guest_now = timers_.clock().now_ns();
  const std::uint64_t wait =
      std::min<std::uint64_t>(alarm_ns_ - wall, static_cast<std::uint64_t>(kLatest - std::max<std::int64_t>(guest_now, 0)));
  timer_->arm(guest_now + static_cast<std::int64_t>(wait));
}

void GoldfishRtc::cancel_alarm() {
  timer_->cancel();
  alarm_running_ = false;
}

std::uint64_t GoldfishRtc::read(std::uint64_t offset, unsigned size_bytes) {
  if (size_bytes != 4) return 0;
  switch (offset) {
    case kTimeLow: {
      const std::uint64_t whole = now();
      time_high_ = static_cast<std::uint32_t>(whole >> 32);
      return whole & kLowMask;
    }
    case kTimeHigh: return time_high_;
    case kAlarmLow: return alarm_ns_ & kLowMask;
    case kAlarmHigh: return alarm_ns_ >> 32;
    case kIrqEnabled: return irq_enabled_ ? 1 : 0;
    case kAlarmStatus: return alarm_running_ ? 1 : 0;
    default: return 0;
  }
}

void GoldfishRtc::write(std::uint64_t offset, unsigned size_bytes, std::uint64_t value) {
  if (size_bytes != 4) return;
  switch (offset) {
    case kTimeLow: set_now(with_low(now(), value)); break;
    case kTimeHigh: set_now(with_high(now(), value)); break;
    case kAlarmLow:  // the low half starts the alarm
      alarm_ns_ = with_low(alarm_ns_, value);
      check_alarm();
      break;
    case kAlarmHigh: alarm_ns_ = with_high(alarm_ns_, value); break;
    case kIrqEnabled:
      irq_enabled_ = (value & 1) != 0;
      update_irq();
      break;
    case kClearAlarm: cancel_alarm(); break;
    case kClearInterrupt:
      irq_pending_ = false;
      update_irq();
      break;
    default: break;
  }
}

void GoldfishRtc::fields(snapshot::Fields& visitor) {
  visitor.value("offset_ns", offset_ns_);
  visitor.value("alarm_ns", alarm_ns_);
  visitor.value("time_high", time_high_);
  visitor.value("alarm_running", alarm_running_);
  visitor.value("irq_pending", irq_pending_);
  visitor.value("irq_enabled", irq_enabled_);
}

base::Status GoldfishRtc::restored() {
  timer_->cancel();
  if (alarm_running_) {
    // Even an alarm that came due meanwhile goes off from the timer, so that what was restored is what would be saved.
    timer_->arm(timers_.clock().now_ns());
  }
  update_irq();
  return {};
}

}  // namespace vitrine::device::rtc
