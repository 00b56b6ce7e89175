// SPDX-License-Identifier: Apache-2.0
// `vitrine list`, `create`, `delete` and `doctor`.
#pragma once

#include <string>
#include <vector>

#include "app/library/library.h"
#include "core/base/result.h"

namespace vitrine::frontends::cli {

// The library of the user who runs the program.
base::Result<app::library::Library> open_library();

// Each takes the words after the command and returns the process's exit status.
int list_command(const std::vector<std::string>& words);
int create_command(const std::vector<std::string>& words);
int delete_command(const std::vector<std::string>& words);
int doctor_command(const std::vector<std::string>& words);

// The error's sentence on stderr; 1 where the world is to blame, 2 where the words are.
int complain(const base::Error& error);

}  // namespace vitrine::frontends::cli
