// SPDX-License-Identifier: Apache-2.0
// Giving up rights for good: what a machine's process does before its first thread starts.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/base/result.h"

namespace vitrine::base::sys {

// What the process may still reach through paths.  Files that are already open stay usable.
struct SandboxRules {
  std::vector<std::filesystem::path> read_only;   // files, or folders with all that is in them; one that does not exist is skipped
  std::vector<std::filesystem::path> read_write;  // folders
};

// What was reached, for people (`vitrine doctor`, the log): a level and what it rests on.
struct SandboxLevel {
  enum class Level { kNone, kPrivileges, kFiles } level = Level::kNone;
  int landlock_abi = 0;  // 0 = the kernel has none
  std::string text;      // "files limited by Landlock (ABI 7), no new privileges, no core dumps"
};

// Restricts the calling thread and those it starts later; call it while there is only one.  What the kernel lacks is left out and shows in the
// level; an error means that a step which the kernel offers failed.
Result<SandboxLevel> enter_sandbox(const SandboxRules& rules);

// The part of it that programs with windows can live with: no new privileges, no core dumps, nobody looks into this process's memory.
Status give_up_privileges();

// What enter_sandbox would reach on this computer; changes nothing.
SandboxLevel probe_sandbox();

}  // namespace vitrine::base::sys
