// SPDX-License-Identifier: Apache-2.0
// Processes and the locks that say whether one is alive.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace vitrine::base::sys {

// An exclusive lock on a file, with a short text in it.  The system drops the lock when the last process that has it open is gone, however it
// went; a child can inherit it.  Thread: one at a time.
class LockFile {
 public:
  // Longest text, in bytes.
  static constexpr std::size_t kTextBytes = 2048;

  // Creates the file where it is missing; kBusy when someone (of this process, too) has the lock.
  static Result<LockFile> take(const std::filesystem::path& path);
  // Takes over a descriptor that was inherited; an error where it is not the lock of that file.
  static Result<LockFile> adopt(int descriptor, const std::filesystem::path& path);
  // Does anybody have the lock?  Asking does not disturb it.
  static bool is_held(const std::filesystem::path& path);
  // The text of the file, without its padding; empty where there is none.
  static std::string read_text(const std::filesystem::path& path);

  LockFile(LockFile&& other) noexcept;
  LockFile& operator=(LockFile&& other) noexcept;
  ~LockFile();

  // Replaces the text in one write.  A longer text is cut.
  void write_text(std::string_view text);
  [[nodiscard]] int descriptor() const { return descriptor_; }

 private:
  explicit LockFile(int descriptor) : descriptor_{descriptor} {}
  int descriptor_ = -1;
};

// What spawn_detached starts.
struct SpawnRequest {
  std::filesystem::path executable;
  std::vector<std::string> arguments = {};    // without the program's own name
  std::vector<std::string> environment = {};  // "NAME=value", on top of ours
  std::filesystem::path log = {};             // receives stdout and stderr; emptied first
  int inherited_descriptor = -1;              // becomes kInheritedDescriptor there; all others of ours are close-on-exec
};
inline constexpr int kInheritedDescriptor = 3;

// Starts a process in a session of its own, with no terminal, that outlives us.  Returns its process id.
Result<std::int64_t> spawn_detached(const SpawnRequest& request);

// How a child of ours ended: its exit status, or 128 + the signal; nothing while it runs, or where it is not our child.
std::optional<int> reap(std::int64_t pid);

// Moment at which the process started, in clock ticks since the computer did; 0 where there is no such process.
std::uint64_t process_start(std::int64_t pid);
std::int64_t own_process_id();
std::uint32_t own_user_id();
std::filesystem::path own_executable();
// Ends the process at once, if it is the one that started then; kNotFound otherwise.
Status kill_process(std::int64_t pid, std::uint64_t start);

// Creates the folder with mode 0700 where it is missing; refuses one that is a link, belongs to someone else or is open to others.
Status make_private_folder(const std::filesystem::path& path);

}  // namespace vitrine::base::sys
