// SPDX-License-Identifier: Apache-2.0
// `vitrine run NAME`: a machine of the library, in its own process, with the terminal as its console.
#pragma once

#include "frontends/cli/run_command.h"
#include "frontends/cli/run_options.h"

namespace vitrine::frontends::cli {

// Headless: this process becomes the machine's.  Else starts the machine's process where none runs and shows its serial port in the terminal, or
// the machine in its window (--display qt); returns the machine's exit status, or the window's.
int run_saved(const RunOptions& options, const ShowMachine& show);

}  // namespace vitrine::frontends::cli
