// SPDX-License-Identifier: Apache-2.0
// The bytes that an emitter fills: written through one mapping, executed through another.
#pragma once

#include <cstddef>
#include <cstdint>

namespace vitrine::codegen::x64 {

// Appends bytes.  Bytes behind the cursor but inside the capacity may be scribbled on.  Thread: the one that translates.
class CodeBuffer {
 public:
  // An instruction is only begun where this many bytes are left, so the last few of a buffer stay unused.
  static constexpr std::size_t kReserve = 16;

  // `write` is where the bytes go, `execute` the address at which the processor will read them; capacity in bytes, below 2 GiB.
  CodeBuffer(std::byte* write, std::byte* execute, std::size_t capacity);

  // Bytes emitted so far.
  [[nodiscard]] std::uint32_t position() const { return static_cast<std::uint32_t>(cursor_ - begin_); }
  // The executable address of the next instruction, or of a position.
  [[nodiscard]] std::byte* here() const { return execute_ + position(); }
  [[nodiscard]] std::byte* execute_at(std::uint32_t position) const { return execute_ + position; }
  [[nodiscard]] std::byte* write_at(std::uint32_t position) const { return reinterpret_cast<std::byte*>(begin_ + position); }
  // An instruction found too little room; it and all after it are missing, and the code must be thrown away.
  [[nodiscard]] bool overflowed() const { return overflowed_; }
  // Can rip-relative operands, jumps and calls in this buffer reach the address from every place in it?
  [[nodiscard]] bool reaches(const void* target) const;

 protected:
  // Is there room for one more instruction?
  [[nodiscard]] bool room() {
    if (static_cast<std::size_t>(end_ - cursor_) >= kReserve) [[likely]]
      return true;
    overflowed_ = true;
    return false;
  }
  // The distance from the end of a field to an address, as an instruction that ends `tail` bytes behind the field's four counts it.
  [[nodiscard]] std::uint32_t relative(const std::uint8_t* field, unsigned tail, const void* target) const;
  // Appends the low `count` (up to 8) bytes of `bytes`, lowest first.
  void append(std::uint64_t bytes, unsigned count);

  std::uint8_t* cursor_;
  std::uint8_t* begin_;
  std::uint8_t* end_;
  std::byte* execute_;
  bool overflowed_ = false;
};

}  // namespace vitrine::codegen::x64
