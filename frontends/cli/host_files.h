// SPDX-License-Identifier: Apache-2.0
// What a run needs of the host beside the machine's own files: opened before the sandbox closes the way.
#pragma once

#include <memory>
#include <optional>
#include <string_view>

#include "core/base/result.h"
#include "core/base/sys/caretaker.h"
#include "core/base/unique_fd.h"
#include "core/vm/local_vm.h"
#include "frontends/cli/perf_map.h"
#include "frontends/cli/run_options.h"
#include "frontends/cli/terminal.h"

namespace vitrine::frontends::cli {

// Thread: one.
class HostFiles {
 public:
  // Opens the serial port's end, the statistics' file and the control socket.  What it made is taken away again unless succeeded() follows.
  // To be called before the process has a second thread.
  static base::Result<HostFiles> open(const RunOptions& options);
  void succeeded() const {
    if (caretaker_) caretaker_->succeeded();
  }

  // Both once.
  base::Result<std::unique_ptr<SerialFrontend>> start_serial(vm::Vm& machine) { return serial_(machine); }
  base::UniqueFd take_control_socket() { return std::move(control_); }
  // For LocalVmOptions; hears nothing without --perf-map.  The files outlive the machine.
  [[nodiscard]] vm::CodeListener code_listener() const;
  base::Status write_stats(const RunOptions& options, std::string_view text) const;

 private:
  HostFiles() = default;
  base::Status open_all(const RunOptions& options);

  std::optional<base::sys::Caretaker> caretaker_;  // first: the last to go
  SerialStarter serial_;
  base::UniqueFd stats_;
  base::UniqueFd control_;
  std::unique_ptr<PerfMap> perf_map_;
};

// Gives up what a machine described on the command line does not need: with a window privileges alone, for Qt opens files and devices all along.
base::Status confine(const RunOptions& options);

}  // namespace vitrine::frontends::cli
