// SPDX-License-Identifier: Apache-2.0
// vCPUs with a host thread each, in the host's time.
#pragma once

#include "core/machine/board/vcpu_runner.h"
#include "core/time/host_clock.h"

namespace vitrine::machine::board {

// Thread: see VcpuRunner.  The clock outlives it.
class ThreadedRunner final : public VcpuRunner {
 public:
  ThreadedRunner(const std::vector<cpu::Vcpu*>& vcpus, RunnerEvents events, time::HostClock& clock);
  ~ThreadedRunner() override { end(); }
  void start() override;

 private:
  void loop(std::size_t index);
  void before_run(std::size_t index) override;
  void after_run(std::size_t index) override { progress_[index]->beat(); }
  void holds_changed(bool held) override;
  void notify(std::size_t index) override;

  time::HostClock& clock_;
  std::vector<time::VcpuProgress*> progress_;
};

}  // namespace vitrine::machine::board
