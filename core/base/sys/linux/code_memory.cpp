// SPDX-License-Identifier: Apache-2.0
// One piece of memory, two mappings.
#include "core/base/sys/code_memory.h"

#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "core/base/bits.h"

namespace vitrine::base::sys {

namespace {

struct Mappings {
  void* writable = MAP_FAILED;
  void* executable = MAP_FAILED;
  int reason = 0;
};

Mappings map_file(const char* name, std::size_t size) {
  Mappings made;
  const int descriptor = memfd_create(name, MFD_CLOEXEC);
  if (descriptor >= 0 && ftruncate(descriptor, static_cast<off_t>(size)) == 0) {
    made.writable = mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_NORESERVE, descriptor, 0);
    if (made.writable != MAP_FAILED)
      made.executable = mmap(nullptr, size, PROT_READ | PROT_EXEC, MAP_SHARED | MAP_NORESERVE, descriptor, 0);
  }
  made.reason = errno;
  if (descriptor >= 0) close(descriptor);  // the mappings keep it, and nobody can map it a third time
  return made;
}

// Moving nothing of a shared mapping gives it a second time (mremap(2), old_size 0), which is made writable before the first byte is there.
Mappings map_anonymous(std::size_t size) {
  Mappings made;
  made.executable = mmap(nullptr, size, PROT_READ | PROT_EXEC, MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (made.executable != MAP_FAILED) {
    made.writable = mremap(made.executable, 0, size, MREMAP_MAYMOVE);
    if (made.writable != MAP_FAILED && mprotect(made.writable, size, PROT_READ | PROT_WRITE) != 0) {
      munmap(made.writable, size);
      made.writable = MAP_FAILED;
    }
  }
  made.reason = errno;
  return made;
}

}  // namespace

Result<CodeMemory> CodeMemory::create(const char* name, std::size_t size, bool anonymous) {
  size = align_up(size, 4096);
  const Mappings made = anonymous ? map_anonymous(size) : map_file(name, size);
  CodeMemory memory;
  memory.size_ = size;
  if (made.writable != MAP_FAILED) memory.writable_ = static_cast<std::byte*>(made.writable);
  if (made.executable != MAP_FAILED) memory.executable_ = static_cast<std::byte*>(made.executable);
  if (memory.writable_ == nullptr || memory.executable_ == nullptr)
    return fail(Errc::kIo, "the host gives no executable memory for translated code: {}", std::strerror(made.reason));
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
