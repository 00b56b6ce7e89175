// SPDX-License-Identifier: Apache-2.0
// `vitrine run …`: makes a machine in this process, gives it a console, waits for its end.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "core/vm/vm.h"

namespace vitrine::frontends::cli {

// Exit statuses of the contract that are not the guest's own.
enum ExitStatus : int { kEndedWell = 0, kFailure = 1, kUnusableArguments = 2, kTimedOut = 3, kGuestReset = 4 };

// The words after `run`; the process's exit status.  start_ns: when the process started (monotonic clock).
// `show` opens a machine's window and returns its exit status once the window is closed; a program without windows passes none.
using ShowMachine = std::function<int(vm::Vm& machine, const std::string& name)>;
int run_command(const std::vector<std::string>& words, std::int64_t start_ns, const ShowMachine& show = {});

// "vitrine: SENTENCE" as the last line on stderr; returns the status.
int complain(const std::string& sentence, int status);

}  // namespace vitrine::frontends::cli
