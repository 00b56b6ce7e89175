// SPDX-License-Identifier: Apache-2.0
// The manager: the library window and the windows of its machines.
#pragma once

#include "app/session/session.h"

namespace vitrine::frontends::qt {

struct ManagerOptions {
  bool demo = false;                   // also sets up the demo machine, starts it and opens its window
  app::session::VmFactory vm_factory;  // makes machines whose isolation is "none"
};

// The library window, until the last window is closed.  Returns the process's exit status; without a display it says so on stderr and
// returns 1.
int run_manager(int argc, char** argv, const ManagerOptions& options);

}  // namespace vitrine::frontends::qt
