// SPDX-License-Identifier: Apache-2.0
// Translated code is not offered on Windows yet: engines fall back to the interpreter.
#include "core/base/sys/code_memory.h"

#include <utility>

namespace vitrine::base::sys {

Result<CodeMemory> CodeMemory::create(const char*, std::size_t, bool) {
  return fail(Errc::kUnsupported, "this build does not translate code on Windows yet");
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
CodeMemory::~CodeMemory() = default;

}  // namespace vitrine::base::sys
