// SPDX-License-Identifier: Apache-2.0
// Memory for generated code, mapped twice: written through one mapping, executed through the other, never both through one.
#pragma once

#include <cstddef>

#include "core/base/result.h"

namespace vitrine::base::sys {

// Pages cost memory once they are written.  Thread: any, the content is its users' business.
class CodeMemory {
 public:
  // size in bytes, rounded up to pages.  Fails where the host forbids executable memory.
  // `anonymous`: profilers take it for code that was made at run time and look for its names in a file; they do not for the usual kind.
  static Result<CodeMemory> create(const char* name, std::size_t size, bool anonymous = false);
  CodeMemory() = default;
  CodeMemory(CodeMemory&& other) noexcept;
  CodeMemory& operator=(CodeMemory&& other) noexcept;
  ~CodeMemory();

  [[nodiscard]] std::byte* writable() const { return writable_; }
  [[nodiscard]] std::byte* executable() const { return executable_; }
  [[nodiscard]] std::size_t size() const { return size_; }

 private:
  std::byte* writable_ = nullptr;
  std::byte* executable_ = nullptr;
  std::size_t size_ = 0;
};

}  // namespace vitrine::base::sys
