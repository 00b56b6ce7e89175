// SPDX-License-Identifier: Apache-2.0
// One memory file, two mappings.
#include "core/base/sys/code_memory.h"

#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "core/base/bits.h"

namespace vitrine::base::sys {

Result<CodeMemory> CodeMemory::create(const char* name, std::size_t size) {
  size = align_up(size, 4096);
  const int descriptor = memfd_create(name, MFD_CLOEXEC);
  if (descriptor < 0) return fail(Errc::kIo, "no memory object for translated code: {}", std::strerror(errno));
  CodeMemory memory;
  memory.size_ = size;
  const bool sized = ftruncate(descriptor, static_cast<off_t>(size)) == 0;
  void* const writable = sized ? mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_NORESERVE, descriptor, 0) : MAP_FAILED;
  if (writable != MAP_FAILED) memory.writable_ = static_cast<std::byte*>(writable);
  void* const executable = sized ? mmap(nullptr, size, PROT_READ | PROT_EXEC, MAP_SHARED | MAP_NORESERVE, descriptor, 0) : MAP_FAILED;
  if (executable != MAP_FAILED) memory.executable_ = static_cast<std::byte*>(executable);
  const int reason = errno;
  close(descriptor);  // the mappings keep it, and nobody can map it a third time
  if (memory.writable_ == nullptr || memory.executable_ == nullptr)
    return fail(Errc::kIo, "the host gives no executable memory for translated code: {}", std::strerror(reason));
  madvise(memory.writable_, size, MADV_DONTDUMP);
  madvise(memory.executable_, size, MADV_DONTFORK);
  madvise(memory.writable_, size, MADV_DONTFORK);
  return memory;
}

CodeMemory::CodeMemory(CodeMemory&& other) noexcept
    : writable_{std::exchange(other.writable_, nullptr)},
      executable_{std::exchange(other.executable_, nullptr)},
      size_{std::exchange(other.size_, 0)} {}

CodeMemory& CodeMemory::operator=(CodeMemory&& other) noexcept {
  std::swap(writable_, other.writable_);
  std::swap(executable_, other.executable_);
  std::swap(size_, other.size_);
  return *this;
}

CodeMemory::~CodeMemory() {
  if (writable_ != nullptr) munmap(writable_, size_);
  if (executable_ != nullptr) munmap(executable_, size_);
}

}  // namespace vitrine::base::sys
