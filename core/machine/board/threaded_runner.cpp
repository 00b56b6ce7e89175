// SPDX-License-Identifier: Apache-2.0
// The loop of a vCPU's own thread.
#include "core/machine/board/threaded_runner.h"

namespace vitrine::machine::board {
namespace {

// How much a vCPU executes before it tells the clock that it lives: a few milliseconds on an interpreter.
constexpr std::uint64_t kSliceInstructions = 1'000'000;

}  // namespace

ThreadedRunner::ThreadedRunner(const std::vector<cpu::Vcpu*>& vcpus, RunnerEvents events, time::HostClock& clock)
    : VcpuRunner{vcpus, std::move(events)}, clock_{clock} {
  for (std::size_t index = 0; index < harts_.size(); ++index) progress_.push_back(&clock_.add_vcpu());
}

void ThreadedRunner::start() {
  for (std::size_t index = 0; index < harts_.size(); ++index) threads_.emplace_back([this, index] { loop(index); });
}

void ThreadedRunner::loop(std::size_t index) {
  std::unique_lock lock{mutex_};
  Hart& hart = *harts_[index];
  while (!ending_) {
    if (may_run(hart)) {
      run_hart(lock, index, kSliceInstructions);
      continue;
    }
    progress_[index]->waiting();
    hart.changed.wait(lock, [&] { return ending_ || may_run(hart); });
  }
  progress_[index]->waiting();
}

// A hold wakes nobody who would only go to sleep again: a window asks for figures every second.
void ThreadedRunner::notify(std::size_t index) {
  if (ending_ || may_run(*harts_[index])) harts_[index]->changed.notify_one();
}

void ThreadedRunner::before_run(std::size_t index) { progress_[index]->running(); }

void ThreadedRunner::holds_changed(bool held) {
  if (held) {
    clock_.pause();
  } else {
    clock_.resume();
  }
}

}  // namespace vitrine::machine::board
