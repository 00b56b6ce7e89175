// SPDX-License-Identifier: Apache-2.0
// Output that never blocks its thread, and standard descriptors that are always there.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "core/base/unique_fd.h"

namespace vitrine::frontends::cli {

// A second, non-blocking way to the file behind `descriptor`.  The original may be shared with a shell, whose idea of blocking must not
// change: terminals and pipes are therefore opened anew, by /proc, which has to happen before a sandbox closes that door.
class Output {
 public:
  Output() = default;
  static Output duplicate(int descriptor);
  static Output own(base::UniqueFd descriptor);

  // Writes what fits now, after poll() has said that something does.  Bytes written, 0 to try again later, -1 when nobody reads any more.
  [[nodiscard]] std::ptrdiff_t write(std::span<const std::uint8_t> bytes);
  [[nodiscard]] int get() const { return file_.get(); }
  explicit operator bool() const { return static_cast<bool>(file_); }
  void close() { file_.reset(); }

 private:
  base::UniqueFd file_;
  std::size_t largest_write_ = 65536;
};

// Opens /dev/null on those of descriptors 0, 1 and 2 that are closed, so that no file of ours lands there and is taken for the terminal.
// For the first line of main().  Says which were closed through reads and writes that behave as at the end of a file.
void ensure_standard_descriptors();

}  // namespace vitrine::frontends::cli
