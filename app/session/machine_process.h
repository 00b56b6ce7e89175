// SPDX-License-Identifier: Apache-2.0
// The life of a saved machine's own process: lock, sandbox, machine, control socket, and a word about its end.
#pragma once

#include <functional>
#include <optional>

#include "app/session/session.h"

namespace vitrine::app::session {

struct ProcessOptions {
  bool sandbox = true;
  std::optional<double> timeout_seconds = {};              // then the machine is ended with status 3
  vm::EventSink listener = {};                             // beside the log and the control socket
  std::function<base::Status(vm::Vm& machine)> made = {};  // the machine is there and stands still; an error ends it
  std::function<void(vm::Vm& machine)> ended = {};         // it has ended, and is there for the last time
};

// What `vitrine run NAME --headless` does.  Call it before the process has a second thread: the sandbox holds for threads started after it.
// Returns the process's exit status; an error has been recorded for the manager and is returned for stderr.
base::Result<int> run_machine_process(const library::Library& library, const library::Machine& machine, const VmFactory& factory,
                                      const ProcessOptions& options = {});

}  // namespace vitrine::app::session
