// SPDX-License-Identifier: Apache-2.0
// Starting and attaching.
#include "app/session/session.h"

#include <thread>

#include "app/library/run_record.h"
#include "app/session/hosted_machine.h"
#include "app/session/remote_vm.h"
#include "core/base/sys/process.h"

namespace vitrine::app::session {
namespace {

using base::Errc;
using base::fail;
using base::sys::LockFile;

base::Status check_startable(const library::Library& library, const library::Machine& machine) {
  if (machine.state == library::MachineState::kBroken) return fail(Errc::kInvalidArgument, "{}", machine.problem);
  return library.paths().prepare_runtime();
}

// A machine whose core runs here: the same face, and its socket, log and lock go when it has ended.  Thread: any.
class VmHere final : public vm::Vm {
 public:
  explicit VmHere(std::unique_ptr<HostedMachine> hosted) : hosted_{std::move(hosted)} {
    hosted_->start();
    finisher_ = std::thread{[this] {
      hosted_->wait_for_end();
      hosted_->close_down();
    }};
  }
  ~VmHere() override {
    [[maybe_unused]] const auto reply = vm::ask(hosted_->vm(), vm::PowerOff{});  // an error means that it has ended already
    finisher_.join();
  }
  void submit(vm::Command command, vm::Completion done) override { hosted_->vm().submit(std::move(command), std::move(done)); }
  void set_sink(vm::EventSink sink) override { hosted_->set_sink(std::move(sink)); }

 private:
  std::unique_ptr<HostedMachine> hosted_;
  std::thread finisher_;
};

}  // namespace

base::Status start_process(const library::Library& library, const library::Machine& machine, const std::filesystem::path& executable,
                           const std::vector<std::string>& more) {
  TRY(check_startable(library, machine));
  TRY_ASSIGN(auto lock, RunLock::take(machine));
  library::RunRecord record;
  record.socket = library.paths().socket_of(machine.folder).string();
  lock.write_for_heir(record);
  std::error_code error;
  std::filesystem::create_directories(machine.log_folder(), error);
  std::vector<std::string> arguments{"run", machine.folder.string(), "--headless"};
  arguments.insert(arguments.end(), more.begin(), more.end());
  const auto spawned = base::sys::spawn_detached({.executable = executable,
                                                  .arguments = std::move(arguments),
                                                  .environment = {fmt::format("{}=inherited", kLockVariable)},
                                                  .log = machine.log_folder() / "process.log",
                                                  .inherited_descriptor = lock.file().descriptor()});
  if (spawned) return {};
  record.state = vm::RunState::kPoweredOff;
  record.end = {vm::EndReason::kError, 1, spawned.error().message};
  lock.write_for_heir(record);
  return std::unexpected{spawned.error()};
}

std::unique_ptr<vm::Vm> attach(const library::Library& library, const library::Machine& machine) {
  return std::make_unique<RemoteVm>(library.paths().socket_of(machine.folder),
                                    PeerProbe{.alive = [folder = machine.folder] { return LockFile::is_held(library::lock_path(folder)); },
                                              .how_ended = [folder = machine.folder] { return library::how_ended(folder); }},
                                    machine.folder);
}

base::Result<std::unique_ptr<vm::Vm>> start_here(const library::Library& library, const library::Machine& machine,
                                                 const VmFactory& factory) {
  TRY(check_startable(library, machine));
  TRY_ASSIGN(auto lock, RunLock::take(machine));
  TRY_ASSIGN(auto hosted, HostedMachine::create(library, machine, std::move(lock), factory));
  return std::make_unique<VmHere>(std::move(hosted));
}

base::Result<std::unique_ptr<vm::Vm>> start(const library::Library& library, const library::Machine& machine,
                                            const std::filesystem::path& executable, const VmFactory& factory) {
  if (machine.settings.get(settings::kIsolation) == "none") return start_here(library, machine, factory);
  TRY(start_process(library, machine, executable));
  return attach(library, machine);
}

base::Status kill_process(const library::Library& library, const library::Machine& machine) {
  const auto now = library.read(machine.folder);
  const auto record = library::RunRecord::parse(LockFile::read_text(library::lock_path(machine.folder)));
  if (!now.has_process() || !record) return fail(Errc::kNotFound, "\"{}\" is not running", machine.name);
  if (record->pid == base::sys::own_process_id()) return fail(Errc::kDenied, "\"{}\" runs inside this very process", machine.name);
  return base::sys::kill_process(record->pid, record->start);
}

std::filesystem::path machine_program() {
  const auto own = base::sys::own_executable();
  std::error_code error;
  const auto beside = own.parent_path() / "vitrine";
  return std::filesystem::exists(beside, error) ? beside : own;
}

}  // namespace vitrine::app::session
