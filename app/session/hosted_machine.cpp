// SPDX-License-Identifier: Apache-2.0
// Bringing a saved machine up in this process, listening to it, and taking it down.
#include "app/session/hosted_machine.h"

#include <chrono>
#include <cstdlib>
#include <string_view>

namespace vitrine::app::session {

using base::Errc;
using base::fail;
using base::sys::LockFile;

base::Result<RunLock> RunLock::take(const library::Machine& machine) {
  auto file = LockFile::take(library::lock_path(machine.folder));
  if (!file && file.error().code == Errc::kBusy) return fail(Errc::kBusy, "\"{}\" is running already", machine.name);
  if (!file) return std::unexpected{file.error()};
  return RunLock{std::move(*file)};
}

base::Result<RunLock> RunLock::inherit_or_take(const library::Machine& machine) {
  const char* const inherited = std::getenv(kLockVariable);
  if (inherited == nullptr) return take(machine);
  TRY_ASSIGN(auto file, LockFile::adopt(base::sys::kInheritedDescriptor, library::lock_path(machine.folder)));
  return RunLock{std::move(file)};
}

base::Result<std::unique_ptr<HostedMachine>> HostedMachine::create(const library::Library& library, const library::Machine& machine,
                                                                   RunLock lock, const VmFactory& factory) {
  auto hosted = std::make_unique<HostedMachine>(std::move(lock));
  const auto build = [&]() -> base::Status {
    auto& record = hosted->record_;
    record.socket = library.paths().socket_of(machine.folder).string();
    hosted->lock_->write(record);
    TRY_ASSIGN(const auto config, machine.settings.machine_config(machine.folder));
    TRY_ASSIGN(hosted->log_, ConsoleLog::open(machine.log_folder()));
    TRY_ASSIGN(hosted->vm_, factory(config));
    TRY_ASSIGN(hosted->server_,
               control::QmpServer::start(*hosted->vm_, record.socket, {.name = machine.name, .state_folder = machine.folder}));
    return {};
  };
  if (auto built = build(); !built) {
    hosted->end_ = vm::EndStatus{vm::EndReason::kError, built.error().code == Errc::kIo ? 1 : 2, built.error().message};
    return std::unexpected{built.error()};
  }
  hosted->vm_->set_sink([owner = hosted.get()](const vm::Event& event) { owner->hear(event); });
  return hosted;
}

void HostedMachine::start() {
  vm_->submit(vm::Resume{}, [](const base::Result<vm::Reply>&) {});
}

vm::EndStatus HostedMachine::wait_for_end(std::optional<double> seconds) {
  const auto ended = [this] { return end_.has_value(); };
  std::unique_lock lock{mutex_};
  if (!seconds || changed_.wait_for(lock, std::chrono::duration<double>{*seconds}, ended)) {
    changed_.wait(lock, ended);
    return *end_;
  }
  lock.unlock();
  vm_->submit(vm::PowerOff{}, [](const base::Result<vm::Reply>&) {});
  lock.lock();
  changed_.wait(lock, ended);
  end_ = vm::EndStatus{vm::EndReason::kTimeout, 3, fmt::format("the machine was still running after {} s (--timeout)", *seconds)};
  return *end_;
}

void HostedMachine::close_down() {
  // From here on nobody hears the machine but its view.
  if (vm_ != nullptr) vm_->set_sink([this](const vm::Event& event) { tell_view(event); });
  server_.reset();  // says goodbye to its clients
  if (!lock_) return;
  // First the record, then the lock: whoever finds the lock free reads how it ended.
  const std::scoped_lock held{mutex_};
  record_.state = vm::RunState::kPoweredOff;
  record_.end = end_.value_or(vm::EndStatus{vm::EndReason::kRequested, 0, ""});
  lock_->write(record_);
  lock_.reset();
}

HostedMachine::~HostedMachine() {
  if (vm_ != nullptr) vm_->set_sink({});
  // The server speaks to the machine: it goes first, the machine next, and only then the lock.
  server_.reset();
  vm_.reset();
  close_down();
}

void HostedMachine::hear(const vm::Event& event) {
  if (const auto* output = std::get_if<vm::SerialOutput>(&event); output != nullptr && output->port == 0) log_->append(output->bytes);
  server_->publish(event);
  if (const auto* state = std::get_if<vm::StateChanged>(&event)) note_state(state->status);
  tell_view(event);
}

void HostedMachine::tell_view(const vm::Event& event) {
  auto sink = sink_.lock();
  if (*sink) (*sink)(event);
}

void HostedMachine::note_state(const vm::Status& status) {
  const std::scoped_lock lock{mutex_};
  if (status.state == vm::RunState::kPoweredOff || status.state == vm::RunState::kCrashed) {
    end_ = status.end;
    changed_.notify_all();
  } else if (lock_) {
    record_.state = status.state;
    lock_->write(record_);
  }
}

}  // namespace vitrine::app::session
