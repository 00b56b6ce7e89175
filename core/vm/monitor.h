// SPDX-License-Identifier: Apache-2.0
// The small monitor's commands that only look.
#pragma once

#include <string>

#include "core/base/result.h"
#include "core/cpu/vcpu.h"
#include "core/vm/command.h"

namespace vitrine::vm {

// Everything the monitor understands, one command a line.
std::string monitor_help();
// A vCPU's registers, four to a line where they fit.  Only while it stands still.
std::string registers_text(cpu::Vcpu& vcpu, std::size_t index);
// "CPU 0: pc 0x…".
std::string pc_text(cpu::Vcpu& vcpu, std::size_t index);
std::string status_text(const Status& status);
std::string stats_text(const Stats& stats);

}  // namespace vitrine::vm
