// SPDX-License-Identifier: Apache-2.0
// A machine without a guest: answers commands as a machine would and lets a test make its events.
#pragma once

#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/file.h"
#include "core/base/guarded.h"
#include "core/vm/vm.h"

namespace vitrine::tests {

// Typed characters come back as output.  Thread: any; answers on the caller's thread.
class FakeVm final : public vm::Vm {
 public:
  void submit(vm::Command command, vm::Completion done) override {
    base::Result<vm::Reply> reply = std::visit([this](const auto& kind) { return carry_out(kind); }, command);
    if (held_) held_answers_.emplace_back([done, reply] { done(reply); });
    else done(std::move(reply));
  }
  void set_sink(vm::EventSink sink) override { *sink_.lock() = std::move(sink); }

  void raise(const vm::Event& event) {
    auto sink = sink_.lock();
    if (*sink) (*sink)(event);
  }
  void change_state(vm::RunState state, vm::EndStatus end = {}) {
    *status_.lock() = {state, end};
    raise(vm::StateChanged{{state, end}});
  }
  void print(std::string_view text) {
    const std::vector<std::uint8_t> bytes{text.begin(), text.end()};
    auto backlog = backlog_.lock();
    backlog->insert(backlog->end(), bytes.begin(), bytes.end());
    if (!bytes.empty()) raise(vm::SerialOutput{0, bytes});
  }
  // Printed when the machine is let go.
  void greet_on_resume(std::string text) { greeting_ = std::move(text); }
  [[nodiscard]] vm::Status status() { return *status_.lock(); }
  [[nodiscard]] std::vector<std::uint8_t> state() { return *state_.lock(); }
  // What a machine's process does that its guest has taken over.
  void save_a_link_to(std::string target) { link_ = std::move(target); }
  [[nodiscard]] std::string typed() { return *typed_.lock(); }

  // From now on answers are kept until release().  For tests that submit from one thread at a time.
  void hold() { held_ = true; }
  void release() {
    held_ = false;
    for (const auto& answer : std::exchange(held_answers_, {})) answer();
  }

 private:
  using Answer = base::Result<vm::Reply>;
  Answer move_to(vm::RunState state, vm::EndStatus end = {}) {
    change_state(state, std::move(end));
    return vm::Done{};
  }
  Answer carry_out(const vm::Pause&) { return move_to(vm::RunState::kPaused); }
  Answer carry_out(const vm::Resume&) {
    auto done = move_to(vm::RunState::kRunning);
    print(greeting_);
    return done;
  }
  Answer carry_out(const vm::PowerDown&) { return base::fail(base::Errc::kUnsupported, "the board cannot ask the guest to shut down"); }
  Answer carry_out(const vm::PowerOff&) { return move_to(vm::RunState::kPoweredOff, {vm::EndReason::kRequested, 0, ""}); }
  Answer carry_out(const vm::Reset&) {
    raise(vm::ResetHappened{});
    return vm::Done{};
  }
  Answer carry_out(const vm::QueryStatus&) { return status(); }
  Answer carry_out(const vm::QueryStats&) {
    return vm::Stats{.wall_seconds = 1.5, .instructions = 1'000'000'007, .mips = 300, .translates = true, .translated_share = 0.97};
  }
  Answer carry_out(const vm::SerialInput& input) {
    const std::string text{input.bytes.begin(), input.bytes.end()};
    *typed_.lock() += text;
    print(text);
    return vm::Done{};
  }
  Answer carry_out(const vm::QuerySerialBacklog&) { return vm::Bytes{*backlog_.lock()}; }
  Answer carry_out(const vm::MonitorLine& line) { return vm::Text{"you said " + line.line}; }
  Answer carry_out(const vm::SaveState& save) {
    if (save.file.empty()) return vm::Bytes{state()};
    std::error_code error;
    if (!link_.empty()) {
      std::filesystem::create_symlink(link_, save.file, error);
      return vm::Done{};
    }
    const std::vector<std::uint8_t> saved = state();
    TRY(base::replace_file(save.file, std::as_bytes(std::span{saved})));
    return vm::Done{};
  }
  Answer carry_out(const vm::RestoreState& restore) {
    std::vector<std::uint8_t> state = restore.state;
    if (!restore.file.empty()) {
      TRY_ASSIGN(const auto bytes, base::read_file(restore.file, std::size_t{1} << 30));
      for (const std::byte byte : bytes) state.push_back(static_cast<std::uint8_t>(byte));
    }
    if (std::string_view{"damaged"} == std::string{state.begin(), state.end()}) return base::fail(base::Errc::kCorrupt, "damaged");
    *state_.lock() = std::move(state);
    return vm::Done{};
  }

  base::Guarded<vm::Status> status_{vm::Status{vm::RunState::kRunning, {}}};
  base::Guarded<std::vector<std::uint8_t>> backlog_;
  base::Guarded<std::string> typed_;
  base::Guarded<vm::EventSink> sink_;
  base::Guarded<std::vector<std::uint8_t>> state_{std::vector<std::uint8_t>{1, 2, 3}};
  std::string link_;
  std::string greeting_;
  bool held_ = false;
  std::vector<std::function<void()>> held_answers_;
};

}  // namespace vitrine::tests
