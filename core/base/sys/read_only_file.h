// SPDX-License-Identifier: Apache-2.0
// Host files that are read, never written: opened once, read by position.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

#include "core/base/result.h"

namespace vitrine::base::sys {

// A regular file, open for reading.  Its descriptor stays valid when the path is renamed or the process is sandboxed.  Thread: any.
class ReadOnlyFile {
 public:
  // Errors name the path and the reason; anything but a regular file is refused.
  // kRefused: a path whose last part is a symbolic link is an error.
  enum class Links : std::uint8_t { kFollowed, kRefused };
  static Result<ReadOnlyFile> open(const std::string& path, Links links = Links::kFollowed);
  ReadOnlyFile() = default;
  ReadOnlyFile(ReadOnlyFile&& other) noexcept;
  ReadOnlyFile& operator=(ReadOnlyFile&& other) noexcept;
  ~ReadOnlyFile();

  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] std::uint64_t size() const { return size_; }  // bytes, when it was opened
  // All of out, or an error (the file may have become shorter since).
  [[nodiscard]] Status read_at(std::uint64_t offset, std::span<std::byte> out) const;

 private:
  std::string path_;
  std::uint64_t size_ = 0;
  int descriptor_ = -1;
};

}  // namespace vitrine::base::sys
