// SPDX-License-Identifier: Apache-2.0
// A machine for debugger tests: harts that only count upwards through memory, run by nobody but the test.
#pragma once

#include <algorithm>
#include <atomic>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "core/base/bits.h"
#include "core/cpu/debug_target.h"

namespace vitrine::test {

inline constexpr std::uint64_t kFakeBase = 0x80000000;
inline constexpr std::uint64_t kFakeSize = 3 * 4096;

// x1…x31 and pc, three pages of memory; an instruction adds 4 to pc and 1 to x5.
class FakeVcpu final : public cpu::Vcpu {
 public:
  FakeVcpu() : memory_(kFakeSize) {
    for (unsigned i = 0; i < 32; ++i) infos_.push_back({i == 0 ? "zero" : "x" + std::to_string(i), 64, "org.gnu.gdb.riscv.cpu", "int", i});
    infos_.push_back({"pc", 64, "org.gnu.gdb.riscv.cpu", "code_ptr", 32});
    infos_.push_back({"fcsr", 32, "org.gnu.gdb.riscv.csr", "int", 68});
    values_[32] = kFakeBase;
  }
  cpu::ExitReason run(std::uint64_t) override { return cpu::ExitReason::kKicked; }
  void kick() override {}
  void set_interrupt(unsigned, bool) override {}
  [[nodiscard]] bool has_work() const override { return true; }
  void reset() override {}
  void fields(snapshot::Fields&) override {}
  [[nodiscard]] cpu::VcpuCounters counters() const override { return {}; }
  [[nodiscard]] std::string stop_message() const override { return {}; }

  [[nodiscard]] const std::vector<cpu::RegisterInfo>& registers() const override { return infos_; }
  [[nodiscard]] base::Result<std::uint64_t> read_register(unsigned number) override { return values_[number]; }
  base::Status write_register(unsigned number, std::uint64_t value) override {
    if (number == 0) return base::fail(base::Errc::kDenied, "x0 is constant");
    values_[number] = value;
    return {};
  }
  bool read_virtual(std::uint64_t address, std::span<std::byte> out) override {
    if (address < kFakeBase || !base::range_fits(address - kFakeBase, out.size(), kFakeSize)) return false;
    std::copy_n(memory_.begin() + static_cast<std::ptrdiff_t>(address - kFakeBase), out.size(), out.begin());
    return true;
  }
  bool write_virtual(std::uint64_t address, std::span<const std::byte> in) override {
    if (address < kFakeBase || !base::range_fits(address - kFakeBase, in.size(), kFakeSize)) return false;
    std::ranges::copy(in, memory_.begin() + static_cast<std::ptrdiff_t>(address - kFakeBase));
    return true;
  }
  void set_single_step(bool) override {}
  void set_breakpoint(std::uint64_t address, bool on) override {
    if (on) breakpoints.insert(address);
    else breakpoints.erase(address);
  }
  base::Status set_watchpoint(std::uint64_t address, std::uint64_t size, cpu::WatchKind kind, bool on) override {
    if (!watchpoints_supported) return base::fail(base::Errc::kUnsupported, "no watchpoints");
    if (on) watchpoints.insert({address, size, kind});
    else watchpoints.erase({address, size, kind});
    return {};
  }
  [[nodiscard]] std::optional<std::pair<std::uint64_t, cpu::WatchKind>> watch_hit() const override { return hit; }

  void step() {
    values_[32] += 4;
    values_[5] += 1;
  }
  [[nodiscard]] std::uint64_t pc() { return values_[32]; }

  std::set<std::uint64_t> breakpoints;
  std::set<std::tuple<std::uint64_t, std::uint64_t, cpu::WatchKind>> watchpoints;
  bool watchpoints_supported = true;
  std::optional<std::pair<std::uint64_t, cpu::WatchKind>> hit;

 private:
  std::vector<cpu::RegisterInfo> infos_;
  std::map<unsigned, std::uint64_t> values_;
  std::vector<std::byte> memory_;
};

class FakeTarget final : public cpu::DebugTarget {
 public:
  explicit FakeTarget(std::size_t harts) {
    for (std::size_t i = 0; i < harts; ++i) harts_.push_back(std::make_unique<FakeVcpu>());
  }
  [[nodiscard]] std::size_t hart_count() const override { return harts_.size(); }
  [[nodiscard]] cpu::Vcpu& hart(std::size_t index) override { return *harts_.at(index); }
  void halt() override { halted = true; }
  // Each hart goes 1,000 instructions at most, at once; in a machine that runs for ever nothing is reported then.
  void resume(std::span<const cpu::HartAction> actions) override {
    halted = false;
    last_actions.assign(actions.begin(), actions.end());
    for (std::size_t i = 0; i < harts_.size(); ++i) execute(i, actions[i]);
  }
  void set_debug_listener(cpu::DebugListener to) override { listener = std::move(to); }
  [[nodiscard]] FakeVcpu& fake(std::size_t index) { return *harts_.at(index); }

  std::atomic<bool> halted{false};
  std::vector<cpu::HartAction> last_actions;
  cpu::DebugListener listener;

 private:
  void report(std::size_t hart, cpu::ExitReason reason) {
    if (listener) listener({hart, reason, 0});
  }
  void execute(std::size_t index, cpu::HartAction action) {
    FakeVcpu& hart = *harts_[index];
    if (action == cpu::HartAction::kStay) return;
    for (int i = 0; i < 1000; ++i) {
      if (hart.breakpoints.contains(hart.pc())) return report(index, cpu::ExitReason::kBreakpoint);
      hart.step();
      if (action == cpu::HartAction::kStep) return report(index, cpu::ExitReason::kStepped);
    }
  }
  std::vector<std::unique_ptr<FakeVcpu>> harts_;
};

}  // namespace vitrine::test
