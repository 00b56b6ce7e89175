// SPDX-License-Identifier: Apache-2.0
// Reading whole files within a limit, and replacing files so that a crash leaves the old content or the new one.
#pragma once

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/base/sys/files.h"
#include "core/base/unique_fd.h"

namespace vitrine::base {

// The whole file; one that is larger than `limit` bytes is refused (kUnsupported) without being read to its end.
Result<std::vector<std::byte>> read_file(const std::filesystem::path& path, std::size_t limit);
Result<std::string> read_text_file(const std::filesystem::path& path, std::size_t limit);

// A replacement that is written aside and takes the file's place on commit().  Without commit() the old file stays and nothing is left
// behind.  A link is followed: the file that it names is replaced.  Thread: any, one at a time.
class AtomicFile {
 public:
  static Result<AtomicFile> create(const std::filesystem::path& path, sys::FileMode mode = sys::FileMode::kShared);
  AtomicFile(AtomicFile&& other) noexcept = default;
  AtomicFile& operator=(AtomicFile&& other) noexcept = delete;
  ~AtomicFile();

  Status write(std::span<const std::byte> bytes) { return sys::write_all(file_.get(), bytes, aside_); }
  // Returns when the new content is on the disk under the file's name.
  Status commit();

 private:
  AtomicFile(std::filesystem::path target, std::filesystem::path aside, UniqueFd file);

  std::filesystem::path target_;
  std::filesystem::path aside_;
  UniqueFd file_;
};

// AtomicFile in one go.
Status replace_file(const std::filesystem::path& path, std::span<const std::byte> content, sys::FileMode mode = sys::FileMode::kShared);
Status replace_file(const std::filesystem::path& path, std::string_view content, sys::FileMode mode = sys::FileMode::kShared);

}  // namespace vitrine::base
