// SPDX-License-Identifier: Apache-2.0
// Shared memory, clocks and entropy on Linux.
#include "core/base/sys/os.h"

#include <sys/mman.h>
#include <sys/random.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <ctime>
#include <utility>

#include "core/base/bits.h"
#include "core/base/check.h"

namespace vitrine::base::sys {
namespace {

constexpr std::size_t kGuard = std::size_t{1} << 20;

std::int64_t clock_ns(clockid_t clock) {
  timespec now{};
  clock_gettime(clock, &now);
  return now.tv_sec * 1'000'000'000LL + now.tv_nsec;
}

}  // namespace

Result<SharedMemory> SharedMemory::create(const char* name, std::size_t size) {
  size = align_up(size, 4096);
  SharedMemory memory;
  memory.descriptor_ = memfd_create(name, MFD_CLOEXEC);
  if (memory.descriptor_ < 0) return fail(Errc::kIo, "no memory object for the guest: {}", std::strerror(errno));
  if (ftruncate(memory.descriptor_, static_cast<off_t>(size)) != 0)
    return fail(Errc::kIo, "{} bytes of guest memory cannot be reserved: {}", size, std::strerror(errno));
  void* const range = mmap(nullptr, size + 2 * kGuard, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (range == MAP_FAILED) return fail(Errc::kIo, "no address space for {} bytes of guest memory: {}", size, std::strerror(errno));
  std::byte* const start = static_cast<std::byte*>(range) + kGuard;
  memory.data_ = start;
  memory.size_ = size;
  if (mmap(start, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_FIXED | MAP_NORESERVE, memory.descriptor_, 0) == MAP_FAILED)
    return fail(Errc::kIo, "{} bytes of guest memory cannot be mapped: {}", size, std::strerror(errno));
  madvise(start, size, MADV_DONTDUMP);
  madvise(start, size, MADV_DONTFORK);
  return memory;
}

SharedMemory::SharedMemory(SharedMemory&& other) noexcept
    : data_{std::exchange(other.data_, nullptr)}, size_{std::exchange(other.size_, 0)}, descriptor_{std::exchange(other.descriptor_, -1)} {}

SharedMemory& SharedMemory::operator=(SharedMemory&& other) noexcept {
  std::swap(data_, other.data_);
  std::swap(size_, other.size_);
  std::swap(descriptor_, other.descriptor_);
  return *this;
}

SharedMemory::~SharedMemory() {
  if (data_ != nullptr) munmap(data_ - kGuard, size_ + 2 * kGuard);
  if (descriptor_ >= 0) close(descriptor_);
}

void SharedMemory::discard(std::size_t offset, std::size_t size) {
  CHECK(range_fits(offset, size, size_));
  madvise(data_ + offset, size, MADV_REMOVE);
}

std::pair<std::size_t, std::size_t> SharedMemory::touched_after(std::size_t offset) const {
  const off_t start = lseek(descriptor_, static_cast<off_t>(offset), SEEK_DATA);
  if (start < 0) return {size_, size_};  // ENXIO: only holes follow
  const off_t end = lseek(descriptor_, start, SEEK_HOLE);
  return {static_cast<std::size_t>(start), end < 0 ? size_ : static_cast<std::size_t>(end)};
}

std::int64_t monotonic_ns() { return clock_ns(CLOCK_MONOTONIC); }
std::int64_t realtime_ns() { return clock_ns(CLOCK_REALTIME); }

void fill_random(std::span<std::byte> out) {
  while (!out.empty()) {
    const ssize_t got = getrandom(out.data(), out.size(), 0);
    CHECK(got > 0 || errno == EINTR);
    if (got > 0) out = out.subspan(static_cast<std::size_t>(got));
  }
}

}  // namespace vitrine::base::sys
