// SPDX-License-Identifier: Apache-2.0
// All vCPUs on one thread, in turn by a quota of instructions; guest time is a function of what they executed.
#pragma once

#include <mutex>

#include "core/machine/board/vcpu_runner.h"
#include "core/time/instruction_clock.h"
#include "core/time/timer_queue.h"

namespace vitrine::machine::board {

// A turn ends early where a timer is due, so timers fire at the same instruction in every run.  When all vCPUs wait, the thread sleeps for
// as long; then guest time stands at the next timer.  Without one, it sleeps until an input from outside.  Thread: see VcpuRunner.
class DeterministicRunner final : public VcpuRunner {
 public:
  struct Time {
    time::InstructionClock& clock;
    time::TimerQueue& timers;
    std::recursive_mutex& device_lock;
  };
  DeterministicRunner(const std::vector<cpu::Vcpu*>& vcpus, RunnerEvents events, Time time);
  ~DeterministicRunner() override;
  void start() override;

 private:
  void loop();
  // One turn of each vCPU; false when none had anything to do.
  bool round(std::unique_lock<std::mutex>& lock);
  bool sleep_to_next_timer(std::unique_lock<std::mutex>& lock);
  void fire_timers(std::unique_lock<std::mutex>& lock);
  [[nodiscard]] std::uint64_t quota() const;  // of the next turn, in instructions
  [[nodiscard]] std::uint64_t executed_in_turn() const;
  void deadline_changed();
  [[nodiscard]] bool any_may_run() const;
  void before_run(std::size_t index) override;
  void after_run(std::size_t index) override;
  void holds_changed(bool) override {}
  void notify(std::size_t) override { changed_.notify_one(); }

  Time time_;
  std::condition_variable changed_;
  std::size_t next_ = 0;                 // whose turn it is
  cpu::Vcpu* in_turn_ = nullptr;         // the runner's thread alone
  std::uint64_t executed_at_start_ = 0;  // of in_turn_
  std::uint64_t turn_limit_ = 0;         // instructions
};

}  // namespace vitrine::machine::board
