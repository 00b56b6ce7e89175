// SPDX-License-Identifier: Apache-2.0
// The one face of a machine towards windows, command line and control socket: commands in, events out.
#pragma once

#include <functional>

#include "core/base/result.h"
#include "core/vm/command.h"
#include "core/vm/event.h"

namespace vitrine::vm {

// Runs on a thread of the machine; a window posts it to its own.
using Completion = std::function<void(base::Result<Reply>)>;

// A machine: LocalVm runs the core in this process, session::RemoteVm speaks to a machine's own process.  Thread: any.
class Vm {
 public:
  virtual ~Vm() = default;
  // Carries the command out, then calls done exactly once; never blocks the caller.
  virtual void submit(Command command, Completion done) = 0;
  // Events go to the sink from now on; an empty sink ends that.  Returns when no call of the earlier sink is still running.
  virtual void set_sink(EventSink sink) = 0;
};

// Submits and waits: for tests and the command line, never for a window.
base::Result<Reply> ask(Vm& vm, Command command);

}  // namespace vitrine::vm
