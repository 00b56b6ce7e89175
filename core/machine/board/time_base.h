// SPDX-License-Identifier: Apache-2.0
// A machine's clock, timers and vCPU runner, in the host's time or in the guest's own.
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "core/machine/board/vcpu_runner.h"
#include "core/snapshot/fields.h"
#include "core/time/host_clock.h"
#include "core/time/instruction_clock.h"
#include "core/time/timer_queue.h"
#include "core/time/timer_thread.h"

namespace vitrine::machine::board {

// Deterministic: an InstructionClock and one thread for all vCPUs; else a HostClock, a timer thread and a thread a vCPU.  Thread: control.
class TimeBase final : public snapshot::Stateful {
 public:
  TimeBase(bool deterministic, unsigned cpus, std::recursive_mutex& device_lock);

  [[nodiscard]] time::TimerQueue& timers() { return *queue_; }
  [[nodiscard]] const time::VirtualClock& clock() const { return queue_->clock(); }
  [[nodiscard]] bool deterministic() const { return counted_.has_value(); }
  // Wall time in ns since 1970: the host's, or a fixed start plus guest time.
  [[nodiscard]] std::int64_t wall_ns() const;
  // Once, after the vCPUs exist.
  std::unique_ptr<VcpuRunner> make_runner(const std::vector<cpu::Vcpu*>& vcpus, RunnerEvents events);

  // Ends the timer thread: nothing fires any more, and timers may be destroyed.
  void stop() { thread_.reset(); }

  // Guest time; only while all vCPUs are held.
  void fields(snapshot::Fields& visitor) override;

 private:
  std::recursive_mutex& device_lock_;
  std::optional<time::HostClock> host_;
  std::optional<time::InstructionClock> counted_;
  std::optional<time::TimerQueue> queue_;
  std::optional<time::TimerThread> thread_;
};

}  // namespace vitrine::machine::board
