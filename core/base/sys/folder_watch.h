// SPDX-License-Identifier: Apache-2.0
// Sleeping until something in some folders changes.
#pragma once

#include <filesystem>
#include <vector>

#include "core/base/result.h"

namespace vitrine::base::sys {

// Thread: wait() and set_folders() on one thread; wake() on any.
class FolderWatch {
 public:
  static Result<FolderWatch> create();
  FolderWatch(FolderWatch&& other) noexcept;
  FolderWatch& operator=(FolderWatch&& other) noexcept;
  ~FolderWatch();

  // From now on these folders are watched (not what lies deeper); one that does not exist is skipped.
  void set_folders(const std::vector<std::filesystem::path>& folders);
  // Sleeps until a file is made, deleted, renamed, written or closed after writing, until wake(), or for timeout_ms (-1 = for ever).
  // True if a folder changed.
  bool wait(int timeout_ms);
  void wake() const;

 private:
  FolderWatch() = default;
  int notify_ = -1, wake_ = -1;
  std::vector<int> watches_;
};

}  // namespace vitrine::base::sys
