// SPDX-License-Identifier: Apache-2.0
// Running and attaching to machines of the library.
#include "frontends/cli/run_saved.h"

#include <fmt/ranges.h>

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <stop_token>
#include <thread>

#include "app/session/machine_process.h"
#include "core/vm/local_vm.h"
#include "frontends/cli/consoles.h"
#include "frontends/cli/host_files.h"
#include "frontends/cli/library_commands.h"

namespace vitrine::frontends::cli {
namespace {

namespace session = app::session;
namespace library = app::library;
using base::Errc;
using base::fail;

// Waits for the end of a machine that somebody else runs.
class EndWatch {
 public:
  void on_event(const vm::Event& event) {
    const auto* changed = std::get_if<vm::StateChanged>(&event);
    if (changed == nullptr || (changed->status.state != vm::RunState::kPoweredOff && changed->status.state != vm::RunState::kCrashed))
      return;
    const std::scoped_lock lock{mutex_};
    end_ = changed->status.end;
    changed_.notify_all();
  }
  // Ends every wait, without an end.
  void give_up() {
    const std::scoped_lock lock{mutex_};
    given_up_ = true;
    changed_.notify_all();
  }
  [[nodiscard]] bool given_up() {
    const std::scoped_lock lock{mutex_};
    return given_up_;
  }
  // Nothing when the time has run out, or nobody wants to know any more.
  std::optional<vm::EndStatus> wait(std::optional<double> seconds) {
    std::unique_lock lock{mutex_};
    const auto ended = [this] { return end_.has_value() || given_up_; };
    if (seconds) changed_.wait_for(lock, std::chrono::duration<double>{*seconds}, ended);
    else changed_.wait(lock, ended);
    return end_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::optional<vm::EndStatus> end_;
  bool given_up_ = false;
};

vm::EndStatus watch(const RunOptions& options, vm::Vm& machine, EndWatch& end) {
  if (const auto ended = end.wait(options.timeout_seconds)) return *ended;
  if (end.given_up()) return {};
  machine.submit(vm::PowerOff{}, [](const base::Result<vm::Reply>&) {});
  (void)end.wait(std::nullopt);
  return {vm::EndReason::kTimeout, kTimedOut,
          fmt::format("the machine was still running after {} s (--timeout)", *options.timeout_seconds)};
}

// Waits beside a window: for the time to run out.  Ends without a word when the window has been closed.
void watch_time(const std::stop_token& stop, const RunOptions& options, vm::Vm& machine, EndWatch& end) {
  const std::stop_callback closed{stop, [&end] { end.give_up(); }};
  if (options.timeout_seconds) (void)watch(options, machine, end);
}

// The consoles of this process, for a machine in another one.
base::Result<int> attend(const RunOptions& options, const library::Machine& known, vm::Vm& machine, const ShowMachine& show) {
  TRY_ASSIGN(auto files, HostFiles::open(options));
  EndWatch end;
  EventLog log{{}};  // the machine's process has the log
  TRY_ASSIGN(const auto consoles,
             Consoles::open(files, machine, log,
                            {.name = known.name, .state_folder = known.folder, .attached = true, .also = [&end](const vm::Event& event) {
                               end.on_event(event);
                             }}));
  files.succeeded();
  consoles->catch_up();
  if (options.display == Display::kQt) {
    const std::jthread timer{[&](const std::stop_token& stop) { watch_time(stop, options, machine, end); }};
    return show(consoles->view(), known.name);
  }
  const vm::EndStatus status = watch(options, machine, end);
  consoles->finish();
  if (status.message.empty()) return status.exit_code;
  return complain(status.message, status.exit_code);
}

// What the machine's own process has to know besides its folder.
std::vector<std::string> child_words(const RunOptions& options) {
  auto words = to_words(options.overrides);
  const vm::MachineConfig& machine = options.machine;
  if (!options.sandbox) words.emplace_back("--sandbox=off");
  if (machine.gdb_port) words.push_back(fmt::format("--gdb={}{}", *machine.gdb_port, machine.gdb_wait ? ",wait" : ""));
  if (!machine.log_categories.empty()) words.push_back(fmt::format("--log={}", fmt::join(machine.log_categories, ",")));
  std::error_code error;
  if (!options.stats_file.empty()) words.push_back("--stats=" + std::filesystem::absolute(options.stats_file, error).string());
  if (options.perf_map) words.emplace_back("--perf-map");
  return words;
}

// The machine's own process.
base::Result<int> run_headless(const RunOptions& options, const library::Library& library, const library::Machine& known) {
  RunOptions mine = options;
  mine.serial = "null";
  TRY_ASSIGN(auto files, HostFiles::open(mine));
  EventLog log{options.machine.log_categories};
  vm::LocalVm* local = nullptr;
  const session::VmFactory factory = [&](vm::MachineConfig config) -> base::Result<std::unique_ptr<vm::Vm>> {
    config.gdb_port = options.machine.gdb_port;
    config.gdb_wait = options.machine.gdb_wait;
    TRY_ASSIGN(auto machine, vm::LocalVm::create(config, {.log = &log.log(), .code_listener = files.code_listener()}));
    if (const auto port = machine->debugger_port()) fmt::print(stderr, "vitrine: a debugger can attach to 127.0.0.1:{}\n", *port);
    machine->start(/*paused=*/true);
    local = machine.get();
    return machine;
  };
  session::ProcessOptions process{.sandbox = options.sandbox, .timeout_seconds = options.timeout_seconds};
  std::unique_ptr<app::control::QmpServer> control;
  process.listener = [&](const vm::Event& event) {
    log.on_event(event);
    if (control) control->publish(event);
  };
  process.made = [&](vm::Vm& machine) -> base::Status {
    if (auto socket = files.take_control_socket()) {
      TRY_ASSIGN(control, app::control::QmpServer::start(machine, std::move(socket), {.name = known.name, .state_folder = known.folder}));
    }
    files.succeeded();
    return {};
  };
  base::Status written;
  process.ended = [&](vm::Vm&) {
    control.reset();
    if (!options.stats_file.empty()) written = files.write_stats(options, vm::to_json(local->report()));
  };
  TRY_ASSIGN(const int status, session::run_machine_process(library, known, factory, process));
  TRY(written);
  return status;
}

base::Status check_startable(const RunOptions& options, const library::Machine& machine) {
  if (!machine.has_process()) return {};
  if (!options.overrides.empty())
    return fail(Errc::kBusy, "\"{}\" is running already; its settings change at its next start", machine.name);
  if (options.machine.gdb_port || !options.machine.log_categories.empty() || !options.stats_file.empty() || options.perf_map)
    return fail(Errc::kBusy, "\"{}\" is running already: --gdb, --log, --stats and --perf-map have to be there when it starts",
                machine.name);
  return {};
}

base::Result<int> run(const RunOptions& options, const ShowMachine& show) {
  TRY_ASSIGN(const auto library, open_library());
  TRY_ASSIGN(auto machine, library.find(options.name));
  for (const auto& [key, value] : options.overrides) TRY(machine.settings.set(app::settings::Layer::kCommandLine, key, value));
  if (options.headless) return run_headless(options, library, machine);
  if (options.display == Display::kQt && !show)
    return fail(Errc::kUnsupported, "--display qt: this program has no windows; vitrine-window beside it has");
  TRY(check_startable(options, machine));
  if (!machine.has_process()) TRY(session::start_process(library, machine, session::machine_program(), child_words(options)));
  if (!options.machine.log_categories.empty())
    fmt::print(stderr, "vitrine: the log is in {}\n", (machine.log_folder() / "process.log").string());
  RunOptions mine = options;
  mine.stats_file.clear();  // the machine's process writes it
  mine.perf_map = false;
  const auto attached = session::attach(library, machine);
  return attend(mine, machine, *attached, show);
}

}  // namespace

int run_saved(const RunOptions& options, const ShowMachine& show) {
  const auto status = run(options, show);
  return status ? *status : complain(status.error());
}

}  // namespace vitrine::frontends::cli
