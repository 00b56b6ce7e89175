// SPDX-License-Identifier: Apache-2.0
// Carries bytes between a machine's serial port and a pair of host descriptors.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <thread>
#include <vector>

#include "core/base/result.h"
#include "core/vm/vm.h"
#include "frontends/cli/escape_keys.h"
#include "frontends/cli/monitor_prompt.h"
#include "frontends/cli/output.h"
#include "frontends/cli/raw_mode.h"
#include "frontends/cli/terminal.h"

namespace vitrine::frontends::cli {

struct PumpOptions {
  int input = -1;                                    // -1: the guest gets no input; not owned
  Output output;                                     // empty: output is dropped
  base::UniqueFd keep_open;                          // closed when the pump ends (the far side of a pseudo-terminal)
  bool has_keys = false;                             // Ctrl-A speaks to us
  bool is_terminal = false;                          // `input` is one: raw mode
  std::size_t output_limit = std::size_t{64} << 20;  // of waiting bytes; the oldest give way
};

// One thread sleeps in poll() on both descriptors and an eventfd; it costs nothing while nothing happens.  The machine's threads only
// append to a bounded buffer.  Thread: on_event() any, the rest the thread that made it.
class SerialPump final : public SerialFrontend {
 public:
  static base::Result<std::unique_ptr<SerialPump>> start(PumpOptions options, vm::Vm& vm);
  ~SerialPump() override;
  void on_event(const vm::Event& event) override;
  void finish() override;

 private:
  struct Shared;  // what completions may touch after the pump has gone

  SerialPump(PumpOptions options, vm::Vm& vm);
  void run();
  // One turn: sleeps, moves bytes; false when the pump shall end.
  bool turn();
  void read_input();
  void handle_typed(std::span<const std::uint8_t> typed);
  void handle_key(const KeyEvent& event);
  void type_to_monitor(std::span<const std::uint8_t> typed);
  void submit_input();
  void collect_output();
  void write_output();
  void say(std::string_view text);
  [[nodiscard]] bool wants_input() const;

  PumpOptions options_;
  vm::Vm& vm_;
  std::shared_ptr<Shared> shared_;
  std::unique_ptr<RawMode> raw_mode_;
  std::thread thread_;

  // The pump thread's own.
  EscapeKeys keys_;
  MonitorPrompt prompt_;
  bool monitor_open_ = false;
  std::vector<std::uint8_t> to_guest_;    // typed, not yet taken by the machine
  std::vector<std::uint8_t> own_output_;  // echo, help, the monitor's answers: before the guest's
  std::vector<std::uint8_t> guest_output_;
  std::size_t guest_written_ = 0;  // of guest_output_
};

}  // namespace vitrine::frontends::cli
