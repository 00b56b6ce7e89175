// SPDX-License-Identifier: Apache-2.0
// An owned file descriptor, and output that never blocks its thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>

namespace vitrine::frontends::cli {

// Closes its descriptor; -1 is none.  Thread: any.
class Descriptor {
 public:
  Descriptor() = default;
  explicit Descriptor(int descriptor) : descriptor_{descriptor} {}
  Descriptor(Descriptor&& other) noexcept : descriptor_{std::exchange(other.descriptor_, -1)} {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(descriptor_, other.descriptor_);
    return *this;
  }
  ~Descriptor();
  [[nodiscard]] int get() const { return descriptor_; }
  explicit operator bool() const { return descriptor_ >= 0; }

 private:
  int descriptor_ = -1;
};

// A second, non-blocking way to the file behind `descriptor`.  The original may be shared with a shell, whose idea of blocking must not
// change: terminals and pipes are therefore opened anew, by /proc, which has to happen before a sandbox closes that door.
class Output {
 public:
  Output() = default;
  static Output duplicate(int descriptor);
  static Output own(Descriptor descriptor);

  // Writes what fits now, after poll() has said that something does.  Bytes written, 0 to try again later, -1 when nobody reads any more.
  [[nodiscard]] std::ptrdiff_t write(std::span<const std::uint8_t> bytes);
  [[nodiscard]] int get() const { return file_.get(); }
  explicit operator bool() const { return static_cast<bool>(file_); }
  void close() { file_ = Descriptor{}; }

 private:
  Descriptor file_;
  std::size_t largest_write_ = 65536;
};

// Opens /dev/null on those of descriptors 0, 1 and 2 that are closed, so that no file of ours lands there and is taken for the terminal.
// For the first line of main().  Says which were closed through reads and writes that behave as at the end of a file.
void ensure_standard_descriptors();

}  // namespace vitrine::frontends::cli
