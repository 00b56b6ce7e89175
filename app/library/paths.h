// SPDX-License-Identifier: Apache-2.0
// The folders that Vitrine uses, after the XDG base directory specification.
#pragma once

#include <filesystem>
#include <string>

#include "core/base/result.h"

namespace vitrine::app::library {

// Absolute paths; nothing is created by asking.  Thread: any (a value).
struct Paths {
  std::filesystem::path machines;   // $XDG_DATA_HOME/vitrine/machines
  std::filesystem::path user_file;  // $XDG_CONFIG_HOME/vitrine/settings.toml
  std::filesystem::path cache;      // $XDG_CACHE_HOME/vitrine
  std::filesystem::path runtime;    // $XDG_RUNTIME_DIR/vitrine, else /tmp/vitrine-UID

  // An XDG variable that is unset, empty or relative counts as unset.
  static base::Result<Paths> from_environment();

  // The control socket of the machine in that folder: the same for every manager, and short enough for a socket's address.
  [[nodiscard]] std::filesystem::path socket_of(const std::filesystem::path& machine_folder) const;
  // Creates the runtime folder (mode 0700, ours alone) where it is missing; refuses one that belongs to someone else.
  [[nodiscard]] base::Status prepare_runtime() const;
};

}  // namespace vitrine::app::library
