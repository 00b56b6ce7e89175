// SPDX-License-Identifier: Apache-2.0
// Holding, waking and single-stepping of vCPUs, the same whether they have a thread each or share one.
#include "core/machine/board/vcpu_runner.h"

#include <algorithm>
#include <utility>

namespace vitrine::machine::board {

VcpuRunner::VcpuRunner(const std::vector<cpu::Vcpu*>& vcpus, RunnerEvents events) : events_{std::move(events)} {
  for (cpu::Vcpu* const vcpu : vcpus) {
    harts_.push_back(std::make_unique<Hart>());
    harts_.back()->vcpu = vcpu;
  }
}

void VcpuRunner::end() {
  {
    const std::scoped_lock lock{mutex_};
    ending_ = true;
    kick_all();
  }
  for (std::thread& thread : threads_) thread.join();
  threads_.clear();
}

void VcpuRunner::hold_soon() {
  const std::scoped_lock lock{mutex_};
  holds_ |= static_cast<std::uint8_t>(Hold::kGuestRequest);
  kick_all();
}

void VcpuRunner::kick_all() {
  for (std::size_t index = 0; index < harts_.size(); ++index) {
    harts_[index]->vcpu->kick();
    notify(index);
  }
}

// A kick is something to do for a hart that sleeps, as soon as it may run again.
void VcpuRunner::hold(Hold reason, HoldPurpose purpose) {
  std::unique_lock lock{mutex_};
  holds_ |= static_cast<std::uint8_t>(reason);
  if (purpose == HoldPurpose::kChange) {
    kick_all();
  } else {
    for (const auto& hart : harts_)
      if (hart->inside) hart->vcpu->kick();
  }
  idle_.wait(lock, [this] { return std::ranges::none_of(harts_, [](const auto& hart) { return hart->inside; }); });
  holds_changed(true);
}

void VcpuRunner::release(Hold reason) {
  const std::scoped_lock lock{mutex_};
  holds_ &= static_cast<std::uint8_t>(~static_cast<std::uint8_t>(reason));
  if (holds_ != 0) return;
  holds_changed(false);
  for (std::size_t index = 0; index < harts_.size(); ++index) notify(index);
}

void VcpuRunner::wake(std::size_t hart) {
  const std::scoped_lock lock{mutex_};
  if (harts_[hart]->waiting) notify(hart);
}

void VcpuRunner::resume(std::span<const cpu::HartAction> actions) {
  {
    const std::scoped_lock lock{mutex_};
    for (std::size_t index = 0; index < harts_.size() && index < actions.size(); ++index) {
      harts_[index]->action = actions[index];
      harts_[index]->vcpu->set_single_step(actions[index] == cpu::HartAction::kStep);
    }
  }
  release(Hold::kDebugger);
}

void VcpuRunner::set_debug_listener(cpu::DebugListener listener) {
  const std::scoped_lock lock{listener_mutex_};
  listener_ = std::move(listener);
}

bool VcpuRunner::may_run(const Hart& hart) const {
  if (held_back() || hart.action == cpu::HartAction::kStay) return false;
  return !hart.waiting || hart.action == cpu::HartAction::kStep || hart.vcpu->has_work();
}

void VcpuRunner::run_hart(std::unique_lock<std::mutex>& lock, std::size_t index, std::uint64_t limit) {
  Hart& hart = *harts_[index];
  hart.waiting = false;
  hart.inside = true;
  const bool first = !std::exchange(started_, true);
  before_run(index);
  lock.unlock();
  if (first && events_.started) events_.started();
  const cpu::ExitReason reason = hart.vcpu->run(limit);
  lock.lock();
  hart.inside = false;
  after_run(index);
  note_exit(lock, index, reason);
  if (held_back()) idle_.notify_all();
}

void VcpuRunner::note_exit(std::unique_lock<std::mutex>& lock, std::size_t index, cpu::ExitReason reason) {
  Hart& hart = *harts_[index];
  switch (reason) {
    case cpu::ExitReason::kKicked: break;
    case cpu::ExitReason::kWaiting:
      hart.waiting = true;
      if (hart.action != cpu::HartAction::kStep) break;
      reason = cpu::ExitReason::kStepped;  // the step went to sleep: it is over
      [[fallthrough]];
    case cpu::ExitReason::kBreakpoint:
    case cpu::ExitReason::kStepped:
    case cpu::ExitReason::kWatchpoint:
      hart.action = cpu::HartAction::kStay;
      report(lock, {index, reason});
      break;
    case cpu::ExitReason::kStopped:
      holds_ |= static_cast<std::uint8_t>(Hold::kGuestRequest);
      lock.unlock();
      if (events_.stopped) events_.stopped(index);
      lock.lock();
      break;
  }
}

void VcpuRunner::report(std::unique_lock<std::mutex>& lock, const cpu::DebugStop& stop) {
  lock.unlock();
  {
    const std::scoped_lock listening{listener_mutex_};
    if (listener_) listener_(stop);
  }
  lock.lock();
}

}  // namespace vitrine::machine::board
