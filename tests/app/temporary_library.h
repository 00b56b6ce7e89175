// SPDX-License-Identifier: Apache-2.0
// A library in a temporary folder, and stand-ins for machine processes.
#pragma once

#include <QTemporaryDir>

#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <string>

#include "app/library/library.h"
#include "app/library/run_record.h"
#include "core/base/sys/process.h"

namespace vitrine::tests {

class TemporaryLibrary {
 public:
  TemporaryLibrary() : library_{paths()} { std::filesystem::create_directories(library_.paths().machines); }
  [[nodiscard]] const app::library::Library& operator*() const { return library_; }
  [[nodiscard]] const app::library::Library* operator->() const { return &library_; }
  [[nodiscard]] std::filesystem::path root() const { return folder_.path().toStdString(); }

  // A machine's folder with that vm.toml, written by hand.
  std::filesystem::path put(const std::string& id, const std::string& text) const {
    const auto folder = library_.paths().machines / id;
    std::filesystem::create_directories(folder);
    std::ofstream{folder / "vm.toml"} << text;
    return folder;
  }

 private:
  app::library::Paths paths() const {
    return {.machines = root() / "data/machines",
            .user_file = root() / "config/settings.toml",
            .cache = root() / "cache",
            .runtime = root() / "run"};
  }
  QTemporaryDir folder_;
  app::library::Library library_;
};

// A process that holds a machine's lock as a running machine does, until it is killed.
class FakeProcess {
 public:
  FakeProcess(const app::library::Machine& machine, vm::RunState state) {
    auto lock = base::sys::LockFile::take(app::library::lock_path(machine.folder));
    if (!lock) return;
    pid_ = fork();
    if (pid_ == 0) {
      while (true) pause();
    }
    app::library::RunRecord record;
    record.pid = pid_;
    record.start = base::sys::process_start(pid_);
    record.state = state;
    record.socket = machine.socket.string();
    lock->write_text(record.to_text());
  }
  ~FakeProcess() { kill(); }
  FakeProcess(const FakeProcess&) = delete;
  FakeProcess& operator=(const FakeProcess&) = delete;
  [[nodiscard]] pid_t pid() const { return pid_; }
  void kill() {
    if (pid_ <= 0) return;
    ::kill(pid_, SIGKILL);
    waitpid(pid_, nullptr, 0);
    pid_ = 0;
  }

 private:
  pid_t pid_ = 0;
};

}  // namespace vitrine::tests
