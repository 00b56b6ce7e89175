// SPDX-License-Identifier: Apache-2.0
// Starting saved machines and attaching to those that run.
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "app/library/library.h"
#include "core/base/result.h"
#include "core/vm/machine_config.h"
#include "core/vm/vm.h"

namespace vitrine::app::session {

// Makes a machine in this process, standing still: it runs once it gets a Resume.  The program's top passes local_machine here; tests their own.
using VmFactory = std::function<base::Result<std::unique_ptr<vm::Vm>>(const vm::MachineConfig&)>;

// A vm::LocalVm.
base::Result<std::unique_ptr<vm::Vm>> local_machine(const vm::MachineConfig& config);

// Starts the machine's own process (`EXECUTABLE run FOLDER --headless`), detached: it outlives whoever started it.  Returns as soon as the
// process exists; what becomes of it comes as events of the RemoteVm.  `executable` is normally machine_program().
// `more` follows on its command line.
base::Status start_process(const library::Library& library, const library::Machine& machine, const std::filesystem::path& executable,
                           const std::vector<std::string>& more = {});

// A machine that runs (or has just been started) in its own process, as a vm::Vm.  Never blocks; see RemoteVm.
std::unique_ptr<vm::Vm> attach(const library::Library& library, const library::Machine& machine);

// A machine inside this process (isolation = "none"), with the same lock, console log, end status and control socket as one of its own process.
base::Result<std::unique_ptr<vm::Vm>> start_here(const library::Library& library, const library::Machine& machine,
                                                 const VmFactory& factory);

// What the setting `isolation` says: start_process and attach, or start_here.
base::Result<std::unique_ptr<vm::Vm>> start(const library::Library& library, const library::Machine& machine,
                                            const std::filesystem::path& executable, const VmFactory& factory);

// Ends a machine's process that answers nothing any more.  The lock and the start time are checked, so that no other process is hit.
base::Status kill_process(const library::Library& library, const library::Machine& machine);

// The program that machines run in: `vitrine` beside this program, which may be the one with the windows.
std::filesystem::path machine_program();
inline std::filesystem::path own_executable() { return machine_program(); }

// The environment variable by which start_process tells the machine's process that it has inherited the machine's lock.
inline constexpr const char* kLockVariable = "VITRINE_LOCK";

}  // namespace vitrine::app::session
