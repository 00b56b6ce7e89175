// SPDX-License-Identifier: Apache-2.0
// Runs a machine's vCPUs: a host thread each, or all on one thread in turn; holds, sleeps and wakes them.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "core/cpu/debug_target.h"
#include "core/cpu/vcpu.h"

namespace vitrine::machine::board {

// Independent reasons for all vCPUs to stand still; they run while nobody holds them.
enum class Hold : std::uint8_t { kPaused = 1, kDebugger = 2, kMaintenance = 4, kGuestRequest = 8 };

// What the vCPUs are held for.  After a change those that wait for an interrupt wake up and look; they sleep through a mere look at them.
enum class HoldPurpose : std::uint8_t { kChange, kLook };

struct RunnerEvents {
  // run() ended with kStopped, and no vCPU enters guest code from now on; on the hart's thread.
  std::function<void(std::size_t hart)> stopped;
  // The first guest instruction is about to be executed.
  std::function<void()> started;
};

// Thread: hold(), release(), end() from the control thread; halt() and resume() from the debugger's; wake() from any.  None of the first
// group may be called on a vCPU's thread, which they wait for.
class VcpuRunner : public cpu::DebugTarget {
 public:
  VcpuRunner(const std::vector<cpu::Vcpu*>& vcpus, RunnerEvents events);
  ~VcpuRunner() override = default;
  VcpuRunner(const VcpuRunner&) = delete;
  VcpuRunner& operator=(const VcpuRunner&) = delete;

  // Makes the threads; until release(Hold::kMaintenance) nothing runs.
  virtual void start() = 0;
  // Ends and joins the threads.
  void end();
  // Returns when no vCPU runs any more.
  void hold(Hold reason, HoldPurpose purpose = HoldPurpose::kChange);
  void release(Hold reason);
  // As hold(Hold::kGuestRequest), but does not wait.  Any thread, vCPUs' too.
  void hold_soon();
  // An interrupt input of `hart` has changed.
  void wake(std::size_t hart);

  [[nodiscard]] std::size_t hart_count() const override { return harts_.size(); }
  [[nodiscard]] cpu::Vcpu& hart(std::size_t index) override { return *harts_[index]->vcpu; }
  void halt() override { hold(Hold::kDebugger); }
  void resume(std::span<const cpu::HartAction> actions) override;
  void set_debug_listener(cpu::DebugListener listener) override;

 protected:
  struct Hart {
    cpu::Vcpu* vcpu = nullptr;
    std::condition_variable changed;
    bool inside = false;   // in run()
    bool waiting = false;  // in wfi
    cpu::HartAction action = cpu::HartAction::kRun;
  };
  // All of these with the lock held.
  [[nodiscard]] bool held_back() const { return holds_ != 0 || ending_; }
  [[nodiscard]] bool may_run(const Hart& hart) const;
  // Runs one hart for at most `limit` instructions; the lock is released meanwhile.
  void run_hart(std::unique_lock<std::mutex>& lock, std::size_t index, std::uint64_t limit);
  virtual void before_run(std::size_t) {}
  virtual void after_run(std::size_t) {}
  virtual void holds_changed(bool held) = 0;
  virtual void notify(std::size_t hart) = 0;

  std::mutex mutex_;
  std::vector<std::unique_ptr<Hart>> harts_;
  std::vector<std::thread> threads_;
  bool ending_ = false;

 private:
  void note_exit(std::unique_lock<std::mutex>& lock, std::size_t index, cpu::ExitReason reason);
  void report(std::unique_lock<std::mutex>& lock, const cpu::DebugStop& stop);
  void kick_all();

  RunnerEvents events_;
  cpu::DebugListener listener_;
  std::mutex listener_mutex_;
  std::condition_variable idle_;
  std::uint8_t holds_ = static_cast<std::uint8_t>(Hold::kMaintenance);
  bool started_ = false;
};

}  // namespace vitrine::machine::board
