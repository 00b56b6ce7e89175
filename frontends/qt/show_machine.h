// SPDX-License-Identifier: Apache-2.0
// The window of one machine that runs already, for `vitrine run … --display qt`.
#pragma once

#include <string>

#include "core/base/result.h"
#include "core/vm/vm.h"

namespace vitrine::frontends::qt {

// Is there a display to open a window on?  The error is the one sentence to end with (exit status 1).
base::Status check_display();

// Shows the machine until its window is closed.  Returns the exit status of the machine's end, 0 where it still ran; without a display it
// says so on stderr and returns 1.  Nothing else may take the machine's events meanwhile.
int show_machine(vm::Vm& machine, const std::string& name);

}  // namespace vitrine::frontends::qt
