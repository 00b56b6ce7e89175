// SPDX-License-Identifier: Apache-2.0
// Chooses a machine's clock and runner.
#include "core/machine/board/time_base.h"

#include "core/base/sys/os.h"
#include "core/machine/board/deterministic_runner.h"
#include "core/machine/board/threaded_runner.h"

namespace vitrine::machine::board {
namespace {

constexpr std::int64_t kFixedStartNs = 1'767'225'600'000'000'000;  // 2026-01-01 00:00 UTC

}  // namespace

TimeBase::TimeBase(bool deterministic, unsigned cpus, std::recursive_mutex& device_lock) : device_lock_{device_lock} {
  if (deterministic) {
    // Each vCPU gets its share of the guest's second, however many take turns.
    counted_.emplace(time::InstructionClock::kInstructionsPerUs * cpus);
    queue_.emplace(*counted_);
  } else {
    host_.emplace();
    queue_.emplace(*host_);
    thread_.emplace(*queue_, *host_, device_lock_);
  }
}

std::int64_t TimeBase::wall_ns() const { return counted_ ? kFixedStartNs + counted_->now_ns() : base::sys::realtime_ns(); }

std::unique_ptr<VcpuRunner> TimeBase::make_runner(const std::vector<cpu::Vcpu*>& vcpus, RunnerEvents events) {
  if (counted_)
    return std::make_unique<DeterministicRunner>(vcpus, std::move(events), DeterministicRunner::Time{*counted_, *queue_, device_lock_});
  return std::make_unique<ThreadedRunner>(vcpus, std::move(events), *host_);
}

void TimeBase::fields(snapshot::Fields& visitor) {
  std::int64_t now = clock().now_ns();
  visitor.value("now_ns", now);
  if (!visitor.restoring()) return;
  if (counted_) {
    counted_->set_now_ns(now);
  } else {
    host_->set_now_ns(now);
  }
}

}  // namespace vitrine::machine::board
