// SPDX-License-Identifier: Apache-2.0
// Guest time that follows the host's monotonic clock, stands still while the machine is paused, and does not outrun starved vCPUs.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "core/time/clock.h"

namespace vitrine::time {

class HostClock;

// One vCPU's report to the clock: whether it runs guest code, and that it gets on with it.  Thread: its vCPU's.
class VcpuProgress {
 public:
  explicit VcpuProgress(HostClock& clock) : clock_{clock} {}
  // The vCPU is about to run guest code.
  void running();
  // The vCPU sleeps (wfi, paused, stopped by a debugger) and owes nobody progress.
  void waiting();
  // Guest code was executed since the last call.  Cheap (one clock reading); call it every few milliseconds at most.
  void beat();

 private:
  friend class HostClock;
  HostClock& clock_;
  bool running_ = false;                       // guarded by the clock's mutex
  std::atomic<std::int64_t> last_beat_ns_{0};  // guest time; written under the clock's mutex
};

// Guest time = min(host time - lost time, horizon).  The horizon is one slice after the last sign of life of the slowest running vCPU, and
// one slice after the earliest timer that has not fired; time that passes beyond it is lost to the guest.  Starts paused at 0.
// The model is written down in core/adr/0002-virtual-clock.md.  Thread: any.
class HostClock final : public VirtualClock {
 public:
  static constexpr std::int64_t kSliceNs = 50'000'000;
  using HostTime = std::int64_t (*)();  // monotonic nanoseconds

  HostClock();
  explicit HostClock(HostTime host_time) : host_time_{host_time} {}

  [[nodiscard]] std::int64_t now_ns() const override;

  void pause();
  void resume();
  [[nodiscard]] bool paused() const;
  // The guest's time after a restore; only while paused.
  void set_now_ns(std::int64_t now_ns);

  // A vCPU's own reporter; it lives as long as the clock.
  VcpuProgress& add_vcpu();
  // The earliest timer that has not fired yet: time does not run past it by more than a slice.
  void set_next_deadline(std::optional<std::int64_t> deadline_ns);
  // Does time stand at its horizon (or is it paused)?
  [[nodiscard]] bool stalled() const;
  // Host nanoseconds that the guest did not get because it was starved; pauses are not counted.
  [[nodiscard]] std::int64_t starved_ns() const;
  // Called after resume(), on its thread: a timer thread that sleeps through the pause has to look again.
  void on_resume(std::function<void()> listener) { listener_ = std::move(listener); }

 private:
  friend class VcpuProgress;
  class Change;
  [[nodiscard]] std::int64_t horizon_from(std::int64_t now_ns) const;
  void report(VcpuProgress& vcpu, bool running);

  HostTime host_time_;
  // Read without the mutex, guarded by the sequence number: odd while a writer is at work.
  std::atomic<std::uint32_t> sequence_{0};
  std::atomic<std::int64_t> lost_ns_{0};
  std::atomic<std::int64_t> horizon_ns_{0};

  mutable std::mutex mutex_;
  bool paused_ = true;
  std::int64_t starved_ns_ = 0;
  std::optional<std::int64_t> next_deadline_ns_;
  std::vector<std::unique_ptr<VcpuProgress>> vcpus_;
  std::function<void()> listener_;
};

}  // namespace vitrine::time
