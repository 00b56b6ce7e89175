// SPDX-License-Identifier: Apache-2.0
// One machine of the library, as a list shows it.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <string>

#include "app/settings/settings.h"

namespace vitrine::app::library {

enum class MachineState : std::uint8_t {
  kOff,
  kStarting,  // its process exists, the machine does not answer yet
  kRunning,
  kPaused,
  kCrashed,  // its process ended without being asked to; `problem` says how
  kBroken,   // its vm.toml cannot be read; `problem` says where.  Such a machine can be looked at and deleted, never started
};

// A snapshot of what the disk and the process table said.  Thread: any (a value).
struct Machine {
  std::string id;                // the folder's name: what `vitrine run NAME` takes
  std::filesystem::path folder;  // absolute
  std::string name;              // what people call it
  MachineState state = MachineState::kOff;
  std::string problem;           // one sentence for kCrashed and kBroken, else empty
  std::int64_t pid = 0;          // of its process, while it has one
  std::filesystem::path socket;  // its control socket; exists while it runs
  settings::Settings settings;   // merged, without a command line; the defaults where kBroken

  [[nodiscard]] bool has_process() const {
    return state == MachineState::kStarting || state == MachineState::kRunning || state == MachineState::kPaused;
  }
  [[nodiscard]] std::filesystem::path file() const { return folder / "vm.toml"; }
  [[nodiscard]] std::filesystem::path log_folder() const { return folder / "log"; }
};

}  // namespace vitrine::app::library
