// SPDX-License-Identifier: Apache-2.0
// A program with a serial console and a machine that answers with what was typed: echo_machine SPEC [flood BYTES].
#include <fmt/format.h>

#include <condition_variable>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>

#include "frontends/cli/output.h"
#include "frontends/cli/terminal.h"

namespace {

using namespace vitrine;

// Shows control characters as <03>.  A capital letter makes the program end in one of the ways that a terminal must survive.
class EchoVm final : public vm::Vm {
 public:
  void submit(vm::Command command, vm::Completion done) override {
    if (const auto* const input = std::get_if<vm::SerialInput>(&command)) {
      wait_for_start();  // a machine that has not been started takes no input yet
      for (const std::uint8_t byte : input->bytes) echo(byte);
      return done(vm::Done{});
    }
    if (const auto* const line = std::get_if<vm::MonitorLine>(&command)) return done(vm::Text{"monitor heard " + line->line});
    if (std::holds_alternative<vm::PowerOff>(command)) end();
    done(vm::Done{});
  }
  void set_sink(vm::EventSink sink) override { sink_ = std::move(sink); }
  void start() {
    print("ready\r\n");
    const std::lock_guard lock{mutex_};
    started_ = true;
    changed_.notify_all();
  }

  void print(const std::string& text) { sink_(vm::SerialOutput{0, {text.begin(), text.end()}}); }
  void wait_for_end() {
    std::unique_lock lock{mutex_};
    changed_.wait(lock, [&] { return ended_; });
  }
  void end() {
    const std::lock_guard lock{mutex_};
    ended_ = true;
    changed_.notify_all();
  }

 private:
  void wait_for_start() {
    std::unique_lock lock{mutex_};
    changed_.wait(lock, [&] { return started_; });
  }
  void echo(std::uint8_t byte) {
    switch (byte) {
      case 'A': std::abort();
      case 'S': std::raise(SIGSEGV); return;
      case 'T': throw std::runtime_error{"nobody catches this"};
      case 'E': std::exit(7);
      case 'Q': print("bye\r\n"); return end();
      default: break;
    }
    print(byte >= ' ' && byte < 127 ? std::string(1, static_cast<char>(byte)) : fmt::format("<{:02x}>", byte));
  }

  vm::EventSink sink_;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool started_ = false;
  bool ended_ = false;
};

void flood(EchoVm& machine, std::size_t bytes) {
  const std::string line = std::string(99, 'x') + "\n";
  for (std::size_t sent = 0; sent < bytes; sent += line.size()) machine.print(line);
  machine.print("last line\n");
  fmt::print(stderr, "flooded\n");
  machine.end();
}

}  // namespace

int main(int argc, char** argv) {
  frontends::cli::ensure_standard_descriptors();
  EchoVm machine;
  auto serial = frontends::cli::open_serial(argc > 1 ? argv[1] : "stdio", machine);
  if (!serial) {
    fmt::print(stderr, "{}\n", serial.error().message);
    return 2;
  }
  machine.set_sink([&](const vm::Event& event) { (*serial)->on_event(event); });
  machine.start();
  std::thread flooding;
  if (argc > 3 && std::string{argv[2]} == "flood") flooding = std::thread{flood, std::ref(machine), std::stoul(argv[3])};
  machine.wait_for_end();
  if (flooding.joinable()) flooding.join();
  (*serial)->finish();
  serial->reset();
  fmt::print(stderr, "ended\n");
  return 0;
}
