// SPDX-License-Identifier: Apache-2.0
// Appending raw bytes, and distances between executable addresses.
#include "core/codegen/x64/code_buffer.h"

#include "core/base/bits.h"
#include "core/base/check.h"

namespace vitrine::codegen::x64 {

// SAFETY: the emitter writes the buffer as unsigned bytes, which may alias anything.
CodeBuffer::CodeBuffer(std::byte* write, std::byte* execute, std::size_t capacity)
    : cursor_{reinterpret_cast<std::uint8_t*>(write)}, begin_{cursor_}, end_{cursor_ + capacity}, execute_{execute} {
  CHECK(capacity < (std::size_t{1} << 31));
}

bool CodeBuffer::reaches(const void* target) const {
  const auto to = reinterpret_cast<std::uintptr_t>(target);
  const auto first = reinterpret_cast<std::uintptr_t>(execute_);
  const auto last = first + static_cast<std::uintptr_t>(end_ - begin_);
  const auto fits = [to](std::uintptr_t from) {
    const auto distance = static_cast<std::int64_t>(to - from);
    return distance == static_cast<std::int32_t>(distance);
  };
  return fits(first) && fits(last);
}

std::uint32_t CodeBuffer::relative(const std::uint8_t* field, unsigned tail, const void* target) const {
  const auto next = reinterpret_cast<std::uintptr_t>(execute_) + static_cast<std::uintptr_t>(field - begin_) + 4 + tail;
  const auto distance = static_cast<std::int64_t>(reinterpret_cast<std::uintptr_t>(target) - next);
  CHECK(distance == static_cast<std::int32_t>(distance), "an address is out of the code's reach");
  return static_cast<std::uint32_t>(distance);
}

void CodeBuffer::append(std::uint64_t bytes, unsigned count) {
  if (!room()) return;
  base::store_le(cursor_, bytes);
  cursor_ += count;
}

}  // namespace vitrine::codegen::x64
