// SPDX-License-Identifier: Apache-2.0
// A machine that echoes what is typed, for tests of windows: it answers on a thread of its own, as real ones do.
#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

#include "core/vm/vm.h"

namespace vitrine::frontends::qt {

// Thread: any; has one of its own.
class FakeVm final : public vm::Vm {
 public:
  FakeVm() : thread_{[this] { run(); }} {}
  ~FakeVm() override {
    post({});
    thread_.join();
  }

  void submit(vm::Command command, vm::Completion done) override {
    post([this, command = std::move(command), done = std::move(done)] { done(carry_out(command)); });
  }
  void set_sink(vm::EventSink sink) override {
    const std::scoped_lock lock{sink_mutex_};
    sink_ = std::move(sink);
  }

  // The guest writes.
  void write(const std::string& text) {
    post([this, text] { emit_output(text); });
  }
  void panic(const std::string& lines) {
    post([this, lines] { send(vm::GuestPanicked{lines}); });
  }
  void die(const std::string& why) {
    post([this, why] {
      change({.state = vm::RunState::kCrashed, .end = {.reason = vm::EndReason::kError, .exit_code = 1, .message = why}});
    });
  }
  std::string typed() {
    const std::scoped_lock lock{mutex_};
    return typed_;
  }

  // How often its figures were asked for.
  int stats_asked() const { return stats_asked_; }

 private:
  using Task = std::function<void()>;

  void post(Task task) {
    const std::scoped_lock lock{mutex_};
    tasks_.push_back(std::move(task));
    wake_.notify_one();
  }
  void run() {
    for (;;) {
      std::unique_lock lock{mutex_};
      wake_.wait(lock, [this] { return !tasks_.empty(); });
      const Task task = std::move(tasks_.front());
      tasks_.pop_front();
      lock.unlock();
      if (!task) return;
      task();
    }
  }
  void send(const vm::Event& event) {
    const std::scoped_lock lock{sink_mutex_};
    if (sink_) sink_(event);
  }
  void change(const vm::Status& status) {
    status_ = status;
    send(vm::StateChanged{status});
  }
  void emit_output(const std::string& text) {
    backlog_ += text;
    send(vm::SerialOutput{.port = 0, .bytes = {text.begin(), text.end()}});
  }
  void echo(const std::vector<std::uint8_t>& bytes) {
    std::string answer;
    for (const std::uint8_t byte : bytes) answer += byte == '\r' ? std::string{"\r\n$ "} : std::string{static_cast<char>(byte)};
    {
      const std::scoped_lock lock{mutex_};
      typed_.append(bytes.begin(), bytes.end());
    }
    emit_output(answer);
  }
  base::Result<vm::Reply> carry_out(const vm::Command& command) {
    if (const auto* input = std::get_if<vm::SerialInput>(&command)) echo(input->bytes);
    if (std::holds_alternative<vm::QuerySerialBacklog>(command)) return vm::Bytes{{backlog_.begin(), backlog_.end()}};
    if (std::holds_alternative<vm::QueryStatus>(command)) return status_;
    if (std::holds_alternative<vm::QueryStats>(command)) {
      ++stats_asked_;
      return vm::Stats{.wall_seconds = 1, .mips = 412, .cpu_load = 0.34, .translates = true, .translated_share = 0.974};
    }
    if (std::holds_alternative<vm::PowerDown>(command)) return base::fail(base::Errc::kUnsupported, "the board has no power button");
    if (std::holds_alternative<vm::Pause>(command)) change({.state = vm::RunState::kPaused, .end = {}});
    if (std::holds_alternative<vm::Resume>(command)) change({.state = vm::RunState::kRunning, .end = {}});
    if (std::holds_alternative<vm::PowerOff>(command)) {
      change({.state = vm::RunState::kPoweredOff, .end = {.reason = vm::EndReason::kRequested, .exit_code = 0, .message = {}}});
    }
    return vm::Done{};
  }

  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Task> tasks_;
  std::atomic<int> stats_asked_{0};
  std::string typed_;
  std::string backlog_;
  vm::Status status_{.state = vm::RunState::kRunning, .end = {}};
  std::mutex sink_mutex_;
  vm::EventSink sink_;
  std::thread thread_;
};

}  // namespace vitrine::frontends::qt
