// SPDX-License-Identifier: Apache-2.0
// A vCPU whose program is a function of the test.
#pragma once

#include <atomic>
#include <functional>

#include "core/cpu/vcpu.h"

namespace vitrine::machine::board::test {

// Executes `work` piece by piece: each call stands for kPiece instructions and says how it ended.
class FakeVcpu final : public cpu::Vcpu {
 public:
  static constexpr std::uint64_t kPiece = 100;
  using Work = std::function<cpu::ExitReason()>;  // kKicked: goes on
  explicit FakeVcpu(Work work) : work_{std::move(work)} {}

  cpu::ExitReason run(std::uint64_t limit) override {
    inside = true;
    cpu::ExitReason reason = cpu::ExitReason::kKicked;
    const std::uint64_t end = limit == 0 ? ~std::uint64_t{0} : instructions_ + limit;
    while (!kicked_.exchange(false) && instructions_ < end && reason == cpu::ExitReason::kKicked) {
      reason = work_();
      instructions_ += kPiece;
      if (stepping) reason = cpu::ExitReason::kStepped;
    }
    inside = false;
    return reason;
  }
  void kick() override { kicked_ = true; }
  void set_interrupt(unsigned, bool level) override { interrupt_ = level; }
  [[nodiscard]] bool has_work() const override { return interrupt_ || kicked_; }
  void reset() override {}
  [[nodiscard]] cpu::VcpuCounters counters() const override {
    cpu::VcpuCounters counters;
    counters.instructions = instructions_;
    return counters;
  }
  [[nodiscard]] std::string stop_message() const override { return "stopped"; }
  [[nodiscard]] const std::vector<cpu::RegisterInfo>& registers() const override { return registers_; }
  [[nodiscard]] base::Result<std::uint64_t> read_register(unsigned) override { return 0; }
  base::Status write_register(unsigned, std::uint64_t) override { return {}; }
  bool read_virtual(std::uint64_t, std::span<std::byte>) override { return false; }
  bool write_virtual(std::uint64_t, std::span<const std::byte>) override { return false; }
  void set_single_step(bool on) override { stepping = on; }
  void set_breakpoint(std::uint64_t, bool) override {}
  base::Status set_watchpoint(std::uint64_t, std::uint64_t, cpu::WatchKind, bool) override { return {}; }
  void fields(snapshot::Fields&) override {}

  std::atomic<bool> inside{false};
  bool stepping = false;

 private:
  Work work_;
  std::atomic<bool> kicked_{false};
  std::atomic<bool> interrupt_{false};
  std::uint64_t instructions_ = 0;
  std::vector<cpu::RegisterInfo> registers_;
};

}  // namespace vitrine::machine::board::test
