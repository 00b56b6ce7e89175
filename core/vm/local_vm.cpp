// SPDX-License-Identifier: Apache-2.0
// Making, running and ending a machine in this process.
#include "core/vm/local_vm.h"

#include <chrono>
#include <utility>

#include "core/base/sys/os.h"
#include "core/machine/riscv_virt/machine.h"

namespace vitrine::vm {
namespace {

using machine::board::GuestRequest;
using machine::board::Hold;
using machine::board::RequestKind;

constexpr int kFailed = 1, kResetUnderNoReboot = 4;

// Most code runs once or twice: translating it costs more than it gives back.
constexpr unsigned kWarm = 20;

unsigned translate_after(Engine engine) {
  switch (engine) {
    case Engine::kInterpreter: return 0;
    case Engine::kJit: return 1;
    default: return kWarm;
  }
}

base::Result<std::unique_ptr<machine::board::Board>> make_board(const MachineConfig& config, ports::SerialPort& console,
                                                                const LocalVmOptions& options, machine::board::BoardHooks hooks) {
  if (config.isa != Isa::kRiscv64)
    return base::fail(base::Errc::kUnsupported, "this build has no {} machine yet, only riscv64",
                      config.isa == Isa::kX86_64 ? "x86_64" : "arm64");
  if (config.machine != "virt") return base::fail(base::Errc::kInvalidArgument, "{}: riscv64 has one machine, virt", config.machine);
  return machine::riscv_virt::Machine::create({.cpus = config.cpus,
                                               .memory_bytes = config.memory_bytes,
                                               .cpu = config.cpu,
                                               .deterministic = config.deterministic,
                                               .verify = config.verify,
                                               .translate_after = translate_after(config.engine),
                                               .firmware = config.firmware,
                                               .pflash_code = config.pflash_code,
                                               .pflash_vars = config.pflash_vars,
                                               .kernel = config.kernel,
                                               .initrd = config.initrd,
                                               .append = config.append,
                                               .elf = config.elf,
                                               .log = options.log,
                                               .code_listener = options.code_listener},
                                              console, std::move(hooks));
}

}  // namespace

LocalVm::LocalVm(const MachineConfig& config, const LocalVmOptions& options)
    : config_{config},
      process_start_ns_{options.process_start_ns != 0 ? options.process_start_ns : base::sys::monotonic_ns()},
      log_{options.log},
      code_listener_{options.code_listener} {
  if (log_ != nullptr) control_log_ = log_->category("control");
}

base::Result<std::unique_ptr<LocalVm>> LocalVm::create(const MachineConfig& config, const LocalVmOptions& options) {
  std::unique_ptr<LocalVm> vm{new LocalVm{config, options}};
  TRY(vm->build());
  return vm;
}

machine::board::BoardHooks LocalVm::hooks() {
  return {.on_request = [this](const GuestRequest& request) { control_.post([this, request] { handle(request); }); },
          .on_first_instruction = [this] { note_phase("first_instruction"); },
          .on_phase = [this](const char* name) { note_phase(name); }};
}

base::Status LocalVm::build() {
  note_phase("options");
  TRY_ASSIGN(board_, make_board(config_, events_, {.log = log_, .code_listener = code_listener_}, hooks()));
  feeder_.emplace(board_->serial_input(), board_->bus().device_lock());
  board_->serial_input().on_room([this] { control_.post([this] { feeder_->pump(); }); });
  board_->runner().start();
  return serve_debugger();
}

// With `gdb_wait` the machine stands at its first instruction until a debugger has come and lets it go.
base::Status LocalVm::serve_debugger() {
  if (!config_.gdb_port) return {};
  if (config_.gdb_wait) board_->runner().halt();
  gdb::SessionHooks hooks;
  hooks.monitor = [this](const std::string& line) -> base::Result<std::string> {
    TRY_ASSIGN(const Reply reply, ask(*this, MonitorLine{line}));
    const auto* const text = std::get_if<Text>(&reply);
    return text == nullptr ? std::string{} : text->text;
  };
  if (log_ != nullptr) hooks.log = log_->category("gdb");
  hooks.kill = [this] { submit(PowerOff{}, [](const auto&) {}); };
  TRY_ASSIGN(debugger_, gdb::Server::start(*config_.gdb_port, board_->runner(), std::move(hooks)));
  return {};
}

LocalVm::~LocalVm() {
  if (board_) {
    control_.post([this] { finish({EndReason::kRequested, 0, {}}); });
  }
  control_.finish();
  debugger_.reset();  // after the thread that tells it things; what it asks from now on is refused
  events_.set_sink({});
  board_.reset();
}

void LocalVm::start(bool paused) {
  control_.post([this, paused] {
    if (std::exchange(started_, true)) return;
    run_start_ns_ = base::sys::monotonic_ns();
    paused_ = paused;
    if (paused) board_->runner().hold(Hold::kPaused);
    board_->runner().release(Hold::kMaintenance);
    set_state(paused ? RunState::kPaused : RunState::kRunning);
  });
}

std::optional<EndStatus> LocalVm::wait_for_end(std::optional<std::int64_t> timeout_ms) {
  std::unique_lock lock{status_mutex_};
  const auto over = [this] { return end_delivered_; };
  if (!timeout_ms) {
    ended_.wait(lock, over);
  } else if (!ended_.wait_for(lock, std::chrono::milliseconds{*timeout_ms}, over)) {
    return std::nullopt;
  }
  return status_.end;
}

void LocalVm::end(EndStatus status) {
  control_.post([this, status = std::move(status)] { finish(status); });
}

void LocalVm::handle(const GuestRequest& request) {
  switch (request.kind) {
    case RequestKind::kPowerOff: return finish({EndReason::kPowerOff, 0, {}});
    case RequestKind::kExit:
      return finish({EndReason::kGuestExit, request.code,
                     request.code == 0 ? std::string{} : fmt::format("the guest ended with code {}", request.code)});
    case RequestKind::kError: return finish({EndReason::kError, kFailed, request.message});
    case RequestKind::kReset:
      if (config_.no_reboot) return finish({EndReason::kReset, kResetUnderNoReboot, "the guest reset the machine (--no-reboot)"});
      if (const auto result = reset(); !result) finish({EndReason::kError, kFailed, result.error().message});
      return;
  }
}

// The waiters go on only after the last event has been delivered, so that nothing of the guest's console is lost.
void LocalVm::finish(EndStatus status) {
  {
    const std::scoped_lock lock{status_mutex_};
    if (status_.end.reason != EndReason::kNone) return;
  }
  board_->runner().hold(Hold::kGuestRequest);
  feeder_->drop();
  if (debugger_) debugger_->machine_ended(status.exit_code);
  const RunState state = status.reason == EndReason::kError ? RunState::kCrashed : RunState::kPoweredOff;
  {
    const std::scoped_lock lock{status_mutex_};
    status_.end = std::move(status);
  }
  set_state(state);
  events_.then([this](const auto&) {
    const std::scoped_lock lock{status_mutex_};
    end_delivered_ = true;
    ended_.notify_all();
  });
}

void LocalVm::set_state(RunState state) {
  Status now;
  {
    const std::scoped_lock lock{status_mutex_};
    status_.state = state;
    now = status_;
  }
  events_.publish(StateChanged{std::move(now)});
}

void LocalVm::note_phase(const std::string& name) {
  const std::int64_t now = base::sys::monotonic_ns();
  const std::scoped_lock lock{status_mutex_};
  phases_.push_back({name, static_cast<double>(now - process_start_ns_) / 1e6});
}

}  // namespace vitrine::vm
