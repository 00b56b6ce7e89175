// SPDX-License-Identifier: Apache-2.0
// A saved machine inside this process with all that belongs to it: lock, record, console log, control socket.
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>

#include "app/control/qmp_server.h"
#include "app/library/machine.h"
#include "app/library/run_record.h"
#include "app/session/console_log.h"
#include "app/session/session.h"
#include "core/base/guarded.h"
#include "core/base/sys/process.h"

namespace vitrine::app::session {

// The machine's lock and what stands in it.  Thread: any.
class RunLock {
 public:
  // kBusy when the machine runs already.
  static base::Result<RunLock> take(const library::Machine& machine);
  // The lock that start_process took for us, where it did.
  static base::Result<RunLock> inherit_or_take(const library::Machine& machine);

  // Puts this process's identity into the record and writes it.
  void write(library::RunRecord record) {
    record.pid = base::sys::own_process_id();
    record.start = start_;
    file_.write_text(record.to_text());
  }
  // Writes it as it is, for a process that is about to inherit the lock.
  void write_for_heir(const library::RunRecord& record) { file_.write_text(record.to_text()); }
  [[nodiscard]] const base::sys::LockFile& file() const { return file_; }

 private:
  explicit RunLock(base::sys::LockFile file) : file_{std::move(file)} {}
  base::sys::LockFile file_;
  std::uint64_t start_ = base::sys::process_start(base::sys::own_process_id());  // asked for now: the sandbox hides it later
};

// Threads: submit and set_sink any; the rest its owner's.
class HostedMachine {
 public:
  // `lock` goes into this machine's care whatever becomes of it, and gets the reason of a failure written into it.
  static base::Result<std::unique_ptr<HostedMachine>> create(const library::Library& library, const library::Machine& machine, RunLock lock,
                                                             const VmFactory& factory);
  // Ends the machine if it still runs; when this returns the lock is free.
  ~HostedMachine();
  HostedMachine(const HostedMachine&) = delete;
  HostedMachine& operator=(const HostedMachine&) = delete;

  void start();
  // After the time that is given, if any, it is ended, with status 3.
  vm::EndStatus wait_for_end(std::optional<double> seconds = {});
  [[nodiscard]] vm::Vm& vm() { return *vm_; }
  // One more listener beside log, record and socket.
  void set_sink(vm::EventSink sink) { *sink_.lock() = std::move(sink); }
  // Takes control socket, log and lock away once the machine has ended; its picture and backlog can still be asked for.
  void close_down();

  explicit HostedMachine(RunLock lock) : lock_{std::move(lock)} {}  // see create()

 private:
  void hear(const vm::Event& event);
  void tell_view(const vm::Event& event);
  void note_state(const vm::Status& status);

  std::optional<RunLock> lock_;
  library::RunRecord record_;  // written on the machine's event thread, before that and after it on the owner's
  std::optional<ConsoleLog> log_;
  base::Guarded<vm::EventSink> sink_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::optional<vm::EndStatus> end_;
  std::unique_ptr<vm::Vm> vm_;
  std::unique_ptr<control::QmpServer> server_;
};

}  // namespace vitrine::app::session
