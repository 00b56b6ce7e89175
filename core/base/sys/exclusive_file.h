// SPDX-License-Identifier: Apache-2.0
// Host files that a machine reads and writes by position, alone.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

#include "core/base/result.h"

namespace vitrine::base::sys {

// A regular file, open for reading and writing, with a lock that another opener of this kind (in any process, this one too) does not get.
// Writes are in the system's hands when they return: they survive the process, and the computer after sync().  Thread: any, one at a time.
class ExclusiveFile {
 public:
  // A missing file is made, with no bytes.  Errors name the path; kBusy when someone else has it.
  static Result<ExclusiveFile> open_or_create(const std::string& path);
  ExclusiveFile() = default;
  ExclusiveFile(ExclusiveFile&& other) noexcept;
  ExclusiveFile& operator=(ExclusiveFile&& other) noexcept;
  ~ExclusiveFile();

  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] std::uint64_t size() const { return size_; }  // bytes, when it was opened
  // All of it, or an error.
  [[nodiscard]] Status read_at(std::uint64_t offset, std::span<std::byte> out) const;
  [[nodiscard]] Status write_at(std::uint64_t offset, std::span<const std::byte> in);
  [[nodiscard]] Status sync();
  // As it was before it was opened without any bytes: empty, or gone where it was made.
  void undo_filling();

 private:
  std::string path_;
  std::uint64_t size_ = 0;
  int descriptor_ = -1;
  bool is_new_ = false;
};

}  // namespace vitrine::base::sys
