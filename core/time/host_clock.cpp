// SPDX-License-Identifier: Apache-2.0
// How guest time follows the host's: one published pair (lost time, horizon), changed under a mutex and read without it.
#include "core/time/host_clock.h"

#include <algorithm>
#include <limits>
#include <thread>

#include "core/base/check.h"
#include "core/base/sys/os.h"

namespace vitrine::time {
namespace {
constexpr std::int64_t kForever = std::numeric_limits<std::int64_t>::max();
}

// One change of the published pair: readers wait while it lives.  Guest time is the same at its begin and at its end, so that it never
// jumps, whatever changes meanwhile.
class HostClock::Change {
 public:
  explicit Change(HostClock& clock) : clock_{clock}, held_{clock.mutex_} {
    clock_.sequence_.fetch_add(1, std::memory_order_acq_rel);
    host_ns_ = clock_.host_time_();
    const std::int64_t wanted = host_ns_ - clock_.lost_ns_.load(std::memory_order_relaxed);
    now_ns = std::min(wanted, clock_.horizon_ns_.load(std::memory_order_relaxed));
    if (!clock_.paused_) clock_.starved_ns_ += wanted - now_ns;
  }
  ~Change() {
    clock_.lost_ns_.store(host_ns_ - now_ns, std::memory_order_release);
    clock_.horizon_ns_.store(clock_.horizon_from(now_ns), std::memory_order_release);
    clock_.sequence_.fetch_add(1, std::memory_order_release);
  }
  Change(const Change&) = delete;
  Change& operator=(const Change&) = delete;

  std::int64_t now_ns;

 private:
  HostClock& clock_;
  std::lock_guard<std::mutex> held_;
  std::int64_t host_ns_;
};

HostClock::HostClock() : HostClock{&base::sys::monotonic_ns} {}

std::int64_t HostClock::now_ns() const {
  for (;;) {
    const std::uint32_t before = sequence_.load(std::memory_order_acquire);
    const std::int64_t lost = lost_ns_.load(std::memory_order_acquire);
    const std::int64_t horizon = horizon_ns_.load(std::memory_order_acquire);
    const std::int64_t now = std::min(host_time_() - lost, horizon);
    if ((before & 1) == 0 && sequence_.load(std::memory_order_acquire) == before) return now;
    std::this_thread::yield();  // a writer is at work, for some tens of nanoseconds unless it was preempted
  }
}

std::int64_t HostClock::horizon_from(std::int64_t now_ns) const {
  if (paused_) return now_ns;
  std::int64_t slowest = next_deadline_ns_.value_or(kForever);
  for (const auto& vcpu : vcpus_) {
    if (vcpu->running_) slowest = std::min(slowest, vcpu->last_beat_ns_.load());
  }
  if (slowest >= kForever - kSliceNs) return kForever;
  return std::max(now_ns, slowest + kSliceNs);
}

void HostClock::pause() {
  const Change change{*this};
  paused_ = true;
}

void HostClock::resume() {
  {
    const Change change{*this};
    paused_ = false;
    for (const auto& vcpu : vcpus_) vcpu->last_beat_ns_ = change.now_ns;  // nobody could have made progress
  }
  if (listener_) listener_();
}

bool HostClock::paused() const {
  const std::lock_guard held{mutex_};
  return paused_;
}

void HostClock::set_now_ns(std::int64_t now_ns) {
  Change change{*this};
  CHECK(paused_, "guest time is only set while the machine is paused");
  change.now_ns = now_ns;
}

VcpuProgress& HostClock::add_vcpu() {
  const std::lock_guard held{mutex_};
  return *vcpus_.emplace_back(std::make_unique<VcpuProgress>(*this));
}

void HostClock::set_next_deadline(std::optional<std::int64_t> deadline_ns) {
  const Change change{*this};
  next_deadline_ns_ = deadline_ns;
}

bool HostClock::stalled() const {
  const std::lock_guard held{mutex_};
  return host_time_() - lost_ns_.load(std::memory_order_relaxed) >= horizon_ns_.load(std::memory_order_relaxed);
}

std::int64_t HostClock::starved_ns() const {
  const std::lock_guard held{mutex_};
  return starved_ns_;
}

void HostClock::report(VcpuProgress& vcpu, bool running) {
  const Change change{*this};
  vcpu.running_ = running;
  vcpu.last_beat_ns_ = change.now_ns;
}

void VcpuProgress::running() { clock_.report(*this, true); }

void VcpuProgress::waiting() { clock_.report(*this, false); }

void VcpuProgress::beat() {
  // An eighth of a slice is fine enough: the horizon then is never nearer than seven eighths to a vCPU that gets on.
  if (clock_.now_ns() - last_beat_ns_ >= HostClock::kSliceNs / 8) clock_.report(*this, true);
}

}  // namespace vitrine::time
