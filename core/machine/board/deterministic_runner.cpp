// SPDX-License-Identifier: Apache-2.0
// The one loop of a deterministic machine.
#include "core/machine/board/deterministic_runner.h"

#include <algorithm>
#include <chrono>

namespace vitrine::machine::board {
namespace {

constexpr std::uint64_t kQuota = 20'000;  // instructions a turn

}  // namespace

DeterministicRunner::DeterministicRunner(const std::vector<cpu::Vcpu*>& vcpus, RunnerEvents events, Time time)
    : VcpuRunner{vcpus, std::move(events)}, time_{time} {
  time_.clock.set_running_count([this] { return executed_in_turn(); });
  time_.timers.on_next_deadline([this] { deadline_changed(); });
}

// Clock and timers outlive the runner and may still be asked.
DeterministicRunner::~DeterministicRunner() {
  end();
  time_.clock.set_running_count({});
  time_.timers.on_next_deadline({});
}

void DeterministicRunner::start() {
  threads_.emplace_back([this] { loop(); });
}

void DeterministicRunner::loop() {
  std::unique_lock lock{mutex_};
  while (!ending_) {
    if (held_back()) changed_.wait(lock, [this] { return ending_ || !held_back(); });
    else if (!round(lock) && !sleep_to_next_timer(lock)) changed_.wait(lock, [this] { return held_back() || any_may_run(); });
  }
}

bool DeterministicRunner::any_may_run() const {
  return std::ranges::any_of(harts_, [this](const auto& hart) { return may_run(*hart); });
}

bool DeterministicRunner::round(std::unique_lock<std::mutex>& lock) {
  bool worked = false;
  for (std::size_t turn = 0; turn < harts_.size() && !held_back(); ++turn) {
    const std::size_t index = next_;
    next_ = (next_ + 1) % harts_.size();
    if (!may_run(*harts_[index])) continue;
    worked = true;
    turn_limit_ = quota();
    run_hart(lock, index, turn_limit_);
    fire_timers(lock);
  }
  return worked;
}

// A machine that a debugger has taken the harts of stands still in time, too.  The wait costs as long as the guest sleeps, so that an idle guest
// costs the host nothing; what ends it early (an input, a hold) leaves guest time where it was, which keeps it free of the host's clock.
bool DeterministicRunner::sleep_to_next_timer(std::unique_lock<std::mutex>& lock) {
  const auto deadline = time_.timers.next_deadline();
  const bool all_wait =
      std::ranges::all_of(harts_, [](const auto& hart) { return hart->waiting && hart->action == cpu::HartAction::kRun; });
  if (!deadline || !all_wait || held_back()) return false;
  const std::chrono::nanoseconds idle{*deadline - time_.clock.now_ns()};
  if (changed_.wait_for(lock, idle, [this] { return held_back() || any_may_run(); })) return true;
  time_.clock.skip_to(*deadline);
  fire_timers(lock);
  return true;
}

// The lock is released because timers raise interrupts, which wakes harts.
void DeterministicRunner::fire_timers(std::unique_lock<std::mutex>& lock) {
  lock.unlock();
  {
    const std::scoped_lock devices{time_.device_lock};
    time_.timers.run_due(time_.clock.now_ns());
  }
  lock.lock();
}

std::uint64_t DeterministicRunner::quota() const {
  const auto deadline = time_.timers.next_deadline();
  return deadline ? std::min(kQuota, time_.clock.instructions_until(*deadline)) : kQuota;
}

std::uint64_t DeterministicRunner::executed_in_turn() const {
  return in_turn_ == nullptr ? 0 : in_turn_->counters().instructions - executed_at_start_;
}

// A timer armed during a turn for a time before its end cuts the turn short.
void DeterministicRunner::deadline_changed() {
  if (in_turn_ == nullptr) return;
  const auto deadline = time_.timers.next_deadline();
  const std::uint64_t executed = executed_in_turn();
  const std::uint64_t left = turn_limit_ > executed ? turn_limit_ - executed : 0;
  if (deadline && time_.clock.instructions_until(*deadline) < left) in_turn_->kick();
}

void DeterministicRunner::before_run(std::size_t index) {
  cpu::Vcpu& vcpu = *harts_[index]->vcpu;
  executed_at_start_ = vcpu.counters().instructions;
  in_turn_ = &vcpu;
}

void DeterministicRunner::after_run(std::size_t) {
  const std::uint64_t executed = executed_in_turn();
  in_turn_ = nullptr;
  time_.clock.add_instructions(executed);
}

}  // namespace vitrine::machine::board
