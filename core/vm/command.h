// SPDX-License-Identifier: Apache-2.0
// What can be asked of a running machine: a closed set, the same for the window, the command line and the control socket.
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace vitrine::vm {

struct Pause {};      // stops the vCPUs and virtual time
struct Resume {};     // the opposite
struct PowerDown {};  // asks the guest to shut down; an error that says why where the board has no way to ask
struct PowerOff {};   // pulls the plug: the machine ends
struct Reset {};      // the reset button
struct QueryStatus {};
struct QueryStats {};
// Bytes typed into a serial port.
struct SerialInput {
  unsigned port = 0;
  std::vector<std::uint8_t> bytes;
};
// The latest output of a serial port (at most 256 KiB), for a view that attaches to a running machine.  Output that follows comes as events.
struct QuerySerialBacklog {
  unsigned port = 0;
};
// One line of the monitor (the `Ctrl-A C` prompt); answers with text.
struct MonitorLine {
  std::string line;
};
// The whole machine's state; the machine stands still while it is taken.
struct SaveState {
  std::string file = {};  // that gets it, replaced as a whole; empty: the answer is the state in one block
};
struct RestoreState {
  std::vector<std::uint8_t> state = {};
  std::string file = {};  // that has it, in place of `state`
};

using Command = std::variant<Pause, Resume, PowerDown, PowerOff, Reset, QueryStatus, QueryStats, SerialInput, QuerySerialBacklog,
                             MonitorLine, SaveState, RestoreState>;

enum class RunState : std::uint8_t { kStarting, kRunning, kPaused, kPoweredOff, kCrashed };

// How a machine ended, as the command line reports it.
enum class EndReason : std::uint8_t { kNone, kPowerOff, kGuestExit, kReset, kRequested, kTimeout, kError };
struct EndStatus {
  EndReason reason = EndReason::kNone;
  int exit_code = 0;    // the process's exit status
  std::string message;  // why, where it is not a plain power-off
};

struct Status {
  RunState state = RunState::kStarting;
  EndStatus end;
};

struct Stats {
  double wall_seconds = 0;
  std::uint64_t instructions = 0;
  double mips = 0;  // over the last second
  std::uint64_t tlb_misses = 0;
  std::uint64_t mmio_accesses = 0;
  std::uint64_t interrupts = 0;
  std::uint64_t units = 0;
  double translation_seconds = 0;
  double cpu_load = 0;          // host CPU share of the last second, 1.0 = one core
  bool translates = false;      // guest code is translated, not interpreted alone
  double translated_share = 0;  // of the instructions of the last second in which there were any: 1.0 = all
};

struct Text {
  std::string text;
};
struct Bytes {
  std::vector<std::uint8_t> bytes;
};

// Done = the command has been carried out and has nothing to say.
struct Done {};
using Reply = std::variant<Done, Status, Stats, Text, Bytes>;

}  // namespace vitrine::vm
