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

#include "core/base/sys/os.h"
#include "core/vm/local_vm.h"
#include "frontends/cli/consoles.h"
#include "frontends/cli/event_log.h"
#include "frontends/cli/host_files.h"
#include "frontends/cli/run_options.h"
#include "frontends/cli/run_saved.h"

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
int conclude(const RunOptions& options, const HostFiles& files, vm::LocalVm& machine, const vm::EndStatus& end) {
  if (!options.stats_file.empty())
    if (const auto written = files.write_stats(options, vm::to_json(machine.report())); !written)
      return cli::complain(written.error().message, kFailure);
  return end.message.empty() ? end.exit_code : cli::complain(end.message, end.exit_code);
}

std::string title(const RunOptions& options) {
  return options.machine.kernel.empty() ? "vitrine" : std::filesystem::path{options.machine.kernel}.filename().string();
}

// Closing the window ends the machine.  The window's own exit status.
int show_in_window(const RunOptions& options, vm::LocalVm& machine, vm::Vm& view, std::int64_t start_ns, const ShowMachine& show) {
  const std::jthread watch{[&] { (void)wait(options, machine, start_ns); }};  // --timeout
  const int status = show(view, title(options));
  machine.end({vm::EndReason::kRequested, kEndedWell, {}});
  return status;
}

// No thread is started before confine(), for it binds those that come later.
int run_here(const RunOptions& options, std::int64_t start_ns, const ShowMachine& show) {
  auto files = HostFiles::open(options);
  if (!files) return complain(files.error());
  if (const auto confined = confine(options); !confined) return complain(confined.error());
  EventLog log{options.machine.log_categories};
  auto made =
      vm::LocalVm::create(options.machine, {.process_start_ns = start_ns, .log = &log.log(), .code_listener = files->code_listener()});
  if (!made) return complain(made.error());
  vm::LocalVm& machine = **made;
  auto consoles = Consoles::open(*files, machine, log, {});
  if (!consoles) return complain(consoles.error());
  files->succeeded();
  if (const auto port = machine.debugger_port()) fmt::print(stderr, "vitrine: a debugger can attach to 127.0.0.1:{}\n", *port);
  machine.start();
  const bool window = options.display == Display::kQt;
  const int shown = window ? show_in_window(options, machine, (*consoles)->view(), start_ns, show) : kEndedWell;
  const vm::EndStatus end = wait(options, machine, start_ns);
  (*consoles)->finish();
  consoles->reset();
  const int status = conclude(options, *files, machine, end);
  return status == kEndedWell ? shown : status;
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
  if (options.display == Display::kQt && !show)
    return cli::complain("--display qt: this program has no windows; vitrine-window beside it has", kUnusableArguments);
  return run_here(options, start_ns, show);
}

}  // namespace vitrine::frontends::cli
