// SPDX-License-Identifier: Apache-2.0
// A machine whose core runs in this process.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>

#include "core/base/log.h"
#include "core/cpu/debug_target.h"
#include "core/cpu/vcpu.h"
#include "core/machine/board/board.h"
#include "core/vm/event_stream.h"
#include "core/vm/gdb/server.h"
#include "core/vm/load_meter.h"
#include "core/vm/machine_config.h"
#include "core/vm/run_report.h"
#include "core/vm/serial_feeder.h"
#include "core/vm/task_queue.h"
#include "core/vm/vm.h"

namespace vitrine::vm {

using cpu::CodeListener;

struct LocalVmOptions {
  std::int64_t process_start_ns = 0;  // monotonic clock, for the report's phases; 0: when create() is called
  base::Log* log = nullptr;           // see log_topics.h; outlives the machine
  CodeListener code_listener = {};    // hears of generated code; what it uses outlives the machine
};

// Owns the board and three kinds of threads: the vCPUs', one for commands, one for events.  Thread: any.
class LocalVm final : public Vm {
 public:
  // Opens every file and builds the machine; nothing runs yet.  Errors: kUnsupported for what this build cannot do, else what is wrong with
  // the configuration or its files.
  static base::Result<std::unique_ptr<LocalVm>> create(const MachineConfig& config, const LocalVmOptions& options = {});
  ~LocalVm() override;  // ends the machine
  LocalVm(const LocalVm&) = delete;
  LocalVm& operator=(const LocalVm&) = delete;

  // Makes the vCPUs' threads and lets them go.  `paused` leaves them standing at their first instruction.
  void start(bool paused = false);

  void submit(Command command, Completion done) override;
  void set_sink(EventSink sink) override { events_.set_sink(std::move(sink)); }

  // Blocks until the machine has ended and its last event has been delivered; nothing when the time runs out first.
  std::optional<EndStatus> wait_for_end(std::optional<std::int64_t> timeout_ms = std::nullopt);
  // Ends the machine for the given reason, unless it has ended already; does not wait.
  void end(EndStatus status);
  // What it did so far.  Blocks for as long as the commands before it take.
  [[nodiscard]] RunReport report();
  // Where a debugger can attach; nothing without MachineConfig::gdb_port.
  [[nodiscard]] std::optional<std::uint16_t> debugger_port() const { return debugger_ ? std::optional{debugger_->port()} : std::nullopt; }

 private:
  LocalVm(const MachineConfig& config, const LocalVmOptions& options);
  base::Status build();
  base::Status serve_debugger();
  machine::board::BoardHooks hooks();

  // All of these on the control thread.
  void carry_out(Command& command, Completion& done);
  base::Result<Reply> reply_to(const Command& command);
  base::Result<Reply> pause();
  base::Result<Reply> resume();
  base::Result<Reply> reset();
  base::Result<Reply> save(const SaveState& command);
  base::Result<Reply> restore(const RestoreState& command);
  base::Result<Reply> restore_from(std::span<const std::uint8_t> state);
  base::Result<Reply> monitor(const std::string& line);
  Stats stats();
  RunReport make_report();
  void handle(const machine::board::GuestRequest& request);
  void finish(EndStatus status);
  void set_state(RunState state);
  void note_phase(const std::string& name);

  MachineConfig config_;
  std::int64_t process_start_ns_;
  base::Log* log_;
  CodeListener code_listener_;
  base::LogCategory control_log_;
  std::int64_t run_start_ns_ = 0;

  // Shared with waiters.
  std::mutex status_mutex_;
  std::condition_variable ended_;
  Status status_;
  bool end_delivered_ = false;
  std::vector<StartPhase> phases_;

  EventStream events_;
  std::unique_ptr<machine::board::Board> board_;
  std::optional<SerialFeeder> feeder_;
  LoadMeter meter_;
  bool started_ = false;
  bool paused_ = false;
  TaskQueue control_;                      // its thread uses all of the above
  std::unique_ptr<gdb::Server> debugger_;  // its thread asks the control thread
};

}  // namespace vitrine::vm
