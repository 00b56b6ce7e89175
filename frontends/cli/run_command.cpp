// SPDX-License-Identifier: Apache-2.0
// Runs one machine in this process.
#include "frontends/cli/run_command.h"

#include <fmt/format.h>

#include <cstdio>
#include <filesystem>
#include <memory>
#include <optional>
#include <thread>
#include <utility>

#include "app/control/qmp_server.h"
#include "core/base/file.h"
#include "core/base/sys/os.h"
#include "core/vm/local_vm.h"
#include "frontends/cli/event_log.h"
#include "frontends/cli/run_options.h"
#include "frontends/cli/run_saved.h"
#include "frontends/cli/terminal.h"

namespace vitrine::frontends::cli {
namespace {

int status_of(const base::Error& error) {
  switch (error.code) {
    case base::Errc::kIo:
    case base::Errc::kInternal:
    case base::Errc::kBusy:
    case base::Errc::kTimeout:
    case base::Errc::kCancelled: return kFailure;
    default: return kUnusableArguments;
  }
}

int complain(const base::Error& error) { return cli::complain(error.message, status_of(error)); }

// Everything that listens to a machine while it runs.
class Consoles {
 public:
  static base::Result<std::unique_ptr<Consoles>> open(const RunOptions& options, vm::LocalVm& machine) {
    auto consoles = std::make_unique<Consoles>();
    consoles->log_.emplace(options.machine.log_categories);
    TRY_ASSIGN(consoles->serial_, open_serial(options.serial, machine));
    if (!options.qmp_socket.empty()) {
      TRY_ASSIGN(consoles->control_, app::control::QmpServer::start(machine, options.qmp_socket, {.name = "vitrine"}));
    }
    consoles->machine_ = &machine;
    machine.set_sink([all = consoles.get()](const vm::Event& event) { all->hear(event); });
    return consoles;
  }
  Consoles() = default;
  ~Consoles() {
    if (machine_ != nullptr) machine_->set_sink({});
  }
  Consoles(const Consoles&) = delete;
  Consoles& operator=(const Consoles&) = delete;
  void finish() { serial_->finish(); }

 private:
  void hear(const vm::Event& event) {
    serial_->on_event(event);
    log_->on_event(event);
    if (control_) control_->publish(event);
  }

  std::optional<EventLog> log_;
  std::unique_ptr<SerialFrontend> serial_;
  std::unique_ptr<app::control::QmpServer> control_;
  vm::LocalVm* machine_ = nullptr;
};

vm::EndStatus wait(const RunOptions& options, vm::LocalVm& machine, std::int64_t start_ns) {
  if (!options.timeout_seconds) return *machine.wait_for_end();
  const double spent_ms = static_cast<double>(base::sys::monotonic_ns() - start_ns) / 1e6;
  const double left_ms = *options.timeout_seconds * 1e3 - spent_ms;
  if (const auto end = machine.wait_for_end(static_cast<std::int64_t>(std::max(left_ms, 0.0)))) return *end;
  machine.end(
      {vm::EndReason::kTimeout, kTimedOut, fmt::format("the machine was still running after {} s (--timeout)", *options.timeout_seconds)});
  return *machine.wait_for_end();
}

// The process's status after the machine's end, with the last words that belong to it.
int conclude(const RunOptions& options, vm::LocalVm& machine, const vm::EndStatus& end) {
  if (!options.stats_file.empty()) {
    const auto written = base::replace_file(options.stats_file, vm::to_json(machine.report()));
    if (!written)
      return cli::complain(fmt::format("{}: the statistics cannot be written: {}", options.stats_file, written.error().message), kFailure);
  }
  return end.message.empty() ? end.exit_code : cli::complain(end.message, end.exit_code);
}

int run_here(const RunOptions& options, std::int64_t start_ns) {
  auto made = vm::LocalVm::create(options.machine, {.process_start_ns = start_ns});
  if (!made) return complain(made.error());
  vm::LocalVm& machine = **made;
  auto consoles = Consoles::open(options, machine);
  if (!consoles) return complain(consoles.error());
  if (const auto port = machine.debugger_port()) fmt::print(stderr, "vitrine: a debugger can attach to 127.0.0.1:{}\n", *port);
  machine.start();
  const vm::EndStatus end = wait(options, machine, start_ns);
  (*consoles)->finish();
  consoles->reset();
  return conclude(options, machine, end);
}

// The window is the console; closing it ends the machine.
int run_in_window(const RunOptions& options, std::int64_t start_ns, const ShowMachine& show) {
  auto made = vm::LocalVm::create(options.machine, {.process_start_ns = start_ns});
  if (!made) return complain(made.error());
  vm::LocalVm& machine = **made;
  machine.start();
  int status = 0;
  {
    const std::jthread watch{[&] { (void)wait(options, machine, start_ns); }};  // --timeout
    status = show(machine, options.machine.kernel.empty() ? "vitrine" : std::filesystem::path{options.machine.kernel}.filename().string());
    machine.end({vm::EndReason::kRequested, kEndedWell, {}});
  }
  if (status != kEndedWell) return status;
  return conclude(options, machine, *machine.wait_for_end());
}

}  // namespace

int complain(const std::string& sentence, int status) {
  fmt::print(stderr, "vitrine: {}\n", sentence);
  return status;
}

int run_command(const std::vector<std::string>& words, std::int64_t start_ns, const ShowMachine& show) {
  const auto parsed = parse_run(words);
  if (!parsed) return complain(parsed.error());
  if (!parsed->options) {
    fmt::print("{}", parsed->help);
    return kEndedWell;
  }
  const RunOptions& options = *parsed->options;
  if (!options.name.empty()) return run_saved(options, show);
  if (options.display != Display::kQt) return run_here(options, start_ns);
  if (!show) return cli::complain("--display qt: this program has no windows; vitrine-window beside it has", kUnusableArguments);
  return run_in_window(options, start_ns, show);
}

}  // namespace vitrine::frontends::cli
