// SPDX-License-Identifier: Apache-2.0
// What a machine's process writes of itself into its lock file, for every manager to read.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "core/vm/command.h"

namespace vitrine::app::library {

// The lock file of a machine's folder: held = it has a process.
std::filesystem::path lock_path(const std::filesystem::path& machine_folder);

// Thread: any (a value).
struct RunRecord {
  std::int64_t pid = 0;     // 0 while the process has not got that far
  std::uint64_t start = 0;  // sys::process_start of it
  vm::RunState state = vm::RunState::kStarting;
  std::string socket;
  vm::EndStatus end;  // where state is kPoweredOff or kCrashed
  int signal = 0;     // the signal that ended the process, where it could still be written down

  [[nodiscard]] std::string to_text() const;
  // Nothing for a text that is no record.
  static std::optional<RunRecord> parse(std::string_view text);
};

// How the machine of that folder ended, in the same words for the window, the library and the command line.  Call it when the lock is free.
// Where the process was a child of ours, it is waited for, and the signal that ended it is written into the record.
vm::EndStatus how_ended(const std::filesystem::path& machine_folder);

// The last lines of a machine's log, at most that many, without control characters; empty where there is no such file.
std::string last_lines(const std::filesystem::path& log, std::size_t count);

}  // namespace vitrine::app::library
