// SPDX-License-Identifier: Apache-2.0
// The main program of a machine's own process.
#include "app/session/machine_process.h"

#include <fmt/format.h>

#include <cstdio>

#include "app/session/hosted_machine.h"
#include "core/base/guarded.h"
#include "core/base/sys/sandbox.h"
#include "core/base/sys/signals.h"
#include "core/vm/machine_files.h"

namespace vitrine::app::session {
namespace {

using base::Errc;
using base::fail;

bool lies_in(const std::filesystem::path& file, const std::filesystem::path& folder) {
  std::error_code error;
  const auto relative = std::filesystem::weakly_canonical(file, error).lexically_relative(std::filesystem::weakly_canonical(folder, error));
  return !error && !relative.empty() && *relative.begin() != "..";
}

// What the machine reads, and where it may write.
base::Result<base::sys::SandboxRules> rules_for(const library::Library& library, const library::Machine& machine,
                                                const vm::MachineConfig& config) {
  if (!config.pflash_vars.empty() && !lies_in(config.pflash_vars, machine.folder))
    return fail(Errc::kDenied, "boot.pflash_vars: {} lies outside the machine's folder, where its process may not write",
                config.pflash_vars);
  base::sys::SandboxRules rules;
  for (const auto& file : vm::files_to_read(config)) rules.read_only.emplace_back(file);
  rules.read_write = {machine.folder, library.paths().runtime};
  return rules;
}

// A crash of this process leaves its signal in the record.
void prepare_last_words(const RunLock& lock, const library::Library& library, const library::Machine& machine) {
  library::RunRecord record;
  record.state = vm::RunState::kCrashed;
  record.pid = base::sys::own_process_id();
  record.socket = library.paths().socket_of(machine.folder).string();
  record.end.reason = vm::EndReason::kError;
  std::string text = record.to_text() + "signal=";
  const std::size_t digits_at = text.size();
  text += "00\n";
  text.resize(base::sys::LockFile::kTextBytes, ' ');
  base::sys::write_on_fatal_signal(lock.file().descriptor(), text, digits_at);
}

base::Status enter_sandbox(const library::Library& library, const library::Machine& machine) {
  TRY_ASSIGN(const auto config, machine.settings.machine_config(machine.folder));
  TRY_ASSIGN(const auto rules, rules_for(library, machine, config));
  TRY_ASSIGN(const auto level, base::sys::enter_sandbox(rules));
  fmt::print(stderr, "vitrine: sandbox: {}\n", level.text);
  return {};
}

// A failure before the machine exists is written down for the manager, too.
base::Status prepare(const library::Library& library, const library::Machine& machine, RunLock& lock, const ProcessOptions& options) {
  const auto prepared = [&]() -> base::Status {
    if (machine.state == library::MachineState::kBroken) return fail(Errc::kInvalidArgument, "{}", machine.problem);
    TRY(library.paths().prepare_runtime());
    std::error_code error;
    std::filesystem::create_directories(machine.log_folder(), error);
    prepare_last_words(lock, library, machine);
    if (options.sandbox) return enter_sandbox(library, machine);
    fmt::print(stderr, "vitrine: sandbox: off\n");
    return {};
  }();
  if (!prepared) {
    library::RunRecord record;
    record.state = vm::RunState::kPoweredOff;
    record.end = {vm::EndReason::kError, 2, prepared.error().message};
    lock.write(record);
  }
  return prepared;
}

// Being asked to end (a session that closes, kill) pulls the plug in good order.
class EndSwitch {
 public:
  EndSwitch() = default;
  void connect(vm::Vm& machine) {
    auto target = target_.lock();
    target->machine = &machine;
    if (target->asked) power_off(machine);
  }

 private:
  struct Target {
    vm::Vm* machine = nullptr;
    bool asked = false;
  };
  static void power_off(vm::Vm& machine) {
    machine.submit(vm::PowerOff{}, [](const base::Result<vm::Reply>&) {});
  }
  void ask() {
    auto target = target_.lock();
    target->asked = true;
    if (target->machine != nullptr) power_off(*target->machine);
  }
  base::Guarded<Target> target_;
  base::sys::EndRequests requests_{[this] { ask(); }};
};

}  // namespace

base::Result<int> run_machine_process(const library::Library& library, const library::Machine& machine, const VmFactory& factory,
                                      const ProcessOptions& options) {
  TRY_ASSIGN(auto lock, RunLock::inherit_or_take(machine));
  TRY(prepare(library, machine, lock, options));
  std::unique_ptr<HostedMachine> hosted;
  EndSwitch end_switch;  // its thread is the first of the process, and ends before the machine does
  TRY_ASSIGN(hosted, HostedMachine::create(library, machine, std::move(lock), factory));
  end_switch.connect(hosted->vm());
  hosted->set_sink(options.listener);
  if (options.made) TRY(options.made(hosted->vm()));
  hosted->start();
  const vm::EndStatus end = hosted->wait_for_end(options.timeout_seconds);
  hosted->set_sink({});
  if (options.ended) options.ended(hosted->vm());
  if (!end.message.empty()) fmt::print(stderr, "vitrine: {}\n", end.message);
  return end.exit_code;
}

}  // namespace vitrine::app::session
