// SPDX-License-Identifier: Apache-2.0
// Running and attaching to machines of the library.
#include "frontends/cli/run_saved.h"

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>

#include "app/session/machine_process.h"
#include "frontends/cli/library_commands.h"
#include "frontends/cli/terminal.h"

namespace vitrine::frontends::cli {
namespace {

namespace session = app::session;
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
  std::optional<vm::EndStatus> wait(std::optional<double> seconds) {
    std::unique_lock lock{mutex_};
    const auto ended = [this] { return end_.has_value(); };
    if (seconds) changed_.wait_for(lock, std::chrono::duration<double>{*seconds}, ended);
    else changed_.wait(lock, ended);
    return end_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::optional<vm::EndStatus> end_;
};

// Attaches a console and the watch for the end.  Events and answers come in order on one thread: what was printed before the backlog's answer is in
// it, and a state that changed before the sink was there is told by the status's.
void listen(vm::Vm& machine, SerialFrontend& serial, EndWatch& end) {
  const auto caught_up = std::make_shared<bool>(false);
  machine.set_sink([&serial, &end, caught_up](const vm::Event& event) {
    if (*caught_up || !std::holds_alternative<vm::SerialOutput>(event)) serial.on_event(event);
    end.on_event(event);
  });
  machine.submit(vm::QuerySerialBacklog{}, [&serial, caught_up](const base::Result<vm::Reply>& backlog) {
    *caught_up = true;
    if (const auto* bytes = backlog ? std::get_if<vm::Bytes>(&*backlog) : nullptr) serial.on_event(vm::SerialOutput{0, bytes->bytes});
  });
  machine.submit(vm::QueryStatus{}, [&end](const base::Result<vm::Reply>& status) {
    if (const auto* known = status ? std::get_if<vm::Status>(&*status) : nullptr) end.on_event(vm::StateChanged{*known});
  });
}

vm::EndStatus watch(const RunOptions& options, vm::Vm& machine, EndWatch& end) {
  if (const auto ended = end.wait(options.timeout_seconds)) return *ended;
  machine.submit(vm::PowerOff{}, [](const base::Result<vm::Reply>&) {});
  (void)end.wait(std::nullopt);
  return {vm::EndReason::kTimeout, kTimedOut,
          fmt::format("the machine was still running after {} s (--timeout)", *options.timeout_seconds)};
}

base::Result<int> show_in_terminal(const RunOptions& options, std::unique_ptr<vm::Vm> machine) {
  EndWatch end;
  TRY_ASSIGN(const auto serial, open_serial(options.serial, *machine));
  listen(*machine, *serial, end);
  const vm::EndStatus status = watch(options, *machine, end);
  serial->finish();
  machine->set_sink({});
  if (status.message.empty()) return status.exit_code;
  return complain(status.message, status.exit_code);
}

// What the machine's own process has to know besides its folder.
std::vector<std::string> child_words(const RunOptions& options) {
  auto words = to_words(options.overrides);
  if (!options.sandbox) words.emplace_back("--sandbox=off");
  return words;
}

base::Result<int> run(const RunOptions& options, const ShowMachine& show) {
  TRY_ASSIGN(const auto library, open_library());
  TRY_ASSIGN(auto machine, library.find(options.name));
  for (const auto& [key, value] : options.overrides) TRY(machine.settings.set(app::settings::Layer::kCommandLine, key, value));
  if (options.headless) return session::run_machine_process(library, machine, session::local_machine, {.sandbox = options.sandbox});
  const bool window = options.display == Display::kQt;
  if (window && !show) return fail(Errc::kUnsupported, "--display qt: this program has no windows; vitrine-window beside it has");
  if (!machine.has_process()) TRY(session::start_process(library, machine, session::machine_program(), child_words(options)));
  else if (!options.overrides.empty())
    return fail(Errc::kBusy, "\"{}\" is running already; its settings change at its next start", machine.name);
  auto attached = session::attach(library, machine);
  return window ? show(*attached, machine.name) : show_in_terminal(options, std::move(attached));
}

}  // namespace

int run_saved(const RunOptions& options, const ShowMachine& show) {
  const auto status = run(options, show);
  return status ? *status : complain(status.error());
}

}  // namespace vitrine::frontends::cli
