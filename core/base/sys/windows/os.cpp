// SPDX-License-Identifier: Apache-2.0
// Memory, clocks and entropy on Windows.
#include "core/base/sys/os.h"

#include <windows.h>
// After windows.h, which it needs.
#include <bcrypt.h>

#include <utility>

#include "core/base/bits.h"
#include "core/base/check.h"

namespace vitrine::base::sys {
namespace {

constexpr std::size_t kGuard = std::size_t{1} << 20;
constexpr std::int64_t kSecond = 1'000'000'000;

}  // namespace

// The range cannot be shared by descriptor here; descriptor() stays -1.
Result<SharedMemory> SharedMemory::create(const char* name, std::size_t size) {
  if (size > ~std::size_t{0} - 4 * kGuard) return fail(Errc::kIo, "{}: {} bytes of memory are too many", name, size);
  size = align_up(size, 4096);
  auto* const range = static_cast<std::byte*>(VirtualAlloc(nullptr, size + 2 * kGuard, MEM_RESERVE, PAGE_NOACCESS));
  if (range == nullptr) return fail(Errc::kIo, "{}: no address space for {} bytes: error {} of the system", name, size, GetLastError());
  SharedMemory memory;
  memory.data_ = range + kGuard;
  memory.size_ = size;
  if (VirtualAlloc(memory.data_, size, MEM_COMMIT, PAGE_READWRITE) == nullptr)
    return fail(Errc::kIo, "{}: {} bytes of memory cannot be had: error {} of the system", name, size, GetLastError());
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
  if (data_ != nullptr) VirtualFree(data_ - kGuard, 0, MEM_RELEASE);
}

void SharedMemory::discard(std::size_t offset, std::size_t size) {
  CHECK(range_fits(offset, size, size_));
  VirtualFree(data_ + offset, size, MEM_DECOMMIT);
  CHECK(VirtualAlloc(data_ + offset, size, MEM_COMMIT, PAGE_READWRITE) != nullptr);
}

// Windows does not tell which pages were touched.
std::pair<std::size_t, std::size_t> SharedMemory::touched_after(std::size_t offset) const { return {offset, size_}; }

std::int64_t monotonic_ns() {
  LARGE_INTEGER ticks;
  LARGE_INTEGER frequency;
  QueryPerformanceCounter(&ticks);
  QueryPerformanceFrequency(&frequency);
  const std::int64_t seconds = ticks.QuadPart / frequency.QuadPart;
  return seconds * kSecond + (ticks.QuadPart % frequency.QuadPart) * kSecond / frequency.QuadPart;
}

std::int64_t realtime_ns() {
  constexpr std::int64_t kTicksFrom1601To1970 = 116'444'736'000'000'000;  // in units of 100 ns
  FILETIME now;
  GetSystemTimePreciseAsFileTime(&now);
  const std::int64_t ticks = (std::int64_t{now.dwHighDateTime} << 32) | now.dwLowDateTime;
  return (ticks - kTicksFrom1601To1970) * 100;
}

void fill_random(std::span<std::byte> out) {
  // SAFETY: bytes seen as unsigned char.
  auto* const bytes = reinterpret_cast<unsigned char*>(out.data());
  CHECK(BCryptGenRandom(nullptr, bytes, static_cast<ULONG>(out.size()), BCRYPT_USE_SYSTEM_PREFERRED_RNG) == 0);
}

}  // namespace vitrine::base::sys
