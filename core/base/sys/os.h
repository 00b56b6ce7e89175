// SPDX-License-Identifier: Apache-2.0
// The few things that differ between operating systems, behind one face; implemented in sys/linux and sys/windows.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>

#include "core/base/result.h"

namespace vitrine::base::sys {

// A zeroed anonymous memory range, shareable by descriptor where the system can (memfd), with unmapped guard regions of 64 KiB or more on
// both sides.  Pages take host memory when first touched.  Thread: any.
class SharedMemory {
 public:
  static Result<SharedMemory> create(const char* name, std::size_t size);
  SharedMemory() = default;
  SharedMemory(SharedMemory&& other) noexcept;
  SharedMemory& operator=(SharedMemory&& other) noexcept;
  ~SharedMemory();

  [[nodiscard]] std::byte* data() const { return data_; }
  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] int descriptor() const { return descriptor_; }  // -1 where there is none
  // Gives the pages of [offset, offset + size) back to the host; they read as zero again.
  void discard(std::size_t offset, std::size_t size);
  // The first run of bytes at or after offset that may hold something, as [first, second); both are size() where there is none.
  [[nodiscard]] std::pair<std::size_t, std::size_t> touched_after(std::size_t offset) const;

 private:
  std::byte* data_ = nullptr;
  std::size_t size_ = 0;
  int descriptor_ = -1;
};

// Nanoseconds of the host's monotonic clock, and of its wall clock since 1970.
std::int64_t monotonic_ns();
std::int64_t realtime_ns();
// Host entropy; never fails on a supported host.
void fill_random(std::span<std::byte> out);

}  // namespace vitrine::base::sys
